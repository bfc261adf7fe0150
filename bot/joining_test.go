package bot_test

import (
	"strings"
	"testing"
	"time"

	"thidua/storage"
	"thidua/workflow"
)

func TestJoining(t *testing.T) {
	spaced := func(code string) string { return code[:5] + " " + code[5:10] + "-" + code[10:] }
	for name, say := range map[string]func(code string) string{
		"link":       func(code string) string { return "/start " + code },
		"typed":      func(code string) string { return code },
		"lower case": strings.ToLower,
		"spaced":     spaced,
		"after":      func(code string) string { return "/start@thidua_bot " + spaced(code) },
	} {
		for _, yes := range []string{"▸Đúng, tham gia", "đúng, tham gia", "dung tham gia", "có", "OK"} {
			h := newHouse(t)
			p := h.person("x1", "", "")
			p.says("xin chào").has(t, "Mã mời này không đúng")
			p.says("/baocao").has(t, "xin gửi mã mời")
			p.says(say(h.invite(workflow.Official, "c", "Trần Thị Bé"))).has(t, "Mời anh/chị tham gia Cụm thi đua số 1", "Họ tên: Trần Thị Bé", "chuyên viên báo cáo, huyện Châu")
			var r reply
			if label, ok := strings.CutPrefix(yes, "▸"); ok {
				r = p.presses(label)
			} else {
				r = p.says(yes)
			}
			r.has(t, "Chào Trần Thị Bé, anh/chị đã tham gia Cụm thi đua số 1", "/baocao để báo cáo số liệu")
			if menu := strings.Join(r.menu(), " "); menu != "baocao sua tucham bieumau giaitrinh bienlai minhchung tiendo giaouoc xephang bieudo tongket congbo vanthu xacminh phieu giaithich bophieu giahan cum ngonngu trogiup huy quaylai" {
				t.Errorf("%s: the menu of an official: %s", name, menu)
			}
			p.says("/baocao").has(t, "báo cáo kỳ nào")
		}
	}
}

func TestAnInvitationThatDoesNotOpen(t *testing.T) {
	h := newHouse(t)
	p, q := h.person("x1", "", ""), h.person("x2", "", "")
	code := h.invite(workflow.Leader, "c", "Trần <b>Thị</b> Bé")
	p.says(code+"7").has(t, "không đúng")
	p.says(code).has(t, "Họ tên: Trần <b>Thị</b> Bé")
	p.presses("Không phải tôi").has(t, "mã mời vẫn còn dùng được")
	p.says("/start " + code)
	q.says(code)
	q.presses("Đúng, tham gia").has(t, "đã tham gia")
	p.says("đúng").has(t, "đã được dùng") // both had the offer open
	p.says("/huy")
	p.says("/start "+code).has(t, "đã được dùng")
	q.says("/start "+code).has(t, "Cụm thi đua số 1, năm 2017", "lãnh đạo ký giao ước, huyện Châu") // the link pressed again
	late := h.invite(workflow.Leader, "d", "")
	h.now = h.now.Add(31 * 24 * time.Hour)
	p.says(late).has(t, "đã hết hạn ngày 04/08/2017")
}

func TestWithoutANameTheMessengersNameStands(t *testing.T) {
	h := newHouse(t)
	h.person("x1", "", "").says("/start "+h.invite(workflow.Observer, "", "")).has(t, "Họ tên: Tên x1")
}

// Somebody who is in already takes one more seat, in this cluster or another.
func TestOneMoreSeat(t *testing.T) {
	h := newHouse(t)
	p := h.person("c1", workflow.Official, "c")
	p.says(h.invite(workflow.Leader, "c", "")).has(t, "lãnh đạo ký giao ước, huyện Châu")
	r := p.presses("Đúng, tham gia").has(t, "chuyên viên báo cáo, huyện Châu", "lãnh đạo ký giao ước, huyện Châu")
	if menu := strings.Join(r.menu(), " "); !strings.Contains(menu, "mapin") || !strings.Contains(menu, "baocao") {
		t.Errorf("the menu of both: %s", menu)
	}
}

