package rules

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/workflow/decimal"
	"thidua/workflow/rules/sample"
)

func TestDiff(t *testing.T) {
	old := load(t, string(sample.Cluster))
	for _, x := range []struct{ old, new, want string }{
		{"theme: \"\"", "theme: Về đích sớm", "theme (none) → Về đích sớm"},
		{"award_rules: {covenant_signed: false", "award_rules: {covenant_signed: true", "award_rules.covenant_signed false → true"},
		{"name: tỉnh Long An, short: Long An", "name: tỉnh Long An, short: L. An", "member long-an: short Long An → L. An"},
		{"report_by: 2017-07-10", "report_by: 2017-07-12", "period 6T: report_by 2017-07-10 → 2017-07-12"},
		{"2017-03-27T08:00", "2017-03-27T09:30", `conference ky-ket: at 2017-03-27T08:00 → 2017-03-27T09:30`},
		{`quiet: ["21:00", "06:30"]`, "", `reminders.quiet {from: 21:00, to: 06:30} → (none)`},
		{"deadlines: {before: [14, 7, 3, 1, 0]", "deadlines: {before: [7, 0]", "reminders.deadlines.before [14, 7, 3, 1, 0] → [7, 0]"},
		{"per: 5, points: 0.5", "per: 5, points: 0.25", "criterion viec-lam: method.bonus {per: 5, points: 0.5, max: 5} → {per: 5, points: 0.25, max: 5}"},
		{"rank_by: points", "rank_by: points\nwords: {zero: lẻ}", "words.zero linh → lẻ"},
		{"rank_by: points", "words: {thousand: ngàn}", "words.thousand nghìn → ngàn"},
		{"deputies: [bac-lieu, an-giang]", "deputies: [an-giang]", "deputies [bac-lieu, an-giang] → [an-giang]"},
		{"{name: Cờ thi đua của Chính phủ, places: 2}", "{name: Cờ thi đua của Chính phủ, places: 1}",
			"awards [{name: Cờ thi đua của Chính phủ, places: 2}, {name: Bằng khen của Thủ tướng Chính phủ, places: 2}] → " +
				"[{name: Cờ thi đua của Chính phủ, places: 1}, {name: Bằng khen của Thủ tướng Chính phủ, places: 2}]"},
		{"award_rules:", "covenant:\n  order: together\n  quorum: {members: 8}\n  sign_by: 2017-03-31\n  clauses: [{heading: Báo cáo, text: 'năm {nam}'}]\naward_rules:",
			"clause 1 added\ncovenant.order stages → together\ncovenant.quorum.members 0 → 8\ncovenant.sign_by (none) → 2017-03-31"},
		{"award_rules:", "votes: {quorum: 3/4}\naward_rules:", "votes.quorum 2/3 → 3/4"},
		{"    points: 600\n", "    points: 600\n    ceiling: 610.5\n    prerequisites: [{criterion: viec-lam, cap: 70}]\n",
			"content 1: ceiling (none) → 610.5\ncontent 1: prerequisites [] → [{criterion: viec-lam, cap: 70}]"},
		{"# Sample cluster year.", "# Sample.", "only the text of the file changed (comments, layout, keys without effect): the rules stay, their SHA-256 changes"},
		{"year: 2017", "year: 2017", ""},
	} {
		got := strings.Join(Diff(old, load(t, edit(t, string(sample.Cluster), x.old, x.new))), "\n")
		if got != x.want {
			t.Errorf("got  %s\nwant %s", got, x.want)
		}
	}
	if got := Diff(nil, old); len(got) != 1 || got[0] != "cluster tay-nam-bo, year 2017: new (12 members, 2 periods, 3 contents)" {
		t.Error(got)
	}
}

func TestDiffOfElements(t *testing.T) {
	old := load(t, minimal(t))
	source := edit(t, minimal(t), "id: nghe", "id: lao-dong")
	source = edit(t, source, "points: 54.50", "points: 50")
	source = edit(t, source, "points: 45.50", "points: 50")
	lines := strings.Split(source, "\n")
	lines[5], lines[6] = lines[6], lines[5]
	got := Diff(old, load(t, strings.Join(lines, "\n")))
	want := []string{
		"members in another order: da-nang, hue",
		"content 1: criterion nghe removed",
		"criterion thu: points 54.5 → 50",
		"content 1: criterion lao-dong added",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Whatever field changes, Diff tells it: each one in turn gets another value.
func TestDiffIsComplete(t *testing.T) {
	fields := 0
	var walk func(path string, v reflect.Value, old, changed *Cluster)
	walk = func(path string, v reflect.Value, old, changed *Cluster) {
		check := func(set reflect.Value) {
			fields++
			before := reflect.ValueOf(v.Interface())
			v.Set(set)
			if lines := Diff(old, changed); len(lines) == 0 {
				t.Errorf("%s: %v → %v is not told", path, before, set)
			}
			v.Set(before)
		}
		switch v.Interface().(type) {
		case decimal.Decimal:
			check(reflect.ValueOf(decimal.Must("123.45")))
			return
		case time.Time:
			check(reflect.ValueOf(time.Date(2001, 2, 3, 4, 5, 0, 0, time.UTC)))
			return
		}
		switch v.Kind() {
		case reflect.String:
			check(reflect.ValueOf("another").Convert(v.Type()))
		case reflect.Int:
			check(reflect.ValueOf(v.Int() + 1).Convert(v.Type()))
		case reflect.Bool:
			check(reflect.ValueOf(!v.Bool()))
		case reflect.Pointer:
			if v.IsNil() {
				check(reflect.New(v.Type().Elem()))
			} else {
				walk(path, v.Elem(), old, changed)
			}
		case reflect.Slice:
			check(reflect.Append(v, reflect.Zero(v.Type().Elem())))
			for i := range v.Len() {
				walk(fmt.Sprintf("%s[%d]", path, i), v.Index(i), old, changed)
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if f := v.Type().Field(i); f.IsExported() && f.Name != "Source" && f.Name != "SHA256" {
					walk(path+"."+f.Name, v.Field(i), old, changed)
				}
			}
		}
	}
	old, changed := load(t, string(sample.Cluster)), load(t, string(sample.Cluster))
	walk("cluster", reflect.ValueOf(changed).Elem(), old, changed)
	if fields < 500 {
		t.Errorf("only %d fields were tried", fields)
	}
}
