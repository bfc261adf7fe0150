package score

import (
	"slices"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
)

// A League is a period's members by one content, or by one criterion.
type League struct {
	Ranking   Ranking
	Content   int              // index of the content, or of the one that the criterion belongs to
	Criterion *rules.Criterion // nil: the content as a whole

	Provisional bool // some figure of it is not verified
	Rows        []LeagueRow
}

// A LeagueRow is one member's place by points. Whoever has no figure, or none
// asked for, has no place and stands at the end.
type LeagueRow struct {
	Rank   int // 0: none
	Member *rules.Member
	Points decimal.Decimal
	Max    decimal.Decimal // what applies to this member
	State  State           // of a content: missing where nothing is reported, na where nothing applies
	Cell   *Cell           // of a criterion
}

// ByContent ranks the members by the points of one content, cuts among them and
// adjust apart. Equal points share a place; no tie rule looks further.
func (r Ranking) ByContent(content int) League {
	l := League{Ranking: r, Content: content}
	for _, row := range r.Rows {
		out := LeagueRow{Member: row.Member, Points: row.Contents[content], State: StateNA}
		for i := range row.Cells {
			if c := &row.Cells[i]; c.Content == content {
				l.count(&out, c)
			}
		}
		l.Rows = append(l.Rows, out)
	}
	l.place(func(a, b LeagueRow) int { return b.Points.Cmp(a.Points) })
	return l
}

// ByCriterion ranks the members by one criterion of the period: by points, then
// by the achieved percent, or by the figure where none is measured.
func (r Ranking) ByCriterion(k *rules.Criterion) League {
	l := League{Ranking: r, Criterion: k}
	for _, row := range r.Rows {
		out := LeagueRow{Member: row.Member, State: StateNA}
		for i := range row.Cells {
			if c := &row.Cells[i]; c.Criterion == k {
				l.Content, out.Cell, out.Points = c.Content, c, c.Points
				l.count(&out, c)
			}
		}
		l.Rows = append(l.Rows, out)
	}
	l.place(func(a, b LeagueRow) int {
		if n := b.Points.Cmp(a.Points); n != 0 {
			return n
		}
		return b.Cell.compare(a.Cell)
	})
	return l
}

// count takes a cell into a row's state and maximum.
func (l *League) count(row *LeagueRow, c *Cell) {
	row.Max = row.Max.Add(c.Max)
	l.Provisional = l.Provisional || c.Figure.Value.Kind != Missing && !c.Figure.Verified
	switch {
	case row.State == StateSubmitted || c.State == StateNA:
	case c.State == StateSubmitted:
		row.State = StateSubmitted
	case row.State == StateNA || c.State == StateVerified:
		row.State = c.State
	}
}

// place orders the rows and numbers them 1, 2, 2, 4.
func (l *League) place(compare func(a, b LeagueRow) int) {
	end := func(row LeagueRow) int {
		switch row.State {
		case StateMissing:
			return 1
		case StateNA:
			return 2
		}
		return 0
	}
	index := func(m *rules.Member) int {
		return slices.IndexFunc(l.Ranking.Cluster.Members, func(x rules.Member) bool { return x.ID == m.ID })
	}
	slices.SortFunc(l.Rows, func(a, b LeagueRow) int {
		n := end(a) - end(b)
		if n == 0 && end(a) == 0 {
			n = compare(a, b)
		}
		if n == 0 {
			n = index(a.Member) - index(b.Member)
		}
		return n
	})
	for i := range l.Rows {
		switch row := &l.Rows[i]; {
		case end(*row) > 0:
		case i > 0 && compare(l.Rows[i-1], *row) == 0:
			row.Rank = l.Rows[i-1].Rank
		default:
			row.Rank = i + 1
		}
	}
}

// compare is positive when the figure of a is the better one.
func (c *Cell) compare(other *Cell) int {
	k := c.Criterion
	m, o := achieve(k, c.Figure), achieve(k, other.Figure)
	switch {
	case k.Method.Kind == rules.Pass:
		return 0
	case !measured(k.Method.Kind) || k.Of == rules.OfValue:
		n := c.Figure.Value.Number.Cmp(other.Figure.Value.Number)
		if k.Lower || k.Method.Kind == rules.Places || k.Method.Kind == rules.OnTime {
			return -n
		}
		return n
	case m.has() && o.has():
		return m.percent.Cmp(o.percent)
	}
	grade := func(m measure) int { // nothing left is best, what cannot be measured last
		switch {
		case m.nothingLeft:
			return 2
		case m.has():
			return 1
		}
		return 0
	}
	return grade(m) - grade(o)
}
