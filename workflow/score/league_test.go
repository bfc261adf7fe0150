package score

import (
	"fmt"
	"strings"
	"testing"

	"thidua/workflow/rules"
)

func standing(l League) string {
	var list []string
	for _, row := range l.Rows {
		list = append(list, fmt.Sprint(row.Rank, row.Member.ID, "=", row.Points))
	}
	return strings.Join(list, " ")
}

// Equal is equal, 1, 2, 2, 4; who has no figure stands at the end without a place.
func TestLeagues(t *testing.T) {
	plan := rules.Criterion{Points: dec("10"), Method: rules.Method{Kind: rules.Proportional}}
	fewer := rules.Criterion{Points: dec("10"), Lower: true, Of: rules.OfLastYear, Method: rules.Method{Kind: rules.Proportional}}
	place := rules.Criterion{Of: rules.OfValue, Method: rules.Method{Kind: rules.None}, Lower: true}
	adjust := rules.Criterion{Of: rules.OfValue, Method: rules.Method{Kind: rules.Adjust, Max: dec("5")}}
	in := input(cluster(6, []rules.Criterion{plan, adjust}, []rules.Criterion{fewer, place}))
	for m, actual := range map[string]string{"a": "80", "b": "120", "c": "100", "d": "120", "f": "n/a"} {
		in.Figures[Key{m, "k1.1"}] = fig(actual, "100", "")
	}
	in.Figures[Key{"a", "k1.2"}] = fig("5", "", "")
	for m, actual := range map[string]string{"a": "0", "b": "50", "c": "0", "d": "200"} {
		in.Figures[Key{m, "k2.1"}] = fig(actual, "", "100")
	}
	in.Figures[Key{"e", "k2.1"}] = fig("9", "", "")
	for m, actual := range map[string]string{"a": "7", "b": "3", "c": "7"} {
		in.Figures[Key{m, "k2.2"}] = fig(actual, "", "")
	}
	c, r := in.Cluster, Rank(in)
	for _, tt := range []struct {
		name string
		l    League
		want string
	}{
		{"points, then percent", r.ByCriterion(&c.Contents[0].Criteria[0]), "1b=10 1d=10 3c=10 4a=8 0e=0 0f=0"},
		{"nothing left, then fewer; without a base last", r.ByCriterion(&c.Contents[1].Criteria[0]), "1a=10 1c=10 3b=10 4d=5 5e=0 0f=0"},
		{"a figure where fewer is better", r.ByCriterion(&c.Contents[1].Criteria[1]), "1b=0 2a=0 2c=0 0d=0 0e=0 0f=0"},
		{"a content, without adjust", r.ByContent(0), "1b=10 1c=10 1d=10 4a=8 0e=0 0f=0"},
	} {
		if got := standing(tt.l); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		if tt.l.Provisional {
			t.Errorf("%s: provisional", tt.name)
		}
	}
	in.Figures[Key{"e", "k1.1"}] = Figure{Value: val("1"), Plan: opt("100")}
	if r := Rank(in); !r.ByContent(0).Provisional || r.ByContent(1).Provisional {
		t.Error("what is not verified makes its own content provisional")
	}
}
