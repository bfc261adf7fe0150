package score

import (
	"maps"
	"testing"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"

	"pgregory.net/rapid"
)

// Whatever is suggested really lets the lower one catch up, one step less does
// not, and nothing that moves fewer points would.
func TestSwapsSwap(t *testing.T) {
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		in.Votes = nil
		for _, k := range in.Cluster.Criteria("CN") {
			k.Decimals = rapid.IntRange(-20, 1).Draw(t, "decimals")
			k.Decimals = max(k.Decimals, 0) // mostly 0, for trying one after the other
		}
		r := Rank(in)
		before := maps.Clone(in.Figures)
		for i := range len(r.Rows) - 1 {
			s, ok := SwapOf(in, r, i)
			if !maps.Equal(in.Figures, before) {
				t.Fatal("the input was changed")
			}
			upper, lower := r.Rows[i], r.Rows[i+1]
			if upper.Rank == lower.Rank {
				if ok {
					t.Fatal("they are equal already")
				}
				continue
			}
			if smallest, some, all := tried(in, upper, lower); all && (some != ok || ok && !smallest.Equal(s.Moved)) {
				t.Fatalf("%s and %s: found %v %v, by trying %v %v", upper.Member.ID, lower.Member.ID, ok, s, some, smallest)
			}
			if !ok {
				continue
			}
			found++
			with := func(v Value) (u, l Row) {
				other := in
				other.Figures = maps.Clone(in.Figures)
				f := other.Figures[Key{s.Member.ID, s.Criterion.ID}]
				f.Value, f.Verified = v, true
				other.Figures[Key{s.Member.ID, s.Criterion.ID}] = f
				after := Rank(other)
				return after.row(s.Upper), after.row(s.Lower)
			}
			u, l := with(s.To)
			if l.Rank > u.Rank || s.Tied != (l.Rank == u.Rank) {
				t.Fatalf("%v: places %d and %d then", s, u.Rank, l.Rank)
			}
			moved := l.Total.Sub(lower.Total)
			if s.Member == upper.Member {
				moved = u.Total.Sub(upper.Total)
			}
			if !moved.Equal(s.Points) {
				t.Fatalf("%v: the total moves by %v", s, moved)
			}
		}
	})
	if found < 20 && !testing.Short() {
		t.Errorf("only %d found", found)
	}
}

// tried is the smallest move of totals among all figures of the walks, tried one
// after the other; without votes. Long walks are left to the search alone.
func tried(in Input, upper, lower Row) (smallest decimal.Decimal, some, all bool) {
	in.Figures = maps.Clone(in.Figures)
	compare := order(in.Cluster)
	for _, row := range []Row{lower, upper} {
		for _, cell := range row.Cells {
			key := Key{row.Member.ID, cell.Criterion.ID}
			before, had := in.Figures[key]
			steps := cell.steps(row.Member == lower.Member)
			if steps.n > 150 {
				return smallest, false, false
			}
			for n := 1; n <= steps.n; n++ {
				f := cell.Figure
				f.Value, f.Verified = steps.at(n), true
				in.Figures[key] = f
				cells := in.cells(cell.Criterion, cell.Content)
				if u, l := in.again(upper, cells), in.again(lower, cells); compare(u, l) >= 0 {
					moved := l.Total.Sub(lower.Total).Abs().Add(u.Total.Sub(upper.Total).Abs())
					if !some || moved.Less(smallest) {
						smallest, some = moved, true
					}
					break
				}
			}
			if delete(in.Figures, key); had {
				in.Figures[key] = before
			}
		}
	}
	return smallest, some, true
}

func TestSwapOfEachMethod(t *testing.T) {
	method := func(m rules.Method) rules.Criterion {
		return rules.Criterion{Points: dec("10"), Decimals: 1, Method: m}
	}
	places := method(rules.Method{Kind: rules.Places, Places: []decimal.Decimal{dec("10"), dec("6"), dec("3")}})
	for _, tt := range []struct {
		name             string
		k                rules.Criterion
		a, b             Figure // a is ahead
		member, from, to string
		points           string
		tied             bool
	}{
		{"at printed decimals", method(rules.Method{Kind: rules.Proportional}), fig("99", "100", ""), fig("98.05", "100", ""), "b", "98.05", "99", "0.09", true},
		{"achieved", method(rules.Method{Kind: rules.Pass}), fig("yes", "", ""), fig("no", "", ""), "b", "no", "yes", "10", true},
		{"a place", places, fig("2", "", ""), fig("9", "", ""), "b", "9", "2", "6", true},
		{"not reported", places, fig("3", "", ""), fig("", "", ""), "b", "", "3", "3", true},
		{"days late", method(rules.Method{Kind: rules.OnTime, PerDay: dec("3"), Reports: []string{"CN"}}), fig("1", "", ""), fig("7", "", ""), "b", "7", "1", "7", true},
		{"fewer is better", rules.Criterion{Points: dec("10"), Lower: true, Of: rules.OfLastYear, Method: rules.Method{Kind: rules.Proportional}}, fig("100", "", "100"), fig("111", "", "100"), "b", "111", "100", "0.99", true},
		{"the leader", method(rules.Method{Kind: rules.HalfLeader}), fig("20", "10", ""), fig("15", "10", ""), "b", "15", "20", "2.5", true},
		{"marks", method(rules.Method{Kind: rules.Direct}), fig("9.05", "", ""), fig("9", "", ""), "a", "9.05", "9", "-0.05", true},
		{"nothing but what it is measured against", method(rules.Method{Kind: rules.Proportional}), fig("99", "100", ""), fig("100", "", ""), "a", "99", "0", "-9.9", true},
	} {
		in := input(cluster(2, []rules.Criterion{tt.k}))
		in.Figures[Key{"a", "k1.1"}], in.Figures[Key{"b", "k1.1"}] = tt.a, tt.b
		s, ok := SwapOf(in, Rank(in), 0)
		if !ok || s.Member.ID != tt.member || s.From.String() != tt.from || s.To.String() != tt.to || s.Points.String() != tt.points || s.Tied != tt.tied {
			t.Errorf("%s: %v, %s from %q to %q, %v points, tied %v", tt.name, ok, s.Member.ID, s.From, s.To, s.Points, s.Tied)
		}
	}
}
