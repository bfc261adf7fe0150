package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"thidua/storage"
)

// A Stamp is a time stamp that an authority is asked for (RFC 3161).
type Stamp struct {
	Imprint []byte          `json:"imprint"` // SHA-256 of what is stamped
	For     json.RawMessage `json:"for"`     // what whoever asked wants to know again

	// Of KindStamp. Token is there, or Failure says why not.
	Token   []byte `json:"token,omitempty"`
	Failure string `json:"failure,omitempty"` // for the log and the administrator
}

// A Stamper asks an authority for the time stamp over an imprint, once; the token
// is checked. What an error says is logged and kept, so it names no secret.
type Stamper interface {
	Stamp(ctx context.Context, imprint []byte) (token []byte, err error)
}

const (
	stampTime  = 5 * time.Second // of one try
	stampTries = 3               // with the rests between them, some 20 s
)

// Ask has a time stamp fetched, once tx is kept: it comes, or its failure, as an
// event of KindStamp with id "job/" and id. Its time is when it came.
func Ask(tx storage.Tx, id string, at time.Time, s Stamp) error {
	return queue(tx, Event{ID: id, At: at, Stamp: &s})
}

// stamped is the event that a job for a time stamp ends with; an error asks for
// another try.
func (f *Fetcher) stamped(ctx context.Context, j Job) (e Event, err error) {
	s := *j.Event.Stamp
	switch {
	case f.Stamps == nil:
		s.Failure = "no time-stamp authority is set"
	case j.Tries > stampTries: // the last one came to no end
		s.Failure = "the program ended while it asked"
	default:
		s.Token, err = f.stamp(ctx, s.Imprint)
	}
	if err != nil {
		if j.Tries < stampTries {
			return e, err
		}
		f.Log.Warn("stamp given up", "job", j.ID, "try", j.Tries, "failure", err.Error())
		s.Token, s.Failure = nil, err.Error()
	}
	e = Event{ID: jobMark + j.ID, Kind: KindStamp, At: f.Clock.Now(), Stamp: &s}
	e.Raw, err = json.Marshal(e)
	return e, err
}

func (f *Fetcher) stamp(ctx context.Context, imprint []byte) (token []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, stampTime)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			f.Log.Error("asking for a time stamp panicked", "panic", Blank(fmt.Sprint(p)), "stack", Blank(string(debug.Stack())))
			token, err = nil, errors.New("panic")
		}
	}()
	return f.Stamps.Stamp(ctx, imprint)
}
