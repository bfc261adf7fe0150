package emulator

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"
)

const (
	updateLife = 24 * time.Hour
	queryLife  = 150 * time.Second // of a button press, answered or fetched
	idleWeek   = 7 * 24 * time.Hour
	firstID    = 710_000_001
)

// withheldKinds must be asked for by name in allowed_updates.
var withheldKinds = []string{"chat_member", "message_reaction", "message_reaction_count"}

// updateQueue holds what the bot has not confirmed yet.
type updateQueue struct {
	waiting []update
	repeats []update // delivered once and to be delivered again
	lastID  int64
	lastAt  time.Time
	allowed []string // empty: all but withheldKinds
	poll    *poll    // the getUpdates that waits
	held    bool
	repeat  bool
	order   func(n int) []int
	random  *rand.Rand
}

type update struct {
	id      int64
	raw     []byte
	expires time.Time
}

// poll is one getUpdates. The newest one owns the queue.
type poll struct{ offset int64 }

func newUpdateQueue() updateQueue {
	return updateQueue{lastID: firstID - 1, random: rand.New(rand.NewPCG(1, 2))}
}

// emit queues an update of the given kind, unless the bot did not ask for it.
// It returns the update's id, or 0.
func (s *Server) emit(kind string, content any) int64 {
	allowed := s.updates.allowed
	if len(allowed) > 0 && !slices.Contains(allowed, kind) || len(allowed) == 0 && slices.Contains(withheldKinds, kind) {
		return 0
	}
	id := s.nextUpdateID()
	raw := toJSON(map[string]any{"update_id": id, kind: content})
	if s.check != nil {
		s.check(kind, []typ{{name: "Update"}}, raw)
	}
	life := updateLife
	if kind == "callback_query" {
		life = queryLife
	}
	s.enqueue(update{id, raw, s.now().Add(life)})
	return id
}

func (s *Server) enqueue(u update) {
	s.updates.waiting = append(s.updates.waiting, u)
	s.stats.Updates++
	s.moved()
}

// nextUpdateID counts up, and starts anywhere after a week of silence, as
// Telegram documents. Nobody may compare these ids for order.
func (s *Server) nextUpdateID() int64 {
	q := &s.updates
	now := s.now()
	if !q.lastAt.IsZero() && now.Sub(q.lastAt) >= idleWeek {
		q.lastID = 1_000_000 + q.random.Int64N(900_000_000)
	}
	q.lastID++
	q.lastAt = now
	return q.lastID
}

// expire drops what nobody fetched in time.
func (s *Server) expire() {
	now := s.now()
	s.updates.waiting = slices.DeleteFunc(s.updates.waiting, func(u update) bool {
		if now.Before(u.expires) {
			return false
		}
		s.stats.Expired++
		return true
	})
}

var (
	errTerminated = &apiError{code: http.StatusConflict, text: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}
	errWebhook    = &apiError{code: http.StatusConflict, text: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}
)

func (s *Server) getUpdates(ctx context.Context, c *call) (json.RawMessage, error) {
	mine := &poll{c.int("offset")}
	var err error
	s.locked(func() {
		if s.webhook.URL != "" {
			err = errWebhook
			return
		}
		s.updates.poll = mine
		if c.has("allowed_updates") {
			s.updates.allowed = nil
			c.json("allowed_updates", &s.updates.allowed)
		}
		s.confirm(mine.offset)
		s.busy--
	})
	if err != nil {
		return nil, err
	}
	defer s.locked(func() {
		s.busy++
		if s.updates.poll == mine {
			s.updates.poll = nil
		}
	})
	limit := 100
	if c.has("limit") {
		limit = int(c.int("limit"))
	}
	timer := time.NewTimer(time.Duration(c.int("timeout")) * time.Second)
	defer timer.Stop()
	timedOut := c.int("timeout") == 0
	for {
		s.mu.Lock()
		if s.updates.poll != mine {
			s.mu.Unlock()
			return nil, errTerminated
		}
		batch, changed := s.take(limit), s.changed
		s.mu.Unlock()
		if len(batch) > 0 || timedOut {
			return toJSON(batch), nil
		}
		select {
		case <-ctx.Done():
			return toJSON(batch), nil
		case <-timer.C:
			timedOut = true
		case <-changed:
		}
	}
}

// confirm forgets what an offset says was received. An offset from before the
// ids started anew is beyond all of them and confirms nothing.
func (s *Server) confirm(offset int64) {
	q := &s.updates
	switch {
	case offset < 0:
		n := int64(len(q.waiting))
		q.waiting = q.waiting[max(0, n+offset):]
	case offset <= q.lastID+1:
		q.waiting = slices.DeleteFunc(q.waiting, func(u update) bool { return u.id < offset })
	}
}

// take picks what one getUpdates answers.
func (s *Server) take(limit int) []json.RawMessage {
	q := &s.updates
	s.expire()
	batch := []json.RawMessage{}
	if q.held {
		return batch
	}
	var fresh []update
	picked := slices.Clone(q.repeats[:min(limit, len(q.repeats))])
	q.repeats = q.repeats[len(picked):]
	for _, u := range q.waiting {
		again := slices.ContainsFunc(picked, func(p update) bool { return p.id == u.id })
		if len(picked) < limit && !again {
			picked = append(picked, u)
			fresh = append(fresh, u)
		}
	}
	if q.repeat {
		q.repeats = append(q.repeats, fresh...)
	}
	order := identity(len(picked))
	if q.order != nil {
		order = q.order(len(picked))
	}
	for _, i := range order {
		batch = append(batch, picked[i].raw)
	}
	return batch
}

func identity(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
