package intake_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"thidua/storage"
	"thidua/workflow/intake"
	"thidua/workflow/text"
)

func TestAFileComes(t *testing.T) {
	within(t, func(d *desk) {
		d.setup = func(f *intake.Fetcher) {
			f.Open = func(f intake.File) json.RawMessage {
				return json.RawMessage(fmt.Sprintf("%q", "opened "+string(f.Bytes)))
			}
		}
		d.start()
		d.message("7/a")
		sent := time.Now().Add(-time.Minute).UTC()
		d.pass(time.Hour)
		sum := sha256.Sum256([]byte("a"))
		raw := d.came()[0].Raw
		want := intake.Event{ID: "job/tg/7/a", Kind: intake.KindFile, At: sent, Raw: raw, Chat: "7", From: "9", Name: "Lan", Text: "PIN 482913", Message: 3,
			File: &intake.File{Kind: intake.Document, ID: "a", Name: "số liệu.xlsx", Bytes: []byte("a"), SHA256: hex.EncodeToString(sum[:]), Opened: json.RawMessage(`"opened a"`)}}
		if got := d.came(); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
			t.Errorf("came %+v\nwant %+v", got, want)
		}
		if !json.Valid(raw) || bytes.Contains(raw, []byte(`"bytes"`)) || bytes.Contains(raw, []byte(`"opened"`)) || !bytes.Contains(raw, []byte(`"sha256"`)) {
			t.Errorf("raw = %s", raw)
		}
		if jobs := d.waiting(); len(jobs) != 0 {
			t.Errorf("left %+v", jobs)
		}
		if next, idle := d.fetcher.Idle(); !idle || !next.IsZero() {
			t.Errorf("idle %v until %v", idle, next)
		}
	})
}

func TestOnlyFilesAreFetched(t *testing.T) {
	store := open(t, nil)
	for _, e := range []intake.Event{{ID: "tg/1"}, {ID: "tg/2", File: &intake.File{Kind: intake.Other}}} {
		if err := store.Update(t.Context(), "", func(tx storage.Tx) error { return intake.Fetch(tx, e) }); err == nil {
			t.Errorf("%s is to be fetched", e.ID)
		}
	}
}

func TestFilesOfAChatComeInOrder(t *testing.T) {
	within(t, func(d *desk) {
		failed := 0
		d.fetch = func(_ context.Context, f intake.File) ([]byte, error) {
			time.Sleep(10 * time.Second)
			if f.ID == "a" && failed < 2 {
				failed++
				return nil, errors.New("connection lost")
			}
			return []byte(f.ID), nil
		}
		d.message("7/z", "7/a", "7/y") // not the order of ids
		d.message("8/1", "9/2", "5/3")
		d.start()
		d.pass(5 * time.Second)
		if _, idle := d.fetcher.Idle(); idle {
			t.Error("idle with jobs under way")
		}
		d.pass(5 * time.Minute)
		if d.most != 2 {
			t.Errorf("%d at once", d.most)
		}
		var of7 []string
		for _, e := range d.came() {
			if e.Chat == "7" {
				of7 = append(of7, e.File.ID)
			}
		}
		if !slices.Equal(of7, []string{"z", "a", "y"}) || len(d.came()) != 6 {
			t.Errorf("came %q, of them %q in chat 7", d.files(), of7)
		}
	})
}

func TestBackoff(t *testing.T) {
	within(t, func(d *desk) {
		d.fetch = func(context.Context, intake.File) ([]byte, error) { return nil, errors.New("connection lost") }
		d.message("7/a", "7/b")
		d.start()
		d.pass(2 * time.Second)
		d.expect()
		if next, idle := d.fetcher.Idle(); !idle || next.Sub(d.opened) != 3*time.Second {
			t.Errorf("idle %v until %v", idle, next.Sub(d.opened))
		}
		d.pass(29 * time.Minute)
		d.expect("a gone")
		d.heal()
		d.pass(time.Hour)
		d.expect("a gone", "b")
		want := []string{"a 0s", "a 1s", "a 3s", "a 7s", "a 15s", "a 31s", "a 1m3s", "a 2m7s", "a 4m15s", "a 8m31s", "a 13m31s", "a 18m31s", "a 23m31s", "a 28m31s"}
		if !slices.Equal(d.asked[:14], want) {
			t.Errorf("asked %q", d.asked)
		}
	})
}

func TestWhatDoesNotCome(t *testing.T) {
	within(t, func(d *desk) {
		d.fetch = func(_ context.Context, f intake.File) ([]byte, error) {
			switch f.ID {
			case "liar":
				return nil, fmt.Errorf("fetch: %w", intake.ErrTooLarge)
			case "flood":
				return make([]byte, intake.MaxFile+1), nil
			case "gone":
				return nil, fmt.Errorf("fetch: %w", intake.ErrGone)
			case "most":
				return make([]byte, intake.MaxFile), nil
			}
			return nil, errors.New("asked for what is too large")
		}
		d.start()
		d.message("7/huge", "7/liar", "7/flood", "7/gone", "7/most")
		d.pass(time.Second)
		d.expect("huge large", "liar large", "flood large", "gone gone", "most")
		for _, e := range d.came()[:4] {
			if e.File.Bytes != nil || e.File.SHA256 != "" {
				t.Errorf("%s has bytes", e.File.ID)
			}
		}
	})
}

