package workflow

import (
	"strings"

	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// A teller puts the cluster's figure for a criterion into a sentence of the
// report: "… đạt 65.913 tỷ đồng, đạt 103,46% kế hoạch năm, tăng 31,15% so với
// năm trước (tăng 15.655,3 tỷ đồng); có 10/12 đơn vị đạt và vượt kế hoạch, dẫn
// đầu là: An Giang (109,69%) …". What does not apply is left out.
type teller struct {
	score.Input
	yearly map[score.Key]decimal.Decimal // the year's plans
}

func yearlyPlans(r storage.Reader, c *rules.Cluster) (map[score.Key]decimal.Decimal, error) {
	plans := map[score.Key]decimal.Decimal{}
	yearly := c.Yearly()
	if yearly == nil {
		return plans, nil
	}
	list, err := targets.List(r, join(yearKey(c.ID, c.Year), yearly.ID)+"/")
	for _, t := range list {
		if t.Plan != nil {
			plans[score.Key{Member: t.Member, Criterion: t.Criterion}] = *t.Plan
		}
	}
	return plans, err
}

// sentence is empty when the cluster has no figure of its own for the criterion;
// some says whether any member has one.
func (t teller) sentence(a score.Aggregate) (sentence string, some bool) {
	k, n := a.Criterion, t.count(a.Criterion)
	some = n.figures > 0 || a.Total != nil
	switch {
	case k.Total == rules.TotalNone && a.Met == nil && a.Leaders == nil, !some && len(a.Missing) == 0:
		return "", some
	case !some:
		return printed("report.no_figures", "name", k.Name), some
	}
	main := t.main(a, n)
	var who []string
	if a.Met != nil && a.Met.Of > 0 && (len(main) == 0 || !t.early(a)) {
		who = append(who, t.met(a))
	}
	if len(a.Leaders) > 0 {
		who = append(who, leadersText(a))
	}
	var parts []string
	for _, clauses := range [][]string{main, who} {
		if len(clauses) > 0 {
			parts = append(parts, strings.Join(clauses, ", "))
		}
	}
	switch {
	case len(parts) == 0 && k.Total == rules.TotalNone:
		return "", some
	case len(parts) == 0:
		parts = append(parts, printed("report.no_base."+string(k.Of)))
	}
	if len(a.Missing) > 0 {
		parts = append(parts, printed("report.missing", "units", shortNames(a.Missing)))
	}
	key := map[bool]string{true: "report.sentence", false: "report.sentence.named"}[len(main) > 0]
	return printed(key, "name", k.Name, "text", strings.Join(parts, "; ")), some
}

// counted is how many members the parts of a sentence stand on.
type counted struct{ figures, plan, last int }

func (t teller) count(k *rules.Criterion) counted {
	var n counted
	for _, m := range t.Cluster.Members {
		f := t.Figures[score.Key{Member: m.ID, Criterion: k.ID}]
		pass := f.Value.Kind == score.Yes || f.Value.Kind == score.No
		if pass != (k.Method.Kind == rules.Pass) || !pass && f.Value.Kind != score.Number {
			continue
		}
		n.figures++
		if f.Plan != nil {
			n.plan++
		}
		if f.LastYear != nil {
			n.last++
		}
	}
	return n
}

// main are the clauses on the cluster's own number; none where the criterion
// only counts members.
func (t teller) main(a score.Aggregate, n counted) []string {
	k := a.Criterion
	if k.Total == rules.TotalMeanPercent {
		if a.PlanPercent == nil {
			return nil
		}
		return []string{printed("report.mean_percent."+string(k.Of)+"."+better(k), "name", k.Name,
			"percent", percent(*a.PlanPercent), "plan", t.planWords(k), "last", t.lastWords())}
	}
	if a.Total == nil {
		return nil
	}
	kind := better(k)
	if k.Of == rules.OfValue {
		kind = "value"
	}
	list := []string{printed("report.total."+string(k.Total)+"."+kind, "name", k.Name, "amount", amount(k, *a.Total))}
	if a.PlanPercent != nil {
		key := "report.plan_percent." + better(k)
		if k.PlanMean && k.Of == rules.OfPlan {
			key = "report.plan_mean." + better(k)
		}
		clause := printed(key, "percent", percent(*a.PlanPercent), "plan", t.planWords(k))
		if n.plan < n.figures {
			clause = aside(clause, printed("report.part.plan", "n", itoa(n.plan)))
		}
		list = append(list, clause)
	}
	if a.Change != nil {
		list = append(list, t.growth(a, n))
	}
	return list
}

// growth compares with last year: by percent and amount, by amount alone where
// a percent would mislead, or as equal.
func (t teller) growth(a score.Aggregate, n counted) string {
	k, change := a.Criterion, a.Change.Round(a.Criterion.Decimals)
	way := ".up"
	if a.Change.Sign() < 0 {
		way = ".down"
	}
	by := amount(k, abs(change))
	if k.Unit == "%" {
		by = printed("report.points", "value", abs(change).String())
	}
	var clause string
	var asides []string
	switch {
	case a.Change.IsZero():
		clause = printed("report.same", "last", t.lastWords())
	case change.IsZero():
		clause = printed("report.about_same", "last", t.lastWords())
	case k.Unit == "%" || a.GrowthPercent == nil || a.LastTotal.Sign() < 0 || a.GrowthPercent.Round(2).IsZero():
		clause = printed("report.change"+way, "amount", by, "last", t.lastWords())
	default:
		clause = printed("report.growth"+way, "percent", percent(abs(*a.GrowthPercent)), "last", t.lastWords())
		asides = append(asides, printed("report.by"+way, "amount", by))
	}
	if n.last < n.figures {
		asides = append(asides, printed("report.part.last_year", "n", itoa(n.last), "last", t.lastWords()))
	}
	return aside(clause, asides...)
}

func aside(clause string, asides ...string) string {
	if len(asides) == 0 {
		return clause
	}
	return printed("report.aside", "text", clause, "aside", strings.Join(asides, ", "))
}

// early says that nobody has met the year's plan and the year is not over: no
// news, and left out.
func (t teller) early(a score.Aggregate) bool {
	return a.Met.N == 0 && a.Criterion.Of == rules.OfPlan && !t.isYear() && t.planWords(a.Criterion) == printed("report.plan.year")
}

// met says how many members reached what was asked of them.
func (t teller) met(a score.Aggregate) string {
	k := a.Criterion
	pairs := []string{"plan", t.planWords(k), "last", t.lastWords()}
	if t.isYear() {
		pairs[1] = printed("report.plan")
	}
	key := "report.met.pass"
	switch {
	case k.Method.Kind == rules.Pass:
	case k.Of == rules.OfValue:
		key = "report.met.value." + better(k)
		pairs = append(pairs, "at", amount(k, *k.MetAt))
	default:
		key = "report.met." + string(k.Of) + "." + better(k) + "." + level(*k.MetAt)
		pairs = append(pairs, "at", k.MetAt.String())
	}
	how := "report.met.some"
	switch {
	case a.Met.N == 0:
		how = "report.met.nobody"
	case a.Met.N == a.Met.Of && a.Met.Of > 1:
		how = "report.met.all"
	}
	return printed(how, "n", itoa(a.Met.N), "of", itoa(a.Met.Of), "what", printed(key, pairs...))
}

// level is what a threshold means: the base itself, just better than it (the
// files write 100.01), or some other percent of it.
func level(at decimal.Decimal) string {
	hundred := decimal.Int(100)
	switch {
	case at.Equal(hundred):
		return "full"
	case hundred.Less(at) && !decimal.Must("100.01").Less(at):
		return "over"
	}
	return "at"
}

// leadersText names the best members. Where the base is last year, or fewer is
// better, a percent of it reads the wrong way round; how much they rose or fell
// does not.
func leadersText(a score.Aggregate) string {
	k := a.Criterion
	list := make([]string, len(a.Leaders))
	for i, l := range a.Leaders {
		value := printed("report.nothing_left")
		switch {
		case l.Value != nil:
			value = amount(k, *l.Value)
		case l.Percent != nil:
			value = printed("report.percent", "percent", percent(distance(k, *l.Percent)))
		}
		list[i] = printed("report.leader", "unit", l.Member.Short, "value", value)
	}
	key := "report.leaders." + string(k.Of) + "." + better(k)
	if k.LeadersByValue {
		key = "report.leaders.value"
	}
	return printed(key, "units", strings.Join(list, ", "))
}

func distance(k *rules.Criterion, p decimal.Decimal) decimal.Decimal {
	hundred := decimal.Int(100)
	switch {
	case k.Lower: // p is 100·B/A; this is how far A is below B
		return hundred.Sub(hundred.Mul(hundred).Quo(p))
	case k.Of == rules.OfLastYear:
		return p.Sub(hundred)
	}
	return p
}

// planWords says which plan it is: a period without its own is measured against
// the year's.
func (t teller) planWords(k *rules.Criterion) string {
	for _, m := range t.Cluster.Members {
		key := score.Key{Member: m.ID, Criterion: k.ID}
		plan := t.Figures[key].Plan
		if year, ok := t.yearly[key]; plan != nil && (!ok || !year.Equal(*plan)) {
			return printed("report.plan")
		}
	}
	return printed("report.plan.year")
}

func (t teller) isYear() bool {
	yearly := t.Cluster.Yearly()
	return yearly != nil && yearly.ID == t.Period
}

// lastWords is last year, or the same part of it.
func (t teller) lastWords() string {
	if t.isYear() {
		return printed("report.last_year")
	}
	return printed("report.last_year.same")
}

func better(k *rules.Criterion) string {
	if k.Lower {
		return "lower"
	}
	return "higher"
}

func shortNames(members []*rules.Member) string {
	list := make([]string, len(members))
	for i, m := range members {
		list[i] = m.Short
	}
	return strings.Join(list, ", ")
}

func percent(d decimal.Decimal) string { return d.Round(2).String() }

func abs(d decimal.Decimal) decimal.Decimal {
	if d.Sign() < 0 {
		return decimal.Decimal{}.Sub(d)
	}
	return d
}

// amount is a number with its unit. A unit that is not simply written behind
// ("%", "hạng") has a sentence of its own in the catalogs.
func amount(k *rules.Criterion, d decimal.Decimal) string {
	key := "report.amount." + k.Unit
	if !text.Has(key) {
		key = "report.amount"
	}
	return strings.TrimSpace(printed(key, "value", d.Round(k.Decimals).String(), "unit", k.Unit))
}
