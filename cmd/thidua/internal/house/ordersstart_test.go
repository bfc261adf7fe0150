package house

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"thidua/pdf/sign"
	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow"
	"thidua/workflow/rules"
)

// A signing is a covenant that things happen to, beside the book of what should
// have come of them.
type signing struct {
	t *testing.T
	*rand.Rand
	db  *bolt.DB
	c   *rules.Cluster
	ch  workflow.Chancery
	now time.Time
	*book
	cov   workflow.Covenant
	files [][]byte // of this document, from the frozen one to the newest
	asked []ask
	claim []claim // by number, from 1
	head  string  // hash of the log's last line
	trace []string
	did   map[string]int // what was done, and "no " what was refused
}

type ask struct {
	imprint []byte
	ref     workflow.StampRef
}

type claim struct {
	document, by string
	fields       []string
	decided      bool
}

// clerks are of the head's office, and one is the deputy's.
var clerks = []string{"clerk-1", "clerk-2", "deputy"}

func newSigning(t *testing.T, seed uint64) *signing {
	s := &signing{t: t, Rand: rand.New(rand.NewPCG(seed, 0)), did: map[string]int{}, now: time.Date(2017, 3, 27, 1, 0, 0, 0, time.UTC)}
	place := Place{Path: t.TempDir() + "/thidua.db", Clock: Running{}}
	var err error
	if s.db, err = place.Open(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.db.Close() })
	faults := rules.Faults(nil)
	if s.c, faults = rules.Load(s.file()); s.c == nil {
		t.Fatal(faults)
	}
	s.ch = workflow.Chancery{Press: Press, Notary: sign.Notary{}, Key: bytes.Repeat([]byte{7}, 32), Roots: []*x509.Certificate{officialToken().root}, Stamps: s.IntN(2) == 0}
	s.ch.Ask = func(_ storage.Tx, _ workflow.Act, imprint []byte, ref workflow.StampRef) error {
		s.asked = append(s.asked, ask{imprint, ref})
		return nil
	}
	err = s.act("operator", func(tx storage.Tx, act workflow.Act) error {
		if _, err := workflow.ApplyCluster(tx, act, s.c); err != nil {
			return err
		}
		for i, id := range clerks {
			seat := workflow.Seat{Cluster: s.c.ID, Role: workflow.Head, Member: "a"}
			if i == 2 {
				seat.Role, seat.Member = workflow.Deputy, "b"
			}
			if err := workflow.TakeSeat(tx, act, workflow.Person{ID: id, Name: "Bà " + id}, seat); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.book = &book{state: "draft"}
	s.open()
	return s
}

// file is a small cluster whose covenant is signed in one of the ways that there
// are.
func (s *signing) file() []byte {
	deputies, members, witnesses := 1+s.IntN(2), 1+s.IntN(2), s.IntN(2)
	var b strings.Builder
	b.WriteString("cluster: cum\nyear: 2017\nname: Cụm số 1\nissuer: {name: CỤM SỐ 1}\nmembers:\n")
	ids := strings.Split("abcde", "")[:1+deputies+members]
	for _, id := range ids {
		fmt.Fprintf(&b, "  - {id: %s, name: huyện %s, agency: ỦY BAN NHÂN DÂN HUYỆN %[1]s, signer: {title: CHỦ TỊCH, name: Ông %[1]s}}\n", id, id)
	}
	fmt.Fprintf(&b, "head: a\ndeputies: [%s]\n", strings.Join(ids[1:1+deputies], ", "))
	if witnesses > 0 {
		b.WriteString("witnesses: [{agency: BAN THI ĐUA, title: TRƯỞNG BAN}]\n")
	}
	b.WriteString("periods: [{id: CN, name: năm 2017, report_by: 2018-02-13, scored: true}]\n")
	b.WriteString("contents: [{id: \"1\", name: Kinh tế, points: 10, criteria: [{id: thu, name: Thu ngân sách, points: 10, method: {kind: proportional}}]}]\n")
	fmt.Fprintf(&b, "signing: [chat, token, paper]\ncovenant:\n  seals: %v\n  order: %s\n  turn_minutes: 30\n", s.IntN(3) == 0, []string{"stages", "stages", "together"}[s.IntN(3)])
	fmt.Fprintf(&b, "  quorum: {deputies: %d, members: %d, witnesses: %d}\n", s.IntN(deputies+1), s.IntN(members+1), s.IntN(witnesses+1))
	if s.IntN(2) == 0 {
		fmt.Fprintf(&b, "  sign_by: 2017-03-%d\n", 27+s.IntN(3))
	}
	return []byte(b.String())
}

// open opens the covenant; the book has what the cluster's file asks for.
func (s *signing) open() {
	b := &book{state: "open", together: s.c.Covenant.Order == rules.Together}
	add := func(field, unit string, stage int, seal bool) {
		b.boxes = append(b.boxes, &box{field: field, unit: unit, stage: stage, seal: seal, state: "waiting"})
		if !seal {
			b.need[stage]++
		}
	}
	stage := func(i int) int {
		switch {
		case i == 0:
			return 0
		case i <= len(s.c.Deputies):
			return 1
		}
		return 2
	}
	for i, m := range s.c.Members { // the file has head and deputies first
		add("leader-"+m.ID, m.ID, stage(i), false)
	}
	for range s.c.Witnesses {
		add("witness-1", "witness-1", 3, false)
	}
	for i, m := range s.c.Members {
		if s.c.Covenant.Seals {
			add("seal-"+m.ID, m.ID, stage(i), true)
		}
	}
	for i, q := range []int{0, s.c.Covenant.Quorum.Deputies, s.c.Covenant.Quorum.Members, s.c.Covenant.Quorum.Witnesses} {
		if q > 0 {
			b.need[i] = q
		}
	}
	if d := s.c.Covenant.SignBy; !d.IsZero() {
		b.until = time.Date(d.Year, time.Month(d.Month), d.Day+1, 0, 0, 0, 0, s.c.Location())
	}
	s.try("clerk-1", "open", true, func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.OpenCovenant(tx, act, s.c, s.ch)
		return err
	})
	s.book, s.files = b, nil
	s.look()
}
