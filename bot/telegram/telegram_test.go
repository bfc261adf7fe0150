package telegram

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/bot/emulator"
)

const secret = "4242424242:AAF-secret_secret_secret_secret"

// wall is the clock of a test; in a synctest bubble it is the bubble's.
type wall struct{ ahead time.Duration }

func (w wall) Now() time.Time                       { return time.Now().Add(w.ahead) }
func (wall) After(d time.Duration) <-chan time.Time { return time.After(d) }

// A rig is an API that talks to an emulator, and everything that was logged.
type rig struct {
	*emulator.Server
	t   *testing.T
	api *API
	log *slog.Logger
	out *logged
}

type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newRig(t *testing.T) *rig {
	t.Helper()
	s := emulator.New(emulator.Options{Token: secret, BotName: "thidua_bot"})
	r := &rig{Server: s, t: t, api: newAPI(t, s.Transport()), out: &logged{}}
	// The log hides nothing by itself here: what is logged must not need it.
	r.log = slog.New(slog.NewTextHandler(r.out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	t.Cleanup(func() {
		if v := s.Violations(); len(v) > 0 {
			t.Errorf("violations: %q", v)
		}
		secretIsKept(t, r.out.String())
	})
	return r
}

func newAPI(t *testing.T, transport http.RoundTripper) *API {
	t.Helper()
	api, err := New(Options{Token: secret, URL: "http://telegram.test", Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	return api
}

func secretIsKept(t *testing.T, s string) {
	t.Helper()
	if strings.Contains(s, "secret_secret") {
		t.Errorf("the token shows in %s", s)
	}
}

func (r *rig) lan() *emulator.Person {
	p := r.Person(7, "Lan", "Nguyễn", "vi")
	p.Start("")
	return p
}

// roundTrip is a transport made of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answer is an answer of the Bot API.
func answer(r *http.Request, code int, body string) *http.Response {
	return &http.Response{
		StatusCode: code, Request: r, Body: io.NopCloser(strings.NewReader(body)),
		Header: http.Header{"Content-Type": {"application/json"}},
	}
}

// within bounds a test outside of a bubble.
func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}
