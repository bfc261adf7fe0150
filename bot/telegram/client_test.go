package telegram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"thidua/bot/emulator"
	"thidua/workflow/outbox"
)

func TestMe(t *testing.T) {
	r := newRig(t)
	me, err := r.api.Me(t.Context())
	if err != nil || me.ID != 4242424242 || me.Username != "thidua_bot" {
		t.Fatalf("Me = %+v %v", me, err)
	}
	if off := time.Since(me.Date); off < -time.Second || off > 10*time.Second {
		t.Errorf("Date is %v off", off)
	}

	other := emulator.New(emulator.Options{Token: "1:other"})
	if _, err := newAPI(t, other.Transport()).Me(t.Context()); !errors.Is(err, ErrToken) {
		t.Errorf("a token of somebody else: %v", err)
	}
}

// Whatever goes wrong, both ways of calling tell it without the token.
func TestNoErrorNamesTheToken(t *testing.T) {
	page := func(code int, header http.Header, body string) roundTrip {
		return func(r *http.Request) (*http.Response, error) {
			if header == nil {
				header = http.Header{"Content-Type": {"application/json"}}
			}
			return &http.Response{StatusCode: code, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
		}
	}
	for name, transport := range map[string]http.RoundTripper{
		"dial": &http.Transport{Proxy: func(*http.Request) (*url.URL, error) { return url.Parse("http://127.0.0.1:1") }},
		"transport names the address": roundTrip(func(r *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("cannot reach %s", r.URL)
		}),
		"redirect":             page(302, http.Header{"Location": {"http://127.0.0.1:1/"}}, ""),
		"page of a proxy":      page(502, http.Header{"Content-Type": {"text/html"}}, "<p>"+secret),
		"not JSON":             page(200, nil, "<p>/bot"+secret),
		"description names it": page(400, nil, `{"ok":false,"error_code":400,"description":"no /bot`+secret+`"}`),
	} {
		api := newAPI(t, transport)
		_, own := api.Me(within(t, 10*time.Second))
		_, library := (&Courier{API: api}).Deliver(within(t, 10*time.Second), outbox.Message{Chat: "7", Action: outbox.Send, Text: "x"})
		for _, err := range []error{own, library} {
			if err == nil {
				t.Errorf("%s: no error", name)
				continue
			}
			for e := err; e != nil; e = errors.Unwrap(e) {
				if _, ok := errors.AsType[*url.Error](e); ok {
					t.Errorf("%s: %v holds a url.Error", name, err)
				}
			}
			secretIsKept(t, err.Error())
		}
	}
}

// What an answer is shows in the answer: servers and proxies leave its type away
// or name another, and a page remains a page whatever it is called.
func TestAnswerOfAnyType(t *testing.T) {
	for _, c := range []struct {
		kind, body string
		code       int // of the status error; 0: taken
	}{
		{"application/json", `{"ok":true,"result":{"username":"b"}}`, 0},
		{"", "\r\n {\"ok\":true,\"result\":{\"username\":\"b\"}}", 0},
		{"text/plain", `{"ok":true,"result":{"username":"b"}}`, 0},
		{"text/html; charset=utf-8", `{"ok":true,"result":{"username":"b"}}`, 0},
		{"text/html", "<html><body>Sign in to this network</body></html>", 200},
		{"application/json", "<html>", 200},
		{"", "Please wait", 200},
		{"", "", 200},
	} {
		api := newAPI(t, roundTrip(func(r *http.Request) (*http.Response, error) {
			header := http.Header{}
			if c.kind != "" {
				header.Set("Content-Type", c.kind)
			}
			return &http.Response{StatusCode: 200, Header: header, Body: io.NopCloser(strings.NewReader(c.body)), Request: r}, nil
		}))
		me, err := api.Me(t.Context())
		_, library := (&Courier{API: api}).Deliver(t.Context(), outbox.Message{Chat: "7", Action: outbox.Send, Text: "x"})
		if c.code == 0 {
			if err != nil || me.Username != "b" || library != nil {
				t.Errorf("%q %q: %v, %v, %v", c.kind, c.body, me, err, library)
			}
			continue
		}
		for _, err := range []error{err, library} {
			if status, ok := errors.AsType[*statusError](err); !ok || status.code != c.code {
				t.Errorf("%q %q: %v", c.kind, c.body, err)
			}
		}
	}
}

// A redirect would carry the address, and the token, to wherever it leads.
func TestRedirectIsNotFollowed(t *testing.T) {
	led := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { led++ }))
	defer elsewhere.Close()
	here := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	defer here.Close()
	api, err := New(Options{Token: secret, URL: here.URL})
	if err != nil {
		t.Fatal(err)
	}
	status, _ := errors.AsType[*statusError](func() error { _, err := api.Me(t.Context()); return err }())
	if status == nil || status.code != 307 || led != 0 {
		t.Errorf("status %+v, followed %d times", status, led)
	}
}

// net/http sends a request again on a fresh connection only if it can read the
// body anew; the library's bodies are streams.
func TestBodyCanBeSentAgain(t *testing.T) {
	var again []byte
	api := newAPI(t, roundTrip(func(r *http.Request) (*http.Response, error) {
		first, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		body, err := r.GetBody()
		if err != nil {
			return nil, err
		}
		again, _ = io.ReadAll(body)
		if string(first) != string(again) || r.ContentLength != int64(len(first)) {
			t.Errorf("%d bytes, again %d, announced %d", len(first), len(again), r.ContentLength)
		}
		return nil, errors.New("enough")
	}))
	_, _ = (&Courier{API: api}).Deliver(t.Context(), outbox.Message{Chat: "7", Action: outbox.Send, Text: "xin chào"})
	if !strings.Contains(string(again), "xin chào") {
		t.Errorf("body = %q", again)
	}
}

func TestCallEndsWithItsContext(t *testing.T) {
	api := newAPI(t, roundTrip(func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := api.Me(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Me = %v", err)
	}
}
