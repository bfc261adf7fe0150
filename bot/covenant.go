package bot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"thidua/bot/dialog"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// covenantForm is a year's covenant (giao ước), or an amendment of it, that
// somebody looks at.
type covenantForm struct{ Year, No int }

// covenant shows where the covenant stands and what the person can do with it
// now: officials register targets, leaders and witnesses read and sign, the head
// opens it and decides what becomes of it.
func (b *Bot) covenant() dialog.Flow[covenantForm] {
	return dialog.Flow[covenantForm]{
		Name:  "covenant",
		Power: workflow.MaySee,
		Steps: []dialog.Step[covenantForm]{
			{Name: "year", Ask: askCovenantYear, Take: takeCovenantYear, Undo: func(_ *dialog.Turn, f *covenantForm) { *f = covenantForm{} }},
			{Name: "menu", Ask: askCovenant, Take: b.takeCovenant},
		},
	}
}

// wordGiveBack behind a covenant gives the turn for it back: the button under
// the file that was lent, which outlives the talk.
const wordGiveBack = "tra"

// openCovenant is /giaouoc, /giaouoc 2017, or /giaouoc 2017/1 of an amendment.
func (b *Bot) openCovenant(t *dialog.Turn, args string) error {
	mark, word, _ := strings.Cut(args, " ")
	all, err := covenantForms(t)
	if err != nil {
		return err
	}
	f := covenantForm{}
	if i := slices.IndexFunc(all, func(x covenantForm) bool { return x.mark() == mark }); i >= 0 {
		f = all[i]
	} else if len(all) == 1 {
		f = all[0]
	}
	if word != wordGiveBack || f.Year == 0 {
		return b.covenant().Start(t, f)
	}
	c, cov, err := covenantOf(t, f.Year, f.No)
	if err != nil {
		return err
	}
	if err := giveBack(t, c, cov); err != nil {
		return err
	}
	return t.Flush()
}

// covenantForms are the covenants that can be looked at: of every living year,
// each with its amendments.
func covenantForms(t *dialog.Turn) ([]covenantForm, error) {
	years, err := living(t)
	if err != nil {
		return nil, err
	}
	var all []covenantForm
	for _, c := range years {
		all = append(all, covenantForm{Year: c.Year})
		list, err := workflow.Covenants(t.Tx, c)
		if err != nil {
			return nil, err
		}
		for _, cov := range list {
			if cov.No > 0 {
				all = append(all, covenantForm{Year: c.Year, No: cov.No})
			}
		}
	}
	return all, nil
}

// mark is a covenant as /giaouoc takes it: 2017, or 2017/1 of its first amendment.
func (f covenantForm) mark() string {
	if f.No == 0 {
		return itoa(f.Year)
	}
	return itoa(f.Year) + "/" + itoa(f.No)
}

func askCovenantYear(t *dialog.Turn, f *covenantForm) (*dialog.Question, error) {
	if f.Year != 0 {
		return nil, nil
	}
	all, err := covenantForms(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("giaouoc.ask_year"))}
	for _, x := range all {
		name := itoa(x.Year)
		if x.No > 0 {
			name = text.Plain(t.Person.Language, text.Say("ky.paper", "year", name, "no", itoa(x.No)))
		}
		q.Choices = append(q.Choices, []dialog.Choice{{Value: x.mark(), Label: text.Say("giaouoc.year", "year", name), Words: []string{x.mark()}}})
	}
	return q, nil
}

func takeCovenantYear(t *dialog.Turn, f *covenantForm, a dialog.Answer) error {
	all, err := covenantForms(t)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(x covenantForm) bool { return x.mark() == a.Value })
	if i < 0 {
		return text.Wrong("dialog.choose")
	}
	*f = all[i]
	return nil
}

// covenantOf is the year and its covenant, or amendment.
func covenantOf(t *dialog.Turn, year, no int) (*rules.Cluster, workflow.Covenant, error) {
	c, err := clusterYear(t, year)
	if err != nil {
		return nil, workflow.Covenant{}, err
	}
	cov, err := workflow.CovenantNo(t.Tx, c, no)
	return c, cov, err
}

