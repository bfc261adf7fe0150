package bot_test

import (
	"testing"

	"thidua/workflow"
)

func TestReportFromTheFirstQuestionToTheReceipt(t *testing.T) {
	h := newHouse(t)
	mai := h.person("mai", workflow.Official, "c")
	mai.say("báo cáo").hear("Anh/chị báo cáo kỳ nào?", "1. 6 tháng đầu năm 2017", "2. năm 2017")
	mai.say("2").hear("1. Thu ngân sách (mã: thu)", "đơn vị: tỷ đồng")
	mai.say("65.913").hear("❓ “65.913”", "A. 65.913 tỷ đồng", "B. 65,913 tỷ đồng", "Chưa có số nào được ghi")
	mai.press("A. 65.913").hear("✔️ 1. Thu ngân sách: 65.913 tỷ đồng", "2. Đạt chuẩn")
	mai.say("quay lại").hear("1. Thu ngân sách (mã: thu)", "Đã nhập: 65.913 tỷ đồng")
	mai.say("#2").hear("2. Đạt chuẩn")
	mai.press("Đạt").hear("✔️ 2. Đạt chuẩn: đạt", "3. Số vụ")
	mai.press("Không áp dụng").hear("Vì sao")
	mai.say("Huyện không được giao.").hear("✔️ 3. Số vụ: không áp dụng (Huyện không được giao.)", "📋 Báo cáo năm 2017 của huyện Châu")
	mai.say("1: 65913,5").hear("65.913,5 tỷ đồng", "(số cũ: 65.913 tỷ đồng)")
	mai.press("Nộp báo cáo").hear("Mã biên nhận", "Báo cáo đúng hạn")
}
