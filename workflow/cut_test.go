package workflow_test

import (
	"fmt"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
)

// With ceilings and unmet prerequisites what is printed still adds up.
func TestRankingPaperWithCutsAddsUp(t *testing.T) {
	h := newHouse(t)
	c := h.apply(edit(t, string(sample.Cluster), "    points: 600\n", "    points: 600\n    ceiling: 585\n    prerequisites: [{criterion: truong-chuan, cap: 90}]\n"))
	h.do(func(tx storage.Tx, act workflow.Act) error { return importAll(tx, act, c, sampleRows(t), true) })
	p := h.rankingPaper(c, "2018-04-04 09:00")
	rankingAddsUp(t, c, p)
	sheets := h.sheets(c, "")
	sheetsAddUp(t, c, sheets, p)
	if cut := sheets.Sheets[7].Contents[0].Cuts; len(cut) != 1 || cut[0].Self != "" || cut[0].Verified != cut[0].Points || !strings.Contains(cut[0].Reason, "nhiều nhất 585 điểm") {
		t.Errorf("the cut of Long An: %+v", cut)
	}
	if len(p.Annex[0].Cuts) != 12 || p.Annex[1].Cuts != nil {
		t.Errorf("cuts %v, %v", p.Annex[0].Cuts, p.Annex[1].Cuts)
	}
	notes := strings.Join(p.Notes, "\n")
	for _, want := range []string{"Long An: nội dung 1 vượt mức điểm tối đa được tính, giảm ", "Hậu Giang: chưa đạt tiêu chí điều kiện “"} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes do not say %q:\n%s", want, notes)
		}
	}
}

// amount adds up what is printed; nothing is nothing.
func amount(t *testing.T, printed ...string) decimal.Decimal {
	t.Helper()
	var sum decimal.Decimal
	for _, s := range printed {
		if s != "" {
			sum = sum.Add(decimal.Must(s))
		}
	}
	return sum
}

// The annex of an appraisal and the form hold a content in each column by what
// stands in that column.
func TestEveryColumnIsHeld(t *testing.T) {
	h := newHouse(t)
	c := h.apply(edit(t, yearFile, "    points: 70\n", "    points: 70\n    ceiling: 45\n    prerequisites: [{criterion: chuan, cap: 40}]\n"))
	must(t, h.target(c, "CN", "c", "thu", "100", ""))
	h.by, h.now = "official", at("2018-02-01 10:00")
	for k, v := range map[string]string{"thu": "80", "chuan": "yes", "vu": "3"} {
		must(t, h.enter(c, "CN", "c", k, v, ""))
	}
	_, err := h.submit(c, "CN", "c", false)
	must(t, err)
	check := func(when, want string) {
		t.Helper()
		p := see(h, func(r storage.Reader) (paper.Appraisal, error) {
			return workflow.AppraisalPaper(r, c, "CN", "c", at("2018-03-01 09:00"))
		})
		var got []string
		var self, verified, final decimal.Decimal
		for _, n := range p.Contents {
			list := [3][]string{{n.Cuts.Self}, {n.Cuts.Verified}, {n.Cuts.Final}}
			for _, r := range n.Rows {
				for i, s := range []string{r.SelfPoints, r.VerifiedPoints, r.FinalPoints} {
					list[i] = append(list[i], s)
				}
			}
			for i, total := range []string{n.Totals.Self, n.Totals.Verified, n.Totals.Final} {
				if sum := amount(t, list[i]...); !sum.Equal(amount(t, total)) && total != "" {
					t.Errorf("%s, %s: rows and cuts make %s, printed %s", when, n.Name, sum, total)
				}
			}
			self, verified, final = self.Add(amount(t, n.Totals.Self)), verified.Add(amount(t, n.Totals.Verified)), final.Add(amount(t, n.Totals.Final))
			got = append(got, fmt.Sprint(n.Cuts))
		}
		if !self.Equal(amount(t, p.Totals.Self)) || !verified.Equal(amount(t, p.Totals.Verified)) || p.Totals.Final != "" && !final.Equal(amount(t, p.Totals.Final)) {
			t.Errorf("%s: contents make %s, %s, %s; printed %v", when, self, verified, final, p.Totals)
		}
		form := h.formPaper(c, "CN", "c").Members[0]
		got = append(got, form.VerifiedCut+"/"+form.TotalCut)
		sum := amount(t, form.TotalCut)
		for _, r := range form.Rows {
			sum = sum.Add(amount(t, r.Total))
		}
		if total := h.total(c, "c"); !sum.Equal(decimal.Must(total)) {
			t.Errorf("%s: the form makes %s, the ranking says %s", when, sum, total)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", when, got, want)
		}
	}
	check("reported", "{-7  } {  } /-7") // 32 + 20 above the ceiling of 45
	own := func(points *decimal.Decimal, why string) {
		t.Helper()
		must(t, h.act(func(tx storage.Tx, act workflow.Act) error {
			return workflow.GiveSelf(tx, act, c, workflow.Subject{Cluster: c.ID, Year: c.Year, Period: "CN", Member: "c", Criterion: "thu"}, points, why)
		}))
	}
	less := decimal.Must("25")
	own(&less, "một khoản chưa chắc")
	check("own points", "{  } {  } /-7") // 25 + 20 are the ceiling
	own(nil, "")
	h.by = "reviewer"
	must(t, h.correct(c, "chuan", "no", "chưa có quyết định"))
	check("one corrected", "{-7 0 } {  } /-4") // 32 above 40% of 70; of what is verified nothing yet
	h.accept(c, "CN", "c")
	check("verified", "{-7 -4 } {  } -4/-4")
	h.by = "second"
	_, err = h.finalise(c)
	must(t, err)
	check("final", "{-7 -4 -4} {  } -4/-4")
}

// total is a member's in the year's ranking.
func (h *house) total(c *rules.Cluster, member string) string {
	h.t.Helper()
	for _, row := range h.rankingPaper(c, "2018-03-01 09:00").Rows {
		if row.Member == member {
			return row.Total
		}
	}
	h.t.Fatal("no row for", member)
	return ""
}

// A column that alone is held says that its reason is about it.
func TestSheetSaysWhichColumnIsHeld(t *testing.T) {
	h := newHouse(t)
	c := h.apply(edit(t, yearFile, "    points: 70\n", "    points: 70\n    ceiling: 55\n"))
	must(t, h.target(c, "CN", "c", "thu", "100", ""))
	h.by, h.now = "official", at("2018-02-01 10:00")
	for k, v := range map[string]string{"thu": "80", "chuan": "yes", "vu": "3"} {
		must(t, h.enter(c, "CN", "c", k, v, ""))
	}
	_, err := h.submit(c, "CN", "c", false)
	must(t, err)
	more := decimal.Must("40")
	must(t, h.act(func(tx storage.Tx, act workflow.Act) error {
		return workflow.GiveSelf(tx, act, c, workflow.Subject{Cluster: c.ID, Year: c.Year, Period: "CN", Member: "c", Criterion: "thu"}, &more, "tính cả nguồn chuyển sang")
	}))
	cuts := h.sheets(c, "c").Sheets[0].Contents[0].Cuts
	if len(cuts) != 1 || cuts[0].Self != "-5" || cuts[0].Points != "0" || !strings.HasPrefix(cuts[0].Reason, "Ở cột điểm tự chấm: Nội dung này ") {
		t.Errorf("the cut of what only the unit gave: %+v", cuts)
	}
}
