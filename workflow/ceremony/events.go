package ceremony

import (
	"time"

	"thidua/workflow/text"
)

// ready is the place that a person may fill now.
func (c *Ceremony) ready(field, person string, at time.Time) (*Place, error) {
	p, err := c.unsigned(field)
	if err != nil {
		return nil, err
	}
	if err := c.open(at); err != nil {
		return nil, err
	}
	if err := c.free(person, at); err != nil {
		return nil, err
	}
	switch {
	case p.Seal && !c.Reached(p):
		return nil, text.Wrong("ceremony.seal_first")
	case !c.Reached(p):
		return nil, text.Wrong("ceremony.not_yet")
	}
	return p, nil
}

// CanSign says whether a person could sign a place now, and why not.
func (c *Ceremony) CanSign(field, person, way string, at time.Time) error {
	p, err := c.ready(field, person, at)
	if err == nil && p.Seal && way != Token {
		err = text.Wrong("ceremony.seal_token")
	}
	return err
}

func (c *Ceremony) give(field string, h Hand, state string) error {
	if err := c.CanSign(field, h.Person, h.Way, h.At); err != nil {
		return err
	}
	p := c.Place(field)
	p.Hand, p.State, p.Reason, p.Confirmed, p.Unstamped = h, state, "", "", false
	c.Turn = nil // the signer's own, or one that has lapsed
	c.settle()
	return nil
}

// Sign fills a place. The last one completes the ceremony.
func (c *Ceremony) Sign(field string, h Hand) error { return c.give(field, h, Signed) }

// Pend is Sign where a time stamp is fetched first: everybody waits until
// Stamped or StampFailed.
func (c *Ceremony) Pend(field string, h Hand) error { return c.give(field, h, Pending) }

// Stamped ends the wait for a time stamp. What was signed in time counts, also
// when the time stamp comes after the deadline.
func (c *Ceremony) Stamped(field string) error { return c.stamp(field, false) }

// StampFailed ends the wait without a time stamp; the signature counts.
func (c *Ceremony) StampFailed(field string) error { return c.stamp(field, true) }

func (c *Ceremony) stamp(field string, failed bool) error {
	p := c.Place(field)
	if p == nil || p.State != Pending || c.State != Open {
		return text.Wrong("ceremony.not_pending")
	}
	p.State, p.Unstamped = Signed, failed
	c.settle()
	return nil
}

// Decline records that a place is not signed, and why. It may be signed after
// all.
func (c *Ceremony) Decline(field string, h Hand, reason string) error {
	p, err := c.unsigned(field)
	if err != nil {
		return err
	}
	if err := c.open(h.At); err != nil {
		return err
	}
	if t := c.Turn; t != nil && t.Field == field {
		if c.Holds(h.At) != nil && t.Person != h.Person {
			return c.free(h.Person, h.At)
		}
		c.Turn = nil
	}
	p.State, p.Hand, p.Reason = Declined, h, reason
	return nil
}

// Replace names another signer for a place that is not signed.
func (c *Ceremony) Replace(field string, s Signer, reason string, at time.Time) error {
	p, err := c.unsigned(field)
	if err != nil {
		return err
	}
	if err := c.open(at); err != nil {
		return err
	}
	if t := c.Holds(at); t != nil && t.Field == field {
		return c.free("", at)
	}
	p.State, p.Hand, p.Reason, p.Signer, p.Replaced = Waiting, Hand{}, "", s, reason
	return nil
}

// Take lends the file to somebody who signs a place outside. Who holds the turn
// for the place already gets it for as long again.
func (c *Ceremony) Take(t Turn, at time.Time) error {
	if _, err := c.ready(t.Field, t.Person, at); err != nil {
		return err
	}
	if c.over(t.Until) {
		t.Until = c.Until
	}
	c.Turn = &t
	return nil
}

// GiveBack ends a person's own turn.
func (c *Ceremony) GiveBack(person string, at time.Time) error {
	if t := c.Holds(at); t == nil || t.Person != person {
		return text.Wrong("ceremony.no_turn")
	}
	c.Turn = nil
	return nil
}

