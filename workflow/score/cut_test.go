package score

import (
	"strings"
	"testing"

	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// held is a content of 100 marked points under a ceiling and caps, beside a
// content with what the caps ask for.
func held(marks, ceiling string, caps ...rules.Prerequisite) Input {
	c := cluster(1, []rules.Criterion{direct("60"), direct("40")}, []rules.Criterion{
		{ID: "plan", Name: "Thu <ngân sách>", Points: dec("10"), MetAt: opt("100"), Method: rules.Method{Kind: rules.Proportional}},
		{ID: "pass", Name: "Đạt chuẩn", Of: rules.OfValue, Points: dec("10"), Method: rules.Method{Kind: rules.Pass}},
		{ID: "place", Name: "Xếp hạng", Of: rules.OfValue, Lower: true, MetAt: opt("2"), Method: rules.Method{Kind: rules.None}},
		{ID: "value", Name: "Tỷ lệ", Of: rules.OfValue, MetAt: opt("82.5"), Method: rules.Method{Kind: rules.None}},
		{ID: "half", Name: "Nửa năm", Of: rules.OfValue, Periods: []string{"6T"}, Method: rules.Method{Kind: rules.Pass}},
	})
	c.Contents[0].Ceiling, c.Contents[0].Prerequisites = opt(ceiling), caps
	in := input(c)
	first, second, _ := strings.Cut(marks, " ")
	in.Figures[Key{"a", "k1.1"}], in.Figures[Key{"a", "k1.2"}] = fig(first, "", ""), fig(second, "", "")
	return in
}

func TestCuts(t *testing.T) {
	at := func(criterion, limit string) rules.Prerequisite {
		return rules.Prerequisite{Criterion: criterion, Cap: dec(limit)}
	}
	for _, tt := range []struct {
		name    string
		in      Input
		figures map[string]Figure
		left    string // of the first content
		cut     string // "" none
		why     string // prerequisite
		says    string // in the Vietnamese sentence
	}{
		{"no holds", held("60 40", ""), nil, "100", "", "", ""},
		{"under the ceiling", held("60 30", "90"), nil, "90", "", "", ""},
		{"above the ceiling", held("60 30.01", "90"), nil, "90", "-0.01", "", "nhiều nhất 90 điểm, kể cả điểm vượt chỉ tiêu; các tiêu chí cộng được 90,01. 90 − 90,01 = -0,01 điểm."},
		{"a ceiling of 0", held("60 0", "0"), nil, "0", "-60", "", ""},
		{"met", held("60 40", "", at("pass", "70")), map[string]Figure{"pass": fig("yes", "", "")}, "100", "", "", ""},
		{"not met", held("60 40", "", at("pass", "70")), map[string]Figure{"pass": fig("no", "", "")}, "70", "-30", "pass", "“Đạt chuẩn” không đạt nên nội dung này chỉ được tính nhiều nhất 70% của 100 điểm; các tiêu chí cộng được 100. 70% × 100 − 100 = -30 điểm."},
		{"not met, little earned", held("60 10", "", at("pass", "70")), map[string]Figure{"pass": fig("no", "", "")}, "70", "", "", ""},
		{"not reported", held("60 40", "", at("pass", "70")), nil, "70", "-30", "pass", "Chưa báo cáo tiêu chí điều kiện “Đạt chuẩn”"},
		{"submitted counts", held("60 40", "", at("pass", "70")), map[string]Figure{"pass": {Value: val("yes")}}, "100", "", "", ""},
		{"does not apply", held("60 40", "", at("pass", "70")), map[string]Figure{"pass": fig("n/a", "", "")}, "100", "", "", ""},
		{"said not to apply, not verified", held("60 40", "", at("pass", "70")), map[string]Figure{"pass": {Value: val("n/a")}}, "70", "-30", "pass", "Chưa báo cáo"},
		{"of another period", held("60 40", "", at("half", "70")), nil, "100", "", "", ""},
		{"a hair short", held("60 40", "", at("plan", "50")), map[string]Figure{"plan": fig("99.9999", "100", "")}, "50", "-50", "plan", "“Thu <ngân sách>” mới đạt 99,9999%, yêu cầu từ 100%"},
		{"just reached", held("60 40", "", at("plan", "50")), map[string]Figure{"plan": fig("100", "100", "")}, "100", "", "", ""},
		{"no plan", held("60 40", "", at("plan", "50")), map[string]Figure{"plan": fig("100", "", "")}, "50", "-50", "plan", "có số liệu nhưng chưa tính được tỷ lệ"},
		{"a value short", held("60 40", "", at("value", "50")), map[string]Figure{"value": fig("82", "", "")}, "50", "-50", "value", "“Tỷ lệ” mới đạt 82, yêu cầu từ 82,5 trở lên"},
		{"fewer is better, met", held("60 40", "", at("place", "50")), map[string]Figure{"place": fig("2", "", "")}, "100", "", "", ""},
		{"fewer is better, not met", held("60 40", "", at("place", "50")), map[string]Figure{"place": fig("3", "", "")}, "50", "-50", "place", "“Xếp hạng” là 3, yêu cầu không quá 2"},
		{"the smallest of several", held("60 40", "80", at("pass", "70"), at("plan", "60")), nil, "60", "-40", "plan", ""},
		{"of equal ones the first", held("60 40", "60", at("plan", "60"), at("pass", "60")), nil, "60", "-40", "plan", ""},
		{"the ceiling is smaller", held("60 40", "50", at("plan", "60")), nil, "50", "-50", "", ""},
		{"a cap of what applies", held("60 n/a", "", at("pass", "50")), nil, "30", "-30", "pass", "50% của 60 điểm; các tiêu chí cộng được 60. 50% × 60 − 60 = -30 điểm."},
		{"nothing applies", held("n/a n/a", "", at("pass", "50")), nil, "0", "", "", ""},
		{"rounded once, half away from zero", held("60 40", "", at("pass", "33.335")), nil, "33.33", "-66.67", "pass", "33,335% × 100 − 100 = -66,665 → -66,67 điểm."},
		{"less than half a hundredth", held("60 40", "", at("pass", "99.9951")), nil, "100", "", "", ""},
		{"a cap of 0", held("60 40", "", at("pass", "0")), nil, "0", "-100", "pass", ""},
		{"a cap of 100 holds bonuses alone", held("60 40", "", at("pass", "100")), nil, "100", "", "", ""},
	} {
		for id, f := range tt.figures {
			tt.in.Figures[Key{"a", id}] = f
		}
		r := Rank(tt.in)
		sums(t, r)
		row, cut, why := r.Rows[0], "", ""
		for _, c := range row.Cuts {
			if cut = c.Points.String(); c.Prerequisite != nil {
				why = c.Prerequisite.ID
			}
			n := text.Notice{Key: c.Reason.Key, Args: c.Reason.Args}
			if s := text.Plain(text.Vietnamese, n); !strings.Contains(s, tt.says) || strings.ContainsAny(s+text.Plain(text.English, n), "{}") {
				t.Errorf("%s: %s", tt.name, s)
			}
		}
		if got := row.Contents[0].String(); got != tt.left || cut != tt.cut || why != tt.why {
			t.Errorf("%s: %s left, %s cut for %q; want %s, %s, %q", tt.name, got, cut, why, tt.left, tt.cut, tt.why)
		}
	}
}

// Bonuses are cut, points that are added or taken away are not.
func TestCutsLeaveAdjustAlone(t *testing.T) {
	bonus := rules.Method{Kind: rules.Proportional, Bonus: &rules.Bonus{Per: dec("1"), Points: dec("1"), Max: dec("5")}}
	in := input(cluster(1, []rules.Criterion{{ID: "plan", Points: dec("10"), Method: bonus},
		{ID: "plus", Of: rules.OfValue, Method: rules.Method{Kind: rules.Adjust, Max: dec("9")}}}))
	in.Cluster.Contents[0].Ceiling = opt("12")
	in.Figures[Key{"a", "plan"}], in.Figures[Key{"a", "plus"}] = fig("110", "100", ""), fig("7", "", "")
	r := Rank(in)
	sums(t, r)
	if a := r.Rows[0]; a.Contents[0].String() != "12" || a.Adjust.String() != "7" || a.Total.String() != "19" || a.Max.String() != "10" {
		t.Errorf("content %v, adjust %v, total %v of %v", a.Contents[0], a.Adjust, a.Total, a.Max)
	}
	got, err := r.JSON()
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, got, `{"cluster":"test","year":2017,"period":"CN","provisional":false,"rules_sha256":"abc","members":[
	{"rank":1,"member":"a","total":"19","max":"10","percent":"190","adjust":"7","contents":{"1":"12"},"cuts":[{"content":"1","points":"-3"}],"criteria":[
	{"id":"plan","points":"15","max":"10","actual":"110","plan":"100","percent":"110","state":"verified"},
	{"id":"plus","points":"7","max":"0","actual":"7","state":"verified"}]}]}`)
	if c := r.Rows[0].CutOf(0, dec("12.5")); c == nil || c.Points.String() != "-0.5" || r.Rows[0].CutOf(0, dec("12")) != nil {
		t.Errorf("of 12.5 points %v is cut", c)
	}
}
