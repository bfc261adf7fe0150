package main_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows is what each part of the house may import of the others:
// cmd → bot, pdf → workflow → storage.
var arrows = map[string][]string{
	"cmd":      {"bot", "pdf", "workflow", "storage"},
	"bot":      {"workflow", "storage"},
	"pdf":      {"workflow"},
	"workflow": {"storage"},
	"storage":  nil,
}

// sides are engines and adapters: only cmd sees them.
var sides = []string{"storage/bolt", "storage/postgres", "storage/storagetest", "bot/telegram", "bot/emulator"}

// outside is who may import which outside module: one package each, but for
// what counts as a part of the language.
var outside = map[string][]string{
	"codeberg.org/go-fonts/liberation": {"pdf", "pdf/picture"}, // Serif for paper, Sans for screens
	"github.com/alecthomas/kong":       {"cmd/thidua"},
	"github.com/go-telegram/bot":       {"bot/telegram"},
	"github.com/jung-kurt/gofpdf":      {"pdf"},
	"github.com/robfig/cron/v3":        {"cmd/thidua/internal/house"},
	"github.com/xuri/excelize/v2":      {"workflow/workbook"},
	"go.etcd.io/bbolt":                 {"storage/bolt"},
	"go.yaml.in/yaml/v3":               {"workflow/rules", "workflow/text"}, // the cluster file; the catalogs of sentences
	"golang.org/x/crypto":              {"workflow/pin", "workflow/authority"},
	"golang.org/x/image":               {"pdf/picture"},
	"golang.org/x/sync":                {"cmd/thidua", "cmd/thidua/internal/house"},
	"golang.org/x/text":                {"workflow/rules", "workflow/text"}, // Unicode normal forms
	"github.com/google/go-cmp":         {"storage/storagetest"},             // the suite that both engines are tested by
	"rsc.io/qr":                        {"pdf"},
	"pgregory.net/rapid":               {"storage/storagetest"},
}

// world is what the parts that only decide never touch: the network, files, the
// environment, chance. They are handed in by cmd.
var world = []string{"net", "os", "syscall", "math/rand", "math/rand/v2", "crypto/rand", "io/ioutil", "database/sql"}

// pure are those parts; engines and adapters are not among them.
var pure = []string{"workflow", "pdf", "bot"}

// A file says what one source file takes from elsewhere.
type file struct {
	dir     string // within the module: "workflow/rules"
	imports []string
	clock   bool // calls time.Now or its like
}

