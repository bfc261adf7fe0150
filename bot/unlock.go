package bot

import (
	"strings"
	"time"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// unlockForm is the head about to open accepted figures of a member again.
type unlockForm struct {
	Year           int
	Period, Member string
	Criteria       []string // none and All: every one
	All            bool
	Until          string // a day, in machine form
}

// unlocking (mở khóa): whose figures, which, until when, and why.
var unlocking = dialog.Flow[unlockForm]{
	Name:  "unlock",
	Power: workflow.MayUnlock,
	Steps: []dialog.Step[unlockForm]{
		{Name: "period", Ask: askUnlockPeriod, Take: takeUnlockPeriod, Undo: func(_ *dialog.Turn, f *unlockForm) { f.Period = "" }},
		{Name: "member", Ask: askUnlockMember, Take: takeUnlockMember, Undo: func(_ *dialog.Turn, f *unlockForm) { f.Member = "" }},
		{Name: "criteria", Ask: askUnlockCriteria, Take: takeUnlockCriteria, Undo: func(_ *dialog.Turn, f *unlockForm) { f.Criteria, f.All = nil, false }},
		{Name: "until", Ask: askUnlockUntil, Take: takeUnlockUntil, Undo: func(_ *dialog.Turn, f *unlockForm) { f.Until = "" }},
		{Name: "reason", Ask: askUnlockReason, Take: takeUnlockReason, Free: true},
	},
}

func (b *Bot) unlock(t *dialog.Turn, args string) error {
	f := unlockForm{}
	list, err := reviewPeriods(t)
	if err != nil {
		return err
	}
	if p, _, ok := named(list, args); ok {
		f.Year, f.Period = p.cluster.Year, p.period.ID
	}
	return unlocking.Start(t, f)
}

func (f *unlockForm) cluster(t *dialog.Turn) (*rules.Cluster, error) {
	c, err := clusterYear(t, f.Year)
	if err == nil && (c.Period(f.Period) == nil || f.Member != "" && c.Member(f.Member) == nil) {
		err = text.Wrong("period.choose")
	}
	return c, err
}

func askUnlockPeriod(t *dialog.Turn, f *unlockForm) (*dialog.Question, error) {
	if f.Period != "" {
		return nil, nil
	}
	list, err := reviewPeriods(t)
	q := &dialog.Question{Lines: lines(text.Say("mokhoa.ask_period"))}
	for i, p := range list {
		q.Choices = append(q.Choices, []dialog.Choice{p.choice(itoa(i + 1))})
	}
	return q, err
}

func takeUnlockPeriod(t *dialog.Turn, f *unlockForm, a dialog.Answer) error {
	list, err := reviewPeriods(t)
	if err != nil {
		return err
	}
	p, err := pickPeriod(list, a)
	if err == nil {
		f.Year, f.Period = p.cluster.Year, p.period.ID
	}
	return err
}

func askUnlockMember(t *dialog.Turn, f *unlockForm) (*dialog.Question, error) {
	if f.Member != "" {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	return &dialog.Question{Lines: lines(text.Say("mokhoa.ask_member")), Choices: memberChoices(c, func(m *rules.Member) bool {
		return t.Actor.May(workflow.MayUnlock, m.ID)
	})}, nil
}

func takeUnlockMember(t *dialog.Turn, f *unlockForm, a dialog.Answer) error {
	if a.Value == "" {
		return text.Wrong("duyet.choose_member", "text", quote(a.Text))
	}
	f.Member = a.Value
	return nil
}

func askUnlockCriteria(t *dialog.Turn, f *unlockForm) (*dialog.Question, error) {
	if f.All || len(f.Criteria) > 0 {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("mokhoa.ask_criteria", "unit", c.Member(f.Member).Name))}
	for _, k := range c.Asked(f.Period) {
		q.Lines = append(q.Lines, text.Say("mokhoa.criterion", "n", itoa(place(c, f.Period, k.ID)), "name", k.Name))
	}
	q.Choices = [][]dialog.Choice{{choice("all", "mokhoa.button.all", "tat ca", "all")}}
	return q, nil
}

func takeUnlockCriteria(t *dialog.Turn, f *unlockForm, a dialog.Answer) error {
	if a.Value == "all" {
		f.All = true
		return nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	f.Criteria = nil
	for _, n := range strings.FieldsFunc(a.Text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		k := find(c, f.Period, n)
		if k == nil || !k.Method.Kind.Reported() {
			return text.Wrong("duyet.no_such", "text", quote(n))
		}
		f.Criteria = append(f.Criteria, k.ID)
	}
	if len(f.Criteria) == 0 {
		return text.Wrong("duyet.no_such", "text", quote(a.Text))
	}
	return nil
}

func askUnlockUntil(t *dialog.Turn, f *unlockForm) (*dialog.Question, error) {
	if f.Until != "" {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	today := rules.DateOf(t.At().In(c.Location()))
	q := &dialog.Question{Lines: lines(text.Say("mokhoa.ask_until"))}
	var row []dialog.Choice
	for _, days := range []int{1, 3, 7} {
		day := today.AddDays(days).String()
		row = append(row, dialog.Choice{Value: day, Label: text.Say("mokhoa.until", "day", day)})
	}
	q.Choices = append(q.Choices, row)
	return q, nil
}

func takeUnlockUntil(t *dialog.Turn, f *unlockForm, a dialog.Answer) error {
	f.Until = a.Value
	if f.Until == "" {
		day, ok := text.ParseDate(a.Text, t.At())
		if !ok {
			return text.Wrong("mokhoa.no_day", "text", quote(a.Text))
		}
		f.Until = day.Format(time.DateOnly)
	}
	return nil
}

func askUnlockReason(*dialog.Turn, *unlockForm) (*dialog.Question, error) {
	return &dialog.Question{Lines: lines(text.Say("mokhoa.ask_reason"))}, nil
}

func takeUnlockReason(t *dialog.Turn, f *unlockForm, a dialog.Answer) error {
	if err := reasonFits(a.Text); err != nil {
		return err
	}
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	day, err := time.Parse(time.DateOnly, f.Until)
	if err != nil {
		return err
	}
	m, period := c.Member(f.Member), c.Period(f.Period)
	which := text.Say("mokhoa.all")
	if !f.All {
		var names []string
		for _, id := range f.Criteria {
			k := criterion(c, f.Period, id)
			if k == nil {
				t.Say(text.Say("dialog.rules_changed"))
				f.Criteria = nil
				return t.Go("criteria")
			}
			names = append(names, itoa(place(c, f.Period, id))+". "+k.Name)
		}
		which = text.Say("mokhoa.some", "names", strings.Join(names, "; "))
	}
	u, err := workflow.UnlockFigures(t.Tx, t.Act(), c, f.Period, f.Member, f.Criteria, rules.DateOf(day), a.Text)
	if err != nil {
		return err
	}
	t.Say(text.Say("mokhoa.done", "unit", m.Name, "period", period.Name, "until", local(c, u.Until)), which)
	p := yearPeriod{c, period}
	err = tellRole(t, c, workflow.Official, m.ID, lines(text.Say("mokhoa.tell", "period", period.Name, "until", local(c, u.Until), "reason", a.Text), which),
		func(lang string) [][]outbox.Button { return [][]outbox.Button{{reportButton(lang, p)}} })
	if err != nil {
		return err
	}
	return t.End()
}
