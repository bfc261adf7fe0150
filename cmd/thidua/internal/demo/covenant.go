package demo

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/ceremony"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// signing: the head opens the covenant, and within two days everybody signs in
// the order of the stages: most in the chat, one by token, one on paper, one only
// after a first refusal, one after a slip with the PIN; then the witnesses. At
// last the clerk gives the number, and everybody can check what came of it.
func (a *agenda) signing(open time.Time) {
	s := a.s
	a.add(open, s.openCovenant)
	at := func(i int) time.Time { return open.Add(time.Duration(60+13*i) * time.Minute) }
	first := 1 + len(s.cluster.Deputies) // of those who follow head and deputies
	for i, member := range s.signers() {
		leader := s.cast.leaders[member]
		switch {
		case i == first+1 && s.allows(ceremony.Token):
			a.add(at(i), leader.signsByToken)
		case i == first+2 && s.allows(ceremony.Pen) && len(s.cast.deputies) > 0:
			a.add(at(i), func() { s.signsOnPaper(leader) })
		case i == first+3:
			a.add(at(i), func() { leader.refuses("Chờ Ban cán sự đảng cho ý kiến về chỉ tiêu, ngày mai ký.") })
			a.add(at(i).Add(24*time.Hour), func() { leader.signs(false) })
		default:
			a.add(at(i), func() { leader.signs(i == 1) })
		}
	}
	for i, w := range s.cast.witnesses {
		a.add(open.Add(time.Duration(50*60+20*i)*time.Minute), func() { w.signs(false) })
	}
	issued := open.Add(53 * time.Hour)
	for _, c := range s.cluster.Conferences {
		if at := c.At.Add(2 * time.Hour); c.Kind == rules.KyKet && at.After(issued) {
			issued = at
		}
	}
	a.add(issued, s.numbers)
	a.add(issued.Add(time.Hour), s.verifies)
}

func (s *stage) allows(way string) bool { return slices.Contains(s.cluster.Signing, way) }

// signers are the members in the order in which their leaders sign.
func (s *stage) signers() []string {
	list := append([]string{s.cluster.Head}, s.cluster.Deputies...)
	for _, m := range s.cluster.Members {
		if !slices.Contains(list, m.ID) {
			list = append(list, m.ID)
		}
	}
	return list
}

// openCovenant: the head freezes the covenant and opens it for signing.
func (s *stage) openCovenant() {
	s.cast.head.opens("giaouoc", "giao ước")
	s.cast.head.presses("giaouoc.button.open")
	s.cast.head.presses("duyet.button.done")
}

// pin is the six digits that a leader signs with.
func (p *person) pin() string { return fmt.Sprintf("%06d", 205_817+p.id%1000*617) }

// reads is somebody who opens the covenant from the message about it.
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
	p.setsPIN(slip)
}

// setsPIN types a PIN twice; after a slip the two do not match, and it is once
// more from the start.
func (p *person) setsPIN(slip bool) {
	p.says(p.pin())
	if slip {
		p.says(p.pin()[1:] + p.pin()[:1])
		p.says(p.pin())
	}
	p.says(p.pin())
}

// refuses sends the covenant back with a reason.
func (p *person) refuses(why string) {
	p.reads()
	p.chooses("giaouoc.button.refuse")
	p.says(why)
}

// signsByToken takes the file, signs it with the office's own program, and sends
// it back.
func (p *person) signsByToken() {
	s := p.stage
	p.reads()
	p.presses("ky.button.token")
	file := s.newestFile(p)
	if s.err != nil {
		return
	}
	s.note("%s cắm USB token, ký tệp bằng phần mềm ký số của cơ quan rồi gửi lại", p.name)
	now := s.clock.Now().In(s.cluster.Location())
	card, err := s.authority.issues(p.name, s.cluster.Member(p.member).Agency, now)
	if err != nil {
		s.fail("%w", err)
		return
	}
	signed, err := card.signs(file.Data, ceremony.LeaderField(p.member), now)
	if err != nil {
		s.fail("%w", err)
		return
	}
	p.act(func() error { p.SendFile("giao-uoc-da-ky.pdf", signed, "application/pdf", ""); return nil })
}

// lookupCode finds a document's code in what the bot says.
var lookupCode = regexp.MustCompile(`\bGU-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b`)

// signsOnPaper: a leader signs a print with a pen; the head's office sends the
// scan, and a deputy confirms it.
func (s *stage) signsOnPaper(leader *person) {
	leader.looksUp()
	leader.presses("giay.button.print")
	s.keepSent(leader, covenantPrint(s.cluster))
	s.note("%s ký bút trên bản in; văn phòng cụm trưởng nhận bản giấy và quét", leader.name)
	h := s.cast.head
	code := h.looksUp()
	h.presses("giay.button.scan")
	h.act(func() error { _, err := h.SendPhoto(scan(), ""); return err })
	h.presses("giay.button.enough")
	h.says(code)
	h.pressesLabel(h.find(func(label string) bool {
		return strings.Contains(text.Fold(label), text.Fold(s.cluster.Member(leader.member).Name))
	}))
	h.presses("giay.button.chosen_all")
	h.says(s.clock.Now().In(s.cluster.Location()).Format("2/1/2006"))
	h.presses("giay.button.enter")
	second := s.cast.deputies[0]
	second.presses("giay.button.look")
	second.presses("giay.button.attest")
	second.setsPIN(false)
}

// looksUp opens the covenant in the register, and returns its code.
func (p *person) looksUp() string {
	p.says("/vanthu giao ước")
	p.says("xem 1")
	return lookupCode.FindString(p.answer())
}

// numbers: the clerk gives the covenant its number and day, and takes the audit
// sheet.
func (s *stage) numbers() {
	h := s.cast.head
	h.looksUp()
	h.presses("vanthu.button.number")
	h.says("hôm nay")
	h.says("1")
	h.presses("vanthu.button.yes")
	h.looksUp()
	h.presses("vanthu.button.audit")
	s.keepSent(h, auditName(s.cluster))
	h.says("/huy")
}

// verifies: the observer looks the covenant up by its code, and has the file
// checked that everybody was sent; a copy in which somebody changed one byte is
// found out.
func (s *stage) verifies() {
	var cov workflow.Covenant
	var file []byte
	s.view(func(r storage.Reader) (err error) {
		if cov, err = workflow.FindCovenant(r, s.cluster); err == nil {
			file, err = workflow.Paper(r, cov.Newest())
		}
		return err
	})
	if s.err != nil {
		return
	}
	o := s.cast.observer
	o.says("/xacminh " + cov.Code)
	o.says("/xacminh")
	o.act(func() error { o.SendFile("giao-uoc.pdf", file, "application/pdf", ""); return nil })
	changed := slices.Clone(file)
	changed[len(changed)/2] ^= 1
	o.act(func() error { o.SendFile("giao-uoc-la.pdf", changed, "application/pdf", ""); return nil })
	o.says("/huy")
}

func covenantPrint(c *rules.Cluster) string { return fmt.Sprintf("giao-uoc-ban-in-%d.pdf", c.Year) }
func auditName(c *rules.Cluster) string     { return fmt.Sprintf("phieu-kiem-chung-%d.pdf", c.Year) }
