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
	trimmed, carried := rounded(trimmed)
	point += carried
	whole, fraction := "0", ""
	switch {
	case point <= 0:
		fraction = strings.Repeat("0", -point) + trimmed
	case point < len(trimmed):
		whole, fraction = trimmed[:point], trimmed[point:]
	default:
		whole = trimmed + strings.Repeat("0", point-len(trimmed))
	}
	if max(len(whole), len(fraction)) > decimal.MaxDigits {
		return Cell{Fault: FaultDigits}, nil
	}
	text := sign + whole
	if fraction != "" {
		text += "." + fraction
	}
	return Cell{Text: text, Number: true}, nil
}

// rounded are the digits that are kept of those after a decimal point, half away
// from zero and without zeros at the end. All nines become a 1 before the point:
// carried is 1 then.
func rounded(all string) (kept string, carried int) {
	if len(all) <= digits {
		return all, 0
	}
	if kept = all[:digits]; all[digits] < '5' {
		return strings.TrimRight(kept, "0"), 0
	}
	if kept = strings.TrimRight(kept, "9"); kept == "" {
		return "1", 1
	}
	return kept[:len(kept)-1] + string(kept[len(kept)-1]+1), 0
}

// A format is what a style makes of a number, as far as it changes what was
// typed.
type format int

const (
	formatPlain format = iota
	formatDate
	formatPercent
)

// builtIn knows the formats that have a number and no code (ECMA-376, part 1,
// 18.8.30).
func builtIn(id int) format {
	switch {
	case id == 9, id == 10:
		return formatPercent
	case 14 <= id && id <= 22, 27 <= id && id <= 36, 45 <= id && id <= 47, 50 <= id && id <= 58:
		return formatDate
	}
	return formatPlain
}

// formatCode looks at the part for positive numbers, without what is printed as
// it stands; hours beyond a day, [h], make a date wherever they are.
func formatCode(code string) format {
	found, first := formatPlain, true
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '\\', c == '_', c == '*':
			i++
		case c == '"':
			n := strings.IndexByte(code[i+1:], '"')
			if n < 0 {
				return found
			}
			i += n + 1
		case c == '[':
			n := strings.IndexByte(code[i+1:], ']')
			if n < 0 {
				return found
			}
			if inside := strings.ToLower(code[i+1 : i+1+n]); inside != "" && strings.Contains("hms", inside[:1]) && strings.Trim(inside, inside[:1]) == "" {
				return formatDate
			}
			i += n + 1
		case c == ';':
			first = false
		case !first:
		case strings.IndexByte("yYmMdDhHsS", c) >= 0:
			return formatDate
		case c == '%':
			found = formatPercent
		}
	}
	return found
}
