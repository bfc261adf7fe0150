package workflow

import (
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// A Figure (số liệu) is one member's value for one criterion in one period, on
// its way from draft to final: typed, submitted, verified (perhaps with another
// value than reported), explained by the unit where it sees it otherwise, final.
// A draft never counts; a verified value counts before a submitted one.
type Figure struct {
	Subject
	Draft    *Entry    `json:"draft,omitempty"`    // typed, not yet submitted
	Sent     *Entry    `json:"sent,omitempty"`     // submitted, not yet accepted
	Accepted *Entry    `json:"accepted,omitempty"` // verified by someone of another unit, or marked at review
	Returned *Returned `json:"returned,omitempty"` // sent back; until it is submitted again

	Self   *Entry    `json:"self,omitempty"`   // as the unit reported what was verified; nil: it reported nothing
	Claim  *Entry    `json:"claim,omitempty"`  // the unit's own points for what is marked at review; it has no value
	First  *Entry    `json:"first,omitempty"`  // as it was verified first, where a second look changed it
	Plea   *Plea     `json:"plea,omitempty"`   // the unit's explanation of what was verified
	Agreed *Approval `json:"agreed,omitempty"` // the unit has nothing to explain of what was verified
	Final  *Approval `json:"final,omitempty"`  // nothing changes any more but by the head's unlocking
	Void   *Void     `json:"void,omitempty"`   // the approval that a later change took away, until the next one
}

// An Entry is a value with where it came from.
type Entry struct {
	Value score.Value `json:"value"` // Missing: declared "chưa có" (none to report)
	Raw   string      `json:"raw,omitempty"`
	Note  string      `json:"note,omitempty"` // the reason of an n/a, of a mark, of a correction
	By    string      `json:"by"`
	At    time.Time   `json:"at"`

	Unlikely  string `json:"unlikely,omitempty"`  // why the unit insists on a value far from what is usual
	Explained string `json:"explained,omitempty"` // the unit's explanation (giải trình) of a value that was sent back
	Score     string `json:"score,omitempty"`     // the unit's own points (điểm tự chấm) where it gave them; a decimal
	ScoreWhy  string `json:"score_why,omitempty"` // why they differ from those that the value earns
	Late      bool   `json:"late,omitempty"`      // entered under an unlocking
	Message   int    `json:"message,omitempty"`   // the chat message that said it, for correcting it by editing

	AcceptedBy string    `json:"accepted_by,omitempty"`
	AcceptedAt time.Time `json:"accepted_at,omitzero"`
}

// Returned says why a figure was sent back.
type Returned struct {
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// A Plea (giải trình) is what a unit answers to a verified value; it is open
// until a reviewer has looked a second time.
type Plea struct {
	Text string    `json:"text"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`

	Answer   string    `json:"answer,omitempty"` // the reviewer's reason
	Answered *Approval `json:"answered,omitempty"`
}

// An Approval is who approved and when.
type Approval struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// A Void is an approval that a later change took away: approval is of the
// content, so the reviewer sees from what to what.
type Void struct {
	From string    `json:"from"`
	To   string    `json:"to"`
	By   string    `json:"by"` // who had approved
	At   time.Time `json:"at"`
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

// Reported is the value as the unit reported it; nil when it has not, or not yet
// again.
func (f Figure) Reported() *Entry {
	if f.Sent != nil {
		return f.Sent
	}
	return f.Self
}

// Verified is the value as it was verified first; nil while it is not.
func (f Figure) Verified() *Entry {
	if f.First != nil {
		return f.First
	}
	return f.Accepted
}

// Pleads says whether an explanation waits for a second look.
func (f Figure) Pleads() bool { return f.Plea != nil && f.Plea.Answered == nil }

// CheckValue refuses what a criterion cannot hold: docs/formats.md, section 4.
func CheckValue(k *rules.Criterion, v score.Value) error {
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
