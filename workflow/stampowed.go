package workflow

import (
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
)

// Owed says whether a complete document lacks the time stamp that it has a field
// for.
func (cov Covenant) Owed() bool {
	return cov.State == CovenantComplete && cov.Current != "" && cov.Frozen.Stamps && !cov.Stamped
}

// unstamped notes that the complete document's time stamp has not come.
func (cov *Covenant) unstamped(tx storage.Tx, act Act, c *rules.Cluster) error {
	cov.Imprint = nil
	if err := cov.save(tx, act); err != nil {
		return err
	}
	return Log(tx, act, c.ID, Change{What: "covenant.unstamped", Year: c.Year, From: cov.Current})
}

// StampAgain asks once more for the time stamp that a complete document lacks.
func StampAgain(tx storage.Tx, act Act, cov Covenant, ch Chancery) error {
	if err := cov.askStamp(tx, act, ch); err != nil {
		return err
	}
	return cov.save(tx, act)
}

// StampsOwed lists all clusters' complete documents that lack their time stamp.
func StampsOwed(r storage.Reader) ([]Covenant, error) {
	list, err := covenants.List(r, "")
	return slices.DeleteFunc(list, func(cov Covenant) bool { return !cov.Owed() }), err
}

// A StampFailure is why a time stamp did not come.
type StampFailure struct {
	At      time.Time `json:"at"`
	Failure string    `json:"failure"`
}

var stampFailures = storage.Table[StampFailure]{Name: "stampfailures", Key: func(StampFailure) string { return "last" }}

// KeepStampFailure notes why the last time stamp that failed did.
func KeepStampFailure(tx storage.Tx, act Act, failure string) error {
	return stampFailures.Put(tx, StampFailure{act.At.UTC(), failure})
}

// LastStampFailure is what KeepStampFailure noted last; ok says whether there is any.
func LastStampFailure(r storage.Reader) (f StampFailure, ok bool, err error) {
	return stampFailures.Find(r, "last")
}
