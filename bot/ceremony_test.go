package bot_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"log/slog"
	"maps"
	"math/big"
	"strings"
	"testing"
	"time"

	"thidua/bot"
	"thidua/pdf"
	"thidua/pdf/sign"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/paper"
	"thidua/workflow/signature"
)

// signingFile is yearFile with a witness, seals, and a last day to sign.
func signingFile(t testing.TB) string {
	return edit(t, yearFile, "head: a\n", "head: a\nwitnesses: [{agency: BAN THI ĐUA - KHEN THƯỞNG TRUNG ƯƠNG}]\nsigning: [chat, token]\n"+
		"covenant: {quorum: {members: 1}, sign_by: 2017-07-20}\nreminders: {deadlines: {before: [3, 0]}, at: \"08:00\"}\n")
}

// ceremony is a cluster whose covenant is signed in real files: head and people of
// every place, the covenant open.
func ceremony(t *testing.T, file string) (h *house, head *person, signer map[string]*person, opened reply) {
	t.Helper()
	h = emptyHouse(t)
	h.papers = workflow.Chancery{Key: key, Notary: sign.Notary{}, Press: func(kind string, values json.RawMessage) ([]byte, error) {
		if kind != "covenant" {
			return values, nil
		}
		var v paper.Covenant
		if err := json.Unmarshal(values, &v); err != nil {
			return nil, err
		}
		d, err := pdf.Covenant(v)
		return d.Bytes, err
	}}
	h.apply(file)
	head = h.person("a1", workflow.Head, "a")
	h.person("c1", workflow.Official, "c")
	signer = map[string]*person{"w": h.person("w1", workflow.Witness, "witness-1")}
	for _, m := range []string{"a", "b", "c", "d"} {
		signer[m] = h.person("l"+m, workflow.Leader, m)
	}
	head.says("/giaouoc")
	opened = head.presses("Chốt và mở ký")
	return h, head, signer, opened
}

// paperOf is the bytes of the last document that a chat was sent.
func (h *house) paperOf(r reply, chat string) (b []byte) {
	h.t.Helper()
	docs := r.documents(chat)
	if len(docs) == 0 {
		h.t.Fatalf("%s got no document:\n%s", chat, r.text)
	}
	var sum string
	if err := json.Unmarshal(docs[len(docs)-1].Values, &sum); err != nil {
		h.t.Fatal(err)
	}
	h.view(func(r storage.Reader) (err error) { b, err = workflow.Paper(r, sum); return err })
	return b
}

// token signs a file as an office's own program does.
func (h *house) token(file []byte, field, name string) []byte {
	h.t.Helper()
	return h.tokenAt(file, field, name, h.now)
}

// tokenAt is token on a computer whose clock shows a moment.
func (h *house) tokenAt(file []byte, field, name string, clock time.Time) []byte {
	h.t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		h.t.Fatal(err)
	}
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(2017), Subject: pkix.Name{CommonName: name}, KeyUsage: x509.KeyUsageDigitalSignature,
		NotBefore: h.now.AddDate(-1, 0, 0), NotAfter: h.now.AddDate(4, 0, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, k.Public(), k)
	if err != nil {
		h.t.Fatal(err)
	}
	if cert, err = x509.ParseCertificate(der); err != nil {
		h.t.Fatal(err)
	}
	b, err := sign.Notary{}.Sign(file, signature.Stroke{Field: field, Name: name, At: clock, Key: k, Chain: []*x509.Certificate{cert}})
	if err != nil {
		h.t.Fatal(err)
	}
	return b
}

// passes lets time pass and the bell ring after it.
func (h *house) passes(d time.Duration) reply {
	h.t.Helper()
	return h.rings(h.now.Add(d).In(at("2017-01-01 00:00").Location()).Format("2006-01-02 15:04"))
}

// holds says whether what a queued message depends on is still true.
func (h *house) holds(check outbox.Check) (ok bool) {
	h.t.Helper()
	b := bot.New(h.papers, slog.New(slog.DiscardHandler))
	h.view(func(r storage.Reader) (err error) { ok, err = b.Holds(r, check, h.now); return err })
	return ok
}

