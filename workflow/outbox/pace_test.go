package outbox_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"thidua/workflow/outbox"
)

func TestOrderOfAChat(t *testing.T) {
	within(t, func(h *house) {
		fail := answering(errNetwork, map[string]int{"a2": 3, "b1": 1, "b7": 2})
		h.answer = func(ctx context.Context, m outbox.Message) error {
			time.Sleep(time.Duration(m.Seq%4) * time.Second) // slow and quick ones
			return fail(ctx, m)
		}
		a, b := texts("1", "a", 8), texts("2", "b", 8)
		for i := range a {
			h.queue(a[i], b[i])
		}
		h.start()
		h.pass(2 * time.Minute)
		equal(t, "chat 1", h.delivered("1"), say(a))
		equal(t, "chat 2", h.delivered("2"), say(b))
		equal(t, "waiting", h.waiting(), nil)
	})
}

func TestPaceOverall(t *testing.T) {
	within(t, func(h *house) {
		for i := range 60 {
			h.queue(texts(strconv.Itoa(i+1), "x", 1)...)
		}
		h.start()
		h.pass(10 * time.Second)
		all := h.all()
		if len(all) != 60 {
			t.Fatalf("%d messages arrived", len(all))
		}
		for i, m := range all {
			if want := time.Duration(i) * time.Second / 25; m.at != want {
				t.Fatalf("message %d left after %v, not %v", i, m.at, want)
			}
		}
	})
}

func TestPaceOfAChat(t *testing.T) {
	within(t, func(h *house) {
		h.queue(texts("1", "x", 4)...)
		h.queue(outbox.Message{Chat: "1", Action: outbox.Delete, Text: "delete", Ref: 7}) // counts for nothing
		h.start()
		h.pass(time.Minute)
		for i, want := range seconds(0, 1, 2, 3) {
			equal(t, "message", h.times(fmt.Sprint("x", i+1)), []time.Duration{want})
		}
		equal(t, "removal", h.times("delete"), seconds(3.04))
	})
}

func TestPaceOfAGroup(t *testing.T) {
	within(t, func(h *house) {
		h.queue(texts("-1", "group", 45)...)
		h.queue(texts("1", "person", 45)...)
		h.start()
		h.pass(3 * time.Minute)
		var group []time.Duration
		for _, m := range h.all() {
			if m.Chat == "-1" {
				group = append(group, m.at)
			}
		}
		if len(group) != 45 {
			t.Fatalf("%d messages reached the group", len(group))
		}
		for i := range group[20:] {
			if d := group[20+i] - group[i]; d < time.Minute {
				t.Errorf("messages %d to %d in %v", i, 20+i, d)
			}
		}
		if last := group[44].Round(time.Second); last != 124*time.Second {
			t.Errorf("the last message reached the group after %v", last)
		}
		if at := h.times("person45")[0].Round(time.Second); at != 44*time.Second {
			t.Errorf("a person waited %v", at)
		}
	})
}

func TestRepliesBeforeBulk(t *testing.T) {
	within(t, func(h *house) {
		for i := range 100 {
			h.queue(outbox.Message{Chat: strconv.Itoa(i + 1), Text: "bulk", Bulk: true})
		}
		h.queue(outbox.Message{Chat: "100", Text: "old reply"})
		h.start()
		h.pass(time.Second + time.Millisecond)
		h.queue(
			outbox.Message{Chat: "99", Text: "reply"},
			outbox.Message{Chat: "99", Text: "answer", Action: outbox.Answer, Callback: "c"},
		)
		h.pass(time.Minute)
		equal(t, "old reply", h.times("old reply"), seconds(0))
		equal(t, "answer", h.times("answer"), seconds(1.04))
		equal(t, "reply", h.times("reply"), seconds(1.08))
		equal(t, "chat 99", h.delivered("99"), []string{"answer", "reply", "bulk"})
		if n := len(h.times("bulk")); n != 100 {
			t.Errorf("%d of 100 bulk messages arrived", n)
		}
	})
}

// An answer waits for nothing that its chat waits for.
func TestAnswerWaitsForNothing(t *testing.T) {
	within(t, func(h *house) {
		h.answer = answering(errNetwork, map[string]int{"x1": always})
		h.queue(texts("1", "x", 2)...)
		h.start()
		h.pass(100 * time.Second)
		h.queue(outbox.Message{Chat: "1", Text: "answer", Action: outbox.Answer, Callback: "c"})
		h.pass(0)
		equal(t, "answer", h.times("answer"), seconds(100))
		equal(t, "waiting", h.waiting(), []string{"x1", "x2"})
	})
}

