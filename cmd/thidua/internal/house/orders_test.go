package house

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/authority"
	"thidua/workflow/ceremony"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

var orders = flag.Int("orders", 0, "how many orders of events TestAnyOrder plays; 0: as many as fit a test run")

// Whatever happens to a covenant, in whatever order: nobody signs out of turn,
// what is refused changes nothing, the file is always what the record says and
// holds, and there is always a way to the end.
func TestAnyOrder(t *testing.T) {
	n := *orders
	switch {
	case n > 0:
	case testing.Short():
		n = 6
	default:
		n = 24
	}
	did := map[string]int{}
	for seed := range n {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			s := newSigning(t, uint64(seed))
			defer func() {
				if t.Failed() {
					t.Logf("%s\n%s", s.c.Source, strings.Join(s.trace, "\n"))
				}
			}()
			for after := 0; after < 5 && len(s.trace) < 45; {
				s.now = s.now.Add(time.Second)
				if s.happen(); s.state == "complete" {
					after++
				}
			}
			s.finish()
			for what, n := range s.did {
				did[what] += n
			}
		})
	}
	t.Log(did)
	for _, what := range []string{"chat", "token", "take", "back", "pen", "attest", "reject", "decline", "replace", "extend", "close", "withdraw"} {
		if !testing.Short() && (did[what] == 0 || did["no "+what] == 0) {
			t.Errorf("%s was done %d times, and refused %d times: nothing is shown by that", what, did[what], did["no "+what])
		}
	}
}

func (s *signing) act(by string, fn func(storage.Tx, workflow.Act) error) error {
	return s.db.Update(s.t.Context(), "", func(tx storage.Tx) error {
		return fn(tx, workflow.Act{By: by, At: s.now, Event: fmt.Sprint(len(s.trace), s.now)})
	})
}

// try does something that the book says will be done, or refused with a sentence
// and without a trace.
func (s *signing) try(by, what string, allowed bool, fn func(storage.Tx, workflow.Act) error) bool {
	s.t.Helper()
	s.trace = append(s.trace, fmt.Sprintf("%s %s: %s, %v", s.now.Format("02 15:04:05"), by, what, allowed))
	err := s.act(by, fn)
	var p *text.Problem
	switch {
	case allowed && err != nil:
		s.t.Fatalf("%s: %v", what, err)
	case !allowed && err == nil:
		s.t.Fatalf("%s was not refused", what)
	case !allowed && !errors.As(err, &p):
		s.t.Fatalf("%s is refused without a sentence: %v", what, err)
	case allowed && s.head == s.line() && !cmp.Equal(s.cov, s.found()):
		s.t.Fatalf("%s changed something, and the log does not say so", what)
	case !allowed:
		if diff := cmp.Diff(s.cov, s.found()); diff != "" {
			s.t.Fatalf("%s was refused and changed something:\n%s", what, diff)
		}
	}
	s.head = s.line()
	kind, _, _ := strings.Cut(what, " ")
	if !allowed {
		kind = "no " + kind
	}
	s.did[kind]++
	return allowed
}

