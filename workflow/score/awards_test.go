package score

import (
	"strings"
	"testing"

	"thidua/workflow/rules"
)

// given prints "a:flag b:? c:-" in order of rank; ? is held for a vote.
func given(r Ranking) string {
	var list []string
	for _, row := range r.Rows {
		s := row.Award
		switch {
		case row.AwardHeld:
			s += "?"
		case s == "":
			s = "-"
		}
		list = append(list, row.Member.ID+":"+s)
	}
	return strings.Join(list, " ")
}

func TestAwards(t *testing.T) {
	two := []rules.Award{{Name: "flag", Places: 2}, {Name: "paper", Places: 2}}
	for _, tt := range []struct {
		name     string
		awards   []rules.Award
		points   string
		excluded string
		want     string
	}{
		{"down the ranking", two, "9 8 7 6 5", "", "a:flag b:flag c:paper d:paper e:-"},
		{"fewer members than places", two, "9 8 7", "", "a:flag b:flag c:paper"},
		{"no awards", nil, "9 8", "", "a:- b:-"},
		{"a tie inside an award needs no vote", two, "9 9 7 7 5", "", "a:flag b:flag c:paper d:paper e:-"},
		{"a tie across the end of the first", two, "9 8 8 6 5", "", "a:flag b:? c:? d:paper e:-"},
		{"a tie across the end of the last", two, "9 8 7 6 6", "", "a:flag b:flag c:paper d:? e:?"},
		{"a tie across both ends", two, "9 8 8 8 8 5", "", "a:flag b:? c:? d:? e:? f:-"},
		{"a tie that takes all places", two, "9 9 9 9 5", "", "a:? b:? c:? d:? e:-"},
		{"a tie below all awards", two, "9 8 7 6 5 5", "", "a:flag b:flag c:paper d:paper e:- f:-"},
		{"one place, shared", []rules.Award{{Name: "flag", Places: 1}}, "9 9 8", "", "a:? b:? c:-"},
		{"excluded are passed over", two, "9 8 7 6 5", "a c", "a:- b:flag c:- d:flag e:paper"},
		{"an excluded member breaks the tie", two, "9 8 8 6 5", "b", "a:flag b:- c:flag d:paper e:paper"},
		{"an excluded member in a group that stays too large", two, "9 8 8 8 5 4", "c", "a:flag b:? c:- d:? e:paper f:-"},
		{"a group of excluded members", two, "9 9 7 6 5 4", "a b", "a:- b:- c:flag d:flag e:paper f:paper"},
		{"an award without places", []rules.Award{{Name: "none"}, {Name: "flag", Places: 1}}, "9 8", "", "a:flag b:-"},
	} {
		in := totals(strings.Fields(tt.points)...)
		in.Cluster.Awards = tt.awards
		in.Excluded = map[string]string{}
		for _, id := range strings.Fields(tt.excluded) {
			in.Excluded[id] = "late"
		}
		if got := given(Rank(in)); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

func TestExclusions(t *testing.T) {
	in := totals("100", "99.99", "50", "49.99", "98")
	in.Cluster.Awards = []rules.Award{{Name: "flag", Places: 5}}
	in.Cluster.AwardRules = rules.AwardRules{CovenantSigned: true, MinPercent: dec("50"), Exclude: []rules.Exclusion{{Member: "a", Reason: "scandal"}}}
	in.Signed = map[string]bool{"a": true, "c": true, "d": true, "e": true}
	in.Excluded = map[string]string{"e": ""}
	r := Rank(in)
	if got, want := given(r), "a:- b:- e:- c:flag d:-"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for member, want := range map[string]Exclusion{
		"a": {"listed", "scandal"}, "b": {"unsigned", ""}, "d": {"percent", ""}, "e": {"head", ""},
	} {
		if got := of(t, r, member).Excluded; got == nil || *got != want {
			t.Errorf("%s: %v, want %v", member, got, want)
		}
	}
	if got := of(t, r, "c").Excluded; got != nil {
		t.Errorf("c: %v", got)
	}
	if got := table(r); got != "a1 b2 e3 c4 d5" {
		t.Errorf("exclusion changes no rank: %s", got)
	}
}

// What no percent can say: a total below 0 out of nothing is 0 percent.
func TestAwardsNeedPoints(t *testing.T) {
	fine := rules.Criterion{Method: rules.Method{Kind: rules.Adjust, Min: dec("-60"), Max: dec("5")}}
	in := input(cluster(4, []rules.Criterion{direct("50"), fine}))
	in.Cluster.Awards = []rules.Award{{Name: "flag", Places: 4}}
	na := Figure{Value: Value{Kind: NotApplicable}, Verified: true}
	in.Figures = map[Key]Figure{
		{"a", "k1.1"}: na, {"a", "k1.2"}: fig("-60", "", ""),
		{"b", "k1.1"}: na,
		{"c", "k1.1"}: fig("10", "", ""), {"c", "k1.2"}: fig("-10.01", "", ""),
		{"d", "k1.1"}: fig("10", "", ""), {"d", "k1.2"}: fig("-10", "", ""),
	}
	r := Rank(in)
	for member, want := range map[string]string{"a": "below_zero", "b": "no_criteria", "c": "below_zero"} {
		row := of(t, r, member)
		if row.Excluded == nil || row.Excluded.Why != want || row.Award != "" {
			t.Errorf("%s: %v, award %q, want %s", member, row.Excluded, row.Award, want)
		}
	}
	if row := of(t, r, "d"); row.Award != "flag" {
		t.Errorf("0 points of 50 are no less than 0 percent: %v", row.Excluded)
	}
}
