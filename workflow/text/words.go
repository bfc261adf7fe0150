package text

import (
	"cmp"
	"strings"

	"thidua/workflow/decimal"
)

// NumberWords is how numbers are said in Vietnamese where regions differ: 105 is
// "một trăm linh năm" in the North, "một trăm lẻ năm" in the South, 1000 "một
// nghìn" or "một ngàn". Left empty, a word is the northern one.
type NumberWords struct {
	Zero     string // linh, lẻ: stands for a tens digit of 0
	Thousand string // nghìn, ngàn
}

var digitWords = strings.Fields("không một hai ba bốn năm sáu bảy tám chín")

// Of says d in words, in small letters: 957,11 is "chín trăm năm mươi bảy phẩy
// mười một". One or two decimals are said as a number, three and more digit by
// digit; a fraction without an end is to be rounded before.
func (w NumberWords) Of(d decimal.Decimal) string {
	machine, negative := strings.CutPrefix(d.String(), "-")
	whole, frac, _ := strings.Cut(machine, ".")
	said := w.whole(whole)
	if frac != "" {
		said += " phẩy " + decimals(frac)
	}
	if negative {
		said = "âm " + said
	}
	return said
}

// whole says digits without leading zeros. Nine digits stand under each tỷ, so
// 10¹² is "một nghìn tỷ".
func (w NumberWords) whole(digits string) string {
	if digits == "0" {
		return digitWords[0]
	}
	var said []string
	for n := len(digits); n > 0; {
		head := (n-1)%3 + 1 // digits of the highest group that is left
		group := digits[len(digits)-n : len(digits)-n+head]
		n -= head
		if strings.Trim(group, "0") != "" {
			said = append(said, w.group(group, len(said) > 0)...)
			switch n / 3 % 3 {
			case 1:
				said = append(said, cmp.Or(w.Thousand, "nghìn"))
			case 2:
				said = append(said, "triệu")
			}
		}
		if n > 0 && n%9 == 0 {
			said = append(said, "tỷ")
		}
	}
	return strings.Join(said, " ")
}

// group says up to three digits. After a higher group the hundreds are said even
// where there are none, so that 1.005 is not taken for 1.500.
func (w NumberWords) group(digits string, after bool) (said []string) {
	digits = strings.Repeat("0", 3-len(digits)) + digits
	hundreds, rest := digits[0], digits[1:]
	if hundreds != '0' || after {
		said = append(said, digitWords[hundreds-'0'], "trăm")
	}
	if rest[0] == '0' && rest[1] != '0' {
		if len(said) > 0 {
			said = append(said, cmp.Or(w.Zero, "linh"))
		}
		return append(said, digitWords[rest[1]-'0'])
	}
	return append(said, tens(rest)...)
}

// tens says two digits from 10 on; "00" is nothing.
func tens(digits string) (said []string) {
	ten, one := digits[0]-'0', digits[1]-'0'
	switch ten {
	case 0:
		return nil
	case 1:
		said = []string{"mười"}
	default:
		said = []string{digitWords[ten], "mươi"}
	}
	switch {
	case one == 0:
	case one == 5:
		said = append(said, "lăm")
	case one == 1 && ten > 1:
		said = append(said, "mốt")
	case one == 4 && ten > 1:
		said = append(said, "tư")
	default:
		said = append(said, digitWords[one])
	}
	return said
}

// decimals says what stands behind the comma.
func decimals(digits string) string {
	if len(digits) == 2 && digits[0] != '0' {
		return strings.Join(tens(digits), " ")
	}
	said := make([]string, len(digits))
	for i := range digits {
		said[i] = digitWords[digits[i]-'0']
	}
	return strings.Join(said, " ")
}
