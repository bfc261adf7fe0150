package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/storage"
	"thidua/workflow/outbox"
)

var errNetwork = errors.New("connection lost")

// answering makes the courier fail with err as often as told for each text.
func answering(err error, times map[string]int) func(context.Context, outbox.Message) error {
	var mu sync.Mutex
	return func(_ context.Context, m outbox.Message) error {
		mu.Lock()
		defer mu.Unlock()
		if times[m.Text]--; times[m.Text] >= 0 {
			return err
		}
		return nil
	}
}

const always = 1 << 30

func TestUnreachable(t *testing.T) {
	within(t, func(h *house) {
		lost := 0
		h.setup = func(s *outbox.Sender) {
			s.Lost = func(storage.Tx, outbox.Message, time.Time) error { lost++; return nil }
		}
		h.answer = answering(fmt.Errorf("send: %w", outbox.ErrUnreachable), map[string]int{"a1": 1})
		h.queue(texts("1", "a", 3)...)
		h.queue(outbox.Message{Chat: "1", Text: "tomorrow", NotBefore: time.Now().Add(24 * time.Hour)})
		h.start()
		h.pass(time.Minute)
		equal(t, "away", h.away(), []string{"1"})
		equal(t, "waiting", h.waiting(), []string{"tomorrow"})
		h.queue(texts("1", "later", 1)...)
		h.stop()
		h.start() // the mark outlives the sender
		h.pass(time.Minute)
		if n := len(h.all()); n != 1 {
			t.Errorf("%d tries", n)
		}

		h.update(func(tx storage.Tx) error { return outbox.Reachable(tx, "1") })
		h.queue(texts("1", "back", 1)...)
		h.pass(25 * time.Hour)
		equal(t, "away", h.away(), nil)
		equal(t, "delivered", h.delivered("1"), []string{"back1", "tomorrow"})
		equal(t, "dead", h.dead(), nil)
		if lost != 0 {
			t.Errorf("the administrator was told %d times", lost)
		}
	})
}

func TestGroupMoves(t *testing.T) {
	for _, failing := range []bool{false, true} {
		t.Run(fmt.Sprintf("failing=%v", failing), func(t *testing.T) {
			within(t, func(h *house) {
				h.setup = func(s *outbox.Sender) {
					s.Moved = func(tx storage.Tx, from, to string) error {
						if err := tx.Put("moves", from, []byte(to)); err != nil || !failing {
							return err
						}
						return errors.New("no such cluster")
					}
				}
				h.answer = func(_ context.Context, m outbox.Message) error {
					if m.Chat == "-1" {
						time.Sleep(time.Second)
						return fmt.Errorf("send: %w", &outbox.MovedError{To: "-100"})
					}
					return nil
				}
				h.queue(texts("-1", "a", 3)...)
				h.queue(texts("-2", "b", 2)...)
				h.damage(5)
				h.queue(outbox.Message{Chat: "-1", Text: "tomorrow", NotBefore: time.Now().Add(24 * time.Hour)})
				h.start()
				h.pass(time.Second / 2)
				h.queue(texts("-1", "meanwhile", 1)...)
				h.queue(texts("-100", "new", 1)...)
				h.pass(time.Minute)
				equal(t, "a1", h.times("a1"), seconds(0, 1.5)) // new1 went half a second in
				if old := len(h.all()) - len(h.delivered("-100")) - len(h.delivered("-2")); old != 1 {
					t.Errorf("the old id was tried %d times", old)
				}
				got := h.delivered("-100")
				equal(t, "delivered", slices.DeleteFunc(got, func(s string) bool { return s == "new1" }), []string{"a1", "a2", "a3", "meanwhile1"})
				h.update(func(tx storage.Tx) error { return tx.Delete("outbox", fmt.Sprintf("%016d", 5)) }) // for the list
				for _, m := range list(h, outbox.Waiting) {
					equal(t, "waiting", []string{m.Text, m.Chat}, []string{"tomorrow", "-100"})
				}
				var to []byte
				h.update(func(tx storage.Tx) (err error) {
					to, err = tx.Get("moves", "-1")
					return ignore(err, storage.ErrNotFound)
				})
				if want := map[bool]string{false: "-100"}[failing]; string(to) != want {
					t.Errorf("the move was noted as %q", to)
				}
				h.pass(25 * time.Hour)
				equal(t, "waiting", h.waiting(), nil)
			})
		})
	}
}

