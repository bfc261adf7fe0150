package workbook

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"thidua/workflow/paper"

	"github.com/xuri/excelize/v2"
)

func reporting() paper.Form {
	rows := []paper.FormRow{
		{N: 1, ID: "thu", Content: "kinh tế", Name: "=Tổng thu", Unit: "tỷ đồng", Points: "60", Plan: "12645.61", LastYear: "0.1", Actual: "4.31343", Self: "59.5", Explanation: "+ theo số của Cục", Open: true},
		{N: 2, ID: "chuan", Content: "kinh tế", Name: "Đạt chuẩn", Points: "40.5", YesNo: true, Open: true},
		{N: 3, ID: "von", Content: "kinh tế", Name: "Vốn", Points: "0", Actual: "none", Open: true},
		{N: 4, ID: "tdkt", Content: "thi đua", Name: "Phong trào", Unit: "điểm", Points: "100", Actual: "97.25", Verified: "97.25", Reason: "@thẩm định", Total: "97.25"},
		{N: 5, ID: "cap", Content: "thi đua", Name: "Phổ cập", Points: "20", Actual: "n/a", Explanation: "không giao", YesNo: true, Verified: "0", Total: "0.01"},
	}
	return paper.Form{
		Cluster: "mien-trung", ClusterName: "cụm thi đua miền Trung", Year: 2017, Period: "CN", PeriodName: "năm 2017", RulesSHA256: "ab12", Date: "2018-01-15",
		Members: []paper.FormMember{
			{ID: "hue", Name: "Huế", Rows: rows},
			{ID: "hue-2", Name: "Huế", Rows: rows[:2]},
			{ID: "lam", Name: strings.Repeat("Đơn vị ", 6) + "'[lạ]:/", Rows: nil},
			{ID: "th", Name: "thidua"},
		},
	}
}

func TestForm(t *testing.T) {
	b, err := Form(reporting())
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Huế", "Huế (2)", "Đơn vị Đơn vị Đơn vị Đơn vị Đơn", "thidua (2)", "thidua"}) {
		t.Fatalf("%q", got)
	}
	for _, x := range []struct {
		cell string
		want seen
		open bool
	}{
		{"A1", seen{"BIỂU BÁO CÁO KẾT QUẢ THỰC HIỆN CHỈ TIÊU THI ĐUA", false}, false},
		{"A2", seen{"Đơn vị: Huế – Kỳ báo cáo: năm 2017\nCụm thi đua miền Trung", false}, false},
		{"M1", seen{"hue", false}, false},
		{"G4", seen{"Kết quả thực hiện", false}, false},
		{"A5", seen{"I. Kinh tế", false}, false},
		{"A6", seen{"1", true}, false},
		{"B6", seen{"=Tổng thu", false}, false},
		{"D6", seen{"60", true}, false},
		{"E6", seen{"12645.61", true}, false},
		{"F6", seen{"0.1", true}, false},
		{"G6", seen{"4.31343", true}, true},
		{"H6", seen{"59.5", true}, true},
		{"I6", seen{"+ theo số của Cục", false}, true},
		{"J6", seen{"", false}, false},
		{"M6", seen{"thu", false}, false},
		{"G7", seen{"", false}, true},
		{"D8", seen{"", false}, false},
		{"G8", seen{"Chưa có", false}, true},
		{"A9", seen{"II. Thi đua", false}, false},
		{"G10", seen{"97.25", true}, false},
		{"H10", seen{"", false}, false},
		{"J10", seen{"97.25", true}, false},
		{"K10", seen{"@thẩm định", false}, false},
		{"G11", seen{"Không áp dụng", false}, false},
		{"D12", seen{"220.5", true}, false},
		{"J12", seen{"97.25", true}, false},
		{"L12", seen{"97.26", true}, false},
	} {
		if got := lookAt(t, f, "Huế", x.cell); got != x.want {
			t.Errorf("%s: %v, want %v", x.cell, got, x.want)
		}
		if got := opened(t, f, "Huế", x.cell); got != x.open {
			t.Errorf("%s: open %v", x.cell, got)
		}
	}
	for _, sheet := range f.GetSheetList()[:4] {
		panes, err := f.GetPanes(sheet)
		if err != nil || !panes.Freeze || panes.YSplit != head {
			t.Errorf("%s: %+v, %v", sheet, panes, err)
		}
		if shown, err := f.GetColVisible(sheet, "M"); err != nil || shown {
			t.Errorf("%s: the criteria's ids are seen: %v", sheet, err)
		}
		p, err := f.GetSheetProtection(sheet)
		if err != nil || !p.FormatColumns || !p.SelectUnlockedCells || p.DeleteRows || p.FormatCells || p.Password != "" {
			t.Errorf("%s: %+v, %v", sheet, p, err)
		}
	}
	if shown, err := f.GetSheetVisible(marksSheet); err != nil || shown {
		t.Error(shown, err)
	}
}

