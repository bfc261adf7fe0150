package bot

import (
	"slices"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/text"
)

// peopleForm is a person at the cluster's desk.
type peopleForm struct{}

// people (/cum) shows the cluster: its people, invitations, and which cluster
// one talks about.
var people = dialog.Flow[peopleForm]{
	Name:  "people",
	Steps: []dialog.Step[peopleForm]{{Name: "menu", Ask: askPeople, Take: takePeople}},
}

func (b *Bot) people(t *dialog.Turn, _ string) error { return people.Start(t, peopleForm{}) }

func askPeople(t *dialog.Turn, _ *peopleForm) (*dialog.Question, error) {
	c, err := current(t)
	if err != nil {
		return nil, err
	}
	deputies := "–"
	if len(c.Deputies) > 0 {
		deputies = names(c, c.Deputies)
	}
	q := &dialog.Question{Lines: append(lines(
		text.Say("cum.title", "cluster", c.Name, "year", year(c)),
		text.Say("cum.offices", "head", names(c, []string{c.Head}), "deputies", deputies, "n", itoa(len(c.Members)))),
		seatLines(t.Actor, c)...)}
	var row []dialog.Choice
	if t.Actor.Can(workflow.MayPeople) {
		row = append(row, choice("list", "cum.button.people", "thanh vien", "people"))
	}
	if t.Actor.Can(workflow.MayInvite) {
		row = append(row, choice("invite", "cum.button.invite", "moi", "invite"))
	}
	q.Choices = append(q.Choices, row)
	if len(t.Person.Clusters) > 1 {
		q.Choices = append(q.Choices, []dialog.Choice{choice("choose", "cum.button.choose", "doi cum", "chon cum")})
	}
	q.Choices = append(q.Choices, []dialog.Choice{choice("done", "duyet.button.done", "xong", "dong", "done")})
	return q, nil
}

func takePeople(t *dialog.Turn, _ *peopleForm, a dialog.Answer) error {
	switch a.Value {
	case "list":
		said, err := peopleLines(t)
		if err != nil {
			return err
		}
		t.Say(said...)
		return t.Stay()
	case "invite":
		if !t.Actor.Can(workflow.MayInvite) {
			return text.Wrong("home.not_allowed", "command", "cum")
		}
		if err := inviting.Start(t, inviteForm{}); err != nil {
			return err
		}
		return t.Handed()
	case "choose":
		if err := choosing.Start(t, choosingForm{}); err != nil {
			return err
		}
		return t.Handed()
	case "done":
		return t.End()
	}
	return text.Wrong("dialog.choose")
}

// peopleLines list who belongs to the cluster, by role, and who is missing.
func peopleLines(t *dialog.Turn) ([]text.Notice, error) {
	c, err := current(t)
	if err != nil {
		return nil, err
	}
	said := lines(text.Say("cum.people"))
	for _, role := range workflow.Roles {
		list, err := workflow.Seats(t.Tx, c.ID)
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			if s.Role != role {
				continue
			}
			p, _, err := workflow.FindPerson(t.Tx, s.Person)
			if err != nil {
				return nil, err
			}
			unit := names(c, []string{s.Member})
			if unit == "" {
				unit = "–"
			}
			said = append(said, text.Say("cum.person", "name", p.Name, "role", "role."+string(role), "unit", unit))
		}
	}
	for _, role := range []workflow.Role{workflow.Official, workflow.Leader} {
		var lacking []string
		for _, m := range c.Members {
			list, err := workflow.Holders(t.Tx, c.ID, role, m.ID, t.At())
			if err != nil {
				return nil, err
			}
			if len(list) == 0 {
				lacking = append(lacking, m.Short)
			}
		}
		if len(lacking) > 0 {
			said = append(said, text.Say("cum.lacking", "role", "role."+string(role), "units", strings.Join(lacking, ", ")))
		}
	}
	return said, nil
}

// choosingForm is the command that goes on once the cluster is chosen.
type choosingForm struct{ Then string }

// choosing asks somebody of several clusters which one they talk about; the
// answer is kept until it is changed with /cum.
var choosing = dialog.Flow[choosingForm]{
	Name:  "choosing",
	Steps: []dialog.Step[choosingForm]{{Name: "cluster", Ask: askCluster, Take: takeCluster}},
}

// choosing goes on with the command that asked for it.
func (b *Bot) choosing() dialog.Flow[choosingForm] {
	f := choosing
	f.Done = func(t *dialog.Turn, f *choosingForm) error {
		cmd, args, _ := parse("/" + f.Then)
		switch {
		case cmd == nil:
			return nil
		case cmd.power != "" && !t.Actor.Can(cmd.power): // the choice stands all the same
			return b.home(t, text.Say("home.not_allowed", "command", cmd.name))
		}
		return cmd.run(b, t, args)
	}
	return f
}

func (b *Bot) chooseCluster(t *dialog.Turn, then string) error {
	return choosing.Start(t, choosingForm{Then: strings.TrimSpace(then)})
}

func askCluster(t *dialog.Turn, _ *choosingForm) (*dialog.Question, error) {
	q := &dialog.Question{Lines: lines(text.Say("cum.ask"))}
	for i, id := range t.Person.Clusters {
		c, err := clusterNow(t, id)
		if err != nil {
			return nil, err
		}
		n := itoa(i + 1)
		q.Lines = append(q.Lines, text.Say("cum.choice", "n", n, "cluster", c.Name))
		q.Choices = append(q.Choices, []dialog.Choice{{Value: id, Label: text.Say("cum.choice", "n", n, "cluster", c.Name), Words: []string{n, id, c.Name}}})
	}
	return q, nil
}

func takeCluster(t *dialog.Turn, _ *choosingForm, a dialog.Answer) error {
	if !slices.Contains(t.Person.Clusters, a.Value) {
		return text.Wrong("dialog.choose")
	}
	t.Person.Chosen = a.Value
	if err := workflow.KeepPerson(t.Tx, t.Person); err != nil {
		return err
	}
	c, err := clusterNow(t, a.Value)
	if err != nil {
		return err
	}
	t.Actor, err = workflow.FindActor(t.Tx, t.Person, a.Value, t.At())
	t.Say(text.Say("cum.chosen", "cluster", c.Name))
	return err
}

// bind binds a group to the cluster of the head who asks for it.
func bind(t *dialog.Turn, bound workflow.Group) error {
	if !t.Actor.May(workflow.MayBind, "") || bound.Cluster == t.Actor.Cluster {
		return sayBound(t, bound)
	}
	bound = workflow.Group{Chat: t.Event.Chat, Cluster: t.Actor.Cluster, Title: t.Event.Title}
	if err := workflow.BindGroup(t.Tx, t.Act(), bound); err != nil {
		return err
	}
	return sayBound(t, bound)
}

// sayBound says which cluster a group sees.
func sayBound(t *dialog.Turn, bound workflow.Group) error {
	if bound.Cluster == "" {
		return t.Send(lines(text.Say("group.unbound")), nil)
	}
	c, err := clusterNow(t, bound.Cluster)
	if err != nil {
		return err
	}
	return t.Send(lines(text.Say("group.bound", "cluster", c.Name)), nil)
}
