package workflow

import (
	"fmt"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
)

// PassingDue lists the covenants of a year that CovenantTick would change at a
// moment.
func PassingDue(r storage.Reader, c *rules.Cluster, at time.Time) ([]Covenant, error) {
	list, err := Covenants(r, c)
	var due []Covenant
	for _, cov := range list {
		cer := &cov.Ceremony
		lapsed := cer.Turn != nil && cer.Holds(at) == nil
		over := !cer.Until.IsZero() && !at.Before(cer.Until) && cer.Pending() == nil
		if cov.State == CovenantOpen && (lapsed || over || cer.Overdue(at) != nil) {
			due = append(due, cov)
		}
	}
	if len(due) > 0 && sealed(r, c, everything) != nil { // nothing may change now
		return nil, err
	}
	return due, err
}

// turnWait is somebody who wanted to sign while another held the turn, and is to
// be told when it is free.
type turnWait struct {
	Cluster string    `json:"cluster"`
	Year    int       `json:"year"`
	No      int       `json:"no"`
	Person  string    `json:"person"`
	At      time.Time `json:"at"`
}

func (w turnWait) document() string {
	return join(yearKey(w.Cluster, w.Year), fmt.Sprintf("%02d", w.No))
}

var turnWaits = storage.Table[turnWait]{Name: "turnwaits", Key: func(w turnWait) string { return join(w.document(), w.Person) }}

// AwaitTurn remembers that a person wants to sign a covenant as soon as its file
// is free.
func AwaitTurn(tx storage.Tx, act Act, cov Covenant, p Person) error {
	return turnWaits.Put(tx, turnWait{cov.Cluster, cov.Year, cov.No, p.ID, act.At.UTC()})
}

// TurnFree returns those who wait for a covenant's file, and forgets them.
func TurnFree(tx storage.Tx, cov Covenant) ([]Person, error) {
	list, err := turnWaits.List(tx, turnWait{Cluster: cov.Cluster, Year: cov.Year, No: cov.No}.document()+"/")
	if err != nil {
		return nil, err
	}
	var waited []Person
	for _, w := range list {
		p, err := people.Get(tx, w.Person)
		if err != nil {
			return nil, err
		}
		waited = append(waited, p)
		if err := turnWaits.Delete(tx, w); err != nil {
			return nil, err
		}
	}
	return waited, nil
}
