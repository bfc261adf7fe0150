package number

import (
	"strings"

	"thidua/workflow/decimal"
)

// readings are the values that a number as typed can have: none when its signs
// make no sense, two when one sign stands before exactly three digits.
//
//	1.234,5   both signs: the last is the decimal one
//	1.234.567 a repeated sign groups thousands
//	65.913    65913 or 65,913
//	39.55     other lengths: a decimal sign
//	65 913    spaces group thousands; whether they do is asked where an ordinary
//	          one stands, because it may part two numbers as well
func readings(s string) []decimal.Decimal {
	s, spaced, ok := closeSpaces(strings.ReplaceAll(s, "'", " "))
	if !ok {
		return nil
	}
	first := strings.IndexAny(s, ".,")
	if first < 0 {
		if padded(s) {
			return nil
		}
		return values(s)
	}
	last := strings.LastIndexAny(s, ".,")
	whole, frac := s[:last], s[last+1:]
	point, other := s[last:last+1], s[first:first+1]
	switch {
	case point != other: // the last is the decimal sign, the other groups
		if spaced || strings.Contains(whole, point) || !grouped(whole, other) {
			return nil
		}
		return values(ungroup(whole, other) + "." + frac)
	case first != last:
		if spaced || !grouped(s, point) {
			return nil
		}
		return values(ungroup(s, point))
	case padded(whole):
		return nil
	case spaced || len(frac) != 3 || whole == "0" || len(whole)+3 > decimal.MaxDigits:
		return values(whole + "." + frac)
	}
	return values(whole+frac, whole+"."+frac)
}

// closeSpaces takes the spaces out of "65 913,5", where they group thousands.
func closeSpaces(s string) (closed string, spaced, ok bool) {
	if !strings.Contains(s, " ") {
		return s, false, true
	}
	end := strings.LastIndex(s, " ") + 1
	if n := strings.IndexAny(s[end:], ".,"); n >= 0 {
		end += n
	} else {
		end = len(s)
	}
	return ungroup(s[:end], " ") + s[end:], true, grouped(s[:end], " ")
}

// grouped says whether the signs stand between groups of three digits, after
// one to three that do not begin with 0.
func grouped(s, sign string) bool {
	groups := strings.Split(s, sign)
	if len(groups) < 2 || len(groups[0]) > 3 || strings.HasPrefix(s, "0") {
		return false
	}
	for i, g := range groups {
		if g == "" || i > 0 && len(g) != 3 || strings.Trim(g, "0123456789") != "" {
			return false
		}
	}
	return true
}

func ungroup(s, sign string) string { return strings.ReplaceAll(s, sign, "") }

// padded says whether zeros stand in front that no figure has: "03 xã" is
// written so, "0909…" is a telephone number.
func padded(whole string) bool { return len(whole) > 2 && whole[0] == '0' }

func values(machine ...string) []decimal.Decimal {
	list := make([]decimal.Decimal, 0, len(machine))
	for _, m := range machine {
		d, err := decimal.Parse(m)
		if err != nil {
			return nil
		}
		list = append(list, d)
	}
	return list
}

// tooLong says whether a number has more digits than a figure may have.
func tooLong(s string) bool {
	count := 0
	for i := range len(s) {
		if isDigit(rune(s[i])) {
			count++
		}
	}
	if point := strings.LastIndexAny(s, ".,"); point >= 0 && count > decimal.MaxDigits {
		return len(s)-point-1 > decimal.MaxDigits || count-(len(s)-point-1) > decimal.MaxDigits
	}
	return count > decimal.MaxDigits
}
