package bot

import (
	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// A reading is a text that could not be taken as it stands.
type reading struct {
	Criterion string
	Raw       string
	Choices   []string // machine numbers
	Because   text.Notice
}

// asks puts readings to the person, plausible ones first.
func asks(k *rules.Criterion, said string, why text.Notice, choices []decimal.Decimal) *reading {
	u := &reading{Criterion: k.ID, Raw: said, Because: why}
	unlikely := func(d decimal.Decimal) bool {
		return k.Range != nil && !k.Range.Holds(d) || k.Decimals == 0 && !d.IsInt()
	}
	for _, late := range []bool{false, true} {
		for _, d := range choices {
			if unlikely(d) == late {
				u.Choices = append(u.Choices, d.String())
			}
		}
	}
	return u
}

// implausible asks about a figure outside the criterion's range: it, or the same
// digits with the sign elsewhere. Nil where there is nothing to ask.
func implausible(k *rules.Criterion, d decimal.Decimal, said string) *reading {
	if k.Range == nil || k.Range.Holds(d) {
		return nil
	}
	choices := []decimal.Decimal{d}
	for _, shift := range []string{"1000", "100", "10", "0.1", "0.01", "0.001"} {
		if moved := d.Mul(decimal.Must(shift)); !d.IsZero() && k.Range.Holds(moved) {
			choices = append(choices, moved)
		}
	}
	why := text.Say("baocao.out_of_range", "min", k.Range.Min.String(), "max", k.Range.Max.String(), "unit", k.Unit)
	return asks(k, said, why, choices)
}

func askReading(t *dialog.Turn, f *reportForm) (*dialog.Question, error) {
	if len(f.Unsure) == 0 {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	u := f.Unsure[0]
	k := criterion(c, f.Period, u.Criterion)
	if k == nil { // the cluster's file changed
		f.Unsure = f.Unsure[1:]
		return askReading(t, f)
	}
	target, err := workflow.FindTarget(t.Tx, c, f.subject(t, c, k.ID))
	if err != nil {
		return nil, err
	}
	return readingQuestion(t, k, target, u), nil
}

// readingQuestion shows every reading with its unit and its percent, each as a
// button and as a letter to type.
func readingQuestion(t *dialog.Turn, k *rules.Criterion, target workflow.Target, u reading) *dialog.Question {
	q := &dialog.Question{Lines: lines(text.Say("baocao.two_readings", "text", quote(u.Raw), "name", k.Name))}
	if u.Because.Key != "" {
		q.Lines = append(q.Lines, u.Because)
	}
	for i, machine := range u.Choices {
		letter := string(rune('A' + i))
		v := score.Value{Kind: score.Number, Number: decimal.Must(machine)}
		label := text.Say("baocao.reading", "letter", letter, "value", valueWords(t, k, v))
		if against := attained(t, k, v, target); against != "" {
			label = text.Say("baocao.reading_attained", "letter", letter, "value", valueWords(t, k, v), "attained", against)
		}
		q.Lines = append(q.Lines, label)
		q.Choices = append(q.Choices, []dialog.Choice{{Value: machine, Label: label, Words: []string{letter}}})
	}
	q.Lines = append(q.Lines, text.Say("baocao.choose_reading"))
	q.Choices = append(q.Choices, []dialog.Choice{choice("again", "baocao.button.retype", "nhap lai")})
	return q
}

func takeReading(t *dialog.Turn, f *reportForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	u := f.Unsure[0]
	k := criterion(c, f.Period, u.Criterion)
	f.Unsure = f.Unsure[1:]
	switch {
	case k == nil:
		t.Say(text.Say("dialog.rules_changed"))
	case a.Value == "again":
		f.At = k.ID
	case a.Value != "":
		err = f.enter(t, c, k, score.Value{Kind: score.Number, Number: decimal.Must(a.Value)}, u.Raw, "")
	default: // typed anew, perhaps with as many readings
		err = f.takeValue(t, c, k, a.Text)
		if n := len(f.Unsure); n > 0 && err == nil && f.Unsure[n-1].Criterion == k.ID {
			f.Unsure = append(f.Unsure[n-1:], f.Unsure[:n-1]...)
		}
	}
	if err != nil {
		return err
	}
	return t.Go("settle")
}

// dropReading leaves a text with two readings aside and asks for its criterion.
func dropReading(_ *dialog.Turn, f *reportForm) bool {
	f.At, f.Unsure = f.Unsure[0].Criterion, f.Unsure[1:]
	return false
}

func askWhyNot(t *dialog.Turn, f *reportForm) (*dialog.Question, error) {
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
		return askWhyNot(t, f)
	}
	return &dialog.Question{Lines: lines(text.Say("baocao.ask_na_reason", "name", k.Name))}, nil
}

func takeWhyNot(t *dialog.Turn, f *reportForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	r := f.Why[0]
	f.Why = f.Why[1:]
	if k := criterion(c, f.Period, r.Criterion); k != nil {
		if err := reasonFits(a.Text); err != nil {
			return err
		}
		err = f.enter(t, c, k, score.Value{Kind: score.NotApplicable}, r.Raw, a.Text)
	} else {
		t.Say(text.Say("dialog.rules_changed"))
	}
	if err != nil {
		return err
	}
	return t.Go("settle")
}

// dropWhyNot takes an n/a back for which no reason was given.
func dropWhyNot(_ *dialog.Turn, f *reportForm) bool {
	f.At, f.Why = f.Why[0].Criterion, f.Why[1:]
	return false
}
