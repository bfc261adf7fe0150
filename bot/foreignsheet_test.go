package bot_test

import (
	"testing"
	"time"

	"thidua/workflow"
)

// What is left aside of a table is named with why, before anything is read.
func TestRowsThatAreNotRead(t *testing.T) {
	p := official(t)
	p.says("/baocao CN")
	file := table(t, []any{"TT", "Chỉ tiêu", "Kế hoạch", "Kết quả"}, []any{1, "Tổng thu ngân sách", 5042.4, 5531.5}, []any{2, "Tham mưu", nil, 9},
		[]any{3, "Sản lượng lúa", nil, 250}, []any{4, "San luong lua", nil, 260}, []any{5, "Số hộ có ti vi màu", nil, 99})
	p.sendsFile("huyen.xlsx", file, "").has(t, "Cột C “Kế hoạch”: kế hoạch, không ghi", "Cột D “Kết quả”: kết quả thực hiện", "Tham mưu do người thẩm định chấm",
		"Sản lượng lúa có nhiều dòng", "Không rõ chỉ tiêu “Số hộ có ti vi màu”", "Nhận ra 1 dòng").lacks(t, "<b>")
	p.at("report/mapping")
	p.presses("Bỏ hết").has(t, "Đã bỏ tệp; chưa ghi số nào")
	p.at("report/figure")
	p.sendsFile("hai cot.xlsx", table(t, []any{"Chỉ tiêu", "TH 6 tháng đầu năm", "Thực hiện năm 2017"}, []any{"Tổng thu ngân sách", 1, 2}), "").
		has(t, "Có nhiều cột có thể là kết quả", "B (TH 6 tháng đầu năm)", "C (Thực hiện năm 2017)")
	if got := p.draft("CN", "c", "thu"); got != "-" {
		t.Errorf("stored: %s", got)
	}
}

// A sentence in an old font is kept as it is read, or on the person's word as it
// was written.
func TestAnOldFontIsRepairedOnAYes(t *testing.T) {
	for answer, note := range map[string]string{"đúng": "Số liệu của tỉnh", "giữ nguyên chữ": "Sè liÖu cña tØnh"} {
		p := official(t)
		p.says("/baocao 6T")
		p.sendsFile("cu.xlsx", table(t, []any{"ChØ tiªu", "KÕt qu¶", "Ghi chó"}, []any{"Tæng thu ng©n s¸ch", 5531.5, "Sè liÖu cña tØnh"}), "")
		p.says("đúng").has(t, "đọc là “Số liệu của tỉnh”", "Câu viết bằng phông chữ cũ sẽ được ghi theo chữ đã sửa")
		p.says(answer).has(t, "Đã ghi 1 số")
		if e := p.figure("6T", "c", "thu").Draft; e == nil || e.Explained != note {
			t.Errorf("%s: %+v", answer, e)
		}
	}
}

// A cell is named by its address: where it cannot be taken, and where it is asked
// about.
func TestCellsAreNamed(t *testing.T) {
	p := official(t)
	form := formOf(t, p.says("/bieumau 6T"), "c1")
	p.sendsFile("a.xlsx", fill(t, form, "Châu", map[string]any{"2 result": "65.913", "4 result": time.Date(2017, 5, 7, 0, 0, 0, 0, time.UTC)}), "").
		has(t, "⚠️ Ô G9, Số vụ tai nạn: Excel đã đổi số thành ngày tháng", "📄 Ô G7 trong tệp:", "“65.913” cho chỉ tiêu Sản lượng lúa")
	p.says("65913").has(t, "2. Sản lượng lúa: 65.913 nghìn tấn")
	p.says("đúng")
	p.sendsFile("a.xlsx", fill(t, form, "Châu", map[string]any{"1 result": 55315, "4 result": "Không áp dụng"}), "").
		has(t, "📄 Ô G6 trong tệp:", "Tổng thu ngân sách: 55.315 tỷ đồng", "xin viết một câu lý do")
	p.says("Có khoản thu đặc biệt từ đất").has(t, "📄 Ô G9 trong tệp:", "Vì sao chỉ tiêu Số vụ tai nạn không áp dụng")
	p.says("Huyện không có đường quốc lộ").has(t, "1. Tổng thu ngân sách: 55.315 tỷ đồng", "(Có khoản thu đặc biệt từ đất)")
	p.says("đúng")
	p.drafts(t, map[string]string{"thu": "55315", "san-luong": "65913", "vu": "n/a"})
}

// A form goes by the cluster and the rules it was made from.
func TestAFormOfOtherRules(t *testing.T) {
	p := official(t)
	form := formOf(t, p.says("/bieumau 6T"), "c1")
	p.apply(edit(t, yearFile, "unit: nghìn tấn, points: 10", "unit: nghìn tấn, points: 10, range: [1, 900]"))
	p.sendsFile("a.xlsx", fill(t, form, "Châu", map[string]any{"2 result": 250}), "").has(t, "Quy tắc của cụm đã thay đổi", "2. Sản lượng lúa: 250 nghìn tấn")
	h := emptyHouse(t)
	h.apply(edit(t, yearFile, "cluster: cum", "cluster: cum-hai"))
	h.seat("x", "cum-hai", workflow.Official, "c")
	(&person{house: h, id: "x", chat: "x"}).sendsFile("a.xlsx", form, "").has(t, "của cụm khác")
	// Whoever may no longer send figures when a file is there sends none.
	p.person("o1", workflow.Leader, "c").sendsFile("a.xlsx", form, "").has(t, "Tôi chỉ nhận ảnh")
}
