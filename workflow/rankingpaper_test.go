package workflow_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
)

func (h *house) rankingPaper(c *rules.Cluster, when string) paper.Ranking {
	h.t.Helper()
	return see(h, func(r storage.Reader) (paper.Ranking, error) { return workflow.RankingPaper(r, c, "CN", at(when)) })
}

// What is printed adds up, in every row and in the annex.
func TestRankingPaperAddsUp(t *testing.T) {
	h := newHouse(t)
	c := h.apply(string(sample.Cluster))
	h.do(func(tx storage.Tx, act workflow.Act) error { return importAll(tx, act, c, sampleRows(t), true) })
	p := h.rankingPaper(c, "2018-04-04 00:30") // the day before in UTC
	if p.Date != "2018-04-04" || p.Provisional || len(p.Notes) != 0 || !p.HasAdjust || p.RulesSHA256 != c.SHA256 || p.Signer.Member != "vinh-long" {
		t.Errorf("head of the paper: %s %v %v %v", p.Date, p.Provisional, p.Notes, p.Signer)
	}
	rankingAddsUp(t, c, p)
	if first := p.Rows[0]; first.Name != "Long An" || first.Total != "997.57" || first.Award == "" {
		t.Errorf("first row %+v", first)
	}
}

func rankingAddsUp(t *testing.T, c *rules.Cluster, p paper.Ranking) {
	t.Helper()
	byName := map[string]paper.RankingRow{}
	for _, row := range p.Rows {
		byName[row.Name] = row
		sum := decimal.Must(row.Adjust)
		for _, content := range row.Contents {
			sum = sum.Add(decimal.Must(content))
		}
		if sum.String() != row.Total {
			t.Errorf("%s: %v and %s make %s, printed %s", row.Name, row.Contents, row.Adjust, sum, row.Total)
		}
	}
	for i, annex := range p.Annex {
		for j, name := range annex.Members {
			if name != c.Members[j].Short {
				t.Fatalf("annex %d: column %d is %s, want the cluster's order", i+1, j+1, name)
			}
			var sum decimal.Decimal
			for _, row := range annex.Rows {
				if row.Cells[j].Points != "" {
					sum = sum.Add(decimal.Must(row.Cells[j].Points))
				}
			}
			if annex.Cuts != nil {
				sum = sum.Add(decimal.Must(annex.Cuts[j]))
			}
			total := decimal.Must(annex.Totals[j])
			if annex.Adjusts != nil {
				total = total.Add(decimal.Must(annex.Adjusts[j]))
			}
			if sum.String() != total.String() || annex.Totals[j] != byName[name].Contents[i] {
				t.Errorf("annex %d, %s: cells make %s, printed %s; in the summary %s", i+1, name, sum, total, byName[name].Contents[i])
			}
		}
	}
}

func TestRankingPaperSaysWhatAReaderMustKnow(t *testing.T) {
	h := newHouse(t)
	c := h.apply(edit(t, yearFile, "contents:\n", `awards: [{name: Cờ thi đua, places: 1}]
award_rules: {exclude: [{member: d, reason: có vi phạm}]}
contents:
`))
	for _, m := range []string{"a", "b", "c", "d"} {
		must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: m, Criterion: "chuan", Actual: val("yes"), Given: true}, m != "c"))
	}
	must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "d", Criterion: "thu", Actual: val("5"), Given: true}, true)) // without a plan
	must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "d", Criterion: "vu", Actual: val("n/a"), Given: true}, true))
	p := h.rankingPaper(c, "2018-03-01 09:00")
	notes := strings.Join(p.Notes, "\n")
	for _, want := range []string{"huyện An", "huyện Đức", "có vi phạm"} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes do not say %q:\n%s", want, notes)
		}
	}
	if !p.Provisional || len(p.Notes) != 9 { // provisional, 4 × missing, no base, excluded, shared, held
		t.Errorf("provisional %v, %d notes:\n%s", p.Provisional, len(p.Notes), notes)
	}
	if strings.ContainsAny(notes, "{}") {
		t.Errorf("a note is not filled in:\n%s", notes)
	}
	column := 3 // d
	want := []paper.RankingCell{{Value: "5", Points: "0", State: "verified"}, {Value: "yes", Points: "20", State: "verified"}, {Value: "n/a", Points: "0", State: "na"}}
	for i, row := range p.Annex[0].Rows {
		if diff := cmp.Diff(want[i], row.Cells[column]); diff != "" {
			t.Errorf("%s: %s", row.Name, diff)
		}
	}
	if d := p.Rows[0]; d.Rank != 1 || d.Total != "20" || p.Rows[3].Rank != 1 || p.Rows[3].Max != "90" || p.Rows[3].Percent != "22.222" {
		t.Errorf("rows %+v", p.Rows)
	}
}
