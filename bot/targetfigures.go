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

// unsureTarget is a plan or last year's figure with two readings.
type unsureTarget struct {
	reading
	Last bool // last year's figure; else the plan
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
	q := readingQuestion(t, k, workflow.Target{}, f.Unsure[0].reading)
	which := "chitieu.which_plan"
	if f.Unsure[0].Last {
		which = "chitieu.which_last"
	}
	q.Lines = slices.Insert(q.Lines, 1, text.Say(which))
	return q, nil
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
