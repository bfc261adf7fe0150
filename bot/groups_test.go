package bot_test

import (
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
)

const group, supergroup = "-100", "-100200"

func TestAGroupIsBoundByTheHead(t *testing.T) {
	h := newHouse(t)
	head, c := h.person("a1", workflow.Head, "a"), h.person("c1", workflow.Official, "c")
	h.offer(c.in(group).change(func(e *intake.Event) { e.Kind, e.Member = intake.KindChat, "member" })).has(t, "Cụm trưởng gửi /cum")
	for _, said := range []string{"/xephang", "/tiendo@thidua_bot", "/cum", "/start", "/trogiup"} {
		c.in(group).says(said).has(t, "Nhóm này chưa gắn với cụm thi đua nào")
	}
	for _, said := range []string{"/start@thidua_bot", "/trogiup"} { // only /cum binds
		head.in(group).says(said).has(t, "chưa gắn")
	}
	head.in(group).says("/cum").has(t, "Nhóm này gắn với Cụm thi đua số 1")
	head.in(group).says("/cum").has(t, "Nhóm này gắn với Cụm thi đua số 1")
	c.in(group).says("/cum@thidua_bot").has(t, "Nhóm này gắn với Cụm thi đua số 1")
}

func bound(t *testing.T) (h *house, stranger *person) {
	h = newHouse(t)
	h.person("a1", workflow.Head, "a").in(group).says("/cum")
	h.do(func(tx storage.Tx, _ workflow.Act) error { return workflow.KeepBotName(tx, "thidua_bot") })
	return h, h.person("x1", "", "").in(group)
}

func TestWhatAGroupMay(t *testing.T) {
	h, stranger := bound(t)
	for said, want := range map[string]string{
		"/xephang": "Xếp hạng năm 2017", "/xephang@thidua_bot": "Xếp hạng năm 2017", "/xephang@Thidua_Bot CN": "Xếp hạng năm 2017",
		"xếp hạng": "Xếp hạng năm 2017", "Bảng xếp hạng năm 2017": "Xếp hạng năm 2017", "xep hang cn": "Xếp hạng năm 2017",
		"/xephang 6T": "không chấm điểm", "/xephang 2031": "Không có kỳ “2031”", "/tiendo": "Tiến độ báo cáo 6 tháng đầu năm 2017",
		"tiến độ 6T": "Tiến độ báo cáo 6 tháng", "/tongket": "6 tháng đầu năm 2017",
		"/baocao": "chỉ làm trong cuộc trò chuyện riêng", "/duyet": "riêng", "/giaouoc": "riêng", "/mapin": "riêng", "/ngonngu": "riêng",
		"/phieu": "riêng", "/nhac": "riêng", "/huy": "riêng", "/quaylai": "riêng",
	} {
		stranger.says(said).has(t, want)
	}
	for _, said := range []string{"", "chào cả nhà", "xếp hạng thế nào rồi", "Tiến độ chậm quá", "báo cáo", "hủy", "cụm", "/xephang@BotKhac", "/batky", "đạt", "5"} {
		if r := stranger.says(said); len(r.own) > 0 {
			t.Errorf("%q is answered in a group: %s", said, r.text)
		}
	}
	edited := stranger.change(func(e *intake.Event) { e.Kind, e.Text = intake.KindEdited, "/xephang" })
	if r := h.offer(edited); len(r.own) > 0 {
		t.Errorf("an edited message is answered: %s", r.text)
	}
	if len(stranger.says("/xephang").documents(group)) != 1 {
		t.Error("no PDF")
	}
	if step := h.step(group); step != "" {
		t.Errorf("a conversation in a group: %s", step)
	}
}

func TestAGroupMovesAndGoes(t *testing.T) {
	h, stranger := bound(t)
	h.offer(stranger.change(func(e *intake.Event) { e.Kind, e.MovedTo = intake.KindChat, supergroup }))
	there := &person{house: h, id: stranger.id, chat: supergroup}
	there.says("/xephang").has(t, "Xếp hạng")
	stranger.says("/xephang").has(t, "chưa gắn")
	h.offer(there.change(func(e *intake.Event) { e.Kind, e.Member = intake.KindChat, "left" }))
	there.says("/xephang").has(t, "chưa gắn")
}

func TestAHeadOfAnotherClusterBindsAnew(t *testing.T) {
	h, _ := bound(t)
	h.apply(edit(t, yearFile, "cluster: cum", "cluster: cum-hai", "số 1", "số 2"))
	h.seat("y", "cum-hai", workflow.Official, "c")
	y := h.person("y", "", "").in(group)
	y.says("/cum").has(t, "Cụm thi đua số 1") // no head: nothing moves
	h.seat("y", "cum-hai", workflow.Head, "a")
	y.says("/cum").has(t, "Cụm thi đua số 2")
}