// What is held back stands over the sum, and is in it.
func TestFormCuts(t *testing.T) {
	p := reporting()
	p.Members[0].TotalCut = "-7.25"
	b, err := Form(p)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]seen{
		"B12": {"Giảm trừ (mức trần, tiêu chí điều kiện chưa đạt)", false}, "J12": {"", false}, "L12": {"-7.25", true},
		"B13": {"Cộng", false}, "D13": {"220.5", true}, "J13": {"97.25", true}, "L13": {"90.01", true},
	} {
		if got := lookAt(t, f, "Huế", cell); got != want {
			t.Errorf("%s: %v, want %v", cell, got, want)
		}
	}
	if sum, err := f.GetCellFormula("Huế", "H13"); err != nil || sum != "SUM(H5:H11)" {
		t.Error(sum, err)
	}
}

func opened(t *testing.T, f *excelize.File, sheet, cell string) bool {
	t.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return s.Protection != nil && !s.Protection.Locked
}

// A list is offered where a criterion is met or not, and no cell refuses what is
// typed.
func TestFormOffers(t *testing.T) {
	b, err := Form(reporting())
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	list, err := f.GetDataValidations("Huế")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, v := range list {
		if v.ShowErrorMessage || !v.ShowInputMessage || v.Prompt == nil {
			t.Errorf("%+v", v)
			continue
		}
		got[v.Sqref] = v.Formula1 + "|" + *v.Prompt
	}
	want := map[string]string{
		"G6": "|Đơn vị tính: tỷ đồng. Ghi số, hoặc “chưa có”, “không áp dụng”.",
		"G7": `"Đạt,Không đạt,Không áp dụng,Chưa có"|Chọn trong danh sách.`,
		"G8": "|Ghi số, hoặc “chưa có”, “không áp dụng”.",
	}
	for at, w := range want {
		if got[at] != w {
			t.Errorf("%s: %q", at, got[at])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%q", got)
	}
}

func TestFormBytes(t *testing.T) {
	one, err := Form(reporting())
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if two, err := Form(reporting()); err != nil || !bytes.Equal(one, two) {
			t.Fatal("the same form gave other bytes", err)
		}
	}
	if b, err := Form(paper.Form{}); err != nil || len(b) == 0 {
		t.Fatal(err)
	}
}

func TestLinesOf(t *testing.T) {
	for _, x := range []struct {
		text string
		want int
	}{{"", 1}, {"một hai", 1}, {"một hai ba bốn", 2}, {"một\nhai\nba", 3}, {strings.Repeat("a", 25), 3}, {"a " + strings.Repeat("b", 13), 3}} {
		if got := linesOf(x.text, 10); got != x.want {
			t.Errorf("%q: %d lines", x.text, got)
		}
	}
}

func TestRoman(t *testing.T) {
	for n, want := range map[int]string{1: "I", 4: "IV", 9: "IX", 14: "XIV", 49: "XLIX", 90: "XC"} {
		if got := roman(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
