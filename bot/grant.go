package bot

import (
	"fmt"
	"strings"
	"time"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A verdict is what somebody answers a request: a day, or with none no.
type verdict struct {
	until  rules.Date
	reason string
}

// readVerdict reads "16/02/2018", "đến 16/2" or "từ chối", with a reason behind.
func readVerdict(t *dialog.Turn, p yearPeriod, member *rules.Member, said string) (v verdict, ok bool) {
	words := strings.Fields(said)
	if member == nil || len(words) == 0 {
		return v, false
	}
	for n := 1; n <= min(2, len(words)); n++ {
		if w := dialog.Word(strings.Join(words[:n], " ")); w == "tu choi" || w == "refuse" {
			v.reason = strings.Join(words[n:], " ")
			return v, true
		}
	}
	switch dialog.Word(strings.Join(words[:len(words)-1], " ")) {
	case "", "den", "den ngay", "dong y den", "until", "grant until":
	default:
		return v, false
	}
	day := words[len(words)-1]
	for _, layout := range []string{"2/1/2006", "2-1-2006", "2006-01-02"} {
		if d, err := time.Parse(layout, day); err == nil {
			v.until = rules.DateOf(d)
			return v, true
		}
	}
	if d, err := time.Parse("2/1/2006", day+"/"+itoa(t.At().In(p.cluster.Location()).Year())); err == nil {
		if v.until = rules.DateOf(d); v.until.DaysSince(p.period.ReportBy) < 0 { // a day of the year to come
			v.until = rules.DateOf(d.AddDate(1, 0, 0))
		}
		return v, true
	}
	return v, false
}

func wrongVerdict(t *dialog.Turn, p yearPeriod, m *rules.Member, said string) error {
	first, _, err := workflow.ExtensionDays(t.Tx, p.cluster, p.period.ID, m.ID, t.At())
	if err != nil {
		return err
	}
	return text.Wrong("giahan.how", "text", quote(said), "period", p.value(), "unit", m.Short, "day", first.String())
}

// unitNamed finds the unit that a text begins with; rest is what follows.
func unitNamed(c *rules.Cluster, said string) (m *rules.Member, rest string) {
	words := strings.Fields(said)
	for n := len(words); n > 0; n-- {
		if m := memberNamed(c, strings.Join(words[:n], " ")); m != nil {
			return m, strings.Join(words[n:], " ")
		}
	}
	return nil, said
}

// requestSign begins the mark of a request.
const requestSign = "#"

// requestMark stands for one request in a button, so that the button of an
// earlier one answers nothing.
func requestMark(e workflow.Extension) string {
	return requestSign + shortSum(fmt.Sprint(e.Cluster, "/", e.Year, "/", e.Period, "/", e.Member, "/", e.N))
}

// answerMarked answers the request that a button belongs to.
func answerMarked(t *dialog.Turn, mark, said string) error {
	years, err := workflow.Years(t.Tx, t.Actor.Cluster)
	if err != nil {
		return err
	}
	for _, c := range years {
		list, err := workflow.Extensions(t.Tx, c)
		if err != nil {
			return err
		}
		for _, e := range list {
			p, m := yearPeriod{c, c.Period(e.Period)}, c.Member(e.Member)
			if requestMark(e) != mark || p.period == nil || m == nil {
				continue
			}
			v, ok := readVerdict(t, p, m, said)
			if !ok {
				return wrongVerdict(t, p, m, said)
			}
			return answerRequest(t, p, m, v)
		}
	}
	return text.Wrong("dialog.old_button")
}

// answerRequest grants or refuses, and tells the officials of the unit.
func answerRequest(t *dialog.Turn, p yearPeriod, m *rules.Member, v verdict) error {
	var e workflow.Extension
	var err error
	if v.until.IsZero() {
		if v.reason != "" {
			if err := reasonFits(v.reason); err != nil {
				return err
			}
		}
		e, err = workflow.RefuseExtension(t.Tx, t.Act(), p.cluster, p.period.ID, m.ID, v.reason)
	} else {
		e, err = workflow.GrantExtension(t.Tx, t.Act(), p.cluster, p.period.ID, m.ID, v.until)
	}
	if err != nil {
		return err
	}
	by, err := workflow.ReportBy(t.Tx, p.cluster, p.period.ID, m.ID)
	if err != nil {
		return err
	}
	key := "giahan.granted"
	if v.until.IsZero() {
		key = "giahan.refused"
	}
	if err := t.Send(lines(text.Say(key, "period", p.period.Name, "unit", m.Name, "until", by.String(), "by", by.String())), nil); err != nil {
		return err
	}
	said, err := stateLines(t, p, e)
	if err != nil {
		return err
	}
	return tellRole(t, p.cluster, workflow.Official, m.ID, said, func(lang string) [][]outbox.Button {
		return [][]outbox.Button{{reportButton(lang, p)}}
	})
}

// request is the message that asks for an answer; each button is one.
func request(t *dialog.Turn, p yearPeriod, e workflow.Extension) (said []text.Notice, button func(lang string) [][]outbox.Button, err error) {
	who, _, err := workflow.FindPerson(t.Tx, e.Asked.By)
	if err != nil {
		return nil, nil, err
	}
	by, err := workflow.ReportBy(t.Tx, p.cluster, e.Period, e.Member)
	if err != nil {
		return nil, nil, err
	}
	first, last, err := workflow.ExtensionDays(t.Tx, p.cluster, e.Period, e.Member, t.At())
	if err != nil {
		return nil, nil, err
	}
	var days []rules.Date
	for _, n := range []int{2, 6} { // three days and a week from where the unit stands
		if day := first.AddDays(n); day.DaysSince(last) <= 0 {
			days = append(days, day)
		}
	}
	m := p.cluster.Member(e.Member)
	said = lines(text.Say("giahan.request", "unit", m.Name, "period", p.period.Name, "by", by.String()),
		text.Say("giahan.request_by", "name", who.Name, "at", local(p.cluster, e.Asked.At)))
	if e.Asked.Reason != "" {
		said = append(said, text.Say("giahan.reason", "reason", e.Asked.Reason))
	}
	said = append(said, text.Say("giahan.request_how", "period", p.value(), "unit", m.Short, "day", append(days, last)[0].String()))
	return said, func(lang string) [][]outbox.Button {
		mark := "giahan " + requestMark(e) + " "
		var rows [][]outbox.Button
		for _, day := range days {
			label := text.Say("giahan.button.grant", "day", fmt.Sprintf("%02d/%02d", day.Day, day.Month))
			rows = append(rows, []outbox.Button{clusterButton(text.Plain(lang, label), p.cluster.ID, mark+day.String())})
		}
		return append(rows, []outbox.Button{clusterButton(text.Plain(lang, text.Say("giahan.button.refuse")), p.cluster.ID, mark+"tu choi")})
	}, nil
}

// showRequests shows the open requests that the person may answer, one message
// each, of one period where it is named; it says whether there were any.
func showRequests(t *dialog.Turn, only yearPeriod) (shown bool, err error) {
	years, err := workflow.Years(t.Tx, t.Actor.Cluster)
	if err != nil {
		return false, err
	}
	for _, c := range years {
		list, err := workflow.Extensions(t.Tx, c)
		if err != nil {
			return shown, err
		}
		for _, e := range list {
			p := yearPeriod{c, c.Period(e.Period)}
			if !e.Open() || p.period == nil || c.Member(e.Member) == nil || !t.Actor.May(workflow.MayExtend, e.Member) ||
				only.period != nil && only.value() != p.value() {
				continue
			}
			said, button, err := request(t, p, e)
			if err != nil {
				return shown, err
			}
			if err := t.Send(said, button(t.Person.Language)); err != nil {
				return shown, err
			}
			shown = true
		}
	}
	return shown, nil
}

// tellRequest tells those who answer: the head's people; of the head's own unit,
// or where the head has nobody, the deputies' people. It says whether there were
// any.
func tellRequest(t *dialog.Turn, p yearPeriod, e workflow.Extension) (told bool, err error) {
	said, button, err := request(t, p, e)
	if err != nil {
		return false, err
	}
	for _, role := range []workflow.Role{workflow.Head, workflow.Deputy} {
		list, err := workflow.Holders(t.Tx, p.cluster.ID, role, "", t.At())
		if err != nil {
			return false, err
		}
		for _, who := range list {
			a, err := workflow.FindActor(t.Tx, who, p.cluster.ID, t.At())
			if err != nil {
				return false, err
			}
			if !a.May(workflow.MayExtend, e.Member) {
				continue
			}
			if err := tell(t, who, said, button(who.Language)); err != nil {
				return false, err
			}
			told = true
		}
		if told {
			break
		}
	}
	return told, nil
}
