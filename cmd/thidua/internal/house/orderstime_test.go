package house

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/authority"
	"thidua/workflow/ceremony"
	"thidua/workflow/rules"
)

// pass lets time pass, and mostly rings the bell.
func (s *signing) pass() {
	s.now = s.now.Add([]time.Duration{time.Minute, 14 * time.Minute, 20 * time.Minute, 40 * time.Minute, 20 * time.Hour}[s.IntN(5)])
	if s.IntN(4) > 0 {
		s.bell()
	}
}

// bell rings; it would not, in earnest, where nothing is due.
func (s *signing) bell() {
	due := false
	s.try("", "tick", true, func(tx storage.Tx, act workflow.Act) error {
		list, err := workflow.PassingDue(tx, s.c, act.At)
		if due = len(list) > 0; err == nil {
			_, err = workflow.CovenantTick(tx, act, s.c, s.ch, 0)
		}
		return err
	})
	if changed := !cmp.Equal(s.cov, s.found()); changed != due {
		s.t.Fatalf("the bell changed something: %v; something was due: %v", changed, due)
	}
	s.tick(s.now)
}

func (s *signing) extend() {
	day := rules.DateOf(s.now.In(s.c.Location())).AddDays(s.IntN(4) - 1)
	until := time.Date(day.Year, time.Month(day.Month), day.Day+1, 0, 0, 0, 0, s.c.Location())
	if s.IntN(4) == 0 {
		day, until = rules.Date{}, time.Time{}
	}
	later := until.IsZero() || until.After(s.now) && until.After(s.until) && !(s.until.IsZero() && s.state == "open")
	if s.try("clerk-1", "extend "+day.String(), s.state != "complete" && later, func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.ExtendCovenant(tx, act, s.c, 0, day)
		return err
	}) {
		s.state, s.until = "open", until
	}
}

// end is the head's: an early one where there are enough signatures, or, rarely,
// to begin anew.
func (s *signing) end() {
	switch {
	case s.IntN(3) == 0:
		s.close()
	case s.IntN(4) == 0:
		s.withdraw()
	}
}

func (s *signing) close() {
	if s.try("clerk-1", "close", s.state != "complete" && s.enough() && s.free("", s.now), func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.CloseCovenant(tx, act, s.c, s.ch, 0)
		return err
	}) {
		s.state, s.lent = "complete", nil
	}
}

// stamp is an answer of the time-stamp authority: a stamp, garbage or none, to
// the last question or, too late, to any.
func (s *signing) stamp() {
	if len(s.asked) == 0 {
		return
	}
	q := s.asked[len(s.asked)-1]
	if s.IntN(6) == 0 {
		q = s.asked[s.IntN(len(s.asked))]
	}
	var token []byte
	if s.IntN(3) > 0 {
		token = officialToken().stamp(q.imprint, s.now)
	}
	x := s.pending()
	waits := x != nil && q.ref.Field == x.field && q.ref.Document == s.cov.SHA256 && s.state == "open"
	fits := token != nil && bytes.Equal(q.imprint, s.cov.Imprint) && !(waits && x.rotated)
	s.try("", fmt.Sprintf("stamp %s %v", q.ref.Field, token != nil), true, func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.StampCovenant(tx, act, s.c, s.ch, q.ref, token)
		return err
	})
	if waits {
		s.sign(x.field, !fits)
	}
}

// number is the clerk's, where nobody waits for the bytes as they are.
func (s *signing) number() {
	holds, _ := s.holder(s.now)
	allowed := holds == "" && s.pending() == nil && (s.state == "open" || s.state == "complete" && s.numbered == 0 && len(s.cov.Imprint) == 0)
	if s.try("clerk-2", "number", allowed, func(tx storage.Tx, act workflow.Act) error {
		day := rules.DateOf(s.now.In(s.c.Location()))
		n, err := workflow.NextNumber(tx, s.c.ID, "covenant", day.Year)
		if err == nil {
			_, err = workflow.NumberDocument(tx, act, s.c, s.ch, s.cov.SHA256, n, day, "ghi nhầm")
		}
		return err
	}) {
		s.numbered++
	}
}

// rotate replaces a person's key.
func (s *signing) rotate(who string) {
	s.try(who, "rotate", true, func(tx storage.Tx, act workflow.Act) error {
		_, err := authority.Rotate(tx, s.c.ID, who, "mất máy", act.At)
		return err
	})
	if x := s.pending(); x != nil && x.who == who {
		x.rotated = true
	}
}

func (s *signing) withdraw() {
	if s.try("clerk-1", "withdraw", s.state != "complete", func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.WithdrawCovenant(tx, act, s.c, 0, "sửa chỉ tiêu")
		return err
	}) {
		s.state = "draft"
		s.cov = s.found()
	}
}

// finish brings the covenant to its end, by the real doors.
func (s *signing) finish() {
	s.t.Helper()
	if s.IntN(5) == 0 {
		s.withdraw()
		return
	}
	for range 4 * len(s.boxes) {
		if s.state == "complete" {
			if s.cov.Final != s.cov.Current || s.cov.State != ceremony.Complete {
				s.t.Fatalf("complete, and not the final file: %+v", s.cov)
			}
			return
		}
		s.now = s.now.Add(24 * time.Hour)
		s.bell()
		if s.state == "expired" {
			s.forever()
		}
		s.look()
		for n, k := range s.claim {
			if !k.decided {
				s.reject(n, "deputy", true)
			}
		}
		for _, x := range s.boxes {
			if who := "p-" + x.field; s.may(x.field, who, s.now) && !x.seal {
				s.confirm(x.field, who)
			} else if s.may(x.field, who, s.now) {
				s.outside(x.field, who)
			}
			s.look()
		}
	}
	s.t.Fatal("no end is reached")
}

func (s *signing) forever() {
	s.try("clerk-1", "extend", true, func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.ExtendCovenant(tx, act, s.c, 0, rules.Date{})
		return err
	})
	s.state, s.until = "open", time.Time{}
}

// What random orders seldom meet: the deadline while a scan waits to be
// confirmed, and while a signature waits for its time stamp.
func TestTheDeadlineMeetsWhatWaits(t *testing.T) {
	for _, pending := range []bool{false, true} {
		s := newSigning(t, 0)
		for seed := uint64(1); s.until.IsZero(); seed++ {
			s = newSigning(t, seed)
		}
		s.ch.Stamps, s.now = pending, s.until.Add(-5*time.Minute)
		if pending {
			s.confirm("leader-a", "p-leader-a")
		} else {
			s.pen("leader-a")
		}
		s.look()
		s.now = s.until.Add(time.Minute)
		s.bell()
		s.look()
		if pending {
			s.now = s.now.Add(20 * time.Minute)
			s.bell()
			s.look()
			if s.box("leader-a").state != "signed" || s.state != "expired" {
				t.Errorf("%s, %s", s.box("leader-a").state, s.state)
			}
		} else {
			s.reject(0, "deputy", true)
			s.look()
		}
		s.finish()
	}
}
