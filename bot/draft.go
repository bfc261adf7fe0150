package bot

import (
	"strconv"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// draftForm is somebody of the head's who writes the covenant.
type draftForm struct {
	Year   int
	Clause string // id; empty: a new one
	Adds   bool

	LastDay string // for answers; "-": none
	Comment int    // that is being answered
}

// drafting (soạn giao ước): clauses, the consent round, and what came of it.
func (b *Bot) drafting() dialog.Flow[draftForm] {
	return dialog.Flow[draftForm]{
		Name:  "drafting",
		Power: workflow.MayOpen,
		Steps: []dialog.Step[draftForm]{
			{Name: "clauses", Ask: askClauses, Take: takeClauses},
			{Name: "clause", Ask: askClause, Take: takeClause, Free: true},
			{Name: "lastday", Ask: askLastDay, Take: b.takeLastDay, Undo: func(_ *dialog.Turn, f *draftForm) { f.LastDay = "" }},
			{Name: "silence", Ask: askSilence, Take: b.takeSilence},
			{Name: "comments", Ask: askComments, Take: takeComments},
			{Name: "answer", Ask: askAnswer, Take: takeAnswer, Free: true},
		},
	}
}

func askClauses(t *dialog.Turn, f *draftForm) (*dialog.Question, error) {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return nil, err
	}
	printed, err := workflow.CovenantPaper(t.Tx, c)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("soan.title", "year", year(c)))}
	var row []dialog.Choice
	for _, k := range printed.Clauses {
		n := itoa(k.N)
		q.Lines = append(q.Lines, text.Say("soan.clause", "n", n, "heading", k.Heading, "text", firstWords(k.Text)))
		if row = append(row, dialog.Choice{Value: "clause " + k.ID, Label: text.Say("soan.button.clause", "n", n), Words: []string{n}}); len(row) == 5 {
			q.Choices, row = append(q.Choices, row), nil
		}
	}
	if len(row) > 0 {
		q.Choices = append(q.Choices, row)
	}
	said, err := roundLines(t, c)
	if err != nil {
		return nil, err
	}
	q.Lines = append(append(q.Lines, said...), text.Say("soan.how"))
	q.Choices = append(q.Choices, []dialog.Choice{choice("add", "soan.button.add", "them", "add"), choice("circulate", "soan.button.circulate", "lay y kien", "gui", "circulate")})
	all, err := workflow.Comments(t.Tx, c)
	if err != nil {
		return nil, err
	}
	if len(all) > 0 {
		q.Choices = append(q.Choices, []dialog.Choice{choice("comments", "soan.button.comments", "y kien", "comments")})
	}
	q.Choices = append(q.Choices, []dialog.Choice{choice("done", "duyet.button.done", "xong", "dong", "done")})
	return q, nil
}

// roundLines say how the consent round stands.
func roundLines(t *dialog.Turn, c *rules.Cluster) ([]text.Notice, error) {
	last, _, err := workflow.LatestDraft(t.Tx, c)
	if err != nil {
		return nil, err
	}
	if last == nil {
		return lines(text.Say("soan.never_sent")), nil
	}
	all, err := workflow.Comments(t.Tx, c)
	if err != nil {
		return nil, err
	}
	open := 0
	for _, k := range all {
		if k.Open() {
			open++
		}
	}
	said := lines(text.Say("soan.round", "n", itoa(last.N), "at", local(c, last.At), "agreed", itoa(len(last.Answers)), "open", itoa(open)))
	silent, err := workflow.Silent(t.Tx, c, last, t.At())
	if err != nil {
		return nil, err
	}
	if len(silent) > 0 {
		said = append(said, text.Say("soan.round_silent", "units", unitNames(c, silent)))
	}
	return append(said, lastDayLines(*last)...), nil
}

