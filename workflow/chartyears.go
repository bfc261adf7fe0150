package workflow

import (
	"slices"

	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// oldest is how many years a chart goes back.
const oldest = 5

// A scoredYear is what is known of one year's period of a name.
type scoredYear struct {
	score.Input
	summary score.Summary
}

// A history is the same period over the years that the store knows, this one
// last.
type history []scoredYear

// scoredYears are the years up to c's that have the period.
func scoredYears(r storage.Reader, c *rules.Cluster, period string) (list history, err error) {
	all, err := Years(r, c.ID)
	if err != nil {
		return nil, err
	}
	for _, y := range all {
		if y.Year > c.Year || y.Year <= c.Year-oldest || y.Period(period) == nil {
			continue
		}
		in, err := ScoreInput(r, y, period)
		if err != nil {
			return nil, err
		}
		list = append(list, scoredYear{in, score.Summarise(in)})
	}
	return list, nil
}

func (h history) now() scoredYear { return h[len(h)-1] }

// of is a year, if it is known.
func (h history) of(year int) (y scoredYear, known bool) {
	i := slices.IndexFunc(h, func(y scoredYear) bool { return y.Cluster.Year == year })
	if i < 0 {
		return y, false
	}
	return h[i], true
}

// series are values over the years, those at the beginning that nobody knows
// left out; own is a year's own value, last the one that it names for the year
// before, which comes first: it is what the year was measured against.
func (h history) series(own, last func(scoredYear) *decimal.Decimal) (years, values []string) {
	for year := h.now().Cluster.Year - oldest; year <= h.now().Cluster.Year; year++ {
		var d *decimal.Decimal
		if next, known := h.of(year + 1); known && year < h.now().Cluster.Year {
			d = last(next)
		}
		if y, known := h.of(year); known && d == nil {
			d = own(y)
		}
		switch {
		case d != nil:
			years, values = append(years, itoa(year)), append(values, d.String())
		case len(years) > 0:
			years, values = append(years, itoa(year)), append(values, "")
		}
	}
	return years, values
}

// growth is every criterion of the period that has a number to be compared with
// last year's, of the cluster as it forms its own, or of one member; nil without
// any.
func (h history) growth(member string) *paper.ChartGrowth {
	c := h.now().Cluster
	out := &paper.ChartGrowth{}
	if m := c.Member(member); m != nil {
		out.Of = m.Short
	}
	for n, k := range c.Criteria(h.now().Period) {
		p := paper.ChartPanel{N: n + 1, Name: k.Name, Unit: k.Unit, Lower: k.Lower}
		change, percent := h.panel(&p, k, member)
		if change == nil || p.Values[len(p.Values)-1] == "" {
			continue
		}
		p.Trend = chartTrend(k, *change)
		switch {
		case k.Unit == "%":
			p.Change = change.Round(k.Decimals).String()
		case percent != nil:
			p.Change = percent.Round(2).String()
		}
		out.Panels = append(out.Panels, p)
	}
	if len(out.Panels) == 0 {
		return nil
	}
	return out
}

// panel fills in the values of a criterion, and gives the change against last
// year and its percent; nil where there is nothing to compare.
func (h history) panel(p *paper.ChartPanel, k *rules.Criterion, member string) (change, percent *decimal.Decimal) {
	if member == "" {
		a, _ := h.now().aggregate(k.ID)
		rounded := func(pick func(score.Aggregate) *decimal.Decimal) func(scoredYear) *decimal.Decimal {
			return func(y scoredYear) *decimal.Decimal {
				a, known := y.aggregate(k.ID)
				if d := pick(a); known && d != nil {
					short := d.Round(k.Decimals)
					return &short
				}
				return nil
			}
		}
		p.Years, p.Values = h.series(rounded(func(a score.Aggregate) *decimal.Decimal { return a.Total }), rounded(func(a score.Aggregate) *decimal.Decimal { return a.LastTotal }))
		return a.Change, a.GrowthPercent
	}
	p.Years, p.Values = h.series(ownValue(member, k.ID), lastValue(member, k.ID))
	own, last := ownValue(member, k.ID)(h.now()), lastValue(member, k.ID)(h.now())
	if own == nil || last == nil {
		return nil, nil
	}
	by := own.Sub(*last)
	if last.Sign() > 0 {
		share := decimal.Int(100).Mul(by).Quo(*last)
		percent = &share
	}
	return &by, percent
}

func (y scoredYear) aggregate(criterion string) (a score.Aggregate, known bool) {
	for _, a := range y.summary.Criteria {
		if a.Criterion.ID == criterion {
			return a, true
		}
	}
	return a, false
}

func ownValue(member, criterion string) func(scoredYear) *decimal.Decimal {
	return func(y scoredYear) *decimal.Decimal {
		f := y.Figures[score.Key{Member: member, Criterion: criterion}]
		if f.Value.Kind != score.Number {
			return nil
		}
		return &f.Value.Number
	}
}

func lastValue(member, criterion string) func(scoredYear) *decimal.Decimal {
	return func(y scoredYear) *decimal.Decimal {
		return y.Figures[score.Key{Member: member, Criterion: criterion}].LastYear
	}
}

// chartTrend says whether a change is to the better.
func chartTrend(k *rules.Criterion, change decimal.Decimal) string {
	switch {
	case change.IsZero():
		return "same"
	case k != nil && k.Lower == (change.Sign() < 0), k == nil && change.Sign() > 0:
		return "better"
	}
	return "worse"
}

// criterion is one criterion of every member over the years, nil where only one
// is known.
func (h history) criterion(k *rules.Criterion, member string) *paper.ChartYears {
	out := h.lines(k, k.Name, k.Unit, member, func(id string) (years, values []string) {
		return h.series(ownValue(id, k.ID), lastValue(id, k.ID))
	})
	if len(out.Years) < 2 {
		return nil
	}
	return out
}

// ChartCriteria are the criteria of a period that have something to show over
// the years, by their number in its list.
func ChartCriteria(r storage.Reader, c *rules.Cluster, period string) (map[int]*rules.Criterion, error) {
	years, err := scoredYears(r, c, period)
	if err != nil {
		return nil, err
	}
	list := map[int]*rules.Criterion{}
	for i, k := range c.Criteria(period) {
		if k.Method.Kind != rules.Pass && years.criterion(k, "") != nil {
			list[i+1] = k
		}
	}
	return list, nil
}

// points are what the members were ranked by, in the years that had a ranking.
func (h history) points(member string) *paper.ChartYears {
	c := h.now().Cluster
	name, unit := "Tổng điểm", ""
	if c.RankBy == rules.RankByPercent {
		name, unit = "Tỷ lệ điểm đạt được", "%"
	}
	rankings := map[int]score.Ranking{}
	for _, y := range h {
		if p := y.Cluster.Period(y.Period); p.Scored && y.Cluster.RankBy == c.RankBy {
			rankings[y.Cluster.Year] = score.Rank(y.Input)
		}
	}
	return h.lines(nil, name, unit, member, func(id string) (years, values []string) {
		return h.series(func(y scoredYear) *decimal.Decimal {
			for _, row := range rankings[y.Cluster.Year].Rows {
				if row.Member.ID == id {
					d := row.Total
					if c.RankBy == rules.RankByPercent {
						d = row.Percent.Round(3)
					}
					return &d
				}
			}
			return nil
		}, func(scoredYear) *decimal.Decimal { return nil })
	})
}

// lines puts the members' series side by side.
func (h history) lines(k *rules.Criterion, name, unit, member string, series func(member string) (years, values []string)) *paper.ChartYears {
	c := h.now().Cluster
	out := &paper.ChartYears{Name: name, Unit: unit}
	all := make([][]string, len(c.Members))
	for i, m := range c.Members {
		years, values := series(m.ID)
		all[i] = values
		if len(years) > len(out.Years) {
			out.Years = years
		}
	}
	for i, m := range c.Members {
		line := paper.ChartLine{Name: m.Short, Values: make([]string, len(out.Years)-len(all[i])), Strong: m.ID == member}
		line.Values = append(line.Values, all[i]...)
		if n := len(line.Values); n > 1 && line.Values[n-1] != "" && line.Values[n-2] != "" {
			line.Trend = chartTrend(k, decimal.Must(line.Values[n-1]).Sub(decimal.Must(line.Values[n-2])))
		}
		out.Lines = append(out.Lines, line)
	}
	return out
}
