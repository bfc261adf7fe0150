package workflow_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

func (h *house) propose(c *rules.Cluster, member, criterion, plan string) error {
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.ProposeChange(tx, act, c, member, criterion, *dec(plan))
		return err
	})
}

func (h *house) because(c *rules.Cluster, reason string) error {
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.ProposeReason(tx, act, c, reason)
		return err
	})
}

func (h *house) openAmendment(c *rules.Cluster) (cov workflow.Covenant, err error) {
	err = h.act(func(tx storage.Tx, act workflow.Act) (err error) {
		cov, err = workflow.OpenAmendment(tx, act, c, chancery)
		return err
	})
	return cov, err
}

// signAll signs a covenant, or an amendment, by every leader but those named.
func (h *house) signAll(c *rules.Cluster, cov workflow.Covenant, but ...string) workflow.Covenant {
	h.t.Helper()
	for _, m := range cov.Waiting() {
		if slices.Contains(but, m) {
			continue
		}
		h.do(func(tx storage.Tx, act workflow.Act) (err error) {
			cov, _, err = workflow.SignCovenant(tx, act, c, chancery, cov.No, "leader-"+m, workflow.Person{ID: "leader-" + m, Name: "Ông " + m}, cov.SHA256)
			return err
		})
	}
	return cov
}

func (h *house) plan(c *rules.Cluster, period, member, criterion string) string {
	h.t.Helper()
	t := see(h, func(r storage.Reader) (workflow.Target, error) {
		return workflow.FindTarget(r, c, subject(c, period, member, criterion))
	})
	if t.Plan == nil {
		return ""
	}
	return t.Plan.String()
}

func (h *house) targetList(c *rules.Cluster) string {
	h.t.Helper()
	return string(see(h, func(r storage.Reader) ([]byte, error) { return workflow.TargetList(r, c) }))
}

// complete is a cluster whose covenant everybody has signed, with targets of c.
func complete(t *testing.T) (*house, *rules.Cluster, workflow.Covenant) {
	t.Helper()
	h := newHouse(t)
	c := h.apply(yearFile)
	must(t, h.target(c, "CN", "c", "thu", "100", ""))
	must(t, h.target(c, "CN", "d", "thu", "50", ""))
	h.by = "head"
	wrong(t, h.propose(c, "c", "thu", "90"), "phuluc.not_complete")
	cov := h.open(c)
	h.now = at("2017-03-27 08:00")
	return h, c, h.signAll(c, cov)
}