// A witness is invited by the agency that the file names, and is no unit's.
func TestInvitingAWitness(t *testing.T) {
	h := newHouse(t)
	head := h.person("a1", workflow.Head, "a")
	head.talk("/cum", "mời")
	head.says("người chứng kiến").has(t, "chưa nêu đại diện chứng kiến")
	h.apply(edit(t, yearFile, "head: a\n", "head: a\nwitnesses: [{agency: BAN THI ĐUA - KHEN THƯỞNG TRUNG ƯƠNG}, {agency: SỞ NỘI VỤ TỈNH AN}]\n"))
	head.says("người chứng kiến").has(t, "Của đơn vị nào?")
	if labels := labels(head.buttons()); labels != "1. Ban Thi đua - Khen thưởng Trung ương, 2. Sở Nội vụ tỉnh An" {
		t.Errorf("witnesses to choose from: %s", labels)
	}
	head.presses("2. Sở Nội vụ tỉnh An")
	said := strings.Split(head.says("Lê Thị Hoa").has(t, "Đã tạo lời mời cho Lê Thị Hoa, người chứng kiến").text, "\n")
	w := h.person("w2", "", "")
	w.says(said[1]).has(t, "người chứng kiến, Sở Nội vụ tỉnh An")
	r := w.presses("Đúng, tham gia").has(t, "với tư cách người chứng kiến")
	if menu := strings.Join(r.menu(), " "); menu != "tiendo giaouoc xephang bieudo tongket congbo vanthu xacminh bophieu cum mapin ngonngu trogiup huy quaylai" {
		t.Errorf("the menu of a witness: %s", menu)
	}
	head.says("/cum")
	head.presses("Danh sách người tham gia").has(t, "• Lê Thị Hoa: người chứng kiến, Sở Nội vụ tỉnh An")
}

func twice(t *testing.T) *person {
	h := newHouse(t)
	h.apply(edit(t, yearFile, "cluster: cum", "cluster: cum-hai", "số 1", "số 2"))
	p := h.person("z", workflow.Observer, "")
	h.seat("z", "cum-hai", workflow.Official, "c")
	h.do(func(tx storage.Tx, _ workflow.Act) error {
		me, _, err := workflow.FindPerson(tx, "z")
		if err != nil {
			return err
		}
		me.Chosen = ""
		return workflow.KeepPerson(tx, me)
	})
	return p
}

func TestAPersonOfTwoClustersIsAskedWhichOnce(t *testing.T) {
	for _, answer := range []string{"2", "Cụm thi đua số 2", "cum thi dua so 2", "cum-hai", "2. Cụm thi đua số 2"} {
		p := twice(t)
		p.says("/baocao").has(t, "1. Cụm thi đua số 1", "2. Cụm thi đua số 2")
		p.says("3").has(t, "Xin chọn một trong các nút")
		p.says(answer).has(t, "Từ nay làm việc với Cụm thi đua số 2", "Anh/chị báo cáo kỳ nào?") // and goes on with what was asked
		p.says("/xephang").has(t, "Cụm thi đua số 2")
		p.says("/cum")
		p.presses("Chọn cụm khác")
		r := p.presses("Cụm thi đua số 1").has(t, "Từ nay làm việc với Cụm thi đua số 1")
		if menu := strings.Join(r.menu(), " "); strings.Contains(menu, "baocao") || !strings.Contains(menu, "duyet") {
			t.Errorf("the menu of an observer: %s", menu)
		}
		p.says("/xephang").has(t, "Cụm thi đua số 1")
	}
}

// The choice stands where the command is not for one's role there.
func TestAChoiceStands(t *testing.T) {
	p := twice(t)
	p.talk("/baocao")
	p.says("1").has(t, "Từ nay làm việc với Cụm thi đua số 1", "không dùng được lệnh /baocao")
	p.at("")
	p.says("/duyet").has(t, "thẩm định kỳ nào")
}

// Whoever joins one more cluster is asked which one they talk about.
func TestJoiningASecondCluster(t *testing.T) {
	h := newHouse(t)
	h.apply(edit(t, yearFile, "cluster: cum", "cluster: cum-hai", "số 1", "số 2"))
	h.seat("z", "cum-hai", workflow.Official, "c")
	p := h.person("z", "", "")
	p.says("/xephang").has(t, "Cụm thi đua số 2")
	p.says(h.invite(workflow.Observer, "", ""))
	p.says("đúng").has(t, "đã tham gia Cụm thi đua số 1")
	p.says("/xephang").has(t, "Anh/chị thuộc nhiều cụm")
	p.says("2").has(t, "Xếp hạng năm 2017 – Cụm thi đua số 1")
	p.says("/xephang").has(t, "Xếp hạng năm 2017 – Cụm thi đua số 1")
}

func TestAPersonOfTwoClustersBeforeChoosing(t *testing.T) {
	for _, said := range []string{"/start", "/huy", "/quaylai", "xin chào", "/trogiup", "/cum", "/ngonngu", "/duyet", "🎉"} {
		p := twice(t)
		p.says(said).lacks(t, "chưa được nạp")
	}
}
