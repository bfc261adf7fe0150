package decimal

import (
	"encoding/json"
	"errors"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	thirty := strings.Repeat("9", MaxDigits)
	for in, want := range map[string]string{
		"0": "0", "-0": "0", "007": "7", "65913": "65913", "4.31343": "4.31343", "0.50": "0.5", "-12.340": "-12.34",
		"1.000": "1", thirty: thirty, "0." + thirty: "0." + thirty, "-" + thirty + "." + thirty: "-" + thirty + "." + thirty,
	} {
		d, err := Parse(in)
		if err != nil || d.String() != want {
			t.Errorf("Parse(%q) = %s, %v; want %s", in, d, err, want)
		}
	}
	for _, in := range []string{
		"", "-", "+5", "--5", "- 5", ".5", "5.", ".", "1.2.3", "1,5", "1.234,5", "1 000", " 5", "5 ", "5\n", "1e5", "1E-5", "0x10", "0b1", "1_000",
		"1/2", "NaN", "Inf", "-inf", "5%", "٣", "５", thirty + "9", "0." + thirty + "9", strings.Repeat("9", 1_000_000), "1e999999999",
	} {
		if d, err := Parse(in); !errors.Is(err, ErrSyntax) {
			t.Errorf("Parse(%.40q) = %s, %v; want ErrSyntax", in, d, err)
		}
	}
}

func TestZeroValueIsZero(t *testing.T) {
	var zero Decimal
	if zero.String() != "0" || zero.Sign() != 0 || !zero.IsZero() || !zero.IsInt() || !zero.Equal(Int(0)) || !zero.Add(Int(3)).Equal(Int(3)) || !zero.Floor().IsZero() || !zero.Round(2).IsZero() {
		t.Error("the zero value is not 0")
	}
}

// Binary floating point gets each of these wrong.
func TestArithmeticIsExact(t *testing.T) {
	check := func(got Decimal, want string) {
		t.Helper()
		if got.String() != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	check(Must("0.1").Add(Must("0.2")), "0.3")
	check(Must("911.43").Sub(Must("911.42")), "0.01")
	check(Must("1.15").Mul(Int(100)), "115")
	check(Must("63709").Mul(Must("103.46")).Quo(Int(100)), "65913.3314")
	check(Int(1).Quo(Int(3)).Mul(Int(3)), "1")
	check(Int(1).Quo(Int(8)), "0.125")
	check(Int(1).Quo(Int(3)), "0.33333333333333333333")
	sum := Decimal{}
	for range 1000 {
		sum = sum.Add(Must("0.001"))
	}
	check(sum, "1")
	big := Must("999999999999999999999999999999")
	check(big.Add(Must("0.000000000000000000000000000001")).Sub(big), "0.000000000000000000000000000001")
}

func TestDivisionByZeroPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	Int(1).Quo(Decimal{})
}

func TestRoundsHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct {
		in     string
		places int
		want   string
	}{
		{"2.5", 0, "3"}, {"-2.5", 0, "-3"}, {"3.5", 0, "4"}, {"0.5", 0, "1"}, {"-0.5", 0, "-1"}, {"0.4999", 0, "0"}, {"-0.4999", 0, "0"},
		{"1.005", 2, "1.01"}, {"-1.005", 2, "-1.01"}, {"1.0049999999999999999999", 2, "1"}, {"2.675", 2, "2.68"}, {"911.425", 2, "911.43"},
		{"99.995", 2, "100"}, {"103.456", 2, "103.46"}, {"7.39", 4, "7.39"}, {"65913", 2, "65913"},
	} {
		if got := Must(c.in).Round(c.places); got.String() != c.want {
			t.Errorf("%s to %d places: %s, want %s", c.in, c.places, got, c.want)
		}
	}
	if got := Int(2).Quo(Int(3)).Round(2); got.String() != "0.67" {
		t.Errorf("2/3: %s", got)
	}
}