func TestAmendmentChangesTargetsOnceItIsComplete(t *testing.T) {
	h, c, base := complete(t)
	_, err := h.openAmendment(c)
	wrong(t, err, "phuluc.empty")
	wrong(t, h.propose(c, "c", "thu", "100"), "phuluc.same")
	wrong(t, h.propose(c, "c", "thu", "0"), "target.base")
	wrong(t, h.propose(c, "x", "thu", "90"), "phuluc.no_member")
	wrong(t, h.propose(c, "c", "thieu", "90"), "baocao.no_such")
	must(t, h.propose(c, "c", "thu", "95"))
	must(t, h.propose(c, "c", "thu", "90.5")) // in place of the first
	must(t, h.propose(c, "d", "thu", "60"))
	_, err = h.openAmendment(c)
	wrong(t, err, "review.reason_needed")
	must(t, h.because(c, "Trung ương giao lại  dự toán"))
	must(t, h.target(c, "6T", "c", "thu", "100", "")) // repeats the yearly one

	before := h.targetList(c)
	h.now = at("2017-08-20 09:00")
	cov, err := h.openAmendment(c)
	must(t, err)
	var p paper.Covenant
	must(t, json.Unmarshal(see(h, func(r storage.Reader) ([]byte, error) { return workflow.Paper(r, cov.SHA256) }), &p))
	want := &paper.Amendment{No: 1, Reason: "Trung ương giao lại dự toán", Base: base.Final, Frozen: base.SHA256, Code: base.Code, Changes: []paper.AmendmentChange{
		{Member: "huyện Châu", What: "Thu ngân sách (tỷ đồng)", Old: "100", New: "90,5"},
		{Member: "huyện Đức", What: "Thu ngân sách (tỷ đồng)", Old: "50", New: "60"},
	}}
	if diff := cmp.Diff(want, p.Amends); diff != "" {
		t.Error(diff)
	}
	if p.Date != "2017-08-20" || len(p.Grid) != 4 || len(p.Contents)+len(p.Clauses)+len(p.Annex) != 0 || p.RulesSHA256 != c.SHA256 {
		t.Errorf("printed %+v", p)
	}
	if !strings.HasPrefix(cov.Code, "PL-2017-") || !cov.Ceremony.Until.IsZero() {
		t.Errorf("code %s, until %s", cov.Code, cov.Ceremony.Until)
	}
	wrong(t, h.propose(c, "c", "thu", "80"), "phuluc.open")
	_, err = h.openAmendment(c)
	wrong(t, err, "phuluc.open")

	cov = h.signAll(c, cov, "d")
	if got := h.plan(c, "CN", "c", "thu"); got != "100" || h.targetList(c) != before {
		t.Errorf("plan %s before the last signature", got)
	}
	h.signAll(c, cov)
	for _, period := range []string{"CN", "6T"} {
		if got := h.plan(c, period, "c", "thu"); got != "90.5" {
			t.Errorf("%s: plan %s after the last signature", period, got)
		}
	}
	if got := h.plan(c, "CN", "d", "thu"); got != "60" {
		t.Errorf("plan of d: %s", got)
	}
	if got := fmt.Sprintf("%x", sha256.Sum256([]byte(h.targetList(c)))); got != cov.Targets {
		t.Errorf("targets in force have the hash %s, the amendment names %s", got, cov.Targets)
	}
	wrong(t, h.target(c, "CN", "c", "thu", "100", ""), "target.frozen")
	n := 0
	for _, l := range see(h, func(r storage.Reader) ([]workflow.Change, error) { return workflow.Changes(r, c.ID) }) {
		if l.What == "amendment.target" && l.Reason == cov.Code {
			n++
		}
	}
	if n != 3 {
		t.Errorf("%d lines in the log, want one for each plan that changed", n)
	}

	// The register says so of the base; the second amendment goes on from the first.
	docs := see(h, func(r storage.Reader) ([]workflow.Document, error) { return workflow.Documents(r, c) })
	if len(docs) != 2 || docs[0].Kind != "amendment" || docs[0].State != workflow.DocumentInForce || docs[0].Amended != nil || docs[1].Amendments() != "01" {
		t.Errorf("register %+v", docs)
	}
	for code, words := range map[string]string{docs[1].Code: "Sửa đổi, bổ sung bởi: Phụ lục số 01", docs[0].Code: "Sửa đổi, bổ sung cho: Giao ước thi đua"} {
		f := see(h, func(r storage.Reader) (f workflow.Facts, err error) {
			f, _, err = workflow.FindByCode(r, code)
			return f, err
		})
		told := workflow.Verification{Known: true, Newest: true, Facts: f}.Told(text.Vietnamese).Document
		if !slices.ContainsFunc(told, func(n text.Notice) bool { return strings.Contains(text.Plain(text.Vietnamese, n), words) }) {
			t.Errorf("verification of %s says %v", code, told)
		}
	}
	must(t, h.propose(c, "c", "thu", "88"))
	must(t, h.because(c, "điều chỉnh lần hai"))
	second, err := h.openAmendment(c)
	must(t, err)
	if got := second.Frozen.Amends; second.No != 2 || got.No != 2 || got.Base != base.Final || got.Changes[0].Old != "90,5" {
		t.Errorf("second: %+v", got)
	}
	h.signAll(c, second)
	if got := h.plan(c, "CN", "c", "thu"); got != "88" {
		t.Errorf("plan %s after the second", got)
	}
}

func TestAmendmentThatIsWithdrawnChangesNothing(t *testing.T) {
	h, c, _ := complete(t)
	before := h.targetList(c)
	must(t, h.propose(c, "c", "thu", "90"))
	must(t, h.propose(c, "d", "thu", "60"))
	must(t, h.because(c, "dự toán mới"))
	cov, err := h.openAmendment(c)
	must(t, err)
	h.signAll(c, cov, "d")
	h.do(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.WithdrawCovenant(tx, act, c, 1, "chưa thống nhất")
		return err
	})
	if got := h.targetList(c); got != before {
		t.Errorf("targets are\n%s", got)
	}
	if cov := h.covenant(c); cov.State != workflow.CovenantComplete {
		t.Errorf("the covenant is %s", cov.State)
	}

	// What was written is there to be written on, under the same number.
	h.do(func(tx storage.Tx, act workflow.Act) error {
		p, err := workflow.DropChange(tx, act, c, "d", "thu")
		if err == nil && (p.No != 1 || len(p.Changes) != 1 || p.Changes[0].Member != "c") {
			t.Errorf("proposal %+v", p)
		}
		return err
	})
	err = h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.DropChange(tx, act, c, "d", "thu")
		return err
	})
	wrong(t, err, "phuluc.gone")
	h.now = h.now.AddDate(0, 0, 1)
	cov, err = h.openAmendment(c)
	must(t, err)
	h.signAll(c, cov)
	if c, d := h.plan(c, "CN", "c", "thu"), h.plan(c, "CN", "d", "thu"); c != "90" || d != "50" {
		t.Errorf("plans %s, %s", c, d)
	}
}

