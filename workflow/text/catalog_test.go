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
			if !slices.Contains([]string{"", "number", "rounded", "date", "time", "longdate", "t", "upper", "tupper"}, m[2]) {
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
// as literals; of one that is put together, the beginning or the end does.
func TestEverySentenceIsSaid(t *testing.T) {
	said := literals(t, "../..", "workflow", "bot", "cmd", "pdf")
	families := map[string]bool{} // report, baocao, …
	for key := range sentences {
		families[family(key)] = true
		if said.whole[key] == "" && !said.composes(key) {
			t.Errorf("nothing says %s", key)
		}
	}
	for key, where := range said.whole {
		if (families[family(key)] || said.spoken[key]) && !Has(key) && !said.begins(key) {
			t.Errorf("%s says %q, which no catalog has", where, key)
		}
	}
}

func family(key string) string {
	f, _, _ := strings.Cut(key, ".")
	return f
}

// keyLiterals are the literals of the program that look like keys.
type keyLiterals struct {
	whole          map[string]string // position of each
	spoken         map[string]bool   // those handed to a speaker
	prefix, suffix map[string]bool   // what is joined to more behind it, before it
}

// begins says whether more is joined to the key to make it whole.
func (k keyLiterals) begins(key string) bool {
	if k.prefix[key] {
		return true
	}
	for end := range k.suffix {
		if Has(key + end) {
			return true
		}
	}
	return false
}

func (k keyLiterals) composes(key string) bool {
	for start := range k.prefix {
		if strings.HasPrefix(key, start) {
			return true
		}
	}
	for end := range k.suffix {
		if start, ok := strings.CutSuffix(key, end); ok && k.whole[start] != "" {
			return true
		}
	}
	return false
}

// speakers are the functions whose first argument is a key.
var speakers = []string{"Say", "Wrong", "printed", "note", "add", "refuse", "because", "label"}

var (
	keyForm   = regexp.MustCompile(`^[a-z_]+(\.[\p{L}\w%]+)+$`)
	startForm = regexp.MustCompile(`^[a-z_]+\.([a-z_]+\.)*[a-z_]*$`)
	endForm   = regexp.MustCompile(`^[._][a-z_]+$`)
)

func literals(t *testing.T, root string, dirs ...string) keyLiterals {
	found := keyLiterals{map[string]string{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	set := token.NewFileSet()
	for _, dir := range dirs {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, e fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(set, path, nil, 0)
			if err == nil {
				ast.Inspect(f, func(n ast.Node) bool { return found.read(set, n) })
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// read says whether to look inside of n: not where a log entry names what was done.
func (k keyLiterals) read(set *token.FileSet, n ast.Node) bool {
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		name, ok := n.Key.(*ast.Ident)
		return !ok || name.Name != "What"
	case *ast.BasicLit:
		if v := literal(n); keyForm.MatchString(v) {
			k.whole[v] = set.Position(n.Pos()).String()
		}
	case *ast.BinaryExpr:
		if v := literal(n.X); n.Op == token.ADD && startForm.MatchString(v) {
			k.prefix[v] = true
		}
		if v := literal(n.Y); n.Op == token.ADD && endForm.MatchString(v) {
			k.suffix[v] = true
		}
	case *ast.CallExpr:
		if v := literal(first(n.Args)); keyForm.MatchString(v) && slices.Contains(speakers, called(n.Fun)) {
			k.spoken[v] = true
		}
	}
	return true
}

func first(list []ast.Expr) ast.Expr {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

func called(f ast.Expr) string {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
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
	if got := Lines(English, []Notice{Say("report.plan"), Say("report.unit")}); got != "the plan\nunits" {
		t.Errorf("lines: got %q", got)
	}
}
