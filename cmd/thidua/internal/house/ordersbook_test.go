package house

import (
	"slices"
	"time"
)

// A book is a signing as the rules of docs/formats.md have it, kept plainly: who
// signed, in which order, and what may happen next.
type book struct {
	together bool
	need     [4]int // signatures of head, deputies, members, witnesses
	state    string // draft, open, expired, complete; withdrawn is a draft again
	until    time.Time
	boxes    []*box // in the order of the document
	signed   []string
	lent     *lent
	numbered int
}

type box struct {
	field, unit string
	stage       int
	seal        bool
	state       string // waiting, declined, paper, pending, signed
	who         string // pending: since when, and whether the key was replaced
	since       time.Time
	rotated     bool
	unstamped   bool
}

type lent struct {
	field, who string
	until      time.Time
}

func (b *book) box(field string) *box {
	for _, x := range b.boxes {
		if x.field == field {
			return x
		}
	}
	return nil
}

func (b *book) late(now time.Time) bool { return !b.until.IsZero() && !now.Before(b.until) }
func (b *book) goes(now time.Time) bool { return b.state == "open" && !b.late(now) }

func (b *book) empty(field string) bool {
	x := b.box(field)
	return x != nil && (x.state == "waiting" || x.state == "declined")
}

func (b *book) pending() *box {
	for _, x := range b.boxes {
		if x.state == "pending" {
			return x
		}
	}
	return nil
}

// holder is who has the file at a moment, for which field.
func (b *book) holder(now time.Time) (who, field string) {
	if b.lent == nil || !now.Before(b.lent.until) {
		return "", ""
	}
	return b.lent.who, b.lent.field
}

// free says whether a person may add to the file.
func (b *book) free(who string, now time.Time) bool {
	h, _ := b.holder(now)
	return b.pending() == nil && (h == "" || h == who)
}

func (b *book) has(unit string, seal bool) (exists, signed bool) {
	for _, x := range b.boxes {
		if x.unit == unit && x.seal == seal {
			return true, x.state == "signed"
		}
	}
	return false, false
}

// turn says whether the order has come to a box.
func (b *book) turn(field string) bool {
	x := b.box(field)
	if x.seal {
		_, signed := b.has(x.unit, false)
		return signed
	}
	have := [4]int{}
	for _, y := range b.boxes {
		if y.state == "signed" && !y.seal {
			have[y.stage]++
		}
	}
	for s := range x.stage {
		if !b.together && have[s] < b.need[s] {
			return false
		}
	}
	return true
}

// may says whether a person may sign a box now.
func (b *book) may(field, who string, now time.Time) bool {
	return b.goes(now) && b.empty(field) && b.free(who, now) && b.turn(field)
}

// confirms says whether claimed boxes may be filled, one after the other in the
// order of the document.
func (b *book) confirms(fields []string, now time.Time) bool {
	then := *b
	then.boxes = nil
	for _, x := range b.boxes {
		y := *x
		then.boxes = append(then.boxes, &y)
	}
	for _, x := range then.boxes {
		if !slices.Contains(fields, x.field) {
			continue
		}
		if !b.goes(now) || x.state != "paper" || !b.free("", now) || !then.turn(x.field) {
			return false
		}
		x.state = "signed"
	}
	return true
}

// enough says whether the document may end as it is: so many of each stage have
// signed as are needed, with their seals.
func (b *book) enough() bool {
	have := [4]int{}
	for _, x := range b.boxes {
		if x.state != "signed" || x.seal {
			continue
		}
		if exists, sealed := b.has(x.unit, true); sealed || !exists {
			have[x.stage]++
		}
	}
	for s, n := range b.need {
		if have[s] < n {
			return false
		}
	}
	return true
}

// sign puts a signature into the file.
func (b *book) sign(field string, unstamped bool) {
	x := b.box(field)
	x.state, x.unstamped, b.lent = "signed", unstamped, nil
	b.signed = append(b.signed, field)
	if !slices.ContainsFunc(b.boxes, func(x *box) bool { return x.state != "signed" }) {
		b.state = "complete"
	}
}

// tick lets the bell ring.
func (b *book) tick(now time.Time) {
	if b.state != "open" {
		return
	}
	if x := b.pending(); x != nil && now.Sub(x.since) >= 15*time.Minute {
		b.sign(x.field, true)
	}
	if b.lent != nil && !now.Before(b.lent.until) {
		b.lent = nil
	}
	if b.state == "open" && b.late(now) && b.pending() == nil {
		b.state, b.lent = "expired", nil
		if b.enough() {
			b.state = "complete"
		}
	}
}
