package bot_test

import (
	"slices"
	"strings"
	"testing"

	"thidua/workflow"
	"thidua/workflow/intake"
)

func TestShowing(t *testing.T) {
	h := newHouse(t)
	head, c := h.person("a1", workflow.Head, "a"), h.person("c1", workflow.Official, "c")
	for _, said := range []string{"/xephang", "xếp hạng", "xep hang CN"} {
		r := c.says(said).has(t, "Xếp hạng năm 2017")
		if docs := r.documents("c1"); len(docs) != 1 || docs[0].Kind != "ranking" {
			t.Errorf("%s: %+v", said, docs)
		}
	}
	if docs := c.says("/tongket").documents("c1"); len(docs) != 1 || docs[0].Kind != "report" {
		t.Errorf("%+v", docs)
	}
	c.says("tiến độ").has(t, "Tiến độ báo cáo 6 tháng đầu năm 2017", "Đã nộp đủ: 0/4 đơn vị")
	own := c.says("/phieu").has(t, "Phiếu điểm của huyện Châu")
	if docs := own.documents("c1"); len(docs) != 1 || docs[0].Kind != "sheets" || docs[0].Name != "phieu-diem-c-CN-2017.pdf" ||
		strings.Count(string(docs[0].Values), `"member":`) == 0 || strings.Contains(string(docs[0].Values), "huyện Đức") {
		t.Errorf("%+v", docs)
	}
	if docs := c.says("/phieu Đức").documents("c1"); len(docs) != 0 {
		t.Errorf("somebody else's sheet: %+v", docs)
	}
	c.says("/phieu Đức").has(t, "chỉ xem được phiếu điểm của đơn vị mình").lacks(t, "Phiếu điểm của huyện Đức")
	head.says("/phieu HC").has(t, "Phiếu điểm của huyện Châu")
	c.says("/ngonngu en")
	c.says("/tiendo").lacks(t, "Tiến độ")
}

func TestAGroup(t *testing.T) {
	h := newHouse(t)
	head, c := h.person("a1", workflow.Head, "a").in("-7"), h.person("c1", workflow.Official, "c").in("-7")
	c.says("/xephang").has(t, "chưa gắn với cụm")
	c.says("/cum").has(t, "chưa gắn với cụm")
	head.says("/cum").has(t, "Nhóm này gắn với Cụm thi đua số 1")
	c.says("/xephang@Bot CN").has(t, "Xếp hạng năm 2017")
	c.says("/phieu").has(t, "chỉ làm trong cuộc trò chuyện riêng")
	if r := c.says("chào cả nhà"); r.text != "" {
		t.Errorf("answers what is not for it: %s", r.text)
	}
	h.offer(intake.Event{ID: "moved", Kind: intake.KindChat, At: h.now, Chat: "-7", Group: true, From: "a1", MovedTo: "-1007"})
	c.says("/xephang").has(t, "chưa gắn với cụm")
	c = c.in("-1007")
	c.says("/xephang").has(t, "Xếp hạng năm 2017")
	h.offer(intake.Event{ID: "left", Kind: intake.KindChat, At: h.now, Chat: "-1007", Group: true, From: "a1", Member: "left"})
	c.says("/xephang").has(t, "chưa gắn với cụm")
}

func TestTheMenuFollowsTheRole(t *testing.T) {
	h := newHouse(t)
	c := h.person("c1", workflow.Official, "c")
	first := c.says("/tiendo").menu()
	if !slices.Contains(first, "baocao") || slices.Contains(first, "mapin") || slices.Contains(first, "duyet") {
		t.Errorf("%v", first)
	}
	if again := c.says("/tiendo").menu(); again != nil {
		t.Errorf("set again: %v", again)
	}
	h.seat("c1", "cum", workflow.Leader, "c")
	if gained := c.says("/tiendo").menu(); !slices.Contains(gained, "mapin") {
		t.Errorf("%v", gained)
	}
}

func TestOldButtonsChangeNothing(t *testing.T) {
	c := official(t)
	c.says("/baocao 6T")
	skip := c.buttons()[0].Data
	c.pressesData(skip)
	now := c.step("c1")
	if r := c.pressesData(skip); r.answers[0] == "" && r.text == "" {
		t.Error("the doubled press is met with silence")
	}
	if c.step("c1") != now {
		t.Errorf("at %s", c.step("c1"))
	}
	c.says("/huy")
	if r := c.pressesData(skip); r.answers[0] == "" {
		t.Error("answered without a word")
	}
}

func TestRemindingNow(t *testing.T) {
	h := newHouse(t)
	head, c, d := h.person("a1", workflow.Head, "a"), h.person("c1", workflow.Official, "c"), h.person("d1", workflow.Official, "d")
	h.target("c", "thu", "5042.4", "4203.3")
	c.sends("6T", fourRows)
	head.says("/nhac")
	if head.step("a1") == "remind/period" {
		head.says("6T").has(t, "An, Bình, Đức")
	}
	r := head.presses("Nhắc ngay").has(t, "Đã gửi 1 lời nhắc", "Chưa có chuyên viên nào tham gia từ: An, Bình")
	contains(t, r.to("d1"), "cụm trưởng nhắc")
	if r.to("c1") != "" {
		t.Errorf("%s owes nothing: %s", c.id, r.to("c1"))
	}
	d.says("/nhac").has(t, "không dùng được lệnh /nhac")
}
