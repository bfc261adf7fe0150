package demo

import (
	"slices"
	"sync"
	"time"
)

// A clock stands still until the stage moves it. The bot, the emulator, the
// sending limits and the bell all live by it.
type clock struct {
	mu      sync.Mutex
	now     time.Time
	waiters []waiter
}

type waiter struct {
	at   time.Time
	long bool
	ch   chan time.Time
}

// longWait is longer than the sender ever waits to keep its pace, and shorter
// than the bell waits between two rings.
const longWait = 5 * time.Minute

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	if d <= 0 {
		ch <- c.now
		return ch
	}
	c.waiters = append(c.waiters, waiter{c.now.Add(d), d > longWait, ch})
	return ch
}

// move sets the clock and wakes whoever waited until then.
func (c *clock) move(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if to.After(c.now) {
		c.now = to
	}
	c.waiters = slices.DeleteFunc(c.waiters, func(w waiter) bool {
		due := !w.at.After(c.now)
		if due {
			w.ch <- c.now
		}
		return due
	})
}

// next is when the earliest waiter wants to be woken.
func (c *clock) next() (at time.Time, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, w := range c.waiters {
		if !ok || w.at.Before(at) {
			at, ok = w.at, true
		}
	}
	return at, ok
}

// bellWaits says whether the bell waits for its next ring; only then may time
// pass, or it would ring late.
func (c *clock) bellWaits() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.ContainsFunc(c.waiters, func(w waiter) bool { return w.long })
}
