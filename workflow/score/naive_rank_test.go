package score

import (
	"math/big"
	"slices"
	"testing"

	"thidua/workflow/rules"

	"pgregory.net/rapid"
)

type naiveRow struct {
	id                          string
	total, max, percent, adjust *big.Rat
	contents                    []*big.Rat
	excluded                    bool
}

func naiveRows(in Input) []naiveRow {
	var rows []naiveRow
	for _, m := range in.Cluster.Members {
		row := naiveRow{id: m.ID, total: q("0"), max: q("0"), percent: q("0"), adjust: q("0")}
		for i := range in.Cluster.Contents {
			sum := q("0")
			for j := range in.Cluster.Contents[i].Criteria {
				k := &in.Cluster.Contents[i].Criteria[j]
				if !slices.Contains(k.Periods, in.Period) {
					continue
				}
				points := naiveRound(naivePoints(in, k, m.ID))
				row.total.Add(row.total, points)
				if k.Method.Kind == rules.Adjust {
					row.adjust.Add(row.adjust, points)
				} else {
					sum.Add(sum, points)
				}
				if f := in.Figures[Key{m.ID, k.ID}]; f.Value.Kind != NotApplicable || !f.Verified {
					row.max.Add(row.max, q(k.Points.String()))
				}
			}
			held := naiveHeld(in, &in.Cluster.Contents[i], m.ID, sum)
			row.total.Add(row.total, new(big.Rat).Sub(held, sum))
			row.contents = append(row.contents, held)
		}
		if row.max.Sign() != 0 {
			row.percent.Quo(new(big.Rat).Mul(row.total, q("100")), row.max)
		}
		_, row.excluded = in.Excluded[m.ID]
		row.excluded = row.excluded || row.total.Sign() < 0 || row.max.Sign() == 0
		rows = append(rows, row)
	}
	return rows
}

// naiveHeld is what is left of a content's sum under its ceiling and its
// prerequisites.
func naiveHeld(in Input, n *rules.Content, member string, sum *big.Rat) *big.Rat {
	var limits []*big.Rat
	if n.Ceiling != nil {
		limits = append(limits, q(n.Ceiling.String()))
	}
	for _, p := range n.Prerequisites {
		k, _ := in.Cluster.Criterion(p.Criterion)
		if !slices.Contains(k.Periods, in.Period) || naiveMet(in, k, member) {
			continue
		}
		limit := q("0")
		for i := range n.Criteria {
			f := in.Figures[Key{member, n.Criteria[i].ID}]
			if slices.Contains(n.Criteria[i].Periods, in.Period) && !(f.Value.Kind == NotApplicable && f.Verified) {
				limit.Add(limit, q(n.Criteria[i].Points.String()))
			}
		}
		limits = append(limits, limit.Mul(limit, new(big.Rat).Quo(q(p.Cap.String()), q("100"))))
	}
	left := sum
	for _, limit := range limits {
		if over := new(big.Rat).Sub(sum, limit); over.Sign() > 0 {
			if held := new(big.Rat).Sub(sum, naiveRound(over)); held.Cmp(left) < 0 {
				left = held
			}
		}
	}
	return left
}

// naiveMet says whether a prerequisite holds nothing.
func naiveMet(in Input, k *rules.Criterion, member string) bool {
	f := in.Figures[Key{member, k.ID}]
	switch {
	case f.Value.Kind == NotApplicable && f.Verified:
		return true
	case k.Method.Kind == rules.Pass:
		return f.Value.Kind == Yes
	case k.Method.Kind == rules.OnTime && f.Value.Kind != Number:
		days, sent := 0, true
		for _, p := range k.Method.Reports {
			d, ok := in.DaysLate(member, p)
			days, sent = days+d, sent && ok
		}
		return sent && big.NewRat(int64(days), 1).Cmp(q(k.MetAt.String())) <= 0
	case f.Value.Kind != Number:
		return false
	}
	p, best, ok := naivePercent(k, f)
	if !ok || best {
		return ok
	}
	if k.Of == rules.OfValue && k.Lower {
		return p.Cmp(q(k.MetAt.String())) <= 0
	}
	return p.Cmp(q(k.MetAt.String())) >= 0
}

