package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"thidua/bot/emulator"
	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow/intake"
	"thidua/workflow/text"
)

// A scribe is a handler that keeps what was said, as records.
type scribe struct{ failing string }

var said = storage.Table[intake.Event]{Name: "said", Key: func(e intake.Event) string { return e.ID }}

func (s scribe) Handle(tx storage.Tx, e intake.Event) error {
	if s.failing != "" && e.Text == s.failing {
		return errors.New("the handler fails")
	}
	return said.Put(tx, e)
}

func (scribe) Explain(storage.Tx, intake.Event, *text.Problem) error { return nil }

// A store whose commits fail while down is set.
type failingStore struct {
	storage.Store
	mu   sync.Mutex
	down bool
}

func (s *failingStore) set(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

func (s *failingStore) Update(ctx context.Context, scope string, fn func(storage.Tx) error) error {
	return s.Store.Update(ctx, scope, func(tx storage.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.down {
			return storage.ErrFull
		}
		return nil
	})
}

// A line is a poller, a door and a store behind a rig.
type line struct {
	*rig
	store  *failingStore
	door   *intake.Door
	poller *Poller
}

func newLine(t *testing.T, h scribe) *line {
	r := newRig(t)
	db, err := bolt.Create(t.TempDir()+"/store.db", bolt.Options{Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	store := &failingStore{Store: db}
	door := &intake.Door{Store: store, Handler: h, Log: r.log}
	return &line{r, store, door, &Poller{API: r.api, Door: door, Clock: wall{}, Log: r.log}}
}

// runs polls while do does something, and gives what Run returned after that. do
// ends the poller, unless it ends by itself.
func (l *line) runs(do func()) error {
	ctx, cancel := context.WithCancel(l.t.Context())
	defer cancel()
	end := make(chan error, 1)
	go func() { end <- l.poller.Run(ctx) }()
	do()
	synctest.Wait()
	cancel()
	return <-end
}

func (l *line) ended(do func()) {
	l.t.Helper()
	if err := l.runs(do); err != nil {
		l.t.Errorf("Run = %v", err)
	}
}

func (l *line) events() (list []intake.Event) {
	l.t.Helper()
	if err := l.store.View(l.t.Context(), func(r storage.Reader) (err error) { list, err = said.List(r, ""); return err }); err != nil {
		l.t.Fatal(err)
	}
	return list
}

func (l *line) texts() (texts []string) {
	for _, e := range l.events() {
		texts = append(texts, e.Text)
	}
	return texts
}

func (l *line) heard(want ...string) {
	l.t.Helper()
	if got := l.texts(); !slices.Equal(got, want) {
		l.t.Errorf("heard %q, want %q", got, want)
	}
}

func (l *line) quarantined() (list []intake.Quarantined) {
	l.t.Helper()
	if err := l.store.View(l.t.Context(), func(r storage.Reader) (err error) { list, err = intake.Quarantine(r); return err }); err != nil {
		l.t.Fatal(err)
	}
	return list
}

func TestPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(t, scribe{})
		l.poller.Offset = time.Hour
		l.poller.Clock = wall{time.Hour}
		lan := l.lan()
		l.ended(func() {
			lan.Say("một")
			synctest.Wait()
			time.Sleep(3 * time.Minute) // of long polls that bring nothing
			for i := range 250 {        // more than one request brings
				lan.Say(fmt.Sprint("tin ", i))
			}
			synctest.Wait()
			if !l.Quiet() {
				t.Error("something was not confirmed")
			}
		})
		got := l.texts()
		if len(got) != 252 || got[1] != "một" || got[251] != "tin 249" {
			t.Errorf("heard %d: %q … %q", len(got), got[:2], got[len(got)-1])
		}
		if at, want := l.events()[251].At, time.Now().Add(time.Hour); want.Sub(at).Abs() > time.Minute {
			t.Errorf("the last came at %v, want %v", at, want)
		}
	})
}

// The next updates are asked for only when the ones before are in the store.
func TestNothingIsConfirmedBeforeItIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(t, scribe{})
		lan := l.lan()
		l.ended(func() {
			synctest.Wait()
			l.store.set(true)
			lan.Say("hai")
			lan.Say("ba")
			time.Sleep(10 * time.Minute)
			if l.Quiet() {
				t.Error("confirmed what the store did not take")
			}
			l.heard("/start")
			l.store.set(false)
			time.Sleep(2 * time.Minute)
			l.heard("/start", "hai", "ba")
			if !l.Quiet() {
				t.Error("what was kept is not confirmed")
			}
		})
	})
}

// One request confirms a whole batch, in whatever order it came.
func TestBatchOutOfOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(t, scribe{})
		l.OrderUpdates(func(n int) (order []int) {
			for i := range n {
				order = append(order, n-1-i)
			}
			return order
		})
		lan := l.lan()
		lan.Say("hai")
		lan.Say("ba")
		l.ended(func() {})
		l.heard("/start", "hai", "ba") // listed by id
		if n := l.Stats().Calls["getUpdates"]; n != 2 {
			t.Errorf("%d requests, want one that brings them and one that confirms them", n)
		}
	})
}

