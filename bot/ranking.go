package bot

import (
	"fmt"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// ranking (/xephang [kỳ]) shows a period's ranking as text and as PDF.
func (b *Bot) ranking(t *dialog.Turn, args string) error {
	p, err := asked(t, args, func(p yearPeriod) bool { return p.period.Scored })
	if err != nil {
		return err
	}
	result, err := workflow.Rank(t.Tx, p.cluster, p.period.ID)
	if err != nil {
		return err
	}
	values, err := workflow.RankingPaper(t.Tx, p.cluster, p.period.ID, t.At())
	if err != nil {
		return err
	}
	paper, err := drawn("ranking", fmt.Sprintf("xep-hang-%s-%d.pdf", p.period.ID, p.cluster.Year), values)
	if err != nil {
		return err
	}
	said := rankingLines(p, result)
	for _, note := range workflow.RankingNotes(result) {
		said = append(said, text.Say("xephang.note", "note", text.Plain(t.Person.Language, note)))
	}
	published, err := publishedLines(t, p)
	if err != nil {
		return err
	}
	return t.Send(append(said, published...), chartButton(t, p), paper)
}

func rankingLines(p yearPeriod, result score.Ranking) []text.Notice {
	title := "xephang.title"
	if result.Provisional {
		title = "xephang.title_provisional"
	}
	said := lines(text.Say(title, "cluster", p.cluster.Name, "period", p.period.Name))
	for _, row := range result.Rows {
		key, pairs := "xephang.row", []string{"rank", itoa(row.Rank), "unit", row.Member.Short, "total", row.Total.String()}
		if p.cluster.RankBy == rules.RankByPercent {
			key, pairs = "xephang.row_percent", append(pairs, "percent", row.Percent.Round(3).String())
		}
		said = append(said, text.Say(key, pairs...))
		switch {
		case row.AwardHeld:
			said = append(said, text.Say("xephang.held"))
		case row.Award != "":
			said = append(said, text.Say("xephang.award", "award", row.Award))
		}
	}
	return said
}
