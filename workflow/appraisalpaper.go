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

// AppraisalPaper is the annex of one member's appraisal: every criterion as it
// was reported, verified and finally stands, with points, reasons and evidence.
func AppraisalPaper(r storage.Reader, c *rules.Cluster, period, member string, at time.Time) (paper.Appraisal, error) {
	all, rows, err := allStandings(r, c, period, member)
	if err != nil {
		return paper.Appraisal{}, err
	}
	m := c.Member(member)
	p := paper.Appraisal{
		Letterhead: letterhead(c), Cluster: c.ID, ClusterName: c.Name, Year: c.Year, Period: period, PeriodName: c.Period(period).Name,
		Member: member, Agency: m.Name, RulesSHA256: c.SHA256, MaxPoints: c.PointsIn(period).String(),
	}
	p.Date = at.In(c.Location()).Format(time.DateOnly)
	var whole totals
	list := all[member]
	cuts := cutsByColumn(list, rows[member], func(s Standing) bool {
		return s.Now != nil && (s.Figure.Final != nil || s.Dated)
	})
	for i := range c.Contents {
		content := paper.AppraisalContent{Name: c.Contents[i].Name, Points: c.Contents[i].PointsIn(period).String()}
		var sum totals
		for _, s := range list {
			if !slices.ContainsFunc(c.Contents[i].Criteria, func(k rules.Criterion) bool { return k.ID == s.Criterion.ID }) {
				continue
			}
			p.Provisional = p.Provisional || s.Figure.Final == nil && (s.Figure.Latest() != nil || s.Criterion.Method.Kind.Reported())
			content.Rows = append(content.Rows, appraisalRow(c, period, s))
			sum.add(s)
			whole.add(s)
		}
		if len(content.Rows) > 0 {
			for column := range cuts {
				if c := cuts[column][i]; c != nil && (column < 2 || sum.final) {
					content.CutReason = cutReason(*c, column)
				}
			}
			content.Cuts = sum.held(cuts, i)
			whole.held(cuts, i)
			content.Totals = sum.paper()
			p.Contents = append(p.Contents, content)
		}
	}
	p.Totals = whole.paper()
	files, err := AllEvidence(r, c, period, member)
	if err != nil {
		return p, err
	}
	for _, k := range c.Criteria(period) {
		for _, e := range files[k.ID] {
			p.Evidence = append(p.Evidence, paper.AppraisalEvidence{N: len(p.Evidence) + 1, Criterion: k.Name, Name: e.Name, Kind: e.Kind,
				Size: itoa(e.Size), At: e.At.In(c.Location()).Format(time.RFC3339), SHA256: e.SHA256})
		}
	}
	return p, nil
}

// totals add up the columns that have something to add.
type totals struct {
	self, verified, now           decimal.Decimal
	someSelf, someVerified, final bool
}

func (t *totals) add(s Standing) {
	if d, _ := s.Self(); d != nil {
		t.self, t.someSelf = t.self.Add(*d), true
	}
	if s.Verified != nil {
		t.verified, t.someVerified = t.verified.Add(*s.Verified), true
	}
	if s.Now != nil && (s.Figure.Final != nil || s.Dated) {
		t.now, t.final = t.now.Add(*s.Now), t.final || s.Figure.Final != nil
	}
}

// held takes the cuts of a content off, and says which there are.
func (t *totals) held(cuts [3][]*score.Cut, content int) (p paper.AppraisalTotals) {
	off := totals{someSelf: t.someSelf, someVerified: t.someVerified, final: t.final}
	some := false
	for column, to := range []*decimal.Decimal{&off.self, &off.verified, &off.now} {
		if c := cuts[column][content]; c != nil {
			*to = c.Points
			some = some || column < 2 || t.final
		}
	}
	t.self, t.verified, t.now = t.self.Add(off.self), t.verified.Add(off.verified), t.now.Add(off.now)
	if !some {
		return p
	}
	return off.paper()
}

