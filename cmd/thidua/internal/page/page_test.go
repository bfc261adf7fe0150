package page

import (
	"bytes"
	"crypto/x509"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thidua/storage/bolt"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

var noon = time.Date(2017, 4, 1, 12, 0, 0, 0, time.UTC)

// open is a page over an empty store, whose files carry one signature each: that
// of somebody called <b>An</b>.
func open(t *testing.T) *Page {
	t.Helper()
	store, err := bolt.Create(filepath.Join(t.TempDir(), "thidua.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return &Page{Store: store, Now: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler), Base: "/thi-dua",
		Check: func(file []byte, _ []*x509.Certificate) signature.Report {
			return signature.Report{Verdict: signature.Invalid, Signatures: []signature.Found{{
				Field: "leader-an", Signer: "<b>An</b>", Agency: "huyện An", Time: noon, Kind: signature.Chat, Chain: signature.ChainTrusted, Valid: true,
				After: []signature.Change{{Notice: text.Say("verify.change.page_added", "n", "1", "page", "3")}},
			}}}
		}}
}

func get(t *testing.T, h http.Handler, r *http.Request, from string) (int, string, http.Header) {
	t.Helper()
	r.RemoteAddr = from + ":4000"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	b, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, string(b), w.Header()
}

func upload(t *testing.T, name string, b []byte) *http.Request {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile(name, "van-ban.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(b); err != nil {
		t.Fatal(err)
	}
	form.Close()
	r := httptest.NewRequest("POST", "/xm", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}

func TestThePage(t *testing.T) {
	h := open(t).Handler()
	code, body, head := get(t, h, httptest.NewRequest("GET", "/xm", nil), "192.0.2.1")
	if code != http.StatusOK || !strings.Contains(body, "Kiểm tra văn bản") || !strings.Contains(body, `action="/thi-dua/xm"`) || !strings.Contains(body, `href="/thi-dua/xm?lang=en"`) {
		t.Errorf("form: %d %s", code, body)
	}
	if _, body, _ := get(t, h, httptest.NewRequest("GET", "/xm?lang=en", nil), "192.0.2.1"); !strings.Contains(body, `<html lang="en">`) || !strings.Contains(body, `action="/thi-dua/xm?lang=en"`) || !strings.Contains(body, "Code printed on the document") {
		t.Errorf("form in English: %s", body)
	}
	if strings.Contains(body, "<script") || !strings.Contains(head.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Error("the page could run scripts")
	}
	if code, body, _ := get(t, h, httptest.NewRequest("GET", "/xm/GU-%3Ci%3E", nil), "192.0.2.1"); code != http.StatusNotFound || !strings.Contains(body, "GU-&lt;i&gt;") {
		t.Errorf("unknown code: %d %s", code, body)
	}
	if code, body, _ := get(t, h, upload(t, "file", []byte("%PDF-")), "192.0.2.1"); code != http.StatusOK || !strings.Contains(body, `class="band invalid"`) ||
		!strings.Contains(body, "&lt;b&gt;An&lt;/b&gt;") || !strings.Contains(body, "thêm 1 trang sau trang 3") || !strings.Contains(body, "19:00 01/04/2017") {
		t.Errorf("file: %d %s", code, body)
	}
	if code, _, head := get(t, h, upload(t, "code", []byte(" GU-1 ")), "192.0.2.1"); code != http.StatusSeeOther || head.Get("Location") != "/thi-dua/xm/GU-1" {
		t.Errorf("code typed: %d %v", code, head)
	}
	if code, _, _ := get(t, h, upload(t, "file", make([]byte, MaxFile+8192)), "192.0.2.1"); code != http.StatusRequestEntityTooLarge {
		t.Errorf("large file: %d", code)
	}
}

func TestWhoAsksTooMuchWaits(t *testing.T) {
	p := open(t)
	now := noon
	p.Now = func() time.Time { return now }
	h := p.Handler()
	ask := func(from, forwarded string) int {
		r := httptest.NewRequest("GET", "/xm/GU-1", nil)
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
		}
		code, _, _ := get(t, h, r, from)
		return code
	}
	for range burst {
		if code := ask("192.0.2.1", ""); code != http.StatusNotFound {
			t.Fatal(code)
		}
	}
	if code := ask("192.0.2.1", "198.51.100.9"); code != http.StatusTooManyRequests {
		t.Errorf("after the burst: %d", code)
	}
	if code := ask("192.0.2.2", ""); code != http.StatusNotFound {
		t.Errorf("another address: %d", code)
	}
	if code := ask("127.0.0.1", "10.0.0.1, 198.51.100.9"); code != http.StatusNotFound {
		t.Errorf("behind the proxy: %d", code)
	}
	now = now.Add(each)
	if code := ask("192.0.2.1", ""); code != http.StatusNotFound {
		t.Errorf("later: %d", code)
	}
}
