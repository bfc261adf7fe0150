package desk

import (
	"math/big"
	"slices"
	"strings"
)

var (
	zero    = new(big.Rat)
	hundred = big.NewRat(100, 1)
)

func add(a, b *big.Rat) *big.Rat   { return new(big.Rat).Add(a, b) }
func minus(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func times(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func over(a, b *big.Rat) *big.Rat  { return new(big.Rat).Quo(a, b) }

// achieved is p of a number; best: nothing is left; ok: there is a base.
func (k *oCriterion) achieved(f oFigure) (p *big.Rat, best, ok bool) {
	a, b := rat(f.value), f.plan
	switch k.Of {
	case "value":
		return a, false, true
	case "last_year":
		b = f.last
	}
	switch {
	case b == nil:
		return nil, false, false
	case a.Sign() == 0 && b.Sign() == 0:
		return hundred, false, true
	case k.Better == "higher":
		return over(times(hundred, a), b), false, true
	case a.Sign() == 0:
		return nil, true, true
	}
	return over(times(hundred, b), a), false, true
}

// measures says whether a criterion has a percent.
func (k *oCriterion) measures() bool {
	return slices.Contains([]string{"proportional", "bands", "half_leader", "none"}, k.Method.Kind)
}

// points of a figure that counts, before they are rounded.
func (o *oracle) points(period string, k *oCriterion, f oFigure) *big.Rat {
	m, way := rat(k.Points), k.Method
	switch way.Kind {
	case "pass":
		if f.value == "yes" {
			return m
		}
		return zero
	case "direct":
		return rat(f.value)
	case "places":
		for i, points := range way.Points {
			if rat(f.value).Cmp(big.NewRat(int64(i)+1, 1)) == 0 {
				return rat(points)
			}
		}
		return zero
	case "adjust":
		switch a := rat(f.value); {
		case a.Cmp(rat(way.Min)) < 0:
			return rat(way.Min)
		case a.Cmp(rat(way.Max)) > 0:
			return rat(way.Max)
		default:
			return a
		}
	case "on_time":
		return minus(m, times(rat(way.PerDay), rat(f.value)))
	case "none":
		return zero
	}
	p, best, ok := k.achieved(f)
	if !ok {
		return zero
	}
	switch way.Kind {
	case "proportional":
		if best {
			if way.Bonus != nil {
				m = add(m, rat(way.Bonus.Max))
			}
			return m
		}
		if p.Cmp(rat(way.From)) < 0 {
			return zero
		}
		if p.Cmp(hundred) <= 0 {
			return over(times(m, p), hundred)
		}
		if way.Bonus != nil {
			steps := over(minus(p, hundred), rat(way.Bonus.Per))
			full := new(big.Int).Quo(steps.Num(), steps.Denom())
			bonus := times(rat(way.Bonus.Points), new(big.Rat).SetInt(full))
			if bonus.Cmp(rat(way.Bonus.Max)) > 0 {
				bonus = rat(way.Bonus.Max)
			}
			m = add(m, bonus)
		}
		return m
	case "bands":
		var highest, points *big.Rat
		for _, b := range way.Bands {
			if (best || rat(b.At).Cmp(p) <= 0) && (highest == nil || rat(b.At).Cmp(highest) > 0) {
				highest, points = rat(b.At), rat(b.Points)
			}
		}
		if points == nil {
			return zero
		}
		return points
	}
	half := over(m, big.NewRat(2, 1)) // half_leader
	switch {
	case best:
		return m
	case p.Cmp(hundred) < 0:
		return over(times(half, p), hundred)
	case p.Cmp(hundred) == 0:
		return half
	}
	e1 := zero
	for _, other := range o.Members {
		g := o.figure(period, other.ID, k)
		if s := g.state(); s == "missing" || s == "na" {
			continue
		}
		if q, best, ok := k.achieved(g); ok && !best && minus(q, hundred).Cmp(e1) > 0 {
			e1 = minus(q, hundred)
		}
	}
	return add(half, over(times(half, minus(p, hundred)), e1))
}

// met says whether a figure meets the criterion, and whether it could.
func (k *oCriterion) met(f oFigure) (met, able bool) {
	if k.Method.Kind == "pass" {
		return f.value == "yes", true
	}
	if k.MetAt == "" || !k.measures() && k.Of != "value" {
		return false, false
	}
	p, best, ok := k.achieved(f)
	switch {
	case !ok:
		return false, false
	case best:
		return true, true
	case k.Of == "value" && k.Better == "lower":
		return p.Cmp(rat(k.MetAt)) <= 0, true
	}
	return p.Cmp(rat(k.MetAt)) >= 0, true
}

// An oRow is a member of the ranking.
type oRow struct {
	member                      string
	total, max, percent, adjust *big.Rat
	contents                    []*big.Rat
	excluded                    bool
	rank                        int
	award                       string
	cells, cuts                 []any
}

func (o *oracle) row(period, member string) *oRow {
	r := &oRow{member: member, total: zero, max: zero, percent: zero, adjust: zero}
	applies := make([]*big.Rat, len(o.Contents))
	for i := range o.Contents {
		r.contents, applies[i] = append(r.contents, zero), zero
	}
	list, contents := o.criteria(period)
	for i, k := range list {
		f := o.figure(period, member, k)
		points, most := zero, rat(k.Points)
		cell := map[string]any{"id": k.ID, "state": f.state()}
		switch f.state() {
		case "na":
			most = zero
		case "verified", "submitted":
			points = o.points(period, k, f)
			if cell["actual"] = f.value; k.Method.Kind != "pass" {
				cell["actual"] = whole(rat(f.value))
			}
			if p, best, ok := k.achievedIf(f); ok && !best {
				cell["percent"] = decimals(p, 2)
			}
		}
		if k.Method.Kind != "adjust" && points.Sign() < 0 {
			points = zero
		}
		points = rat(points.FloatString(2))
		cell["points"], cell["max"] = whole(points), whole(most)
		if f.plan != nil {
			cell["plan"] = whole(f.plan)
		}
		if f.last != nil {
			cell["last_year"] = whole(f.last)
		}
		r.cells = append(r.cells, cell)
		r.max, applies[contents[i]] = add(r.max, most), add(applies[contents[i]], most)
		if k.Method.Kind == "adjust" {
			r.adjust = add(r.adjust, points)
		} else {
			r.contents[contents[i]] = add(r.contents[contents[i]], points)
		}
	}
	r.total = r.adjust
	for i := range o.Contents {
		o.hold(period, r, i, applies[i])
		r.total = add(r.total, r.contents[i])
	}
	if r.max.Sign() != 0 {
		r.percent = over(times(hundred, r.total), r.max)
	}
	r.excluded = o.AwardRules.CovenantSigned || r.percent.Cmp(rat(o.AwardRules.MinPercent)) < 0 // nobody signs here
	r.excluded = r.excluded || r.total.Sign() < 0 || r.max.Sign() == 0
	for _, e := range o.AwardRules.Exclude {
		r.excluded = r.excluded || e.Member == member
	}
	return r
}

// achievedIf is achieved where a criterion shows a percent.
func (k *oCriterion) achievedIf(f oFigure) (p *big.Rat, best, ok bool) {
	if !k.measures() || k.Method.Kind == "none" && k.Of == "value" {
		return nil, false, false
	}
	return k.achieved(f)
}

// hold takes off what a content has above its smallest limit.
func (o *oracle) hold(period string, r *oRow, i int, applies *big.Rat) {
	n := o.Contents[i]
	var limit *big.Rat
	by := ""
	list, _ := o.criteria(period)
	for _, p := range n.Prerequisites {
		for _, k := range list {
			if k.ID != p.Criterion {
				continue
			}
			f := o.figure(period, r.member, k)
			switch f.state() {
			case "na":
				continue
			case "verified", "submitted":
				if met, _ := k.met(f); met {
					continue
				}
			}
			if l := over(times(applies, rat(p.Cap)), hundred); limit == nil || l.Cmp(limit) < 0 {
				limit, by = l, p.Criterion
			}
		}
	}
	if n.Ceiling != "" && (limit == nil || rat(n.Ceiling).Cmp(limit) < 0) {
		limit, by = rat(n.Ceiling), ""
	}
	if limit == nil {
		return
	}
	off := rat(minus(limit, r.contents[i]).FloatString(2))
	if off.Sign() >= 0 {
		return
	}
	r.contents[i] = add(r.contents[i], off)
	cut := map[string]any{"content": n.ID, "points": whole(off)}
	if by != "" {
		cut["prerequisite"] = by
	}
	r.cuts = append(r.cuts, cut)
}

// before compares two rows; below 0: a stands before b.
func (o *oracle) before(a, b *oRow) int {
	n := b.total.Cmp(a.total)
	if o.RankBy == "percent" {
		n = b.percent.Cmp(a.percent)
	}
	for _, tie := range o.Ties {
		for i := range o.Contents {
			if n == 0 && strings.TrimPrefix(tie, "content.") == o.Contents[i].ID {
				n = b.contents[i].Cmp(a.contents[i])
			}
		}
	}
	return n
}
