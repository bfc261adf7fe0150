package bot_test

import (
	"testing"

	"thidua/workflow"
)

// sends reports a whole period.
func (p *person) sends(period, rows string) {
	p.t.Helper()
	p.says("/baocao " + period)
	p.says(rows)
	if p.step(p.id) == "report/preview" {
		p.says("đúng")
	}
	p.says("danh sách")
	p.says("nộp").has(p.t, "Đã nhận báo cáo")
}

const fourRows = "1: 5531,5\n2: 250\n3: đạt\n4: 7"

// reviewed is huyện Châu with a report of period 6T, and a head on its page.
func reviewed(t *testing.T) (c, head *person) {
	c = official(t)
	head = c.person("a1", workflow.Head, "a")
	c.sends("6T", fourRows)
	head.says("/duyet").has(t, "1. 6 tháng đầu năm 2017: 1 đơn vị chờ duyệt", "2. năm 2017: 0 đơn vị chờ duyệt")
	head.says("6T").has(t, "1. An: đơn vị của anh/chị, người khác thẩm định", "3. Châu: đã nộp; chờ duyệt 4, đã duyệt 0/4")
	head.says("hc").has(t, "huyện Châu – 6 tháng đầu năm 2017", "5.531,5 tỷ đồng · 109,7% kế hoạch", "3. Đạt chuẩn nông thôn mới: đạt")
	head.at("review/unit")
	return c, head
}

func TestAcceptingAll(t *testing.T) {
	c, head := reviewed(t)
	r := head.presses("Duyệt hết 4 số").has(t, "Đã duyệt 4 số liệu của huyện Châu")
	contains(t, r.to("c1"), "4 số liệu 6 tháng đầu năm 2017 của đơn vị đã được duyệt")
	if v := valueOf(c.figure("6T", "c", "thu").Accepted); v != "5531.5" {
		t.Errorf("accepted %s", v)
	}
	head.says("duyệt 1").has(t, "Không có số liệu nào chờ duyệt")
	head.presses("Đơn vị khác").has(t, "chờ duyệt 0, đã duyệt 4/4")
}

func TestAcceptingSome(t *testing.T) {
	for _, said := range []string{"duyệt 1 3", "duyet 1,3", "accept 3, 1"} {
		c, head := reviewed(t)
		r := head.says(said).has(t, "Đã duyệt 2 số liệu")
		contains(t, r.to("c1"), "2 số liệu")
		for id, accepted := range map[string]bool{"thu": true, "chuan": true, "san-luong": false, "vu": false} {
			if f := c.figure("6T", "c", id); (f.Accepted != nil) != accepted || (f.Sent != nil) == accepted {
				t.Errorf("%s after %q: %+v", id, said, f)
			}
		}
		head.says("duyệt 9").has(t, "Không có chỉ tiêu “9”")
		head.presses("Duyệt hết 2 số").has(t, "Đã duyệt 2 số liệu")
	}
}

func TestReturning(t *testing.T) {
	c, head := reviewed(t)
	r := head.says("trả 1: thiếu thu từ đất").has(t, "Đã trả lại 1 số liệu", "1. Tổng thu ngân sách: đã trả lại (thiếu thu từ đất)")
	contains(t, r.to("c1"), "bị trả lại", "1. Tổng thu ngân sách: thiếu thu từ đất")
	head.says("trả lại 2 4").has(t, "Vì sao trả lại?")
	head.at("review/why")
	// Any sentence is a reason, one that looks like a command, too.
	r = head.says("xếp hạng 6T").has(t, "Đã trả lại 2 số liệu")
	contains(t, r.to("c1"), "2. Sản lượng lúa: xếp hạng 6T", "4. Số vụ tai nạn: xếp hạng 6T")
	head.says("trả 1: lần nữa").has(t, "chưa có số đã nộp để trả lại")
	c.presses("Sửa ngay").has(t, "2. Sản lượng lúa", "Bị trả lại: xếp hạng 6T", "Đã nhập: 250 nghìn tấn")
	if f := c.figure("6T", "c", "chuan"); f.Sent == nil || f.Returned != nil {
		t.Errorf("chuan was not named: %+v", f)
	}
}

