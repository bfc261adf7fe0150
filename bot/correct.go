package bot

import (
	"regexp"
	"slices"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// spaced is "3 105,2": a number of the list and a value with only a space between.
var spaced = regexp.MustCompile(`^#?(\d{1,3})\s+(\S.*)$`)

// withSign puts a sign between the two.
func withSign(s string) string {
	if m := spaced.FindStringSubmatch(s); m != nil && !several(s) && !entryLine.MatchString(s) {
		return m[1] + ": " + m[2]
	}
	return s
}

// correct (/sua 3 = 105,2) changes figures at any time before they are accepted,
// wherever the conversation is; without figures it reads everything back.
func (b *Bot) correct(t *dialog.Turn, args string) error {
	talk, f, c, rest, err := b.reporting(t, args)
	if err != nil {
		return err
	}
	if rest == "" && len(f.Open)+len(f.Block) == 0 {
		f.At = ""
		return report.Go(t, talk, "check", f)
	}
	rest = withSign(rest)
	if !several(rest) && !entryLine.MatchString(rest) {
		return text.Wrong("sua.how")
	}
	if err := f.takeText(t, c, rest); err != nil {
		return err
	}
	return goOn(t, talk, f, c)
}

// edited takes a message that was corrected in the chat: the figures it had said
// are those it says now. Anything else that is edited is not taken.
func (b *Bot) edited(t *dialog.Turn, talk *dialog.Open) error {
	if !t.Actor.Can(workflow.MayReport) {
		return t.Send(lines(text.Say("home.edited")), nil)
	}
	at, ok, err := running(t, talk)
	if err != nil {
		return err
	}
	now := t.Event.Text
	if cmd, args, _ := parse(now); cmd != nil && cmd.name == "sua" {
		_, _, _, rest, err := b.reporting(t, args)
		if err != nil {
			return err
		}
		now = withSign(rest)
	}
	if f := at; ok && f.forget(t.Event.Message) {
		c, err := f.cluster(t)
		if err != nil {
			return err
		}
		if err := f.takeText(t, c, now); err != nil {
			return err
		}
		return report.Go(t, talk, "settle", f)
	}
	open, err := openPeriods(t)
	if err != nil {
		return err
	}
	for _, p := range open {
		said, err := saidBy(t, p)
		if err != nil {
			return err
		}
		if len(said) == 0 {
			continue
		}
		f := reportForm{Year: p.cluster.Year, Period: p.period.ID}
		switch {
		case ok && at.Year == f.Year && at.Period == f.Period:
			f = at
		case ok && at.pending():
			return text.Wrong("baocao.pending")
		}
		c := p.cluster
		if len(said) == 1 && !several(now) && !entryLine.MatchString(now) {
			k, _ := c.Criterion(said[0].Criterion)
			if err := f.takeValue(t, c, k, now); err != nil {
				return err
			}
			if err := f.work(t, c); err != nil {
				return err
			}
			return goOn(t, talk, f, c)
		}
		if err := f.takeText(t, c, now); err != nil {
			return err
		}
		f.Block = slices.DeleteFunc(f.Block, func(it item) bool {
			return slices.ContainsFunc(said, func(s workflow.Figure) bool {
				return s.Criterion == it.Criterion && workflow.ValueText(s.Latest().Value) == it.entryText()
			})
		})
		if len(f.Open)+len(f.Block) == 0 {
			f.Pasted = false
		}
		return goOn(t, talk, f, c)
	}
	return t.Send(lines(text.Say("home.edited")), nil)
}

// forget drops what a message said and what still waits for an answer; false
// where there is nothing of the kind. Its criterion is the one in question then.
func (f *reportForm) forget(message int) bool {
	said := func(it item) bool { return it.Message == message }
	was := len(f.Open) + len(f.Block)
	if i := slices.IndexFunc(f.Open, said); i >= 0 {
		f.At = f.Open[i].Criterion
	}
	f.Open, f.Block = slices.DeleteFunc(f.Open, said), slices.DeleteFunc(f.Block, said)
	return len(f.Open)+len(f.Block) < was
}

// saidBy are the figures of a period that the message said and that are still
// open.
func saidBy(t *dialog.Turn, p yearPeriod) ([]workflow.Figure, error) {
	entered, err := workflow.Figures(t.Tx, p.cluster, p.period.ID, t.Actor.Member(workflow.Official))
	var list []workflow.Figure
	for _, k := range p.cluster.Asked(p.period.ID) {
		fig := entered[k.ID]
		if e := fig.Latest(); e != nil && e.Message == t.Event.Message && e.By == t.Person.ID {
			list = append(list, fig)
		}
	}
	return list, err
}

// goOn goes on with a report that is open, or that now has something to ask;
// else it only says that what changed is not submitted yet.
func goOn(t *dialog.Turn, talk *dialog.Open, f reportForm, c *rules.Cluster) error {
	if _, open, err := running(t, talk); err != nil {
		return err
	} else if open || len(f.Open)+len(f.Block) > 0 {
		return report.Go(t, talk, "settle", f)
	}
	if f.entered > 0 {
		t.Say(text.Say("sua.not_submitted"))
	}
	if talk != nil {
		return talk.Again(t)
	}
	return t.FlushWith([][]outbox.Button{{reportButton(t.Person.Language, yearPeriod{c, c.Period(f.Period)})}})
}

// reporting is the report that a command is about: of the period that its words
// begin with, of the conversation that is open, or of the period that the unit
// has last worked on. rest is what follows the period.
func (b *Bot) reporting(t *dialog.Turn, args string) (talk *dialog.Open, f reportForm, c *rules.Cluster, rest string, err error) {
	if talk, err = b.talks.Find(t.Tx, t.Event.Chat); err != nil {
		return
	}
	at, running, err := running(t, talk)
	if err != nil {
		return
	}
	open, err := openPeriods(t)
	if err != nil {
		return
	}
	if len(open) == 0 {
		return talk, f, nil, "", text.Wrong("baocao.no_period")
	}
	p, rest, ok := named(open, args)
	switch {
	case ok:
		if running && at.Year == p.cluster.Year && at.Period == p.period.ID {
			f = at
		} else if running && at.pending() {
			return talk, f, nil, "", text.Wrong("baocao.pending")
		}
	case running && at.Period != "":
		f = at
		rest = args
		c, err = f.cluster(t)
		return talk, f, c, strings.TrimSpace(rest), err
	default:
		rest = args
		if p, err = lastWorkedOn(t, open); err != nil {
			return
		}
	}
	f.Year, f.Period = p.cluster.Year, p.period.ID
	return talk, f, p.cluster, strings.TrimSpace(rest), nil
}

// lastWorkedOn is the period with the unit's newest figure; without any, the
// first that is not over.
func lastWorkedOn(t *dialog.Turn, open []yearPeriod) (yearPeriod, error) {
	best, found := open[len(open)-1], false
	var newest *workflow.Entry
	for _, p := range open {
		entered, err := workflow.Figures(t.Tx, p.cluster, p.period.ID, t.Actor.Member(workflow.Official))
		if err != nil {
			return best, err
		}
		for _, fig := range entered {
			if e := fig.Latest(); e != nil && (newest == nil || e.At.After(newest.At)) {
				newest, best, found = e, p, true
			}
		}
	}
	if found {
		return best, nil
	}
	for _, p := range open {
		if !t.At().After(p.cluster.Deadline(p.period)) {
			return p, nil
		}
	}
	return best, nil
}
