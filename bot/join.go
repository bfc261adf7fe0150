package bot

import (
	"errors"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/text"
)

// joinForm is an invitation that waits for a yes.
type joinForm struct{ Code string }

// joining shows who the person will be, and makes them so when they say yes.
var joining = dialog.Flow[joinForm]{
	Name: "join",
	Steps: []dialog.Step[joinForm]{
		{Name: "confirm", Ask: askJoin, Take: takeJoin},
	},
}

// join opens an invitation by its code.
func (b *Bot) join(t *dialog.Turn, code string) error {
	if code == "" {
		return t.Send(lines(text.Say("join.hello")), nil)
	}
	i, err := workflow.FindInvitation(t.Tx, code, t.At())
	if p, ok := errors.AsType[*text.Problem](err); ok {
		if i.UsedBy == t.Person.ID { // the link pressed again
			return b.home(t)
		}
		return p
	}
	if err != nil {
		return err
	}
	return joining.Start(t, joinForm{Code: code})
}

func askJoin(t *dialog.Turn, f *joinForm) (*dialog.Question, error) {
	i, err := workflow.FindInvitation(t.Tx, f.Code, t.At())
	if err != nil {
		return nil, err
	}
	c, err := clusterNow(t, i.Cluster)
	if err != nil {
		return nil, err
	}
	name := i.Name
	if name == "" {
		name = t.Person.Name
	}
	q := &dialog.Question{Lines: lines(
		text.Say("join.offer", "cluster", c.Name),
		text.Say("join.name", "name", name),
		seatLine(workflow.Seat{Role: i.Role, Member: i.Member}, c),
		text.Say("join.confirm"),
	)}
	q.Choices = [][]dialog.Choice{{
		choice("yes", "join.yes", "đúng", "có", "ok", "yes"),
		choice("no", "join.no", "không", "sai", "no"),
	}}
	return q, nil
}

func takeJoin(t *dialog.Turn, f *joinForm, a dialog.Answer) error {
	switch a.Value {
	case "yes":
		i, err := workflow.Accept(t.Tx, t.Act(), t.Person, f.Code)
		if err != nil {
			return err
		}
		return welcome(t, i)
	case "no":
		t.Say(text.Say("join.declined"))
		return t.End()
	}
	return text.Wrong("dialog.choose")
}

// welcome shows the new seat and what it can do.
func welcome(t *dialog.Turn, i workflow.Invitation) error {
	p, _, err := workflow.FindPerson(t.Tx, t.Person.ID)
	if err != nil {
		return err
	}
	if n := len(p.Clusters); n > 1 && n > len(t.Person.Clusters) { // one more: the next command asks which
		p.Chosen = ""
		if err := workflow.KeepPerson(t.Tx, p); err != nil {
			return err
		}
	}
	t.Person = p
	if t.Actor, err = workflow.FindActor(t.Tx, p, i.Cluster, t.At()); err != nil {
		return err
	}
	c, err := clusterNow(t, i.Cluster)
	if err != nil {
		return err
	}
	t.Say(text.Say("join.welcome", "name", p.Name, "cluster", c.Name))
	t.Say(seatLines(t.Actor, c)...)
	t.Say(text.Say("join.next." + string(i.Role)))
	return t.End()
}

// choice is a choice with a label from the catalogs.
func choice(value, label string, words ...string) dialog.Choice {
	return dialog.Choice{Value: value, Label: text.Say(label), Words: words}
}
