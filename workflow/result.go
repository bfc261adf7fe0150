package workflow

import (
	"slices"
	"strings"

	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// ScoreInput gathers what a period's scores follow from.
func ScoreInput(r storage.Reader, c *rules.Cluster, period string) (score.Input, error) {
	return scoreInput(r, c, period, Figure.counts)
}

// scoreInput gathers the values that counts picks.
func scoreInput(r storage.Reader, c *rules.Cluster, period string, counts func(Figure) score.Figure) (score.Input, error) {
	in := score.Input{Cluster: c, Period: period, Figures: map[score.Key]score.Figure{}, Signed: map[string]bool{}, Excluded: map[string]string{}}
	entered, err := figures.List(r, join(yearKey(c.ID, c.Year), period)+"/")
	if err != nil {
		return in, err
	}
	for _, f := range entered {
		in.Figures[score.Key{Member: f.Member, Criterion: f.Criterion}] = counts(f)
	}
	if err := addTargets(r, c, period, in.Figures); err != nil {
		return in, err
	}
	if in.Votes, err = tieBreaks(r, c, period); err != nil {
		return in, err
	}
	late, err := allDaysLate(r, c)
	if err != nil {
		return in, err
	}
	in.DaysLate = func(member, period string) (int, bool) {
		days, sent := late[[2]string{member, period}]
		return days, sent
	}
	out, err := Exclusions(r, c, period)
	if err != nil {
		return in, err
	}
	for _, e := range out {
		in.Excluded[e.Member] = e.Reason
	}
	cov, err := FindCovenant(r, c)
	for _, s := range cov.Signatures {
		in.Signed[s.Member] = true
	}
	return in, err
}

// counts is the figure as it counts now: the accepted value before the submitted
// one, and no draft. An n/a that nobody has accepted stays unverified, which the
// scoring takes for not reported.
func (f Figure) counts() score.Figure {
	switch {
	case f.Accepted != nil:
		return score.Figure{Value: f.Accepted.Value, Verified: true}
	case f.Sent != nil:
		return score.Figure{Value: f.Sent.Value}
	}
	return score.Figure{}
}

// A Standing is one criterion of one member as reported, as verified first, and
// as it stands after the second look, side by side: the figure with its points
// by the same rules in each column. Points are nil where there is no value yet.
type Standing struct {
	Criterion *rules.Criterion
	Figure    Figure
	Target    Target

	Reported, Verified, Now *decimal.Decimal
	Dated                   bool // the points follow from the days of the reports; there is no figure

	// Who stands behind a value that a reviewer entered: who entered it, first and
	// second look, and who made it final; "" where nobody has yet.
	Changed, Confirmed string

	Why score.Reason // of the points furthest on; without a key where there are none
}

// Standings are a member's criteria of a period in the file's order. Everybody's
// figures stand in the same column when points depend on others.
func Standings(r storage.Reader, c *rules.Cluster, period, member string) ([]Standing, error) {
	all, _, err := allStandings(r, c, period, member)
	return all[member], err
}

// persons names who stands behind a value that is not the unit's own word.
func (s *Standing) persons(r storage.Reader) error {
	var names []string
	for _, e := range []*Entry{s.Figure.First, s.Figure.Accepted} {
		if e == nil || e.By != e.AcceptedBy || e.By == Operator {
			continue
		}
		p, _, err := FindPerson(r, e.By)
		if err != nil {
			return err
		}
		if p.Name != "" && !slices.Contains(names, p.Name) {
			names = append(names, p.Name)
		}
	}
	s.Changed = strings.Join(names, ", ")
	if s.Changed == "" || s.Figure.Final == nil {
		return nil
	}
	p, _, err := FindPerson(r, s.Figure.Final.By)
	s.Confirmed = p.Name
	return err
}

// allStandings are the Standings of several members, with each one's row by
// each of the columns; everybody is scored once a column.
func allStandings(r storage.Reader, c *rules.Cluster, period string, members ...string) (all map[string][]Standing, rows map[string][3]score.Row, err error) {
	all, rows = map[string][]Standing{}, map[string][3]score.Row{}
	for _, member := range members {
		entered, err := Figures(r, c, period, member)
		if err != nil {
			return nil, nil, err
		}
		for _, k := range c.Criteria(period) {
			s := Standing{Criterion: k, Figure: entered[k.ID]}
			s.Figure.Subject = Subject{c.ID, c.Year, period, member, k.ID}
			if s.Target, err = FindTarget(r, c, s.Figure.Subject); err != nil {
				return nil, nil, err
			}
			if err := s.persons(r); err != nil {
				return nil, nil, err
			}
			all[member] = append(all[member], s)
		}
	}
	for n, column := range []struct {
		pick func(Figure) *Entry
		put  func(*Standing, decimal.Decimal)
	}{
		{Figure.Reported, func(s *Standing, d decimal.Decimal) { s.Reported = &d }},
		{Figure.Verified, func(s *Standing, d decimal.Decimal) { s.Verified = &d }},
		{func(f Figure) *Entry { return f.Accepted }, func(s *Standing, d decimal.Decimal) { s.Now = &d }},
	} {
		in, err := scoreInput(r, c, period, func(f Figure) score.Figure {
			if e := column.pick(f); e != nil {
				return score.Figure{Value: e.Value, Verified: true}
			}
			return f.counts()
		})
		if err != nil {
			return nil, nil, err
		}
		for _, row := range score.Rank(in).Rows {
			list, columns := all[row.Member.ID], rows[row.Member.ID]
			columns[n] = row
			rows[row.Member.ID] = columns
			for _, cell := range row.Cells {
				i := slices.IndexFunc(list, func(s Standing) bool { return s.Criterion.ID == cell.Criterion.ID })
				if i < 0 {
					continue
				}
				s := &list[i]
				s.Dated = s.Criterion.Method.Kind == rules.OnTime && s.Figure.Accepted == nil && cell.State == score.StateVerified
				if column.pick(s.Figure) != nil || s.Dated {
					column.put(s, cell.Points)
					s.Why = cell.Reason
				}
			}
		}
	}
	return all, rows, nil
}

// cutsOf are what the contents of a row lose when the points that a column shows
// are added up; nil points are none, as in a column that is not complete yet.
func cutsOf(row score.Row, shown func(score.Cell) *decimal.Decimal) []*score.Cut {
	cuts := make([]*score.Cut, len(row.Contents))
	for i := range cuts {
		var sum decimal.Decimal
		for _, cell := range row.Cells {
			if cell.Content != i || cell.Criterion.Method.Kind == rules.Adjust {
				continue
			}
			if points := shown(cell); points != nil {
				sum = sum.Add(*points)
			}
		}
		cuts[i] = row.CutOf(i, sum)
	}
	return cuts
}

// cutsByColumn are the cuts as reported, as verified, and of the last column,
// each by what stands in the column; of the last, what in says.
func cutsByColumn(list []Standing, rows [3]score.Row, in func(Standing) bool) (cuts [3][]*score.Cut) {
	for n, points := range []func(Standing, score.Cell) *decimal.Decimal{
		func(s Standing, _ score.Cell) *decimal.Decimal { self, _ := s.Self(); return self },
		func(s Standing, _ score.Cell) *decimal.Decimal { return s.Verified },
		func(s Standing, cell score.Cell) *decimal.Decimal {
			if !in(s) {
				return nil
			}
			return &cell.Points
		},
	} {
		cuts[n] = cutsOf(rows[n], func(cell score.Cell) *decimal.Decimal {
			i := slices.IndexFunc(list, func(s Standing) bool { return s.Criterion.ID == cell.Criterion.ID })
			if i < 0 {
				return nil
			}
			return points(list[i], cell)
		})
	}
	return cuts
}

// addTargets puts plan and last year beside the figures; the plan falls back to
// the yearly target.
func addTargets(r storage.Reader, c *rules.Cluster, period string, into map[score.Key]score.Figure) error {
	set := func(period string, own bool) error {
		list, err := targets.List(r, join(yearKey(c.ID, c.Year), period)+"/")
		for _, t := range list {
			key := score.Key{Member: t.Member, Criterion: t.Criterion}
			f := into[key]
			if f.Plan == nil {
				f.Plan = t.Plan
			}
			if own {
				f.LastYear = t.LastYear
			}
			into[key] = f
		}
		return err
	}
	if err := set(period, true); err != nil {
		return err
	}
	if yearly := c.Yearly(); yearly != nil && yearly.ID != period {
		return set(yearly.ID, false)
	}
	return nil
}

// allDaysLate is DaysLate for every member and period that on_time looks at.
func allDaysLate(r storage.Reader, c *rules.Cluster) (map[[2]string]int, error) {
	late := map[[2]string]int{}
	for i := range c.Periods {
		for _, m := range c.Members {
			days, sent, err := DaysLate(r, c, c.Periods[i].ID, m.ID)
			if err != nil {
				return nil, err
			}
			if sent {
				late[[2]string{m.ID, c.Periods[i].ID}] = days
			}
		}
	}
	return late, nil
}

// Rank scores and ranks a period. Only a scored period has a ranking.
func Rank(r storage.Reader, c *rules.Cluster, period string) (score.Ranking, error) {
	p := c.Period(period)
	if p == nil {
		return score.Ranking{}, text.Wrong("period.unknown", "period", period)
	}
	if !p.Scored {
		return score.Ranking{}, text.Wrong("period.not_scored", "period", p.Name)
	}
	in, err := ScoreInput(r, c, period)
	if err != nil {
		return score.Ranking{}, err
	}
	return score.Rank(in), nil
}

// Summarise forms the cluster's own figures of a period.
func Summarise(r storage.Reader, c *rules.Cluster, period string) (score.Summary, error) {
	if c.Period(period) == nil {
		return score.Summary{}, text.Wrong("period.unknown", "period", period)
	}
	in, err := ScoreInput(r, c, period)
	if err != nil {
		return score.Summary{}, err
	}
	return score.Summarise(in), nil
}

// maxPoints is what a member can reach in the year at most, before bonuses.
func maxPoints(c *rules.Cluster) decimal.Decimal {
	var sum decimal.Decimal
	for i := range c.Contents {
		sum = sum.Add(c.Contents[i].Points)
	}
	return sum
}
