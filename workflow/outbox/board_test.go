package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/storage"
	"thidua/workflow/outbox"
)

// board is a version of a board, and maybe the same one of another chat.
func board(chat, text string) outbox.Message {
	return outbox.Message{Chat: chat, Text: text, Board: "tiendo/CN", Bulk: true}
}

// shows lists what was delivered for boards: "text" of a new message, "text@3" of
// an edit, "pin@3".
func (h *house) shows(chat string) (list []string) {
	for _, t := range h.all() {
		switch {
		case t.Chat != chat || t.err != nil:
		case t.Action == outbox.Pin:
			list = append(list, fmt.Sprint("pin@", t.Ref))
		case t.Board != "" && t.Ref != 0:
			list = append(list, fmt.Sprint(t.Text, "@", t.Ref))
		default:
			list = append(list, t.Text)
		}
	}
	return list
}

func TestABoardIsEdited(t *testing.T) {
	within(t, func(h *house) {
		h.start()
		first := board("-1", "a")
		first.Pin = true
		h.queue(first)
		h.pass(10 * time.Minute)
		h.queue(board("-1", "b"), board("-2", "z"))
		h.pass(10 * time.Minute)
		other := board("-1", "o")
		other.Board = "tiendo/6T"
		h.queue(board("-1", "c"), other)
		h.pass(10 * time.Minute)
		equal(t, "chat -1", h.shows("-1"), []string{"a", "pin@1", "b@1", "c@1", "o"})
		equal(t, "chat -2", h.shows("-2"), []string{"z"})
	})
}

func TestAFloodOfVersions(t *testing.T) {
	for _, failing := range []int{0, 3} {
		t.Run(fmt.Sprint(failing, " failures"), func(t *testing.T) {
			within(t, func(h *house) {
				fail := failing
				h.answer = func(_ context.Context, m outbox.Message) error {
					time.Sleep(500 * time.Millisecond) // versions come while one is on its way
					if fail--; fail >= 0 {
						return errNetwork
					}
					return nil
				}
				h.start()
				for i := range 100 {
					m := board("-1", fmt.Sprint("v", i))
					m.Buttons = [][]outbox.Button{{{Label: fmt.Sprint("b", i), Data: "x"}}}
					h.queue(m)
					if len(h.waiting()) > 2 {
						t.Fatalf("waiting: %v", h.waiting())
					}
					h.pass(600 * time.Millisecond)
				}
				h.pass(10 * time.Minute)
				var last outbox.Message
				var at []time.Duration
				for _, m := range h.all() {
					if m.err == nil {
						last, at = m.Message, append(at, m.at)
					}
				}
				if last.Text != "v99" || last.Buttons[0][0].Label != "b99" || failing == 0 && last.Ref != 1 {
					t.Errorf("in the end %+v", last)
				}
				if len(at) > 3 {
					t.Errorf("%d deliveries: %v", len(at), h.shows("-1"))
				}
				for i := range at[1:] {
					if at[i+1]-at[i] < time.Minute {
						t.Errorf("delivered at %v", at)
					}
				}
				equal(t, "waiting", h.waiting(), nil)
				equal(t, "dead", h.dead(), nil)
			})
		})
	}
}

// What waits for its hour keeps it, and stands in nobody's way.
func TestABoardWaitsForItsHour(t *testing.T) {
	within(t, func(h *house) {
		h.start()
		m := board("-1", "a")
		m.NotBefore = time.Now().Add(time.Hour)
		h.queue(m)
		h.pass(time.Minute)
		h.queue(board("-1", "b"), outbox.Message{Chat: "-1", Text: "now"})
		h.pass(58 * time.Minute)
		equal(t, "before", h.shows("-1"), []string{"now"})
		h.pass(2 * time.Minute)
		equal(t, "after", h.shows("-1"), []string{"now", "b"})
	})
}

