package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"thidua/bot/dialog"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/intake"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// ring says what is due when the bell rings: reminders, once per person,
// deadline and step, and what time does to the covenants. Time stamps
// that are owed are asked for again.
func (b *Bot) ring(tx storage.Tx, e intake.Event) error {
	if err := b.pass(tx, e); err != nil {
		return err
	}
	if err := b.stampAgain(tx, e); err != nil {
		return err
	}
	due, err := Due(tx, e.At)
	if err != nil {
		return err
	}
	for _, rem := range due {
		if err := workflow.MarkReminded(tx, rem, e.At); err != nil {
			return err
		}
		if err := queueReminder(tx, e, rem); err != nil {
			return err
		}
	}
	return nil
}

// Due lists the reminders that a ring of the bell at a moment would send.
func Due(r storage.Reader, at time.Time) ([]workflow.Reminder, error) {
	all, err := workflow.Clusters(r)
	if err != nil {
		return nil, err
	}
	var due []workflow.Reminder
	for _, c := range all {
		list, err := workflow.DueReminders(r, c, at)
		if err != nil {
			return nil, err
		}
		due = append(due, list...)
	}
	return due, nil
}

// Checks of reminders that only hold while something is owed: figures, or a
// signature.
const (
	checkOwes  = "owes"
	checkSigns = "signs"
)

func queueReminder(tx storage.Tx, e intake.Event, rem workflow.Reminder) error {
	c, lang := rem.Cluster, rem.Person.Language
	m := outbox.Message{Chat: rem.Person.ID, Bulk: true}
	var debts, places []string
	add := func(more [][]outbox.Button) {
		for _, row := range more { // who sits for several units is led to a period once
			if !slices.ContainsFunc(m.Buttons, func(old []outbox.Button) bool { return old[0] == row[0] }) {
				m.Buttons = append(m.Buttons, row)
			}
		}
	}
	said := lines(text.Say("nhac.hello", "name", rem.Person.Name))
	for _, item := range rem.Items {
		said = append(said, reminderLine(lang, c, item, e.At))
		if item.Kind == workflow.RemindDeadline {
			more, err := deadlineButtons(tx, lang, yearPeriod{c, c.Period(item.ID)}, item.Member, e.At)
			if err != nil {
				return err
			}
			add(more)
			debts = append(debts, debt(item.ID, item.Member))
		}
		if item.Kind == workflow.RemindSign {
			add(covenantButton(c, numbered(item.ID))(lang))
			places = append(places, item.ID+"/"+item.Field)
		}
	}
	if len(debts) == len(rem.Items) { // anything else is worth saying in any case
		m.Check = owesCheck(c, debts...)
	} else if len(places) == len(rem.Items) {
		m.Check = &outbox.Check{Kind: checkSigns, Args: map[string]string{"cluster": c.ID, "year": year(c), "places": strings.Join(places, " ")}}
	}
	return dialog.Tell(tx, e, m, lang, said)
}

// reportButton leads to a period's report.
func reportButton(lang string, p yearPeriod) outbox.Button {
	return clusterButton(text.Plain(lang, text.Say("nhac.button.report", "period", p.period.Name)), p.cluster.ID, "baocao "+p.value())
}

// debt names a period's report that a member owes.
func debt(period, member string) string { return period + "/" + member }

// owesCheck holds while one of the debts stands.
func owesCheck(c *rules.Cluster, debts ...string) *outbox.Check {
	return &outbox.Check{Kind: checkOwes, Args: map[string]string{"cluster": c.ID, "year": year(c), "debts": strings.Join(debts, " ")}}
}

