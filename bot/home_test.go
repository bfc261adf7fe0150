package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"thidua/workflow"
	"thidua/workflow/intake"
)

func TestTheMenuOfEachRole(t *testing.T) {
	for role, want := range map[workflow.Role]string{
		workflow.Admin:    "bieumau bienlai tiendo giaouoc xephang bieudo tongket congbo vanthu xacminh phieu giaithich bophieu cum ngonngu trogiup huy quaylai",
		workflow.Head:     "bieumau bienlai tiendo duyet giaouoc xephang bieudo tongket congbo vanthu xacminh phieu giaithich bophieu nhac giahan mokhoa bangiao cum ngonngu trogiup huy quaylai",
		workflow.Deputy:   "bieumau bienlai tiendo duyet giaouoc xephang bieudo tongket congbo vanthu xacminh phieu giaithich bophieu nhac giahan mokhoa cum ngonngu trogiup huy quaylai",
		workflow.Official: "baocao sua tucham bieumau giaitrinh bienlai minhchung tiendo giaouoc xephang bieudo tongket congbo vanthu xacminh phieu giaithich bophieu giahan cum ngonngu trogiup huy quaylai",
		workflow.Leader:   "bieumau bienlai tiendo giaouoc xephang bieudo tongket congbo vanthu xacminh phieu giaithich bophieu cum mapin ngonngu trogiup huy quaylai",
		workflow.Observer: "bieumau bienlai tiendo duyet giaouoc xephang bieudo tongket congbo vanthu xacminh phieu giaithich bophieu cum ngonngu trogiup huy quaylai",
	} {
		h := newHouse(t)
		member := map[workflow.Role]string{workflow.Head: "a", workflow.Deputy: "b", workflow.Official: "c", workflow.Leader: "c"}[role]
		p := h.person("p", role, member)
		r := p.says("/start")
		if got := strings.Join(r.menu(), " "); got != want {
			t.Errorf("%s: %s", role, got)
		}
		if got := p.says("/start").menu(); got != nil {
			t.Errorf("%s: the menu is set again: %v", role, got)
		}
		help := p.says("/trogiup")
		for _, c := range strings.Fields(want) {
			help.has(t, "/"+c+" – ")
		}
		if got := p.says("/ngonngu en").menu(); len(got) == 0 {
			t.Errorf("%s: no menu in English", role)
		}
	}
}

func TestCommandsThatARoleMayNotUse(t *testing.T) {
	h := newHouse(t)
	c := h.person("c1", workflow.Official, "c")
	for _, said := range []string{"/duyet", "/nhac", "/mapin", "duyệt", "thẩm định", "nhắc nhở", "mã pin"} {
		c.says(said).has(t, "Vai trò của anh/chị không dùng được lệnh")
	}
}

func TestWordsAreCommands(t *testing.T) {
	h := newHouse(t)
	p := h.person("a1", workflow.Head, "a")
	for said, want := range map[string]string{
		"xếp hạng": "Xếp hạng năm 2017", "XEP HANG": "Xếp hạng năm 2017", "xếp hạng CN": "Xếp hạng năm 2017", "/xephang năm 2017": "Xếp hạng năm 2017",
		"/xephang CN 2017": "Xếp hạng năm 2017", "/xep_hang": "Xếp hạng năm 2017", "xếp hạng 2017": "Xếp hạng năm 2017",
		"/xephang XX": "Không có kỳ “XX”", "tiến độ": "Tiến độ báo cáo", "tổng kết": "Báo cáo sơ kết", "trợ giúp": "Các lệnh dùng được",
		"phiếu điểm": "huyện An", "cụm": "Cụm trưởng: An. Cụm phó: Bình", "nhắc nhở": "Nhắc báo cáo kỳ nào?", "giao ước": "Giao ước thi đua năm 2017",
		"ngôn ngữ": "Which language", "thẩm định": "thẩm định kỳ nào", "hủy": "Đã hủy việc đang làm", "quay lại": "Không có câu hỏi nào",
		"huỷ": "Không có việc nào", "/khonglam": "Không có lệnh “/khonglam”", "xếp hạng rồi sao": "Tôi chưa hiểu",
	} {
		p.says("/huy")
		if said == "hủy" {
			p.says("/cum")
		}
		p.says(said).has(t, want)
	}
}

