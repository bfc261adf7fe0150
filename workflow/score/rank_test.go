package score

import (
	"fmt"
	"strings"
	"testing"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"

	"pgregory.net/rapid"
)

// direct is a criterion whose figure is the points.
func direct(points string) rules.Criterion {
	return rules.Criterion{Points: dec(points), Of: rules.OfValue, Method: rules.Method{Kind: rules.Direct}}
}

// totals gives members a, b, c … these points.
func totals(points ...string) Input {
	in := input(cluster(len(points), []rules.Criterion{direct("100")}))
	for i, p := range points {
		in.Figures[Key{in.Cluster.Members[i].ID, "k1.1"}] = fig(p, "", "")
	}
	return in
}

// table prints "a1 b2= …" in order of rank: member, rank, = when shared.
func table(r Ranking) string {
	var list []string
	for _, row := range r.Rows {
		s := fmt.Sprint(row.Member.ID, row.Rank)
		if row.Shared {
			s += "="
		}
		list = append(list, s)
	}
	return strings.Join(list, " ")
}

func TestOrder(t *testing.T) {
	for _, tt := range []struct {
		name   string
		points []string
		want   string
	}{
		{"by total", []string{"1", "3", "2"}, "b1 c2 a3"},
		{"one, one, three", []string{"5", "7", "7", "6"}, "b1= c1= d3 a4"},
		{"all equal stand in the cluster's order", []string{"7", "7.00", "7"}, "a1= b1= c1="},
		{"one, two, two, four", []string{"5", "9", "7", "7"}, "b1 c2= d2= a4"},
	} {
		if got := table(Rank(totals(tt.points...))); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestTies(t *testing.T) {
	in := input(cluster(3, []rules.Criterion{direct("100")}, []rules.Criterion{direct("100")}))
	for member, points := range map[string][2]string{"a": {"40", "60"}, "b": {"60", "40"}, "c": {"60", "40"}} {
		in.Figures[Key{member, "k1.1"}] = fig(points[0], "", "")
		in.Figures[Key{member, "k2.1"}] = fig(points[1], "", "")
	}
	for _, tt := range []struct {
		ties []string
		want string
	}{
		{nil, "a1= b1= c1="},
		{[]string{"vote"}, "a1= b1= c1="},
		{[]string{"content.1", "content.2", "vote"}, "b1= c1= a3"},
		{[]string{"content.2", "vote"}, "a1 b2= c2="},
		{[]string{"vote", "content.2"}, "a1= b1= c1="}, // nothing overrules a vote that is still to come
	} {
		in.Cluster.Ties = tt.ties
		if got := table(Rank(in)); got != tt.want {
			t.Errorf("ties %v: %s, want %s", tt.ties, got, tt.want)
		}
	}
}

func TestRankByPercent(t *testing.T) {
	in := input(cluster(3, []rules.Criterion{direct("60"), direct("30")}))
	in.Cluster.RankBy = rules.RankByPercent
	in.Figures[Key{"a", "k1.1"}] = fig("50", "", "")
	in.Figures[Key{"a", "k1.2"}] = fig("20", "", "")
	in.Figures[Key{"b", "k1.1"}] = fig("49", "", "")
	in.Figures[Key{"b", "k1.2"}] = fig("n/a", "", "")
	in.Figures[Key{"c", "k1.1"}] = fig("n/a", "", "")
	in.Figures[Key{"c", "k1.2"}] = fig("n/a", "", "")
	r := Rank(in)
	if got := table(r); got != "b1 a2 c3" {
		t.Errorf("got %s", got)
	}
	for _, want := range []struct{ member, total, max, percent string }{
		{"a", "70", "90", "77.778"}, {"b", "49", "60", "81.667"}, {"c", "0", "0", "0"},
	} {
		row := of(t, r, want.member)
		if row.Total.String() != want.total || row.Max.String() != want.max || row.Percent.Round(3).String() != want.percent {
			t.Errorf("%s: %v of %v, %v%%; want %v", want.member, row.Total, row.Max, row.Percent.Round(3), want)
		}
	}
}

// Thirds that a rounded percent cannot tell apart are told apart.
func TestPercentIsExact(t *testing.T) {
	in := input(cluster(2, []rules.Criterion{direct("100000"), direct("99999.99")}))
	in.Cluster.RankBy = rules.RankByPercent
	in.Figures[Key{"a", "k1.1"}] = fig("99999.98", "", "") // 99999.98 of 100000
	in.Figures[Key{"a", "k1.2"}] = fig("n/a", "", "")
	in.Figures[Key{"b", "k1.1"}] = fig("n/a", "", "")
	in.Figures[Key{"b", "k1.2"}] = fig("99999.97", "", "") // 99999.97 of 99999.99: less by a hair
	if got := table(Rank(in)); got != "a1 b2" {
		t.Errorf("got %s", got)
	}
}

func TestProvisional(t *testing.T) {
	k := rules.Criterion{ID: "k", Points: dec("10"), Method: rules.Method{Kind: rules.Proportional}}
	none := rules.Criterion{ID: "n", Method: rules.Method{Kind: rules.None}}
	half := rules.Criterion{ID: "h", Points: dec("10"), Method: k.Method, Periods: []string{"6T"}}
	submitted := func(v string) Figure { return Figure{Value: val(v), Plan: opt("1")} }
	for _, tt := range []struct {
		name string
		key  Key
		fig  Figure
		want bool
	}{
		{"all verified", Key{"a", "k"}, fig("1", "1", ""), false},
		{"one submitted", Key{"a", "k"}, submitted("1"), true},
		{"submitted, not scored", Key{"a", "n"}, submitted("1"), true},
		{"an n/a that waits", Key{"a", "k"}, submitted("n/a"), true},
		{"a plan alone", Key{"a", "k"}, submitted(""), false},
		{"another period's", Key{"a", "h"}, submitted("1"), false},
		{"a stranger's", Key{"x", "k"}, submitted("1"), false},
	} {
		in := input(cluster(2, []rules.Criterion{k, none, half}))
		in.Figures[Key{"b", "k"}] = fig("1", "1", "")
		in.Figures[tt.key] = tt.fig
		if got := Rank(in).Provisional; got != tt.want {
			t.Errorf("%s: provisional = %v", tt.name, got)
		}
		if got := Summarise(in).Provisional; got != tt.want {
			t.Errorf("%s: summary provisional = %v", tt.name, got)
		}
	}
}

func TestAdjustStandsApart(t *testing.T) {
	in := input(cluster(2, []rules.Criterion{direct("100"),
		{Method: rules.Method{Kind: rules.Adjust, Min: dec("-20"), Max: dec("20")}}}))
	in.Figures[Key{"a", "k1.1"}] = fig("10", "", "")
	in.Figures[Key{"a", "k1.2"}] = fig("-15.5", "", "")
	a := of(t, Rank(in), "a")
	if a.Contents[0].String() != "10" || a.Adjust.String() != "-15.5" || a.Total.String() != "-5.5" || a.Max.String() != "100" || a.Percent.String() != "-5.5" {
		t.Errorf("got %v, %v, %v of %v, %v%%", a.Contents, a.Adjust, a.Total, a.Max, a.Percent)
	}
}

// sums fails when printed cells and cuts do not add up to printed totals, or a
// reason speaks of other points than its cell.
func sums(t rapid.TB, r Ranking) {
	t.Helper()
	for _, row := range r.Rows {
		var cells, said, contents, max decimal.Decimal
		for _, c := range row.Cells {
			if places, exact := c.Points.Places(); !exact || places > 2 {
				t.Fatalf("%s %s: %v points have more than 2 decimals", row.Member.ID, c.Criterion.ID, c.Points)
			}
			if c.Points.Sign() < 0 && c.Criterion.Method.Kind != rules.Adjust {
				t.Fatalf("%s %s: %v points", row.Member.ID, c.Criterion.ID, c.Points)
			}
			cells, max = cells.Add(c.Points), max.Add(c.Max)
			said = said.Add(dec(c.Reason.Args["points"]))
		}
		for _, c := range row.Cuts {
			if places, exact := c.Points.Places(); !exact || places > 2 || c.Points.Sign() >= 0 {
				t.Fatalf("%s: a cut of %v", row.Member.ID, c.Points)
			}
			cells, said = cells.Add(c.Points), said.Add(dec(c.Reason.Args["points"]))
			if left := dec(c.Reason.Args["sum"]).Sub(dec(c.Reason.Args["off"])); !left.Equal(row.Contents[c.Content]) {
				t.Fatalf("%s: %v, content %v", row.Member.ID, c.Reason, row.Contents[c.Content])
			}
		}
		for _, p := range row.Contents {
			contents = contents.Add(p)
		}
		if !cells.Equal(row.Total) || !said.Equal(row.Total) || !contents.Add(row.Adjust).Equal(row.Total) || !max.Equal(row.Max) {
			t.Fatalf("%s: cells %v, reasons %v, contents %v + adjust %v, total %v", row.Member.ID, cells, said, contents, row.Adjust, row.Total)
		}
	}
}
