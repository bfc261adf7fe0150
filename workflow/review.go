package workflow

import (
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// foreign refuses to let somebody review a unit they belong to, in whatever role:
// the last word on it, whatever a conversation thought before. What else it takes
// to review is the caller's to check with Actor.May.
func foreign(r storage.Reader, act Act, c *rules.Cluster, member string) error {
	list, err := seats.List(r, join(c.ID, act.By)+"/")
	if err == nil && slices.ContainsFunc(list, func(s Seat) bool { return s.Member == member }) {
		return text.Wrong("duyet.own_unit")
	}
	return err
}

// AcceptFigures accepts submitted figures of one member: the named criteria, or
// all when none are named. It returns how many it accepted. Nobody accepts what
// they entered themselves.
func AcceptFigures(tx storage.Tx, act Act, c *rules.Cluster, period, member string, criteria ...string) (int, error) {
	if err := foreign(tx, act, c, member); err != nil {
		return 0, err
	}
	if err := sealed(tx, c, figuresOf(period)); err != nil {
		return 0, err
	}
	n := 0
	for _, k := range c.Criteria(period) {
		if len(criteria) > 0 && !slices.Contains(criteria, k.ID) {
			continue
		}
		s := Subject{c.ID, c.Year, period, member, k.ID}
		f, err := FindFigure(tx, s)
		if err != nil {
			return n, err
		}
		if f.Sent == nil {
			continue
		}
		if f.Sent.By == act.By {
			return n, text.Wrong("review.second_person", "name", k.Name)
		}
		verified := *f.Sent
		if f.Draft != nil { // closed with the rest; what it said is in the log
			if err := logSubject(tx, act, s, Change{What: "figure.drop", From: valueLine(f.Draft)}); err != nil {
				return n, err
			}
		}
		f.Self, f.Sent, f.Draft, f.Returned, f.First, f.Void = f.Sent, nil, nil, nil, nil, nil
		if err := f.accept(tx, act, verified, Change{What: "figure.accept", To: valueLine(&verified)}); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// accept keeps a value as verified.
func (f Figure) accept(tx storage.Tx, act Act, e Entry, line Change) error {
	line.From = valueLine(f.Accepted)
	e.AcceptedBy, e.AcceptedAt = act.By, act.At.UTC()
	f.Accepted, f.Agreed = &e, nil
	if err := figures.Put(tx, f); err != nil {
		return err
	}
	return logSubject(tx, act, f.Subject, line)
}

// Correct verifies another value than was reported, or changes what was verified
// at the second look; the reason is printed. The unit may explain.
func Correct(tx storage.Tx, act Act, c *rules.Cluster, s Subject, v score.Value, raw, reason string) error {
	f, k, err := reviewed(tx, act, c, s)
	if err != nil {
		return err
	}
	stands := f.Sent
	if stands == nil {
		stands = f.Accepted
	}
	switch {
	case !k.Method.Kind.Reported():
		return text.Wrong("figure.number", "name", k.Name)
	case stands == nil:
		return text.Wrong("review.not_sent", "name", k.Name)
	case f.Sent != nil && f.Sent.By == act.By:
		return text.Wrong("review.second_person", "name", k.Name)
	case ValueText(stands.Value) == ValueText(v):
		return text.Wrong("review.same", "name", k.Name)
	case reason == "":
		return text.Wrong("review.reason_needed")
	}
	if err := CheckValue(k, v); err != nil {
		return err
	}
	if f.Draft != nil {
		if err := logSubject(tx, act, s, Change{What: "figure.drop", From: valueLine(f.Draft)}); err != nil {
			return err
		}
		f.Draft = nil
	}
	if f.Sent != nil {
		f.Self, f.Sent, f.First = f.Sent, nil, nil
	} else if f.First == nil {
		f.First = f.Accepted
	}
	f.Returned, f.Void = nil, nil
	f.answer(act, reason)
	return f.accept(tx, act, Entry{Value: v, Raw: raw, Note: reason, By: act.By, At: act.At.UTC()},
		Change{What: "figure.correct", To: valueLine(&Entry{Value: v}), Reason: reason})
}

// KeepVerified answers a unit's explanation: what was verified stays, and why.
func KeepVerified(tx storage.Tx, act Act, c *rules.Cluster, s Subject, reason string) error {
	f, k, err := reviewed(tx, act, c, s)
	switch {
	case err != nil:
		return err
	case !f.Pleads():
		return text.Wrong("review.no_plea", "name", k.Name)
	case reason == "":
		return text.Wrong("review.reason_needed")
	}
	f.answer(act, reason)
	if err := figures.Put(tx, f); err != nil {
		return err
	}
	return logSubject(tx, act, s, Change{What: "figure.keep", To: valueLine(f.Accepted), Reason: reason})
}

// answer closes an open explanation.
func (f *Figure) answer(act Act, reason string) {
	if f.Pleads() {
		f.Plea.Answer, f.Plea.Answered = reason, &Approval{act.By, act.At.UTC()}
	}
}

// reviewed is a figure that somebody of another unit is about to decide on, and
// that may still be decided on.
func reviewed(r storage.Reader, act Act, c *rules.Cluster, s Subject) (f Figure, k *rules.Criterion, err error) {
	if err = foreign(r, act, c, s.Member); err != nil {
		return f, nil, err
	}
	if k, err = s.criterion(c); err != nil {
		return f, nil, err
	}
	if err = sealed(r, c, figuresOf(s.Period)); err != nil {
		return f, nil, err
	}
	if f, err = FindFigure(r, s); err == nil && f.Final != nil {
		err = text.Wrong("figure.final", "name", k.Name)
	}
	return f, k, err
}

// Finalise (chốt) makes what stands in a member's period final: everything that
// was submitted is verified, every explanation answered, no time left to explain
// or the unit agrees, and nothing by the one who entered it. What the unit never
// reported stays open and holds nothing up. It returns how many figures became
// final.
func Finalise(tx storage.Tx, act Act, c *rules.Cluster, period, member string) (int, error) {
	if err := foreign(tx, act, c, member); err != nil {
		return 0, err
	}
	if err := sealed(tx, c, figuresOf(period)); err != nil {
		return 0, err
	}
	entered, err := Figures(tx, c, period, member)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, k := range c.Criteria(period) {
		f := entered[k.ID]
		switch {
		case f.Sent != nil, f.Accepted == nil && f.Returned != nil:
			return 0, text.Wrong("review.not_verified", "name", k.Name)
		case f.Accepted == nil || f.Final != nil:
			continue
		case f.Pleads():
			return 0, text.Wrong("review.open_plea", "name", k.Name)
		case f.replies(c, act.At):
			return 0, text.Wrong("review.open_window", "name", k.Name, "until", onClock(c, f.ReplyUntil(c)))
		case f.Accepted.By == act.By:
			return 0, text.Wrong("review.second_person", "name", k.Name)
		}
		f.Final = &Approval{act.By, act.At.UTC()}
		if err := figures.Put(tx, f); err != nil {
			return 0, err
		}
		if err := logSubject(tx, act, f.Subject, Change{What: "figure.final", To: valueLine(f.Accepted)}); err != nil {
			return 0, err
		}
		n++
	}
	if n == 0 {
		return 0, text.Wrong("review.nothing_final")
	}
	return n, nil
}

// ReturnFigure sends a figure back with a reason. Its value becomes the draft
// that the official corrects; until it is submitted again it does not count.
func ReturnFigure(tx storage.Tx, act Act, c *rules.Cluster, s Subject, reason string) error {
	f, k, err := reviewed(tx, act, c, s)
	if err != nil {
		return err
	}
	back := f.Sent
	if back == nil {
		back = f.Accepted
	}
	if back == nil || !k.Method.Kind.Reported() {
		return text.Wrong("review.nothing_to_return", "name", k.Name)
	}
	if reason == "" {
		return text.Wrong("review.reason_needed")
	}
	before := valueLine(back)
	if f.Draft == nil {
		f.Draft = &Entry{Value: back.Value, Raw: back.Raw, Note: back.Note, Score: back.Score, ScoreWhy: back.ScoreWhy, Unlikely: back.Unlikely, By: back.By, At: back.At}
		if f.Self != nil { // the unit's own value, not what the reviewer made of it
			own := *f.Self
			own.AcceptedBy, own.AcceptedAt = "", time.Time{}
			f.Draft = &own
		}
	}
	f.answer(act, reason)
	f.Sent, f.Accepted, f.Self, f.First, f.Agreed, f.Void = nil, nil, nil, nil, nil, nil
	f.Returned = &Returned{Reason: reason, By: act.By, At: act.At.UTC()}
	if err := figures.Put(tx, f); err != nil {
		return err
	}
	return logSubject(tx, act, s, Change{What: "figure.return", From: before, Reason: reason})
}

// annul takes an approval away that no longer fits what it approved.
func (f *Figure) annul(from, to string, act Act) {
	if f.Accepted == nil {
		return
	}
	f.Void = &Void{From: from, To: to, By: f.Accepted.AcceptedBy, At: act.At.UTC()}
	f.Accepted, f.First, f.Self, f.Plea, f.Agreed, f.Final = nil, nil, nil, nil, nil, nil
}

// reopen takes the approval of a reported figure away because what it is measured
// against changed: it waits for a reviewer again.
func reopen(tx storage.Tx, act Act, c *rules.Cluster, s Subject, from, to string) error {
	f, err := FindFigure(tx, s)
	if err != nil || f.Accepted == nil {
		return err
	}
	if k, err := s.criterion(c); err != nil || !k.Method.Kind.Reported() {
		return err
	}
	again := *f.Accepted
	if f.Self != nil { // the unit's own value, not what the reviewer made of it
		again = *f.Self
		from += ", " + valueLine(f.Accepted)
	}
	again.AcceptedBy, again.AcceptedAt = "", time.Time{}
	f.annul(from, to, act)
	f.Sent = &again
	if err := figures.Put(tx, f); err != nil {
		return err
	}
	return logSubject(tx, act, s, Change{What: "figure.void", From: from, To: to})
}

// Mark sets a value at review: points typed by the verifier, a place, a bonus or
// a penalty, or the days late that dates do not show. It counts at once as
// verified. Days late need a reason, and so does changing a mark.
func Mark(tx storage.Tx, act Act, c *rules.Cluster, s Subject, v score.Value, raw, reason string) error {
	f, k, err := reviewed(tx, act, c, s)
	if err != nil {
		return err
	}
	switch {
	case k.Method.Kind.Reported():
		return text.Wrong("review.not_marked", "name", k.Name)
	case v.Kind == score.Missing:
		return text.Wrong("figure.number", "name", k.Name)
	}
	if err := CheckValue(k, v); err != nil {
		return err
	}
	if (k.Method.Kind == rules.OnTime || v.Kind == score.NotApplicable) && reason == "" {
		return text.Wrong("review.reason_needed")
	}
	if f.Accepted != nil && ValueText(f.Accepted.Value) != ValueText(v) {
		if reason == "" {
			return text.Wrong("review.reason_needed")
		}
		if f.First == nil {
			f.First = f.Accepted
		}
	}
	f.Sent, f.Draft = nil, nil
	f.answer(act, reason)
	e := Entry{Value: v, Raw: raw, Note: reason, By: act.By, At: act.At.UTC()}
	return f.accept(tx, act, e, Change{What: "figure.mark", To: valueLine(&e), Reason: reason})
}
