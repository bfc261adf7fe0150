package workflow

import (
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// An Extension (gia hạn) moves the day on which one member's report of one
// period is due. The unit's official asks for it; the head answers, and a deputy
// where the unit is the head's own.
type Extension struct {
	Cluster string           `json:"cluster"`
	Year    int              `json:"year"`
	Period  string           `json:"period"`
	Member  string           `json:"member"`
	N       int              `json:"n"` // requests so far: 1, 2, …
	Asked   ExtensionAsk     `json:"asked"`
	Answer  *ExtensionAnswer `json:"answer,omitempty"` // to the latest request; nil while it is open

	Until rules.Date `json:"until,omitzero"` // the day in force; none was granted where it is zero
	Since time.Time  `json:"since,omitzero"` // when it was granted
}

// An ExtensionAsk is the latest request.
type ExtensionAsk struct {
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
}

// An ExtensionAnswer grants a day, or with none refuses.
type ExtensionAnswer struct {
	By     string     `json:"by"`
	At     time.Time  `json:"at"`
	Until  rules.Date `json:"until,omitzero"`
	Reason string     `json:"reason,omitempty"`
}

var extensions = storage.Table[Extension]{Name: "extensions", Key: func(e Extension) string {
	return join(yearKey(e.Cluster, e.Year), e.Period, e.Member)
}}

// ExtensionGrace is for how many days after report_by an extension can still be
// asked for.
const ExtensionGrace = 3

// longestExtension is how many days report_by moves at most.
const longestExtension = 60

// Open says whether the latest request waits for an answer.
func (e Extension) Open() bool { return e.N > 0 && e.Answer == nil }

// moves says whether the member's day is another than the file's. A file that
// names a later day gives everybody that day.
func (e Extension) moves(c *rules.Cluster) bool {
	p := c.Period(e.Period)
	return p != nil && !e.Until.IsZero() && e.Until.DaysSince(p.ReportBy) > 0
}

// FindExtension returns what a member asked for and got in a period; N is 0
// where it never asked.
func FindExtension(r storage.Reader, c *rules.Cluster, period, member string) (Extension, error) {
	e := Extension{Cluster: c.ID, Year: c.Year, Period: period, Member: member}
	kept, ok, err := extensions.Find(r, extensions.Key(e))
	if ok {
		e = kept
	}
	return e, err
}

// Extensions returns those of a year, by period and member.
func Extensions(r storage.Reader, c *rules.Cluster) ([]Extension, error) {
	return extensions.List(r, yearKey(c.ID, c.Year)+"/")
}

// ReportBy is the last day on which a member's report of a period is in time:
// the period's, or the later one that was granted.
func ReportBy(r storage.Reader, c *rules.Cluster, period, member string) (rules.Date, error) {
	p := c.Period(period)
	if p == nil {
		return rules.Date{}, text.Wrong("period.unknown", "period", period)
	}
	e, err := FindExtension(r, c, period, member)
	if e.moves(c) {
		return e.Until, err
	}
	return p.ReportBy, err
}

// ExtensionDays are the first and the last day that can be granted at a moment:
// later than what the member has, and never over already.
func ExtensionDays(r storage.Reader, c *rules.Cluster, period, member string, at time.Time) (first, last rules.Date, err error) {
	by, err := ReportBy(r, c, period, member)
	if err != nil {
		return first, last, err
	}
	first = by.AddDays(1)
	if today := rules.DateOf(at.In(c.Location())); today.DaysSince(first) > 0 {
		first = today
	}
	return first, c.Period(period).ReportBy.AddDays(longestExtension), nil
}

// AskExtension asks for more time, while the report is owed and at most three
// days after it was due. One request is open at a time.
func AskExtension(tx storage.Tx, act Act, c *rules.Cluster, period, member, reason string) (Extension, error) {
	if err := permit(tx, act, c, MayReport, member, "giahan.not_official"); err != nil {
		return Extension{}, err
	}
	p, m := c.Period(period), c.Member(member)
	if p == nil || m == nil {
		return Extension{}, text.Wrong("period.unknown", "period", period)
	}
	if err := sealed(tx, c, daysOf(c, period)); err != nil {
		return Extension{}, err
	}
	e, err := FindExtension(tx, c, period, member)
	if err != nil {
		return e, err
	}
	by, err := ReportBy(tx, c, period, member)
	if err != nil {
		return e, err
	}
	progress, err := FindProgress(tx, c, period, m)
	if err != nil {
		return e, err
	}
	switch {
	case !progress.Owes():
		return e, text.Wrong("giahan.not_owed", "period", p.Name)
	case e.Open():
		return e, text.Wrong("giahan.open", "period", p.Name, "at", onClock(c, e.Asked.At), "by", by.String())
	case rules.DateOf(act.At.In(c.Location())).DaysSince(by) > ExtensionGrace:
		return e, text.Wrong("giahan.too_late", "period", p.Name, "by", by.String(), "days", itoa(ExtensionGrace))
	}
	e.N, e.Asked, e.Answer = e.N+1, ExtensionAsk{By: act.By, At: act.At.UTC(), Reason: reason}, nil
	if err := extensions.Put(tx, e); err != nil {
		return e, err
	}
	return e, Log(tx, act, c.ID, Change{What: "extension.ask", Year: c.Year, Period: period, Member: member, From: by.String(), Reason: reason})
}

// GrantExtension answers the open request with a day.
func GrantExtension(tx storage.Tx, act Act, c *rules.Cluster, period, member string, until rules.Date) (Extension, error) {
	e, err := answerable(tx, act, c, period, member)
	if err != nil {
		return e, err
	}
	by, err := ReportBy(tx, c, period, member)
	if err != nil {
		return e, err
	}
	first, last, err := ExtensionDays(tx, c, period, member, act.At)
	if err != nil {
		return e, err
	}
	if until.DaysSince(first) < 0 || until.DaysSince(last) > 0 {
		return e, text.Wrong("giahan.day", "first", first.String(), "last", last.String())
	}
	e.Answer = &ExtensionAnswer{By: act.By, At: act.At.UTC(), Until: until}
	e.Until, e.Since = until, act.At.UTC()
	if err := extensions.Put(tx, e); err != nil {
		return e, err
	}
	return e, Log(tx, act, c.ID, Change{What: "extension.grant", Year: c.Year, Period: period, Member: member, From: by.String(), To: until.String()})
}

// RefuseExtension answers the open request with no; what was granted before
// stands.
func RefuseExtension(tx storage.Tx, act Act, c *rules.Cluster, period, member, reason string) (Extension, error) {
	e, err := answerable(tx, act, c, period, member)
	if err != nil {
		return e, err
	}
	e.Answer = &ExtensionAnswer{By: act.By, At: act.At.UTC(), Reason: reason}
	if err := extensions.Put(tx, e); err != nil {
		return e, err
	}
	return e, Log(tx, act, c.ID, Change{What: "extension.refuse", Year: c.Year, Period: period, Member: member, Reason: reason})
}

// answerable is the open request that the actor may answer. The first answer
// counts; who comes later learns whose it was.
func answerable(r storage.Reader, act Act, c *rules.Cluster, period, member string) (Extension, error) {
	if err := permit(r, act, c, MayExtend, member, "giahan.not_yours"); err != nil {
		return Extension{}, err
	}
	p, m := c.Period(period), c.Member(member)
	if p == nil || m == nil {
		return Extension{}, text.Wrong("period.unknown", "period", period)
	}
	if err := sealed(r, c, daysOf(c, period)); err != nil {
		return Extension{}, err
	}
	e, err := FindExtension(r, c, period, member)
	if err != nil || e.Open() {
		return e, err
	}
	if e.N == 0 {
		return e, text.Wrong("giahan.not_asked", "unit", m.Name, "period", p.Name)
	}
	who, _, err := FindPerson(r, e.Answer.By)
	if err != nil {
		return e, err
	}
	key := "giahan.answered_yes"
	if e.Answer.Until.IsZero() {
		key = "giahan.answered_no"
	}
	return e, text.Wrong(key, "unit", m.Name, "period", p.Name, "at", onClock(c, e.Answer.At), "name", who.Name, "until", e.Answer.Until.String())
}

// permit refuses, with the sentence named, who may not do something for a member
// at the moment of the act.
func permit(r storage.Reader, act Act, c *rules.Cluster, p Power, member, sentence string) error {
	who, _, err := FindPerson(r, act.By)
	if err != nil {
		return err
	}
	a, err := FindActor(r, who, c.ID, act.At)
	if err == nil && !a.May(p, member) {
		err = text.Wrong(sentence)
	}
	return err
}

// onClock is a moment on the cluster's clock, in machine form.
func onClock(c *rules.Cluster, at time.Time) string {
	return at.In(c.Location()).Format("2006-01-02T15:04:05")
}