func ignore(err, target error) error {
	if errors.Is(err, target) {
		return nil
	}
	return err
}

func TestMarkup(t *testing.T) {
	within(t, func(h *house) {
		h.answer = func(_ context.Context, m outbox.Message) error {
			if strings.Contains(m.Text, "<b>") || strings.Contains(m.Text, "hopeless") {
				return fmt.Errorf("send: %w", outbox.ErrMarkup)
			}
			return nil
		}
		h.queue(outbox.Message{Chat: "1", Text: "<b>Thi đua &amp; khen thưởng &lt;2026&gt;"}, outbox.Message{Chat: "1", Text: "<i>hopeless</i>"})
		h.queue(texts("1", "next", 1)...)
		h.start()
		h.pass(time.Minute)
		equal(t, "delivered", h.delivered("1"), []string{"Thi đua &amp; khen thưởng &lt;2026&gt;", "next1"})
		equal(t, "dead", h.dead(), []string{"hopeless"})
		if n := len(h.all()); n != 5 {
			t.Errorf("%d tries", n)
		}
	})
}

// A message that fails on is tried less and less often, and put aside after a
// day; then the administrator is told. A notice of a lost message raises none.
func TestBackoffAndDeath(t *testing.T) {
	within(t, func(h *house) {
		var lost []string
		h.setup = func(s *outbox.Sender) {
			s.Lost = func(tx storage.Tx, m outbox.Message, at time.Time) error {
				lost = append(lost, m.Text+": "+m.Failure)
				return outbox.Queue(tx, outbox.Message{Chat: "9", Action: outbox.Send, Text: "lost " + m.Text, Alarm: true, Queued: at})
			}
		}
		h.answer = answering(errNetwork, map[string]int{"a1": always, "alarm": always})
		h.queue(texts("1", "a", 2)...)
		h.queue(outbox.Message{Chat: "2", Text: "alarm", Alarm: true})
		h.start()
		h.pass(23 * time.Hour)
		equal(t, "waiting", h.waiting(), []string{"a1", "a2", "alarm"})
		at := h.times("a1")
		equal(t, "tries", at[:11], seconds(0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811))
		h.pass(2 * time.Hour)
		equal(t, "dead", h.dead(), []string{"a1", "alarm"})
		equal(t, "lost", lost, []string{"a1: connection lost"})
		equal(t, "administrator", h.delivered("9"), []string{"lost a1"})
		equal(t, "delivered", h.delivered("1"), []string{"a2"})
		equal(t, "waiting", h.waiting(), nil)
	})
}

// Two days without a process age no message; it still has its tries.
func TestDowntimeLosesNothing(t *testing.T) {
	within(t, func(h *house) {
		h.queue(outbox.Message{Chat: "1", Text: "old", Queued: time.Now().Add(-48 * time.Hour)})
		h.answer = answering(errNetwork, map[string]int{"old": 19})
		h.start()
		h.pass(2 * time.Hour)
		equal(t, "delivered", h.delivered("1"), []string{"old"})
		equal(t, "dead", h.dead(), nil)
	})
}

func TestRefused(t *testing.T) {
	within(t, func(h *house) {
		broken := 0
		h.setup = func(s *outbox.Sender) {
			s.Lost = func(tx storage.Tx, m outbox.Message, _ time.Time) error {
				if err := tx.Put("notices", m.Text, []byte("x")); err != nil {
					return err
				}
				switch broken++; m.Text {
				case "a1":
					return errors.New("no administrator")
				case "a2":
					panic("no administrator at all")
				}
				if broken == 3 { // the store's failure, not the notice's: again, then
					return fmt.Errorf("put: %w", storage.ErrFull)
				}
				return nil
			}
		}
		h.answer = answering(fmt.Errorf("send: %w", outbox.ErrRefused), map[string]int{"a1": 1, "a2": 1, "a3": 1})
		h.queue(texts("1", "a", 4)...)
		h.start()
		h.pass(time.Minute)
		equal(t, "dead", h.dead(), []string{"a1", "a2", "a3"})
		equal(t, "delivered", h.delivered("1"), []string{"a4"})
		var kept []storage.Record
		h.update(func(tx storage.Tx) (err error) { kept, err = tx.Scan("notices", "", "", 0); return err })
		if len(kept) != 1 || kept[0].Key != "a3" || broken != 4 {
			t.Errorf("after %d notices, kept are %v", broken, kept)
		}
	})
}