func TestEveryStageHasItsTurn(t *testing.T) {
	h, _, s, r := ceremony(t, signingFile(t))
	r.has(t, "Đã ký: 0/5", "Cụm trưởng: đã ký 0/1, đang đến lượt", "Các đơn vị thành viên: 0/2, chưa đến lượt")
	contains(t, r.to("la"), "đến lượt huyện An ký")
	for _, later := range []string{"lb", "lc", "ld", "w1"} {
		if said := r.to(later); said != "" {
			t.Errorf("%s is asked before their turn: %s", later, said)
		}
	}
	s["c"].says("/giaouoc").has(t, "chưa đến lượt")
	if l := labels(s["c"].buttons()); strings.Contains(l, "Ký") {
		t.Errorf("who is not next is offered %s", l)
	}
	r = s["a"].signs("730915").has(t, "Đã ghi nhận xác nhận điện tử của huyện An", "Đã ký: 1/5")
	contains(t, r.to("lb"), "đến lượt huyện Bình ký")
	contains(t, r.to("a1"), "Huyện An đã ký giao ước năm 2017 (điện tử). Đã ký 1/5.")
	r = s["b"].signs("730916")
	for _, next := range []string{"lc", "ld"} {
		contains(t, r.to(next), "đến lượt huyện")
	}
	// One of the members is enough: the witness is next while the other may sign still.
	r = s["c"].signs("730917")
	contains(t, r.to("w1"), "đến lượt Ban Thi đua - Khen thưởng Trung ương ký")
	s["w"].signs("730918").has(t, "xác nhận điện tử của Ban Thi đua - Khen thưởng Trung ương", "Đã ký: 4/5")
	r = s["d"].signs("730919").has(t, "đã ký xong, đủ 5 chữ ký")
	if report := (sign.Notary{}).Check(h.paperOf(r, "w1"), nil); report.Verdict == signature.Invalid || len(report.Signatures) != 6 {
		t.Errorf("the final file: %+v", report)
	}
	for _, id := range []string{"a1", "c1", "la", "lb", "lc", "w1"} {
		contains(t, r.to(id), "Bản cuối cùng gửi kèm")
	}
}

// The audit sheet is a press away, also while the covenant is being signed.
func TestAuditSheetOfTheCovenant(t *testing.T) {
	_, head, signer, _ := ceremony(t, signingFile(t))
	signer["a"].says("/giaouoc")
	signer["a"].presses("Ký")
	signer["a"].says("205817")
	signer["a"].says("205817")
	head.says("/giaouoc")
	docs := head.presses("🧾 Phiếu kiểm chứng chữ ký").documents("a1")
	if len(docs) != 1 || docs[0].Kind != "audit" || !strings.Contains(string(docs[0].Values), "Nguyễn Văn la") || strings.Contains(string(docs[0].Values), "Nguyễn Văn lb") {
		t.Errorf("sent %+v", docs)
	}
}

func TestSigningByToken(t *testing.T) {
	h, _, s, _ := ceremony(t, signingFile(t))
	s["a"].signs("730915")
	s["b"].signs("730916")
	c, d := s["c"], s["d"]
	c.says("/giaouoc")
	r := c.presses("Ký bằng token (USB)").has(t, "Ký bằng token cho huyện Châu", "ô ký của huyện Châu", "leader-c", "Lượt ký của anh/chị đến 09:30 05/07/2017")
	issued := h.paperOf(r, "lc")

	d.says("/giaouoc").has(t, "🔑 Nguyễn Văn lc (huyện Châu) đang giữ lượt ký bằng token, đến 09:30")
	d.presses("Ký").has(t, "đang ký bằng token, giữ lượt đến 09:30", "Khi trống lượt, tôi sẽ báo")
	c.sendsFile("anh.jpg", []byte("\xff\xd8\xff"), "").has(t, "Ảnh chụp không có chữ ký số", "Lượt ký của anh/chị vẫn còn đến 09:30")
	if r := c.sendsFile("giao-uoc.pdf", issued, ""); !strings.Contains(r.text, "Lượt ký của anh/chị vẫn còn") {
		t.Errorf("a file without a signature: %s", r.text)
	}
	c.sendsFile("o-khac.pdf", h.token(issued, "leader-d", "Ông Đức"), "").has(t, "Lượt ký của anh/chị vẫn còn")
	if cov := h.covenant(); len(cov.Signatures) != 2 {
		t.Fatal("a refused file was taken")
	}
	r = c.sendsFile("giao-uoc-da-ky.pdf", h.token(issued, "leader-c", "Trần Văn Châu"), "").has(t,
		"Đã nhận chữ ký số của Trần Văn Châu cho huyện Châu", "không có trong danh sách tin cậy", "Đã ký: 3/5")
	contains(t, r.to("ld"), "Đã trống lượt")
	contains(t, r.to("w1"), "đến lượt Ban Thi đua")
	d.says("/giaouoc").has(t, "Châu: Trần Văn Châu, token")
	// A file on what has been signed over meanwhile is refused.
	d.presses("Ký bằng token (USB)")
	if r := d.sendsFile("cu.pdf", h.token(issued, "leader-d", "Ông Đức"), ""); strings.Contains(r.text, "Đã nhận") {
		t.Errorf("an older file: %s", r.text)
	}
	d.says("/giaouoc").has(t, "Anh/chị đang giữ lượt ký bằng token")
	d.presses("Trả lượt ký").has(t, "Đã trả lượt ký")
	d.sendsFile("cu.pdf", pdfFile("x"), "").has(t, "Anh/chị hiện không giữ lượt")
}

