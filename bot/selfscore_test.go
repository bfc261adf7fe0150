package bot_test

import (
	"encoding/json"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
)

// A unit takes the computed points, changes some with a reason, claims what is
// marked at review, and may until its figure is accepted. No points follow.
func TestSelfScore(t *testing.T) {
	p := official(t)
	head := p.person("a1", workflow.Head, "a")
	p.target("c", "san-luong", "500", "")
	p.says("/tucham").has(t, "Tự chấm điểm kỳ nào?")
	p.says("CN").has(t, "1. Tổng thu ngân sách: chưa có số liệu", "5. Tham mưu: chưa tự chấm (0 đến 10), cụm chấm khi thẩm định", "8. Điểm thưởng: chưa tự chấm (từ -5 đến 5)")
	p.says("1: 20").has(t, "chưa có số liệu. Xin báo cáo trước")
	p.says("xong")
	p.sends("6T", fourRows)
	p.sends("CN", fourRows)
	before := ranked(p.house)

	p.says("tự chấm CN").has(t, "1. Tổng thu ngân sách: chưa tự chấm, theo số liệu 30/30", "2. Sản lượng lúa: chưa tự chấm, theo số liệu 5/10", "6. Báo cáo đúng hạn: chưa tự chấm, theo số liệu 10/10")
	p.says("2: 7,5").has(t, "Vì sao Sản lượng lúa tự chấm 7,5 điểm, khác 5 điểm theo số liệu?")
	p.says("xếp hạng 6T là lý do").has(t, "tự chấm 7,5 điểm", "2. Sản lượng lúa: tự chấm 7,5/10, theo số liệu 5")
	p.says("5: 9,5\n8: 1.250").has(t, "5. Tham mưu: tự chấm 9,5 điểm", "1,25 điểm")
	p.says("8: 2").has(t, "8. Điểm thưởng: tự chấm 2 điểm")
	p.says("8: 1.250")
	p.presses("A. 1,25 điểm").has(t, "8. Điểm thưởng: tự chấm 1,25/5", "Cộng điểm đã tự chấm: 18,25 (3/8 tiêu chí)")
	p.says("8: 6.000").has(t, "Điểm tự chấm của Điểm thưởng từ -5 đến 5")
	p.says("8: 5.000").has(t, "A. 5 điểm")
	p.says("8: 6").has(t, "Điểm tự chấm của Điểm thưởng từ -5 đến 5")
	p.says("1: 30,5").has(t, "từ 0 đến 30")
	p.says("8: 5.000")
	p.says("bỏ 8").has(t, "đã bỏ điểm tự chấm")
	p.presses("Đúng, lấy 4 dòng theo số liệu").has(t, "Đã lấy điểm theo số liệu cho 4 tiêu chí", "1. Tổng thu ngân sách: tự chấm 30/30")
	p.says("gì cơ").has(t, "Chưa hiểu “gì cơ”")
	p.says("3: 20 | đủ cả").has(t, "3. Đạt chuẩn nông thôn mới: tự chấm 20")
	p.says("xong").has(t, "không làm thay đổi điểm tính")
	if after := ranked(p.house); after != before {
		t.Errorf("the unit's own points changed the ranking:\n%s\n%s", before, after)
	}
	if f := p.figure("CN", "c", "san-luong"); f.Sent.Score != "7.5" || f.Sent.ScoreWhy != "xếp hạng 6T là lý do" {
		t.Errorf("%+v", f.Sent)
	}

	// All columns show them, and say which they are.
	p.says("/phieu").has(t, "đơn vị tự chấm 7,5 điểm, theo số liệu đơn vị báo cáo 5", "đơn vị tự chấm 9,5 điểm")
	var annex paper.Appraisal
	var sheets paper.Sheets
	p.view(func(r storage.Reader) (err error) {
		if annex, err = workflow.AppraisalPaper(r, p.cluster(), "CN", "c", p.now); err != nil {
			return err
		}
		sheets, err = workflow.SheetsPaper(r, p.cluster(), "CN", "c", p.now)
		return err
	})
	row, sheet := annex.Contents[0].Rows[1], sheets.Sheets[0].Contents[0].Rows[1]
	const why = "Đơn vị tự chấm 7,5 điểm, theo số liệu là 5 điểm: xếp hạng 6T là lý do"
	if row.SelfPoints != "7.5" || !row.SelfOwn || strings.Join(row.Reasons, " ") != "Thực hiện 250 nghìn tấn, kế hoạch 500: đạt 50%. 10 × 250 / 500 = 5 điểm. "+why {
		t.Errorf("%+v", row)
	}
	if sheet.SelfPoints != "7.5" || sheet.Points != "5" || strings.Join(sheet.Said, "") != why {
		t.Errorf("%+v", sheet)
	}
	if annex.Totals.Self != "77" || sheets.Sheets[0].Totals.Self != "77" {
		t.Errorf("%+v %+v", annex.Totals, sheets.Sheets[0].Totals)
	}

	// What is accepted stays; a mark closes the claim.
	head.says("/duyet")
	head.says("CN")
	head.says("hc")
	head.says("duyệt 2")
	head.says("5: 8").has(t, "Tham mưu")
	p.says("/tucham CN").has(t, "2. Sản lượng lúa: tự chấm 7,5/10, theo số liệu 5 🔒", "5. Tham mưu: tự chấm 9,5/10 🔒")
	p.says("2: 5").has(t, "đã được duyệt")
	p.says("5: 9").has(t, "đã được duyệt")
	p.says("1: 29,5 | làm tròn").has(t, "tự chấm 29,5")
	p.says("/phieu").has(t, "đơn vị tự chấm 7,5 điểm", "đơn vị tự chấm 29,5 điểm")

	// Another value has no points of its own yet.
	p.says("/baocao CN")
	p.says("1: 5000")
	p.says("/tucham CN").has(t, "1. Tổng thu ngân sách: chưa tự chấm, theo số liệu 29,75/30")
}

// ranked is the ranking of the year as it counts.
func ranked(h *house) string {
	h.t.Helper()
	var p paper.Ranking
	h.view(func(r storage.Reader) (err error) {
		p, err = workflow.RankingPaper(r, h.cluster(), "CN", h.now)
		return err
	})
	b, err := json.Marshal(p)
	if err != nil {
		h.t.Fatal(err)
	}
	return string(b)
}