// compare is negative when a stands before b.
func (a naiveRow) compare(b naiveRow, c *rules.Cluster) int {
	n := b.total.Cmp(a.total)
	if c.RankBy == rules.RankByPercent {
		n = b.percent.Cmp(a.percent)
	}
	for i := range c.Ties {
		if n == 0 && c.Ties[i] != "vote" {
			n = b.contents[i].Cmp(a.contents[i]) // the test's ties are content.1, content.2 …
		}
	}
	return n
}

// Of 20,000 sets every total is exact, and what is printed adds up to it.
func TestTotalsAreExact(t *testing.T) {
	sets := 20_000
	if testing.Short() {
		sets = 2_000
	}
	draw, cut := rapid.Custom(drawInput), 0
	for i := range sets {
		in := draw.Example(i)
		r := Rank(in)
		sums(t, r)
		for _, want := range naiveRows(in) {
			got := of(t, r, want.id)
			if cut += len(got.Cuts); q(got.Total.String()).Cmp(want.total) != 0 || q(got.Max.String()).Cmp(want.max) != 0 {
				t.Fatalf("set %d, %s: %v of %v, want %v of %v", i, want.id, got.Total, got.Max, want.total, want.max)
			}
		}
	}
	if cut < sets/10 {
		t.Errorf("only %d cuts in %d sets", cut, sets)
	}
}

func TestAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		r := Rank(in)
		sums(t, r)
		rows := naiveRows(in)
		for _, want := range rows {
			got := of(t, r, want.id)
			rank, equal := 1, 0
			for _, other := range rows {
				switch n := other.compare(want, in.Cluster); {
				case n < 0:
					rank++
				case n == 0:
					equal++
				}
			}
			if q(got.Total.String()).Cmp(want.total) != 0 || q(got.Max.String()).Cmp(want.max) != 0 ||
				q(got.Adjust.String()).Cmp(want.adjust) != 0 || got.Percent.Round(9).String() != dec(want.percent.FloatString(9)).String() {
				t.Fatalf("%s: total %v of %v, adjust %v; want %v of %v, %v", want.id, got.Total, got.Max, got.Adjust, want.total, want.max, want.adjust)
			}
			if got.Rank != rank || got.Shared != (equal > 1) {
				t.Fatalf("%s: rank %d, shared %v; want %d among %d", want.id, got.Rank, got.Shared, rank, equal)
			}
		}
		checkAwards(t, in, r, rows)
	})
}

// checkAwards plays every vote that could be taken. A member has an award when
// all of them give it the same; it is held when they do not agree.
func checkAwards(t *rapid.T, in Input, r Ranking, rows []naiveRow) {
	outcomes := map[string]map[string]bool{}
	for order := range permutations(len(rows)) {
		inOrder := true
		for i := 1; i < len(order); i++ {
			inOrder = inOrder && rows[order[i-1]].compare(rows[order[i]], in.Cluster) <= 0
		}
		if !inOrder {
			continue
		}
		var places []string
		for _, a := range in.Cluster.Awards {
			for range a.Places {
				places = append(places, a.Name)
			}
		}
		for _, i := range order {
			award := ""
			if !rows[i].excluded && len(places) > 0 {
				award, places = places[0], places[1:]
			}
			if outcomes[rows[i].id] == nil {
				outcomes[rows[i].id] = map[string]bool{}
			}
			outcomes[rows[i].id][award] = true
		}
	}
	for _, row := range r.Rows {
		possible := outcomes[row.Member.ID]
		if row.AwardHeld != (len(possible) > 1) || !row.AwardHeld && !possible[row.Award] || row.AwardHeld && row.Award != "" {
			t.Fatalf("%s: award %q, held %v; votes could give %v", row.Member.ID, row.Award, row.AwardHeld, possible)
		}
	}
}

// permutations yields every order of 0 … n-1.
func permutations(n int) func(yield func([]int) bool) {
	return func(yield func([]int) bool) {
		order := make([]int, 0, n)
		var next func() bool
		next = func() bool {
			if len(order) == n {
				return yield(order)
			}
			for i := range n {
				if slices.Contains(order, i) {
					continue
				}
				order = append(order, i)
				if !next() {
					return false
				}
				order = order[:len(order)-1]
			}
			return true
		}
		next()
	}
}
