package score

import (
	"slices"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
)

// A Summary is the cluster's own figures for a period, scored or not.
type Summary struct {
	Cluster     *rules.Cluster
	Period      string
	Provisional bool        // some figure is not verified
	Criteria    []Aggregate // of the period, in the file's order
}

// An Aggregate is the cluster's figure for one criterion. Numbers are exact;
// Printed rounds them. What is nil does not apply, or would divide by 0.
type Aggregate struct {
	Criterion     *rules.Criterion
	Content       int              // index into the cluster's contents
	Total         *decimal.Decimal // ΣA, or the mean
	PlanTotal     *decimal.Decimal
	PlanPercent   *decimal.Decimal
	LastTotal     *decimal.Decimal // of last year
	Change        *decimal.Decimal
	GrowthPercent *decimal.Decimal
	Met           *Met
	Short         []*rules.Member // of those counted by Met, who did not meet it
	Missing       []*rules.Member // who has not reported, in the cluster's order
	Leaders       []Leader        // best first; nil when the criterion names none, empty when nobody qualifies
}

// Met is how many members met the target, of those with a figure and its base.
type Met struct{ N, Of int }

// A Leader is a member named for its result: by Percent or by Value, whichever
// is set. A member with nothing left has neither.
type Leader struct {
	Member         *rules.Member
	Percent, Value *decimal.Decimal
}

// Summarise forms the cluster's own figures for a period. Awards and signatures
// do not matter to it.
func Summarise(in Input) Summary {
	s := Summary{Cluster: in.Cluster, Period: in.Period, Provisional: in.provisional()}
	for content := range in.Cluster.Contents {
		criteria := in.Cluster.Contents[content].Criteria
		for i := range criteria {
			if criteria[i].In(in.Period) {
				s.Criteria = append(s.Criteria, in.aggregate(&criteria[i], content))
			}
		}
	}
	return s
}

// An entry is one member's figure on its way into the cluster's.
type entry struct {
	member *rules.Member
	figure Figure
	measure
}

func (in Input) aggregate(k *rules.Criterion, content int) Aggregate {
	a := Aggregate{Criterion: k, Content: content}
	var entries []entry
	for i := range in.Cluster.Members {
		m := &in.Cluster.Members[i]
		f, state := in.counted(m.ID, k)
		switch {
		case state == StateNA:
		case state != StateMissing:
			entries = append(entries, entry{m, f, achieve(k, f)})
		case k.Method.Kind != rules.Adjust: // nobody owes a bonus or a penalty
			a.Missing = append(a.Missing, m)
		}
	}
	a.Met, a.Short = met(k, entries)
	if k.Method.Kind == rules.Pass {
		return a // has no numbers
	}
	a.Leaders = leaders(k, entries)
	switch k.Total {
	case rules.TotalSum, rules.TotalMean:
		a.compare(entries)
		if k.PlanMean && k.Of == rules.OfPlan {
			a.PlanPercent = meanPercent(entries)
		}
	case rules.TotalMeanPercent:
		a.PlanPercent = meanPercent(entries)
	}
	return a
}

// compare fills in the totals and sets them against plan and last year. Members
// without that base are left out on both sides.
func (a *Aggregate) compare(entries []entry) {
	mean := a.Criterion.Total == rules.TotalMean
	a.Total = total(mean, entries, number)
	plan := keep(entries, func(e entry) bool { return e.figure.Plan != nil })
	a.PlanTotal = total(mean, plan, func(e entry) decimal.Decimal { return *e.figure.Plan })
	if a.PlanTotal != nil && a.PlanTotal.Sign() != 0 {
		p := hundred.Mul(*total(mean, plan, number)).Quo(*a.PlanTotal)
		a.PlanPercent = &p
	}
	last := keep(entries, func(e entry) bool { return e.figure.LastYear != nil })
	a.LastTotal = total(mean, last, func(e entry) decimal.Decimal { return *e.figure.LastYear })
	if a.LastTotal == nil {
		return
	}
	change := total(mean, last, number).Sub(*a.LastTotal)
	a.Change = &change
	if a.LastTotal.Sign() != 0 {
		p := hundred.Mul(change).Quo(*a.LastTotal)
		a.GrowthPercent = &p
	}
}

func number(e entry) decimal.Decimal { return e.figure.Value.Number }

