package intake_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow/intake"
	"thidua/workflow/text"
)

// A script is a handler that writes down what reached it and then does what the
// test wants.
type script struct {
	handle  func(tx storage.Tx, e intake.Event) error
	explain func(tx storage.Tx, e intake.Event, p *text.Problem) error
	calls   int
}

func (s *script) Handle(tx storage.Tx, e intake.Event) error {
	s.calls++
	if err := tx.Put("work", e.ID, []byte(e.Text)); err != nil {
		return err
	}
	if s.handle == nil {
		return nil
	}
	return s.handle(tx, e)
}

func (s *script) Explain(tx storage.Tx, e intake.Event, p *text.Problem) error {
	if s.explain != nil {
		return s.explain(tx, e, p)
	}
	return tx.Put("explained", e.ID, []byte(p.Key))
}

// broken is a store whose commits fail as long as down is set.
type broken struct {
	storage.Store
	down error
}

func (b *broken) Update(ctx context.Context, scope string, fn func(storage.Tx) error) error {
	return b.Store.Update(ctx, scope, func(tx storage.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return b.down
	})
}

func open(t *testing.T, clock func() time.Time) *broken {
	t.Helper()
	db, err := bolt.Create(t.TempDir()+"/store.db", bolt.Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &broken{Store: db}
}

func door(t *testing.T, s *script) (*intake.Door, *broken) {
	store := open(t, nil)
	return &intake.Door{Store: store, Handler: s, Log: slog.New(slog.DiscardHandler)}, store
}

// has says whether a record is there.
func has(t *testing.T, s storage.Store, table, key string) bool {
	t.Helper()
	var err error
	if e := s.View(t.Context(), func(r storage.Reader) error { _, err = r.Get(table, key); return nil }); e != nil {
		t.Fatal(e)
	}
	return err == nil
}

func quarantined(t *testing.T, s storage.Store) (list []intake.Quarantined) {
	t.Helper()
	if err := s.View(t.Context(), func(r storage.Reader) (err error) {
		list, err = intake.Quarantine(r)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestAnEventIsHandledOnce(t *testing.T) {
	s := &script{}
	d, store := door(t, s)
	woken := 0
	d.After = func() { woken++ }
	for range 3 {
		if err := d.Handle(t.Context(), intake.Event{ID: "tg/1", Chat: "7"}); err != nil {
			t.Fatal(err)
		}
	}
	if s.calls != 1 || woken != 1 || !has(t, store, "work", "tg/1") {
		t.Errorf("handled %d times, woke %d times", s.calls, woken)
	}
}

func TestAMistakeIsExplainedAndItsWorkDropped(t *testing.T) {
	s := &script{handle: func(storage.Tx, intake.Event) error {
		return fmt.Errorf("step: %w", text.Wrong("figure.number"))
	}}
	d, store := door(t, s)
	for range 2 {
		if err := d.Handle(t.Context(), intake.Event{ID: "tg/1"}); err != nil {
			t.Fatal(err)
		}
	}
	if s.calls != 1 || has(t, store, "work", "tg/1") || !has(t, store, "explained", "tg/1") {
		t.Errorf("calls %d, work kept %v", s.calls, has(t, store, "work", "tg/1"))
	}
	if q := quarantined(t, store); len(q) != 0 {
		t.Errorf("a mistake is in quarantine: %v", q)
	}
}

func TestWhatFailsThreeTimesIsPutAside(t *testing.T) {
	failing := map[string]*script{
		"error": {handle: func(storage.Tx, intake.Event) error { return errors.New("no such period") }},
		"panic": {handle: func(storage.Tx, intake.Event) error { panic("no such period") }},
		"explanation": {
			handle:  func(storage.Tx, intake.Event) error { return text.Wrong("x") },
			explain: func(storage.Tx, intake.Event, *text.Problem) error { panic("no such period") },
		},
		"damaged record": {handle: func(storage.Tx, intake.Event) error {
			return fmt.Errorf("no such period: %w", storage.ErrCorrupt)
		}},
	}
	for name, s := range failing {
		t.Run(name, func(t *testing.T) {
			d, store := door(t, s)
			d.Alarm = func(tx storage.Tx, q intake.Quarantined) error { return tx.Put("alarms", q.ID, nil) }
			for range 2 {
				if err := d.Handle(t.Context(), intake.Event{ID: "tg/1", Chat: "7", Raw: []byte(`{}`)}); err != nil {
					t.Fatal(err)
				}
			}
			q := quarantined(t, store)
			if len(q) != 1 || !strings.Contains(q[0].Failure, "no such period") || q[0].Chat != "7" {
				t.Fatalf("quarantine: %+v", q)
			}
			if s.calls != 3 || has(t, store, "work", "tg/1") || !has(t, store, "alarms", "tg/1") {
				t.Errorf("calls %d", s.calls)
			}
			if name == "panic" && !strings.Contains(q[0].Stack, "door_test.go") {
				t.Errorf("stack: %s", q[0].Stack)
			}
		})
	}
}

func TestAPassingFailureIsTriedAgain(t *testing.T) {
	s := &script{}
	s.handle = func(storage.Tx, intake.Event) error {
		if s.calls < 3 {
			return errors.New("passing")
		}
		return nil
	}
	d, store := door(t, s)
	if err := d.Handle(t.Context(), intake.Event{ID: "tg/1"}); err != nil {
		t.Fatal(err)
	}
	if !has(t, store, "work", "tg/1") || len(quarantined(t, store)) != 0 {
		t.Error("the third try was not kept")
	}
}

func TestAFailingStoreIsNotAcknowledged(t *testing.T) {
	mistake := func(storage.Tx, intake.Event) error { return text.Wrong("x") }
	bug := func(storage.Tx, intake.Event) error { return errors.New("bug") }
	full := func(storage.Tx, intake.Event) error { return fmt.Errorf("put: %w", storage.ErrFull) }
	for name, handle := range map[string]func(storage.Tx, intake.Event) error{"work": nil, "mistake": mistake, "bug": bug, "full": full} {
		t.Run(name, func(t *testing.T) {
			s := &script{handle: handle}
			d, store := door(t, s)
			store.down = errors.New("disk gone")
			if err := d.Handle(t.Context(), intake.Event{ID: "tg/1"}); err == nil {
				t.Fatal("acknowledged what was not kept")
			}
			if err := d.Undecodable(t.Context(), "tg/2", time.Time{}, nil, errors.New("bad")); err == nil {
				t.Fatal("acknowledged what was not kept")
			}
			if has(t, store, "seen", "tg/1") || len(quarantined(t, store)) != 0 {
				t.Fatal("something was kept")
			}
			store.down, s.handle = nil, nil
			if err := d.Handle(t.Context(), intake.Event{ID: "tg/1"}); err != nil || !has(t, store, "work", "tg/1") {
				t.Fatal("the event was lost", err)
			}
		})
	}
}

func TestAFailingAlarmDoesNotStopTheNextEvent(t *testing.T) {
	d, store := door(t, &script{})
	d.Alarm = func(storage.Tx, intake.Quarantined) error { panic("nobody to tell") }
	raw := []byte(`{"update_id":`)
	if err := d.Undecodable(t.Context(), "tg/1", time.Time{}, raw, errors.New("cut off")); err != nil {
		t.Fatal(err)
	}
	if q := quarantined(t, store); len(q) != 1 || string(q[0].Raw) != string(raw) {
		t.Fatalf("%+v", q)
	}
}

func TestNoPINIsKept(t *testing.T) {
	s := &script{handle: func(_ storage.Tx, e intake.Event) error {
		return fmt.Errorf("cannot use %q of 123456789:AAF-abcdefghijklmnopqrstuvwxyz01234", e.Text)
	}}
	for _, pin := range []string{"482913", "482 913", "48-29-13", "mã 482913.", "PIN 482913 2018", "4 8 2 9 1 3", "４８２９１３", `"482913"`} {
		d, store := door(t, s)
		raw, err := json.Marshal(map[string]any{"update_id": 731002, "message": map[string]any{"text": pin, "date": 1500000000, "title": "Tỉnh <A>"}})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Handle(t.Context(), intake.Event{ID: "tg/731002", Text: pin, Raw: raw}); err != nil {
			t.Fatal(err)
		}
		q := quarantined(t, store)[0]
		for _, kept := range []string{string(q.Raw), q.Failure, q.Stack} {
			if strings.ContainsAny(kept, "4８") || strings.Contains(kept, "913") || strings.Contains(kept, "AAF") {
				t.Errorf("%q: kept %s", pin, kept)
			}
		}
		if !json.Valid(q.Raw) || !strings.Contains(string(q.Raw), `"update_id":731002`) || !strings.Contains(string(q.Raw), "1500000000") {
			t.Errorf("%q: other bytes changed: %s", pin, q.Raw)
		}
	}
}

func TestFiguresSurviveBlanking(t *testing.T) {
	for _, s := range []string{"2018-07-20", "12345", "1234567", "1.234.567", "39,55"} {
		if got := intake.Blank(s); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestPrune(t *testing.T) {
	now := time.Date(2018, 2, 13, 1, 0, 0, 0, time.UTC)
	store := open(t, func() time.Time { return now })
	s := &script{}
	d := &intake.Door{Store: store, Handler: s, Log: slog.New(slog.DiscardHandler)}
	offer := func(prefix string, n int) {
		if err := store.Update(t.Context(), "", func(tx storage.Tx) error {
			for i := range n { // as many marks as Handle would make, in one commit
				b, err := storage.Seal(1, fmt.Appendf(nil, `{"id":"%s/%d","at":%q}`, prefix, i, now.Format(time.RFC3339)))
				if err == nil {
					err = tx.Put("seen", fmt.Sprint(prefix, "/", i), b)
				}
				if err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	offer("a", 1500)
	now = now.Add(71 * time.Hour)
	offer("b", 10)
	now = now.Add(2 * time.Hour)
	for range 2 {
		if err := d.Prune(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for key, want := range map[string]bool{"a/0": false, "a/999": false, "a/1499": false, "b/0": true, "b/9": true} {
		if has(t, store, "seen", key) != want {
			t.Errorf("%s remembered: %v", key, !want)
		}
	}
	now = now.Add(72 * time.Hour)
	if err := d.Prune(t.Context()); err != nil || has(t, store, "seen", "b/0") {
		t.Error("the second round forgot nothing", err)
	}
}
