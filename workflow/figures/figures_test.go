package figures

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
	"thidua/workflow/score"
)

const header = "period,member,criterion,plan,last_year,actual,note\n"

// small has one criterion of every kind.
var small = load(`
cluster: mien-trung
year: 2026
name: Cụm thi đua miền Trung
issuer: {name: CỤM THI ĐUA MIỀN TRUNG}
members:
  - {id: hue, name: thành phố Huế, aliases: [TTH], agency: ỦY BAN NHÂN DÂN THÀNH PHỐ HUẾ}
  - {id: da-nang, name: thành phố Đà Nẵng, agency: ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG}
head: hue
periods:
  - {id: 6T, name: 6 tháng, report_by: 2026-07-10}
  - {id: CN, name: cả năm, report_by: 2027-01-15, scored: true}
contents:
  - id: "1"
    name: Kinh tế
    points: 100
    criteria:
      - {id: thu, name: Thu ngân sách, points: 40, method: {kind: proportional}}
      - {id: tang, name: Tăng trưởng, points: 10, of: last_year, method: {kind: half_leader}}
      - {id: vu, name: Số vụ, points: 10, better: lower, of: last_year, periods: [CN], method: {kind: proportional}}
      - {id: chuan, name: Đạt chuẩn, points: 10, of: value, method: {kind: pass}}
      - {id: cham, name: Chấm điểm, points: 10, of: value, method: {kind: direct}}
      - {id: hang, name: Thứ hạng, points: 10, of: value, method: {kind: places, points: [10, 5]}}
      - {id: han, name: Đúng hạn, points: 10, of: value, method: {kind: on_time, per_day: 1, reports: [6T, CN]}}
      - {id: thuong, name: Thưởng phạt, points: 0, of: value, method: {kind: adjust, min: -5, max: 5}}
`)

func load(source string) *rules.Cluster {
	c, faults := rules.Load([]byte(source))
	if len(faults) > 0 {
		panic(faults)
	}
	return c
}

func read(lines ...string) ([]Row, Faults) {
	return ReadCSV(small, []byte(header+strings.Join(lines, "\n")))
}

func TestSample(t *testing.T) {
	c := load(string(sample.Cluster))
	rows, faults := ReadCSV(c, sample.Figures)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if n := bytes.Count(sample.Figures, []byte("\n")) - 1; len(rows) != n {
		t.Fatalf("%d rows of %d", len(rows), n)
	}
	r := rows[0]
	if r.Where != "line 2" || r.Period != "CN" || r.Member != "an-giang" || r.Criterion != "tang-truong-grdp" ||
		r.Plan.String() != "7.84" || r.LastYear.String() != "7.54" || r.Actual.Number.String() != "7.94" || !r.Given {
		t.Errorf("%+v", r)
	}
}

