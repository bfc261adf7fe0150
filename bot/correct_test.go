package bot_test

import (
	"slices"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
)

// edits changes an earlier message in the chat.
func (p *person) edits(message int, said string) reply {
	p.t.Helper()
	return p.offer(p.change(func(e *intake.Event) { e.Kind, e.Message, e.Text = intake.KindEdited, message, said }))
}

// history is what the log says became of a figure of the half-year.
func (h *house) history(criterion string) (list []string) {
	h.t.Helper()
	h.view(func(r storage.Reader) error {
		all, err := workflow.Changes(r, "cum")
		for _, l := range all {
			if l.Criterion == criterion && l.Period == "6T" && strings.HasPrefix(l.What, "figure.") {
				list = append(list, l.From+"→"+l.To)
			}
		}
		return err
	})
	return list
}

func TestCorrectingByCommand(t *testing.T) {
	p := official(t)
	p.says("/sua 2 = 250").has(t, "✔️ 2. Sản lượng lúa: 250 nghìn tấn", "Số vừa sửa chưa nộp. Để nộp, bấm nút dưới đây hoặc gõ /baocao.")
	p.at("")
	for _, c := range []struct{ said, old, value, raw string }{
		{"/sua 2 251", "250", "251", "251"}, {"/sua 2: 252", "251", "252", "252"}, {"/sua #2 = 253 nghìn tấn", "252", "253", "253 nghìn tấn"}, {"/sua 6T 2 = 254", "253", "254", "254"},
		{"/sua 2017/6T san luong lua = 255", "254", "255", "255"}, {"/sua@thidua_bot 2 = 256", "255", "256", "256"},
	} {
		p.says(c.said).has(t, "(số cũ: "+c.old+" nghìn tấn → "+c.value+" nghìn tấn)")
		if e := p.figure("6T", "c", "san-luong").Draft; valueOf(e) != c.value || e.Raw != c.raw {
			t.Errorf("%s: %+v", c.said, e)
		}
	}
	p.presses("Báo cáo 6 tháng đầu năm 2017").has(t, "Châu – 6 tháng đầu năm 2017")
	p.says("/huy")
	for said, want := range map[string]string{"/sua 9 = 5": "Không rõ chỉ tiêu “9”", "/sua 2 = nhiều": "không đọc được số nào trong “nhiều”", "/sua 2": "Để sửa, gõ ví dụ", "/sua linh tinh": "Để sửa, gõ ví dụ"} {
		p.says(said).has(t, want).lacks(t, "chưa nộp. Để nộp")
		p.at("")
	}
	p.says("/sua 2 = 5.531").has(t, "“5.531” cho chỉ tiêu Sản lượng lúa chưa rõ là số nào")
	p.says("/huy")
	p.says("/sua 1 = 5531\n2 = 260").has(t, "Xem trước 2 số", "2. Sản lượng lúa: 256 nghìn tấn → 260 nghìn tấn")
	p.says("đúng")
	p.says("/sua").has(t, "Báo cáo 6 tháng đầu năm 2017 của huyện Châu", "1. Tổng thu ngân sách: 5.531 tỷ đồng")
	p.at("report/check")
	if got := p.history("san-luong"); !slices.Equal(got, []string{"→250", "250→251", "251→252", "252→253", "253→254", "254→255", "255→256", "256→260"}) {
		t.Errorf("the log: %v", got)
	}
	o := p.person("o1", workflow.Observer, "")
	o.says("/sua 2 = 1").has(t, "không dùng được lệnh /sua")
}

// A correction in the middle of something else leaves that where it was.
func TestCorrectingInTheMiddle(t *testing.T) {
	p := official(t)
	p.talk("/baocao 6T", "bỏ qua", "bỏ qua", "đạt")
	p.says("/sua 3 = không").has(t, "3. Đạt chuẩn nông thôn mới: không đạt", "(số cũ: đạt → không đạt)", "4. Số vụ tai nạn")
	p.at("report/figure")
	p.says("/ngonngu")
	p.says("/sua 6T 3 = đạt").has(t, "(số cũ: không đạt → đạt)")
	if got := p.draft("6T", "c", "chuan"); got != "yes" {
		t.Error(got)
	}
}

