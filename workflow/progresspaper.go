package workflow

import (
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// ProgressPaper is who has reported what for a period, as a picture shows it.
func ProgressPaper(r storage.Reader, c *rules.Cluster, period string, at time.Time) (paper.Progress, error) {
	p := paper.Progress{Cluster: c.ID, ClusterName: c.Name, Year: c.Year, Period: period, PeriodName: c.Period(period).Name,
		At: text.TimeText(at.In(c.Location()).Format("2006-01-02T15:04:05")), ReportBy: text.DateText(c.Period(period).ReportBy.String())}
	asked, all := c.Asked(period), c.Criteria(period)
	for _, k := range asked {
		n := slices.Index(all, k) + 1
		p.Criteria = append(p.Criteria, paper.ProgressCriterion{N: n, Name: k.Name})
	}
	for i := range c.Members {
		m := &c.Members[i]
		done, err := FindProgress(r, c, period, m)
		if err != nil {
			return p, err
		}
		entered, err := Figures(r, c, period, m.ID)
		if err != nil {
			return p, err
		}
		by, err := ReportBy(r, c, period, m.ID)
		if err != nil {
			return p, err
		}
		row := paper.ProgressRow{Name: m.Short, Sent: done.Sent, Accepted: done.Accepted, Asked: done.Asked, OnTime: onTime(c, done, by, at)}
		for _, k := range asked {
			row.Cells = append(row.Cells, progressCell(entered[k.ID]))
		}
		p.Rows = append(p.Rows, row)
	}
	return p, nil
}

// onTime is "on", "late", or "open" while the day has not passed.
func onTime(c *rules.Cluster, p Progress, by rules.Date, at time.Time) string {
	switch {
	case p.Complete && p.Late == 0:
		return "on"
	case p.Complete || rules.DateOf(at.In(c.Location())).DaysSince(by) > 0:
		return "late"
	}
	return "open"
}

// progressCell is a figure's state; what was declared as none, or as not
// applicable, is said as that.
func progressCell(f Figure) string {
	state := f.State()
	if state == StateSent || state == StateAccepted || state == StateFinal {
		switch f.Latest().Value.Kind {
		case score.Missing:
			return "none"
		case score.NotApplicable:
			return "na"
		}
	}
	return string(state)
}
