package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"thidua/storage"
	"thidua/workflow/outbox"
)

func TestRestartGoesOn(t *testing.T) {
	within(t, func(h *house) {
		h.answer = answering(errNetwork, map[string]int{"a2": 4})
		a := texts("1", "a", 6)
		h.queue(a...)
		for range 8 {
			h.start()
			h.pass(1500 * time.Millisecond)
			if err := h.stop(); err != nil {
				t.Errorf("Run returned %v", err)
			}
		}
		h.queue(texts("2", "b", 1)...) // while nothing runs
		h.start()
		h.pass(time.Minute)
		equal(t, "chat 1", h.delivered("1"), say(a))
		equal(t, "chat 2", h.delivered("2"), []string{"b1"})
		// the rest after a try outlives the process: 1+2+4+8 seconds
		if at := h.times("a2"); len(at) != 5 || at[4]-at[0] < 15*time.Second {
			t.Errorf("a2 was tried at %v", at)
		}
	})
}

func TestStopAwaitsWhatIsOnItsWay(t *testing.T) {
	within(t, func(h *house) {
		h.answer = func(context.Context, outbox.Message) error { time.Sleep(4 * time.Second); return nil }
		h.queue(texts("1", "a", 2)...)
		h.start()
		h.pass(time.Second)
		began := time.Now()
		if err := h.stop(); err != nil || time.Since(began) != 3*time.Second {
			t.Errorf("Run returned %v after %v", err, time.Since(began))
		}
		equal(t, "delivered", h.delivered("1"), []string{"a1"})
		equal(t, "waiting", h.waiting(), []string{"a2"})
	})
}

// A courier that hangs is told to give up; the message goes again.
func TestStopAwaitsNotForEver(t *testing.T) {
	within(t, func(h *house) {
		h.answer = func(ctx context.Context, m outbox.Message) error { <-ctx.Done(); return ctx.Err() }
		h.queue(texts("1", "a", 1)...)
		h.start()
		h.pass(time.Second)
		began := time.Now()
		if err := h.stop(); err != nil || time.Since(began) != 5*time.Second {
			t.Errorf("Run returned %v after %v", err, time.Since(began))
		}
		h.answer = nil
		h.start()
		h.pass(time.Minute)
		equal(t, "delivered", h.delivered("1"), []string{"a1"})
		equal(t, "waiting", h.waiting(), nil)
	})
}

// A message that brings the process down rests and comes to its end: its tries
// are counted before they are made.
func TestCrashesAreCounted(t *testing.T) {
	within(t, func(h *house) {
		h.answer = func(ctx context.Context, m outbox.Message) error {
			if m.Text == "a1" {
				h.store.broken(errors.New("the process is gone"), nil)
			}
			return nil
		}
		h.queue(outbox.Message{Chat: "1", Text: "a1", Queued: time.Now().Add(-23 * time.Hour)})
		for range 20 {
			h.start()
			h.pass(5 * time.Minute)
			h.stop()
			h.store.broken(nil, nil)
		}
		h.start()
		for _, m := range list(h, outbox.Waiting) {
			if m.Tries != 20 {
				t.Errorf("%d tries are counted", m.Tries)
			}
			if m.NotBefore.Before(time.Now()) {
				t.Errorf("rests until %v only", m.NotBefore)
			}
		}
		h.pass(time.Hour)
		equal(t, "dead", h.dead(), []string{"a1"})
		if n := len(h.all()); n != 20 {
			t.Errorf("%d tries", n)
		}
	})
}

func TestDamagedRecordHoldsUpNobody(t *testing.T) {
	within(t, func(h *house) {
		h.queue(texts("1", "a", 3)...)
		h.queue(outbox.Message{Chat: "1", Text: "later", NotBefore: time.Now().Add(time.Hour)})
		h.queue(outbox.Message{Chat: "2", Text: "taken away", NotBefore: time.Now().Add(time.Hour)})
		h.damage(2)
		h.start()
		h.pass(time.Minute)
		h.damage(4) // after it was read
		h.update(func(tx storage.Tx) error { return tx.Delete("outbox", fmt.Sprintf("%016d", 5)) })
		h.pass(time.Hour)
		h.queue(texts("1", "b", 1)...)
		h.pass(time.Minute)
		equal(t, "delivered", h.delivered("1"), []string{"a1", "a3", "b1"})
		if next, idle := h.sender.Idle(); !idle || !next.IsZero() {
			t.Error("something is still tried")
		}
	})
}

// A store that cannot write stops deliveries, so that none is repeated over and
// over, and changes no order.
func TestStoreThatCannotWrite(t *testing.T) {
	within(t, func(h *house) {
		full := fmt.Errorf("put: %w", storage.ErrFull)
		h.answer = func(_ context.Context, m outbox.Message) error {
			if m.Text == "a2" && len(h.times("a2")) == 0 {
				h.store.broken(full, nil)
			}
			return nil
		}
		a := texts("1", "a", 4)
		h.queue(a...)
		h.queue(texts("2", "b", 3)...)
		h.start()
		h.pass(10 * time.Minute)
		before := len(h.all())
		h.pass(10 * time.Minute)
		if n := len(h.all()); n != before {
			t.Errorf("%d deliveries that cannot be kept", n-before)
		}
		h.store.broken(nil, nil)
		h.pass(time.Minute)
		equal(t, "chat 1", h.delivered("1"), say(a))
		equal(t, "chat 2", h.delivered("2"), []string{"b1", "b2", "b3"})
		equal(t, "waiting", h.waiting(), nil)
	})
}

func TestStoreThatCannotRead(t *testing.T) {
	within(t, func(h *house) {
		h.store.broken(nil, errors.New("disk is gone"))
		h.queue(texts("1", "a", 2)...)
		h.start()
		h.pass(time.Minute)
		if _, idle := h.sender.Idle(); idle {
			t.Error("idle without having read")
		}
		h.store.broken(nil, nil)
		h.pass(10 * time.Second)
		equal(t, "delivered", h.delivered("1"), []string{"a1", "a2"})
	})
}
