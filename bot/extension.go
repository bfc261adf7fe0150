package bot

import (
	"slices"
	"strings"
	"time"

	"thidua/bot/dialog"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// extend is the command of both sides. An official asks: /giahan, /giahan CN, or
// /giahan CN and a reason. Who answers sees what is open with /giahan, and types
// /giahan CN c 16/02/2018 or /giahan CN c từ chối; the buttons of a request name
// it by its mark.
func (b *Bot) extend(t *dialog.Turn, args string) error {
	answers, asks := t.Actor.Can(workflow.MayExtend), t.Actor.Can(workflow.MayReport)
	if mark, said, ok := strings.Cut(args, " "); ok && strings.HasPrefix(mark, requestSign) {
		return answerMarked(t, mark, said)
	}
	all, err := everyPeriod(t, t.Actor.Cluster)
	if err != nil {
		return err
	}
	p, said, ok := named(all, args)
	if args != "" && !ok && (answers || len(strings.Fields(args)) < 3) {
		return text.Wrong("period.unknown", "period", quote(args))
	}
	if !ok {
		said = args // words without a period are a reason
	}
	if answers && said != "" {
		member, answer := unitNamed(p.cluster, said)
		verdict, understood := readVerdict(t, p, member, answer)
		switch {
		case understood:
			return answerRequest(t, p, member, verdict)
		case asks: // it is their own unit's reason
		case member == nil:
			return text.Wrong("giahan.no_member", "text", quote(said), "period", p.value())
		default:
			return wrongVerdict(t, p, member, said)
		}
	}
	if answers && (!asks || !ok) {
		shown, err := showRequests(t, p)
		if err != nil || shown {
			return err
		}
		if !asks {
			return t.Send(lines(text.Say("giahan.none")), nil)
		}
	}
	return askExtension(t, p, said)
}

// extensionForm is an official who may mean several reports.
type extensionForm struct {
	Named  string // the period, where it was named: "2017/CN"
	Reason string
}

// extending asks which report is meant, where several can be.
var extending = dialog.Flow[extensionForm]{
	Name:  "extension",
	Power: workflow.MayReport,
	Steps: []dialog.Step[extensionForm]{{Name: "which", Ask: askWhichReport, Take: takeWhichReport}},
}

// owedReport is a unit's report of a period.
type owedReport struct {
	yearPeriod
	member *rules.Member
}

func (o owedReport) value() string { return o.yearPeriod.value() + "/" + o.member.ID }

// askExtension asks for the report that is meant, or else which one it is.
func askExtension(t *dialog.Turn, p yearPeriod, reason string) error {
	if reason != "" {
		if err := reasonFits(reason); err != nil {
			return err
		}
	}
	f := extensionForm{Reason: reason}
	if p.period != nil {
		f.Named = p.value()
	}
	list, err := f.reports(t)
	switch {
	case err != nil:
		return err
	case len(list) == 1 && (f.Named != "" || reason != ""):
		return askFor(t, list[0], reason)
	case len(list) == 0:
		return text.Wrong("giahan.nothing", "days", itoa(workflow.ExtensionGrace))
	}
	return extending.Start(t, f)
}

// reports are those that the form can mean: of the person's units, those that are
// owed and can still be extended. Where one is named, what stands in the way is
// said of it.
func (f *extensionForm) reports(t *dialog.Turn) ([]owedReport, error) {
	years, err := living(t)
	if err != nil {
		return nil, err
	}
	var named, open []owedReport
	for _, p := range periods(years) {
		for i := range p.cluster.Members {
			o := owedReport{p, &p.cluster.Members[i]}
			if !t.Actor.May(workflow.MayReport, o.member.ID) || f.Named != "" && p.value() != f.Named {
				continue
			}
			named = append(named, o)
			ok, err := o.extendable(t)
			if err != nil {
				return nil, err
			}
			if ok {
				open = append(open, o)
			}
		}
	}
	if f.Named != "" && len(named) == 1 {
		return named, nil
	}
	return open, nil
}

// extendable says whether more time can be asked for.
func (o owedReport) extendable(t *dialog.Turn) (bool, error) {
	progress, err := workflow.FindProgress(t.Tx, o.cluster, o.period.ID, o.member)
	if err != nil || !progress.Owes() {
		return false, err
	}
	by, err := workflow.ReportBy(t.Tx, o.cluster, o.period.ID, o.member.ID)
	return rules.DateOf(t.At().In(o.cluster.Location())).DaysSince(by) <= workflow.ExtensionGrace, err
}

func askWhichReport(t *dialog.Turn, f *extensionForm) (*dialog.Question, error) {
	list, err := f.reports(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("giahan.ask_which"))}
	for i, o := range list {
		by, err := workflow.ReportBy(t.Tx, o.cluster, o.period.ID, o.member.ID)
		if err != nil {
			return nil, err
		}
		n := itoa(i + 1)
		q.Lines = append(q.Lines, text.Say("giahan.which", "n", n, "period", o.period.Name, "unit", o.member.Short, "by", by.String()))
		q.Choices = append(q.Choices, []dialog.Choice{{Value: o.value(), Label: text.Say("giahan.choice", "n", n, "period", o.period.Name, "unit", o.member.Short),
			Words: []string{n, o.value(), o.period.ID, o.period.Name, o.member.Short}}})
	}
	return q, nil
}

