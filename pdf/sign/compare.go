package sign

import (
	"bytes"
	"errors"
	"slices"
	"strconv"

	"thidua/pdf/sign/syntax"
	"thidua/workflow/text"
)

// A difference is what one revision did to the one before it.
type difference struct {
	signed  []string      // fields that got a signature, in the form's order
	filled  []string      // text fields with another value
	others  []text.Notice // everything else that a reader could see
	support bool          // validation data (DSS) came with it
}

// errTooMuch means that comparing would take too long.
var errTooMuch = errors.New("sign: too much to compare")

// A comparison walks through two states of a file side by side, from the pages,
// the fields and the catalogue down to the last stream. What may change by
// signing (the field's own widget, its appearance, Info, Metadata, DSS) is not
// walked into; whatever else is reached must be the same, wherever it stands and
// whichever object holds it. So an appearance that somebody else's object shares
// is compared as that object's.
type comparison struct {
	old, new *state
	seen     map[[2]int]bool
	visits   *int
	depth    int
	err      error
}

// compare says what new has that old had not.
func compare(old, new *state, visits *int) (difference, error) {
	c := &comparison{old: old, new: new, seen: map[[2]int]bool{}, visits: visits}
	var d difference
	for _, f := range new.fields {
		if was := old.byName[f.name]; f.signed() && was != nil && !was.signed() {
			d.signed = append(d.signed, f.name)
		}
	}
	c.pages(&d)
	c.fields(&d)
	c.document(&d)
	return d, c.err
}

func (d *difference) add(key string, pairs ...string) {
	d.others = append(d.others, text.Say(key, pairs...))
}

// pages compares the list of pages and each page that both have.
func (c *comparison) pages(d *difference) {
	refs := func(pages []page) []syntax.Ref {
		var list []syntax.Ref
		for _, p := range pages {
			list = append(list, p.ref)
		}
		return list
	}
	was, is := refs(c.old.pages), refs(c.new.pages)
	kept := slices.DeleteFunc(slices.Clone(is), func(r syntax.Ref) bool { _, known := c.old.pageOf[r.Num]; return !known })
	if more := len(is) - len(kept); more > 0 {
		first := slices.IndexFunc(is, func(r syntax.Ref) bool { _, known := c.old.pageOf[r.Num]; return !known })
		d.add("verify.change.page_added", "n", strconv.Itoa(more), "page", strconv.Itoa(first))
	}
	stayed := slices.DeleteFunc(slices.Clone(was), func(r syntax.Ref) bool { _, known := c.new.pageOf[r.Num]; return !known })
	if gone := len(was) - len(stayed); gone > 0 {
		d.add("verify.change.page_removed", "n", strconv.Itoa(gone))
	}
	if !slices.Equal(kept, stayed) {
		d.add("verify.change.pages_moved")
	}
	for _, r := range stayed {
		c.page(d, c.old.pages[c.old.pageOf[r.Num]], c.new.pages[c.new.pageOf[r.Num]])
	}
	// Programs count pages by the nodes above them.
	if len(d.others) == 0 && !c.same(c.old.catalog["Pages"], c.new.catalog["Pages"]) {
		d.add("verify.change.document_changed")
	}
}

func (c *comparison) page(d *difference, was, is page) {
	page := strconv.Itoa(c.old.pageOf[was.ref.Num] + 1)
	if !c.same(was.dict["Rotate"], is.dict["Rotate"]) {
		d.add("verify.change.page_rotated", "page", page)
	}
	if was.parent != is.parent || !c.sameBut(was.dict, is.dict, "Rotate", "Annots") {
		d.add("verify.change.content_changed", "page", page)
	}
	before, err1 := c.old.array(was.dict["Annots"])
	after, err2 := c.new.array(is.dict["Annots"])
	if err := errors.Join(err1, err2); err != nil {
		c.err = err
		return
	}
	rest := map[syntax.Ref]int{} // an entry that is no reference is never the same one
	for _, a := range after {
		if r, ok := a.(syntax.Ref); ok {
			rest[r]++
		}
	}
	kept := 0
	for _, a := range before {
		r, ok := a.(syntax.Ref)
		if !ok || rest[r] == 0 {
			continue
		}
		rest[r]--
		kept++
		if c.old.widget[r.Num] == "" && !c.same(c.object(c.old, r), c.object(c.new, r)) {
			d.add("verify.change.annotation_changed", "page", page)
		}
	}
	if added := len(after) - kept; added > 0 {
		d.add("verify.change.annotation_added", "page", page, "n", strconv.Itoa(added))
	}
	if removed := len(before) - kept; removed > 0 {
		d.add("verify.change.annotation_removed", "page", page, "n", strconv.Itoa(removed))
	}
}