// The end of one's power ends what one was in the middle of.
func TestARoleThatEndsEndsTheConversation(t *testing.T) {
	handed := func(t *testing.T, before func(h *house) *person, then func(p *person) reply, lost string) {
		h := newHouse(t)
		p := before(h)
		h.apply(edit(t, yearFile, "year: 2017", "year: 2018", "2018-04-04", "2019-04-04", "head: a", "head: d", "deputies: [b]", "deputies: [c]",
			"2018-02-13", "2019-02-13", "2017-07-10", "2018-07-10"))
		h.now = at("2018-04-05 08:00")
		r := then(p)
		r.has(t, "Vai trò của anh/chị đã thay đổi").lacks(t, lost)
		if len(r.others) > 0 {
			t.Errorf("others were told: %+v", r.others)
		}
		p.at("")
		if got := strings.Join(r.menu(), " "); !strings.HasPrefix(got, "cum") && !strings.HasPrefix(got, "ngonngu") {
			t.Errorf("the menu is now %q", got)
		}
	}
	head := func(said ...string) func(h *house) *person {
		return func(h *house) *person {
			c, p := h.person("c1", workflow.Official, "c"), h.person("a1", workflow.Head, "a")
			c.sends("CN", fourRows)
			p.talk(said...)
			return p
		}
	}
	handed(t, head("/nhac", "6T"), func(p *person) reply { return p.presses("Nhắc ngay") }, "Đã gửi")
	handed(t, head("/duyet", "CN", "Châu"), func(p *person) reply { return p.presses("Duyệt hết 4 số") }, "Đã duyệt")
	handed(t, head("/duyet", "CN", "Châu", "trả 2"), func(p *person) reply { return p.says("sai đơn vị") }, "Đã trả lại")
	handed(t, head("/duyet", "CN", "Châu", "6: 1"), func(p *person) reply { return p.says("muộn") }, "đúng hạn: 1")
	handed(t, head("/cum", "mời người", "người theo dõi"), func(p *person) reply { return p.says("Lê Văn Cả") }, "Mã dùng một lần")
	handed(t, head("/giaouoc 2017", "chốt và mở ký", "thu hồi về dự thảo"), func(p *person) reply { return p.says("sửa") }, "đã được thu hồi")
	handed(t, head("/duyet", "CN", "Châu"), func(p *person) reply { return p.says("quay lại") }, "Thẩm định đơn vị nào")
}

func TestLongAndOddTexts(t *testing.T) {
	long := strings.Repeat("chữ dài ", 625) // 5,000 characters
	for _, at := range [][]string{nil, {"/baocao 6T"}, {"/baocao 6T", "2: 5.531"}, {"/baocao 6T", "không áp dụng"}, {"/baocao 6T", "danh sách"}, {"/giaouoc", "đăng ký chỉ tiêu", "1"}} {
		for _, said := range []string{long, "/" + long, "1: " + long, long + ": 1", "#" + long, "😀😀😀", "<script>&amp;", strings.Repeat("1", 5000), strings.Repeat("1: 2\n", 900)} {
			p := official(t)
			p.talk(at...)
			if r := p.says(said); len([]rune(r.text)) > 4096 && !strings.HasPrefix(said, "1: 2\n") {
				t.Errorf("after %q, %.20q is answered with %d characters", at, said, len([]rune(r.text)))
			}
		}
	}
	c, head := official(t), (*person)(nil)
	head = c.person("a1", workflow.Head, "a")
	c.sends("6T", fourRows)
	head.talk("/duyet", "6T", "Châu")
	head.says("trả 1: "+long).has(t, "Lý do cần từ 1 đến 500 ký tự")
	head.says(long).has(t, "Chưa hiểu")
	head.talk("trả 1")
	head.says(long).has(t, "Lý do cần từ 1 đến 500 ký tự")
	head.says("<i>thiếu</i> & sai 🎉").has(t, "Đã trả lại 1 số liệu", "<i>thiếu</i> & sai 🎉")
	c.says("/baocao 6T").has(t, "Bị trả lại: <i>thiếu</i> & sai 🎉")
}

