package outbox

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"thidua/storage"
)

const (
	// A message that goes on failing is put aside when it is as old as this and
	// was tried this often; both, so that a night without a network loses none.
	patience = 24 * time.Hour
	enough   = 20

	slowest   = 5 * time.Minute   // between two tries
	answering = 150 * time.Second // how long a pressed button takes an answer
)

// backoff is how long a message rests after its n-th try: 1s, 2s, 4s … 5min.
func backoff(n int) time.Duration {
	if n > 9 {
		return slowest
	}
	return min(time.Second<<max(n-1, 0), slowest)
}

// moot says why a message goes no more.
type moot string

func (m moot) Error() string { return string(m) }

// deliver brings one message on its way and keeps what became of it. It returns
// when that is kept, or ctx ends while the store is failing; work is the
// courier's.
func (s *Sender) deliver(ctx, work context.Context, seq int64, chat string) result {
	keep := context.WithoutCancel(ctx)
	m, r, err := s.claim(keep, seq, chat)
	switch {
	case errors.Is(err, storage.ErrCorrupt), errors.Is(err, storage.ErrNotFound):
		s.Log.Error("message cannot be read", "seq", seq, "failure", err.Error())
		return result{gone: true}
	case err != nil:
		s.Log.Error("outbox cannot be written", "seq", seq, "failure", err.Error())
		return result{notBefore: s.Clock.Now().Add(storePause)}
	case r.gone && !r.buried:
		s.tell(m, r, moot("the board shows it already"))
		return r
	case r.gone:
		s.tell(m, r, nil)
		return r
	}
	message, outcome := s.try(work, m)
	for {
		r, err := s.settle(keep, m, message, outcome)
		if err == nil {
			s.tell(m, r, outcome)
			return r
		}
		s.Log.Error("what became of a message cannot be kept", "seq", seq, "delivered", outcome == nil, "failure", err.Error())
		select {
		case <-ctx.Done():
			return result{given: true, notBefore: m.NotBefore}
		case <-s.Clock.After(storePause):
		}
	}
}

// claim counts a try before it is made, so that a message which brings the
// process down rests like any other and comes to its end.
func (s *Sender) claim(ctx context.Context, seq int64, chat string) (m Message, r result, err error) {
	now := s.Clock.Now()
	err = s.unit(ctx, chat, func(tx storage.Tx, hooks bool) (err error) {
		r = result{}
		if m, err = queue.Get(tx, seqKey(Message{Seq: seq})); err != nil {
			return err
		}
		if m.Tries >= enough && now.Sub(m.Queued) >= patience {
			r.gone, r.buried = true, true
			return s.bury(tx, m, now, hooks)
		}
		m.Tries++
		m.NotBefore = now.Add(backoff(m.Tries))
		if m.Board != "" {
			shows, err := take(tx, &m, now)
			if err != nil {
				return err
			}
			if shows {
				r.gone = true
				return queue.Delete(tx, m)
			}
		}
		return queue.Put(tx, m)
	})
	return m, r, err
}

// try gives a message to the courier, if it still goes. A panic would come again.
func (s *Sender) try(ctx context.Context, m Message) (message int, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("delivery panicked", "seq", m.Seq, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("%w: panic", ErrRefused)
		}
	}()
	if err := s.Store.View(ctx, func(r storage.Reader) error { return s.judge(r, m) }); err != nil {
		return 0, err
	}
	return s.Courier.Deliver(ctx, m)
}

func (s *Sender) judge(r storage.Reader, m Message) error {
	now := s.Clock.Now()
	if m.Action == Answer && now.Sub(m.Queued) > answering {
		return moot("the button was pressed too long ago")
	}
	if gone, err := isAway(r, m.Chat); err != nil {
		return err
	} else if gone {
		return moot("the chat cannot be reached")
	}
	if m.Board != "" {
		if b, err := boardOf(r, m); err != nil {
			return err
		} else if b.outdated(m) {
			return moot("there is a newer version")
		}
	}
	if m.Check == nil || s.Holds == nil {
		return nil
	}
	if holds, err := s.Holds(r, *m.Check, now); err != nil {
		return fmt.Errorf("check %s: %w", m.Check.Kind, err)
	} else if !holds {
		return moot("what it depends on is no longer so")
	}
	return nil
}

// tell logs what became of a message.
func (s *Sender) tell(m Message, r result, outcome error) {
	log := s.Log.With("seq", m.Seq, "chat", m.Chat, "action", m.Action, "try", m.Tries)
	why, isMoot := errors.AsType[moot](outcome)
	switch {
	case r.buried:
		if outcome != nil {
			m.Failure = outcome.Error()
		}
		log.Error("message put aside", "failure", m.Failure)
	case isMoot:
		log.Info("message dropped", "reason", string(why))
	case r.to != "":
		log.Info("group moved", "to", r.to)
	case outcome != nil:
		log.Warn("message not delivered", "failure", outcome.Error())
	}
}
