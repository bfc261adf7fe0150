package score

import (
	"strings"
	"testing"

	"thidua/workflow/rules"
)

func TestSummarise(t *testing.T) {
	crit := func(total rules.Total, change func(*rules.Criterion)) rules.Criterion {
		k := rules.Criterion{Of: rules.OfPlan, Total: total, Leaders: 2, MetAt: opt("100"), Method: rules.Method{Kind: rules.None}}
		if change != nil {
			change(&k)
		}
		return k
	}
	lower := func(k *rules.Criterion) { k.Lower, k.Of = true, rules.OfLastYear }
	byValue := func(k *rules.Criterion) { k.Of, k.LeadersByValue, k.MetAt = rules.OfValue, true, nil }
	for _, tt := range []struct {
		name    string
		k       rules.Criterion
		figures []Figure // of a, b, c …
		want    string   // total, plan percent, growth, met, leaders
		totals  string   // plan total, last total, change
		missing string
	}{
		{"sum", crit(rules.TotalSum, nil), []Figure{fig("12", "10", "8"), fig("9", "10", "12")},
			"21 105 5 1/2 a=120", "20 20 1", ""},
		{"sum without some plans and last years", crit(rules.TotalSum, nil), []Figure{fig("12", "10", ""), fig("9", "", "12"), fig("", "7", "7"), fig("n/a", "5", "5")},
			"21 120 -25 1/1 a=120", "10 12 -3", "c"},
		{"sum of nobody", crit(rules.TotalSum, nil), []Figure{fig("", "10", "9"), fig("n/a", "", "")},
			"- - - 0/0", "- - -", "a"},
		{"divisors of 0", crit(rules.TotalSum, nil), []Figure{fig("12", "0", "0"), fig("0", "0", "0")},
			"12 - - 1/1", "0 0 12", ""},
		{"an n/a that nobody verified", crit(rules.TotalSum, nil), []Figure{{Value: val("n/a")}, fig("9", "10", "")},
			"9 90 - 0/1", "10 - -", "a"},
		{"submitted counts", crit(rules.TotalSum, nil), []Figure{{Value: val("11"), Plan: opt("10")}},
			"11 110 - 1/1 a=110", "10 - -", ""},
		{"mean", crit(rules.TotalMean, nil), []Figure{fig("1", "1", "1"), fig("1", "1", ""), fig("2", "", "")},
			"1.333333 100 0 2/2", "1 1 0", ""},
		{"a mean's change is rounded once", crit(rules.TotalMean, nil), []Figure{fig("1", "", "0"), fig("0", "", "1"), fig("0", "", "1")},
			"0.333333 - -50 0/0", "- 0.666667 -0.333333", ""},
		{"mean of the percents", crit(rules.TotalMeanPercent, nil), []Figure{fig("12", "10", "1"), fig("300", "100", "1"), fig("9", "", "")},
			"- 210 - 2/2 b=300 a=120", "- - -", ""},
		{"plan_percent: mean", crit(rules.TotalSum, func(k *rules.Criterion) { k.PlanMean = true }), []Figure{fig("12", "10", ""), fig("300", "100", "")},
			"312 210 - 2/2 b=300 a=120", "110 - -", ""},
		{"plan_percent: mean has no effect against last year", crit(rules.TotalSum, func(k *rules.Criterion) { k.PlanMean, k.Of = true, rules.OfLastYear }), []Figure{fig("12", "10", "12"), fig("300", "100", "300")},
			"312 283.64 0 2/2", "110 312 0", ""},
		{"count", crit(rules.TotalCount, nil), []Figure{fig("12", "10", "9"), fig("9", "10", "9"), fig("9", "", "9")},
			"- - - 1/2 a=120", "- - -", ""},
		{"met_at above 100", crit(rules.TotalCount, func(k *rules.Criterion) { k.MetAt = opt("100.01") }), []Figure{fig("10", "10", ""), fig("11", "10", "")},
			"- - - 1/2 b=110", "- - -", ""},
		{"pass", crit(rules.TotalSum, func(k *rules.Criterion) { k.Method.Kind, k.Of, k.MetAt = rules.Pass, rules.OfValue, nil }), []Figure{fig("yes", "", ""), fig("no", "", ""), fig("", "", "")},
			"- - - 1/2", "- - -", "c"},

		{"a tie for the last place", crit(rules.TotalNone, nil), []Figure{fig("11", "10", ""), fig("22", "20", ""), fig("33", "30", ""), fig("12", "10", ""), fig("10", "10", "")},
			"- - - 5/5 d=120 a=110 b=110 c=110", "- - -", ""},
		{"equal when printed, not equal", crit(rules.TotalNone, func(k *rules.Criterion) { k.Leaders = 1 }), []Figure{fig("110.001", "100", ""), fig("110.002", "100", "")},
			"- - - 2/2 b=110", "- - -", ""},
		{"no leaders are named", crit(rules.TotalNone, func(k *rules.Criterion) { k.Leaders = 0 }), []Figure{fig("12", "10", "")},
			"- - - 1/1", "- - -", ""},
		{"fewer", crit(rules.TotalSum, lower), []Figure{fig("50", "", "100"), fig("120", "", "100"), fig("0", "", "0")},
			"170 - -15 2/3 a=200", "- 200 -30", ""},
		{"nothing left comes first", crit(rules.TotalSum, lower), []Figure{fig("50", "", "100"), fig("0", "", "3"), fig("80", "", "100"), fig("0", "", "1"), fig("0", "", "2")},
			"130 - -36.89 5/5 b d e", "- 206 -76", ""},
		{"nothing left is not averaged", crit(rules.TotalMeanPercent, lower), []Figure{fig("50", "", "100"), fig("0", "", "3")},
			"- 200 - 2/2 b a=200", "- - -", ""},
		{"nothing left alone averages to nothing", crit(rules.TotalMeanPercent, lower), []Figure{fig("0", "", "3")},
			"- - - 1/1 a", "- - -", ""},

		{"value without met_at", crit(rules.TotalSum, func(k *rules.Criterion) { k.Of, k.MetAt = rules.OfValue, nil }), []Figure{fig("200", "", ""), fig("90", "", "")},
			"290 - - -", "- - -", ""},
		{"value with met_at", crit(rules.TotalNone, func(k *rules.Criterion) { k.Of, k.MetAt = rules.OfValue, opt("90") }), []Figure{fig("200", "", ""), fig("90", "", ""), fig("89.99", "", "")},
			"- - - 2/3", "- - -", ""},
		{"value with met_at, fewer", crit(rules.TotalNone, func(k *rules.Criterion) { k.Of, k.MetAt, k.Lower = rules.OfValue, opt("90"), true }), []Figure{fig("200", "", ""), fig("90", "", ""), fig("0", "", "")},
			"- - - 2/3", "- - -", ""},
		{"leaders by value", crit(rules.TotalNone, byValue), []Figure{fig("3", "", ""), fig("7", "", ""), fig("7", "", ""), fig("", "", "")},
			"- - - - b:7 c:7", "- - -", "d"},
		{"leaders by value, fewer, tie", crit(rules.TotalNone, func(k *rules.Criterion) { byValue(k); k.Lower = true }), []Figure{fig("3", "", ""), fig("1", "", ""), fig("7", "", ""), fig("3", "", "")},
			"- - - - b:1 a:3 d:3", "- - -", ""},
		{"leaders by value need no plan", crit(rules.TotalNone, func(k *rules.Criterion) { k.LeadersByValue = true }), []Figure{fig("3", "10", ""), fig("1", "", "")},
			"- - - 0/1 a:3 b:1", "- - -", ""},
		{"adjust owes nothing", crit(rules.TotalNone, func(k *rules.Criterion) { k.Method.Kind = rules.Adjust }), []Figure{{}, fig("3", "", "")},
			"- - - -", "- - -", ""},
		{"direct is measured against nothing", crit(rules.TotalMean, func(k *rules.Criterion) { k.Method.Kind = rules.Direct }), []Figure{fig("60", "", ""), fig("50", "", "")},
			"55 - - -", "- - -", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := input(cluster(len(tt.figures), []rules.Criterion{tt.k}))
			for i, f := range tt.figures {
				in.Figures[Key{in.Cluster.Members[i].ID, "k1.1"}] = f
			}
			a := Summarise(in).Criteria[0].Printed()
			if got := line(a); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			totals := strings.Fields(line(Aggregate{Total: a.PlanTotal, PlanPercent: a.LastTotal, GrowthPercent: a.Change}))
			if got := strings.Join(totals[:3], " "); got != tt.totals {
				t.Errorf("plan, last year, change: %q, want %q", got, tt.totals)
			}
			if got := strings.Join(ids(a.Missing), " "); got != tt.missing {
				t.Errorf("missing %q, want %q", got, tt.missing)
			}
		})
	}
}

// Rounding is for paper: the summary itself stays exact.
func TestSummaryStaysExact(t *testing.T) {
	k := rules.Criterion{Total: rules.TotalMean, Leaders: 1, Method: rules.Method{Kind: rules.None}}
	in := input(cluster(3, []rules.Criterion{k}))
	in.Figures[Key{"a", "k1.1"}] = fig("4", "3", "")
	in.Figures[Key{"b", "k1.1"}] = fig("0", "3", "")
	in.Figures[Key{"c", "k1.1"}] = fig("0", "3", "")
	a := Summarise(in).Criteria[0]
	if third := dec("4").Quo(dec("3")); !a.Total.Equal(third) || !a.Leaders[0].Percent.Equal(hundred.Mul(third)) {
		t.Errorf("total %v, leader %v", a.Total, a.Leaders[0].Percent)
	}
	if p := a.Printed(); p.Total.String() != "1.333333" || p.Leaders[0].Percent.String() != "133.33" || a.Leaders[0].Percent.Equal(dec("133.33")) {
		t.Errorf("printed %v, %v; kept %v", p.Total, p.Leaders[0].Percent, a.Leaders[0].Percent)
	}
}
