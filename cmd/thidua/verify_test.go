package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/cmd/thidua/internal/house"
	"thidua/pdf/sign"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
)

// A signedYear is a store with the sample covenant, and its file as it was at
// each step.
type signedYear struct {
	*installation
	c     *rules.Cluster
	ch    workflow.Chancery
	now   time.Time
	cov   workflow.Covenant
	files map[string][]byte
}

func newSignedYear(t *testing.T, api string) *signedYear {
	y := &signedYear{installation: newInstallation(t, api), files: map[string][]byte{}, now: time.Date(2017, 3, 27, 1, 0, 0, 0, time.UTC)}
	y.ch = workflow.Chancery{Press: house.Press, Notary: sign.Notary{}, Key: bytes.Repeat([]byte{7}, 32)}
	var faults []rules.Fault
	if y.c, faults = rules.Load(sample.Cluster); y.c == nil {
		t.Fatal(faults)
	}
	y.env = append(y.env, "THIDUA_NOW=2017-04-10T08:00:00+07:00", "THIDUA_CLUSTER=tay-nam-bo", "THIDUA_YEAR=2017", fmt.Sprintf("THIDUA_KEY=%x", y.ch.Key))
	y.run("cluster", "apply", sampleFile(t, ".yaml"))
	y.do(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.OpenCovenant(tx, act, y.c, y.ch)
		return err
	})
	return y
}

// do is a unit of work in the store, of the program that does not run.
func (y *signedYear) do(units ...func(storage.Tx, workflow.Act) error) {
	y.t.Helper()
	place := house.Place{Path: filepath.Join(y.dir, "t.db"), Clock: house.Running{}}
	db, err := place.Open(y.t.Context(), false)
	if err != nil {
		y.t.Fatal(err)
	}
	defer db.Close()
	for _, fn := range units {
		y.now = y.now.Add(time.Minute)
		if err := db.Update(y.t.Context(), "", func(tx storage.Tx) error {
			return fn(tx, workflow.Act{By: "clerk", At: y.now, Event: y.now.String()})
		}); err != nil {
			y.t.Fatal(err)
		}
	}
	if err := db.View(y.t.Context(), func(r storage.Reader) (err error) {
		if y.cov, err = workflow.FindCovenant(r, y.c); err == nil && y.cov.Current != "" {
			y.files[""], err = workflow.Paper(r, y.cov.Current)
		}
		return err
	}); err != nil {
		y.t.Fatal(err)
	}
}

func (y *signedYear) keep(name string) { y.put(name, y.files[""]) }

func (y *signedYear) put(name string, b []byte) {
	y.t.Helper()
	y.files[name] = b
	if err := os.WriteFile(filepath.Join(y.dir, name+".pdf"), b, 0o600); err != nil {
		y.t.Fatal(err)
	}
}

// signs has n more places signed in the chat.
func (y *signedYear) signs(n int) {
	y.t.Helper()
	var units []func(storage.Tx, workflow.Act) error
	for _, p := range y.cov.Ceremony.Places {
		if p.State == "signed" || len(units) == n {
			continue
		}
		units = append(units, func(tx storage.Tx, act workflow.Act) error {
			_, _, err := workflow.SignCovenant(tx, act, y.c, y.ch, 0, p.Field, workflow.Person{ID: "p-" + p.Field, Name: "Nguyễn Văn " + strings.ToUpper(p.Field[len(p.Field)-1:])}, y.cov.SHA256)
			return err
		})
	}
	y.do(units...)
}

// said is what the command says for other programs, and its exit status.
func (y *signedYear) said(name string) (said map[string]any, code int) {
	y.t.Helper()
	c := y.command("verify", name+".pdf", "--format", "json")
	out, err := c.Output()
	if json.Unmarshal(out, &said) != nil {
		y.t.Fatalf("%s: %v %s", name, err, out)
	}
	return said, c.ProcessState.ExitCode()
}