// What a phone sends in NFD is what another sends in NFC.
func TestNFD(t *testing.T) {
	said := []string{"báo cáo", "6 tháng đầu năm 2017", "Sản lượng lúa: 250", "đạt chuẩn nông thôn mới: đạt", "số vụ tai nạn: không áp dụng, vì không có đường", "danh sách", "quay lại"}
	one, other := official(t), official(t)
	for _, s := range said {
		a, b := one.says(norm.NFC.String(s)), other.says(norm.NFD.String(s))
		if a.text != b.text {
			t.Errorf("%q: NFC is answered with\n%s\nNFD with\n%s", s, a.text, b.text)
		}
	}
	if one.draft("6T", "c", "san-luong") != "250" || one.draft("6T", "c", "vu") != "n/a" {
		t.Error("not entered")
	}
}

func TestThingsThatAreNotWords(t *testing.T) {
	p := official(t)
	p.says("/baocao 6T")
	p.offer(p.change(func(e *intake.Event) { e.File = &intake.File{Kind: intake.Other} })).has(t, "Tôi chỉ nhận ảnh")
	p.says("").has(t, "Tôi chỉ đọc được tin nhắn chữ")
	p.offer(p.change(func(e *intake.Event) { e.Kind, e.Text = intake.KindEdited, "5531,5" })).has(t, "không được ghi lại")
	if p.draft("6T", "c", "thu") != "-" {
		t.Error("an edited message was recorded")
	}
	p.says("5531,5").has(t, "5.531,5 tỷ đồng")
}

// The cluster's file may change while somebody is asked about it.
func TestACriterionThatGoesAway(t *testing.T) {
	without := edit(t, yearFile, "      - {id: san-luong, name: Sản lượng lúa, unit: nghìn tấn, points: 10, method: {kind: proportional}}\n", "", "unit: tỷ đồng, points: 30", "unit: tỷ đồng, points: 40")
	for i, said := range [][]string{
		{"/baocao 6T", "bỏ qua"}, {"/baocao 6T", "2: 5.531"}, {"/baocao 6T", "2: 5.531\n1: 55315"}, {"/baocao 6T", "2: n/a"}, {"/baocao 6T", "danh sách"},
		{"/giaouoc", "đăng ký chỉ tiêu", "6T", "2: 5.531"}, {"/giaouoc", "đăng ký chỉ tiêu", "6T", "bỏ qua"},
	} {
		for _, then := range []string{"250", "A", "quay lại", "bỏ qua", "không áp dụng", "danh sách", "1: 5531,5"} {
			p := official(t)
			p.talk(said...)
			p.apply(without)
			if r := p.says(then); r.text == "" {
				t.Errorf("%d: %q is not answered", i, then)
			}
			p.says("/huy")
			p.says("/baocao 6T").has(t, "còn ")
		}
	}
}

func TestHomeButtonsAreCommands(t *testing.T) {
	h := newHouse(t)
	p := h.person("a1", workflow.Head, "a")
	p.says("/start")
	for _, b := range p.buttons() {
		p.says("/start")
		r := p.presses(b.Label)
		if r.text == "" || strings.Contains(r.text, "không dùng được") {
			t.Errorf("%s: %s", b.Label, r.text)
		}
	}
	if r := p.pressesData("!khonglam"); fmt.Sprint(r.answers) == "[]" || r.text != "" {
		t.Errorf("a button of no command: %+v", r)
	}
}
