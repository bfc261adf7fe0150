package bot_test

import (
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
)

// registered are the numbers that the log knows of.
func (h *house) registered() (list []string) {
	h.t.Helper()
	h.view(func(r storage.Reader) error {
		all, err := workflow.Changes(r, "cum")
		for _, c := range all {
			if c.What == "register.number" {
				list = append(list, strings.Trim(c.From+" → "+c.To+" | "+c.Reason, " →|"))
			}
		}
		return err
	})
	return list
}

func TestTheClerkGivesNumberAndDate(t *testing.T) {
	h, head, leader := signers(t)
	head.says("/vanthu").has(t, "Sổ văn bản: 1 văn bản", "1. Giao ước thi đua năm 2017", "Chưa có số", "Đang lấy chữ ký: 0/4")
	head.says("xem 1").has(t, "SHA-256 khi phát hành: "+h.covenant().SHA256)
	head.presses("🔢 Ghi số, ngày").has(t, "Ngày của “Giao ước thi đua năm 2017”?", "05/07/2017")
	head.says("6/7/2017").has(t, "Ngày 06/07/2017 chưa tới (hôm nay 05/07/2017)")
	head.says("4/7/2017").has(t, "Ngày 04/07/2017 trước ngày mở ký, 05/07/2017")
	head.says("hôm qua").has(t, "Chưa hiểu ngày “hôm qua”")
	head.presses("Hôm nay, 05/07/2017").has(t, "Số tiếp theo của năm 2017 là 01")
	head.says("mười").has(t, "Chưa hiểu số “mười”")
	head.says("0").has(t, "Chưa hiểu số “0”")
	head.says("5").has(t, "ghi số 05/GƯTĐ, ngày 05 tháng 7 năm 2017 cho “Giao ước thi đua năm 2017”", "không ảnh hưởng chữ ký đã có")
	if got := h.registered(); len(got) != 0 {
		t.Errorf("written before anybody looked back: %v", got)
	}
	head.presses("Nhập lại").has(t, "Ngày của")
	head.talk("5/7", "7").has(t, "ghi số 07/GƯTĐ")
	head.says("đúng, ghi vào sổ").has(t, "Đã ghi vào sổ: số 07/GƯTĐ ngày 05/07/2017", "Số 07/GƯTĐ ngày 05/07/2017")

	// While it is being signed a slip can be corrected, and says why.
	head.presses("🔢 Sửa số, ngày").has(t, "Văn bản đã có số 07/GƯTĐ", "Vì sao sửa?")
	head.says("gõ nhầm").has(t, "Ngày của")
	head.talk("5/7/2017", "8", "đúng, ghi vào sổ").has(t, "Số 08/GƯTĐ ngày 05/07/2017", "Số đã ghi trước, không dùng nữa: 07/GƯTĐ", "lý do: gõ nhầm")
	if got := strings.Join(h.registered(), "; "); got != "07/GƯTĐ 2017-07-05; 07/GƯTĐ 2017-07-05 → 08/GƯTĐ 2017-07-05 | gõ nhầm" {
		t.Errorf("the log says %s", got)
	}

	// What everybody signed stays as it is.
	for unit, secret := range map[string]string{"a": "730915", "b": "482059", "c": "590318", "d": "915720"} {
		leader[unit].signs(secret)
	}
	head.says("/vanthu giao uoc 2017").has(t, "tìm “giao uoc 2017”: 1 văn bản", "Số 08/GƯTĐ ngày 05/07/2017", "Có hiệu lực từ")
	head.says("xem 1").has(t, "✔️ Huyện Châu: Nguyễn Văn lc, xác nhận điện tử")
	for _, b := range head.buttons() {
		if strings.Contains(b.Label, "số, ngày") {
			t.Errorf("a complete covenant offers %q", b.Label)
		}
	}
	if docs := leader["c"].says("/vanthu").own; len(docs) != 1 {
		t.Errorf("the list is %d messages", len(docs))
	}
	r := leader["c"].presses("📄 1. Gửi tệp")
	if docs := r.documents("lc"); len(docs) != 1 || docs[0].Kind != "stored" || !strings.Contains(string(docs[0].Values), h.covenant().Final) {
		t.Errorf("sent %+v", docs)
	}
	leader["c"].says("xem 1").lacks(t, "Ghi số")
}

func TestTheRegisterIsSearched(t *testing.T) {
	_, head, _ := signers(t)
	head.says("/vanthu")
	for query, n := range map[string]string{"Giao ước": "1", "GIAO UOC 2017": "1", "giao ước 2016": "0", "dang lay": "1", "bảng xếp hạng": "0", "20": "0"} {
		head.says(query).has(t, "tìm “"+query+"”: "+n+" văn bản")
	}
	head.presses("Xong")
}

// What was withdrawn stays in the register, and says so wherever it is looked up.
func TestAWithdrawnCovenantStaysInTheRegister(t *testing.T) {
	h, head, leader := signers(t)
	leader["c"].signs("730915")
	sum := h.covenant().SHA256
	head.says("/giaouoc")
	head.presses("Thu hồi về dự thảo")
	head.says("Sửa chỉ tiêu của Châu")
	head.presses("Thu hồi")
	head.says("/vanthu thu hồi").has(t, "tìm “thu hồi”: 1 văn bản", "Đã thu hồi lúc", "Sửa chỉ tiêu của Châu").lacks(t, "Đang lấy chữ ký")
	for _, label := range []string{"🔢 Ghi số, ngày", "🖊 Nhập bản ký giấy"} {
		head.says("xem 1")
		for _, b := range head.buttons() {
			if b.Label == label {
				t.Errorf("a withdrawn covenant offers %q", label)
			}
		}
		head.presses("📚 Sổ văn bản")
	}
	if docs := head.presses("📄 1. Gửi tệp").documents("a1"); len(docs) != 1 || !strings.Contains(string(docs[0].Values), sum) {
		t.Errorf("sent %+v", docs)
	}
	h.view(func(r storage.Reader) error {
		f, ok, err := workflow.FindBySHA256(r, sum)
		if err == nil && (!ok || f.State != workflow.DocumentWithdrawn || f.Signed != 1) {
			t.Errorf("found %+v", f)
		}
		byCode, ok, err2 := workflow.FindByCode(r, f.Code)
		if !ok || byCode.ID != sum {
			t.Errorf("%s is %+v, %v", f.Code, byCode, err2)
		}
		return err
	})
	head.says("/vanthu giao ước").has(t, "2 văn bản", "dự thảo, chưa mở ký", "Đã thu hồi")
}
