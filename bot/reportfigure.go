package bot

import (
	"slices"
	"strconv"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// askFigure asks for one criterion, with what it is measured against and what
// stands there already.
func askFigure(t *dialog.Turn, f *reportForm) (*dialog.Question, error) {
	if f.At == "" {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	k := criterion(c, f.Period, f.At)
	if k == nil {
		return nil, nil
	}
	fig, err := workflow.FindFigure(t.Tx, f.subject(t, c, k.ID))
	if err != nil {
		return nil, err
	}
	target, err := workflow.FindTarget(t.Tx, c, fig.Subject)
	if err != nil {
		return nil, err
	}
	m := c.Member(fig.Member)
	p, err := workflow.FindProgress(t.Tx, c, f.Period, m)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(
		text.Say("baocao.title", "period", c.Period(f.Period).Name, "unit", m.Short, "left", strconv.Itoa(p.Asked-p.Entered)),
		text.Say("baocao.criterion", "n", strconv.Itoa(place(c, f.Period, k.ID)), "name", k.Name, "id", k.ID),
	)}
	q.Lines = append(q.Lines, targetLines(t, k, target)...)
	if fig.Returned != nil {
		q.Lines = append(q.Lines, text.Say("baocao.returned", "reason", fig.Returned.Reason))
		q.Choices = append(q.Choices, []dialog.Choice{choice("explain", "baocao.button.explain", "giai trinh", "explain")})
	}
	if e := fig.Latest(); e != nil && e.By != t.Person.ID {
		q.Lines = append(q.Lines, text.Say("baocao.entered_by", "value", valueWords(t, k, e.Value), "who", personName(t, e.By)))
	} else if e != nil {
		q.Lines = append(q.Lines, text.Say("baocao.entered", "value", valueWords(t, k, e.Value)))
	}
	if files, err := workflow.EvidenceFor(t.Tx, fig.Subject); err != nil {
		return nil, err
	} else if len(files) > 0 {
		q.Lines = append(q.Lines, text.Say("minhchung.count", "n", itoa(len(files))))
	} else if k.Evidence == "required" {
		q.Lines = append(q.Lines, text.Say("minhchung.required"))
	}
	row := []dialog.Choice{choice("none", "baocao.button.none", "chua co", "khong co so lieu"), choice("na", "baocao.button.na", "n/a", "khong ap dung")}
	if k.Method.Kind == rules.Pass {
		q.Lines = append(q.Lines, text.Say("baocao.ask_yes_no"))
		q.Choices = append(q.Choices, []dialog.Choice{choice("yes", "baocao.button.yes", "co", "dat", "x", "yes"), choice("no", "baocao.button.no", "khong", "chua dat", "no")})
	} else {
		q.Lines = append(q.Lines, text.Say("baocao.ask_number", "unit", unitOr(k)))
	}
	q.Choices = append(q.Choices, row, []dialog.Choice{choice("skip", "baocao.button.skip", "bo qua"), choice("list", "baocao.button.list", "danh sach", "xem lai")})
	return q, nil
}

func takeFigure(t *dialog.Turn, f *reportForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	k := criterion(c, f.Period, f.At)
	if k == nil {
		t.Say(text.Say("dialog.rules_changed"))
		if err := f.toFirstOpen(t, c); err != nil {
			return err
		}
		return t.Stay()
	}
	switch a.Value {
	case "skip":
		err = f.skip(t, c)
	case "list":
		f.At = ""
	case "explain":
		f.Why = k.ID
		return t.Go("explain")
	case "na", "none", "yes", "no":
		value := map[string]string{"na": string(score.NotApplicable), "none": declaredNone}[a.Value]
		if value == "" {
			value = a.Value
		}
		err = f.take(t, c, item{Criterion: k.ID, Raw: a.Text, Value: value})
	default:
		err = f.takeText(t, c, a.Text)
	}
	if err == nil {
		err = f.work(t, c) // what waited behind a question that was left, too
	}
	if err != nil {
		return err
	}
	return t.Go("settle")
}

// skip leaves the criterion for later and asks the one after it.
func (f *reportForm) skip(t *dialog.Turn, c *rules.Cluster) error {
	at := f.At
	if err := f.advance(t, c); err != nil {
		return err
	}
	if f.At == at { // the only one left
		f.At = ""
	}
	return nil
}

// figureBack asks the criterion before the one asked.
func figureBack(t *dialog.Turn, f *reportForm) bool {
	c, err := f.cluster(t)
	if err != nil {
		return false
	}
	asked := c.Asked(f.Period)
	i := slices.IndexFunc(asked, func(k *rules.Criterion) bool { return k.ID == f.At })
	if i <= 0 {
		return false
	}
	f.At = asked[i-1].ID
	return true
}

// toLastFigure makes the last criterion the one asked, if none is.
func toLastFigure(t *dialog.Turn, f *reportForm) {
	if c, err := f.cluster(t); err == nil && f.At == "" {
		if asked := c.Asked(f.Period); len(asked) > 0 {
			f.At = asked[len(asked)-1].ID
		}
	}
}

// enter keeps an item as a draft, reads it back and goes on.
func (f *reportForm) enter(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, it item) error {
	s := f.subject(t, c, k.ID)
	before, err := workflow.FindFigure(t.Tx, s)
	if err != nil {
		return err
	}
	fig, err := workflow.Enter(t.Tx, t.Act(), c, s, it.entry())
	if err != nil {
		return err
	}
	f.entered++
	target, err := workflow.FindTarget(t.Tx, c, s)
	if err != nil {
		return err
	}
	t.Say(readBack(t, c, k, fig, target))
	if e := before.Latest(); e != nil && workflow.ValueText(e.Value) != it.entryText() {
		t.Say(text.Say("baocao.was", "old", valueWords(t, k, e.Value), "value", valueWords(t, k, it.value())))
	}
	if counts := countsAs(k, it.value()); counts != "" {
		t.Say(text.Say(counts))
	}
	if k.ID == f.At {
		return f.advance(t, c)
	}
	return nil
}

// countsAs says how nought, nothing yet and "does not apply" count: they are three
// things. Empty for any other figure, and where nothing is scored.
func countsAs(k *rules.Criterion, v score.Value) string {
	switch {
	case k.Method.Kind == rules.None:
	case v.Kind == score.Missing:
		return "baocao.counts_none"
	case v.Kind == score.NotApplicable:
		return "baocao.counts_na"
	case v.Kind == score.Number && v.Number.IsZero():
		return "baocao.counts_zero"
	}
	return ""
}
