package score

import (
	"strconv"
	"strings"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
)

// cells are all members' results for one criterion, in the cluster's order.
// They are marked together, because half_leader measures members by the best.
func (in Input) cells(k *rules.Criterion, content int) []Cell {
	cells := make([]Cell, len(in.Cluster.Members))
	measures := make([]measure, len(cells))
	var best lead
	for i := range cells {
		c := &cells[i]
		m := &in.Cluster.Members[i]
		c.Criterion, c.Content = k, content
		c.Figure, c.State = in.counted(m.ID, k)
		if c.State == StateNA {
			continue
		}
		if k.Method.Kind != rules.Adjust && k.Method.Kind != rules.None {
			c.Max = k.Points
		}
		if c.State == StateMissing || !measured(k.Method.Kind) {
			continue
		}
		measures[i] = achieve(k, c.Figure)
		if measures[i].has() && !(k.Method.Kind == rules.None && k.Of == rules.OfValue) {
			c.Percent = &measures[i].percent
			best.take(m, *c.Percent)
		}
	}
	for i := range cells {
		c := &cells[i]
		var points decimal.Decimal
		switch c.State {
		case StateNA:
			c.Reason = notApplicable(k)
		case StateMissing:
			c.Reason = in.notReported(in.Cluster.Members[i].ID, c)
		default:
			points, c.Reason = mark(c, measures[i], best)
			c.NoBase = c.Reason.Key == "reason.no_base"
		}
		if k.Method.Kind != rules.Adjust {
			points = most(points, decimal.Decimal{})
		}
		c.Points = points.Round(2)
		c.Reason.Args["points"] = c.Points.String()
		c.Reason.Args["result"] = result(points, c.Points)
	}
	return cells
}

// A lead is the largest percent above 100 that anybody reached, and who did.
type lead struct {
	percent decimal.Decimal
	members []string // short names
}

func (l *lead) take(m *rules.Member, p decimal.Decimal) {
	if !hundred.Less(p) {
		return
	}
	switch p.Cmp(l.percent) {
	case +1:
		l.percent, l.members = p, []string{m.Short}
	case 0:
		l.members = append(l.members, m.Short)
	}
}

// mark gives the points of a figure as an exact fraction, before the one
// rounding, and the reason for them.
func mark(c *Cell, m measure, best lead) (decimal.Decimal, Reason) {
	k := c.Criterion
	switch k.Method.Kind {
	case rules.Proportional:
		return proportional(c, m)
	case rules.Bands:
		return bands(c, m)
	case rules.HalfLeader:
		return halfLeader(c, m, best)
	case rules.Pass:
		switch yes := c.Figure.Value.Kind == Yes; {
		case !k.Scored() && yes:
			return decimal.Decimal{}, c.because("reason.none.yes")
		case !k.Scored():
			return decimal.Decimal{}, c.because("reason.none.no")
		case yes:
			return k.Points, c.because("reason.pass.yes")
		}
		return decimal.Decimal{}, c.because("reason.pass.no")
	case rules.Direct:
		return least(c.Figure.Value.Number, k.Points), c.because("reason.direct")
	case rules.Places:
		return places(c)
	case rules.Adjust:
		return adjust(c)
	case rules.OnTime:
		return onTime(c)
	}
	if c.Percent != nil {
		return decimal.Decimal{}, c.against(m, "reason.none.measured")
	}
	return decimal.Decimal{}, c.because("reason.none")
}

// proportional gives M·min(p, 100)/100 from its threshold on, and the bonus for
// whole steps above 100.
func proportional(c *Cell, m measure) (decimal.Decimal, Reason) {
	k, method := c.Criterion, c.Criterion.Method
	switch {
	case m.fault != "":
		return unmeasured(c, m)
	case m.nothingLeft && method.Bonus != nil:
		return k.Points.Add(method.Bonus.Max), c.against(m, "reason.nothing_left.bonus", "bonus", method.Bonus.Max.String())
	case m.nothingLeft:
		return k.Points, c.against(m, "reason.nothing_left")
	case m.percent.Less(method.From):
		return decimal.Decimal{}, c.against(m, "reason.proportional.below", "from", method.From.String())
	case m.percent.Less(hundred):
		return k.Points.Mul(m.percent).Quo(hundred), c.against(m, "reason.proportional.short")
	case method.Bonus == nil || m.percent.Equal(hundred):
		return k.Points, c.against(m, "reason.proportional.full")
	}
	b := method.Bonus
	steps := m.percent.Sub(hundred).Quo(b.Per).Floor()
	earned := b.Points.Mul(steps)
	bonus := least(b.Max, earned)
	key := "reason.proportional.bonus"
	switch {
	case steps.IsZero():
		key = "reason.proportional.bonus.none"
	case bonus.Less(earned):
		key = "reason.proportional.bonus.most"
	}
	// The percent is shown on its own side of the next step.
	step := hundred.Add(b.Per.Mul(steps))
	percent := shown(m.percent, hundred, step, step.Add(b.Per))
	return k.Points.Add(bonus), c.against(m, key,
		"per", b.Per.String(), "step", b.Points.String(), "most", b.Max.String(), "steps", steps.String(),
		"earned", earned.String(), "bonus", bonus.String(), "percent", percent.String(), "excess", percent.Sub(hundred).String())
}

