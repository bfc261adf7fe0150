package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"

	"thidua/workflow/paper"

	"github.com/xuri/excelize/v2"
)

func cell(value, points, state string) paper.RankingCell {
	return paper.RankingCell{Value: value, Points: points, State: state}
}

func ranking() paper.Ranking {
	return paper.Ranking{
		Letterhead: paper.Letterhead{Date: "2018-04-04"}, Cluster: "mien-trung", Year: 2017, Period: "CN",
		ClusterName: "Cụm thi đua miền Trung", PeriodName: "năm 2017", Provisional: true, RulesSHA256: "ab12", HasAdjust: true,
		Contents: []paper.RankingContent{{ID: "1", Name: "kinh tế", Points: "600"}, {ID: strings.Repeat("b", 32), Name: "xây dựng", Points: "400.5"}},
		Rows: []paper.RankingRow{
			{Rank: 1, Member: "hue", Name: "=cmd|' /C calc'!A0", Contents: []string{"570.11", "400.5"}, Adjust: "-5", Total: "965.61", Max: "1000.5", Percent: "96.513", Award: "+Cờ, \"thi đua\""},
			{Rank: 2, Member: "da-nang", Name: "Đà Nẵng", Contents: []string{"0", "12"}, Adjust: "0", Total: "12", Max: "1000.5", Percent: "1.199"},
		},
		Notes: []string{"@Kết quả tạm tính."},
		Annex: []paper.RankingAnnex{
			{Name: "kinh tế", Members: []string{"Huế", "Đà Nẵng"}, Totals: []string{"570.11", "0"}, Adjusts: []string{"-5", "0"}, Rows: []paper.RankingAnnexRow{
				{Name: "Thu", Unit: "tỷ đồng", Points: "600", Cells: []paper.RankingCell{cell("4.31343", "570.11", "verified"), cell("", "0", "missing")}},
				{Name: "Chuẩn", Points: "0", Cells: []paper.RankingCell{cell("yes", "0", "submitted"), cell("n/a", "0", "na")}},
				{Name: "Vốn", Points: "0", Cells: []paper.RankingCell{cell("12345678901234567.25", "", "verified"), cell("1000", "", "verified")}},
			}},
			{Name: "xây dựng", Members: []string{"Huế", "Đà Nẵng"}, Totals: []string{"400.5", "12"}},
		},
	}
}

// What is seen is what excelize finds in a file that we made: its text, and whether it
// is a number.
type seen struct {
	text   string
	number bool
}

func lookAt(t *testing.T, f *excelize.File, sheet, cell string) seen {
	t.Helper()
	kind, err := f.GetCellType(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	text, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	if formula, err := f.GetCellFormula(sheet, cell); err != nil || formula != "" && !strings.HasPrefix(formula, "SUM(") {
		t.Errorf("%s!%s is a formula: %q, %v", sheet, cell, formula, err)
	}
	return seen{text, kind == excelize.CellTypeUnset && text != ""}
}

func TestRanking(t *testing.T) {
	b, err := Ranking(ranking())
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Xếp hạng", "Nội dung 1", "Nội dung thứ 2"}) {
		t.Fatal(got)
	}
	for _, x := range []struct {
		sheet, cell string
		want        seen
	}{
		{"Xếp hạng", "A1", seen{"BẢNG XẾP HẠNG THI ĐUA (TẠM TÍNH)", false}},
		{"Xếp hạng", "A2", seen{"Cụm thi đua miền Trung - năm 2017", false}},
		{"Xếp hạng", "B4", seen{"Đơn vị", false}},
		{"Xếp hạng", "D4", seen{"Nội dung 2\n(400,5)", false}},
		{"Xếp hạng", "A5", seen{"1", true}},
		{"Xếp hạng", "B5", seen{"=cmd|' /C calc'!A0", false}},
		{"Xếp hạng", "C5", seen{"570.11", true}},
		{"Xếp hạng", "E5", seen{"-5", true}},
		{"Xếp hạng", "F5", seen{"965.61", true}},
		{"Xếp hạng", "H5", seen{"96.513", true}},
		{"Xếp hạng", "I5", seen{`+Cờ, "thi đua"`, false}},
		{"Xếp hạng", "I6", seen{"", false}},
		{"Xếp hạng", "A8", seen{"Nội dung 1 (600 điểm): Kinh tế.", false}},
		{"Xếp hạng", "A10", seen{"@Kết quả tạm tính.", false}},
		{"Xếp hạng", "A11", seen{"Điểm được tính theo bộ quy tắc có mã SHA-256 ab12.", false}},
		{"Nội dung 1", "A2", seen{"Kinh tế", false}},
		{"Nội dung 1", "E4", seen{"Huế", false}},
		{"Nội dung 1", "D6", seen{"600", true}},
		{"Nội dung 1", "E6", seen{"4.31343", true}},
		{"Nội dung 1", "F6", seen{"570.11", true}},
		{"Nội dung 1", "G6", seen{"chưa báo cáo", false}},
		{"Nội dung 1", "H6", seen{"0", true}},
		{"Nội dung 1", "E7", seen{"đạt", false}},
		{"Nội dung 1", "G7", seen{"không áp dụng", false}},
		{"Nội dung 1", "H7", seen{"", false}},
		{"Nội dung 1", "E8", seen{"12345678901234567.25", false}}, // a spreadsheet program would round it
		{"Nội dung 1", "G8", seen{"1000", true}},
		{"Nội dung 1", "B9", seen{"Cộng điểm nội dung 1 (chưa kể điểm thưởng, phạt)", false}},
		{"Nội dung 1", "F9", seen{"570.11", true}},
		{"Nội dung 1", "F10", seen{"-5", true}},
		{"Nội dung 1", "A12", seen{"Số in nghiêng: đã báo cáo, chưa thẩm định.", false}},
		{"Nội dung thứ 2", "H6", seen{"12", true}},
	} {
		if got := lookAt(t, f, x.sheet, x.cell); got != x.want {
			t.Errorf("%s!%s: %v, want %v", x.sheet, x.cell, got, x.want)
		}
	}
	if got, err := f.GetSheetDimension("Nội dung 1"); err != nil || got != "A1:H12" {
		t.Error(got, err)
	}
	for _, sheet := range f.GetSheetList() {
		panes, err := f.GetPanes(sheet)
		if err != nil || !panes.Freeze || panes.YSplit < head {
			t.Errorf("%s: %+v, %v", sheet, panes, err)
		}
	}
}

