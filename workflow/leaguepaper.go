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

// LeagueOf is a scored period's members by one criterion, or where k is nil by
// the content with that index.
func LeagueOf(r storage.Reader, c *rules.Cluster, period string, content int, k *rules.Criterion) (score.League, error) {
	ranking, err := Rank(r, c, period)
	if err != nil {
		return score.League{}, err
	}
	if k != nil {
		return ranking.ByCriterion(k), nil
	}
	return ranking.ByContent(content), nil
}

// LeaguePaper is what a league says on paper, on the day of at.
func LeaguePaper(l score.League, at time.Time) paper.League {
	c, period := l.Ranking.Cluster, l.Ranking.Period
	content := &c.Contents[l.Content]
	p := paper.League{
		Letterhead: letterhead(c), Cluster: c.ID, Year: c.Year, Period: period, ClusterName: c.Name, PeriodName: c.Period(period).Name,
		Provisional: l.Provisional, RulesSHA256: c.SHA256, Content: itoa(l.Content + 1), Name: content.Name, Points: content.PointsIn(period).String(),
	}
	p.Date = at.In(c.Location()).Format(time.DateOnly)
	if k := l.Criterion; k != nil {
		p.Criterion, p.Name, p.Unit, p.Points = k.ID, k.Name, k.Unit, k.Points.String()
		p.Measured = slices.ContainsFunc(l.Rows, func(row score.LeagueRow) bool {
			return row.Cell != nil && row.Cell.Percent != nil && k.Of != rules.OfValue
		})
	}
	for _, row := range l.Rows {
		out := paper.LeagueRow{Rank: row.Rank, Member: row.Member.ID, Name: row.Member.Short,
			Points: row.Points.String(), Max: row.Max.String(), State: string(row.State)}
		if cell := row.Cell; cell != nil && row.Rank > 0 {
			out.Value = ValueText(cell.Figure.Value)
			if p.Measured && cell.Percent != nil {
				out.Percent = cell.Percent.Round(2).String()
			}
		}
		p.Rows = append(p.Rows, out)
	}
	for _, n := range LeagueNotes(l) {
		p.Notes = append(p.Notes, text.Plain(text.Vietnamese, n))
	}
	return p
}

// LeagueNotes say under a league what a reader must know before quoting it.
func LeagueNotes(l score.League) []text.Notice {
	count := func(s score.State) (n int) {
		for _, row := range l.Rows {
			if row.State == s {
				n++
			}
		}
		return n
	}
	var notes []text.Notice
	if l.Provisional {
		notes = append(notes, text.Say("ranking.note.provisional"))
	}
	if n := count(score.StateMissing); n > 0 {
		notes = append(notes, text.Say("league.missing", "n", itoa(n)))
	}
	if n := count(score.StateNA); n > 0 {
		notes = append(notes, text.Say("league.na", "n", itoa(n)))
	}
	return notes
}
