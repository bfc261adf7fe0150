package bot

import (
	"errors"
	"strings"
	"unicode/utf8"

	"thidua/bot/dialog"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// writingForm is somebody of the head's about to write a paragraph of the report.
type writingForm struct {
	Year   int
	Period string
	Key    string // of the paragraph

	Long bool   // a text was too long: what follows may be the rest of it
	Text string // came after one, and waits for a yes
}

// writing (sửa đoạn): which paragraph of the summary report, and what stands in
// its place.
var writing = dialog.Flow[writingForm]{
	Name:  "writing",
	Power: workflow.MayWrite,
	Steps: []dialog.Step[writingForm]{
		{Name: "which", Ask: askParagraph, Take: takeParagraph},
		{Name: "text", Ask: askParagraphText, Take: takeParagraphText, Free: true},
		{Name: "rest", Ask: askRest, Take: takeRest, Repeat: true},
	},
}

// write is /tongket sửa [kỳ].
func write(t *dialog.Turn, args string) error {
	if t.Event.Group {
		return text.Wrong("group.private")
	}
	if !t.Actor.Can(workflow.MayWrite) {
		return text.Wrong("tongket.not_yours")
	}
	p, err := asked(t, args, underWay(t))
	if err != nil {
		return err
	}
	return writing.Start(t, writingForm{Year: p.cluster.Year, Period: p.period.ID})
}

func (f *writingForm) cluster(t *dialog.Turn) (*rules.Cluster, error) {
	c, err := clusterYear(t, f.Year)
	if err == nil && c.Period(f.Period) == nil {
		err = text.Wrong("period.choose")
	}
	return c, err
}

func (f *writingForm) draft(t *dialog.Turn) (workflow.ReportDraft, error) {
	c, err := f.cluster(t)
	if err != nil {
		return workflow.ReportDraft{}, err
	}
	return workflow.DraftReport(t.Tx, c, f.Period, t.At())
}

// buttonsInRow is how many numbers stand beside each other on a phone.
const buttonsInRow = 5

func askParagraph(t *dialog.Turn, f *writingForm) (*dialog.Question, error) {
	d, err := f.draft(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("tongket.ask_which", "period", d.Period.Name))}
	for i, p := range d.Paragraphs {
		n := itoa(i + 1)
		key := "tongket.which"
		if p.Edit != nil {
			key = "tongket.which_written"
		}
		q.Lines = append(q.Lines, text.Say(key, "n", n, "text", beginning(t, p)))
		if i%buttonsInRow == 0 {
			q.Choices = append(q.Choices, nil)
		}
		last := &q.Choices[len(q.Choices)-1]
		*last = append(*last, dialog.Choice{Value: p.Key, Label: text.Say("tongket.number", "n", n)})
	}
	return q, nil
}

// beginning is how a paragraph begins, as much as tells it from others; of one
// that has nothing to tell, the section that it stands for.
func beginning(t *dialog.Turn, p workflow.ReportParagraph) string {
	if p.Text() == "" {
		return text.Plain(t.Person.Language, text.Say("tongket.empty", "section", p.Section))
	}
	return firstWords(p.Text())
}

func firstWords(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	if r := []rune(s); len(r) > 60 {
		return strings.TrimSpace(string(r[:60])) + "…"
	}
	return s
}

func takeParagraph(_ *dialog.Turn, f *writingForm, a dialog.Answer) error {
	if a.Value == "" {
		return text.Wrong("tongket.no_number", "text", quote(a.Text))
	}
	f.Key = a.Value
	return nil
}

