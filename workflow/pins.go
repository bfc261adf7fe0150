package workflow

import (
	"time"

	"thidua/storage"
	"thidua/workflow/pin"
	"thidua/workflow/text"
)

var pins = storage.Table[pin.Record]{Name: "pins", Key: func(r pin.Record) string { return r.Person }}

// HasPIN says whether a person has set a signing PIN.
func HasPIN(r storage.Reader, person string) (bool, error) {
	_, ok, err := pins.Find(r, person)
	return ok, err
}

// SetPIN keeps a person's new PIN as a record that pin.New made.
func SetPIN(tx storage.Tx, act Act, p Person, rec pin.Record) error {
	if err := pins.Put(tx, rec); err != nil {
		return err
	}
	return logPIN(tx, act, p, Change{What: "pin.set"})
}

// logPIN notes in the logs of a person's clusters that something happened to the
// PIN; never what it is.
func logPIN(tx storage.Tx, act Act, p Person, c Change) error {
	c.To = p.ID
	for _, cluster := range p.Clusters {
		if err := Log(tx, act, cluster, c); err != nil {
			return err
		}
	}
	return nil
}

// TryPIN compares a PIN with a person's. A wrong try is counted even though
// nothing else happens, so it is a notice and no error: what to tell the person,
// with an empty key when the PIN is right.
func TryPIN(tx storage.Tx, act Act, key []byte, p Person, secret string) (text.Notice, error) {
	rec, err := pins.Get(tx, p.ID)
	if err != nil {
		return text.Notice{}, err
	}
	was := rec.Locked
	rec, right := rec.Check(key, secret, act.At)
	if err := pins.Put(tx, rec); err != nil {
		return text.Notice{}, err
	}
	if rec.Locked.After(was) {
		if err := logPIN(tx, act, p, Change{What: "pin.lock"}); err != nil {
			return text.Notice{}, err
		}
	}
	switch {
	case right:
		return text.Notice{}, nil
	case act.At.Before(rec.Locked):
		return locked(rec, act), nil
	}
	return text.Say("pin.wrong", "left", itoa(rec.Left())), nil
}

// locked says when to try again, in begun minutes.
func locked(rec pin.Record, act Act) text.Notice {
	left := rec.Locked.Sub(act.At) + time.Minute - 1
	return text.Say("pin.locked", "minutes", itoa(int(left/time.Minute)))
}
