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
	"thidua/workflow/score"
)

func (h *house) chart(c *rules.Cluster, period string, wish workflow.ChartWish) paper.Chart {
	h.t.Helper()
	return see(h, func(r storage.Reader) (paper.Chart, error) {
		return workflow.ChartPaper(r, c, period, wish, at("2018-04-04 08:00"))
	})
}

// What the charts show is what was scored and summarised, to the last digit, but
// for the percents of the attainment, which are rounded, and never up to the next
// class.
func TestChartsAgreeWithTheScores(t *testing.T) {
	h := newHouse(t)
	c := h.apply(string(sample.Cluster))
	h.do(func(tx storage.Tx, act workflow.Act) error { return importAll(tx, act, c, sampleRows(t), true) })
	p := h.chart(c, "CN", workflow.ChartWish{})
	ranking := see(h, func(r storage.Reader) (score.Ranking, error) { return workflow.Rank(r, c, "CN") })
	summary := see(h, func(r storage.Reader) (score.Summary, error) { return workflow.Summarise(r, c, "CN") })

	if len(p.Ranking.Rows) != 12 || p.Ranking.Rows[0].Name != "Long An" || p.Ranking.Rows[0].Total != "997.57" || p.Ranking.Rows[0].Award == "" {
		t.Errorf("ranking: %+v", p.Ranking.Rows[0])
	}
	if got := p.Contents.Rows[0]; got.Name != "Long An" || strings.Join(got.Cells, " ") != "99.18 100 97.5" {
		t.Errorf("contents: %+v", got)
	}
	if p.Years != nil {
		t.Errorf("totals over the years, of one year: %+v", p.Years)
	}
	cells := map[string]score.Cell{}
	for _, row := range ranking.Rows {
		for i, cell := range row.Cells {
			cells[row.Member.Short+"/"+fmt.Sprint(i+1)] = cell
		}
	}
	least := map[string]string{"below80": "-1000000", "below95": "80", "below100": "95", "met": "100", "above": "110"}
	most := map[string]string{"below80": "80", "below95": "95", "below100": "100", "met": "110", "above": "1000000"}
	best := 0
	for _, row := range p.Attainment.Rows {
		for j, cell := range row.Cells {
			of := cells[p.Attainment.Members[j]+"/"+fmt.Sprint(row.N)]
			if cell.Class == "best" {
				best++
				if of.Percent != nil || !of.Criterion.Lower {
					t.Errorf("%s: %+v is the best", row.Name, of)
				}
				continue
			}
			if of.Percent == nil {
				t.Fatalf("%s, %s: %+v without a percent", row.Name, p.Attainment.Members[j], cell)
			}
			for places, said := range []string{cell.Whole, cell.Percent} {
				rounded, up := of.Percent.Round(places), decimal.Must(most[cell.Class])
				if want := rounded.String(); said != want && rounded.Less(up) {
					t.Errorf("%s: says %s of %s", row.Name, said, of.Percent)
				}
				if !decimal.Must(said).Less(up) {
					t.Errorf("%s: says %s of %s, which is of the next class", row.Name, said, of.Percent)
				}
			}
			if of.Percent.Less(decimal.Must(least[cell.Class])) || !of.Percent.Less(decimal.Must(most[cell.Class])) {
				t.Errorf("%s: %s is %s", row.Name, of.Percent, cell.Class)
			}
		}
	}
	if best != 1 {
		t.Errorf("nothing is left in %d cells, want 1", best)
	}
	for _, panel := range p.Growth.Panels {
		for _, a := range summary.Criteria {
			if a.Criterion.Name == panel.Name && a.Criterion.Unit != "%" {
				a := a.Printed()
				if panel.Values[1] != a.Total.Round(a.Criterion.Decimals).String() || panel.Change != a.GrowthPercent.String() {
					t.Errorf("%s: %v %s, want %s %s", panel.Name, panel.Values, panel.Change, a.Total, a.GrowthPercent)
				}
			}
		}
		if fewer := strings.HasPrefix(panel.Name, "Số "); fewer != panel.Lower || panel.Trend != "better" {
			t.Errorf("%s: %+v", panel.Name, panel)
		}
	}
}

