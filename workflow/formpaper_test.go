package workflow_test

import (
	"fmt"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
)

func (h *house) formPaper(c *rules.Cluster, period string, members ...string) paper.Form {
	h.t.Helper()
	return see(h, func(r storage.Reader) (paper.Form, error) {
		return workflow.FormPaper(r, c, period, members, true, at("2018-01-15 00:30"))
	})
}

// formLine is what stands in a criterion's row of c's form.
func (h *house) formLine(c *rules.Cluster, criterion string) string {
	h.t.Helper()
	for _, r := range h.formPaper(c, "CN", "c").Members[0].Rows {
		if r.ID != criterion {
			continue
		}
		return fmt.Sprintf("%d %s/%s: %s (%s) %s, %s: %s = %s, open %v", r.N, r.Plan, r.LastYear, r.Actual, r.Self, r.Explanation, r.Verified, r.Reason, r.Total, r.Open)
	}
	h.t.Fatal("no such row:", criterion)
	return ""
}

// A form shows a figure on its whole way, and is open as long as the official may
// change it.
func TestFormPaper(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	must(t, h.target(c, "CN", "c", "thu", "100", "90.5"))
	step := func(by string, err error, criterion, want string) {
		t.Helper()
		must(t, err)
		if got := h.formLine(c, criterion); got != want {
			t.Errorf("after %s: %s\nwant %s", by, got, want)
		}
	}
	h.by = "official"
	step("nothing", nil, "thu", "1 100/90.5:  () , :  = , open true")
	step("a draft", h.enter(c, "CN", "c", "thu", "4.313", ""), "thu", "1 100/90.5: 4.313 () , :  = , open true")
	step("an n/a", h.enter(c, "CN", "c", "chuan", "n/a", "không giao"), "chuan", "2 /: n/a () không giao, :  = , open true")
	_, err := h.submit(c, "CN", "c", true)
	step("a submission", err, "thu", "1 100/90.5: 4.313 () , :  = 1.73, open true")
	step("a declaration", nil, "vu", "3 /: none () , :  = , open true")
	h.by = "reviewer"
	step("a return", h.giveBack(c, "CN", "c", "thu", "thiếu một tháng"), "thu", "1 100/90.5: 4.313 () , : thiếu một tháng = , open true")
	h.by = "official"
	must(t, h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.Enter(tx, act, c, subject(c, "CN", "c", "thu"), workflow.Entry{Value: val("50"), Explained: "đủ 12 tháng", Score: "20.25"})
		return err
	}))
	_, err = h.submit(c, "CN", "c", true)
	step("another submission", err, "thu", "1 100/90.5: 50 (20.25) đủ 12 tháng, :  = 20, open true")
	h.by = "reviewer"
	step("a correction", h.correct(c, "thu", "40", "theo Cục Thống kê"), "thu", "1 100/90.5: 40 (20.25) đủ 12 tháng, 16: theo Cục Thống kê = 16, open false")
	h.by = "official"
	step("a plea", h.explain(c, "thu", "Cục chưa cộng tháng 12"), "thu", "1 100/90.5: 40 (20.25) Cục chưa cộng tháng 12, 16: theo Cục Thống kê = 16, open false")
	h.by = "reviewer"
	step("a second look", h.correct(c, "thu", "50", "đã có số tháng 12"), "thu", "1 100/90.5: 50 (20.25) Cục chưa cộng tháng 12, 16: đã có số tháng 12 = 20, open false")
	step("a mark", h.mark(c, "CN", "c", "tham-muu", "9.5", "thiếu một báo cáo"), "tham-muu", "4 /: 9.5 () , 9.5: thiếu một báo cáo = 9.5, open false")
	step("nothing of dates", nil, "dung-han", "5 /:  () , :  = , open false")
}

func TestFormPaperOfWhom(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	p := h.formPaper(c, "6T")
	if len(p.Members) != 4 || p.Members[2].ID != "c" || p.Members[2].Name != "huyện Châu" || len(p.Members[2].Rows) != 3 || !p.Members[2].Rows[1].YesNo {
		t.Errorf("%+v", p.Members)
	}
	if p.Date != "2018-01-15" || p.PeriodName != "6 tháng đầu năm 2017" || p.RulesSHA256 != c.SHA256 || p.Year != 2017 || p.Cluster != "cum" {
		t.Errorf("%+v", p)
	}
	if p := h.formPaper(c, "CN", "d", "b"); len(p.Members) != 2 || p.Members[0].ID != "b" || len(p.Members[0].Rows) != 7 || p.Members[0].Rows[3].Content != "Thi đua" {
		t.Errorf("%+v", p.Members)
	}
	for _, x := range []struct{ period, member, want string }{{"9T", "c", "period.unknown"}, {"CN", "x", "invite.member_unknown"}} {
		h.view(func(r storage.Reader) error {
			_, err := workflow.FormPaper(r, c, x.period, []string{x.member}, true, at("2018-01-15"))
			wrong(t, err, x.want)
			return nil
		})
	}
}
