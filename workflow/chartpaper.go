package workflow

import (
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// A ChartKind is one of the charts of a period.
type ChartKind string

const (
	ChartRanking    ChartKind = "ranking"    // total points in their parts
	ChartContents   ChartKind = "contents"   // share of each content's points; of one member, beside the mean
	ChartAttainment ChartKind = "attainment" // percent of the base, criteria by members
	ChartYears      ChartKind = "years"      // against last year; of one criterion, every member's over the years
	ChartPoints     ChartKind = "points"     // total points over the years
)

// ChartKinds are all of them, in the order of the document.
var ChartKinds = []ChartKind{ChartRanking, ChartContents, ChartAttainment, ChartYears, ChartPoints}

// A ChartWish says which charts are wanted: of one kind, or, without a kind, all
// that there are figures for; of one criterion or member where it is named.
type ChartWish struct {
	Kind      ChartKind
	Criterion string
	Member    string
}

// ChartPaper is the charts of a period on the day of at.
func ChartPaper(r storage.Reader, c *rules.Cluster, period string, wish ChartWish, at time.Time) (paper.Chart, error) {
	p := c.Period(period)
	if p == nil {
		return paper.Chart{}, text.Wrong("period.unknown", "period", period)
	}
	if err := wish.check(c, p); err != nil {
		return paper.Chart{}, err
	}
	in, err := ScoreInput(r, c, period)
	if err != nil {
		return paper.Chart{}, err
	}
	ranking := score.Rank(in)
	out := paper.Chart{Letterhead: letterhead(c), Cluster: c.ID, ClusterName: c.Name, Year: c.Year, Period: period, PeriodName: p.Name,
		Provisional: ranking.Provisional, RulesSHA256: c.SHA256}
	out.Date = at.In(c.Location()).Format(time.DateOnly)
	if wish.wants(ChartRanking) && p.Scored {
		out.Ranking = chartRanking(ranking)
	}
	if wish.wants(ChartContents) && p.Scored {
		out.Contents = chartContents(ranking, wish.Member)
	}
	if wish.wants(ChartAttainment) {
		if out.Attainment, err = chartAttainment(r, ranking); err != nil {
			return out, err
		}
		if out.Attainment == nil && wish.Kind == ChartAttainment {
			return out, text.Wrong("bieudo.nothing_measured", "period", p.Name)
		}
	}
	if !wish.wants(ChartYears) && !wish.wants(ChartPoints) {
		return out, nil
	}
	years, err := scoredYears(r, c, period)
	if err != nil {
		return out, err
	}
	switch {
	case wish.Kind == ChartYears && wish.Criterion != "":
		k, _ := c.Criterion(wish.Criterion)
		if out.Years = years.criterion(k, wish.Member); out.Years == nil {
			return out, text.Wrong("bieudo.no_earlier", "criterion", k.Name)
		}
	case wish.wants(ChartYears):
		if out.Growth = years.growth(wish.Member); out.Growth == nil && wish.Kind == ChartYears {
			return out, text.Wrong("bieudo.nothing_earlier", "period", p.Name)
		}
	}
	if wish.wants(ChartPoints) && p.Scored {
		points := years.points(wish.Member)
		switch {
		case len(points.Years) > 1:
			out.Years = points
		case wish.Kind == ChartPoints:
			return out, text.Wrong("bieudo.one_year", "year", itoa(c.Year))
		}
	}
	if out.Ranking == nil && out.Attainment == nil && out.Growth == nil && out.Years == nil {
		return out, text.Wrong("bieudo.nothing", "period", p.Name)
	}
	return out, nil
}

func (w ChartWish) wants(k ChartKind) bool { return w.Kind == "" || w.Kind == k }

// check refuses what does not exist or cannot be drawn.
func (w ChartWish) check(c *rules.Cluster, p *rules.Period) error {
	k, _ := c.Criterion(w.Criterion)
	switch {
	case w.Kind != "" && !slices.Contains(ChartKinds, w.Kind):
		return text.Wrong("bieudo.unknown", "kind", string(w.Kind))
	case w.Member != "" && c.Member(w.Member) == nil:
		return text.Wrong("invite.member_unknown", "member", w.Member)
	case w.Criterion != "" && (k == nil || !k.In(p.ID)):
		return text.Wrong("bieudo.criterion", "criterion", w.Criterion, "period", p.Name)
	case w.Criterion != "" && k.Method.Kind == rules.Pass:
		return text.Wrong("bieudo.no_number", "criterion", k.Name)
	case !p.Scored && (w.Kind == ChartRanking || w.Kind == ChartContents || w.Kind == ChartPoints):
		return text.Wrong("period.not_scored", "period", p.Name)
	}
	return nil
}

func chartRanking(ranking score.Ranking) *paper.ChartRanking {
	out := &paper.ChartRanking{RankBy: string(ranking.Cluster.RankBy)}
	for _, c := range ranking.Cluster.Contents {
		out.Contents = append(out.Contents, paper.RankingContent{ID: c.ID, Name: c.Name, Points: c.PointsIn(ranking.Period).String()})
	}
	for _, row := range ranking.Rows {
		out.Rows = append(out.Rows, rankingRow(row))
	}
	return out
}

// chartContents is what share of each content's points the members reached of
// what applies to them. A member that a content does not apply to is left out of
// its mean.
func chartContents(ranking score.Ranking, member string) *paper.ChartContents {
	out := &paper.ChartContents{Alone: member != ""}
	n := len(ranking.Cluster.Contents)
	sums, counts := make([]decimal.Decimal, n), make([]int, n)
	for _, c := range ranking.Cluster.Contents {
		out.Contents = append(out.Contents, c.Name)
	}
	for _, row := range ranking.Rows {
		share := paper.ChartShare{Name: row.Member.Short, Cells: make([]string, n)}
		most := make([]decimal.Decimal, n)
		for _, cell := range row.Cells {
			most[cell.Content] = most[cell.Content].Add(cell.Max)
		}
		for i := range n {
			if most[i].Sign() > 0 {
				percent := decimal.Int(100).Mul(row.Contents[i]).Quo(most[i])
				share.Cells[i], sums[i] = percent.Round(2).String(), sums[i].Add(percent)
				counts[i]++
			}
		}
		if member == "" || member == row.Member.ID {
			out.Rows = append(out.Rows, share)
		}
	}
	out.Mean = make([]string, n)
	for i := range n {
		if counts[i] > 0 {
			out.Mean[i] = sums[i].Quo(decimal.Int(counts[i])).Round(2).String()
		}
	}
	return out
}

// chartAttainment has the criteria that are measured against plan or last year,
// members in the cluster's order. Those that only tell, and have nothing to be
// measured against, are left out; nil where that is all of them.
func chartAttainment(r storage.Reader, ranking score.Ranking) (*paper.ChartAttainment, error) {
	c, out := ranking.Cluster, &paper.ChartAttainment{}
	rows := slices.Clone(ranking.Rows)
	slices.SortFunc(rows, func(a, b score.Row) int { return memberIndex(c, a.Member) - memberIndex(c, b.Member) })
	for _, row := range rows {
		out.Members = append(out.Members, row.Member.Short)
	}
	year, err := yearlyPlans(r, c)
	if err != nil {
		return nil, err
	}
	whole := c.Yearly() == nil || c.Yearly().ID == ranking.Period
	for n, k := range c.Criteria(ranking.Period) {
		if k.Of == rules.OfValue || !slices.Contains([]rules.Kind{rules.Proportional, rules.Bands, rules.HalfLeader, rules.None}, k.Method.Kind) {
			continue
		}
		line, measured := paper.ChartAttainmentRow{N: n + 1, Name: k.Name}, k.Method.Kind != rules.None
		for _, row := range rows {
			plan, known := year[score.Key{Member: row.Member.ID, Criterion: k.ID}]
			part := !whole && k.Of != rules.OfLastYear && known && row.Cells[n].Figure.Plan != nil && plan.Equal(*row.Cells[n].Figure.Plan)
			cell := chartCell(row.Cells[n], part)
			measured = measured || cell.Percent != "" || cell.Class == "best"
			line.Cells = append(line.Cells, cell)
		}
		if measured {
			out.Rows = append(out.Rows, line)
		}
	}
	if len(out.Rows) == 0 || len(out.Members) == 0 {
		return nil, nil
	}
	return out, nil
}

// A chartClass is the percents below a mark.
type chartClass struct {
	below int // 0: all that is left
	name  string
}

var (
	chartClasses = []chartClass{{80, "below80"}, {95, "below95"}, {100, "below100"}, {110, "met"}, {0, "above"}}
	// Of a part of the year: how much of the year's plan should be done by then
	// nobody has said, so nothing is good or bad.
	chartShares = []chartClass{{25, "part0"}, {50, "part25"}, {75, "part50"}, {100, "part75"}, {0, "part100"}}
)

// chartCell is a percent and its class, which follows from the exact one; part
// says that it is of a part of the year, beside the plan of all of it.
func chartCell(cell score.Cell, part bool) paper.ChartCell {
	switch {
	case cell.State == score.StateNA:
		return paper.ChartCell{Class: "na"}
	case cell.State == score.StateMissing:
		return paper.ChartCell{Class: "missing"}
	case cell.Percent == nil && nothingLeft(cell):
		return paper.ChartCell{Class: "best"}
	case cell.Percent == nil:
		return paper.ChartCell{Class: "unbased"}
	}
	classes := chartClasses
	if part {
		classes = chartShares
	}
	i := slices.IndexFunc(classes, func(c chartClass) bool { return c.below == 0 || cell.Percent.Less(decimal.Int(c.below)) })
	return paper.ChartCell{Percent: below(*cell.Percent, classes[i], 1).String(), Whole: below(*cell.Percent, classes[i], 0).String(), Class: classes[i].name}
}

// below is a percent rounded, but never up to the mark that it is below: 99,96
// is not 100.
func below(percent decimal.Decimal, c chartClass, places int) decimal.Decimal {
	short := percent.Round(places)
	if c.below == 0 || short.Less(decimal.Int(c.below)) {
		return short
	}
	one := decimal.Int(1)
	for range places {
		one = one.Quo(decimal.Int(10))
	}
	return percent.Quo(one).Floor().Mul(one)
}

// nothingLeft says whether there was something of what should become less, and
// none is left.
func nothingLeft(cell score.Cell) bool {
	base := cell.Figure.Plan
	if cell.Criterion.Of == rules.OfLastYear {
		base = cell.Figure.LastYear
	}
	return cell.Criterion.Lower && cell.Figure.Value.Number.IsZero() && base != nil && base.Sign() > 0
}
