package workflow

import (
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// A Figure (số liệu) is one member's value for one criterion in one period, on
// its way from draft to accepted. A draft never counts, an accepted value counts
// before a submitted one.
type Figure struct {
	Subject
	Draft    *Entry    `json:"draft,omitempty"`    // typed, not yet submitted
	Sent     *Entry    `json:"sent,omitempty"`     // submitted, not yet accepted
	Accepted *Entry    `json:"accepted,omitempty"` // verified by someone of another unit, or marked at review
	Returned *Returned `json:"returned,omitempty"` // sent back; until it is submitted again
}

// An Entry is a value with where it came from.
type Entry struct {
	Value score.Value `json:"value"` // Missing: declared "chưa có" (none to report)
	Raw   string      `json:"raw,omitempty"`
	Note  string      `json:"note,omitempty"` // the reason of an n/a, of a mark
	By    string      `json:"by"`
	At    time.Time   `json:"at"`

	AcceptedBy string    `json:"accepted_by,omitempty"`
	AcceptedAt time.Time `json:"accepted_at,omitzero"`
}

// Returned says why a figure was sent back.
type Returned struct {
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

var figures = storage.Table[Figure]{Name: "figures", Key: func(f Figure) string { return f.key() }}

// FindFigure returns a figure as it stands, empty when nothing was entered.
func FindFigure(r storage.Reader, s Subject) (Figure, error) {
	f, _, err := figures.Find(r, s.key())
	f.Subject = s
	return f, err
}

// Figures returns what was entered for a member's period, by criterion id.
func Figures(r storage.Reader, c *rules.Cluster, period, member string) (map[string]Figure, error) {
	list, err := figures.List(r, join(yearKey(c.ID, c.Year), period, member)+"/")
	byID := make(map[string]Figure, len(list))
	for _, f := range list {
		byID[f.Criterion] = f
	}
	return byID, err
}

// Latest is the newest value entered, whatever its state; nil when none.
func (f Figure) Latest() *Entry {
	switch {
	case f.Draft != nil:
		return f.Draft
	case f.Sent != nil:
		return f.Sent
	}
	return f.Accepted
}

// Enter keeps a value as a draft. Whoever typed it reads it back before it is
// submitted. An accepted figure is closed until a reviewer returns it.
func Enter(tx storage.Tx, act Act, c *rules.Cluster, s Subject, v score.Value, raw, note string) (Figure, error) {
	f, err := FindFigure(tx, s)
	if err != nil {
		return f, err
	}
	k, err := s.criterion(c)
	if err != nil {
		return f, err
	}
	if !k.Method.Kind.Reported() {
		return f, text.Wrong("baocao.no_such", "text", k.ID)
	}
	if f.Accepted != nil {
		return f, text.Wrong("figure.closed", "name", k.Name)
	}
	if err := checkValue(k, v); err != nil {
		return f, err
	}
	if v.Kind == score.NotApplicable && note == "" {
		return f, text.Wrong("figure.na_reason", "name", k.Name)
	}
	before := valueLine(f.Latest())
	f.Draft = &Entry{Value: v, Raw: raw, Note: note, By: act.By, At: act.At.UTC()}
	if err := figures.Put(tx, f); err != nil {
		return f, err
	}
	return f, logSubject(tx, act, s, Change{What: "figure.draft", From: before, To: valueLine(f.Draft), Reason: note})
}

// checkValue refuses what a criterion cannot hold: docs/formats.md, section 4.
func checkValue(k *rules.Criterion, v score.Value) error {
	if v.Kind == score.NotApplicable || v.Kind == score.Missing {
		return nil
	}
	pass := k.Method.Kind == rules.Pass
	d := v.Number
	switch {
	case pass != (v.Kind == score.Yes || v.Kind == score.No):
		return text.Wrong(map[bool]string{true: "figure.yes_no", false: "figure.number"}[pass], "name", k.Name)
	case pass:
		return nil
	case k.Lower && d.Sign() < 0:
		return text.Wrong("figure.negative", "name", k.Name)
	case k.Method.Kind == rules.Direct && (d.Sign() < 0 || k.Points.Less(d)):
		return text.Wrong("figure.direct", "name", k.Name, "max", k.Points.String())
	case k.Method.Kind == rules.Places && (!d.IsInt() || d.Sign() <= 0):
		return text.Wrong("figure.place", "name", k.Name)
	case k.Method.Kind == rules.OnTime && (!d.IsInt() || d.Sign() < 0):
		return text.Wrong("figure.days", "name", k.Name)
	}
	return nil
}

// ValueText is a value in machine form: a number, yes, no, n/a, or "" when there
// is none to report.
func ValueText(v score.Value) string {
	if v.Kind == score.Number {
		return v.Number.String()
	}
	return string(v.Kind)
}

// valueLine is an entry as the log and the receipt write it.
func valueLine(e *Entry) string {
	switch {
	case e == nil:
		return ""
	case e.Value.Kind == score.Missing:
		return "none"
	}
	return ValueText(e.Value)
}
