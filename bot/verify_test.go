package bot_test

import (
	"strings"
	"testing"

	"thidua/workflow"
)

// sent is a unit whose report of the half-year is in, and who reviews it.
func sent(t testing.TB) (c, head, observer *person) {
	c = official(t)
	head, observer = c.person("a1", workflow.Head, "a"), c.person("o1", workflow.Observer, "")
	c.sends("6T", fourRows)
	return c, head, observer
}

// Verified otherwise than reported, explained, looked at again, final: every step
// is told to the other side, with from and to.
func TestFromVerifiedToFinal(t *testing.T) {
	c, head, observer := sent(t)
	head.talk("/duyet", "6T", "Châu")
	head.says("2: 230").has(t, "Lý do cho Sản lượng lúa?")
	r := head.says("trừ diện tích mất trắng").has(t, "Châu, 2. Sản lượng lúa: 230 nghìn tấn", "đơn vị báo cáo 250 nghìn tấn, thẩm định 230 nghìn tấn. Lý do: trừ diện tích mất trắng")
	contains(t, r.to("c1"), "Kết quả thẩm định 2. Sản lượng lúa (6 tháng đầu năm 2017) khác số báo cáo", "Lý do: trừ diện tích mất trắng")
	head.presses("Duyệt hết 3 số")
	c.says("/baocao 6T")
	c.says("2: 250").has(t, "số này đã được duyệt")
	c.says("/huy")
	c.says("/giaitrinh 6T 2").has(t, "Giải trình cho 2. Sản lượng lúa?")
	r = c.says("Diện tích đó đã gieo sạ lại").has(t, "Đã gửi giải trình cho 2. Sản lượng lúa")
	contains(t, r.to("a1"), "Huyện Châu giải trình 2. Sản lượng lúa", "Diện tích đó đã gieo sạ lại")

	observer.talk("/duyet", "6T", "Châu")
	observer.says("2: 240 | công nhận một nửa").has(t, "xem lại: 230 nghìn tấn → 240 nghìn tấn. Lý do: công nhận một nửa", "trả lời: công nhận một nửa")
	observer.presses("Chốt số liệu").has(t, "số này do chính anh/chị nhập, nên phải người khác duyệt")
	head.talk("/duyet", "6T", "Châu")
	r = head.presses("Chốt số liệu").has(t, "Đã chốt 4 số liệu của huyện Châu")
	contains(t, r.to("c1"), "4 số liệu 6 tháng đầu năm 2017 của đơn vị đã được chốt")
	head.says("2: 250 | nhầm").has(t, "số này đã chốt")
	head.says("trả 2: nhầm").has(t, "số này đã chốt")
	c.says("/giaitrinh 6T 2: xin xem lại").has(t, "số này đã chốt")
	if f := c.figure("6T", "c", "san-luong"); valueOf(f.Self) != "250" || valueOf(f.First) != "230" || valueOf(f.Accepted) != "240" || f.Final == nil {
		t.Errorf("%+v", f)
	}
	d := head.presses("Phụ lục thẩm định (PDF)").documents("a1")
	if len(d) != 1 || d[0].Kind != "appraisal" || !strings.Contains(string(d[0].Values), "công nhận một nửa") {
		t.Errorf("the annex: %+v", d)
	}
}

func TestAnExplanationThatChangesNothing(t *testing.T) {
	c, head, _ := sent(t)
	head.talk("/duyet", "6T", "Châu", "2: 230 | trừ mất trắng", "duyệt hết")
	c.says("/giaitrinh 2: đã gieo lại").has(t, "Đã gửi giải trình")
	head.talk("/duyet", "6T", "Châu")
	head.says("chốt").lacks(t, "Đã chốt")
	head.says("giữ 2").has(t, "Lý do cần từ 1 đến 500 ký tự")
	r := head.says("giữ 2: không có xác nhận của ngành").has(t, "Giữ nguyên 2. Sản lượng lúa. Lý do: không có xác nhận của ngành")
	head.says("danh sách").has(t, "trả lời: không có xác nhận của ngành")
	contains(t, r.to("c1"), "giữ nguyên kết quả thẩm định. Lý do: không có xác nhận của ngành")
	head.says("giữ 2: lần nữa").has(t, "không có giải trình nào đang chờ")
}

// A figure that is sent back may stay as it is, with an explanation; the reason
// of an unlikely one is the reviewer's to read.
func TestReasonsReachTheReviewer(t *testing.T) {
	c := official(t)
	head := c.person("a1", workflow.Head, "a")
	c.says("/baocao 6T")
	c.says("55315").has(t, "A. 5.531,5 tỷ đồng", "B. 55.315 tỷ đồng")
	c.presses("B. 55.315 tỷ đồng (1.097% kế hoạch)").has(t, "Tổng thu ngân sách: 55.315 tỷ đồng", "xin viết một câu lý do")
	c.at("report/reason")
	if got := c.draft("6T", "c", "thu"); got != "-" {
		t.Fatalf("stored without a reason: %s", got)
	}
	c.says("thu hồi nợ đọng nhiều năm").has(t, "55.315 tỷ đồng · 1.097% kế hoạch (thu hồi nợ đọng nhiều năm)")
	c.talk("2: 250\n3: đạt\n4: 7", "đúng", "nộp")
	head.talk("/duyet", "6T")
	head.says("Châu").has(t, "55.315 tỷ đồng", "(thu hồi nợ đọng nhiều năm)")
	r := head.says("trả 1: cần giải trình")
	contains(t, r.to("c1"), "cần giải trình")
	c.presses("Sửa ngay").has(t, "Bị trả lại: cần giải trình")
	c.presses("Giải trình")
	c.says("đã đối chiếu với kho bạc").has(t, "sẽ gửi cùng lần nộp tới")
	c.says("nộp").has(t, "Đã nhận báo cáo")
	head.talk("/duyet", "6T")
	head.says("Châu").has(t, "giải trình: đã đối chiếu với kho bạc")
}

