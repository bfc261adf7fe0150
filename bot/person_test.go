package bot_test

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/text"
)

// A person writes to the bot.
type person struct {
	*house
	id   string
	chat string // another than their own: a group
}

// in is the same person in a group.
func (p *person) in(group string) *person { return &person{house: p.house, id: p.id, chat: group} }

// A reply is what one event queued for the chat it came from, and for others.
type reply struct {
	text    string // everything said to the chat
	answers []string
	own     []outbox.Message
	others  []outbox.Message
}

// to is what the event queued for somebody else.
func (r reply) to(chat string) string {
	var said []string
	for _, m := range r.others {
		if m.Chat == chat {
			said = append(said, plain(m.Text))
		}
	}
	return strings.Join(said, "\n")
}

func (r reply) documents(chat string) []outbox.Document {
	var list []outbox.Document
	for _, m := range slices.Concat(r.own, r.others) {
		if m.Chat == chat && m.Document != nil {
			list = append(list, *m.Document)
		}
	}
	return list
}

func (r reply) menu() []string {
	var list []string
	for _, m := range r.own {
		if m.Action == outbox.Menu {
			for _, c := range m.Commands {
				list = append(list, c.Name)
			}
		}
	}
	return list
}

func (r reply) deletes(message int) bool {
	return slices.ContainsFunc(r.own, func(m outbox.Message) bool { return m.Action == outbox.Delete && m.Ref == message })
}

func plain(s string) string { return html.UnescapeString(text.StripTags(s)) }

// says sends a text.
func (p *person) says(said string) reply {
	p.t.Helper()
	e := p.event(p)
	e.Text = text.Clean(said)
	return p.offer(e)
}

// buttons are those below the newest message of the chat that has any.
func (p *person) buttons() []outbox.Button { return p.shown[p.chat] }

// labels are what stands on the buttons.
func labels(list []outbox.Button) string {
	var all []string
	for _, b := range list {
		all = append(all, b.Label)
	}
	return strings.Join(all, ", ")
}

// presses presses the newest button with the label, or the one that ends in it.
func (p *person) presses(label string) reply {
	p.t.Helper()
	list := p.buttons()
	for _, b := range list {
		if b.Label == label {
			return p.pressesData(b.Data)
		}
	}
	for _, b := range list {
		if strings.HasSuffix(b.Label, label) {
			return p.pressesData(b.Data)
		}
	}
	p.t.Fatalf("no button %q in %v", label, list)
	return reply{}
}

func (p *person) pressesData(data string) reply {
	p.t.Helper()
	e := p.event(p)
	e.Kind, e.Data, e.Callback = intake.KindButton, data, fmt.Sprint("cb", p.n)
	return p.offer(e)
}

// talk says several things and returns the last answer.
func (p *person) talk(said ...string) (r reply) {
	p.t.Helper()
	for _, s := range said {
		r = p.says(s)
	}
	return r
}

// has demands that the reply says something.
func (r reply) has(t testing.TB, words ...string) reply {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(r.text, w) {
			t.Errorf("%q is missing in:\n%s", w, r.text)
		}
	}
	return r
}

// lacks demands that the reply does not say something.
func (r reply) lacks(t testing.TB, words ...string) reply {
	t.Helper()
	for _, w := range words {
		if strings.Contains(r.text, w) {
			t.Errorf("%q should not be in:\n%s", w, r.text)
		}
	}
	return r
}

func contains(t testing.TB, where string, words ...string) {
	t.Helper()
	reply{text: where}.has(t, words...)
}
