package outbox

import (
	"slices"
	"time"
)

// A plan is what the sender remembers of the outbox while it runs. All of it can
// be read from the store again, but for the pace.
type plan struct {
	lanes  map[string]*lane
	next   string // what was queued under keys below it was read
	flying int    // how many are on their way

	slot  time.Time // when the next message may leave, whatever its chat
	asked string    // the chat that asked to wait last,
	until time.Time // and until when
}

func (p *plan) lane(name string) *lane {
	if p.lanes[name] == nil {
		p.lanes[name] = &lane{}
	}
	return p.lanes[name]
}

func (p *plan) add(e *entry) { p.lane(e.lane).insert(e) }

// pick is what leaves next and when; nil when nothing waits that is not on its
// way.
func (p *plan) pick(now time.Time) (next *entry, at time.Time) {
	for name, l := range p.lanes {
		if l.forgotten(now) {
			delete(p.lanes, name)
			continue
		}
		if l.busy || len(l.line) == 0 {
			continue
		}
		e, t := l.head(now)
		t = later(later(t, p.slot), now)
		if next == nil || t.Before(at) || t.Equal(at) && e.before(next) < 0 {
			next, at = e, t
		}
	}
	return next, at
}

func (p *plan) start(e *entry, now time.Time) {
	p.flying++
	p.slot = now.Add(overall)
	p.lane(e.lane).busy = true
}

// A result is what became of a message that was on its way.
type result struct {
	given     bool      // to the courier
	gone      bool      // it is in the outbox no more
	buried    bool      // but among the dead
	more      bool      // its end queued something
	notBefore time.Time // when it stays
	asked     bool      // its chat asked to wait until then
	to        string    // the chat goes on under this id
	stop      error     // why no message can be delivered
}

func (p *plan) settle(e *entry, started, now time.Time, r result) {
	p.flying--
	l := p.lane(e.lane)
	l.busy = false
	e.tried, e.notBefore = true, r.notBefore
	if r.given && e.paced {
		l.left(started)
	}
	if r.asked {
		l.hold = later(l.hold, r.notBefore)
		if p.asked != e.chat && now.Before(p.until) { // not one chat's pace, then, but ours
			p.slot = later(p.slot, r.notBefore)
		}
		p.asked, p.until = e.chat, r.notBefore
	}
	switch {
	case r.gone:
		l.line = slices.DeleteFunc(l.line, func(o *entry) bool { return o == e })
	case r.to != "" && e.lane == e.chat:
		line := l.line
		l.line = nil
		for _, o := range line {
			o.chat, o.lane = r.to, r.to
			p.add(o)
		}
	}
}