// A panic is a failure like any other.
func TestPanicsWhileFetching(t *testing.T) {
	within(t, func(d *desk) {
		d.setup = func(f *intake.Fetcher) { f.Open = func(intake.File) json.RawMessage { panic("bad workbook") } }
		d.fetch = func(_ context.Context, f intake.File) ([]byte, error) {
			if len(d.asked) == 1 {
				panic("source")
			}
			return []byte(f.ID), nil
		}
		d.start()
		d.message("7/a")
		d.pass(time.Minute)
		d.expect("a")
		if e := d.came()[0]; string(e.File.Bytes) != "a" || e.File.Opened != nil {
			t.Errorf("came %+v", e.File)
		}
	})
}

func TestAKillNeitherLosesNorDoubles(t *testing.T) {
	for name, kill := range map[string]func(d *desk){
		"while it is fetched": func(d *desk) {
			d.fetch = func(ctx context.Context, f intake.File) ([]byte, error) { <-ctx.Done(); return nil, ctx.Err() }
		},
		"between fetch and commit": func(d *desk) {
			d.fetch = func(_ context.Context, f intake.File) ([]byte, error) {
				d.store.down = errors.New("the process is gone")
				return []byte(f.ID), nil
			}
		},
		"after the commit": func(*desk) {},
		"before anything":  func(d *desk) { d.stop() },
	} {
		t.Run(name, func(t *testing.T) {
			within(t, func(d *desk) {
				d.start()
				kill(d)
				d.message("7/a")
				d.pass(time.Second)
				d.fetch = nil
				d.reopen()
				began := time.Now()
				d.start()
				d.message("7/a") // Telegram offers again what it was not told of
				d.pass(2 * time.Second)
				d.expect("a")
				if wait := time.Since(began); wait > time.Minute {
					t.Errorf("it took %v", wait)
				}
				d.pass(time.Hour)
				d.expect("a")
				if len(d.waiting()) != 0 {
					t.Error("a job is left")
				}
			})
		})
	}
}

// A file that brings the process down again and again comes to its end.
func TestCrashesAreCounted(t *testing.T) {
	within(t, func(d *desk) {
		d.message("7/a")
		for range 14 {
			d.setup = func(f *intake.Fetcher) {
				f.Open = func(intake.File) json.RawMessage { d.store.down = errors.New("the process is gone"); return nil }
			}
			d.start()
			d.pass(time.Second)
			d.reopen()
			d.pass(6 * time.Minute)
		}
		d.expect()
		d.start()
		d.pass(time.Second)
		d.expect("a gone")
	})
}

// Two processes share a store. What one holds the other leaves alone, until its
// lease ends.
func TestLease(t *testing.T) {
	within(t, func(d *desk) {
		d.fetch = func(ctx context.Context, f intake.File) ([]byte, error) { <-ctx.Done(); return nil, ctx.Err() }
		d.start()
		d.message("7/a", "7/b")
		d.pass(time.Second)
		d.stop() // it is gone without a word
		d.fetch = nil
		d.setup = func(f *intake.Fetcher) { f.Owner = "b" }
		d.start()
		d.pass(9 * time.Minute)
		d.expect()
		d.pass(2 * time.Minute)
		d.expect("a", "b")
	})
}

func TestTheHandlerOfAFileFails(t *testing.T) {
	within(t, func(d *desk) {
		d.clerk.handle = func(tx storage.Tx, e intake.Event) error {
			switch e.File.ID {
			case "mistake":
				return text.Wrong("file.unreadable")
			case "bug":
				return errors.New("bug")
			}
			return nil
		}
		d.start()
		d.message("7/mistake", "7/bug", "7/good")
		d.pass(time.Minute)
		d.expect("good")
		if !has(t, d.db, "explained", "job/tg/7/mistake") || len(d.waiting()) != 0 {
			t.Error("a mistake is not explained, or a job is left")
		}
		q := quarantined(t, d.db)
		if len(q) != 1 || q[0].ID != "job/tg/7/bug" || bytes.Contains(q[0].Raw, []byte("482913")) || len(q[0].Raw) > 1000 {
			t.Errorf("quarantine: %+v", q)
		}
	})
}

func TestADamagedJobHoldsUpNoOther(t *testing.T) {
	within(t, func(d *desk) {
		d.message("7/a", "7/b")
		if err := d.db.Update(context.Background(), "", func(tx storage.Tx) error {
			b, err := tx.Get("jobs", "tg/7/a")
			if err != nil {
				return err
			}
			b[len(b)/2] ^= 4
			return tx.Put("jobs", "tg/7/a", b)
		}); err != nil {
			t.Fatal(err)
		}
		d.start()
		d.pass(time.Minute)
		d.expect("b")
		if _, idle := d.fetcher.Idle(); !idle {
			t.Error("not idle")
		}
	})
}
