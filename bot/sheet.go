package bot

import (
	"fmt"
	"slices"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// sheetForm asks whose score sheet is wanted.
type sheetForm struct{ Member string }

// sheet (/phieu) shows a member's points, each with its reason: one's own, or
// any member's for those who may see all.
var sheet = dialog.Flow[sheetForm]{
	Name:  "sheet",
	Power: workflow.MaySheet,
	Steps: []dialog.Step[sheetForm]{{Name: "member", Ask: askSheetMember, Take: takeSheetMember}},
	Done:  showSheet,
}

func (b *Bot) sheet(t *dialog.Turn, args string) error {
	c, err := current(t)
	if err != nil {
		return err
	}
	f := sheetForm{}
	if m := memberNamed(c, args); m != nil {
		f.Member = m.ID
	} else if unit := t.Actor.Unit(); unit != "" && args == "" {
		f.Member = unit
	}
	if f.Member != "" {
		return showSheet(t, &f)
	}
	return sheet.Start(t, f)
}

// memberNamed finds a member by id, name, short name or alias.
func memberNamed(c *rules.Cluster, name string) *rules.Member {
	word := dialog.Word(name)
	if word == "" {
		return nil
	}
	for i := range c.Members {
		m := &c.Members[i]
		for _, n := range append([]string{m.ID, m.Name, m.Short}, m.Aliases...) {
			if dialog.Word(n) == word {
				return m
			}
		}
	}
	return nil
}

// memberChoices are buttons for members, two in a row.
func memberChoices(c *rules.Cluster, fit func(*rules.Member) bool) (rows [][]dialog.Choice) {
	for i := range c.Members {
		m := &c.Members[i]
		if !fit(m) {
			continue
		}
		n := itoa(i + 1)
		one := dialog.Choice{Value: m.ID, Label: text.Say("duyet.choice", "n", n, "unit", m.Short), Words: append([]string{n, m.ID, m.Name, m.Short}, m.Aliases...)}
		if last := len(rows) - 1; last >= 0 && len(rows[last]) == 1 {
			rows[last] = append(rows[last], one)
			continue
		}
		rows = append(rows, []dialog.Choice{one})
	}
	return rows
}

func askSheetMember(t *dialog.Turn, f *sheetForm) (*dialog.Question, error) {
	c, err := current(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("phieu.ask"))}
	q.Choices = memberChoices(c, func(*rules.Member) bool { return true })
	return q, nil
}

func takeSheetMember(t *dialog.Turn, f *sheetForm, a dialog.Answer) error {
	if a.Value == "" {
		return text.Wrong("duyet.choose_member", "text", quote(a.Text))
	}
	f.Member = a.Value
	return nil
}

func showSheet(t *dialog.Turn, f *sheetForm) error {
	if !t.Actor.May(workflow.MaySheet, f.Member) {
		return text.Wrong("phieu.not_yours")
	}
	p, err := asked(t, "", func(p yearPeriod) bool { return p.period.Scored })
	if err != nil {
		return err
	}
	result, err := workflow.Rank(t.Tx, p.cluster, p.period.ID)
	if err != nil {
		return err
	}
	for _, row := range result.Rows {
		if row.Member.ID == f.Member {
			standings, err := workflow.Standings(t.Tx, p.cluster, p.period.ID, f.Member)
			if err != nil {
				return err
			}
			values, err := workflow.SheetsPaper(t.Tx, p.cluster, p.period.ID, f.Member, t.At())
			if err != nil {
				return err
			}
			paper, err := drawn("sheets", fmt.Sprintf("phieu-diem-%s-%s-%d.pdf", f.Member, p.period.ID, p.cluster.Year), values)
			if err != nil {
				return err
			}
			return t.Send(sheetLines(t, p, result, row, standings), nil, paper)
		}
	}
	return text.Wrong("duyet.choose_member", "text", f.Member)
}

// sheetLines are a member's points content by content, with the reasons.
func sheetLines(t *dialog.Turn, p yearPeriod, result score.Ranking, row score.Row, standings []workflow.Standing) []text.Notice {
	said := lines(text.Say("phieu.title", "unit", row.Member.Name, "period", p.period.Name))
	if result.Provisional {
		said = append(said, text.Say("phieu.provisional"))
	}
	content := -1
	for _, cell := range row.Cells {
		if cell.Criterion.Method.Kind == rules.None {
			continue
		}
		if cell.Content != content {
			content = cell.Content
			said = append(said, text.Say("phieu.content", "name", p.cluster.Contents[content].Name,
				"points", row.Contents[content].String(), "max", p.cluster.Contents[content].PointsIn(p.period.ID).String()))
			said = append(said, cutLines(t, row, content)...)
		}
		args := []string{"n", itoa(place(p.cluster, p.period.ID, cell.Criterion.ID)), "name", cell.Criterion.Name,
			"points", cell.Points.String(), "max", cell.Max.String(), "why", reasonWords(t, cell)}
		line := "phieu.line"
		if cell.Max.IsZero() { // a bonus or a penalty is out of nothing
			line = "phieu.line_adjust"
		}
		said = append(said, text.Say(line, args...))
		said = append(said, columnLines(t, cell.Criterion, standings)...)
	}
	if !row.Adjust.IsZero() {
		said = append(said, text.Say("phieu.adjust", "points", row.Adjust.String()))
	}
	return append(said, text.Say("phieu.total", "total", row.Total.String(), "max", row.Max.String(), "rank", itoa(row.Rank), "of", itoa(len(result.Rows))))
}

// cutLines say why a content gives less than its criteria add up to.
func cutLines(t *dialog.Turn, row score.Row, content int) (said []text.Notice) {
	for _, c := range row.Cuts {
		if c.Content == content {
			why := text.Plain(t.Person.Language, text.Notice{Key: c.Reason.Key, Args: c.Reason.Args})
			said = append(said, text.Say("phieu.cut", "points", c.Points.String(), "why", why))
		}
	}
	return said
}

// columnLines show what the unit reported, what was verified and what stands in
// the end, where these are not the same.
func columnLines(t *dialog.Turn, k *rules.Criterion, standings []workflow.Standing) []text.Notice {
	i := slices.IndexFunc(standings, func(s workflow.Standing) bool { return s.Criterion.ID == k.ID })
	if i < 0 {
		return nil
	}
	s := standings[i]
	self, first, now := s.Figure.Reported(), s.Figure.Verified(), s.Figure.Accepted
	same := func(a, b *workflow.Entry) bool {
		return a == nil || b == nil || workflow.ValueText(a.Value) == workflow.ValueText(b.Value)
	}
	var said []text.Notice
	own, given := s.Self()
	if given && (s.Reported == nil || !own.Equal(*s.Reported)) {
		key := "phieu.own"
		if s.Reported == nil {
			key = "phieu.own_marked"
		}
		computed := ""
		if s.Reported != nil {
			computed = s.Reported.String()
		}
		said = lines(text.Say(key, "points", own.String(), "computed", computed))
	}
	if same(self, first) && same(first, now) {
		return said
	}
	words := func(e *workflow.Entry, d *decimal.Decimal) string {
		if e == nil || d == nil {
			return "–"
		}
		return valueWords(t, k, e.Value) + " (" + text.Number(t.Person.Language, *d) + ")"
	}
	return append(said, text.Say("phieu.columns", "self", words(self, own), "verified", words(first, s.Verified), "now", words(now, s.Now)))
}

func reasonWords(t *dialog.Turn, cell score.Cell) string {
	return text.Plain(t.Person.Language, text.Notice{Key: cell.Reason.Key, Args: cell.Reason.Args})
}