// A version that cannot be delivered does not come after a newer one.
func TestAnOutdatedVersionIsDropped(t *testing.T) {
	within(t, func(h *house) {
		h.answer = answering(errNetwork, map[string]int{"a": always})
		h.start()
		h.queue(board("-1", "a"))
		h.pass(time.Minute)
		h.queue(board("-1", "b"))
		h.pass(30 * time.Minute)
		equal(t, "shown", h.shows("-1"), []string{"b"})
		equal(t, "waiting", h.waiting(), nil)
		if n := len(h.times("a")); n > 6 {
			t.Errorf("the outdated one was tried %d times", n)
		}
	})
}

func TestABoardOutlivesTheProcess(t *testing.T) {
	within(t, func(h *house) {
		h.start()
		h.queue(board("-1", "a"))
		h.pass(time.Second)
		h.queue(board("-1", "b"))
		h.stop()
		h.queue(board("-1", "c"))
		h.start()
		h.pass(10 * time.Minute)
		equal(t, "shown", h.shows("-1"), []string{"a", "c@1"})

		// It dies when a version was sent but not kept: that one goes again.
		h.answer = func(_ context.Context, m outbox.Message) error {
			h.store.broken(errors.New("the process is gone"), nil)
			return nil
		}
		h.queue(board("-1", "d"))
		h.pass(time.Second)
		h.stop()
		h.store.broken(nil, nil)
		h.answer = nil
		h.start()
		h.pass(10 * time.Minute)
		h.queue(board("-1", "e"))
		h.pass(10 * time.Minute)
		equal(t, "shown", h.shows("-1"), []string{"a", "c@1", "d@1", "d@1", "e@1"})
		equal(t, "waiting", h.waiting(), nil)
	})
}

func TestADeletedBoardBeginsAnew(t *testing.T) {
	within(t, func(h *house) {
		h.gone = map[int]bool{1: true}
		h.start()
		for _, text := range []string{"a", "b", "c"} {
			m := board("-1", text)
			m.Pin = true
			h.queue(m)
			h.pass(2 * time.Minute)
		}
		equal(t, "shown", h.shows("-1"), []string{"a", "pin@1", "b@1", "pin@2", "c@2"})
	})
}

func TestAChatThatLetsNobodyPin(t *testing.T) {
	within(t, func(h *house) {
		lost := 0
		h.setup = func(s *outbox.Sender) {
			s.Lost = func(storage.Tx, outbox.Message, time.Time) error { lost++; return nil }
		}
		h.answer = func(_ context.Context, m outbox.Message) error {
			if m.Action == outbox.Pin {
				return fmt.Errorf("%w: not enough rights", outbox.ErrRefused)
			}
			return nil
		}
		h.start()
		m := board("-1", "a")
		m.Pin = true
		h.queue(m)
		h.pass(time.Minute)
		h.queue(board("-1", "b"))
		h.pass(10 * time.Minute)
		equal(t, "shown", h.shows("-1"), []string{"a", "b@1"})
		equal(t, "waiting", h.waiting(), nil)
		equal(t, "dead", h.dead(), nil)
		if lost != 0 {
			t.Error("an administrator was told")
		}
	})
}

func TestBoardsOfAGroupThatMoves(t *testing.T) {
	for _, told := range []bool{false, true} { // by an event, before a delivery finds out
		t.Run(fmt.Sprint("told ", told), func(t *testing.T) {
			within(t, func(h *house) {
				moved := false
				h.answer = func(_ context.Context, m outbox.Message) error {
					if moved && m.Chat == "-1" {
						return fmt.Errorf("send: %w", &outbox.MovedError{To: "-100"})
					}
					return nil
				}
				h.start()
				h.queue(board("-1", "a"))
				h.pass(2 * time.Minute)
				moved = true
				h.queue(board("-1", "b"))
				if told {
					h.update(func(tx storage.Tx) error { return outbox.MoveBoards(tx, "-1", "-100") })
					h.queue(board("-100", "c"))
				}
				h.pass(2 * time.Minute)
				h.queue(board("-100", "d"))
				h.pass(2 * time.Minute)
				want := []string{"b", "d@2"}
				if told {
					want[0] = "c"
				}
				equal(t, "old id", h.shows("-1"), []string{"a"})
				equal(t, "new id", h.shows("-100"), want)
				h.update(func(tx storage.Tx) error {
					records, err := tx.Scan("boards", "", "", 0)
					for _, r := range records {
						if !strings.HasPrefix(r.Key, "-100/") {
							t.Errorf("left: %s", r.Key)
						}
					}
					return err
				})
			})
		})
	}
}

