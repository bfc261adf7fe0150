package house

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thidua/bot"
	"thidua/cmd/thidua/internal/tsatest"
	"thidua/pdf/sign"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/authority"
	"thidua/workflow/ceremony"
	"thidua/workflow/intake"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

// Time stamps come, fail, and come later, and the program dies meanwhile: the
// signature always counts, what it lacks is said, and the document gets its own
// in the end.
func TestTimeStampsComeInTheEnd(t *testing.T) {
	a := tsatest.New(t)
	tsa, err := NewTSA(a.URL)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	c, faults := rules.Load(sample.Cluster)
	if c == nil {
		t.Fatal(faults)
	}
	log := slog.New(slog.DiscardHandler)
	b := bot.New(workflow.Chancery{Press: Press, Notary: sign.Notary{}, Key: bytes.Repeat([]byte{7}, 32), Stamps: true}, log)
	ch := b.Chancery
	path := filepath.Join(t.TempDir(), "thidua.db")

	// serve is a program's life: with a store, until enough is said to be there.
	var db storage.Store
	serve := func(ahead time.Duration, enough func() bool) {
		t.Helper()
		clock := Running{Ahead: ahead}
		db, err = Place{Path: path, Clock: clock}.Open(t.Context(), true)
		must(err)
		defer db.Close()
		door := &intake.Door{Store: db, Handler: b, Log: log}
		stamps := &intake.Fetcher{Store: db, Door: door, Kind: intake.KindStamp, Stamps: tsa, Clock: clock, Log: log, Owner: "serve"}
		door.After = stamps.Wake
		must((&bell{store: db, door: door, clock: clock, log: log}).ring(t.Context(), clock.Now()))
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- stamps.Run(ctx) }()
		for end := time.Now().Add(time.Minute); !enough(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("it never comes to its end")
			}
		}
		stop()
		must(<-done)
	}
	var cov workflow.Covenant
	look := func() {
		t.Helper()
		must(db.View(t.Context(), func(r storage.Reader) (err error) { cov, err = workflow.FindCovenant(r, c); return err }))
	}
	do := func(fn func(storage.Tx, workflow.Act) error) {
		t.Helper()
		now := time.Now()
		must(db.Update(t.Context(), "", func(tx storage.Tx) error {
			return fn(tx, workflow.Act{By: "head", At: now, Event: now.String()})
		}))
		look()
	}
	signs := func(p ceremony.Place) {
		t.Helper()
		do(func(tx storage.Tx, act workflow.Act) error {
			_, _, err := workflow.SignCovenant(tx, act, c, ch, 0, p.Field, workflow.Person{ID: "p-" + p.Field, Name: "Ông " + p.Field}, cov.SHA256)
			return err
		})
	}
	holds := func(field string) (file []byte, found signature.Found) {
		t.Helper()
		must(db.View(t.Context(), func(r storage.Reader) error {
			roots, err := authority.Roots(r)
			if err != nil {
				return err
			}
			if file, err = workflow.Paper(r, cov.Current); err != nil {
				return err
			}
			report := ch.Notary.Check(file, append(roots, a.Root))
			if report.Verdict != signature.Valid {
				t.Fatalf("%s %+v", report.Verdict, report)
			}
			for _, f := range report.Signatures {
				if f.Field == field {
					found = f
				}
			}
			return nil
		}))
		return file, found
	}

	db, err = Place{Path: path, Clock: Running{}}.Open(t.Context(), true)
	must(err)
	do(func(tx storage.Tx, act workflow.Act) error { _, err := workflow.ApplyCluster(tx, act, c); return err })
	do(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.OpenCovenant(tx, act, c, ch)
		return err
	})
	places := cov.Ceremony.Places
	signs(places[0])
	if cov.Ceremony.Pending() == nil {
		t.Fatal("nobody waits for a time stamp")
	}
	db.Close()
	serve(0, func() bool { look(); return cov.Ceremony.Pending() == nil })

	db, err = Place{Path: path, Clock: Running{}}.Open(t.Context(), true)
	must(err)
	look()
	if _, f := holds(places[0].Field); f.Stamped.IsZero() || cov.Ceremony.Places[0].Unstamped {
		t.Errorf("no time stamp: %+v", f)
	}
	ch.Stamps = false
	for _, p := range places[1 : len(places)-1] {
		signs(p)
	}
	ch.Stamps = true
	last := places[len(places)-1]
	signs(last)
	db.Close()

	// The program is stopped while it asks; the next one goes on and gets nonsense.
	asked := a.Asked.Load()
	hang := make(chan struct{})
	a.Break(func(w http.ResponseWriter, r *http.Request) { <-hang })
	serve(0, func() bool { return a.Asked.Load() > asked })
	close(hang)
	a.Break(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("<html>")) })
	failed := false
	serve(0, func() bool { look(); failed = cov.Owed() && cov.Imprint == nil; return failed })

	db, err = Place{Path: path, Clock: Running{}}.Open(t.Context(), true)
	must(err)
	file, f := holds(last.Field)
	if !f.Stamped.IsZero() || !cov.Ceremony.Place(last.Field).Unstamped || cov.State != workflow.CovenantComplete {
		t.Errorf("%s %+v", cov.State, f)
	}
	must(db.View(t.Context(), func(r storage.Reader) error {
		last, ok, err := workflow.LastStampFailure(r)
		if !ok || !strings.Contains(last.Failure, a.URL) {
			t.Errorf("the failure kept: %+v", last)
		}
		if err != nil {
			return err
		}
		v, _, err := workflow.VerifyCode(r, cov.Code, nil, ch.Notary.Check)
		if said := fmt.Sprint(v.Told(text.Vietnamese).Lines()); !strings.Contains(said, "dautg.note.owed") {
			t.Errorf("whoever looks the document up is not told: %s", said)
		}
		return err
	}))
	if text := pdfText(t, file); text != "" && strings.Count(text, "Chưa có dấu thời gian") != 1 {
		t.Errorf("the box does not say that there is no time stamp:\n%s", text)
	}
	db.Close()

	// Too early nothing is asked; later the document's time stamp comes.
	a.Break(nil)
	asked = a.Asked.Load()
	serve(0, func() bool { return true })
	if a.Asked.Load() != asked {
		t.Error("asked again at once")
	}
	serve(2*time.Minute, func() bool { look(); return cov.Stamped })
	db, err = Place{Path: path, Clock: Running{}}.Open(t.Context(), true)
	must(err)
	defer db.Close()
	file, f = holds(ceremony.StampField)
	if cov.Owed() || f.Stamped.IsZero() || f.Chain != signature.ChainTrusted || f.Length != len(file) || cov.Final != cov.Current {
		t.Errorf("%+v", f)
	}
	if _, err := exec.LookPath("pdfsig"); err == nil {
		name := filepath.Join(t.TempDir(), "g.pdf")
		must(os.WriteFile(name, file, 0o600))
		out, _ := exec.Command("pdfsig", "-nocert", name).CombinedOutput()
		// Poppler shows the time stamp's range, and does not check it.
		if strings.Count(string(out), "Signature is Valid") != len(places)+1 || !strings.Contains(string(out), "Field Name: time-stamp") || strings.Count(string(out), "Total document signed") != 1 {
			t.Errorf("pdfsig: %s", out)
		}
	}

}

// pdfText is what a file says in print; empty where pdftotext is not there.
func pdfText(t *testing.T, file []byte) string {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		return ""
	}
	name := filepath.Join(t.TempDir(), "g.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
