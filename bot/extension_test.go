package bot_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
)

// due is a house on the day that the report of the year is due: c owes it.
func due(t testing.TB) (h *house, c, head *person) {
	h = newHouse(t)
	c, head = h.person("c1", workflow.Official, "c"), h.person("a1", workflow.Head, "a")
	h.person("b1", workflow.Deputy, "b")
	contains(t, h.rings("2018-02-13 08:30").to("c1"), "Hôm nay 13/02/2018 là hạn cuối")
	return h, c, head
}

// reportBy is until when a member's report of the year is in time.
func (h *house) reportBy(member string) (by string) {
	h.t.Helper()
	c := h.cluster()
	h.view(func(r storage.Reader) error {
		d, err := workflow.ReportBy(r, c, "CN", member)
		by = d.String()
		return err
	})
	return by
}

// logged counts the lines of the log that begin with a word.
func (h *house) logged(what string) (n int) {
	h.t.Helper()
	h.view(func(r storage.Reader) error {
		list, err := workflow.Changes(r, "cum")
		for _, l := range list {
			if strings.HasPrefix(l.What, what) {
				n++
			}
		}
		return errors.Join(err, workflow.CheckLog(r, "cum"))
	})
	return n
}

// waiting is everything that waits to be sent: to whom, and what.
func (h *house) waiting() (list []string) {
	h.t.Helper()
	h.view(func(r storage.Reader) error {
		all, err := outbox.Waiting(r)
		for _, m := range all {
			list = append(list, m.Chat+" "+plain(m.Text))
		}
		return err
	})
	return list
}

func (p *person) labels() (list []string) {
	for _, b := range p.buttons() {
		list = append(list, b.Label)
	}
	return list
}

func TestAskedInOneTapAnsweredInOne(t *testing.T) {
	h, c, head := due(t)
	asking := c.buttons()[1].Data
	r := c.presses("Xin gia hạn năm 2017").has(t, "Đã gửi yêu cầu gia hạn báo cáo năm 2017 của huyện Châu", "vẫn là 13/02/2018")
	contains(t, r.to("a1"), "Huyện Châu xin gia hạn báo cáo năm 2017 (hạn nộp 13/02/2018)", "Người xin: Nguyễn Văn c1", "/giahan 2017/CN Châu 16/02/2018")
	if r.to("b1") != "" {
		t.Errorf("the deputy is asked, too: %s", r.to("b1"))
	}
	if got := strings.Join(head.labels(), ", "); got != "Đồng ý đến 16/02, Đồng ý đến 20/02, Từ chối" {
		t.Errorf("the head's buttons: %s", got)
	}
	r = c.pressesData(asking).has(t, "đang chờ trả lời")
	if len(r.others) > 0 {
		t.Errorf("asked twice: %+v", r.others)
	}
	old := head.buttons()
	r = head.presses("Đồng ý đến 16/02").has(t, "Đã gia hạn báo cáo năm 2017 cho huyện Châu đến hết ngày 16/02/2018")
	contains(t, r.to("c1"), "đã được gia hạn đến hết ngày 16/02/2018 (Nguyễn Văn a1 trả lời lúc")
	for _, b := range old {
		if r := head.pressesData(b.Data).has(t, "đã được trả lời lúc", "bởi Nguyễn Văn a1", "16/02/2018. Không có gì thay đổi"); len(r.others) > 0 {
			t.Errorf("%s answers again: %+v", b.Label, r.others)
		}
	}
	c.pressesData(asking).has(t, "đã được gia hạn đến hết ngày 16/02/2018", "/giahan 2017/CN lý do")
	if asks, answers, by := h.logged("extension.ask"), h.logged("extension.")-1, h.reportBy("c"); asks != 1 || answers != 1 || by != "2018-02-16" {
		t.Errorf("asked %d times, answered %d, until %s", asks, answers, by)
	}
	// The day that was granted is the one that is reminded of, and nothing is asked
	// for with its button.
	if r := h.rings("2018-02-14 08:30"); r.to("c1") != "" {
		t.Errorf("on a day of the old deadline: %s", r.to("c1"))
	}
	contains(t, h.rings("2018-02-16 08:30").to("c1"), "Hôm nay 16/02/2018 là hạn cuối")
	if slices.ContainsFunc(c.labels(), func(l string) bool { return strings.HasPrefix(l, "Xin gia hạn") }) {
		t.Errorf("buttons after an extension: %v", c.labels())
	}
	// Once more, with a reason; the buttons of the first request answer nothing.
	r = c.says("/giahan CN Chi cục Thống kê <chưa> công bố").has(t, "vẫn là 16/02/2018")
	contains(t, r.to("a1"), "Lý do: Chi cục Thống kê <chưa> công bố")
	for _, b := range old {
		head.pressesData(b.Data).has(t, "đã cũ nên không có gì thay đổi")
	}
	head.presses("Đồng ý đến 19/02")
	if by := h.reportBy("c"); by != "2018-02-19" {
		t.Errorf("until %s", by)
	}
}