// bands gives the points of the highest band reached.
func bands(c *Cell, m measure) (decimal.Decimal, Reason) {
	list := c.Criterion.Method.Bands
	switch {
	case m.fault != "":
		return unmeasured(c, m)
	case m.nothingLeft && len(list) > 0:
		return list[0].Points, c.against(m, "reason.nothing_left")
	}
	var above *decimal.Decimal
	for _, b := range list {
		if !m.percent.Less(b.At) {
			return b.Points, c.banded(m, b.At, above)
		}
		above = &b.At
	}
	if above != nil && rules.JustAbove(*above) {
		return decimal.Decimal{}, c.against(m, "reason.bands.below.over", "at", hundred.String())
	}
	return decimal.Decimal{}, c.against(m, "reason.bands.below", "at", machine(above))
}

// halfLeader gives half of M for the target and the other half in proportion to
// the best excess e₁ of the cluster (a real rule; domain: ½·M·(A/T) and so on).
func halfLeader(c *Cell, m measure, best lead) (decimal.Decimal, Reason) {
	half := c.Criterion.Points.Quo(decimal.Int(2))
	switch {
	case m.fault != "":
		return unmeasured(c, m)
	case m.nothingLeft:
		return c.Criterion.Points, c.against(m, "reason.nothing_left")
	case m.percent.Sign() < 0:
		return decimal.Decimal{}, c.against(m, "reason.half_leader.below")
	case m.percent.Less(hundred):
		return half.Mul(m.percent).Quo(hundred), c.against(m, "reason.half_leader.short", "half", half.String())
	case m.percent.Equal(hundred):
		return half, c.against(m, "reason.half_leader.on", "half", half.String())
	case m.percent.Equal(best.percent):
		return c.Criterion.Points, c.against(m, "reason.half_leader.best")
	}
	share := m.percent.Sub(hundred).Quo(best.percent.Sub(hundred))
	own, most := shares(half, m.percent.Sub(hundred), best.percent.Sub(hundred))
	return half.Add(half.Mul(share)), c.against(m, "reason.half_leader.above", "half", half.String(),
		"excess", own, "best", most, "leader", strings.Join(best.members, ", "))
}

// places gives the points of a place in some higher ranking.
func places(c *Cell) (decimal.Decimal, Reason) {
	n, list := c.Figure.Value.Number, c.Criterion.Method.Places
	for i, points := range list {
		if n.Equal(decimal.Int(i + 1)) {
			return points, c.because("reason.places")
		}
	}
	return decimal.Decimal{}, c.because("reason.places.beyond", "places", strconv.Itoa(len(list)))
}

// adjust adds or takes the points of the figure, held within min … max.
func adjust(c *Cell) (decimal.Decimal, Reason) {
	a, m := c.Figure.Value.Number, c.Criterion.Method
	held := least(most(a, m.Min), m.Max)
	switch {
	case !held.Equal(a):
		return held, c.because("reason.adjust.held", "least", m.Min.String(), "most", m.Max.String())
	case a.Sign() > 0:
		return a, c.because("reason.adjust.plus")
	case a.Sign() < 0:
		return a, c.because("reason.adjust.minus")
	}
	return a, c.because("reason.adjust.none")
}

// onTime takes points for every day late.
func onTime(c *Cell) (decimal.Decimal, Reason) {
	k := c.Criterion
	days := most(c.Figure.Value.Number, decimal.Decimal{})
	left := k.Points.Sub(k.Method.PerDay.Mul(days))
	switch {
	case days.Sign() == 0:
		return k.Points, c.because("reason.on_time")
	case left.Sign() < 0:
		return decimal.Decimal{}, c.because("reason.on_time.spent", "per_day", k.Method.PerDay.String())
	}
	return left, c.because("reason.on_time.late", "lost", k.Points.Sub(left).String(), "per_day", k.Method.PerDay.String())
}
