package score

import (
	"fmt"
	"slices"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"

	"pgregory.net/rapid"
)

// Small numbers with few digits, so that ties, exact thresholds and zeros come
// up often.
func drawNumber(t *rapid.T, from, to int, label string) string {
	n := rapid.IntRange(from*4, to*4).Draw(t, label)
	return dec(fmt.Sprint(n)).Quo(dec("4")).String()
}

var kinds = []rules.Kind{rules.Proportional, rules.Bands, rules.HalfLeader, rules.Pass, rules.Direct, rules.Places, rules.Adjust, rules.OnTime, rules.None}

func drawCriterion(t *rapid.T) rules.Criterion {
	kind := rapid.SampledFrom(kinds).Draw(t, "kind")
	k := rules.Criterion{
		Points: dec(drawNumber(t, 0, 20, "M")),
		Of:     rapid.SampledFrom([]rules.Base{rules.OfPlan, rules.OfLastYear, rules.OfValue}).Draw(t, "of"),
		Method: rules.Method{Kind: kind},
	}
	k.Lower = (k.Of != rules.OfValue || kind == rules.None) && rapid.Bool().Draw(t, "lower")
	number := func(from, to int, label string) decimal.Decimal { return dec(drawNumber(t, from, to, label)) }
	if k.Of != rules.OfValue || rapid.Bool().Draw(t, "has met_at") {
		k.MetAt = opt(drawNumber(t, 0, 120, "met_at"))
	}
	switch m := &k.Method; kind {
	case rules.Proportional:
		m.From = number(0, 120, "from")
		if rapid.Bool().Draw(t, "has bonus") {
			m.Bonus = &rules.Bonus{Per: number(1, 30, "per"), Points: number(0, 3, "step"), Max: number(0, 9, "most")}
		}
	case rules.Bands:
		// Higher bands give more: only then is a better figure sure to lose nothing.
		var at, points []decimal.Decimal
		for range rapid.IntRange(1, 4).Draw(t, "bands") {
			at = append(at, number(0, 150, "at"))
			points = append(points, number(0, 20, "points"))
		}
		slices.SortFunc(at, func(a, b decimal.Decimal) int { return b.Cmp(a) })
		slices.SortFunc(points, func(a, b decimal.Decimal) int { return b.Cmp(a) })
		for i := range at {
			if i == 0 || !at[i].Equal(at[i-1]) {
				m.Bands = append(m.Bands, rules.Band{At: at[i], Points: points[i]})
			}
		}
	case rules.Places:
		k.Lower = k.Of == rules.OfValue
		for n := 4; n >= 0; n-- {
			m.Places = append(m.Places, decimal.Int(3*n))
		}
	case rules.Adjust:
		k.Points = decimal.Decimal{}
		m.Min, m.Max = number(-9, 0, "min"), number(0, 9, "max")
	case rules.OnTime:
		k.Lower = k.Of == rules.OfValue
		m.PerDay, m.Reports = number(0, 5, "per_day"), []string{"6T", "CN"}
	case rules.None:
		k.Points = decimal.Decimal{}
	}
	return k
}

// drawFigure may be missing, n/a, without a base, submitted or verified.
func drawFigure(t *rapid.T, k *rules.Criterion) Figure {
	f := Figure{Verified: rapid.Bool().Draw(t, "verified")}
	base := func(label string) *decimal.Decimal {
		if rapid.IntRange(0, 9).Draw(t, label+" wanting") == 0 {
			return nil
		}
		least := 1
		if k.Lower {
			least = 0
		}
		return opt(drawNumber(t, least, 8, label))
	}
	f.Plan, f.LastYear = base("plan"), base("last year")
	switch rapid.IntRange(0, 11).Draw(t, "value") {
	case 0:
		return f
	case 1:
		f.Value = val("n/a")
		return f
	}
	f.Value = val(drawValue(t, k))
	return f
}

