package dialog

import (
	"thidua/storage"
)

// Talk is a flow of any draft.
type Talk interface {
	name() string
	free(state) bool
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

// Name is the flow's name.
func (o *Open) Name() string { return o.Flow }

// Chosen says whether a text is the typed equal of one of the open buttons.
func (o *Open) Chosen(answer string) bool {
	_, ok := o.choose(answer)
	return ok
}

// Answer gives the open step a typed answer.
func (o *Open) Answer(t *Turn, answer string) error {
	a, _ := o.choose(answer)
	return o.talk.resume(t, o.state, a)
}

// Press gives the open step a pressed button. It says whether the button belongs
// to the question that is open; an old or doubled one changes nothing.
func (o *Open) Press(t *Turn, data string) (bool, error) {
	a, ok := o.press(data)
	if !ok {
		return false, nil
	}
	return true, o.talk.resume(t, o.state, a)
}

// Again asks the open question again.
func (o *Open) Again(t *Turn) error { return o.talk.again(t, o.state) }

// Back goes one question back.
func (o *Open) Back(t *Turn) error { return o.talk.back(t, o.state) }

// Cancel leaves the conversation.
func (o *Open) Cancel(t *Turn) error { return states.Delete(t.Tx, o.state) }
