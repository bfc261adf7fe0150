package rules

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"thidua/workflow/rules/sample"
)

// next drafts the next year; who leads stays where none is named.
func next(t testing.TB, c *Cluster, head string, deputies ...string) (*Cluster, []string) {
	t.Helper()
	draft, left, err := c.Next(head, deputies)
	if err != nil {
		t.Fatalf("%v\n%s", err, c.Source)
	}
	return load(t, string(draft)), left
}

func TestNextOfTheSample(t *testing.T) {
	c := load(t, string(sample.Cluster))
	n, left := next(t, c, "bac-lieu", "ca-mau", "vinh-long")
	want := string(sample.Cluster)
	for _, pair := range [][2]string{
		{"year: 2017", "year: 2018"},
		{"head: vinh-long", "head: bac-lieu"},
		{"deputies: [bac-lieu, an-giang]", "deputies: [ca-mau, vinh-long]"},
		{"6 tháng đầu năm 2017, report_by: 2017-07-10", "6 tháng đầu năm 2018, report_by: 2018-07-10"},
		{"{id: CN, name: năm 2017, report_by: 2018-02-13", "{id: CN, name: năm 2018, report_by: 2019-02-13"},
		{"handover: 2018-04-04", "handover: 2019-04-04"},
		{"giao ước thi đua năm 2017, at: 2017-03-27T08:00", "giao ước thi đua năm 2018, at: 2018-03-27T08:00"},
		{"6 tháng đầu năm 2017, at: 2017-07-25T08:00", "6 tháng đầu năm 2018, at: 2018-07-25T08:00"},
		{"tổng kết năm 2017 và ký kết giao ước thi đua năm 2018, at: 2018-04-04T08:00", "tổng kết năm 2018 và ký kết giao ước thi đua năm 2019, at: 2019-04-04T08:00"},
		{"holidays: [2018-01-01, 2018-02-14/2018-02-20]", "holidays: [2019-01-01, 2018-02-14/2018-02-20]"},
	} {
		want = edit(t, want, pair[0], pair[1])
	}
	if got := string(n.Source); got != want {
		t.Errorf("%s", strings.Join(Diff(load(t, want), n), "\n"))
	}
	if !slices.Equal(left, []string{"2018-02-14/2018-02-20"}) {
		t.Errorf("left: %q", left)
	}
}

func TestNextDays(t *testing.T) {
	for from, want := range map[string]string{
		"2017-07-10": "2018-07-10",
		"2017-07-28": "2018-07-30", // a Saturday
		"2017-12-31": "2018-12-31",
		"2018-01-01": "2019-01-02", // a holiday
		"2020-02-29": "2021-03-01", // the 28th is a Sunday
		"2016-02-29": "2017-02-28",
		"2021-04-30": "2022-05-02", // 30 April and 1 May, a weekend
	} {
		d, err := day(from)
		if got := moved(d).String(); err != nil || got != want {
			t.Errorf("%s: %s, want %s", from, got, want)
		}
	}
}

