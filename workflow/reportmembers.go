package workflow

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// memberNoun is the word that all members' names begin with ("tỉnh"); empty
// where they differ.
func memberNoun(c *rules.Cluster) string {
	noun := ""
	for i, m := range c.Members {
		word, ok := strings.CutSuffix(m.Name, " "+m.Short)
		if !ok || i > 0 && word != noun {
			return ""
		}
		noun = word
	}
	return noun
}

// units is what members are called when they are counted.
func (t *teller) units() string {
	if t.noun != "" {
		return t.noun
	}
	return printed("report.unit")
}

// met says how many members reached what was asked of them; first: nothing is
// said of the criterion yet.
func (t *teller) met(a score.Aggregate, first bool) (list []clause) {
	k := a.Criterion
	what, whole := t.metWords(k)
	whole = whole && first
	pairs := []string{"units", t.units(), "what", what}
	if k.Report.Says(rules.SayShare) && a.Met.N > 0 {
		key := map[bool]string{true: "report.share.all", false: "report.share.some"}[a.Met.N == a.Met.Of]
		share := decimal.Int(100 * a.Met.N).Quo(decimal.Int(a.Met.Of))
		list = append(list, clause{printed(key, append(pairs, "percent", t.percent(k.ID+".share", share))...), whole})
	}
	if !k.Report.Says(rules.SayMet) {
		return list
	}
	key, of := "report.met.some", t.tally(k.ID+".met_of", a.Met.Of)
	switch {
	case a.Met.N == 0:
		key, of = "report.met.nobody", t.padded(k.ID+".met_of", a.Met.Of)
	case a.Met.N == a.Met.Of && a.Met.Of > 1 && first && !whole:
		key = "report.met.all.after"
	case a.Met.N == a.Met.Of && a.Met.Of > 1:
		key = "report.met.all"
	}
	pairs = append(pairs, "n", t.tally(k.ID+".met", a.Met.N), "of", of)
	return append(list, clause{printed(key, pairs...), whole})
}

// metWords are what those did who met it; whole says that the words tell which
// criterion it is.
func (t *teller) metWords(k *rules.Criterion) (what string, whole bool) {
	if said := k.Report.Met; said != "" {
		if strings.Contains(said, "{at}") {
			said = strings.ReplaceAll(said, "{at}", writtenPoints(t.number(k.ID+".met_at", *k.MetAt)))
		}
		if strings.Contains(said, "{max}") {
			said = strings.ReplaceAll(said, "{max}", writtenPoints(t.number(k.ID+".points", k.Points)))
		}
		if strings.Contains(said, "{last}") {
			said = strings.ReplaceAll(said, "{last}", t.lastWords())
		}
		return said, k.Report.Phrase == ""
	}
	if k.Method.Kind == rules.Pass {
		if name := lowerFirst(k.Name); strings.HasPrefix(name, "đạt ") || strings.HasPrefix(name, "hoàn thành ") {
			return name, true
		}
		return printed("report.met.pass"), false
	}
	plan := t.planWords(k)
	if t.isYear() {
		plan = printed("report.plan")
	}
	switch {
	case k.Of == rules.OfValue:
		key := "report.met.value." + better(k)
		if k.MetOver {
			key += ".over"
		}
		return printed(key, "at", t.inOwnUnit(k, t.number(k.ID+".met_at", *k.MetAt))), false
	case level(*k.MetAt) == "at":
		return printed("report.met."+string(k.Of)+"."+better(k)+".at", "plan", plan, "last", t.lastWords(),
			"at", t.number(k.ID+".met_at", *k.MetAt)), false
	}
	return printed("report.met."+string(k.Of)+"."+better(k)+"."+level(*k.MetAt), "plan", plan, "last", t.lastWords()), false
}

// level is what a threshold means: the base itself, just better than it, or some
// other percent of it.
func level(at decimal.Decimal) string {
	switch {
	case at.Equal(decimal.Int(100)):
		return "full"
	case rules.JustAbove(at):
		return "over"
	}
	return "at"
}

// leaders are the members that the report names: those of the criterion, from
// the percent or value on that the file may set.
func (t *teller) leaders(a score.Aggregate) []score.Leader {
	from := a.Criterion.Report.From
	if from == nil {
		return a.Leaders
	}
	over := a.Criterion.MetOver && from.Equal(*a.Criterion.MetAt) // "trên 81%, như …" names nobody with 81
	return slices.DeleteFunc(slices.Clone(a.Leaders), func(l score.Leader) bool {
		d := l.Percent
		if l.Value != nil {
			d = l.Value
		}
		if over && d != nil && d.Equal(*from) {
			return true
		}
		return d != nil && (d.Less(*from) && !(a.Criterion.Lower && l.Value != nil) || a.Criterion.Lower && l.Value != nil && from.Less(*d))
	})
}

// leadersText names the best members, those with one printed result together. Where the base is
// last year, or fewer is better, a percent of it reads the wrong way round; how
// much they rose or fell does not.
func (t *teller) leadersText(a score.Aggregate, leaders []score.Leader) string {
	k := a.Criterion
	style := k.Report.Style
	if style == "" {
		style = rules.StyleBrackets
	}
	var list, equal []string
	for i, l := range leaders {
		name := l.Member.Name
		if t.noun != "" || style == rules.StyleBrackets {
			name = l.Member.Short
		}
		equal = append(equal, name)
		if value := t.led(k, l); i+1 == len(leaders) || t.led(k, leaders[i+1]) != value {
			list, equal = append(list, printed("report.leader."+style, "unit", and(equal), "value", value)), nil
		}
	}
	units := strings.Join(list, ", ")
	if lead := k.Report.Lead; lead != "" {
		if strings.Contains(lead, "{n}") {
			lead = strings.ReplaceAll(lead, "{n}", t.padded(k.ID+".leaders", len(t.leaders(a))))
		}
		return lead + " " + units
	}
	key := "report.leaders." + string(k.Of) + "." + better(k)
	if k.LeadersByValue {
		key = "report.leaders.value"
	}
	return printed(key, "units", units)
}

// led is a leader's result as it is printed.
func (t *teller) led(k *rules.Criterion, l score.Leader) string {
	own := k.ID + "/" + l.Member.ID
	switch {
	case l.Value != nil:
		return t.amount(k, own+".value", *l.Value)
	case l.Percent != nil && (k.Lower || k.Of == rules.OfLastYear || k.Report.Style == rules.StyleExceeds):
		return printed("report.percent", "percent", t.percent(own+".beyond", abs(distance(k, *l.Percent))))
	case l.Percent != nil:
		return printed("report.percent", "percent", t.percent(own+".of_base", *l.Percent))
	}
	return printed("report.nothing_left")
}

// distance is how far a member is above its base, or where fewer is better below.
func distance(k *rules.Criterion, p decimal.Decimal) decimal.Decimal {
	hundred := decimal.Int(100)
	if k.Lower { // p is 100·B/A
		return hundred.Sub(hundred.Mul(hundred).Quo(p))
	}
	return p.Sub(hundred)
}

// and is "A", "A và B", "A, B và C".
func and(list []string) string {
	last := len(list) - 1
	if last < 1 {
		return strings.Join(list, "")
	}
	return printed("report.and", "list", strings.Join(list[:last], ", "), "last", list[last])
}

// lowerFirst is a name inside a sentence; an abbreviation keeps its letters.
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(next) || unicode.IsDigit(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// writtenPoints are points as the articles write them: 911,43 and 1000.
func writtenPoints(machine string) string { return strings.Replace(machine, ".", ",", 1) }
