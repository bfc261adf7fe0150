package demo

import "fmt"

// openCovenant: the head freezes the covenant and opens it for signing.
func (s *stage) openCovenant() {
	s.cast.head.opens("giaouoc", "giao ước")
	s.cast.head.presses("giaouoc.button.open")
	s.cast.head.presses("duyet.button.done")
}

// pin is the six digits that a leader signs with.
func (p *person) pin() string { return fmt.Sprintf("%06d", 205_817+p.id%1000*617) }

// reads is a leader who opens the covenant from the message about it.
func (p *person) reads() {
	if p.offered("button.giaouoc") {
		p.presses("button.giaouoc")
	} else {
		p.opens("giaouoc", "giao ước")
	}
	if p.habit%4 == 0 {
		p.chooses("giaouoc.button.read")
	}
}

// signs confirms the covenant with a PIN that is set at the first signing.
func (p *person) signs(slip bool) {
	p.reads()
	p.chooses("giaouoc.button.sign")
	p.says(p.pin())
	if slip { // the two do not match: once more from the start
		p.says(p.pin()[1:] + p.pin()[:1])
		p.says(p.pin())
	}
	p.says(p.pin())
}

// refuses sends the covenant back with a reason, and signs it the day after.
func (p *person) refuses(why string) {
	p.reads()
	p.chooses("giaouoc.button.refuse")
	p.says(why)
}
