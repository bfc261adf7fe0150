package emulator

import (
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Download is the method that the fetching of a file counts as.
const Download = "download"

// Request is what a fault may be chosen by. Only requests that are well formed
// come this far.
type Request struct {
	Method string            // of the Bot API, or Download
	Chat   int64             // 0 when the request names none
	Params map[string]string // texts and numbers; objects are left out
	Count  int               // the how manyeth call of this method it is
}

// Fault is what goes wrong with one request. The zero Fault changes nothing.
type Fault struct {
	Delay      time.Duration // wait first, in real time
	Drop       bool          // cut the connection, nothing is done
	Lose       bool          // do it, then cut the connection
	Cut        bool          // of a download: cut the connection in the middle
	Code       int           // answer this, nothing is done
	Text       string        // the description, or the whole page when HTML
	HTML       bool          // answer a web page, as a proxy in between would
	RetryAfter int           // seconds, for 429
}

// The faults that happen.

// TooMany answers 429 and asks to wait.
func TooMany(seconds int) Fault {
	return Fault{Code: http.StatusTooManyRequests, Text: "Too Many Requests: retry after " + strconv.Itoa(seconds), RetryAfter: seconds}
}

// Forbidden answers 403 as if the person had blocked the bot.
func Forbidden() Fault { return Fault{Code: http.StatusForbidden, Text: errBlocked.text} }

// BadRequest answers 400 with a description of Telegram's kind.
func BadRequest(text string) Fault {
	return Fault{Code: http.StatusBadRequest, Text: "Bad Request: " + text}
}

// ServerError answers 500.
func ServerError() Fault {
	return Fault{Code: http.StatusInternalServerError, Text: "Internal Server Error"}
}

// BadGateway answers 502 with a web page, as the proxies before Telegram do.
func BadGateway() Fault {
	return Fault{Code: http.StatusBadGateway, HTML: true, Text: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"}
}

// Dropped cuts the connection before anything is done.
func Dropped() Fault { return Fault{Drop: true} }

// CutOff breaks a download off in the middle.
func CutOff() Fault { return Fault{Cut: true} }

// LostAnswer does what is asked and cuts the connection.
func LostAnswer() Fault { return Fault{Lose: true} }

// Delayed waits and then answers normally.
func Delayed(d time.Duration) Fault { return Fault{Delay: d} }

// Next puts f on the next n calls of a method; "" means any method but
// getUpdates.
func Next(n int, method string, f Fault) func(Request) *Fault {
	return func(r Request) *Fault {
		if n <= 0 || method != "" && r.Method != method || method == "" && r.Method == "getUpdates" {
			return nil
		}
		n--
		return &f
	}
}

// Rates says how likely each fault is for a request, from 0 to 1.
type Rates struct {
	TooMany, ServerError, BadGateway, Dropped, LostAnswer, Delayed float64

	RetryAfter int           // for TooMany, seconds; at least 1
	Delay      time.Duration // for Delayed
}

// Random chooses faults at random; the same seed and the same order of
// requests give the same faults.
func Random(seed uint64, rates Rates) func(Request) *Fault {
	random := rand.New(rand.NewPCG(seed, 0))
	table := []struct {
		rate float64
		f    Fault
	}{
		{rates.TooMany, TooMany(max(1, rates.RetryAfter))},
		{rates.ServerError, ServerError()},
		{rates.BadGateway, BadGateway()},
		{rates.Dropped, Dropped()},
		{rates.LostAnswer, LostAnswer()},
		{rates.Delayed, Delayed(rates.Delay)},
	}
	return func(Request) *Fault {
		x := random.Float64()
		for _, t := range table {
			if x < t.rate {
				return &t.f
			}
			x -= t.rate
		}
		return nil
	}
}

type faultPlan struct {
	mu   sync.Mutex
	plan []func(Request) *Fault
}

// Fault adds a way to go wrong. For each request the ways are asked in the
// order they were added, one request at a time; the first answer counts.
func (s *Server) Fault(choose func(Request) *Fault) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.plan = append(s.faults.plan, choose)
}

// NoFaults ends all faults, those of updates too.
func (s *Server) NoFaults() {
	s.faults.mu.Lock()
	s.faults.plan = nil
	s.faults.mu.Unlock()
	s.locked(func() { s.updates.repeat, s.updates.order, s.updates.repeats, s.updates.held = false, nil, nil, false })
}

func (s *Server) faultFor(c *call, count int) Fault {
	r := Request{Method: c.method, Chat: c.int("chat_id"), Params: map[string]string{}, Count: count}
	for name := range c.params {
		r.Params[name] = c.str(name)
	}
	s.faults.mu.Lock()
	var found *Fault
	for _, choose := range s.faults.plan {
		if found = choose(r); found != nil {
			break
		}
	}
	s.faults.mu.Unlock()
	if found == nil {
		return Fault{}
	}
	s.locked(func() { s.stats.Faults[found.kind()]++ })
	return *found
}

func (f Fault) kind() string {
	switch {
	case f.Drop:
		return "dropped"
	case f.Lose:
		return "answer lost"
	case f.Cut:
		return "cut off"
	case f.Code != 0:
		return strconv.Itoa(f.Code)
	}
	return "delayed"
}

// before does what the fault does before the request is carried out, and
// reports whether that was all.
func (f Fault) before(ctx context.Context, w http.ResponseWriter) bool {
	if f.Delay > 0 {
		t := time.NewTimer(f.Delay)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
		}
	}
	switch {
	case f.Drop:
		panic(http.ErrAbortHandler)
	case f.HTML:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.Code)
		_, _ = io.WriteString(w, f.Text)
		return true
	case f.Code != 0:
		writeError(w, &apiError{code: f.Code, text: f.Text, retryAfter: f.RetryAfter})
		return true
	}
	return false
}

// RepeatUpdates makes every update come twice: once more with the getUpdates
// after the one that first brought it, confirmed or not.
func (s *Server) RepeatUpdates() { s.locked(func() { s.updates.repeat = true }) }

// OrderUpdates makes the updates of one getUpdates come in the order given:
// order(n) is a permutation of 0..n-1. Hold lets enough of them gather.
func (s *Server) OrderUpdates(order func(n int) []int) {
	s.locked(func() { s.updates.order = order })
}

// Hold keeps updates back until Release.
func (s *Server) Hold() { s.locked(func() { s.updates.held = true }) }

// Release ends Hold.
func (s *Server) Release() { s.locked(func() { s.updates.held = false }) }