// EnterPaper records a signature with a pen, which a second person has to
// confirm. The order does not matter yet: the copy may have gone from hand to
// hand.
func (c *Ceremony) EnterPaper(field string, h Hand) error {
	p, err := c.unsigned(field)
	if err != nil {
		return err
	}
	if err := c.open(h.At); err != nil {
		return err
	}
	switch t := c.Holds(h.At); {
	case p.Seal:
		return text.Wrong("ceremony.seal_token")
	case t != nil && t.Field == field:
		return c.free("", h.At)
	}
	h.Way = Pen
	p.State, p.Hand, p.Reason = Paper, h, ""
	return nil
}

// ConfirmPaper fills a place that was signed with a pen, when its turn has come;
// the person is another than who entered it.
func (c *Ceremony) ConfirmPaper(field, person, code string, at time.Time) error {
	if err := c.CanConfirm(field, person, at); err != nil {
		return err
	}
	p := c.Place(field)
	p.State, p.Confirmed, p.Code, p.At, c.Turn = Signed, person, code, at, nil
	c.settle()
	return nil
}

// CanConfirm says whether a person could confirm a signature with a pen now.
func (c *Ceremony) CanConfirm(field, person string, at time.Time) error {
	p := c.Place(field)
	if p == nil || p.State != Paper {
		return text.Wrong("ceremony.not_on_paper")
	}
	if err := c.open(at); err != nil {
		return err
	}
	if err := c.free("", at); err != nil {
		return err
	}
	switch {
	case p.Person == person:
		return text.Wrong("ceremony.second_person")
	case !c.Reached(p):
		return text.Wrong("ceremony.not_yet")
	}
	return nil
}

// RejectPaper puts a place back to waiting: what was entered is not so. Whoever
// entered it may take it back, also after the deadline.
func (c *Ceremony) RejectPaper(field string) error {
	p := c.Place(field)
	if p == nil || p.State != Paper || c.State != Open && c.State != Expired {
		return text.Wrong("ceremony.not_on_paper")
	}
	p.State, p.Hand = Waiting, Hand{}
	return nil
}

// Expire ends the signing once its time is over, and says whether it did:
// complete where every stage has what it needs. A signature that waits for its
// time stamp was given in time, and is waited for.
func (c *Ceremony) Expire(at time.Time) bool {
	if c.State != Open || !c.over(at) || c.Pending() != nil {
		return false
	}
	c.State, c.Turn = Expired, nil
	if c.Met() {
		c.State = Complete
	}
	return true
}

// Extend gives more time, also to a ceremony that has expired; zero: without end.
func (c *Ceremony) Extend(until, at time.Time) error {
	switch {
	case c.State == Complete || c.State == Withdrawn:
		return c.open(at)
	case !until.IsZero() && (!until.After(at) || !until.After(c.Until) || c.Until.IsZero() && c.State == Open):
		return text.Wrong("ceremony.not_later")
	}
	c.State, c.Until = Open, until
	return nil
}

// Close ends the signing early, or after the deadline, where every stage has
// what it needs.
func (c *Ceremony) Close(at time.Time) error {
	switch {
	case c.State == Complete || c.State == Withdrawn:
		return c.open(at)
	case !c.Met():
		return text.Wrong("ceremony.not_met")
	}
	if err := c.free("", at); err != nil {
		return err
	}
	c.State, c.Turn = Complete, nil
	return nil
}

// Withdraw makes the signing void, unless it is complete.
func (c *Ceremony) Withdraw(at time.Time) error {
	if c.State == Complete || c.State == Withdrawn {
		return c.open(at)
	}
	c.State, c.Turn = Withdrawn, nil
	return nil
}

// Lapsed takes away a turn that has run out and returns it, or nil.
func (c *Ceremony) Lapsed(at time.Time) *Turn {
	t := c.Turn
	if t == nil || at.Before(t.Until) {
		return nil
	}
	c.Turn = nil
	return t
}

// Overdue is the place whose time stamp has been waited for too long, or nil.
func (c *Ceremony) Overdue(at time.Time) *Place {
	if p := c.Pending(); p != nil && at.Sub(p.At) >= StampPatience {
		return p
	}
	return nil
}