func askParagraphText(t *dialog.Turn, f *writingForm) (*dialog.Question, error) {
	d, err := f.draft(t)
	if err != nil {
		return nil, err
	}
	for i, p := range d.Paragraphs {
		if p.Key != f.Key {
			continue
		}
		q := &dialog.Question{Lines: lines(text.Say("tongket.now", "n", itoa(i+1)), text.Say("tongket.text", "text", p.Text()))}
		if p.Text() == "" {
			q.Lines = lines(text.Say("tongket.text", "text", beginning(t, p)))
		}
		if p.Edit != nil {
			who, err := writtenBy(t.Tx, d.Cluster, p.Edit)
			if err != nil {
				return nil, err
			}
			q.Lines = append(append(q.Lines, who), doubtLines(d, p)...)
			q.Choices = [][]dialog.Choice{{choice("restore", "tongket.button.restore", "nhu cu", "restore")}}
		}
		q.Lines = append(q.Lines, text.Say("tongket.ask_text"))
		return q, nil
	}
	return nil, text.Wrong("tongket.no_paragraph")
}

func takeParagraphText(t *dialog.Turn, f *writingForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	if a.Value == "restore" || dialog.Word(a.Text) == "nhu cu" {
		if err := workflow.RestoreReport(t.Tx, t.Act(), c, f.Period, f.Key); err != nil {
			return err
		}
		t.Say(text.Say("tongket.restored"))
		return t.End()
	}
	if f.Long && utf8.RuneCountInString(a.Text) <= workflow.LongestParagraph {
		f.Text = a.Text
		return nil
	}
	err = keepParagraph(t, c, f, a.Text)
	if p, ok := errors.AsType[*text.Problem](err); ok && p.Key == "tongket.too_long" {
		f.Long = true
		t.Say(p.Notice)
		return t.Stay()
	}
	return err
}

// askRest asks before a text replaces the paragraph that came after one that was
// too long: Telegram cuts a long paste in parts, and the last one would stand in
// the place of all.
func askRest(_ *dialog.Turn, f *writingForm) (*dialog.Question, error) {
	if f.Text == "" {
		return nil, nil
	}
	return &dialog.Question{Lines: lines(text.Say("tongket.ask_rest", "text", firstWords(f.Text))), Choices: [][]dialog.Choice{
		{choice("yes", "tongket.button.replace", "co", "dung", "yes"), choice("no", "tongket.button.not_replace", "khong", "no")},
	}}, nil
}

func takeRest(t *dialog.Turn, f *writingForm, a dialog.Answer) error {
	switch a.Value {
	case "yes":
		c, err := f.cluster(t)
		if err != nil {
			return err
		}
		return keepParagraph(t, c, f, f.Text)
	case "no":
		f.Text = ""
		return t.Go("text")
	}
	return text.Wrong("tongket.rest_unclear")
}

// keepParagraph puts the text in the paragraph's place and says which of its
// numbers the figures do not have.
func keepParagraph(t *dialog.Turn, c *rules.Cluster, f *writingForm, said string) error {
	if err := workflow.EditReport(t.Tx, t.Act(), c, f.Period, f.Key, said); err != nil {
		return err
	}
	d, err := f.draft(t)
	if err != nil {
		return err
	}
	t.Say(text.Say("tongket.kept"))
	for _, p := range d.Paragraphs {
		if p.Key == f.Key {
			t.Say(doubtLines(d, p)...)
		}
	}
	return t.End()
}

// writtenBy says who wrote a paragraph, and when.
func writtenBy(r storage.Reader, c *rules.Cluster, e *workflow.ReportEdit) (text.Notice, error) {
	who, _, err := workflow.FindPerson(r, e.By)
	return text.Say("tongket.by", "name", who.Name, "at", local(c, e.At)), err
}

// doubtLines name the numbers of a paragraph that the figures do not have.
func doubtLines(d workflow.ReportDraft, p workflow.ReportParagraph) []text.Notice {
	var list []text.Notice
	for _, doubt := range d.Doubts(p) {
		key := "tongket.doubt_unknown"
		if doubt.Stale {
			key = "tongket.doubt_stale"
		}
		list = append(list, text.Say(key, "number", doubt.Number))
	}
	return list
}
