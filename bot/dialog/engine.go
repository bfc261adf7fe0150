package dialog

import (
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/text"
)

// Talk is a flow of any draft.
type Talk interface {
	name() string
	free(state) bool
	secret(state) bool
	repeat(state) bool
	power() workflow.Power
	resume(*Turn, state, Answer) error
	again(*Turn, state) error
	back(*Turn, state) error
}

// Engine finds the conversation that a chat is in.
type Engine map[string]Talk

// NewEngine knows the given conversations.
func NewEngine(talks ...Talk) Engine {
	e := Engine{}
	for _, t := range talks {
		e[t.name()] = t
	}
	return e
}

// Open is a chat's open conversation, if there is one.
type Open struct {
	state
	talk Talk
}

// Find returns the chat's open conversation, or nil. One that a release removed
// is closed as if it had never been.
func (e Engine) Find(r storage.Reader, chat string) (*Open, error) {
	s, ok, err := states.Find(r, chat)
	if err != nil || !ok || e[s.Flow] == nil {
		return nil, err
	}
	return &Open{s, e[s.Flow]}, nil
}

// Free says whether the open step takes every text as an answer.
func (o *Open) Free() bool { return o.talk.free(o.state) }

// Repeats says whether the question is asked again after an answer that cannot be
// taken.
func (o *Open) Repeats() bool { return o.talk.repeat(o.state) }

// Secret says whether the open step asks for a secret.
func (o *Open) Secret() bool { return o.talk.secret(o.state) }

// Name is the flow's name.
func (o *Open) Name() string { return o.Flow }

// Chosen says whether a text is the typed equal of one of the open buttons.
func (o *Open) Chosen(answer string) bool {
	_, ok := o.choose(answer)
	return ok
}

// Answer gives the open step a typed answer.
func (o *Open) Answer(t *Turn, answer string) error {
	if err := o.Hide(t); err != nil {
		return err
	}
	a, _ := o.choose(answer)
	return o.allowed(t, func() error { return o.talk.resume(t, o.state, a) })
}

// Asks says whether a button belongs to the question that is open; an old or
// doubled one does not.
func (o *Open) Asks(data string) bool {
	_, ok := o.press(data)
	return ok
}

// Press gives the open step a pressed button that belongs to it.
func (o *Open) Press(t *Turn, data string) error {
	a, _ := o.press(data)
	return o.allowed(t, func() error { return o.talk.resume(t, o.state, a) })
}

// Again asks the open question again.
func (o *Open) Again(t *Turn) error {
	return o.allowed(t, func() error { return o.talk.again(t, o.state) })
}

// Back goes one question back.
func (o *Open) Back(t *Turn) error {
	return o.allowed(t, func() error { return o.talk.back(t, o.state) })
}

// Hide deletes the message from the chat if the open step asks for a secret.
func (o *Open) Hide(t *Turn) error {
	if !o.talk.secret(o.state) {
		return nil
	}
	return outbox.Queue(t.Tx, outbox.Message{Chat: t.Event.Chat, Action: outbox.Delete, Ref: t.Event.Message, Queued: t.At(), Event: t.Event.ID})
}

// allowed goes on if the person may still do what the conversation is about, and
// else ends it.
func (o *Open) allowed(t *Turn, on func() error) error {
	if o.Cluster != "" && o.Cluster != t.Actor.Cluster { // another one was chosen meanwhile
		a, err := workflow.FindActor(t.Tx, t.Person, o.Cluster, t.At())
		if err != nil {
			return err
		}
		t.Actor = a
	}
	if p := o.talk.power(); p == "" || t.Actor.Can(p) {
		return on()
	}
	t.Say(text.Say("dialog.not_yours"))
	return leave(t, o.state)
}

// Cancel leaves the conversation.
func (o *Open) Cancel(t *Turn) error { return o.state.close(t) }

// Resumed says whether the conversation had waited for another one, which has
// just ended: then it is to be asked again.
func (o *Open) Resumed() bool { return o.state.Resumed }
