package sign

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"time"

	"thidua/pdf/sign/cms"
	"thidua/pdf/sign/syntax"
	"thidua/workflow/signature"
)

// TokenRoom is how many bytes are kept for a time stamp. It is the same when the
// stamp is asked for and when it is put in, for what is signed depends on it.
const TokenRoom = 8 << 10

// Sign appends the revision that fills s.Field with a signature. ErrNoField or
// ErrFilled when that cannot be; nothing of file changes.
func (Notary) Sign(file []byte, s signature.Stroke) ([]byte, error) {
	room := 0
	if s.Token != nil {
		room = TokenRoom
	}
	h, err := prepared(file, s, room)
	if err != nil {
		return nil, err
	}
	if s.Token != nil {
		value, err := cms.Value(h.digest(), s.Key, s.Chain)
		if err != nil {
			return nil, err
		}
		if _, err := cms.Token(s.Token, value); err != nil {
			return nil, err
		}
	}
	der, err := cms.Sign(h.digest(), s.Key, s.Chain, s.Token)
	if err != nil {
		return nil, err
	}
	return h.fill(der)
}

// Imprint is the SHA-256 that a time-stamp authority is asked to stamp, for the
// signature that Sign makes of the same stroke once it has the token.
func (Notary) Imprint(file []byte, s signature.Stroke) ([]byte, error) {
	h, err := prepared(file, s, TokenRoom)
	if err != nil {
		return nil, err
	}
	value, err := cms.Value(h.digest(), s.Key, s.Chain)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(value)
	return sum[:], nil
}

// Stamp appends the revision that fills field with a time stamp over the whole
// file; token is one over StampImprint.
func (Notary) Stamp(file []byte, field string, token []byte) ([]byte, error) {
	h, err := stamp(file, field)
	if err != nil {
		return nil, err
	}
	if _, err := cms.Token(token, h.parts()...); err != nil {
		return nil, err
	}
	return h.fill(token)
}

// StampImprint is the SHA-256 that a time-stamp authority is asked to stamp for
// Stamp.
func (Notary) StampImprint(file []byte, field string) ([]byte, error) {
	h, err := stamp(file, field)
	if err != nil {
		return nil, err
	}
	return h.digest(), nil
}

// A holed file is a finished revision but for the signature itself: what stands
// between from and to.
type holed struct {
	file     []byte
	from, to int
}

func (h *holed) parts() [][]byte { return [][]byte{h.file[:h.from], h.file[h.to:]} }

func (h *holed) digest() []byte {
	sum := sha256.New()
	for _, part := range h.parts() {
		sum.Write(part)
	}
	return sum.Sum(nil)
}

// fill puts the signature into the hole; what is left of it stays zeros.
func (h *holed) fill(der []byte) ([]byte, error) {
	if room := (h.to - h.from - 2) / 2; len(der) > room {
		return nil, fmt.Errorf("%w: %d bytes where %d fit", ErrRoom, len(der), room)
	}
	hex.Encode(h.file[h.from+1:], der)
	return h.file, nil
}

