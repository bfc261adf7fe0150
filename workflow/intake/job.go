package intake

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"thidua/storage"
)

// A Job is slow work that is to be done for an event: a file is fetched for it, or
// a time stamp (Event.Stamp). It ends in the unit of work that handles its result.
type Job struct {
	ID        string    `json:"id"` // of the event
	Seq       int64     `json:"seq"`
	Event     Event     `json:"event"`
	Tries     int       `json:"tries,omitempty"` // counted before each try
	NotBefore time.Time `json:"not_before,omitzero"`

	// Until then it is in the hands of Owner.
	Owner      string    `json:"owner,omitempty"`
	LeaseUntil time.Time `json:"lease_until,omitzero"`
}

var jobs = storage.Table[Job]{Name: "jobs", Key: func(j Job) string { return j.ID }}

// jobMark is before the id of an event in the id of its job's result.
const jobMark = "job/"

// Fetch has the file of e fetched, once tx is kept. It comes as an event of
// KindFile, with id "job/" and that of e, and otherwise like e: same chat, same
// person, same text. Its time is that of e too: what somebody sent before a
// deadline is in time, however long the network takes.
func Fetch(tx storage.Tx, e Event) error {
	if e.File == nil || e.File.ID == "" {
		return fmt.Errorf("event %s brings nothing that can be fetched", e.ID)
	}
	e.Raw = nil
	return queue(tx, e)
}

func queue(tx storage.Tx, e Event) error {
	seq, err := storage.Next(tx, "jobs")
	if err != nil {
		return err
	}
	_, err = jobs.Insert(tx, Job{ID: e.ID, Seq: seq, Event: e})
	return err
}

// Kind is that of the event which the job ends with: KindFile or KindStamp.
func (j Job) Kind() string {
	if j.Event.Stamp != nil {
		return KindStamp
	}
	return KindFile
}

// lane is where jobs are done one after another: a chat, for files; time stamps
// need not wait for each other.
func (j Job) lane() string {
	if j.Event.Stamp != nil {
		return j.ID
	}
	return j.Event.Chat
}

// Jobs lists what is still to be done, in the order of ids.
func Jobs(r storage.Reader) ([]Job, error) { return jobs.List(r, "") }

// claim takes a job in hand and counts a try before it is made, so that a file
// which brings the process down comes to its end like any other.
func (f *Fetcher) claim(tx storage.Tx, id string) (j Job, mine bool, err error) {
	now, err := tx.Now()
	if err != nil {
		return j, false, err
	}
	j, mine, err = jobs.Find(tx, id)
	if err != nil || !mine || f.free(j).After(now) {
		return j, false, err
	}
	j.Tries++
	j.NotBefore = now.Add(backoff(j.Tries))
	j.Owner, j.LeaseUntil = f.Owner, now.Add(lease)
	return j, true, jobs.Put(tx, j)
}

// release lets a job rest after a try that failed.
func (f *Fetcher) release(tx storage.Tx, j Job) error {
	now, err := tx.Now()
	if err != nil {
		return err
	}
	stored, err := jobs.Get(tx, j.ID)
	switch {
	case errors.Is(err, storage.ErrNotFound), err == nil && stored.Owner != f.Owner:
		return nil // somebody else took it, and perhaps ended it
	case err != nil:
		return err
	}
	stored.NotBefore, stored.LeaseUntil = now.Add(backoff(j.Tries)), time.Time{}
	return jobs.Put(tx, stored)
}

// finish ends the job that e is the result of.
func finish(tx storage.Tx, e Event) error {
	if e.Kind != KindFile && e.Kind != KindStamp {
		return nil
	}
	return tx.Delete(jobs.Name, strings.TrimPrefix(e.ID, jobMark))
}

// free is when the fetcher may take a job. Its own lease binds it not: it is
// that of a process which is gone.
func (f *Fetcher) free(j Job) time.Time {
	if j.Owner != f.Owner && j.LeaseUntil.After(j.NotBefore) {
		return j.LeaseUntil
	}
	return j.NotBefore
}
