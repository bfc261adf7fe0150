package bot

import (
	"slices"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// selfForm is an official who gives the unit's own points.
type selfForm struct {
	Year   int
	Period string
	Unsure []mark // points with two readings
	Why    []mark // points that want a reason
}

// selfScoring (/tucham) shows what the unit's figures earn as a proposal and takes
// the points that the unit gives itself. Each is kept the moment it is clear.
var selfScoring = dialog.Flow[selfForm]{
	Name:  "selfscore",
	Power: workflow.MayReport,
	Steps: []dialog.Step[selfForm]{
		{Name: "period", Ask: askSelfPeriod, Take: takeSelfPeriod, Undo: func(_ *dialog.Turn, f *selfForm) { *f = selfForm{} }},
		{Name: "settle", Repeat: true, Ask: askSelfReading, Take: takeSelfReading, Back: func(_ *dialog.Turn, f *selfForm) bool { f.Unsure = f.Unsure[1:]; return false }},
		{Name: "reason", Repeat: true, Free: true, Ask: askSelfReason, Take: takeSelfReason, Back: func(_ *dialog.Turn, f *selfForm) bool { f.Why = f.Why[1:]; return false }},
		{Name: "list", Ask: askSelfList, Take: takeSelfList},
	},
}

func (b *Bot) selfScore(t *dialog.Turn, args string) error {
	open, err := openPeriods(t)
	if err != nil {
		return err
	}
	f := selfForm{}
	if p, rest, ok := named(open, args); ok && rest == "" {
		f.Year, f.Period = p.cluster.Year, p.period.ID
	} else if args != "" {
		return text.Wrong("period.unknown", "period", quote(args))
	} else if len(open) == 1 {
		f.Year, f.Period = open[0].cluster.Year, open[0].period.ID
	}
	return selfScoring.Start(t, f)
}

func askSelfPeriod(t *dialog.Turn, f *selfForm) (*dialog.Question, error) {
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
	q := &dialog.Question{Lines: lines(text.Say("tucham.ask_period"))}
	for i, p := range open {
		q.Choices = append(q.Choices, []dialog.Choice{p.choice(itoa(i + 1))})
	}
	return q, nil
}

func takeSelfPeriod(t *dialog.Turn, f *selfForm, a dialog.Answer) error {
	open, err := openPeriods(t)
	if err != nil {
		return err
	}
	p, err := pickPeriod(open, a)
	f.Year, f.Period = 0, ""
	if err == nil {
		f.Year, f.Period = p.cluster.Year, p.period.ID
	}
	return err
}

func (f *selfForm) cluster(t *dialog.Turn) (*rules.Cluster, error) {
	return (&reportForm{Year: f.Year, Period: f.Period}).cluster(t)
}

func (f *selfForm) subject(t *dialog.Turn, c *rules.Cluster, criterion string) workflow.Subject {
	return (&reportForm{Year: f.Year, Period: f.Period}).subject(t, c, criterion)
}

// scores are the unit's own points beside those that its figures earn.
func (f *selfForm) scores(t *dialog.Turn) (*rules.Cluster, []workflow.SelfScore, error) {
	c, err := f.cluster(t)
	if err != nil {
		return nil, nil, err
	}
	list, err := workflow.SelfScores(t.Tx, c, f.Period, t.Actor.Member(workflow.Official))
	return c, list, err
}

// offered are the lines that "đúng" takes as they are computed.
func offered(list []workflow.SelfScore) []workflow.SelfScore {
	return slices.DeleteFunc(slices.Clone(list), func(s workflow.SelfScore) bool {
		return !s.Open || s.Given != nil || s.Computed == nil
	})
}

func askSelfList(t *dialog.Turn, f *selfForm) (*dialog.Question, error) {
	c, list, err := f.scores(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("tucham.title", "unit", c.Member(t.Actor.Member(workflow.Official)).Short, "period", c.Period(f.Period).Name))}
	var sum decimal.Decimal
	given := 0
	for _, s := range list {
		if s.Given != nil {
			sum, given = sum.Add(*s.Given), given+1
		}
		q.Lines = append(q.Lines, selfLine(c, f.Period, s))
	}
	q.Lines = append(q.Lines, text.Say("tucham.sum", "sum", sum.String(), "n", itoa(given), "of", itoa(len(list))), text.Say("tucham.how"))
	if n := len(offered(list)); n > 0 {
		q.Choices = append(q.Choices, []dialog.Choice{{Value: "right", Label: text.Say("tucham.button.right", "n", itoa(n)), Words: []string{"dung", "dung het", "ok", "yes", "right"}}})
	}
	q.Choices = append(q.Choices, []dialog.Choice{choice("done", "tucham.button.done", "xong", "dong", "done")})
	return q, nil
}

