package house

import "time"

// A Clock is the one clock of a running house. The doors, the sender and the
// bell read it; nothing else does.
type Clock interface {
	Now() time.Time
	After(time.Duration) <-chan time.Time
}

// Running is a clock that is ahead of the real one, or behind it, by a fixed
// time: zero in earnest, more in rehearsals (THIDUA_NOW).
type Running struct{ Ahead time.Duration }

// Now is the real time, shifted.
func (c Running) Now() time.Time { return time.Now().Add(c.Ahead) }

// After waits in real time.
func (Running) After(d time.Duration) <-chan time.Time { return time.After(d) }
