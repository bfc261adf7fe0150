package bot

import (
	"slices"
	"strings"
	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// inPoints is a criterion as its points are asked for: a bare number. Its limits
// are no help in reading one: what lies beyond them is refused, not guessed.
func inPoints(k *rules.Criterion) *rules.Criterion {
	return &rules.Criterion{ID: k.ID, Name: k.Name, Unit: "điểm", Decimals: 2, Method: rules.Method{Kind: rules.Direct}}
}

// give reads the points that were typed for a criterion.
func (f *selfForm) give(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, said, reason string) error {
	asked := inPoints(k)
	it, err := reads(asked, asking(asked, workflow.Target{}, nil), strings.TrimSpace(said))
	switch {
	case err != nil:
		return err
	case it.Value != "":
		return f.keep(t, c, k, it.Value, reason)
	}
	var fit []string
	for _, s := range it.Choices {
		d := decimal.Must(s)
		if err = workflow.CheckSelf(k, &d); err == nil {
			fit = append(fit, s)
		}
	}
	if it.Choices = fit; len(fit) == 0 {
		return err
	}
	f.Unsure = append(f.Unsure, mark{reading{k.ID, it.Raw, it.Choices, it.Because}, reason})
	return nil
}

// keep keeps points; where they differ from what the figure earns, and there is no
// reason, it is asked for.
func (f *selfForm) keep(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, value, reason string) error {
	d, err := decimal.Parse(value)
	if err != nil {
		return text.Wrong("tucham.number", "name", k.Name)
	}
	if err := workflow.CheckSelf(k, &d); err != nil { // before a reason is asked for nothing
		return err
	}
	if reason != "" {
		if err := reasonFits(reason); err != nil {
			return err
		}
	}
	_, list, err := f.scores(t)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(s workflow.SelfScore) bool { return s.Criterion.ID == k.ID })
	if i >= 0 && list[i].Open && list[i].Computed != nil {
		if list[i].Computed.Equal(d) {
			reason = ""
		} else if reason == "" {
			f.Why = append(f.Why, mark{reading: reading{Criterion: k.ID, Raw: value}})
			return nil
		}
	}
	if err := workflow.GiveSelf(t.Tx, t.Act(), c, f.subject(t, c, k.ID), &d, reason); err != nil {
		return err
	}
	t.Say(text.Say("tucham.kept", "n", itoa(place(c, f.Period, k.ID)), "name", k.Name, "points", d.String()))
	return nil
}

func askSelfReading(t *dialog.Turn, f *selfForm) (*dialog.Question, error) {
	if len(f.Unsure) == 0 {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	k := criterion(c, f.Period, f.Unsure[0].Criterion)
	if k == nil { // the cluster's file changed
		return nil, nil
	}
	return readingQuestion(t, inPoints(k), workflow.Target{}, f.Unsure[0].reading), nil
}

func takeSelfReading(t *dialog.Turn, f *selfForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	m := f.Unsure[0]
	f.Unsure = f.Unsure[1:]
	k := criterion(c, f.Period, m.Criterion)
	switch {
	case k == nil:
	case a.Value == "again":
		t.Say(text.Say("tucham.again", "n", itoa(place(c, f.Period, k.ID)), "name", k.Name))
	case a.Value == "" && changesLines(a.Text): // it is no answer to this
		err = f.change(t, c, a.Text)
	case a.Value == "":
		err = f.give(t, c, k, a.Text, m.Reason)
	default:
		err = f.keep(t, c, k, a.Value, m.Reason)
	}
	if err != nil {
		return err
	}
	return t.Go("settle")
}

func askSelfReason(t *dialog.Turn, f *selfForm) (*dialog.Question, error) {
	if len(f.Why) == 0 {
		return nil, nil
	}
	c, list, err := f.scores(t)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(s workflow.SelfScore) bool { return s.Criterion.ID == f.Why[0].Criterion })
	k := criterion(c, f.Period, f.Why[0].Criterion)
	if i < 0 || k == nil || list[i].Computed == nil {
		return nil, nil
	}
	return &dialog.Question{Lines: lines(text.Say("tucham.ask_reason", "name", k.Name, "points", f.Why[0].Raw, "computed", list[i].Computed.String()))}, nil
}

func takeSelfReason(t *dialog.Turn, f *selfForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	if err := reasonFits(a.Text); err != nil {
		return err
	}
	m := f.Why[0]
	f.Why = f.Why[1:]
	if k := criterion(c, f.Period, m.Criterion); k != nil {
		if err := f.keep(t, c, k, m.Raw, strings.TrimSpace(a.Text)); err != nil {
			return err
		}
	}
	return t.Go("settle")
}