func takeWhichReport(t *dialog.Turn, f *extensionForm, a dialog.Answer) error {
	list, err := f.reports(t)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(o owedReport) bool { return o.value() == a.Value })
	if i < 0 {
		return text.Wrong("dialog.choose")
	}
	if err := askFor(t, list[i], f.Reason); err != nil {
		return err
	}
	return t.End()
}

// askFor asks at once. Once there was an answer, that is what is said, and only
// with a reason it is asked again: a button that is pressed twice asks once.
func askFor(t *dialog.Turn, o owedReport, reason string) error {
	e, err := workflow.FindExtension(t.Tx, o.cluster, o.period.ID, o.member.ID)
	if err != nil {
		return err
	}
	if e.Answer != nil && reason == "" {
		said, err := stateLines(t, o.yearPeriod, e)
		if err != nil {
			return err
		}
		return t.Send(said, nil)
	}
	if e, err = workflow.AskExtension(t.Tx, t.Act(), o.cluster, o.period.ID, o.member.ID, reason); err != nil {
		return err
	}
	by, err := workflow.ReportBy(t.Tx, o.cluster, o.period.ID, o.member.ID)
	if err != nil {
		return err
	}
	said := lines(text.Say("giahan.asked", "period", o.period.Name, "unit", o.member.Name, "by", by.String()))
	told, err := tellRequest(t, o.yearPeriod, e)
	if err != nil {
		return err
	}
	if !told {
		said = append(said, text.Say("giahan.nobody"))
	}
	return t.Send(said, nil)
}

// deadlineButtons are what an official can do about a report that is due.
func deadlineButtons(r storage.Reader, lang string, p yearPeriod, member string, at time.Time) ([][]outbox.Button, error) {
	rows := [][]outbox.Button{{reportButton(lang, p)}}
	more, err := extensionButton(r, lang, p, member, at)
	if more != nil {
		rows = append(rows, more)
	}
	return rows, err
}

// extensionButton asks for more time in one tap; nil where that was done, or
// where it is too late for it.
func extensionButton(r storage.Reader, lang string, p yearPeriod, member string, at time.Time) ([]outbox.Button, error) {
	e, err := workflow.FindExtension(r, p.cluster, p.period.ID, member)
	late := rules.DateOf(at.In(p.cluster.Location())).DaysSince(p.period.ReportBy) > workflow.ExtensionGrace
	if err != nil || e.N > 0 || late {
		return nil, err
	}
	label := text.Plain(lang, text.Say("giahan.button.ask", "period", p.period.Name))
	return []outbox.Button{clusterButton(label, p.cluster.ID, "giahan "+p.value())}, nil
}

// stateLines say what the latest request was answered.
func stateLines(t *dialog.Turn, p yearPeriod, e workflow.Extension) ([]text.Notice, error) {
	who, _, err := workflow.FindPerson(t.Tx, e.Answer.By)
	if err != nil {
		return nil, err
	}
	by, err := workflow.ReportBy(t.Tx, p.cluster, e.Period, e.Member)
	if err != nil {
		return nil, err
	}
	key := "giahan.state_yes"
	if e.Answer.Until.IsZero() {
		key = "giahan.state_no"
	}
	said := lines(text.Say(key, "period", p.period.Name, "until", by.String(), "by", by.String(), "name", who.Name, "at", local(p.cluster, e.Answer.At)))
	if e.Answer.Reason != "" {
		said = append(said, text.Say("giahan.reason", "reason", e.Answer.Reason))
	}
	return append(said, text.Say("giahan.again", "period", p.value())), nil
}
