package bot

import (
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// amendForm is somebody of the head's who writes an amendment (phụ lục).
type amendForm struct {
	Year              int
	Member, Criterion string // whose target is changed, and which
	Unsure            *reading
	Why               bool // the reason is typed anew
}

// amending (soạn phụ lục): what was written so far; a unit, its target and the
// new figure; the reason.
func (b *Bot) amending() dialog.Flow[amendForm] {
	return dialog.Flow[amendForm]{
		Name:  "amending",
		Power: workflow.MayOpen,
		Steps: []dialog.Step[amendForm]{
			{Name: "check", Ask: askAmendment, Take: b.takeAmendment},
			{Name: "unit", Ask: askAmendedUnit, Take: takeAmendedUnit, Undo: func(_ *dialog.Turn, f *amendForm) { f.Member = "" }},
			{Name: "target", Ask: askAmendedTarget, Take: takeAmendedTarget, Undo: func(_ *dialog.Turn, f *amendForm) { f.Criterion = "" }},
			{Name: "figure", Ask: askAmendedFigure, Take: takeAmendedFigure, Undo: func(_ *dialog.Turn, f *amendForm) { f.Unsure = nil }},
			{Name: "reading", Ask: askAmendedReading, Take: takeAmendedReading, Undo: func(_ *dialog.Turn, f *amendForm) { f.Unsure = nil }},
			{Name: "reason", Ask: askAmendedReason, Take: takeAmendedReason, Free: true},
		},
	}
}

// startAmending writes an amendment, where one can be written now.
func (b *Bot) startAmending(t *dialog.Turn, c *rules.Cluster) error {
	if !t.Actor.May(workflow.MayOpen, "") {
		return text.Wrong("home.not_allowed", "command", "giaouoc")
	}
	if err := workflow.MayAmend(t.Tx, c); err != nil {
		return err
	}
	return b.amending().Start(t, amendForm{Year: c.Year})
}

// proposal is the year and the amendment that is being written.
func (f *amendForm) proposal(t *dialog.Turn) (*rules.Cluster, workflow.Proposal, error) {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return nil, workflow.Proposal{}, err
	}
	p, err := workflow.FindProposal(t.Tx, c)
	return c, p, err
}

// askAmendment shows all that was written; what is empty begins with a unit.
func askAmendment(t *dialog.Turn, f *amendForm) (*dialog.Question, error) {
	c, p, err := f.proposal(t)
	if err != nil || len(p.Changes) == 0 {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("phuluc.title", "no", itoa(p.No), "year", year(c)))}
	var row []dialog.Choice
	for i, change := range p.Changes {
		n := itoa(i + 1)
		q.Lines = append(q.Lines, changeLine(t, c, n, change))
		row = append(row, dialog.Choice{Value: "drop " + change.Member + " " + change.Criterion, Label: text.Say("phuluc.button.drop", "n", n), Words: []string{"bo " + n, "drop " + n}})
		if len(row) == 4 {
			q.Choices, row = append(q.Choices, row), nil
		}
	}
	if len(row) > 0 {
		q.Choices = append(q.Choices, row)
	}
	if p.Reason != "" {
		q.Lines = append(q.Lines, text.Say("phuluc.reason", "reason", p.Reason))
	}
	q.Lines = append(q.Lines, text.Say("phuluc.how"))
	q.Choices = append(q.Choices,
		[]dialog.Choice{choice("add", "phuluc.button.add", "them", "add"), choice("reason", "phuluc.button.reason", "ly do", "reason")},
		[]dialog.Choice{choice("open", "giaouoc.button.open", "mo ky", "open")},
		[]dialog.Choice{choice("done", "duyet.button.done", "xong", "dong", "done")})
	return q, nil
}

// changeLine is a target as it is and as it is to be.
func changeLine(t *dialog.Turn, c *rules.Cluster, n string, change workflow.TargetChange) text.Notice {
	k, _ := c.Criterion(change.Criterion)
	if k == nil { // the cluster's file changed
		k = &rules.Criterion{ID: change.Criterion, Name: change.Criterion}
	}
	return text.Say("phuluc.line", "n", n, "unit", names(c, []string{change.Member}), "name", k.Name, "old", planWords(t, k, change.Old), "new", numberWords(t, k, change.New))
}

func planWords(t *dialog.Turn, k *rules.Criterion, plan *decimal.Decimal) string {
	if plan == nil {
		return "–"
	}
	return numberWords(t, k, *plan)
}

func (b *Bot) takeAmendment(t *dialog.Turn, f *amendForm, a dialog.Answer) error {
	c, _, err := f.proposal(t)
	if err != nil {
		return err
	}
	what, rest, _ := strings.Cut(a.Value, " ")
	switch what {
	case "drop":
		member, criterion, _ := strings.Cut(rest, " ")
		if _, err := workflow.DropChange(t.Tx, t.Act(), c, member, criterion); err != nil {
			return err
		}
		return t.Stay()
	case "add":
		*f = amendForm{Year: f.Year}
		return t.Go("unit")
	case "reason":
		f.Why = true
		return t.Go("reason")
	case "open":
		cov, err := workflow.OpenAmendment(t.Tx, t.Act(), c, b.Chancery)
		if err != nil {
			return err
		}
		t.Say(text.Say("phuluc.opened", "no", itoa(cov.No), "year", year(c)))
		if err := tellCeremony(t, c, workflow.Covenant{}, cov); err != nil {
			return err
		}
		if err := b.covenant().Start(t, covenantForm{Year: f.Year, No: cov.No}); err != nil {
			return err
		}
		return t.Handed()
	case "done":
		return t.End()
	}
	return text.Wrong("dialog.choose")
}

