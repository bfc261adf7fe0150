package workflow

import (
	"strings"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// ranks names who came first, second and third; a place without points is none.
// leading is who the members put forward by vote (suy tôn), if they did.
func (t *teller) ranks(p *rules.Period, leading string) string {
	var list []string
	first := ""
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
			if rank == 1 {
				first += row.Member.ID
			}
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
	provisional := ""
	if t.ranking.Provisional {
		provisional = " " + printed("report.ranking.provisional")
	}
	key := "report.ranking"
	if leading != "" && leading == first {
		key = "report.ranking.voted"
	}
	said := printed(key, "period", p.Name, "provisional", provisional, "cluster", t.Cluster.Name, "ranks", strings.Join(list, "; "))
	if m := t.Cluster.Member(leading); m != nil && leading != first {
		said += "\n" + printed("report.leading", "cluster", t.Cluster.Name, "period", p.Name, "unit", m.Name)
	}
	var zero []string
	for _, row := range t.ranking.Rows {
		if n := unreported(row); n > 0 {
			zero = append(zero, printed("report.zero.unit", "unit", row.Member.Name, "n", t.padded("rank/"+row.Member.ID+".missing", n)))
		}
	}
	if len(zero) > 0 {
		said += "\n" + printed("report.zero", "list", strings.Join(zero, ", "))
	}
	return said
}

// unreported is in how many criteria that carry points a member has 0 for want of
// a figure.
func unreported(row score.Row) (n int) {
	for _, cell := range row.Cells {
		if cell.State == score.StateMissing && !cell.Max.IsZero() {
			n++
		}
	}
	return n
}

// votedLeading is the member that was put forward as the leading one, by the last
// vote on it that had a result.
func votedLeading(r storage.Reader, c *rules.Cluster, period string) (member string, err error) {
	list, err := Votes(r, c)
	for _, v := range list {
		if v.Kind == VoteLead && v.Period == period && v.Result != nil && v.Result.Outcome == OutcomeWon {
			member = v.Result.Winner
		}
	}
	return member, err
}

// next says who leads the cluster in the year to come: who was elected, or else
// who the next year's file names.
func (t *teller) next(r storage.Reader) (string, error) {
	c := t.Cluster
	head, deputies, err := Elected(r, c)
	if err != nil {
		return "", err
	}
	if m := c.Member(head); m != nil {
		offices := []string{printed("report.elected.head", "unit", m.Name)}
		for i, id := range deputies {
			d := c.Member(id)
			if d == nil {
				continue
			}
			key := "report.elected.deputy"
			if len(deputies) > 1 {
				key = []string{"report.elected.first", "report.elected.second"}[i]
			}
			offices = append(offices, printed(key, "unit", d.Name))
		}
		return printed("report.elected", "cluster", c.Name, "year", t.tally("year.next", c.Year+1), "offices", and(offices)), nil
	}
	next, err := FindCluster(r, c.ID, c.Year+1)
	if next == nil || err != nil {
		return "", err
	}
	return printed("report.next", "cluster", c.Name, "year", t.tally("year.next", next.Year), "officers", officers(next)), nil
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