func TestBoardsOfAChatThatWasLeft(t *testing.T) {
	for name, leave := range map[string]func(h *house){
		"told":     func(h *house) { h.update(func(tx storage.Tx) error { return outbox.DropBoards(tx, "-1") }) },
		"find out": func(h *house) { h.queue(outbox.Message{Chat: "-1", Text: "nobody"}); h.pass(time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			within(t, func(h *house) {
				h.answer = answering(outbox.ErrUnreachable, map[string]int{"nobody": 1})
				h.start()
				h.queue(board("-1", "a"), board("-10", "x"))
				h.pass(2 * time.Minute)
				leave(h)
				h.update(func(tx storage.Tx) error { return outbox.Reachable(tx, "-1") })
				h.queue(board("-1", "b"), board("-10", "y"))
				h.pass(2 * time.Minute)
				equal(t, "left", h.shows("-1"), []string{"a", "b"})
				got := h.shows("-10")
				if slices.Sort(got); len(got) != 2 || !strings.HasPrefix(got[1], "y@") {
					t.Errorf("another chat: %v", got)
				}
			})
		})
	}
}

func TestWhatIsNoBoard(t *testing.T) {
	within(t, func(h *house) {
		for _, m := range []outbox.Message{{Action: outbox.Edit}, {Action: outbox.Send, Document: &outbox.Document{}}} {
			m.Board = "b"
			if err := h.store.Store.Update(context.Background(), "", func(tx storage.Tx) error { return outbox.Queue(tx, m) }); err == nil {
				t.Errorf("%+v is a board", m)
			}
		}
	})
}

// Damage to what is known of a board costs a new message, and nothing else.
func TestADamagedBoardBeginsAnew(t *testing.T) {
	within(t, func(h *house) {
		h.start()
		h.queue(board("-1", "a"))
		h.pass(2 * time.Minute)
		h.update(func(tx storage.Tx) error {
			b, err := tx.Get("boards", "-1/tiendo/CN")
			if err != nil {
				return err
			}
			b[len(b)/2] ^= 4
			return tx.Put("boards", "-1/tiendo/CN", b)
		})
		h.queue(board("-1", "b"))
		h.pass(2 * time.Minute)
		h.queue(board("-1", "c"))
		h.pass(2 * time.Minute)
		equal(t, "shown", h.shows("-1"), []string{"a", "b", "c@2"})
	})
}

// A board that comes back to what it shows is not edited; one that may show
// something else, since an answer was lost, is.
func TestABoardThatShowsItAlready(t *testing.T) {
	within(t, func(h *house) {
		h.start()
		h.queue(board("-1", "a"))
		h.pass(10 * time.Minute)
		h.queue(board("-1", "b"))
		h.queue(board("-1", "a"))
		h.pass(10 * time.Minute)
		equal(t, "back at what it shows", h.shows("-1"), []string{"a"})
		h.queue(board("-1", "b"))
		h.pass(10 * time.Minute)
		h.queue(board("-1", "a"))
		h.pass(10 * time.Minute)
		equal(t, "another one in between", h.shows("-1"), []string{"a", "b@1", "a@1"})

		lost := true
		h.answer = func(context.Context, outbox.Message) error {
			if lost {
				lost = false
				return errNetwork // though it may have arrived
			}
			return nil
		}
		h.queue(board("-1", "c"))
		h.pass(100 * time.Millisecond)
		h.queue(board("-1", "a"))
		h.pass(10 * time.Minute)
		got := h.shows("-1")
		equal(t, "after a lost answer", got[len(got)-1:], []string{"a@1"})
		if len(got) < 4 {
			t.Errorf("a version that may not be shown was left out: %v", got)
		}
	})
}
