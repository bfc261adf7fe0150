package number

import (
	"slices"

	"thidua/workflow/decimal"
	"thidua/workflow/text"
)

// How many times a base makes a figure doubtful. Downward from plan and last
// year the room is wider: half a year is measured against a yearly plan too.
var (
	farAbove = decimal.Int(5)  // times plan or last year
	farBelow = decimal.Int(8)  // 1/8 of plan or last year
	leap     = decimal.Int(10) // times the last report, or 1/10 of it
	nearPlan = decimal.Int(2)  // a leap is none when it ends this near to the plan
	near     = decimal.Int(4)  // what is this near to one of plan and last year may be far from the other
)

// slips are what a wrong unit, a misread sign, a lost or a doubled zero do to a
// number: the commonest first.
var slips = []decimal.Decimal{
	decimal.Int(1000), decimal.Must("0.001"), decimal.Int(10), decimal.Must("0.1"), decimal.Int(100), decimal.Must("0.01"),
}

// maxSlips is how many of them are offered beside what was typed.
const maxSlips = 2

// Unlikely says whether d is probably a slip, and why: it lies outside the
// criterion's range, or far from plan and last year as far as they are known, or
// it leaps from the member's own last report. Nothing follows from it but a
// question. Of zero and of a number with another sign than a base, that base
// says nothing; a place has no size, so only the range judges it.
func (q Question) Unlikely(d decimal.Decimal) (why text.Notice, unlikely bool) {
	switch {
	case q.YesNo:
		return text.Notice{}, false
	case q.Least != nil && d.Less(*q.Least):
		return q.beside("number.below_range", *q.Least), true
	case q.Most != nil && q.Most.Less(d):
		return q.beside("number.above_range", *q.Most), true
	case ownUnit(q.Unit).base == "hang":
		return text.Notice{}, false
	}
	plan, planned := multiple(d, q.Plan)
	last, known := multiple(d, q.LastYear)
	before, reported := multiple(d, q.Earlier)
	switch {
	case planned && outside(plan, farAbove, farBelow) && !(known && within(last, near)):
		return q.far(plan, *q.Plan, "number.times_plan", "number.part_of_plan"), true
	case known && outside(last, farAbove, farBelow) && !(planned && within(plan, near)):
		return q.far(last, *q.LastYear, "number.times_last", "number.part_of_last"), true
	case reported && outside(before, leap, leap) && !(planned && within(plan, nearPlan)):
		return q.far(before, *q.Earlier, "number.times_earlier", "number.part_of_earlier"), true
	}
	return text.Notice{}, false
}

// multiple is how many times base d is, above zero; not known without a base, or
// where one of them is zero or their signs differ.
func multiple(d decimal.Decimal, base *decimal.Decimal) (times decimal.Decimal, known bool) {
	if base == nil || d.Sign()*base.Sign() <= 0 {
		return decimal.Decimal{}, false
	}
	return d.Quo(*base), true
}

// outside says whether r is at least above, or at most 1/below.
func outside(r, above, below decimal.Decimal) bool {
	return !r.Less(above) || !one.Less(r.Mul(below))
}

// within says whether r lies between 1/times and times, both included.
func within(r, times decimal.Decimal) bool {
	return !times.Less(r) && !r.Mul(times).Less(one)
}

// far is the sentence about a figure that is r times base.
func (q Question) far(r, base decimal.Decimal, times, part string) text.Notice {
	if r.Less(one) {
		return q.beside(part, base, "times", roughly(one.Quo(r)).String())
	}
	return q.beside(times, base, "times", roughly(r).String())
}

// beside is a sentence that shows a base with its unit. A bare number has none,
// and a percent sign stands close.
func (q Question) beside(key string, base decimal.Decimal, pairs ...string) text.Notice {
	unit := q.Unit
	if unit != "" && unit != "%" {
		unit = " " + unit
	}
	return text.Say(key, append(pairs, "base", base.String(), "unit", unit)...)
}

// roughly is r, which is 1 or more, as one says it: whole, in two digits at most.
func roughly(r decimal.Decimal) decimal.Decimal {
	unit, ten := one, decimal.Int(10)
	for !r.Quo(unit).Less(hundred) {
		unit = unit.Mul(ten)
	}
	return r.Quo(unit).Round(0).Mul(unit)
}

// doubted asks about a value that is unlikely. The slips that would explain it
// come first, what was typed last; without any slip a yes is wanted.
func (q Question) doubted(r Reading) Reading {
	if r.Verdict != Value {
		return r
	}
	why, unlikely := q.Unlikely(r.Value)
	if !unlikely {
		return r
	}
	whole := r.Value.IsInt() && q.whole()
	var list []decimal.Decimal
	for _, by := range slips {
		d := r.Value.Mul(by)
		if _, no := q.Unlikely(d); !no && (!whole || d.IsInt()) && q.nearer(d, r.Value) {
			list = append(list, d)
		}
	}
	list = distinct(list)
	likeliest(list, q)
	return Reading{Verdict: Ask, Choices: append(list[:min(maxSlips, len(list))], r.Value), Why: why}
}

// whole says whether there are no parts of what is counted: places, people, cases.
func (q Question) whole() bool {
	own := ownUnit(q.Unit)
	return own.scale.Equal(one) && (own.base == "hang" || slices.Contains(counted, own.base))
}

// nearer says whether a slip would bring d nearer to what is known than what was
// typed; where nothing is known, any may.
func (q Question) nearer(d, typed decimal.Decimal) bool {
	for _, base := range []*decimal.Decimal{q.Plan, q.LastYear, q.Earlier} {
		if base == nil || base.IsZero() || typed.IsZero() {
			continue
		}
		return off(d, *base).Less(off(typed, *base))
	}
	return true
}

// likeliest puts what lies nearest to the plan, or else to last year, or else to
// the last report, first: as a matter of order only, all readings are shown.
// Without any of them the order is that of the rules.
func likeliest(list []decimal.Decimal, q Question) {
	for _, base := range []*decimal.Decimal{q.Plan, q.LastYear, q.Earlier} {
		if base == nil || base.IsZero() {
			continue
		}
		slices.SortStableFunc(list, func(a, b decimal.Decimal) int { return compare(a, b, *base) })
		return
	}
}

// compare puts what has the sign of base first, and then by size what is nearer.
func compare(a, b, base decimal.Decimal) int {
	same := func(d decimal.Decimal) bool { return d.Sign() == base.Sign() }
	switch {
	case same(a) && !same(b):
		return -1
	case same(b) && !same(a):
		return 1
	case a.IsZero() || b.IsZero():
		return 0
	}
	return off(a, base).Cmp(off(b, base))
}

// off is how many times d is larger or smaller than base, whatever their signs.
func off(d, base decimal.Decimal) decimal.Decimal {
	r := d.Quo(base)
	if r.Sign() < 0 {
		r = decimal.Decimal{}.Sub(r)
	}
	if r.Less(one) {
		return one.Quo(r)
	}
	return r
}
