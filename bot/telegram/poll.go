package telegram

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"thidua/workflow/intake"
	"thidua/workflow/outbox"
)

const (
	longest  = 50 * time.Second // that Telegram holds a request open
	overtime = 20 * time.Second // for the answer to arrive after that
	slowest  = time.Minute      // between two tries
)

// kinds are the updates that are asked for. Without my_chat_member nobody would
// know that a person unblocked the bot.
var kinds = []string{"message", "edited_message", "callback_query", "my_chat_member"}

// A Door takes in what arrived. An answer of nil means that it is settled for
// good; after any other the same is offered again. *intake.Door is one.
type Door interface {
	Handle(ctx context.Context, e intake.Event) error
	Undecodable(ctx context.Context, id string, at time.Time, raw []byte, reason error) error
}

// A Clock is what the poller waits by.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// A Poller fetches what people do, and offers it to the door one at a time, in
// the order in which it came. Telegram is asked for the next updates, and so
// told that these arrived, only when the door has settled every one of them.
// What was settled but not yet confirmed comes again, with the same event id.
type Poller struct {
	API    *API
	Door   Door
	Clock  Clock
	Offset time.Duration // of the clock over Telegram's dates
	Wait   time.Duration // of one request for updates; 0: 50 s, which is the most
	Log    *slog.Logger
}

// Run fetches until ctx ends, and then returns nil; or until fetching is of no
// use: ErrToken, ErrConflict. It goes on through everything else.
func (p *Poller) Run(ctx context.Context) error {
	var next int64   // the offset that confirms what was settled
	removed := false // the webhook that was in the way
	for failed := 0; ; {
		batch, err := p.fetch(ctx, next)
		if errors.Is(err, errWebhook) && !removed {
			p.Log.Warn("a webhook is set; it is removed, since updates are fetched")
			if err = p.API.removeWebhook(ctx); err == nil {
				removed = true
				continue
			}
		}
		if err == nil {
			next, err = p.settle(ctx, batch, next)
		}
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil:
			failed = 0
			continue
		case errors.Is(err, errWebhook): // somebody set it again
			return fmt.Errorf("%w: %w", ErrConflict, err)
		case errors.Is(err, ErrToken), errors.Is(err, ErrConflict):
			return err
		}
		failed++
		wait := backoff(failed)
		if retry, ok := errors.AsType[*outbox.RetryError](err); ok {
			wait = retry.After
		}
		p.Log.Warn("updates cannot be fetched", "failure", err.Error(), "try", failed, "wait", wait)
		p.rest(ctx, wait)
	}
}

// fetch asks for updates and waits until there are some.
func (p *Poller) fetch(ctx context.Context, offset int64) (batch []json.RawMessage, err error) {
	wait := longest
	if p.Wait > 0 {
		wait = min(max(p.Wait, time.Second), longest)
	}
	_, err = p.API.call(ctx, "getUpdates", struct {
		Offset  int64    `json:"offset,omitempty"`
		Timeout int      `json:"timeout"`
		Allowed []string `json:"allowed_updates"`
	}{offset, int(wait / time.Second), kinds}, &batch, wait+overtime)
	return batch, err
}

func (a *API) removeWebhook(ctx context.Context) error {
	var done bool
	_, err := a.call(ctx, "deleteWebhook", nil, &done, callTime)
	return err
}

// settle offers a batch to the door, each update until it is settled; it returns
// the offset that confirms them. Ids count up inside a batch, though not from one
// batch to the next: after a week of silence they begin anywhere.
func (p *Poller) settle(ctx context.Context, batch []json.RawMessage, next int64) (int64, error) {
	var last int64
	for _, raw := range batch {
		id, _ := identify(raw)
		for failed := 1; ; failed++ {
			err := p.offer(ctx, raw)
			if err == nil {
				break
			}
			if ctx.Err() != nil {
				return next, ctx.Err()
			}
			p.Log.Error("an update cannot be settled; it is offered again", "update", id, "failure", err.Error(), "try", failed)
			p.rest(ctx, backoff(failed))
		}
		last = max(last, id)
	}
	switch {
	case len(batch) == 0:
		return next, nil
	case last == 0:
		return next, errors.New("no update has an id")
	}
	return last + 1, nil
}

// offer brings one update to the door, whatever state it is in.
func (p *Poller) offer(ctx context.Context, raw json.RawMessage) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	now := p.Clock.Now().UTC()
	id, err := identify(raw)
	if err != nil {
		name := fmt.Sprintf("tg/unnamed-%x", sha256.Sum256(raw))
		return p.Door.Undecodable(ctx, name, now, raw, err)
	}
	e, err := reader{p.Offset, now}.read(raw)
	switch {
	case err != nil:
		return p.Door.Undecodable(ctx, eventID(id), now, raw, err)
	case e.Kind == "":
		p.Log.Debug("update is none of ours", "event", e.ID)
		return nil
	}
	return p.Door.Handle(ctx, e)
}

// backoff is the rest after the n-th failure in a row: 1s, 2s, 4s … 1min.
func backoff(n int) time.Duration {
	if n > 6 {
		return slowest
	}
	return time.Second << (n - 1)
}

func (p *Poller) rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-p.Clock.After(d):
	}
}
