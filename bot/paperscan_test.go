package bot_test

import (
	"strings"
	"testing"

	"thidua/workflow"
)

// paperHouse is a cluster that also signs on paper: the head's office has two
// people, a deputy one, and the covenant is open.
func paperHouse(t *testing.T) (h *house, head, second, deputy *person, code string) {
	h = emptyHouse(t)
	h.apply(yearFile + "signing: [chat, paper]\n")
	head, second = h.person("a1", workflow.Head, "a"), h.person("a2", workflow.Head, "a")
	deputy = h.person("b1", workflow.Deputy, "b")
	head.says("/giaouoc")
	head.presses("Chốt và mở ký")
	head.says("/vanthu")
	r := head.says("xem 1")
	i := strings.Index(r.text, "GU-2017-")
	if i < 0 {
		t.Fatalf("no code: %s", r.text)
	}
	return h, head, second, deputy, r.text[i : i+len("GU-2017-7F3K-92QD")]
}

var scanned = []byte("%PDF-1.4 a scan of three pages")

// enters sends a scan for the units with these numbers, up to the look back.
func (p *person) enters(code, places string) reply {
	p.t.Helper()
	p.says("/vanthu")
	p.says("xem 1")
	p.presses("🖊 Nhập bản ký giấy").has(p.t, "Bản ký giấy của Giao ước thi đua năm 2017", "JPEG, PNG, PDF")
	p.sendsFile("quet.pdf", scanned, "").has(p.t, "1. quet.pdf")
	p.presses("Đủ tệp rồi").has(p.t, "Gõ mã in ở chân trang")
	p.says(strings.ToLower(strings.ReplaceAll(code, "-", " "))).has(p.t, "những đơn vị nào")
	p.says(places)
	p.presses("Xong, đủ đơn vị").has(p.t, "Ký ngày nào?")
	return p.says("5/7/2017")
}

