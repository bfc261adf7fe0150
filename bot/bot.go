// Package bot is what is said, in what order: one file per conversation. It
// turns each event into a turn of a conversation and never touches the network.
package bot

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"log/slog"
	"strings"

	"thidua/bot/dialog"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/text"
)

// A Bot answers events. It keeps nothing between two of them.
type Bot struct {
	Chancery workflow.Chancery // makes and signs what is kept as bytes; PINs depend on its key
	Log      *slog.Logger

	Secrecy Secrecy             // of ballots
	Check   workflow.Checker    // finds and checks the signatures of a file
	Roots   []*x509.Certificate // official authorities, beside the store's own
	talks   dialog.Engine
}

// New is a bot that knows every conversation.
func New(ch workflow.Chancery, log *slog.Logger) *Bot {
	ch.Ask = askStamp
	b := &Bot{Chancery: ch, Log: log}
	b.talks = dialog.NewEngine(charting,
		joining, report, targets, review, sheet, selfScoring, why, people, reminding, extending, language, unlocking, collecting,
		b.choosing(), b.publishing(), b.invite(), b.covenant(), b.drafting(), b.amending(), consent, b.signing(), b.arranging(), b.pin(), voting, b.ballot(), writing, b.registry(), b.verifying(), b.scanning(), b.attesting())
	return b
}

// Handle answers one event, inside one unit of work.
func (b *Bot) Handle(tx storage.Tx, e intake.Event) error {
	switch {
	case e.Kind == intake.KindTick:
		return b.ring(tx, e)
	case e.Kind == intake.KindChat:
		return b.membership(tx, e)
	case e.Kind == intake.KindStamp:
		return b.stampCame(tx, e)
	}
	if err := outbox.Reachable(tx, e.Chat); err != nil {
		return err
	}
	if e.Group {
		return b.group(tx, e)
	}
	t, err := turn(tx, e)
	if err != nil {
		return err
	}
	open, err := b.talks.Find(tx, e.Chat)
	if err != nil {
		return err
	}
	switch e.Kind {
	case intake.KindButton:
		err = b.pressed(t, open)
	case intake.KindFile:
		err = b.fileCame(t)
	default:
		err = b.heard(t, open)
	}
	if err != nil {
		return err
	}
	if err := b.resume(t); err != nil {
		return err
	}
	return refreshMenu(tx, e)
}

// resume asks a conversation again that had waited for the one that has ended.
func (b *Bot) resume(t *dialog.Turn) error {
	open, err := b.talks.Find(t.Tx, t.Event.Chat)
	if err != nil || open == nil || !open.Resumed() {
		return err
	}
	return open.Again(t)
}

// Explain tells a person what was wrong with what they sent. The work was
// dropped; the open question stays open.
func (b *Bot) Explain(tx storage.Tx, e intake.Event, p *text.Problem) error {
	t, err := turn(tx, e)
	if err != nil {
		return err
	}
	if e.Kind == intake.KindButton {
		if err := answer(t, ""); err != nil {
			return err
		}
		return t.Send(lines(p.Notice), nil)
	}
	open, err := b.talks.Find(tx, e.Chat)
	if err != nil || open == nil {
		return errors.Join(err, t.Send(lines(p.Notice), nil))
	}
	if err := open.Hide(t); err != nil {
		return err
	}
	if e.Kind == intake.KindMessage && !e.Group && !strings.HasPrefix(e.Text, "/") && open.Repeats() {
		t.Say(p.Notice)
		return open.Again(t)
	}
	return t.Send(lines(p.Notice), nil)
}

// turn is who speaks, with what they may do now.
func turn(tx storage.Tx, e intake.Event) (*dialog.Turn, error) {
	p, known, err := workflow.FindPerson(tx, e.From)
	if err != nil {
		return nil, err
	}
	if !known {
		p = workflow.Person{ID: e.From, Name: e.Name, Language: text.Vietnamese}
	}
	t := &dialog.Turn{Tx: tx, Event: e, Person: p}
	if p.Chosen != "" {
		t.Actor, err = workflow.FindActor(tx, p, p.Chosen, e.At)
	}
	return t, err
}