func TestUnlockingInTheChat(t *testing.T) {
	c, head, _ := sent(t)
	head.talk("/duyet", "6T", "Châu", "duyệt hết")
	head.says("/mokhoa").has(t, "Mở khóa số liệu của kỳ nào?")
	head.says("6T").has(t, "Mở khóa cho đơn vị nào?").lacks(t, "An")
	head.says("Châu").has(t, "Mở khóa chỉ tiêu nào của huyện Châu?", "2. Sản lượng lúa")
	head.says("2 9").has(t, "Không có chỉ tiêu “9”")
	head.says("2").has(t, "Mở đến hết ngày nào?")
	head.says("hôm qua").has(t, "Chưa hiểu ngày “hôm qua”")
	head.says("12/7").has(t, "Vì sao mở khóa?")
	r := head.says("bổ sung vụ hè thu").has(t, "Đã mở khóa số liệu 6 tháng đầu năm 2017 của huyện Châu đến 23:59 12/07/2017", "2. Sản lượng lúa")
	contains(t, r.to("c1"), "được mở khóa đến 23:59 12/07/2017", "bổ sung vụ hè thu")
	c.says("/sua 6T 1 = 6000").has(t, "số này đã được duyệt")
	c.says("/sua 6T 2 = 260").has(t, "2. Sản lượng lúa: 260 nghìn tấn", "chưa nộp")
	c.says("/baocao 6T")
	c.says("nộp").has(t, "Đã nhận báo cáo")
	head.talk("/duyet", "6T")
	head.says("Châu").has(t, "đã duyệt trước đây, hết hiệu lực vì thay đổi: 250 → 260", "nhập muộn, sau khi mở khóa")
	head.says("duyệt 2").has(t, "Đã duyệt 1 số liệu")
	c.now = at("2017-07-13 00:01")
	c.says("/sua 6T 2 = 270").has(t, "số này đã được duyệt")
}

func TestAReceiptIsLookedUp(t *testing.T) {
	c, head, _ := sent(t)
	other := c.person("d1", workflow.Official, "d")
	c.talk("/baocao 6T", "2: 255")
	r := c.says("nộp").has(t, "Mã biên nhận: ")
	_, code, _ := strings.Cut(r.text, "Mã biên nhận: ")
	code, _, _ = strings.Cut(code, "\n")
	c.now = c.now.AddDate(1, 0, 0)
	c.says("/bienlai "+code).has(t, "Biên nhận "+code+": báo cáo 6 tháng đầu năm 2017 của huyện Châu", "2. Sản lượng lúa: 255 nghìn tấn", "SHA-256 của nội dung: ")
	head.says("biên lai").has(t, "Gõ mã trên biên nhận")
	head.says("/bienlai "+strings.ToLower(strings.ReplaceAll(code, "-", ""))).has(t, "255 nghìn tấn")
	other.says("/bienlai "+code).has(t, "Không tìm thấy mã biên nhận")
}

func TestEvidenceInTheChat(t *testing.T) {
	h := emptyHouse(t)
	h.apply(edit(t, yearFile, "unit: nghìn tấn, points: 10,", "unit: nghìn tấn, points: 10, evidence: required,"))
	c, head := h.person("c1", workflow.Official, "c"), h.person("a1", workflow.Head, "a")
	c.says("/baocao 6T 2").has(t, "Cần minh chứng")
	c.talk(fourRows, "đúng")
	c.says("nộp").has(t, "còn thiếu minh chứng bắt buộc cho 2. Sản lượng lúa")
	c.sendsFile("bien ban.pdf", pdfFile("một"), "2: biên bản nghiệm thu").has(t, "Đã gắn bien ban.pdf (1 KB) vào 2. Sản lượng lúa")
	c.sendsFile("bien ban.pdf", pdfFile("một"), "2").has(t, "đã có đúng tệp này")
	c.sendsFile("khac.pdf", pdfFile("một"), "").has(t, "Là minh chứng của chỉ tiêu nào")
	c.at("report/file")
	c.says("4").has(t, "Đã gắn khac.pdf", "đơn vị đã gửi đúng tệp này cho Sản lượng lúa")
	c.sendsFile("virus.exe", []byte("MZ"), "2").has(t, "Tệp này thuộc loại khác")
	c.says("/minhchung").has(t, "Minh chứng 6 tháng đầu năm 2017: 2 tệp", "2) chỉ tiêu 4. Số vụ tai nạn: khac.pdf")
	c.says("/minhchung bỏ 2").has(t, "Đã bỏ khac.pdf")
	c.says("nộp").has(t, "Đã nhận báo cáo")
	head.talk("/duyet", "6T")
	head.says("Châu").has(t, "1 tệp minh chứng (gõ “xem 2”)")
	r := head.says("xem 2").has(t, "2. Sản lượng lúa: bien ban.pdf")
	if d := r.documents("a1"); len(d) != 1 || d[0].Kind != "stored" || d[0].Name != "bien ban.pdf" {
		t.Errorf("%+v", d)
	}
	head.says("xem 1").has(t, "Chưa có tệp minh chứng nào ở đó")
	head.sendsFile("x.pdf", pdfFile("x"), "").has(t, "Tôi chỉ nhận ảnh")
}