func TestAnswersTyped(t *testing.T) {
	for said, want := range map[string]string{
		"/giahan CN c 16/02/2018": "2018-02-16", "/giahan 2017/CN Châu 16/2": "2018-02-16", "/giahan năm 2017 huyện châu đến 20/02/2018": "2018-02-20",
		"/giahan CN HC 2018-02-14": "2018-02-14", "/giahan CN c đồng ý đến 15-02-2018": "2018-02-15",
		"/giahan CN c từ chối": "no", "/giahan CN Chau tu choi đã gia hạn nhiều lần": "no: đã gia hạn nhiều lần", "/giahan CN c refuse": "no",
		"/giahan CN c": "Chưa hiểu", "/giahan CN c mai": "Chưa hiểu", "/giahan CN c 31/02/2018": "Chưa hiểu", "/giahan CN c mong 16/02": "Chưa hiểu",
		"/giahan CN e 16/02/2018": "Không có đơn vị nào", "/giahan XX c 16/02/2018": "Không có kỳ", "/giahan CN c 13/02/2018": "từ 14/02/2018 đến 14/04/2018",
		"/giahan CN c 12/02/2017": "từ 14/02/2018", "/giahan CN c 15/04/2018": "đến 14/04/2018", "/giahan CN d 16/02/2018": "Huyện Đức chưa xin gia hạn",
		"/giahan CN a 16/02/2018": "không ai quyết định cho đơn vị mình", "/giahan #1 từ chối": "đã cũ", "/giahan # 16/02/2018": "đã cũ",
	} {
		h, c, head := due(t)
		c.presses("Xin gia hạn năm 2017")
		r := head.says(said)
		by, told := h.reportBy("c"), r.to("c1")
		switch reason, refused := strings.CutPrefix(want, "no"); {
		case refused:
			contains(t, told, "không được chấp thuận (Nguyễn Văn a1 trả lời lúc", strings.Replace(reason, ": ", "Lý do: ", 1))
			if by != "2018-02-13" || h.logged("extension.refuse") != 1 {
				t.Errorf("%s: until %s", said, by)
			}
		case strings.HasPrefix(want, "2018-"):
			if by != want || !strings.Contains(told, "đã được gia hạn") {
				t.Errorf("%s: until %s, told %s", said, by, told)
			}
		default:
			r.has(t, want)
			if by != "2018-02-13" || told != "" || h.logged("extension.") != 1 {
				t.Errorf("%s: until %s, told %s", said, by, told)
			}
		}
	}
}

// What the head's own unit asks is answered by a deputy.
func TestTheHeadsOwnRequest(t *testing.T) {
	h, _, head := due(t)
	a, b := h.person("a2", workflow.Official, "a"), h.person("b1", "", "")
	r := a.says("/giahan CN")
	if r.to("a1") != "" {
		t.Errorf("the head is asked: %s", r.to("a1"))
	}
	contains(t, r.to("b1"), "Huyện An xin gia hạn")
	head.says("/giahan").has(t, "Không có yêu cầu gia hạn nào chờ")
	head.pressesData(b.buttons()[0].Data).has(t, "không ai quyết định cho đơn vị mình")
	a.pressesData(b.buttons()[0].Data).lacks(t, "Đã gia hạn")
	if by := h.reportBy("a"); by != "2018-02-13" {
		t.Errorf("until %s", by)
	}
	contains(t, b.presses("Từ chối").to("a2"), "không được chấp thuận (Nguyễn Văn b1")
	a.says("/giahan CN").has(t, "không được chấp thuận", "Hạn nộp: 13/02/2018")
}

