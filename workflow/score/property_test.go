package score

import (
	"fmt"
	"slices"
	"testing"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"

	"pgregory.net/rapid"
)

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
				m[row.Member.ID] = fmt.Sprint(row.Rank, row.Shared, row.Total, row.Contents, cuts(row), row.Adjust, row.Max, row.Percent, row.Award, row.AwardHeld)
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

// cuts prints what a member's contents lose.
func cuts(row Row) (list []string) {
	for _, c := range row.Cuts {
		list = append(list, fmt.Sprint(c.Content, c.Points, c.Reason))
	}
	return list
}

// A better figure never lowers its own points, nor its member's total: not under
// a ceiling, and not where it is, or hides, a prerequisite.
func TestABetterFigureNeverLowersPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		m := rapid.SampledFrom(in.Cluster.Members).Draw(t, "member").ID
		for _, k := range in.Cluster.Criteria("CN") {
			f := drawFigure(t, k)
			points := func(v string) (cell, total decimal.Decimal) {
				f.Value = val(v)
				in.Figures[Key{m, k.ID}] = f
				row := of(t, Rank(in), m)
				i := slices.IndexFunc(row.Cells, func(c Cell) bool { return c.Criterion == k })
				return row.Cells[i].Points, row.Total
			}
			worse, better := drawBetter(t, k)
			low, lowTotal := points(worse)
			high, highTotal := points(better)
			if high.Less(low) || highTotal.Less(lowTotal) {
				t.Fatalf("%s: %s gives %v, total %v; %s gives %v, total %v", k.Method.Kind, worse, low, lowTotal, better, high, highTotal)
			}
		}
	})
}

// drawBetter is two values for a criterion, the second as good or better.
func drawBetter(t *rapid.T, k *rules.Criterion) (worse, better string) {
	fewer := k.Lower
	switch k.Method.Kind {
	case rules.Pass:
		return "no", "yes"
	case rules.Places, rules.OnTime:
		fewer = true
	case rules.Direct, rules.Adjust:
		fewer = false
	}
	worse, better = drawValue(t, k), drawValue(t, k)
	if dec(better).Less(dec(worse)) != fewer {
		worse, better = better, worse
	}
	return worse, better
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
