package workflow

import (
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// early says that a part of the year is measured against the plan of the whole:
// whoever has met it is news, whoever has not has not fallen short.
func (t *teller) early(a score.Aggregate) bool {
	return a.Met != nil && a.Criterion.Of == rules.OfPlan && !t.isYear() && t.planWords(a.Criterion) == printed("report.plan.year")
}

// planWords says which plan it is: a period without its own is measured against
// the year's.
func (t *teller) planWords(k *rules.Criterion) string {
	for _, m := range t.Cluster.Members {
		key := score.Key{Member: m.ID, Criterion: k.ID}
		plan := t.Figures[key].Plan
		if year, ok := t.yearly[key]; plan != nil && (!ok || !year.Equal(*plan)) {
			return printed("report.plan")
		}
	}
	return printed("report.plan.year")
}

func (t *teller) isYear() bool {
	yearly := t.Cluster.Yearly()
	return yearly != nil && yearly.ID == t.Period
}

// lastWords is last year, or the same part of it.
func (t *teller) lastWords() string {
	key := "report.last_year"
	if !t.isYear() {
		key = "report.last_year.same"
	}
	return printed(key, "year", t.tally("year.last", t.Cluster.Year-1))
}

func better(k *rules.Criterion) string {
	if k.Lower {
		return "lower"
	}
	return "higher"
}
