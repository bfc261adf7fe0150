package workflow

import (
	"slices"
	"strings"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// sumOf is what commendations come to together; false where there is nothing to
// tell in the period.
func (t *teller) sumOf(g rules.Commendations) (sum decimal.Decimal, ok bool) {
	for _, a := range t.summary.Criteria {
		if slices.Contains(g.Criteria, a.Criterion.ID) && a.Total != nil {
			sum, ok = sum.Add(*a.Total), true
		}
	}
	return sum, ok
}

// commended tells criteria together: "… đã khen thưởng 59.894 trường hợp, trong
// đó 987 Cờ thi đua, …". What is nothing is left out.
func (t *teller) commended(i int, g rules.Commendations) string {
	sum, ok := t.sumOf(g)
	if !ok {
		return ""
	}
	var parts []string
	for _, a := range t.summary.Criteria {
		k := a.Criterion
		if !slices.Contains(g.Criteria, k.ID) || a.Total == nil || a.Total.IsZero() {
			continue
		}
		name := k.Report.Phrase
		if name == "" {
			name = k.Name
		}
		value := t.number(k.ID+".total", shownIn(k, *a.Total))
		if len(value) == 1 {
			value = "0" + value
		}
		parts = append(parts, printed("report.part", "value", value, "name", name))
	}
	list := strings.Join(parts, ", ")
	switch {
	case len(parts) == 0:
		return ""
	case g.Unit == "":
		return printed("report.commended", "text", g.Text, "list", list)
	}
	return printed("report.commended.sum", "text", g.Text, "sum", t.number("commendations."+itoa(i), sum), "unit", g.Unit, "list", list)
}

// improved names the members that bettered last year in every one of the criteria.
func (t *teller) improved(g rules.Improvement) string {
	var names []string
	for _, m := range t.Cluster.Members {
		all := true
		for _, id := range g.Criteria {
			k, _ := t.Cluster.Criterion(id)
			f := t.Figures[score.Key{Member: m.ID, Criterion: id}]
			if f.Value.Kind != score.Number || f.LastYear == nil || !k.In(t.Period) {
				all = false
				break
			}
			better := f.LastYear.Less(f.Value.Number)
			if k.Lower {
				better = f.Value.Number.Less(*f.LastYear)
			}
			all = all && better
		}
		if all {
			names = append(names, m.Short)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return printed("report.improved", "text", g.Text, "units", strings.Join(names, ", "))
}

// attained counts the criteria in which the whole cluster is measured against its
// plan, and against last year, and in how many it did well or as before.
type attained struct{ planned, met, compared, better, same int }

func (t *teller) attained() (n attained) {
	hundred := decimal.Int(100)
	for _, a := range t.summary.Criteria {
		k := a.Criterion
		if a.PlanPercent != nil && k.Of == rules.OfPlan {
			n.planned++
			// Of a sum or mean where fewer is better, the percent is A/P.
			fewer := k.Lower && k.Total != rules.TotalMeanPercent && !k.PlanMean
			if !fewer && !a.PlanPercent.Less(hundred) || fewer && !hundred.Less(*a.PlanPercent) {
				n.met++
			}
		}
		if a.Change == nil {
			continue
		}
		n.compared++
		switch {
		case shownIn(k, *a.Change).IsZero():
			n.same++
		case (a.Change.Sign() > 0) != k.Lower:
			n.better++
		}
	}
	return n
}

// evaluation sums up how the whole cluster did; empty where nothing tells.
func (t *teller) evaluation() string {
	n := t.attained()
	var list []string
	if n.planned > 0 && t.isYear() {
		list = append(list, printed("report.evaluation.plan", "n", t.tally("planned.met", n.met), "of", t.tally("planned", n.planned)))
	}
	if n.compared > 0 {
		said := printed("report.evaluation.last_year", "n", t.tally("compared.better", n.better), "of", t.tally("compared", n.compared), "last", t.lastWords())
		if n.same > 0 {
			said += printed("report.evaluation.same", "n", t.tally("compared.same", n.same))
		}
		list = append(list, said)
	}
	if len(list) == 0 {
		return ""
	}
	return upperFirst(strings.Join(list, "; ")) + "."
}

// limits say what fell short, and where: who did not meet what was asked, and who
// has no figure. Where a part of the year is measured against the plan of the
// whole, nobody can be said to have met everything; then nothing is said.
func (t *teller) limits() string {
	var short []string
	measured, early := false, false
	for _, a := range t.summary.Criteria {
		measured, early = measured || a.Met != nil && a.Met.Of > 0, early || t.early(a)
		if len(a.Short) > 0 && !t.early(a) {
			short = append(short, printed("report.limits.criterion", "name", topic(a.Criterion), "units", shortNames(a.Short)))
		}
	}
	var missing, list []string
	for _, a := range t.summary.Criteria {
		if rest := t.lacking(a); len(rest) > 0 && len(rest) < len(t.Cluster.Members) && a.Criterion.Method.Kind.Reported() {
			missing = append(missing, printed("report.limits.lacking", "name", topic(a.Criterion), "units", shortNames(rest)))
		}
	}
	if len(short) > 0 {
		list = append(list, printed("report.limits.short", "units", t.units(), "list", strings.Join(short, "; ")))
	}
	if len(missing) > 0 {
		list = append(list, printed("report.limits.missing", "list", strings.Join(missing, "; ")))
	}
	if len(list) == 0 && measured && !early && len(t.silent) == 0 {
		return printed("report.limits.none", "units", t.units())
	}
	return strings.Join(list, "\n")
}

// silentMembers reported nothing at all. Where nobody reported, none stands out.
func (t *teller) silentMembers() (silent []*rules.Member) {
	lacks, asked := map[*rules.Member]int{}, 0
	for _, a := range t.summary.Criteria {
		if a.Criterion.Method.Kind.Reported() {
			asked++
			for _, m := range a.Missing {
				lacks[m]++
			}
		}
	}
	for i := range t.Cluster.Members {
		if m := &t.Cluster.Members[i]; asked > 0 && lacks[m] == asked {
			silent = append(silent, m)
		}
	}
	if len(silent) == len(t.Cluster.Members) {
		return nil
	}
	return silent
}

// lacking are the members without a figure, but for those that the opening names
// as having sent none.
func (t *teller) lacking(a score.Aggregate) []*rules.Member {
	return slices.DeleteFunc(slices.Clone(a.Missing), func(m *rules.Member) bool { return slices.Contains(t.silent, m) })
}

// topic is a criterion's name inside a list, without what stands in brackets
// behind it.
func topic(k *rules.Criterion) string {
	name, _, _ := strings.Cut(lowerFirst(k.Name), " (")
	return name
}

// mostTasks is how many criteria the report sets as tasks, of those where the
// most members fell short.
const mostTasks = 5

// tasks say what follows: where many fell short, more is to be done.
func (t *teller) tasks() string {
	key, year := "report.tasks.year", t.Cluster.Year+1
	source := "year.next"
	if !t.isYear() {
		key, source, year = "report.tasks.rest", "year", t.Cluster.Year
	}
	said := printed(key, "year", t.tally(source, year), "units", t.units())
	short := slices.DeleteFunc(slices.Clone(t.summary.Criteria), func(a score.Aggregate) bool { return len(a.Short) == 0 || t.early(a) })
	slices.SortStableFunc(short, func(a, b score.Aggregate) int { return len(b.Short) - len(a.Short) })
	var list []string
	for _, a := range short[:min(mostTasks, len(short))] {
		list = append(list, topic(a.Criterion))
	}
	if len(list) > 0 {
		said += "\n" + printed("report.tasks.focus", "units", t.units(), "list", strings.Join(list, "; "))
	}
	return said
}