func drawValue(t *rapid.T, k *rules.Criterion) string {
	switch k.Method.Kind {
	case rules.Pass:
		return rapid.SampledFrom([]string{"yes", "no"}).Draw(t, "answer")
	case rules.Direct:
		n := rapid.IntRange(0, 1000).Draw(t, "thousandths of M")
		return k.Points.Mul(decimal.Int(n)).Quo(decimal.Int(1000)).String()
	case rules.Places:
		return fmt.Sprint(rapid.IntRange(1, 7).Draw(t, "place"))
	case rules.OnTime:
		return fmt.Sprint(rapid.IntRange(0, 6).Draw(t, "days"))
	case rules.Adjust:
		return drawNumber(t, -12, 12, "adjust")
	}
	switch {
	case k.Of == rules.OfValue:
		return drawNumber(t, -20, 160, "value")
	case k.Lower:
		return drawNumber(t, 0, 12, "value")
	}
	return drawNumber(t, -1, 12, "value")
}

func drawInput(t *rapid.T) Input {
	var contents [][]rules.Criterion
	for range rapid.IntRange(1, 2).Draw(t, "contents") {
		var list []rules.Criterion
		for range rapid.IntRange(1, 3).Draw(t, "criteria") {
			list = append(list, drawCriterion(t))
		}
		contents = append(contents, list)
	}
	in := input(cluster(rapid.IntRange(1, 5).Draw(t, "members"), contents...))
	c := in.Cluster
	drawHolds(t, c)
	c.RankBy = rapid.SampledFrom([]rules.RankBy{rules.RankByPoints, rules.RankByPercent}).Draw(t, "rank by")
	c.Ties = []string{"content.1", "content.2"}[:rapid.IntRange(0, len(contents)).Draw(t, "ties")]
	c.Ties = append(slices.Clone(c.Ties), "vote")
	for i := range rapid.IntRange(0, 3).Draw(t, "awards") {
		c.Awards = append(c.Awards, rules.Award{Name: fmt.Sprint("award ", i), Places: rapid.IntRange(0, 3).Draw(t, "places")})
	}
	in.Excluded = map[string]string{}
	type sent struct {
		days int
		ok   bool
	}
	late := map[Key]sent{}
	for i, m := range c.Members {
		if i > 0 && rapid.IntRange(0, 2).Draw(t, "as the one before") == 0 {
			before := c.Members[i-1].ID
			for _, k := range c.Criteria("CN") {
				in.Figures[Key{m.ID, k.ID}] = in.Figures[Key{before, k.ID}]
			}
			late[Key{m.ID, "6T"}], late[Key{m.ID, "CN"}] = late[Key{before, "6T"}], late[Key{before, "CN"}]
		} else {
			for _, k := range c.Criteria("CN") {
				in.Figures[Key{m.ID, k.ID}] = drawFigure(t, k)
			}
			for _, p := range []string{"6T", "CN"} {
				late[Key{m.ID, p}] = sent{rapid.IntRange(0, 3).Draw(t, "late"), rapid.IntRange(0, 5).Draw(t, "sent") > 0}
			}
		}
		if rapid.IntRange(0, 4).Draw(t, "excluded") == 0 {
			in.Excluded[m.ID] = "by the head"
		}
	}
	in.DaysLate = func(member, period string) (int, bool) {
		s := late[Key{member, period}]
		return s.days, s.ok
	}
	return in
}

// drawHolds gives some contents a ceiling, and prerequisites in any content.
func drawHolds(t *rapid.T, c *rules.Cluster) {
	var able []string
	for _, k := range c.Criteria("CN") {
		if k.CanBeMet() {
			able = append(able, k.ID)
		}
	}
	for i := range c.Contents {
		n := &c.Contents[i]
		if rapid.IntRange(0, 2).Draw(t, "has a ceiling") == 0 {
			n.Ceiling = opt(drawNumber(t, 0, 60, "ceiling"))
		}
		if len(able) == 0 || rapid.Bool().Draw(t, "asks for nothing") {
			continue
		}
		for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(able), 1, min(2, len(able)), rapid.ID).Draw(t, "prerequisites") {
			n.Prerequisites = append(n.Prerequisites, rules.Prerequisite{Criterion: id, Cap: dec(drawNumber(t, 0, 99, "cap")).Add(dec("0.123"))})
		}
	}
}
