package bot

import (
	"crypto/hmac"
	"crypto/sha256"
	"slices"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// inviteForm is an invitation that is being written.
type inviteForm struct {
	Role   workflow.Role
	Member string
	Name   string
}

// inviting names the conversation for those that start it.
var inviting = dialog.Flow[inviteForm]{Name: "invite", Power: workflow.MayInvite, Steps: []dialog.Step[inviteForm]{
	{Name: "role", Ask: askInviteRole, Take: takeInviteRole, Undo: func(_ *dialog.Turn, f *inviteForm) { *f = inviteForm{} }},
	{Name: "member", Ask: askInviteMember, Take: takeInviteMember, Undo: func(_ *dialog.Turn, f *inviteForm) { f.Member = "" }},
	{Name: "name", Ask: askInviteName, Take: takeInviteName, Free: true},
}}

// invite asks for a role, a unit and a name, and gives the code to pass on.
func (b *Bot) invite() dialog.Flow[inviteForm] {
	f := inviting
	f.Done = b.giveCode
	return f
}

func askInviteRole(t *dialog.Turn, f *inviteForm) (*dialog.Question, error) {
	if f.Role != "" {
		return nil, nil
	}
	q := &dialog.Question{Lines: lines(text.Say("invite.ask_role"))}
	for _, r := range workflow.Roles {
		if r == workflow.Admin && !t.Actor.Is(workflow.Admin) {
			continue
		}
		q.Choices = append(q.Choices, []dialog.Choice{{Value: string(r), Label: text.Say("role.choice", "role", "role."+string(r)), Words: []string{string(r)}}})
	}
	return q, nil
}

func takeInviteRole(t *dialog.Turn, f *inviteForm, a dialog.Answer) error {
	role := workflow.Role(a.Value)
	if !slices.Contains(workflow.Roles, role) || role == workflow.Admin && !t.Actor.Is(workflow.Admin) {
		return text.Wrong("dialog.choose")
	}
	f.Role = role
	return nil
}

// inviteChoices are the units, or the witnesses, that a role can be for.
func inviteChoices(years []*rules.Cluster, role workflow.Role) []dialog.Choice {
	var list []dialog.Choice
	add := func(id, short string, words ...string) {
		if !workflow.FitsOffice(years, role, id) || slices.ContainsFunc(list, func(x dialog.Choice) bool { return x.Value == id }) {
			return
		}
		n := itoa(len(list) + 1)
		list = append(list, dialog.Choice{Value: id, Label: text.Say("duyet.choice", "n", n, "unit", short), Words: append([]string{n, id}, words...)})
	}
	for _, c := range years {
		for _, m := range c.Members {
			add(m.ID, m.Short, append([]string{m.Name, m.Short}, m.Aliases...)...)
		}
		for i := range c.Witnesses {
			id := rules.WitnessID(i + 1)
			add(id, workflow.PartyName(c, id), workflow.PartyName(c, id))
		}
	}
	return list
}

func askInviteMember(t *dialog.Turn, f *inviteForm) (*dialog.Question, error) {
	if !f.Role.Bound() || f.Member != "" {
		return nil, nil
	}
	years, err := living(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("invite.ask_member"))}
	for row := range slices.Chunk(inviteChoices(years, f.Role), 2) {
		q.Choices = append(q.Choices, row)
	}
	if len(q.Choices) == 0 {
		return nil, text.Wrong("invite.no_witness", "year", year(years[0]))
	}
	return q, nil
}

func takeInviteMember(t *dialog.Turn, f *inviteForm, a dialog.Answer) error {
	if a.Value == "" {
		return text.Wrong("duyet.choose_member", "text", quote(a.Text))
	}
	f.Member = a.Value
	return nil
}

func askInviteName(t *dialog.Turn, f *inviteForm) (*dialog.Question, error) {
	return &dialog.Question{Lines: lines(text.Say("invite.ask_name"))}, nil
}

func takeInviteName(t *dialog.Turn, f *inviteForm, a dialog.Answer) error {
	if n := len([]rune(a.Text)); n == 0 || n > 80 {
		return text.Wrong("invite.name")
	}
	f.Name = a.Text
	return nil
}

// giveCode makes the invitation. Its code follows from the event under the
// master key: nobody can guess it, and a unit of work that runs twice makes the
// same one.
func (b *Bot) giveCode(t *dialog.Turn, f *inviteForm) error {
	years, err := living(t)
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, b.Chancery.Key)
	mac.Write([]byte("invite\x00" + t.Event.ID))
	var random [16]byte
	copy(random[:], mac.Sum(nil))
	code := workflow.InviteCode(random)
	if err := workflow.Invite(t.Tx, t.Act(), years, code, workflow.Invitation{Role: f.Role, Member: f.Member, Name: f.Name}); err != nil {
		return err
	}
	said := lines(text.Say("invite.done", "name", f.Name, "role", "role."+string(f.Role)), text.Say("invite.code", "code", code))
	name, err := workflow.BotName(t.Tx)
	if err != nil {
		return err
	}
	if name != "" {
		said = append(said, text.Say("invite.link", "link", workflow.InviteLink(name, code)))
	}
	return t.Send(said, nil)
}
