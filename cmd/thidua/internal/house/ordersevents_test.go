package house

import (
	"fmt"
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
)

// happen is one thing that happens, likely or not, and a look at what came of it.
func (s *signing) happen() {
	field := s.field()
	who := "p-" + field
	if s.IntN(8) == 0 {
		who = "p-" + s.field()
	}
	switch n := s.IntN(34); { // what others wait for is more likely
	case s.pending() != nil && s.IntN(3) == 0:
		s.stamp()
	case s.lent != nil && s.IntN(4) == 0:
		s.outside(s.lent.field, s.lent.who)
	case s.state == "open" && s.enough() && s.IntN(4) == 0:
		s.close()
	default:
		s.event(n, field, who)
	}
	if s.state == "draft" {
		s.open()
	}
	s.look()
}

func (s *signing) event(n int, field, who string) {
	switch n {
	case 0, 1, 2, 3, 4, 5, 6:
		s.confirm(field, who)
	case 7, 8, 9:
		s.take(field, who)
	case 10, 11, 12, 13:
		s.outside(field, who)
	case 14:
		s.giveBack(who)
	case 15, 16, 17:
		s.pen(field)
	case 18, 19, 20, 21:
		s.decide()
	case 22:
		s.decline(field, who)
	case 23:
		s.replace(field)
	case 24, 25:
		s.pass()
	case 26:
		s.extend()
	case 27, 28:
		s.end()
	case 29, 30, 31:
		s.stamp()
	case 32:
		s.number()
	case 33:
		s.rotate(who)
	}
}

// field is more often one that may be signed now.
func (s *signing) field() string {
	var good []string
	for _, x := range s.boxes {
		if s.may(x.field, "p-"+x.field, s.now) {
			good = append(good, x.field)
		}
	}
	if len(good) > 0 && s.IntN(3) > 0 {
		return good[s.IntN(len(good))]
	}
	return s.boxes[s.IntN(len(s.boxes))].field
}

func person(id string) workflow.Person { return workflow.Person{ID: id, Name: "Ông " + id} }

// confirm is a signature in the chat.
func (s *signing) confirm(field, who string) {
	sum, seen := s.cov.SHA256, true
	if s.IntN(12) == 0 {
		sum, seen = fmt.Sprintf("%064d", 1), false
	}
	if s.try(who, "chat "+field, seen && s.may(field, who, s.now) && !s.box(field).seal, func(tx storage.Tx, act workflow.Act) error {
		_, _, err := workflow.SignCovenant(tx, act, s.c, s.ch, 0, field, person(who), sum)
		return err
	}) {
		if x := s.box(field); s.ch.Stamps {
			x.state, x.who, x.since, x.rotated, s.lent = "pending", who, s.now, false, nil
		} else {
			s.sign(field, false)
		}
	}
}

func (s *signing) take(field, who string) {
	if s.try(who, "take "+field, s.may(field, who, s.now), func(tx storage.Tx, act workflow.Act) error {
		_, _, err := workflow.TakeTurn(tx, act, s.c, 0, field, person(who))
		return err
	}) {
		s.lent = &lent{field, who, s.now.Add(30 * time.Minute)}
		if s.late(s.lent.until) {
			s.lent.until = s.until
		}
	}
}

func (s *signing) giveBack(who string) {
	if s.lent != nil && s.IntN(2) == 0 {
		who = s.lent.who
	}
	holds, _ := s.holder(s.now)
	if s.try(who, "back", holds == who, func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.GiveBackTurn(tx, act, s.c, 0, person(who))
		return err
	}) {
		s.lent = nil
	}
}

