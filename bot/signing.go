package bot

import (
	"slices"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/ceremony"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// signForm is a leader at the covenant: exactly the document with the hash.
type signForm struct {
	Year   int
	Sum    string
	Refuse bool
	pinProof
}

// signing confirms the covenant by PIN, or refuses it with a reason. The first
// signing sets the PIN, typed twice.
func (b *Bot) signing() dialog.Flow[signForm] {
	return dialog.Flow[signForm]{
		Name:  "sign",
		Power: workflow.MaySign,
		Steps: append([]dialog.Step[signForm]{{Name: "why", Ask: askRefusal, Take: takeRefusal, Free: true}}, withPIN(b, askSignature)...),
		Done:  b.sign,
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
	if _, err := workflow.RefuseCovenant(t.Tx, t.Act(), c, 0, ceremony.LeaderField(unit), t.Person, a.Text); err != nil {
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

func askSignature(_ *dialog.Turn, f *signForm) ([]text.Notice, error) {
	return lines(text.Say("pin.ask", "year", itoa(f.Year), "sha", f.Sum)), nil
}

// sign records the confirmation and tells who needs to know.
func (b *Bot) sign(t *dialog.Turn, f *signForm) error {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	unit := t.Actor.Member(workflow.Leader)
	cov, sig, err := workflow.SignCovenant(t.Tx, t.Act(), c, b.Chancery, 0, ceremony.LeaderField(unit), t.Person, f.Sum)
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
	return t.Flush()
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
	if err := postHead(t, c, text.Say("vanthu.chain_complete", "what", text.Plain(text.Vietnamese, workflow.Document{Kind: "covenant", Year: c.Year}.Title()))); err != nil {
		return err
	}
	t.Say(said...)
	if err := t.Flush(); err != nil {
		return err
	}
	return t.Send(nil, nil, paper)
}
