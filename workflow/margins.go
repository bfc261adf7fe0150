package workflow

import (
	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// Margins say what single change of a figure would change the order: of the two
// neighbours that are closest to each other, and at the end of every award.
func Margins(r storage.Reader, c *rules.Cluster, period, lang string) ([]text.Notice, error) {
	p := c.Period(period)
	ranking, err := Rank(r, c, period)
	if err != nil {
		return nil, err
	}
	in, err := ScoreInput(r, c, period)
	if err != nil {
		return nil, err
	}
	said := []text.Notice{text.Say("margin.title", "period", p.Name)}
	for i, first := range watched(ranking) {
		u, l := ranking.Rows[first], ranking.Rows[first+1]
		key := "margin.closest"
		if i > 0 {
			key = "margin.award"
		}
		said = append(said, text.Say(key, "upper", u.Member.Short, "rank", itoa(u.Rank), "lower", l.Member.Short, "below", itoa(l.Rank),
			"gap", gap(ranking, first).Round(3).String(), "award", u.Award, "unit", map[bool]string{true: "%", false: ""}[c.RankBy == rules.RankByPercent]))
		s, found := score.SwapOf(in, ranking, first)
		if !found {
			said = append(said, text.Say("margin.none"))
			continue
		}
		said = append(said, marginLine(s, lang))
	}
	if len(said) == 1 {
		said = append(said, text.Say("margin.nobody"))
	}
	return said, nil
}

// marginLine is one suggestion in words.
func marginLine(s score.Swap, lang string) text.Notice {
	key, other := "margin.better", s.Upper
	if s.Member == s.Upper {
		key, other = "margin.worse", s.Lower
	}
	if s.Tied {
		key = key + ".tied"
	}
	from := ValueWords(lang, s.Criterion, s.From)
	if s.From.Kind == score.Missing {
		from = text.Plain(lang, text.Say("margin.missing"))
	}
	return text.Say(key, "name", s.Criterion.Name, "unit", s.Member.Short, "other", other.Short,
		"from", from, "to", ValueWords(lang, s.Criterion, s.To), "points", s.Points.Abs().String())
}

// watched are the rows above a line that is looked at: the closest neighbours
// first, then the last row of every award. Those that share a place wait for a
// vote, not for a figure.
func watched(r score.Ranking) (list []int) {
	closest := -1
	for i := range len(r.Rows) - 1 {
		if r.Rows[i].Rank == r.Rows[i+1].Rank || r.Rows[i].Total.IsZero() {
			continue
		}
		if closest < 0 || gap(r, i).Less(gap(r, closest)) {
			closest = i
		}
	}
	if closest < 0 {
		return nil
	}
	list = append(list, closest)
	for i := range len(r.Rows) - 1 {
		u, l := r.Rows[i], r.Rows[i+1]
		if i != closest && u.Award != "" && u.Award != l.Award && l.Excluded == nil && u.Rank != l.Rank {
			list = append(list, i)
		}
	}
	return list
}

// gap is between a row and the next, in points or percent, as the cluster ranks.
func gap(r score.Ranking, i int) decimal.Decimal {
	if r.Cluster.RankBy == rules.RankByPercent {
		return r.Rows[i].Percent.Sub(r.Rows[i+1].Percent)
	}
	return r.Rows[i].Total.Sub(r.Rows[i+1].Total)
}