func TestPanicOfTheCourier(t *testing.T) {
	within(t, func(h *house) {
		h.answer = func(_ context.Context, m outbox.Message) error {
			if m.Text == "a1" {
				panic("secret")
			}
			return nil
		}
		h.queue(texts("1", "a", 2)...)
		h.start()
		h.pass(time.Minute)
		equal(t, "delivered", h.delivered("1"), []string{"a2"})
		for _, m := range list(h, outbox.Dead) {
			if m.Text != "a1" || strings.Contains(m.Failure, "secret") {
				t.Errorf("dead: %s, %s", m.Text, m.Failure)
			}
		}
		equal(t, "dead", h.dead(), []string{"a1"})
	})
}

func TestStopOfTheCourier(t *testing.T) {
	within(t, func(h *house) {
		h.answer = answering(fmt.Errorf("send: %w", outbox.ErrStop), map[string]int{"a1": 1})
		h.queue(texts("1", "a", 2)...)
		h.start()
		h.pass(time.Minute)
		if err := h.stop(); !errors.Is(err, outbox.ErrStop) {
			t.Errorf("Run returned %v", err)
		}
		equal(t, "waiting", h.waiting(), []string{"a1", "a2"})
		h.start()
		h.pass(time.Minute)
		equal(t, "delivered", h.delivered("1"), []string{"a1", "a2"})
	})
}

// A check is judged when the message is sent, and at every try again.
func TestCheck(t *testing.T) {
	within(t, func(h *house) {
		h.setup = func(s *outbox.Sender) {
			s.Holds = func(r storage.Reader, c outbox.Check, at time.Time) (bool, error) {
				if !at.Equal(time.Now()) {
					t.Errorf("judged as of %v", at)
				}
				_, err := r.Get("owes", c.Args["member"])
				if c.Kind == "broken" {
					return false, errors.New("no such cluster")
				}
				return err == nil, ignore(err, storage.ErrNotFound)
			}
		}
		owes := func(member string) *outbox.Check {
			return &outbox.Check{Kind: "owes", Args: map[string]string{"member": member}}
		}
		h.answer = answering(errNetwork, map[string]int{"pays later": 1})
		h.update(func(tx storage.Tx) error {
			return errors.Join(tx.Put("owes", "a", []byte("x")), tx.Put("owes", "c", []byte("x")))
		})
		h.queue(
			outbox.Message{Chat: "1", Text: "owes", Check: owes("a")},
			outbox.Message{Chat: "2", Text: "paid", Check: owes("b")},
			outbox.Message{Chat: "3", Text: "pays later", Check: owes("c")},
			outbox.Message{Chat: "4", Text: "broken", Check: &outbox.Check{Kind: "broken"}},
			outbox.Message{Chat: "2", Text: "anyhow"},
		)
		h.start()
		h.pass(time.Second / 2)
		h.update(func(tx storage.Tx) error { return tx.Delete("owes", "c") })
		h.pass(time.Minute)
		equal(t, "chat 1", h.delivered("1"), []string{"owes"})
		equal(t, "chat 2", h.delivered("2"), []string{"anyhow"})
		equal(t, "chat 3", h.delivered("3"), nil)
		equal(t, "waiting", h.waiting(), []string{"broken"})
		h.pass(25 * time.Hour)
		equal(t, "dead", h.dead(), []string{"broken"})
		equal(t, "tries", h.times("broken"), nil)
	})
}

func TestStaleAnswer(t *testing.T) {
	within(t, func(h *house) {
		for _, age := range []time.Duration{149, 151} {
			h.queue(outbox.Message{
				Chat: "1", Action: outbox.Answer, Callback: "c", Text: fmt.Sprint(int(age)),
				Queued: time.Now().Add(-age * time.Second),
			})
		}
		h.start()
		h.pass(time.Minute)
		equal(t, "delivered", h.delivered("1"), []string{"149"})
		equal(t, "waiting", h.waiting(), nil)
		equal(t, "dead", h.dead(), nil)
	})
}
