package score

import (
	"strings"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
)

// because is a reason with what every sentence may use: "max" (M), "actual" with
// "unit" when it is a number, and "points" and "result" (see result), which are
// set once they are rounded.
func (c *Cell) because(key string, pairs ...string) Reason {
	r := Reason{Key: key, Args: map[string]string{"max": c.Criterion.Points.String()}}
	if c.Figure.Value.Kind == Number {
		r.Args["actual"], r.Args["unit"] = c.Figure.Value.Number.String(), unitAfter(c.Criterion)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		r.Args[pairs[i]] = pairs[i+1]
	}
	return r
}

// unitAfter is a criterion's unit as it follows a number: " tỷ đồng", "%".
func unitAfter(k *rules.Criterion) string {
	if k.Unit == "" || k.Unit == "%" {
		return k.Unit
	}
	return " " + k.Unit
}

// against is because for a measured figure. It brings "base", "of" (a sentence
// key: what the base is), "percent" and its arithmetic, 100·over/under. A figure
// that is its own percent has a sentence of its own, for it is measured against
// nothing.
func (c *Cell) against(m measure, key string, pairs ...string) Reason {
	k := c.Criterion
	if k.Of == rules.OfValue {
		key = key + ".value"
	}
	r := c.because(key, pairs...)
	r.Args["base"] = m.base.String()
	r.Args["of"] = "reason.of." + string(k.Of)
	r.Args["over"], r.Args["under"] = r.Args["actual"], r.Args["base"]
	if k.Lower && k.Of != rules.OfValue {
		r.Args["of"] += ".lower"
		r.Args["over"], r.Args["under"] = r.Args["under"], r.Args["over"]
	}
	if m.has() && r.Args["percent"] == "" {
		marks := []decimal.Decimal{hundred, k.Method.From}
		for _, b := range k.Method.Bands {
			marks = append(marks, b.At)
		}
		r.Args["percent"] = shown(m.percent, marks...).String()
	}
	return r
}

// shown rounds a percent to 2 decimals, or to as many as it takes to stay on
// its own side of every mark: 99.996 is short of 100 and must not read as 100.
func shown(p decimal.Decimal, marks ...decimal.Decimal) decimal.Decimal {
	for places := 2; ; places++ {
		r := p.Round(places)
		same := true
		for _, mark := range marks {
			same = same && r.Cmp(mark) == p.Cmp(mark)
		}
		if same || r.Equal(p) {
			return r
		}
	}
}

// banded is against for the band from at up; below is where the next better one
// begins, "" for the best. What is more than 100 is said so, see rules.JustAbove.
func (c *Cell) banded(m measure, at decimal.Decimal, below *decimal.Decimal) Reason {
	over := rules.JustAbove(at)
	if over {
		at = hundred
	}
	key, above := "reason.bands", ""
	switch {
	case below == nil && over:
		key = "reason.bands.over"
	case below == nil:
	case over:
		key, above = "reason.bands.between.over", below.String()
	case !rules.JustAbove(*below):
		key, above = "reason.bands.between", below.String()
	case at.Equal(hundred):
		key = "reason.bands.exact"
	default:
		key, above = "reason.bands.between.upto", hundred.String()
	}
	return c.against(m, key, "at", at.String(), "above", above)
}

// unmeasured is a figure whose percent cannot be formed: 0 points.
func unmeasured(c *Cell, m measure) (decimal.Decimal, Reason) {
	if m.fault == noBase {
		return decimal.Decimal{}, c.because("reason.no_base", "of", "reason.of."+string(c.Criterion.Of))
	}
	return decimal.Decimal{}, c.against(m, "reason.unmeasurable")
}

func notApplicable(k *rules.Criterion) Reason {
	key := "reason.na"
	if k.Points.Sign() == 0 {
		key = "reason.na.unscored"
	}
	return Reason{Key: key, Args: map[string]string{"max": k.Points.String()}}
}

// notReported is the reason of a cell without a figure.
func (in Input) notReported(member string, c *Cell) Reason {
	switch k := c.Criterion; {
	case !k.Scored():
		return c.because("reason.none.missing")
	case k.Method.Kind == rules.OnTime:
		return c.because("reason.on_time.missing", "reports", in.unsent(member, k))
	case c.Figure.Value.Kind == NotApplicable:
		return c.because("reason.na.unverified")
	case k.Method.Kind == rules.Adjust:
		return c.because("reason.adjust.unmarked")
	case k.Method.Kind.Marked():
		return c.because("reason.unmarked")
	}
	return c.because("reason.missing")
}

// unsent names the periods whose report a member never sent.
func (in Input) unsent(member string, k *rules.Criterion) string {
	var names []string
	for _, id := range in.reports(k) {
		if in.DaysLate != nil {
			if _, sent := in.DaysLate(member, id); sent {
				continue
			}
		}
		if p := in.Cluster.Period(id); p != nil {
			id = p.Name
		}
		names = append(names, id)
	}
	return strings.Join(names, ", ")
}
