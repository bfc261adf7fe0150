package text

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"thidua/workflow/decimal"
)

func TestNumberWords(t *testing.T) {
	for _, test := range [][2]string{
		{"0", "không"}, {"-0", "không"}, {"1", "một"}, {"4", "bốn"}, {"5", "năm"}, {"10", "mười"}, {"11", "mười một"},
		{"14", "mười bốn"}, {"15", "mười lăm"}, {"20", "hai mươi"}, {"21", "hai mươi mốt"}, {"24", "hai mươi tư"},
		{"25", "hai mươi lăm"}, {"30", "ba mươi"}, {"99", "chín mươi chín"}, {"100", "một trăm"}, {"101", "một trăm linh một"},
		{"104", "một trăm linh bốn"}, {"105", "một trăm linh năm"}, {"110", "một trăm mười"}, {"111", "một trăm mười một"},
		{"115", "một trăm mười lăm"}, {"121", "một trăm hai mươi mốt"}, {"555", "năm trăm năm mươi lăm"}, {"1000", "một nghìn"},
		{"1005", "một nghìn không trăm linh năm"}, {"1050", "một nghìn không trăm năm mươi"}, {"1500", "một nghìn năm trăm"},
		{"10000", "mười nghìn"}, {"21000", "hai mươi mốt nghìn"}, {"65913", "sáu mươi lăm nghìn chín trăm mười ba"},
		{"100001", "một trăm nghìn không trăm linh một"}, {"1000000", "một triệu"}, {"1000005", "một triệu không trăm linh năm"},
		{"1005000", "một triệu không trăm linh năm nghìn"}, {"1000000000", "một tỷ"}, {"1000000001", "một tỷ không trăm linh một"},
		{"2015004003", "hai tỷ không trăm mười lăm triệu không trăm linh bốn nghìn không trăm linh ba"},
		{"999999999999", "chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín"},
		{"1000000000000", "một nghìn tỷ"}, {"1500000000000", "một nghìn năm trăm tỷ"}, {"1000000000000000000", "một tỷ tỷ"},

		{"957.11", "chín trăm năm mươi bảy phẩy mười một"}, {"911.43", "chín trăm mười một phẩy bốn mươi ba"},
		{"912.05", "chín trăm mười hai phẩy không năm"}, {"912", "chín trăm mười hai"}, {"0.5", "không phẩy năm"},
		{"952.25", "chín trăm năm mươi hai phẩy hai mươi lăm"}, {"955.79", "chín trăm năm mươi lăm phẩy bảy mươi chín"},
		{"7.15", "bảy phẩy mười lăm"}, {"7.10", "bảy phẩy một"}, {"7.20", "bảy phẩy hai"}, {"7.21", "bảy phẩy hai mươi mốt"},
		{"7.01", "bảy phẩy không một"}, {"7.125", "bảy phẩy một hai năm"}, {"7.005", "bảy phẩy không không năm"},
		{"4.31343", "bốn phẩy ba một ba bốn ba"},
		{"-3", "âm ba"}, {"-0.05", "âm không phẩy không năm"}, {"-1105.5", "âm một nghìn một trăm linh năm phẩy năm"},
	} {
		if got := (NumberWords{}).Of(decimal.Must(test[0])); got != test[1] {
			t.Errorf("%s: %q, want %q", test[0], got, test[1])
		}
	}
	south := NumberWords{Zero: "lẻ", Thousand: "ngàn"}
	if got, want := south.Of(decimal.Must("1105.05")), "một ngàn một trăm lẻ năm phẩy không năm"; got != want {
		t.Errorf("in the South: %q, want %q", got, want)
	}
}

// Every score there can be, said and heard again, is the same score.
func TestNumberWordsAreHeardAsTheNumber(t *testing.T) {
	for _, w := range []NumberWords{{}, {Zero: "lẻ", Thousand: "ngàn"}} {
		said := map[string]string{}
		for n := range 110001 {
			d := decimal.Int(n).Quo(decimal.Int(100))
			words := w.Of(d)
			if got, err := heard(words); err != nil || got.Cmp(big.NewRat(int64(n), 100)) != 0 {
				t.Fatalf("%s: %q is heard as %v (%v)", d, words, got, err)
			}
			if before, twice := said[words]; twice {
				t.Fatalf("%s and %s are both %q", before, d, words)
			}
			said[words] = d.String()
		}
	}
	for n := int64(1); n < 4e17; n = n*7 + 3 { // and larger ones
		d := decimal.Must(fmt.Sprint(n))
		if got, err := heard(NumberWords{}.Of(d)); err != nil || got.Cmp(big.NewRat(n, 1)) != 0 {
			t.Errorf("%s: %q is heard as %v (%v)", d, NumberWords{}.Of(d), got, err)
		}
	}
}

// heard understands words as a listener does, one after the other, and knows
// nothing of how they were made.
func heard(said string) (*big.Rat, error) {
	whole, frac, decimals := strings.Cut(said, " phẩy ")
	n, digits, err := listen(whole)
	if err != nil {
		return nil, err
	}
	if digits > 1 {
		return nil, fmt.Errorf("%q: digits in a row", whole)
	}
	sum := new(big.Rat).SetInt64(n)
	if !decimals {
		return sum, nil
	}
	n, digits, err = listen(frac)
	if err != nil {
		return nil, err
	}
	scale := int64(1)
	for range max(digits, len(fmt.Sprint(n))) {
		scale *= 10
	}
	return sum.Add(sum, big.NewRat(n, scale)), nil
}

// listen hears a whole number; digits in a row count as such.
func listen(said string) (n int64, digits int, err error) {
	values := map[string]int64{"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
	var billions, below, group, last int64 // last is the digit that was just said
	for _, word := range strings.Fields(said) {
		v, digit := values[word]
		switch {
		case digit && digits > 0:
			last, digits = 10*last+v, digits+1
		case digit:
			last, digits = v, 1
			continue
		case word == "mười":
			group, last = group+10, 0
		case word == "mươi":
			group, last = group+10*last, 0
		case word == "trăm":
			group, last = group+100*last, 0
		case word == "linh", word == "lẻ":
		case word == "nghìn", word == "ngàn":
			below, group, last = below+1000*(group+last), 0, 0
		case word == "triệu":
			below, group, last = below+1000000*(group+last), 0, 0
		case word == "tỷ":
			billions, below, group, last = (billions+below+group+last)*1000000000, 0, 0, 0
		default:
			return 0, 0, fmt.Errorf("%q is no word of a number", word)
		}
		if !digit {
			digits = 0
		}
	}
	return billions + below + group + last, digits, nil
}
