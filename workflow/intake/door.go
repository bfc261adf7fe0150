package intake

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"thidua/storage"
	"thidua/workflow/text"
)

// A Handler decides what an event changes. Both methods run inside a unit of
// work, possibly more than once, and touch nothing but tx.
type Handler interface {
	// Handle does the work. A *text.Problem is a person's mistake: what Handle
	// did is dropped and Explain is asked. Any other error, and a panic, is ours.
	Handle(tx storage.Tx, e Event) error

	// Explain tells the person what was wrong, and leaves their question open.
	Explain(tx storage.Tx, e Event, p *text.Problem) error
}

// A Door lets events in, one unit of work each. It promises whoever offers an
// event that nil means settled for good: kept, recognised as seen, or put aside
// for the administrator. Any other answer is the store's failure; then nothing
// may be acknowledged, and the same event is to be offered again.
type Door struct {
	Store   storage.Store
	Handler Handler
	Log     *slog.Logger

	// Alarm tells the administrator what was quarantined, in the same unit of
	// work. May be nil.
	Alarm func(tx storage.Tx, q Quarantined) error

	// Secret says whether what an event brings must be kept nowhere: then the
	// quarantine has none of its bytes. May be nil.
	Secret func(r storage.Reader, e Event) bool

	// After is called when a unit of work was kept; it wakes whoever delivers.
	// May be nil.
	After func()

	// Pause is how long a failed event rests before it is tried again.
	Pause time.Duration

	mu     sync.Mutex
	pruned string // how far Prune came
}

// tries is how often an event is handled before it is put aside.
const tries = 3

// A failure is ours, not the store's: the handler returned an error or panicked.
type failure struct {
	err   error
	stack []byte // of a panic
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// Handle settles one event; see Door for what its answers promise.
func (d *Door) Handle(ctx context.Context, e Event) error {
	for try := 1; ; try++ {
		err := d.settle(ctx, e)
		f, ok := ours(err)
		switch {
		case err == nil:
			return nil
		case !ok, ctx.Err() != nil:
			return fmt.Errorf("event %s: %w", e.ID, err)
		}
		d.Log.Warn("event failed", "event", e.ID, "kind", e.Kind, "try", try, "failure", Blank(f.Error()))
		if try == tries {
			return d.quarantine(ctx, e, f)
		}
		if err := rest(ctx, d.Pause); err != nil {
			return err
		}
	}
}

// Undecodable puts aside what arrived at a door and could not be read as an
// event. It promises what Handle does.
func (d *Door) Undecodable(ctx context.Context, id string, at time.Time, raw []byte, reason error) error {
	d.Log.Warn("event cannot be read", "event", id, "failure", Blank(reason.Error()))
	return d.quarantine(ctx, Event{ID: id, Kind: "unknown", At: at, Raw: raw}, &failure{err: reason})
}

// settle handles an event once, and explains a person's mistake.
func (d *Door) settle(ctx context.Context, e Event) error {
	err := d.unit(ctx, e, func(tx storage.Tx) error { return d.Handler.Handle(tx, e) })
	if p, ok := errors.AsType[*text.Problem](err); ok {
		if f, _ := ours(err); f != nil && f.err != error(p) { // it has a cause that is not for the person
			d.Log.Warn("event refused", "event", e.ID, "cause", Blank(f.Error()))
		}
		err = d.unit(ctx, e, func(tx storage.Tx) error { return d.Handler.Explain(tx, e, p) })
	}
	return err
}

// unit runs work in one unit of work with the mark that the event was seen and,
// if it is the result of a job, with the end of the job. What goes wrong in the
// work itself comes back as a *failure.
func (d *Door) unit(ctx context.Context, e Event, work func(storage.Tx) error) error {
	kept := false
	err := d.Store.Update(ctx, e.Chat, func(tx storage.Tx) (err error) {
		if err := finish(tx, e); err != nil {
			return err
		}
		if kept, err = mark(tx, e.ID); err != nil || !kept {
			return err
		}
		return try(func() error { return work(tx) })
	})
	switch {
	case err != nil:
		return err
	case !kept:
		d.Log.Debug("event seen before", "event", e.ID)
	case d.After != nil:
		d.After()
	}
	return nil
}

// try calls fn and turns an error or a panic into a *failure.
func try(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &failure{fmt.Errorf("panic: %v", p), debug.Stack()}
		}
	}()
	if err := fn(); err != nil {
		return &failure{err: err}
	}
	return nil
}

// ours says whether the handler failed by itself. An error that it only passed
// on, because the store is full or lost its connection, is the store's.
func ours(err error) (*failure, bool) {
	f, ok := errors.AsType[*failure](err)
	if errors.Is(err, storage.ErrFull) || errors.Is(err, storage.ErrUnknown) {
		return nil, false
	}
	return f, ok
}

func rest(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
