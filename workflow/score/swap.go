package score

import (
	"maps"
	"slices"
	"sort"
	"strconv"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
)

// A Swap is one change of one figure by which the lower of two neighbours is no
// longer behind the upper one.
type Swap struct {
	Upper, Lower *rules.Member // as they stand now
	Member       *rules.Member // whose figure changes: Lower's gets better, or Upper's worse
	Criterion    *rules.Criterion
	From         Value           // as it counts now; Missing: not reported
	To           Value           // at the criterion's printed decimals
	Points       decimal.Decimal // what the change adds to the member's total, or takes
	Moved        decimal.Decimal // by how much the totals of both move, together
	Tied         bool            // they share a place then; otherwise Lower is ahead
}

// SwapOf is the smallest single change that lets the member in row i+1 catch up
// with the one in row i: of all criteria of both, the one that moves their
// totals least. For each criterion it is the smallest change of the figure, in
// steps of its printed decimals (whole places and days, yes for no), within its
// range and ten times what is usual. Two that share a place need none, and where
// no single figure is enough there is none.
func SwapOf(in Input, r Ranking, i int) (best Swap, found bool) {
	if i < 0 || i+1 >= len(r.Rows) || r.Rows[i].Rank == r.Rows[i+1].Rank {
		return best, false
	}
	in.Figures = maps.Clone(in.Figures)
	upper, lower := r.Rows[i], r.Rows[i+1]
	for _, row := range []Row{lower, upper} {
		for _, cell := range row.Cells {
			s := Swap{Upper: upper.Member, Lower: lower.Member, Member: row.Member, Criterion: cell.Criterion}
			if found {
				s.Moved = best.Moved
			}
			if in.smallest(&s, upper, lower, cell, found) {
				best, found = s, true
			}
		}
	}
	return best, found
}

// smallest finds the smallest change of one figure that is enough. Where there is
// one already, it must move totals by less than s.Moved.
func (in Input) smallest(s *Swap, upper, lower Row, cell Cell, already bool) bool {
	better := s.Member == lower.Member
	steps := cell.steps(better)
	if cell.State == StateVerified || cell.State == StateSubmitted {
		s.From = cell.Figure.Value
	}
	key := Key{s.Member.ID, s.Criterion.ID}
	before, had := in.Figures[key]
	defer func() {
		if delete(in.Figures, key); had {
			in.Figures[key] = before
		}
	}()
	after := func(n int) (u, l Row) {
		f := cell.Figure
		f.Value, f.Verified = steps.at(n), true
		in.Figures[key] = f
		cells := in.cells(s.Criterion, cell.Content)
		return in.again(upper, cells), in.again(lower, cells)
	}
	compare := order(in.Cluster)
	// ahead is how the lower one stands to the upper: more with every step.
	ahead := func(n int) int { return compare(after(n)) }
	for _, enough := range []int{0, 1} { // equal; where a vote has told equals apart, more
		if steps.n == 0 || ahead(steps.n) < enough {
			return false
		}
		n := 1 + sort.Search(steps.n-1, func(n int) bool { return ahead(n+1) >= enough })
		u, l := after(n)
		down, up := u.Total.Sub(upper.Total), l.Total.Sub(lower.Total)
		moved := up.Abs().Add(down.Abs())
		if already && !moved.Less(s.Moved) {
			return false
		}
		ranking := Rank(in)
		u, l = ranking.row(upper.Member), ranking.row(lower.Member)
		if l.Rank > u.Rank {
			continue
		}
		s.To, s.Tied, s.Points, s.Moved = steps.at(n), l.Rank == u.Rank, up, moved
		if !better {
			s.Points = down
		}
		return true
	}
	return false
}

// again is a row with another result for one criterion.
func (in Input) again(row Row, cells []Cell) Row {
	fresh := Row{Member: row.Member, Contents: make([]decimal.Decimal, len(row.Contents))}
	own := cells[slices.IndexFunc(in.Cluster.Members, func(m rules.Member) bool { return m.ID == row.Member.ID })]
	for _, c := range row.Cells {
		if c.Criterion == own.Criterion {
			c = own
		}
		fresh.add(c)
	}
	in.total(&fresh)
	return fresh
}

