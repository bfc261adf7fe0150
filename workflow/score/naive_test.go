package score

import (
	"fmt"
	"math/big"

	"thidua/workflow/rules"
)

// The arithmetic of section 5 a second time, the slow and plain way, with
// nothing shared but the figures: what it says, Rank must say.

func q(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

// naivePercent is p; ok is false without one, best when nothing is left.
func naivePercent(k *rules.Criterion, f Figure) (p *big.Rat, best, ok bool) {
	a := q(f.Value.Number.String())
	base := f.Plan
	if k.Of == rules.OfLastYear {
		base = f.LastYear
	}
	if k.Of == rules.OfValue {
		return a, false, true
	}
	if base == nil {
		return nil, false, false
	}
	b := q(base.String())
	zero := q("0")
	if a.Cmp(zero) == 0 && b.Cmp(zero) == 0 {
		return q("100"), false, true
	}
	if k.Lower {
		if a.Cmp(zero) == 0 {
			return nil, true, true
		}
		a, b = b, a
	}
	if b.Cmp(zero) == 0 {
		return nil, false, false
	}
	a.Mul(a, q("100"))
	return a.Quo(a, b), false, true
}

func naivePoints(in Input, k *rules.Criterion, member string) *big.Rat {
	f := in.Figures[Key{member, k.ID}]
	m := q(k.Points.String())
	if f.Value.Kind == NotApplicable && f.Verified || f.Value.Kind == NotApplicable && k.Method.Kind != rules.OnTime {
		return q("0")
	}
	switch k.Method.Kind {
	case rules.Pass:
		if f.Value.Kind == Yes {
			return m
		}
		return q("0")
	case rules.OnTime:
		days := 0
		if f.Value.Kind == Number {
			fmt.Sscan(f.Value.Number.String(), &days)
		} else {
			for _, p := range k.Method.Reports {
				d, sent := in.DaysLate(member, p)
				if !sent {
					return q("0")
				}
				days += d
			}
		}
		for range days {
			m.Sub(m, q(k.Method.PerDay.String()))
		}
		if m.Sign() < 0 {
			return q("0")
		}
		return m
	}
	if f.Value.Kind != Number {
		return q("0")
	}
	a := q(f.Value.Number.String())
	switch k.Method.Kind {
	case rules.Direct:
		return a
	case rules.Places:
		for i, p := range k.Method.Places {
			if a.Cmp(big.NewRat(int64(i+1), 1)) == 0 {
				return q(p.String())
			}
		}
		return q("0")
	case rules.Adjust:
		if low := q(k.Method.Min.String()); a.Cmp(low) < 0 {
			return low
		}
		if high := q(k.Method.Max.String()); a.Cmp(high) > 0 {
			return high
		}
		return a
	case rules.None:
		return q("0")
	}
	p, best, ok := naivePercent(k, f)
	if !ok {
		return q("0")
	}
	over := q("0")
	if !best {
		over.Sub(p, q("100"))
	}
	switch k.Method.Kind {
	case rules.Proportional:
		if best {
			if k.Method.Bonus != nil {
				m.Add(m, q(k.Method.Bonus.Max.String()))
			}
			return m
		}
		if p.Cmp(q(k.Method.From.String())) < 0 {
			return q("0")
		}
		if over.Sign() <= 0 {
			return m.Mul(m, p.Quo(p, q("100")))
		}
		if b := k.Method.Bonus; b != nil {
			bonus, most := q("0"), q(b.Max.String())
			for over.Sub(over, q(b.Per.String())); over.Sign() >= 0 && bonus.Cmp(most) < 0; over.Sub(over, q(b.Per.String())) {
				bonus.Add(bonus, q(b.Points.String()))
			}
			if bonus.Cmp(most) > 0 {
				bonus = most
			}
			m.Add(m, bonus)
		}
		return m
	case rules.Bands:
		var at, points *big.Rat
		for _, b := range k.Method.Bands {
			reached := best || p.Cmp(q(b.At.String())) >= 0
			if reached && (at == nil || q(b.At.String()).Cmp(at) > 0) {
				at, points = q(b.At.String()), q(b.Points.String())
			}
		}
		if at == nil {
			return q("0")
		}
		return points
	}
	// half_leader
	if best {
		return m
	}
	half := m.Mul(m, q("1/2"))
	if over.Sign() < 0 {
		if p.Sign() < 0 {
			return q("0")
		}
		return half.Mul(half, p.Mul(p, q("1/100")))
	}
	if over.Sign() == 0 {
		return half
	}
	e1 := q("0")
	for _, other := range in.Cluster.Members {
		g := in.Figures[Key{other.ID, k.ID}]
		if g.Value.Kind != Number {
			continue
		}
		if p2, best2, ok2 := naivePercent(k, g); ok2 && !best2 {
			if e := new(big.Rat).Sub(p2, q("100")); e.Cmp(e1) > 0 {
				e1 = e
			}
		}
	}
	return half.Add(half, new(big.Rat).Mul(half, over.Quo(over, e1)))
}

// naiveRound counts hundredths: half away from zero.
func naiveRound(r *big.Rat) *big.Rat {
	twice := new(big.Rat).Mul(new(big.Rat).Abs(r), q("200"))
	n := new(big.Int).Quo(twice.Num(), twice.Denom()) // of half hundredths, cut
	n.Add(n, big.NewInt(1)).Rsh(n, 1)
	if r.Sign() < 0 {
		n.Neg(n)
	}
	return new(big.Rat).SetFrac(n, big.NewInt(100))
}