func TestFloor(t *testing.T) {
	for in, want := range map[string]string{"2.9": "2", "2": "2", "-2": "-2", "-2.1": "-3", "0.999": "0", "-0.001": "-1"} {
		if got := Must(in).Floor(); got.String() != want {
			t.Errorf("floor of %s: %s, want %s", in, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	for in, want := range map[string]int{"5": 0, "5.10": 1, "4.31343": 5} {
		if n, exact := Must(in).Places(); n != want || !exact {
			t.Errorf("%s: %d, %v", in, n, exact)
		}
	}
	if _, exact := Int(1).Quo(Int(3)).Places(); exact {
		t.Error("a third has an end")
	}
}

func TestRecordsKeepEveryDigit(t *testing.T) {
	type record struct{ V Decimal }
	in := record{Must("-123456789012345678901234567890.000000000000000000000000000001")}
	b, err := json.Marshal(in)
	if err != nil || string(b) != `{"V":"-123456789012345678901234567890.000000000000000000000000000001"}` {
		t.Fatalf("%s, %v", b, err)
	}
	var out record
	if err := json.Unmarshal(b, &out); err != nil || !out.V.Equal(in.V) {
		t.Errorf("%s, %v", out.V, err)
	}
	if err := json.Unmarshal([]byte(`{"V":"1e5"}`), &out); err == nil {
		t.Error("a record with an exponent was read")
	}
}

func TestMustPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	Must("1,5")
}

func drawn(t *rapid.T, name string) Decimal {
	return Must(rapid.StringMatching(`-?[0-9]{1,30}(\.[0-9]{1,30})?`).Draw(t, name))
}

func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := drawn(t, "a"), drawn(t, "b"), drawn(t, "c")
		before := a.String() + " " + b.String()
		if again := Must(a.String()); !again.Equal(a) || again.String() != a.String() {
			t.Errorf("%s reads back as %s", a, again)
		}
		if !a.Add(b).Sub(b).Equal(a) || !a.Mul(b.Add(c)).Equal(a.Mul(b).Add(a.Mul(c))) {
			t.Error("sums and products are not exact")
		}
		if !b.IsZero() && !a.Quo(b).Mul(b).Equal(a) {
			t.Error("a quotient is not exact")
		}
		if a.Less(b) != (b.Cmp(a) > 0) || a.Less(b) != (a.Sub(b).Sign() < 0) {
			t.Error("comparisons contradict each other")
		}
		if f := a.Floor(); !f.IsInt() || a.Less(f) || !a.Less(f.Add(Int(1))) {
			t.Errorf("floor of %s is %s", a, f)
		}
		if a.String()+" "+b.String() != before {
			t.Error("a value changed")
		}
	})
}

// Rounding is judged in whole numbers of the last place: nearest, and of two
// that are as near, the one further from zero.
func TestRoundingIsNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, places := drawn(t, "d"), rapid.IntRange(0, 8).Draw(t, "places")
		if rapid.Bool().Draw(t, "a tie") {
			unit := Must("1" + strings.Repeat("0", places))
			d = d.Floor().Add(Must("0.5")).Quo(unit)
		}
		r := d.Round(places)
		if n, exact := r.Places(); n > places || !exact {
			t.Fatalf("%s has more than %d places", r, places)
		}
		unit := Int(1).Quo(Must("1" + strings.Repeat("0", places)))
		twice := r.Sub(d).Mul(Int(2))
		switch far := twice.Cmp(unit); {
		case far > 0 || twice.Add(unit).Sign() < 0:
			t.Errorf("%s to %d places is %s", d, places, r)
		case far == 0 && d.Sign() < 0, twice.Add(unit).IsZero() && d.Sign() > 0:
			t.Errorf("%s to %d places is %s: half goes away from zero", d, places, r)
		}
	})
}

var machineForm = regexp.MustCompile(`^-?[0-9]{1,30}(\.[0-9]{1,30})?$`)

func FuzzParse(f *testing.F) {
	for _, s := range []string{"0", "-12.50", "1,5", "1e5", "0x1p-2", "1/3", "+1", "1_0", "Inf", "٣", "9999999999999999999999999999999", "5\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := Parse(s)
		if (err == nil) != machineForm.MatchString(s) || strings.HasSuffix(s, "\n") && err == nil {
			t.Fatalf("Parse(%q): %v", s, err)
		}
		if err != nil {
			return
		}
		want, _ := new(big.Rat).SetString(s)
		if d.rat().Cmp(want) != 0 {
			t.Errorf("Parse(%q) = %s", s, d)
		}
		if again, err := Parse(d.String()); err != nil || !again.Equal(d) {
			t.Errorf("%q prints as %s, which reads as %s, %v", s, d, again, err)
		}
	})
}