func selfLine(c *rules.Cluster, period string, s workflow.SelfScore) text.Notice {
	least, most := workflow.SelfLimits(s.Criterion)
	args := []string{"n", itoa(place(c, period, s.Criterion.ID)), "name", s.Criterion.Name, "min", least.String(), "max", most.String()}
	for name, d := range map[string]*decimal.Decimal{"given": s.Given, "computed": s.Computed} {
		if d != nil {
			args = append(args, name, d.String())
		}
	}
	lock := ""
	if !s.Open && (s.Given != nil || s.Computed != nil) {
		lock = " 🔒"
	}
	key := "tucham.line_empty"
	switch {
	case s.Given != nil && s.Computed != nil:
		key = "tucham.line_given"
	case s.Given != nil:
		key = "tucham.line_given_marked"
	case s.Computed != nil:
		key = "tucham.line_computed"
	case s.Criterion.Method.Kind == rules.Adjust:
		key = "tucham.line_adjust"
	case s.Criterion.Method.Kind == rules.OnTime:
		key = "tucham.line_dated"
	case !s.Criterion.Method.Kind.Reported():
		key = "tucham.line_marked"
	}
	return text.Say(key, append(args, "lock", lock)...)
}

func takeSelfList(t *dialog.Turn, f *selfForm, a dialog.Answer) error {
	c, list, err := f.scores(t)
	if err != nil {
		return err
	}
	switch a.Value {
	case "right":
		take := offered(list)
		for _, s := range take {
			if err := workflow.GiveSelf(t.Tx, t.Act(), c, f.subject(t, c, s.Criterion.ID), s.Computed, ""); err != nil {
				return err
			}
		}
		t.Say(text.Say("tucham.taken", "n", itoa(len(take))))
		return t.Go("list")
	case "done":
		t.Say(text.Say("tucham.ended"))
		return t.End()
	}
	if !changesLines(a.Text) {
		return text.Wrong("tucham.not_understood", "text", quote(a.Text))
	}
	if err := f.change(t, c, a.Text); err != nil {
		return err
	}
	return t.Go("settle")
}

// changesLines says whether a text is lines "3: 58,5", or "bỏ 3".
func changesLines(said string) bool {
	return several(said) || entryLine.MatchString(withSign(said)) || dropLine.MatchString(text.Fold(said))
}

// change takes points, each with a reason behind a bar where it is given at once,
// or takes them back.
func (f *selfForm) change(t *dialog.Turn, c *rules.Cluster, said string) error {
	m := dropLine.FindStringSubmatch(text.Fold(said))
	if m == nil {
		return takeRows(t, c, f.Period, strings.Split(withSign(said), "\n"), func(*rules.Criterion) bool { return true }, func(k *rules.Criterion, said string) error {
			value, reason, _ := strings.Cut(said, "|")
			return f.give(t, c, k, value, strings.TrimSpace(reason))
		})
	}
	for _, n := range strings.FieldsFunc(m[1], func(r rune) bool { return r == ' ' || r == ',' }) {
		k := find(c, f.Period, n)
		if k == nil {
			return text.Wrong("baocao.no_such", "text", quote(n))
		}
		if err := workflow.GiveSelf(t.Tx, t.Act(), c, f.subject(t, c, k.ID), nil, ""); err != nil {
			return err
		}
		t.Say(text.Say("tucham.dropped", "n", itoa(place(c, f.Period, k.ID)), "name", k.Name))
	}
	return nil
}