func TestChartOfAMemberAndACriterion(t *testing.T) {
	h := newHouse(t)
	c := h.apply(string(sample.Cluster))
	h.do(func(tx storage.Tx, act workflow.Act) error { return importAll(tx, act, c, sampleRows(t), true) })
	alone := h.chart(c, "CN", workflow.ChartWish{Kind: workflow.ChartContents, Member: "ca-mau"}).Contents
	if !alone.Alone || len(alone.Rows) != 1 || alone.Rows[0].Name != "Cà Mau" || alone.Mean[0] != "92.98" {
		t.Errorf("one member: %+v", alone)
	}
	years := h.chart(c, "CN", workflow.ChartWish{Kind: workflow.ChartYears, Criterion: "thu-ngan-sach", Member: "ca-mau"}).Years
	if strings.Join(years.Years, " ") != "2016 2017" || len(years.Lines) != 12 {
		t.Fatalf("a criterion: %+v", years)
	}
	for _, l := range years.Lines {
		if l.Strong != (l.Name == "Cà Mau") || l.Strong && (strings.Join(l.Values, " ") != "3528.4 4489.8" || l.Trend != "better") {
			t.Errorf("line %+v", l)
		}
	}
	for _, test := range []struct {
		period string
		wish   workflow.ChartWish
		key    string
	}{
		{"X", workflow.ChartWish{}, "period.unknown"},
		{"6T", workflow.ChartWish{Kind: workflow.ChartRanking}, "period.not_scored"},
		{"CN", workflow.ChartWish{Kind: "pie"}, "bieudo.unknown"},
		{"CN", workflow.ChartWish{Kind: workflow.ChartYears, Member: "hue"}, "invite.member_unknown"},
		{"CN", workflow.ChartWish{Kind: workflow.ChartYears, Criterion: "x"}, "bieudo.criterion"},
		{"CN", workflow.ChartWish{Kind: workflow.ChartYears, Criterion: "pho-cap-mam-non"}, "bieudo.no_number"},
		{"CN", workflow.ChartWish{Kind: workflow.ChartPoints}, "bieudo.one_year"},
	} {
		h.view(func(r storage.Reader) error {
			_, err := workflow.ChartPaper(r, c, test.period, test.wish, at("2018-04-04 08:00"))
			wrong(t, err, test.key)
			return nil
		})
	}
}

// An earlier year of the same cluster is drawn beside this one.
func TestChartOverTheYears(t *testing.T) {
	h := newHouse(t)
	c := h.apply(string(sample.Cluster))
	h.do(func(tx storage.Tx, act workflow.Act) error { return importAll(tx, act, c, sampleRows(t), true) })
	next := h.apply(strings.Replace(string(sample.Cluster), "year: 2017", "year: 2018", 1))
	h.do(func(tx storage.Tx, act workflow.Act) error {
		return importAll(tx, act, next, sampleRows(t)[:200], true)
	})
	points := h.chart(next, "CN", workflow.ChartWish{Kind: workflow.ChartPoints, Member: "long-an"}).Years
	if strings.Join(points.Years, " ") != "2017 2018" {
		t.Fatalf("%+v", points)
	}
	for _, l := range points.Lines {
		if l.Strong && (l.Name != "Long An" || l.Values[0] != "997.57") {
			t.Errorf("%+v", l)
		}
	}
	years := h.chart(next, "CN", workflow.ChartWish{Kind: workflow.ChartYears, Criterion: "thu-ngan-sach"}).Years
	if strings.Join(years.Years, " ") != "2016 2017 2018" {
		t.Errorf("%+v", years)
	}
}

// The figures of half a year beside the plan of all of it are neither good nor
// bad; those that are measured against their own plan, or last year, are.
func TestChartOfAPartOfTheYear(t *testing.T) {
	h := newHouse(t)
	c := h.apply(string(sample.Cluster))
	h.do(func(tx storage.Tx, act workflow.Act) error {
		rows := sampleRows(t)
		for i, r := range rows {
			if r.Period == "6T" && r.Criterion == "dang-vien-moi" {
				own := decimal.Must("1000")
				rows[i].Plan = &own
			}
		}
		return importAll(tx, act, c, rows, true)
	})
	part := 0
	for _, row := range h.chart(c, "6T", workflow.ChartWish{Kind: workflow.ChartAttainment}).Attainment.Rows {
		k := c.Criteria("6T")[row.N-1]
		for _, cell := range row.Cells {
			if cell.Percent == "" {
				continue
			}
			if is := strings.HasPrefix(cell.Class, "part"); is != (k.Of == rules.OfPlan && k.ID != "dang-vien-moi") {
				t.Errorf("%s (of %s): %+v", row.Name, k.Of, cell)
			} else if is {
				part++
			}
		}
	}
	if part == 0 {
		t.Error("nothing is measured against the plan of the year")
	}
}
