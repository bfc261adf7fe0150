package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"thidua/workflow/decimal"
	"thidua/workflow/text"
)

// decimalText is a number as documents print it: 65.913,5. Anything else comes
// back as it is.
func decimalText(machine string) string { return text.NumberText(text.Vietnamese, machine) }

// points is a score with two decimals, so that scores under each other can be
// compared: 94,50.
func points(machine string) string {
	d, err := decimal.Parse(machine)
	if err != nil {
		return machine
	}
	whole, frac, _ := strings.Cut(d.Round(2).String(), ".")
	return decimalText(whole) + "," + (frac + "00")[:2]
}

// fraction is how many decimals a number has; none where there is no number.
func fraction(machine string) int {
	if _, err := decimal.Parse(machine); err != nil {
		return 0
	}
	_, frac, _ := strings.Cut(machine, ".")
	return len(frac)
}

// decimals is how many decimals the longest of several numbers has.
func decimals(machine ...string) (places int) {
	for _, s := range machine {
		places = max(places, fraction(s))
	}
	return places
}

// aligned is a number with as many decimals as its neighbours have: 7,10 beside
// 7,94.
func aligned(machine string, places int) string {
	s := decimalText(machine)
	if _, err := decimal.Parse(machine); err != nil {
		return s
	}
	if n := places - fraction(machine); 0 < n && n < 5 {
		if n == places {
			s += ","
		}
		s += strings.Repeat("0", n)
	}
	return s
}

// adjusted is points with a sign, because they are added or taken away.
func adjusted(machine string) string {
	d, err := decimal.Parse(machine)
	switch {
	case err != nil:
		return machine
	case d.Sign() > 0:
		return "+" + points(machine)
	}
	return points(machine)
}

// roman numbers the parts of a document (Decree 30/2020/NĐ-CP, Appendix I).
func roman(n int) string {
	var b strings.Builder
	for _, d := range []struct {
		value int
		sign  string
	}{{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			b.WriteString(d.sign)
		}
	}
	return b.String()
}

// sentence is s without what closes it, for the printer to close it.
func sentence(s string) string { return strings.TrimRight(strings.TrimSpace(s), " ;.,") }

// capital is s with a capital first letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
