package bot_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/text"
)

// A line is what somebody types, with a ▸ presses, with a ⇪ sends, and where it
// leads.
type line struct{ who, said, step string }

// year goes through every step of every conversation.
var year = []line{
	{"c1", "/ngonngu", "language/which"}, {"c1", "▸Tiếng Việt", ""},
	{"a1", "/cum", "people/menu"}, {"a1", "▸Danh sách người tham gia", "people/menu"}, {"a1", "▸Mời người", "invite/role"},
	{"a1", "▸Chuyên viên báo cáo", "invite/member"}, {"a1", "▸4. Đức", "invite/name"}, {"a1", "Trần Thị <Bé> & con", ""},
	{"x1", "/start {code}", "join/confirm"}, {"x1", "▸Đúng, tham gia", ""},
	{"a1", "/giaouoc 2017", "covenant/menu"}, {"a1", "▸Xong", ""},
	{"c1", "/giaouoc", "covenant/menu"}, {"c1", "▸Đăng ký chỉ tiêu", "targets/period"}, {"c1", "▸1. năm 2017", "targets/target"},
	{"c1", "5042,4 | 4203,3", "targets/target"}, {"c1", "▸Bỏ qua", "targets/target"}, {"c1", "- | 12", "targets/target"},
	{"c1", "2: 5.531 | 4", "targets/settle"}, {"c1", "▸A. 5.531 nghìn tấn", "targets/check"},
	{"c1", "▸Nhập tiếp", "targets/check"}, {"c1", "▸Kỳ khác", "targets/period"}, {"c1", "6T", "targets/target"},
	{"c1", "▸Danh sách", "targets/check"}, {"c1", "▸Xong, đúng cả", ""},
	{"a1", "/giaouoc", "covenant/menu"}, {"a1", "▸Chốt và mở ký", "covenant/menu"}, {"a1", "▸Thay người ký", "arrange/whom"}, {"a1", "▸4. Đức", "arrange/behalf"},
	{"a1", "▸KT. CHỦ TỊCH", "arrange/title"}, {"a1", "PHÓ CHỦ TỊCH", "arrange/name"}, {"a1", "Lê Văn Tám", "arrange/why"}, {"a1", "Chủ tịch đi công tác", "arrange/check"}, {"a1", "▸Đúng", "covenant/menu"},
	{"a1", "▸Thu hồi về dự thảo", "arrange/why"},
	{"a1", "Huyện Châu sửa kế hoạch", "arrange/check"}, {"a1", "▸Thu hồi", "covenant/menu"}, {"a1", "▸Chốt và mở ký", "covenant/menu"},
	{"a1", "▸Đọc giao ước (PDF)", "covenant/menu"}, {"a1", "▸Xong", ""},
	{"c2", "/giaouoc", "covenant/menu"}, {"c2", "▸Từ chối", "sign/why"}, {"c2", "Chưa họp Ủy ban", ""},
	{"c2", "/giaouoc", "covenant/menu"}, {"c2", "▸Ký", "sign/newpin"}, {"c2", "482913", "sign/again"}, {"c2", "482914", "sign/newpin"},
	{"c2", "482913", "sign/again"}, {"c2", "482913", ""},
	{"d2", "/mapin", "pin/newpin"}, {"d2", "753190", "pin/again"}, {"d2", "753190", ""}, {"d2", "/mapin", "pin/pin"}, {"d2", "753190", "pin/newpin"},
	{"d2", "/huy", ""}, {"d2", "/giaouoc", "covenant/menu"}, {"d2", "▸Ký", "sign/pin"}, {"d2", "753191", "sign/pin"}, {"d2", "753190", ""},
	{"a1", "/vanthu", "register/list"}, {"a1", "giao ước 2017", "register/list"}, {"a1", "▸🔎 1. Chi tiết", "register/document"}, {"a1", "▸🔢 Ghi số, ngày", "register/day"},
	{"a1", "▸Hôm nay, 05/07/2017", "register/number"}, {"a1", "3", "register/check"}, {"a1", "▸Nhập lại", "register/day"}, {"a1", "5/7/2017", "register/number"},
	{"a1", "▸Số 01", "register/check"}, {"a1", "▸Đúng, ghi vào sổ", "register/document"}, {"a1", "▸🔢 Sửa số, ngày", "register/why"}, {"a1", "gõ nhầm", "register/day"},
	{"a1", "▸Hôm nay, 05/07/2017", "register/number"}, {"a1", "/huy", ""}, {"a1", "/vanthu", "register/list"}, {"a1", "▸Xong", ""},
	{"a1", "/vanthu", "register/list"}, {"a1", "xem 1", "register/document"}, {"a1", "▸🖊 Nhập bản ký giấy", "scan/files"}, {"a1", "⇪quet.pdf", "scan/files"}, {"a1", "▸Bỏ các tệp này", "scan/files"},
	{"a1", "⇪quet.pdf", "scan/files"}, {"a1", "▸Đủ tệp rồi", "scan/code"}, {"a1", "GU-2017-0000-0000", "scan/code"}, {"a1", "{paper}", "scan/places"}, {"a1", "▸1. Huyện An", "scan/places"},
	{"a1", "▸Xong, đủ đơn vị", "scan/day"}, {"a1", "5/7/2017", "scan/check"}, {"a1", "▸Nhập lại", "scan/files"}, {"a1", "⇪quet.pdf", "scan/files"}, {"a1", "đủ", "scan/code"}, {"a1", "{paper}", "scan/places"},
	{"a1", "1", "scan/places"}, {"a1", "xong", "scan/day"}, {"a1", "▸Hôm nay, 05/07/2017", "scan/check"}, {"a1", "▸Đúng, chuyển người thứ hai", ""},
	{"b1", "▸🖊 Xem bản quét", "attest/look"}, {"b1", "▸✔️ Đúng, xác nhận bằng mã PIN", "attest/newpin"}, {"b1", "593817", "attest/again"}, {"b1", "593817", ""},
	{"a1", "/vanthu", "register/list"}, {"a1", "xem 1", "register/document"}, {"a1", "▸🖊 Nhập bản ký giấy", "scan/files"}, {"a1", "⇪quet.pdf", "scan/files"}, {"a1", "đủ", "scan/code"}, {"a1", "{paper}", "scan/places"},
	{"a1", "▸1. Huyện Bình", "scan/places"}, {"a1", "xong", "scan/day"}, {"a1", "▸Hôm nay, 05/07/2017", "scan/check"}, {"a1", "▸Đúng, chuyển người thứ hai", ""},
	{"b1", "▸🖊 Xem bản quét", "attest/look"}, {"b1", "▸✔️ Đúng, xác nhận bằng mã PIN", "attest/pin"}, {"b1", "/quaylai", "attest/look"}, {"b1", "▸✖️ Không đúng, từ chối", "attest/why"}, {"b1", "Ảnh mờ", ""},
	{"c1", "/giahan", "extension/which"}, {"c1", "▸1. 6 tháng đầu năm 2017, Châu", ""}, {"b1", "/giahan 6T", ""}, {"b1", "▸Đồng ý đến 17/07", ""},
	{"a1", "/nhac", "remind/period"}, {"a1", "▸1. 6 tháng đầu năm 2017", "remind/confirm"}, {"a1", "▸Nhắc ngay", ""},
	{"c1", "/baocao", "report/period"}, {"c1", "▸2. năm 2017", "report/figure"}, {"c1", "5531,5", "report/figure"}, {"c1", "5.531", "report/settle"},
	{"c1", "▸B. 5,531 nghìn tấn (0,1% kế hoạch)", "report/figure"}, {"c1", "▸Đạt", "report/figure"}, {"c1", "▸Không áp dụng", "report/reason"},
	{"c1", "Không có đường bộ", "report/check"}, {"c1", "▸Nộp báo cáo", ""},
	{"c1", "/tucham", "selfscore/period"}, {"c1", "▸2. năm 2017", "selfscore/list"}, {"c1", "5: 1.250", "selfscore/settle"}, {"c1", "▸A. 1,25 điểm", "selfscore/list"},
	{"c1", "1: 29,5", "selfscore/reason"}, {"c1", "Còn một khoản chưa chắc", "selfscore/list"}, {"c1", "bỏ 1", "selfscore/list"}, {"c1", "▸Xong", ""},
	{"b1", "/duyet", "review/period"}, {"b1", "▸2. năm 2017", "review/member"}, {"b1", "▸3. Châu", "review/unit"}, {"b1", "duyệt 1", "review/unit"},
	{"b1", "trả 2", "review/why"}, {"b1", "Xem lại đơn vị tính", "review/unit"}, {"b1", "5: 8,5\n6: 2\n8: 1.250", "review/settle"},
	{"b1", "▸Nhập lại số khác", "review/markwhy"}, {"b1", "Nộp bản giấy muộn", "review/unit"}, {"b1", "▸Duyệt hết 2 số", "review/unit"},
	{"b1", "▸Đơn vị khác", "review/member"}, {"b1", "An", "review/unit"}, {"b1", "▸Xong", ""},
	{"b1", "/phieu", ""}, {"ad", "/phieu", "sheet/member"}, {"ad", "▸3. Châu", ""},
	{"c1", "▸Sửa ngay", "report/figure"}, {"c1", "▸Danh sách", "report/check"}, {"c1", "2: 5265", "report/check"}, {"c1", "nộp", ""},
	{"c1", "/baocao CN", "report/check"}, {"c1", "▸Đóng", ""},
	{"b1", "/duyet", "review/period"}, {"b1", "▸2. năm 2017", "review/member"}, {"b1", "▸3. Châu", "review/unit"}, {"b1", "▸Duyệt hết 1 số", "review/unit"},
	{"b1", "1: 5600 | theo kho bạc", "review/unit"}, {"b1", "▸Phụ lục thẩm định (PDF)", "review/unit"}, {"b1", "▸Xong", ""},
	{"c1", "▸Giải trình", "report/explain"}, {"c1", "Kho bạc cộng thiếu một đợt", "report/check"}, {"c1", "▸1", "report/figure"}, {"c1", "/huy", ""},
	{"b1", "/duyet", "review/period"}, {"b1", "▸2. năm 2017", "review/member"}, {"b1", "▸3. Châu", "review/unit"}, {"b1", "giữ 1: đã đối chiếu lại", "review/unit"}, {"b1", "▸Xong", ""},
	{"a1", "/mokhoa", "unlock/period"}, {"a1", "▸2. năm 2017", "unlock/member"}, {"a1", "▸3. Châu", "unlock/criteria"}, {"a1", "▸Tất cả", "unlock/until"},
	{"a1", "20/7", "unlock/reason"}, {"a1", "bổ sung số liệu", ""},
	{"c1", "/baocao 6T", "report/figure"}, {"c1", "5532", "report/figure"}, {"c1", "2: 55,31\n3: đạt", "report/settle"}, {"c1", "▸B. 55,31 nghìn tấn (1% kế hoạch)", "report/reason"}, {"c1", "vụ mùa mất trắng", "report/preview"},
	{"c1", "▸Đúng, ghi 2 số", "report/figure"}, {"c1", "4: 5", "report/check"}, {"c1", "⇪bb.pdf", "report/file"}, {"c1", "▸1", "report/check"},
	{"c1", "⇪bb2.pdf", "report/file"}, {"c1", "▸Bỏ các tệp này", "report/check"},
	{"c1", "⇪so.xlsx", "report/mapping"}, {"c1", "▸Đúng, đọc theo cách này", "report/preview"}, {"c1", "▸Bỏ hết", "report/check"}, {"c1", "▸Nộp báo cáo", ""},
	{"a1", "⇪all.xlsx", "collect/preview"}, {"a1", "▸Đúng, ghi 1 số", ""},
	{"a1", "/bophieu", "vote/menu"}, {"a1", "▸Mở cuộc bỏ phiếu mới", "vote/kind"}, {"a1", "▸Xét hạng các đơn vị cùng hạng", "vote/tie"}, {"a1", "▸1. Hạng 2", "vote/open"},
	{"a1", "▸Không mở", "vote/menu"}, {"a1", "▸Mở cuộc bỏ phiếu mới", "vote/kind"}, {"a1", "▸Suy tôn đơn vị dẫn đầu", "vote/candidates"}, {"a1", "Châu, 4", "vote/open"}, {"a1", "▸Mở bỏ phiếu", "vote/menu"},
	{"a1", "▸Mở cuộc bỏ phiếu mới", "vote/kind"}, {"a1", "▸Bầu Cụm trưởng năm 2018", "vote/candidates"}, {"a1", "▸Tất cả 4 đơn vị", "vote/open"}, {"a1", "▸Mở bỏ phiếu", "vote/menu"},
	{"c2", "/bophieu", "ballot/which"}, {"c2", "▸1. Số 1, phiếu của Châu", "ballot/choose"}, {"c2", "▸2. Đức", "ballot/confirm"}, {"c2", "▸✔ 1. Châu", "ballot/choose"},
	{"c2", "2", "ballot/confirm"}, {"c2", "▸Chọn lại từ đầu", "ballot/choose"}, {"c2", "▸1. Châu", "ballot/confirm"}, {"c2", "châu", "ballot/choose"},
	{"c2", "▸Phiếu trắng", "ballot/confirm"}, {"c2", "▸✔ Phiếu trắng", ""},
	{"a1", "▸Đóng số 1", "vote/close"}, {"a1", "▸Chưa đóng", "vote/menu"}, {"a1", "▸Đóng số 1", "vote/close"}, {"a1", "▸Đóng và kiểm phiếu", ""}, {"a1", "/bophieu", "vote/menu"}, {"a1", "▸Xong", ""},
	{"a1", "/congbo", "publish/menu"}, {"a1", "loại Đức: đang bị kiểm tra", "publish/menu"}, {"a1", "bỏ loại Đức", "publish/menu"}, {"a1", "▸Xong", ""},
	{"two", "/xephang", "choosing/cluster"}, {"two", "▸1. Cụm thi đua số 1", ""},
	{"two", "/cum", "people/menu"}, {"two", "▸Chọn cụm khác", "choosing/cluster"}, {"two", "cum-hai", ""},
}