// prepared is the revision that s makes, its hole empty. room is for a time
// stamp.
func prepared(file []byte, s signature.Stroke, room int) (*holed, error) {
	p, w, err := field(file, s.Field)
	if err != nil {
		return nil, err
	}
	size, err := cms.Room(s.Chain, room)
	if err != nil {
		return nil, err
	}
	look, err := p.box(s, w)
	if err != nil {
		return nil, err
	}
	d := syntax.Dict{
		"Type": syntax.Name("Sig"), "Filter": syntax.Name("Adobe.PPKLite"), "SubFilter": syntax.Name("ETSI.CAdES.detached"),
		"M": syntax.String{Bytes: moment(s.At)},
	}
	for key, text := range map[syntax.Name]string{"Name": s.Name, "Reason": s.Reason, "Location": s.Place} {
		if text != "" {
			d[key] = textString(text)
		}
	}
	r := p.revise()
	number := syntax.Ref{Num: r.next}
	r.next++
	if s.Certify {
		if signed, err := p.signed(); err != nil || signed {
			return nil, fmt.Errorf("%w (%v)", ErrOrder, err)
		}
		d["Reference"] = syntax.Array{syntax.Dict{
			"Type": syntax.Name("SigRef"), "TransformMethod": syntax.Name("DocMDP"),
			"TransformParams": syntax.Dict{"Type": syntax.Name("TransformParams"), "P": syntax.Number(2), "V": syntax.Name("1.2")},
		}}
		catalog, err := p.dict(p.root)
		if err != nil {
			return nil, err
		}
		catalog = maps.Clone(catalog)
		catalog["Perms"] = syntax.Dict{"DocMDP": number}
		r.set(p.root, catalog)
	}
	r.put(w, look, number)
	return r.holed(number, d, size)
}

// stamp is the revision of a document time stamp, its hole empty.
func stamp(file []byte, name string) (*holed, error) {
	p, w, err := field(file, name)
	if err != nil {
		return nil, err
	}
	r := p.revise()
	number := syntax.Ref{Num: r.next}
	r.next++
	r.put(w, drawing(w.rect, nil, nil), number)
	return r.holed(number, syntax.Dict{
		"Type": syntax.Name("DocTimeStamp"), "Filter": syntax.Name("Adobe.PPKLite"), "SubFilter": syntax.Name("ETSI.RFC3161"),
	}, TokenRoom)
}

// field opens a file and finds an empty signature field in it.
func field(file []byte, name string) (*paper, widget, error) {
	p, err := open(file)
	if err != nil {
		return nil, widget{}, err
	}
	w, err := p.widget("Sig", name)
	if err == nil && w.Dict["V"] != nil {
		err = fmt.Errorf("%w: %s", ErrFilled, name)
	}
	return p, w, err
}

// signed says whether any field carries a signature.
func (p *paper) signed() (bool, error) {
	fields, err := p.array(p.form["Fields"])
	for _, r := range fields.Refs() {
		var d syntax.Dict
		if d, err = p.dict(r); err != nil {
			break
		}
		if d["FT"] == syntax.Name("Sig") && d["V"] != nil {
			return true, nil
		}
	}
	return false, err
}

// put writes a widget with its value and what it looks like.
func (r *revision) put(w widget, look syntax.Stream, value syntax.Value) {
	d := maps.Clone(w.Dict)
	d["AP"] = syntax.Dict{"N": r.add(look)}
	d["V"] = value
	r.set(w.Ref, d)
}

// byteRange is as wide as any range gets, so that it can be written last.
const byteRange = 48

// holed appends the signature's dictionary with a hole for size bytes and closes
// the revision.
func (r *revision) holed(ref syntax.Ref, d syntax.Dict, size int) (*holed, error) {
	r.begin(ref)
	r.out = append(bytes.TrimSuffix(written(r.out, d), []byte(">>")), "/ByteRange "...)
	at := len(r.out)
	r.out = append(append(r.out, bytes.Repeat([]byte(" "), byteRange)...), "/Contents "...)
	h := &holed{from: len(r.out), to: len(r.out) + 2*size + 2}
	r.out = append(append(append(r.out, '<'), bytes.Repeat([]byte("0"), 2*size)...), ">>>"...)
	r.end()
	h.file = r.close()
	copy(h.file[at:at+byteRange], fmt.Sprintf("[0 %d %d %d]", h.from, h.to, len(h.file)-h.to))
	return h, nil
}

// moment is a time as PDF writes it, with its zone (ISO 32000-1, 7.9.4).
func moment(t time.Time) string {
	zone := t.Format("-07:00")
	return "D:" + t.Format("20060102150405") + zone[:3] + "'" + zone[4:] + "'"
}
