package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow/outbox"
)

// wall is the clock that a bubble replaces.
type wall struct{}

func (wall) Now() time.Time                         { return time.Now() }
func (wall) After(d time.Duration) <-chan time.Time { return time.After(d) }

// A try is one message as the courier was given it, and how it went.
type try struct {
	outbox.Message
	at  time.Duration // since the house was opened
	err error
}

// A courier notes what it is given and answers as the test says.
type courier struct {
	opened time.Time
	answer func(ctx context.Context, m outbox.Message) error // nil: takes everything

	mu    sync.Mutex
	tries []try
	made  int          // messages; they are numbered
	gone  map[int]bool // those that somebody deleted
}

func (c *courier) Deliver(ctx context.Context, m outbox.Message) (message int, _ error) {
	at, err := time.Since(c.opened), error(nil)
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.tries = append(c.tries, try{m, at, err})
	}()
	if c.answer != nil {
		err = errors.New("panic") // unless it returns
		err = c.answer(ctx, m)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil && m.Action == outbox.Send && (m.Ref == 0 || c.gone[m.Ref]) {
		c.made++
		message = c.made
	}
	return message, err
}

// A fragile store is a real one that can be told to fail: a unit of work is then
// undone when it is complete.
type fragile struct {
	storage.Store
	mu           sync.Mutex
	update, view error
}

func (f *fragile) broken(update, view error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.update, f.view = update, view
}

func (f *fragile) Update(ctx context.Context, scope string, fn func(storage.Tx) error) error {
	return f.Store.Update(ctx, scope, func(tx storage.Tx) error {
		err := fn(tx)
		f.mu.Lock()
		defer f.mu.Unlock()
		return errors.Join(err, f.update)
	})
}

func (f *fragile) View(ctx context.Context, fn func(storage.Reader) error) error {
	f.mu.Lock()
	err := f.view
	f.mu.Unlock()
	if err != nil {
		return err
	}
	return f.Store.View(ctx, fn)
}

// A house is a store with one sender after another.
type house struct {
	*testing.T
	*courier
	store  *fragile
	setup  func(*outbox.Sender)
	sender *outbox.Sender
	end    context.CancelFunc
	ended  chan error
}

// within runs a test in a bubble, around a house with an empty store.
func within(t *testing.T, test func(h *house)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		db, err := bolt.Create(filepath.Join(t.TempDir(), "test.db"), bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		h := &house{T: t, courier: &courier{opened: time.Now()}, store: &fragile{Store: db}}
		t.Cleanup(func() {
			if h.sender != nil {
				h.stop()
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		test(h)
	})
}

// start starts a sender as a new process would.
func (h *house) start() {
	h.sender = &outbox.Sender{Store: h.store, Courier: h.courier, Clock: wall{}, Log: slog.New(slog.DiscardHandler)}
	if h.setup != nil {
		h.setup(h.sender)
	}
	ctx, end := context.WithCancel(context.Background())
	ended, s := make(chan error, 1), h.sender
	h.end, h.ended = end, ended
	go func() { ended <- s.Run(ctx) }()
}

// stop ends the sender and says what it returned.
func (h *house) stop() error {
	h.end()
	h.sender = nil
	return <-h.ended
}

func (h *house) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (h *house) update(fn func(tx storage.Tx) error) {
	h.Helper()
	if err := h.store.Store.Update(context.Background(), "", fn); err != nil {
		h.Fatal(err)
	}
}

// queue puts messages into the outbox; those that do nothing else are sent.
func (h *house) queue(messages ...outbox.Message) {
	h.Helper()
	h.update(func(tx storage.Tx) error {
		for _, m := range messages {
			if m.Action == "" {
				m.Action = outbox.Send
			}
			if m.Queued.IsZero() {
				m.Queued = time.Now()
			}
			if err := outbox.Queue(tx, m); err != nil {
				return err
			}
		}
		return nil
	})
	if h.sender != nil {
		h.sender.Wake()
	}
}

// damage flips a bit of a waiting message.
func (h *house) damage(seq int) {
	h.Helper()
	h.update(func(tx storage.Tx) error {
		key := fmt.Sprintf("%016d", seq)
		b, err := tx.Get("outbox", key)
		if err != nil {
			return err
		}
		b[len(b)/2] ^= 4
		return tx.Put("outbox", key, b)
	})
}

// texts are n messages to a chat: a1, a2, a3 …
func texts(chat, name string, n int) (list []outbox.Message) {
	for i := range n {
		list = append(list, outbox.Message{Chat: chat, Text: fmt.Sprint(name, i+1)})
	}
	return list
}

func list[T any](h *house, of func(storage.Reader) ([]T, error)) (all []T) {
	h.Helper()
	err := h.store.Store.View(context.Background(), func(r storage.Reader) (err error) { all, err = of(r); return err })
	if err != nil {
		h.Fatal(err)
	}
	return all
}

func (h *house) waiting() []string { h.Helper(); return say(list(h, outbox.Waiting)) }
func (h *house) dead() []string    { h.Helper(); return say(list(h, outbox.Dead)) }

func (h *house) away() (chats []string) {
	h.Helper()
	for _, a := range list(h, outbox.Unreachable) {
		chats = append(chats, a.Chat)
	}
	return chats
}

func say(list []outbox.Message) (texts []string) {
	for _, m := range list {
		texts = append(texts, m.Text)
	}
	return texts
}

// all are the tries so far, in the order in which they ended.
func (c *courier) all() []try {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]try(nil), c.tries...)
}

// delivered are the texts that arrived in a chat, in order.
func (c *courier) delivered(chat string) (texts []string) {
	for _, t := range c.all() {
		if t.Chat == chat && t.err == nil {
			texts = append(texts, t.Text)
		}
	}
	return texts
}

// times says when a text was tried.
func (c *courier) times(text string) (at []time.Duration) {
	for _, t := range c.all() {
		if t.Text == text {
			at = append(at, t.at)
		}
	}
	return at
}

func equal[T any](t testing.TB, what string, got, want []T) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

func seconds(list ...float64) (d []time.Duration) {
	for _, s := range list {
		d = append(d, time.Duration(s*float64(time.Second)))
	}
	return d
}