// people of the year.
func cast(h *house) map[string]*person {
	all := map[string]*person{
		"a1": h.person("a1", workflow.Head, "a"), "b1": h.person("b1", workflow.Deputy, "b"), "ad": h.person("ad", workflow.Admin, ""),
		"c1": h.person("c1", workflow.Official, "c"), "c2": h.person("c2", workflow.Leader, "c"), "d2": h.person("d2", workflow.Leader, "d"),
		"x1": h.person("x1", "", ""),
	}
	h.apply(edit(h.t, yearFile, "cluster: cum", "cluster: cum-hai", "số 1", "số 2"))
	all["two"] = h.person("two", workflow.Observer, "")
	h.seat("two", "cum-hai", workflow.Observer, "")
	h.do(func(tx storage.Tx, _ workflow.Act) error { // as one of two clusters before any was chosen
		p, _, err := workflow.FindPerson(tx, "two")
		p.Chosen = ""
		return errors.Join(err, workflow.KeepPerson(tx, p))
	})
	return all
}

var paperCode = regexp.MustCompile(`mã (GU-2017-[0-9A-Z]{4}-[0-9A-Z]{4})`)

var codeLine = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{26}`)

// play plays the year; before lets a test look at each moment before a line.
func play(t *testing.T, before func(p *person)) {
	h := newHouse(t)
	h.apply(yearFile + "signing: [chat, paper]\n")
	who := cast(h)
	code, paper := "", ""
	for i, l := range year {
		p := who[l.who]
		if before != nil {
			before(p)
		}
		var r reply
		if label, ok := strings.CutPrefix(l.said, "▸"); ok {
			r = p.presses(label)
		} else if name, ok := strings.CutPrefix(l.said, "⇪"); ok {
			r = p.sendsFile(name, p.fileNamed(name), "")
		} else {
			r = p.says(strings.NewReplacer("{code}", code, "{paper}", paper).Replace(l.said))
		}
		if found := codeLine.FindString(r.text); found != "" {
			code = found
		}
		if found := paperCode.FindStringSubmatch(r.text); found != nil {
			paper = found[1]
		}
		if got := p.step(p.id); got != l.step {
			t.Fatalf("line %d: after %q %s is at %q, want %q:\n%s", i, l.said, l.who, got, l.step, r.text)
		}
	}
}

// fileNamed is what somebody of the year sends.
func (p *person) fileNamed(name string) []byte {
	switch name {
	case "so.xlsx":
		return table(p.t, []any{"TT", "Chỉ tiêu", "Kết quả"}, []any{2, "Sản lượng lúa", 5266.5})
	case "all.xlsx":
		return fill(p.t, formOf(p.t, p.says("/bieumau 6T"), p.id), "Đức", map[string]any{"1 result": 812.5})
	}
	return pdfFile(name)
}

func TestTheYearGoesThroughEveryStep(t *testing.T) {
	seen := map[string]bool{}
	play(t, func(p *person) { seen[p.step(p.id)] = true })
	for _, step := range []string{"join/confirm", "language/which", "people/menu", "invite/role", "invite/member", "invite/name", "targets/period",
		"targets/target", "targets/settle", "targets/check", "covenant/menu", "arrange/whom", "arrange/behalf", "arrange/title", "arrange/name", "arrange/why", "arrange/check", "sign/why", "sign/newpin", "sign/again", "sign/pin",
		"pin/pin", "pin/newpin", "pin/again", "extension/which", "remind/period", "remind/confirm", "report/period", "report/figure", "report/settle", "report/reason",
		"report/preview", "report/explain", "report/file", "report/mapping", "collect/preview", "unlock/period", "unlock/member", "unlock/criteria", "unlock/until", "unlock/reason",
		"report/check", "review/period", "review/member", "review/unit", "review/why", "review/settle", "review/markwhy", "sheet/member", "publish/menu", "choosing/cluster",
		"vote/menu", "vote/kind", "vote/tie", "vote/candidates", "vote/open", "vote/close", "ballot/which", "ballot/choose", "ballot/confirm",
		"register/list", "register/document", "register/day", "register/number", "register/check", "register/why",
		"scan/files", "scan/code", "scan/places", "scan/day", "scan/check", "attest/look", "attest/why", "attest/newpin", "attest/again", "attest/pin"} {
		if !seen[step] {
			t.Errorf("no line is said at %s", step)
		}
	}
}

// putBack puts a person and their conversation back to where they were, and
// delivers what was queued.
func (p *person) putBack(talk, self []byte) {
	p.do(func(tx storage.Tx, _ workflow.Act) error {
		for table, b := range map[string][]byte{"talks": talk, "people": self} {
			err := tx.Delete(table, p.id)
			if b != nil {
				err = tx.Put(table, p.id, b)
			}
			if err != nil {
				return err
			}
		}
		list, err := tx.Scan("outbox", "", "", 0)
		for _, r := range list {
			err = errors.Join(err, tx.Delete("outbox", r.Key))
		}
		return err
	})
}

func (h *house) record(table, key string) (b []byte) {
	h.view(func(r storage.Reader) error {
		b, _ = r.Get(table, key) // nil: none
		return nil
	})
	return b
}

// Nothing that a person can send, at any moment, stops the program, is left
// without an answer, or shuts the open question.
func TestAnythingAtEveryStep(t *testing.T) {
	t.Parallel()
	anything := []string{"/start", "/bophieu", "/bophieu 1", "/bophieu 2017/2", "bo phieu", "/trogiup", "/baocao", "/tiendo", "/xephang", "/xephang CN", "/tongket", "/congbo", "/tongket sửa", "/giaouoc", "/duyet", "/nhac", "/bieumau", "/sua", "/sua 2 = 255", "/giaitrinh", "/giaitrinh 2: vì sao", "/minhchung", "/bienlai", "/mokhoa", "/giahan", "/bangiao", "/tucham", "/tucham CN",
		"/cum", "/phieu", "/giahan", "/giahan CN", "/giahan CN c từ chối", "/mapin", "/ngonngu", "/huy", "/quaylai", "/xephang@thidua_bot", "/", "/start sai-ma", "quay lại", "hủy bỏ", "xếp hạng",
		"", "🎉", "…", "#", "#1", "1", "0", "-", "999", "1: ", ": 1", "1: 2: 3", "trả", "trả 1:", "duyệt", "duyệt ,", "a | b", "n/a", "không áp dụng",
		"/bieudo", "/bieudo CN pdf",
		"chưa có", "A", "\n\n", "<b>&amp;</i>", "{TÊN}"}
	shows := []string{"/tiendo", "/xephang", "/xephang CN", "/bieudo CN pdf", "/tongket", "/xephang@thidua_bot", "/bieumau", "/bangiao", "/"}
	done := map[string]bool{}
	play(t, func(p *person) {
		step := p.step(p.id)
		if done[step] {
			return
		}
		done[step] = true
		was, self := p.record("talks", p.id), p.record("people", p.id)
		tries := slices.Clone(anything)
		if step == "" {
			tries = slices.DeleteFunc(tries, func(s string) bool { return s == "" })
		}
		for _, said := range tries {
			if strings.HasPrefix(step, "sign/") || strings.HasPrefix(step, "pin/") { // a try of a PIN takes its time
				if !strings.HasPrefix(said, "/") && said != "quay lại" && said != "1" {
					continue
				}
			}
			if strings.HasPrefix(step, "report/") || strings.HasPrefix(step, "review/") || strings.HasPrefix(step, "targets/") || strings.HasPrefix(step, "extension/") ||
				step == "unlock/reason" || strings.HasPrefix(step, "arrange/") || step == "sign/why" || step == "invite/name" {
				if !strings.HasPrefix(said, "/") && said != "quay lại" { // it may be an answer; tried below without keeping it
					dry := p.dry(func(e *intake.Event) { e.Text = said })
					if len(dry.said) == 0 {
						t.Errorf("%s: %q is not answered", step, said)
					}
					continue
				}
			}
			r := p.says(said)
			if r.text == "" && len(r.own) == 0 {
				t.Errorf("%s: %q is not answered", step, said)
			}
			if slices.Contains(shows, said) && step != "choosing/cluster" && string(p.record("talks", p.id)) != string(was) {
				t.Errorf("%s: %q moved the conversation", step, said)
			}
			if step != "" && said != "/huy" && said != "hủy bỏ" && p.step(p.id) != "" {
				p.says("/quaylai")
			}
			p.putBack(was, self)
		}
		p.offer(p.change(func(e *intake.Event) { e.File, e.Text = &intake.File{Kind: intake.Other}, "" })).has(t, "Tôi chỉ nhận ảnh")
		if r := p.offer(p.change(func(e *intake.Event) { e.Kind, e.Text = intake.KindEdited, "5: 7" })); !strings.Contains(r.text, "không được ghi lại") {
			t.Errorf("%s: an edited message: %s", step, r.text)
		}
		if got := p.record("talks", p.id); string(got) != string(was) {
			t.Errorf("%s: a file or an edited message moved the conversation", step)
		}
		if step != "" {
			p.says("/trogiup") // asks the question again, with buttons that belong to it
		}
	})
}

func (p *person) change(how func(*intake.Event)) intake.Event {
	e := p.event(p)
	how(&e)
	return e
}

// A dump is what an event would change: every record, without what is told apart
// by the way it was sent.
type dump struct {
	records map[string]string
	said    []string
}

// errDry undoes a unit of work that was only tried.
var errDry = errors.New("only tried")

// dryStore undoes every unit of work after it was looked at.
type dryStore struct {
	storage.Store
	look func(storage.Reader) error
}

func (d dryStore) Update(ctx context.Context, scope string, fn func(storage.Tx) error) error {
	err := d.Store.Update(ctx, scope, func(tx storage.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		if err := d.look(tx); err != nil {
			return err
		}
		return errDry
	})
	if errors.Is(err, errDry) {
		return nil
	}
	return err
}

var howTyped = regexp.MustCompile(`"(raw|Raw|seq|hash|prev|callback)":("(\\.|[^"\\])*"|\d+),?`)