// Holds says whether what a queued message depends on is still true.
func (b *Bot) Holds(r storage.Reader, check outbox.Check, _ time.Time) (bool, error) {
	if check.Kind != checkOwes && check.Kind != checkSigns {
		return true, nil
	}
	y, err := strconv.Atoi(check.Args["year"])
	if err != nil {
		return false, err
	}
	for _, p := range strings.Fields(check.Args["places"]) {
		no, field, _ := strings.Cut(p, "/")
		if signs, err := workflow.StillSigns(r, check.Args["cluster"], y, numbered(no), field); signs || err != nil {
			return signs, err
		}
	}
	for _, d := range strings.Fields(check.Args["debts"]) {
		period, member, _ := strings.Cut(d, "/")
		if owes, err := workflow.StillOwes(r, check.Args["cluster"], y, period, member); owes || err != nil {
			return owes, err
		}
	}
	return false, nil
}

// numbered is the number of a covenant in a reminder.
func numbered(id string) int {
	no, _ := strconv.Atoi(id) // it was written by the bot itself
	return no
}

// reminderLine says one thing as it stands on the day it is said.
func reminderLine(lang string, c *rules.Cluster, item workflow.Item, now time.Time) text.Notice {
	today := rules.DateOf(now.In(c.Location()))
	switch item.Kind {
	case workflow.RemindConference:
		for _, conf := range c.Conferences {
			if conf.ID != item.ID {
				continue
			}
			days := rules.DateOf(conf.At.In(c.Location())).DaysSince(today)
			key := "nhac.conference"
			if days <= 0 {
				key = "nhac.conference_today"
			}
			return text.Say(key, "name", conf.Name, "at", local(c, conf.At), "place", conf.Place, "days", itoa(days))
		}
	case workflow.RemindHandover:
		return handoverLine(c, *item.Heirs)
	case workflow.RemindSign:
		days := item.Day.DaysSince(today)
		key := "ky.remind"
		if days <= 0 {
			key = "ky.remind_today"
		}
		return text.Say(key, "unit", workflow.PartyName(c, item.Member), "paper", paperIn(lang, c, numbered(item.ID)), "day", item.Day.String(), "days", itoa(days))
	case workflow.RemindOverdue:
		p := c.Period(item.ID)
		return text.Say("nhac.overdue_head", "period", p.Name, "by", item.Day.String(), "units", names(c, item.Late), "n", itoa(len(item.Late)))
	}
	return deadlineLine(c.Period(item.ID), item.Day, today)
}

// deadlineLine says when a report is due, the day being the unit's own.
func deadlineLine(p *rules.Period, by, today rules.Date) text.Notice {
	days := by.DaysSince(today)
	key := "nhac.deadline"
	switch {
	case days == 0:
		key = "nhac.deadline_today"
	case days < 0:
		key, days = "nhac.deadline_over", -days
	}
	return text.Say(key, "period", p.Name, "by", by.String(), "days", itoa(days))
}

// remindForm is the head about to remind the late ones now.
type remindForm struct {
	Year   int
	Period string
}

// reminding (/nhac) shows who still owes a period and reminds them now.
var reminding = dialog.Flow[remindForm]{
	Name:  "remind",
	Power: workflow.MayRemind,
	Steps: []dialog.Step[remindForm]{
		{Name: "period", Ask: askRemindPeriod, Take: takeRemindPeriod, Undo: func(_ *dialog.Turn, f *remindForm) { *f = remindForm{} }},
		{Name: "confirm", Ask: askRemind, Take: takeRemind},
	},
}

func (b *Bot) remind(t *dialog.Turn, args string) error {
	list, err := owedPeriods(t)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return t.Send(lines(text.Say("nhac.nobody")), nil)
	}
	f := remindForm{}
	if p, _, ok := named(list, args); ok {
		f = remindForm{p.cluster.Year, p.period.ID}
	} else if len(list) == 1 {
		f = remindForm{list[0].cluster.Year, list[0].period.ID}
	}
	return reminding.Start(t, f)
}

// owedPeriods are the periods for which somebody still owes figures.
func owedPeriods(t *dialog.Turn) ([]yearPeriod, error) {
	all, err := reviewPeriods(t)
	if err != nil {
		return nil, err
	}
	var list []yearPeriod
	for _, p := range all {
		late, err := owing(t, p)
		if err != nil {
			return nil, err
		}
		if len(late) > 0 {
			list = append(list, p)
		}
	}
	return list, nil
}

