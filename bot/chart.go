package bot

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/text"
)

// chartForm asks which chart of a period is wanted.
type chartForm struct {
	Period string // "2017/CN"
	Kind   string // one of the choices
}

// charting (/bieudo [kỳ]) asks which chart is wanted and sends it as a picture.
var charting = dialog.Flow[chartForm]{
	Name:  "chart",
	Power: workflow.MaySee,
	Steps: []dialog.Step[chartForm]{
		{Name: "kind", Ask: askChart, Take: takeChart},
		{Name: "criterion", Ask: askChartCriterion, Take: takeChartCriterion},
	},
}

// What can be chosen beside the kinds of charts.
const (
	ownChart       = "unit"      // the person's unit beside the cluster's mean
	criterionChart = "criterion" // one criterion over the years
	everyChart     = "pdf"       // all of them on paper
)

// chart (/bieudo [kỳ] [biểu đồ, đơn vị hoặc chỉ tiêu]) sends a chart; in private
// it asks which where none is named, a group gets the first one.
func (b *Bot) chart(t *dialog.Turn, args string) error {
	p, which, err := chartPeriod(t, args)
	if err != nil {
		return err
	}
	if which != "" {
		return sendNamedChart(t, p, which)
	}
	if !t.Event.Group {
		return charting.Start(t, chartForm{Period: p.value()})
	}
	choices, err := chartChoices(t, p)
	if err != nil {
		return err
	}
	return sendChart(t, p, workflow.ChartWish{Kind: workflow.ChartKind(choices[0])})
}

// chartPeriod takes the period off an argument; without one it is the last that
// somebody has reported on.
func chartPeriod(t *dialog.Turn, args string) (p yearPeriod, which string, err error) {
	all, err := everyPeriod(t, t.Actor.Cluster)
	if err != nil {
		return p, "", err
	}
	if p, rest, ok := named(all, args); ok {
		return p, rest, nil
	}
	first, rest, _ := strings.Cut(args, " ")
	if slices.ContainsFunc(all, func(p yearPeriod) bool { return year(p.cluster) == first }) {
		p, err = asked(t, first, underWay(t))
		return p, strings.TrimSpace(rest), err
	}
	p, err = asked(t, "", underWay(t))
	return p, args, err
}

// chartChoices are what a period has charts of.
func chartChoices(t *dialog.Turn, p yearPeriod) (list []string, err error) {
	has, err := workflow.ChartPaper(t.Tx, p.cluster, p.period.ID, workflow.ChartWish{}, t.At())
	if err != nil {
		return nil, err
	}
	series, err := workflow.ChartCriteria(t.Tx, p.cluster, p.period.ID)
	if err != nil {
		return nil, err
	}
	for _, one := range []struct {
		choice string
		there  bool
	}{
		{string(workflow.ChartRanking), has.Ranking != nil}, {string(workflow.ChartContents), has.Contents != nil},
		{ownChart, has.Contents != nil && t.Actor.Unit() != "" && !t.Event.Group},
		{string(workflow.ChartAttainment), has.Attainment != nil}, {string(workflow.ChartYears), has.Growth != nil},
		{criterionChart, len(series) > 0}, {string(workflow.ChartPoints), has.Years != nil},
	} {
		if one.there {
			list = append(list, one.choice)
		}
	}
	return append(list, everyChart), nil
}

// chartWords are how people name a choice.
var chartWords = map[string][]string{
	string(workflow.ChartRanking):    {"xep hang", "tong diem", "ranking"},
	string(workflow.ChartContents):   {"noi dung", "theo noi dung", "contents"},
	string(workflow.ChartAttainment): {"muc hoan thanh", "chi tieu", "ke hoach", "attainment"},
	string(workflow.ChartYears):      {"nam truoc", "so voi nam truoc", "years"},
	string(workflow.ChartPoints):     {"qua cac nam", "cac nam", "points"},
	ownChart:                         {"don vi", "don vi minh", "unit"},
	criterionChart:                   {"mot chi tieu", "criterion"},
	everyChart:                       {"tat ca", "ban in", "pdf"},
}

func (f *chartForm) period(t *dialog.Turn) (yearPeriod, error) {
	all, err := everyPeriod(t, t.Actor.Cluster)
	if err != nil {
		return yearPeriod{}, err
	}
	return pickPeriod(all, dialog.Answer{Value: f.Period})
}

func askChart(t *dialog.Turn, f *chartForm) (*dialog.Question, error) {
	p, err := f.period(t)
	if err != nil {
		return nil, err
	}
	choices, err := chartChoices(t, p)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("bieudo.ask", "period", p.period.Name))}
	for i, c := range choices {
		n := itoa(i + 1)
		q.Choices = append(q.Choices, []dialog.Choice{{Value: c, Label: text.Say("bieudo.choice."+c, "n", n), Words: append([]string{n}, chartWords[c]...)}})
	}
	return q, nil
}

func takeChart(t *dialog.Turn, f *chartForm, a dialog.Answer) error {
	p, err := f.period(t)
	if err != nil {
		return err
	}
	f.Kind = a.Value
	switch f.Kind {
	case "":
		return text.Wrong("bieudo.unknown", "kind", quote(a.Text))
	case criterionChart:
		return nil
	}
	if err := sendNamedChart(t, p, f.Kind); err != nil {
		return err
	}
	return t.End()
}

