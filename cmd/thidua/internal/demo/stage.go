package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"thidua/bot/emulator"
	"thidua/cmd/thidua/internal/desk"
	"thidua/cmd/thidua/internal/house"
	"thidua/storage"
	"thidua/workflow/rules"
)

// A stage is where the year is played: a Telegram of its own, the real program
// around a real store, and one clock for all of them.
type stage struct {
	ctx      context.Context
	folder   *folder
	cluster  *rules.Cluster
	file     []byte // the cluster file
	figures  []byte // the figures file
	papers   papers
	clock    *clock
	emulator *emulator.Server
	house    *house.House
	desk     desk.Desk
	screen   *screen
	byChat   map[int64]string
	cast     *cast
	group    *emulator.Group

	authority usbToken // that leaders have their tokens from

	err error // the first thing that went wrong; after it nobody does anything
}

// shortly is how far the clock moves to let a waiting message go; what waits
// longer waits for its day.
const shortly = 2 * time.Minute

// fail ends the play.
func (s *stage) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("%s: %w", s.clock.Now().Format("2006-01-02 15:04"), fmt.Errorf(format, args...))
	}
}

// settle waits until everything that was said has been answered.
func (s *stage) settle() {
	for s.err == nil {
		if err := s.emulator.WaitQuiet(s.ctx); err != nil {
			s.fail("%w", err)
			return
		}
		next, idle := s.house.Idle()
		switch {
		case !idle || !s.clock.bellWaits():
			s.breathe()
		case next.IsZero() || next.Sub(s.clock.Now()) > shortly:
			s.screen.show()
			return
		default:
			s.clock.move(next)
		}
	}
}

// breathe lets the other goroutines work.
func (s *stage) breathe() {
	select {
	case <-s.ctx.Done():
		s.fail("%w", context.Cause(s.ctx))
	case <-time.After(50 * time.Microsecond):
	}
}

// until lets time pass: every ring of the bell and every message that waits for
// its hour comes in its turn.
func (s *stage) until(at time.Time) {
	for s.err == nil {
		s.settle()
		next, ok := s.clock.next()
		if !ok || next.After(at) {
			break
		}
		s.clock.move(next)
	}
	s.clock.move(at)
}

// operator does what somebody at the server's command line would.
func (s *stage) operator(r desk.Request) desk.Answer {
	if s.err != nil {
		return desk.Answer{}
	}
	a := s.desk.Do(s.ctx, r)
	for _, fault := range a.Faults {
		s.fail("%s: %w", r.Op, errors.New(fault))
	}
	s.settle()
	return a
}

// view reads the store.
func (s *stage) view(fn func(storage.Reader) error) {
	if s.err != nil {
		return
	}
	if err := s.desk.Store.View(s.ctx, fn); err != nil {
		s.fail("%w", err)
	}
}

// note is a stage direction.
func (s *stage) note(format string, args ...any) {
	if s.err == nil {
		s.screen.note(s.clock.Now(), format, args...)
	}
}
