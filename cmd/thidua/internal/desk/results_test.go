package desk

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
	"thidua/workflow/text"
	"thidua/workflow/workbook"
)

// asked is what a request gives.
func (d *Desk) asked(t *testing.T, r Request) []byte {
	t.Helper()
	r.Cluster, r.Year = "tay-nam-bo", 2017
	a := d.Do(t.Context(), r)
	if len(a.Faults) > 0 {
		t.Fatal(r.Op, r.Format, a.Faults)
	}
	return a.Out
}

func sheets(t *testing.T, b []byte) []workbook.Sheet {
	t.Helper()
	list, err := workbook.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// The same numbers stand in the table, the JSON, the CSV and the workbook.
func TestRankingInEveryFormat(t *testing.T) {
	d := office(t)
	d.importing(t, string(sample.Figures), true)
	rank := func(format string) []byte {
		return d.asked(t, Request{Op: "rank", Period: "CN", Format: format})
	}
	var result struct {
		Members []struct {
			Rank                                       int
			Member, Total, Max, Percent, Adjust, Award string
			Contents                                   map[string]string
		}
	}
	if err := json.Unmarshal(rank("json"), &result); err != nil {
		t.Fatal(err)
	}
	table := strings.Split(string(rank("table")), "\n")
	lines, err := csv.NewReader(bytes.NewReader(rank("csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := sheets(t, rank("xlsx"))[0].Rows
	for i, m := range result.Members {
		want := []string{fmt.Sprint(m.Rank), m.Contents["1"], m.Contents["2"], m.Contents["3"], m.Adjust, m.Total, m.Max, m.Percent}
		l := lines[i+1]
		if got := []string{l[0], l[7], l[8], l[9], l[5], l[2], l[3], l[4]}; l[1] != m.Member || strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("CSV %q, want %q", l, want)
		}
		var read []string
		for j, c := range rows[i+3].Cells { // after title, cluster and header
			if j == 1 || j > 8 {
				continue
			}
			if read = append(read, c.Text); !c.Number || c.Formula != (2 <= j && j <= 6) {
				t.Errorf("%s, column %d: %+v", m.Member, j+1, c)
			}
		}
		if strings.Join(read, " ") != strings.Join(want, " ") {
			t.Errorf("XLSX %q, want %q", read, want)
		}
		var shown []string
		for _, s := range want {
			shown = append(shown, text.NumberText(text.Vietnamese, s))
		}
		shown[7] += "%"
		fields := regexp.MustCompile(` {2,}`).Split(table[i+2], -1)
		if got := append([]string{fields[0]}, fields[2:9]...); strings.Join(got, " ") != strings.Join(shown, " ") {
			t.Errorf("table %q, want %q", got, shown)
		}
	}
}

// Every formula of the ranking comes to what is stored with it, in a program that
// has only the formulas.
func TestRankingRecalculated(t *testing.T) {
	d := held(t)
	recalculated(t, d.asked(t, Request{Op: "rank", Period: "CN", Format: "xlsx"}), 12*9)
}

func TestSheetsRecalculated(t *testing.T) {
	d := held(t)
	recalculated(t, d.asked(t, Request{Op: "sheets", Period: "CN", Format: "xlsx"}), 12*5*2)
}

// The score sheets say what the ranking says, and read back as they were written.
func TestSheetsWorkbook(t *testing.T) {
	d := office(t)
	d.importing(t, string(sample.Figures), true)
	b := d.asked(t, Request{Op: "sheets", Period: "CN", Format: "xlsx"})
	if again := d.asked(t, Request{Op: "sheets", Period: "CN", Format: "xlsx"}); !bytes.Equal(again, b) {
		t.Error("the same sheets gave other bytes")
	}
	var p paper.Sheets
	err := d.view(t.Context(), Request{Cluster: "tay-nam-bo", Year: 2017}, func(s storage.Reader, c *rules.Cluster) (err error) {
		p, err = workflow.SheetsPaper(s, c, "CN", "", d.now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	list := sheets(t, b)
	for i, m := range p.Sheets {
		rows := list[i].Rows
		if got := cells(rows[2]); strings.Join(got, "|") != "TT|Nội dung tiêu chí|Thang điểm|Chỉ tiêu được giao|Kết quả thực hiện|Điểm tự chấm|Giải trình|Điểm thẩm định|Lý do|Tổng điểm" {
			t.Errorf("%s: %q", m.Name, got)
		}
		at := 3
		next := func() []string { at++; return cells(rows[at-1]) }
		for _, content := range m.Contents {
			next()
			for _, r := range content.Rows {
				if r.Max == "0" {
					r.Max = ""
				}
				want := []string{fmt.Sprint(r.N), r.Max, r.Plan, r.SelfPoints, r.VerifiedPoints, strings.Join(r.Reasons, "\n"), r.Points}
				got := next()
				if got := []string{got[0], got[2], got[3], got[5], got[7], got[8], got[9]}; !slices.Equal(got, want) {
					t.Errorf("%s: %q, want %q", m.Name, got, want)
				}
				if c := rows[at-1].Cells[4]; c.Number && c.Text != r.Result || c.Formula {
					t.Errorf("%s, %s: %+v, want %s", m.Name, r.Name, c, r.Result)
				}
			}
			if got := next(); got[2] != content.Points || got[9] != content.Totals.Points {
				t.Errorf("%s: %q, want %+v", m.Name, got, content.Totals)
			}
		}
		if got := next(); got[9] != m.Adjust.Points {
			t.Errorf("%s: %q, want %+v", m.Name, got, m.Adjust)
		}
		if got := next(); got[9] != m.Totals.Points || !rows[at-1].Cells[9].Formula || at != len(rows) {
			t.Errorf("%s: %q, want %+v", m.Name, got, m.Totals)
		}
	}
}

// cells are the texts of the official columns.
func cells(r workbook.Row) (list []string) {
	for _, c := range r.Cells[:10] {
		list = append(list, c.Text)
	}
	return list
}

// held is an office whose first content is held at a ceiling that most members
// reach, with the sample's figures.
func held(t *testing.T) *Desk {
	t.Helper()
	d := office(t)
	file := bytes.Replace(sample.Cluster, []byte("    points: 600\n"), []byte("    points: 600\n    ceiling: 550.25\n"), 1)
	if a := d.Do(t.Context(), Request{Op: "cluster apply", File: file, FileName: "c.yaml"}); len(a.Faults) > 0 || bytes.Equal(file, sample.Cluster) {
		t.Fatal(a.Faults)
	}
	d.importing(t, string(sample.Figures), true)
	return d
}

// recalculated has LibreOffice find every value that a formula gives, at least
// some, and compares it with what stands in the file.
func recalculated(t *testing.T, b []byte, least int) {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("soffice is not installed: apt-get install libreoffice-calc")
	}
	if testing.Short() {
		t.Skip("LibreOffice takes its time to start")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "bare.xlsx"), withoutValues(t, b), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	said, err := exec.CommandContext(ctx, soffice, "--headless", "--norestore", "-env:UserInstallation=file://"+dir+"/profile",
		"--convert-to", "xlsx", "--outdir", dir+"/out", dir+"/bare.xlsx").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	after, err := os.ReadFile(filepath.Join(dir, "out", "bare.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	found, formulas := sheets(t, after), 0
	for i, s := range sheets(t, b) {
		now := map[int]workbook.Row{}
		for _, r := range found[i].Rows {
			now[r.Number] = r
		}
		for _, r := range s.Rows {
			for j, c := range r.Cells {
				if !c.Formula {
					continue
				}
				formulas++
				if got := now[r.Number].Cells[j]; got != c {
					t.Errorf("%s!%s: recalculated %+v, stored %+v", s.Name, workbook.Address(j+1, r.Number), got, c)
				}
			}
		}
	}
	if formulas < least {
		t.Errorf("%d formulas, at least %d are wanted", formulas, least)
	}
}

var stored = regexp.MustCompile(`(<f>[^<]*</f>)<v>[^<]*</v>`)

// withoutValues is a workbook whose formulas have not been calculated yet.
func withoutValues(t *testing.T, b []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		part, err := fs.ReadFile(z, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := w.Create(f.Name)
		if err == nil {
			_, err = p.Write(stored.ReplaceAll(part, []byte("$1")))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The figures file of a store, loaded into another one, gives the same file.
func TestFiguresRoundTrip(t *testing.T) {
	const header = "period,member,criterion,plan,last_year,actual,note\n"
	const odd = header +
		"6T,an-giang,viec-lam,100,90,50,\"=1+1, và một\nchữ \"\"nữa\"\"\"\n" +
		"6T,ben-tre,viec-lam,100,,,\n" +
		"CN,an-giang,thu-ngan-sach,123456789.0123456789,,,\n" +
		"CN,an-giang,pho-cap-mam-non,,,yes,'\n" +
		"CN,ca-mau,pho-cap-mam-non,,,n/a,-không giao\n" +
		"CN,ben-tre,thuong-phat,,,-2.5,'@lạ\n"
	for name, file := range map[string]string{"sample": string(sample.Figures), "odd": odd} {
		first := office(t)
		if a := first.importing(t, file, true); len(a.Faults) > 0 {
			t.Fatal(a.Faults)
		}
		out := first.asked(t, Request{Op: "figures", Format: "csv"})
		book := first.asked(t, Request{Op: "figures", Format: "xlsx"})
		if want := strings.Replace(file, ",'@lạ", ",@lạ", 1); name == "odd" {
			want = strings.NewReplacer("=1", "'=1", "-không", "'-không", ",@", ",'@", ",'\n", ",''\n").Replace(want)
			if !sameLines(string(out), want) {
				t.Errorf("%s\nwant\n%s", out, want)
			}
		} else if !sameLines(string(out), idle.ReplaceAllString(want, "$1,")) {
			t.Error("the sample's figures came out otherwise than they went in")
		}
		for _, again := range [][]byte{out, book} {
			second := office(t)
			if a := second.importing(t, string(again), true); len(a.Faults) > 0 {
				t.Fatal(name, a.Faults)
			}
			if got := second.asked(t, Request{Op: "figures", Format: "csv"}); !bytes.Equal(got, out) {
				t.Errorf("%s:\n%s\nwant\n%s", name, got, out)
			}
			if got := second.asked(t, Request{Op: "figures", Format: "xlsx"}); !bytes.Equal(got, book) {
				t.Errorf("%s: another workbook", name)
			}
		}
		if name == "odd" {
			part := first.asked(t, Request{Op: "figures", Period: "6T", Format: "csv"})
			if n := strings.Count(string(part), "6T,"); n != 2 || strings.Contains(string(part), "CN,") {
				t.Errorf("of one period:\n%s", part)
			}
		}
	}
}

// idle are zeros behind the last decimal, which machine form has none of.
var idle = regexp.MustCompile(`(?:\.0+|(\.[0-9]*[1-9])0+),`)

// sameLines says whether two files have the same lines, in whatever order.
func sameLines(a, b string) bool {
	one, two := strings.Split(a, "\n"), strings.Split(b, "\n")
	slices.Sort(one)
	slices.Sort(two)
	return slices.Equal(one, two)
}
