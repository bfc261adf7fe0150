package bot

import (
	"slices"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/ceremony"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// signForm is somebody at a place of the covenant: exactly the file with the hash.
type signForm struct {
	Year, No int
	Field    string
	Sum      string
	Refuse   bool
	pinProof
}

// signing signs the covenant by PIN, or declines it with a reason. The first
// signing sets the PIN, typed twice.
func (b *Bot) signing() dialog.Flow[signForm] {
	return dialog.Flow[signForm]{
		Name:  "sign",
		Power: workflow.MaySign,
		Steps: append([]dialog.Step[signForm]{{Name: "why", Ask: askRefusal, Take: b.takeRefusal, Free: true}}, withPIN(b, askSignature)...),
		Done:  b.sign,
	}
}

// startSigning shows exactly what is signed before the PIN is asked for.
func (b *Bot) startSigning(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant, field string, refuse bool) error {
	p := cov.Ceremony.Place(field)
	if !signsAt(t.Actor, p) {
		return text.Wrong("home.not_allowed", "command", "giaouoc")
	}
	if !refuse {
		if !slices.Contains(c.Signing, "chat") {
			return text.Wrong("giaouoc.not_in_chat", "year", year(c))
		}
		if busy, err := busyFile(t, c, cov); busy || err != nil {
			return err
		}
		if err := cov.Ceremony.CanSign(field, t.Person.ID, ceremony.Chat, t.At()); err != nil {
			return err
		}
		said := text.Say("ky.sign_this", "paper", paperName(t, c, cov.No), "unit", workflow.PartyName(c, p.Member), "short", shortHash(cov.SHA256))
		d, err := covenantFile(t.Tx, c, cov)
		if err != nil {
			return err
		}
		if err := t.Send(lines(said), nil, d); err != nil {
			return err
		}
	}
	if err := b.signing().Start(t, signForm{Year: c.Year, No: cov.No, Field: field, Sum: cov.SHA256, Refuse: refuse}); err != nil {
		return err
	}
	return t.Handed()
}

// busyFile says who has the file, where somebody else does, and remembers that the
// person waits for it.
func busyFile(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant) (bool, error) {
	said := text.Notice{}
	if p := cov.Ceremony.Pending(); p != nil {
		said = text.Say("ky.wait_stamp", "unit", workflow.PartyName(c, p.Member))
	} else if turn := cov.Ceremony.Holds(t.At()); turn != nil && turn.Person != t.Person.ID {
		said = text.Say("ky.wait_turn", "name", turn.Name, "unit", workflow.PartyName(c, cov.Ceremony.Place(turn.Field).Member), "until", local(c, turn.Until))
	}
	if said.Key == "" {
		return false, nil
	}
	if err := workflow.AwaitTurn(t.Tx, t.Act(), cov, t.Person); err != nil {
		return true, err
	}
	t.Say(said)
	return true, t.End()
}

func askRefusal(t *dialog.Turn, f *signForm) (*dialog.Question, error) {
	if !f.Refuse {
		return nil, nil
	}
	c, cov, err := covenantOf(t, f.Year, f.No)
	if err != nil {
		return nil, err
	}
	return &dialog.Question{Lines: lines(text.Say("ky.ask_decline", "unit", workflow.PartyName(c, memberOf(cov, f.Field))))}, nil
}

// memberOf is whose place a field is.
func memberOf(cov workflow.Covenant, field string) string {
	if p := cov.Ceremony.Place(field); p != nil {
		return p.Member
	}
	return ""
}

func (b *Bot) takeRefusal(t *dialog.Turn, f *signForm, a dialog.Answer) error {
	c, cov, err := covenantOf(t, f.Year, f.No)
	if err != nil {
		return err
	}
	reason := strings.TrimSpace(a.Text)
	if err := reasonFits(reason); err != nil {
		return err
	}
	p := cov.Ceremony.Place(f.Field)
	if !signsAt(t.Actor, p) {
		return text.Wrong("home.not_allowed", "command", "giaouoc")
	}
	if cov, err = workflow.RefuseCovenant(t.Tx, t.Act(), c, f.No, f.Field, t.Person, reason); err != nil {
		return err
	}
	unit := workflow.PartyName(c, p.Member)
	t.Say(text.Say("ky.declined", "unit", unit, "paper", paperName(t, c, f.No)))
	if err := tellConcerned(t, c, cov, func(lang string) text.Notice {
		return text.Say("ky.tell_declined", "unit", unit, "name", t.Person.Name, "paper", paperIn(lang, c, f.No), "reason", reason)
	}); err != nil {
		return err
	}
	return t.End()
}

func askSignature(t *dialog.Turn, f *signForm) ([]text.Notice, error) {
	c, cov, err := covenantOf(t, f.Year, f.No)
	if err != nil {
		return nil, err
	}
	return lines(text.Say("ky.ask_pin", "unit", workflow.PartyName(c, memberOf(cov, f.Field)), "short", shortHash(f.Sum))), nil
}

// sign signs what was shown, unless somebody has taken the file meanwhile.
func (b *Bot) sign(t *dialog.Turn, f *signForm) error {
	c, before, err := covenantOf(t, f.Year, f.No)
	if err != nil {
		return err
	}
	if !signsAt(t.Actor, before.Ceremony.Place(f.Field)) {
		return text.Wrong("home.not_allowed", "command", "giaouoc")
	}
	if busy, err := busyFile(t, c, before); busy || err != nil {
		if err != nil {
			return err
		}
		return t.Flush()
	}
	cov, _, err := workflow.SignCovenant(t.Tx, t.Act(), c, b.Chancery, f.No, f.Field, t.Person, f.Sum)
	if err != nil {
		return err
	}
	p := cov.Ceremony.Place(f.Field)
	if p.State == ceremony.Pending {
		t.Say(text.Say("ky.pending", "paper", paperName(t, c, f.No), "unit", workflow.PartyName(c, p.Member)))
		return t.Flush()
	}
	t.Say(signedLines(c, cov, p, t.Person.Language)...)
	if err := tellCeremony(t, c, before, cov); err != nil {
		return err
	}
	return t.Flush()
}

// signedLines are what the signer is told of a signature that was given in the
// chat.
func signedLines(c *rules.Cluster, cov workflow.Covenant, p *ceremony.Place, lang string) []text.Notice {
	n, of := counted(&cov.Ceremony)
	said := lines(text.Say("ky.signed_now", "paper", paperIn(lang, c, cov.No), "unit", workflow.PartyName(c, p.Member), "at", local(c, p.At), "code", p.Code))
	if p.Unstamped {
		said = append(said, text.Say("ky.unstamped"))
	}
	return append(said, text.Say("ky.progress", "n", n, "of", of))
}