func TestSigningOnPaper(t *testing.T) {
	h, head, second, deputy, code := paperHouse(t)
	leader := h.person("lc", workflow.Leader, "c")
	leader.says("/vanthu")
	leader.says("xem 1").lacks(t, "Nhập bản ký giấy")
	r := leader.presses("🖨 Bản in để ký").has(t, "Bản in để ký của “Giao ước thi đua năm 2017”", code)
	if docs := r.documents("lc"); len(docs) != 1 || docs[0].Kind != "print copy" || !strings.Contains(string(docs[0].Values), `"fields":["leader-a","leader-b","leader-c","leader-d"]`) || !strings.Contains(string(docs[0].Values), code) {
		t.Errorf("printed %+v", docs)
	}

	head.says("/vanthu")
	head.says("xem 1")
	head.presses("🖊 Nhập bản ký giấy")
	head.says("đủ").has(t, "Chưa có bản quét")
	head.sendsFile("thu.docx", []byte("PK\x03\x04word/document.xml"), "").has(t, "không phải ảnh (JPEG, PNG) hay PDF")
	head.sendsFile("quet.pdf", scanned, "").has(t, "1. quet.pdf")
	head.sendsFile("quet.pdf", scanned, "").lacks(t, "2. quet.pdf") // the same bytes
	head.sendsFile("anh.jpg", []byte("\xff\xd8\xff a photo"), "").has(t, "2. anh.jpg")
	head.presses("Đủ tệp rồi").has(t, "Gõ mã in ở chân trang")
	head.says("GU-2016-AAAA-BBBB").has(t, "Mã “GU-2016-AAAA-BBBB” không phải mã của “Giao ước thi đua năm 2017”")
	head.says(code).has(t, "những đơn vị nào")
	head.says("1, 9").has(t, "Không có số “1, 9”")
	head.presses("3. Huyện Châu")
	head.says("4")
	head.presses("Xong, đủ đơn vị")
	head.says("6/7/2017").has(t, "chưa tới")
	head.says("4/7/2017").has(t, "trước ngày mở ký")
	head.presses("Hôm nay, 05/07/2017").has(t, "Ký trên bản giấy", "Huyện Châu", "Huyện Đức", "Chưa có chữ ký nào được ghi").lacks(t, "Huyện An")
	r = head.presses("Đúng, chuyển người thứ hai").has(t, "Đã ghi bản ký giấy số 1")
	for _, who := range []string{"a2", "b1"} {
		contains(t, r.to(who), "Nguyễn Văn a1 nhập một bản ký giấy", code, "Huyện Châu")
	}
	if got := len(h.covenant().Signatures); got != 0 {
		t.Errorf("%d signatures before anybody confirmed", got)
	}
	head.says("/vanthu #2017/1").has(t, "Người nhập bản ký giấy không tự xác nhận được")
	leader.says("/vanthu #2017/1").has(t, "Chỉ người của cụm trưởng hoặc cụm phó")

	// What waits is not entered twice, and what was turned down is open again.
	head.says("/vanthu")
	head.says("xem 1")
	head.presses("🖊 Nhập bản ký giấy")
	head.sendsFile("quet2.pdf", append([]byte{}, "%PDF-1.4 another"...), "")
	head.talk("đủ", code)
	for _, b := range head.buttons() {
		if strings.Contains(b.Label, "Châu") || strings.Contains(b.Label, "Đức") {
			t.Errorf("offers %q, which waits for a second person", b.Label)
		}
	}
	head.says("/huy")
	r = second.presses("🖊 Xem bản quét").has(t, "Huyện Châu", "Người nhập: Nguyễn Văn a1", "đủ chữ ký")
	if docs := r.documents("a2"); len(docs) != 2 || docs[0].Name != "quet.pdf" || docs[1].Name != "anh.jpg" {
		t.Errorf("the second person sees %+v", docs)
	}
	second.presses("✖️ Không đúng, từ chối").has(t, "Vì sao không đúng?")
	contains(t, second.says("Thiếu chữ ký của Đức").to("a1"), "Nguyễn Văn a2 từ chối bản ký giấy, lý do: Thiếu chữ ký của Đức")
	deputy.presses("🖊 Xem bản quét").has(t, "không còn chờ xác nhận")

	head.enters(code, "3").has(t, "Huyện Châu").lacks(t, "Huyện Đức")
	head.presses("Đúng, chuyển người thứ hai").has(t, "Đã ghi bản ký giấy số 2")
	deputy.presses("🖊 Xem bản quét")
	deputy.presses("✔️ Đúng, xác nhận bằng mã PIN").has(t, "Xin đặt mã PIN ký gồm 6 chữ số")
	deputy.says("730915")
	r = deputy.says("730915").has(t, "Đã xác nhận")
	if !r.deletes(h.n) {
		t.Error("the PIN stays in the chat")
	}
	contains(t, r.to("a1"), "Nguyễn Văn b1 đã xác nhận bản ký giấy")
	cov := h.covenant()
	if len(cov.Signatures) != 1 || cov.Signed("c") == nil || cov.Signed("d") != nil {
		t.Errorf("signed: %+v", cov.Signatures)
	}
	head.says("/vanthu")
	head.says("xem 1")
	if docs := head.presses("🧾 Phiếu kiểm chứng chữ ký").documents("a1"); len(docs) != 1 || docs[0].Kind != "audit" || !strings.Contains(string(docs[0].Values), `"confirmed_by":"Nguyễn Văn b1"`) {
		t.Errorf("audited %+v", docs)
	}
	deputy.says("/vanthu #2017/2").has(t, "không còn chờ xác nhận")
	h.keepsNo("730915")
}

func TestAClusterThatDoesNotSignOnPaper(t *testing.T) {
	_, head, _ := signers(t)
	head.says("/vanthu")
	head.says("xem 1")
	for _, b := range head.buttons() {
		if strings.Contains(b.Label, "giấy") || strings.Contains(b.Label, "Bản in") {
			t.Errorf("offers %q", b.Label)
		}
	}
}

// The last signature may be one with a pen: everybody gets the covenant, the
// group the head of the log.
func TestTheLastSignatureIsOnPaper(t *testing.T) {
	h, head, _, deputy, code := paperHouse(t)
	h.bind()
	leader := h.person("lc", workflow.Leader, "c")
	head.enters(code, "1 2 3 4")
	head.presses("Đúng, chuyển người thứ hai")
	deputy.presses("🖊 Xem bản quét")
	deputy.presses("✔️ Đúng, xác nhận bằng mã PIN")
	deputy.says("730915")
	r := deputy.says("730915").has(t, "Đã xác nhận")
	if cov := h.covenant(); cov.State != workflow.CovenantComplete || len(r.documents("lc")) != 1 || len(r.documents("b1")) != 1 {
		t.Errorf("%s, %d documents for a leader", cov.State, len(r.documents("lc")))
	}
	h.postsHead(r, "Giao ước thi đua năm 2017")
	leader.says("/vanthu").has(t, "Có hiệu lực từ")
}
