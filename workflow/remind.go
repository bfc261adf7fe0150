package workflow

import (
	"fmt"
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
)

// Lookback is how far a ring of the bell looks back for what was not said: a
// downtime up to this long is caught up.
const Lookback = 7 * 24 * time.Hour

// Kinds of what people are reminded of.
const (
	RemindDeadline   = "deadline"   // the figures of a period are due
	RemindConference = "conference" // a conference is coming
	RemindOverdue    = "overdue"    // to the head: who is late, by name
	RemindHandover   = "handover"   // the day on which the power moves
	RemindSign       = "sign"       // a covenant waits for a signature
)

// An Occurrence is one step of one reminder: due at a moment that follows from
// the cluster file, from the days that were granted to members, and from those
// until which covenants can be signed.
type Occurrence struct {
	Kind string
	ID   string     // of the period or the conference; RemindSign: the covenant's number
	Day  rules.Date // report_by, a member's own day for it, the day of the conference, or the last to sign
	Step int        // days from it; negative: before
	At   time.Time
}

// subject is what the step belongs to. A day that the file or an extension moves
// is another subject, with all its steps before it.
func (o Occurrence) subject() string { return join(o.Kind, o.ID, o.Day.String()) }

// Occurrences lists every step of a year's reminders by the moment it is due.
// The days that extensions moved report_by to have steps like the day itself.
// Steps that meet on one day are said together, when the first of them is due.
func Occurrences(c *rules.Cluster, moved ...Extension) []Occurrence {
	return occurrences(c, moved, nil)
}

func occurrences(c *rules.Cluster, moved []Extension, open []Covenant) []Occurrence {
	var list []Occurrence
	first := map[rules.Date]time.Time{}
	add := func(kind, id string, day rules.Date, steps []int, sign int) {
		for _, n := range steps {
			o := Occurrence{Kind: kind, ID: id, Day: day, Step: sign * n}
			on, clock := occursOn(c, o)
			o.At = time.Date(on.Year, on.Month, on.Day, 0, int(clock), 0, 0, c.Location())
			if at, ok := first[on]; !ok || o.At.Before(at) {
				first[on] = o.At
			}
			list = append(list, o)
		}
	}
	rem := &c.Reminders
	for _, p := range c.Periods {
		if len(c.Asked(p.ID)) == 0 {
			continue
		}
		for _, day := range reportDays(c, &p, moved) {
			add(RemindDeadline, p.ID, day, rem.DeadlineBefore, -1)
			add(RemindDeadline, p.ID, day, rem.DeadlineAfter, 1)
			if rem.EscalateAfter > 0 {
				add(RemindOverdue, p.ID, day, []int{rem.EscalateAfter}, 1)
			}
		}
	}
	for _, conf := range c.Conferences {
		add(RemindConference, conf.ID, rules.DateOf(conf.At.In(c.Location())), rem.ConferenceBefore, -1)
	}
	if !c.Handover.IsZero() {
		add(RemindHandover, "", c.Handover, []int{0}, 1)
	}
	for _, cov := range open {
		if day, steps := cov.signingSteps(c); !day.IsZero() {
			add(RemindSign, itoa(cov.No), day, steps, -1)
		}
	}
	for i, o := range list {
		list[i].At = first[rules.DateOf(o.At)]
	}
	slices.SortStableFunc(list, func(a, b Occurrence) int { return a.At.Compare(b.At) })
	return list
}

// reportDays are the days on which reports of a period are due: the period's, and
// each that an extension moved it to, once.
func reportDays(c *rules.Cluster, p *rules.Period, moved []Extension) []rules.Date {
	days := []rules.Date{p.ReportBy}
	for _, e := range moved {
		if e.Period == p.ID && e.moves(c) && !slices.Contains(days, e.Until) {
			days = append(days, e.Until)
		}
	}
	return days
}