// fields compares the form's fields by name.
func (c *comparison) fields(d *difference) {
	for _, f := range c.new.fields {
		if c.old.byName[f.name] == nil {
			d.add("verify.change.field_added", "field", f.name)
		}
	}
	for _, was := range c.old.fields {
		is := c.new.byName[was.name]
		if is == nil {
			d.add("verify.change.field_removed", "field", was.name)
			continue
		}
		own := slices.Contains(d.signed, was.name)
		switch {
		case own:
		case was.signed() && !is.signed():
			d.add("verify.change.signature_removed", "field", was.name)
		case c.same(was.value, is.value):
			if !c.same(was.dict["AP"], is.dict["AP"]) {
				d.add("verify.change.box_changed", "field", was.name)
			}
		case was.signed():
			d.add("verify.change.signature_replaced", "field", was.name)
		case was.kind == "Tx" && is.kind == "Tx":
			d.filled = append(d.filled, was.name)
		default:
			d.add("verify.change.field_changed", "field", was.name)
		}
		skip := []syntax.Name{"V", "AP", "M", "Kids"}
		if own {
			skip = append(skip, ownLook...)
		}
		same := was.at == is.at && slices.Equal(was.widgets, is.widgets) && c.sameBut(was.dict, is.dict, skip...)
		for i := 0; same && i < len(was.widgets); i++ {
			x, _ := c.object(c.old, was.widgets[i]).(syntax.Dict)
			y, _ := c.object(c.new, is.widgets[i]).(syntax.Dict)
			if own {
				same = c.sameBut(x, y, append(ownLook, "M", "AP")...)
			} else {
				same = c.sameBut(x, y, "M")
			}
		}
		if !same {
			d.add("verify.change.field_changed", "field", was.name)
		}
	}
}

// ownLook is what a program may write into the widget that it signs, beside its
// appearance: which of several is shown, and what it would be made anew from.
var ownLook = []syntax.Name{"AS", "MK", "DA", "DR"}

// document compares what is neither page nor field.
func (c *comparison) document(d *difference) {
	skip := []syntax.Name{"Pages", "AcroForm", "DSS", "Metadata", "Extensions", "Version"}
	if len(d.signed) == 1 && !slices.ContainsFunc(c.old.fields, (*slot).signed) {
		skip = append(skip, "Perms") // a certification is the first signature
	}
	if c.old.root != c.new.root || !c.sameBut(c.old.catalog, c.new.catalog, skip...) ||
		!c.sameBut(c.old.form, c.new.form, "Fields") {
		d.add("verify.change.document_changed")
	}
	if len(d.signed) == 0 && (!c.same(c.old.catalog["Metadata"], c.new.catalog["Metadata"]) ||
		!c.same(c.old.view.Trailer()["Info"], c.new.view.Trailer()["Info"])) {
		d.add("verify.change.properties_changed")
	}
	// Last: what differs here is named nowhere, and what was seen is not compared again.
	d.support = !c.same(c.old.catalog["DSS"], c.new.catalog["DSS"])
}

// object is what a reference stands for.
func (c *comparison) object(s *state, v syntax.Value) syntax.Value {
	v, err := s.view.Resolve(v)
	if err != nil {
		c.err = err
	}
	return v
}

// sameBut compares two dictionaries but for some keys.
func (c *comparison) sameBut(a, b syntax.Dict, skip ...syntax.Name) bool {
	for k := range a {
		if !slices.Contains(skip, k) && !c.same(a[k], b[k]) {
			return false
		}
	}
	for k := range b {
		if _, known := a[k]; !known && b[k] != nil && !slices.Contains(skip, k) {
			return false
		}
	}
	return true
}

// same says whether a in the old state and b in the new are the same through
// and through. Pages and widgets are compared on their own: reaching one, both
// must be the same object. What was compared once is not again: if it differed,
// that was named there.
func (c *comparison) same(a, b syntax.Value) bool {
	c.depth++
	defer func() { c.depth-- }()
	if *c.visits++; *c.visits > maxVisits || c.depth > maxChain {
		c.err = errTooMuch
	}
	if c.err != nil {
		return false
	}
	x, isRefA := a.(syntax.Ref)
	y, isRefB := b.(syntax.Ref)
	if isRefA && isRefB {
		if c.apart(x.Num) || c.apart(y.Num) {
			return x == y
		}
		pair := [2]int{x.Num, y.Num}
		if c.seen[pair] {
			return true
		}
		c.seen[pair] = true
	}
	a, b = c.object(c.old, a), c.object(c.new, b)
	switch a := a.(type) {
	case syntax.Array:
		b, ok := b.(syntax.Array)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !c.same(a[i], b[i]) {
				return false
			}
		}
		return true
	case syntax.Dict:
		b, ok := b.(syntax.Dict)
		return ok && c.sameBut(a, b)
	case syntax.Stream:
		b, ok := b.(syntax.Stream)
		return ok && bytes.Equal(a.Data, b.Data) && c.sameBut(a.Dict, b.Dict, "Length")
	case syntax.String:
		b, ok := b.(syntax.String)
		return ok && a.Bytes == b.Bytes
	default:
		switch b.(type) {
		case syntax.Array, syntax.Dict, syntax.Stream, syntax.String:
			return false
		}
		return a == b
	}
}

// apart says whether an object is a page or a widget, in either state.
func (c *comparison) apart(num int) bool {
	_, page := c.old.pageOf[num]
	_, newPage := c.new.pageOf[num]
	return page || newPage || c.old.widget[num] != "" || c.new.widget[num] != ""
}