// dry tries an event and undoes it.
func (p *person) dry(how func(*intake.Event)) dump {
	p.t.Helper()
	n, now := p.n, p.now
	e := p.change(how)
	p.n, p.now = n, now
	d := dump{records: map[string]string{}}
	look := func(r storage.Reader) error {
		for _, table := range tables {
			if table == "seen" || table == "outbox" {
				continue
			}
			list, err := r.Scan(table, "", "", 0)
			if err != nil {
				return err
			}
			for _, rec := range list {
				_, data, err := storage.Unseal(rec.Value)
				if err != nil {
					return err
				}
				d.records[table+"/"+rec.Key] = howTyped.ReplaceAllString(string(data), "")
			}
		}
		all, err := outbox.Waiting(r)
		for _, m := range all {
			if m.Event == e.ID && m.Action != outbox.Answer && m.Action != outbox.Delete {
				p.sound(m)
				var labels []string
				for _, row := range m.Buttons {
					for _, b := range row {
						labels = append(labels, b.Label)
					}
				}
				d.said = append(d.said, fmt.Sprint(m.Chat, " ", m.Text, labels, len(m.Commands)))
			}
		}
		return err
	}
	if err := p.handle(p.t.Context(), dryStore{p.store, look}, e); err != nil {
		p.t.Fatal(err)
	}
	for k, v := range d.records {
		if strings.HasPrefix(k, "quarantine/") {
			p.t.Fatalf("%q %q: %s", e.Text, e.Data, v)
		}
	}
	return d
}

