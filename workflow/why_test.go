package workflow_test

import (
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/text"
)

// A cut is a loss of its own, and everything that has to do with it says so.
func TestExplanationsNameCuts(t *testing.T) {
	h := newHouse(t)
	c := h.apply(edit(t, yearFile, "    points: 70\n", "    points: 70\n    ceiling: 45\n    prerequisites: [{criterion: chuan, cap: 40}]\n"))
	must(t, h.target(c, "CN", "c", "thu", "100", ""))
	say := func(criterion string) string {
		t.Helper()
		said := see(h, func(r storage.Reader) ([]text.Notice, error) {
			if criterion == "" {
				return workflow.WhyMember(r, c, "CN", "c", text.Vietnamese)
			}
			k, _ := c.Criterion(criterion)
			return workflow.WhyCriterion(r, c, "CN", "c", k, text.Vietnamese)
		})
		var lines []string
		for _, n := range said {
			lines = append(lines, text.Plain(text.Vietnamese, n))
		}
		return strings.Join(lines, "\n")
	}
	bring := func(criterion, value string) {
		t.Helper()
		must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "c", Criterion: criterion, Actual: val(value), Given: true}, true))
	}
	check := func(criterion string, want, not []string) {
		t.Helper()
		got := say(criterion)
		for _, s := range want {
			if !strings.Contains(got, s) {
				t.Errorf("%q does not say %q:\n%s", criterion, s, got)
			}
		}
		for _, s := range not {
			if strings.Contains(got, s) {
				t.Errorf("%q says %q:\n%s", criterion, s, got)
			}
		}
	}
	for criterion, value := range map[string]string{"thu": "80", "chuan": "yes", "vu": "3", "thuong": "-4", "tham-muu": "10", "hang": "1"} {
		bring(criterion, value)
	}
	check("", []string{"Nội dung 1 giảm trừ 7 do vượt mức", ": phạt 4 điểm"}, []string{"-4/0", "do chưa đạt"})
	check("thu", []string{"Nằm trong nội dung 1", "giảm trừ 7 điểm: Nội dung này được tính nhiều nhất 45 điểm, kể cả điểm vượt chỉ tiêu"}, nil)
	check("thuong", nil, []string{"giảm trừ"})
	bring("chuan", "no")
	check("", []string{"Nội dung 1 giảm trừ 4 do chưa đạt tiêu chí điều kiện “"}, []string{"do vượt mức"})
	check("chuan", []string{"Là tiêu chí điều kiện chưa đạt: nội dung 1 (", "vì thế bị giảm trừ 4 điểm"}, nil)
	check("thu", []string{"giảm trừ 4 điểm: Tiêu chí điều kiện “"}, []string{"Là tiêu chí điều kiện"})
}
