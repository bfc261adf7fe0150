package desk

import (
	"fmt"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules/sample"
)

// A written paragraph stands in every format, and check names its numbers that
// are not in the figures.
func TestSummaryOfAWrittenParagraph(t *testing.T) {
	d := office(t)
	if a := d.importing(t, string(sample.Figures), true); len(a.Faults) > 0 {
		t.Fatal(a.Faults)
	}
	ask := func(op, format string) Answer {
		return d.Do(t.Context(), Request{Op: op, Cluster: "tay-nam-bo", Year: 2017, Period: "CN", Format: format})
	}
	if a := ask("summary check", ""); len(a.Faults) > 0 || len(a.Out) > 0 {
		t.Errorf("nothing is written: %+v", a)
	}
	const written = "Tổng thu ngân sách đạt 65.913 tỷ đồng, vượt 4,321% kế hoạch."
	err := d.Store.Update(t.Context(), "", func(tx storage.Tx) error {
		c, err := workflow.FindCluster(tx, "tay-nam-bo", 2017)
		if err != nil {
			return err
		}
		head := workflow.Person{ID: "7", Name: "Trần Thị Bình"}
		if err := workflow.TakeSeat(tx, d.act(), head, workflow.Seat{Cluster: c.ID, Role: workflow.Head, Member: c.Head}); err != nil {
			return err
		}
		act := d.act()
		act.By = head.ID
		return workflow.EditReport(tx, act, c, "CN", "evaluation", written)
	})
	if err != nil {
		t.Fatal(err)
	}
	if a := ask("summary", "text"); !strings.Contains(string(a.Out), "\n- "+written+"\n") {
		t.Errorf("%s\n%s", a.Out, a.Faults)
	}
	if a := ask("summary check", ""); len(a.Faults) != 1 || !strings.Contains(a.Faults[0], "(evaluation)") || !strings.HasSuffix(a.Faults[0], ": 4,321 is not in the figures") {
		t.Errorf("got %q", a.Faults)
	}
	if a := d.importing(t, "period,member,criterion,plan,last_year,actual,note\nCN,an-giang,thu-ngan-sach,,,6000,\n", true); len(a.Faults) > 0 {
		t.Fatal(a.Faults)
	}
	a := ask("summary check", "")
	if len(a.Faults) != 2 || !strings.HasSuffix(a.Faults[0], ": 65.913 no longer agrees with the figures") {
		t.Errorf("got %q", a.Faults)
	}
	if paper := ask("summary", "pdf"); len(paper.Faults) > 0 || !strings.HasPrefix(string(paper.Out), "%PDF") {
		t.Error(fmt.Sprint(paper.Faults))
	}
}
