package figures

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"thidua/workflow/paper"
	"thidua/workflow/workbook"

	"github.com/xuri/excelize/v2"
)

// blankForm has a row for each way in which a cell is filled in.
func blankForm() paper.Form {
	row := func(n int, id, unit string) paper.FormRow {
		return paper.FormRow{N: n, ID: id, Content: "kinh tế", Name: "Chỉ tiêu " + id, Unit: unit, Points: "10", Plan: "100.25", LastYear: "0.1", Open: true}
	}
	var rows []paper.FormRow
	for i, x := range typed {
		r := row(i+1, x.criterion, "tỷ đồng")
		r.YesNo = strings.HasPrefix(x.criterion, "dat")
		rows = append(rows, r)
	}
	rows = append(rows, paper.FormRow{N: len(rows) + 1, ID: "diem", Content: "thi đua", Name: "Điểm", Points: "5", Actual: "4.5"})
	return paper.Form{
		Cluster: "cum", ClusterName: "Cụm", Year: 2017, Period: "CN", PeriodName: "năm 2017", RulesSHA256: "ab12", Date: "2018-01-15",
		Members: []paper.FormMember{{ID: "ca-mau", Name: "Cà Mau", Rows: rows}, {ID: "bac-lieu", Name: "Bạc Liêu", Rows: rows[:1]}},
	}
}

// typed is what officials put into the cells, and what is read.
var typed = []struct {
	criterion string
	put       any // a number or a text
	text      string
	number    bool
}{
	{"so-1", 4.31343, "4.31343", true},
	{"so-2", 12645.61, "12645.61", true},
	{"so-3", 0.1, "0.1", true},
	{"so-4", 247615.5, "247615.5", true},
	{"so-5", -3, "-3", true},
	{"chu-1", "65.913", "65.913", false},
	{"chu-2", "1 tỷ 200 triệu", "1 tỷ 200 triệu", false},
	{"chu-3", "n/a", "n/a", false},
	{"chu-4", "chưa có", "chưa có", false},
	{"dat-1", "Đạt", "Đạt", false},
	{"dat-2", "Không đạt", "Không đạt", false},
	{"dat-3", "Không áp dụng", "Không áp dụng", false},
	{"dat-4", "Chưa có", "Chưa có", false},
	{"trong", nil, "", false},
}

// firstTyped is the row of the first criterion in a form's sheet.
const firstTyped = 6

// wantTyped checks a form that came back as typed.
func wantTyped(t *testing.T, b []byte, sheet string) {
	t.Helper()
	sheets, err := workbook.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	r, ours := ReadForm(sheets)
	if !ours {
		t.Fatal("a form is not recognised")
	}
	if got := fmt.Sprintln(r.Cluster, r.Year, r.Period, r.Rules, r.Others, r.Repaired); got != "cum 2017 CN ab12 [] []\n" {
		t.Error(got)
	}
	if len(r.Members) != 2 || r.Members[0].Member != "ca-mau" || r.Members[0].Sheet != sheet || r.Members[1].Member != "bac-lieu" {
		t.Fatalf("%+v", r.Members)
	}
	cells := r.Members[0].Cells
	if len(cells) != len(typed)+1 {
		t.Fatalf("%d rows", len(cells))
	}
	for i, x := range typed {
		c := cells[i]
		if c.Criterion != x.criterion || c.Text != x.text || c.Number != x.number || c.Fault != "" || c.Formula {
			t.Errorf("%v: %+v", x.put, c)
		}
		if want := fmt.Sprintf("%s!G%d", sheet, firstTyped+i); c.Address != want {
			t.Errorf("%s: %s", want, c.Address)
		}
	}
	if c := cells[len(typed)]; c.Criterion != "diem" || c.Text != "4.5" || !c.Number {
		t.Errorf("%+v", c)
	}
	if c := cells[0]; c.Self != "9.75" || c.Explanation != "=theo số của Cục" {
		t.Errorf("%+v", c)
	}
}

func TestFormReturns(t *testing.T) {
	b, err := workbook.Form(blankForm())
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	set := func(cell string, v any) {
		t.Helper()
		if err := f.SetCellValue("Cà Mau", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	for i, x := range typed {
		if x.put != nil {
			set(fmt.Sprintf("G%d", firstTyped+i), x.put)
		}
	}
	set("H6", 9.75)
	set("I6", "=theo số của Cục")
	if err := f.SetSheetName("Cà Mau", "bản cuối"); err != nil {
		t.Fatal(err)
	}
	wantTyped(t, saved(t, f), "bản cuối")
}

func saved(t *testing.T, f *excelize.File) []byte {
	t.Helper()
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What people do to a form: columns move, rows go, sheets are added and hidden.
func TestFormMoved(t *testing.T) {
	b, err := workbook.Form(blankForm())
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(f.InsertCols("Cà Mau", "B", 1))
	must(f.RemoveRow("Cà Mau", firstTyped)) // so-1
	must(f.SetCellFormula("Cà Mau", "H6", "E6*2"))
	must(f.SetCellBool("Cà Mau", "H7", true))
	must(f.SetCellStr("Cà Mau", "J7", "Sè liÖu cña tØnh"))
	must(f.SetSheetVisible("Bạc Liêu", false))
	_, err = f.NewSheet("tính nháp")
	must(err)
	must(f.SetCellStr("tính nháp", "A1", "Kết quả thực hiện"))
	sheets, err := workbook.Read(saved(t, f))
	must(err)
	r, ours := ReadForm(sheets)
	if !ours || len(r.Members) != 1 || !slices.Equal(r.Others, []string{"Bạc Liêu", "tính nháp"}) {
		t.Fatalf("%v %+v", ours, r)
	}
	cells := r.Members[0].Cells
	if c := cells[0]; c.Criterion != "so-2" || c.Address != "H6" || c.Fault != workbook.FaultFormula {
		t.Errorf("%+v", c)
	}
	if c := cells[1]; c.Criterion != "so-3" || c.Fault != workbook.FaultBoolean || c.ExplanationAddress != "J7" || c.Explanation != "Sè liÖu cña tØnh" {
		t.Errorf("%+v", c)
	}
	if want := []Repair{{"J7", "Sè liÖu cña tØnh", "Số liệu của tỉnh"}}; !slices.Equal(r.Repaired, want) {
		t.Errorf("%q", r.Repaired)
	}
}

func TestNoForm(t *testing.T) {
	for _, sheets := range [][]workbook.Sheet{nil, {{Name: "thidua"}}, {{Name: "a", Rows: []workbook.Row{{Number: 1, Cells: []workbook.Cell{{Text: "cluster"}}}}}}} {
		if r, ours := ReadForm(sheets); ours {
			t.Errorf("%+v", r)
		}
	}
}
