package bot

import (
	"errors"
	"strconv"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// attestForm is a second person at a scan that somebody of the head's office
// entered.
type attestForm struct {
	pinProof
	Year, N int
	Refuse  bool
	Reason  string
}

// attesting shows the scan and what was entered, and takes the second person's
// word for it: a PIN, or a reason why not.
func (b *Bot) attesting() dialog.Flow[attestForm] {
	return dialog.Flow[attestForm]{
		Name:  "attest",
		Power: workflow.MayAttest,
		Steps: append([]dialog.Step[attestForm]{
			{Name: "look", Ask: askAttest, Take: takeAttest, Undo: func(_ *dialog.Turn, f *attestForm) { f.Refuse = false }},
			{Name: "why", Ask: askAttestWhy, Take: takeAttestWhy, Free: true},
		}, withPIN(b, askAttestPIN)...),
		Done: b.attest,
	}
}

// claimMark begins what stands for a claim behind /vanthu: "#2017/3".
const claimMark = "#"

// claimButton leads a second person to a claim.
func claimButton(lang string, c *rules.Cluster, p workflow.Claim) [][]outbox.Button {
	return [][]outbox.Button{{clusterButton(text.Plain(lang, text.Say("giay.button.look")), c.ID, "vanthu "+claimMark+year(c)+"/"+itoa(p.N))}}
}

// tellClaim calls everybody who could be the second person; false where nobody
// could.
func (b *Bot) tellClaim(t *dialog.Turn, c *rules.Cluster, d workflow.Document, p workflow.Claim) (told bool, err error) {
	claim, err := claimLines(t, c, d, p)
	if err != nil {
		return false, err
	}
	seen := map[string]bool{p.By: true}
	for _, role := range []workflow.Role{workflow.Head, workflow.Deputy} {
		list, err := workflow.Holders(t.Tx, c.ID, role, "", t.At())
		if err != nil {
			return told, err
		}
		for _, who := range list {
			if seen[who.ID] {
				continue
			}
			seen[who.ID], told = true, true
			said := append(lines(text.Say("giay.tell_claim", "who", t.Person.Name)), claim...)
			if err := tell(t, who, said, claimButton(who.Language, c, p)); err != nil {
				return told, err
			}
		}
	}
	return told, nil
}

// attestClaim begins with a claim, named "2017/3", and sends its files.
func (b *Bot) attestClaim(t *dialog.Turn, named string) error {
	y, n, _ := strings.Cut(named, "/")
	f := attestForm{}
	var err error
	if f.Year, err = strconv.Atoi(y); err != nil {
		return text.Wrong("giay.decided")
	}
	if f.N, err = strconv.Atoi(n); err != nil {
		return text.Wrong("giay.decided")
	}
	if !t.Actor.May(workflow.MayAttest, "") {
		return text.Wrong("giay.not_yours")
	}
	_, _, p, err := f.open(t)
	if err != nil {
		return err
	}
	if p.By == t.Person.ID {
		return text.Wrong("giay.second_person")
	}
	var files []outbox.Document
	for _, s := range p.Scans {
		files = append(files, storedFile(s.Name, s.SHA256))
	}
	if err := t.Send(nil, nil, files...); err != nil {
		return err
	}
	return b.attesting().Start(t, f)
}

func (f *attestForm) open(t *dialog.Turn) (c *rules.Cluster, d workflow.Document, p workflow.Claim, err error) {
	if c, err = clusterYear(t, f.Year); err != nil {
		return nil, d, p, err
	}
	list, err := workflow.Claims(t.Tx, c)
	if err != nil {
		return c, d, p, err
	}
	for _, p := range list {
		if p.N == f.N && p.Decided == nil {
			d, err := workflow.FindDocument(t.Tx, c, p.Document)
			return c, d, p, err
		}
	}
	return c, d, p, text.Wrong("giay.decided")
}

// over says whether the claim was decided meanwhile: the talk about it ends.
func over(err error) bool {
	p, ok := errors.AsType[*text.Problem](err)
	return ok && p.Key == "giay.decided"
}

func askAttest(t *dialog.Turn, f *attestForm) (*dialog.Question, error) {
	c, d, p, err := f.open(t)
	if err != nil {
		return nil, err
	}
	said, err := claimLines(t, c, d, p)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: append(said, text.Say("giay.by", "who", personName(t, p.By), "at", local(c, p.At)), text.Say("giay.ask_attest"))}
	q.Choices = [][]dialog.Choice{{choice("yes", "giay.button.attest", "xac nhan", "dung", "confirm"), choice("no", "giay.button.refuse", "tu choi", "khong dung", "refuse")}}
	return q, nil
}

