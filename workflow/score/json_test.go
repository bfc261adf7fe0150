package score

import (
	"bytes"
	"encoding/json"
	"testing"

	"thidua/workflow/rules"
)

func TestRankingJSON(t *testing.T) {
	c := cluster(2,
		[]rules.Criterion{
			{ID: "plan", Points: dec("60"), Method: rules.Method{Kind: rules.Proportional}},
			{ID: "pass", Points: dec("30"), Of: rules.OfValue, Method: rules.Method{Kind: rules.Pass}}},
		[]rules.Criterion{
			{ID: "late", Points: dec("10"), Of: rules.OfValue, Method: rules.Method{Kind: rules.OnTime, PerDay: dec("0.5"), Reports: []string{"CN"}}},
			{ID: "plus", Method: rules.Method{Kind: rules.Adjust, Min: dec("-5"), Max: dec("5")}}})
	c.Contents[0].ID, c.Contents[1].ID = "10", "2"
	c.Awards = []rules.Award{{Name: "Cờ & <bằng khen>", Places: 1}}
	in := input(c)
	in.DaysLate = func(member, period string) (int, bool) { return 3, member == "a" }
	in.Figures = map[Key]Figure{
		{"a", "plan"}: fig("99.50", "300", "100.0"),
		{"b", "plan"}: fig("n/a", "", ""),
		{"a", "pass"}: {Value: val("yes")},
		{"b", "plus"}: fig("-1.25", "", ""),
	}
	got, err := Rank(in).JSON()
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, got, `{"cluster":"test","year":2017,"period":"CN","provisional":true,"rules_sha256":"abc","members":[
	{"rank":1,"member":"a","total":"58.4","max":"100","percent":"58.4","adjust":"0","award":"Cờ & <bằng khen>","contents":{"10":"49.9","2":"8.5"},"criteria":[
	{"id":"plan","points":"19.9","max":"60","actual":"99.5","plan":"300","last_year":"100","percent":"33.17","state":"verified"},
	{"id":"pass","points":"30","max":"30","actual":"yes","state":"submitted"},
	{"id":"late","points":"8.5","max":"10","actual":"3","state":"verified"},
	{"id":"plus","points":"0","max":"0","state":"missing"}]},
	{"rank":2,"member":"b","total":"-1.25","max":"40","percent":"-3.125","adjust":"-1.25","contents":{"10":"0","2":"0"},"criteria":[
	{"id":"plan","points":"0","max":"0","state":"na"},
	{"id":"pass","points":"0","max":"30","state":"missing"},
	{"id":"late","points":"0","max":"10","state":"missing"},
	{"id":"plus","points":"-1.25","max":"0","actual":"-1.25","state":"verified"}]}]}`)
}

func TestSummaryJSON(t *testing.T) {
	in := input(cluster(3, []rules.Criterion{
		{ID: "sum", Total: rules.TotalSum, Leaders: 3, MetAt: opt("100"), Method: rules.Method{Kind: rules.None}},
		{ID: "pass", Of: rules.OfValue, Total: rules.TotalCount, Leaders: 3, Method: rules.Method{Kind: rules.Pass}},
		{ID: "place", Of: rules.OfValue, Lower: true, Total: rules.TotalNone, Leaders: 1, LeadersByValue: true, Method: rules.Method{Kind: rules.None}},
		{ID: "fewer", Of: rules.OfLastYear, Lower: true, Total: rules.TotalCount, Leaders: 3, MetAt: opt("100"), Method: rules.Method{Kind: rules.None}},
	}))
	in.Figures = map[Key]Figure{
		{"a", "sum"}: fig("10", "30", "20.0"), {"b", "sum"}: fig("20", "30", ""), {"c", "sum"}: fig("", "1", ""),
		{"a", "pass"}: fig("yes", "", ""), {"b", "pass"}: fig("no", "", ""), {"c", "pass"}: fig("yes", "", ""),
		{"a", "place"}: fig("7", "", ""), {"b", "place"}: fig("9", "", ""), {"c", "place"}: fig("n/a", "", ""),
		{"a", "fewer"}: fig("0", "", "4"), {"b", "fewer"}: fig("3", "", "4"), {"c", "fewer"}: fig("4", "", "4"),
	}
	got, err := Summarise(in).JSON()
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, got, `{"cluster":"test","year":2017,"period":"CN","members":3,"criteria":[
	{"id":"sum","total":"30","plan_total":"60","plan_percent":"50","last_total":"20","change":"-10","growth_percent":"-50","met":{"n":0,"of":2},"missing":["c"],"leaders":[]},
	{"id":"pass","met":{"n":2,"of":3},"missing":[]},
	{"id":"place","missing":[],"leaders":[{"member":"a","value":"7"}]},
	{"id":"fewer","met":{"n":3,"of":3},"missing":[],"leaders":[{"member":"a"},{"member":"b","percent":"133.33"}]}]}`)
}

// sameJSON compares bytes but for white space, so that the order of keys counts.
func sameJSON(t *testing.T, got []byte, want string) {
	t.Helper()
	var g, w bytes.Buffer
	if err := json.Compact(&g, got); err != nil {
		t.Fatal(err)
	}
	if err := json.Compact(&w, []byte(want)); err != nil {
		t.Fatal(err)
	}
	if g.String() != w.String() {
		t.Errorf("got\n%s\nwant\n%s", g.String(), w.String())
	}
}
