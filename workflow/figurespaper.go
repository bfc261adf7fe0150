package workflow

import (
	"time"

	"thidua/storage"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// FiguresPaper are all figures of a year, or of one of its periods, as they count
// now: the verified before the submitted ones, no drafts. Plan and last year are
// the period's own; what falls back to the yearly plan has an empty one.
func FiguresPaper(r storage.Reader, c *rules.Cluster, period string, at time.Time) (paper.Figures, error) {
	p := paper.Figures{ClusterName: c.Name, Year: c.Year, Date: at.In(c.Location()).Format(time.DateOnly)}
	if period != "" && c.Period(period) == nil {
		return p, text.Wrong("period.unknown", "period", period)
	}
	for i := range c.Periods {
		id := c.Periods[i].ID
		if period != "" && id != period {
			continue
		}
		for _, k := range c.Criteria(id) {
			for j := range c.Members {
				row, err := figureRow(r, Subject{c.ID, c.Year, id, c.Members[j].ID, k.ID})
				if err != nil {
					return p, err
				}
				if row.Plan+row.LastYear+row.Actual != "" {
					p.Rows = append(p.Rows, row)
				}
			}
		}
	}
	return p, nil
}

func figureRow(r storage.Reader, s Subject) (paper.FigureRow, error) {
	row := paper.FigureRow{Period: s.Period, Member: s.Member, Criterion: s.Criterion}
	t, _, err := targets.Find(r, s.key())
	if err != nil {
		return row, err
	}
	row.Plan, row.LastYear = machine(t.Plan), machine(t.LastYear)
	f, err := FindFigure(r, s)
	e := f.Accepted
	if e == nil {
		e = f.Sent
	}
	if e != nil {
		if row.Actual = ValueText(e.Value); row.Actual != "" {
			row.Note = e.Note
		}
	}
	return row, err
}
