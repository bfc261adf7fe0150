package telegram

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"thidua/bot/emulator"
	"thidua/storage"
	"thidua/workflow/intake"
)

// fetching is a scribe that has every document fetched.
type fetching struct{ scribe }

func (f fetching) Handle(tx storage.Tx, e intake.Event) error {
	if e.Kind == intake.KindMessage && e.File != nil {
		return intake.Fetch(tx, e)
	}
	return f.scribe.Handle(tx, e)
}

// A file goes all the way from a person to the handler, through whatever befalls
// it.
func TestFilesComeIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine(t, scribe{})
		l.door.Handler = fetching{}
		fetcher := &intake.Fetcher{Store: l.store, Door: l.door, Source: l.api, Clock: wall{}, Log: l.log}
		l.door.After = fetcher.Wake
		lan := l.lan()
		data := make([]byte, 3<<20)
		_, _ = rand.Read(data)
		for _, f := range []struct {
			method string
			fault  emulator.Fault
		}{
			{emulator.Download, emulator.Fault{Code: 404, Text: "Not Found"}}, {"getFile", emulator.BadRequest("wrong file_id or the file is temporarily unavailable")},
			{emulator.Download, emulator.ServerError()}, {emulator.Download, emulator.BadGateway()}, {emulator.Download, emulator.CutOff()},
			{"getFile", emulator.TooMany(1)}, {"getFile", emulator.Dropped()}, {emulator.Download, emulator.Dropped()},
		} {
			l.Fault(emulator.Next(1, f.method, f.fault))
		}
		l.RepeatUpdates()
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- fetcher.Run(ctx) }()
		l.ended(func() {
			lan.SendFile("Số liệu 2018.xlsx", data, "", "quý I")
			lan.SendFile("phim.mp4", make([]byte, intake.MaxFile+1), "", "")
			time.Sleep(10 * time.Minute)
		})
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		var got []string
		for _, e := range l.events() {
			if e.Kind == intake.KindFile {
				got = append(got, fmt.Sprintf("%s %s %s %t %s", e.Text, e.File.Name, e.File.Failure, bytes.Equal(e.File.Bytes, data), e.From))
			}
		}
		if want := []string{"quý I Số liệu 2018.xlsx  true 7", " phim.mp4 large false 7"}; !slices.Equal(got, want) {
			t.Errorf("came %q", got)
		}
		s := l.Stats()
		if n := s.Calls[emulator.Download]; n != 6 {
			t.Errorf("%d downloads", n)
		}
		if len(s.Faults) < 5 || s.Calls["getFile"] != 9 {
			t.Errorf("faults %v, calls %v", s.Faults, s.Calls)
		}
	})
}

// What the server announces binds nobody.
func TestFetchReadsToTheLimit(t *testing.T) {
	for name, test := range map[string]struct {
		size   string // of getFile
		header string // Content-Length
		sent   int
		want   error // nil: all of it arrives
	}{
		"as announced":         {"3", "3", 3, nil},
		"the largest":          {"", "", intake.MaxFile, nil},
		"nothing is announced": {"", "", 3, nil},
		"larger than getFile":  {"3", "", 5, nil},
		"too large":            {"3", "", intake.MaxFile + 1, intake.ErrTooLarge},
		"endless":              {"3", "", 1 << 40, intake.ErrTooLarge},
		"less than announced":  {"3", "900", 3, errors.ErrUnsupported}, // stands for a passing error
		"less than getFile":    {"9", "", 3, errors.ErrUnsupported},
		"cut off by a length":  {"9", "3", 9, errors.ErrUnsupported},
		"refused by getFile":   {"big", "", 0, intake.ErrTooLarge},
		"an id that is none":   {"invalid", "", 0, intake.ErrGone},
		"no place":             {"nowhere", "", 0, errors.ErrUnsupported},
		"sent elsewhere":       {"3", "away", 0, errors.ErrUnsupported},
	} {
		t.Run(name, func(t *testing.T) {
			web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				method, isCall := strings.CutPrefix(r.URL.Path, "/bot"+secret+"/")
				switch {
				case isCall && method == "getFile":
					w.Header().Set("Content-Type", "application/json")
					switch test.size {
					case "big":
						w.WriteHeader(400)
						fmt.Fprint(w, `{"ok":false,"error_code":400,"description":"Bad Request: file is too big"}`)
					case "invalid":
						w.WriteHeader(400)
						fmt.Fprint(w, `{"ok":false,"error_code":400,"description":"Bad Request: invalid file_id"}`)
					case "nowhere":
						fmt.Fprint(w, `{"ok":true,"result":{"file_id":"f","file_unique_id":"u"}}`)
					case "":
						fmt.Fprint(w, `{"ok":true,"result":{"file_path":"documents/tệp 1?.bin"}}`)
					default:
						fmt.Fprintf(w, `{"ok":true,"result":{"file_path":"documents/tệp 1?.bin","file_size":%s}}`, test.size)
					}
				case r.URL.Path != "/file/bot"+secret+"/documents/tệp 1?.bin":
					t.Errorf("asked for %s", r.URL.Path)
				case test.header == "away":
					http.Redirect(w, r, "https://elsewhere.test/", http.StatusFound)
				default:
					if test.header != "" {
						w.Header().Set("Content-Length", test.header)
					}
					block := make([]byte, 64<<10)
					for left := test.sent; left > 0; left -= len(block) {
						if _, err := w.Write(block[:min(left, len(block))]); err != nil {
							return
						}
					}
				}
			}))
			defer web.Close()
			api, err := New(Options{Token: secret, URL: web.URL})
			if err != nil {
				t.Fatal(err)
			}
			data, err := api.Fetch(within(t, time.Minute), intake.File{ID: "f"})
			if test.want == nil {
				if err != nil || len(data) != test.sent {
					t.Errorf("%s bytes, %v", strconv.Itoa(len(data)), err)
				}
				return
			}
			if err == nil || data != nil {
				t.Fatalf("%d bytes, %v", len(data), err)
			}
			for _, known := range []error{intake.ErrTooLarge, intake.ErrGone} {
				if errors.Is(err, known) != (known == test.want) {
					t.Errorf("%v, is %q: %v", err, known, errors.Is(err, known))
				}
			}
			secretIsKept(t, err.Error())
		})
	}
}
