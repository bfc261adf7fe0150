package bot

import (
	"errors"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// A mark is one that could not be kept as it stood.
type mark struct {
	reading        // Raw is the value in machine form where only the reason is open
	Reason  string // as far as it was given
}

// marks takes "code: value | reason" lines: marks, or another value than was
// reported.
func (f *reviewForm) marks(t *dialog.Turn, c *rules.Cluster, said string) error {
	return takeRows(t, c, f.Period, strings.Split(said, "\n"), func(*rules.Criterion) bool { return true }, func(k *rules.Criterion, said string) error {
		value, reason, _ := strings.Cut(said, "|")
		return f.mark(t, c, k, value, strings.TrimSpace(reason))
	})
}

// mark reads one value; what needs a reason and has none is asked for it.
func (f *reviewForm) mark(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, said, reason string) error {
	s := f.subject(c, k.ID)
	fig, err := workflow.FindFigure(t.Tx, s)
	if err != nil {
		return err
	}
	if k.Method.Kind.Reported() && fig.Sent == nil && fig.Accepted == nil {
		return text.Wrong("review.not_sent", "name", k.Name)
	}
	target, err := workflow.FindTarget(t.Tx, c, s)
	if err != nil {
		return err
	}
	if !k.Method.Kind.Reported() {
		target = workflow.Target{}
	}
	it, err := reads(k, asking(k, target, nil), said)
	switch {
	case err != nil:
		return err
	case it.Value == "":
		f.Unsure = append(f.Unsure, mark{reading{k.ID, it.Raw, it.Choices, it.Because}, reason})
		return nil
	}
	return f.keep(t, c, k, it.value(), said, strings.TrimSpace(it.Note+" "+reason))
}

func (f *reviewForm) keep(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, v score.Value, raw, reason string) error {
	if reason != "" {
		if err := reasonFits(reason); err != nil {
			return err
		}
	}
	s := f.subject(c, k.ID)
	fig, err := workflow.FindFigure(t.Tx, s)
	if err != nil {
		return err
	}
	if err := workflow.CheckValue(k, v); err != nil { // before a reason is asked for nothing
		return err
	}
	changes := k.Method.Kind.Reported() || fig.Accepted != nil && workflow.ValueText(fig.Accepted.Value) != workflow.ValueText(v)
	if reason == "" && (changes || k.Method.Kind == rules.OnTime || v.Kind == score.NotApplicable) {
		f.Why = append(f.Why, mark{reading: reading{Criterion: k.ID, Raw: workflow.ValueText(v)}})
		return nil
	}
	said := text.Say("duyet.marked", "n", itoa(place(c, f.Period, k.ID)), "name", k.Name, "value", valueWords(t, k, v), "unit", c.Member(f.Member).Short)
	if !k.Method.Kind.Reported() {
		if err := workflow.Mark(t.Tx, t.Act(), c, s, v, raw, reason); err != nil {
			return err
		}
		return f.sayMarked(t, c, k, said)
	}
	if err := workflow.Correct(t.Tx, t.Act(), c, s, v, raw, reason); err != nil {
		return err
	}
	if err := f.sayMarked(t, c, k, said); err != nil {
		return err
	}
	return f.tellCorrected(t, c, k)
}

// sayMarked says what was kept, from what to what and why.
func (f *reviewForm) sayMarked(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, said text.Notice) error {
	fig, err := workflow.FindFigure(t.Tx, f.subject(c, k.ID))
	if err == nil {
		t.Say(said)
		t.Say(verifiedLines(t, k, fig)...)
	}
	return err
}

// tellCorrected tells the unit what its figure was verified as, with a button to
// explain.
func (f *reviewForm) tellCorrected(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion) error {
	fig, err := workflow.FindFigure(t.Tx, f.subject(c, k.ID))
	if err != nil {
		return err
	}
	period := c.Period(f.Period)
	n := itoa(place(c, f.Period, k.ID))
	said := append(lines(text.Say("duyet.tell_corrected", "period", period.Name, "n", n, "name", k.Name)), verifiedLines(t, k, fig)...)
	if err := keepBoard(t.Tx, t.Event, yearPeriod{c, period}); err != nil {
		return err
	}
	window, agree, err := replyWindow(t, c, f.Period, f.Member)
	if err != nil {
		return err
	}
	said = append(said, window...)
	command := "giaitrinh " + yearPeriod{c, period}.value() + " " + n
	return tellRole(t, c, workflow.Official, f.Member, said, func(lang string) [][]outbox.Button {
		rows := [][]outbox.Button{{clusterButton(text.Plain(lang, text.Say("baocao.button.explain")), c.ID, command)}}
		if agree != nil {
			rows = append(rows, agree(lang)...)
		}
		return rows
	})
}

func askMarkReading(t *dialog.Turn, f *reviewForm) (*dialog.Question, error) {
	if len(f.Unsure) == 0 {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	k := criterion(c, f.Period, f.Unsure[0].Criterion)
	if k == nil { // the cluster's file changed
		f.Unsure = f.Unsure[1:]
		return askMarkReading(t, f)
	}
	return readingQuestion(t, k, workflow.Target{}, f.Unsure[0].reading), nil
}

func takeMarkReading(t *dialog.Turn, f *reviewForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	m := f.Unsure[0]
	k := criterion(c, f.Period, m.Criterion)
	if k == nil {
		return t.Stay()
	}
	f.Unsure = f.Unsure[1:]
	switch a.Value {
	case "again":
		t.Say(text.Say("duyet.mark_again", "n", itoa(place(c, f.Period, k.ID)), "name", k.Name))
	case "":
		err = f.mark(t, c, k, a.Text, m.Reason)
	default:
		err = f.keep(t, c, k, (item{Value: a.Value}).value(), m.Raw, m.Reason)
	}
	if err != nil {
		return err
	}
	return t.Go("settle")
}

func askMarkReason(t *dialog.Turn, f *reviewForm) (*dialog.Question, error) {
	if len(f.Why) == 0 {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	k := criterion(c, f.Period, f.Why[0].Criterion)
	if k == nil {
		f.Why = f.Why[1:]
		return askMarkReason(t, f)
	}
	return &dialog.Question{Lines: lines(text.Say("duyet.ask_mark_reason", "name", k.Name))}, nil
}

func takeMarkReason(t *dialog.Turn, f *reviewForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	m := f.Why[0]
	k := criterion(c, f.Period, m.Criterion)
	if k == nil {
		return t.Stay()
	}
	if err := reasonFits(a.Text); err != nil {
		return err
	}
	f.Why = f.Why[1:]
	err = f.keep(t, c, k, (item{Value: m.Raw}).value(), m.Raw, strings.TrimSpace(a.Text))
	if p, ok := errors.AsType[*text.Problem](err); ok { // the mark itself is wrong; no reason mends it
		t.Say(p.Notice)
	} else if err != nil {
		return err
	}
	return t.Go("settle")
}
