package workflow

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A ReportEdit is what somebody wrote in the place of a generated paragraph. It
// stays, whatever the figures do, until it is taken back.
type ReportEdit struct {
	Cluster string    `json:"cluster"`
	Year    int       `json:"year"`
	Period  string    `json:"period"`
	Key     string    `json:"key"`
	Section string    `json:"section,omitempty"` // of the paragraph, should it no longer be generated
	Text    string    `json:"text"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`

	// Explained are the numbers of the text that the figures explained when it was
	// written, as they are written.
	Explained []string `json:"explained,omitempty"`
}

var reportEdits = storage.Table[ReportEdit]{Name: "reporttexts", Key: func(e ReportEdit) string {
	return join(yearKey(e.Cluster, e.Year), e.Period, e.Key)
}}

// LongestParagraph is how many characters a paragraph has at most: a page.
const LongestParagraph = 3500

// edited puts what people wrote in the place of what is generated. A text whose
// paragraph is no longer generated goes to the end of its section.
func (d *ReportDraft) edited(r storage.Reader) error {
	list, err := reportEdits.List(r, join(yearKey(d.Cluster.ID, d.Cluster.Year), d.Period.ID)+"/")
	for _, e := range list {
		i := slices.IndexFunc(d.Paragraphs, func(p ReportParagraph) bool { return p.Key == e.Key })
		if i < 0 {
			last := len(d.Paragraphs)
			for j, p := range d.Paragraphs {
				if p.Section == e.Section {
					last = j + 1
				}
			}
			i = last
			d.Paragraphs = slices.Insert(d.Paragraphs, i, ReportParagraph{Key: e.Key, Section: e.Section})
		}
		d.Paragraphs[i].Edit = &e
	}
	return err
}

// A Doubt is a number in an edited paragraph that is not in the figures.
type Doubt struct {
	Number string // as it is written
	Stale  bool   // it was in the figures when the paragraph was written
}

// Doubts are the numbers of an edited paragraph that the figures do not explain.
func (d ReportDraft) Doubts(p ReportParagraph) []Doubt {
	if p.Edit == nil {
		return nil
	}
	var list []Doubt
	for _, n := range d.unexplained(p, p.Edit.Text) {
		list = append(list, Doubt{n, slices.Contains(p.Edit.Explained, n)})
	}
	return list
}

// unexplained are the numbers of a text that a paragraph does not get from the
// figures.
func (d ReportDraft) unexplained(p ReportParagraph, said string) []string {
	if p.known != nil {
		return p.known.Unexplained(said)
	}
	return d.Numbers.Unexplained(said)
}

// EditReport puts a text in the place of a paragraph.
func EditReport(tx storage.Tx, act Act, c *rules.Cluster, period, key, said string) error {
	d, p, err := editable(tx, act, c, period, key)
	if err != nil {
		return err
	}
	said = paragraphText(said)
	if n := utf8.RuneCountInString(said); n == 0 || n > LongestParagraph {
		return text.Wrong("tongket.too_long", "most", itoa(LongestParagraph))
	}
	e := ReportEdit{Cluster: c.ID, Year: c.Year, Period: period, Key: key, Section: p.Section, Text: said, By: act.By, At: act.At.UTC()}
	doubted := d.unexplained(p, said)
	for _, n := range numbersIn(said) {
		if !slices.Contains(doubted, n) {
			e.Explained = append(e.Explained, n)
		}
	}
	if err := reportEdits.Put(tx, e); err != nil {
		return err
	}
	return Log(tx, act, c.ID, Change{What: "report.edit", Year: c.Year, Period: period, From: p.Text(), To: said, Reason: key})
}

// RestoreReport takes the generated paragraph back.
func RestoreReport(tx storage.Tx, act Act, c *rules.Cluster, period, key string) error {
	_, p, err := editable(tx, act, c, period, key)
	if err != nil {
		return err
	}
	if p.Edit == nil {
		return text.Wrong("tongket.not_edited")
	}
	if err := reportEdits.Delete(tx, *p.Edit); err != nil {
		return err
	}
	return Log(tx, act, c.ID, Change{What: "report.restore", Year: c.Year, Period: period, From: p.Edit.Text, To: p.Generated, Reason: key})
}

// editable is the paragraph that the actor may write.
func editable(r storage.Reader, act Act, c *rules.Cluster, period, key string) (ReportDraft, ReportParagraph, error) {
	if err := permit(r, act, c, MayWrite, "", "tongket.not_yours"); err != nil {
		return ReportDraft{}, ReportParagraph{}, err
	}
	if err := sealed(r, c, figuresOf(period)); err != nil {
		return ReportDraft{}, ReportParagraph{}, err
	}
	d, err := DraftReport(r, c, period, act.At)
	if err != nil {
		return d, ReportParagraph{}, err
	}
	i := slices.IndexFunc(d.Paragraphs, func(p ReportParagraph) bool { return p.Key == key })
	if i < 0 {
		return d, ReportParagraph{}, text.Wrong("tongket.no_paragraph")
	}
	return d, d.Paragraphs[i], nil
}

// paragraphText is what was typed as it is kept: clean lines, no empty ones.
func paragraphText(said string) string {
	var lines []string
	for line := range strings.Lines(text.Clean(said)) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
