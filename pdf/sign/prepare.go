package sign

import (
	"fmt"
	"strings"

	"thidua/pdf/sign/syntax"
)

// A Field is a place in a paper that is filled later: by a signature, or with a
// line of text.
type Field struct {
	Name  string     // unique in the paper, without "."
	Tip   string     // what programs call it, for people
	Page  int        // from 1
	Rect  [4]float64 // left, bottom, right, top, in points from the page's bottom left corner; all 0: nothing is seen
	Text  bool       // a line of text, filled by Fill; else a signature
	Size  float64    // of the letters of a line of text, in points; it shrinks where the place is too narrow
	Style string     // of a line of text: "", Bold or Italic
	Align int        // of a line of text: Left, Centre, Right
	Empty string     // what is seen until it is filled, from the left: "ngày … tháng … năm …"
}

// Styles and alignments of a line of text. Its base line is a quarter of Size
// above the lower edge.
const (
	Bold   = "B"
	Italic = "I"

	Left   = 0
	Centre = 1
	Right  = 2
)

// family is what the form's fonts are called in a paper; Bold and Italic are
// appended.
const family = "ThiDua"

// Flags of fields and widgets (ISO 32000-1, 12.5.3, 12.7.2, 12.7.3.1).
const (
	printed      = 4
	locked       = 128
	readOnly     = 1 // nobody types a number by mistake
	signaturesIn = 1 // SigFlags
	appendOnly   = 2
)

