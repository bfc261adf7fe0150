// Package emulator is a Telegram Bot API server of our own: the test suite and
// the demonstration talk to it instead of Telegram.
//
// It is stricter than Telegram. Every request is held against the documented
// API, and what Telegram would silently ignore (an unknown parameter, a limit
// it clamps, a null) is refused with 400 and kept in Violations. Beyond that it
// answers as Telegram does, with the same codes and words, and plays the other
// side too: people, groups, and faults on demand.
package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Clock tells the date of everything that happens. Only long polls, delays and
// WaitQuiet use real time, so that a clock standing still lets nothing hang.
type Clock interface{ Now() time.Time }

type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }

// Options are what a Server may be told. Only Token is required.
type Options struct {
	Token     string // "<bot id>:<secret>"
	BotName   string // the bot's username
	Clock     Clock  // nil: real time
	Log       *slog.Logger
	Limits    bool          // enforce the documented sending limits, see limits.go
	ReadsAll  bool          // privacy mode off: the bot reads everything in groups
	Settle    time.Duration // how long WaitQuiet wants it to stay quiet
	OnMessage func(Message) // called for each thing that happens in a chat, in order
}

// Server is one bot's Telegram. All methods may be used concurrently.
type Server struct {
	opt Options
	bot user

	mu         sync.Mutex
	rooms      map[int64]*room
	people     map[int64]*Person
	files      map[string]*file
	queries    map[string]*query
	commands   map[commandKey][]botCommand
	webhook    webhook
	updates    updateQueue
	sent       pace
	stats      Stats
	violations []string
	busy       int // requests in flight other than waiting polls
	order      int // of messages across all chats
	messageIDs int // shared by private chats and basic groups
	fileIDs    int
	queryIDs   int64
	events     []Message
	telling    bool

	faults  faultPlan
	changed chan struct{} // closed and replaced whenever something moved
	check   func(what string, types []typ, answer []byte)
}

// New makes a server with nobody in it.
func New(opt Options) *Server {
	if opt.Clock == nil {
		opt.Clock = realClock{}
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.BotName == "" {
		opt.BotName = "emulated_bot"
	}
	id, _, _ := strings.Cut(opt.Token, ":")
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n <= 0 {
		n = 1
	}
	return &Server{
		opt:      opt,
		bot:      user{ID: n, IsBot: true, FirstName: opt.BotName, Username: opt.BotName},
		rooms:    map[int64]*room{},
		people:   map[int64]*Person{},
		files:    map[string]*file{},
		queries:  map[string]*query{},
		commands: map[commandKey][]botCommand{},
		updates:  newUpdateQueue(),
		stats:    newStats(),
		changed:  make(chan struct{}),
	}
}

func (s *Server) now() time.Time { return s.opt.Clock.Now() }

// locked runs f alone, wakes whoever waits for a change, and tells OnMessage
// what f noted.
func (s *Server) locked(f func()) {
	s.mu.Lock()
	f()
	s.moved()
	s.mu.Unlock()
	s.tell()
}

func (s *Server) moved() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// ServeHTTP answers /bot<token>/<method> and /file/bot<token>/<path>. The
// answers are dated by the server's clock, as those of Telegram are by its own.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.now().UTC().Format(http.TimeFormat))
	path, isFile := strings.CutPrefix(r.URL.Path, "/file")
	path, ok := strings.CutPrefix(path, "/bot")
	token, rest, found := strings.Cut(path, "/")
	switch {
	case !ok || !found:
		writeError(w, &apiError{code: http.StatusNotFound, text: "Not Found"})
	case token != s.opt.Token:
		writeError(w, &apiError{code: http.StatusUnauthorized, text: "Unauthorized"})
	case isFile:
		s.serveFile(w, r, rest)
	default:
		s.serveMethod(w, r, rest)
	}
}

func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request, name string) {
	m, known := api.methods[name]
	if !known {
		s.locked(func() { s.violations = append(s.violations, "unknown method "+strconv.Quote(name)) })
		writeError(w, &apiError{code: http.StatusNotFound, text: "Not Found: method not found"})
		return
	}
	s.locked(func() { s.busy++ })
	defer s.locked(func() { s.busy-- })

	c, err := readCall(name, r)
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, maxUpload))
	problems := []error{err}
	if err == nil {
		problems = validate(c)
	}
	var n int
	s.locked(func() {
		s.stats.Calls[name]++
		n = s.stats.Calls[name]
		for _, p := range problems {
			s.violations = append(s.violations, name+": "+p.Error())
		}
	})
	if len(problems) > 0 {
		s.opt.Log.Warn("bad request", "method", name, "problem", problems[0])
		writeError(w, asAPIError(problems[0]))
		return
	}
	fault := s.faultFor(c, n)
	if fault.before(r.Context(), w) {
		return
	}
	result, err := s.do(r.Context(), c)
	s.opt.Log.Debug("request", "method", name, "error", err)
	if fault.Lose {
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		writeError(w, asAPIError(err))
		return
	}
	if s.check != nil {
		s.check(name, m.returns, result)
	}
	writeJSON(w, http.StatusOK, map[string]any{"ok": true, "result": result})
}

// do carries out a request that is well formed. The result is made JSON before
// anybody can change what it shows.
func (s *Server) do(ctx context.Context, c *call) (result json.RawMessage, err error) {
	if c.method == "getUpdates" {
		return s.getUpdates(ctx, c)
	}
	s.locked(func() {
		run, emulated := emulatedMethods[c.method]
		if !emulated {
			s.stats.NotEmulated[c.method]++
			err = badRequest("method is not emulated")
			return
		}
		if err = s.limit(c); err == nil {
			var answer any
			if answer, err = run(s, c); err == nil {
				result = toJSON(answer)
			}
		}
		if err != nil {
			s.stats.Refused[err.Error()]++
		}
	})
	return result, err
}

func toJSON(x any) json.RawMessage {
	data, err := json.Marshal(x)
	if err != nil {
		panic("emulator: " + err.Error()) // ours are plain structs
	}
	return data
}

func asAPIError(err error) *apiError {
	var e *apiError
	if errors.As(err, &e) {
		return e
	}
	return badRequest("%v", err)
}

func writeError(w http.ResponseWriter, e *apiError) {
	body := map[string]any{"ok": false, "error_code": e.code, "description": e.text}
	parameters := map[string]int64{}
	if e.retryAfter > 0 {
		parameters["retry_after"] = int64(e.retryAfter)
		w.Header().Set("Retry-After", strconv.Itoa(e.retryAfter))
	}
	if e.migrateTo != 0 {
		parameters["migrate_to_chat_id"] = e.migrateTo
	}
	if len(parameters) > 0 {
		body["parameters"] = parameters
	}
	writeJSON(w, e.code, body)
}

func writeJSON(w http.ResponseWriter, code int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(body)
}

// Violations lists every request so far that broke the documented API.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.violations...)
}
