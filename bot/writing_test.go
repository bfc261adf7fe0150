package bot_test

import (
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/score"
)

// The head's people write paragraphs of the report; what they wrote survives new
// figures, and numbers that no longer agree are named.
func TestAParagraphIsWritten(t *testing.T) {
	h := newHouse(t)
	c := h.apply(edit(t, yearFile, "{id: thu, name: Tổng thu ngân sách, unit: tỷ đồng,", "{id: thu, name: Tổng thu ngân sách, unit: tỷ đồng, total: sum, decimals: 1,"))
	head, official, deputy := h.person("a1", workflow.Head, "a"), h.person("c1", workflow.Official, "c"), h.person("b1", workflow.Deputy, "b")
	accepted := func(value string) {
		h.do(func(tx storage.Tx, act workflow.Act) error {
			v := score.Value{Kind: score.Number, Number: decimal.Must(value)}
			return workflow.ImportFigure(tx, act, c, workflow.ImportRow{Period: "CN", Member: "c", Criterion: "thu", Given: true, Actual: v}, true)
		})
	}
	h.target("c", "thu", "250", "")
	accepted("250.5")

	official.says("/tongket CN").has(t, "Tổng thu ngân sách đạt 250,5 tỷ đồng, đạt 100,2%")
	for _, p := range []*person{official, deputy} {
		p.says("/tongket CN").lacks(t, "Sửa đoạn")
		if len(p.buttons()) > 0 {
			t.Errorf("%s has %v", p.id, p.labels())
		}
		p.says("/tongket sửa CN").has(t, "Chỉ người của đơn vị Cụm trưởng")
	}

	r := head.says("/tongket CN")
	r.has(t, "Tổng thu ngân sách đạt 250,5 tỷ đồng")
	head.presses("Sửa đoạn").has(t, "sửa đoạn số mấy?", "1. Năm 2017")
	head.at("writing/which")
	n := numberOf(t, r, head, "Tổng thu ngân sách đạt")
	head.says("99").has(t, "không phải số của một đoạn")
	head.says(n).has(t, "Đoạn "+n+" đang là:", "Tổng thu ngân sách đạt 250,5 tỷ đồng")
	head.at("writing/text")
	head.says(strings.Repeat("dài ", 1000)).has(t, "dài nhất 3.500 ký tự")
	head.at("writing/text")
	// Telegram cuts what is too long: its end does not become the paragraph unseen.
	head.says("Đoạn cuối của bài dài, còn 12 tỷ đồng.").has(t, "Tin trước quá dài", "bắt đầu bằng: “Đoạn cuối của bài dài, còn 12 tỷ đồng.”")
	head.says("Và một phần nữa.").has(t, "Đoạn văn vẫn như cũ", "Tin trước quá dài")
	head.at("writing/rest")
	head.presses("Không").has(t, "Đoạn "+n+" đang là:", "Tổng thu ngân sách đạt 250,5 tỷ đồng")
	if n := h.logged("report.edit"); n != 0 {
		t.Errorf("%d lines of the log", n)
	}
	head.at("writing/text")
	const written = "Toàn Cụm thu <b>250,5</b> & 100,2% kế hoạch; riêng một huyện thu 77,7 tỷ đồng."
	head.says(written+"\u0000\n\n   Dòng  hai. ").has(t, "Thay cả đoạn bằng riêng tin này?")
	head.says("có").has(t, "Đã thay đoạn văn", "Số 77,7 không có trong số liệu.")
	if n := h.logged("report.edit"); n != 1 {
		t.Errorf("%d lines of the log", n)
	}
	official.says("/tongket CN").has(t, written+"\n\nDòng hai.")
	official.says("/tongket CN").lacks(t, "⚠️")
	head.says("/tongket CN").has(t, written, "⚠️ Số 77,7 không có trong số liệu.")
	head.says("/tongket CN").lacks(t, "không còn khớp")

	accepted("260")
	r = head.says("/tongket CN")
	r.has(t, written, "Số 250,5 không còn khớp với số liệu.", "Số 100,2 không còn khớp với số liệu.", "Số 77,7 không có")
	r.lacks(t, "260 tỷ đồng")

	head.talk("/tongket sửa CN", n)
	head.says("như cũ").has(t, "Đã lấy lại đoạn lập từ số liệu.")
	head.says("/tongket CN").has(t, "Tổng thu ngân sách đạt 260 tỷ đồng, đạt 104%")
	head.talk("/tongket sửa CN", n)
	head.says("nhu cu").has(t, "chưa ai sửa")
	head.at("writing/text")
	head.says("/huy")
	if n := h.logged("report."); n != 2 {
		t.Errorf("%d lines of the log", n)
	}
}

// numberOf is the number of the paragraph that begins so, in the list of them.
func numberOf(t *testing.T, _ reply, p *person, begins string) string {
	t.Helper()
	for _, line := range strings.Split(p.says("/quaylai").text+"\n"+p.says("/tongket sửa CN").text, "\n") {
		if n, rest, ok := strings.Cut(line, ". "); ok && strings.HasPrefix(rest, begins) {
			return n
		}
	}
	t.Fatalf("no paragraph begins with %q", begins)
	return ""
}
