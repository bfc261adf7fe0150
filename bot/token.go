package bot

import (
	"bytes"
	"errors"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/ceremony"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

// takeTurn lends the newest file to somebody who signs it outside, by token, and
// says how.
func (b *Bot) takeTurn(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant, field string) error {
	p := cov.Ceremony.Place(field)
	if !signsAt(t.Actor, p) {
		return text.Wrong("home.not_allowed", "command", "giaouoc")
	}
	if busy, err := busyFile(t, c, cov); busy || err != nil {
		return err
	}
	cov, turn, err := workflow.TakeTurn(t.Tx, t.Act(), c, cov.No, field, t.Person)
	if err != nil {
		return err
	}
	said := lines(
		text.Say("ky.token_how", "unit", workflow.PartyName(c, p.Member), "box", boxName(t, c, p), "field", field),
		text.Say("ky.token_until", "until", local(c, turn.Until)))
	back := clusterButton(text.Plain(t.Person.Language, text.Say("ky.button.give_back")), c.ID, "giaouoc "+covenantForm{c.Year, cov.No}.mark()+" "+wordGiveBack)
	d, err := covenantFile(t.Tx, c, cov)
	if err != nil {
		return err
	}
	if err := t.Send(said, [][]outbox.Button{{back}}, d); err != nil {
		return err
	}
	return t.End()
}

// giveBack ends the person's turn: who waits is told.
func giveBack(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant) error {
	after, err := workflow.GiveBackTurn(t.Tx, t.Act(), c, cov.No, t.Person)
	if err != nil {
		return err
	}
	t.Say(text.Say("ky.given_back"))
	return tellCeremony(t, c, cov, after)
}

// lent is a covenant, and the field of it, whose file the person has for signing.
type lent struct {
	c     *rules.Cluster
	cov   workflow.Covenant
	field string
}

// lentTo finds what the person signs outside: what they hold the turn for, or
// else the covenant that a file continues, where they may sign a place of it now.
func lentTo(t *dialog.Turn, file []byte) (*lent, error) {
	years, err := workflow.Living(t.Tx, t.Actor.Cluster, t.At())
	if err != nil {
		return nil, err
	}
	var found *lent
	for _, c := range years {
		list, err := workflow.Covenants(t.Tx, c)
		if err != nil {
			return nil, err
		}
		for _, cov := range list {
			if turn := cov.Ceremony.Holds(t.At()); turn != nil && turn.Person == t.Person.ID && signsAt(t.Actor, cov.Ceremony.Place(turn.Field)) { // a turn may outlive its holder's seat
				return &lent{c, cov, turn.Field}, nil
			}
			mine := placesOf(t.Actor, cov)
			if len(mine) == 0 || len(file) == 0 {
				continue
			}
			frozen, err := workflow.Paper(t.Tx, cov.SHA256)
			if err != nil {
				return nil, err
			}
			if bytes.HasPrefix(file, frozen) {
				found = &lent{c, cov, mine[0].Field}
			}
		}
	}
	return found, nil
}

// signedFileCame takes a file that somebody has signed by token; mine says
// whether it was one. A turn that has run out does no harm where nobody else has
// signed meanwhile.
func (b *Bot) signedFileCame(t *dialog.Turn, file *intake.File, kind string) (mine bool, err error) {
	at, err := lentTo(t, file.Bytes)
	if err != nil || at == nil || kind == "" {
		return false, err
	}
	again := text.Say("ky.token_no_turn")
	if turn := at.cov.Ceremony.Holds(t.At()); turn != nil && turn.Person == t.Person.ID {
		again = text.Say("ky.token_refused", "until", local(at.c, turn.Until))
	}
	if kind != "pdf" {
		return true, t.Send(lines(text.Say("ky.token_photo"), again), nil)
	}
	cov, found, err := workflow.SignOutside(t.Tx, t.Act(), at.c, b.Chancery, at.cov.No, at.field, t.Person, file.Bytes)
	if wrong, refused := errors.AsType[*text.Problem](err); refused {
		return true, t.Send(lines(wrong.Notice, again), nil)
	}
	if err != nil {
		return true, err
	}
	t.Say(takenLines(at.c, cov, cov.Ceremony.Place(at.field), found)...)
	if err := tellCeremony(t, at.c, at.cov, cov); err != nil {
		return true, err
	}
	return true, t.Flush()
}

// takenLines say whose signature came in, and what is known of it.
func takenLines(c *rules.Cluster, cov workflow.Covenant, p *ceremony.Place, found signature.Found) []text.Notice {
	taken, chain := "ky.token_taken", "ky.chain_unknown"
	if p.Seal {
		taken = "ky.seal_taken"
	}
	if found.Chain == signature.ChainTrusted {
		chain = "ky.chain_trusted"
	}
	issuer := ""
	if found.Certificate != nil {
		issuer = found.Certificate.Issuer.CommonName
	}
	n, of := counted(&cov.Ceremony)
	return lines(
		text.Say(taken, "signer", found.Signer, "unit", workflow.PartyName(c, p.Member), "at", local(c, p.At)),
		text.Say(chain, "issuer", issuer),
		text.Say("ky.progress", "n", n, "of", of))
}
