package workflow

import (
	"regexp"
	"slices"
	"strings"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// A Traced number stands in a report, and where it comes from:
// "thu-ngan-sach.total", "thu-ngan-sach/an-giang.percent", "rank/long-an.total".
type Traced struct {
	Source string
	Value  decimal.Decimal // as it is printed
}

// A ledger keeps the numbers that sentences are given.
type ledger struct{ used []Traced }

// number hands a number to a sentence, in machine form.
func (l *ledger) number(source string, d decimal.Decimal) string {
	l.used = append(l.used, Traced{source, d})
	return d.String()
}

func (l *ledger) tally(source string, n int) string { return l.number(source, decimal.Int(n)) }

// padded is a count as offices write it: 02, 12.
func (l *ledger) padded(source string, n int) string {
	s := l.tally(source, n)
	if len(s) == 1 {
		s = "0" + s
	}
	return s
}

// day hands a day to a sentence.
func (l *ledger) day(source, day string) string {
	for i, part := range strings.Split(day, "-") {
		l.number(source+"."+[]string{"year", "month", "day"}[i], decimal.Must(part))
	}
	return day
}

// numberPattern is a number as people write it.
var numberPattern = regexp.MustCompile(`\d+(?:[.,]\d+)*`)

var (
	grouped = regexp.MustCompile(`^\d{1,3}(\.\d{3})+(,\d+)?$`)
	comma   = regexp.MustCompile(`^\d+,\d+$`)
	dotted  = regexp.MustCompile(`^\d+(\.\d+)?$`)
)

// readings are what a written number can mean: 65.913 is 65913, or with a point
// 65.913. None means that it is no number.
func readings(written string) []decimal.Decimal {
	var list []decimal.Decimal
	add := func(machine string) {
		if d, err := decimal.Parse(machine); err == nil {
			list = append(list, d)
		}
	}
	if grouped.MatchString(written) {
		add(strings.Replace(strings.ReplaceAll(written, ".", ""), ",", ".", 1))
	}
	if comma.MatchString(written) {
		add(strings.Replace(written, ",", ".", 1))
	}
	if dotted.MatchString(written) {
		add(written)
	}
	return list
}

// numbersIn are the numbers of a text as they are written, each once. "10/12" is
// one number: so many of so many; of a day and of the number of a decree each part
// is its own.
func numbersIn(s string) []string {
	var list []string
	for _, n := range writtenPattern.FindAllString(s, -1) {
		parts := strings.Split(n, "/")
		if len(parts) == 2 && !yearPattern.MatchString(parts[1]) {
			parts = []string{n}
		}
		for _, p := range parts {
			if !slices.Contains(list, p) {
				list = append(list, p)
			}
		}
	}
	return list
}

var (
	writtenPattern = regexp.MustCompile(numberPattern.String() + `(?:/` + numberPattern.String() + `)*`)
	yearPattern    = regexp.MustCompile(`^(19|20)\d\d$`)
)

// Known are the numbers that a report may say, by value, and what it may say of
// what: "10/12".
type Known map[string]bool

func (k Known) add(d decimal.Decimal) { k[d.String()] = true }

func (k Known) addOf(n, of decimal.Decimal) { k[n.String()+"/"+of.String()] = true }

func (k Known) addText(s string) {
	for _, n := range numbersIn(s) {
		for _, value := range values(n) {
			k[value] = true
		}
	}
}

// values are what one of numbersIn can stand for in Known.
func values(written string) []string {
	n, of, pair := strings.Cut(written, "/")
	var list []string
	for _, d := range readings(n) {
		if !pair {
			list = append(list, d.String())
		}
		for _, whole := range readings(of) {
			list = append(list, d.String()+"/"+whole.String())
		}
	}
	return list
}

// Unexplained are the numbers of a text that are none of those known, as they
// are written.
func (k Known) Unexplained(s string) []string {
	var list []string
	for _, n := range numbersIn(s) {
		if !slices.ContainsFunc(values(n), func(v string) bool { return k[v] }) {
			list = append(list, n)
		}
	}
	return list
}

// explain says for every paragraph which numbers it may have: the store's figures,
// targets and points of the period, what follows from them, and those in the
// cluster's file; of what is told elsewhere by criterion, only its own.
func (d *ReportDraft) explain(t *teller) {
	store := t.store()
	d.Numbers = t.known(store, nil)
	for i, p := range d.Paragraphs {
		if len(p.criteria) > 0 {
			d.Paragraphs[i].known = t.known(store, p.criteria)
		}
	}
}

// known are the numbers that are about no criterion, or about one of those given;
// none means all.
func (t *teller) known(store map[string]decimal.Decimal, criteria []string) Known {
	k := Known{}
	for source, d := range store {
		owner := source
		if i := strings.IndexAny(source, "./"); i >= 0 {
			owner = source[:i]
		}
		if own, _ := t.Cluster.Criterion(owner); own == nil || criteria == nil || slices.Contains(criteria, owner) {
			k.add(d)
			for _, whole := range wholes(source, owner) {
				if of, ok := store[whole]; ok {
					k.addOf(d, of)
				}
			}
		}
	}
	for _, s := range fileTexts(t.Cluster) {
		k.addText(s)
	}
	return k
}

// wholes are the sources of what a number can be said to be of: so many members
// that met it of so many, points of what can be had, a place of so many.
func wholes(source, owner string) []string {
	switch {
	case source == "planned.met", source == "compared.better":
		return []string{owner}
	case source == "signed":
		return []string{"signers"}
	case owner == "rank":
		return []string{strings.TrimSuffix(source, ".total") + ".max"}
	}
	list := []string{owner + ".of"}
	switch {
	case strings.HasSuffix(source, ".met"):
		list = append(list, owner+".met_of")
	case strings.HasSuffix(source, ".met_at"):
		list = append(list, owner+".points")
	}
	return list
}

// fileTexts are the texts of the file that a report prints.
func fileTexts(c *rules.Cluster) []string {
	list := []string{c.Name, c.Theme}
	list = append(list, c.Report.Movements...)
	for _, m := range c.Members {
		list = append(list, m.Name, m.Short)
	}
	for _, p := range c.Periods {
		list = append(list, p.Name)
	}
	for _, a := range c.Awards {
		list = append(list, a.Name)
	}
	for _, g := range c.Report.Commendations {
		list = append(list, g.Text, g.Unit)
	}
	for _, g := range c.Report.Improved {
		list = append(list, g.Text)
	}
	for _, n := range c.Contents {
		list = append(list, n.Name)
		for _, k := range n.Criteria {
			list = append(list, k.Name, k.Unit, k.Report.Heading, k.Report.Phrase, k.Report.Met, k.Report.Lead)
			if k.Report.Unit != nil {
				list = append(list, k.Report.Unit.Name)
			}
		}
	}
	return list
}

// store is every number that a report of the period can come from, by source and
// as it is printed. It is formed apart from the sentences, so that a test can set
// one against the other.
func (t *teller) store() map[string]decimal.Decimal {
	all := map[string]decimal.Decimal{}
	put := func(source string, d decimal.Decimal) { all[source] = d }
	count := func(source string, n int) { put(source, decimal.Int(n)) }
	c := t.Cluster
	count("year", c.Year)
	count("year.last", c.Year-1)
	count("year.next", c.Year+1)
	count("members", len(c.Members))
	count("movements", len(c.Report.Movements))
	for _, s := range t.dates {
		put(s.Source, s.Value)
	}
	for _, a := range t.summary.Criteria {
		t.storeCriterion(a, put, count)
	}
	for i, g := range c.Report.Commendations {
		if sum, ok := t.sumOf(g); ok {
			put("commendations."+itoa(i), sum)
		}
	}
	for _, row := range t.ranking.Rows {
		put("rank/"+row.Member.ID+".total", row.Total)
		put("rank/"+row.Member.ID+".max", row.Max)
		put("rank/"+row.Member.ID+".percent", row.Percent.Round(3))
		count("rank/"+row.Member.ID+".rank", row.Rank)
		count("rank/"+row.Member.ID+".missing", unreported(row))
		for i, d := range row.Contents {
			put("rank/"+row.Member.ID+".content."+c.Contents[i].ID, d)
		}
	}
	for _, a := range c.Awards {
		n := 0
		for _, row := range t.ranking.Rows {
			if row.Award == a.Name {
				n++
			}
		}
		count("award."+a.Name, n)
	}
	n := t.attained()
	count("planned", n.planned)
	count("planned.met", n.met)
	count("compared", n.compared)
	count("compared.better", n.better)
	count("compared.same", n.same)
	return all
}

func (t *teller) storeCriterion(a score.Aggregate, put func(string, decimal.Decimal), count func(string, int)) {
	k := a.Criterion
	some := func(part string, d *decimal.Decimal, form func(decimal.Decimal) decimal.Decimal) {
		if d != nil {
			put(k.ID+part, form(*d))
		}
	}
	two := func(d decimal.Decimal) decimal.Decimal { return abs(d).Round(2) }
	shown := func(d decimal.Decimal) decimal.Decimal { return shownIn(k, d) }
	some(".total", a.Total, func(d decimal.Decimal) decimal.Decimal {
		if k.Unit == "%" {
			d = abs(d)
		}
		return shownIn(k, d)
	})
	some(".plan_total", a.PlanTotal, shown)
	some(".last_total", a.LastTotal, shown)
	some(".change", a.Change, func(d decimal.Decimal) decimal.Decimal { return abs(shownIn(k, d)) })
	some(".plan_percent", a.PlanPercent, two)
	some(".growth", a.GrowthPercent, two)
	some(".met_at", k.MetAt, func(d decimal.Decimal) decimal.Decimal { return d })
	put(k.ID+".points", k.Points)
	count(k.ID+".of", k.Report.Of)
	if c := k.Report.Compare; c != nil {
		put(k.ID+".compare", shownIn(k, c.Value))
	}
	if a.Met != nil {
		count(k.ID+".met", a.Met.N)
		count(k.ID+".met_of", a.Met.Of)
		if a.Met.Of > 0 {
			put(k.ID+".share", decimal.Int(100*a.Met.N).Quo(decimal.Int(a.Met.Of)).Round(2))
		}
	}
	count(k.ID+".missing", len(a.Missing))
	n := t.count(k)
	count(k.ID+".with_figure", n.figures)
	count(k.ID+".with_plan", n.plan)
	count(k.ID+".with_last_year", n.last)
	count(k.ID+".leaders", len(t.leaders(a)))
	count(k.ID+".short", len(a.Short))
	for _, m := range t.Cluster.Members {
		f := t.Figures[score.Key{Member: m.ID, Criterion: k.ID}]
		own := k.ID + "/" + m.ID
		if f.Plan != nil {
			put(own+".plan", shownIn(k, *f.Plan))
		}
		if f.LastYear != nil {
			put(own+".last_year", shownIn(k, *f.LastYear))
		}
		if f.Value.Kind != score.Number {
			continue
		}
		put(own+".value", shownIn(k, f.Value.Number))
		put(own+".reported", f.Value.Number)
		base := f.Plan
		if k.Of == rules.OfLastYear {
			base = f.LastYear
		}
		if base == nil || base.IsZero() || k.Lower && f.Value.Number.IsZero() {
			continue
		}
		part := decimal.Int(100).Mul(f.Value.Number).Quo(*base)
		put(own+".of_base", part.Round(2))
		put(own+".beyond", abs(part.Sub(decimal.Int(100))).Round(2)) // above, or where fewer is better below the base
	}
}
