package text

import (
	"strings"

	"thidua/workflow/decimal"
)

// Number writes d in full, grouped: 65.913,5 in Vietnamese, 65,913.5 in English.
func Number(lang string, d decimal.Decimal) string { return NumberText(lang, d.String()) }

// Rounded writes d with at most the given decimals, half away from zero.
func Rounded(lang string, d decimal.Decimal, places int) string {
	return Number(lang, d.Round(places))
}

// NumberText is Number for the machine form; anything else comes back as it is.
func NumberText(lang, machine string) string {
	if _, err := decimal.Parse(machine); err != nil {
		return machine
	}
	group, point := ".", ","
	if lang == English {
		group, point = ",", "."
	}
	sign := ""
	if strings.HasPrefix(machine, "-") {
		sign, machine = "-", machine[1:]
	}
	whole, frac, _ := strings.Cut(machine, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if frac != "" {
		whole += point + frac
	}
	return sign + whole
}

// RoundedText writes how a number was rounded: "59.0073… 59.01", the number cut
// off and what became of it, is 59,0073… → 59,01. Where nothing was rounded there
// is one part.
func RoundedText(lang, machine string) string {
	parts := strings.Fields(machine)
	for i, part := range parts {
		number, dots := strings.CutSuffix(part, "…")
		if parts[i] = NumberText(lang, number); dots {
			parts[i] += "…"
		}
	}
	return strings.Join(parts, " → ")
}

// MoveText marks by how many places somebody moved: "2" is ▲2, "-1" ▼1, "0" =,
// and "" – where there is nothing to compare with.
func MoveText(machine string) string {
	down, fell := strings.CutPrefix(machine, "-")
	switch {
	case machine == "":
		return "–"
	case machine == "0":
		return "="
	case fell:
		return "▼" + down
	}
	return "▲" + machine
}