func TestATokenSignedAtAnotherTime(t *testing.T) {
	h, _, s, _ := ceremony(t, signingFile(t))
	a := s["a"]
	a.says("/giaouoc")
	issued := h.paperOf(a.presses("Ký bằng token (USB)"), "la")
	for _, days := range []int{-3, 3} {
		a.sendsFile("giao-uoc.pdf", h.tokenAt(issued, "leader-a", "Ông An", h.now.AddDate(0, 0, days)), "").has(t, "không nằm trong thời gian ký")
	}
	if n := len(h.covenant().Signatures); n != 0 {
		t.Fatalf("%d signatures were taken", n)
	}
	a.sendsFile("giao-uoc.pdf", h.tokenAt(issued, "leader-a", "Ông An", h.now.Add(7*time.Hour)), "").has(t, "Đã nhận chữ ký số của Ông An")
}

// Every certificate that a covenant is signed with is in the log.
func TestTheKeysOfACovenantAreLogged(t *testing.T) {
	h, _, s, _ := ceremony(t, signingFile(t))
	s["a"].signs("730915")
	made := map[string]int{}
	h.view(func(r storage.Reader) error {
		list, err := workflow.Changes(r, h.cluster().ID)
		for _, c := range list {
			if c.What == "key.made" {
				made[c.Reason+" "+c.From]++
			}
		}
		return err
	})
	if want := (map[string]int{"root ": 1, "seal ": 1, "signer la": 1}); !maps.Equal(made, want) {
		t.Errorf("made %v, want %v", made, want)
	}
}

func TestATurnDoesNotOutliveTheSeat(t *testing.T) {
	file := signingFile(t)
	h, _, s, _ := ceremony(t, file)
	for _, m := range []string{"a", "b", "d"} {
		s[m].signs("730915")
	}
	h.seat("lc", h.cluster().ID, workflow.Witness, "witness-1")
	var issued []byte
	c := h.cluster()
	h.do(func(tx storage.Tx, act workflow.Act) error {
		cov, _, err := workflow.TakeTurn(tx, act, c, 0, "witness-1", workflow.Person{ID: "lc", Name: "Lê Châu"})
		if err == nil {
			issued, err = workflow.Paper(tx, cov.Current)
		}
		return err
	})
	h.apply(edit(t, file, "witnesses: [{agency: BAN THI ĐUA - KHEN THƯỞNG TRUNG ƯƠNG}]\n", ""))
	if r := s["c"].sendsFile("giao-uoc.pdf", h.token(issued, "witness-1", "Lê Châu"), ""); strings.Contains(r.text, "Đã nhận chữ ký") {
		t.Errorf("a witness that is none any more signed: %s", r.text)
	}
}

func TestATurnRunsOut(t *testing.T) {
	h, _, s, _ := ceremony(t, signingFile(t))
	a := s["a"]
	a.says("/giaouoc")
	issued := h.paperOf(a.presses("Ký bằng token (USB)"), "la")
	back := a.buttons()
	if r := h.passes(29 * time.Minute); len(r.others) != 0 {
		t.Errorf("before the end: %+v", r.others)
	}
	r := h.passes(2 * time.Minute)
	contains(t, r.to("la"), "Lượt ký bằng token của anh/chị (giao ước năm 2017, huyện An) đã hết")
	a.pressesData(back[0].Data).has(t, "không giữ lượt ký nào")
	a.sendsFile("tre.pdf", h.token(issued, "leader-a", "Ông An"), "").has(t, "Đã nhận chữ ký số của Ông An")
}

