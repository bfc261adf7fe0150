package house

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"
	"time"

	"thidua/pdf/sign"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/authority"
	"thidua/workflow/ceremony"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

// A covenant that is signed for good, with the real press and the real notary:
// after each signature the stored file is what the record says, the file before
// is its beginning, and every signature in it holds.
func TestCovenantIsSigned(t *testing.T) {
	place := Place{Path: t.TempDir() + "/thidua.db", Clock: Running{}}
	db, err := place.Open(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c, faults := rules.Load(sample.Cluster)
	if c == nil {
		t.Fatal(faults)
	}
	asked := []workflow.StampRef{}
	ch := workflow.Chancery{Press: Press, Notary: sign.Notary{}, Key: bytes.Repeat([]byte{7}, 32)}
	ch.Ask = func(_ storage.Tx, _ workflow.Act, _ []byte, ref workflow.StampRef) error {
		asked = append(asked, ref)
		return nil
	}
	now := time.Date(2017, 3, 27, 1, 0, 0, 0, time.UTC)
	do := func(fn func(storage.Tx, workflow.Act) error) error {
		now = now.Add(time.Minute)
		return db.Update(t.Context(), "", func(tx storage.Tx) error {
			return fn(tx, workflow.Act{By: "head", At: now, Event: now.String()})
		})
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var cov workflow.Covenant
	var file []byte
	signatures := 0
	look := func() {
		t.Helper()
		must(db.View(t.Context(), func(r storage.Reader) error {
			roots, err := authority.Roots(r)
			if err != nil {
				return err
			}
			if cov, err = workflow.FindCovenant(r, c); err != nil {
				return err
			}
			next, err := workflow.Paper(r, cov.Current)
			if err != nil {
				return err
			}
			if fmt.Sprintf("%x", sha256.Sum256(next)) != cov.Current || !bytes.HasPrefix(next, file) {
				t.Fatal("the file is not what the record says, or not what it was and more")
			}
			file = next
			report := ch.Notary.Check(file, roots)
			if report.Verdict != signature.Valid || len(report.Signatures) != signatures {
				t.Fatalf("%d signatures: %s %+v", signatures, report.Verdict, report)
			}
			return nil
		}))
	}
	must(do(func(tx storage.Tx, act workflow.Act) error { _, err := workflow.ApplyCluster(tx, act, c); return err }))
	must(do(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.OpenCovenant(tx, act, c, ch)
		return err
	}))
	signatures++
	look()
	if cov.Current != cov.SHA256 {
		t.Error("the frozen file is not the current one")
	}
	try := func(field string) error {
		return do(func(tx storage.Tx, act workflow.Act) error {
			_, _, err := workflow.SignCovenant(tx, act, c, ch, 0, field, workflow.Person{ID: "p-" + field, Name: "Ông " + field}, cov.SHA256)
			return err
		})
	}
	refused := func(err error, key string) {
		t.Helper()
		var p *text.Problem
		if !errors.As(err, &p) || p.Key != key {
			t.Errorf("%v, want %s", err, key)
		}
	}
	refused(try(rules.WitnessID(1)), "ceremony.not_yet")
	for i, p := range cov.Ceremony.Places {
		ch.Stamps = i == 1 // the second one waits for a time stamp that does not come
		if ch.Stamps {
			must(try(p.Field))
			look()
			refused(try(cov.Ceremony.Places[2].Field), "ceremony.pending")
			must(do(func(tx storage.Tx, act workflow.Act) error {
				_, err := workflow.StampCovenant(tx, act, c, ch, asked[0], nil)
				return err
			}))
		} else {
			must(try(p.Field))
		}
		signatures++
		look()
	}
	if cov.State != workflow.CovenantComplete || cov.Final != cov.Current || !cov.Ceremony.Places[1].Unstamped {
		t.Errorf("%s, final %s, current %s", cov.State, cov.Final, cov.Current)
	}
	if len(cov.Signatures) != len(c.Members) || cov.Ceremony.Place(ceremony.LeaderField(c.Head)).State != ceremony.Signed || len(file) > 1<<20 {
		t.Errorf("%d signatures of leaders, %d bytes", len(cov.Signatures), len(file))
	}
}