func takeAttest(_ *dialog.Turn, f *attestForm, a dialog.Answer) error {
	switch a.Value {
	case "yes":
		f.Refuse = false
	case "no":
		f.Refuse = true
	default:
		return text.Wrong("dialog.choose")
	}
	return nil
}

func askAttestWhy(_ *dialog.Turn, f *attestForm) (*dialog.Question, error) {
	if !f.Refuse {
		return nil, nil
	}
	return &dialog.Question{Lines: lines(text.Say("giay.ask_why"))}, nil
}

// takeAttestWhy turns the claim down and tells who entered it.
func takeAttestWhy(t *dialog.Turn, f *attestForm, a dialog.Answer) error {
	if err := reasonFits(a.Text); err != nil {
		return err
	}
	c, d, _, err := f.open(t)
	if over(err) {
		t.Say(text.Say("giay.decided"))
		return t.End()
	}
	if err != nil {
		return err
	}
	p, err := workflow.RejectPaperSignature(t.Tx, t.Act(), c, f.N, strings.TrimSpace(a.Text))
	if err != nil {
		return err
	}
	t.Say(text.Say("giay.refused"))
	claim, err := claimLines(t, c, d, p)
	if err != nil {
		return err
	}
	said := append(lines(text.Say("giay.tell_refused", "who", t.Person.Name, "reason", a.Text)), claim...)
	if err := tellPerson(t, p.By, said); err != nil {
		return err
	}
	return t.End()
}

func askAttestPIN(t *dialog.Turn, f *attestForm) ([]text.Notice, error) {
	_, _, p, err := f.open(t)
	if err != nil {
		return nil, err
	}
	return lines(text.Say("giay.ask_pin", "sum", p.Document)), nil
}

// attest confirms the claim: the places are filled, and who signed is told.
func (b *Bot) attest(t *dialog.Turn, f *attestForm) error {
	c, d, _, err := f.open(t)
	if over(err) {
		t.Say(text.Say("giay.decided"))
		return t.Flush()
	}
	if err != nil {
		return err
	}
	before, err := workflow.Covenants(t.Tx, c)
	if err != nil {
		return err
	}
	p, err := workflow.ConfirmPaperSignature(t.Tx, t.Act(), c, b.Chancery, f.N)
	if err != nil {
		return err
	}
	t.Say(text.Say("giay.confirmed"))
	claim, err := claimLines(t, c, d, p)
	if err != nil {
		return err
	}
	said := append(lines(text.Say("giay.tell_confirmed", "who", t.Person.Name)), claim...)
	if err := tellPerson(t, p.By, said); err != nil {
		return err
	}
	for _, cov := range before {
		after, err := workflow.CovenantNo(t.Tx, c, cov.No)
		if err == nil && cov.SHA256 == p.Document {
			err = tellCeremony(t, c, cov, after)
		}
		if err != nil {
			return err
		}
	}
	return t.Flush()
}

// tellPerson tells one person who is known.
func tellPerson(t *dialog.Turn, id string, said []text.Notice) error {
	who, known, err := workflow.FindPerson(t.Tx, id)
	if err != nil || !known || id == t.Person.ID {
		return err
	}
	return tell(t, who, said, nil)
}
