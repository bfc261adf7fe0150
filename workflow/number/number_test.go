package number

import (
	"go/ast"
	"go/parser"
	source "go/token"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"thidua/workflow/decimal"
	"thidua/workflow/text"
)

// plain draws any number that a figure can be.
func plain(t *rapid.T) decimal.Decimal {
	s := rapid.StringMatching(`-?(0|[1-9][0-9]{0,29})(\.[0-9]{1,30})?`).Draw(t, "number")
	return decimal.Must(s)
}

// What the house prints, it reads back: grouped and plain, in both languages,
// with and without the unit, by any of the spaces that bind. Where the print
// has two readings it asks, and the number is among the choices.
func TestReadsWhatIsPrinted(t *testing.T) {
	styles := map[string]func(decimal.Decimal) string{
		"vi":     func(d decimal.Decimal) string { return text.Number(text.Vietnamese, d) },
		"en":     func(d decimal.Decimal) string { return text.Number(text.English, d) },
		"dot":    func(d decimal.Decimal) string { return d.String() },
		"comma":  func(d decimal.Decimal) string { return strings.ReplaceAll(d.String(), ".", ",") },
		"spaces": func(d decimal.Decimal) string { return spacedOut(d, "\u00a0") },
		"thin":   func(d decimal.Decimal) string { return spacedOut(d, "\u202f") },
	}
	names := slices.Sorted(maps.Keys(styles))
	units := []string{"", "tỷ đồng", "triệu USD", "%", "lao động", "hạng", "triệu đồng/người/năm"}
	rapid.Check(t, func(t *rapid.T) {
		d, unit := plain(t), rapid.SampledFrom(units).Draw(t, "unit")
		printed := styles[rapid.SampledFrom(names).Draw(t, "style")](d)
		if unit != "" && rapid.Bool().Draw(t, "with unit") {
			printed += " " + unit
		}
		r := Read(printed, Question{Unit: unit})
		switch {
		case r.Verdict == Value && r.Value.Equal(d) && !doubtfulSign.MatchString(printed):
		case r.Verdict == Ask && slices.ContainsFunc(r.Choices, d.Equal) && len(r.Choices) <= 2 && doubtfulSign.MatchString(printed):
		default:
			t.Fatalf("%q: %s %v %v %s", printed, r.Verdict, r.Value, r.Choices, r.Why.Key)
		}
	})
}

// doubtfulSign is one sign before exactly three digits, after no lone zero and
// no more digits than leave room for three.
var doubtfulSign = regexp.MustCompile(`^-?(\d{2,27}|[1-9])[.,]\d{3}($| )`)

func spacedOut(d decimal.Decimal, space string) string {
	return strings.NewReplacer(".", space, ",", ",").Replace(text.Number(text.Vietnamese, d))
}

// One sign before exactly three digits is never decided, whatever is known.
func TestTwoReadingsAreAlwaysAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.StringMatching(`[1-9][0-9]{0,11}`).Draw(t, "whole")
		frac := rapid.StringMatching(`[0-9]{3}`).Draw(t, "frac")
		sign := rapid.SampledFrom([]string{".", ","}).Draw(t, "sign")
		after := rapid.SampledFrom([]string{"", " tỷ đồng", "tỷ", " (năm 2017)", " triệu"}).Draw(t, "after")
		plan := decimal.Must(rapid.SampledFrom([]string{whole + frac, whole + "." + frac, "1"}).Draw(t, "plan"))
		r := Read(whole+sign+frac+after, Question{Unit: "tỷ đồng", Plan: &plan})
		if r.Verdict != Ask || len(r.Choices) != 2 {
			t.Fatalf("%s %v %v", r.Verdict, r.Value, r.Choices)
		}
		if large, small := r.Choices[0], r.Choices[1]; !large.Equal(small.Mul(decimal.Int(1000))) && !small.Equal(large.Mul(decimal.Int(1000))) {
			t.Fatalf("choices %v", r.Choices)
		}
	})
}

