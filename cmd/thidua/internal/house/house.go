// Package house puts the parts of a running program together: the doors, the
// bot, the sender and the bell, around one store.
package house

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"thidua/bot"
	"thidua/bot/telegram"
	"thidua/pdf/sign"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
)

// EveryMinute is the bell's schedule in earnest.
const EveryMinute = "* * * * *"

// Settings are what a house runs with.
type Settings struct {
	Store     storage.Store
	Key       []byte         // the master key
	Stamps    intake.Stamper // nil: no time-stamp authority is set
	Clock     Clock
	Token     telegram.Token
	URL       string            // of the Bot API
	Transport http.RoundTripper // nil: the network
	Ahead     time.Duration     // of the clock over Telegram's dates
	Bell      string            // a cron line
	Log       *slog.Logger
	Roots     []*x509.Certificate // official authorities that signatures may lead to
	Public    string              // where the public page is reached, for the QR of documents; empty: there is none
}

// A House is a program that runs: what comes in is handled, what was decided
// goes out, and the bell rings.
type House struct {
	api    *telegram.API
	poller *telegram.Poller
	sender *outbox.Sender
	files  *intake.Fetcher
	stamps *intake.Fetcher
	bell   *bell
	store  storage.Store
	clock  Clock
	log    *slog.Logger
}

// New puts a house together. Nothing runs yet.
func New(s Settings) (*House, error) {
	schedule, err := newBell(s.Bell)
	if err != nil {
		return nil, err
	}
	api, err := telegram.New(telegram.Options{Token: s.Token, URL: s.URL, Transport: s.Transport})
	if err != nil {
		return nil, err
	}
	b := bot.New(workflow.Chancery{
		Press: Press, Notary: sign.Notary{}, Key: s.Key, Roots: s.Roots, Stamps: s.Stamps != nil, Public: s.Public,
	}, s.Log)
	b.Secrecy = secrecy()
	b.Check, b.Roots = sign.Notary{}.Check, s.Roots
	sender := &outbox.Sender{
		Store: s.Store,
		Courier: &telegram.Courier{API: api, Render: func(ctx context.Context, d outbox.Document) ([]byte, error) {
			return render(ctx, s.Store, d)
		}},
		Clock: s.Clock, Log: s.Log,
		Holds: b.Holds, Moved: b.Moved, Lost: b.Dead,
	}
	door := &intake.Door{
		Store: s.Store, Handler: b, Log: s.Log,
		Alarm: b.Quarantined, Secret: b.Secret, Pause: time.Second,
	}
	// A bbolt store belongs to one process, so that whoever opens it may take up
	// what the last one held.
	files := &intake.Fetcher{Store: s.Store, Door: door, Source: api, Clock: s.Clock, Log: s.Log, Owner: "serve", Open: bot.OpenFile}
	stamps := &intake.Fetcher{Store: s.Store, Door: door, Kind: intake.KindStamp, Stamps: s.Stamps, Clock: s.Clock, Log: s.Log, Owner: "serve"}
	door.After = func() {
		files.Wake()
		stamps.Wake()
		sender.Wake()
	}
	return &House{
		api:    api,
		poller: &telegram.Poller{API: api, Door: door, Clock: s.Clock, Offset: s.Ahead, Log: s.Log},
		sender: sender,
		files:  files,
		stamps: stamps,
		bell:   &bell{schedule, s.Store, door, s.Clock, s.Log},
		store:  s.Store, clock: s.Clock, log: s.Log,
	}, nil
}

// Wake tells the sender that something was queued past the doors.
func (h *House) Wake() { h.sender.Wake() }

// Idle says whether nothing is being fetched, stamped or delivered, and when the next that
// waits may be; zero when nothing waits. What was fetched has woken the sender
// before its job ends, so the sender is asked last.
func (h *House) Idle() (next time.Time, idle bool) {
	idle = true
	for _, part := range []interface{ Idle() (time.Time, bool) }{h.files, h.stamps, h.sender} {
		at, quiet := part.Idle()
		if idle = idle && quiet; next.IsZero() || !at.IsZero() && at.Before(next) {
			next = at
		}
	}
	return next, idle
}

// Run runs until ctx ends, and then returns nil once what was under way is
// settled; or until something makes going on useless: a token that is not
// accepted (telegram.ErrToken), another program that answers for the same bot
// (telegram.ErrConflict).
func (h *House) Run(ctx context.Context) error {
	parts, ctx := errgroup.WithContext(ctx)
	parts.Go(func() error { return h.poller.Run(ctx) })
	parts.Go(func() error { return h.sender.Run(ctx) })
	parts.Go(func() error { return h.files.Run(ctx) })
	parts.Go(func() error { return h.stamps.Run(ctx) })
	parts.Go(func() error { return h.bell.run(ctx) })
	parts.Go(func() error { return h.introduce(ctx) })
	if err := parts.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// introduce learns the bot's name, which invitation links are made with.
func (h *House) introduce(ctx context.Context) error {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		me, err := h.api.Me(ctx)
		switch {
		case err == nil:
			h.log.Info("the bot is known", "name", me.Username)
			return h.store.Update(ctx, "", func(tx storage.Tx) error { return workflow.KeepBotName(tx, me.Username) })
		case errors.Is(err, telegram.ErrToken):
			return err
		}
		h.log.Warn("Telegram cannot be reached yet", "failure", fmt.Sprint(err))
		select {
		case <-ctx.Done():
			return nil
		case <-h.clock.After(wait):
		}
	}
}

// secrecy is chance for the ballots of this process.
func secrecy() bot.Secrecy {
	veil := make([]byte, 32)
	rand.Read(veil) // never fails
	return bot.Secrecy{Veil: veil, Draw: func() (id [16]byte) {
		rand.Read(id[:])
		return id
	}}
}