// Prepare puts all fields into a finished file of package pdf, which has one
// revision, and has one after: later revisions only fill what is there. fonts is
// the file that pdf.FormFonts makes; the form's fonts are taken from it.
func (Notary) Prepare(file []byte, fields []Field, fonts []byte) ([]byte, error) {
	p, err := open(file)
	if err != nil {
		return nil, err
	}
	if len(p.Revisions) != 1 || p.form != nil {
		return nil, fmt.Errorf("sign: prepare: a file of %d revisions", len(p.Revisions))
	}
	objects, err := p.all()
	if err != nil {
		return nil, err
	}
	pages, err := p.pages()
	if err != nil {
		return nil, err
	}
	w := &revision{places: map[int]int{0: 0}, trailer: syntax.Dict{}}
	w.next = len(objects) + 1
	w.out = append(w.out, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"...) // the second line says that bytes follow (7.5.2)

	catalog := objects[p.root.Num-1].(syntax.Dict)
	form := syntax.Ref{Num: w.next}
	w.next++
	catalog["AcroForm"] = form
	faces, err := transplant(w, fonts)
	if err != nil {
		return nil, err
	}
	var refs syntax.Array
	seen := map[string]bool{}
	for _, f := range fields {
		if f.Page < 1 || f.Page > len(pages) || f.Name == "" || strings.Contains(f.Name, ".") || seen[f.Name] {
			return nil, fmt.Errorf("sign: prepare: field %q on page %d of %d", f.Name, f.Page, len(pages))
		}
		seen[f.Name] = true
		page := pages[f.Page-1]
		ref := w.add(f.widget(page, w.add(f.empty(faces))))
		refs = append(refs, ref)
		d, ok := objects[page.Num-1].(syntax.Dict)
		if !ok {
			return nil, fmt.Errorf("%w: page %d", syntax.ErrBroken, f.Page)
		}
		annots, err := p.array(d["Annots"])
		if err != nil {
			return nil, err
		}
		d["Annots"] = append(annots, ref)
	}
	w.set(form, syntax.Dict{
		"Fields": refs, "SigFlags": syntax.Number(signaturesIn | appendOnly),
		"DR": syntax.Dict{"Font": faces}, "DA": syntax.String{Bytes: "/" + family + " 12 Tf 0 g"},
	})
	for i, v := range objects {
		w.set(syntax.Ref{Num: i + 1}, v)
	}
	w.trailer["Root"], w.trailer["Info"] = p.root, p.Trailer()["Info"]
	return w.close(), nil
}

func (f Field) widget(page, empty syntax.Ref) syntax.Dict {
	d := syntax.Dict{
		"Type": syntax.Name("Annot"), "Subtype": syntax.Name("Widget"), "FT": syntax.Name("Sig"), "T": textString(f.Name),
		"Rect": numbers(f.Rect[:]...), "P": page, "F": syntax.Number(printed | locked), "AP": syntax.Dict{"N": empty},
	}
	if f.Tip != "" {
		d["TU"] = textString(f.Tip)
	}
	if f.Text {
		d["FT"], d["Ff"], d["Q"] = syntax.Name("Tx"), syntax.Number(readOnly), syntax.Number(f.Align)
		d["DA"] = syntax.String{Bytes: fmt.Sprintf("/%s%s %g Tf 0 g", family, f.Style, f.Size)}
	}
	return d
}

// empty is what a field looks like until it is filled.
func (f Field) empty(faces syntax.Dict) syntax.Stream {
	name := syntax.Name(family + f.Style)
	if !f.Text || f.Empty == "" || faces[name] == nil {
		return drawing(f.Rect, nil, nil)
	}
	content := fmt.Appendf(nil, "/Tx BMC\nq\nBT\n0 g\n/%s %s Tf\n1 0 0 1 0 %s Tm\n%sET\nQ\nEMC\n", name, short(f.Size), short(f.Size/4), face{}.show(f.Empty))
	return drawing(f.Rect, content, syntax.Dict{name: faces[name]})
}

func numbers(list ...float64) syntax.Array {
	a := make(syntax.Array, len(list))
	for i, n := range list {
		a[i] = syntax.Number(n)
	}
	return a
}

// all are the objects of a file of one revision, in order of their numbers.
func (p *paper) all() (syntax.Array, error) {
	size, _ := p.Trailer()["Size"].(syntax.Number)
	if size < 1 || int(size) > 1<<16 {
		return nil, fmt.Errorf("%w: %v objects", syntax.ErrBroken, size)
	}
	objects := make(syntax.Array, int(size)-1)
	for i := range objects {
		var err error
		if objects[i], err = p.Object(syntax.Ref{Num: i + 1}); err != nil {
			return nil, err
		}
	}
	return objects, nil
}

// pages are the pages of a file whose page tree has one level, as package pdf
// makes them.
func (p *paper) pages() ([]syntax.Ref, error) {
	catalog, err := p.dict(p.root)
	if err != nil {
		return nil, err
	}
	tree, err := p.dict(catalog["Pages"])
	if err != nil {
		return nil, err
	}
	kids, err := p.array(tree["Kids"])
	if err != nil {
		return nil, err
	}
	return kids.Refs(), nil
}

// transplant copies the fonts of another file with all that they refer to, and
// returns the dictionary that names them.
func transplant(w *revision, fonts []byte) (syntax.Dict, error) {
	from, err := open(fonts)
	if err != nil {
		return nil, fmt.Errorf("fonts: %w", err)
	}
	pages, err := from.pages()
	if err != nil || len(pages) == 0 {
		return nil, fmt.Errorf("fonts: %w: no page", syntax.ErrBroken)
	}
	var named syntax.Dict
	page, err := from.dict(pages[0])
	if err == nil {
		named, err = from.dict(page["Resources"])
	}
	if err == nil {
		named, err = from.dict(named["Font"])
	}
	if err != nil {
		return nil, fmt.Errorf("fonts: %w", err)
	}
	t := &transplanted{from, w, map[syntax.Ref]syntax.Ref{}}
	faces := syntax.Dict{}
	for _, key := range named.Keys() {
		d, err := from.dict(named[key])
		if err != nil {
			return nil, fmt.Errorf("fonts: %w", err)
		}
		name, _ := d["BaseFont"].(syntax.Name)
		style := ""
		if strings.HasSuffix(string(name), "Bold") {
			style = Bold
		} else if strings.HasSuffix(string(name), "Italic") {
			style = Italic
		}
		ref, err := t.value(named[key], 0)
		if err != nil {
			return nil, fmt.Errorf("fonts: %w", err)
		}
		faces[syntax.Name(family+style)] = ref
	}
	return faces, nil
}

type transplanted struct {
	from *paper
	to   *revision
	refs map[syntax.Ref]syntax.Ref
}

// value is v with its references pointing to copies.
func (t *transplanted) value(v syntax.Value, depth int) (syntax.Value, error) {
	if depth > 16 {
		return nil, fmt.Errorf("%w: nested too deep", syntax.ErrBroken)
	}
	switch v := v.(type) {
	case syntax.Ref:
		if ref, done := t.refs[v]; done {
			return ref, nil
		}
		ref := syntax.Ref{Num: t.to.next}
		t.to.next++
		t.refs[v] = ref
		value, err := t.from.Object(v)
		if err == nil {
			value, err = t.value(value, depth+1)
		}
		if err == nil {
			t.to.set(ref, value)
		}
		return ref, err
	case syntax.Array:
		list := make(syntax.Array, len(v))
		for i := range v {
			var err error
			if list[i], err = t.value(v[i], depth+1); err != nil {
				return nil, err
			}
		}
		return list, nil
	case syntax.Dict:
		d := syntax.Dict{}
		for _, key := range v.Keys() {
			var err error
			if d[key], err = t.value(v[key], depth+1); err != nil {
				return nil, err
			}
		}
		return d, nil
	case syntax.Stream:
		d, err := t.value(v.Dict, depth+1)
		if err != nil {
			return nil, err
		}
		return syntax.Stream{Dict: d.(syntax.Dict), Data: v.Data}, nil
	}
	return v, nil
}
