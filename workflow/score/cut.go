package score

import (
	"slices"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
)

// A Cut is what a content loses because its points are held: at its ceiling, or
// at the cap of a prerequisite that the member has not met.
type Cut struct {
	Content      int              // index into the cluster's contents
	Points       decimal.Decimal  // below 0, rounded once to 2 decimals
	Prerequisite *rules.Criterion // the unmet one; nil: the ceiling
	Reason       Reason
}

// A hold is the most that a content can give one member, and why. A better
// figure of the member's own never lowers it.
type hold struct {
	limit        *decimal.Decimal // exact; nil: no end
	prerequisite *Cell            // nil: the ceiling
	cap          decimal.Decimal
	applies      decimal.Decimal // what the content's criteria carry for this member
}

// cut holds the contents of a row whose cells are complete.
func (in Input) cut(r *Row) {
	for i := range in.Cluster.Contents {
		r.holds = append(r.holds, r.hold(&in.Cluster.Contents[i], i))
		if c := r.CutOf(i, r.Contents[i]); c != nil {
			r.Cuts = append(r.Cuts, *c)
			r.Contents[i] = r.Contents[i].Add(c.Points)
			r.Total = r.Total.Add(c.Points)
		}
	}
}

// hold is the smallest of what a content is held at. Of equal ones the first
// prerequisite is named, the ceiling last: it stays when they are met.
func (r *Row) hold(n *rules.Content, content int) hold {
	var h hold
	for i := range r.Cells {
		if c := &r.Cells[i]; c.Content == content {
			h.applies = h.applies.Add(c.Max)
		}
	}
	for _, p := range n.Prerequisites {
		i := slices.IndexFunc(r.Cells, func(c Cell) bool { return c.Criterion.ID == p.Criterion })
		if i < 0 || r.Cells[i].fulfils() { // one of another period does not count in this one
			continue
		}
		limit := h.applies.Mul(p.Cap).Quo(hundred)
		if h.limit == nil || limit.Less(*h.limit) {
			h.limit, h.prerequisite, h.cap = &limit, &r.Cells[i], p.Cap
		}
	}
	if n.Ceiling != nil && (h.limit == nil || n.Ceiling.Less(*h.limit)) {
		h.limit, h.prerequisite = n.Ceiling, nil
	}
	return h
}

// fulfils says whether the cell, as a prerequisite, holds nothing: its criterion
// is met, or does not apply.
func (c *Cell) fulfils() bool {
	switch c.State {
	case StateNA:
		return true
	case StateMissing:
		return false
	}
	return reached(c.Criterion, c.Figure, achieve(c.Criterion, c.Figure))
}

// CutOf is what a content loses when its cells add up to sum (without adjust):
// nil when nothing. Rank has done so for the points that count; whoever prints
// other columns of the same member asks again.
func (r Row) CutOf(content int, sum decimal.Decimal) *Cut {
	h := r.holds[content]
	if h.limit == nil {
		return nil
	}
	exact := h.limit.Sub(sum)
	points := exact.Round(2)
	if points.Sign() >= 0 {
		return nil
	}
	c := &Cut{Content: content, Points: points, Reason: h.reason()}
	if h.prerequisite != nil {
		c.Prerequisite = h.prerequisite.Criterion
	}
	c.Reason.Args["sum"], c.Reason.Args["points"], c.Reason.Args["result"] = sum.String(), points.String(), result(exact, points)
	c.Reason.Args["off"] = decimal.Decimal{}.Sub(points).String()
	return c
}

// reason is why a content is held: its arguments are "limit" and, of a
// prerequisite, "name", "cap", "max" (what applies) and how far it was met.
func (h hold) reason() Reason {
	r := Reason{Key: "reason.cut.ceiling", Args: map[string]string{"limit": h.limit.String()}}
	c := h.prerequisite
	if c == nil {
		return r
	}
	k := c.Criterion
	r.Args["name"], r.Args["cap"], r.Args["max"] = k.Name, h.cap.String(), h.applies.String()
	m := achieve(k, c.Figure)
	if k.MetAt != nil {
		r.Args["met_at"] = k.MetAt.String()
	}
	switch {
	case c.State == StateMissing:
		r.Key = "reason.cut.missing"
	case k.Method.Kind == rules.Pass:
		r.Key = "reason.cut.pass"
	case m.fault != "":
		r.Key = "reason.cut.unmeasured"
	case k.Of == rules.OfValue:
		r.Key, r.Args["actual"], r.Args["unit"] = "reason.cut.value", c.Figure.Value.String(), unitAfter(k)
		switch {
		case k.Lower && k.MetOver:
			r.Key = "reason.cut.value.lower.over"
		case k.Lower:
			r.Key = "reason.cut.value.lower"
		case k.MetOver:
			r.Key = "reason.cut.value.over"
		}
	default:
		r.Key, r.Args["percent"] = "reason.cut.percent", shown(m.percent, *k.MetAt).String()
	}
	return r
}