func TestEveryKind(t *testing.T) {
	rows, faults := read(
		"CN,hue,thu,100,,112.50,",
		"6T,hue,thu,,,,",
		"CN,hue,tang,-3,5,-0.5,\"a note, with a comma\"",
		"CN,hue,vu,0,0,0,",
		"CN,hue,chuan,,,yes,",
		"6T,hue,chuan,,,no,",
		"CN,hue,cham,,,10,",
		"CN,hue,hang,,,3,",
		"CN,hue,han,,,0,",
		"CN,hue,thuong,,,-20,",
		",,,,,,",
		"",
		" CN , da-nang ,vu,,010,n/a, không giao ")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var got []string
	for _, r := range rows {
		got = append(got, fmt.Sprint(r.Where, " ", r.Criterion, " ", r.Plan != nil, " ", r.LastYear != nil, " ", r.Given, " ", value(r), " ", r.Note))
	}
	want := []string{
		"line 2 thu true false true 112.5 ",
		"line 3 thu false false false  ",
		"line 4 tang true true true -0.5 a note, with a comma",
		"line 5 vu true true true 0 ",
		"line 6 chuan false false true yes ",
		"line 7 chuan false false true no ",
		"line 8 cham false false true 10 ",
		"line 9 hang false false true 3 ",
		"line 10 han false false true 0 ",
		"line 11 thuong false false true -20 ",
		"line 14 vu false true true n/a không giao",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if rows[10].LastYear.String() != "10" || rows[10].Member != "da-nang" {
		t.Errorf("%+v", rows[10])
	}
}

// Each line is wrong in one place and is told once.
func TestOneFault(t *testing.T) {
	for _, x := range []struct{ line, want string }{
		{"Q1,hue,thu,1,,1,", `period: there is no period "Q1": the cluster file has 6T, CN`},
		{"cn,hue,thu,1,,1,", `period: there is no period "cn": did you mean "CN"?`},
		{",hue,thu,1,,1,", "period: nothing stands here: write an id"},
		{"CN,vinh,thu,1,,1,", `member: there is no member "vinh": write a member's id`},
		{"CN,TP Huế,thu,1,,1,", `member: there is no member "TP Huế": write`},
		{"CN,Đà Nẵng,thu,1,,1,", `member: there is no member "Đà Nẵng"`},
		{"CN,tth,thu,1,,1,", `member: there is no member "tth": did you mean "hue"?`},
		{"CN,,thu,1,,1,", "member: nothing stands here"},
		{"CN,hue,chi,1,,1,", `criterion: there is no criterion "chi": write a criterion's id`},
		{"CN,hue,Thu ngân sách,1,,1,", `criterion: there is no criterion "Thu ngân sách": did you mean "thu"?`},
		{"CN,hue,,1,,1,", "criterion: nothing stands here"},
		{"6T,hue,vu,1,,1,", `criterion: "vu" is not reported in the period 6T but in CN: remove the row`},
		{`CN,hue,thu,"1,5",,1,`, `plan: "1,5" is not a number: write digits, with a dot`},
		{"CN,hue,thu,1.234.5,,1,", `plan: "1.234.5" is not a number`},
		{"CN,hue,thu,n/a,,1,", `plan: "n/a" is not a number`},
		{"CN,hue,thu,1,1e3,1,", `last_year: "1e3" is not a number`},
		{"CN,hue,thu,1,,+1,", `actual: "+1" is not a number: write digits, with a dot before the decimals and nothing between thousands, as in 1234.5, or yes, no, n/a`},
		{"CN,hue,thu,1,,NaN,", `actual: "NaN" is not a number`},
		{"CN,hue,thu,1,,0x10,", `actual: "0x10" is not a number`},
		{"CN,hue,thu,1,," + strings.Repeat("9", 31) + ",", `actual: "` + strings.Repeat("9", 31) + `" has more than 30 digits`},
		{"CN,hue,thu,1,,Yes,", `actual: "Yes" is not a number`},
		{"CN,hue,thu,1,,yes,", "actual: thu is a criterion with a number: write it instead of yes"},
		{"CN,hue,chuan,,,1,", "actual: 1 is a number, but chuan is met or not: write yes, no or n/a"},
		{"CN,hue,chuan,,,đạt,", `actual: "đạt" is not read: write yes, no or n/a`},
		{"CN,hue,thu,0,,1,", "plan: 0 is not above 0, so nothing can be measured against it"},
		{"CN,hue,tang,,-1,1,", "last_year: -1 is not above 0"},
		{"CN,hue,vu,-1,,1,", "plan: -1 is below 0: where fewer is better"},
		{"CN,hue,vu,,-0.1,1,", "last_year: -0.1 is below 0"},
		{"CN,hue,vu,,1,-1,", "actual: -1 is below 0"},
		{"CN,hue,cham,,,-1,", "actual: -1 is not between 0 and the 10 points of cham"},
		{"CN,hue,cham,,,10.01,", "actual: 10.01 is not between 0 and the 10 points"},
		{"CN,hue,hang,,,0,", "actual: 0 is not a place: write a whole number from 1"},
		{"CN,hue,hang,,,1.5,", "actual: 1.5 is not a place"},
		{"CN,hue,han,,,-1,", "actual: -1 is not a number of days late: write a whole number from 0"},
		{"CN,hue,han,,,0.5,", "actual: 0.5 is not a number of days late"},
		{"CN,hue,thu,1,,1", "the line has 6 fields, the header has 7: decimals are written with a dot"},
		{"CN,hue,thu,1,,1,5,", "the line has 8 fields, the header has 7"},
		{"CN,hue,thu,1,,1," + strings.Repeat("ạ", 1001), "note: the note has 1001 characters"},
		{`CN,hue,thu,1,,1,a "b"`, `a quotation mark stands in a field`},
		{`CN,hue,thu,1,,1,"a`, `a field in quotation marks does not end well`},
		{"CN,hue,thu,1,,2,", "period, member and criterion are those of line 2: remove one of the two"},
		{"CN,hue,thu,1,,\x00,", "this is not UTF-8 text"},
		{"CN,hue,thu,1,,1,\xe1\xba", "this is not UTF-8 text: save the file as CSV UTF-8"},
		{"CN,hue,thu,1,,1," + strings.Repeat("a", maxLine), "the line has 65552 bytes"},
	} {
		rows, faults := read("CN,hue,thu,1,,1,", x.line)
		if first := strings.HasPrefix(x.line, "CN,hue,thu"); first && !strings.Contains(x.want, "those of line 2") {
			rows, faults = read("CN,da-nang,thu,1,,1,", x.line)
		}
		if len(faults) != 1 || rows != nil || faults[0].Where != "line 3" || !strings.HasPrefix(faults[0].Message, x.want) {
			t.Errorf("%.80q:\n got %v\nwant line 3: %s", x.line, faults, x.want)
		}
	}
}

// What is wrong with the file as a whole.
func TestWholeFile(t *testing.T) {
	line := "CN,hue,thu,1,,1,\n"
	all := "period,member,criterion,plan,last_year,actual,note"
	for _, x := range []struct{ file, want string }{
		{"", "the file is empty: it begins with " + all},
		{"\ufeff\r\n", "the file is empty: it begins with " + all},
		{header, "the file has no rows under its header: add the figures"},
		{header + ",,,,,,\n", "the file has no rows under its header: add the figures"},
		{line, "line 1: this is not the header of a figures file: put " + all + " first"},
		{strings.Replace(header, "plan,", "", 1) + line, "line 1: the header has no column plan: it is " + all},
		{strings.Replace(header, "plan,", "plans,", 1) + line, `there is no column "plans"`},
		{strings.Replace(header, "plan,", "note,", 1) + line, `line 1: the column note stands twice: remove one`},
		{strings.Replace(header, "\n", ",remark\n", 1) + "CN,hue,thu,1,,1,,x\n", `line 1: there is no column "remark": the columns are ` + all},
		{strings.ReplaceAll(header, ",", ";") + line, "line 1: the columns are not separated by commas: save the file as CSV UTF-8 with commas, or as .xlsx"},
		{strings.ReplaceAll(header, ",", "\t") + line, "the columns are not separated by commas"},
		{"\xff\xfep\x00e\x00", "line 1: this is not UTF-8 text: save the file as CSV UTF-8"},
		{`"a`, "line 1: a field in quotation marks"},
		{strings.Repeat("a", maxSize+1), "the file has 21 MiB, at most 20 are read: keep only the figures"},
		{header + strings.Replace(line, ",,", ",,,", 1) + line, "line 2: the line has 8 fields, the header has 7"},
		{strings.Replace(header, "\n", ",\n", 1) + "CN,hue,thu,1,,1,,x\n", `line 2: "x" stands to the right of the columns: remove it`},
	} {
		rows, faults := ReadCSV(small, []byte(x.file))
		if rows != nil || !strings.Contains(faults.Error(), x.want) {
			t.Errorf("%.60q: %v; want %s", x.file, faults, x.want)
		}
	}
}

func TestAcceptedForms(t *testing.T) {
	for name, file := range map[string]string{
		"byte order mark":     "\ufeff" + header + "CN,hue,thu,1,,1,\n",
		"CR LF":               strings.ReplaceAll(header+"CN,hue,thu,1,,1,\n", "\n", "\r\n"),
		"another order":       "Note,actual,last_year,plan,criterion,member,PERIOD\n,1,,1,thu,hue,CN\n",
		"all quoted":          `"period","member","criterion","plan","last_year","actual","note"` + "\n" + `"CN","hue","thu","1","","1",""`,
		"an unnamed column":   "period,member,criterion,plan,last_year,actual,note,\nCN,hue,thu,1,,1,,\n",
		"decomposed accents":  header + "CN,hue,thu,1,,1,e\u0302\n",
		"note over two lines": header + "CN,hue,thu,1,,1,\"a\nb\"\n",
	} {
		rows, faults := ReadCSV(small, []byte(file))
		if len(faults) > 0 || len(rows) != 1 || rows[0].Plan.String() != "1" || rows[0].Actual.Number.String() != "1" || rows[0].Where != "line 2" {
			t.Errorf("%s: %v %v", name, rows, faults)
		}
	}
}

// Every fault is named with its line, and none hides another.
func TestThreeBadLines(t *testing.T) {
	_, faults := read(
		"CN,hue,thu,1,,1,",
		"CN,hue,thuu,1,,1,",
		"CN,hue,chuan,,,yes,\"two\nlines\"",
		"CN,nobody,thu,\"1,5\",,1,",
		"CN,da-nang,thu,1,,1,",
		"CN,da-nang,thu,1,,1,",
	)
	want := []string{
		`line 3: criterion: there is no criterion "thuu": write a criterion's id as it stands in the cluster file`,
		`line 6: member: there is no member "nobody": write a member's id as it stands in the cluster file`,
		`line 6: plan: "1,5" is not a number: write digits, with a dot before the decimals and nothing between thousands, as in 1234.5`,
		`line 8: period, member and criterion are those of line 7: remove one of the two`,
	}
	if got := faults.Error(); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s", got)
	}
}

