package workflow_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
)

func (h *house) correct(c *rules.Cluster, criterion, value, reason string) error {
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		return workflow.Correct(tx, act, c, subject(c, "CN", "c", criterion), val(value), value, reason)
	})
}

func (h *house) explain(c *rules.Cluster, criterion, said string) error {
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.Explain(tx, act, c, subject(c, "CN", "c", criterion), said)
		return err
	})
}

func (h *house) finalise(c *rules.Cluster) (n int, err error) {
	err = h.act(func(tx storage.Tx, act workflow.Act) (err error) {
		n, err = workflow.Finalise(tx, act, c, "CN", "c")
		return err
	})
	return n, err
}

func (h *house) unlock(c *rules.Cluster, until string, criteria ...string) error {
	day, err := time.Parse(time.DateOnly, until)
	must(h.t, err)
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.UnlockFigures(tx, act, c, "CN", "c", criteria, rules.DateOf(day), "bổ sung số liệu")
		return err
	})
}

// columns are reported, verified and final value with their points.
func (h *house) columns(c *rules.Cluster, criterion string) string {
	h.t.Helper()
	list := see(h, func(r storage.Reader) ([]workflow.Standing, error) { return workflow.Standings(r, c, "CN", "c") })
	for _, s := range list {
		if s.Criterion.ID != criterion {
			continue
		}
		var parts []string
		for _, col := range []struct {
			e *workflow.Entry
			p fmt.Stringer
		}{{s.Figure.Reported(), s.Reported}, {s.Figure.Verified(), s.Verified}, {s.Figure.Accepted, s.Now}} {
			if col.e == nil {
				parts = append(parts, "-")
				continue
			}
			parts = append(parts, fmt.Sprint(workflow.ValueText(col.e.Value), "=", col.p))
		}
		return strings.Join(parts, " ")
	}
	h.t.Fatal("no criterion", criterion)
	return ""
}

func submitted(t *testing.T) (*house, *rules.Cluster) {
	h := newHouse(t)
	c := h.apply(yearFile)
	must(t, h.target(c, "CN", "c", "thu", "100", ""))
	h.by, h.now = "official", at("2018-02-01 10:00")
	for k, v := range map[string]string{"thu": "80", "chuan": "yes", "vu": "3"} {
		must(t, h.enter(c, "CN", "c", k, v, ""))
	}
	_, err := h.submit(c, "CN", "c", false)
	must(t, err)
	return h, c
}

// Reported, verified and final stand side by side; changing one needs a reason,
// the unit may explain, and a second person makes it final.
func TestFromReportedToFinal(t *testing.T) {
	h, c := submitted(t)
	h.by = "reviewer"
	wrong(t, h.correct(c, "thu", "50", ""), "review.reason_needed")
	wrong(t, h.correct(c, "thu", "80", "như cũ"), "review.same")
	must(t, h.correct(c, "thu", "50", "trừ nguồn trùng"))
	if got := h.columns(c, "thu"); got != "80=32 50=20 50=20" {
		t.Error(got)
	}
	h.accept(c, "CN", "c")
	h.by = "official"
	must(t, h.explain(c, "thu", "nguồn này không trùng"))
	h.by = "second"
	if _, err := h.finalise(c); err == nil {
		t.Error("final with an open explanation")
	}
	must(t, h.correct(c, "thu", "70", "công nhận một phần"))
	if got := h.columns(c, "thu"); got != "80=32 50=20 70=28" {
		t.Error(got)
	}
	if f := h.figure(c, "CN", "c", "thu"); f.Pleads() || f.Plea.Answer != "công nhận một phần" {
		t.Errorf("the explanation is %+v", f.Plea)
	}
	_, err := h.finalise(c)
	wrong(t, err, "review.second_person") // the last value is their own
	h.by = "reviewer"
	if n, err := h.finalise(c); n != 3 || err != nil {
		t.Errorf("%d final, %v", n, err)
	}
	_, err = h.finalise(c)
	wrong(t, err, "review.nothing_final")
	wrong(t, h.correct(c, "thu", "60", "lại"), "figure.final")
	wrong(t, h.giveBack(c, "CN", "c", "thu", "sai"), "figure.final")
	h.by = "official"
	wrong(t, h.explain(c, "thu", "xin xem lại"), "figure.final")
	wrong(t, h.enter(c, "CN", "c", "thu", "90", ""), "figure.final")
	h.sound("cum")
}