// A covenant is checked by its code and by its file, in the terminal, in the chat
// and on the page, in every state that it has.
func TestACovenantIsVerifiedAtEveryDoor(t *testing.T) {
	t.Parallel()
	api := newEmulated(t)
	y := newSignedYear(t, api.URL)
	wants := func(where, got string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(got, w) {
				t.Errorf("%s lacks %q:\n%s", where, w, got)
			}
		}
	}
	text := func(name string) string { out, _ := y.command("verify", name+".pdf").Output(); return string(out) }

	// Withdrawn, and opened again.
	y.signs(1)
	y.keep("void")
	void := y.cov.Code
	y.do(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.WithdrawCovenant(tx, act, y.c, 0, "Sai chỉ tiêu của một đơn vị")
		return err
	})
	wants("withdrawn", text("void"), "ĐÃ THU HỒI", "Lý do thu hồi: Sai chỉ tiêu của một đơn vị", void)
	y.do(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.OpenCovenant(tx, act, y.c, y.ch)
		return err
	})
	y.keep("issued")
	code := y.cov.Code
	wants("withdrawn, and another one opened", text("void"), "ĐÃ THU HỒI", "Nay dùng: Giao ước thi đua năm 2017, mã "+code)

	// Being signed.
	y.signs(2)
	y.keep("half")
	places := len(y.cov.Ceremony.Places)
	wants("open", text("half"), "HỢP LỆ, ĐANG LẤY CHỮ KÝ", fmt.Sprintf("đang lấy chữ ký, đã có 2/%d", places), "Mã tra cứu: "+code, "Giao ước thi đua năm 2017")
	wants("the first copy", text("issued"), "HỢP LỆ, NHƯNG LÀ BẢN TRƯỚC", "bản mới nhất có mã "+code)

	// Complete: a leader's keys were replaced in between, and what the old ones
	// signed holds. Then it gets its number.
	y.do(func(tx storage.Tx, act workflow.Act) error {
		return workflow.RotateKeys(tx, act, workflow.Person{ID: "p-" + y.cov.Ceremony.Places[0].Field, Clusters: []string{y.c.ID}})
	})
	y.signs(places)
	y.keep("complete")
	wants("complete", text("complete"), "✔️ HỢP LỆ. Mọi chữ ký đều đúng", "có hiệu lực", "Chủ tịch Ủy ban nhân dân tỉnh Vĩnh Long", "Xác nhận điện tử", "ký lúc 08:05 27/03/2017 (giờ Việt Nam)", fmt.Sprintf("Thêm sau chữ ký này (được phép): %d chữ ký", places))
	y.do(func(tx storage.Tx, act workflow.Act) error {
		clerk := workflow.Person{ID: "clerk", Name: "Lê Thị Văn Thư"}
		if err := workflow.KeepPerson(tx, clerk); err != nil {
			return err
		}
		return workflow.TakeSeat(tx, act, clerk, workflow.Seat{Cluster: y.c.ID, Person: clerk.ID, Role: workflow.Head, Member: y.c.Head})
	}, func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.NumberDocument(tx, act, y.c, y.ch, y.cov.SHA256, 5, rules.Date{Year: 2017, Month: time.March, Day: 27}, "")
		return err
	})
	y.keep("numbered")
	wants("numbered", text("numbered"), "✔️ HỢP LỆ.", "Số 05/GƯTĐ-CTĐTNB, ngày 27/03/2017", "văn thư ghi số")
	wants("before the number", text("complete"), "BẢN TRƯỚC")

	// What is not what the register has.
	damaged := slices.Clone(y.files["numbered"])
	damaged[bytes.Index(damaged, []byte("stream"))+40] ^= 1
	y.put("damaged", damaged)
	forged, err := sign.Notary{}.Fill(y.files["complete"], map[string]string{"number": "99/GƯTĐ", "date": "ngày 01 tháng 4 năm 2017"})
	if err != nil {
		t.Fatal(err)
	}
	y.put("forged", forged)
	y.put("strange", []byte("%PDF-1.7\n%%EOF"))
	wants("damaged", text("damaged"), "✖️ KHÔNG HỢP LỆ", "CHỮ KÝ SAI, theo tệp, ký lúc", "Nội dung không còn như lúc ký.")
	wants("another number", text("forged"), "CHƯA KẾT LUẬN ĐƯỢC", "không có trong sổ", code)
	wants("not ours", text("strange"), "CHƯA KẾT LUẬN ĐƯỢC", "hoặc đã hỏng")

	// For other programs, as docs/formats.md says.
	said, status := y.said("numbered")
	if status != 0 || said["verdict"] != "valid" || len(said["signatures"].([]any)) != places+1 {
		t.Errorf("%d %v", status, said)
	}
	document := said["document"].(map[string]any)
	if document["code"] != code || document["number"] != "05/GƯTĐ-CTĐTNB" || document["date"] != "2017-03-27" || document["state"] != "in_force" || document["newest"] != true {
		t.Errorf("%v", document)
	}
	for i, s := range said["signatures"].([]any) {
		s := s.(map[string]any)
		kind := "chat"
		switch field := s["field"].(string); {
		case i == 0:
			kind = "cluster"
		case strings.HasPrefix(field, "witness-"):
			kind = "witness"
		}
		if s["kind"] != kind || s["valid"] != true || s["chain"] != "trusted" || s["covers"] != "revision" || s["time"] == "" || len(s["changes_after"].([]any)) == 0 {
			t.Errorf("%v", s)
		}
		change := s["changes_after"].([]any)[0].(map[string]any)
		if change["allowed"] != true || !strings.HasPrefix(change["key"].(string), "verify.change.") || change["what"] == "" {
			t.Errorf("%v", change)
		}
	}
	if said, status := y.said("damaged"); status != 1 || said["verdict"] != "invalid" {
		t.Errorf("damaged: %d %v", status, said)
	}
	if said, status := y.said("strange"); status != 0 || said["verdict"] != "unknown" || said["document"] != nil {
		t.Errorf("strange: %d %v", status, said)
	}
	if said, _ := y.said("half"); said["document"].(map[string]any)["newest"] != false {
		t.Errorf("half: %v", said)
	}
	// Elsewhere, with the exported roots and without.
	y.run("keys", "export", "--out", "roots")
	away := []string{"verify", "numbered.pdf", "--store", "bolt:none.db"}
	wants("elsewhere", y.run(append(away, "--trust", "roots")...), "✔️ HỢP LỆ.", "CHỦ TỊCH, ỦY BAN NHÂN DÂN TỈNH VĨNH LONG")
	wants("without roots", y.run(away...), "CHƯA KẾT LUẬN ĐƯỢC", "Nơi cấp chứng thư số không có trong danh sách tin cậy ở đây")

	// On the page and in the chat.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	y.env = append(y.env, "THIDUA_LISTEN="+address, "THIDUA_PUBLIC_URL=http://"+address)
	y.start()
	mai := api.Person(301, "Mai", "", "vi")
	y.answers(api, 301)
	page := func(name, path string, b []byte) string {
		t.Helper()
		var r *http.Response
		var err error
		if b == nil {
			r, err = http.Get("http://" + address + path)
		} else {
			var body bytes.Buffer
			form := multipart.NewWriter(&body)
			part, _ := form.CreateFormFile("file", "van-ban.pdf")
			_, _ = part.Write(b)
			form.Close()
			r, err = http.Post("http://"+address+path, form.FormDataContentType(), &body)
		}
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		html, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		if dir := os.Getenv("THIDUA_TEST_PAGES"); dir != "" { // to be looked at
			_ = os.WriteFile(filepath.Join(dir, name+".html"), html, 0o600)
		}
		return string(html)
	}
	page("form", "/xm", nil)
	wants("page by code", page("code", "/xm/"+strings.ToLower(strings.ReplaceAll(code, "-", "")), nil), `class="band valid"`, "HỢP LỆ", code, "05/GƯTĐ-CTĐTNB", "Chủ tịch Ủy ban nhân dân tỉnh Vĩnh Long")
	wants("page in English", page("english", "/xm/"+code+"?lang=en", nil), "VALID", "Emulation covenant of 2017", "signed at 08:05 27/03/2017", "Confirmed in the chat", "number entered: 05; date entered: ngày 27")
	wants("page by file", page("file", "/xm", y.files["numbered"]), `class="band valid"`)
	wants("page, damaged", page("damaged", "/xm", y.files["damaged"]), `class="band invalid"`, "KHÔNG HỢP LỆ")
	wants("page, damaged, in English", page("damaged-english", "/xm?lang=en", y.files["damaged"]), "INVALID")
	wants("page, earlier", page("earlier", "/xm", y.files["half"]), `class="band unknown"`, "BẢN TRƯỚC", code)
	wants("page, withdrawn", page("withdrawn", "/xm/"+void, nil), `class="band unknown"`, "ĐÃ THU HỒI", code)
	wants("page, unknown code", page("unknown", "/xm/GU-2017-0000-0000", nil), "KHÔNG TÌM THẤY", "GU-2017-0000-0000")
	wants("page, no PDF", page("strange", "/xm", y.files["strange"]), "CHƯA KẾT LUẬN ĐƯỢC")

	invitation, _, _ := strings.Cut(y.run("invite", "--role", "observer", "--name", "Mai"), "\n")
	y.hears(mai, func() { mai.Say("/start " + invitation) }, "Thông tin trên có đúng không?")
	y.press(mai, "Đúng, tham gia", func(do func()) { do() }, "đã tham gia")
	chat := y.hears(mai, func() { mai.Say("/xacminh " + code) }, "HỢP LỆ").Text
	wants("chat by code", chat, "HỢP LỆ.", code, "05/GƯTĐ-CTĐTNB")
	y.stop()
}
