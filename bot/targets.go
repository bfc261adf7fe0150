package bot

import (
	"slices"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// targetForm is where an official is in registering targets.
type targetForm struct {
	Year   int
	Period string
	At     string // the criterion that is asked; empty: read everything back
	Unsure []unsureTarget
}

// targets (đăng ký chỉ tiêu) registers what a member's figures are measured
// against: plan and last year, for the year or for one period.
var targets = dialog.Flow[targetForm]{
	Name:  "targets",
	Power: workflow.MayTarget,
	Steps: []dialog.Step[targetForm]{
		{Name: "period", Ask: askTargetPeriod, Take: takeTargetPeriod, Undo: func(_ *dialog.Turn, f *targetForm) { *f = targetForm{Year: f.Year} }},
		{Name: "settle", Repeat: true, Ask: askTargetReading, Take: takeTargetReading, Back: dropTargetReading},
		{Name: "target", Ask: askTarget, Take: takeTarget, Back: targetBack, Undo: toLastTarget},
		{Name: "check", Ask: askTargetCheck, Take: takeTargetCheck, Undo: func(_ *dialog.Turn, f *targetForm) { f.At = "" }},
	},
}

func (f *targetForm) cluster(t *dialog.Turn) (*rules.Cluster, error) {
	c, err := clusterYear(t, f.Year)
	if err == nil && (c.Member(t.Actor.Member(workflow.Official)) == nil || f.Period != "" && c.Period(f.Period) == nil) {
		err = text.Wrong("baocao.no_period")
	}
	return c, err
}

func (f *targetForm) subject(t *dialog.Turn, c *rules.Cluster, criterion string) workflow.Subject {
	return workflow.Subject{Cluster: c.ID, Year: c.Year, Period: f.Period, Member: t.Actor.Member(workflow.Official), Criterion: criterion}
}

// measured are the criteria of a period that need a target.
func measured(c *rules.Cluster, period string) []*rules.Criterion {
	return slices.DeleteFunc(c.Asked(period), func(k *rules.Criterion) bool {
		return k.Of == rules.OfValue || k.Method.Kind == rules.Pass
	})
}

func askTargetPeriod(t *dialog.Turn, f *targetForm) (*dialog.Question, error) {
	if f.Period != "" {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("chitieu.ask_period"))}
	for i, p := range targetPeriods(c) {
		n := itoa(i + 1)
		key := "chitieu.period"
		if p.period == c.Yearly() {
			key = "chitieu.period_year"
		}
		q.Lines = append(q.Lines, text.Say(key, "n", n, "period", p.period.Name))
		q.Choices = append(q.Choices, []dialog.Choice{p.choice(n)})
	}
	return q, nil
}

// targetPeriods puts the yearly target first.
func targetPeriods(c *rules.Cluster) []yearPeriod {
	list := []yearPeriod{{c, c.Yearly()}}
	for i := range c.Periods {
		if &c.Periods[i] != c.Yearly() {
			list = append(list, yearPeriod{c, &c.Periods[i]})
		}
	}
	return list
}

func takeTargetPeriod(t *dialog.Turn, f *targetForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	p, err := pickPeriod(targetPeriods(c), a)
	if err != nil {
		return err
	}
	f.Period = p.period.ID
	t.Say(text.Say("chitieu.how"))
	if err := f.advance(t, c); err != nil {
		return err
	}
	return t.Go("target")
}

// advance goes to the next criterion without a target after the one asked.
func (f *targetForm) advance(t *dialog.Turn, c *rules.Cluster) error {
	list := measured(c, f.Period)
	i := slices.IndexFunc(list, func(k *rules.Criterion) bool { return k.ID == f.At })
	f.At = ""
	for n := range list {
		k := list[(i+1+n)%len(list)]
		target, err := workflow.FindTarget(t.Tx, c, f.subject(t, c, k.ID))
		if err != nil {
			return err
		}
		if k.Of == rules.OfPlan && target.Plan == nil || k.Of == rules.OfLastYear && target.LastYear == nil {
			f.At = k.ID
			return nil
		}
	}
	return nil
}