func (t totals) paper() (p paper.AppraisalTotals) {
	if t.someSelf {
		p.Self = t.self.String()
	}
	if t.someVerified {
		p.Verified = t.verified.String()
	}
	if t.final {
		p.Final = t.now.String()
	}
	return p
}

func appraisalRow(c *rules.Cluster, period string, s Standing) paper.AppraisalRow {
	k, f := s.Criterion, s.Figure
	row := paper.AppraisalRow{N: number(c, period, k),
		Name: k.Name, Unit: k.Unit, Points: k.Points.String(), Self: valueLine(f.Reported()), Verified: valueLine(f.Verified())}
	if s.Target.Plan != nil {
		row.Plan = s.Target.Plan.String()
	}
	scored := k.Scored()
	if d, own := s.Self(); d != nil && scored {
		row.SelfPoints, row.SelfOwn = d.String(), own
	}
	if s.Verified != nil && scored {
		row.VerifiedPoints = s.Verified.String()
	}
	if s.Dated {
		row.FinalPoints = s.Now.String()
		row.Reasons = append(row.Reasons, printed("thamdinh.dated"))
	}
	if f.Final != nil {
		row.Final = valueLine(f.Accepted)
		if s.Now != nil && scored {
			row.FinalPoints = s.Now.String()
		}
	}
	if s.Why.Key != "" && scored {
		row.Reasons = append(row.Reasons, text.Plain(text.Vietnamese, text.Notice{Key: s.Why.Key, Args: s.Why.Args}))
	}
	for _, said := range remarks(s) {
		row.Reasons = append(row.Reasons, said.whole)
	}
	return row
}

// A remark is something that was said about a figure, by its unit or at review.
type remark struct {
	unit  bool
	whole string // says who speaks
	bare  string // the words alone
}

// remarks are what was said about a figure, in the order it was.
func remarks(s Standing) (list []remark) {
	f := s.Figure
	say := func(unit bool, key, said string) {
		if said != "" {
			list = append(list, remark{unit, printed(key, "text", said), said})
		}
	}
	if e := f.Reported(); e != nil {
		say(true, "thamdinh.na", e.Note)
		say(true, "thamdinh.unlikely", e.Unlikely)
		say(true, "thamdinh.explained", e.Explained)
		if e.Late {
			said := printed("thamdinh.late")
			list = append(list, remark{false, said, said})
		}
	}
	if said := s.ownRemark(); said != "" {
		list = append(list, remark{true, said, said})
	}
	if e := f.Verified(); e != nil && e.By == e.AcceptedBy {
		say(false, "thamdinh.verified", e.Note)
	}
	if f.First != nil && (f.Plea == nil || f.Plea.Answer != f.Accepted.Note) {
		say(false, "thamdinh.second", f.Accepted.Note)
	}
	if f.Plea != nil {
		say(true, "thamdinh.plea", f.Plea.Text)
		if f.Plea.Answered != nil {
			say(false, "thamdinh.answer", f.Plea.Answer)
		}
	}
	switch {
	case s.Changed == "":
	case s.Confirmed == "":
		said := printed("thamdinh.changed", "who", s.Changed)
		list = append(list, remark{false, said, said})
	default:
		said := printed("thamdinh.confirmed", "who", s.Changed, "final", s.Confirmed)
		list = append(list, remark{false, said, said})
	}
	return list
}

// ownRemark says that the points in the unit's own column are its own, and what
// its figure earns where that is something else; "" where they are the same.
func (s Standing) ownRemark() string {
	own, given := s.Self()
	if !given || s.Reported != nil && own.Equal(*s.Reported) {
		return ""
	}
	args := []string{"points", own.String(), "computed", machine(s.Reported), "reason", s.ownReason()}
	switch {
	case s.Reported == nil:
		return printed("tucham.remark_marked", args...)
	case s.ownReason() == "":
		return printed("tucham.remark_bare", args...)
	}
	return printed("tucham.remark", args...)
}