func TestNextInEveryStyle(t *testing.T) {
	base := minimal(t)
	for _, x := range []struct {
		name, old, new string // the file
		want           string // in the draft
		deputies       []string
	}{
		{"comments", "head: hue\n", "head: hue   # cụm trưởng 2026\ndeputies: # hai đơn vị, năm 2026\n  - da-nang # thứ nhất\n", "head: hue   # cụm trưởng 2026\ndeputies: # hai đơn vị, năm 2026\n  - da-nang # thứ nhất\n", []string{"da-nang"}},
		{"none any more", "head: hue\n", "head: hue\ndeputies:\n  - da-nang # thứ nhất\n", "head: hue\ndeputies: [] # thứ nhất\n", nil},
		{"flow over lines", "head: hue\n", "head: hue\ndeputies: [\n  da-nang, # ] thứ nhất\n  ]\n", "head: hue\ndeputies: []\n", nil},
		{"some for the first time", "head: hue\n", "head: hue # cụm trưởng\n", "head: hue # cụm trưởng\ndeputies: [da-nang]\n", []string{"da-nang"}},
		{"an empty key", "head: hue\n", "deputies:\nhead: hue\n", "deputies: [da-nang]\nhead: hue\n", []string{"da-nang"}},
		{"a null", "head: hue\n", "deputies: ~ # chưa có\nhead: hue\n", "deputies: [da-nang] # chưa có\nhead: hue\n", []string{"da-nang"}},
		{"quoted", "year: 2026", `year: "2026" # năm`, `year: "2027" # năm`, nil},
		{"single quotes", "head: hue\n", "head: 'hue'\n", "head: 'hue'\n", nil},
		{"block text", "name: Cụm thi đua miền Trung\n", "name: >-\n  Cụm thi đua\n  năm 2026\n", "name: >-\n  Cụm thi đua\n  năm 2027\n", nil},
		{"text over lines", "name: Cụm thi đua miền Trung\n", "name: Cụm thi đua\n  năm 2026\n", "name: Cụm thi đua\n  năm 2027\n", nil},
		{"escapes", "name: Cụm thi đua miền Trung\n", `name: "Cụm \"thi đua\" năm 2026, số 1/2026, giai đoạn 2026-2030"` + "\n", `name: "Cụm \"thi đua\" năm 2027, số 1/2026, giai đoạn 2026-2030"` + "\n", nil},
		{"a quote in quotes", "name: Cụm thi đua miền Trung\n", "name: 'Cụm ''số 1'' năm 2026' # năm 2026\n", "name: 'Cụm ''số 1'' năm 2027' # năm 2026\n", nil},
		{"quorum", "head: hue\n", "head: hue\ndeputies: [da-nang]\ncovenant: {quorum: {deputies: 1}, sign_by: 2026-03-31}\n", "deputies: []\ncovenant: {quorum: {deputies: 0}, sign_by: 2027-03-31}\n", nil},
		{"clauses", "head: hue\n", "head: hue\ncovenant:\n  clauses:\n    - heading: Năm 2026\n      text: |\n        Báo cáo năm 2026, {nam}\n        theo QĐ 1/2026\n", "    - heading: Năm 2027\n      text: |\n        Báo cáo năm 2027, {nam}\n        theo QĐ 1/2026\n", nil},
		{"quoted days", "report_by: 2026-07-10", `report_by: "2026-07-10"`, `report_by: "2027-07-12"`, nil}, // a Saturday
	} {
		c := load(t, edit(t, base, x.old, x.new))
		n, _ := next(t, c, "hue", x.deputies...)
		if !strings.Contains(string(n.Source), x.want) {
			t.Errorf("%s: %q is not in\n%s", x.name, x.want, n.Source)
		}
	}
	if _, _, err := load(t, base).Next("hue", []string{"hue"}); err == nil {
		t.Error("the head became its own deputy")
	}
	crlf := load(t, "\ufeff"+strings.ReplaceAll(base, "\n", "\r\n"))
	if n, _ := next(t, crlf, "da-nang", "hue"); !strings.HasPrefix(string(n.Source), "\ufeffcluster") || !strings.Contains(string(n.Source), "head: da-nang\r\ndeputies: [hue]\n") {
		t.Errorf("%q", n.Source)
	}
}

// Whatever valid file there is, the next year's loads, says what it should, and
// differs in nothing else.
func TestNextOfAnyFile(t *testing.T) {
	for seed := range uint64(400) {
		w := &written{r: rand.New(rand.NewPCG(seed, 7))}
		source := w.file()
		c, faults := Load([]byte(source))
		if len(faults) > 0 {
			t.Fatalf("seed %d: %v\n%s", seed, faults, source)
		}
		members := []string{"a", "b", "c", "null"}
		w.r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		head, deputies := members[0], members[1:1+w.r.IntN(4)]
		n, _ := next(t, c, head, deputies...)
		if n.Head != head || !slices.Equal(n.Deputies, deputies) || n.Year != 2018 || len(n.Members) != 4 {
			t.Fatalf("seed %d:\n%s", seed, n.Source)
		}
		for i, p := range n.Periods {
			if want := moved(c.Periods[i].ReportBy); p.ReportBy != want || p.Name != strings.ReplaceAll(c.Periods[i].Name, "2017", "2018") {
				t.Fatalf("seed %d: period %+v\n%s", seed, p, n.Source)
			}
		}
		for i, k := range n.Conferences {
			if want := moved(DateOf(c.Conferences[i].At)); DateOf(k.At) != want || k.At.Hour() != c.Conferences[i].At.Hour() {
				t.Fatalf("seed %d: conference %+v\n%s", seed, k, n.Source)
			}
		}
		for _, remark := range w.remarks {
			if strings.Count(string(n.Source), remark) != 1 {
				t.Fatalf("seed %d: the comment %q is lost\n%s", seed, remark, n.Source)
			}
		}
		if strings.Join(n.LegalBasis, "") != strings.Join(c.LegalBasis, "") {
			t.Fatalf("seed %d: the legal basis changed\n%s", seed, n.Source)
		}
	}
}