// outside is a file that comes back from a leader's program: the newest, an older
// one, one with another field signed, or none of ours.
func (s *signing) outside(field, who string) {
	file, in := s.files[len(s.files)-1], field
	switch s.IntN(8) {
	case 0:
		file = s.files[s.IntN(len(s.files))]
	case 1:
		in = s.field()
	}
	good := len(file) == len(s.files[len(s.files)-1]) && in == field
	upload, err := officialToken().sign(file, in, s.now.In(s.c.Location()))
	if err != nil {
		upload, good = []byte("%PDF-1.7"), false // the box is filled there
	}
	if s.try(who, fmt.Sprintf("token %s %v", field, good), good && s.may(field, who, s.now), func(tx storage.Tx, act workflow.Act) error {
		_, _, err := workflow.SignOutside(tx, act, s.c, s.ch, 0, field, person(who), upload)
		return err
	}) {
		s.sign(field, false)
	}
}

// pen enters a scan, for one box or two.
func (s *signing) pen(field string) {
	fields := []string{field}
	if other := s.field(); other != field && s.IntN(2) == 0 {
		fields = append(fields, other)
	}
	by := clerks[s.IntN(2)]
	_, held := s.holder(s.now)
	allowed := s.goes(s.now) && !slices.ContainsFunc(fields, func(f string) bool { return !s.empty(f) || s.box(f).seal || f == held })
	if s.try(by, fmt.Sprint("pen ", fields), allowed, func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.EnterPaperSignature(tx, act, s.c, workflow.Claim{Document: s.cov.SHA256, Fields: fields,
			Scans: []workflow.Scan{{SHA256: fmt.Sprintf("%064d", len(s.trace)), Name: "scan.jpg", Kind: "jpeg", Size: 1}}, Day: rules.DateOf(s.now.In(s.c.Location()))})
		return err
	}) {
		s.claim = append(s.claim, claim{s.cov.SHA256, by, fields, false})
		for _, f := range fields {
			s.box(f).state = "paper"
		}
	}
}

// decide is a second person's word on a scan.
func (s *signing) decide() {
	if len(s.claim) == 0 {
		return
	}
	n := s.IntN(len(s.claim))
	if i := slices.IndexFunc(s.claim, func(k claim) bool { return !k.decided && k.document == s.cov.SHA256 }); i >= 0 && s.IntN(4) > 0 {
		n = i
	}
	k, by := &s.claim[n], clerks[s.IntN(3)]
	asked := !k.decided && by != k.by
	if s.IntN(3) > 0 {
		if s.try(by, fmt.Sprint("attest ", k.fields), asked && k.document == s.cov.SHA256 && s.confirms(k.fields, s.now), func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.ConfirmPaperSignature(tx, act, s.c, s.ch, n+1)
			return err
		}) {
			k.decided = true
			for _, x := range s.boxes {
				if slices.Contains(k.fields, x.field) {
					s.sign(x.field, s.ch.Stamps)
				}
			}
		}
		return
	}
	s.reject(n, by, asked)
}

func (s *signing) reject(n int, by string, allowed bool) {
	k := &s.claim[n]
	if s.try(by, fmt.Sprint("reject ", k.fields), allowed, func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.RejectPaperSignature(tx, act, s.c, n+1, "mờ")
		return err
	}) {
		k.decided = true
		for _, f := range k.fields {
			if k.document == s.cov.SHA256 && (s.state == "open" || s.state == "expired") {
				s.box(f).state = "waiting"
			}
		}
	}
}

func (s *signing) decline(field, who string) {
	holds, held := s.holder(s.now)
	if s.try(who, "decline "+field, s.goes(s.now) && s.empty(field) && (held != field || holds == who), func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.RefuseCovenant(tx, act, s.c, 0, field, person(who), "chỉ tiêu quá cao")
		return err
	}) {
		s.box(field).state = "declined"
		if s.lent != nil && s.lent.field == field {
			s.lent = nil
		}
	}
}

func (s *signing) replace(field string) {
	_, held := s.holder(s.now)
	if s.try("clerk-1", "replace "+field, s.goes(s.now) && s.empty(field) && held != field, func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.ReplaceSigner(tx, act, s.c, 0, field, rules.Signer{OnBehalf: "KT. CHỦ TỊCH", Title: "PHÓ CHỦ TỊCH", Name: "Bà Thay"}, "đi công tác")
		return err
	}) {
		s.box(field).state = "waiting"
	}
}
