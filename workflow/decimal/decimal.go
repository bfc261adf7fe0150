// Package decimal holds exact numbers. In 2017 the flag was decided by 912
// points against 911,43, so nothing between a figure and a printed score is
// ever a binary floating point number.
package decimal

import (
	"errors"
	"math/big"
	"strings"
)

// A Decimal is an exact number: a figure as reported, or a fraction on its way
// to a score. The zero value is 0. Values are immutable.
type Decimal struct{ r *big.Rat }

// MaxDigits is how many digits a number may have on either side of its point:
// more than any figure of a State budget, few enough that no sum is slow.
const MaxDigits = 30

// ErrSyntax is returned for anything that is not a plain machine number.
var ErrSyntax = errors.New("not a plain decimal number")

// Parse reads the machine form: an optional sign, digits, and a dot before the
// decimals. No grouping, no exponent, at most MaxDigits on either side.
func Parse(s string) (Decimal, error) {
	digits := strings.TrimPrefix(s, "-")
	whole, frac, point := strings.Cut(digits, ".")
	if !allDigits(whole) || point && !allDigits(frac) {
		return Decimal{}, ErrSyntax
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return Decimal{}, ErrSyntax
	}
	return Decimal{r}, nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != "" && len(s) <= MaxDigits
}

// Must is Parse for constants in the program and in tests.
func Must(s string) Decimal {
	d, err := Parse(s)
	if err != nil {
		panic("decimal: " + s)
	}
	return d
}

// Int is n as a Decimal.
func Int(n int) Decimal { return Decimal{big.NewRat(int64(n), 1)} }

func (d Decimal) rat() *big.Rat {
	if d.r == nil {
		return new(big.Rat)
	}
	return d.r
}

func (d Decimal) Add(e Decimal) Decimal { return Decimal{new(big.Rat).Add(d.rat(), e.rat())} }
func (d Decimal) Sub(e Decimal) Decimal { return Decimal{new(big.Rat).Sub(d.rat(), e.rat())} }
func (d Decimal) Mul(e Decimal) Decimal { return Decimal{new(big.Rat).Mul(d.rat(), e.rat())} }

func (d Decimal) Neg() Decimal { return Decimal{new(big.Rat).Neg(d.rat())} }
func (d Decimal) Abs() Decimal { return Decimal{new(big.Rat).Abs(d.rat())} }

// Quo is the exact fraction d/e; it panics when e is 0, like every division.
func (d Decimal) Quo(e Decimal) Decimal { return Decimal{new(big.Rat).Quo(d.rat(), e.rat())} }

// Cmp is -1, 0 or +1 as d is less than, equal to or greater than e.
func (d Decimal) Cmp(e Decimal) int    { return d.rat().Cmp(e.rat()) }
func (d Decimal) Equal(e Decimal) bool { return d.Cmp(e) == 0 }
func (d Decimal) Less(e Decimal) bool  { return d.Cmp(e) < 0 }
func (d Decimal) Sign() int            { return d.rat().Sign() }
func (d Decimal) IsInt() bool          { return d.rat().IsInt() }

// Floor is the largest whole number that is not above d.
func (d Decimal) Floor() Decimal {
	q := new(big.Int).Div(d.rat().Num(), d.rat().Denom()) // Euclidean; Denom > 0, so this is the floor
	return Decimal{new(big.Rat).SetInt(q)}
}

// Round is d to the given number of decimals, half away from zero: the only
// rounding there is (formats.md, section 5).
func (d Decimal) Round(places int) Decimal {
	r, _ := new(big.Rat).SetString(d.rat().FloatString(places))
	return Decimal{r}
}

// Places says how many decimals d needs, and whether they are finitely many.
func (d Decimal) Places() (n int, exact bool) { return d.rat().FloatPrec() }

// String is the machine form without trailing zeros, as Parse reads it. A
// fraction without an end is cut to 20 decimals; round it before it is shown.
func (d Decimal) String() string {
	n, exact := d.Places()
	if !exact {
		n = 20
	}
	return d.rat().FloatString(n)
}

func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d *Decimal) UnmarshalText(text []byte) (err error) {
	*d, err = Parse(string(text))
	return err
}

// IsZero says whether d is 0; records leave it out then.
func (d Decimal) IsZero() bool { return d.Sign() == 0 }
