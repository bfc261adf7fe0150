package workflow

import (
	"bytes"
	"time"

	"thidua/storage"
	"thidua/workflow/ceremony"
	"thidua/workflow/rules"
)

// ask queues the time stamp of a pending place.
func (cov *Covenant) ask(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, field string) error {
	imprint, err := cov.imprint(tx, act, c, ch, field)
	if err != nil {
		return err
	}
	cov.Imprint = imprint
	return ch.Ask(tx, act, imprint, cov.ref(field))
}

func (cov *Covenant) ref(field string) StampRef {
	return StampRef{Cluster: cov.Cluster, Year: cov.Year, No: cov.No, Document: cov.SHA256, Field: field}
}

func (cov *Covenant) imprint(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, field string) ([]byte, error) {
	b, err := Paper(tx, cov.Current)
	if err != nil {
		return nil, err
	}
	if field == ceremony.StampField {
		return ch.Notary.StampImprint(b, field)
	}
	s, err := ch.stroke(tx, act, c, *cov.Ceremony.Place(field), false)
	if err != nil {
		return nil, err
	}
	return ch.Notary.Imprint(b, s)
}

// askStamp queues the time stamp of the complete document, and says when it is
// asked for again should none come: after a minute, two, four … four hours. Where
// no authority is set any more, nobody is asked.
func (cov *Covenant) askStamp(tx storage.Tx, act Act, ch Chancery) error {
	cov.StampTries++
	cov.StampNext = act.At.UTC().Add(min(time.Minute<<min(cov.StampTries-1, 8), 4*time.Hour))
	if !ch.Stamps || ch.Notary == nil {
		cov.Imprint = nil
		return nil
	}
	return cov.ask(tx, act, nil, ch, ceremony.StampField)
}

// StampCovenant ends the wait for a time stamp: with the token, or with none
// where there was a failure; then the signature goes in without, and its box says
// so. One that nobody waits for any more changes nothing.
func StampCovenant(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, ref StampRef, token []byte) (Covenant, error) {
	cov, err := CovenantNo(tx, c, ref.No)
	if err != nil || cov.SHA256 != ref.Document || ch.Notary == nil {
		return cov, err
	}
	if ref.Field == ceremony.StampField {
		return cov, cov.stampWhole(tx, act, c, ch, token)
	}
	if p := cov.Ceremony.Place(ref.Field); p == nil || p.State != ceremony.Pending || cov.State != CovenantOpen {
		return cov, nil
	}
	if sealed(tx, c, everything) != nil { // never: no books are closed while a place is pending
		return cov, nil
	}
	if token != nil {
		// A key that was changed meanwhile makes another signature, and the token
		// is not over that one.
		imprint, err := cov.imprint(tx, act, c, ch, ref.Field)
		if err != nil {
			return cov, err
		}
		if !bytes.Equal(imprint, cov.Imprint) {
			token = nil
		}
	}
	from := cov.Current
	err = cov.put(tx, act, c, ch, ref.Field, token, token == nil)
	if err != nil && token != nil { // a token that does not go in is as good as none
		token = nil
		err = cov.put(tx, act, c, ch, ref.Field, nil, true)
	}
	if err != nil {
		return cov, err
	}
	done := cov.Ceremony.Stamped
	if token == nil {
		done = cov.Ceremony.StampFailed
	}
	if err := done(ref.Field); err != nil {
		return cov, err
	}
	cov.Imprint = nil
	return cov, cov.signed(tx, act, c, ch, ref.Field, from)
}

// stampWhole puts a time stamp on the complete document. Where that has grown
// meanwhile, a new one is asked for.
func (cov *Covenant) stampWhole(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, token []byte) error {
	if !cov.Owed() {
		return nil
	}
	if token == nil {
		return cov.unstamped(tx, act, c)
	}
	imprint, err := cov.imprint(tx, act, c, ch, ceremony.StampField)
	if err != nil {
		return err
	}
	if !bytes.Equal(imprint, cov.Imprint) {
		if err := cov.askStamp(tx, act, ch); err != nil {
			return err
		}
		return cov.save(tx, act)
	}
	before, err := Paper(tx, cov.Current)
	if err != nil {
		return err
	}
	after, err := ch.Notary.Stamp(before, ceremony.StampField, token)
	if err != nil { // as good as none
		return cov.unstamped(tx, act, c)
	}
	from := cov.Current
	if err := cov.grow(tx, c, before, after); err != nil {
		return err
	}
	cov.Stamped, cov.Imprint, cov.StampTries, cov.StampNext = true, nil, 0, time.Time{}
	if err := cov.save(tx, act); err != nil {
		return err
	}
	return Log(tx, act, c.ID, Change{What: "covenant.stamp", Year: c.Year, From: from, To: cov.Current})
}

// A CovenantPassing is what the passing of time did to a covenant.
type CovenantPassing struct {
	Covenant Covenant
	Lapsed   *ceremony.Turn // a turn that ran out
	Signed   string         // field that was signed without a time stamp
	Ended    bool           // the deadline passed: expired, or complete
}

// CovenantTick lets time pass over a covenant: turns lapse, time stamps are no
// longer waited for, and the deadline comes.
func CovenantTick(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, no int) (p CovenantPassing, err error) {
	if p.Covenant, err = CovenantNo(tx, c, no); err != nil || p.Covenant.State != CovenantOpen {
		return p, err
	}
	if sealed(tx, c, everything) != nil {
		return p, nil
	}
	if place := p.Covenant.Ceremony.Overdue(act.At); place != nil {
		p.Signed = place.Field
		if p.Covenant, err = StampCovenant(tx, act, c, ch, p.Covenant.ref(place.Field), nil); err != nil {
			return p, err
		}
	}
	cov := &p.Covenant
	if p.Lapsed = cov.Ceremony.Lapsed(act.At); p.Lapsed != nil {
		if err := cov.save(tx, act); err != nil {
			return p, err
		}
		if err := Log(tx, act, c.ID, Change{What: "covenant.turn.lapse", Year: c.Year, From: cov.Current}); err != nil {
			return p, err
		}
	}
	if p.Ended = cov.Ceremony.Expire(act.At); !p.Ended {
		return p, nil
	}
	if err := cov.finish(tx, act, c, ch); err != nil {
		return p, err
	}
	return p, Log(tx, act, c.ID, Change{What: "covenant.expire", Year: c.Year, From: cov.Newest(), To: cov.State})
}
