package workflow

import (
	"strings"

	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// A teller puts what the store knows of a period into the sentences of its
// report: "tổng thu ngân sách trên địa bàn đạt 65.913 tỷ đồng, đạt 103,46% kế
// hoạch năm, tăng 31,15% so với năm 2016, có 10/12 tỉnh đạt và vượt kế hoạch, dẫn
// đầu là An Giang (109,69%) …". What does not apply is left out. Every number
// goes through the ledger.
type teller struct {
	score.Input
	ledger
	summary score.Summary
	ranking score.Ranking                 // without rows where the period has none
	yearly  map[score.Key]decimal.Decimal // the year's plans
	dates   []Traced                      // what the opening says of days and signatures
	noun    string                        // what all members are: "tỉnh"; empty where they differ
	silent  []*rules.Member               // who reported nothing at all, while others did
}

func newTeller(r storage.Reader, c *rules.Cluster, period string) (*teller, error) {
	in, err := ScoreInput(r, c, period)
	if err != nil {
		return nil, err
	}
	t := &teller{Input: in, summary: score.Summarise(in), noun: memberNoun(c)}
	t.silent = t.silentMembers()
	if c.Period(period).Scored {
		t.ranking = score.Rank(in)
	}
	t.yearly, err = yearlyPlans(r, c)
	return t, err
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

// sentence tells one criterion, without capital and full stop, as it stands among
// others. It is empty when there is nothing to tell; some says whether any member
// has a figure.
func (t *teller) sentence(a score.Aggregate) (said string, some bool) {
	k, n := a.Criterion, t.count(a.Criterion)
	some = n.figures > 0 || a.Total != nil
	switch {
	case k.Total == rules.TotalNone && a.Met == nil && a.Leaders == nil, !some && len(a.Missing) == 0:
		return "", some
	case !some:
		return printed("report.no_figures", "name", lowerFirst(k.Name)), some
	}
	clauses := t.main(a, n)
	if a.Met != nil && a.Met.Of > 0 && (len(clauses) == 0 || a.Met.N > 0 || !t.early(a)) {
		clauses = append(clauses, t.met(a, len(clauses) == 0)...)
	}
	if list := t.leaders(a); len(list) > 0 && k.Report.Says(rules.SayLeaders) {
		clauses = append(clauses, clause{t.leadersText(a, list), k.Report.Lead != "" && k.Report.Phrase == ""})
	}
	switch {
	case len(clauses) > 0:
	case k.Total == rules.TotalNone || len(k.Report.Say) > 0:
		return "", some
	default:
		clauses = append(clauses, clause{text: printed("report.no_base." + string(k.Of))})
	}
	parts := make([]string, len(clauses))
	for i, c := range clauses {
		parts[i] = c.text
	}
	said = strings.Join(parts, ", ")
	if !clauses[0].whole {
		said = subject(k) + " " + said
	}
	if rest := t.lacking(a); len(rest) > 0 {
		said += ", " + printed("report.missing", "units", shortNames(rest))
	}
	return said, some
}

// A clause is part of a sentence; a whole one says what it is about.
type clause struct {
	text  string
	whole bool
}

// subject is what a sentence is about.
func subject(k *rules.Criterion) string {
	if p := k.Report.Phrase; p != "" && !strings.Contains(p, "{") {
		return p
	}
	return lowerFirst(k.Name)
}

// counted is how many members the parts of a sentence stand on.
type counted struct{ figures, plan, last int }

func (t *teller) count(k *rules.Criterion) counted {
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
func (t *teller) main(a score.Aggregate, n counted) (list []clause) {
	k := a.Criterion
	says := k.Report.Says
	if k.Total == rules.TotalMeanPercent {
		if a.PlanPercent == nil || !says(rules.SayPlan) {
			return nil
		}
		return []clause{{text: printed("report.mean_percent."+string(k.Of)+"."+better(k),
			"percent", t.percent(k.ID+".plan_percent", *a.PlanPercent), "plan", t.planWords(k), "last", t.lastWords())}}
	}
	if a.Total == nil {
		return nil
	}
	if says(rules.SayTotal) {
		said := t.total(a)
		if len(a.Missing) > 0 && numberPattern.MatchString(k.Report.Phrase) { // "5 địa phương đạt" is not said of 4
			said = aside(said, printed("report.part.figures", "n", t.padded(k.ID+".with_figure", n.figures)))
		}
		list = append(list, clause{said, true})
		if c := k.Report.Compare; c != nil && t.isYear() { // the value is the year's
			key := "report.compare." + itoa(shownIn(k, *a.Total).Cmp(shownIn(k, c.Value)))
			list = append(list, clause{text: printed(key, "name", c.Name, "value", t.amount(k, k.ID+".compare", c.Value))})
		}
	}
	if a.PlanPercent != nil && says(rules.SayPlan) {
		key := "report.plan_percent." + better(k)
		switch {
		case k.PlanMean && k.Of == rules.OfPlan:
			key = "report.plan_mean." + better(k)
		case k.Total == rules.TotalMean && !k.Lower: // "đạt 7,39%, đạt 101,2%" says it twice
			key = "report.plan_percent.lower"
		}
		said := printed(key, "percent", t.percent(k.ID+".plan_percent", *a.PlanPercent), "plan", t.planWords(k))
		if n.plan < n.figures {
			said = aside(said, printed("report.part.plan", "n", t.padded(k.ID+".with_plan", n.plan)))
		}
		list = append(list, clause{text: said})
	}
	if a.Change != nil && (says(rules.SayGrowth) || says(rules.SayChange)) {
		list = append(list, clause{text: t.growth(a, n)})
	}
	return list
}

// total is the cluster's own figure.
func (t *teller) total(a score.Aggregate) string {
	k := a.Criterion
	p := k.Report.Phrase
	if a.Total.Sign() < 0 && k.Unit == "%" { // a growth of -2,5% is a fall of 2,5%
		return printed("report.total.fell", "name", subject(k), "amount", t.amount(k, k.ID+".total", abs(*a.Total)))
	}
	sum := t.amount(k, k.ID+".total", *a.Total)
	if strings.Contains(p, "{") {
		return strings.ReplaceAll(p, "{total}", sum)
	}
	kind := better(k)
	if a.Total.Sign() < 0 {
		kind = "lower" // nobody "reached" less than nothing
	}
	switch {
	case p != "":
		return printed("report.total."+kind, "name", p, "amount", sum)
	case k.Of == rules.OfValue && k.Total == rules.TotalSum:
		return printed("report.total.value", "name", lowerFirst(k.Name), "amount", sum)
	case k.Total == rules.TotalSum:
		return printed("report.total."+kind, "name", lowerFirst(k.Name), "amount", sum)
	case strings.Contains(strings.ToLower(k.Name), "bình quân"):
		return printed("report.total.of_cluster."+kind, "name", lowerFirst(k.Name), "amount", sum)
	}
	return printed("report.total.mean."+kind, "name", lowerFirst(k.Name), "amount", sum)
}

// growth compares with last year: by percent and amount, by amount alone where
// a percent would mislead, or as equal.
func (t *teller) growth(a score.Aggregate, n counted) string {
	k, change := a.Criterion, shownIn(a.Criterion, *a.Change)
	way := ".up"
	if a.Change.Sign() < 0 {
		way = ".down"
	}
	by := func() string {
		if k.Unit == "%" {
			return printed("report.points", "value", t.number(k.ID+".change", abs(change)))
		}
		return t.amount(k, k.ID+".change", abs(*a.Change))
	}
	var said string
	var asides []string
	amountOnly := k.Unit == "%" || a.GrowthPercent == nil || a.LastTotal.Sign() < 0 || a.GrowthPercent.Round(2).IsZero()
	switch {
	case a.Change.IsZero():
		said = printed("report.same", "last", t.lastWords())
	case change.IsZero():
		said = printed("report.about_same", "last", t.lastWords())
	case amountOnly || !k.Report.Says(rules.SayGrowth):
		said = printed("report.change"+way, "amount", by(), "last", t.lastWords())
	default:
		said = printed("report.growth"+way, "percent", t.percent(k.ID+".growth", abs(*a.GrowthPercent)), "last", t.lastWords())
		if k.Report.Says(rules.SayChange) {
			asides = append(asides, printed("report.by"+way, "amount", by()))
		}
	}
	if n.last < n.figures {
		asides = append(asides, printed("report.part.last_year", "n", t.padded(k.ID+".with_last_year", n.last), "last", t.lastWords()))
	}
	return aside(said, asides...)
}

func aside(said string, asides ...string) string {
	if len(asides) == 0 {
		return said
	}
	return printed("report.aside", "text", said, "aside", strings.Join(asides, ", "))
}

func names(members []*rules.Member) []string {
	list := make([]string, len(members))
	for i, m := range members {
		list[i] = m.Name
	}
	return list
}

func shortNames(members []*rules.Member) string {
	list := make([]string, len(members))
	for i, m := range members {
		list[i] = m.Short
	}
	return strings.Join(list, ", ")
}
