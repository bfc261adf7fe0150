package workflow_test

import (
	"testing"

	"thidua/storage"
	"thidua/workflow"
)

func (h *house) base(period, member, criterion string) string {
	h.t.Helper()
	t := see(h, func(r storage.Reader) (workflow.Target, error) {
		c, err := workflow.FindCluster(r, "cum", 2017)
		if err != nil {
			return workflow.Target{}, err
		}
		return workflow.FindTarget(r, c, subject(c, period, member, criterion))
	})
	out := ""
	if t.Plan != nil {
		out = "plan " + t.Plan.String()
	}
	if t.LastYear != nil {
		out += " last " + t.LastYear.String()
	}
	return out
}

func TestPlanFallsBackToTheYear(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	check := func(period, want string) {
		t.Helper()
		if got := h.base(period, "c", "thu"); got != want {
			t.Errorf("%s: %q, want %q", period, got, want)
		}
	}
	check("6T", "")
	must(t, h.target(c, "CN", "c", "thu", "100", "90"))
	check("CN", "plan 100 last 90")
	check("6T", "plan 100") // last year is of its own period
	must(t, h.target(c, "6T", "c", "thu", "", "44"))
	check("6T", "plan 100 last 44")
	must(t, h.target(c, "6T", "c", "thu", "45", ""))
	check("6T", "plan 45 last 44")
	check("CN", "plan 100 last 90")

	// The scoring measures by the same.
	in := see(h, func(r storage.Reader) (map[string]string, error) {
		got := map[string]string{}
		for _, period := range []string{"6T", "CN"} {
			in, err := workflow.ScoreInput(r, c, period)
			if err != nil {
				return nil, err
			}
			for key, f := range in.Figures {
				got[period+" "+key.Member+" "+key.Criterion] = f.Plan.String() + " " + f.LastYear.String()
			}
		}
		return got, nil
	})
	if in["6T c thu"] != "45 44" || in["CN c thu"] != "100 90" || len(in) != 2 {
		t.Errorf("scored by %v", in)
	}
}

func TestBasesThatNothingCanBeMeasuredAgainst(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	for _, test := range []struct {
		criterion, plan, last string
		ok                    bool
	}{
		{"thu", "0", "", false}, {"thu", "-1", "", false}, {"thu", "0.01", "", true},
		{"thu", "", "-1", true}, {"thu", "", "0", true}, // last year is not what it is measured against
		{"vu", "", "-1", false}, {"vu", "", "0", true}, {"vu", "-1", "", false}, {"vu", "0", "", true}, // fewer is better
	} {
		err := h.target(c, "CN", "c", test.criterion, test.plan, test.last)
		if test.ok && err != nil {
			t.Errorf("%+v: %v", test, err)
		}
		if !test.ok {
			wrong(t, err, "target.base")
		}
	}
	wrong(t, h.target(c, "CN", "c", "no-such", "1", ""), "baocao.no_such")
	wrong(t, h.target(c, "6T", "c", "hang", "1", ""), "baocao.no_such")
}

func TestFrozenPlan(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	must(t, h.target(c, "CN", "c", "thu", "100", "90"))
	h.open(c)
	for _, refused := range []struct{ period, member, criterion, plan string }{
		{"CN", "c", "thu", "101"},
		{"6T", "c", "thu", "45"}, // the half-year is measured by the yearly plan that was signed
		{"CN", "d", "thu", "100"}, {"CN", "c", "vu", "3"},
	} {
		wrong(t, h.target(c, refused.period, refused.member, refused.criterion, refused.plan, ""), "target.frozen")
	}
	wrong(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "c", Criterion: "thu", Plan: dec("99"), Actual: val("120"), Given: true}, true), "target.frozen")
	if got := h.base("CN", "c", "thu"); got != "plan 100 last 90" || standing(h.figure(c, "CN", "c", "thu")) != "" {
		t.Errorf("a refused row left %q and %q", got, standing(h.figure(c, "CN", "c", "thu")))
	}
	must(t, h.target(c, "CN", "c", "thu", "100.00", "91")) // the same plan; last year is not in the covenant
	must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "c", Criterion: "thu", Plan: dec("100"), Actual: val("120"), Given: true}, true))
	if got := h.base("CN", "c", "thu"); got != "plan 100 last 91" {
		t.Errorf("base %q", got)
	}
	h.do(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.WithdrawCovenant(tx, act, c, 0, "sửa chỉ tiêu")
		return err
	})
	must(t, h.target(c, "CN", "c", "thu", "101", ""))
}

func TestSettingTheSameTargetChangesNothing(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	must(t, h.target(c, "CN", "c", "thu", "100", "90"))
	before := len(see(h, func(r storage.Reader) ([]workflow.Change, error) { return workflow.Changes(r, "cum") }))
	must(t, h.target(c, "CN", "c", "thu", "100.0", ""))
	must(t, h.target(c, "CN", "c", "thu", "", ""))
	if after := len(see(h, func(r storage.Reader) ([]workflow.Change, error) { return workflow.Changes(r, "cum") })); after != before {
		t.Errorf("%d lines in the log, had %d", after, before)
	}
}
