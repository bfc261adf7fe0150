package bot

import (
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// whyForm asks whose points shall be explained, and which.
type whyForm struct {
	Period    string // "2017/CN", as buttons have it
	Member    string
	Criterion string
	Whole     bool // the whole unit
}

// why (/giaithich [kỳ] [đơn vị] [chỉ tiêu]) explains a unit's points: one
// criterion, or all in short.
var why = dialog.Flow[whyForm]{
	Name:  "why",
	Power: workflow.MaySheet,
	Steps: []dialog.Step[whyForm]{
		{Name: "member", Ask: askWhyMember, Take: takeWhyMember, Undo: func(_ *dialog.Turn, f *whyForm) { f.Member = "" }},
		{Name: "criterion", Ask: askWhyCriterion, Take: takeWhyCriterion},
	},
	Done: showWhy,
}

func (b *Bot) why(t *dialog.Turn, args string) error {
	p, rest, err := scoredIn(t, args)
	if err != nil {
		return err
	}
	f := whyForm{Period: p.value()}
	m, rest := memberIn(p.cluster, rest)
	switch {
	case m != nil:
		f.Member, f.Whole = m.ID, rest == ""
	default:
		f.Member = t.Actor.Unit()
	}
	switch {
	case rest == "" && f.Whole:
		return showWhy(t, &f)
	case rest == "":
		return why.Start(t, f)
	case f.Member == "": // a criterion of nobody
		return text.Wrong("duyet.choose_member", "text", quote(rest))
	}
	if err := f.find(p, rest); err != nil {
		return err
	}
	return showWhy(t, &f)
}

// scoredIn takes a period off the beginning of a command's argument; without one
// it is the last that is scored.
func scoredIn(t *dialog.Turn, args string) (yearPeriod, string, error) {
	all, err := everyPeriod(t, t.Actor.Cluster)
	if err != nil {
		return yearPeriod{}, "", err
	}
	if p, rest, ok := named(all, args); ok {
		return p, rest, nil
	}
	p, err := asked(t, "", func(p yearPeriod) bool { return p.period.Scored })
	return p, args, err
}

// memberIn takes a member off the beginning of what was said.
func memberIn(c *rules.Cluster, said string) (*rules.Member, string) {
	words := strings.Fields(said)
	for n := len(words); n > 0; n-- {
		if m := memberNamed(c, strings.Join(words[:n], " ")); m != nil {
			return m, strings.Join(words[n:], " ")
		}
	}
	return nil, said
}

func (f *whyForm) place(t *dialog.Turn) (yearPeriod, error) {
	p, _, err := scoredIn(t, f.Period)
	return p, err
}

// find takes the criterion that was named, or says which it may be.
func (f *whyForm) find(p yearPeriod, said string) error {
	k, close := guess(p.cluster, p.period.ID, said)
	switch {
	case k != nil:
		f.Criterion = k.ID
		return nil
	case len(close) > 0:
		var list []string
		for _, k := range close {
			list = append(list, itoa(place(p.cluster, p.period.ID, k.ID))+". "+k.Name)
		}
		return text.Wrong("giaithich.close", "text", quote(said), "names", strings.Join(list, "; "))
	}
	return text.Wrong("giaithich.unknown", "text", quote(said))
}

func askWhyMember(t *dialog.Turn, f *whyForm) (*dialog.Question, error) {
	if f.Member != "" {
		return nil, nil
	}
	p, err := f.place(t)
	if err != nil {
		return nil, err
	}
	return &dialog.Question{Lines: lines(text.Say("giaithich.ask_member")), Choices: memberChoices(p.cluster, func(m *rules.Member) bool {
		return t.Actor.May(workflow.MaySheet, m.ID)
	})}, nil
}

func takeWhyMember(t *dialog.Turn, f *whyForm, a dialog.Answer) error {
	if a.Value == "" {
		return text.Wrong("duyet.choose_member", "text", quote(a.Text))
	}
	f.Member = a.Value
	return nil
}

func askWhyCriterion(t *dialog.Turn, f *whyForm) (*dialog.Question, error) {
	if f.Whole || f.Criterion != "" {
		return nil, nil
	}
	p, err := f.place(t)
	if err != nil {
		return nil, err
	}
	m := p.cluster.Member(f.Member)
	if m == nil || !t.Actor.May(workflow.MaySheet, f.Member) {
		return nil, text.Wrong("giaithich.not_yours")
	}
	return &dialog.Question{
		Lines:   lines(text.Say("giaithich.ask_criterion", "unit", m.Name)),
		Choices: [][]dialog.Choice{{{Value: "whole", Label: text.Say("giaithich.whole")}}},
	}, nil
}

func takeWhyCriterion(t *dialog.Turn, f *whyForm, a dialog.Answer) error {
	if f.Whole = a.Value == "whole"; f.Whole {
		return nil
	}
	p, err := f.place(t)
	if err != nil {
		return err
	}
	return f.find(p, a.Text)
}

func showWhy(t *dialog.Turn, f *whyForm) error {
	p, err := f.place(t)
	if err != nil {
		return err
	}
	if p.cluster.Member(f.Member) == nil || !t.Actor.May(workflow.MaySheet, f.Member) {
		return text.Wrong("giaithich.not_yours")
	}
	var said []text.Notice
	if k := criterion(p.cluster, p.period.ID, f.Criterion); k != nil {
		said, err = workflow.WhyCriterion(t.Tx, p.cluster, p.period.ID, f.Member, k, t.Person.Language)
	} else {
		said, err = workflow.WhyMember(t.Tx, p.cluster, p.period.ID, f.Member, t.Person.Language)
	}
	if err != nil {
		return err
	}
	return t.Send(said, nil)
}
