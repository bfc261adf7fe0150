// Package sign puts signatures into papers of the cluster and checks them:
// fields that are prepared when a paper is made, and for each signature one
// incremental revision (PAdES baseline, ETSI EN 319 142-1). What was written
// stays as it is, so that earlier signatures hold.
package sign

import (
	"errors"
	"fmt"

	"thidua/pdf/sign/syntax"
)

// Notary signs and checks. It holds nothing: the same arguments give the same
// bytes.
type Notary struct{}

// Why a file is not written to. Errors are one of these, or ours.
var (
	ErrNoField = errors.New("sign: no such field")
	ErrFilled  = errors.New("sign: the field is filled")
	ErrOrder   = errors.New("sign: only the first signature certifies")
	ErrRoom    = errors.New("sign: the time stamp is too large")
)

// A paper is a file of ours that is written to.
type paper struct {
	*syntax.File
	syntax.View
	root syntax.Ref
	form syntax.Dict
}

// open reads a file up to its newest revision; nothing may follow that.
func open(file []byte) (*paper, error) {
	f, err := syntax.Read(file)
	if err != nil {
		return nil, err
	}
	last := len(f.Revisions) - 1
	if f.Revisions[last].End != len(file) {
		return nil, fmt.Errorf("%w: bytes after the end", syntax.ErrBroken)
	}
	p := &paper{File: f, View: f.At(last)}
	p.root, _ = p.Trailer()["Root"].(syntax.Ref)
	catalog, err := p.dict(p.root)
	if err != nil {
		return nil, err
	}
	if catalog["AcroForm"] != nil {
		p.form, err = p.dict(catalog["AcroForm"])
	}
	return p, err
}

// dict is the dictionary that a value is or refers to.
func (p *paper) dict(v syntax.Value) (syntax.Dict, error) {
	v, err := p.Resolve(v)
	if err != nil {
		return nil, err
	}
	d, ok := v.(syntax.Dict)
	if !ok {
		return nil, fmt.Errorf("%w: no dictionary", syntax.ErrBroken)
	}
	return d, nil
}

// array is the array that a value is or refers to, nil when there is none.
func (p *paper) array(v syntax.Value) (syntax.Array, error) {
	v, err := p.Resolve(v)
	if err != nil {
		return nil, err
	}
	a, ok := v.(syntax.Array)
	if !ok && v != nil {
		return nil, fmt.Errorf("%w: no array", syntax.ErrBroken)
	}
	return a, nil
}

// A widget is a field that was prepared: field and widget in one.
type widget struct {
	syntax.Ref
	syntax.Dict
	rect [4]float64
}

// widget finds a field of that kind ("Sig", "Tx") by name.
func (p *paper) widget(kind, name string) (widget, error) {
	fields, err := p.array(p.form["Fields"])
	if err != nil {
		return widget{}, err
	}
	for _, r := range fields.Refs() {
		d, err := p.dict(r)
		if err != nil {
			return widget{}, err
		}
		title, _ := d["T"].(syntax.String)
		if title.Text() != name || d["FT"] != syntax.Name(kind) {
			continue
		}
		w := widget{Ref: r, Dict: d}
		rect, err := p.array(d["Rect"])
		if err != nil || len(rect) != 4 {
			return w, fmt.Errorf("%w: place of field %s", syntax.ErrBroken, name)
		}
		for i, v := range rect {
			n, ok := v.(syntax.Number)
			if !ok {
				return w, fmt.Errorf("%w: place of field %s", syntax.ErrBroken, name)
			}
			w.rect[i] = float64(n)
		}
		return w, nil
	}
	return widget{}, fmt.Errorf("%w: %s", ErrNoField, name)
}

func (w widget) width() float64  { return w.rect[2] - w.rect[0] }
func (w widget) height() float64 { return w.rect[3] - w.rect[1] }
