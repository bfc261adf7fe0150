package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"thidua/storage"
	"thidua/workflow/outbox"
)

// A fault is how a try goes wrong.
type fault string

const (
	fine     fault = ""
	network  fault = "network"
	after    fault = "after delivery" // it arrived; nobody knows
	slow     fault = "slow"
	wait     fault = "wait"
	markup   fault = "markup"
	refused  fault = "refused"
	gone     fault = "gone"
	crash    fault = "panic"
	unstable fault = "store"
	restart  fault = "restart"
	halt     fault = "stop"
)

var faults = []fault{fine, fine, fine, network, after, slow, wait, markup, refused, gone, crash, unstable, restart, halt}

// TestWhateverGoesWrong: with faults in any order, every message arrives, or is
// put aside, or is dropped because its chat takes nothing; those of one chat and
// one kind arrive in the order in which they were queued, never two at a time.
func TestWhateverGoesWrong(t *testing.T) {
	plans := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) outbox.Message {
		return outbox.Message{
			Chat: rapid.SampledFrom([]string{"1", "2", "-3"}).Draw(t, "chat"),
			Bulk: rapid.Bool().Draw(t, "bulk"),
		}
	}), 1, 10)
	schedule := rapid.SliceOfN(rapid.SampledFrom(faults), 0, 20)
	rapid.Check(t, func(rt *rapid.T) {
		messages, goesWrong := plans.Draw(rt, "messages"), schedule.Draw(rt, "faults")
		pauses := rapid.SliceOfN(rapid.IntRange(0, 3), len(messages), len(messages)).Draw(rt, "pauses")
		var broken []string
		within(t, func(h *house) { broken = whatever(h, messages, pauses, goesWrong) })
		for _, b := range broken {
			rt.Error(b)
		}
	})
}

func whatever(h *house, messages []outbox.Message, pauses []int, goesWrong []fault) (broken []string) {
	breach := func(format string, args ...any) { broken = append(broken, fmt.Sprintf(format, args...)) }
	arrived := map[string][]string{} // by chat and kind, the first time
	fate := map[string]string{}      // by text
	lost := map[string]int{}
	flying := map[string]bool{}
	again := make(chan struct{}, len(goesWrong))
	excused := slices.ContainsFunc(goesWrong, func(f fault) bool { return f == after || f == unstable || f == restart || f == halt })

	h.setup = func(s *outbox.Sender) {
		s.Lost = func(tx storage.Tx, m outbox.Message, _ time.Time) error { lost[m.Event]++; return nil }
	}
	arrive := func(m outbox.Message) {
		if fate[m.Event] == "" {
			kind := fmt.Sprint(m.Chat, m.Bulk)
			arrived[kind] = append(arrived[kind], m.Event)
		} else if !excused {
			breach("%s arrived again", m.Event)
		}
		fate[m.Event] = "arrived"
	}
	h.answer = func(ctx context.Context, m outbox.Message) error {
		h.mu.Lock()
		defer h.mu.Unlock()
		if flying[m.Chat] {
			breach("two at a time in %s", m.Chat)
		}
		f := fine
		if len(goesWrong) > 0 {
			f, goesWrong = goesWrong[0], goesWrong[1:]
		}
		switch f {
		case network:
			return errNetwork
		case slow:
			flying[m.Chat] = true
			h.mu.Unlock()
			time.Sleep(3 * time.Second)
			h.mu.Lock()
			flying[m.Chat] = false
		case wait:
			return &outbox.RetryError{After: 7 * time.Second}
		case markup:
			return outbox.ErrMarkup
		case refused:
			return outbox.ErrRefused
		case gone:
			return outbox.ErrUnreachable
		case crash:
			panic("courier")
		case halt, restart:
			again <- struct{}{}
			if f == halt {
				return outbox.ErrStop
			}
		}
		arrive(m)
		switch f {
		case after:
			return errNetwork
		case unstable:
			h.store.broken(errors.New("disk is gone"), nil)
			time.AfterFunc(20*time.Second, func() { h.store.broken(nil, nil) })
		}
		return nil
	}

	h.start()
	for i, m := range messages {
		m.Event = fmt.Sprintf("m%02d", i)
		m.Text = "<b>" + m.Event + "</b>"
		h.queue(m)
		h.pass(time.Duration(pauses[i]) * time.Second)
	}
	for range 600 {
		h.pass(time.Second)
		select {
		case <-again:
			h.stop()
			h.start()
		default:
		}
	}
	synctest.Wait()

	if left := h.waiting(); len(left) > 0 {
		breach("still waiting: %v", left)
	}
	away := h.away()
	dead := map[string]bool{}
	for _, m := range list(h, outbox.Dead) {
		dead[m.Event] = true
	}
	for i, m := range messages {
		event := fmt.Sprintf("m%02d", i)
		if fate[event] == "" && !dead[event] && !slices.Contains(away, m.Chat) {
			breach("%s for %s is nowhere", event, m.Chat)
		}
		if dead[event] != (lost[event] > 0) {
			breach("%s: dead %v, but told %d times", event, dead[event], lost[event])
		}
	}
	for kind, events := range arrived {
		if !slices.IsSorted(events) {
			breach("in %s arrived %v", kind, events)
		}
	}
	return broken
}
