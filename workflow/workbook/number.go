package workbook

import (
	"regexp"
	"strconv"
	"strings"

	"thidua/workflow/decimal"
)

// storedNumber is how a number stands in a sheet: 4.31343, 1.5E-2.
var storedNumber = regexp.MustCompile(`^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,3}))?$`)

// digits is how many digits of a number a spreadsheet program keeps and shows.
const digits = 15

// number is a stored number in machine form, as the cell shows it in full.
// Programs store the nearest binary number with up to 17 digits: 39.55 may stand
// in the file as 39.549999999999997, and a sum that is shown as 0.3 as
// 0.30000000000000004. What was typed, and what is shown, are the first 15; with
// the rest, a plan that is met exactly would be just missed or just exceeded.
func number(stored string) (Cell, error) {
	if len(stored) > 100 {
		return Cell{}, ErrDamaged
	}
	m := storedNumber.FindStringSubmatch(stored)
	if m == nil {
		return Cell{}, ErrDamaged
	}
	sign, all := m[1], m[2]+m[3]
	exponent, _ := strconv.Atoi(m[4]) // "" is 0
	point := len(m[2]) + exponent     // digits before the decimal point; negative: zeros after it
	trimmed := strings.TrimLeft(all, "0")
	point -= len(all) - len(trimmed)
	if trimmed = strings.TrimRight(trimmed, "0"); trimmed == "" {
		return Cell{Text: "0", Number: true}, nil
	}
	if point > decimal.MaxDigits || len(trimmed)-point > 2*decimal.MaxDigits {
		return Cell{Fault: FaultDigits}, nil
	}
	if len(trimmed) > digits && point > digits {
		return Cell{Fault: FaultDigits}, nil
	}
	d := decimal.Must("0." + trimmed[:min(len(trimmed), 25)])
	d = d.Round(digits)
	for ; point > 0; point-- {
		d = d.Mul(ten)
	}
	for ; point < 0; point++ {
		d = d.Quo(ten)
	}
	text := d.String()
	if sign != "" {
		text = "-" + text
	}
	if _, err := decimal.Parse(text); err != nil {
		return Cell{Fault: FaultDigits}, nil
	}
	return Cell{Text: text, Number: true}, nil
}

var ten = decimal.Int(10)

// A format is what a style makes of a number, as far as it changes what was
// typed.
type format int

const (
	formatPlain format = iota
	formatDate
	formatPercent
)

// formatOf knows a format by its code or, for the built-in ones, by its number
// (ECMA-376, part 1, 18.8.30).
func formatOf(id int, code string) format {
	switch {
	case code != "":
		return formatCode(code)
	case id == 9, id == 10:
		return formatPercent
	case 14 <= id && id <= 22, 27 <= id && id <= 36, 45 <= id && id <= 47, 50 <= id && id <= 58:
		return formatDate
	}
	return formatPlain
}

var (
	literal = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)
	elapsed = regexp.MustCompile(`(?i)\[(h+|m+|s+)\]`)
)

// formatCode looks at the part for positive numbers, without what is printed as
// it stands.
func formatCode(code string) format {
	if elapsed.MatchString(code) {
		return formatDate
	}
	code, _, _ = strings.Cut(literal.ReplaceAllString(code, ""), ";")
	switch {
	case strings.ContainsAny(code, "yYmMdDhHsS"):
		return formatDate
	case strings.Contains(code, "%"):
		return formatPercent
	}
	return formatPlain
}