// lastDayLines say until when answers are awaited, and what silence means then.
func lastDayLines(d workflow.Circulation) []text.Notice {
	switch {
	case d.LastDay.IsZero():
		return nil
	case d.Silence:
		return lines(text.Say("gopy.last_day_silence", "day", d.LastDay.String()))
	}
	return lines(text.Say("gopy.last_day", "day", d.LastDay.String()))
}

func unitNames(c *rules.Cluster, units []string) string {
	list := make([]string, len(units))
	for i, unit := range units {
		list[i] = workflow.UnitName(c, unit)
	}
	return strings.Join(list, ", ")
}

func takeClauses(t *dialog.Turn, f *draftForm, a dialog.Answer) error {
	if id, ok := strings.CutPrefix(a.Value, "clause "); ok {
		f.Clause, f.Adds = id, false
		return t.Go("clause")
	}
	switch a.Value {
	case "add":
		f.Clause, f.Adds = "", true
		return t.Go("clause")
	case "circulate":
		f.LastDay = ""
		return t.Go("lastday")
	case "comments":
		return t.Go("comments")
	case "done":
		return t.End()
	}
	return text.Wrong("dialog.choose")
}

// askClause is only reached from the list.
func askClause(t *dialog.Turn, f *draftForm) (*dialog.Question, error) {
	if f.Adds {
		return &dialog.Question{Lines: lines(text.Say("soan.ask_new")), Choices: [][]dialog.Choice{{choice("list", "soan.button.list", "danh sach", "list")}}}, nil
	}
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return nil, err
	}
	list, err := workflow.CovenantClauses(t.Tx, c)
	if err != nil {
		return nil, err
	}
	for i, k := range list {
		if k.ID != f.Clause {
			continue
		}
		q := &dialog.Question{Lines: lines(text.Say("soan.whole", "n", itoa(i+1), "heading", k.Heading), text.Say("soan.text", "text", workflow.Shown(k)), text.Say("soan.ask_text"))}
		row := []dialog.Choice{choice("remove", "soan.button.remove", "bo", "remove")}
		if i > 0 {
			row = append(row, choice("up", "soan.button.up", "len", "up"))
		}
		if i < len(list)-1 {
			row = append(row, choice("down", "soan.button.down", "xuong", "down"))
		}
		q.Choices = [][]dialog.Choice{row, {choice("list", "soan.button.list", "danh sach", "list")}}
		return q, nil
	}
	return nil, text.Wrong("soan.no_clause")
}

func takeClause(t *dialog.Turn, f *draftForm, a dialog.Answer) error {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	switch a.Value {
	case "list":
		return t.Go("clauses")
	case "remove":
		err = workflow.RemoveClause(t.Tx, t.Act(), c, f.Clause)
	case "up", "down":
		err = moveClause(t, c, f.Clause, a.Value == "up")
	default:
		heading, said, split := strings.Cut(a.Text, "|")
		if !split {
			heading, said = "", a.Text
		}
		err = workflow.SetClause(t.Tx, t.Act(), c, f.Clause, heading, said)
	}
	if err != nil {
		return err
	}
	t.Say(text.Say("soan.kept"))
	return t.Go("clauses")
}

func moveClause(t *dialog.Turn, c *rules.Cluster, id string, up bool) error {
	list, err := workflow.CovenantClauses(t.Tx, c)
	if err != nil {
		return err
	}
	for i, k := range list {
		if k.ID == id {
			to := i + 2
			if up {
				to = i
			}
			return workflow.MoveClause(t.Tx, t.Act(), c, id, to)
		}
	}
	return text.Wrong("soan.no_clause")
}

func askLastDay(t *dialog.Turn, f *draftForm) (*dialog.Question, error) {
	if f.LastDay != "" {
		return nil, nil
	}
	return &dialog.Question{Lines: lines(text.Say("soan.ask_last_day")), Choices: [][]dialog.Choice{{choice("none", "soan.button.no_day", "khong", "no", "none")}}}, nil
}

