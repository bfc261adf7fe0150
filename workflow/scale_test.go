package workflow_test

import (
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/rules/sample"
)

// In a scored period that asks for some of the criteria only, the highest points
// of a content are those of its rows, and of the whole those of its contents.
func TestScaleAddsUpInEveryPeriod(t *testing.T) {
	h := newHouse(t)
	c := h.apply(edit(t, string(sample.Cluster), "report_by: 2017-07-10}", "report_by: 2017-07-10, scored: true}"))
	when := at("2017-08-01 09:00")
	for _, period := range []string{"6T", "CN"} {
		whole := c.PointsIn(period).String()
		if less := whole != "1000"; less != (period == "6T") {
			t.Fatalf("%s has %s points", period, whole)
		}
		same := func(what, got, want string) {
			t.Helper()
			if got != want {
				t.Errorf("%s, %s: printed %s, rows make %s", period, what, got, want)
			}
		}
		ranking := see(h, func(r storage.Reader) (paper.Ranking, error) { return workflow.RankingPaper(r, c, period, when) })
		charts := see(h, func(r storage.Reader) (paper.Chart, error) {
			return workflow.ChartPaper(r, c, period, workflow.ChartWish{Kind: workflow.ChartRanking}, when)
		})
		var contents []string
		for i, annex := range ranking.Annex {
			var rows []string
			for _, r := range annex.Rows {
				rows = append(rows, r.Points)
			}
			sum := amount(t, rows...).String()
			same("annex "+annex.Name, ranking.Contents[i].Points, sum)
			same("chart "+annex.Name, charts.Ranking.Contents[i].Points, sum)
			contents = append(contents, sum)
		}
		same("ranking", amount(t, contents...).String(), whole)
		sheets := see(h, func(r storage.Reader) (paper.Sheets, error) { return workflow.SheetsPaper(r, c, period, "", when) })
		for _, s := range sheets.Sheets {
			for _, n := range s.Contents {
				var rows []string
				for _, r := range n.Rows {
					rows = append(rows, r.Max)
				}
				same("sheet, "+n.Name, n.Points, amount(t, rows...).String())
			}
			same("sheet", s.MaxPoints, whole)
		}
		annex := see(h, func(r storage.Reader) (paper.Appraisal, error) {
			return workflow.AppraisalPaper(r, c, period, "long-an", when)
		})
		for _, n := range annex.Contents {
			var rows []string
			for _, r := range n.Rows {
				rows = append(rows, r.Points)
			}
			same("appraisal, "+n.Name, n.Points, amount(t, rows...).String())
		}
		same("appraisal", annex.MaxPoints, whole)
	}
}
