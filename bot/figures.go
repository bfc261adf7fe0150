package bot

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
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
	for _, same := range []func(*rules.Criterion) bool{ // the closest first
		func(k *rules.Criterion) bool { return k.ID == name },
		func(k *rules.Criterion) bool { return strings.EqualFold(k.Name, name) },
		func(k *rules.Criterion) bool {
			return word == dialog.Word(k.Name) || word == dialog.Word(k.ID) || word == dialog.Word(strings.ReplaceAll(k.ID, "-", " "))
		},
		func(k *rules.Criterion) bool { return len(word) >= 6 && strings.HasPrefix(dialog.Word(k.Name), word) },
	} {
		var found *rules.Criterion
		n := 0
		for _, k := range all {
			if same(k) {
				found, n = k, n+1
			}
		}
		if n > 0 {
			return map[bool]*rules.Criterion{true: found}[n == 1]
		}
	}
	return nil
}

// criterion is one of a period's criteria; nil when the cluster's file no longer
// has it.
func criterion(c *rules.Cluster, period, id string) *rules.Criterion {
	if k, _ := c.Criterion(id); k != nil && k.In(period) {
		return k
	}
	return nil
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
		return f.takeValue(t, c, criterion(c, f.Period, f.At), said)
	}
	return takeRows(t, c, f.Period, rows, func(k *rules.Criterion) bool { return k.Method.Kind.Reported() }, func(k *rules.Criterion, said string) error {
		at := f.At
		err := f.takeValue(t, c, k, said)
		if err != nil {
			f.At = at
		}
		return err
	})
}

// takeRows takes "code: value" lines, each by itself: the good ones are kept, and
// of every other it says what was wrong with it. fits says which criteria may
// stand there.
func takeRows(t *dialog.Turn, c *rules.Cluster, period string, rows []string, fits func(*rules.Criterion) bool, take func(k *rules.Criterion, said string) error) error {
	right, wrong := 0, 0
	for _, row := range rows {
		row = strings.TrimSpace(row)
		if row == "" {
			continue
		}
		wrong++
		m := entryLine.FindStringSubmatch(row)
		if m == nil {
			t.Say(text.Say("baocao.row_unread", "text", quote(row)))
			continue
		}
		k := find(c, period, m[1])
		if k == nil || !fits(k) {
			t.Say(text.Say("baocao.row_unknown", "text", quote(m[1])))
			continue
		}
		err := take(k, strings.TrimSpace(m[2]))
		if p, ok := errors.AsType[*text.Problem](err); ok {
			if p.Args["name"] == k.Name { // it says itself which one it means
				t.Say(text.Say("baocao.row_refused", "why", text.Plain(t.Person.Language, p.Notice)))
			} else {
				t.Say(text.Say("baocao.row_wrong", "name", k.Name, "why", text.Plain(t.Person.Language, p.Notice)))
			}
			continue
		}
		if err != nil {
			return err
		}
		right, wrong = right+1, wrong-1
	}
	if wrong > 0 && right > 0 {
		t.Say(text.Say("baocao.rows_wrong", "n", strconv.Itoa(wrong)))
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
		return text.Wrong("baocao.no_such", "text", quote(name))
	}
	f.At = k.ID
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
		fig, err := workflow.FindFigure(t.Tx, f.subject(t, c, k.ID))
		if err == nil && fig.Accepted != nil { // before a reason is asked for nothing
			err = text.Wrong("figure.closed", "name", k.Name)
		}
		if err == nil {
			f.Why = append(f.Why, reading{Criterion: k.ID, Raw: said})
		}
		return err
	case v.Kind == score.NotApplicable:
		if err := reasonFits(note); err != nil {
			return err
		}
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