func askCovenant(t *dialog.Turn, f *covenantForm) (*dialog.Question, error) {
	c, cov, err := covenantOf(t, f.Year, f.No)
	if err != nil {
		return nil, err
	}
	if cov.State == workflow.CovenantDraft && f.No > 0 { // an amendment that was withdrawn
		f.No = 0
		return askCovenant(t, f)
	}
	q := &dialog.Question{Lines: covenantLines(t, c, cov)}
	if cov.State == workflow.CovenantDraft && t.Actor.Can(workflow.MayTarget) {
		q.Choices = append(q.Choices, []dialog.Choice{choice("targets", "giaouoc.button.targets", "dang ky", "chi tieu")})
	}
	if err := consentChoice(t, c, cov, q); err != nil {
		return nil, err
	}
	q.Choices = append(q.Choices, []dialog.Choice{choice("read", "giaouoc.button.read", "doc", "pdf", "read")})
	q.Choices = append(q.Choices, signingChoices(t, c, cov)...)
	if t.Actor.May(workflow.MayOpen, "") {
		q.Choices = append(q.Choices, headChoices(cov)...)
		if cov.State == workflow.CovenantComplete && f.No == 0 {
			q.Choices = append(q.Choices, []dialog.Choice{choice("amend", "phuluc.button.amend", "phu luc", "sua doi", "amend")})
		}
	}
	if cov.State != workflow.CovenantDraft {
		row := []dialog.Choice{choice("sum", "ky.button.sum", "ma day du", "full code")}
		if cov.Current != "" {
			row = append(row, choice("audit", "vanthu.button.audit", "phieu kiem chung", "kiem chung", "audit"))
		}
		q.Choices = append(q.Choices, row)
	}
	q.Choices = append(q.Choices, []dialog.Choice{choice("done", "duyet.button.done", "xong", "dong", "done")})
	return q, nil
}

func (b *Bot) takeCovenant(t *dialog.Turn, f *covenantForm, a dialog.Answer) error {
	c, cov, err := covenantOf(t, f.Year, f.No)
	if err != nil {
		return err
	}
	what, field, _ := strings.Cut(a.Value, ":")
	switch what {
	case "targets":
		if !t.Actor.Can(workflow.MayTarget) {
			return text.Wrong("home.not_allowed", "command", "giaouoc")
		}
		if err := targets.Start(t, targetForm{Year: f.Year}); err != nil {
			return err
		}
		return t.Handed()
	case "read":
		if err := sendCovenant(t, c, cov); err != nil {
			return err
		}
		return t.Stay()
	case "audit":
		if err := b.sendAudit(t, c, cov); err != nil {
			return err
		}
		return t.Stay()
	case "sum":
		t.Say(text.Say("ky.sum_full", "sha", cov.SHA256))
		if newest := cov.Newest(); newest != "" && newest != cov.SHA256 {
			t.Say(text.Say("ky.sum_newest", "sha", newest))
		}
		return t.Stay()
	case "sign", "refuse":
		return b.startSigning(t, c, cov, field, what == "refuse")
	case "token":
		return b.takeTurn(t, c, cov, field)
	case "back":
		if err := giveBack(t, c, cov); err != nil {
			return err
		}
		return t.Stay()
	case "draft", "consent":
		if err := b.startDraft(t, c, what); err != nil {
			return err
		}
		return t.Handed()
	case "open":
		return b.open(t, c)
	case "amend":
		if err := b.startAmending(t, c); err != nil {
			return err
		}
		return t.Handed()
	case arrangeReplace, arrangeExtend, arrangeClose, arrangeWithdraw:
		if !t.Actor.May(workflow.MayOpen, "") {
			return text.Wrong("home.not_allowed", "command", "giaouoc")
		}
		if err := b.arranging().Start(t, arrangeForm{Year: f.Year, No: f.No, What: what}); err != nil {
			return err
		}
		return t.Handed()
	case "done":
		return t.End()
	}
	return text.Wrong("dialog.choose")
}

// open freezes the covenant and asks those whose turn it is to read and sign it.
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
	if err := tellCeremony(t, c, workflow.Covenant{}, cov); err != nil {
		return err
	}
	return t.Stay()
}

// sendCovenant sends the covenant as it stands.
func sendCovenant(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant) error {
	d, err := covenantFile(t.Tx, c, cov)
	if err != nil {
		return err
	}
	return t.Send(nil, nil, d)
}

// covenantFile is a covenant as it stands: its newest file, or what is drawn.
func covenantFile(r storage.Reader, c *rules.Cluster, cov workflow.Covenant) (outbox.Document, error) {
	name := fmt.Sprintf("giao-uoc-%d.pdf", c.Year)
	if cov.No > 0 {
		name = fmt.Sprintf("giao-uoc-%d-phu-luc-%d.pdf", c.Year, cov.No)
	}
	switch {
	case cov.Newest() != "":
		return storedPaper(cov.Newest(), name), nil
	case cov.State != workflow.CovenantDraft:
		return drawn("covenant", name, cov.Paper(c))
	}
	values, err := workflow.CovenantPaper(r, c)
	if err != nil {
		return outbox.Document{}, err
	}
	return drawn("covenant", name, values)
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
