package emulator

import (
	"context"
	"maps"
	"time"
)

// Stats counts what happened so far.
type Stats struct {
	Calls       map[string]int // requests by method, well formed or not
	Refused     map[string]int // errors answered for what is not possible now, by description
	NotEmulated map[string]int // known methods that this server does not play
	Faults      map[string]int // faults on demand, by kind
	Limited     int            // 429 for exceeding the sending limits
	Updates     int            // updates made
	Expired     int            // updates nobody fetched in time
}

func newStats() Stats {
	return Stats{Calls: map[string]int{}, Refused: map[string]int{}, NotEmulated: map[string]int{}, Faults: map[string]int{}}
}

// Stats returns a copy.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.stats
	out.Calls, out.Refused = maps.Clone(out.Calls), maps.Clone(out.Refused)
	out.NotEmulated, out.Faults = maps.Clone(out.NotEmulated), maps.Clone(out.Faults)
	return out
}

// Quiet reports whether the bot has received and confirmed every update and no
// request is in flight. What the bot means to send later, or waits to repeat
// after an error, cannot be seen from here.
func (s *Server) Quiet() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.quiet()
}

func (s *Server) quiet() bool {
	s.expire()
	return len(s.updates.waiting) == 0 && len(s.updates.repeats) == 0 && s.busy == 0 && len(s.events) == 0 && !s.telling
}

// WaitQuiet waits until Quiet holds, and goes on holding for Options.Settle.
func (s *Server) WaitQuiet(ctx context.Context) error {
	for {
		s.mu.Lock()
		quiet, calls, changed := s.quiet(), s.calls(), s.changed
		s.mu.Unlock()
		if quiet && s.opt.Settle == 0 {
			return nil
		}
		if !quiet {
			select {
			case <-changed:
				continue
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		select {
		case <-time.After(s.opt.Settle):
			s.mu.Lock()
			still := s.quiet() && s.calls() == calls
			s.mu.Unlock()
			if still {
				return nil
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// calls counts the requests that could change anything.
func (s *Server) calls() int {
	n := 0
	for method, count := range s.stats.Calls {
		if method != "getUpdates" {
			n += count
		}
	}
	return n + s.stats.Updates
}
