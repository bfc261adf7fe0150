package demo_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"thidua/cmd/thidua/internal/demo"
	"thidua/cmd/thidua/internal/desk"
	"thidua/cmd/thidua/internal/house"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
)

// A year is what a demo plays.
type year struct{ cluster, figures []byte }

func small(t *testing.T) year {
	return year{read(t, "testdata/small.yaml"), read(t, "testdata/small.csv")}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// play plays a year and returns the conversation.
func play(t *testing.T, y year, dir string) string {
	t.Helper()
	var out bytes.Buffer
	faults, err := demo.Play(t.Context(), demo.Options{Cluster: y.cluster, Figures: y.figures, Dir: dir, Fast: true, Out: &out})
	if err != nil || len(faults) > 0 {
		tail := out.String()
		t.Fatalf("%v %v\n%s", err, faults, tail[max(0, len(tail)-2000):])
	}
	return out.String()
}

// open is the operator's desk of a store.
func open(t *testing.T, path string, create bool) *desk.Desk {
	t.Helper()
	d := &desk.Desk{Place: house.Place{Path: path, Clock: house.Running{}}, Log: slog.New(slog.DiscardHandler)}
	var err error
	if d.Store, err = d.Place.Open(t.Context(), create); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Store.Close() })
	return d
}

func ask(t *testing.T, d *desk.Desk, r desk.Request) string {
	t.Helper()
	a := d.Do(context.Background(), r)
	if len(a.Faults) > 0 {
		t.Fatal(r.Op, a.Faults)
	}
	return string(a.Out)
}

// imported is a store into which the files were loaded, with nobody in it.
func imported(t *testing.T, y year) *desk.Desk {
	c, faults := rules.Load(y.cluster)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	d := open(t, filepath.Join(t.TempDir(), "plain.db"), true)
	ask(t, d, desk.Request{Op: "cluster apply", File: y.cluster, FileName: "cluster.yaml"})
	ask(t, d, desk.Request{Op: "import figures", Cluster: c.ID, Year: c.Year, Verified: true, File: y.figures, FileName: "figures.csv"})
	return d
}

func ranking(t *testing.T, d *desk.Desk, y year) string {
	c, _ := rules.Load(y.cluster)
	return ask(t, d, desk.Request{Op: "rank", Cluster: c.ID, Year: c.Year, Period: c.Yearly().ID, Format: "json"})
}

// What people report in a year of conversation gives, criterion by criterion,
// what loading the figures file gives.
func TestTheYearRanksAsTheFileDoes(t *testing.T) {
	years := map[string]year{"small": small(t)}
	if !testing.Short() {
		years["sample"] = year{sample.Cluster, sample.Figures}
	}
	for name, y := range years {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			said := play(t, y, dir)
			if name == "sample" {
				showsEveryWay(t, said)
			}
			got, want := ranking(t, open(t, filepath.Join(dir, "thidua.db"), false), y), ranking(t, imported(t, y), y)
			if got != want {
				t.Errorf("the demo's store ranks\n%s\nthe file\n%s", got, want)
			}
			asPublished(t, dir)
			for _, e := range list(t, dir) {
				if !strings.Contains(string(read(t, filepath.Join(dir, "README.md"))), "`"+e+"`") && e != "README.md" {
					t.Errorf("%s is in no line of the index", e)
				}
			}
		})
	}
}

// asPublished: the year ends with a result that is published; the papers in the
// folder are those whose hashes were.
func asPublished(t *testing.T, dir string) {
	t.Helper()
	papers := 0
	for line := range strings.Lines(string(read(t, filepath.Join(dir, "SHA256SUMS")))) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if got := fmt.Sprintf("%x", sha256.Sum256(read(t, filepath.Join(dir, name)))); got != sum {
			t.Errorf("%s is %s, published was %s", name, got, sum)
		}
		papers++
	}
	if papers < 8 {
		t.Errorf("%d papers are published", papers)
	}
}