// What was handled by a program that died before it confirmed comes again.
func TestWhatCameBeforeIsRecognised(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(t, scribe{})
		lan := l.lan()
		raw := l.first()
		e, err := reader{now: time.Now()}.read(raw)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.door.Handle(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		l.RepeatUpdates()
		l.ended(func() { lan.Say("hai") })
		l.heard("/start", "hai")
		if !strings.Contains(l.out.String(), "event seen before") {
			t.Error("nothing came twice")
		}
	})
}

// first is the first update that waits, left where it is.
func (l *line) first() json.RawMessage {
	l.t.Helper()
	batch, err := (&Poller{API: l.api, Wait: time.Second}).fetch(l.t.Context(), 0)
	if err != nil || len(batch) == 0 {
		l.t.Fatalf("%d updates, %v", len(batch), err)
	}
	return batch[0]
}

func TestOneBadUpdateStopsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(t, scribe{failing: "hỏng"})
		lan := l.lan()
		id, err := l.Push(json.RawMessage(`{"message":{"message_id":"three","text":"123456"}}`))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Push(json.RawMessage(`{"telepathy":{}}`)); err != nil {
			t.Fatal(err)
		}
		lan.Say("hỏng")
		lan.Say("tốt")
		l.ended(func() {})
		l.heard("/start", "tốt")
		q := l.quarantined()
		if len(q) != 2 || q[0].ID != eventID(id) || !strings.Contains(string(q[0].Raw), `"three"`) || strings.Contains(string(q[0].Raw), "123456") {
			t.Errorf("quarantine = %+v", q)
		}
		if !l.Quiet() {
			t.Error("something was not confirmed")
		}
	})
}

// A batch whose updates have no id cannot be confirmed; it must not be asked for
// without a pause either.
func TestUpdatesWithoutAnID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(t, scribe{})
		calls := 0
		l.poller.API = newAPI(t, roundTrip(func(r *http.Request) (*http.Response, error) {
			calls++
			return answer(r, 200, `{"ok":true,"result":[{"message":{}},7]}`), nil
		}))
		l.ended(func() { time.Sleep(10 * time.Minute) })
		if q := l.quarantined(); len(q) != 2 || calls > 20 {
			t.Errorf("%d calls, %d in quarantine", calls, len(q))
		}
	})
}

func TestPollGoesOnThroughFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(t, scribe{})
		lan := l.lan()
		for _, f := range []emulator.Fault{
			emulator.ServerError(), emulator.BadGateway(), emulator.Dropped(), emulator.LostAnswer(),
			emulator.Forbidden(), emulator.BadRequest("what"), emulator.Delayed(2 * time.Minute),
		} {
			l.Fault(emulator.Next(1, "getUpdates", f))
		}
		l.ended(func() {
			lan.Say("hai")
			time.Sleep(time.Hour)
		})
		l.heard("/start", "hai")
	})
}

func TestPollWaitsAsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(t, scribe{})
		l.lan()
		l.Fault(emulator.Next(1, "getUpdates", emulator.TooMany(90)))
		l.ended(func() {
			time.Sleep(89 * time.Second)
			if n := l.Stats().Calls["getUpdates"]; n != 1 {
				t.Errorf("%d calls in the time to wait", n)
			}
			l.heard()
			time.Sleep(2 * time.Second)
			l.heard("/start")
		})
	})
}

func TestPollEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(t, scribe{})
		err := l.runs(func() {
			synctest.Wait()
			another := &Poller{API: l.api, Wait: time.Second}
			if _, err := another.fetch(t.Context(), 0); err != nil {
				t.Error(err)
			}
		})
		if !errors.Is(err, ErrConflict) {
			t.Errorf("with another program: %v", err)
		}
		for _, code := range []int{401, 404} {
			l.Fault(emulator.Next(1, "getUpdates", emulator.Fault{Code: code, Text: "Unauthorized"}))
			if err := l.runs(func() {}); !errors.Is(err, ErrToken) {
				t.Errorf("after %d: %v", code, err)
			}
		}
	})
}

func TestWebhookIsRemovedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(t, scribe{})
		set := func() {
			if _, err := l.api.call(t.Context(), "setWebhook", map[string]any{"url": "https://a.vn"}, new(bool), time.Minute); err != nil {
				t.Fatal(err)
			}
		}
		lan := l.lan()
		set()
		l.Fault(emulator.Next(1, "deleteWebhook", emulator.ServerError()))
		err := l.runs(func() {
			time.Sleep(10 * time.Second)
			l.heard("/start")
			set()
			lan.Say("hai")
		})
		if !errors.Is(err, ErrConflict) {
			t.Errorf("set again: %v", err)
		}
	})
}

func TestBackoff(t *testing.T) {
	var got []time.Duration
	for n := 1; n <= 8; n++ {
		got = append(got, backoff(n)/time.Second)
	}
	if want := []time.Duration{1, 2, 4, 8, 16, 32, 60, 60}; !slices.Equal(got, want) {
		t.Errorf("backoff = %v", got)
	}
}
