package workflow_test

import (
	"fmt"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/score"
)

// standing is what became of a figure: its value in each state.
func standing(f workflow.Figure) string {
	var parts []string
	for _, e := range []struct {
		state string
		entry *workflow.Entry
	}{{"draft", f.Draft}, {"sent", f.Sent}, {"accepted", f.Accepted}} {
		if e.entry != nil {
			parts = append(parts, e.state+" "+workflow.ValueText(e.entry.Value))
		}
	}
	if f.Returned != nil {
		parts = append(parts, "returned: "+f.Returned.Reason)
	}
	return strings.Join(parts, ", ")
}

func TestWayOfAFigure(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	must(t, h.target(c, "CN", "c", "thu", "100", ""))
	h.by, h.now = "official", at("2018-02-01 10:00")
	step := func(what, want, points string, state score.State) {
		t.Helper()
		if got := standing(h.figure(c, "CN", "c", "thu")); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
		cell := h.cell(c, "c", "thu")
		if got := cell.Points.String(); got != points || cell.State != state {
			t.Errorf("%s: counts as %s %s, want %s %s", what, cell.State, got, state, points)
		}
	}
	must(t, h.enter(c, "CN", "c", "thu", "40", ""))
	step("a draft never counts", "draft 40", "0", score.StateMissing)
	must(t, h.enter(c, "CN", "c", "thu", "50", ""))
	step("typed again", "draft 50", "0", score.StateMissing)
	_, err := h.submit(c, "CN", "c", false)
	must(t, err)
	step("sent", "sent 50", "20", score.StateSubmitted)
	must(t, h.enter(c, "CN", "c", "thu", "60", ""))
	step("what was sent counts until the correction is sent", "draft 60, sent 50", "20", score.StateSubmitted)
	h.by = "reviewer"
	must(t, h.giveBack(c, "CN", "c", "thu", "thiếu nguồn"))
	step("returned; the newer draft stays", "draft 60, returned: thiếu nguồn", "0", score.StateMissing)
	h.by = "official"
	_, err = h.submit(c, "CN", "c", false)
	must(t, err)
	step("sent again", "sent 60", "24", score.StateSubmitted)
	h.by, h.now = "reviewer", at("2018-02-20 10:00")
	if n := h.accept(c, "CN", "c"); n != 1 {
		t.Errorf("accepted %d figures, want 1", n)
	}
	step("accepted", "accepted 60", "24", score.StateVerified)
	if e := h.figure(c, "CN", "c", "thu").Accepted; e.By != "official" || e.AcceptedBy != "reviewer" || !e.AcceptedAt.Equal(h.now) {
		t.Errorf("who entered and who accepted: %+v", e)
	}
	if n := h.accept(c, "CN", "c"); n != 0 {
		t.Errorf("accepted %d figures again", n)
	}
	h.by = "official"
	wrong(t, h.enter(c, "CN", "c", "thu", "70", ""), "figure.closed")
	h.by = "reviewer"
	wrong(t, h.giveBack(c, "CN", "c", "thu", ""), "review.reason_needed")
	step("no return without a reason", "accepted 60", "24", score.StateVerified)
	must(t, h.giveBack(c, "CN", "c", "thu", "sai đơn vị"))
	step("an accepted figure is returned, too; its value is the draft", "draft 60, returned: sai đơn vị", "0", score.StateMissing)
	wrong(t, h.giveBack(c, "CN", "c", "thu", "lần nữa"), "review.nothing_to_return")
	h.by = "official"
	must(t, h.enter(c, "CN", "c", "thu", "65", ""))
	_, err = h.submit(c, "CN", "c", false)
	must(t, err)
	step("corrected", "sent 65", "26", score.StateSubmitted)
	_, err = h.submit(c, "CN", "c", false)
	wrong(t, err, "submit.nothing")
	h.sound("cum")
}

