package bot

import (
	"strings"

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
}

// writing (sửa đoạn): which paragraph of the summary report, and what stands in
// its place.
var writing = dialog.Flow[writingForm]{
	Name:  "writing",
	Power: workflow.MayWrite,
	Steps: []dialog.Step[writingForm]{
		{Name: "which", Ask: askParagraph, Take: takeParagraph},
		{Name: "text", Ask: askParagraphText, Take: takeParagraphText, Free: true},
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
		q.Lines = append(q.Lines, text.Say(key, "n", n, "text", beginning(p.Text())))
		if i%buttonsInRow == 0 {
			q.Choices = append(q.Choices, nil)
		}
		last := &q.Choices[len(q.Choices)-1]
		*last = append(*last, dialog.Choice{Value: p.Key, Label: text.Say("tongket.number", "n", n)})
	}
	return q, nil
}

// beginning is how a paragraph begins, as much as tells it from others.
func beginning(s string) string {
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
	if err := workflow.EditReport(t.Tx, t.Act(), c, f.Period, f.Key, a.Text); err != nil {
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
