package bot

import (
	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// reviewForm is where a reviewer is.
type reviewForm struct {
	Year   int
	Period string
	Member string
	Seen   string   // what the reviewer was shown as waiting
	Brief  bool     // the whole unit was just shown: after an action only what is still to do
	Return []string // criteria that are being sent back
	Unsure []mark   // marks with two readings, to be settled
	Why    []mark   // marks that still need a reason
}

// review (thẩm định) accepts a member's figures, sends them back with a reason,
// and sets the marks. Nobody reviews their own unit.
var review = dialog.Flow[reviewForm]{
	Name:  "review",
	Power: workflow.MayReview,
	Steps: []dialog.Step[reviewForm]{
		{Name: "period", Ask: askReviewPeriod, Take: takeReviewPeriod, Undo: func(_ *dialog.Turn, f *reviewForm) { *f = reviewForm{} }},
		{Name: "member", Ask: askReviewMember, Take: takeReviewMember, Undo: func(_ *dialog.Turn, f *reviewForm) { f.Member = "" }},
		{Name: "settle", Repeat: true, Ask: askMarkReading, Take: takeMarkReading, Back: func(_ *dialog.Turn, f *reviewForm) bool { f.Unsure = f.Unsure[1:]; return false }},
		{Name: "markwhy", Repeat: true, Ask: askMarkReason, Take: takeMarkReason, Free: true, Back: func(_ *dialog.Turn, f *reviewForm) bool { f.Why = f.Why[1:]; return false }},
		{Name: "why", Ask: askReturnReason, Take: takeReturnReason, Free: true, Back: func(_ *dialog.Turn, f *reviewForm) bool { f.Return = nil; return false }},
		{Name: "unit", Ask: askUnit, Take: takeUnit},
	},
}

func (b *Bot) review(t *dialog.Turn, _ string) error { return review.Start(t, reviewForm{}) }

func askReviewPeriod(t *dialog.Turn, f *reviewForm) (*dialog.Question, error) {
	if f.Period != "" {
		return nil, nil
	}
	q := &dialog.Question{Lines: lines(text.Say("duyet.ask_period"))}
	list, err := reviewPeriods(t)
	for i, p := range list {
		board, err := workflow.Board(t.Tx, p.cluster, p.period.ID)
		if err != nil {
			return nil, err
		}
		waiting := 0
		for _, u := range board {
			if u.Sent > u.Accepted && t.Actor.May(workflow.MayReview, u.Member.ID) {
				waiting++
			}
		}
		n := itoa(i + 1)
		q.Lines = append(q.Lines, text.Say("duyet.period", "n", n, "period", p.period.Name, "waiting", itoa(waiting)))
		q.Choices = append(q.Choices, []dialog.Choice{p.choice(n)})
	}
	return q, err
}

func reviewPeriods(t *dialog.Turn) ([]yearPeriod, error) {
	years, err := living(t)
	return periods(years), err
}

func takeReviewPeriod(t *dialog.Turn, f *reviewForm, a dialog.Answer) error {
	list, err := reviewPeriods(t)
	if err != nil {
		return err
	}
	p, err := pickPeriod(list, a)
	if err != nil {
		return err
	}
	f.Year, f.Period = p.cluster.Year, p.period.ID
	return nil
}

func (f *reviewForm) cluster(t *dialog.Turn) (*rules.Cluster, error) {
	c, err := clusterYear(t, f.Year)
	switch {
	case err != nil:
		return nil, err
	case c.Period(f.Period) == nil:
		return nil, text.Wrong("period.choose")
	case f.Member != "" && (c.Member(f.Member) == nil || !t.Actor.May(workflow.MayReview, f.Member)):
		return nil, text.Wrong("duyet.own_unit")
	}
	return c, nil
}

func (f *reviewForm) subject(c *rules.Cluster, criterion string) workflow.Subject {
	return workflow.Subject{Cluster: c.ID, Year: c.Year, Period: f.Period, Member: f.Member, Criterion: criterion}
}

func askReviewMember(t *dialog.Turn, f *reviewForm) (*dialog.Question, error) {
	if f.Member != "" {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	board, err := workflow.Board(t.Tx, c, f.Period)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("duyet.ask_member", "period", c.Period(f.Period).Name))}
	var row []dialog.Choice
	for i, p := range board {
		n := itoa(i + 1)
		if !t.Actor.May(workflow.MayReview, p.Member.ID) {
			q.Lines = append(q.Lines, text.Say("duyet.member_own", "n", n, "unit", p.Member.Short))
			continue
		}
		key, args := "duyet.member", []string{"n", n, "unit", p.Member.Short, "state", progressKey(p),
			"waiting", itoa(p.Sent - p.Accepted), "accepted", itoa(p.Accepted), "asked", itoa(p.Asked)}
		if p.Marks > 0 {
			key, args = "duyet.member_marks", append(args, "marked", itoa(p.Marked), "marks", itoa(p.Marks))
		}
		q.Lines = append(q.Lines, text.Say(key, args...))
		row = append(row, dialog.Choice{Value: p.Member.ID, Label: text.Say("duyet.choice", "n", n, "unit", p.Member.Short),
			Words: append([]string{n, p.Member.ID, p.Member.Name, p.Member.Short}, p.Member.Aliases...)})
		if len(row) == 2 {
			q.Choices, row = append(q.Choices, row), nil
		}
	}
	if row != nil {
		q.Choices = append(q.Choices, row)
	}
	return q, nil
}

func takeReviewMember(t *dialog.Turn, f *reviewForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	if c.Member(a.Value) == nil {
		return text.Wrong("duyet.choose_member", "text", quote(a.Text))
	}
	f.Member, f.Brief = a.Value, false
	return nil
}