func TestAcceptOnlyWhatIsNamed(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	for k, v := range map[string]string{"thu": "1", "chuan": "yes", "vu": "3"} {
		must(t, h.enter(c, "6T", "c", k, v, ""))
	}
	_, err := h.submit(c, "6T", "c", false)
	must(t, err)
	must(t, h.enter(c, "6T", "c", "vu", "4", ""))
	if n := h.accept(c, "6T", "c", "chuan", "tham-muu"); n != 1 {
		t.Errorf("accepted %d, want the one that is named and sent", n)
	}
	for k, want := range map[string]string{"thu": "sent 1", "chuan": "accepted yes", "vu": "draft 4, sent 3"} {
		if got := standing(h.figure(c, "6T", "c", k)); got != want {
			t.Errorf("%s: %s, want %s", k, got, want)
		}
	}
	p := h.progress(c, "6T", "c")
	p.Member = nil
	if want := (workflow.Progress{Asked: 3, Entered: 3, Sent: 3, Accepted: 1, Complete: true}); p != want {
		t.Errorf("progress %+v, want %+v", p, want)
	}
}

func TestFiguresThatACriterionCannotHold(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	for _, test := range []struct{ period, criterion, value, note, problem string }{
		{"CN", "thu", "yes", "", "figure.number"},
		{"CN", "chuan", "5", "", "figure.yes_no"},
		{"CN", "vu", "-1", "", "figure.negative"},
		{"CN", "thu", "n/a", "", "figure.na_reason"},
		{"CN", "tham-muu", "5", "", "baocao.no_such"}, // marked at review
		{"CN", "dung-han", "0", "", "baocao.no_such"},
		{"CN", "no-such", "0", "", "baocao.no_such"},
		{"6T", "hang", "1", "", "baocao.no_such"},
		{"CN", "thu", "-1", "", ""},
		{"CN", "vu", "0", "", ""},
		{"CN", "chuan", "n/a", "không được giao", ""},
		{"CN", "thu", "", "", ""},
	} {
		err := h.enter(c, test.period, "c", test.criterion, test.value, test.note)
		switch {
		case test.problem != "":
			wrong(t, err, test.problem)
		case err != nil:
			t.Errorf("%s = %s: %v", test.criterion, test.value, err)
		}
	}
	for _, test := range []struct{ period, criterion, value, reason, problem string }{
		{"CN", "thu", "5", "", "review.not_marked"},
		{"CN", "no-such", "5", "", "baocao.no_such"},
		{"6T", "tham-muu", "5", "", "baocao.no_such"},
		{"CN", "tham-muu", "10.01", "", "figure.direct"},
		{"CN", "tham-muu", "-0.01", "", "figure.direct"},
		{"CN", "tham-muu", "", "", "figure.number"},
		{"CN", "tham-muu", "n/a", "", "review.reason_needed"},
		{"CN", "hang", "0", "", "figure.place"},
		{"CN", "hang", "1.5", "", "figure.place"},
		{"CN", "dung-han", "-1", "điện thoại", "figure.days"},
		{"CN", "dung-han", "0.5", "điện thoại", "figure.days"},
		{"CN", "dung-han", "3", "", "review.reason_needed"},
		{"CN", "tham-muu", "10", "", ""},
		{"CN", "tham-muu", "0", "", "review.reason_needed"}, // changes a mark
		{"CN", "tham-muu", "0", "nhầm dòng", ""},
		{"CN", "hang", "3", "", ""},
		{"CN", "dung-han", "0", "mất điện", ""},
		{"CN", "dung-han", "n/a", "đơn vị mới", ""},
		{"CN", "thuong", "-9", "", ""}, // held at -5 when it is scored
	} {
		err := h.mark(c, test.period, "c", test.criterion, test.value, test.reason)
		switch {
		case test.problem != "":
			wrong(t, err, test.problem)
		case err != nil:
			t.Errorf("%s = %s: %v", test.criterion, test.value, err)
		}
	}
	// A mark takes the place of what an import had submitted.
	must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "d", Criterion: "hang", Actual: val("2"), Given: true}, false))
	must(t, h.mark(c, "CN", "d", "hang", "1", ""))
	if n := h.accept(c, "CN", "d"); n != 0 || standing(h.figure(c, "CN", "d", "hang")) != "accepted 1" {
		t.Errorf("after the mark: %d accepted, %s", n, standing(h.figure(c, "CN", "d", "hang")))
	}
	if got := h.cell(c, "c", "thuong").Points.String(); got != "-5" {
		t.Errorf("the penalty counts %s, want -5", got)
	}
	wrong(t, h.giveBack(c, "CN", "c", "hang", "sai"), "review.nothing_to_return")
	wrong(t, h.giveBack(c, "CN", "c", "no-such", "sai"), "baocao.no_such")
}

