package bot

import (
	"encoding/json"
	"fmt"
	"slices"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// covenantForm is a year's covenant (giao ước) that somebody looks at.
type covenantForm struct{ Year int }

// covenant shows where the covenant stands and what the person can do with it:
// officials register targets, leaders read and sign, the head opens it.
func (b *Bot) covenant() dialog.Flow[covenantForm] {
	return dialog.Flow[covenantForm]{
		Name:  "covenant",
		Power: workflow.MaySee,
		Steps: []dialog.Step[covenantForm]{
			{Name: "year", Ask: askCovenantYear, Take: takeCovenantYear, Undo: func(_ *dialog.Turn, f *covenantForm) { f.Year = 0 }},
			{Name: "menu", Ask: askCovenant, Take: b.takeCovenant},
			{Name: "withdraw", Ask: askWithdraw, Take: takeWithdraw, Free: true},
		},
	}
}

func (b *Bot) openCovenant(t *dialog.Turn, args string) error {
	f := covenantForm{}
	years, err := living(t)
	if err != nil {
		return err
	}
	for _, c := range years {
		if len(years) == 1 || args == year(c) {
			f.Year = c.Year
		}
	}
	return b.covenant().Start(t, f)
}

func askCovenantYear(t *dialog.Turn, f *covenantForm) (*dialog.Question, error) {
	if f.Year != 0 {
		return nil, nil
	}
	years, err := living(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("giaouoc.ask_year"))}
	for _, c := range years {
		q.Choices = append(q.Choices, []dialog.Choice{{Value: year(c), Label: text.Say("giaouoc.year", "year", year(c))}})
	}
	return q, nil
}

func takeCovenantYear(t *dialog.Turn, f *covenantForm, a dialog.Answer) error {
	if _, err := fmt.Sscan(a.Value, &f.Year); err != nil {
		return text.Wrong("dialog.choose")
	}
	return nil
}

func askCovenant(t *dialog.Turn, f *covenantForm) (*dialog.Question, error) {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return nil, err
	}
	cov, err := workflow.FindCovenant(t.Tx, c)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: covenantLines(c, cov)}
	if cov.State == workflow.CovenantDraft && t.Actor.Can(workflow.MayTarget) {
		q.Choices = append(q.Choices, []dialog.Choice{choice("targets", "giaouoc.button.targets", "dang ky", "chi tieu")})
	}
	if err := consentChoice(t, c, cov, q); err != nil {
		return nil, err
	}
	q.Choices = append(q.Choices, []dialog.Choice{choice("read", "giaouoc.button.read", "doc", "pdf", "read")})
	if unit := t.Actor.Member(workflow.Leader); unit != "" && cov.State == workflow.CovenantOpen && cov.Signed(unit) == nil {
		var row []dialog.Choice
		if slices.Contains(c.Signing, "chat") {
			row = append(row, choice("sign", "giaouoc.button.sign", "ky", "sign"))
		}
		q.Choices = append(q.Choices, append(row, choice("refuse", "giaouoc.button.refuse", "tu choi", "refuse")))
	}
	if t.Actor.May(workflow.MayOpen, "") {
		switch cov.State {
		case workflow.CovenantDraft:
			q.Choices = append(q.Choices, []dialog.Choice{choice("draft", "soan.button.draft", "soan", "draft")}, []dialog.Choice{choice("open", "giaouoc.button.open", "mo ky", "open")})
		case workflow.CovenantOpen:
			q.Choices = append(q.Choices, []dialog.Choice{choice("withdraw", "giaouoc.button.withdraw", "thu hoi", "withdraw")})
		}
	}
	q.Choices = append(q.Choices, []dialog.Choice{choice("done", "duyet.button.done", "xong", "dong", "done")})
	return q, nil
}

// covenantLines say where the covenant stands.
func covenantLines(c *rules.Cluster, cov workflow.Covenant) []text.Notice {
	said := lines(text.Say("giaouoc.title", "year", year(c), "state", "giaouoc.state."+cov.State))
	if cov.State == workflow.CovenantDraft {
		return said
	}
	said = append(said, text.Say("giaouoc.sha", "sha", cov.SHA256), text.Say("giaouoc.signed", "n", itoa(len(cov.Signatures)), "of", itoa(len(cov.Frozen.Grid))))
	if waiting := cov.Waiting(); len(waiting) > 0 {
		said = append(said, text.Say("giaouoc.waiting", "units", names(c, waiting)))
	}
	for _, r := range cov.Refusals {
		if m := c.Member(r.Member); m != nil {
			said = append(said, text.Say("giaouoc.refused_line", "unit", m.Short, "reason", r.Reason))
		}
	}
	return said
}

