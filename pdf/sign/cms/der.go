package cms

import (
	"encoding/asn1"
	"math/big"
	"slices"
)

// Tags as they stand in the first byte of an element.
const (
	tagBoolean     = 0x01
	tagInteger     = 0x02
	tagOctets      = 0x04
	tagNull        = 0x05
	tagOID         = 0x06
	tagGeneralTime = 0x18
	tagSequence    = 0x30
	tagSet         = 0x31
	tagContext0    = 0xa0 // constructed, as in [0] EXPLICIT
	tagContext1    = 0xa1
)

// tlv encodes one element of DER.
func tlv(tag byte, parts ...[]byte) []byte {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	out := []byte{tag}
	switch {
	case n < 1<<7:
		out = append(out, byte(n))
	case n < 1<<8:
		out = append(out, 0x81, byte(n))
	case n < 1<<16:
		out = append(out, 0x82, byte(n>>8), byte(n))
	case n < 1<<24:
		out = append(out, 0x83, byte(n>>16), byte(n>>8), byte(n))
	default:
		out = append(out, 0x84, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// setOf encodes a SET OF in the order that DER asks.
func setOf(tag byte, elements ...[]byte) []byte {
	sorted := slices.Clone(elements)
	slices.SortFunc(sorted, slices.Compare)
	return tlv(tag, sorted...)
}

func oid(id asn1.ObjectIdentifier) []byte {
	der, err := asn1.Marshal(id)
	if err != nil {
		panic(err) // all are constants below
	}
	return der
}

func integer(n int64) []byte { return bigInteger(big.NewInt(n)) }

func bigInteger(n *big.Int) []byte {
	der, err := asn1.Marshal(n)
	if err != nil {
		panic(err) // a big.Int always has an encoding
	}
	return der
}

// An element is one piece of DER.
type element struct {
	tag  byte
	full []byte // with tag and length
	body []byte
}

// A reader walks through elements strictly: every byte must be what DER asks,
// and done tells whether all were read, so no bit stands anywhere unseen.
type reader struct {
	rest []byte
	bad  bool // something was not as asked; all that follows is empty
}

func read(body []byte) *reader { return &reader{rest: body} }

// next is the next element, whatever it is.
func (r *reader) next() element {
	e, rest, ok := split(r.rest)
	if !ok {
		r.bad = true
	}
	if r.bad {
		r.rest = nil
		return element{}
	}
	r.rest = rest
	return e
}

// take is the next element, which has tag.
func (r *reader) take(tag byte) element {
	e := r.next()
	if e.tag != tag {
		r.bad, r.rest = true, nil
		return element{}
	}
	return e
}

// into goes into the next element, which has tag.
func (r *reader) into(tag byte) *reader {
	e := r.take(tag)
	return &reader{rest: e.body, bad: r.bad}
}

// has says whether the next element has tag.
func (r *reader) has(tag byte) bool { return !r.bad && len(r.rest) > 0 && r.rest[0] == tag }

// done says whether everything was read and sound.
func (r *reader) done() bool { return !r.bad && len(r.rest) == 0 }

func (r *reader) oid() asn1.ObjectIdentifier {
	var id asn1.ObjectIdentifier
	e := r.take(tagOID)
	if r.bad {
		return nil
	}
	if rest, err := asn1.Unmarshal(e.full, &id); err != nil || len(rest) > 0 {
		r.bad = true
		return nil
	}
	return id
}

func (r *reader) integer() *big.Int {
	var n *big.Int
	e := r.take(tagInteger)
	if r.bad {
		return new(big.Int)
	}
	if rest, err := asn1.Unmarshal(e.full, &n); err != nil || len(rest) > 0 {
		r.bad = true
		return new(big.Int)
	}
	return n
}

// is says whether the next element is the integer n.
func (r *reader) is(n int64) bool { return r.integer().Cmp(big.NewInt(n)) == 0 && !r.bad }

// split cuts the first element of DER off.
func split(b []byte) (e element, rest []byte, ok bool) {
	if len(b) < 2 || b[0]&0x1f == 0x1f {
		return e, nil, false
	}
	head, n := 2, int(b[1])
	if n >= 0x80 {
		count := n & 0x7f
		if count == 0 || count > 4 || len(b) < 2+count || b[2] == 0 {
			return e, nil, false
		}
		n = 0
		for _, c := range b[2 : 2+count] {
			n = n<<8 | int(c)
		}
		if n < 0x80 {
			return e, nil, false
		}
		head += count
	}
	if n > len(b)-head {
		return e, nil, false
	}
	return element{tag: b[0], full: b[:head+n], body: b[head : head+n]}, b[head+n:], true
}