// An n/a takes the criterion away only once somebody has accepted it.
func TestNotApplicableCountsWhenVerified(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	must(t, h.enter(c, "CN", "c", "thu", "n/a", "không được giao"))
	_, err := h.submit(c, "CN", "c", false)
	must(t, err)
	if cell := h.cell(c, "c", "thu"); cell.State != score.StateMissing || cell.Max.String() != "40" {
		t.Errorf("sent: %s of %s", cell.State, cell.Max)
	}
	h.accept(c, "CN", "c")
	if cell := h.cell(c, "c", "thu"); cell.State != score.StateNA || cell.Max.String() != "0" {
		t.Errorf("accepted: %s of %s", cell.State, cell.Max)
	}
}

func TestReceiptFollowsFromTheContentAlone(t *testing.T) {
	receipt := func(by, when, order, thu string) string {
		h := newHouse(t)
		c := h.apply(yearFile)
		h.by, h.now = by, at(when)
		for _, k := range strings.Fields(order) {
			value := map[string]string{"thu": thu, "chuan": "yes", "vu": "7"}[k]
			must(t, h.enter(c, "6T", "c", k, value, ""))
		}
		s, err := h.submit(c, "6T", "c", false)
		must(t, err)
		if s.Figures != 3 || !s.Complete || s.N != 1 {
			t.Errorf("submission %+v", s)
		}
		return s.Receipt
	}
	first := receipt("mai", "2017-07-01 08:00", "thu chuan vu", "10.5")
	if again := receipt("tu", "2017-07-09 09:00", "vu thu chuan", "10.50"); again != first {
		t.Errorf("the same content: %s and %s", first, again)
	}
	if other := receipt("mai", "2017-07-01 08:00", "thu chuan vu", "10.51"); other == first {
		t.Errorf("another figure has the same receipt %s", other)
	}
	if len(first) != 9 || strings.Trim(first, "0123456789ABCDEFGHJKMNPQRSTVWXYZ-") != "" {
		t.Errorf("receipt %q is not two groups of four", first)
	}
	seen := map[string]bool{}
	for _, of := range [][]string{{"cum", "CN", "c"}, {"cu", "CN", "c"}, {"cum", "6T", "c"}, {"cum", "CN", "d"}} {
		seen[workflow.Receipt(of[0], 2017, of[1], of[2], []string{"thu=1"})] = true
	}
	if seen[workflow.Receipt("cum", 2018, "CN", "c", []string{"thu=1"})] = true; len(seen) != 5 {
		t.Errorf("%d receipts for five units, periods and years", len(seen))
	}
}

func TestDaysLate(t *testing.T) {
	for _, test := range []struct {
		sent string
		days int
	}{
		{"2017-06-01 08:00", 0}, {"2017-07-10 23:59:59", 0}, {"2017-07-11 00:00", 1}, {"2017-07-11 23:59:59", 1}, {"2017-07-12 00:00", 2}, {"2017-08-10 12:00", 31},
	} {
		h := newHouse(t)
		c := h.apply(yearFile)
		h.now = at(test.sent)
		_, err := h.submit(c, "6T", "c", true)
		must(t, err)
		if p := h.progress(c, "6T", "c"); p.Late != test.days || !p.Complete || p.NoData != 3 {
			t.Errorf("sent %s: %d days late, want %d (%+v)", test.sent, p.Late, test.days, p)
		}
	}
}

