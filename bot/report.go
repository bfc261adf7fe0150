package bot

import (
	"slices"
	"strconv"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
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
	Seen   string // what colleagues had entered when the whole was read back
	Brief  bool   // the whole was just read back: after a correction only what matters
	Files  []kept // files whose criterion is asked
	Sheet  *foreignSheet

	entered int // figures that this turn has kept
}

// report (báo cáo số liệu) collects one member's figures for one period.
var report = dialog.Flow[reportForm]{
	Name:  "report",
	Power: workflow.MayReport,
	Keeps: true,
	Steps: []dialog.Step[reportForm]{
		{Name: "period", Ask: askReportPeriod, Take: takeReportPeriod, Undo: func(_ *dialog.Turn, f *reportForm) { *f = reportForm{} }},
		{Name: "file", Repeat: true, Ask: askFile, Take: takeFile, Back: dropFile},
		{Name: "mapping", Repeat: true, Ask: askMapping, Take: takeMapping, Back: dropMapping},
		{Name: "settle", Repeat: true, Ask: askSettle, Take: takeSettle, Back: dropOpen},
		{Name: "reason", Repeat: true, Ask: askReason, Take: takeReason, Back: dropOpen, Free: true},
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
	if f, ok, err := running(t, talk); err != nil {
		return err
	} else if ok && f.pending() {
		t.Say(text.Say("baocao.pending"))
		return report.Go(t, talk, "file", f)
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

// running is the report that is open in the chat, or that waits. One of another
// cluster than is chosen now only goes on while it holds something that would be
// lost; then it is that cluster that is talked about.
func running(t *dialog.Turn, talk *dialog.Open) (f reportForm, ok bool, err error) {
	if f, ok = report.Draft(talk); !ok {
		return f, false, nil
	}
	if of := report.Cluster(talk); of != "" && of != t.Actor.Cluster {
		if !f.pending() {
			return reportForm{}, false, nil
		}
		t.Actor, err = workflow.FindActor(t.Tx, t.Person, of, t.At())
	}
	return f, err == nil, err
}

// pending says whether the form holds what is stored nowhere else.
func (f *reportForm) pending() bool {
	return len(f.Open)+len(f.Block)+len(f.Files) > 0 || f.Sheet != nil
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
