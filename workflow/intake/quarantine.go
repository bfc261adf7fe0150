package intake

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"thidua/storage"
)

// Quarantined is an event that could not be handled: put aside with its bytes,
// so that it neither stops the next one nor is lost.
type Quarantined struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`
	At      time.Time `json:"at"`
	Chat    string    `json:"chat,omitempty"`
	From    string    `json:"from,omitempty"`
	Raw     []byte    `json:"raw"` // as it came, but for what may be a PIN
	Failure string    `json:"failure"`
	Stack   string    `json:"stack,omitempty"` // of a panic
}

var quarantine = storage.Table[Quarantined]{Name: "quarantine", Key: func(q Quarantined) string { return q.ID }}

// Quarantine lists the events put aside, in the order of their ids.
func Quarantine(r storage.Reader) ([]Quarantined, error) { return quarantine.List(r, "") }

func (d *Door) quarantine(ctx context.Context, e Event, f *failure) error {
	q := Quarantined{
		ID: e.ID, Kind: e.Kind, At: e.At, Chat: e.Chat, From: e.From,
		Raw:     blankRaw(e.Raw),
		Failure: Blank(f.Error()),
		Stack:   Blank(string(f.stack)),
	}
	keep := func(alarm func(storage.Tx, Quarantined) error) error {
		return d.unit(ctx, e, func(tx storage.Tx) error {
			q := q // fn may run again
			if d.Secret != nil && d.Secret(tx, e) {
				q.Raw = nil
			}
			if err := quarantine.Put(tx, q); err != nil || alarm == nil {
				return err
			}
			return alarm(tx, q)
		})
	}
	err := keep(d.Alarm)
	if f, ok := ours(err); ok {
		d.Log.Error("alarm failed", "event", e.ID, "failure", Blank(f.Error()))
		err = keep(nil)
	}
	if err != nil {
		return fmt.Errorf("quarantine of event %s: %w", e.ID, err)
	}
	d.Log.Error("event put into quarantine", "event", q.ID, "kind", q.Kind, "failure", q.Failure, "stack", q.Stack)
	return nil
}

var (
	literal  = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	together = regexp.MustCompile(`\p{Nd}+`)
	// Digits that somebody typed with spaces, dots or hyphens between.
	apart = regexp.MustCompile(`\p{Nd}(?:[\s\x{a0}.\-_,]?\p{Nd})*`)
	token = regexp.MustCompile(`[0-9]{5,}(?::|%3[Aa])[A-Za-z0-9_-]{20,}`)
)

// Blank takes out of a text what nobody may read later: six digits, which may
// be a PIN, and what looks like the token of a bot.
func Blank(s string) string {
	s = token.ReplaceAllString(s, "***")
	s = together.ReplaceAllStringFunc(s, blankSix)
	return apart.ReplaceAllStringFunc(s, blankSix)
}

func blankSix(run string) string {
	n := 0
	blank := strings.Map(func(r rune) rune {
		if !unicode.IsDigit(r) {
			return r
		}
		n++
		return '*'
	}, run)
	if n != 6 {
		return run
	}
	return blank
}

// blankRaw blanks what people typed inside JSON and leaves every other byte,
// numbers too, as it came. Bytes that are not JSON are blanked throughout.
func blankRaw(raw []byte) []byte {
	if !json.Valid(raw) {
		return []byte(Blank(string(raw)))
	}
	return literal.ReplaceAllFunc(raw, func(quoted []byte) []byte {
		var s string
		if json.Unmarshal(quoted, &s) != nil {
			return quoted
		}
		blank := Blank(s)
		if blank == s {
			return quoted
		}
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if enc.Encode(blank) != nil {
			return []byte(`"***"`)
		}
		return bytes.TrimRight(b.Bytes(), "\n")
	})
}
