package score

import (
	"fmt"
	"slices"
	"testing"

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
	k.Lower = k.Of != rules.OfValue && rapid.Bool().Draw(t, "lower")
	number := func(from, to int, label string) decimal.Decimal { return dec(drawNumber(t, from, to, label)) }
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
		for n := 4; n >= 0; n-- {
			m.Places = append(m.Places, decimal.Int(3*n))
		}
	case rules.Adjust:
		k.Points = decimal.Decimal{}
		m.Min, m.Max = number(-9, 0, "min"), number(0, 9, "max")
	case rules.OnTime:
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

// Who stands where in the file changes nobody's points, rank or award.
func TestPermutingMembersChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		other := in
		shuffled := *in.Cluster
		shuffled.Members = rapid.Permutation(in.Cluster.Members).Draw(t, "order")
		other.Cluster = &shuffled
		result := func(r Ranking) map[string]string {
			m := map[string]string{}
			for _, row := range r.Rows {
				m[row.Member.ID] = fmt.Sprint(row.Rank, row.Shared, row.Total, row.Contents, row.Adjust, row.Max, row.Percent, row.Award, row.AwardHeld)
			}
			return m
		}
		a, b := result(Rank(in)), result(Rank(other))
		for id := range a {
			if a[id] != b[id] {
				t.Fatalf("%s: %s, permuted %s", id, a[id], b[id])
			}
		}
	})
}

// A better figure never lowers its own points.
func TestABetterFigureNeverLowersPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		c := in.Cluster
		k := rapid.SampledFrom(c.Criteria("CN")).Draw(t, "criterion")
		m := rapid.SampledFrom(c.Members).Draw(t, "member").ID
		f := drawFigure(t, k)
		worse, better := drawValue(t, k), drawValue(t, k)
		if k.Method.Kind == rules.Pass {
			worse, better = "no", "yes"
		} else {
			fewer := k.Lower
			switch k.Method.Kind {
			case rules.Places, rules.OnTime:
				fewer = true
			case rules.Direct, rules.Adjust:
				fewer = false
			}
			if dec(better).Less(dec(worse)) != fewer {
				worse, better = better, worse
			}
		}
		points := func(v string) decimal.Decimal {
			f.Value = val(v)
			in.Figures[Key{m, k.ID}] = f
			for _, row := range Rank(in).Rows {
				for _, cell := range row.Cells {
					if row.Member.ID == m && cell.Criterion == k {
						return cell.Points
					}
				}
			}
			panic("no cell")
		}
		if low, high := points(worse), points(better); high.Less(low) {
			t.Fatalf("%s: %s gives %v, %s gives %v", k.Method.Kind, worse, low, better, high)
		}
	})
}

// Whatever is shown on one side of a mark is on that side.
func TestShownStaysOnItsSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1e12).Draw(t, "n")
		p := hundred.Mul(dec(fmt.Sprint(n))).Quo(dec(fmt.Sprint(rapid.Int64Range(1, 1e12).Draw(t, "d"))))
		marks := []decimal.Decimal{hundred, p, p.Round(3), p.Round(5)}[:rapid.IntRange(1, 4).Draw(t, "marks")]
		if places, exact := p.Places(); !exact || places > 20 {
			marks = slices.DeleteFunc(marks, p.Equal) // no decimal is equal to such a fraction
		}
		got := shown(p, marks...)
		for _, m := range marks {
			if got.Cmp(m) != p.Cmp(m) {
				t.Fatalf("%v shown as %v: mark %v", p, got, m)
			}
		}
	})
}

// The summary adds up whatever the figures are.
func TestSummaryOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		for _, k := range in.Cluster.Criteria("CN") {
			k.Total = rapid.SampledFrom([]rules.Total{rules.TotalSum, rules.TotalMean, rules.TotalMeanPercent, rules.TotalCount, rules.TotalNone}).Draw(t, "total")
			k.Leaders = rapid.IntRange(0, 3).Draw(t, "leaders")
			k.LeadersByValue = rapid.Bool().Draw(t, "by value")
			k.MetAt = opt(drawNumber(t, 0, 120, "met at"))
		}
		s := Summarise(in)
		r := Rank(in)
		for i, a := range s.Criteria {
			reported := 0
			for _, row := range r.Rows {
				if c := row.Cells[i]; c.State == StateVerified || c.State == StateSubmitted {
					reported++
				}
			}
			if a.Met != nil && (a.Met.N < 0 || a.Met.N > a.Met.Of || a.Met.Of > reported) {
				t.Fatalf("met %v of %d figures", *a.Met, reported)
			}
			if reported+len(a.Missing) > len(r.Rows) {
				t.Fatalf("%d reported, %d missing, %d members", reported, len(a.Missing), len(r.Rows))
			}
			if a.Change != nil && a.Total == nil || a.PlanTotal != nil && a.Total == nil {
				t.Fatal("a comparison without a total")
			}
		}
		if _, err := s.JSON(); err != nil {
			t.Fatal(err)
		}
		if _, err := r.JSON(); err != nil {
			t.Fatal(err)
		}
	})
}