func (r Ranking) row(m *rules.Member) Row {
	return r.Rows[slices.IndexFunc(r.Rows, func(row Row) bool { return row.Member.ID == m.ID })]
}

// A walk is the figures that may be tried, each a little further from the one
// that stands: at(1) … at(n).
type walk struct {
	n  int
	at func(int) Value
}

func (c *Cell) steps(better bool) walk {
	k := c.Criterion
	missing := c.State == StateMissing
	if c.State == StateNA || missing && !better {
		return walk{}
	}
	number := func(start, step, end decimal.Decimal) walk {
		return walk{whole(end.Sub(start).Quo(step)), func(n int) Value {
			return Value{Kind: Number, Number: start.Add(step.Mul(decimal.Int(n)))}
		}}
	}
	now := c.Figure.Value.Number
	one := decimal.Int(1)
	switch m := k.Method; m.Kind {
	case rules.Pass:
		to := No
		if better {
			to = Yes
		}
		if c.Figure.Value.Kind == to && !missing {
			return walk{}
		}
		return walk{1, func(int) Value { return Value{Kind: to} }}
	case rules.Places:
		last := decimal.Int(len(m.Places) + 1) // the first that earns nothing
		if missing || last.Less(now) {
			now = last
		}
		if better {
			return number(now, one.Neg(), one)
		}
		return number(now, one, last)
	case rules.OnTime:
		spent := one // the days late that leave nothing
		if m.PerDay.Sign() > 0 {
			spent = decimal.Decimal{}.Sub(k.Points.Quo(m.PerDay).Neg().Floor())
		}
		if missing || better && spent.Less(now) {
			now = spent
		}
		if better {
			return number(now, one.Neg(), decimal.Decimal{})
		}
		return number(now, one, spent)
	}
	lo, hi, ok := c.reach()
	if !ok {
		return walk{}
	}
	step := one
	for range k.Decimals {
		step = step.Quo(decimal.Int(10))
	}
	up := better != (k.Lower && measured(k.Method.Kind))
	switch {
	case missing && k.Method.Kind == rules.Adjust:
		now = decimal.Decimal{} // no bonus and no penalty
	case missing && up:
		now = lo.Quo(step).Floor().Sub(one).Mul(step)
	case missing:
		now = hi.Quo(step).Floor().Add(one).Mul(step)
	}
	if up { // from one printed figure to the next
		return number(now.Quo(step).Floor().Mul(step), step, hi)
	}
	return number(now.Neg().Quo(step).Floor().Neg().Mul(step), step.Neg(), lo)
}

// reach is between which figures a change is looked for.
func (c *Cell) reach() (lo, hi decimal.Decimal, ok bool) {
	k := c.Criterion
	switch k.Method.Kind {
	case rules.Direct:
		return lo, k.Points, true
	case rules.Adjust:
		return k.Method.Min, k.Method.Max, true
	}
	base := hundred
	switch k.Of {
	case rules.OfPlan:
		if c.Figure.Plan == nil {
			return lo, hi, false
		}
		base = *c.Figure.Plan
	case rules.OfLastYear:
		if c.Figure.LastYear == nil {
			return lo, hi, false
		}
		base = *c.Figure.LastYear
	}
	hi = most(base.Abs(), c.Figure.Value.Number.Abs())
	marks := []decimal.Decimal{lo}
	for _, b := range k.Method.Bands {
		marks = append(marks, b.At)
	}
	if k.MetAt != nil {
		marks = append(marks, *k.MetAt)
	}
	for _, mark := range marks {
		if at := mark.Mul(base).Quo(hundred); !k.Lower {
			lo, hi = least(lo, at.Sub(decimal.Int(1))), most(hi, at)
		}
	}
	hi = hi.Mul(decimal.Int(10))
	if k.Lower {
		lo = decimal.Decimal{}
	}
	if k.Range != nil {
		lo, hi = most(lo, k.Range.Min), least(hi, k.Range.Max)
	}
	return lo, hi, true
}

// whole is how many whole steps there are; 0 where there is none, or more than
// anybody could take.
func whole(d decimal.Decimal) int {
	n, err := strconv.Atoi(d.Floor().String())
	if err != nil || n < 0 {
		return 0
	}
	return n
}
