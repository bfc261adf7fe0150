package rules

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"thidua/workflow/decimal"
)

// What the report tells, each key with another value than its default.
func TestReportKeys(t *testing.T) {
	source := edit(t, minimal(t), "points: 54.50, method", `points: 54.50, total: sum, report: {heading: Về kinh tế, phrase: "toàn Cụm thu {total}", say: [total, share],
        met: "có từ {at}/{max} điểm trở lên", lead: "có {n} đơn vị như", style: exceeds, from: 10, of: 63, unit: {name: tỷ USD, divide: 1000, decimals: 1}, compare: {name: bình quân cả nước, value: 6.21}}, method`) + `
report:
  movements: [Cả nước chung sức xây dựng nông thôn mới]
  commendations: [{text: đã khen thưởng, unit: trường hợp, criteria: [thu]}]
  improved: [{text: giảm cả hai mặt như, criteria: [thu]}]
`
	c := load(t, source)
	from := decimal.Int(10)
	want := Telling{
		Heading: "Về kinh tế", Phrase: "toàn Cụm thu {total}", Say: []string{SayTotal, SayShare}, Met: "có từ {at}/{max} điểm trở lên",
		Lead: "có {n} đơn vị như", Style: StyleExceeds, From: &from, Of: 63, Unit: &ReportUnit{"tỷ USD", decimal.Int(1000), 1}, Compare: &Comparison{"bình quân cả nước", decimal.Must("6.21")},
	}
	got := c.Contents[0].Criteria[0].Report
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got.Says(SayMet) || !got.Says(SayShare) {
		t.Error("say names what is said")
	}
	plain := c.Contents[0].Criteria[1].Report
	if !reflect.DeepEqual(plain, Telling{}) || !plain.Says(SayMet) || plain.Says(SayShare) {
		t.Errorf("without the key: %+v", plain)
	}
	if !reflect.DeepEqual(c.Report, Report{
		Movements:     []string{"Cả nước chung sức xây dựng nông thôn mới"},
		Commendations: []Commendations{{"đã khen thưởng", "trường hợp", []string{"thu"}}},
		Improved:      []Improvement{{"giảm cả hai mặt như", []string{"thu"}}},
	}) {
		t.Errorf("got %+v", c.Report)
	}
	changes := Diff(load(t, edit(t, source, "phrase: \"toàn Cụm thu {total}\", ", "")), c)
	if len(changes) != 1 || changes[0] != `criterion thu: report.phrase (none) → "toàn Cụm thu {total}"` {
		t.Errorf("got %q", changes)
	}
}

func TestReportFaults(t *testing.T) {
	const thu, end = "points: 54.50, method", "kind: pass}}\n"
	for _, x := range []struct{ old, new, want string }{
		{thu, "report: kinh tế, " + thu, `17:48: report: keys with values are expected`},
		{thu, "report: {headings: a}, " + thu, `17:49: unknown key "headings": did you mean "heading"?`},
		{thu, `report: {phrase: "{sum}"}, ` + thu, `17:57: phrase: "{sum}" is filled in by nothing here: known is {total}`},
		{thu, `report: {met: "{at} {total}"}, ` + thu, `17:54: met: "{total}" is filled in by nothing here: known is {at}, {max}, {last}`},
		{thu, `report: {lead: "có {n"}, ` + thu, `17:55: lead: "có {n" has a brace without its other half`},
		{thu, "report: {say: [sum]}, " + thu, `17:55: say: "sum" is unknown: it is one of total, plan, growth`},
		{thu, "report: {say: []}, " + thu, `17:54: say: the list is empty`},
		{thu, "report: {style: exceed}, " + thu, `17:56: style: "exceed" is unknown: did you mean "exceeds"?`},
		{thu, "report: {compare: {name: cả nước}}, " + thu, `17:58: compare: the key "value" is missing`},
		{thu, "met_over: true, " + thu, `17:50: met_over: only a value is met beyond met_at`},
		{thu, "report: {of: 0}, " + thu, `17:53: of: 0 is not between 1 and 10000`},
		{thu, "report: {from: mười}, " + thu, `17:55: from: "mười" is not a number`},
		{thu, "report: {unit: {name: tỷ USD}}, " + thu, `17:55: unit: the key "divide" is missing`},
		{thu, "report: {unit: {name: tỷ USD, divide: 0}}, " + thu, `17:78: divide: 0 is not above 0`},
		{end, end + "report: {movements: [a, a]}\n", `19:25: movements: "a" stands twice`},
		{end, end + "report: {commendations: [{text: a, criteria: [thu]}]}\n", `19:47: criteria: "thu" has no sum to tell: give the criterion "total: sum"`},
		{end, end + "report: {commendations: [{text: a, criteria: [tu]}]}\n", `19:47: criteria: `},
		{end, end + "report: {commendations: [{text: a}]}\n", `19:26: a list of commendations: the key "criteria" is missing`},
		{end, end + "report: {improved: [{text: a, criteria: [nghe]}]}\n", `19:42: criteria: "nghe" is done or not`},
		{end, end + "report: {improved: [{criteria: [thu]}]}\n", `19:21: what improved: the key "text" is missing`},
	} {
		_, faults := Load([]byte(edit(t, minimal(t), x.old, x.new)))
		if len(faults) != 1 || !strings.HasPrefix(fmt.Sprintf("%d:%d: %s", faults[0].Line, faults[0].Column, faults[0].Message), x.want) {
			t.Errorf("%s: got %v", x.want, faults)
		}
	}
}
