package bot

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

var (
	closeWords  = regexp.MustCompile(`^(sat( nhau)?( nhat)?|sat nut|sit sao|close|closest)$`)
	contentWord = regexp.MustCompile(`^(?:noi dung|nd|content) (\S+)$`)
)

// within answers what follows a period in /xephang: who is closest to whom, one
// content, or one criterion. What is none of these was meant for a period, where
// none is named.
func (b *Bot) within(t *dialog.Turn, p yearPeriod, said string, named bool) error {
	word := text.Fold(strings.Join(strings.Fields(said), " "))
	if closeWords.MatchString(word) {
		return margins(t, p)
	}
	content, k := -1, (*rules.Criterion)(nil)
	if m := contentWord.FindStringSubmatch(word); m != nil {
		content = contentNamed(p.cluster, m[1])
		if content < 0 {
			return text.Wrong("desk.no_content", "content", quote(said))
		}
	} else {
		f := whyForm{}
		if one, close := guess(p.cluster, p.period.ID, said); !named && one == nil && len(close) == 0 {
			return text.Wrong("period.unknown", "period", quote(said))
		}
		if err := f.find(p, said); err != nil {
			return err
		}
		k = criterion(p.cluster, p.period.ID, f.Criterion)
	}
	l, err := workflow.LeagueOf(t.Tx, p.cluster, p.period.ID, content, k)
	if err != nil {
		return err
	}
	values := workflow.LeaguePaper(l, t.At())
	name := "noi-dung-" + values.Content
	if k != nil {
		name = k.ID
	}
	paper, err := drawn("league", fmt.Sprintf("xep-hang-%s-%s-%d.pdf", name, p.period.ID, p.cluster.Year), values)
	if err != nil {
		return err
	}
	return t.Send(leagueLines(t, p, l, values.Name, values.Points), nil, paper)
}

// contentNamed is the index of a content by its id, or its number; -1 for none.
func contentNamed(c *rules.Cluster, said string) int {
	for i := range c.Contents {
		if dialog.Word(c.Contents[i].ID) == said {
			return i
		}
	}
	if n, err := strconv.Atoi(said); err == nil && n >= 1 && n <= len(c.Contents) {
		return n - 1
	}
	return -1
}

func leagueLines(t *dialog.Turn, p yearPeriod, l score.League, name, most string) []text.Notice {
	said := lines(text.Say("league.title", "name", name, "period", p.period.Name, "max", most))
	words := func(key string) string { return text.Plain(t.Person.Language, text.Say(key)) }
	for _, row := range l.Rows {
		pairs := []string{"rank", itoa(row.Rank), "unit", row.Member.Short, "points", row.Points.String()}
		switch {
		case row.State == score.StateMissing:
			said = append(said, text.Say("league.row_none", "unit", row.Member.Short, "value", words("league.not_reported")))
		case row.State == score.StateNA:
			said = append(said, text.Say("league.row_none", "unit", row.Member.Short, "value", words("league.not_given")))
		case row.Cell != nil:
			value := valueWords(t, l.Criterion, row.Cell.Figure.Value)
			if row.Cell.Percent != nil && l.Criterion.Of != rules.OfValue {
				value += " · " + text.Number(t.Person.Language, row.Cell.Percent.Round(2)) + "%"
			}
			said = append(said, text.Say("league.row_figure", append(pairs, "value", value)...))
		default:
			said = append(said, text.Say("league.row", pairs...))
		}
	}
	for _, note := range workflow.LeagueNotes(l) {
		said = append(said, text.Say("xephang.note", "note", text.Plain(t.Person.Language, note)))
	}
	return said
}

// margins say what would change the order; not for everybody, and not in groups.
func margins(t *dialog.Turn, p yearPeriod) error {
	if t.Event.Group || !seesAll(t, p.cluster) {
		return text.Wrong("xephang.not_close")
	}
	said, err := workflow.Margins(t.Tx, p.cluster, p.period.ID, t.Person.Language)
	if err != nil {
		return err
	}
	return t.Send(said, nil)
}

// seesAll says whether the person may see every member's score sheet.
func seesAll(t *dialog.Turn, c *rules.Cluster) bool {
	for i := range c.Members {
		if !t.Actor.May(workflow.MaySheet, c.Members[i].ID) {
			return false
		}
	}
	return true
}