func TestFirstCompleteSubmissionCounts(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	onTime := func(when, want string) {
		t.Helper()
		cell := h.cell(c, "c", "dung-han")
		if got := fmt.Sprint(cell.Points, " ", cell.State); got != want {
			t.Errorf("%s: %s, want %s", when, got, want)
		}
	}
	enter := func(when, period, list string) {
		t.Helper()
		h.now = at(when)
		for _, f := range strings.Fields(list) {
			k, v, _ := strings.Cut(f, "=")
			must(t, h.enter(c, period, "c", k, v, "lý do"))
		}
		_, err := h.submit(c, period, "c", false)
		must(t, err)
	}
	enter("2017-07-05 08:00", "6T", "thu=1 chuan=yes")
	onTime("an incomplete report is none", "0 missing")
	enter("2017-07-12 08:00", "6T", "vu=n/a")
	onTime("the report of the year is not sent", "0 missing")
	enter("2018-02-16 08:00", "CN", "thu=1 chuan=no vu=3")
	onTime("two days late and three", "5 verified")
	must(t, h.giveBack(c, "6T", "c", "thu", "sai"))
	must(t, h.giveBack(c, "CN", "c", "vu", "sai"))
	onTime("a return changes nothing", "5 verified")
	enter("2018-03-20 08:00", "CN", "vu=4")
	onTime("nor does sending again", "5 verified")
	must(t, h.mark(c, "CN", "c", "dung-han", "1", "mất điện, đã báo qua điện thoại"))
	onTime("what a reviewer enters wins", "9 verified")
	h.do(func(tx storage.Tx, act workflow.Act) error {
		return workflow.ImportFigure(tx, act, c, workflow.ImportRow{Period: "CN", Member: "c", Criterion: "dung-han", Actual: val("4"), Given: true}, true)
	})
	onTime("and what is imported", "6 verified")
	h.sound("cum")
}

// An import is no submission, but nothing is owed when it brought everything.
func TestImportIsNoSubmission(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	for k, v := range map[string]string{"thu": "1", "chuan": "yes", "vu": "3"} {
		h.do(func(tx storage.Tx, act workflow.Act) error {
			return workflow.ImportFigure(tx, act, c, workflow.ImportRow{Period: "6T", Member: "c", Criterion: k, Actual: val(v), Given: true}, false)
		})
	}
	if p := h.progress(c, "6T", "c"); p.Owes() || p.Sent != 3 || p.Accepted != 0 {
		t.Errorf("progress %+v", p)
	}
	sent := see(h, func(r storage.Reader) ([]workflow.Submission, error) { return workflow.Submissions(r, c, "6T", "c") })
	if len(sent) != 0 {
		t.Errorf("submissions %v", sent)
	}
	if got := h.cell(c, "c", "dung-han").State; got != score.StateMissing {
		t.Errorf("on time: %s, want missing", got)
	}
	must(t, h.giveBack(c, "6T", "c", "vu", "sai"))
	if p := h.progress(c, "6T", "c"); !p.Owes() || p.Returned != 1 {
		t.Errorf("after a return %+v", p)
	}
}

func TestDeclaredAsNone(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	must(t, h.enter(c, "6T", "c", "thu", "5", ""))
	s, err := h.submit(c, "6T", "c", false)
	must(t, err)
	if s.Complete || s.Figures != 1 || !h.progress(c, "6T", "c").Owes() {
		t.Errorf("one of three: %+v", s)
	}
	s, err = h.submit(c, "6T", "c", true)
	must(t, err)
	if !s.Complete || s.N != 2 || s.Figures != 3 || h.progress(c, "6T", "c").Owes() {
		t.Errorf("the rest declared: %+v", s)
	}
	if got := standing(h.figure(c, "6T", "c", "vu")); got != "sent " {
		t.Errorf("declared: %q", got)
	}
	board := see(h, func(r storage.Reader) ([]workflow.Progress, error) { return workflow.Board(r, c, "6T") })
	var owe []string
	for _, p := range board {
		if p.Owes() {
			owe = append(owe, p.Member.ID)
		}
	}
	if strings.Join(owe, " ") != "a b d" {
		t.Errorf("owing: %v", owe)
	}
}
