package score

import "thidua/workflow/decimal"

// Results before rounding are shown in full up to inFull decimals; longer ones,
// and fractions without an end, are cut to cutTo. More than two decimals are
// left either way, so what is shown rounds to the points.
const (
	inFull = 6
	cutTo  = 4
)

// result is how points came about, for the form "rounded" of a sentence:
// "59.1", or what was rounded and to what, "59.007 59.01" and "59.0073… 59.01".
func result(exact, rounded decimal.Decimal) string {
	if exact.Equal(rounded) {
		return rounded.String()
	}
	return cut(exact) + " " + rounded.String()
}

func cut(d decimal.Decimal) string {
	if places, finite := d.Places(); finite && places <= inFull {
		return d.String()
	}
	sign, scale := "", decimal.Int(10000) // 10 to the power of cutTo
	if d.Sign() < 0 {
		sign, d = "-", decimal.Decimal{}.Sub(d)
	}
	whole := d.Mul(scale).Floor().Quo(scale).String()
	// The last digits may be zeros; they are shown, for more follows.
	return sign + padded(whole) + "…"
}

// padded has exactly cutTo decimals.
func padded(machine string) string {
	point := -1
	for i := range machine {
		if machine[i] == '.' {
			point = i
		}
	}
	if point < 0 {
		machine += "."
		point = len(machine) - 1
	}
	for len(machine)-point-1 < cutTo {
		machine += "0"
	}
	return machine
}

// shares are two excesses above 100 with as many decimals as it takes for
// half + half × own / best, as a reader recomputes it, to round to the points.
// Where no number of decimals does, what is cut off is marked.
func shares(half, own, best decimal.Decimal) (o, b string) {
	exact := half.Add(half.Mul(own).Quo(best))
	for places := 2; places <= inFull; places++ {
		short, long := own.Round(places), best.Round(places)
		if long.IsZero() {
			continue
		}
		again := half.Add(half.Mul(short).Quo(long))
		if again.Round(cutTo).Equal(exact.Round(cutTo)) && again.Round(2).Equal(exact.Round(2)) {
			return short.String(), long.String()
		}
	}
	return cut(own), cut(best)
}
