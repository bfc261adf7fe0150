package workflow

import (
	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// A SelfScore is one criterion with the points that a unit gives itself (điểm tự
// chấm), beside those that its newest figure earns. No points follow from it.
type SelfScore struct {
	Criterion *rules.Criterion
	Computed  *decimal.Decimal // nil: there is no figure yet
	Given     *decimal.Decimal // nil: none were given
	Open      bool             // may be given or changed now
}

// SelfScores are a unit's own points in the order of the criteria; what is not
// scored is left out. Drafts count as if they were sent, its own alone.
func SelfScores(r storage.Reader, c *rules.Cluster, period, member string) ([]SelfScore, error) {
	in, err := scoreInput(r, c, period, func(f Figure) score.Figure {
		if e := f.selfEntry(); f.Member == member && e != nil && e != f.Claim {
			return score.Figure{Value: e.Value, Verified: true}
		}
		return f.counts()
	})
	if err != nil {
		return nil, err
	}
	entered, err := Figures(r, c, period, member)
	if err != nil {
		return nil, err
	}
	var list []SelfScore
	for _, row := range score.Rank(in).Rows {
		for _, cell := range row.Cells {
			k := cell.Criterion
			if row.Member.ID != member || k.Method.Kind == rules.None {
				continue
			}
			f := entered[k.ID]
			s := SelfScore{Criterion: k, Open: f.selfClosed(k) == nil}
			e := f.selfEntry()
			if k.Method.Kind.Reported() && e != nil || k.Method.Kind == rules.OnTime && cell.State == score.StateVerified {
				s.Computed = &cell.Points
			}
			s.Given = e.ownPoints()
			list = append(list, s)
		}
	}
	return list, nil
}

// SelfLimits are the least and the most that a unit may give itself.
func SelfLimits(k *rules.Criterion) (least, most decimal.Decimal) {
	switch {
	case k.Method.Kind == rules.Adjust:
		return k.Method.Min, k.Method.Max
	case k.Method.Bonus != nil:
		return decimal.Decimal{}, k.Points.Add(k.Method.Bonus.Max)
	}
	return decimal.Decimal{}, k.Points
}

// GiveSelf keeps a unit's own points for a criterion, with the reason where they
// differ from what the figure earns; nil takes them back. What the unit reports
// carries them, so that another value has none; what is marked at review has a
// claim of its own.
func GiveSelf(tx storage.Tx, act Act, c *rules.Cluster, s Subject, points *decimal.Decimal, why string) error {
	k, err := s.criterion(c)
	if err != nil {
		return err
	}
	if err := CheckSelf(k, points); err != nil {
		return err
	}
	if err := sealed(tx, c, figuresOf(s.Period)); err != nil {
		return err
	}
	f, err := FindFigure(tx, s)
	if err == nil {
		err = f.selfClosed(k)
	}
	if err != nil {
		return err
	}
	var given Entry // a copy: nothing that was read before changes
	if e := f.selfEntry(); e != nil {
		given = *e
	}
	from := given.Score
	given.Score, given.ScoreWhy = "", why
	if points != nil {
		given.Score = points.String()
	}
	switch {
	case !k.Method.Kind.Reported():
		given.By, given.At = act.By, act.At.UTC()
		f.Claim = &given
	case f.Draft != nil:
		f.Draft = &given
	default:
		f.Sent = &given
	}
	if err := figures.Put(tx, f); err != nil {
		return err
	}
	return logSubject(tx, act, s, Change{What: "figure.selfscore", From: from, To: given.Score, Reason: why})
}

// CheckSelf refuses points that a unit cannot give itself.
func CheckSelf(k *rules.Criterion, points *decimal.Decimal) error {
	least, most := SelfLimits(k)
	switch {
	case k.Method.Kind == rules.None:
		return text.Wrong("tucham.not_scored", "name", k.Name)
	case points == nil:
		return nil
	case points.Less(least), most.Less(*points), !points.Equal(points.Round(2)):
		return text.Wrong("tucham.range", "name", k.Name, "min", least.String(), "max", most.String())
	}
	return nil
}

// selfEntry carries a unit's own points: its newest value, or its claim where it
// reports none; nil when there is neither.
func (f Figure) selfEntry() *Entry {
	switch {
	case f.Draft != nil:
		return f.Draft
	case f.Sent != nil:
		return f.Sent
	case f.Self != nil:
		return f.Self
	}
	return f.Claim
}

// selfClosed says why a unit's own points cannot be given now; nil when they can.
func (f Figure) selfClosed(k *rules.Criterion) error {
	switch {
	case f.Draft != nil || f.Sent != nil:
		return nil
	case f.closed(k) != nil:
		return f.closed(k)
	case k.Method.Kind.Reported():
		return text.Wrong("tucham.no_figure", "name", k.Name)
	}
	return nil
}

// ownPoints are the unit's own points; nil where it gave none.
func (e *Entry) ownPoints() *decimal.Decimal {
	if e == nil || e.Score == "" {
		return nil
	}
	d, err := decimal.Parse(e.Score)
	if err != nil {
		return nil
	}
	return &d
}

// Self is what stands in the unit's own column: the points that it gave itself
// with what it reported or, where it gave none, those that its figure earns. own
// says which.
func (s Standing) Self() (points *decimal.Decimal, own bool) {
	e := s.Figure.Reported()
	if e == nil {
		e = s.Figure.Claim
	}
	if d := e.ownPoints(); d != nil && s.Criterion.Method.Kind != rules.None {
		return d, true
	}
	return s.Reported, false
}

// ownReason is why the unit gave itself other points than its figure earns.
func (s Standing) ownReason() string {
	for _, e := range []*Entry{s.Figure.Reported(), s.Figure.Claim} {
		if e != nil && e.Score != "" {
			return e.ScoreWhy
		}
	}
	return ""
}
