package bot

import (
	"fmt"
	"strconv"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// ranking (/xephang [kỳ]) shows a period's ranking as text and as PDF; what
// follows the period narrows it to a content, a criterion, or the closest.
func (b *Bot) ranking(t *dialog.Turn, args string) error {
	p, rest, err := rankingOf(t, args)
	if err != nil {
		return err
	}
	if rest != "" {
		return b.within(t, p, rest, rest != args)
	}
	result, err := workflow.RankCompared(t.Tx, p.cluster, p.period.ID)
	if err != nil {
		return err
	}
	paper, err := drawn("ranking", fmt.Sprintf("xep-hang-%s-%d.pdf", p.period.ID, p.cluster.Year), workflow.PaperOf(result, t.At()))
	if err != nil {
		return err
	}
	said := rankingLines(t, p, result)
	for _, note := range workflow.RankingNotes(result) {
		said = append(said, text.Say("xephang.note", "note", text.Plain(t.Person.Language, note)))
	}
	published, err := publishedLines(t, p)
	if err != nil {
		return err
	}
	said = append(said, published...)
	if !t.Event.Group && seesAll(t, p.cluster) {
		said = append(said, text.Say("xephang.close"))
	}
	return t.Send(said, chartButton(t, p), paper)
}

// rankingOf is the period that a ranking is asked of, and what follows it; a year
// alone means its last scored period.
func rankingOf(t *dialog.Turn, args string) (yearPeriod, string, error) {
	p, rest, err := scoredIn(t, args)
	if err != nil || rest == "" {
		return p, rest, err
	}
	first, more, _ := strings.Cut(rest, " ")
	if n, err := strconv.Atoi(first); err == nil && n > 1000 {
		if rest != args {
			return p, "", text.Wrong("period.unknown", "period", quote(args))
		}
		p, err := asked(t, first, func(p yearPeriod) bool { return p.period.Scored })
		return p, strings.TrimSpace(more), err
	}
	return p, rest, nil
}

// marks are how a member moved, for behind its line: "▲2", "▲2 (▼1)".
func marks(result score.Ranking, row score.Row) string {
	var list []string
	for i, e := range result.Earlier {
		mark := text.MoveText(workflow.Moved(e, row))
		if i > 0 {
			mark = "(" + mark + ")"
		}
		list = append(list, mark)
	}
	return strings.Join(list, " ")
}

// movedFrom says what the marks compare with.
func movedFrom(result score.Ranking) []text.Notice {
	switch e := result.Earlier; len(e) {
	case 0:
		return nil
	case 1:
		return lines(text.Say("xephang.moved_from", "period", e[0].Name))
	default:
		return lines(text.Say("xephang.moved_both", "period", e[0].Name, "last", e[1].Name))
	}
}

func rankingLines(t *dialog.Turn, p yearPeriod, result score.Ranking) []text.Notice {
	title := "xephang.title"
	if result.Provisional {
		title = "xephang.title_provisional"
	}
	said := lines(text.Say(title, "cluster", p.cluster.Name, "period", p.period.Name))
	for _, row := range result.Rows {
		said = append(said, rowLines(p.cluster, row, marks(result, row))...)
	}
	return append(said, movedFrom(result)...)
}

// rowLines are a member's place and points, and its award.
func rowLines(c *rules.Cluster, row score.Row, mark string) []text.Notice {
	key, pairs := "xephang.row", []string{"rank", itoa(row.Rank), "unit", row.Member.Short, "total", row.Total.String()}
	if c.RankBy == rules.RankByPercent {
		key, pairs = "xephang.row_percent", append(pairs, "percent", row.Percent.Round(3).String())
	}
	said := lines(text.Say(key, pairs...))
	if mark != "" {
		said = lines(text.Say(key+".moved", append(pairs, "mark", mark)...))
	}
	switch {
	case row.AwardHeld:
		said = append(said, text.Say("xephang.held"))
	case row.Award != "":
		said = append(said, text.Say("xephang.award", "award", row.Award))
	}
	return said
}

// foremostLines are the first three places, and whoever else gets an award.
func foremostLines(c *rules.Cluster, result score.Ranking) (said []text.Notice) {
	for _, row := range result.Rows {
		if row.Rank <= 3 || row.Award != "" {
			said = append(said, rowLines(c, row, "")...)
		}
	}
	return said
}