// showsEveryWay: the conversation shows every way in which figures come in.
func showsEveryWay(t *testing.T, said string) {
	t.Helper()
	for what, words := range map[string]string{
		"a paste": "(chưa ghi số nào):", "an Excel return": "Xem trước 28 số, năm 2017", "an ambiguity": "cũng có thể là dấu thập phân",
		"a plausibility question": "thừa chữ số", "a return": "Có số liệu năm 2017 bị trả lại", "an explanation": "giải trình: Số liệu đã đối chiếu",
		"own points": "Cộng điểm đã tự chấm: 8", "a reason asked for": "📐 Cách chấm:", "a paragraph written": "✅ Đã thay đoạn văn",
		"the leading unit": "Suy tôn đơn vị dẫn đầu", "a ballot": "✅ Đã nhận phiếu của", "the turnout": "🗳 Đã bỏ phiếu: 12/12",
		"who comes next": "Dự kiến cụm trưởng: tỉnh Bạc Liêu", "publishing": "📢 Đã công bố bản 1 kết quả năm 2017",
		"a signature in the chat": "Đã ghi nhận xác nhận điện tử", "one by token": "✅ Đã nhận chữ ký số của", "one on paper": "Đã xác nhận",
		"a covenant complete": "đã ký xong, đủ 13 chữ ký", "its number": "01/GƯTĐ-CTĐTNB", "its verification": "nothing was altered after signing", "a changed copy": "INVALID.",
		"evidence": "Đã gắn minh-chung-", "the board": "(cập nhật tin đã ghim)", "what is final": "Đã chốt", "a correction": "/sua ",
	} {
		if !strings.Contains(said, words) {
			t.Errorf("%s is not shown: %q", what, words)
		}
	}
	if strings.Contains(said, "️ leader-") {
		t.Error("a field is shown by the name that programs know it by")
	}
}

func list(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Another figure changes what is said, the ranking and the papers; nothing is
// scripted.
func TestOneFigureChanged(t *testing.T) {
	y := small(t)
	changed := year{y.cluster, bytes.Replace(y.figures, []byte("N,x1,p1,120,100,125.125,"), []byte("N,x1,p1,120,100,117.5,"), 1)}
	if bytes.Equal(y.figures, changed.figures) {
		t.Fatal("nothing changed")
	}
	dirs := []string{filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")}
	before, after := play(t, y, dirs[0]), play(t, changed, dirs[1])
	if !strings.Contains(before, "125,125") || strings.Contains(after, "125,125") || !strings.Contains(after, "117,5") {
		t.Error("the conversation does not follow the figure")
	}
	if a, b := ranking(t, open(t, dirs[0]+"/thidua.db", false), y), ranking(t, open(t, dirs[1]+"/thidua.db", false), y); a == b {
		t.Error("the ranking does not follow the figure")
	}
	for _, name := range []string{"xep-hang-N-2025.pdf", "xep-hang-N-2025.xlsx", "bao-cao-N-2025.pdf"} {
		if bytes.Equal(read(t, filepath.Join(dirs[0], name)), read(t, filepath.Join(dirs[1], name))) {
			t.Errorf("%s does not follow the figure", name)
		}
	}
}

// A folder with something else in it is left as it is; one of an earlier demo is
// used again.
func TestOnlyItsOwnFolder(t *testing.T) {
	y, dir := small(t), filepath.Join(t.TempDir(), "out")
	play(t, y, dir)
	play(t, y, dir)
	mine := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := list(t, dir)
	_, err := demo.Play(t.Context(), demo.Options{Cluster: y.cluster, Figures: y.figures, Dir: dir, Fast: true, Out: &bytes.Buffer{}})
	if err == nil || !strings.Contains(err.Error(), "letter.txt") {
		t.Errorf("refused with %v", err)
	}
	if after := list(t, dir); strings.Join(before, " ") != strings.Join(after, " ") || string(read(t, mine)) != "mine" {
		t.Errorf("the folder changed: %v", after)
	}
}

func TestFaultyFilesAreNamed(t *testing.T) {
	y := small(t)
	dir := filepath.Join(t.TempDir(), "out")
	for name, bad := range map[string]year{
		"cluster": {bytes.Replace(y.cluster, []byte("head: x2"), []byte("head: x9"), 1), y.figures},
		"figures": {y.cluster, append(bytes.Clone(y.figures), "N,x9,p1,1,,2,\n"...)},
	} {
		faults, err := demo.Play(t.Context(), demo.Options{Cluster: bad.cluster, Figures: bad.figures, Names: [2]string{"cluster", "figures"}, Dir: dir, Fast: true, Out: &bytes.Buffer{}})
		if err != nil || len(faults) != 1 || !strings.Contains(faults[0], "x9") || !strings.HasPrefix(faults[0], name+":") {
			t.Errorf("%s: %v %v", name, faults, err)
		}
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a folder was made for nothing")
	}
}