func TestRankingBytes(t *testing.T) {
	one, err := Ranking(ranking())
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		two, err := Ranking(ranking())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one, two) {
			t.Fatal("the same ranking gave other bytes")
		}
	}
	other := ranking()
	other.Rows[0].Total = "965.62"
	if two, err := Ranking(other); err != nil || bytes.Equal(one, two) {
		t.Fatal("another ranking gave the same bytes", err)
	}
	z, err := zip.NewReader(bytes.NewReader(one), int64(len(one)))
	if err != nil {
		t.Fatal(err)
	}
	core, err := z.Open("docProps/core.xml")
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(core); err != nil || !strings.Contains(string(b), "2018-04-04T00:00:00Z") || strings.Contains(string(b), "xuri") {
		t.Errorf("%s, %v", b, err)
	}
}

// What the reader reads from a ranking is what was written.
func TestRankingReadBack(t *testing.T) {
	b, err := Ranking(ranking())
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range Rows(b, 9) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Number == head+1 && (r.Cells[5] != Cell{Text: "965.61", Number: true, Formula: true} || r.Cells[1].Text != "=cmd|' /C calc'!A0") {
			t.Errorf("%+v", r)
		}
	}
}

// What a content is held back stands over what is left of it.
func TestRankingCuts(t *testing.T) {
	p := ranking()
	p.Annex[0].Totals[0], p.Annex[0].Cuts = "540.11", []string{"-30", "0"}
	b, err := Ranking(p)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]seen{
		"B9": {"Giảm trừ (mức trần, tiêu chí điều kiện chưa đạt)", false}, "F9": {"-30", true}, "H9": {"0", true}, "D9": {"", false},
		"F10": {"540.11", true}, "F11": {"-5", true},
	} {
		if got := lookAt(t, f, "Nội dung 1", cell); got != want {
			t.Errorf("%s: %v, want %v", cell, got, want)
		}
	}
}

func TestRankingEmpty(t *testing.T) {
	if b, err := Ranking(paper.Ranking{}); err != nil || len(b) == 0 {
		t.Fatal(err)
	}
}

func TestRankingCSV(t *testing.T) {
	b, err := RankingCSV(ranking())
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"rank", "member", "total", "max", "percent", "adjust", "award", "1", strings.Repeat("b", 32)},
		{"1", "hue", "965.61", "1000.5", "96.513", "-5", `'+Cờ, "thi đua"`, "570.11", "400.5"},
		{"2", "da-nang", "12", "1000.5", "1.199", "0", "", "0", "12"},
	}
	if !slices.EqualFunc(lines, want, slices.Equal) {
		t.Errorf("%q", lines)
	}
}

func TestSignificant(t *testing.T) {
	for _, x := range []struct {
		machine string
		want    int
	}{{"0", 0}, {"1000", 1}, {"-10.50", 3}, {"0.0012", 2}, {"1.001", 4}, {"123456789012345.6", 16}} {
		if got := significant(x.machine); got != x.want {
			t.Errorf("%s: %d", x.machine, got)
		}
	}
}
