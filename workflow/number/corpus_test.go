package number

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"

	"thidua/workflow/decimal"
)

// A sample is a line of the corpus: a text, the question it answers, and what a
// person says it means.
type sample struct {
	line     string
	said     string
	question Question
	verdict  Verdict
	numbers  string // the value, or the choices in their order
	why      string
}

// corpus was judged by hand against the domain notes, line by line.
func corpus(t testing.TB) []sample {
	t.Helper()
	f, err := os.Open("testdata/corpus.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []sample
	var q Question
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		cells := append(strings.Split(lines.Text(), "\t"), "", "", "")
		switch {
		case lines.Text() == "" || strings.HasPrefix(lines.Text(), "# "):
			continue
		case cells[0] == "@":
			q = Question{Unit: cells[1], Plan: known(cells[2]), LastYear: known(cells[3])}
			if least, most, ranged := strings.Cut(cells[4], ","); ranged {
				q.Least, q.Most = known(least), known(most)
			}
			if cells[5] != "" {
				q.Earlier = known(cells[5])
			}
			if q.Unit == "yes/no" {
				q = Question{YesNo: true}
			}
			continue
		}
		said, err := strconv.Unquote(`"` + cells[0] + `"`)
		if err != nil {
			t.Fatalf("line %d: %q: %v", n, cells[0], err)
		}
		s := sample{line: strconv.Itoa(n), said: said, question: q, verdict: Verdict(cells[1]), numbers: cells[2]}
		if cells[3] != "" {
			s.why = "number." + cells[3]
		}
		list = append(list, s)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func known(s string) *decimal.Decimal {
	if s == "-" {
		return nil
	}
	d := decimal.Must(s)
	return &d
}

func TestCorpus(t *testing.T) {
	samples := corpus(t)
	if len(samples) < 300 {
		t.Errorf("the corpus has %d texts", len(samples))
	}
	for _, s := range samples {
		r := Read(s.said, s.question)
		var numbers []string
		if r.Verdict == Value {
			numbers = append(numbers, r.Value.String())
		}
		for _, d := range r.Choices {
			numbers = append(numbers, d.String())
		}
		if got := strings.Join(numbers, " "); r.Verdict != s.verdict || got != s.numbers || r.Why.Key != s.why {
			t.Errorf("corpus.tsv:%s %q (%s): %s [%s] %s, want %s [%s] %s",
				s.line, s.said, s.question.Unit, r.Verdict, got, r.Why.Key, s.verdict, s.numbers, s.why)
		}
	}
}
