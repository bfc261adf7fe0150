package workflow

import (
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// FormPaper is the reporting form of a period for the named members, all where
// none is named, with what is known on the day of at. Drafts are for those who
// may report alone.
func FormPaper(r storage.Reader, c *rules.Cluster, period string, members []string, drafts bool, at time.Time) (paper.Form, error) {
	kind := c.Period(period)
	if kind == nil {
		return paper.Form{}, text.Wrong("period.unknown", "period", period)
	}
	for _, id := range members {
		if c.Member(id) == nil {
			return paper.Form{}, text.Wrong("invite.member_unknown", "member", id)
		}
	}
	p := paper.Form{
		Cluster: c.ID, ClusterName: c.Name, Year: c.Year, Period: period, PeriodName: kind.Name,
		RulesSHA256: c.SHA256, Date: at.In(c.Location()).Format(time.DateOnly),
	}
	verified, err := formPoints(r, c, kind, func(f Figure) score.Figure {
		if e := f.Verified(); e != nil {
			return score.Figure{Value: e.Value, Verified: true}
		}
		return f.counts()
	})
	if err != nil {
		return p, err
	}
	now, err := formPoints(r, c, kind, Figure.counts)
	if err != nil {
		return p, err
	}
	for i := range c.Members {
		m := &c.Members[i]
		if len(members) > 0 && !slices.Contains(members, m.ID) {
			continue
		}
		entered, err := Figures(r, c, period, m.ID)
		if err != nil {
			return p, err
		}
		form := paper.FormMember{ID: m.ID, Name: m.Short}
		for n, k := range c.Criteria(period) {
			t, err := FindTarget(r, c, Subject{c.ID, c.Year, period, m.ID, k.ID})
			if err != nil {
				return p, err
			}
			f := entered[k.ID]
			if !drafts {
				f.Draft = nil
			}
			row := formRow(c, k, f, t)
			unlocked, err := Unlocked(r, c, t.Subject, at)
			if err != nil {
				return p, err
			}
			row.N, row.Open = n+1, row.Open || unlocked && k.Method.Kind.Reported()
			row.Total = formTotal(now[m.ID], k)
			if entered[k.ID].Verified() != nil {
				row.Verified = formTotal(verified[m.ID], k)
			}
			form.Rows = append(form.Rows, row)
		}
		form.VerifiedCut = formCut(verified[m.ID], func(criterion string) bool { return entered[criterion].Verified() != nil })
		form.TotalCut = formCut(now[m.ID], func(string) bool { return true })
		p.Members = append(p.Members, form)
	}
	return p, nil
}

// formPoints are the members' rows of a scored period by the values that counts
// picks.
func formPoints(r storage.Reader, c *rules.Cluster, p *rules.Period, counts func(Figure) score.Figure) (map[string]score.Row, error) {
	rows := map[string]score.Row{}
	if !p.Scored {
		return rows, nil
	}
	in, err := scoreInput(r, c, p.ID, counts)
	if err != nil {
		return nil, err
	}
	for _, row := range score.Rank(in).Rows {
		rows[row.Member.ID] = row
	}
	return rows, nil
}

// formTotal are the points of a criterion, of a figure that somebody gave or of
// the calendar.
func formTotal(row score.Row, k *rules.Criterion) string {
	for _, cell := range row.Cells {
		if cell.Criterion.ID == k.ID && k.Method.Kind != rules.None && (cell.State == score.StateVerified || cell.State == score.StateSubmitted) {
			return cell.Points.String()
		}
	}
	return ""
}

// formCut is what all contents of a row lose together.
func formCut(row score.Row, counted func(criterion string) bool) string {
	var sum decimal.Decimal
	shown := func(cell score.Cell) *decimal.Decimal {
		if !counted(cell.Criterion.ID) {
			return nil
		}
		return &cell.Points
	}
	for _, c := range cutsOf(row, shown) {
		if c != nil {
			sum = sum.Add(c.Points)
		}
	}
	if sum.IsZero() {
		return ""
	}
	return sum.String()
}

// formRow is a criterion with the newest value and what both sides said of it.
func formRow(c *rules.Cluster, k *rules.Criterion, f Figure, t Target) paper.FormRow {
	_, content := c.Criterion(k.ID)
	row := paper.FormRow{
		ID: k.ID, Content: content.Name, Name: k.Name, Unit: k.Unit, Points: k.Points.String(),
		Plan: machine(t.Plan), LastYear: machine(t.LastYear),
		YesNo: k.Method.Kind == rules.Pass, Open: k.Method.Kind.Reported() && f.Accepted == nil && f.Final == nil,
	}
	if f.Claim != nil {
		row.Self = f.Claim.Score
	}
	e := f.Latest()
	if e == nil {
		return row
	}
	if row.Actual = valueLine(e); e == f.Accepted && reviewers(e) {
		row.Reason, e = e.Note, f.Self
	}
	if e != nil {
		row.Self, row.Explanation = e.Score, firstOf(e.Explained, e.Note, e.Unlikely)
	}
	if f.Plea != nil {
		row.Explanation, row.Reason = f.Plea.Text, firstOf(f.Plea.Answer, row.Reason)
	}
	if f.Returned != nil {
		row.Reason = f.Returned.Reason
	}
	return row
}

// reviewers says whether a value was set at review, with the reviewer's reason.
func reviewers(e *Entry) bool { return e.By == e.AcceptedBy && e.By != Operator }
