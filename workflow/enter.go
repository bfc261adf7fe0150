package workflow

import (
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// MayEnter says whether a value can be entered now: a Problem when not. It returns
// the figure as it stands, and whether the head has unlocked it.
func MayEnter(r storage.Reader, at time.Time, c *rules.Cluster, s Subject, v score.Value) (f Figure, unlocked bool, err error) {
	if f, err = FindFigure(r, s); err != nil {
		return f, false, err
	}
	k, err := s.criterion(c)
	if err != nil {
		return f, false, err
	}
	if !k.Method.Kind.Reported() {
		return f, false, text.Wrong("baocao.no_such", "text", k.ID)
	}
	if err := sealed(r, c, figuresOf(s.Period)); err != nil {
		return f, false, err
	}
	if unlocked, err = Unlocked(r, c, s, at); err != nil {
		return f, false, err
	}
	if err := f.closed(k); err != nil && !unlocked {
		return f, false, err
	}
	return f, unlocked, CheckValue(k, v)
}

// Enter keeps what an official typed as a draft. Whoever typed it reads it back
// before it is submitted. An accepted figure is closed until a reviewer returns
// it or the head unlocks it.
func Enter(tx storage.Tx, act Act, c *rules.Cluster, s Subject, e Entry) (Figure, error) {
	f, unlocked, err := MayEnter(tx, act.At, c, s, e.Value)
	if err != nil {
		return f, err
	}
	if e.Value.Kind == score.NotApplicable && e.Note == "" {
		k, _ := c.Criterion(s.Criterion)
		return f, text.Wrong("figure.na_reason", "name", k.Name)
	}
	before := valueLine(f.Latest())
	if f.Draft != nil && f.Returned != nil && e.Explained == "" {
		e.Explained = f.Draft.Explained
	}
	k, _ := c.Criterion(s.Criterion)
	e.By, e.At, e.Late = act.By, act.At.UTC(), unlocked && f.closed(k) != nil
	f.Draft = &e
	if err := figures.Put(tx, f); err != nil {
		return f, err
	}
	return f, logSubject(tx, act, s, Change{What: "figure.draft", From: before, To: valueLine(f.Draft), Reason: firstOf(e.Note, e.Unlikely)})
}

// Earlier is what a member last reported for a criterion: in this period, or else
// in the one before it; nil where that was no number.
func Earlier(r storage.Reader, c *rules.Cluster, s Subject) (*decimal.Decimal, error) {
	i := slices.IndexFunc(c.Periods, func(p rules.Period) bool { return p.ID == s.Period })
	for ; i >= 0; i-- {
		s.Period = c.Periods[i].ID
		f, err := FindFigure(r, s)
		if err != nil {
			return nil, err
		}
		e := f.Reported()
		if e == nil {
			e = f.Accepted
		}
		if e != nil && e.Value.Kind == score.Number {
			return &e.Value.Number, nil
		}
	}
	return nil, nil
}

// closed says why a figure takes no new value; nil when it does.
func (f Figure) closed(k *rules.Criterion) error {
	switch {
	case f.Final != nil:
		return text.Wrong("figure.final", "name", k.Name)
	case f.Accepted != nil:
		return text.Wrong("figure.closed", "name", k.Name)
	}
	return nil
}

// Explain keeps a unit's explanation (giải trình): of a figure that was sent
// back and stays as it is, or of one that was verified otherwise than the unit
// sees it. The first goes with the next submission, the second waits for a second
// look at once; the cluster file may say for how many days it is taken.
func Explain(tx storage.Tx, act Act, c *rules.Cluster, s Subject, said string) (Figure, error) {
	f, err := FindFigure(tx, s)
	if err != nil {
		return f, err
	}
	k, err := s.criterion(c)
	if err != nil {
		return f, err
	}
	if err := sealed(tx, c, figuresOf(s.Period)); err != nil {
		return f, err
	}
	until := f.ReplyUntil(c)
	switch {
	case said == "":
		return f, text.Wrong("review.reason_needed")
	case f.Final != nil:
		return f, text.Wrong("figure.final", "name", k.Name)
	case f.Returned != nil && f.Draft != nil:
		f.Draft.Explained, f.Draft.By, f.Draft.At = said, act.By, act.At.UTC()
	case f.Accepted != nil && !until.IsZero() && act.At.After(until):
		return f, text.Wrong("figure.reply_closed", "name", k.Name, "until", onClock(c, until), "days", itoa(c.Review.ReplyDays))
	case f.Accepted != nil && !f.Pleads():
		f.Agreed = nil
		f.Plea = &Plea{Text: said, By: act.By, At: act.At.UTC()}
	case f.Pleads():
		f.Plea.Text, f.Plea.By, f.Plea.At = said, act.By, act.At.UTC()
	default:
		return f, text.Wrong("figure.nothing_to_explain", "name", k.Name)
	}
	if err := figures.Put(tx, f); err != nil {
		return f, err
	}
	return f, logSubject(tx, act, s, Change{What: "figure.explain", To: valueLine(f.Latest()), Reason: said})
}

// Agree says that a unit has nothing to explain of what was verified of its
// period, so that nobody waits for the end of its days. It returns how many
// figures that was.
func Agree(tx storage.Tx, act Act, c *rules.Cluster, period, member string) (n int, err error) {
	if err := permit(tx, act, c, MayReport, member, "giaitrinh.not_official"); err != nil {
		return 0, err
	}
	if err := sealed(tx, c, figuresOf(period)); err != nil {
		return 0, err
	}
	entered, err := Figures(tx, c, period, member)
	if err != nil {
		return 0, err
	}
	for _, k := range c.Criteria(period) {
		f := entered[k.ID]
		switch {
		case f.Pleads():
			return 0, text.Wrong("giaitrinh.open", "name", k.Name)
		case !f.replies(c, act.At):
			continue
		}
		f.Agreed = &Approval{act.By, act.At.UTC()}
		if err := figures.Put(tx, f); err != nil {
			return 0, err
		}
		if err := logSubject(tx, act, f.Subject, Change{What: "figure.agree", To: valueLine(f.Accepted)}); err != nil {
			return 0, err
		}
		n++
	}
	if n == 0 {
		return 0, text.Wrong("giaitrinh.nothing_to_agree")
	}
	return n, nil
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
