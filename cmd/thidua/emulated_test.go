package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/bot/emulator"
)

// An emulated is the strict Bot API server of bot/emulator, on a port.
type emulated struct {
	*emulator.Server
	URL string

	mu     sync.Mutex
	words  string // in the address of the requests that are counted
	left   int    // of them until the one that is lain in wait for
	late   bool
	caught chan struct{} // nil: nobody lies in wait
}

func newEmulated(t *testing.T) *emulated {
	e := &emulated{Server: emulator.New(emulator.Options{Token: secret, BotName: "CumBot"})}
	web := httptest.NewServer(e)
	t.Cleanup(func() {
		web.CloseClientConnections()
		web.Close()
		if v := e.Violations(); len(v) > 0 {
			t.Errorf("requests that Telegram would refuse: %q", v)
		}
	})
	e.URL = web.URL
	return e
}

// ambush lies in wait for the nth request from now on whose address holds these
// words; it gets no answer. A late ambush lets it do its work first. The channel
// tells when it is caught.
func (e *emulated) ambush(words string, n int, late bool) <-chan struct{} {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.words, e.left, e.late, e.caught = words, n, late, make(chan struct{})
	return e.caught
}

// peace ends the lying in wait.
func (e *emulated) peace() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.caught = nil
}

func (e *emulated) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	late, caught, hit := e.late, e.caught, false
	if caught != nil && strings.Contains(r.URL.Path, e.words) {
		if e.left--; e.left == 0 {
			hit, e.caught = true, nil
		}
	}
	e.mu.Unlock()
	switch {
	case !hit:
		e.Server.ServeHTTP(w, r)
		return
	case late:
		e.Server.ServeHTTP(httptest.NewRecorder(), r)
	default:
		_, _ = io.Copy(io.Discard, r.Body)
	}
	close(caught)
	<-r.Context().Done()
}

// answers waits until the program answers somebody, whatever it says.
func (p *installation) answers(api *emulated, who int64) {
	p.t.Helper()
	person := api.Person(who, "Mai", "", "vi")
	p.hears(person, func() { person.Say("/trogiup") }, "")
}

// hears does something and waits for a new message of the bot with these words.
func (p *installation) hears(person *emulator.Person, do func(), words string) emulator.Message {
	p.t.Helper()
	n := len(person.Chat())
	do()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		chat := person.Chat()
		for _, m := range chat[min(n, len(chat)):] {
			if m.Bot && strings.Contains(m.Text, words) {
				return m
			}
		}
	}
	p.kill() // its log is whole then
	p.t.Fatalf("no answer with %q; last %+v\n%s", words, person.Last(), p.log)
	return emulator.Message{}
}

// press presses the newest button that begins with a label, once: Telegram tells
// of it again until it is told that it arrived.
func (p *installation) press(person *emulator.Person, label string, under func(func()), words string) emulator.Message {
	p.t.Helper()
	for _, m := range slices.Backward(person.Chat()) {
		for _, row := range m.Buttons {
			for _, b := range row {
				if !strings.HasPrefix(b.Text, label) {
					continue
				}
				return p.hears(person, func() {
					under(func() {
						if _, err := person.PressOn(m.ID, b.Text); err != nil {
							p.t.Fatal(err)
						}
					})
				}, words)
			}
		}
	}
	p.t.Fatalf("no button %q", label)
	return emulator.Message{}
}
