package workflow_test

import (
	"errors"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
)

// doors are all ways to change what the year's ranking follows from.
func doors(c *rules.Cluster) map[string]func(tx storage.Tx, act workflow.Act) error {
	figure := subject(c, "CN", "c", "thu")
	yearly := dec("120")
	official := func(act workflow.Act) workflow.Act { act.By = "official"; return act }
	head := func(act workflow.Act) workflow.Act { act.By = "head"; return act }
	return map[string]func(tx storage.Tx, act workflow.Act) error{
		"enter": func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.Enter(tx, official(act), c, figure, workflow.Entry{Value: val("95")})
			return err
		},
		"ask whether to enter": func(tx storage.Tx, act workflow.Act) error {
			_, _, err := workflow.MayEnter(tx, act.At, c, figure, val("95"))
			return err
		},
		"submit": func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.Submit(tx, official(act), c, "CN", "c", true)
			return err
		},
		"submit another period whose day counts": func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.Submit(tx, official(act), c, "6T", "c", true)
			return err
		},
		"explain": func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.Explain(tx, official(act), c, figure, "cộng thiếu")
			return err
		},
		"agree": func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.Agree(tx, official(act), c, "CN", "c")
			return err
		},
		"accept": func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.AcceptFigures(tx, head(act), c, "CN", "c")
			return err
		},
		"correct": func(tx storage.Tx, act workflow.Act) error {
			return workflow.Correct(tx, head(act), c, figure, val("95"), "95", "theo kho bạc")
		},
		"keep": func(tx storage.Tx, act workflow.Act) error {
			return workflow.KeepVerified(tx, head(act), c, figure, "đã đối chiếu")
		},
		"mark": func(tx storage.Tx, act workflow.Act) error {
			return workflow.Mark(tx, head(act), c, subject(c, "CN", "c", "tham-muu"), val("9"), "9", "xem lại")
		},
		"send back": func(tx storage.Tx, act workflow.Act) error {
			return workflow.ReturnFigure(tx, head(act), c, figure, "thiếu")
		},
		"make final": func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.Finalise(tx, head(act), c, "CN", "c")
			return err
		},
		"unlock": func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.UnlockFigures(tx, head(act), c, "CN", "c", nil, rules.DateOf(act.At.AddDate(0, 0, 2)), "bổ sung")
			return err
		},
		"import": func(tx storage.Tx, act workflow.Act) error {
			return workflow.ImportFigure(tx, act, c, workflow.ImportRow{Period: "CN", Member: "c", Criterion: "thu", Actual: val("95"), Given: true}, true)
		},
		"import as submitted": func(tx storage.Tx, act workflow.Act) error {
			return workflow.ImportFigure(tx, act, c, workflow.ImportRow{Period: "CN", Member: "c", Criterion: "thu", Actual: val("95"), Given: true}, false)
		},
		"import a plan": func(tx storage.Tx, act workflow.Act) error {
			return workflow.ImportFigure(tx, act, c, workflow.ImportRow{Period: "CN", Member: "c", Criterion: "thu", Plan: yearly}, true)
		},
		"set a plan": func(tx storage.Tx, act workflow.Act) error {
			return workflow.SetTarget(tx, act, c, figure, yearly, nil)
		},
		"set last year": func(tx storage.Tx, act workflow.Act) error {
			return workflow.SetTarget(tx, act, c, figure, nil, yearly)
		},
		"add evidence": func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.AddEvidence(tx, official(act), c, workflow.Evidence{Subject: figure, SHA256: "ab", Name: "bb.pdf", Kind: "pdf", Size: 2})
			return err
		},
		"drop evidence": func(tx storage.Tx, act workflow.Act) error {
			return workflow.DropEvidence(tx, official(act), c, workflow.Evidence{Subject: figure, SHA256: "ab"})
		},
		"ask for more time": func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.AskExtension(tx, official(act), c, "CN", "c", "bận")
			return err
		},
		"give more time": func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.GrantExtension(tx, head(act), c, "6T", "c", rules.DateOf(act.At.AddDate(0, 0, 2)))
			return err
		},
		"refuse more time": func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.RefuseExtension(tx, head(act), c, "CN", "c", "không")
			return err
		},
		"exclude": func(tx storage.Tx, act workflow.Act) error {
			return workflow.Exclude(tx, head(act), c, "CN", "c", "kỷ luật")
		},
		"readmit": func(tx storage.Tx, act workflow.Act) error { return workflow.Readmit(tx, head(act), c, "CN", "c") },
		"give oneself points": func(tx storage.Tx, act workflow.Act) error {
			return workflow.GiveSelf(tx, official(act), c, subject(c, "CN", "c", "tham-muu"), dec("9"), "")
		},
		"write the report": func(tx storage.Tx, act workflow.Act) error {
			return workflow.EditReport(tx, head(act), c, "CN", "opening", "Năm 2017, cụm có bốn đơn vị.")
		},
		"open a vote": func(tx storage.Tx, act workflow.Act) error {
			v, err := workflow.PlanVote(tx, c, workflow.VoteLead, "CN", nil)
			if err == nil {
				_, err = workflow.OpenVote(tx, head(act), c, v)
			}
			return err
		},
		"open the covenant": func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.OpenCovenant(tx, head(act), c, workflow.Chancery{Press: press})
			return err
		},
		"apply a cluster file": func(tx storage.Tx, act workflow.Act) error {
			changed, faults := rules.Load(append([]byte("# sửa\n"), c.Source...))
			if len(faults) > 0 {
				return faults
			}
			_, err := workflow.ApplyCluster(tx, act, changed)
			return err
		},
	}
}