func TestAgencySeals(t *testing.T) {
	h, _, s, _ := ceremony(t, edit(t, signingFile(t), "covenant: {", "covenant: {seals: true, "))
	r := s["a"].signs("730915")
	contains(t, r.to("lb"), "đến lượt huyện Bình ký")
	s["b"].signs("730916")
	r = s["c"].signs("730917")
	contains(t, r.to("c1"), "Lãnh đạo huyện Châu đã ký", "Xin đóng dấu cơ quan")
	c1 := &person{house: h, id: "c1", chat: "c1"}
	c1.says("/giaouoc").has(t, "Dấu cơ quan: 0/4")
	r = c1.presses("Đóng dấu cơ quan (token)").has(t, "ô dấu của huyện Châu")
	r = c1.sendsFile("dau.pdf", h.token(h.paperOf(r, "c1"), "seal-c", "UBND huyện Châu"), "").has(t, "Đã nhận con dấu số “UBND huyện Châu” của huyện Châu")
	contains(t, r.to("a1"), "Huyện Châu đã đóng dấu")
}

func TestWhatTheHeadDecides(t *testing.T) {
	h, head, s, _ := ceremony(t, signingFile(t))
	s["a"].signs("730915")
	s["b"].signs("730916")
	head.says("/giaouoc").has(t, "Hạn ký: hết ngày 20/07/2017 (còn 15 ngày)")
	head.presses("Thay người ký")
	head.presses("2. Đức")
	head.presses("KT. CHỦ TỊCH")
	head.presses("PHÓ CHỦ TỊCH")
	head.says("Lê Văn Tám")
	head.says("Chủ tịch đi công tác").has(t, "Huyện Đức", "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH, Lê Văn Tám", "Lý do: Chủ tịch đi công tác")
	r := head.presses("Đúng").has(t, "Đã thay người ký của huyện Đức: KT. CHỦ TỊCH")
	contains(t, r.to("ld"), "nay là KT. CHỦ TỊCH, PHÓ CHỦ TỊCH, Lê Văn Tám")
	if l := labels(head.buttons()); strings.Contains(l, "Kết thúc ký") {
		t.Error("the signing can be ended before there is a quorum")
	}
	s["c"].says("/giaouoc")
	s["c"].presses("Từ chối")
	r = s["c"].says("Chưa họp Ủy ban").has(t, "huyện Châu từ chối ký")
	for _, id := range []string{"a1", "la", "lb"} {
		contains(t, r.to(id), "(huyện Châu) từ chối ký giao ước năm 2017. Lý do: Chưa họp Ủy ban")
	}
	head.says("/giaouoc").has(t, "Châu từ chối ký: Chưa họp Ủy ban")
	head.presses("Gia hạn ký")
	head.says("1/7/2017").has(t, "chưa phải là một ngày sau hôm nay")
	head.says("25/7").has(t, "Hạn ký mới là hết ngày 25/07/2017")
	contains(t, head.presses("Đúng").has(t, "còn 20 ngày").to("ld"), "đến hết ngày 25/07/2017")
	s["d"].signs("730917")
	s["w"].signs("730918")
	head.says("/giaouoc")
	head.presses("Kết thúc ký").has(t, "Đã ký 4/5, đủ số cần thiết", "Châu không ký được nữa")
	r = head.presses("Kết thúc, gửi bản cuối cùng").has(t, "đã ký xong, đủ 4 chữ ký")
	contains(t, r.to("lc"), "Bản cuối cùng gửi kèm")
	if cov := h.covenant(); cov.State != workflow.CovenantComplete {
		t.Error(cov.State)
	}
}