func askAmendedUnit(t *dialog.Turn, f *amendForm) (*dialog.Question, error) {
	if f.Member != "" {
		return nil, nil
	}
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("phuluc.ask_unit"))}
	for i, m := range c.Members {
		n := itoa(i + 1)
		q.Choices = append(q.Choices, []dialog.Choice{{Value: m.ID, Label: text.Say("duyet.choice", "n", n, "unit", m.Short), Words: append([]string{n, m.ID, m.Name, m.Short}, m.Aliases...)}})
	}
	return q, nil
}

func takeAmendedUnit(t *dialog.Turn, f *amendForm, a dialog.Answer) error {
	if a.Value == "" {
		return text.Wrong("dialog.choose")
	}
	f.Member, f.Criterion = a.Value, ""
	return t.Go("target")
}

func askAmendedTarget(t *dialog.Turn, f *amendForm) (*dialog.Question, error) {
	c, err := clusterYear(t, f.Year)
	if err != nil || f.Criterion != "" {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("phuluc.ask_target", "unit", names(c, []string{f.Member})))}
	yearly := c.Yearly().ID
	for _, k := range c.Criteria(yearly) {
		now, err := f.target(t, c, k.ID)
		if err != nil {
			return nil, err
		}
		if now.Plan == nil && k.Of != rules.OfPlan {
			continue
		}
		n := itoa(place(c, yearly, k.ID))
		label := text.Say("phuluc.target", "n", n, "name", k.Name, "plan", planWords(t, k, now.Plan))
		q.Lines = append(q.Lines, label)
		q.Choices = append(q.Choices, []dialog.Choice{{Value: k.ID, Label: text.Say("duyet.choice", "n", n, "unit", k.Name), Words: []string{n, k.ID, k.Name}}})
	}
	return q, nil
}

func (f *amendForm) target(t *dialog.Turn, c *rules.Cluster, criterion string) (workflow.Target, error) {
	return workflow.FindTarget(t.Tx, c, workflow.Subject{Cluster: c.ID, Year: c.Year, Period: c.Yearly().ID, Member: f.Member, Criterion: criterion})
}

func takeAmendedTarget(t *dialog.Turn, f *amendForm, a dialog.Answer) error {
	if a.Value == "" {
		return text.Wrong("dialog.choose")
	}
	f.Criterion = a.Value
	return t.Go("figure")
}

// criterion is what the form is about; nil where the cluster's file changed.
func (f *amendForm) criterion(t *dialog.Turn) (*rules.Cluster, *rules.Criterion, error) {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return nil, nil, err
	}
	return c, criterion(c, c.Yearly().ID, f.Criterion), nil
}

func askAmendedFigure(t *dialog.Turn, f *amendForm) (*dialog.Question, error) {
	c, k, err := f.criterion(t)
	if err != nil || k == nil {
		return nil, err
	}
	now, err := f.target(t, c, k.ID)
	if err != nil {
		return nil, err
	}
	return &dialog.Question{Lines: lines(text.Say("phuluc.ask_figure", "unit", names(c, []string{f.Member}), "name", k.Name, "plan", planWords(t, k, now.Plan)))}, nil
}

func takeAmendedFigure(t *dialog.Turn, f *amendForm, a dialog.Answer) error {
	_, k, err := f.criterion(t)
	if err != nil || k == nil {
		return err
	}
	plan, unsure, err := readTarget(k, a.Text)
	switch {
	case err != nil:
		return err
	case unsure != nil:
		f.Unsure = unsure
		return t.Go("reading")
	case plan == nil:
		return text.Wrong("chitieu.number", "text", quote(a.Text))
	}
	return f.propose(t, *plan)
}

func askAmendedReading(t *dialog.Turn, f *amendForm) (*dialog.Question, error) {
	_, k, err := f.criterion(t)
	if err != nil || k == nil || f.Unsure == nil {
		return nil, err
	}
	return readingQuestion(t, k, workflow.Target{}, *f.Unsure), nil
}

func takeAmendedReading(t *dialog.Turn, f *amendForm, a dialog.Answer) error {
	f.Unsure = nil
	switch a.Value {
	case "again":
		return t.Go("figure")
	case "":
		return takeAmendedFigure(t, f, a)
	}
	return f.propose(t, decimal.Must(a.Value))
}

// propose writes the new figure down; the first one is asked why.
func (f *amendForm) propose(t *dialog.Turn, plan decimal.Decimal) error {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	p, err := workflow.ProposeChange(t.Tx, t.Act(), c, f.Member, f.Criterion, plan)
	if err != nil {
		return err
	}
	if p.Reason == "" {
		f.Why = true
		return t.Go("reason")
	}
	return t.Go("check")
}

func askAmendedReason(_ *dialog.Turn, f *amendForm) (*dialog.Question, error) {
	if !f.Why {
		return nil, nil
	}
	return &dialog.Question{Lines: lines(text.Say("phuluc.ask_reason"))}, nil
}

func takeAmendedReason(t *dialog.Turn, f *amendForm, a dialog.Answer) error {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	if _, err := workflow.ProposeReason(t.Tx, t.Act(), c, a.Text); err != nil {
		return err
	}
	f.Why = false
	return t.Go("check")
}
