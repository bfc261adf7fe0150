package rules

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/workflow/decimal"
	"thidua/workflow/rules/sample"
	"thidua/workflow/text"
)

func minimal(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("testdata/minimal.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func load(t testing.TB, source string) *Cluster {
	t.Helper()
	c, faults := Load([]byte(source))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return c
}

// edit replaces one piece of a file, which must be there.
func edit(t testing.TB, source, old, new string) string {
	t.Helper()
	if strings.Count(source, old) != 1 {
		t.Fatalf("%q stands %d times in the file", old, strings.Count(source, old))
	}
	return strings.Replace(source, old, new, 1)
}

func TestSample(t *testing.T) {
	c := load(t, string(sample.Cluster))
	if c.ID != "tay-nam-bo" || c.Year != 2017 || len(c.Members) != 12 || len(c.Contents) != 3 {
		t.Errorf("%s %d: %d members, %d contents", c.ID, c.Year, len(c.Members), len(c.Contents))
	}
	if string(c.Source) != string(sample.Cluster) || len(c.SHA256) != 64 {
		t.Error("the source is not kept")
	}
	if got := c.Deadline(c.Period("CN")).Format(time.RFC3339); got != "2018-02-13T23:59:59+07:00" {
		t.Error("deadline", got)
	}
	k, content := c.Criterion("viec-lam")
	if content.ID != "1" || k.Method.Bonus == nil || k.Method.Bonus.Points.String() != "0.5" || len(k.Periods) != 2 {
		t.Errorf("viec-lam: %+v", k)
	}
	k, _ = c.Criterion("cchc")
	if k.MetAt != nil || !k.Lower || !k.LeadersByValue || k.Range.Max.String() != "63" {
		t.Errorf("cchc: %+v", k)
	}
	checkInvariants(t, c)
}

func TestDefaults(t *testing.T) {
	c := load(t, minimal(t))
	k, _ := c.Criterion("thu")
	for _, x := range []struct {
		key       string
		got, want any
	}{
		{"timezone", c.Location().String(), "Asia/Ho_Chi_Minh"},
		{"short", c.Members[0].Short, "thành phố Huế"},
		{"handover", c.Handover, Date{}},
		{"rank_by", c.RankBy, RankByPoints},
		{"ties", strings.Join(c.Ties, " "), "vote"},
		{"words", c.Words, text.NumberWords{Zero: "linh", Thousand: "nghìn"}},
		{"votes", c.Votes, Voting{Fraction{2, 3}, Fraction{1, 2}}},
		{"covenant", fmt.Sprint(c.Covenant), "{[] false stages {0 0 0}  30}"},
		{"signing", strings.Join(c.Signing, " "), "chat"},
		{"covenant_signed", c.AwardRules.CovenantSigned, false},
		{"min_percent", c.AwardRules.MinPercent.String(), "0"},
		{"before", slices.Equal(c.Reminders.DeadlineBefore, []int{7, 3, 1, 0}), true},
		{"after", slices.Equal(c.Reminders.DeadlineAfter, []int{1}), true},
		{"conferences", len(c.Reminders.ConferenceBefore), 0},
		{"at", c.Reminders.At, Clock(480)},
		{"quiet", c.Reminders.Quiet == nil, true},
		{"points", k.Points.String(), "54.5"},
		{"better", k.Lower, false},
		{"of", k.Of, OfPlan},
		{"total", k.Total, TotalNone},
		{"plan_percent", k.PlanMean, false},
		{"leaders", k.Leaders, 3},
		{"leaders_by", k.LeadersByValue, false},
		{"met_at", k.MetAt.String(), "100"},
		{"decimals", k.Decimals, 2},
		{"range", k.Range == nil, true},
		{"evidence", k.Evidence, "optional"},
		{"periods", strings.Join(k.Periods, " "), "6T CN"},
		{"from", k.Method.From.String(), "0"},
	} {
		if x.got != x.want {
			t.Errorf("%s: %v, want %v", x.key, x.got, x.want)
		}
	}
}

func TestGiven(t *testing.T) {
	min := minimal(t)
	first := func(c *Cluster) *Criterion { return &c.Contents[0].Criteria[0] }
	const proportional = "points: 54.50, method: {kind: proportional}"
	for _, x := range []struct {
		name, old, new string
		ok             func(c *Cluster) bool
	}{
		{"handover of the last final review", "head: hue", "head: hue\nconferences:\n" +
			"  - {id: a, kind: tong_ket, name: A, at: 2027-03-01T23:30}\n" +
			"  - {id: b, kind: tong_ket, name: B, at: 2027-02-01T08:00}",
			func(c *Cluster) bool {
				return c.Handover.String() == "2027-03-01" && c.Conferences[0].At.Format("15:04 -07") == "23:30 +07"
			}},
		{"handover given", "head: hue", "head: hue\nhandover: 2027-04-01\nconferences: [{id: a, kind: tong_ket, name: A, at: 2027-03-01T08:00}]",
			func(c *Cluster) bool { return c.Handover.String() == "2027-04-01" }},
		{"conference of no kind", "head: hue", "head: hue\nconferences: [{id: a, name: A, at: 2027-03-01T08:00, period: CN}]",
			func(c *Cluster) bool { return c.Conferences[0].Kind == Khac && c.Handover.IsZero() }},
		{"reminders by half", "head: hue", "head: hue\nreminders: {deadlines: {before: [1, 5]}, quiet: [\"21:00\", 06:30], holidays: [2026-09-02, 2027-02-05/2027-02-11]}",
			func(c *Cluster) bool {
				r := c.Reminders
				return slices.Equal(r.DeadlineBefore, []int{5, 1}) && slices.Equal(r.DeadlineAfter, []int{1}) &&
					*r.Quiet == Quiet{21 * 60, 6*60 + 30} && r.At == 480 && len(r.Holidays) == 2 &&
					r.Holidays[0].First == r.Holidays[0].Last && r.Holidays[1].Last.String() == "2027-02-11"
			}},
		{"reminders off", "head: hue", "head: hue\nreminders: {deadlines: {before: [], after: []}}",
			func(c *Cluster) bool { return len(c.Reminders.DeadlineBefore)+len(c.Reminders.DeadlineAfter) == 0 }},
		{"after in order", "head: hue", "head: hue\nreminders: {deadlines: {after: [3, 1]}}",
			func(c *Cluster) bool { return slices.Equal(c.Reminders.DeadlineAfter, []int{1, 3}) }},
		{"votes by half", "head: hue", "head: hue\nvotes: {majority: 3/3}",
			func(c *Cluster) bool { return c.Votes == Voting{Fraction{2, 3}, Fraction{3, 3}} }},
		{"covenant", "head: hue", "head: hue\nsigning: [token]\ncovenant:\n  clauses:\n    - {heading: Báo cáo, text: 'Trong năm {nam}: {bao_cao}.'}\n    - heading: Chung\n      text: |\n        Một.\n\n        Hai {cum_truong}.\n" +
			"  seals: true\n  order: together\n  quorum: {members: 1}\n  sign_by: 2026-03-31\n  turn_minutes: 45",
			func(c *Cluster) bool {
				v := c.Covenant
				return v.Clauses[0] == Clause{"1", "Báo cáo", "Trong năm {nam}: {bao_cao}."} && v.Clauses[1] == Clause{"2", "Chung", "Một.\nHai {cum_truong}."} &&
					v.Seals && v.Order == Together && v.Quorum == Quorum{Members: 1} && v.SignBy.String() == "2026-03-31" && v.TurnMinutes == 45
			}},
		{"an empty key is absent", "head: hue", "head: hue\ndeputies:\ntheme: ~\nreminders:",
			func(c *Cluster) bool { return c.Deputies == nil && c.Reminders.At == 480 }},
		{"of value has no met_at", proportional, "points: 54.50, of: value, method: {kind: proportional}",
			func(c *Cluster) bool { return first(c).MetAt == nil }},
		{"unless given", proportional, "points: 54.50, of: value, met_at: 7.10, method: {kind: proportional}",
			func(c *Cluster) bool { return first(c).MetAt.String() == "7.1" }},
		{"mean of percents needs a plan", proportional, "points: 54.50, of: last_year, plan_percent: mean, method: {kind: proportional}",
			func(c *Cluster) bool { return !first(c).PlanMean }},
		{"bands from the highest", proportional, "points: 54.50, method: {kind: bands, bands: [{at: 95, points: 45.50}, {at: 100, points: 54.5}, {at: -1, points: 0}]}",
			func(c *Cluster) bool {
				b := first(c).Method.Bands
				return b[0].At.String() == "100" && b[1].Points.String() == "45.5" && b[2].At.String() == "-1"
			}},
		{"places", proportional, "points: 54.50, method: {kind: places, points: [54.5, 30, 0, 0]}",
			func(c *Cluster) bool { return len(first(c).Method.Places) == 4 }},
		{"adjust by half", "    criteria:", "    criteria:\n      - {id: phat, name: Phạt, points: 0, method: {kind: adjust, min: -20}}",
			func(c *Cluster) bool { return first(c).Method.Min.String() == "-20" && first(c).Method.Max.Sign() == 0 }},
		{"keys without effect", proportional, "points: 54.50, method: {kind: direct, from: x, bonus: 1, bands: {}, per_day: -1, reports: [XX]}",
			func(c *Cluster) bool { return first(c).Method.Kind == Direct && first(c).Method.Bonus == nil }},
		{"on time", proportional, "points: 54.50, method: {kind: on_time, per_day: 0.5, reports: [6T, CN]}",
			func(c *Cluster) bool {
				m := first(c).Method
				return m.PerDay.Equal(decimal.Must("0.5")) && len(m.Reports) == 2
			}},
		{"BOM", "cluster: mien-trung", "\ufeffcluster: mien-trung",
			func(c *Cluster) bool { return c.ID == "mien-trung" && strings.HasPrefix(string(c.Source), "\ufeff") }},
		{"NFD and odd spaces", "name: Kinh tế", "name: \"Kinh\u00a0te\u0302\u0301\u200b\"",
			func(c *Cluster) bool { return c.Contents[0].Name == "Kinh tế" }},
		{"Windows lines", "\nhead: hue\n", "\r\nhead: hue\r\n",
			func(c *Cluster) bool { return c.Head == "hue" }},
		{"text over lines", "name: Kinh tế", "name: >-\n      Kinh\n      tế",
			func(c *Cluster) bool { return c.Contents[0].Name == "Kinh tế" }},
	} {
		t.Run(x.name, func(t *testing.T) {
			c := load(t, edit(t, min, x.old, x.new))
			if !x.ok(c) {
				t.Errorf("%+v", c)
			}
			checkInvariants(t, c)
		})
	}
}

// checkInvariants is what the rest of the program takes for granted.
func checkInvariants(t testing.TB, c *Cluster) {
	t.Helper()
	must := func(ok bool, what string) {
		if !ok {
			t.Errorf("loaded although: %s", what)
		}
	}
	must(c.Yearly() != nil, "no period is scored")
	must(c.Member(c.Head) != nil, "no head")
	must(!slices.Contains(c.Deputies, c.Head), "the head is a deputy")
	for _, d := range c.Deputies {
		must(c.Member(d) != nil, "unknown deputy")
	}
	for _, m := range c.Members {
		must(m.ID != "" && m.Name != "" && m.Short != "" && m.Agency != "", "a member without a name")
	}
	for _, p := range c.Periods {
		must(p.ID != "" && p.Name != "" && !p.ReportBy.IsZero(), "a period without a deadline")
	}
	seen := map[string]bool{}
	for _, n := range c.Contents {
		sum := decimal.Int(0)
		for _, k := range n.Criteria {
			must(!seen[k.ID], "a criterion twice")
			seen[k.ID] = true
			must(len(k.Periods) > 0 && k.Method.Kind != "", "a criterion without periods or method")
			must(k.MetAt != nil || k.Of == OfValue, "no met_at")
			for _, p := range slices.Concat(k.Periods, k.Method.Reports) {
				must(c.Period(p) != nil, "unknown period")
			}
			must(k.Method.Kind != Bands || len(k.Method.Bands) > 0, "no bands")
			must(k.Method.Kind != Places || len(k.Method.Places) > 0, "no places")
			must(k.Method.Bonus == nil || k.Method.Bonus.Per.Sign() > 0, "a bonus per 0")
			must(k.Method.Min.Sign() <= 0 && k.Method.Max.Sign() >= 0, "min and max")
			sum = sum.Add(k.Points)
		}
		must(sum.Equal(n.Points), "points do not add up")
		must(n.Ceiling == nil || n.Ceiling.Sign() >= 0, "a ceiling below 0")
		for _, p := range n.Prerequisites {
			k, _ := c.Criterion(p.Criterion)
			must(k != nil && k.CanBeMet(), "a prerequisite that cannot be met")
			must(p.Cap.Sign() >= 0 && !decimal.Int(100).Less(p.Cap), "a cap that is no percent")
		}
	}
	must(len(c.Signing) > 0 && len(c.SHA256) == 64, "no signing or hash")
	must(Diff(c, c) == nil, "differs from itself")
}

func FuzzLoad(f *testing.F) {
	f.Add(sample.Cluster)
	f.Add([]byte(minimal(f)))
	f.Add([]byte("cluster: &a x\nname: *a\n<<: {}\n---\n"))
	f.Add([]byte("contents: [{points: [[{"))
	f.Fuzz(func(t *testing.T, source []byte) {
		c, faults := Load(source)
		if (c == nil) == (len(faults) == 0) {
			t.Fatal("neither a cluster nor a fault, or both")
		}
		for i, fault := range faults {
			if fault.Line < 1 || fault.Column < 1 || fault.Message == "" || strings.Contains(fault.Message, "yaml:") {
				t.Errorf("%+v", fault)
			}
			if i > 0 && fault.Line < faults[i-1].Line {
				t.Error("not in order")
			}
		}
		if c != nil {
			checkInvariants(t, c)
		}
	})
}

// A share is compared exactly, and at its very edge.
func TestShares(t *testing.T) {
	for _, x := range []struct {
		share           string
		n, all          int
		reached, passed bool
	}{
		{"2/3", 8, 12, true, false}, {"2/3", 9, 12, true, true}, {"2/3", 7, 12, false, false}, {"2/3", 7, 10, true, true},
		{"1/2", 6, 12, true, false}, {"1/2", 7, 12, true, true}, {"1/1", 12, 12, true, true}, {"1/1", 11, 12, false, false},
		{"4/4", 3, 3, true, true}, {"1/3", 0, 0, false, false}, {"1/9999", 1, 9999, true, false},
	} {
		f, err := share(x.share)
		if err != nil {
			t.Fatal(err)
		}
		if f.Reached(x.n, x.all) != x.reached || f.Passed(x.n, x.all) != x.passed {
			t.Errorf("%d of %d by %s: reached %v, passed %v", x.n, x.all, f, f.Reached(x.n, x.all), f.Passed(x.n, x.all))
		}
	}
}
