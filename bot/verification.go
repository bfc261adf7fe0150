package bot

import (
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/text"
)

// verificationForm is somebody who has documents checked.
type verificationForm struct{ Told bool }

// verifying (/xacminh) checks documents, by code or by file, until it is ended.
func (b *Bot) verifying() dialog.Flow[verificationForm] {
	return dialog.Flow[verificationForm]{
		Name:  "verify",
		Power: workflow.MaySee,
		Steps: []dialog.Step[verificationForm]{{Name: "what", Ask: askVerification, Take: b.takeVerification, Free: true}},
	}
}

// verify is /xacminh [code].
func (b *Bot) verify(t *dialog.Turn, args string) error {
	if args = strings.TrimSpace(args); args != "" {
		return b.verifyCode(t, args)
	}
	return b.verifying().Start(t, verificationForm{})
}

func askVerification(_ *dialog.Turn, f *verificationForm) (*dialog.Question, error) {
	if f.Told {
		return &dialog.Question{Lines: lines(text.Say("xacminh.again"))}, nil
	}
	return &dialog.Question{Lines: lines(text.Say("xacminh.ask"))}, nil
}

func (b *Bot) takeVerification(t *dialog.Turn, f *verificationForm, a dialog.Answer) error {
	if err := b.verifyCode(t, a.Text); err != nil {
		return err
	}
	f.Told = true
	return t.Stay()
}

func (b *Bot) verifyCode(t *dialog.Turn, code string) error {
	v, ok, err := workflow.VerifyCode(t.Tx, code, b.Roots, b.Check)
	if err != nil {
		return err
	}
	if !ok {
		return text.Wrong("xacminh.no_code", "code", code)
	}
	return t.Send(v.Told(t.Person.Language).Lines(), nil)
}

// verificationCame checks a file that came into the talk; false where no such
// talk is open.
func (b *Bot) verificationCame(t *dialog.Turn, file *intake.File, kind string) (bool, error) {
	open, err := b.talks.Find(t.Tx, t.Event.Chat)
	if err != nil {
		return false, err
	}
	f, mine := b.verifies(open)
	if !mine {
		return false, nil
	}
	if kind != "pdf" {
		return true, text.Wrong("xacminh.no_pdf")
	}
	v, err := workflow.VerifyFile(t.Tx, file.Bytes, b.Roots, b.Check)
	if err == nil {
		err = t.Send(v.Told(t.Person.Language).Lines(), nil)
	}
	if err != nil {
		return true, err
	}
	f.Told = true
	return true, b.verifying().Go(t, open, "what", f)
}

// verifies says whether a talk waits for what is to be checked.
func (b *Bot) verifies(open *dialog.Open) (verificationForm, bool) {
	f, mine := b.verifying().Draft(open)
	return f, mine && open.Name() == b.verifying().Name
}