func TestBackFromTheReasonOfAReturn(t *testing.T) {
	c, head := reviewed(t)
	head.says("trả 1").has(t, "Vì sao trả lại?")
	head.says("/quaylai").has(t, "huyện Châu – 6 tháng đầu năm 2017")
	head.says("duyệt 2").has(t, "Đã duyệt 1 số liệu")
	head.at("review/unit")
	head.says("/duyet CN")
	head.talk("CN", "Châu")
	head.says("trả 1")
	head.says("/quaylai")
	head.says("5: 8").has(t, "5. Tham mưu: 8").lacks(t, "Vì sao trả lại?")
	head.at("review/unit")
	if f := c.figure("6T", "c", "thu"); f.Returned != nil {
		t.Error("returned though the reviewer went back")
	}
}

func TestNobodyReviewsTheirOwnUnit(t *testing.T) {
	h := newHouse(t)
	a := h.person("a2", workflow.Official, "a")
	head, deputy := h.person("a1", workflow.Head, "a"), h.person("b1", workflow.Deputy, "b")
	h.person("o1", workflow.Observer, "")
	a.says("/baocao 6T")
	a.talk(fourRows, "đúng")
	r := a.says("nộp")
	contains(t, r.to("b1"), "vừa nộp báo cáo")
	for _, id := range []string{"a1", "o1"} {
		if said := r.to(id); said != "" {
			t.Errorf("%s was told: %s", id, said)
		}
	}
	head.talk("/duyet", "6T")
	head.says("An").has(t, "Không có đơn vị “An”")
	deputy.says("/duyet").has(t, "1 đơn vị chờ duyệt")
	deputy.says("6T").has(t, "2. Bình: đơn vị của anh/chị")
	deputy.says("1").has(t, "huyện An")
	// Whoever joins the unit while its page is open does not accept it either.
	h.seat("b1", "cum", workflow.Official, "a")
	deputy.says("duyệt hết").has(t, "Không ai được thẩm định số liệu của đơn vị mình")
	if f := h.figure("6T", "a", "thu"); f.Accepted != nil {
		t.Error("accepted by its own unit")
	}
}

func TestAnObserverReviewsTheHeadWhereThereIsNoDeputy(t *testing.T) {
	h := emptyHouse(t)
	h.apply(edit(t, yearFile, "deputies: [b]\n", ""))
	a := h.person("a2", workflow.Official, "a")
	h.person("a1", workflow.Head, "a")
	o := h.person("o1", workflow.Observer, "")
	a.says("/baocao 6T")
	a.talk(fourRows, "đúng")
	r := a.says("nộp")
	contains(t, r.to("o1"), "vừa nộp báo cáo")
	o.presses("Thẩm định")
	o.talk("6T", "An")
	o.presses("Duyệt hết 4 số").has(t, "Đã duyệt 4 số liệu của huyện An")
}

func TestWhatComesInIsSeenBeforeItIsAccepted(t *testing.T) {
	for _, said := range []string{"duyệt hết", "duyệt 1"} {
		c, head := reviewed(t)
		c.sends("6T", "1: 6000")
		head.says(said).has(t, "Huyện Châu vừa nộp lại", "1. Tổng thu ngân sách: 6.000 tỷ đồng")
		if f := c.figure("6T", "c", "thu"); f.Accepted != nil {
			t.Fatalf("accepted unseen: %+v", f)
		}
		head.says(said).has(t, "Đã duyệt")
		if v := valueOf(c.figure("6T", "c", "thu").Accepted); v != "6000" {
			t.Errorf("accepted %s", v)
		}
	}
}