// written writes a valid file in one of the many ways there are.
type written struct {
	r       *rand.Rand
	remarks []string
}

func (w *written) some(of int) bool { return w.r.IntN(of) == 0 }

// remark is a comment behind a line, or none.
func (w *written) remark() string {
	if !w.some(3) {
		return ""
	}
	s := fmt.Sprintf("ghi chú %d: năm 2017, [a, 'b] \"", len(w.remarks))
	w.remarks = append(w.remarks, s)
	return " # " + s
}

func (w *written) word(s string) string {
	switch {
	case s == "null" || w.some(4):
		return `"` + s + `"`
	case w.some(3):
		return "'" + s + "'"
	}
	return s
}

func (w *written) list(key string, words []string) string {
	switch w.r.IntN(3) {
	case 0:
		s := key + ":" + w.remark() + "\n"
		for _, word := range words {
			s += "  - " + w.word(word) + "\n"
		}
		return s
	case 1:
		s := key + ": ["
		for _, word := range words {
			s += "\n  " + w.word(word) + ",\n"
		}
		return s + "]" + w.remark() + "\n"
	}
	var all []string
	for _, word := range words {
		all = append(all, w.word(word))
	}
	return key + ": [" + strings.Join(all, ", ") + "]" + w.remark() + "\n"
}

func (w *written) day() string {
	return fmt.Sprintf("2017-%02d-%02d", 1+w.r.IntN(12), 1+w.r.IntN(28))
}

// object is a mapping in a list, in braces or over lines.
func (w *written) object(pairs ...string) string {
	s, sep, end := "  - ", "\n    ", "\n"
	if w.some(2) {
		s, sep, end = "  - {", ", ", "}"+w.remark()+"\n"
	}
	for i := 0; i < len(pairs); i += 2 {
		if i > 0 {
			s += sep
		}
		s += pairs[i] + ": " + pairs[i+1]
	}
	return s + end
}

func (w *written) file() string {
	parts := []string{
		"year: " + w.word("2017") + w.remark() + "\n",
		"head: " + w.word("a") + w.remark() + "\n",
		"name: " + w.word("Cụm thi đua năm 2017") + w.remark() + "\n",
		"issuer: {name: CỤM}\n",
		w.list("legal_basis", []string{"Nghị định số 91/2017/NĐ-CP", "Luật năm 2013"}),
		"members:\n" + w.object("id", "a", "name", "A", "agency", "A") + w.object("id", w.word("b"), "name", "B", "agency", "B") +
			w.object("id", "c", "name", "C", "agency", "C") + w.object("id", `"null"`, "name", "D", "agency", "D"),
		"periods:\n" + w.object("id", "6T", "name", w.word("6 tháng năm 2017"), "report_by", w.word(w.day())) +
			w.object("id", "CN", "scored", "true", "report_by", w.day()),
		"contents:\n  - id: \"1\"\n    name: " + w.word("Kinh tế") + w.remark() + "\n    points: 10\n    criteria:\n      - {id: thu, name: Thu, points: 10, method: {kind: pass}}\n",
	}
	if w.some(2) {
		parts = append(parts, w.list("deputies", []string{"b", "c", "null"}[:1+w.r.IntN(3)]))
	}
	if w.some(2) {
		parts = append(parts, "handover: "+w.word(w.day())+w.remark()+"\n")
	}
	if w.some(2) {
		parts = append(parts, "conferences:\n"+w.object("id", "x", "name", w.word("Tổng kết năm 2017"), "at", w.word(w.day()+"T08:00"), "kind", "tong_ket"))
	}
	if w.some(2) {
		parts = append(parts, "reminders:\n  holidays: ["+w.day()+", 2017-04-30/2017-05-01]\n")
	}
	w.r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	return "cluster: cum\n" + strings.Join(parts, "")
}