func askChartCriterion(t *dialog.Turn, f *chartForm) (*dialog.Question, error) {
	p, err := f.period(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("bieudo.ask_criterion"))}
	series, err := workflow.ChartCriteria(t.Tx, p.cluster, p.period.ID)
	for _, n := range slices.Sorted(maps.Keys(series)) {
		q.Lines = append(q.Lines, text.Say("bieudo.criterion_line", "n", itoa(n), "name", series[n].Name))
	}
	return q, err
}

func takeChartCriterion(t *dialog.Turn, f *chartForm, a dialog.Answer) error {
	p, err := f.period(t)
	if err != nil {
		return err
	}
	k := find(p.cluster, p.period.ID, a.Text)
	if k == nil {
		return text.Wrong("bieudo.criterion", "criterion", quote(a.Text), "period", p.period.Name)
	}
	return sendChart(t, p, workflow.ChartWish{Kind: workflow.ChartYears, Criterion: k.ID, Member: t.Actor.Unit()})
}

// sendNamedChart sends what a choice, a word for it, a member or a criterion
// means.
func sendNamedChart(t *dialog.Turn, p yearPeriod, which string) error {
	word := dialog.Word(which)
	for choice, words := range chartWords {
		if word != choice && !slices.Contains(words, word) {
			continue
		}
		switch choice {
		case everyChart:
			return sendChartPaper(t, p)
		case ownChart:
			if t.Actor.Unit() == "" || t.Event.Group {
				return text.Wrong("bieudo.no_unit")
			}
			return sendChart(t, p, workflow.ChartWish{Kind: workflow.ChartContents, Member: t.Actor.Unit()})
		case criterionChart:
			return text.Wrong("bieudo.which_criterion")
		}
		return sendChart(t, p, workflow.ChartWish{Kind: workflow.ChartKind(choice)})
	}
	if m := memberNamed(p.cluster, which); m != nil {
		return sendChart(t, p, workflow.ChartWish{Kind: workflow.ChartContents, Member: m.ID})
	}
	if k := find(p.cluster, p.period.ID, which); k != nil {
		return sendChart(t, p, workflow.ChartWish{Kind: workflow.ChartYears, Criterion: k.ID})
	}
	return text.Wrong("bieudo.unknown", "kind", quote(which))
}

// sendChart sends one chart as a picture, with what else there is under it.
func sendChart(t *dialog.Turn, p yearPeriod, wish workflow.ChartWish) error {
	values, err := workflow.ChartPaper(t.Tx, p.cluster, p.period.ID, wish, t.At())
	if err != nil {
		return err
	}
	picture, err := drawn("chart picture", fmt.Sprintf("bieu-do-%s-%d.png", p.period.ID, p.cluster.Year), values)
	if err != nil {
		return err
	}
	picture.Photo = true
	caption, what := "bieudo.caption", []string{"period", p.period.Name, "what", "bieudo.what." + string(wish.Kind)}
	switch {
	case wish.Criterion != "":
		k, _ := p.cluster.Criterion(wish.Criterion)
		caption, what = "bieudo.caption_criterion", append(what, "name", k.Name)
	case wish.Member != "":
		caption, what = "bieudo.caption_member", append(what, "unit", p.cluster.Member(wish.Member).Short)
	}
	said := lines(text.Say(caption, what...))
	if values.Provisional {
		said = append(said, text.Say("bieudo.provisional"))
	}
	m := outbox.Message{Chat: t.Event.Chat, Action: outbox.Send, Text: text.Lines(t.Person.Language, said), Document: &picture, Queued: t.At(), Event: t.Event.ID}
	if t.Event.Group {
		m.Text = text.Lines(t.Person.Language, append(said, text.Say("bieudo.group")))
	} else {
		m.Buttons = [][]outbox.Button{{
			commandButton(t.Person.Language, "bieudo.button.other", "bieudo "+p.value()), commandButton(t.Person.Language, "bieudo.button.pdf", "bieudo "+p.value()+" pdf"),
		}}
	}
	return outbox.Queue(t.Tx, m)
}

// sendChartPaper sends all charts of a period as PDF.
func sendChartPaper(t *dialog.Turn, p yearPeriod) error {
	values, err := workflow.ChartPaper(t.Tx, p.cluster, p.period.ID, workflow.ChartWish{}, t.At())
	if err != nil {
		return err
	}
	paper, err := drawn("chart", fmt.Sprintf("bieu-do-%s-%d.pdf", p.period.ID, p.cluster.Year), values)
	if err != nil {
		return err
	}
	return t.Send(nil, nil, paper)
}

// chartButton shows a ranking as bars; groups have no buttons.
func chartButton(t *dialog.Turn, p yearPeriod) [][]outbox.Button {
	if t.Event.Group {
		return nil
	}
	return [][]outbox.Button{{commandButton(t.Person.Language, "bieudo.button.ranking", "bieudo "+p.value()+" ranking")}}
}
