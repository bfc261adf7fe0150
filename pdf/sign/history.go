package sign

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"thidua/pdf/sign/syntax"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

// A history is a file, revision by revision, and what each did to the one
// before.
type history struct {
	file   *syntax.File
	states []*state
	steps  []step // steps[0] is the beginning and changed nothing
}

// A step is what one revision changed.
type step struct {
	signed  []string // fields that got a signature
	changes []signature.Change
}

// errSize means that a file is too large to be checked.
var errSize = errors.New("sign: too large")

// newHistory reads all of file.
func newHistory(file []byte) (*history, error) {
	if len(file) > maxFile {
		return nil, errSize
	}
	f, err := syntax.Read(file)
	if err != nil {
		return nil, err
	}
	if err := f.Sound(); err != nil {
		return nil, err
	}
	h, visits := &history{file: f}, 0
	for i := range f.Revisions {
		s, err := newState(f.At(i))
		if err != nil {
			return nil, fmt.Errorf("revision %d: %w", i+1, err)
		}
		h.states = append(h.states, s)
		if i == 0 {
			h.steps = append(h.steps, step{})
			continue
		}
		d, err := compare(h.states[i-1], s, &visits)
		if err != nil {
			return nil, fmt.Errorf("revision %d: %w", i+1, err)
		}
		h.steps = append(h.steps, h.judge(i, d))
	}
	return h, nil
}

// judge says what of the difference that revision i made is allowed: one
// signature in a prepared field, number and date as Fill writes them, or
// validation data. It is all of a revision or nothing.
func (h *history) judge(i int, d difference) step {
	s := step{signed: d.signed}
	allow := func(allowed bool, key string, pairs ...string) {
		s.changes = append(s.changes, signature.Change{Notice: text.Say(key, pairs...), Allowed: allowed})
	}
	alone := len(d.others) == 0
	for _, name := range d.signed {
		key := "verify.change.signed"
		if v, _ := h.states[i].byName[name].value.(syntax.Dict); v["Type"] == syntax.Name("DocTimeStamp") {
			key = "verify.change.stamped"
		}
		allow(alone && len(d.signed) == 1 && len(d.filled) == 0, key, "field", name)
	}
	refilled := alone && len(d.signed) == 0 && len(d.filled) > 0 && h.refilled(i, d.filled)
	for _, name := range d.filled {
		key := "verify.change.text_changed"
		if refilled {
			key = "verify.change.filled"
		}
		allow(refilled, key, "field", name, "value", h.states[i].byName[name].text())
	}
	for _, n := range d.others {
		s.changes = append(s.changes, signature.Change{Notice: n})
	}
	if len(s.changes) == 0 {
		if d.support {
			allow(true, "verify.change.validation_data")
		} else {
			allow(false, "verify.change.rewritten")
		}
	}
	return s
}

// refilled says whether revision i is byte for byte what Fill makes.
func (h *history) refilled(i int, names []string) bool {
	values := map[string]string{}
	for _, n := range names {
		if n != numberField && n != dateField {
			return false
		}
		values[n] = h.states[i].byName[n].text()
	}
	made, err := Notary{}.Fill(h.file.Bytes[:h.file.Revisions[i-1].End], values)
	return err == nil && bytes.Equal(made, h.file.Bytes[:h.file.Revisions[i].End])
}

// continues says whether the revisions of was are the first ones here.
func (h *history) continues(was *history) bool {
	return len(h.steps) >= len(was.steps) && slices.EqualFunc(h.file.Revisions[:len(was.steps)], was.file.Revisions, func(a, b syntax.Revision) bool {
		return a.Start == b.Start && a.Table == b.Table && a.End == b.End
	})
}

// last is the state of the whole file.
func (h *history) last() *state { return h.states[len(h.states)-1] }

// trailing is how many bytes follow the last revision.
func (h *history) trailing() int {
	return len(h.file.Bytes) - h.file.Revisions[len(h.file.Revisions)-1].End
}

// signatures are the signed fields in the order in which they were signed.
func (h *history) signatures() []*slot {
	var list []*slot
	for _, f := range h.last().fields {
		if f.signed() {
			list = append(list, f)
		}
	}
	when := func(f *slot) int {
		return slices.IndexFunc(h.states, func(s *state) bool { was := s.byName[f.name]; return was != nil && was.signed() })
	}
	slices.SortStableFunc(list, func(a, b *slot) int { return when(a) - when(b) })
	return list
}