// occursOn moves a step off free days (backwards up to the day itself, forwards
// after it) and out of the quiet hours. A conference's own day is announced when
// the quiet hours end.
func occursOn(c *rules.Cluster, o Occurrence) (rules.Date, rules.Clock) {
	rem := &c.Reminders
	day, move := o.Day.AddDays(o.Step), -1
	if o.Step > 0 {
		move = 1
	}
	for range 366 {
		if !rem.Free(day) {
			break
		}
		day = day.AddDays(move)
	}
	early := o.Kind == RemindConference && day == o.Day
	if q := rem.Quiet; q != nil && (q.Contains(rem.At) || early && q.To < rem.At) {
		return day, q.To
	}
	return day, rem.At
}

// A Reminder is what one person is told at once: the latest step of everything
// that is due.
type Reminder struct {
	Person  Person
	Cluster *rules.Cluster
	Items   []Item
}

// An Item is one thing that somebody is reminded of.
type Item struct {
	Occurrence
	Member string      // RemindDeadline: whose figures are owed; a unit of the person's; RemindSign: for whom they sign
	Field  string      // RemindSign: where
	Late   []string    // RemindOverdue: members that owe, in the cluster's order
	Heirs  *Succession // RemindHandover
}

// reminded marks a step as said to a person, so that it is said exactly once,
// whoever rings the bell.
type reminded struct {
	Cluster string    `json:"cluster"`
	Year    int       `json:"year"`
	Subject string    `json:"subject"`
	Step    int       `json:"step"`
	Person  string    `json:"person"`
	At      time.Time `json:"at"`
}

var reminders = storage.Table[reminded]{Name: "reminded", Key: func(m reminded) string {
	return join(yearKey(m.Cluster, m.Year), m.Subject, fmt.Sprint(m.Step), m.Person)
}}

// DueReminders says who is to be told what at a moment: every step of the last
// seven days that was not said yet, only to people who still owe it and who were
// there when it fell due. Nobody is woken in the quiet hours.
func DueReminders(r storage.Reader, c *rules.Cluster, now time.Time) ([]Reminder, error) {
	local := now.In(c.Location())
	if q := c.Reminders.Quiet; q != nil && q.Contains(rules.Clock(local.Hour()*60+local.Minute())) {
		return nil, nil
	}
	moved, err := Extensions(r, c)
	if err != nil {
		return nil, err
	}
	open, err := openCovenants(r, c)
	if err != nil {
		return nil, err
	}
	var due []Reminder
	for _, o := range occurrences(c, moved, open) {
		over := (o.Kind == RemindConference || o.Kind == RemindSign) && rules.DateOf(local).DaysSince(o.Day) > 0
		if o.At.After(now) || now.Sub(o.At) > Lookback || over {
			continue
		}
		told, err := audience(r, c, o, moved, open, now)
		if err != nil {
			return nil, err
		}
		for _, t := range told {
			_, said, err := reminders.Find(r, reminders.Key(mark(c, o, t.person.ID, now)))
			if err != nil {
				return nil, err
			}
			if !said && !t.since.After(o.At) {
				due = addItem(due, c, t.person, Item{o, t.member, t.field, t.late, t.heirs})
			}
		}
	}
	return due, nil
}

func mark(c *rules.Cluster, o Occurrence, person string, now time.Time) reminded {
	return reminded{c.ID, c.Year, o.subject(), o.Step, person, now.UTC()}
}

// addItem adds an item to a person's reminder; a later step of the same subject
// takes the place of an earlier one.
func addItem(due []Reminder, c *rules.Cluster, p Person, item Item) []Reminder {
	i := slices.IndexFunc(due, func(d Reminder) bool { return d.Person.ID == p.ID })
	if i < 0 {
		return append(due, Reminder{p, c, []Item{item}})
	}
	for j, old := range due[i].Items {
		if old.subject() == item.subject() && old.Member == item.Member {
			due[i].Items[j] = item
			return due
		}
	}
	due[i].Items = append(due[i].Items, item)
	return due
}

// MarkReminded marks everything that a reminder stands for as said: its items
// and the earlier steps that they take the place of.
func MarkReminded(tx storage.Tx, rem Reminder, now time.Time) error {
	moved, err := Extensions(tx, rem.Cluster)
	if err != nil {
		return err
	}
	open, err := openCovenants(tx, rem.Cluster)
	if err != nil {
		return err
	}
	for _, o := range occurrences(rem.Cluster, moved, open) {
		if o.At.After(now) || now.Sub(o.At) > Lookback {
			continue
		}
		if !slices.ContainsFunc(rem.Items, func(i Item) bool { return i.subject() == o.subject() }) {
			continue
		}
		if _, err := reminders.Insert(tx, mark(rem.Cluster, o, rem.Person.ID, now)); err != nil {
			return err
		}
	}
	return nil
}

