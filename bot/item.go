package bot

import (
	"slices"
	"strconv"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/number"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// An item is one figure on its way from what was typed to a draft: read, chosen
// where it has two readings, explained where it is unlikely or does not apply.
type item struct {
	Criterion string      `json:"criterion"`
	Raw       string      `json:"raw,omitempty"`
	Where     string      `json:"where,omitempty"` // cell of a workbook
	Message   int         `json:"message,omitempty"`
	Value     string      `json:"value,omitempty"`   // in machine form, once it is clear
	Choices   []string    `json:"choices,omitempty"` // readings to choose from, in machine form
	Because   text.Notice `json:"because,omitzero"`  // why it is asked
	Odd       text.Notice `json:"odd,omitzero"`      // why the value is unlikely
	Unlikely  string      `json:"unlikely,omitempty"`
	Note      string      `json:"note,omitempty"` // the reason of an n/a
	Score     string      `json:"score,omitempty"`
	Explained string      `json:"explained,omitempty"`
	Fixed     string      `json:"fixed,omitempty"` // its sentence, out of an old font
	Over      string      `json:"over,omitempty"`  // the colleague's entry that it takes the place of
}

const declaredNone = "none"

// reads reads what was typed for a criterion. A text with two readings, or one
// far from all that is known, is never decided here.
func reads(k *rules.Criterion, q number.Question, said string) (item, error) {
	it := item{Criterion: k.ID, Raw: said}
	r := number.Read(said, q)
	switch r.Verdict {
	case number.Value:
		if it.Value = r.Value.String(); k.Decimals == 0 && !r.Value.IsInt() {
			it.Value, it.Choices, it.Because = "", []string{it.Value}, text.Say("baocao.whole")
		}
	case number.Yes, number.No:
		it.Value = string(r.Verdict)
	case number.Missing:
		it.Value = declaredNone
	case number.NotAvailable:
		it.Value, it.Note = string(score.NotApplicable), r.Note
	case number.Ask:
		it.Because = r.Why
		for _, late := range []bool{false, true} { // plausible ones first
			for _, d := range r.Choices {
				_, unlikely := q.Unlikely(d)
				if (unlikely || k.Decimals == 0 && !d.IsInt()) == late {
					it.Choices = append(it.Choices, d.String())
				}
			}
		}
	default:
		return it, &text.Problem{Notice: r.Why}
	}
	if it.Note != "" {
		return it, reasonFits(it.Note)
	}
	return it, nil
}

// settle takes a value for the item; one that is unlikely wants a reason.
func (it *item) settle(q number.Question, value string) {
	it.Value, it.Choices, it.Odd = value, nil, text.Notice{}
	if d, err := decimal.Parse(value); err == nil && !q.YesNo {
		if why, unlikely := q.Unlikely(d); unlikely {
			it.Odd = why
		}
	}
}

func (it item) value() score.Value {
	switch it.Value {
	case "", declaredNone:
		return score.Value{}
	case string(score.Yes), string(score.No), string(score.NotApplicable):
		return score.Value{Kind: score.Kind(it.Value)}
	}
	return score.Value{Kind: score.Number, Number: decimal.Must(it.Value)}
}

func (it item) entryText() string { return workflow.ValueText(it.value()) }

func (it item) entry() workflow.Entry {
	return workflow.Entry{Value: it.value(), Raw: it.Raw, Note: it.Note, Unlikely: it.Unlikely, Explained: it.Explained, Score: it.Score, Message: it.Message}
}

// explain takes a sentence that came with the value: for the reason that the item
// wants, or else as an explanation.
func (it *item) explain(said string) {
	switch said = strings.TrimSpace(said); {
	case said == "":
	case it.Odd.Key != "" && it.Unlikely == "":
		it.Unlikely = said
	case it.wantsReason():
		it.Note = said
	case it.Note == "":
		it.Explained = said
	}
}

// repair takes the item's sentence out of an old font; only on a yes.
func (it *item) repair() {
	if it.Fixed == "" {
		return
	}
	for _, said := range []*string{&it.Note, &it.Unlikely, &it.Explained} {
		if *said != "" {
			*said = it.Fixed
		}
	}
	it.Fixed = ""
}

// wantsReason says whether a sentence is still missing.
func (it item) wantsReason() bool {
	return it.Value == string(score.NotApplicable) && it.Note == "" || it.Odd.Key != "" && it.Unlikely == ""
}

// question is what an official is asked when a figure is asked for.
func (f *reportForm) question(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion) (number.Question, error) {
	s := f.subject(t, c, k.ID)
	target, err := workflow.FindTarget(t.Tx, c, s)
	if err != nil {
		return number.Question{}, err
	}
	earlier, err := workflow.Earlier(t.Tx, c, s)
	return asking(k, target, earlier), err
}

// asking is the question for a criterion's figure.
func asking(k *rules.Criterion, target workflow.Target, earlier *decimal.Decimal) number.Question {
	q := number.Question{Unit: k.Unit, YesNo: k.Method.Kind == rules.Pass, Plan: target.Plan, LastYear: target.LastYear, Earlier: earlier}
	if k.Range != nil {
		q.Least, q.Most = &k.Range.Min, &k.Range.Max
	}
	return q
}

// rival is the entry of a colleague that an item would take the place of unseen;
// nil where there is none, or where the person has seen it.
func (f *reportForm) rival(t *dialog.Turn, c *rules.Cluster, it item) (*workflow.Entry, error) {
	fig, err := workflow.FindFigure(t.Tx, f.subject(t, c, it.Criterion))
	e := fig.Latest()
	switch {
	case err != nil, e == nil, e.By == t.Person.ID, sign(e) == it.Over:
		return nil, err
	case fig.Returned != nil && e.At.Before(fig.Returned.At):
		return nil, nil
	case workflow.ValueText(e.Value) == workflow.ValueText(it.value()):
		return nil, nil
	}
	return e, nil
}

// sign tells one entry from another.
func sign(e *workflow.Entry) string {
	if e == nil {
		return ""
	}
	return e.By + " " + workflow.ValueText(e.Value) + " " + strconv.FormatInt(e.At.Unix(), 10)
}

// take puts an item into the queue, over one for the same criterion.
func (f *reportForm) take(t *dialog.Turn, c *rules.Cluster, it item) error {
	k := criterion(c, f.Period, it.Criterion)
	if k == nil {
		return text.Wrong("dialog.rules_changed")
	}
	it.Message = t.Event.Message
	var err error
	if it.Value != "" {
		q, err := f.question(t, c, k)
		if err != nil {
			return err
		}
		it.settle(q, it.Value)
		_, _, err = workflow.MayEnter(t.Tx, t.At(), c, f.subject(t, c, k.ID), it.value())
		if err != nil {
			return err
		}
	} else if _, _, err = workflow.MayEnter(t.Tx, t.At(), c, f.subject(t, c, k.ID), score.Value{}); err != nil {
		return err
	}
	f.Open = slices.DeleteFunc(f.Open, func(o item) bool { return o.Criterion == it.Criterion })
	f.Open = append(f.Open, it)
	return nil
}

// work takes clear items out of the queue, into the pasted block or into the
// store, up to the first one that must be asked about.
func (f *reportForm) work(t *dialog.Turn, c *rules.Cluster) error {
	for len(f.Open) > 0 {
		it := f.Open[0]
		k := criterion(c, f.Period, it.Criterion)
		if k == nil {
			t.Say(text.Say("dialog.rules_changed"))
			f.Open = f.Open[1:]
			continue
		}
		if it.Value == "" || it.wantsReason() {
			return nil
		}
		if f.Pasted {
			f.block(it)
			f.Open = f.Open[1:]
			continue
		}
		if e, err := f.rival(t, c, it); e != nil || err != nil {
			return err
		}
		if err := f.enter(t, c, k, it); err != nil {
			return err
		}
		f.Open = f.Open[1:]
	}
	f.Pasted = f.Pasted && len(f.Block) > 0
	return nil
}

// personName is how people see somebody named.
func personName(t *dialog.Turn, id string) string {
	if p, known, err := workflow.FindPerson(t.Tx, id); err == nil && known && p.Name != "" {
		return p.Name
	}
	return text.Plain(t.Person.Language, text.Say("role.operator"))
}

// from says which cell of a workbook an item is from.
func (it item) from() []text.Notice {
	if it.Where == "" {
		return nil
	}
	return lines(text.Say("bieumau.cell", "cell", it.Where))
}
