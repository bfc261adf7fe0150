package bot_test

import (
	"strings"
	"testing"
)

// While one figure is asked about, a line about another one is no answer to it.
func TestALineAboutAnotherCriterionIsNoAnswer(t *testing.T) {
	for _, said := range []string{"4: 6", "vu = 6", "so vu tai nan 6", "4 Số vụ tai nạn 6"} {
		p := official(t)
		p.talk("/baocao 6T", "2: 5.531")
		p.at("report/settle")
		p.says(said).has(t, "“5.531” cho chỉ tiêu Sản lượng lúa")
		p.says("a").has(t, "2. Sản lượng lúa: 5.531 nghìn tấn", "4. Số vụ tai nạn: 6 vụ")
		if p.step("c1") == "report/preview" { // without a sign between it is shown first
			p.says("đúng")
		}
		if a, b := p.draft("6T", "c", "san-luong"), p.draft("6T", "c", "vu"); a != "5531" || b != "6" {
			t.Errorf("%q: %s and %s", said, a, b)
		}
	}
}

// A question with one answer takes a yes; one that is answered with something else
// is asked again, for it may have scrolled away.
func TestAQuestionWithOneAnswer(t *testing.T) {
	for _, yes := range []string{"đúng", "dung roi", "Ừ", "ok", "A"} {
		p := official(t)
		p.talk("/baocao 6T", "5,5315 nghìn tỷ")
		p.at("report/settle")
		p.says("là sao").has(t, "Tôi không đọc được số nào", "“5,5315 nghìn tỷ” cho chỉ tiêu Tổng thu ngân sách", "A. 5.531,5 tỷ đồng", "gõ “đúng”")
		p.says(yes).has(t, "✔️ 1. Tổng thu ngân sách: 5.531,5 tỷ đồng")
	}
}

func TestALetterIsNoReason(t *testing.T) {
	p := official(t)
	p.talk("/baocao 6T", "55315")
	p.says("b").has(t, "xin viết một câu lý do")
	p.says("b").has(t, "Lý do cần ít nhất vài chữ", "Tổng thu ngân sách: 55.315 tỷ đồng")
	p.at("report/reason")
	if got := p.draft("6T", "c", "thu"); got != "-" {
		t.Errorf("stored with a letter for a reason: %s", got)
	}
	p.says("nhập lại").has(t, "1. Tổng thu ngân sách")
}

// What an Excel table or a hurried hand leaves: rows without a sign between.
func TestRowsAsTablesAreCopied(t *testing.T) {
	p := official(t)
	p.says("/baocao 6T")
	r := p.says("TT Chỉ tiêu Kết quả\n4 Số vụ tai nạn 7\n1 Tổng thu ngân sách 5531,5\nsan luong lua 250 nghìn tấn\nđạt chuẩn nông thôn mới đạt")
	r.has(t, "Dòng chưa đọc được: “TT Chỉ tiêu Kết quả”", "Xem trước 4 số", "1. Tổng thu ngân sách: 5.531,5", "4. Số vụ tai nạn: 7 vụ")
	if first, last := strings.Index(r.text, "1. Tổng thu"), strings.Index(r.text, "4. Số vụ"); first > last {
		t.Error("the preview is not in the order of the list")
	}
	p.says("đúng")
	p.says("3: không đạt").has(t, "(số cũ: đạt → không đạt)").lacks(t, "2. Sản lượng lúa")
	p.says("danh sách").has(t, "2. Sản lượng lúa: 250 nghìn tấn")
	p.says("/huy")
	p.says("3: đạt").has(t, "3. Đạt chuẩn nông thôn mới: đạt", "chưa nộp")
	p.says("/sua 99 = 1").has(t, "Không rõ chỉ tiêu").lacks(t, "chưa nộp")
	p.says("/giaitrinh 6T 1").has(t, "chưa có gì cần giải trình")
}

// What is said around a number is no name, and what may be one is shown before it
// is stored.
func TestWordsAroundANumberAreNoName(t *testing.T) {
	h := emptyHouse(t)
	h.apply(edit(t, yearFile, "name: Số vụ tai nạn", "name: Tăng trưởng dư nợ"))
	h.target("c", "san-luong", "250", "240")
	p := h.person("c1", "official", "c")
	p.says("/baocao 6T 2")
	p.says("tăng 5%").has(t, "cho chỉ tiêu Sản lượng lúa", "252 nghìn tấn")
	p.says("nhập lại")
	p.says("tăng trưởng dư nợ 7").has(t, "Xem trước 1 số", "4. Tăng trưởng dư nợ: 7 vụ")
	if got := p.draft("6T", "c", "vu"); got != "-" {
		t.Errorf("stored unseen: %s", got)
	}
}