func TestNobodyAcceptsWhatTheyEntered(t *testing.T) {
	h, c := submitted(t)
	err := h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.AcceptFigures(tx, act, c, "CN", "c")
		return err
	})
	wrong(t, err, "review.second_person")
}

// What a return brought, the explanation follows to the reviewer.
func TestAReturnedFigureIsExplained(t *testing.T) {
	h, c := submitted(t)
	wrong(t, h.explain(c, "vu", "?"), "figure.nothing_to_explain")
	must(t, h.giveBack(c, "CN", "c", "vu", "thấp bất thường"))
	must(t, h.explain(c, "vu", "đã đối chiếu với công an huyện"))
	_, err := h.submit(c, "CN", "c", false)
	must(t, err)
	f := h.figure(c, "CN", "c", "vu")
	if f.Sent == nil || f.Sent.Explained != "đã đối chiếu với công an huyện" || f.Returned != nil || workflow.ValueText(f.Sent.Value) != "3" {
		t.Errorf("%+v", f)
	}
}

// An unlocking opens what it names, ends by itself, and marks what came as late.
func TestUnlocking(t *testing.T) {
	h, c := submitted(t)
	h.accept(c, "CN", "c")
	h.by = "head"
	wrong(t, h.unlock(c, "2018-01-31"), "unlock.until")
	wrong(t, h.unlock(c, "2019-01-31"), "unlock.until")
	must(t, h.unlock(c, "2018-02-20", "thu"))
	h.by, h.now = "official", at("2018-02-20 23:59")
	wrong(t, h.enter(c, "CN", "c", "vu", "4", ""), "figure.closed")
	must(t, h.enter(c, "CN", "c", "thu", "90", ""))
	if got := standing(h.figure(c, "CN", "c", "thu")); got != "draft 90, accepted 80" {
		t.Errorf("until it is submitted the approval stands: %s", got)
	}
	_, err := h.submit(c, "CN", "c", false)
	must(t, err)
	f := h.figure(c, "CN", "c", "thu")
	if !f.Sent.Late || f.Accepted != nil || f.Void == nil || f.Void.From != "80" || f.Void.To != "90" {
		t.Errorf("after the submission: %+v, void %+v", f.Sent, f.Void)
	}
	h.accept(c, "CN", "c")
	h.now = at("2018-02-21 00:00")
	wrong(t, h.enter(c, "CN", "c", "thu", "95", ""), "figure.closed")
	if f := h.figure(c, "CN", "c", "thu"); f.Void != nil || !f.Accepted.Late {
		t.Errorf("accepted again: %+v", f)
	}
}

// What the head loads for a unit under an unlocking goes the same way.
func TestImportUnderAnUnlocking(t *testing.T) {
	h, c := submitted(t)
	h.accept(c, "CN", "c")
	row := workflow.ImportRow{Period: "CN", Member: "c", Criterion: "thu", Actual: val("90"), Given: true}
	wrong(t, h.bring(c, row, false), "figure.closed")
	h.by = "head"
	must(t, h.unlock(c, "2018-02-20", "thu"))
	must(t, h.bring(c, row, false))
	if f := h.figure(c, "CN", "c", "thu"); f.Accepted != nil || f.Sent == nil || !f.Sent.Late || f.Void == nil || f.Void.From != "80" {
		t.Errorf("%+v, void %+v", f, f.Void)
	}
}

