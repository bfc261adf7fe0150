package bot_test

import (
	"bytes"
	"testing"

	"thidua/storage"
	"thidua/workflow"
)

// signers is a cluster with a leader for every unit, an official in c and a head
// who has the covenant open for signing.
func signers(t *testing.T) (h *house, head *person, leader map[string]*person) {
	h = newHouse(t)
	head = h.person("a1", workflow.Head, "a")
	h.person("c1", workflow.Official, "c")
	leader = map[string]*person{}
	for _, m := range []string{"a", "b", "c", "d"} {
		leader[m] = h.person("l"+m, workflow.Leader, m)
	}
	head.says("/giaouoc").has(t, "Giao ước thi đua năm 2017: dự thảo")
	r := head.presses("Chốt và mở ký").has(t, "Đã chốt giao ước năm 2017 và mở ký", "Đã ký: 0/4", "Cụm trưởng: đã ký 0/1, đang đến lượt", "Chưa ký: An", "Chưa ký: Bình", "Chưa ký: Châu, Đức")
	for id := range leader {
		contains(t, r.to("l"+id), "Giao ước thi đua năm 2017 đã chốt và đến lượt", h.covenant().SHA256)
		if docs := r.documents("l" + id); len(docs) != 1 || docs[0].Kind != "stored" || docs[0].Name != "giao-uoc-2017.pdf" {
			t.Errorf("l%s got %+v", id, docs)
		}
	}
	if said := r.to("c1"); said != "" {
		t.Errorf("an official is asked to sign: %s", said)
	}
	return h, head, leader
}

func (h *house) covenant() (cov workflow.Covenant) {
	h.t.Helper()
	c := h.cluster()
	h.view(func(r storage.Reader) (err error) { cov, err = workflow.FindCovenant(r, c); return err })
	return cov
}

// signs signs with a PIN that is set on the way.
func (p *person) signs(secret string) reply {
	p.t.Helper()
	p.says("/giaouoc")
	p.presses("Ký").has(p.t, "Xin đặt mã PIN ký gồm 6 chữ số")
	p.says(secret).has(p.t, "Xin nhập lại mã PIN", "Nhập mã PIN để ký cho")
	return p.says(secret)
}

// keepsNo demands that no table holds these digits.
func (h *house) keepsNo(secrets ...string) {
	h.t.Helper()
	h.view(func(r storage.Reader) error {
		all, err := r.Tables()
		if err != nil {
			return err
		}
		for _, table := range all {
			list, err := r.Scan(table, "", "", 0)
			if err != nil {
				return err
			}
			for _, rec := range list {
				for _, s := range secrets {
					if bytes.Contains(rec.Value, []byte(s)) {
						h.t.Errorf("%s is in %s/%s", s, table, rec.Key)
					}
				}
			}
		}
		return nil
	})
}

func TestSigningTheCovenant(t *testing.T) {
	h, head, leader := signers(t)
	c, d := leader["c"], leader["d"]
	c.says("/giaouoc")
	c.presses("Ký").has(t, "Xin đặt mã PIN ký")
	if r := c.says("123456").has(t, "Mã PIN phải gồm đúng 6 chữ số"); !r.deletes(h.n) {
		t.Error("a weak PIN stays in the chat")
	}
	c.says("730915").has(t, "Xin nhập lại mã PIN")
	c.says("730916").has(t, "Hai lần gõ không giống nhau")
	c.says("730915")
	r := c.says("730915").has(t, "xác nhận điện tử của huyện Châu", "Mã xác nhận: ")
	if !r.deletes(h.n) {
		t.Error("the PIN stays in the chat")
	}
	contains(t, r.to("a1"), "Huyện Châu đã ký giao ước năm 2017 (điện tử). Đã ký 1/4.")

	d.says("/giaouoc")
	d.presses("Từ chối").has(t, "Vì sao huyện Đức chưa ký?")
	contains(t, d.says("chỉ tiêu 4 quá cao").to("a1"), "(huyện Đức) từ chối ký giao ước năm 2017. Lý do: chỉ tiêu 4 quá cao")
	d.signs("482059").has(t, "Đã ghi nhận xác nhận")
	head.says("/giaouoc").has(t, "Đã ký: 2/4").lacks(t, "từ chối")
	leader["a"].signs("591736")
	r = leader["b"].signs("260847").has(t, "đã ký xong, đủ 4 chữ ký", "mã tra cứu: GU-2017-")
	for _, id := range []string{"a1", "c1", "la", "lb", "lc", "ld"} {
		if docs := r.documents(id); len(docs) != 1 || docs[0].Kind != "stored" {
			t.Errorf("%s got %+v", id, docs)
		}
	}
	h.keepsNo("730915", "730916", "482059", "591736", "260847")
}

func TestWrongPINsLock(t *testing.T) {
	h, _, leader := signers(t)
	c := leader["c"]
	c.talk("/mapin", "730915", "730915")
	c.says("/giaouoc")
	c.presses("Ký").has(t, "Nhập mã PIN để ký")
	for _, left := range []string{"4", "3", "2", "1"} {
		c.says("00000"+left).has(t, "Còn "+left+" lần thử")
	}
	c.says("000009").has(t, "thử lại sau 15 phút")
	c.says("730915").has(t, "thử lại sau 15 phút")
	h.now = h.now.Add(16 * 60e9)
	c.says("730915").has(t, "Đã ghi nhận xác nhận")
	h.keepsNo("730915", "000009")
}

func TestWithdrawingTheCovenant(t *testing.T) {
	h, head, leader := signers(t)
	leader["c"].signs("730915")
	head.says("/giaouoc")
	head.presses("Thu hồi về dự thảo").has(t, "Vì sao thu hồi?")
	head.says("sai chỉ tiêu 2").has(t, "1 chữ ký đã có sẽ không còn giá trị", "Lý do: sai chỉ tiêu 2")
	if cov := h.covenant(); cov.State != workflow.CovenantOpen {
		t.Error("withdrawn before it was looked at")
	}
	r := head.presses("Thu hồi").has(t, "Đã thu hồi giao ước năm 2017")
	contains(t, r.to("lc"), "Lý do: sai chỉ tiêu 2")
	if cov := h.covenant(); cov.State != workflow.CovenantDraft || len(cov.Signatures) != 0 {
		t.Errorf("%+v", cov)
	}
}
