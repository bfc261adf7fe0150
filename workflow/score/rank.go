package score

import (
	"strings"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
)

// Rank is the ranking that follows from the figures: points by criterion, the
// order of the members, and who is put forward for which award. Figures of
// members and criteria that the period does not know are passed over.
func Rank(in Input) Ranking {
	rows := make([]Row, len(in.Cluster.Members))
	for i := range rows {
		rows[i].Member = &in.Cluster.Members[i]
		rows[i].Contents = make([]decimal.Decimal, len(in.Cluster.Contents))
	}
	for content := range in.Cluster.Contents {
		criteria := in.Cluster.Contents[content].Criteria
		for i := range criteria {
			if !criteria[i].In(in.Period) {
				continue
			}
			for j, cell := range in.cells(&criteria[i], content) {
				rows[j].add(cell)
			}
		}
	}
	for i := range rows {
		r := &rows[i]
		in.total(r)
		r.Excluded = in.excluded(r)
	}
	in.place(rows)
	award(rows, in.Cluster.Awards)
	return Ranking{Cluster: in.Cluster, Period: in.Period, Provisional: in.provisional(), Rows: rows}
}

// total completes a row whose cells are.
func (in Input) total(r *Row) {
	in.cut(r)
	if r.Max.Sign() != 0 {
		r.Percent = hundred.Mul(r.Total).Quo(r.Max)
	}
}

// add puts a cell into the row; every total is a sum of rounded points.
func (r *Row) add(c Cell) {
	r.Cells = append(r.Cells, c)
	r.Max = r.Max.Add(c.Max)
	r.Total = r.Total.Add(c.Points)
	if c.Criterion.Method.Kind == rules.Adjust {
		r.Adjust = r.Adjust.Add(c.Points)
	} else {
		r.Contents[c.Content] = r.Contents[c.Content].Add(c.Points)
	}
}

// order compares rows by total or percent, then down the ties, larger first. A
// vote is the end of what figures can decide.
func order(c *rules.Cluster) func(a, b Row) int {
	var ties []int // indexes of contents
	for _, tie := range c.Ties {
		if tie == "vote" {
			break
		}
		for i := range c.Contents {
			if strings.TrimPrefix(tie, "content.") == c.Contents[i].ID {
				ties = append(ties, i)
			}
		}
	}
	return func(a, b Row) int {
		n := b.Total.Cmp(a.Total)
		if c.RankBy == rules.RankByPercent {
			n = b.Percent.Cmp(a.Percent)
		}
		for i := 0; n == 0 && i < len(ties); i++ {
			n = b.Contents[ties[i]].Cmp(a.Contents[ties[i]])
		}
		return n
	}
}
