package outbox

import (
	"context"
	"errors"
	"fmt"
	"html"
	"time"

	"thidua/storage"
	"thidua/workflow/text"
)

// settle keeps what became of a message that was given to the courier.
func (s *Sender) settle(ctx context.Context, m Message, message int, outcome error) (r result, err error) {
	if errors.Is(outcome, ErrStop) {
		return result{notBefore: m.NotBefore, stop: outcome}, nil
	}
	now := s.Clock.Now()
	err = s.unit(ctx, m.Chat, func(tx storage.Tx, hooks bool) error {
		m := m // fn may run again
		_, isMoot := errors.AsType[moot](outcome)
		r = result{given: !isMoot}
		if outcome == nil || isMoot {
			r.gone = true
			if r.more = m.Board != "" && message != 0; r.more {
				if err := shown(tx, m, message, now); err != nil {
					return err
				}
			}
			if m.Board != "" && outcome == nil {
				if err := delivered(tx, m); err != nil {
					return err
				}
			}
			return queue.Delete(tx, m)
		}
		m.Failure, m.NotBefore = outcome.Error(), now.Add(backoff(m.Tries))
		retry, waits := errors.AsType[*RetryError](outcome)
		moved, moves := errors.AsType[*MovedError](outcome)
		switch {
		case waits:
			r.asked, m.NotBefore = true, now.Add(max(retry.After, time.Second))
		case moves && moved.To != "" && moved.To != m.Chat:
			r.to, m.NotBefore = moved.To, now
		case errors.Is(outcome, ErrUnreachable):
			r.gone = true
			if err := away.Put(tx, Away{Chat: m.Chat, Since: now.UTC()}); err != nil {
				return err
			}
			if err := DropBoards(tx, m.Chat); err != nil {
				return err
			}
			return queue.Delete(tx, m)
		case m.Action == Pin && errors.Is(outcome, ErrRefused):
			r.gone = true
			return queue.Delete(tx, m)
		case errors.Is(outcome, ErrMarkup) && m.Text != plain(m.Text):
			m.Text, m.NotBefore = plain(m.Text), now
		case errors.Is(outcome, ErrRefused), errors.Is(outcome, ErrMarkup):
			r.gone, r.buried = true, true
			return s.bury(tx, m, now, hooks)
		}
		r.notBefore = m.NotBefore
		if err := queue.Put(tx, m); err != nil || r.to == "" {
			return err
		}
		return s.move(tx, m.Chat, r.to, hooks)
	})
	return r, err
}

// bury puts a message aside and tells of it.
func (s *Sender) bury(tx storage.Tx, m Message, now time.Time, hooks bool) error {
	if m.Failure == "" {
		m.Failure = "no try came to an end"
	}
	if err := dead.Put(tx, m); err != nil {
		return err
	}
	if err := queue.Delete(tx, m); err != nil || !hooks || s.Lost == nil || m.Alarm {
		return err
	}
	return hook(func() error { return s.Lost(tx, m, now) })
}

// move addresses whatever waits for a group to its new id.
func (s *Sender) move(tx storage.Tx, from, to string, hooks bool) error {
	records, err := tx.Scan(queue.Name, "", "", 0)
	if err != nil {
		return err
	}
	for _, rec := range records {
		m, err := queue.Get(tx, rec.Key)
		switch {
		case errors.Is(err, storage.ErrCorrupt):
			continue // its own turn tells
		case err == nil && m.Chat == from:
			m.Chat = to
			err = queue.Put(tx, m)
		}
		if err != nil {
			return err
		}
	}
	if err := MoveBoards(tx, from, to); err != nil || !hooks || s.Moved == nil {
		return err
	}
	return hook(func() error { return s.Moved(tx, from, to) })
}

// plain is the text without its markup, as HTML that nothing can be wrong with.
func plain(s string) string { return html.EscapeString(text.StripTags(s)) }

// A hookError is a failure of Lost or Moved, not of the store.
type hookError struct{ error }

func (e *hookError) Unwrap() error { return e.error }

// hook turns an error and a panic of fn into a *hookError.
func hook(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &hookError{fmt.Errorf("panic: %v", p)}
		}
	}()
	if err := fn(); err != nil {
		return &hookError{err}
	}
	return nil
}

// unit runs fn in a unit of work. When a hook fails in it, it runs again without
// hooks: a notice that cannot be queued must not keep a message from its end.
func (s *Sender) unit(ctx context.Context, chat string, fn func(tx storage.Tx, hooks bool) error) error {
	run := func(hooks bool) error {
		return s.Store.Update(ctx, chat, func(tx storage.Tx) error { return fn(tx, hooks) })
	}
	err := run(true)
	if h, ok := errors.AsType[*hookError](err); ok && !errors.Is(err, storage.ErrFull) && !errors.Is(err, storage.ErrUnknown) {
		s.Log.Error("outbox goes on without a notice", "chat", chat, "failure", h.Error())
		err = run(false)
	}
	return err
}
