package score

import (
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
)

var hundred = decimal.Int(100)

// counted is a member's figure the way it counts, with its state. A value that
// the method cannot read, and an n/a that nobody has verified, are no report.
func (in Input) counted(member string, k *rules.Criterion) (Figure, State) {
	f := in.Figures[Key{member, k.ID}]
	switch {
	case f.Value.Kind == NotApplicable && f.Verified:
		return f, StateNA
	case fits(k, f.Value.Kind) && f.Verified:
		return f, StateVerified
	case fits(k, f.Value.Kind):
		return f, StateSubmitted
	case k.Method.Kind == rules.OnTime:
		return in.fromDates(member, k, f)
	}
	return f, StateMissing
}

// fits says whether a value of this kind is a figure of the criterion.
func fits(k *rules.Criterion, v Kind) bool {
	if k.Method.Kind == rules.Pass {
		return v == Yes || v == No
	}
	return v == Number
}

// fromDates is the figure of an on_time criterion for which nobody entered one:
// the days late of all its reports together, as certain as the calendar. One
// report never sent leaves it missing.
func (in Input) fromDates(member string, k *rules.Criterion, f Figure) (Figure, State) {
	total := 0
	for _, period := range in.reports(k) {
		if in.DaysLate == nil {
			return f, StateMissing
		}
		days, sent := in.DaysLate(member, period)
		if !sent {
			return f, StateMissing
		}
		total += max(days, 0)
	}
	f.Value = Value{Kind: Number, Number: decimal.Int(total)}
	f.Verified = true
	return f, StateVerified
}

// reports are the periods whose reports an on_time criterion looks at.
func (in Input) reports(k *rules.Criterion) []string {
	if len(k.Method.Reports) == 0 {
		return []string{in.Period}
	}
	return k.Method.Reports
}

// provisional says whether any figure of the period still waits for somebody to
// verify it, scored or not. What was not reported waits for nobody.
func (in Input) provisional() bool {
	for _, k := range in.Cluster.Criteria(in.Period) {
		for _, m := range in.Cluster.Members {
			f := in.Figures[Key{m.ID, k.ID}]
			if f.Value.Kind != Missing && !f.Verified {
				return true
			}
		}
	}
	return false
}

// A measure is a figure set against its base B: the plan, last year, or, for
// "of: value", 100, since there the figure itself is the percent.
type measure struct {
	fault       fault
	base        decimal.Decimal
	percent     decimal.Decimal // exact; only when fault is empty and something is left
	nothingLeft bool            // fewer is better and the figure is 0 < B: the best there is
}

// A fault is why there is no percent.
type fault string

const (
	noBase       fault = "no_base"      // the plan or last year is wanting
	unmeasurable fault = "unmeasurable" // the sign of figure or base allows no percent
)

// measured says whether the method looks at the achieved percent. The figures
// of "none" are compared too, in the summary.
func measured(k rules.Kind) bool {
	switch k {
	case rules.Proportional, rules.Bands, rules.HalfLeader, rules.None:
		return true
	}
	return false
}

// achieve measures a number: p = 100·A/B, or 100·B/A where fewer is better, and
// 100 when both are 0.
func achieve(k *rules.Criterion, f Figure) measure {
	a := f.Value.Number
	var b *decimal.Decimal
	switch k.Of {
	case rules.OfValue:
		return measure{base: hundred, percent: a}
	case rules.OfLastYear:
		b = f.LastYear
	default:
		b = f.Plan
	}
	if b == nil {
		return measure{fault: noBase}
	}
	m := measure{base: *b}
	switch {
	case a.Sign() == 0 && b.Sign() == 0:
		m.percent = hundred
	case !k.Lower && b.Sign() > 0:
		m.percent = hundred.Mul(a).Quo(*b)
	case k.Lower && a.Sign() > 0 && b.Sign() >= 0:
		m.percent = hundred.Mul(*b).Quo(a)
	case k.Lower && a.Sign() == 0 && b.Sign() > 0:
		m.nothingLeft = true
	default:
		m.fault = unmeasurable // such figures are refused at the door
	}
	return m
}

// has says whether there is a percent to show and to count with.
func (m measure) has() bool { return m.fault == "" && !m.nothingLeft }

func least(a, b decimal.Decimal) decimal.Decimal {
	if b.Less(a) {
		return b
	}
	return a
}

func most(a, b decimal.Decimal) decimal.Decimal {
	if a.Less(b) {
		return b
	}
	return a
}
