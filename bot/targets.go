package bot

import (
	"slices"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/number"
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

// unsureTarget is a plan or last year's figure with two readings.
type unsureTarget struct {
	reading
	Last bool // last year's figure; else the plan
}

// targets (đăng ký chỉ tiêu) registers what a member's figures are measured
// against: plan and last year, for the year or for one period.
var targets = dialog.Flow[targetForm]{
	Name:  "targets",
	Power: workflow.MayTarget,
	Steps: []dialog.Step[targetForm]{
		{Name: "period", Ask: askTargetPeriod, Take: takeTargetPeriod, Undo: func(_ *dialog.Turn, f *targetForm) { *f = targetForm{Year: f.Year} }},
		{Name: "settle", Ask: askTargetReading, Take: takeTargetReading, Back: dropTargetReading},
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

// takeText takes "plan | last year" for the criterion in question, or several
// "code: plan | last year" lines.
func (f *targetForm) takeText(t *dialog.Turn, c *rules.Cluster, said string) error {
	if m := jump.FindStringSubmatch(text.Fold(said)); m != nil {
		if k := find(c, f.Period, m[1]); k != nil {
			f.At = k.ID
			return nil
		}
		return text.Wrong("baocao.no_such", "text", quote(said))
	}
	if !strings.Contains(said, "\n") && !entryLine.MatchString(said) {
		k := criterion(c, f.Period, f.At)
		if k == nil {
			return text.Wrong("chitieu.how")
		}
		return f.takePair(t, c, k, said)
	}
	err := takeRows(t, c, f.Period, strings.Split(said, "\n"), func(*rules.Criterion) bool { return true },
		func(k *rules.Criterion, said string) error { return f.takePair(t, c, k, said) })
	if err != nil {
		return err
	}
	return f.passOver(t, c)
}

// passOver goes on when the criterion in question got its target with others.
func (f *targetForm) passOver(t *dialog.Turn, c *rules.Cluster) error {
	if f.At == "" {
		return nil
	}
	target, err := workflow.FindTarget(t.Tx, c, f.subject(t, c, f.At))
	if err == nil && (target.Plan != nil || target.LastYear != nil) {
		err = f.advance(t, c)
	}
	return err
}

// takePair reads "plan | last year"; a dash or nothing leaves one of them out.
func (f *targetForm) takePair(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, said string) error {
	planText, lastText, _ := strings.Cut(said, "|")
	plan, unsurePlan, err := readTarget(k, planText)
	if err != nil {
		return err
	}
	last, unsureLast, err := readTarget(k, lastText)
	if err != nil {
		return err
	}
	if err := f.set(t, c, k, plan, last); err != nil {
		return err
	}
	if unsurePlan != nil {
		f.Unsure = append(f.Unsure, unsureTarget{*unsurePlan, false})
	}
	if unsureLast != nil {
		f.Unsure = append(f.Unsure, unsureTarget{*unsureLast, true})
	}
	if k.ID == f.At && unsurePlan == nil && unsureLast == nil {
		return f.advance(t, c)
	}
	return nil
}

func readTarget(k *rules.Criterion, said string) (*decimal.Decimal, *reading, error) {
	said = strings.TrimSpace(said)
	if said == "" || said == "-" || said == "–" {
		return nil, nil, nil
	}
	r := number.Read(said, number.Question{Unit: k.Unit})
	switch r.Verdict {
	case number.Value:
		return &r.Value, nil, nil
	case number.Ask:
		return nil, asks(k, said, r.Why, r.Choices), nil
	case number.Refuse:
		return nil, nil, &text.Problem{Notice: r.Why}
	}
	return nil, nil, text.Wrong("chitieu.number", "text", quote(said))
}

// set registers a target and reads it back.
func (f *targetForm) set(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, plan, last *decimal.Decimal) error {
	if plan == nil && last == nil {
		return nil
	}
	s := f.subject(t, c, k.ID)
	if err := workflow.SetTarget(t.Tx, t.Act(), c, s, plan, last); err != nil {
		return err
	}
	line, err := f.line(t, c, k)
	t.Say(line)
	return err
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

func askTargetReading(t *dialog.Turn, f *targetForm) (*dialog.Question, error) {
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
		return askTargetReading(t, f)
	}
	return readingQuestion(t, k, workflow.Target{}, f.Unsure[0].reading), nil
}

func takeTargetReading(t *dialog.Turn, f *targetForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	u := f.Unsure[0]
	k := criterion(c, f.Period, u.Criterion)
	if k == nil {
		return t.Stay()
	}
	f.Unsure = f.Unsure[1:]
	var d *decimal.Decimal
	switch {
	case a.Value == "again":
		f.At = k.ID
	case a.Value != "":
		chosen := decimal.Must(a.Value)
		d = &chosen
	default:
		var unsure *reading
		if d, unsure, err = readTarget(k, a.Text); unsure != nil {
			f.Unsure = append([]unsureTarget{{*unsure, u.Last}}, f.Unsure...)
		}
	}
	if err == nil && u.Last {
		err = f.set(t, c, k, nil, d)
	} else if err == nil {
		err = f.set(t, c, k, d, nil)
	}
	if err == nil && a.Value != "again" && len(f.Unsure) == 0 {
		err = f.passOver(t, c)
	}
	if err != nil {
		return err
	}
	return t.Go("settle")
}

// dropTargetReading leaves a text with two readings aside and asks for its
// criterion.
func dropTargetReading(_ *dialog.Turn, f *targetForm) bool {
	f.At, f.Unsure = f.Unsure[0].Criterion, f.Unsure[1:]
	return false
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
