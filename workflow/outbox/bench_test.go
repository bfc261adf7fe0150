package outbox_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow/outbox"
)

// leap is a clock on which nobody waits: time jumps to what is waited for.
type leap struct {
	mu  sync.Mutex
	now time.Time
}

func (l *leap) Now() time.Time { l.mu.Lock(); defer l.mu.Unlock(); return l.now }

func (l *leap) After(d time.Duration) <-chan time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now = l.now.Add(max(d, 0))
	c := make(chan time.Time, 1)
	c <- l.now
	return c
}

type counter struct{ left sync.WaitGroup }

func (c *counter) Deliver(context.Context, outbox.Message) (int, error) { c.left.Done(); return 0, nil }

// BenchmarkSender queues messages to many chats and delivers them, on a clock
// that leaps over the pace: what is left is the sender and its store.
func BenchmarkSender(b *testing.B) {
	for _, chats := range []int{100, 10_000} {
		b.Run("chats="+strconv.Itoa(chats), func(b *testing.B) {
			db, err := bolt.Create(filepath.Join(b.TempDir(), "bench.db"), bolt.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			var c counter
			clock := &leap{now: time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)}
			s := &outbox.Sender{Store: db, Courier: &c, Clock: clock, Log: slog.New(slog.DiscardHandler)}
			ctx, end := context.WithCancel(b.Context())
			ended := make(chan error, 1)
			c.left.Add(b.N)
			b.ResetTimer()
			for i := 0; i < b.N; i += 500 {
				err := db.Update(ctx, "", func(tx storage.Tx) error {
					for j := i; j < min(i+500, b.N); j++ {
						m := outbox.Message{Chat: strconv.Itoa(j%chats + 1), Action: outbox.Send, Text: "Cụm thi đua số 3", Queued: clock.Now()}
						if err := outbox.Queue(tx, m); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			go func() { ended <- s.Run(ctx) }()
			c.left.Wait()
			b.StopTimer()
			end()
			if err := <-ended; err != nil {
				b.Fatal(err)
			}
		})
	}
}