// listener is somebody whom an occurrence concerns, and since when.
type listener struct {
	person Person
	since  time.Time
	member string
	field  string
	late   []string
	heirs  *Succession
}

// audience is whom an occurrence concerns: the officials of those who still owe
// the figures, the head's people where somebody is overdue, everybody before a
// conference, on the day of the hand-over who goes and who comes, and whoever's
// turn it is to sign.
func audience(r storage.Reader, c *rules.Cluster, o Occurrence, moved []Extension, open []Covenant, now time.Time) ([]listener, error) {
	owing, late, err := debtors(r, c, o, moved)
	if err != nil || o.Kind == RemindDeadline && len(owing) == 0 || o.Kind == RemindOverdue && len(late) == 0 {
		return nil, err
	}
	list, err := Seats(r, c.ID)
	if err != nil {
		return nil, err
	}
	years, err := Living(r, c.ID, now)
	if err != nil || len(years) == 0 {
		return nil, err
	}
	var heirs Succession
	if o.Kind == RemindHandover {
		if heirs, err = FindSuccession(r, c); err != nil {
			return nil, err
		}
	}
	var told []listener
	for _, s := range list {
		role := inForce(s, years...)
		l := listener{since: s.Since}
		switch {
		case o.Kind == RemindHandover: // who goes has no role in force the day after
			if !heirs.concerns(s, c) {
				continue
			}
			l.heirs = &heirs
		case role == "":
			continue
		case o.Kind == RemindDeadline:
			again, owes := owing[s.Member]
			if role != Official || !owes {
				continue
			}
			l.member = s.Member
			if again.After(l.since) {
				l.since = again
			}
		case o.Kind == RemindSign:
			place, since := signsNext(open, o.ID, role, s.Member)
			if place == nil {
				continue
			}
			l.member, l.field = s.Member, place.Field
			if since.After(l.since) {
				l.since = since
			}
		case o.Kind == RemindOverdue:
			if role != Head {
				continue
			}
			l.late = late
		}
		if l.person, err = people.Get(r, s.Person); err != nil {
			return nil, err
		}
		told = append(told, l)
	}
	return told, nil
}

// debtors are the members that owe what is due on the day of an occurrence, with
// the moment since when that is so: a figure of a complete report was returned,
// or the day was granted, which tells of it. Those of them that are late with it
// are named: a return makes nobody late.
func debtors(r storage.Reader, c *rules.Cluster, o Occurrence, moved []Extension) (owing map[string]time.Time, late []string, err error) {
	if o.Kind == RemindConference || o.Kind == RemindHandover || o.Kind == RemindSign {
		return nil, nil, nil
	}
	board, err := Board(r, c, o.ID)
	owing = map[string]time.Time{}
	for _, p := range board {
		day, since := c.Period(o.ID).ReportBy, time.Time{}
		for _, e := range moved {
			if e.Period == o.ID && e.Member == p.Member.ID && e.moves(c) {
				day, since = e.Until, e.Since
			}
		}
		if day != o.Day || !p.Owes() {
			continue
		}
		if !p.Complete {
			late = append(late, p.Member.ID)
		} else if p.ReturnedAt.After(since) {
			since = p.ReturnedAt
		}
		owing[p.Member.ID] = since
	}
	return owing, late, err
}

// StillOwes says whether a member still has something to send for a period: what
// a queued reminder is checked by when it is sent.
func StillOwes(r storage.Reader, cluster string, year int, period, member string) (bool, error) {
	c, err := FindCluster(r, cluster, year)
	if err != nil || c == nil || c.Period(period) == nil || c.Member(member) == nil {
		return false, err
	}
	p, err := FindProgress(r, c, period, c.Member(member))
	return p.Owes(), err
}
