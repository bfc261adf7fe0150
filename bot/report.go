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

// reportForm is where an official is in a report. The figures themselves are
// kept as drafts the moment they are understood, so nothing here is ever lost.
type reportForm struct {
	Year   int
	Period string
	At     string // the criterion that is asked; empty: read everything back
	Open   []item // what must be asked about before it is taken
	Pasted bool   // what is open goes into the block
	Block  []item // read and clear, but stored only when the person says so
	Why    string // the criterion that is being explained
	Files  []kept // files whose criterion is asked
	Sheet  *foreignSheet
}

// report (báo cáo số liệu) collects one member's figures for one period.
var report = dialog.Flow[reportForm]{
	Name:  "report",
	Power: workflow.MayReport,
	Keeps: true,
	Steps: []dialog.Step[reportForm]{
		{Name: "period", Ask: askReportPeriod, Take: takeReportPeriod, Undo: func(_ *dialog.Turn, f *reportForm) { *f = reportForm{} }},
		{Name: "file", Ask: askFile, Take: takeFile, Back: dropFile},
		{Name: "mapping", Ask: askMapping, Take: takeMapping, Back: dropMapping},
		{Name: "settle", Ask: askSettle, Take: takeSettle, Back: dropOpen},
		{Name: "reason", Ask: askReason, Take: takeReason, Back: dropOpen, Free: true},
		{Name: "preview", Ask: askPreview, Take: takePreview},
		{Name: "explain", Ask: askExplain, Take: takeExplain, Back: dropExplain, Free: true},
		{Name: "figure", Ask: askFigure, Take: takeFigure, Back: figureBack, Undo: toLastFigure},
		{Name: "check", Ask: askCheck, Take: takeCheck, Undo: func(_ *dialog.Turn, f *reportForm) { f.At = "" }},
	},
}

// report begins with /baocao, /baocao CN, or /baocao 2017/CN 3 from a button.
// What waits for an answer is asked again first: it would be lost.
func (b *Bot) report(t *dialog.Turn, args string) error {
	talk, err := b.talks.Find(t.Tx, t.Event.Chat)
	if err != nil {
		return err
	}
	if f, ok := report.Draft(talk); ok && len(f.Open)+len(f.Block) > 0 {
		t.Say(text.Say("baocao.pending"))
		return report.Go(t, talk, "settle", f)
	}
	open, err := openPeriods(t)
	if err != nil {
		return err
	}
	if p, item, ok := named(open, args); ok {
		return startReport(t, p, item)
	}
	return report.Start(t, reportForm{})
}

func startReport(t *dialog.Turn, p yearPeriod, item string) error {
	f := reportForm{Year: p.cluster.Year, Period: p.period.ID}
	if k := find(p.cluster, f.Period, item); k != nil && k.Method.Kind.Reported() {
		f.At = k.ID
	} else if err := f.toFirstOpen(t, p.cluster); err != nil {
		return err
	}
	return report.StartAt(t, "figure", f)
}

// openPeriods are the periods that an official may report on now.
func openPeriods(t *dialog.Turn) ([]yearPeriod, error) {
	years, err := living(t)
	var list []yearPeriod
	for _, c := range years {
		for i := range c.Periods {
			if c.Member(t.Actor.Member(workflow.Official)) != nil && len(c.Asked(c.Periods[i].ID)) > 0 {
				list = append(list, yearPeriod{c, &c.Periods[i]})
			}
		}
	}
	return list, err
}

func askReportPeriod(t *dialog.Turn, f *reportForm) (*dialog.Question, error) {
	if f.Period != "" {
		return nil, nil
	}
	open, err := openPeriods(t)
	if err != nil {
		return nil, err
	}
	if len(open) == 0 {
		return nil, text.Wrong("baocao.no_period")
	}
	q := &dialog.Question{Lines: lines(text.Say("baocao.ask_period"))}
	for i, p := range open {
		progress, err := workflow.FindProgress(t.Tx, p.cluster, p.period.ID, p.cluster.Member(t.Actor.Member(workflow.Official)))
		if err != nil {
			return nil, err
		}
		by, err := workflow.ReportBy(t.Tx, p.cluster, p.period.ID, t.Actor.Member(workflow.Official))
		if err != nil {
			return nil, err
		}
		n := strconv.Itoa(i + 1)
		q.Lines = append(q.Lines, text.Say("baocao.period", "n", n, "period", p.period.Name, "by", by.String(),
			"state", progressKey(progress), "left", strconv.Itoa(progress.Asked-progress.Entered), "asked", strconv.Itoa(progress.Asked)))
		q.Choices = append(q.Choices, []dialog.Choice{p.choice(n)})
	}
	return q, nil
}

func takeReportPeriod(t *dialog.Turn, f *reportForm, a dialog.Answer) error {
	open, err := openPeriods(t)
	if err != nil {
		return err
	}
	p, err := pickPeriod(open, a)
	if err != nil {
		return err
	}
	f.Year, f.Period = p.cluster.Year, p.period.ID
	if err := f.toFirstOpen(t, p.cluster); err != nil {
		return err
	}
	return t.Go("figure")
}

// subject is what the form's figures are about.
func (f *reportForm) subject(t *dialog.Turn, c *rules.Cluster, criterion string) workflow.Subject {
	return workflow.Subject{Cluster: c.ID, Year: c.Year, Period: f.Period, Member: t.Actor.Member(workflow.Official), Criterion: criterion}
}

func (f *reportForm) cluster(t *dialog.Turn) (*rules.Cluster, error) {
	c, err := clusterYear(t, f.Year)
	if err == nil && (c.Period(f.Period) == nil || c.Member(t.Actor.Member(workflow.Official)) == nil) {
		err = text.Wrong("baocao.no_period")
	}
	return c, err
}

// toFirstOpen goes to the first criterion that nothing was entered for, or that
// was sent back; to the read-back when there is none.
func (f *reportForm) toFirstOpen(t *dialog.Turn, c *rules.Cluster) error {
	f.At = ""
	return f.advance(t, c)
}

// advance goes to the next open criterion after the one asked, around the end.
func (f *reportForm) advance(t *dialog.Turn, c *rules.Cluster) error {
	entered, err := workflow.Figures(t.Tx, c, f.Period, t.Actor.Member(workflow.Official))
	if err != nil {
		return err
	}
	asked := c.Asked(f.Period)
	i := slices.IndexFunc(asked, func(k *rules.Criterion) bool { return k.ID == f.At })
	f.At = ""
	for n := range asked {
		k := asked[(i+1+n)%len(asked)]
		fig := entered[k.ID]
		untouched := fig.Returned != nil && (fig.Draft == nil || fig.Draft.At.Before(fig.Returned.At))
		if fig.Latest() == nil || untouched {
			f.At = k.ID
			return nil
		}
	}
	return nil
}

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
		if err = f.take(t, c, item{Criterion: k.ID, Raw: a.Text, Value: value}); err == nil {
			err = f.work(t, c)
		}
	default:
		err = f.takeText(t, c, a.Text)
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
