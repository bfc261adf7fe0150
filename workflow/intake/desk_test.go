package intake_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow/intake"
	"thidua/workflow/text"
)

// wall is the clock that a bubble replaces.
type wall struct{}

func (wall) Now() time.Time                         { return time.Now() }
func (wall) After(d time.Duration) <-chan time.Time { return time.After(d) }

// A source hands out what the test says and notes when it was asked.
type source struct {
	opened time.Time
	fetch  func(ctx context.Context, f intake.File) ([]byte, error) // nil: the id as bytes

	mu    sync.Mutex
	asked []string // "id after"
	now   int      // under way
	most  int
}

func (s *source) Fetch(ctx context.Context, f intake.File) ([]byte, error) {
	s.mu.Lock()
	s.asked = append(s.asked, fmt.Sprint(f.ID, " ", time.Since(s.opened)))
	s.now++
	s.most = max(s.most, s.now)
	fetch := s.fetch
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.now--
	}()
	if fetch == nil {
		return []byte(f.ID), nil
	}
	return fetch(ctx, f)
}

// heal lets everything be fetched from now on.
func (s *source) heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fetch = nil
}

// A clerk asks for every file that a message brings, and notes the files that
// come: as records in "came", one for each time.
type clerk struct {
	handle func(tx storage.Tx, e intake.Event) error
}

func (c *clerk) Handle(tx storage.Tx, e intake.Event) error {
	if e.Kind == intake.KindMessage {
		return intake.Fetch(tx, e)
	}
	if c.handle != nil {
		if err := c.handle(tx, e); err != nil {
			return err
		}
	}
	n, err := storage.Next(tx, "came")
	if err != nil {
		return err
	}
	b, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return tx.Put("came", fmt.Sprintf("%03d", n), b)
}

func (c *clerk) Explain(tx storage.Tx, e intake.Event, p *text.Problem) error {
	return tx.Put("explained", e.ID, []byte(p.Key))
}

// A desk is a store with one fetcher after another.
type desk struct {
	*testing.T
	*source
	path    string
	db      *bolt.DB
	store   *broken
	clerk   *clerk
	door    *intake.Door
	fetcher *intake.Fetcher
	setup   func(*intake.Fetcher)
	end     context.CancelFunc
	ended   chan error
}

func within(t *testing.T, test func(d *desk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := &desk{T: t, source: &source{opened: time.Now()}, path: filepath.Join(t.TempDir(), "store.db"), clerk: &clerk{}}
		db, err := bolt.Create(d.path, bolt.Options{Clock: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		d.keep(db)
		t.Cleanup(func() {
			d.stop()
			if err := d.db.Close(); err != nil {
				t.Error(err)
			}
		})
		test(d)
	})
}

func (d *desk) keep(db *bolt.DB) {
	d.db, d.store = db, &broken{Store: db}
	d.door = &intake.Door{Store: d.store, Handler: d.clerk, Log: slog.New(slog.DiscardHandler)}
}

func (d *desk) start() {
	d.fetcher = &intake.Fetcher{Store: d.store, Door: d.door, Source: d.source, Clock: wall{}, Log: slog.New(slog.DiscardHandler), Owner: "a"}
	if d.setup != nil {
		d.setup(d.fetcher)
	}
	d.door.After = d.fetcher.Wake
	ctx, end := context.WithCancel(context.Background())
	ended, f := make(chan error, 1), d.fetcher
	d.end, d.ended = end, ended
	go func() { ended <- f.Run(ctx) }()
}

func (d *desk) stop() {
	if d.end == nil {
		return
	}
	d.end()
	d.end = nil
	if err := <-d.ended; err != nil {
		d.Errorf("Run = %v", err)
	}
}

// reopen is what follows a kill: the store as it is on disk, and nothing else.
func (d *desk) reopen() {
	d.stop()
	if err := d.db.Close(); err != nil {
		d.Fatal(err)
	}
	db, err := bolt.Open(d.path, bolt.Options{Clock: time.Now})
	if err != nil {
		d.Fatal(err)
	}
	d.keep(db)
}

func (d *desk) pass(t time.Duration) {
	time.Sleep(t)
	synctest.Wait()
}

// message offers messages with files; "7/a" is file a in chat 7.
func (d *desk) message(ids ...string) {
	d.Helper()
	for _, id := range ids {
		e := intake.Event{ID: "tg/" + id, Kind: intake.KindMessage, At: time.Now().Add(-time.Minute).UTC(), Chat: id[:1], From: "9", Name: "Lan",
			Text: "PIN 482913", Message: 3, Raw: []byte("{}"), File: &intake.File{Kind: intake.Document, ID: id[2:], Name: "số liệu.xlsx"}}
		if id[2:] == "huge" {
			e.File.Size = intake.MaxFile + 1
		}
		if err := d.door.Handle(d.Context(), e); err != nil {
			d.Fatal(err)
		}
	}
}

// came are the events that arrived, in order.
func (d *desk) came() (list []intake.Event) {
	d.Helper()
	if err := d.db.View(context.Background(), func(r storage.Reader) error {
		records, err := r.Scan("came", "", "", 0)
		for _, rec := range records {
			var e intake.Event
			if err := json.Unmarshal(rec.Value, &e); err != nil {
				return err
			}
			list = append(list, e)
		}
		return err
	}); err != nil {
		d.Fatal(err)
	}
	return list
}

func (d *desk) files() (ids []string) {
	for _, e := range d.came() {
		id := e.File.ID
		if e.File.Failure != "" {
			id += " " + e.File.Failure
		}
		ids = append(ids, id)
	}
	return ids
}

func (d *desk) expect(files ...string) {
	d.Helper()
	if got := d.files(); !slices.Equal(got, files) {
		d.Errorf("came %q, want %q", got, files)
	}
}

func (d *desk) waiting() (list []intake.Job) {
	d.Helper()
	if err := d.db.View(context.Background(), func(r storage.Reader) (err error) { list, err = intake.Jobs(r); return err }); err != nil {
		d.Fatal(err)
	}
	return list
}
