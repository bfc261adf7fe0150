package bot

import (
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// askSettle asks which reading is meant, or whose entry stands.
func askSettle(t *dialog.Turn, f *reportForm) (*dialog.Question, error) {
	if len(f.Open) == 0 {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	it := f.Open[0]
	k := criterion(c, f.Period, it.Criterion)
	if k == nil || it.wantsReason() {
		return nil, nil
	}
	s := f.subject(t, c, k.ID)
	target, err := workflow.FindTarget(t.Tx, c, s)
	if err != nil {
		return nil, err
	}
	if it.Value == "" {
		q := readingQuestion(t, k, target, reading{k.ID, it.Raw, it.Choices, it.Because})
		f.offerAlike(q)
		q.Lines = append(it.from(), q.Lines...)
		return q, nil
	}
	e, err := f.rival(t, c, it)
	if e == nil || err != nil {
		return nil, err
	}
	who := personName(t, e.By)
	return &dialog.Question{
		Lines: lines(text.Say("baocao.rival", "n", itoa(place(c, f.Period, k.ID)), "name", k.Name, "who", who, "at", local(c, e.At), "value", valueWords(t, k, e.Value)),
			text.Say("baocao.rival_ask", "value", valueWords(t, k, it.value()))),
		Choices: [][]dialog.Choice{
			{{Value: "keep", Label: text.Say("baocao.button.keep_theirs", "value", valueWords(t, k, e.Value)), Words: []string{"a", "giu", "keep"}}},
			{{Value: "mine " + sign(e), Label: text.Say("baocao.button.take_mine", "value", valueWords(t, k, it.value())), Words: []string{"b", "thay", "replace"}}},
		},
	}, nil
}

// alike are the items behind the first that have the same doubt: one sign that
// is either a thousands sign or a decimal one.
func (f *reportForm) alike() (n int) {
	for _, it := range f.Open[1:] {
		if it.doubt() != "" && it.doubt() == f.Open[0].doubt() {
			n++
		}
	}
	return n
}

// doubt is the sign that an item's two readings differ in; empty for any other
// doubt.
func (it item) doubt() string {
	if it.Because.Key != "number.two_readings" || len(it.Choices) != 2 || it.Value != "" {
		return ""
	}
	dot, comma := strings.Contains(it.Raw, "."), strings.Contains(it.Raw, ",")
	switch {
	case dot && !comma:
		return "."
	case comma && !dot:
		return ","
	}
	return ""
}

// offerAlike adds the answers that settle every item with the same doubt.
func (f *reportForm) offerAlike(q *dialog.Question) {
	n := f.alike()
	if n == 0 {
		return
	}
	of := itoa(n + 1)
	q.Lines = append(q.Lines, text.Say("baocao.all_alike", "sign", f.Open[0].doubt(), "n", of))
	q.Choices = append(q.Choices,
		[]dialog.Choice{{Value: "all thousands", Label: text.Say("baocao.button.all_thousands", "sign", f.Open[0].doubt(), "n", of), Words: []string{"hang nghin", "thousands"}}},
		[]dialog.Choice{{Value: "all decimal", Label: text.Say("baocao.button.all_decimal", "sign", f.Open[0].doubt(), "n", of), Words: []string{"thap phan", "decimal"}}})
}

// settleAlike settles every item with the doubt of the first: the sign groups
// thousands, or stands before the decimals.
func (f *reportForm) settleAlike(t *dialog.Turn, c *rules.Cluster, thousands bool) error {
	doubt := f.Open[0].doubt()
	for i := range f.Open {
		it := &f.Open[i]
		k := criterion(c, f.Period, it.Criterion)
		if k == nil || it.doubt() != doubt {
			continue
		}
		a, b := decimal.Must(it.Choices[0]), decimal.Must(it.Choices[1])
		if a.Mul(a).Less(b.Mul(b)) == thousands {
			a = b
		}
		q, err := f.question(t, c, k)
		if err != nil {
			return err
		}
		it.settle(q, a.String())
	}
	return nil
}

func takeSettle(t *dialog.Turn, f *reportForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	it := &f.Open[0]
	k := criterion(c, f.Period, it.Criterion)
	mine, over := strings.CutPrefix(a.Value, "mine ")
	switch {
	case k == nil:
	case a.Value == "again":
		f.At, f.Open = k.ID, f.Open[1:]
	case a.Value == "all thousands", a.Value == "all decimal":
		err = f.settleAlike(t, c, a.Value == "all thousands")
	case a.Value == "keep":
		f.Open = f.Open[1:]
		t.Say(text.Say("baocao.kept", "name", k.Name))
		if k.ID == f.At {
			err = f.advance(t, c)
		}
	case over:
		it.Over = mine
	case a.Value != "" && it.Value == "":
		q, err := f.question(t, c, k)
		if err != nil {
			return err
		}
		it.settle(q, a.Value)
	case jump.MatchString(text.Fold(a.Text)):
		err = text.Wrong("baocao.settle_first")
	case several(a.Text), f.about(c, a.Text, k): // it is no answer to this
		f.Pasted = f.Pasted || !entryLine.MatchString(a.Text)
		err = f.takeText(t, c, a.Text)
	default: // typed anew, perhaps with as many readings
		q, err := f.question(t, c, k)
		if err != nil {
			return err
		}
		again, err := reads(k, q, a.Text)
		if err != nil {
			return err
		}
		again.Where, again.Message, again.Score = it.Where, t.Event.Message, it.Score
		again.Explained, again.Fixed = it.Explained, it.Fixed
		if again.Value != "" {
			again.settle(q, again.Value)
		}
		*it = again
	}
	if err != nil {
		return err
	}
	if err := f.work(t, c); err != nil {
		return err
	}
	return t.Go("settle")
}

// about says whether a line begins with the name of another criterion, or names
// this one with a sign behind it.
func (f *reportForm) about(c *rules.Cluster, said string, k *rules.Criterion) bool {
	name, _, ok := splitRow(c, f.Period, said)
	other := find(c, f.Period, name)
	return ok && other != nil && (other != k || entryLine.MatchString(said))
}

// dropOpen leaves what is asked about aside and asks for its criterion.
func dropOpen(_ *dialog.Turn, f *reportForm) bool {
	f.At, f.Open = f.Open[0].Criterion, f.Open[1:]
	return false
}

// askReason asks for the sentence that an item still wants.
func askReason(t *dialog.Turn, f *reportForm) (*dialog.Question, error) {
	if len(f.Open) == 0 || !f.Open[0].wantsReason() {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	it := f.Open[0]
	k := criterion(c, f.Period, it.Criterion)
	if k == nil {
		return nil, nil
	}
	if it.Odd.Key == "" {
		return &dialog.Question{Lines: append(it.from(), text.Say("baocao.ask_na_reason", "name", k.Name))}, nil
	}
	return &dialog.Question{
		Lines:   append(it.from(), text.Say("baocao.odd", "name", k.Name, "value", valueWords(t, k, it.value())), it.Odd, text.Say("baocao.ask_odd_reason")),
		Choices: [][]dialog.Choice{{choice("again", "baocao.button.retype", "nhap lai")}},
	}, nil
}

func takeReason(t *dialog.Turn, f *reportForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	it := &f.Open[0]
	if a.Value == "again" {
		f.At, f.Open = it.Criterion, f.Open[1:]
		if err := f.work(t, c); err != nil {
			return err
		}
		return t.Go("settle")
	}
	if err := reasonFits(a.Text); err != nil {
		return err
	}
	if it.Odd.Key != "" && len(strings.Fields(a.Text)) < 2 {
		return text.Wrong("baocao.odd_reason_short")
	}
	if it.Odd.Key != "" {
		it.Unlikely = strings.TrimSpace(a.Text)
	} else {
		it.Note = strings.TrimSpace(a.Text)
	}
	if err := f.work(t, c); err != nil {
		return err
	}
	return t.Go("settle")
}
