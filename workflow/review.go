package workflow

import (
	"slices"

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
// all when none are named. It returns how many it accepted.
func AcceptFigures(tx storage.Tx, act Act, c *rules.Cluster, period, member string, criteria ...string) (int, error) {
	if err := foreign(tx, act, c, member); err != nil {
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
		before := valueLine(f.Accepted)
		f.Accepted, f.Sent, f.Returned = f.Sent, nil, nil
		f.Accepted.AcceptedBy, f.Accepted.AcceptedAt = act.By, act.At.UTC()
		if err := figures.Put(tx, f); err != nil {
			return n, err
		}
		if err := logSubject(tx, act, s, Change{What: "figure.accept", From: before, To: valueLine(f.Accepted)}); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// ReturnFigure sends a figure back with a reason. Its value becomes the draft
// that the official corrects; until it is submitted again it does not count.
func ReturnFigure(tx storage.Tx, act Act, c *rules.Cluster, s Subject, reason string) error {
	if err := foreign(tx, act, c, s.Member); err != nil {
		return err
	}
	f, err := FindFigure(tx, s)
	if err != nil {
		return err
	}
	k, err := s.criterion(c)
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
		f.Draft = &Entry{Value: back.Value, Raw: back.Raw, Note: back.Note, By: back.By, At: back.At}
	}
	f.Sent, f.Accepted = nil, nil
	f.Returned = &Returned{Reason: reason, By: act.By, At: act.At.UTC()}
	if err := figures.Put(tx, f); err != nil {
		return err
	}
	return logSubject(tx, act, s, Change{What: "figure.return", From: before, Reason: reason})
}

// Mark sets a value at review: points typed by the verifier, a place, a bonus or
// a penalty, or the days late that dates do not show. It counts at once as
// verified. Days late need a reason.
func Mark(tx storage.Tx, act Act, c *rules.Cluster, s Subject, v score.Value, raw, reason string) error {
	if err := foreign(tx, act, c, s.Member); err != nil {
		return err
	}
	k, err := s.criterion(c)
	if err != nil {
		return err
	}
	switch {
	case k.Method.Kind.Reported():
		return text.Wrong("review.not_marked", "name", k.Name)
	case v.Kind == score.Missing:
		return text.Wrong("figure.number", "name", k.Name)
	}
	if err := checkValue(k, v); err != nil {
		return err
	}
	if (k.Method.Kind == rules.OnTime || v.Kind == score.NotApplicable) && reason == "" {
		return text.Wrong("review.reason_needed")
	}
	f, err := FindFigure(tx, s)
	if err != nil {
		return err
	}
	before := valueLine(f.Accepted)
	f.Sent, f.Draft = nil, nil
	f.Accepted = &Entry{Value: v, Raw: raw, Note: reason, By: act.By, At: act.At.UTC(), AcceptedBy: act.By, AcceptedAt: act.At.UTC()}
	if err := figures.Put(tx, f); err != nil {
		return err
	}
	return logSubject(tx, act, s, Change{What: "figure.mark", From: before, To: valueLine(f.Accepted), Reason: reason})
}
