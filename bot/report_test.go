package bot_test

import (
	"strings"
	"testing"

	"thidua/workflow"
)

// official is somebody of huyện Châu about to report.
func official(t testing.TB) *person {
	h := newHouse(t)
	h.target("c", "thu", "5042.4", "4203.3")
	return h.person("c1", workflow.Official, "c")
}

func TestChoosingAPeriod(t *testing.T) {
	for _, words := range []string{"1", "6T", "6t", "6 tháng đầu năm 2017", "6 thang dau nam 2017", "1. 6 tháng đầu năm 2017"} {
		p := official(t)
		p.says("/baocao").has(t, "1. 6 tháng đầu năm 2017, hạn 10/07/2017")
		p.says(words).has(t, "Châu – 6 tháng đầu năm 2017", "1. Tổng thu ngân sách", "Kế hoạch: 5.042,4 tỷ đồng", "Năm trước: 4.203,3 tỷ đồng")
		p.at("report/figure")
	}
	p := official(t)
	p.says("bao cao")
	p.presses("2. năm 2017").has(t, "Châu – năm 2017")
	p.says("/baocao cn").has(t, "Châu – năm 2017")
	p.says("/baocao").has(t, "2. năm 2017")
	p.says("năm 2031").has(t, "Xin chọn một kỳ")
	p.at("report/period")
}

func TestAReportCriterionByCriterion(t *testing.T) {
	p := official(t)
	head := p.person("a1", workflow.Head, "a")
	p.says("/baocao 6T")
	p.says("5531,5").has(t, "✔️ 1. Tổng thu ngân sách: 5.531,5 tỷ đồng · 109,7% kế hoạch", "2. Sản lượng lúa")
	p.presses("Bỏ qua").has(t, "3. Đạt chuẩn nông thôn mới", "Đơn vị có đạt không?")
	p.presses("Đạt").has(t, "3. Đạt chuẩn nông thôn mới: đạt", "4. Số vụ tai nạn")
	p.says("quay lại").has(t, "3. Đạt chuẩn nông thôn mới", "Đã nhập: đạt")
	p.says("không").has(t, "không đạt", "(số cũ: đạt → không đạt)", "4. Số vụ")
	p.says("/quaylai").has(t, "3. Đạt chuẩn")
	p.says("#4").has(t, "4. Số vụ tai nạn")
	p.says("mục 2").has(t, "2. Sản lượng lúa")
	p.says("so vu tai nan").has(t, "4. Số vụ tai nạn")
	p.presses("Không áp dụng").has(t, "Vì sao chỉ tiêu Số vụ tai nạn không áp dụng")
	p.says("Huyện không có đường quốc lộ").has(t, "không áp dụng (Huyện không có đường quốc lộ)", "2. Sản lượng lúa")
	p.says("chưa có").has(t, "2. Sản lượng lúa: chưa có số", "Báo cáo 6 tháng đầu năm 2017 của huyện Châu", "Xin kiểm tra lại từng số")
	p.says("3: đạt").has(t, "3. Đạt chuẩn nông thôn mới: đạt", "(số cũ: không đạt → đạt)")
	r := p.presses("Nộp báo cáo").has(t, "Đã nhận báo cáo 6 tháng đầu năm 2017 của huyện Châu: 4 chỉ tiêu", "Báo cáo đúng hạn (hạn 10/07/2017)")
	contains(t, r.to("a1"), "Huyện Châu vừa nộp báo cáo 6 tháng đầu năm 2017: 4 chỉ tiêu")
	p.at("")
	if v := valueOf(p.figure("6T", "c", "vu").Sent); v != "n/a" {
		t.Errorf("vu: %s", v)
	}
	_ = head
}

func TestBackFromTheFirstCriterionAsksForThePeriod(t *testing.T) {
	p := official(t)
	p.talk("/baocao", "1")
	p.says("/quaylai").has(t, "Anh/chị báo cáo kỳ nào?")
	p.says("2").has(t, "Châu – năm 2017")
	p.says("/baocao 6T")
	p.says("/quaylai").has(t, "Đây là câu hỏi đầu tiên", "1. Tổng thu ngân sách")
	p.says("5531").has(t, "5.531 tỷ đồng")
}

func TestBackFromTheReadBackAsksTheLastCriterion(t *testing.T) {
	p := official(t)
	p.says("/baocao 6T")
	p.presses("Danh sách").has(t, "Còn 4 chỉ tiêu chưa nhập")
	p.says("quay lai").has(t, "4. Số vụ tai nạn")
}

