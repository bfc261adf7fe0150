package bot

import (
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/pin"
	"thidua/workflow/text"
)

// pinForm is a leader who changes the signing PIN.
type pinForm struct {
	Proved bool        // the old PIN was typed
	New    *pin.Record // waits to be typed again
}

// pin (/mapin) sets or changes the signing PIN: the old one first, then the new
// one twice. Every message with a PIN is deleted from the chat.
func (b *Bot) pin() dialog.Flow[pinForm] {
	return dialog.Flow[pinForm]{
		Name:  "pin",
		Power: workflow.MaySign,
		Steps: []dialog.Step[pinForm]{
			{Name: "old", Ask: askOldPIN, Take: b.takeOldPIN, Secret: true},
			{Name: "new", Ask: askChangedPIN, Take: b.takeChangedPIN, Secret: true, Undo: func(_ *dialog.Turn, f *pinForm) { f.New = nil }},
			{Name: "again", Ask: askChangedAgain, Take: b.takeChangedAgain, Secret: true},
		},
	}
}

func (b *Bot) changePIN(t *dialog.Turn, _ string) error { return b.pin().Start(t, pinForm{}) }

func askOldPIN(t *dialog.Turn, f *pinForm) (*dialog.Question, error) {
	has, err := workflow.HasPIN(t.Tx, t.Person.ID)
	if !has || f.Proved || err != nil {
		return nil, err
	}
	return &dialog.Question{Lines: lines(text.Say("pin.ask_old"))}, nil
}

func (b *Bot) takeOldPIN(t *dialog.Turn, f *pinForm, a dialog.Answer) error {
	wrong, err := workflow.TryPIN(t.Tx, t.Act(), b.Key, t.Person, a.Text)
	if err != nil {
		return err
	}
	if wrong.Key != "" {
		t.Say(wrong)
		return t.Stay()
	}
	f.Proved = true
	return nil
}

func askChangedPIN(t *dialog.Turn, f *pinForm) (*dialog.Question, error) {
	if f.New != nil {
		return nil, nil
	}
	return &dialog.Question{Lines: lines(text.Say("pin.ask_new"))}, nil
}

func (b *Bot) takeChangedPIN(t *dialog.Turn, f *pinForm, a dialog.Answer) error {
	rec, ok := b.newPIN(t, a.Text)
	if !ok {
		return t.Stay()
	}
	f.New = rec
	return nil
}

func askChangedAgain(t *dialog.Turn, f *pinForm) (*dialog.Question, error) {
	return &dialog.Question{Lines: lines(text.Say("pin.ask_again"))}, nil
}

func (b *Bot) takeChangedAgain(t *dialog.Turn, f *pinForm, a dialog.Answer) error {
	ok, err := b.confirmPIN(t, *f.New, a.Text)
	f.New = nil
	if err != nil {
		return err
	}
	if !ok {
		return t.Go("new")
	}
	t.Say(text.Say("pin.set"))
	return t.End()
}

// newPIN takes a first PIN; its record waits until it is typed again.
func (b *Bot) newPIN(t *dialog.Turn, typed string) (*pin.Record, bool) {
	typed = strings.TrimSpace(typed)
	if !pin.Valid(typed) {
		t.Say(text.Say("pin.invalid"))
		return nil, false
	}
	rec := pin.New(b.Key, t.Person.ID, t.Event.ID, typed)
	return &rec, true
}

// confirmPIN keeps the PIN when it was typed the same twice.
func (b *Bot) confirmPIN(t *dialog.Turn, first pin.Record, typed string) (bool, error) {
	rec, same := first.Check(b.Key, strings.TrimSpace(typed), t.At())
	if !same {
		t.Say(text.Say("pin.differs"))
		return false, nil
	}
	return true, workflow.SetPIN(t.Tx, t.Act(), t.Person, rec)
}