func (b *Bot) takeCovenant(t *dialog.Turn, f *covenantForm, a dialog.Answer) error {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	switch a.Value {
	case "targets":
		if !t.Actor.Can(workflow.MayTarget) {
			return text.Wrong("home.not_allowed", "command", "giaouoc")
		}
		if err := targets.Start(t, targetForm{Year: f.Year}); err != nil {
			return err
		}
		return t.Handed()
	case "read":
		if err := sendCovenant(t, c); err != nil {
			return err
		}
		return t.Stay()
	case "sign", "refuse":
		if err := b.startSigning(t, c, a.Value); err != nil {
			return err
		}
		return t.Handed()
	case "draft", "consent":
		if err := b.startDraft(t, c, a.Value); err != nil {
			return err
		}
		return t.Handed()
	case "open":
		return b.open(t, c)
	case "withdraw":
		return t.Go("withdraw")
	case "done":
		return t.End()
	}
	return text.Wrong("dialog.choose")
}

// open freezes the covenant and asks every leader to read and sign it.
func (b *Bot) open(t *dialog.Turn, c *rules.Cluster) error {
	if !t.Actor.May(workflow.MayOpen, "") {
		return text.Wrong("home.not_allowed", "command", "giaouoc")
	}
	cov, err := workflow.OpenCovenant(t.Tx, t.Act(), c, b.Chancery)
	if err != nil {
		return err
	}
	t.Say(text.Say("giaouoc.opened", "year", year(c)))
	if err := sayUncirculated(t, c); err != nil {
		return err
	}
	button := func(lang string) [][]outbox.Button {
		return [][]outbox.Button{{clusterButton(text.Plain(lang, text.Say("button.giaouoc")), c.ID, "giaouoc "+year(c))}}
	}
	said := lines(text.Say("giaouoc.tell_opened", "year", year(c), "sha", cov.SHA256))
	if err := tellRole(t, c, workflow.Leader, "", said, button, storedPaper(cov.SHA256, fmt.Sprintf("giao-uoc-%d.pdf", c.Year))); err != nil {
		return err
	}
	return t.Stay()
}

// askWithdraw is only reached from the menu: the question after it ends.
func askWithdraw(t *dialog.Turn, f *covenantForm) (*dialog.Question, error) {
	return &dialog.Question{Lines: lines(text.Say("giaouoc.ask_withdraw"))}, nil
}

func takeWithdraw(t *dialog.Turn, f *covenantForm, a dialog.Answer) error {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	if !t.Actor.May(workflow.MayOpen, "") {
		return text.Wrong("home.not_allowed", "command", "giaouoc")
	}
	if err := reasonFits(a.Text); err != nil {
		return err
	}
	if _, err := workflow.WithdrawCovenant(t.Tx, t.Act(), c, 0, a.Text); err != nil {
		return err
	}
	t.Say(text.Say("giaouoc.withdrawn", "year", year(c)))
	said := lines(text.Say("giaouoc.tell_withdrawn", "year", year(c), "reason", a.Text))
	for _, role := range []workflow.Role{workflow.Leader, workflow.Official} {
		if err := tellRole(t, c, role, "", said, nil); err != nil {
			return err
		}
	}
	return t.Go("menu")
}

// sendCovenant sends the covenant as it stands.
func sendCovenant(t *dialog.Turn, c *rules.Cluster) error {
	cov, err := workflow.FindCovenant(t.Tx, c)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("giao-uoc-%d.pdf", c.Year)
	var d outbox.Document
	switch {
	case cov.Newest() != "":
		d = storedPaper(cov.Newest(), name)
	case cov.State != workflow.CovenantDraft:
		d, err = drawn("covenant", name, cov.Paper(c))
	default:
		values, err2 := workflow.CovenantPaper(t.Tx, c)
		if err = err2; err == nil {
			d, err = drawn("covenant", name, values)
		}
	}
	if err != nil {
		return err
	}
	return t.Send(nil, nil, d)
}

// storedPaper is a document that was kept as bytes.
func storedPaper(sum, name string) outbox.Document {
	b, _ := json.Marshal(sum) // a string always marshals
	return outbox.Document{Kind: "stored", Name: name, Values: b}
}

// drawn is a document that is made from its values when it is sent.
func drawn(kind, name string, values any) (outbox.Document, error) {
	b, err := json.Marshal(values)
	return outbox.Document{Kind: kind, Name: name, Values: b}, err
}