func (b *Bot) takeLastDay(t *dialog.Turn, f *draftForm, a dialog.Answer) error {
	if a.Value == "none" {
		f.LastDay = "-"
		return b.circulate(t, f, false)
	}
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	day, ok := text.ParseDate(a.Text, t.At().In(c.Location()))
	if !ok {
		return text.Wrong("soan.bad_day")
	}
	f.LastDay = rules.DateOf(day).String()
	return t.Go("silence")
}

func askSilence(t *dialog.Turn, f *draftForm) (*dialog.Question, error) {
	return &dialog.Question{Lines: lines(text.Say("soan.ask_silence", "day", f.LastDay)), Choices: [][]dialog.Choice{
		{choice("yes", "soan.button.silence_yes", "co", "yes"), choice("no", "soan.button.silence_no", "khong", "no")},
	}}, nil
}

func (b *Bot) takeSilence(t *dialog.Turn, f *draftForm, a dialog.Answer) error {
	if a.Value != "yes" && a.Value != "no" {
		return text.Wrong("dialog.choose")
	}
	return b.circulate(t, f, a.Value == "yes")
}

func askComments(t *dialog.Turn, f *draftForm) (*dialog.Question, error) {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return nil, err
	}
	last, _, err := workflow.LatestDraft(t.Tx, c)
	if err != nil {
		return nil, err
	}
	all, err := workflow.Comments(t.Tx, c)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("soan.comments_title"))}
	var row []dialog.Choice
	for _, on := range subjectsOf(all, last) {
		q.Lines = append(q.Lines, onLine(last, on))
		for _, k := range all {
			if k.On != on {
				continue
			}
			q.Lines = append(q.Lines, commentLine(c, k))
			if k.State != workflow.CommentClosed {
				if row = append(row, dialog.Choice{Value: "comment " + itoa(k.ID), Label: text.Say("soan.button.comment", "n", itoa(k.ID)), Words: []string{itoa(k.ID)}}); len(row) == 4 {
					q.Choices, row = append(q.Choices, row), nil
				}
			}
		}
	}
	if len(row) > 0 {
		q.Choices = append(q.Choices, row)
	}
	q.Choices = append(q.Choices, []dialog.Choice{choice("list", "soan.button.list", "danh sach", "list")})
	return q, nil
}

func takeComments(t *dialog.Turn, f *draftForm, a dialog.Answer) error {
	if a.Value == "list" {
		return t.Go("clauses")
	}
	id, ok := strings.CutPrefix(a.Value, "comment ")
	if !ok {
		return text.Wrong("dialog.choose")
	}
	n, err := strconv.Atoi(id)
	f.Comment = n
	return err
}

// askAnswer is only reached from the comments.
func askAnswer(t *dialog.Turn, f *draftForm) (*dialog.Question, error) {
	if f.Comment == 0 {
		return nil, nil
	}
	return &dialog.Question{Lines: lines(text.Say("soan.ask_answer", "n", itoa(f.Comment))), Choices: [][]dialog.Choice{
		{choice("accept", "soan.button.accept", "tiep thu", "accept")}, {choice("list", "soan.button.list", "danh sach", "list")},
	}}, nil
}

func takeAnswer(t *dialog.Turn, f *draftForm, a dialog.Answer) error {
	if a.Value == "list" {
		return t.Go("comments")
	}
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	k, err := workflow.AnswerComment(t.Tx, t.Act(), c, f.Comment, a.Value == "accept", a.Text)
	if err != nil {
		return err
	}
	author, _, err := workflow.FindPerson(t.Tx, k.Person)
	if err != nil {
		return err
	}
	said := text.Say("gopy.tell_accepted", "n", itoa(k.ID), "text", firstWords(k.Text))
	if k.State == workflow.CommentDeclined {
		said = text.Say("gopy.tell_declined", "n", itoa(k.ID), "text", firstWords(k.Text), "reason", k.Answer)
	}
	if err := tell(t, author, lines(said), consentButton(c)(author.Language)); err != nil {
		return err
	}
	t.Say(text.Say("soan.answered"))
	return t.Go("comments")
}