// Nothing that is put around a number may turn it into another: either it comes
// out as it is, or it is asked about or refused.
func TestWordsNeverChangeAFigure(t *testing.T) {
	before := []string{"", "đạt ", "kết quả: ", "năm 2017 ", "6 tháng đầu năm ", "quý IV: ", "dạ ", "khoảng ", "(", "- ", "tăng ", "vượt ", "không ", "số 3: ", "3. ", "kh ", "hạng ", "âm "}
	after := []string{"", " tỷ đồng", " tỷ", " ạ", ".", ")", " năm 2017", " (năm 2017)", " so với năm 2016", "%", "/12", " và 3", " tỷ 200", " rưỡi", "?"}
	plan := decimal.Must("63709")
	rapid.Check(t, func(t *rapid.T) {
		d := decimal.Must(rapid.StringMatching(`[1-9][0-9]{0,5}(\.[1-9]|\.[0-9][1-9])?`).Draw(t, "number"))
		pre, post := rapid.SampledFrom(before).Draw(t, "before"), rapid.SampledFrom(after).Draw(t, "after")
		said := pre + strings.ReplaceAll(d.String(), ".", ",") + post
		want := d
		if pre == "âm " {
			want = d.Mul(decimal.Int(-1))
		}
		if r := Read(said, Question{Unit: "tỷ đồng", Plan: &plan, LastYear: &plan}); r.Verdict == Value && !r.Value.Equal(want) {
			t.Fatalf("%q was taken for %s", said, r.Value)
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range corpus(f) {
		q := s.question
		f.Add(s.said, q.Unit, q.YesNo, written(q.Plan), written(q.LastYear), written(q.Least), written(q.Most), written(q.Earlier))
	}
	f.Fuzz(func(t *testing.T, said, unit string, yesNo bool, plan, last, least, most, earlier string) {
		q := Question{
			Unit: text.Clean(unit), YesNo: yesNo, // a cluster file is cleaned when it is loaded
			Plan: given(plan), LastYear: given(last), Least: given(least), Most: given(most), Earlier: given(earlier),
		}
		r := Read(said, q)
		switch r.Verdict {
		case Value:
			if yesNo || len(r.Choices) > 0 || r.Why.Key != "" {
				t.Errorf("a value with a doubt: %+v", r)
			}
			if why, unlikely := q.Unlikely(r.Value); unlikely {
				t.Errorf("%s was taken although %s", r.Value, why.Key)
			}
			if again := Read(r.Value.String(), q); !allows(again, r.Value) {
				t.Errorf("%q is %s, which reads as %+v", said, r.Value, again)
			}
		case Ask:
			if yesNo || len(r.Choices) == 0 {
				t.Errorf("a question without choices: %+v", r)
			}
			for i, d := range r.Choices {
				if slices.ContainsFunc(r.Choices[:i], d.Equal) {
					t.Errorf("a choice stands twice: %v", r.Choices)
				}
				if _, err := decimal.Parse(d.String()); err != nil {
					t.Errorf("a choice that cannot be stored: %s", d)
				}
			}
		case Yes, No:
			if !yesNo {
				t.Errorf("%s to a question for a number", r.Verdict)
			}
		case Missing, NotAvailable, Refuse:
		default:
			t.Errorf("verdict %q", r.Verdict)
		}
		if (r.Verdict == Ask || r.Verdict == Refuse || r.Verdict == NotAvailable) != text.Has(r.Why.Key) {
			t.Errorf("%s because of %q", r.Verdict, r.Why.Key)
		}
		for _, s := range append(slices.Collect(maps.Values(r.Why.Args)), r.Note) {
			if !norm.NFC.IsNormalString(s) {
				t.Errorf("not in NFC: %q", s)
			}
		}
		if composed := Read(norm.NFD.String(said), q); norm.NFC.IsNormalString(said) && (composed.Verdict != r.Verdict || !composed.Value.Equal(r.Value)) {
			t.Errorf("decomposed letters read differently: %+v and %+v", r, composed)
		}
	})
}

func written(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func given(s string) *decimal.Decimal {
	d, err := decimal.Parse(s)
	if err != nil {
		return nil
	}
	return &d
}

// allows says whether a reading is the number, or asks whether it is.
func allows(r Reading, d decimal.Decimal) bool {
	return r.Verdict == Value && r.Value.Equal(d) || r.Verdict == Ask && slices.ContainsFunc(r.Choices, d.Equal)
}

// Every sentence that the package says stands in the catalog in both languages
// with the same slots, and the catalog has no sentence that nobody says.
func TestEverySentenceIsInTheCatalog(t *testing.T) {
	said := keysInSource(t)
	b, err := os.ReadFile("../text/catalog/number.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var catalog map[string]map[string]string
	if err := yaml.Unmarshal(b, &catalog); err != nil {
		t.Fatal(err)
	}
	for key := range said {
		if catalog[key] == nil {
			t.Errorf("%s has no sentence", key)
		}
	}
	slots := regexp.MustCompile(`{(\w+)`)
	for key, languages := range catalog {
		if !said[key] {
			t.Errorf("nobody says %s", key)
		}
		vi, en := languages[text.Vietnamese], languages[text.English]
		if vi == "" || en == "" || len(languages) != 2 {
			t.Errorf("%s is not in exactly both languages", key)
		}
		if !norm.NFC.IsNormalString(vi) {
			t.Errorf("%s is not in NFC", key)
		}
		if a, b := slots.FindAllString(vi, -1), slots.FindAllString(en, -1); !slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))) {
			t.Errorf("%s: slots %v and %v", key, a, b)
		}
	}
}

// No sentence about a text of the corpus shows a slot that was left out.
func TestSentencesAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range corpus(t) {
		r := Read(s.said, s.question)
		if r.Why.Key == "" {
			continue
		}
		seen[r.Why.Key] = true
		for _, lang := range []string{text.Vietnamese, text.English} {
			if out := text.Plain(lang, r.Why); strings.ContainsAny(out, "{}") || strings.HasPrefix(out, "number.") {
				t.Errorf("%q: %s", s.said, out)
			}
		}
	}
	for key := range keysInSource(t) {
		if !seen[key] {
			t.Errorf("no text of the corpus leads to %s", key)
		}
	}
}

// keysInSource are the string constants of the package that name sentences.
func keysInSource(t *testing.T) map[string]bool {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(source.NewFileSet(), f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == source.STRING {
				if s, _ := strconv.Unquote(lit.Value); strings.HasPrefix(s, "number.") {
					keys[s] = true
				}
			}
			return true
		})
	}
	return keys
}
