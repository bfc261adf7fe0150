// Package dialog runs conversations that are written as a list of steps and
// survive anything between two messages: a restart, a reminder, another command.
package dialog

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/text"
)

// A Flow is one conversation, told from the first question to the last. D is
// the draft it fills in: whatever must be remembered between two messages.
type Flow[D any] struct {
	Name  string
	Steps []Step[D]
	Done  func(*Turn, *D) error // after the last step; nil: nothing more to do

	// Power is what the person must be able to do, still, at every answer: roles
	// change between two messages. Empty: anybody.
	Power workflow.Power

	// Keeps says that what the draft holds must not be lost when another
	// conversation is begun: this one waits, and goes on when that one ends.
	Keeps bool
}

// A Step asks one thing and takes the answer. Its name is stored with the chat,
// so it outlives a release; its place in the list does not have to.
type Step[D any] struct {
	Name string

	// Ask says what to ask now. It has no side effects, so asking again is
	// always safe. A nil question passes over the step.
	Ask func(*Turn, *D) (*Question, error)

	// Take takes the answer. A Problem leaves the chat on this step.
	Take func(*Turn, *D, Answer) error

	// Back goes one question back inside the step and says whether there was
	// one; nil or false goes back to the step before.
	Back func(*Turn, *D) bool

	// Undo forgets what the step was answered, so that it asks again when the
	// person comes back to it; nil: it asks in any case.
	Undo func(*Turn, *D)

	Repeat bool // after an answer that cannot be taken, the question is asked again: it may have scrolled away
	Free   bool // every text is an answer: words that look like commands, too
	Secret bool // the answer's message is deleted from the chat at once
}

// A Question is what a step says: lines of text and what may be chosen.
type Question struct {
	Lines   []text.Notice
	Choices [][]Choice // rows of buttons
}

// A Choice is one button. Every button has a typed equal: its label in either
// language, with or without accents, or one of Words.
type Choice struct {
	Value string
	Label text.Notice
	Words []string
}

// An Answer is what came: the value of a choice, or free text.
type Answer struct {
	Value string // of the choice, by button or by its typed equal; empty for free text
	Text  string
}

// A Turn is what one event gives a step to work with.
type Turn struct {
	Tx     storage.Tx
	Event  intake.Event
	Person workflow.Person
	Actor  workflow.Actor

	said []text.Notice
	move move
	goTo string
}

type move int

const (
	next move = iota
	stay
	jump
	end
	handed
)

// Act is who does something in this turn, when, and because of which event.
func (t *Turn) Act() workflow.Act {
	return workflow.Act{By: t.Person.ID, At: t.Event.At, Event: t.Event.ID}
}

// At is when the event happened.
func (t *Turn) At() time.Time { return t.Event.At }

// Say puts lines before whatever is asked next.
func (t *Turn) Say(lines ...text.Notice) { t.said = append(t.said, lines...) }

// Stay asks the same step again.
func (t *Turn) Stay() error { t.move = stay; return nil }

// Go makes the named step the next one.
func (t *Turn) Go(step string) error { t.move, t.goTo = jump, step; return nil }

// End leaves the conversation without Done.
func (t *Turn) End() error { t.move = end; return nil }

// Send puts lines, buttons and documents into the outbox for the person.
func (t *Turn) Send(lines []text.Notice, buttons [][]outbox.Button, documents ...outbox.Document) error {
	return Tell(t.Tx, t.Event, outbox.Message{Chat: t.Event.Chat, Buttons: buttons}, t.Person.Language, lines, documents...)
}

// Tell puts lines into words and queues them, split where they are too long for
// one message; buttons go under the last part, documents after it.
func Tell(tx storage.Tx, e intake.Event, m outbox.Message, lang string, lines []text.Notice, documents ...outbox.Document) error {
	m.Action, m.Queued, m.Event = outbox.Send, e.At, e.ID
	buttons := m.Buttons
	parts := text.Split(text.Lines(lang, lines))
	for i, part := range parts {
		m.Text, m.Buttons = part, nil
		if i == len(parts)-1 {
			m.Buttons = buttons
		}
		if err := outbox.Queue(tx, m); err != nil {
			return err
		}
	}
	for _, d := range documents {
		m.Text, m.Buttons, m.Document = "", nil, &d
		if err := outbox.Queue(tx, m); err != nil {
			return err
		}
	}
	return nil
}

// Start begins the conversation with a draft.
func (f Flow[D]) Start(t *Turn, draft D) error {
	return f.run(t, state{Chat: t.Event.Chat, Flow: f.Name}, 0, &draft)
}

// StartAt begins the conversation at the named step.
func (f Flow[D]) StartAt(t *Turn, step string, draft D) error {
	return f.run(t, state{Chat: t.Event.Chat, Flow: f.Name}, f.index(step), &draft)
}

// Draft is what the flow's open conversation has so far, also where it waits for
// another one; false when there is none.
func (f Flow[D]) Draft(o *Open) (draft D, ok bool) {
	s := f.of(o)
	if s == nil || json.Unmarshal(s.Draft, &draft) != nil {
		return draft, false
	}
	return draft, true
}

// Cluster is what the flow's open conversation is about.
func (f Flow[D]) Cluster(o *Open) string {
	if s := f.of(o); s != nil {
		return s.Cluster
	}
	return ""
}

