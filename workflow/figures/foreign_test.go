package figures

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
	"thidua/workflow/workbook"
)

// table is a sheet from lines of cells parted by |; a cell that begins with # is
// a number.
func table(name string, lines ...string) workbook.Sheet {
	s := workbook.Sheet{Name: name}
	for i, line := range lines {
		if line == "" {
			continue
		}
		row := workbook.Row{Number: i + 1}
		for cell := range strings.SplitSeq(line, "|") {
			cell = strings.TrimSpace(cell)
			number, is := strings.CutPrefix(cell, "#")
			row.Cells = append(row.Cells, workbook.Cell{Text: number, Number: is})
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

func sampleCluster(t *testing.T) *rules.Cluster {
	t.Helper()
	c, faults := rules.Load(sample.Cluster)
	if faults != nil {
		t.Fatal(faults)
	}
	return c
}

// placed is a mapping in short: criterion=text@address.
func placed(m Mapping) string {
	var list []string
	for _, c := range m.Cells {
		list = append(list, fmt.Sprintf("%s=%s@%s", c.Criterion, c.Text, c.Address))
	}
	return strings.Join(list, " ")
}

func TestGuess(t *testing.T) {
	c := sampleCluster(t)
	m, ok := Guess([]workbook.Sheet{
		table("Bìa", "BÁO CÁO", "Kết quả"),
		table("Biểu 1",
			"BÁO CÁO KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", "",
			"STT | Chỉ tiêu | ĐVT | Kế hoạch năm 2017 | TH năm 2016 | TH năm 2017 | Tỷ lệ % so KH | Ghi chú",
			"(1) | (2) | (3) | (4) | (5) | (6) | (7) | (8)",
			"I | Phát triển kinh tế",
			"1 | Tổng thu ngân sách trên địa bàn | tỷ đồng | #5042.4 | #4203.3 | #5531 | #109.69 | đã quyết toán",
			"2 | 2. Tong kim ngach xuat khau | nghìn USD | | | 874.050",
			"3 | Tai nạn giao thông | vụ | | | #12",
			"4 | Số hộ có ti vi màu | hộ | | | #99",
			"5 | Xây dựng xã nông thôn mới | xã | #55 | | ",
			"6 | Phát triển đảng viên mới | | | | #10",
			"7 | Phát triển Đảng viên mới | | | | #11",
			"8 | Mô hình mới, điển hình tiên tiến | | | | #9",
			"Tổng cộng"),
	}, c, "CN")
	if !ok || m.Sheet != "Biểu 1" || m.HeaderRow != 3 || m.Legacy != "" || len(m.Results) > 0 {
		t.Fatalf("%v %+v", ok, m)
	}
	var means []string
	for _, col := range m.Columns {
		means = append(means, col.Address+"="+col.Means)
	}
	if got := strings.Join(means, " "); got != "A= B=name C=unit D=plan E=last_year F=actual G= H=explanation" {
		t.Error(got)
	}
	if got := placed(m); got != "thu-ngan-sach=5531@F6 xuat-khau=874.050@F7 nong-thon-moi=@F10" {
		t.Error(got)
	}
	if m.Cells[0].Explanation != "đã quyết toán" || m.Cells[0].ExplanationAddress != "H6" || m.Cells[0].Unit != "" || m.Cells[1].Unit != "nghìn USD" {
		t.Errorf("%+v", m.Cells)
	}
	if got := fmt.Sprint(m.Twice); got != "[{dang-vien-moi [11 12]}]" {
		t.Error(got)
	}
	var rows []int
	for _, u := range m.Unknown {
		rows = append(rows, u.Row)
	}
	if !slices.Equal(rows, []int{8, 9, 13}) || !slices.Contains(m.Unknown[0].Close, "tai-nan") || m.Unknown[2].Marked != "mo-hinh" {
		t.Errorf("%+v", m.Unknown)
	}
}

// Years stand in a second line under one header.
func TestGuessTwoLines(t *testing.T) {
	c := sampleCluster(t)
	m, ok := Guess([]workbook.Sheet{table("a",
		"TT | Nội dung | Kết quả thực hiện | | Thuyết minh",
		" | | Năm 2016 | #2017 | ",
		"1 | Tổng thu ngân sách trên địa bàn | #1 | #2",
	)}, c, "CN")
	if got := placed(m); !ok || got != "thu-ngan-sach=2@D3" {
		t.Errorf("%v %s %+v", ok, got, m.Columns)
	}
}

// Two columns that may both hold the results are asked about.
func TestGuessResults(t *testing.T) {
	c := sampleCluster(t)
	m, ok := Guess([]workbook.Sheet{table("a",
		"Tiêu chí | TH 6 tháng đầu năm | Thực hiện năm 2017",
		"Tổng thu ngân sách trên địa bàn | #1 | #2",
	)}, c, "CN")
	if !ok || len(m.Cells) > 0 || fmt.Sprint(m.Results) != "[{B TH 6 tháng đầu năm } {C Thực hiện năm 2017 }]" {
		t.Errorf("%v %+v", ok, m)
	}
}

func TestGuessLegacy(t *testing.T) {
	c := sampleCluster(t)
	m, ok := Guess([]workbook.Sheet{table("a",
		"ChØ tiªu | KÕt qu¶ | Ghi chó",
		"Tæng thu ng©n s¸ch trªn ®Þa bµn | #5531 | Sè liÖu cña tØnh",
	)}, c, "CN")
	if got := placed(m); !ok || m.Legacy != "TCVN3" || got != "thu-ngan-sach=5531@B2" {
		t.Fatalf("%v %s %+v", ok, got, m)
	}
	if !slices.Contains(m.Repaired, Repair{"A2", "Tæng thu ng©n s¸ch trªn ®Þa bµn", "Tổng thu ngân sách trên địa bàn"}) ||
		!slices.Contains(m.Repaired, Repair{"C2", "Sè liÖu cña tØnh", "Số liệu của tỉnh"}) {
		t.Errorf("%q", m.Repaired)
	}
}

func TestNoGuess(t *testing.T) {
	c := sampleCluster(t)
	hidden := table("b", "Chỉ tiêu | Kết quả", "Tổng thu ngân sách trên địa bàn | #1")
	hidden.Hidden = true
	for _, sheets := range [][]workbook.Sheet{nil, {hidden},
		{table("a", "Chỉ tiêu | Ghi chú", "Tổng thu ngân sách trên địa bàn | #1")},
		{table("a", "Chỉ tiêu | Kết quả", "Số hộ có ti vi màu | #1")},
	} {
		if m, ok := Guess(sheets, c, "CN"); ok {
			t.Errorf("%+v", m)
		}
	}
}

func TestMeaning(t *testing.T) {
	for header, want := range map[string]string{
		"Chỉ tiêu": MeansName, "Chỉ tiêu năm 2017": MeansPlan, "Tên chỉ tiêu": MeansName, "Chỉ tiêu được giao": MeansPlan,
		"Kết quả": MeansActual, "Thực hiện năm 2017": MeansActual, "Thực hiện năm 2016": MeansLastYear, "KQ thực hiện": "", "Kết quả năm trước": MeansLastYear,
		"Thực hiện năm 2015": "", "% thực hiện so với kế hoạch": "", "Số liệu": MeansActual, "Kế hoạch (tỷ đồng)": MeansPlan, "Kế hoạch năm 2018": "",
		"Kế hoạch 2016": "", "Ước thực hiện năm 2017": "", "TH 6 tháng": MeansActual, "Đơn vị tính": MeansUnit, "Điểm tự chấm": MeansSelf, "Giải trình": MeansExplanation, "Mã": MeansCode,
	} {
		if got := meaning(header, 2017); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
}