// faults names every arrow that turned.
func faults(files []file) []string {
	found := map[string]bool{}
	for _, f := range files {
		part, _, _ := strings.Cut(f.dir, "/")
		deciding := slices.Contains(pure, part) && !within(f.dir, sides)
		if deciding && f.clock {
			found[f.dir+" reads the clock"] = true
		}
		for _, imported := range f.imports {
			if fault := faultOf(f.dir, part, deciding, imported); fault != "" {
				found[f.dir+" imports "+imported+": "+fault] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func faultOf(dir, part string, deciding bool, imported string) string {
	other, ours := strings.CutPrefix(imported, "thidua/")
	if !ours {
		first, _, _ := strings.Cut(imported, "/")
		switch {
		case strings.Contains(first, "."):
			return foreign(dir, imported)
		case deciding && within(imported, world):
			return "the world outside is for cmd"
		}
		return ""
	}
	target, _, _ := strings.Cut(other, "/")
	allowed, known := arrows[part]
	switch {
	case !known:
		return "there is no such part of the house"
	case part != "cmd" && within(other, sides) && !within(dir, sides):
		return "only cmd sees engines and adapters"
	case target != part && !slices.Contains(allowed, target):
		return "the arrow turns"
	}
	return ""
}

func foreign(dir, imported string) string {
	for module, importers := range outside {
		if within(imported, []string{module}) {
			if slices.Contains(importers, dir) {
				return ""
			}
			return fmt.Sprint("that is for ", importers)
		}
	}
	return "no package is named for it"
}

// within says whether a path is one of the folders or lies in one.
func within(p string, folders []string) bool {
	return slices.ContainsFunc(folders, func(f string) bool { return p == f || strings.HasPrefix(p, f+"/") })
}

// sources reads the imports of the program's files, tests left aside.
func sources(t *testing.T, root string) []file {
	t.Helper()
	var files []file
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != root && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		f := file{dir: filepath.ToSlash(dir)}
		for _, i := range parsed.Imports {
			p, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, p)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				pkg, isName := sel.X.(*ast.Ident)
				f.clock = f.clock || isName && pkg.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "Tick"}, sel.Sel.Name)
			}
			return true
		})
		files = append(files, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestArrows(t *testing.T) {
	files := sources(t, filepath.Join("..", ".."))
	for _, fault := range faults(files) {
		t.Error(fault)
	}
	// Whoever may import what does so: the tables say how the house is, and the
	// walk has seen all of it.
	seen := map[string]bool{}
	for _, f := range files {
		for _, imported := range f.imports {
			seen[f.dir+" "+imported] = true
		}
	}
	for module, importers := range outside {
		for _, dir := range importers {
			used := false
			for pair := range seen {
				from, imported, _ := strings.Cut(pair, " ")
				used = used || from == dir && within(imported, []string{module})
			}
			if !used {
				t.Errorf("%s does not import %s any more: take it out of the table", dir, module)
			}
		}
	}
}

// Each arrow turned on its own is found.
func TestArrowsThatTurnAreFound(t *testing.T) {
	sound := []file{
		{dir: "cmd/thidua", imports: []string{"os", "thidua/storage/bolt", "thidua/bot/telegram", "thidua/pdf", "thidua/workflow/rules"}, clock: true},
		{dir: "bot", imports: []string{"strings", "thidua/bot/dialog", "thidua/workflow", "thidua/storage"}},
		{dir: "bot/telegram", imports: []string{"net/http", "github.com/go-telegram/bot/models", "thidua/workflow/outbox"}, clock: true},
		{dir: "pdf", imports: []string{"github.com/jung-kurt/gofpdf", "thidua/workflow/paper"}},
		{dir: "workflow/text", imports: []string{"embed", "golang.org/x/text/unicode/norm", "thidua/workflow/decimal"}},
		{dir: "workflow", imports: []string{"thidua/storage"}},
		{dir: "storage/bolt", imports: []string{"os", "go.etcd.io/bbolt/errors", "thidua/storage"}},
	}
	if got := faults(sound); len(got) > 0 {
		t.Fatalf("a sound house: %v", got)
	}
	for _, turned := range []file{
		{dir: "storage", imports: []string{"thidua/workflow"}},
		{dir: "storage", imports: []string{"thidua/storage/bolt"}},
		{dir: "storage/bolt", imports: []string{"thidua/workflow/text"}},
		{dir: "workflow/score", imports: []string{"thidua/bot"}},
		{dir: "workflow", imports: []string{"thidua/pdf"}},
		{dir: "workflow", imports: []string{"thidua/cmd/thidua/internal/house"}},
		{dir: "workflow/intake", imports: []string{"thidua/storage/bolt"}},
		{dir: "workflow/outbox", imports: []string{"net/http"}},
		{dir: "workflow/rules", imports: []string{"os"}},
		{dir: "workflow", imports: []string{"crypto/rand"}},
		{dir: "workflow", clock: true},
		{dir: "pdf", clock: true},
		{dir: "pdf", imports: []string{"thidua/storage"}},
		{dir: "pdf", imports: []string{"thidua/bot/dialog"}},
		{dir: "bot", imports: []string{"thidua/pdf"}},
		{dir: "bot", imports: []string{"thidua/bot/telegram"}},
		{dir: "bot/dialog", imports: []string{"thidua/bot/emulator"}},
		{dir: "bot/dialog", imports: []string{"thidua/cmd/thidua"}},
		{dir: "bot", imports: []string{"github.com/go-telegram/bot"}},
		{dir: "cmd/thidua", imports: []string{"go.etcd.io/bbolt"}},
		{dir: "workflow", imports: []string{"example.com/new"}},
		{dir: "util", imports: []string{"thidua/workflow"}},
	} {
		if got := faults(append(slices.Clone(sound), turned)); len(got) != 1 || !strings.HasPrefix(got[0], turned.dir+" ") {
			t.Errorf("%s importing %v (clock %v): %v", turned.dir, turned.imports, turned.clock, got)
		}
	}
}