func owing(t *dialog.Turn, p yearPeriod) ([]string, error) {
	board, err := workflow.Board(t.Tx, p.cluster, p.period.ID)
	var late []string
	for _, u := range board {
		if u.Owes() {
			late = append(late, u.Member.ID)
		}
	}
	return late, err
}

func askRemindPeriod(t *dialog.Turn, f *remindForm) (*dialog.Question, error) {
	if f.Period != "" {
		return nil, nil
	}
	list, err := owedPeriods(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("nhac.ask_period"))}
	for i, p := range list {
		q.Choices = append(q.Choices, []dialog.Choice{p.choice(itoa(i + 1))})
	}
	return q, nil
}

func takeRemindPeriod(t *dialog.Turn, f *remindForm, a dialog.Answer) error {
	list, err := owedPeriods(t)
	if err != nil {
		return err
	}
	p, err := pickPeriod(list, a)
	if err != nil {
		return err
	}
	f.Year, f.Period = p.cluster.Year, p.period.ID
	return nil
}

func (f *remindForm) period(t *dialog.Turn) (yearPeriod, error) {
	c, err := clusterYear(t, f.Year)
	if err == nil && c.Period(f.Period) == nil {
		err = text.Wrong("period.choose")
	}
	if err != nil {
		return yearPeriod{}, err
	}
	return yearPeriod{c, c.Period(f.Period)}, nil
}

func askRemind(t *dialog.Turn, f *remindForm) (*dialog.Question, error) {
	p, err := f.period(t)
	if err != nil {
		return nil, err
	}
	late, err := owing(t, p)
	if err != nil {
		return nil, err
	}
	return &dialog.Question{
		Lines:   lines(text.Say("nhac.owing", "period", p.period.Name, "n", itoa(len(late)), "units", names(p.cluster, late)), text.Say("nhac.confirm")),
		Choices: [][]dialog.Choice{{choice("yes", "nhac.button.yes", "dung", "nhac", "yes"), choice("no", "nhac.button.no", "thoi", "no")}},
	}, nil
}

func takeRemind(t *dialog.Turn, f *remindForm, a dialog.Answer) error {
	if a.Value == "no" {
		t.Say(text.Say("nhac.not_sent"))
		return t.End()
	}
	if a.Value != "yes" {
		return text.Wrong("dialog.choose")
	}
	p, err := f.period(t)
	if err != nil {
		return err
	}
	late, err := owing(t, p)
	if err != nil {
		return err
	}
	today := rules.DateOf(t.At().In(p.cluster.Location()))
	told, nobody := 0, []string{}
	for _, id := range late {
		list, err := workflow.Holders(t.Tx, p.cluster.ID, workflow.Official, id, t.At())
		if err != nil {
			return err
		}
		if len(list) == 0 {
			nobody = append(nobody, id)
		}
		by, err := workflow.ReportBy(t.Tx, p.cluster, p.period.ID, id)
		if err != nil {
			return err
		}
		for _, who := range list {
			m := outbox.Message{Chat: who.ID, Bulk: true, Check: owesCheck(p.cluster, debt(p.period.ID, id))}
			if m.Buttons, err = deadlineButtons(t.Tx, who.Language, p, id, t.At()); err != nil {
				return err
			}
			said := lines(text.Say("nhac.from_head", "name", who.Name), deadlineLine(p.period, by, today))
			if err := dialog.Tell(t.Tx, t.Event, m, who.Language, said); err != nil {
				return err
			}
			told++
		}
	}
	t.Say(text.Say("nhac.sent", "n", itoa(told), "units", names(p.cluster, late)))
	if len(nobody) > 0 {
		t.Say(text.Say("nhac.no_official", "units", names(p.cluster, nobody)))
	}
	return t.End()
}