func (s *signing) found() (cov workflow.Covenant) {
	err := s.db.View(s.t.Context(), func(r storage.Reader) (err error) {
		cov, err = workflow.FindCovenant(r, s.c)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return cov
}

// line is the hash of the log's last line.
func (s *signing) line() string {
	var head workflow.Change
	if err := s.db.View(s.t.Context(), func(r storage.Reader) (err error) {
		head, err = workflow.LogHead(r, s.c.ID)
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return head.Hash
}

// look compares the record and its file with the book.
func (s *signing) look() {
	s.t.Helper()
	before := s.cov.Current
	s.cov = s.found()
	var got, want []string
	for _, p := range s.cov.Ceremony.Places {
		got = append(got, fmt.Sprint(p.Field, " ", p.State, " ", p.Unstamped))
	}
	for _, x := range s.boxes {
		want = append(want, fmt.Sprint(x.field, " ", x.state, " ", x.unstamped))
	}
	got, want = append(got, s.cov.State), append(want, s.state)
	if t := s.cov.Ceremony.Turn; t != nil {
		got = append(got, fmt.Sprint(t.Field, t.Person, t.Until.UTC()))
	}
	if s.lent != nil {
		want = append(want, fmt.Sprint(s.lent.field, s.lent.who, s.lent.until.UTC()))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Fatalf("the book and the record:\n%s", diff)
	}
	if s.cov.Current != before && s.cov.Current != "" {
		s.read()
	}
	s.exit()
}

// read checks the newest file.
func (s *signing) read() {
	s.t.Helper()
	var file []byte
	var report signature.Report
	err := s.db.View(s.t.Context(), func(r storage.Reader) error {
		roots, err := authority.Roots(r)
		if err != nil {
			return err
		}
		if file, err = workflow.Paper(r, s.cov.Current); err == nil {
			report = s.ch.Notary.Check(file, append(roots, s.ch.Roots...))
		}
		return err
	})
	if err != nil || fmt.Sprintf("%x", sha256.Sum256(file)) != s.cov.Current {
		s.t.Fatalf("the file is not what the record says: %v", err)
	}
	for _, earlier := range s.files {
		if !bytes.HasPrefix(file, earlier) || len(file) == len(earlier) {
			s.t.Fatal("the file does not begin with every earlier one")
		}
	}
	if s.files = append(s.files, file); fmt.Sprintf("%x", sha256.Sum256(s.files[0])) != s.cov.SHA256 {
		s.t.Fatal("the first file is not the frozen one")
	}
	want := append([]string{ceremony.ClusterField}, s.signed...)
	if s.cov.Stamped {
		want = append(want, ceremony.StampField)
	}
	var got []string
	for _, f := range report.Signatures {
		got = append(got, f.Field)
		if p := s.cov.Ceremony.Place(f.Field); p != nil && (f.Signer != p.Hand.Name && p.Way != ceremony.Pen || p.Unstamped && !f.Stamped.IsZero() || !slices.Equal([]string{f.Kind}, kinds(p))) {
			s.t.Fatalf("%s: signed by %s, %s, %s; recorded %+v", f.Field, f.Signer, f.Kind, f.Stamped, p)
		}
	}
	if diff := cmp.Diff(want, got); report.Verdict != signature.Valid || diff != "" {
		s.t.Fatalf("%s %+v, signatures:\n%s", report.Verdict, report.Why, diff)
	}
}

// kinds is what a place's signature is found to be.
func kinds(p *ceremony.Place) []string {
	switch {
	case p.Way == ceremony.Pen:
		return []string{signature.Cluster}
	case p.Stage == ceremony.Witnesses:
		return []string{signature.Witness}
	}
	return []string{p.Way}
}

// exit looks for an end of the ceremony as it stands: complete, whatever has
// happened, and withdrawn.
func (s *signing) exit() {
	s.t.Helper()
	if s.state == "draft" || s.state == "complete" {
		return
	}
	var c, void ceremony.Ceremony
	b, err := json.Marshal(s.cov.Ceremony)
	if err != nil || json.Unmarshal(b, &c) != nil || json.Unmarshal(b, &void) != nil {
		s.t.Fatal(err)
	}
	if err := void.Withdraw(s.now); err != nil {
		s.t.Fatalf("cannot be withdrawn: %v", err)
	}
	at := s.now.Add(24 * time.Hour)
	if p := c.Pending(); p != nil {
		c.StampFailed(p.Field)
	}
	c.Extend(time.Time{}, at)
	for range c.Places {
		for _, p := range c.Places {
			c.ConfirmPaper(p.Field, "a second person", "", at)
		}
		for _, p := range c.Next() {
			c.Sign(p.Field, ceremony.Hand{Person: "p", Way: ceremony.Token, At: at})
		}
	}
	if c.State != ceremony.Complete {
		s.t.Fatalf("a dead end: %s", b)
	}
}
