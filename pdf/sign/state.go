package sign

import (
	"fmt"

	"thidua/pdf/sign/syntax"
)

// What bounds the work that a file may ask for when it is checked.
const (
	maxFile   = 64 << 20 // bytes
	maxPages  = 5000
	maxFields = 1000
	maxName   = 1000    // bytes of a field's name
	maxVisits = 4 << 20 // values looked at, over all revisions
	maxChain  = 20_000  // values on the way to a value
)

// A state is what a reader of the file sees after one of its revisions.
type state struct {
	view    syntax.View
	root    syntax.Ref
	catalog syntax.Dict
	form    syntax.Dict
	pages   []page
	fields  []*slot
	byName  map[string]*slot
	pageOf  map[int]int    // object number → place in pages
	widget  map[int]string // object number → name of the field it shows
}

// A page holds what it inherits as its own.
type page struct {
	ref    syntax.Ref
	dict   syntax.Dict
	parent syntax.Ref // as it says itself: some programs inherit by it
}

// A slot is a field that takes a value.
type slot struct {
	name    string
	at      syntax.Ref // zero: it stands in the form itself
	dict    syntax.Dict
	kind    syntax.Name // Sig, Tx …
	value   syntax.Value
	widgets []syntax.Ref // when they are not the field itself
}

func (f *slot) signed() bool { return f.kind == "Sig" && f.value != nil }

// text is the value of a text field.
func (f *slot) text() string {
	s, _ := f.value.(syntax.String)
	return s.Text()
}

// newState reads pages and fields as they were in view.
func newState(view syntax.View) (*state, error) {
	s := &state{view: view, byName: map[string]*slot{}, pageOf: map[int]int{}, widget: map[int]string{}}
	var ok bool
	if s.root, ok = view.Trailer()["Root"].(syntax.Ref); !ok {
		return nil, fmt.Errorf("%w: no catalogue", syntax.ErrBroken)
	}
	var err error
	if s.catalog, err = s.dict(s.root); err != nil {
		return nil, err
	}
	if err := s.readPages(s.catalog["Pages"], syntax.Dict{}, map[int]bool{}, 0); err != nil {
		return nil, err
	}
	if s.catalog["AcroForm"] == nil {
		return s, nil
	}
	if s.form, err = s.dict(s.catalog["AcroForm"]); err != nil {
		return nil, err
	}
	fields, err := s.array(s.form["Fields"])
	if err != nil {
		return nil, err
	}
	seen := map[int]bool{}
	for _, f := range fields {
		if err := s.readField(f, "", syntax.Dict{}, seen, 0); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *state) dict(v syntax.Value) (syntax.Dict, error) {
	v, err := s.view.Resolve(v)
	if err != nil {
		return nil, err
	}
	d, ok := v.(syntax.Dict)
	if !ok {
		return nil, fmt.Errorf("%w: a dictionary is missing", syntax.ErrBroken)
	}
	return d, nil
}

// array is the array that v is or refers to; nothing is an empty one.
func (s *state) array(v syntax.Value) (syntax.Array, error) {
	v, err := s.view.Resolve(v)
	if err != nil || v == nil {
		return nil, err
	}
	a, ok := v.(syntax.Array)
	if !ok {
		return nil, fmt.Errorf("%w: an array is missing", syntax.ErrBroken)
	}
	return a, nil
}

// inherited are the attributes that a page has from the nodes above it.
var inherited = []syntax.Name{"Resources", "MediaBox", "CropBox", "Rotate"}

func (s *state) readPages(v syntax.Value, above syntax.Dict, seen map[int]bool, depth int) error {
	ref, ok := v.(syntax.Ref)
	if !ok || seen[ref.Num] || depth > 32 || len(s.pages) > maxPages {
		return fmt.Errorf("%w: tree of pages", syntax.ErrBroken)
	}
	seen[ref.Num] = true
	node, err := s.dict(ref)
	if err != nil {
		return err
	}
	own := syntax.Dict{}
	for _, k := range inherited {
		if own[k] = node[k]; own[k] == nil {
			own[k] = above[k]
		}
	}
	if node["Kids"] == nil {
		for k, v := range node {
			if k != "Parent" && own[k] == nil {
				own[k] = v
			}
		}
		s.pageOf[ref.Num] = len(s.pages)
		parent, _ := node["Parent"].(syntax.Ref)
		s.pages = append(s.pages, page{ref, own, parent})
		return nil
	}
	kids, err := s.array(node["Kids"])
	if err != nil {
		return err
	}
	for _, k := range kids {
		if err := s.readPages(k, own, seen, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (s *state) readField(v syntax.Value, parent string, above syntax.Dict, seen map[int]bool, depth int) error {
	ref, isRef := v.(syntax.Ref)
	if isRef && seen[ref.Num] || depth > 8 || len(s.fields) > maxFields {
		return fmt.Errorf("%w: fields", syntax.ErrBroken)
	}
	seen[ref.Num] = isRef
	node, err := s.dict(v)
	if err != nil {
		return err
	}
	name := parent
	if t, ok := node["T"].(syntax.String); ok {
		if name != "" {
			name += "."
		}
		name += t.Text()
	}
	if len(name) > maxName {
		return fmt.Errorf("%w: name of a field", syntax.ErrBroken)
	}
	own := syntax.Dict{"FT": node["FT"], "V": node["V"]}
	for k := range own {
		if own[k] == nil {
			own[k] = above[k]
		}
	}
	kids, err := s.array(node["Kids"])
	if err != nil {
		return err
	}
	f := &slot{name: name, at: ref, dict: node}
	for _, k := range kids {
		kid, err := s.dict(k)
		if err != nil {
			return err
		}
		if kid["T"] != nil {
			if err := s.readField(k, name, own, seen, depth+1); err != nil {
				return err
			}
		} else if r, ok := k.(syntax.Ref); ok && !seen[r.Num] {
			seen[r.Num] = true
			f.widgets = append(f.widgets, r)
		}
	}
	if len(kids) > 0 && len(f.widgets) == 0 {
		return nil // only a node above others
	}
	if s.byName[name] != nil {
		return fmt.Errorf("%w: field %q twice", syntax.ErrBroken, name)
	}
	f.kind, _ = own["FT"].(syntax.Name)
	if f.value, err = s.view.Resolve(own["V"]); err != nil {
		return err
	}
	if isRef {
		s.widget[ref.Num] = name
	}
	for _, w := range f.widgets {
		s.widget[w.Num] = name
	}
	s.fields, s.byName[name] = append(s.fields, f), f
	return nil
}
