package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const token = "4242:secret"

// hands is a clock that is moved by hand.
type hands struct {
	mu sync.Mutex
	t  time.Time
}

func (h *hands) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.t
}

func (h *hands) turn(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.t = h.t.Add(d)
}

// rig is a server whose every answer and update is checked against the
// documented types, and a bot that talks to it.
type rig struct {
	*Server
	t     *testing.T
	clock *hands
	base  string
	http  *http.Client
}

func newRig(t *testing.T, opt Options) *rig {
	t.Helper()
	clock := &hands{t: time.Date(2027, 3, 4, 8, 0, 0, 0, time.UTC)}
	opt.Token, opt.BotName, opt.Clock = token, "thidua_bot", clock
	s := New(opt)
	s.check = func(what string, types []typ, answer []byte) {
		x, err := decodeJSON(answer)
		if err == nil {
			err = checkAnswer(types, x)
		}
		if err != nil {
			t.Errorf("%s: %v: %s", what, err, answer)
		}
	}
	return &rig{s, t, clock, "http://telegram.test", &http.Client{Transport: s.Transport()}}
}

type answer struct {
	OK          bool
	Result      json.RawMessage
	Description string
	ErrorCode   int `json:"error_code"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	}
}

// call sends a form; params are name, value, name, value.
func (r *rig) call(method string, params ...any) (answer, error) {
	form := url.Values{}
	for i := 0; i < len(params); i += 2 {
		form.Set(params[i].(string), fmt.Sprint(params[i+1]))
	}
	return r.post(method, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (r *rig) post(method, kind string, body io.Reader) (answer, error) {
	var a answer
	resp, err := r.http.Post(r.base+"/bot"+token+"/"+method, kind, body)
	if err != nil {
		return a, err
	}
	defer resp.Body.Close()
	err = json.NewDecoder(resp.Body).Decode(&a)
	if err == nil && !a.OK && a.ErrorCode != resp.StatusCode {
		r.t.Errorf("%s: code %d in an answer %d", method, a.ErrorCode, resp.StatusCode)
	}
	return a, err
}

// do is a call that must succeed.
func (r *rig) do(method string, params ...any) json.RawMessage {
	r.t.Helper()
	a, err := r.call(method, params...)
	if err != nil || !a.OK {
		r.t.Fatalf("%s %v: %v %s", method, params, err, a.Description)
	}
	return a.Result
}

// refused is a call that must be answered with this code and description.
func (r *rig) refused(code int, text, method string, params ...any) answer {
	r.t.Helper()
	a, err := r.call(method, params...)
	if err != nil || a.OK || a.ErrorCode != code || !strings.Contains(a.Description, text) {
		r.t.Errorf("%s %v = %v %d %q, want %d %q", method, params, err, a.ErrorCode, a.Description, code, text)
	}
	return a
}

func (r *rig) send(chat int64, text string, more ...any) int {
	r.t.Helper()
	var m message
	if err := json.Unmarshal(r.do("sendMessage", append([]any{"chat_id", chat, "text", text}, more...)...), &m); err != nil {
		r.t.Fatal(err)
	}
	return m.MessageID
}

func (r *rig) updates(params ...any) []map[string]any {
	r.t.Helper()
	var out []map[string]any
	if err := json.Unmarshal(r.do("getUpdates", params...), &out); err != nil {
		r.t.Fatal(err)
	}
	return out
}

// upload sends a multipart body: files by part name, and fields.
func (r *rig) upload(method string, files map[string][]byte, fields ...any) (answer, error) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i < len(fields); i += 2 {
		_ = w.WriteField(fields[i].(string), fmt.Sprint(fields[i+1]))
	}
	for part, data := range files {
		f, _ := w.CreateFormFile(part, part+".pdf")
		_, _ = f.Write(data)
	}
	_ = w.Close()
	return r.post(method, w.FormDataContentType(), &body)
}

func (r *rig) lan() *Person {
	p := r.Person(7, "Lan", "Nguyễn", "vi")
	p.Start("")
	return p
}

// clean fails the test when a request was not well formed.
func (r *rig) clean() {
	r.t.Helper()
	if v := r.Violations(); len(v) > 0 {
		r.t.Errorf("violations: %q", v)
	}
}

func TestTokenAndMethod(t *testing.T) {
	r := newRig(t, Options{})
	for path, want := range map[string]int{
		"/bot1:wrong/getMe":           401,
		"/file/bot1:wrong/x":          401,
		"/bot" + token + "/getMee":    404,
		"/file/bot" + token + "/gone": 404,
		"/":                           404,
		"/bot" + token:                404,
		"/bot" + token + "/getMe":     200,
	} {
		resp, err := r.http.Get(r.base + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s = %d, want %d", path, resp.StatusCode, want)
		}
	}
	if v := r.Violations(); !slices.Equal(v, []string{`unknown method "getMee"`}) {
		t.Errorf("violations = %q", v)
	}
}

func TestRequestForms(t *testing.T) {
	r := newRig(t, Options{})
	r.lan()
	get, err := r.http.Get(r.base + "/bot" + token + "/sendMessage?chat_id=7&text=" + url.QueryEscape("xin chào"))
	if err != nil || get.StatusCode != 200 {
		t.Errorf("query: %v %v", get, err)
	}
	for kind, body := range map[string]string{
		"application/x-www-form-urlencoded": "chat_id=7&text=a",
		"application/json":                  `{"chat_id":7,"text":"b","reply_markup":{"inline_keyboard":[[{"text":"x","callback_data":"y"}]]}}`,
		"application/json; charset=utf-8":   `{"chat_id":"7","text":"c","reply_markup":"{\"force_reply\":true}","disable_notification":true}`,
	} {
		if a, err := r.post("sendMessage", kind, strings.NewReader(body)); err != nil || !a.OK {
			t.Errorf("%s: %v %s", kind, err, a.Description)
		}
	}
	if a, err := r.upload("sendMessage", nil, "chat_id", 7, "text", "d"); err != nil || !a.OK {
		t.Errorf("multipart: %v %s", err, a.Description)
	}
	// go-telegram/bot sends an empty body as multipart when there is nothing to say.
	if a, err := r.post("getMe", "multipart/form-data; boundary=x", strings.NewReader("")); err != nil || !a.OK {
		t.Errorf("empty multipart: %v %s", err, a.Description)
	}
	r.clean()

	for kind, body := range map[string]string{
		"text/plain":                        "chat_id=7",
		"application/json":                  `{"chat_id":7`,
		"application/x-www-form-urlencoded": "chat_id=7&chat_id=7&text=x",
		"multipart/form-data; boundary=x":   "--x\r\nnonsense",
	} {
		if a, err := r.post("sendMessage", kind, strings.NewReader(body)); err != nil || a.ErrorCode != 400 {
			t.Errorf("%s %s = %v %+v, want 400", kind, body, err, a)
		}
	}
	if n := len(r.Violations()); n != 4 {
		t.Errorf("%d violations, want 4: %q", n, r.Violations())
	}
}

func TestNotEmulated(t *testing.T) {
	r := newRig(t, Options{})
	r.refused(400, "method is not emulated", "sendDice", "chat_id", 7)
	r.refused(400, "unknown parameter", "sendDice", "chat_id", 7, "dots", 3)
	if got := r.Stats().NotEmulated["sendDice"]; got != 1 {
		t.Errorf("NotEmulated = %d, want 1", got)
	}
}

func TestData(t *testing.T) {
	if len(api.methods) != 180 || api.version != "Bot API 10.1" {
		t.Errorf("%d methods of %s", len(api.methods), api.version)
	}
	for name := range emulatedMethods {
		if _, ok := api.methods[name]; !ok {
			t.Errorf("%s is no method", name)
		}
	}
	known := func(owner string, types []typ) {
		for _, x := range types {
			_, object := api.types[x.name]
			_, union := api.unions[x.name]
			if !object && !union && !slices.Contains([]string{"Integer", "Float", "String", "Boolean", "True", "InputFile"}, x.name) {
				t.Errorf("%s: unknown type %s", owner, x)
			}
		}
	}
	for name, m := range api.methods {
		known(name, m.returns)
		for p, f := range m.params {
			known(name+"."+p, f.types)
		}
	}
	for name, fields := range api.types {
		for p, f := range fields {
			known(name+"."+p, f.types)
		}
	}
	for name, members := range api.unions {
		known(name, members)
	}
}
