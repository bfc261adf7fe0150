package cms

import "fmt"

// maxDepth bounds how deep elements may nest.
const maxDepth = 32

// fromBER writes the first element of BER as DER: definite and shortest
// lengths, strings in one piece. It changes nothing else, so DER stays what it
// is; what a signature covers is hashed in DER (RFC 5652, 5.4).
func fromBER(b []byte, depth int) (der, rest []byte, err error) {
	if depth > maxDepth {
		return nil, nil, fmt.Errorf("%w: nested too deep", ErrMalformed)
	}
	tag, body, rest, open, err := berHead(b)
	if err != nil {
		return nil, nil, err
	}
	if tag&0x20 == 0 {
		if open {
			return nil, nil, fmt.Errorf("%w: open length of a primitive", ErrMalformed)
		}
		return tlv(tag, body), rest, nil
	}
	var parts []byte
	for {
		if open && len(body) >= 2 && body[0] == 0 && body[1] == 0 {
			rest = body[2:]
			break
		}
		if len(body) == 0 {
			if open {
				return nil, nil, fmt.Errorf("%w: no end", ErrMalformed)
			}
			break
		}
		var part []byte
		if part, body, err = fromBER(body, depth+1); err != nil {
			return nil, nil, err
		}
		if tag == tagOctets|0x20 {
			if part[0] != tagOctets {
				return nil, nil, fmt.Errorf("%w: string of other pieces", ErrMalformed)
			}
			e, _, _ := split(part)
			part = e.body
		}
		parts = append(parts, part...)
	}
	if tag == tagOctets|0x20 {
		tag = tagOctets
	}
	return tlv(tag, parts), rest, nil
}

// berHead reads tag and length. With an open length body is all that follows.
func berHead(b []byte) (tag byte, body, rest []byte, open bool, err error) {
	if len(b) < 2 || b[0]&0x1f == 0x1f || b[0] == 0 {
		return 0, nil, nil, false, fmt.Errorf("%w: element", ErrMalformed)
	}
	head, n := 2, int(b[1])
	switch {
	case n == 0x80:
		return b[0], b[2:], nil, true, nil
	case n > 0x80:
		count := n & 0x7f
		if count > 8 || len(b) < 2+count {
			return 0, nil, nil, false, fmt.Errorf("%w: length", ErrMalformed)
		}
		n = 0
		for _, c := range b[2 : 2+count] {
			if n = n<<8 | int(c); n > maxSize {
				return 0, nil, nil, false, fmt.Errorf("%w: length", ErrMalformed)
			}
		}
		head += count
	}
	if n > len(b)-head {
		return 0, nil, nil, false, fmt.Errorf("%w: length", ErrMalformed)
	}
	return b[0], b[head : head+n], b[head+n:], false, nil
}