func askTarget(t *dialog.Turn, f *targetForm) (*dialog.Question, error) {
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
	target, err := workflow.FindTarget(t.Tx, c, f.subject(t, c, k.ID))
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("baocao.criterion", "n", itoa(place(c, f.Period, k.ID)), "name", k.Name, "id", k.ID))}
	q.Lines = append(q.Lines, targetLines(t, k, target)...)
	q.Lines = append(q.Lines, text.Say("chitieu.ask", "unit", unitOr(k)))
	q.Choices = [][]dialog.Choice{{choice("skip", "baocao.button.skip", "bo qua"), choice("list", "baocao.button.list", "danh sach", "xem lai", "xong")}}
	return q, nil
}

func takeTarget(t *dialog.Turn, f *targetForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	switch a.Value {
	case "skip":
		at := f.At
		if err = f.advance(t, c); f.At == at {
			f.At = ""
		}
	case "list":
		f.At = ""
	default:
		err = f.takeText(t, c, a.Text)
	}
	if err != nil {
		return err
	}
	return t.Go("settle")
}

func targetBack(t *dialog.Turn, f *targetForm) bool {
	c, err := f.cluster(t)
	if err != nil {
		return false
	}
	list := measured(c, f.Period)
	i := slices.IndexFunc(list, func(k *rules.Criterion) bool { return k.ID == f.At })
	if i <= 0 {
		return false
	}
	f.At = list[i-1].ID
	return true
}

// toLastTarget makes the last criterion the one asked, if none is.
func toLastTarget(t *dialog.Turn, f *targetForm) {
	if c, err := f.cluster(t); err == nil && f.At == "" {
		if list := measured(c, f.Period); len(list) > 0 {
			f.At = list[len(list)-1].ID
		}
	}
}

func (f *targetForm) line(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion) (text.Notice, error) {
	target, err := workflow.FindTarget(t.Tx, c, f.subject(t, c, k.ID))
	show := func(d *decimal.Decimal) string {
		if d == nil {
			return "–"
		}
		return numberWords(t, k, *d)
	}
	return text.Say("chitieu.line", "n", itoa(place(c, f.Period, k.ID)), "name", k.Name, "plan", show(target.Plan), "last", show(target.LastYear)), err
}

func askTargetCheck(t *dialog.Turn, f *targetForm) (*dialog.Question, error) {
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	m := c.Member(t.Actor.Member(workflow.Official))
	q := &dialog.Question{Lines: lines(text.Say("chitieu.check", "period", c.Period(f.Period).Name, "unit", m.Name))}
	for _, k := range c.Criteria(f.Period) {
		target, err := workflow.FindTarget(t.Tx, c, f.subject(t, c, k.ID))
		if err != nil {
			return nil, err
		}
		if target.Plan == nil && target.LastYear == nil && !slices.Contains(measured(c, f.Period), k) {
			continue
		}
		line, err := f.line(t, c, k)
		if err != nil {
			return nil, err
		}
		q.Lines = append(q.Lines, line)
	}
	q.Lines = append(q.Lines, text.Say("chitieu.check_how"))
	q.Choices = [][]dialog.Choice{
		{choice("done", "chitieu.button.done", "xong", "dung", "done")},
		{choice("go on", "baocao.button.go_on", "tiep", "nhap tiep"), choice("period", "chitieu.button.period", "ky khac")},
	}
	return q, nil
}

func takeTargetCheck(t *dialog.Turn, f *targetForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	switch a.Value {
	case "done":
		t.Say(text.Say("chitieu.done"))
		return t.End()
	case "period":
		f.Period = ""
		return t.Go("period")
	case "go on":
		if err := f.advance(t, c); err != nil {
			return err
		}
		if f.At == "" {
			t.Say(text.Say("chitieu.complete"))
		}
		return t.Go("target")
	}
	if err := f.takeText(t, c, a.Text); err != nil {
		return err
	}
	return t.Go("settle")
}