// Approval is of the content: a changed base takes it away, shown from what to what.
func TestAChangedPlanVoidsTheApproval(t *testing.T) {
	h, c := submitted(t)
	must(t, h.enter(c, "6T", "c", "thu", "40", "")) // measured against the yearly plan
	_, err := h.submit(c, "6T", "c", false)
	must(t, err)
	h.accept(c, "CN", "c")
	h.accept(c, "6T", "c")
	must(t, h.target(c, "CN", "c", "thu", "100", "")) // the same
	must(t, h.target(c, "CN", "c", "thu", "", "77"))  // not what it is measured against
	if f := h.figure(c, "CN", "c", "thu"); f.Accepted == nil {
		t.Fatal("nothing changed, but the approval is gone")
	}
	must(t, h.target(c, "CN", "c", "thu", "120", ""))
	for _, period := range []string{"CN", "6T"} {
		f := h.figure(c, period, "c", "thu")
		if f.Accepted != nil || f.Sent == nil || f.Void == nil || !strings.Contains(f.Void.From, "plan 100") || !strings.Contains(f.Void.To, "plan 120") {
			t.Errorf("%s: %+v %+v", period, f, f.Void)
		}
	}
	if f := h.figure(c, "CN", "c", "chuan"); f.Accepted == nil {
		t.Error("another figure lost its approval")
	}
}

func TestReceiptAYearLater(t *testing.T) {
	h, c := submitted(t)
	h.now = at("2019-03-01 08:00")
	list := see(h, func(r storage.Reader) ([]workflow.Submission, error) { return workflow.Submissions(r, c, "CN", "c") })
	code := list[0].Receipt
	for _, said := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", ""), " " + strings.ReplaceAll(strings.ReplaceAll(code, "0", "o"), "1", "l")} {
		s := see(h, func(r storage.Reader) (workflow.Submission, error) { return workflow.FindReceipt(r, "cum", said) })
		if s.Member != "c" || strings.Join(s.Content, " ") != "thu=80 chuan=yes vu=3" || len(s.Hash()) != 64 {
			t.Errorf("%q finds %+v", said, s)
		}
	}
	err := h.store.View(t.Context(), func(r storage.Reader) error { _, err := workflow.FindReceipt(r, "cum", "0000-0000"); return err })
	wrong(t, err, "bienlai.unknown")
}

func TestEvidence(t *testing.T) {
	h := newHouse(t)
	c := h.apply(edit(t, yearFile, "unit: tỷ đồng, points: 40,", "unit: tỷ đồng, points: 40, evidence: required,", "name: Đạt chuẩn, points: 20,", "name: Đạt chuẩn, points: 20, evidence: none,"))
	h.by, h.now = "official", at("2018-02-01 10:00")
	add := func(criterion, name, bytes string) (again []workflow.Evidence, err error) {
		err = h.act(func(tx storage.Tx, act workflow.Act) (err error) {
			sum, err := workflow.KeepFile(tx, name, []byte(bytes))
			if err == nil {
				again, err = workflow.AddEvidence(tx, act, c, workflow.Evidence{Subject: subject(c, "CN", "c", criterion), Name: name, Kind: "pdf", SHA256: sum})
			}
			return err
		})
		return again, err
	}
	must(t, h.enter(c, "CN", "c", "thu", "80", ""))
	_, err := h.submit(c, "CN", "c", false)
	wrong(t, err, "submit.evidence")
	if again, err := add("thu", "thu.pdf", "scan"); len(again) != 0 || err != nil {
		t.Error(again, err)
	}
	if again, err := add("vu", "lai.pdf", "scan"); len(again) != 1 || again[0].Criterion != "thu" || err != nil {
		t.Error("the same file twice:", again, err)
	}
	_, err = add("chuan", "x.pdf", "other")
	wrong(t, err, "evidence.none")
	_, err = h.submit(c, "CN", "c", false)
	must(t, err)
	files := see(h, func(r storage.Reader) (map[string][]workflow.Evidence, error) {
		return workflow.AllEvidence(r, c, "CN", "c")
	})
	if len(files["thu"]) != 1 || len(files["vu"]) != 1 || files["thu"][0].SHA256 != files["vu"][0].SHA256 {
		t.Errorf("%+v", files)
	}
	kept := see(h, func(r storage.Reader) ([]byte, error) { return workflow.Paper(r, files["thu"][0].SHA256) })
	if string(kept) != "scan" {
		t.Errorf("kept %q", kept)
	}
	h.accept(c, "CN", "c")
	_, err = add("thu", "moi.pdf", "new")
	wrong(t, err, "figure.closed")
	must(t, h.explain(c, "thu", "gửi thêm xác nhận"))
	if _, err = add("thu", "moi.pdf", "new"); err != nil {
		t.Error(err)
	}
	err = h.act(func(tx storage.Tx, act workflow.Act) error { return workflow.DropEvidence(tx, act, c, files["vu"][0]) })
	must(t, err)
}

