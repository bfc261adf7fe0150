package bot

import (
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/pin"
	"thidua/workflow/text"
)

// A pinProof is what a talk that asks for the signing PIN remembers of it; a
// draft embeds it.
type pinProof struct {
	New    *pin.Record // a PIN that waits to be typed again
	Proved bool        // typed right, or set just now
}

func (p *pinProof) proof() *pinProof { return p }

// proving is a draft that embeds a pinProof.
type proving[D any] interface {
	*D
	proof() *pinProof
}

// withPIN ends a talk that must be sure who speaks: its Done is reached only with
// the PIN typed right. Whoever has none yet sets one, typed twice; what says what
// it is for, and should name the hash of what is signed. Every message with a PIN
// is deleted from the chat, five wrong ones in a row lock it.
func withPIN[D any, P proving[D]](b *Bot, what func(*dialog.Turn, *D) ([]text.Notice, error)) []dialog.Step[D] {
	return append(setPIN[D, P](b, what), provePIN[D, P](b, what))
}

// provePIN asks for the PIN of who has one, unless it was just proved.
func provePIN[D any, P proving[D]](b *Bot, what func(*dialog.Turn, *D) ([]text.Notice, error)) dialog.Step[D] {
	return dialog.Step[D]{
		Name: "pin", Secret: true,
		Ask: func(t *dialog.Turn, f *D) (*dialog.Question, error) {
			has, err := workflow.HasPIN(t.Tx, t.Person.ID)
			if err != nil || !has || P(f).proof().Proved {
				return nil, err
			}
			said, err := what(t, f)
			return &dialog.Question{Lines: said}, err
		},
		Take: func(t *dialog.Turn, f *D, a dialog.Answer) error {
			wrong, err := workflow.TryPIN(t.Tx, t.Act(), b.Chancery.Key, t.Person, strings.TrimSpace(a.Text))
			if err != nil {
				return err
			}
			if wrong.Key != "" {
				t.Say(wrong)
				return t.Stay()
			}
			P(f).proof().Proved = true
			return nil
		},
		Undo: func(_ *dialog.Turn, f *D) { P(f).proof().Proved = false },
	}
}

// setPIN sets a PIN, typed twice. What says what the second typing does besides;
// then only who has none sets one.
func setPIN[D any, P proving[D]](b *Bot, what func(*dialog.Turn, *D) ([]text.Notice, error)) []dialog.Step[D] {
	return []dialog.Step[D]{
		{
			Name: "newpin", Secret: true,
			Ask: func(t *dialog.Turn, f *D) (*dialog.Question, error) {
				has, err := workflow.HasPIN(t.Tx, t.Person.ID)
				if err != nil || has && what != nil || P(f).proof().New != nil {
					return nil, err
				}
				return &dialog.Question{Lines: lines(text.Say("pin.ask_new"))}, nil
			},
			Take: func(t *dialog.Turn, f *D, a dialog.Answer) error {
				typed := strings.TrimSpace(a.Text)
				if !pin.Valid(typed) {
					t.Say(text.Say("pin.invalid"))
					return t.Stay()
				}
				rec := pin.New(b.Chancery.Key, t.Person.ID, t.Event.ID, typed)
				P(f).proof().New = &rec
				return nil
			},
			Undo: func(_ *dialog.Turn, f *D) { P(f).proof().New = nil },
		},
		{
			Name: "again", Secret: true,
			Ask: func(t *dialog.Turn, f *D) (*dialog.Question, error) {
				if P(f).proof().New == nil {
					return nil, nil
				}
				q := &dialog.Question{Lines: lines(text.Say("pin.ask_again"))}
				if what == nil {
					return q, nil
				}
				said, err := what(t, f)
				q.Lines = append(q.Lines, said...)
				return q, err
			},
			Take: func(t *dialog.Turn, f *D, a dialog.Answer) error {
				p := P(f).proof()
				rec, same := p.New.Check(b.Chancery.Key, strings.TrimSpace(a.Text), t.At())
				p.New = nil
				if !same {
					t.Say(text.Say("pin.differs"))
					return t.Go("newpin")
				}
				p.Proved = true
				return workflow.SetPIN(t.Tx, t.Act(), t.Person, rec)
			},
		},
	}
}

// pinForm is a leader who changes the signing PIN.
type pinForm struct{ pinProof }

// pin (/mapin) sets or changes the signing PIN: the old one first, then the new
// one twice. Who proved the old one can have the own signing key replaced instead.
func (b *Bot) pin() dialog.Flow[pinForm] {
	old := func(*dialog.Turn, *pinForm) ([]text.Notice, error) { return lines(text.Say("pin.ask_old")), nil }
	return dialog.Flow[pinForm]{
		Name:  "pin",
		Power: workflow.MaySign,
		Steps: append([]dialog.Step[pinForm]{provePIN(b, old)}, orRotate(setPIN[pinForm](b, nil))...),
		Done:  func(t *dialog.Turn, _ *pinForm) error { return t.Send(lines(text.Say("pin.set")), nil) },
	}
}

// orRotate lets the question for the new PIN also be answered by replacing the
// signing key.
func orRotate(steps []dialog.Step[pinForm]) []dialog.Step[pinForm] {
	ask, take := steps[0].Ask, steps[0].Take
	steps[0].Ask = func(t *dialog.Turn, f *pinForm) (*dialog.Question, error) {
		q, err := ask(t, f)
		if q == nil || err != nil || !f.Proved {
			return q, err
		}
		has, err := workflow.HasSigningKey(t.Tx, t.Person)
		if has && err == nil {
			q.Lines = lines(text.Say("keys.ask"))
			q.Choices = [][]dialog.Choice{{choice("rotate", "keys.button.rotate", "thay khoa", "rotate")}}
		}
		return q, err
	}
	steps[0].Take = func(t *dialog.Turn, f *pinForm, a dialog.Answer) error {
		if a.Value != "rotate" {
			return take(t, f, a)
		}
		if err := workflow.RotateKeys(t.Tx, t.Act(), t.Person); err != nil {
			return err
		}
		t.Say(text.Say("keys.rotated"))
		return t.End()
	}
	return steps
}

func (b *Bot) changePIN(t *dialog.Turn, _ string) error { return b.pin().Start(t, pinForm{}) }