func TestSeveralLinesAtOnce(t *testing.T) {
	p := official(t)
	p.says("/baocao 6T")
	r := p.says("1: 5531,5\n\nthu: 5531,5\nsan luong lua 250\nĐẠT CHUẨN NÔNG THÔN MỚI: có\n9: 12\nvu: nhiều\nso vu tai nan: 3\nlinh tinh")
	r.has(t, "1. Tổng thu ngân sách: 5.531,5", "2. Sản lượng lúa: 250 nghìn tấn", "3. Đạt chuẩn nông thôn mới: đạt",
		"Không rõ chỉ tiêu “9”", "⚠️ Số vụ tai nạn có hai dòng khác nhau, “vu: nhiều” và “so vu tai nan: 3”", "“linh tinh”", "dòng chưa nhận được, nêu ở trên", "chưa ghi số nào")
	p.at("report/preview")
	for _, id := range []string{"thu", "san-luong", "chuan", "vu"} {
		if got := p.draft("6T", "c", id); got != "-" {
			t.Errorf("%s is stored before it was said to be right: %s", id, got)
		}
	}
	p.says("đúng").has(t, "Đã ghi 3 số", "4. Số vụ tai nạn")
	for id, want := range map[string]string{"thu": "5531.5", "san-luong": "250", "chuan": "yes", "vu": "-"} {
		if got := p.draft("6T", "c", id); got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
	p.says("9: 12").has(t, "Không rõ chỉ tiêu “9”").lacks(t, "nêu ở trên")
}

func TestTwoReadings(t *testing.T) {
	for _, answer := range []string{"A", "a", "press"} {
		p := official(t)
		p.says("/baocao 6T")
		p.says("2: 5.531")
		p.at("report/settle")
		if p.draft("6T", "c", "san-luong") != "-" {
			t.Fatal("taken before it was chosen")
		}
		label := p.buttons()[0].Label
		if !strings.HasPrefix(label, "A. ") || !strings.Contains(label, "nghìn tấn") {
			t.Errorf("label %q", label)
		}
		if answer == "press" {
			p.presses(label)
		} else {
			p.says(answer)
		}
		if got := p.draft("6T", "c", "san-luong"); got != "5531" && got != "5.531" {
			t.Errorf("%s: %s", answer, got)
		}
	}
}

// What was not clear is not clear when it is typed again.
func TestAnAmbiguousFigureTypedAgainIsAskedAgain(t *testing.T) {
	p := official(t)
	p.talk("/baocao 6T", "2: 5.531", "5.531")
	p.at("report/settle")
	if got := p.draft("6T", "c", "san-luong"); got != "-" {
		t.Errorf("taken as %s", got)
	}
	p.says("5531").has(t, "5.531 nghìn tấn")
	if got := p.draft("6T", "c", "san-luong"); got != "5531" {
		t.Errorf("taken as %s", got)
	}
}

func TestBackFromTwoReadingsDropsThem(t *testing.T) {
	p := official(t)
	p.talk("/baocao 6T", "bỏ qua", "5.531")
	p.at("report/settle")
	p.says("quay lại").has(t, "2. Sản lượng lúa")
	p.at("report/figure")
	p.says("250").has(t, "3. Đạt chuẩn")
	p.at("report/figure")
	if got := p.draft("6T", "c", "san-luong"); got != "250" {
		t.Errorf("taken as %s", got)
	}
}

func TestBackFromAReasonDropsIt(t *testing.T) {
	p := official(t)
	p.talk("/baocao 6T", "bỏ qua", "không áp dụng")
	p.at("report/reason")
	p.says("quay lại").has(t, "2. Sản lượng lúa")
	p.says("250").has(t, "3. Đạt chuẩn")
	p.at("report/figure")
}

func TestOutOfRange(t *testing.T) {
	p := official(t)
	p.says("/baocao 6T")
	p.says("55315").has(t, "cao hơn mức tối đa thường gặp của chỉ tiêu (10.000 tỷ đồng)", "A. 5.531,5 tỷ đồng (109,7% kế hoạch)", "B. 55.315 tỷ đồng")
	p.at("report/settle")
	p.presses("Nhập lại số khác").has(t, "1. Tổng thu ngân sách")
	p.says("5531,5").has(t, "2. Sản lượng")
	if got := p.draft("6T", "c", "thu"); got != "5531.5" {
		t.Error(got)
	}
}

func TestSubmittingAPartAndTheRest(t *testing.T) {
	p := official(t)
	p.says("/baocao 6T")
	p.says("5531,5")
	p.says("danh sách").has(t, "Còn 3 chỉ tiêu chưa nhập")
	p.presses("Nộp phần đã có").has(t, "1 chỉ tiêu", "Báo cáo chưa đủ")
	p.now = at("2017-07-12 10:00")
	p.says("/baocao 6T").has(t, "2. Sản lượng lúa")
	p.says("danh sach")
	p.presses("Nộp, 3 mục còn lại là chưa có").has(t, "4 chỉ tiêu", "Báo cáo trễ 2 ngày (hạn 10/07/2017)")
	p.says("/baocao 6T").has(t, "Không có số mới để nộp")
	p.presses("Đóng")
	p.at("")
}

func TestTheReceiptFollowsFromTheContent(t *testing.T) {
	receipt := func(lines ...string) string {
		p := official(t)
		p.says("/baocao 6T")
		p.talk(lines...)
		p.says("danh sách")
		r := p.says("nộp hết")
		_, code, _ := strings.Cut(r.text, "Mã biên nhận: ")
		code, _, _ = strings.Cut(code, "\n")
		if code == "" {
			t.Fatal(r.text)
		}
		return code
	}
	one, other := receipt("1: 5531,5", "2: 250"), receipt("2: 250\n1: 5.531,50", "đúng")
	if one != other {
		t.Errorf("the same content has receipts %s and %s", one, other)
	}
	if changed := receipt("1: 5531,6\n2: 250", "đúng"); changed == one {
		t.Error("another content has the same receipt")
	}
}

func TestAReportResumes(t *testing.T) {
	p := official(t)
	p.talk("/baocao 6T", "5531,5")
	p.says("/tiendo").has(t, "Tiến độ báo cáo")
	p.says("250").has(t, "✔️ 2. Sản lượng lúa: 250 nghìn tấn")
	p.says("/huy").has(t, "Số đã nhập vẫn được giữ")
	p.says("/baocao 6T").has(t, "3. Đạt chuẩn")
}

func TestAReturnedFigureHasAButtonToIt(t *testing.T) {
	p := official(t)
	head := p.person("a1", workflow.Head, "a")
	p.talk("/baocao 6T", "1: 5531,5\n2: 250\n3: đạt\n4: 7", "đúng", "nộp")
	head.talk("/duyet", "1", "Châu")
	r := head.says("trả 2: thiếu vụ Đông Xuân <chưa cộng>")
	contains(t, r.to("c1"), "2. Sản lượng lúa: thiếu vụ Đông Xuân <chưa cộng>")
	// By then the next year's file is there, with a period of the same name.
	p.apply(edit(t, yearFile, "year: 2017", "year: 2018", "2018-04-04", "2019-04-04", "2018-02-13", "2019-02-13", "2017-07-10", "2018-07-10"))
	p.presses("Sửa ngay").has(t, "6 tháng đầu năm 2017", "2. Sản lượng lúa", "Bị trả lại: thiếu vụ Đông Xuân", "Đã nhập: 250 nghìn tấn")
	p.says("265").has(t, "(số cũ: 250 nghìn tấn → 265 nghìn tấn)", "Xin kiểm tra lại")
	p.says("nộp").has(t, "Đã nhận báo cáo", "đúng hạn")
	head.talk("/duyet", "1", "3")
	r = head.presses("Duyệt hết 4 số").has(t, "Đã duyệt 4 số liệu")
	contains(t, r.to("c1"), "4 số liệu 6 tháng đầu năm 2017 của đơn vị đã được duyệt")
	p.says("/baocao 2017/6T")
	p.says("2: 270").has(t, "đã được duyệt")
}

func TestACriterionOfTheReviewIsNotAsked(t *testing.T) {
	p := official(t)
	p.says("/baocao CN 5").lacks(t, "5. Tham mưu")
	p.says("#5").has(t, "Không có chỉ tiêu “5”")
	p.says("5: 9").has(t, "Không rõ chỉ tiêu “5”")
}

// A criterion's name may begin like a command.
func TestANameLikeACommand(t *testing.T) {
	h := emptyHouse(t)
	h.apply(edit(t, yearFile, "name: Số vụ tai nạn", "name: Tiến độ dự án", "name: Sản lượng lúa", "name: Cụm nghề"))
	p := h.person("c1", workflow.Official, "c")
	p.says("/baocao 6T")
	p.says("tiến độ dự án").has(t, "4. Tiến độ dự án", "Kết quả là bao nhiêu")
	p.says("tiến độ dự án: 5").has(t, "✔️ 4. Tiến độ dự án: 5")
	p.says("cụm nghề: 7").has(t, "✔️ 2. Cụm nghề: 7")
	p.says("tiến độ 6T").has(t, "Tiến độ báo cáo 6 tháng")
	p.apply(edit(t, yearFile, "name: Số vụ tai nạn", "name: Tiến độ"))
	p.says("tiến độ: 2017").has(t, "✔️ 4. Tiến độ: 2.017")
}

func TestNamesThatDifferOnlyInAccents(t *testing.T) {
	h := emptyHouse(t)
	h.apply(edit(t, yearFile, "name: Số vụ tai nạn", "name: Thu hồi", "name: Sản lượng lúa", "name: Thu hối"))
	p := h.person("c1", workflow.Official, "c")
	p.says("/baocao 6T")
	p.says("Thu hồi: 5\nthu hối: 7\nthu hoi: 9").has(t, "4. Thu hồi: 5", "2. Thu hối: 7", "“thu hoi” có thể là: 2. Thu hối; 4. Thu hồi")
}
