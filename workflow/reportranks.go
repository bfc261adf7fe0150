package workflow

import (
	"strings"

	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// ranks names who came first, second and third; a place without points is none.
func (t *teller) ranks(p *rules.Period) string {
	var list []string
	for rank := 1; rank <= 3; rank++ {
		var names []string
		points := ""
		var units []string // with points, equal points said once
		for _, row := range t.ranking.Rows {
			if row.Rank != rank || row.Total.Sign() <= 0 {
				continue
			}
			if p := t.points(row); p != points && len(names) > 0 {
				units, names = append(units, printed("report.unit_points", "unit", and(names), "points", points)), nil
			}
			points = t.points(row)
			names = append(names, row.Member.Name)
		}
		if len(names) > 0 {
			units = append(units, printed("report.unit_points", "unit", and(names), "points", points))
		}
		if len(units) > 0 {
			list = append(list, printed("report.rank."+itoa(rank), "units", strings.Join(units, ", ")))
		}
	}
	if len(list) == 0 {
		return ""
	}
	key := map[bool]string{true: "report.ranking.provisional", false: "report.ranking"}[t.ranking.Provisional]
	return printed(key, "period", p.Name, "ranks", strings.Join(list, "; "))
}

// points are what a member came to, of what it could reach.
func (t *teller) points(row score.Row) string {
	own := "rank/" + row.Member.ID
	if t.Cluster.RankBy == rules.RankByPercent {
		return printed("report.percent_of_points", "percent", t.number(own+".percent", row.Percent.Round(3)))
	}
	return printed("report.points_of", "points", writtenPoints(t.number(own+".total", row.Total)), "max", writtenPoints(t.number(own+".max", row.Max)))
}

// awards names who is put forward for each award, at which ranks, and who waits
// for the vote.
func (t *teller) awards() string {
	var list []string
	for _, a := range t.Cluster.Awards {
		var units, ranks []string
		n := 0
		for _, row := range t.ranking.Rows {
			if row.Award != a.Name {
				continue
			}
			n++
			units = append(units, row.Member.Name)
			if word := t.rankWord(row); len(ranks) == 0 || ranks[len(ranks)-1] != word {
				ranks = append(ranks, word)
			}
		}
		if n > 0 {
			list = append(list, printed("report.award", "n", t.padded("award."+a.Name, n), "ranks", strings.Join(ranks, ", "),
				"award", a.Name, "units", strings.Join(units, ", ")))
		}
	}
	said := ""
	if len(list) > 0 {
		key := map[bool]string{true: "report.awards.provisional", false: "report.awards"}[t.ranking.Provisional]
		said = printed(key, "list", strings.Join(list, "; "))
	}
	var held []string
	for _, row := range t.ranking.Rows {
		if row.AwardHeld {
			held = append(held, row.Member.Name)
		}
	}
	if len(held) > 0 {
		said = strings.TrimSpace(said + "\n" + printed("report.award.held", "units", strings.Join(held, ", ")))
	}
	return said
}

// rankWord is a place as it is said: nhất, nhì, ba, tư.
func (t *teller) rankWord(row score.Row) string {
	if key := "report.place." + itoa(row.Rank); text.Has(key) {
		return printed(key)
	}
	return t.tally("rank/"+row.Member.ID+".rank", row.Rank)
}