func TestTappingInTheReadBack(t *testing.T) {
	p := official(t)
	p.talk("/baocao 6T", fourRows, "đúng")
	p.at("report/check")
	p.presses("2").has(t, "2. Sản lượng lúa", "Đã nhập: 250 nghìn tấn")
	p.says("255").has(t, "(số cũ: 250 nghìn tấn → 255 nghìn tấn)", "Xin kiểm tra lại")
	p.says("#2").has(t, "Đã nhập: 255 nghìn tấn") // the typed equal
	p.says("danh sách")
	p.says("nộp").has(t, "Đã nhận báo cáo")
	if got := p.history("san-luong"); !slices.Equal(got, []string{"→250", "250→255", "→255"}) {
		t.Errorf("the log: %v", got)
	}
}

func TestEditingTheMessage(t *testing.T) {
	p := official(t)
	head := p.person("a1", workflow.Head, "a")
	p.says("/baocao 6T")
	p.says("5531")
	one := p.n
	p.edits(one, "5532").has(t, "(số cũ: 5.531 tỷ đồng → 5.532 tỷ đồng)", "2. Sản lượng lúa")
	p.says("2: 250\n3: đạt\n4: 7")
	block := p.n
	p.edits(block, "2: 251\n3: đạt\n4: 7").has(t, "Xem trước 3 số", "2. Sản lượng lúa: 251 nghìn tấn") // not yet agreed to
	p.drafts(t, map[string]string{"thu": "5532"})
	p.says("đúng")
	p.drafts(t, map[string]string{"thu": "5532", "san-luong": "251", "chuan": "yes", "vu": "7"})
	// Once agreed to, it is the edited message that said them.
	p.edits(block, "2: 252\n3: đạt\n4: 7").has(t, "Xem trước 1 số", "2. Sản lượng lúa: 251 nghìn tấn → 252 nghìn tấn")
	p.says("đúng")
	p.edits(one, "5.533").has(t, "chưa rõ là số nào")
	p.says("A").has(t, "(số cũ: 5.532 tỷ đồng → 5.533 tỷ đồng)")
	if got := p.history("thu"); !slices.Equal(got, []string{"→5531", "5531→5532", "5532→5533"}) {
		t.Errorf("the log: %v", got)
	}
	p.says("nộp").has(t, "Đã nhận báo cáo")
	p.edits(block, "2: 252\n3: đạt\n4: 8").has(t, "4. Số vụ tai nạn: 7 vụ → 8 vụ")
	p.talk("đúng", "nộp")
	head.talk("/duyet", "6T", "Châu", "duyệt hết")
	p.edits(block, "2: 252\n3: đạt\n4: 9").has(t, "Số vụ tai nạn: số này đã được duyệt")
	p.at("")
	if f := p.figure("6T", "c", "vu"); valueOf(f.Accepted) != "8" || f.Draft != nil {
		t.Errorf("%+v", f)
	}
	p.says("chào")
	p.edits(p.n, "1: 1").has(t, "không chứa số liệu nào còn sửa được")
}

// What waits for an answer is corrected by editing, too, and so is a command.
func TestEditingWhatIsAsked(t *testing.T) {
	p := official(t)
	p.says("/baocao 6T")
	p.says("2: 5.531")
	p.edits(p.n, "2: 5532").has(t, "✔️ 2. Sản lượng lúa: 5.532 nghìn tấn")
	p.at("report/figure")
	p.says("/huy")
	p.says("/sua 2 = 250")
	sua := p.n
	p.edits(sua, "/sua 2 = 251").has(t, "(số cũ: 250 nghìn tấn → 251 nghìn tấn)")
	p.edits(sua, "/sua 2 6.532").has(t, "“6.532” cho chỉ tiêu Sản lượng lúa")
	p.drafts(t, map[string]string{"san-luong": "251"})
}