// heard answers a private message. A command with a slash always is one; a word
// is one unless the open question waits for free text.
func (b *Bot) heard(t *dialog.Turn, open *dialog.Open) error {
	said := strings.TrimSpace(t.Event.Text)
	cmd, args, slash := parse(said)
	if cmd != nil && !slash {
		meant, err := worded(t, args, t.Actor.Cluster)
		if err != nil {
			return err
		}
		if !meant || open != nil && !cmd.always && (open.Free() || open.Chosen(said)) {
			cmd = nil
		}
	}
	switch {
	case t.Event.Kind == intake.KindEdited:
		if open != nil {
			if err := open.Hide(t); err != nil {
				return err
			}
		}
		return b.edited(t, open)
	case t.Event.File != nil:
		return b.fileSent(t)
	case slash && cmd == nil:
		return t.Send(lines(text.Say("home.unknown_command", "text", quote(said))), nil)
	case cmd != nil:
		return b.run(t, cmd, args)
	case said == "":
		return t.Send(lines(text.Say("home.no_text")), nil)
	case open != nil:
		return open.Answer(t, said)
	case len(t.Person.Clusters) == 0:
		return b.join(t, said)
	}
	if i, err := workflow.FindInvitation(t.Tx, said, t.At()); err == nil || i.Hash != "" {
		return b.join(t, said) // into one more cluster, or another seat
	}
	if t.Actor.Can(workflow.MayReport) && (several(said) || entryLine.MatchString(said)) {
		return b.correct(t, said)
	}
	return b.home(t, text.Say("home.not_understood"))
}

// pressed answers a button. An old or doubled one is answered and changes
// nothing.
func (b *Bot) pressed(t *dialog.Turn, open *dialog.Open) error {
	if line, ok := strings.CutPrefix(t.Event.Data, commandData); ok {
		sum, line, of := strings.Cut(strings.TrimPrefix(line, clusterMark), clusterMark)
		if !of {
			sum, line = "", sum
		}
		if cmd, args, _ := parse("/" + line); cmd != nil {
			if err := answer(t, ""); err != nil {
				return err
			}
			if err := turnTo(t, sum); err != nil {
				return err
			}
			return b.run(t, cmd, args)
		}
	}
	if open == nil || !open.Asks(t.Event.Data) {
		return answer(t, "dialog.old_button")
	}
	if err := answer(t, ""); err != nil {
		return err
	}
	return open.Press(t, t.Event.Data)
}

// answer acknowledges a pressed button, with a word where nothing else is said.
func answer(t *dialog.Turn, key string) error {
	m := outbox.Message{Chat: t.Event.Chat, Action: outbox.Answer, Callback: t.Event.Callback, Queued: t.At(), Event: t.Event.ID}
	if key != "" {
		m.Text = text.Plain(t.Person.Language, text.Say(key))
	}
	return outbox.Queue(t.Tx, m)
}

// commandData marks a button that stands for a command: "!baocao 6T".
const commandData = "!"

// clusterMark is around the cluster that a command button is about, where it is
// sent by a cluster and not by the person's own menu: "!@1f3a9c02@baocao 2017/CN".
const clusterMark = "@"

// commandButton is a button that stands for a command; pressing it twice asks
// twice and changes nothing.
func commandButton(lang, key, command string) outbox.Button {
	return outbox.Button{Label: text.Plain(lang, text.Say(key)), Data: commandData + command}
}

// clusterButton is a command button about one cluster, whichever the reader has
// chosen by the time it is pressed.
func clusterButton(label, cluster, command string) outbox.Button {
	return outbox.Button{Label: label, Data: commandData + clusterMark + shortSum(cluster) + clusterMark + command}
}

// shortSum stands for a cluster's id in the 64 bytes of a button.
func shortSum(cluster string) string {
	sum := sha256.Sum256([]byte(cluster))
	return hex.EncodeToString(sum[:4])
}

// turnTo makes the cluster that a button is about the one that is talked about.
func turnTo(t *dialog.Turn, sum string) (err error) {
	for _, id := range t.Person.Clusters {
		if sum == "" || shortSum(id) != sum || id == t.Person.Chosen {
			continue
		}
		t.Person.Chosen = id
		if err := workflow.KeepPerson(t.Tx, t.Person); err != nil {
			return err
		}
		t.Actor, err = workflow.FindActor(t.Tx, t.Person, id, t.At())
		return err
	}
	return nil
}

func lines(list ...text.Notice) []text.Notice { return list }