func TestQuietHoursHoldUpNobody(t *testing.T) {
	within(t, func(h *house) {
		h.queue(outbox.Message{Chat: "1", Text: "morning", NotBefore: time.Now().Add(8 * time.Hour)})
		h.queue(texts("1", "now", 3)...)
		h.start()
		h.pass(time.Minute)
		equal(t, "before", h.delivered("1"), []string{"now1", "now2", "now3"})
		h.pass(9 * time.Hour)
		equal(t, "morning", h.times("morning"), []time.Duration{8 * time.Hour})
	})
}

func TestRetryAfterOfOneChat(t *testing.T) {
	within(t, func(h *house) {
		h.answer = answering(fmt.Errorf("send: %w", &outbox.RetryError{After: 30 * time.Second}), map[string]int{"a1": 1})
		h.queue(texts("1", "a", 2)...)
		h.queue(texts("2", "b", 3)...)
		h.start()
		h.pass(time.Minute)
		equal(t, "a1", h.times("a1"), seconds(0, 30))
		equal(t, "a2", h.times("a2"), seconds(31))
		equal(t, "b3", h.times("b3"), seconds(2.04))
	})
}

// A chat that asked to wait is sent nothing else; when it asks again, through a
// button pressed there, it is still only that chat.
func TestRetryAfterHoldsTheWholeChat(t *testing.T) {
	within(t, func(h *house) {
		h.answer = answering(&outbox.RetryError{After: 30 * time.Second}, map[string]int{"bulk": 1, "answer": 1})
		h.queue(outbox.Message{Chat: "1", Text: "bulk", Bulk: true})
		h.start()
		h.pass(10 * time.Second)
		h.queue(
			outbox.Message{Chat: "1", Text: "reply"},
			outbox.Message{Chat: "1", Text: "answer", Action: outbox.Answer, Callback: "c"},
		)
		h.pass(10 * time.Second)
		h.queue(texts("2", "other", 1)...)
		h.pass(time.Minute)
		equal(t, "answer", h.times("answer"), seconds(10, 40))
		equal(t, "reply", h.times("reply"), seconds(30))
		equal(t, "bulk", h.times("bulk"), seconds(0, 31))
		equal(t, "another chat", h.times("other1"), seconds(20))
	})
}

// Telegram does not say whom it asks to wait. Two chats at once are not a chat
// that is too busy.
func TestRetryAfterOfEverybody(t *testing.T) {
	within(t, func(h *house) {
		h.answer = answering(&outbox.RetryError{After: 30 * time.Second}, map[string]int{"a1": 1, "b1": 1})
		h.queue(texts("1", "a", 1)...)
		h.queue(texts("2", "b", 1)...)
		h.queue(texts("3", "c", 1)...)
		h.start()
		h.pass(time.Minute)
		equal(t, "c1", h.times("c1"), seconds(30.12))
		if n := len(h.all()); n != 5 {
			t.Errorf("%d tries", n)
		}
	})
}

func TestIdle(t *testing.T) {
	within(t, func(h *house) {
		h.start()
		h.pass(0)
		if next, idle := h.sender.Idle(); !idle || !next.IsZero() {
			t.Errorf("an empty outbox: %v, %v", next, idle)
		}
		at := time.Now().Add(time.Hour)
		h.answer = func(context.Context, outbox.Message) error { time.Sleep(time.Second); return nil }
		h.queue(outbox.Message{Chat: "1", Text: "x"}, outbox.Message{Chat: "1", Text: "later", NotBefore: at})
		if _, idle := h.sender.Idle(); idle {
			t.Error("idle with something unread")
		}
		h.pass(time.Second / 2)
		if _, idle := h.sender.Idle(); idle {
			t.Error("idle with a message on its way")
		}
		h.pass(time.Second)
		if next, idle := h.sender.Idle(); !idle || !next.Equal(at) {
			t.Errorf("until %v: %v, %v", at, next, idle)
		}
	})
}

// With many chats that are slow to answer, sixteen are under way at a time.
func TestManyAtATime(t *testing.T) {
	within(t, func(h *house) {
		h.answer = func(context.Context, outbox.Message) error { time.Sleep(10 * time.Second); return nil }
		for i := range 20 {
			h.queue(texts(strconv.Itoa(i+1), "x", 1)...)
		}
		h.start()
		h.pass(time.Minute)
		var at []time.Duration
		for _, m := range h.all() {
			at = append(at, m.at)
		}
		slices.Sort(at)
		if len(at) != 20 || at[15] != 15*time.Second/25 || at[16] != 10*time.Second {
			t.Errorf("left at %v", at)
		}
	})
}
