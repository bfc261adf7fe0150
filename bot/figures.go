package bot

import (
	"regexp"
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

// entryLine is "code: value": a number of the list, a code or a name, then a
// colon or an equals sign, then the value.
var entryLine = regexp.MustCompile(`^\s*[#]?([^:=]{1,200}?)\s*[:=]\s*(.+)$`)

// jump is "#5", "mục 5" or "chỉ tiêu 5": asks for a criterion, gives no figure.
var jump = regexp.MustCompile(`^(?:#|muc |chi tieu |so )\s*(\d{1,3})$`)

// find returns the criterion of a period that a text names: by its number in
// the list, its code, or its name with or without accents; nil when none or
// more than one is meant.
func find(c *rules.Cluster, period, name string) *rules.Criterion {
	all := c.Criteria(period)
	name = strings.TrimSpace(name)
	if n, err := strconv.Atoi(strings.TrimSuffix(name, ".")); err == nil {
		if n >= 1 && n <= len(all) {
			return all[n-1]
		}
		return nil
	}
	word := dialog.Word(name)
	if word == "" {
		return nil
	}
	var found *rules.Criterion
	for _, k := range all {
		if k.ID == name || dialog.Word(k.Name) == word || dialog.Word(k.ID) == word || dialog.Word(strings.ReplaceAll(k.ID, "-", " ")) == word {
			return k
		}
		if len(word) >= 6 && strings.HasPrefix(dialog.Word(k.Name), word) {
			if found != nil {
				return nil
			}
			found = k
		}
	}
	return found
}

// place is a criterion's place in the list of its period, from 1.
func place(c *rules.Cluster, period, id string) int {
	for i, k := range c.Criteria(period) {
		if k.ID == id {
			return i + 1
		}
	}
	return 0
}

// takeText takes whatever an official typed where figures are asked: one figure
// for the criterion in question, several "code: figure" lines, or a jump.
func (f *reportForm) takeText(t *dialog.Turn, c *rules.Cluster, said string) error {
	if m := jump.FindStringSubmatch(text.Fold(said)); m != nil {
		return f.jumpTo(c, m[1])
	}
	rows := strings.Split(said, "\n")
	if len(rows) == 1 && !entryLine.MatchString(said) {
		if k := find(c, f.Period, said); k != nil && !isNumber(said) {
			return f.jumpTo(c, said)
		}
		if f.At == "" {
			return text.Wrong("baocao.how")
		}
		k, _ := c.Criterion(f.At)
		return f.takeValue(t, c, k, said)
	}
	wrong := 0
	for _, row := range rows {
		if strings.TrimSpace(row) == "" {
			continue
		}
		if notice := f.takeRow(t, c, row); notice != nil {
			t.Say(*notice)
			wrong++
		}
	}
	if wrong > 0 {
		t.Say(text.Say("baocao.rows_wrong", "n", strconv.Itoa(wrong)))
	}
	if f.At != "" { // it may have been among the rows
		fig, err := workflow.FindFigure(t.Tx, f.subject(t, c, f.At))
		if err == nil && fig.Latest() != nil && fig.Returned == nil {
			err = f.advance(t, c)
		}
		return err
	}
	return nil
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(strings.TrimSpace(s))
	return err == nil
}

func (f *reportForm) jumpTo(c *rules.Cluster, name string) error {
	k := find(c, f.Period, name)
	if k == nil || !k.Method.Kind.Reported() {
		return text.Wrong("baocao.no_such", "text", name)
	}
	f.At = k.ID
	return nil
}

// takeRow takes one "code: figure" line; a notice says what was wrong with it.
func (f *reportForm) takeRow(t *dialog.Turn, c *rules.Cluster, row string) *text.Notice {
	m := entryLine.FindStringSubmatch(row)
	if m == nil {
		n := text.Say("baocao.row_unread", "text", strings.TrimSpace(row))
		return &n
	}
	k := find(c, f.Period, m[1])
	if k == nil || !k.Method.Kind.Reported() {
		n := text.Say("baocao.row_unknown", "text", strings.TrimSpace(m[1]))
		return &n
	}
	at := f.At
	err := f.takeValue(t, c, k, m[2])
	if p, ok := err.(*text.Problem); ok {
		f.At = at
		n := text.Say("baocao.row_wrong", "name", k.Name, "why", text.StripTags(text.HTML(t.Person.Language, p.Notice)))
		return &n
	}
	if err != nil {
		n := text.Say("baocao.row_unread", "text", row)
		return &n
	}
	return nil
}

// takeValue reads one figure as it was typed. Two readings are never decided
// here: they wait to be settled.
func (f *reportForm) takeValue(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, said string) error {
	target, err := workflow.FindTarget(t.Tx, c, f.subject(t, c, k.ID))
	if err != nil {
		return err
	}
	v, note, unsure, err := read(k, target, said)
	switch {
	case err != nil:
		return err
	case unsure != nil:
		f.Unsure = append(f.Unsure, *unsure)
		return nil
	case v.Kind == score.NotApplicable && note == "":
		f.Why = append(f.Why, reading{Criterion: k.ID, Raw: said})
		return nil
	}
	return f.enter(t, c, k, v, said, note)
}

// read turns a typed text into a value of the criterion (an n/a perhaps with its
// reason), or into readings that the person has to choose from, or into a
// Problem that says what to do.
func read(k *rules.Criterion, target workflow.Target, said string) (v score.Value, note string, unsure *reading, err error) {
	r := number.Read(said, number.Question{Unit: k.Unit, YesNo: k.Method.Kind == rules.Pass, Plan: target.Plan, LastYear: target.LastYear})
	switch r.Verdict {
	case number.Value:
		return score.Value{Kind: score.Number, Number: r.Value}, "", implausible(k, r.Value, said), nil
	case number.Yes:
		return score.Value{Kind: score.Yes}, "", nil, nil
	case number.No:
		return score.Value{Kind: score.No}, "", nil, nil
	case number.Missing:
		return score.Value{}, "", nil, nil
	case number.NotAvailable:
		return score.Value{Kind: score.NotApplicable}, r.Note, nil, nil
	case number.Ask:
		return v, "", asks(k, said, r.Why, r.Choices), nil
	}
	return v, "", nil, &text.Problem{Notice: r.Why}
}

// asks puts readings to the person, plausible ones first.
func asks(k *rules.Criterion, said string, why text.Notice, choices []decimal.Decimal) *reading {
	u := &reading{Criterion: k.ID, Raw: said, Because: why}
	unlikely := func(d decimal.Decimal) bool { return k.Range != nil && !k.Range.Holds(d) }
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
	k, _ := c.Criterion(u.Criterion)
	target, err := workflow.FindTarget(t.Tx, c, f.subject(t, c, k.ID))
	if err != nil {
		return nil, err
	}
	return readingQuestion(t, k, target, u), nil
}

// readingQuestion shows every reading with its unit and its percent, each as a
// button and as a letter to type.
func readingQuestion(t *dialog.Turn, k *rules.Criterion, target workflow.Target, u reading) *dialog.Question {
	q := &dialog.Question{Lines: lines(text.Say("baocao.two_readings", "text", u.Raw, "name", k.Name))}
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
		q.Choices = append(q.Choices, []dialog.Choice{{Value: machine, Label: label, Words: []string{letter, machine}}})
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
	k, _ := c.Criterion(u.Criterion)
	f.Unsure = f.Unsure[1:]
	switch {
	case a.Value == "again":
		f.At = k.ID
	case a.Value != "":
		err = f.enter(t, c, k, score.Value{Kind: score.Number, Number: decimal.Must(a.Value)}, u.Raw, "")
	default: // typed anew
		err = f.takeValue(t, c, k, a.Text)
	}
	if err != nil {
		return err
	}
	return t.Go("settle")
}