// A file that is far too long is refused by its size, and one full of faults
// once there are enough of them.
func TestTooMuch(t *testing.T) {
	c := *small
	c.Members, c.Periods = nil, nil
	var many strings.Builder
	many.WriteString(header)
	k := small.Contents[0].Criteria[0]
	k.Periods = nil
	for i := range 250 {
		c.Members = append(c.Members, rules.Member{ID: fmt.Sprintf("m%d", i)})
		c.Periods = append(c.Periods, rules.Period{ID: fmt.Sprintf("p%d", i)})
		k.Periods = append(k.Periods, c.Periods[i].ID)
	}
	c.Contents = []rules.Content{{Criteria: []rules.Criterion{k}}}
	for i := range maxRows + 1 {
		fmt.Fprintf(&many, "p%d,m%d,thu,,,,\n", i/250, i%250)
	}
	_, faults := ReadCSV(&c, []byte(many.String()))
	if want := "line 50002: more than 50000 rows are not read at once: split the file"; faults.Error() != want {
		t.Errorf("%d faults: %.200s", len(faults), faults)
	}
	bad := strings.Repeat("CN,hue,chi,,,,\n", maxRows)
	if _, faults := ReadCSV(small, []byte(header+bad)); len(faults) != maxFaults+1 || faults[maxFaults].Message != "the file has more faults from here on: correct those above first" {
		t.Errorf("%d faults", len(faults))
	}
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte(header + "CN,hue,thu,1,,1,\n6T,hue,chuan,,,yes,\"a\"\"b\"\n"))
	f.Add([]byte("\ufeff" + header + "CN,hue,vu,-1,1.5,n/a,a\r\n"))
	f.Add([]byte("a;b\n\"c"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, faults := ReadCSV(small, data)
		if (len(rows) == 0) == (len(faults) == 0) {
			t.Fatalf("%d rows and %d faults", len(rows), len(faults))
		}
		for _, x := range faults {
			if x.Message == "" || strings.ContainsAny(x.String(), "\n\r\x00") {
				t.Fatalf("fault %q", x)
			}
		}
		if len(faults) > 0 {
			return
		}
		// Written out again, the rows read as the same.
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Write(columns)
		for _, r := range rows {
			w.Write([]string{r.Period, r.Member, r.Criterion, optional(r.Plan), optional(r.LastYear), value(r), r.Note})
		}
		w.Flush()
		again, faults := ReadCSV(small, b.Bytes())
		if len(faults) > 0 || len(again) != len(rows) {
			t.Fatalf("%s: %v", b.Bytes(), faults)
		}
		for i := range rows {
			if value(rows[i]) != value(again[i]) || optional(rows[i].Plan) != optional(again[i].Plan) {
				t.Fatalf("%v, then %v", rows[i], again[i])
			}
		}
	})
}

func optional(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func value(r Row) string {
	if r.Actual.Kind == score.Number {
		return r.Actual.Number.String()
	}
	return string(r.Actual.Kind)
}