func TestNoAmendmentWhileTheBooksAreClosed(t *testing.T) {
	h, c := settled(t, yearFile)
	h.by = "head"
	h.signAll(c, h.open(c))
	must(t, h.propose(c, "c", "thu", "90"))
	must(t, h.because(c, "dự toán mới"))
	_, err := h.freeze(c, "head", "")
	must(t, err)
	_, err = h.openAmendment(c)
	wrong(t, err, "congbo.sealed")
	wrong(t, h.propose(c, "d", "thu", "60"), "congbo.sealed")
	wrong(t, h.because(c, "khác"), "congbo.sealed")
}

func TestTargetListIsInTheFilesOrder(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	must(t, h.target(c, "CN", "d", "thu", "50", ""))
	must(t, h.target(c, "CN", "c", "vu", "7", "12"))
	must(t, h.target(c, "CN", "c", "thu", "100.50", ""))
	must(t, h.target(c, "6T", "c", "thu", "40", "")) // not a yearly one
	if got, want := h.targetList(c), "cum\n2017\nc/thu=100.5\nc/vu=7\nd/thu=50\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDifferences(t *testing.T) {
	clause := func(id string, n int, heading, said string) paper.Clause {
		return paper.Clause{ID: id, N: n, Heading: heading, Text: said}
	}
	annex := func(rows ...paper.AnnexRow) []paper.AnnexContent {
		return []paper.AnnexContent{{Name: "Kinh tế", Rows: rows}}
	}
	before := paper.Covenant{Theme: "Đoàn kết", Members: []string{"An", "Bình"},
		Clauses: []paper.Clause{clause("a", 1, "Thực hiện", "Làm."), clause("b", 2, "Báo cáo", "Báo cáo."), clause("c", 3, "Khen", "Khen."), clause("d", 4, "Thôi", "Hết.")},
		Annex:   annex(paper.AnnexRow{ID: "thu", Name: "Thu", Cells: []string{"100", "50"}}, paper.AnnexRow{ID: "vu", Name: "Vụ", Cells: []string{"7", ""}})}
	after := before
	if got := workflow.Differences(before, after); len(got) != 0 {
		t.Errorf("no difference, but %+v", got)
	}
	after.Theme, after.LegalBasis = "Đổi mới", []string{"Luật"}
	after.Contents = []paper.CovenantContent{{Name: "Kinh tế"}}
	after.Clauses = []paper.Clause{clause("b", 1, "Báo cáo", "Báo cáo."), clause("a", 2, "Thực hiện", "Làm."), clause("x", 3, "Khen", "Khen to."), clause("e", 4, "Thêm", "Mới.")}
	after.Members = []string{"Bình", "An"} // the order of the units is no difference
	after.Annex = annex(paper.AnnexRow{ID: "thu", Name: "Thu", Cells: []string{"55", "100"}}, paper.AnnexRow{ID: "lua", Name: "Lúa", Cells: []string{"", "3"}})
	want := []workflow.Difference{
		{Kind: "theme", From: "Đoàn kết", To: "Đổi mới"},
		{Kind: "basis"},
		{Kind: "contents"},
		{Kind: "clause_place", On: "clause/a", N: 2, Name: "Thực hiện", From: "1", To: "2"},
		{Kind: "clause_text", On: "clause/x", N: 3, Name: "Khen", From: "Khen.", To: "Khen to."},
		{Kind: "clause_new", On: "clause/e", N: 4, Name: "Thêm", To: "Mới."},
		{Kind: "clause_gone", N: 4, Name: "Thôi", From: "Hết."},
		{Kind: "target", On: "target/thu", Name: "Thu", Member: "Bình", From: "50", To: "55"},
		{Kind: "target_new", On: "target/lua", Name: "Lúa", Member: "An", To: "3"},
		{Kind: "target_gone", On: "target/vu", Name: "Vụ", Member: "An", From: "7"},
	}
	if diff := cmp.Diff(want, workflow.Differences(before, after)); diff != "" {
		t.Error(diff)
	}
}
