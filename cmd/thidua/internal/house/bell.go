package house

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"

	"thidua/bot"
	"thidua/storage"
	"thidua/workflow/intake"
)

// A bell rings on the schedule of a cron line. What is due is for the handler to
// say, from the records and the time; the bell only looks whether anything is,
// so that a quiet minute writes nothing.
type bell struct {
	schedule cron.Schedule
	store    storage.Store
	door     *intake.Door
	clock    Clock
	log      *slog.Logger
}

func newBell(spec string) (cron.Schedule, error) {
	s, err := cron.ParseStandard(spec)
	if err == nil && s.Next(time.Unix(0, 0)).IsZero() {
		err = fmt.Errorf("never comes")
	}
	if err != nil {
		return nil, fmt.Errorf("bell schedule %q: %w", spec, err)
	}
	return s, nil
}

// run rings until ctx ends. It rings once at the start, so that what fell due
// while the house was closed is said at once.
func (b *bell) run(ctx context.Context) error {
	for {
		now := b.clock.Now()
		if err := b.ring(ctx, now); err != nil && ctx.Err() == nil {
			b.log.Error("the bell could not ring; it rings again", "cause", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-b.clock.After(b.schedule.Next(now).Sub(b.clock.Now())):
		}
	}
}

func (b *bell) ring(ctx context.Context, now time.Time) error {
	due := false
	err := b.store.View(ctx, func(r storage.Reader) (err error) {
		due, err = bot.Rings(r, now)
		return err
	})
	if err != nil {
		return err
	}
	if err := b.door.Prune(ctx); err != nil {
		return err
	}
	if !due {
		return nil
	}
	return b.door.Handle(ctx, intake.Event{ID: "tick/" + now.UTC().Format(time.RFC3339Nano), Kind: intake.KindTick, At: now})
}