// While the books are closed nothing changes, whatever door it comes through;
// reopened, or published, they open again.
func TestDoorsOfAClosedPeriod(t *testing.T) {
	h, c := settled(t, yearFile)
	frozen, err := h.freeze(c, "head", "")
	must(t, err)
	for name, door := range doors(c) {
		t.Run(name, func(t *testing.T) {
			wrong(t, h.act(door), "congbo.sealed")
		})
	}
	must(t, h.act(func(tx storage.Tx, act workflow.Act) error { // the same file again changes nothing
		_, err := workflow.ApplyCluster(tx, act, c)
		return err
	}))
	must(t, h.enter(c, "6T", "d", "thu", "50", "")) // the half year is another matter
	if found := h.recheck(c, frozen); len(found.Damaged) > 0 || found.Strayed {
		t.Errorf("recheck: %+v", found)
	}
	open := func() {
		t.Helper()
		undone := errors.New("undone")
		for name, door := range doors(c) {
			err := h.act(func(tx storage.Tx, act workflow.Act) error {
				if err := door(tx, act); err != nil {
					return err
				}
				return undone
			})
			if problem(err) == "congbo.sealed" {
				t.Errorf("%s is still closed", name)
			}
		}
	}
	wrong(t, h.reopen(c, "deputy", "nhầm"), "congbo.not_head")
	wrong(t, h.reopen(c, "head", " "), "review.reason_needed")
	must(t, h.reopen(c, "head2", "nhầm"))
	open()
	frozen, err = h.freeze(c, "head", "")
	must(t, err)
	_, err = h.publish(c, "head2", frozen.SHA256)
	must(t, err)
	open()
	h.sound("cum")
}

// Signing the covenant decides who may be awarded.
func TestNobodySignsWhileTheBooksAreClosed(t *testing.T) {
	h, c := settled(t, yearFile)
	cov := h.open(c)
	_, err := h.freeze(c, "head", "")
	must(t, err)
	_, err = h.sign(c, "a", cov.SHA256)
	wrong(t, err, "congbo.sealed")
	wrong(t, h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.WithdrawCovenant(tx, act, c, 0, "sửa")
		return err
	}), "congbo.sealed")
}