// Every button has a typed equal that does the same: its label, with accents and
// without.
func TestEveryButtonHasATypedEqual(t *testing.T) {
	t.Parallel()
	checked := 0
	done := map[string]bool{}
	play(t, func(p *person) {
		open := p.talkOf(p.id)
		if open == nil {
			return
		}
		for _, b := range p.buttons() {
			if !strings.HasPrefix(b.Data, fmt.Sprint(open["flow"], ".", open["step"], ".")) {
				continue // of a reminder or a menu
			}
			if name := fmt.Sprint(open["flow"], open["step"], b.Label); done[name] {
				continue
			} else {
				done[name] = true
			}
			checked++
			pressed := p.dry(func(e *intake.Event) { e.Kind, e.Data, e.Callback = intake.KindButton, b.Data, "cb" })
			for _, said := range []string{b.Label, strings.ToUpper(b.Label), text.Fold(b.Label)} {
				typed := p.dry(func(e *intake.Event) { e.Text = said })
				if strings.Join(typed.said, "\n") != strings.Join(pressed.said, "\n") {
					t.Errorf("%v/%v: typed %q says\n%s\npressed\n%s", open["flow"], open["step"], said, strings.Join(typed.said, "\n"), strings.Join(pressed.said, "\n"))
				}
				for k, v := range pressed.records {
					if typed.records[k] != v {
						t.Errorf("%v/%v: typed %q leaves %s\n%s\npressed\n%s", open["flow"], open["step"], said, k, typed.records[k], v)
					}
				}
				if len(typed.records) != len(pressed.records) {
					t.Errorf("typed %q leaves %d records, pressed %d", said, len(typed.records), len(pressed.records))
				}
			}
		}
	})
	if checked < 60 {
		t.Errorf("only %d buttons were compared", checked)
	}
}