// Where nobody can answer, the request waits, and is shown to who comes.
func TestARequestThatWaits(t *testing.T) {
	h := newHouse(t)
	c := h.person("c1", workflow.Official, "c")
	c.says("/giahan 6T").has(t, "Đã gửi yêu cầu", "Xin báo cụm trưởng")
	c.says("/giahan 6T").has(t, "đang chờ trả lời")
	head := h.person("a1", workflow.Head, "a")
	head.says("gia hạn").has(t, "Huyện Châu xin gia hạn báo cáo 6 tháng đầu năm 2017")
	head.says("/giahan CN").has(t, "Không có yêu cầu gia hạn nào chờ")
	contains(t, head.presses("Đồng ý đến 13/07").to("c1"), "gia hạn đến hết ngày 13/07/2017") // the one that was shown
	if by := h.reportBy("c"); by != "2018-02-13" {
		t.Errorf("the report of the year is due on %s", by)
	}
	h.now = at("2017-07-17 08:00")
	c.says("/giahan 6T thêm").has(t, "chỉ xin gia hạn được chậm nhất 3 ngày sau hạn")
	c.says("/giahan CN").has(t, "Đã gửi yêu cầu gia hạn báo cáo năm 2017") // the only one that is left
	h.person("o1", workflow.Observer, "").says("/giahan").has(t, "không dùng được lệnh /giahan")
}

func TestSomebodyOfTwoUnits(t *testing.T) {
	h, p, head := due(t)
	h.seat("c1", "cum", workflow.Official, "d")
	h.rings("2018-02-14 08:30") // about both, with one button each
	if got := strings.Join(p.labels(), ", "); got != "Báo cáo năm 2017, Xin gia hạn năm 2017" {
		t.Errorf("buttons: %s", got)
	}
	p.says("/giahan CN họp dài").has(t, "1. năm 2017, Châu: hạn nộp 13/02/2018", "2. năm 2017, Đức: hạn nộp 13/02/2018")
	r := p.says("2")
	contains(t, r.to("a1"), "Huyện Đức xin gia hạn", "Lý do: họp dài")
	head.presses("Đồng ý đến 20/02")
	if c, d := h.reportBy("c"), h.reportBy("d"); c != "2018-02-13" || d != "2018-02-20" {
		t.Errorf("c until %s, d until %s", c, d)
	}
	// Somebody of the head's unit who reports for it asks for it, and answers others.
	h.seat("a1", "cum", workflow.Official, "a")
	contains(t, head.says("/giahan CN Chờ Sở Tài chính").to("b1"), "Huyện An xin gia hạn", "Lý do: Chờ Sở Tài chính")
	p.says("/giahan CN")
	p.says("1")
	head.says("/giahan CN Châu 16/02/2018").has(t, "Đã gia hạn báo cáo năm 2017 cho huyện Châu")
}

// Two who answer at once have one effect, and the second learns whose it was.
func TestTwoAnswersAtOnce(t *testing.T) {
	h, c, head := due(t)
	second := h.person("a3", workflow.Head, "a")
	c.presses("Xin gia hạn năm 2017")
	var events []intake.Event
	for p, i := range map[*person]int{head: 0, second: 2} {
		e := p.event(p)
		e.Kind, e.Data, e.Callback = intake.KindButton, p.buttons()[i].Data, "cb"+p.id
		events = append(events, e)
	}
	var wait sync.WaitGroup
	for _, e := range events {
		wait.Go(func() {
			if err := h.handle(t.Context(), h.store, e); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	told, late := 0, 0
	for _, said := range h.waiting() {
		switch {
		case strings.HasPrefix(said, "c1 ") && strings.Contains(said, "trả lời lúc"):
			told++
		case strings.Contains(said, "đã được trả lời lúc"):
			late++
		}
	}
	if n := h.logged("extension.grant") + h.logged("extension.refuse"); n != 1 || told != 1 || late != 1 {
		t.Errorf("%d answers, told %d times, %d too late", n, told, late)
	}
}

// Who loses the power before answering answers nothing.
func TestThePowerMovesBeforeTheAnswer(t *testing.T) {
	h, c, head := due(t)
	c.presses("Xin gia hạn năm 2017")
	h.apply(edit(t, yearFile, "head: a", "head: d"))
	head.presses("Đồng ý đến 16/02").has(t, "không dùng được lệnh /giahan")
	if by := h.reportBy("c"); by != "2018-02-13" {
		t.Errorf("until %s", by)
	}
}

// The head who reminds now names the unit's own day.
func TestRemindedOfTheOwnDay(t *testing.T) {
	h, c, head := due(t)
	c.presses("Xin gia hạn năm 2017")
	head.presses("Đồng ý đến 20/02")
	d := h.person("d1", workflow.Official, "d")
	head.talk("/nhac CN")
	r := head.presses("Nhắc ngay")
	contains(t, r.to("c1"), "Hạn nộp: 20/02/2018 (còn 7 ngày)")
	contains(t, r.to("d1"), "Hôm nay 13/02/2018 là hạn cuối")
	d.presses("Xin gia hạn năm 2017").has(t, "Đã gửi yêu cầu")
	c.says("/ngonngu en")
	c.says("/giahan CN").has(t, "may come until the end of 20/02/2018")
}
