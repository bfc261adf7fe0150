package text

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestBothLanguagesSayTheSame(t *testing.T) {
	for key, langs := range sentences {
		if len(langs) != 2 || langs[Vietnamese] == "" || langs[English] == "" {
			t.Errorf("%s: has not exactly vi and en", key)
		}
		if vi, en := slots(langs[Vietnamese]), slots(langs[English]); !slices.Equal(vi, en) {
			t.Errorf("%s: vi has %v, en has %v", key, vi, en)
		}
		for lang, s := range langs {
			if !norm.NFC.IsNormalString(s) {
				t.Errorf("%s %s: is not NFC", key, lang)
			}
			if rest := slot.ReplaceAllString(s, ""); strings.ContainsAny(rest, "{}") {
				t.Errorf("%s %s: a brace that is no slot: %s", key, lang, s)
			}
			if open := unclosed(s); open != "" {
				t.Errorf("%s %s: <%s> is not closed: %s", key, lang, open, s)
			}
		}
	}
}

func TestSlotForms(t *testing.T) {
	for key, langs := range sentences {
		for _, m := range slot.FindAllStringSubmatch(langs[Vietnamese]+langs[English], -1) {
			if !slices.Contains([]string{"", "number", "date", "time", "longdate", "t"}, m[2]) {
				t.Errorf("%s: no such form in %s", key, m[0])
			}
		}
	}
}

// slots are the arguments of a sentence, each once, in order of name.
func slots(s string) []string {
	names := map[string]bool{}
	for _, m := range slot.FindAllStringSubmatch(s, -1) {
		names[m[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// unclosed is a tag that does not nest, or "".
func unclosed(html string) string {
	var open []string
	for _, tag := range tag.FindAllString(html, -1) {
		name := strings.Fields(strings.Trim(tag, "</>"))[0]
		switch {
		case tag[1] != '/':
			open = append(open, name)
		case len(open) == 0 || open[len(open)-1] != name:
			return name
		default:
			open = open[:len(open)-1]
		}
	}
	return strings.Join(open, " ")
}

// The program and the catalogs know the same sentences. Keys stand in the code
// as literals; one that is put together has its beginning or its end there.
func TestEverySentenceIsSaid(t *testing.T) {
	said := literals(t, "../..", "workflow", "bot", "cmd")
	for key, where := range said.keys {
		if !Has(key) && !said.begins(key) {
			t.Errorf("%s says %q, which no catalog has", where, key)
		}
	}
	for key := range sentences {
		if !said.all[key] && !said.composes(key) {
			t.Errorf("nothing says %s", key)
		}
	}
}

type saidKeys struct {
	keys           map[string]string // literals handed on as keys → position
	all            map[string]bool   // every literal that could be a key
	prefix, suffix map[string]bool   // what is joined to more on its right, on its left
}

// begins says whether key is the beginning of sentences that have an end joined.
func (s saidKeys) begins(key string) bool {
	for end := range s.suffix {
		if Has(key + end) {
			return true
		}
	}
	return false
}

func (s saidKeys) composes(key string) bool {
	for p := range s.prefix {
		if strings.HasPrefix(key, p) {
			return true
		}
	}
	for end := range s.suffix {
		if start, ok := strings.CutSuffix(key, end); ok && s.all[start] {
			return true
		}
	}
	return false
}

// speakers are the functions whose first text is a key.
var speakers = []string{"Say", "Wrong", "printed", "note", "add", "refuse", "because", "label"}

var keyForm = regexp.MustCompile(`^[a-z_]+(\.[\p{L}\w%]+)+$`)

func literals(t *testing.T, root string, dirs ...string) saidKeys {
	said := saidKeys{map[string]string{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	set := token.NewFileSet()
	for _, dir := range dirs {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, e fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(set, path, nil, 0)
			if err == nil {
				ast.Inspect(f, func(n ast.Node) bool { said.read(set, n); return true })
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return said
}

func (s saidKeys) read(set *token.FileSet, n ast.Node) {
	switch n := n.(type) {
	case *ast.BasicLit:
		if v := literal(n); keyForm.MatchString(v) {
			s.all[v] = true
		}
	case *ast.BinaryExpr:
		if n.Op != token.ADD {
			return
		}
		if v := literal(n.X); regexp.MustCompile(`^[a-z_]+(\.[a-z_]+)*\.?$`).MatchString(v) && strings.Contains(v, ".") {
			s.prefix[v] = true
		}
		if v := literal(n.Y); strings.HasPrefix(v, ".") || strings.HasPrefix(v, "_") {
			s.suffix[v] = true
		}
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		if len(n.Args) == 0 || !slices.Contains(speakers, name) {
			return
		}
		if v := literal(n.Args[0]); keyForm.MatchString(v) {
			s.keys[v] = set.Position(n.Pos()).String()
		}
	}
}

func literal(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if v, err := strconv.Unquote(lit.Value); err == nil {
			return v
		}
	}
	return ""
}

func TestFilling(t *testing.T) {
	sentences["test.fill"] = map[string]string{
		Vietnamese: "<b>{name}</b>: {n|number} ngày {day|date}, {at|time}, {word|t}, {none|number}, {gone}",
	}
	defer delete(sentences, "test.fill")
	n := Say("test.fill", "name", "<i>A & B</i>", "n", "1234567.5", "day", "2018-04-04", "at", "2018-04-04T08:00", "word", "report.plan", "none", "")
	want := "<b>&lt;i&gt;A &amp; B&lt;/i&gt;</b>: 1.234.567,5 ngày 04/04/2018, 08:00 04/04/2018, kế hoạch, , {gone}"
	if got := HTML(Vietnamese, n); got != want {
		t.Errorf("HTML: got %q, want %q", got, want)
	}
	if got, want := Plain(Vietnamese, n), StripTags(want); got != want || !strings.HasPrefix(got, "<i>A & B</i>: ") {
		t.Errorf("Plain: got %q, want %q", got, want)
	}
	if got := HTML(English, n); !strings.Contains(got, ": 1,234,567.5 ngày") || !strings.Contains(got, "the plan") {
		t.Errorf("a language that the sentence lacks: got %q", got)
	}
	if got := HTML(Vietnamese, Say("no.such")); got != "no.such" || Has("no.such") {
		t.Errorf("no sentence: got %q", got)
	}
	if got := Lines(English, []Notice{Say("report.plan"), Say("report.last_year")}); got != "the plan\nlast year" {
		t.Errorf("lines: got %q", got)
	}
}