// A button of an earlier question is answered, and changes nothing.
func TestOldButtons(t *testing.T) {
	t.Parallel()
	var old []outbox.Button
	play(t, func(p *person) {
		if p.id != "c1" && p.id != "b1" {
			return
		}
		was := p.record("talks", p.id)
		for _, b := range old {
			if strings.HasPrefix(b.Data, "!") {
				continue
			}
			r := p.pressesData(b.Data)
			if got := p.record("talks", p.id); string(got) != string(was) || r.text != "" {
				t.Fatalf("the old button %q did something: %s", b.Label, r.text)
			}
			if !strings.Contains(r.answers[0], "đã cũ") {
				t.Errorf("answered %q", r.answers)
			}
		}
		old = nil
		talk := p.talkOf(p.id)
		for _, b := range p.buttons() {
			if talk == nil || !strings.Contains(b.Data, fmt.Sprint(talk["nonce"])) {
				old = append(old, b)
			}
		}
	})
}

// What one sees, one sees in both languages.
func TestTheYearInEnglish(t *testing.T) {
	vietnamese := regexp.MustCompile(`(?i)\b(chỉ tiêu|báo cáo|đơn vị|xin |đã nộp|chưa nhập|kế hoạch|cụm trưởng|giao ước)\b`)
	named := regexp.MustCompile(`Xếp hạng phong trào|Báo cáo đúng hạn|Xem lại đơn vị tính|Huyện Châu sửa kế hoạch|Cụm thi đua số \d`)
	h := newHouse(t)
	who := cast(h)
	for id := range who {
		if id != "x1" && id != "two" {
			who[id].says("/ngonngu en")
		}
	}
	for _, l := range []line{{"c1", "/trogiup", ""}, {"c1", "/baocao CN", ""}, {"c1", "5531,5", ""}, {"c1", "5.531", ""}, {"c1", "B", ""}, {"c1", "list", ""},
		{"c1", "Submit, the other 2 have none", ""}, {"a1", "/nhac", ""}, {"a1", "1", ""}, {"a1", "no", ""}, {"b1", "/duyet", ""}, {"b1", "2", ""}, {"b1", "3", ""},
		{"b1", "return 2: wrong unit", ""}, {"b1", "6: 2", ""}, {"b1", "late on paper", ""}, {"b1", "accept 1", ""}, {"b1", "x", ""}, {"b1", "/tiendo", ""},
		{"a1", "/giaouoc", ""}, {"a1", "/cum", ""}, {"a1", "people", ""}, {"a1", "/bophieu", ""}, {"a1", "Open a new vote", ""}, {"a1", "Leading unit", ""}, {"a1", "all", ""}, {"a1", "Open the vote", ""}, {"c2", "vote", ""}, {"c2", "3", ""}, {"c2", "blank", ""}, {"c2", "3", ""}, {"c2", "3", ""},
		{"a1", "/bophieu", ""}, {"a1", "close 1", ""}, {"a1", "close", ""}, {"c1", "/phieu", ""}, {"a1", "/xephang", ""}, {"c2", "/mapin", ""}, {"c2", "12", ""}, {"c2", "/huy", ""}} {
		r := who[l.who].says(l.said)
		if bad := vietnamese.FindString(named.ReplaceAllString(r.text, "")); bad != "" {
			t.Errorf("%q is answered with %q:\n%s", l.said, bad, r.text)
		}
		for _, m := range r.own {
			for _, row := range m.Buttons {
				for _, b := range row {
					if bad := vietnamese.FindString(named.ReplaceAllString(b.Label, "")); bad != "" {
						t.Errorf("the button %q", b.Label)
					}
				}
			}
		}
	}
}
