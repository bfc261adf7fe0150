package bot

import (
	"slices"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/pin"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// signForm is a leader at the covenant: exactly the document with the hash.
type signForm struct {
	Year   int
	Sum    string
	Refuse bool
	New    *pin.Record // a first PIN that waits to be typed again
}

// signing confirms the covenant by PIN, or refuses it with a reason. The first
// signing sets the PIN, typed twice.
func (b *Bot) signing() dialog.Flow[signForm] {
	return dialog.Flow[signForm]{
		Name:  "sign",
		Power: workflow.MaySign,
		Steps: []dialog.Step[signForm]{
			{Name: "why", Ask: askRefusal, Take: takeRefusal, Free: true},
			{Name: "newpin", Ask: askNewPIN, Take: b.takeNewPIN, Secret: true, Undo: func(_ *dialog.Turn, f *signForm) { f.New = nil }},
			{Name: "again", Ask: askPINAgain, Take: b.takePINAgain, Secret: true},
			{Name: "pin", Ask: askSignPIN, Take: b.takeSignPIN, Secret: true},
		},
	}
}

func (b *Bot) startSigning(t *dialog.Turn, c *rules.Cluster, how string) error {
	if !t.Actor.May(workflow.MaySign, t.Actor.Member(workflow.Leader)) {
		return text.Wrong("home.not_allowed", "command", "giaouoc")
	}
	if how == "sign" && !slices.Contains(c.Signing, "chat") {
		return text.Wrong("giaouoc.not_in_chat", "year", year(c))
	}
	cov, err := workflow.FindCovenant(t.Tx, c)
	if err != nil {
		return err
	}
	if cov.State != workflow.CovenantOpen {
		return text.Wrong("covenant.not_open", "year", year(c))
	}
	return b.signing().Start(t, signForm{Year: c.Year, Sum: cov.SHA256, Refuse: how == "refuse"})
}

func askRefusal(t *dialog.Turn, f *signForm) (*dialog.Question, error) {
	if !f.Refuse {
		return nil, nil
	}
	return &dialog.Question{Lines: lines(text.Say("giaouoc.ask_refusal"))}, nil
}

func takeRefusal(t *dialog.Turn, f *signForm, a dialog.Answer) error {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	if err := reasonFits(a.Text); err != nil {
		return err
	}
	unit := t.Actor.Member(workflow.Leader)
	if _, err := workflow.RefuseCovenant(t.Tx, t.Act(), c, unit, t.Person, a.Text); err != nil {
		return err
	}
	t.Say(text.Say("giaouoc.refused", "year", year(c)))
	said := lines(text.Say("giaouoc.tell_refused", "unit", c.Member(unit).Name, "name", t.Person.Name, "year", year(c), "reason", a.Text))
	if err := tellRole(t, c, workflow.Head, "", said, nil); err != nil {
		return err
	}
	if err := tellRole(t, c, workflow.Official, unit, said, nil); err != nil {
		return err
	}
	return t.End()
}

func askNewPIN(t *dialog.Turn, f *signForm) (*dialog.Question, error) {
	has, err := workflow.HasPIN(t.Tx, t.Person.ID)
	if has || err != nil || f.New != nil {
		return nil, err
	}
	return &dialog.Question{Lines: lines(text.Say("pin.ask_new"))}, nil
}

func (b *Bot) takeNewPIN(t *dialog.Turn, f *signForm, a dialog.Answer) error {
	rec, ok := b.newPIN(t, a.Text)
	if !ok {
		return t.Stay()
	}
	f.New = rec
	return nil
}

func askPINAgain(t *dialog.Turn, f *signForm) (*dialog.Question, error) {
	if f.New == nil {
		return nil, nil
	}
	return &dialog.Question{Lines: lines(text.Say("pin.ask_again"))}, nil
}

func (b *Bot) takePINAgain(t *dialog.Turn, f *signForm, a dialog.Answer) error {
	ok, err := b.confirmPIN(t, *f.New, a.Text)
	f.New = nil
	if err != nil {
		return err
	}
	if !ok {
		return t.Go("newpin")
	}
	return b.sign(t, f)
}

func askSignPIN(t *dialog.Turn, f *signForm) (*dialog.Question, error) {
	return &dialog.Question{Lines: lines(text.Say("pin.ask", "year", itoa(f.Year), "sha", f.Sum))}, nil
}

func (b *Bot) takeSignPIN(t *dialog.Turn, f *signForm, a dialog.Answer) error {
	wrong, err := workflow.TryPIN(t.Tx, t.Act(), b.Key, t.Person, a.Text)
	if err != nil {
		return err
	}
	if wrong.Key != "" {
		t.Say(wrong)
		return t.Stay()
	}
	return b.sign(t, f)
}

// sign records the confirmation and tells who needs to know.
func (b *Bot) sign(t *dialog.Turn, f *signForm) error {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	unit := t.Actor.Member(workflow.Leader)
	cov, sig, err := workflow.SignCovenant(t.Tx, t.Act(), c, unit, t.Person, f.Sum, b.Press)
	if err != nil {
		return err
	}
	t.Say(text.Say("giaouoc.signed_now", "year", year(c), "unit", c.Member(unit).Name, "at", local(c, sig.At), "code", sig.Code))
	if cov.State == workflow.CovenantComplete {
		return finish(t, c, cov)
	}
	said := lines(text.Say("giaouoc.tell_signed", "unit", c.Member(unit).Name, "year", year(c), "n", itoa(len(cov.Signatures)), "of", itoa(len(cov.Frozen.Grid))))
	if err := tellRole(t, c, workflow.Head, "", said, nil); err != nil {
		return err
	}
	return t.End()
}

// finish sends the complete covenant to everybody.
func finish(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant) error {
	paper := storedPaper(cov.Final, "giao-uoc-"+year(c)+".pdf")
	said := lines(text.Say("giaouoc.tell_complete", "year", year(c), "n", itoa(len(cov.Signatures))))
	seen := map[string]bool{t.Person.ID: true}
	for _, role := range workflow.Roles {
		list, err := workflow.Holders(t.Tx, c.ID, role, "", t.At())
		if err != nil {
			return err
		}
		for _, p := range list {
			if seen[p.ID] {
				continue
			}
			seen[p.ID] = true
			if err := tell(t, p, said, nil, paper); err != nil {
				return err
			}
		}
	}
	t.Say(said...)
	if err := t.End(); err != nil {
		return err
	}
	return t.Send(nil, nil, paper)
}