// total is the sum or the mean of the entries; nil when there are none.
func total(mean bool, entries []entry, of func(entry) decimal.Decimal) *decimal.Decimal {
	if len(entries) == 0 {
		return nil
	}
	var t decimal.Decimal
	for _, e := range entries {
		t = t.Add(of(e))
	}
	if mean {
		t = t.Quo(decimal.Int(len(entries)))
	}
	return &t
}

func keep(entries []entry, wanted func(entry) bool) []entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e entry) bool { return !wanted(e) })
}

// meanPercent is the mean of the achieved percents. Where nothing is left there
// is none to average.
func meanPercent(entries []entry) *decimal.Decimal {
	return total(true, keep(entries, entry.has), func(e entry) decimal.Decimal { return e.percent })
}

// met counts who met the target, of those with a figure and its base, and names
// who did not.
func met(k *rules.Criterion, entries []entry) (*Met, []*rules.Member) {
	if !k.CanBeMet() {
		return nil, nil
	}
	m := &Met{}
	var short []*rules.Member
	for _, e := range entries {
		if k.Method.Kind != rules.Pass && e.fault != "" {
			continue
		}
		m.Of++
		if reached(k, e.figure, e.measure) {
			m.N++
		} else {
			short = append(short, e.member)
		}
	}
	return m, short
}

// reached says whether a figure meets the target: yes, nothing left, or p from
// met_at on (a value where fewer is better: up to it; with met_over not at it).
func reached(k *rules.Criterion, f Figure, m measure) bool {
	switch {
	case k.Method.Kind == rules.Pass:
		return f.Value.Kind == Yes
	case m.fault != "" || k.MetAt == nil:
		return false
	case k.MetOver && m.percent.Equal(*k.MetAt):
		return false
	case k.Of == rules.OfValue && k.Lower:
		return !k.MetAt.Less(m.percent)
	}
	return m.nothingLeft || !m.percent.Less(*k.MetAt)
}

// leaders are the members above 100 percent, or the best figures where the
// criterion names its leaders by value: as many as it names, and everybody equal
// to the last of them.
func leaders(k *rules.Criterion, entries []entry) []Leader {
	if k.Leaders <= 0 || !k.LeadersByValue && (k.Of == rules.OfValue || !measured(k.Method.Kind)) {
		return nil
	}
	better := byPercent
	if k.LeadersByValue {
		better = func(a, b entry) int { return number(b).Cmp(number(a)) }
		if k.Lower {
			better = func(a, b entry) int { return number(a).Cmp(number(b)) }
		}
	} else {
		entries = keep(entries, func(e entry) bool { return e.nothingLeft || e.has() && hundred.Less(e.percent) })
	}
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, better)
	list := []Leader{}
	for i, e := range entries {
		if i >= k.Leaders && better(entries[k.Leaders-1], e) != 0 {
			break
		}
		l := Leader{Member: e.member}
		if k.LeadersByValue {
			l.Value = &e.figure.Value.Number
		} else if e.has() {
			l.Percent = &e.percent
		}
		list = append(list, l)
	}
	return list
}

// byPercent puts nothing left first, then the larger percent.
func byPercent(a, b entry) int {
	switch {
	case a.nothingLeft && b.nothingLeft:
		return 0
	case a.nothingLeft:
		return -1
	case b.nothingLeft:
		return +1
	}
	return b.percent.Cmp(a.percent)
}

// Printed is the aggregate as it stands on paper: percents with 2 decimals, the
// numbers of a mean with 6, each rounded once.
func (a Aggregate) Printed() Aggregate {
	rounded := func(d *decimal.Decimal, places int) *decimal.Decimal {
		if d == nil {
			return nil
		}
		r := d.Round(places)
		return &r
	}
	if a.Criterion.Total == rules.TotalMean {
		a.Total, a.PlanTotal = rounded(a.Total, 6), rounded(a.PlanTotal, 6)
		a.LastTotal, a.Change = rounded(a.LastTotal, 6), rounded(a.Change, 6)
	}
	a.PlanPercent, a.GrowthPercent = rounded(a.PlanPercent, 2), rounded(a.GrowthPercent, 2)
	a.Leaders = slices.Clone(a.Leaders)
	for i := range a.Leaders {
		a.Leaders[i].Percent = rounded(a.Leaders[i].Percent, 2)
	}
	return a
}
