package bot_test

import (
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
)

// A PIN leaves the chat whatever becomes of it: taken, wrong, in an edited
// message, typed when there is nothing left to sign, or after the role ended.
func TestAPINIsDeletedWhateverBecomesOfIt(t *testing.T) {
	signing := func(t *testing.T) (head, leader *person) {
		h := newHouse(t)
		head, leader = h.person("a1", workflow.Head, "a"), h.person("c2", workflow.Leader, "c")
		leader.talk("/mapin", "482913", "482913")
		head.talk("/giaouoc", "chốt và mở ký")
		leader.talk("/giaouoc", "ký")
		leader.at("sign/pin")
		return head, leader
	}
	for name, send := range map[string]func(head, leader *person) reply{
		"right":  func(_, leader *person) reply { return leader.says("482913") },
		"wrong":  func(_, leader *person) reply { return leader.says("482914") },
		"no PIN": func(_, leader *person) reply { return leader.says("mã là 482913") },
		"edited": func(_, leader *person) reply {
			return leader.offer(leader.change(func(e *intake.Event) { e.Kind, e.Text = intake.KindEdited, "482913" }))
		},
		"refused": func(head, leader *person) reply {
			head.talk("thu hồi về dự thảo", "sửa")
			return leader.says("482913")
		},
		"role ended": func(head, leader *person) reply {
			head.apply(edit(head.t, yearFile, "  - {id: c, name: huyện Châu, short: Châu, aliases: [HC], agency: ỦY BAN NHÂN DÂN HUYỆN CHÂU}\n", ""))
			return leader.says("482913")
		},
	} {
		head, leader := signing(t)
		r := send(head, leader)
		if !r.deletes(leader.n) || r.text == "" {
			t.Errorf("%s: not deleted, or not answered: %q", name, r.text)
		}
		for _, table := range tables {
			leader.view(func(s storage.Reader) error {
				list, err := s.Scan(table, "", "", 0)
				for _, rec := range list {
					if strings.Contains(rec.Key+string(rec.Value), "482913") {
						t.Errorf("%s: the PIN is in %s: %s", name, table, rec.Value)
					}
				}
				return err
			})
		}
	}
}

func TestBackFromTheSecondPINAsksForTheFirst(t *testing.T) {
	h := newHouse(t)
	p := h.person("c2", workflow.Leader, "c")
	p.talk("/mapin", "482913")
	p.says("quay lại").has(t, "Xin đặt mã PIN")
	p.talk("753190", "482913")
	p.at("pin/newpin")
	p.talk("753190")
	p.says("753190").has(t, "Đã đặt mã PIN ký")
}
