package workflow

import (
	"fmt"
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// RankingPaper is what the ranking of a period says on paper, on the day of at.
func RankingPaper(r storage.Reader, c *rules.Cluster, period string, at time.Time) (paper.Ranking, error) {
	ranking, err := RankCompared(r, c, period)
	if err != nil {
		return paper.Ranking{}, err
	}
	return PaperOf(ranking, at), nil
}

// PaperOf is RankingPaper of a ranking that is at hand.
func PaperOf(ranking score.Ranking, at time.Time) paper.Ranking {
	c, period := ranking.Cluster, ranking.Period
	p := paper.Ranking{
		Letterhead: letterhead(c), Cluster: c.ID, Year: c.Year, Period: period, ClusterName: c.Name,
		PeriodName: c.Period(period).Name, Provisional: ranking.Provisional, RulesSHA256: c.SHA256,
		RankBy: string(c.RankBy), Ties: c.Ties, Signer: headSigner(c), Recipients: recipients(c),
	}
	p.Date = at.In(c.Location()).Format(time.DateOnly)
	for i := range c.Contents {
		p.Contents = append(p.Contents, paper.RankingContent{ID: c.Contents[i].ID, Name: c.Contents[i].Name, Points: c.Contents[i].PointsIn(period).String()})
	}
	for _, k := range c.Criteria(period) {
		p.HasAdjust = p.HasAdjust || k.Method.Kind == rules.Adjust
	}
	for _, e := range ranking.Earlier {
		p.Earlier = append(p.Earlier, e.Name)
	}
	for _, row := range ranking.Rows {
		line := rankingRow(row)
		for _, e := range ranking.Earlier {
			line.Moves = append(line.Moves, Moved(e, row))
		}
		p.Rows = append(p.Rows, line)
	}
	for i := range c.Contents {
		p.Annex = append(p.Annex, rankingAnnex(c, ranking, i))
	}
	for _, n := range RankingNotes(ranking) {
		p.Notes = append(p.Notes, text.Plain(text.Vietnamese, n))
	}
	return p
}

func rankingRow(row score.Row) paper.RankingRow {
	out := paper.RankingRow{
		Rank: row.Rank, Member: row.Member.ID, Name: row.Member.Short, Adjust: row.Adjust.String(), Total: row.Total.String(),
		Max: row.Max.String(), Percent: row.Percent.Round(3).String(), Award: row.Award, Held: row.AwardHeld,
	}
	out.Contents = machines(row.Contents)
	return out
}

// rankingAnnex is one content in detail, members in the cluster's order.
func rankingAnnex(c *rules.Cluster, ranking score.Ranking, content int) paper.RankingAnnex {
	rows := slices.Clone(ranking.Rows)
	slices.SortFunc(rows, func(a, b score.Row) int { return memberIndex(c, a.Member) - memberIndex(c, b.Member) })
	annex := paper.RankingAnnex{Name: c.Contents[content].Name}
	adjusts, some := make([]decimal.Decimal, len(rows)), false
	for j, row := range rows {
		annex.Members = append(annex.Members, row.Member.Short)
		annex.Totals = append(annex.Totals, row.Contents[content].String())
		line := 0
		for _, cell := range row.Cells {
			if cell.Content != content {
				continue
			}
			if j == 0 {
				annex.Rows = append(annex.Rows, paper.RankingAnnexRow{Name: cell.Criterion.Name, Unit: cell.Criterion.Unit, Points: cell.Criterion.Points.String(),
					Adjust: cell.Criterion.Method.Kind == rules.Adjust})
			}
			annex.Rows[line].Cells = append(annex.Rows[line].Cells, rankingCell(cell))
			if cell.Criterion.Method.Kind == rules.Adjust {
				adjusts[j], some = adjusts[j].Add(cell.Points), true
			}
			line++
		}
	}
	if some {
		annex.Adjusts = machines(adjusts)
	}
	cuts, some := make([]decimal.Decimal, len(rows)), false
	for j, row := range rows {
		for _, c := range row.Cuts {
			if c.Content == content {
				cuts[j], some = c.Points, true
			}
		}
	}
	if some {
		annex.Cuts = machines(cuts)
	}
	return annex
}

func machines(list []decimal.Decimal) (texts []string) {
	for _, d := range list {
		texts = append(texts, d.String())
	}
	return texts
}

func rankingCell(cell score.Cell) paper.RankingCell {
	out := paper.RankingCell{Value: ValueText(cell.Figure.Value), State: string(cell.State)}
	if kind := cell.Criterion.Method.Kind; cell.State == score.StateMissing && kind.Marked() {
		out.State = paper.Unmarked // nothing that the unit owes
		if kind == rules.Adjust {
			out.State, out.Value = string(score.StateVerified), "0"
		}
	}
	if cell.Criterion.Scored() {
		out.Points = cell.Points.String()
	}
	return out
}

func memberIndex(c *rules.Cluster, m *rules.Member) int {
	return slices.IndexFunc(c.Members, func(x rules.Member) bool { return x.ID == m.ID })
}

// RankingNotes say under a ranking what a reader must know before quoting it.
func RankingNotes(ranking score.Ranking) []text.Notice {
	var notes []text.Notice
	note := func(key string, pairs ...string) { notes = append(notes, text.Say(key, pairs...)) }
	if ranking.Provisional {
		note("ranking.note.provisional")
	}
	for _, row := range ranking.Rows {
		missing, unbased := 0, 0
		for _, cell := range row.Cells {
			if !cell.Max.IsZero() && cell.State == score.StateMissing {
				missing++
			}
			if cell.NoBase {
				unbased++
			}
		}
		if missing > 0 {
			note("ranking.note.missing", "unit", row.Member.Short, "n", fmt.Sprint(missing))
		}
		if unbased > 0 {
			note("ranking.note.no_base", "unit", row.Member.Short, "n", fmt.Sprint(unbased))
		}
		for _, c := range row.Cuts {
			pairs := []string{"unit", row.Member.Short, "n", fmt.Sprint(c.Content + 1), "off", c.Reason.Args["off"]}
			if c.Prerequisite == nil {
				note("ranking.note.cut.ceiling", pairs...)
			} else {
				note("ranking.note.cut.prerequisite", append(pairs, "name", c.Prerequisite.Name)...)
			}
		}
		if row.Excluded != nil {
			note("ranking.note.excluded."+row.Excluded.Why, "unit", row.Member.Short, "reason", row.Excluded.Reason)
		}
	}
	for i, row := range ranking.Rows {
		if row.Shared && (i == 0 || ranking.Rows[i-1].Rank != row.Rank) {
			note("ranking.note.shared", "rank", fmt.Sprint(row.Rank))
		}
		if v := row.Decided; v != nil {
			note("ranking.note.vote", "rank", fmt.Sprint(row.Rank), "unit", row.Member.Short, "day", v.Day, "n", fmt.Sprint(v.For), "of", fmt.Sprint(v.Cast))
		}
		if row.AwardHeld && (i == 0 || !ranking.Rows[i-1].AwardHeld) {
			note("ranking.note.held")
		}
	}
	return notes
}

// headSigner is who signs for the cluster: the head's leader.
func headSigner(c *rules.Cluster) paper.Signer {
	return signerOf(c.Member(c.Head))
}

// recipients are the lines of "Nơi nhận" that every document of a cluster has.
func recipients(c *rules.Cluster) []string {
	var list []string
	for _, w := range c.Witnesses {
		list = append(list, text.Plain(text.Vietnamese, text.Say("paper.to.witness", "agency", officeName(c, w.Agency))))
	}
	return append(list,
		text.Plain(text.Vietnamese, text.Say("paper.to.members", "n", fmt.Sprintf("%02d", len(c.Members)))),
		text.Plain(text.Vietnamese, text.Say("paper.to.file")))
}
