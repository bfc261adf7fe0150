package bot

import (
	"errors"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// A mark is one that could not be kept as it stood.
type mark struct {
	reading        // Raw is the value in machine form where only the reason is open
	Reason  string // as far as it was given
}

// marks takes "code: value" lines for criteria that are marked at review.
func (f *reviewForm) marks(t *dialog.Turn, c *rules.Cluster, said string) error {
	return takeRows(t, c, f.Period, strings.Split(said, "\n"), func(*rules.Criterion) bool { return true }, func(k *rules.Criterion, said string) error {
		if k.Method.Kind.Reported() {
			return text.Wrong("review.not_marked", "name", k.Name)
		}
		value, reason, _ := strings.Cut(said, "|")
		return f.mark(t, c, k, value, strings.TrimSpace(reason))
	})
}

// mark reads one mark; "n/a" and days late ask for the reason they need.
func (f *reviewForm) mark(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, said, reason string) error {
	v, why, unsure, err := read(k, workflow.Target{}, said)
	switch {
	case err != nil:
		return err
	case unsure != nil:
		f.Unsure = append(f.Unsure, mark{*unsure, reason})
		return nil
	case v.Kind == score.NotApplicable:
		return f.keep(t, c, k, v, said, strings.TrimSpace(why+" "+reason))
	case v.Kind != score.Number:
		return text.Wrong("figure.number", "name", k.Name)
	}
	return f.keep(t, c, k, v, said, reason)
}

func (f *reviewForm) keep(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, v score.Value, raw, reason string) error {
	if reason != "" {
		if err := reasonFits(reason); err != nil {
			return err
		}
	}
	if reason == "" && (k.Method.Kind == rules.OnTime || v.Kind == score.NotApplicable) {
		f.Why = append(f.Why, mark{reading: reading{Criterion: k.ID, Raw: workflow.ValueText(v)}})
		return nil
	}
	if err := workflow.Mark(t.Tx, t.Act(), c, f.subject(c, k.ID), v, raw, reason); err != nil {
		return err
	}
	t.Say(text.Say("duyet.marked", "n", itoa(place(c, f.Period, k.ID)), "name", k.Name, "value", valueWords(t, k, v), "unit", c.Member(f.Member).Short))
	return nil
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
		err = f.keep(t, c, k, machineValue(a.Value), m.Raw, m.Reason)
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
	err = f.keep(t, c, k, machineValue(m.Raw), m.Raw, a.Text)
	if p, ok := errors.AsType[*text.Problem](err); ok { // the mark itself is wrong; no reason mends it
		t.Say(p.Notice)
	} else if err != nil {
		return err
	}
	return t.Go("settle")
}

// machineValue is a mark that waited in the form.
func machineValue(s string) score.Value {
	if s == string(score.NotApplicable) {
		return score.Value{Kind: score.NotApplicable}
	}
	return score.Value{Kind: score.Number, Number: decimal.Must(s)}
}
