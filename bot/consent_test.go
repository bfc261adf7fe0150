package bot_test

import (
	"strings"
	"testing"

	"thidua/workflow"
)

// From the first clause to the opening: the head writes and sends round, units
// agree, comment, are answered and insist, and what was seen is what is opened.
func TestConsentRound(t *testing.T) {
	h := newHouse(t)
	h.now = at("2017-03-06 09:00")
	h.target("c", "thu", "4100", "")
	head := h.person("a1", workflow.Head, "a")
	leader := h.person("lb", workflow.Leader, "b")
	official := h.person("c1", workflow.Official, "c")

	head.says("/giaouoc").lacks(t, "Dự thảo lần")
	head.presses("Soạn, lấy ý kiến").has(t, "1. Thực hiện:", "2. Báo cáo: Các đơn vị báo cáo kết quả 6 tháng đầu năm 2017", "chưa gửi lấy ý kiến lần nào")
	head.presses("Điều 2").has(t, "Gõ nội dung mới để thay")
	head.says("Báo cáo {thang}").has(t, "Không rõ [thang] thay cho gì")
	head.says("Báo cáo [bao_cao], gửi {cum_truong}.").has(t, "Đã ghi")
	head.presses("Thêm điều")
	head.says("Giao lưu").has(t, "Tên điều cần có")
	head.says("Giao lưu | Mỗi đơn vị cử một đoàn.").has(t, "5. Giao lưu: Mỗi đơn vị cử một đoàn.")
	head.presses("Điều 5")
	head.presses("Đưa lên").has(t, "4. Giao lưu")
	head.presses("Gửi lấy ý kiến").has(t, "Xin ý kiến đến hết ngày nào?")
	head.says("5/3/2017").has(t, "Sau ngày 05/03/2017")
	head.presses("Im lặng là đồng ý").has(t, "Ngày chưa rõ, đã qua")
	head.says("/quaylai")
	head.says("20/3").has(t, "Sau ngày 20/03/2017")
	r := head.presses("Phải trả lời").has(t, "Đã gửi dự thảo lần 1", "Chưa trả lời: Bình, Châu")
	for _, id := range []string{"lb", "c1"} {
		contains(t, r.to(id), "Xin ý kiến dự thảo lần 1 giao ước thi đua năm 2017", "Xin trả lời đến hết ngày 20/03/2017.")
		if docs := r.documents(id); len(docs) != 1 || docs[0].Kind != "stored" {
			t.Errorf("%s got %+v", id, docs)
		}
	}
	head.presses("Gửi lấy ý kiến")
	head.presses("Không đặt hạn").has(t, "không khác gì lần 1")

	leader.says("/giaouoc")
	leader.presses("Dự thảo: đọc và góp ý").has(t, "dự thảo lần 1")
	leader.presses("Đồng ý dự thảo").has(t, "đơn vị đồng ý dự thảo lần 1", "Bình đã đồng ý")
	official.says("/giaouoc")
	official.presses("Dự thảo: đọc và góp ý")
	official.presses("Góp ý").has(t, "Góp ý về phần nào?", "chỉ tiêu Tổng thu ngân sách")
	official.presses("Điều 4. Giao lưu")
	contains(t, official.says("Xin ghi rõ thời gian.").has(t, "Đã gửi ý kiến số 1", "chờ trả lời").to("a1"), "Châu góp ý dự thảo lần 1 (ý kiến 1)", "Điều 4. Giao lưu", "Xin ghi rõ thời gian.")
	official.presses("Đồng ý dự thảo").has(t, "Đơn vị còn ý kiến chưa đóng")

	head.says("/giaouoc")
	head.presses("Chốt và mở ký").has(t, "Còn 1 ý kiến chưa giải quyết xong của Châu")
	head.presses("Soạn, lấy ý kiến")
	head.presses("Xem ý kiến góp ý").has(t, "Điều 4. Giao lưu", "1. Châu (Nguyễn Văn c1): Xin ghi rõ thời gian.")
	head.presses("Ý kiến 1")
	contains(t, head.says("Thời gian thông báo sau.").has(t, "không tiếp thu: Thời gian thông báo sau.").to("c1"), "không được tiếp thu: Thời gian thông báo sau.")
	official.says("/giaouoc")
	official.presses("Dự thảo: đọc và góp ý")
	contains(t, official.presses("Giữ ý kiến 1").has(t, "Đã giữ ý kiến").to("a1"), "Châu giữ ý kiến 1")

	// The head gives in: the clause and, by the unit, a target change, so that it
	// goes round again.
	head.says("Ý kiến 1").has(t, "bấm Tiếp thu")
	contains(t, head.presses("Tiếp thu").to("c1"), "đã được tiếp thu")
	h.target("c", "thu", "4250", "")
	head.presses("Về danh sách")
	head.presses("Điều 4")
	head.says("Mỗi đơn vị cử một đoàn trong tháng 9.").has(t, "Đã ghi")
	head.says("/giaouoc")
	head.presses("Chốt và mở ký").has(t, "Dự thảo đã thay đổi sau lần gửi thứ 1")
	head.presses("Soạn, lấy ý kiến")
	head.presses("Gửi lấy ý kiến")
	head.says("15/3")
	r = head.presses("Im lặng là đồng ý").has(t, "Đã gửi dự thảo lần 2")
	contains(t, r.to("c1"), "So với dự thảo lần 1: 2 thay đổi",
		"• Điều 4 (Giao lưu): Mỗi đơn vị cử một đoàn. → Mỗi đơn vị cử một đoàn trong tháng 9.",
		"• Tổng thu ngân sách, Châu: 4.100 → 4.250", "đơn vị không trả lời được coi là đồng ý")
	head.says("/giaouoc")
	head.presses("Chốt và mở ký").has(t, "Chưa có ý kiến của Bình, Châu")
	leader.says("/giaouoc")
	leader.presses("Dự thảo: đọc và góp ý")
	leader.presses("Đồng ý dự thảo").has(t, "Bình đã đồng ý")
	h.now = at("2017-03-16 08:00")
	head.presses("Chốt và mở ký").has(t, "Đã chốt giao ước năm 2017").lacks(t, "chưa gửi lấy ý kiến")
	cov := h.covenant()
	if k := cov.Frozen.Clauses[3]; k.Text != "Mỗi đơn vị cử một đoàn trong tháng 9." || k.N != 4 || !strings.Contains(cov.Frozen.Clauses[1].Text, "6 tháng đầu năm 2017 chậm nhất ngày 10 tháng 7 năm 2017") {
		t.Errorf("clauses %+v", cov.Frozen.Clauses)
	}
	if len(cov.Frozen.RulesSHA256) != 64 || len(cov.Frozen.TargetsSHA256) != 64 {
		t.Errorf("hashes %+v", cov.Frozen)
	}
}

func TestOpenedWithoutARound(t *testing.T) {
	h := newHouse(t)
	head := h.person("a1", workflow.Head, "a")
	head.says("/giaouoc")
	head.presses("Chốt và mở ký").has(t, "dự thảo này chưa gửi lấy ý kiến các đơn vị")
}
