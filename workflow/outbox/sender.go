package outbox

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"thidua/storage"
)

// A Clock is what the sender waits by.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// A Sender delivers what waits in the outbox: at most 16 messages at a time, 25
// a second, and to a chat one after another, one a second, 20 a minute to a
// group. Answers to pressed buttons go first, then replies, then bulk, each in
// the order in which it was queued; of one chat, no message overtakes an earlier
// one of its kind. A message leaves the outbox when it was delivered, and may be
// delivered twice when the process or the connection dies in between.
//
// Boards change at most once a minute, to what was queued last; a board whose
// message was sent but whose process died before that was kept is sent anew.
//
// There is one Sender for a store. It keeps nothing that is not in the store.
type Sender struct {
	Store   storage.Store
	Courier Courier
	Clock   Clock
	Log     *slog.Logger

	// Holds says whether what a message depends on is still so. nil: always.
	Holds func(r storage.Reader, c Check, at time.Time) (bool, error)

	// Moved is called when a group goes on under another id, in the unit of work
	// that addresses its messages anew. May be nil.
	Moved func(tx storage.Tx, from, to string) error

	// Lost tells an administrator of a message that could not be delivered, in
	// the unit of work that puts it aside. It is not called for an Alarm. May be
	// nil.
	Lost func(tx storage.Tx, m Message, at time.Time) error

	once sync.Once
	wake chan struct{}
	mu   sync.Mutex
	idle bool
	next time.Time
}

const (
	most       = 16              // on their way at the same time
	storePause = 5 * time.Second // after a failure of the store
	grace      = 5 * time.Second // for what is on its way when the sender stops
	readBatch  = 200
)

// Wake says that something may have been queued. It never waits.
func (s *Sender) Wake() {
	s.once.Do(s.init)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = false
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *Sender) init() { s.wake = make(chan struct{}, 1) }

// Idle says whether nothing is on its way and nothing can leave before next;
// next is zero when nothing waits at all.
func (s *Sender) Idle() (next time.Time, idle bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.next, s.idle
}

// rest notes what Idle answers while the sender waits.
func (s *Sender) rest(quiet bool, next time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle, s.next = quiet && len(s.wake) == 0, next
}

// Run delivers until ctx ends, and then returns nil; or until the courier says
// ErrStop, which it returns. What is on its way is awaited for a few seconds.
func (s *Sender) Run(ctx context.Context) error {
	s.once.Do(s.init)
	ctx, end := context.WithCancel(ctx)
	defer end()
	work, abort := context.WithCancel(context.WithoutCancel(ctx))
	defer abort()

	type arrival struct {
		e       *entry
		started time.Time
		result
	}
	arrivals := make(chan arrival, most)
	p, unread := &plan{lanes: map[string]*lane{}}, true
	var stop error
	arrive := func(a arrival) {
		p.settle(a.e, a.started, s.Clock.Now(), a.result)
		if a.buried || a.to != "" || a.more { // Lost and Moved may have queued something
			unread = true
		}
		if a.stop != nil {
			stop = a.stop
			end()
		}
	}
	for ctx.Err() == nil {
		now, next := s.Clock.Now(), time.Time{}
		if unread {
			if err := s.read(work, p); err != nil {
				s.Log.Error("outbox cannot be read", "failure", err.Error())
				next = now.Add(storePause)
			} else {
				unread = false
			}
		}
		for p.flying < most {
			e, at := p.pick(now)
			if e != nil && at.After(now) && (next.IsZero() || at.Before(next)) {
				next = at
			}
			if e == nil || at.After(now) {
				break
			}
			p.start(e, now)
			go func() { arrivals <- arrival{e, now, s.deliver(ctx, work, e.seq, e.chat)} }()
		}
		var alarm <-chan time.Time
		if !next.IsZero() {
			alarm = s.Clock.After(next.Sub(now))
		}
		s.rest(p.flying == 0 && !unread, next)
		select {
		case <-ctx.Done():
		case <-alarm:
		case <-s.wake:
			unread = true
		case a := <-arrivals:
			arrive(a)
		}
	}
	s.rest(false, time.Time{})
	late := s.Clock.After(grace)
	for p.flying > 0 {
		select {
		case <-late:
			abort()
		case a := <-arrivals:
			arrive(a)
		}
	}
	return stop
}

// read takes into the plan what was queued since the last time. Messages are
// numbered in the order of their commits, so nothing appears below the next.
func (s *Sender) read(ctx context.Context, p *plan) error {
	return s.Store.View(ctx, func(r storage.Reader) error {
		for {
			records, err := r.Scan(queue.Name, p.next, "", readBatch)
			if err != nil {
				return err
			}
			for _, rec := range records {
				if m, err := queue.Get(r, rec.Key); err == nil {
					p.add(entryOf(m))
				} else { // a damaged message holds up no other
					s.Log.Error("message cannot be read", "seq", rec.Key, "failure", err.Error())
				}
				p.next = rec.Key + "\x00"
			}
			if len(records) < readBatch {
				return nil
			}
		}
	})
}
