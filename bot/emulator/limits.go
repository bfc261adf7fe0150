package emulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The documented sending limits, enforced with Options.Limits. Telegram does
// not say over what time it measures, so this does: 30 messages in any second
// overall; five in any five seconds to one chat, which leaves room for a short
// burst; 20 in any minute to a group. What sends or edits a message counts,
// whatever comes of it; what is answered 429 does not. Time is the server's
// clock: with a clock that stands still the limits are reached and stay reached.
const (
	perSecond = 30
	perChat   = 5
	chatSpan  = 5 * time.Second
	perGroup  = 20
	groupSpan = time.Minute
)

// pace remembers when messages were sent.
type pace struct {
	all   []time.Time
	chats map[int64][]time.Time
}

// limit answers 429 when a request exceeds a limit.
func (s *Server) limit(c *call) error {
	counts := strings.HasPrefix(c.method, "send") && c.method != "sendChatAction" || strings.HasPrefix(c.method, "edit")
	if !s.opt.Limits || !counts {
		return nil
	}
	now, id, p := s.now(), c.int("chat_id"), &s.sent
	if p.chats == nil {
		p.chats = map[int64][]time.Time{}
	}
	p.all = since(p.all, now.Add(-time.Second))
	p.chats[id] = since(p.chats[id], now.Add(-groupSpan))
	recent := since(p.chats[id], now.Add(-chatSpan))
	var wait time.Duration
	if len(p.all) >= perSecond {
		wait = p.all[len(p.all)-perSecond].Add(time.Second).Sub(now)
	}
	if len(recent) >= perChat {
		wait = max(wait, recent[len(recent)-perChat].Add(chatSpan).Sub(now))
	}
	if group := p.chats[id]; id < 0 && len(group) >= perGroup {
		wait = max(wait, group[len(group)-perGroup].Add(groupSpan).Sub(now))
	}
	if wait > 0 {
		s.stats.Limited++
		seconds := int((wait + time.Second - 1) / time.Second)
		return &apiError{code: http.StatusTooManyRequests, text: "Too Many Requests: retry after " + strconv.Itoa(seconds), retryAfter: seconds}
	}
	p.all = append(p.all, now)
	p.chats[id] = append(p.chats[id], now)
	return nil
}

// since drops what is not after t; times are in order.
func since(times []time.Time, t time.Time) []time.Time {
	i := slices.IndexFunc(times, func(x time.Time) bool { return x.After(t) })
	if i < 0 {
		return nil
	}
	return times[i:]
}
