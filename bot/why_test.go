package bot_test

import (
	"testing"

	"thidua/workflow"
)

// A question is answered for one criterion and for the whole unit; figures with
// who reported and who verified them.
func TestExplainingPoints(t *testing.T) {
	h := newHouse(t)
	head, c := h.person("a1", workflow.Head, "a"), h.person("c1", workflow.Official, "c")
	h.target("c", "thu", "4460.6", "4203.3")
	c.sends("CN", "1: 4385,5\n2: không áp dụng: không trồng lúa\n3: đạt\n4: 0")
	c.says("/giaithich Châu 1").has(t, "1. Tổng thu ngân sách – huyện Châu, năm 2017: 29,49/30 điểm",
		"Thực hiện 4.385,5 tỷ đồng, kế hoạch 4.460,6: đạt 98,32%. 30 × 4.385,5 / 4.460,6 = 29,4949… → 29,49 điểm.",
		"Cách chấm: Đạt bao nhiêu phần trăm so với kế hoạch", "Đơn vị báo cáo 4.385,5 tỷ đồng: Nguyễn Văn c1", "Chưa thẩm định")

	head.talk("/duyet", "CN", "Châu")
	head.says("1: 4300,0 | theo quyết toán").has(t, "4.300 tỷ đồng")
	c.says("/giaithich thu").has(t, "28,92/30", "Đơn vị báo cáo 4.385,5 tỷ đồng: Nguyễn Văn c1", "Thẩm định 4.300 tỷ đồng: Nguyễn Văn a1", "Lý do: theo quyết toán").lacks(t, "Chưa thẩm định")
	head.says("/giaithich châu dung han").has(t, "Báo cáo 6 tháng đầu năm 2017: chưa gửi đủ", "mỗi ngày trễ trừ 1")

	// Without arguments the own unit is meant, and the criterion asked for.
	c.says("/giaithich").has(t, "Giải thích chỉ tiêu nào của huyện Châu?")
	c.at("why/criterion")
	c.says("99").has(t, "Không rõ “99” là chỉ tiêu nào")
	c.says("tổng thu").has(t, "28,92/30")
	c.at("")
	c.says("giải thích")
	c.presses("Cả đơn vị").has(t, "Điểm của huyện Châu – năm 2017: 48,92/100", "1. Kinh tế: 48,92/70", "Mất điểm nhiều nhất",
		"Cộng: 48,92 + 0 = 48,92 điểm")
	head.says("/why HC").has(t, "Điểm của huyện Châu")

	c.says("/giaithich Đức 1").has(t, "chỉ xem được giải thích điểm của đơn vị mình").lacks(t, "Đức, năm")
	c.says("/giaithich 6T Châu 1").has(t, "không chấm điểm")
	observer := h.person("q1", workflow.Observer, "")
	observer.says("/giaithich").has(t, "Giải thích điểm của đơn vị nào?")
	observer.says("Bình").has(t, "chỉ tiêu nào của huyện Bình")
	observer.says("Hạng phong trào").has(t, "Chưa chấm, thang điểm 10: 0 điểm.", "Hạng 1: 10 điểm. Hạng 2: 5 điểm.")
	observer.says("/giaithich thu").has(t, "đơn vị")
	observer.in("-7").says("/giaithich").has(t, "chỉ làm trong cuộc trò chuyện riêng")
}