// of is the flow's own conversation: the one that is open, or that waits for it.
func (f Flow[D]) of(o *Open) *state {
	switch {
	case o == nil:
		return nil
	case o.Flow == f.Name:
		return &o.state
	case o.Aside != nil && o.Aside.Flow == f.Name:
		return o.Aside
	}
	return nil
}

// Go goes on at the named step with a draft: in the conversation that is open, or
// in a new one where another is open, or none.
func (f Flow[D]) Go(t *Turn, o *Open, step string, draft D) error {
	s := state{Chat: t.Event.Chat, Flow: f.Name}
	if own := f.of(o); own != nil && own.Cluster == t.Actor.Cluster {
		s = *own
		s.Past = push(s.Past, s.Step, step)
	}
	return f.run(t, s, f.index(step), &draft)
}

func (f Flow[D]) name() string { return f.Name }

func (f Flow[D]) index(step string) int {
	for i, s := range f.Steps {
		if s.Name == step {
			return i
		}
	}
	return -1
}

// load reads the draft and finds the step. Where a release removed the step, or
// changed what an answer looks like, the step is -1: the conversation starts
// again with a polite sentence, keeping the answers that fit.
func (f Flow[D]) load(t *Turn, s state) (i int, draft D, err error) {
	i = f.index(s.Step)
	err = json.Unmarshal(s.Draft, &draft)
	if _, misfit := errors.AsType[*json.UnmarshalTypeError](err); misfit {
		i, err = -1, nil
	}
	if err != nil {
		return 0, draft, fmt.Errorf("draft of %s: %w", f.Name, err)
	}
	if i < 0 {
		t.Say(text.Say("dialog.changed"))
	}
	return i, draft, nil
}

func (f Flow[D]) free(s state) bool {
	i := f.index(s.Step)
	return i >= 0 && (f.Steps[i].Free || f.Steps[i].Secret)
}

func (f Flow[D]) secret(s state) bool {
	i := f.index(s.Step)
	return i >= 0 && f.Steps[i].Secret
}

func (f Flow[D]) repeat(s state) bool {
	i := f.index(s.Step)
	return i >= 0 && f.Steps[i].Repeat
}

func (f Flow[D]) power() workflow.Power { return f.Power }

func (f Flow[D]) resume(t *Turn, s state, a Answer) error {
	i, draft, err := f.load(t, s)
	if err != nil {
		return err
	}
	if i < 0 {
		return f.run(t, s, 0, &draft)
	}
	if err := f.Steps[i].Take(t, &draft, a); err != nil {
		return err
	}
	switch t.move {
	case handed:
	case stay:
		err = f.run(t, s, i, &draft)
	case jump:
		s.Past = push(s.Past, s.Step, t.goTo)
		err = f.run(t, s, f.index(t.goTo), &draft)
	case end:
		err = leave(t, s)
	default:
		s.Past = push(s.Past, s.Step, "")
		err = f.run(t, s, i+1, &draft)
	}
	return err
}

// again asks the current step again; nothing changes.
func (f Flow[D]) again(t *Turn, s state) error {
	i, draft, err := f.load(t, s)
	if err != nil {
		return err
	}
	return f.run(t, s, max(i, 0), &draft)
}

// back goes one question back: inside the step where it can, else to the step
// that was asked before it.
func (f Flow[D]) back(t *Turn, s state) error {
	i, draft, err := f.load(t, s)
	if err != nil {
		return err
	}
	if i >= 0 && f.Steps[i].Back != nil && f.Steps[i].Back(t, &draft) {
		return f.run(t, s, i, &draft)
	}
	for n := len(s.Past) - 1; n >= 0; n-- {
		j := f.index(s.Past[n])
		if j < 0 || j == i {
			continue
		}
		if f.Steps[j].Undo != nil {
			f.Steps[j].Undo(t, &draft)
		}
		q, err := f.Steps[j].Ask(t, &draft)
		if err != nil {
			return err
		}
		if q != nil {
			s.Past = s.Past[:n]
			return f.put(t, s, j, q, &draft)
		}
	}
	t.Say(text.Say("dialog.first"))
	return f.again(t, s)
}

// run asks step i, or the first one after it that has a question, and ends the
// conversation when there is none.
func (f Flow[D]) run(t *Turn, s state, i int, draft *D) error {
	if i < 0 {
		return fmt.Errorf("flow %s has no step %q", f.Name, t.goTo)
	}
	for ; i < len(f.Steps); i++ {
		q, err := f.Steps[i].Ask(t, draft)
		if err != nil {
			return err
		}
		if q != nil {
			return f.put(t, s, i, q, draft)
		}
	}
	if err := leave(t, s); err != nil || f.Done == nil {
		return err
	}
	return f.Done(t, draft)
}

// put asks a question of step i and keeps the draft as it is then.
func (f Flow[D]) put(t *Turn, s state, i int, q *Question, draft *D) (err error) {
	s.Step, s.Keeps = f.Steps[i].Name, f.Keeps
	if s.Cluster == "" {
		s.Cluster = t.Actor.Cluster
	}
	if s.Draft, err = json.Marshal(draft); err != nil {
		return err
	}
	return ask(t, s, *q)
}

// Handed says that another conversation has begun in this one's place.
func (t *Turn) Handed() error { t.move = handed; return nil }
