package bot_test

import (
	"log/slog"
	"testing"

	"thidua/bot"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
)

// rings lets the bell ring at a moment.
func (h *house) rings(when string) reply {
	h.t.Helper()
	h.now = at(when)
	return h.offer(intake.Event{ID: "tick/" + when, Kind: intake.KindTick, At: h.now})
}

func TestTheBellRemindsThoseWhoOwe(t *testing.T) {
	h := emptyHouse(t)
	h.apply(yearFile + "reminders: {escalate_after: 2}\n")
	h.now = at("2017-07-01 09:00")
	c, d := h.person("c1", workflow.Official, "c"), h.person("d1", workflow.Official, "d")
	h.person("a1", workflow.Head, "a")
	d.sends("6T", fourRows)
	r := h.rings("2017-07-07 09:00")
	contains(t, r.to("c1"), "Kính gửi anh/chị Nguyễn Văn c1", "chưa nộp đủ báo cáo 6 tháng đầu năm 2017", "còn 3 ngày")
	if r.to("d1")+r.to("a1") != "" {
		t.Errorf("told who owes nothing: %s %s", r.to("d1"), r.to("a1"))
	}
	check := r.others[0].Check
	if check == nil {
		t.Fatal("the reminder holds for ever")
	}
	holds := func() (ok bool) {
		b := bot.New(workflow.Chancery{Key: key, Press: press}, slog.New(slog.DiscardHandler))
		h.view(func(r storage.Reader) (err error) { ok, err = b.Holds(r, *check, h.now); return err })
		return ok
	}
	if !holds() {
		t.Error("it does not hold while the report is owed")
	}
	if r := h.rings("2017-07-07 10:00"); len(r.others) != 0 {
		t.Errorf("told twice: %+v", r.others)
	}
	contains(t, h.rings("2017-07-12 09:00").to("a1"), "quá hạn (hạn 10/", "An, Bình, Châu")
	c.sends("6T", fourRows)
	if holds() {
		t.Error("it holds though the report is in")
	}
}