func TestTheTimeToSignEnds(t *testing.T) {
	h, head, s, _ := ceremony(t, signingFile(t))
	s["a"].signs("730915")
	h.rings("2017-07-20 23:59")
	if cov := h.covenant(); cov.State != workflow.CovenantOpen {
		t.Fatal("ended before the end of its last day")
	}
	r := h.rings("2017-07-21 00:00")
	for _, id := range []string{"a1", "la"} {
		contains(t, r.to(id), "Đã hết hạn ký giao ước năm 2017 (20/07/2017). Đã ký 1/5; chưa ký: Bình, Châu, Đức")
	}
	s["b"].says("/giaouoc").has(t, "đã quá hạn ký", "⚠️ Cụm phó: đã ký 0/1", "Chưa ký: Bình").lacks(t, "chưa đến lượt")
	if l := labels(s["b"].buttons()); strings.Contains(l, "Ký") {
		t.Errorf("offered after the end: %s", l)
	}
	head.says("/giaouoc")
	head.presses("Gia hạn ký")
	head.presses("24/07/2017")
	head.presses("Đúng").has(t, "Hạn ký: hết ngày 24/07/2017 (còn 3 ngày)")
	s["b"].signs("730916").has(t, "Đã ký: 2/5")
}

func TestWhoseTurnItIsIsReminded(t *testing.T) {
	h, _, s, _ := ceremony(t, signingFile(t))
	h.rings("2017-07-17 07:59")
	r := h.rings("2017-07-17 08:00")
	contains(t, r.to("la"), "Huyện An chưa ký giao ước thi đua năm 2017. Hạn ký: 20/07/2017 (còn 3 ngày).")
	if said := r.to("lb"); said != "" {
		t.Errorf("whose turn it is not: %s", said)
	}
	if r := h.rings("2017-07-17 08:01"); r.to("la") != "" {
		t.Error("reminded twice")
	}
	var check *outbox.Check
	for _, m := range r.others {
		if m.Chat == "la" && m.Check != nil {
			check = m.Check
		}
	}
	if check == nil || !h.holds(*check) {
		t.Fatal("the reminder has no check, or one that does not hold")
	}
	s["a"].signs("730915")
	if h.holds(*check) {
		t.Error("the reminder still holds once it is signed")
	}
	// Whose turn came after the step was due hears of the next one.
	if r := h.rings("2017-07-18 08:00"); r.to("lb") != "" {
		t.Errorf("a step before the turn came: %s", r.to("lb"))
	}
	contains(t, h.rings("2017-07-20 08:00").to("lb"), "Hôm nay 20/07/2017 là hạn ký giao ước thi đua năm 2017; huyện Bình chưa ký.")
}

func TestASignatureWaitsForItsTimeStamp(t *testing.T) {
	h, _, s, _ := ceremony(t, edit(t, signingFile(t), "covenant: {", "covenant: {order: together, "))
	h.papers.Stamps = true
	var asked []workflow.StampRef
	h.papers.Ask = func(_ storage.Tx, _ workflow.Act, _ []byte, ref workflow.StampRef) error {
		asked = append(asked, ref)
		return nil
	}
	s["c"].signs("730915").has(t, "Đang ký giao ước năm 2017 cho huyện Châu: chờ dấu thời gian")
	s["d"].says("/giaouoc").has(t, "đang chờ dấu thời gian")
	s["d"].presses("Ký").has(t, "Chữ ký của huyện Châu đang chờ dấu thời gian", "Khi xong, tôi sẽ báo")
	r := h.passes(16 * time.Minute) // nobody answered: it goes in without
	contains(t, r.to("lc"), "Đã ghi nhận xác nhận điện tử của huyện Châu", "Chưa lấy được dấu thời gian", "Đã ký: 1/5")
	contains(t, r.to("ld"), "Đã trống lượt")
}

// A signature that cannot be put in, since the master key is another one, stops
// nobody's reminders.
func TestOneCovenantStopsNoReminders(t *testing.T) {
	h, _, s, _ := ceremony(t, edit(t, signingFile(t), "covenant: {", "covenant: {order: together, "))
	h.papers.Stamps = true
	h.papers.Ask = func(storage.Tx, workflow.Act, []byte, workflow.StampRef) error { return nil }
	s["c"].signs("730915").has(t, "chờ dấu thời gian")
	h.papers.Key = []byte(strings.Repeat("another!", 4))
	contains(t, h.rings("2017-07-17 08:00").to("la"), "Huyện An chưa ký giao ước thi đua năm 2017.")
	h.papers.Key = key
	contains(t, h.rings("2017-07-17 08:01").to("lc"), "Đã ghi nhận xác nhận điện tử của huyện Châu")
}
