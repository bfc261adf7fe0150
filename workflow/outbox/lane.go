package outbox

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The pace that Telegram allows, with room to spare: bulk at 28 a second ran
// into pauses for everybody and came out at a fifth of it.
const (
	overall   = time.Second / 25
	perChat   = time.Second
	perGroup  = 20
	groupSpan = time.Minute
)

// An entry is a waiting message as the sender remembers it: what is needed to
// choose, without text and documents.
type entry struct {
	seq       int64
	chat      string
	rank      int    // answers to pressed buttons, replies, bulk
	lane      string // the chat; an answer waits for nothing, in a lane of its own
	paced     bool   // counts against the pace of its chat
	tried     bool   // holds up those behind it until it is tried again
	notBefore time.Time
}

func entryOf(m Message) *entry {
	e := &entry{
		seq: m.Seq, chat: m.Chat, lane: m.Chat, rank: 1, tried: m.Tries > 0, notBefore: m.NotBefore,
		paced: m.Action == Send || m.Action == Edit || m.Action == Pin,
	}
	switch {
	case m.Action == Answer:
		e.rank, e.lane = 0, fmt.Sprintf("%s/%d", m.Chat, m.Seq)
	case m.Bulk:
		e.rank = 2
	}
	return e
}

// before puts replies first and older messages first.
func (e *entry) before(o *entry) int {
	return cmp.Or(cmp.Compare(e.rank, o.rank), cmp.Compare(e.seq, o.seq))
}

// A lane is what waits for one chat, in the order in which it leaves.
type lane struct {
	line []*entry
	busy bool        // one of them is on its way
	hold time.Time   // the chat asked to wait until then
	sent []time.Time // when the last messages left, oldest first, at most perGroup
}

func (l *lane) insert(e *entry) {
	i, _ := slices.BinarySearchFunc(l.line, e, (*entry).before)
	l.line = slices.Insert(l.line, i, e)
}

// head is what leaves next, and when it may as far as the chat is concerned. One
// that was queued for later stands in nobody's way before its time.
func (l *lane) head(now time.Time) (next *entry, at time.Time) {
	for _, e := range l.line {
		if t := later(e.notBefore, l.free(e)); next == nil || t.Before(at) {
			next, at = e, t
		}
		if e.tried || !e.notBefore.After(now) {
			break
		}
	}
	return next, at
}

// free is when the chat's own pace lets the entry go.
func (l *lane) free(e *entry) time.Time {
	at, n := l.hold, len(l.sent)
	if !e.paced || n == 0 {
		return at
	}
	at = later(at, l.sent[n-1].Add(perChat))
	if n == perGroup && strings.HasPrefix(e.chat, "-") {
		at = later(at, l.sent[0].Add(groupSpan))
	}
	return at
}

func (l *lane) left(at time.Time) {
	if len(l.sent) == perGroup {
		l.sent = slices.Delete(l.sent, 0, 1)
	}
	l.sent = append(l.sent, at)
}

// forgotten says whether the lane carries nothing worth remembering.
func (l *lane) forgotten(now time.Time) bool {
	n := len(l.sent)
	return len(l.line) == 0 && !l.busy && !l.hold.After(now) &&
		(n == 0 || now.Sub(l.sent[n-1]) > groupSpan)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