func TestManyMarksAtOnce(t *testing.T) {
	h := newHouse(t)
	head := h.person("a1", workflow.Head, "a")
	head.talk("/duyet", "CN")
	head.says("Châu").has(t, "5. Tham mưu: chưa chấm (thang điểm 10)", "Chấm điểm: “5: 5,5”")
	head.says("5: 8,5\n6: 2\n7: 1\n8: -2").has(t, "Châu, 5. Tham mưu: 8,5", "7. Xếp hạng phong trào: 1", "8. Điểm thưởng: -2", "Lý do cho Báo cáo đúng hạn?")
	head.at("review/markwhy")
	head.says("Văn thư gửi nhầm nơi").has(t, "Châu, 6. Báo cáo đúng hạn: 2", "huyện Châu – năm 2017")
	head.at("review/unit")
	if f := h.figure("CN", "c", "dung-han"); f.Accepted == nil || f.Accepted.Note != "Văn thư gửi nhầm nơi" {
		t.Errorf("%+v", f)
	}
	head.says("6: 3 | mất điện").has(t, "6. Báo cáo đúng hạn: 3")
	if f := h.figure("CN", "c", "dung-han"); valueOf(f.Accepted) != "3" || f.Accepted.Note != "mất điện" {
		t.Errorf("%+v", f.Accepted)
	}
	head.says("7: n/a").has(t, "Lý do cho Xếp hạng phong trào?")
	head.says("không tham gia").has(t, "7. Xếp hạng phong trào: không áp dụng", "Lý do: không tham gia")
	head.says("1: 5").has(t, "đơn vị chưa nộp số này")
	head.says("9: 5").has(t, "Không rõ chỉ tiêu “9”")
	head.says("5: 11").lacks(t, "Châu, 5. Tham mưu")
	head.says("đẹp lắm").has(t, "Chưa hiểu “đẹp lắm”")
	if v := valueOf(h.figure("CN", "c", "tham-muu").Accepted); v != "8.5" {
		t.Errorf("tham-muu is %s", v)
	}
}

// Good lines are kept beside bad ones, as in a report, and each bad one is named.
func TestMarksOneByOne(t *testing.T) {
	h := newHouse(t)
	head := h.person("a1", workflow.Head, "a")
	head.talk("/duyet", "CN", "Châu")
	head.says("5: 8\n\n1: 7\n7: 0\nkhen: 2").has(t, "Châu, 5. Tham mưu: 8", "⚠️ Tổng thu ngân sách: đơn vị chưa nộp số này",
		"⚠️ Xếp hạng phong trào: thứ hạng phải là số nguyên", "“khen”", "Có 3 dòng chưa nhận được, nêu ở trên.")
	if v := valueOf(h.figure("CN", "c", "tham-muu").Accepted); v != "8" {
		t.Errorf("tham-muu is %s", v)
	}
	head.at("review/unit")
}

// No reason mends a mark that is wrong itself, so none is asked for.
func TestAWrongMarkIsAskedNoReason(t *testing.T) {
	h := newHouse(t)
	head := h.person("a1", workflow.Head, "a")
	head.talk("/duyet", "CN", "Châu")
	head.says("6: 1,5").has(t, "số ngày trễ phải là số nguyên")
	head.at("review/unit")
}

func TestDoubtfulMarks(t *testing.T) {
	h := newHouse(t)
	head := h.person("a1", workflow.Head, "a")
	head.talk("/duyet", "CN", "Châu")
	head.says("5: 5,125\n8: 1,125 | vượt thu")
	head.at("review/settle")
	if v := valueOf(h.figure("CN", "c", "tham-muu").Accepted); v != "-" {
		t.Fatalf("taken as %s before it was chosen", v)
	}
	head.says("5.125")
	head.at("review/settle")
	head.presses("Nhập lại số khác")
	for range 2 { // whichever of the two is open
		if head.step("a1") == "review/settle" {
			head.says("1,5")
		}
	}
	head.at("review/unit")
}

func TestBackFromADoubtfulMarkDropsIt(t *testing.T) {
	h := newHouse(t)
	head := h.person("a1", workflow.Head, "a")
	head.talk("/duyet", "CN", "Châu")
	for _, said := range []string{"5: 5,125", "6: 2"} { // two readings; a reason
		head.says(said)
		head.says("quay lại").has(t, "huyện Châu – năm 2017")
		head.at("review/unit")
		head.says("7: 1").has(t, "7. Xếp hạng phong trào: 1")
		head.at("review/unit")
	}
}