// What a strict reader of these rules tried.
func TestNoWayAroundAnApproval(t *testing.T) {
	h, c := submitted(t)
	h.by = "official"
	wrong(t, h.correct(c, "thu", "99", "tự sửa"), "review.second_person") // entered and verified by one person
	must(t, h.enter(c, "CN", "c", "thu", "95", ""))
	h.accept(c, "CN", "c")
	if f := h.figure(c, "CN", "c", "thu"); f.Draft != nil {
		t.Error("a draft outlives the acceptance of what was submitted")
	}
	h.by = "second"
	_, err := h.finalise(c)
	must(t, err)
	h.by = "head"
	must(t, h.unlock(c, "2018-02-03", "thu"))
	h.by = "official"
	must(t, h.enter(c, "CN", "c", "thu", "90", ""))
	h.now = at("2018-03-20 10:00")
	_, err = h.submit(c, "CN", "c", false)
	wrong(t, err, "submit.nothing") // the unlocking is over
	err = h.bring(c, workflow.ImportRow{Period: "CN", Member: "c", Criterion: "vu", Actual: val("9"), Given: true}, true)
	wrong(t, err, "figure.final")
	if f := h.figure(c, "CN", "c", "thu"); f.Final == nil || workflow.ValueText(f.Accepted.Value) != "80" {
		t.Errorf("%+v", f)
	}
}

func TestAChangedPlanKeepsTheUnitsFigure(t *testing.T) {
	h, c := submitted(t)
	h.by = "reviewer"
	must(t, h.correct(c, "thu", "50", "trừ nguồn trùng"))
	must(t, h.target(c, "CN", "c", "thu", "120", ""))
	f := h.figure(c, "CN", "c", "thu")
	if f.Sent == nil || workflow.ValueText(f.Sent.Value) != "80" || f.Sent.By != "official" || f.Void == nil || !strings.Contains(f.Void.From, "50") {
		t.Errorf("%+v, void %+v", f.Sent, f.Void)
	}
}

// What a unit never sent does not hold up what it did; what was sent back does.
func TestFinalWithoutWhatWasNeverReported(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	must(t, h.target(c, "CN", "c", "thu", "100", ""))
	h.by, h.now = "official", at("2018-02-01 10:00")
	must(t, h.enter(c, "CN", "c", "thu", "80", ""))
	must(t, h.enter(c, "CN", "c", "vu", "3", ""))
	_, err := h.submit(c, "CN", "c", false)
	must(t, err)
	must(t, h.enter(c, "CN", "c", "chuan", "yes", "")) // a draft that is never sent
	back := func(criterion string) error {
		return h.act(func(tx storage.Tx, act workflow.Act) error {
			return workflow.ReturnFigure(tx, act, c, subject(c, "CN", "c", criterion), "xem lại")
		})
	}
	h.by = "reviewer"
	must(t, back("vu"))
	h.accept(c, "CN", "c", "thu")
	h.by = "second"
	_, err = h.finalise(c)
	wrong(t, err, "review.not_verified")
	h.by = "official"
	_, err = h.submit(c, "CN", "c", false) // all three
	must(t, err)
	h.by = "reviewer"
	must(t, back("chuan"))
	h.accept(c, "CN", "c", "vu")
	h.by = "second"
	_, err = h.finalise(c)
	wrong(t, err, "review.not_verified")

	h.by, h.now = "official", at("2018-02-01 11:00")
	must(t, h.target(c, "CN", "d", "thu", "100", ""))
	must(t, h.enter(c, "CN", "d", "thu", "90", ""))
	must(t, h.enter(c, "CN", "d", "vu", "4", "")) // sent
	_, err = h.submit(c, "CN", "d", false)
	must(t, err)
	must(t, h.enter(c, "CN", "d", "chuan", "yes", "")) // not
	h.by = "reviewer"
	h.accept(c, "CN", "d")
	h.by = "second"
	must(t, h.act(func(tx storage.Tx, act workflow.Act) error {
		n, err := workflow.Finalise(tx, act, c, "CN", "d")
		if n != 2 {
			t.Errorf("%d final", n)
		}
		return err
	}))
}
