package number

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"thidua/workflow/decimal"
	"thidua/workflow/text"
)

// maybe draws what may be known about a criterion, or nothing.
func maybe(t *rapid.T, name string) *decimal.Decimal {
	if !rapid.Bool().Draw(t, name+" known") {
		return nil
	}
	d := decimal.Must(rapid.StringMatching(`-?(0|[1-9][0-9]{0,6})(\.[0-9]{1,4})?`).Draw(t, name))
	return &d
}

func question(t *rapid.T) Question {
	return Question{
		Unit: rapid.SampledFrom([]string{"", "tỷ đồng", "triệu USD", "%", "lao động", "vụ", "hạng"}).Draw(t, "unit"),
		Plan: maybe(t, "plan"), LastYear: maybe(t, "last year"), Earlier: maybe(t, "earlier"),
		Least: maybe(t, "least"), Most: maybe(t, "most"),
	}
}

// What is printed in the question's own unit comes back as it is when it is
// likely. When it is not, it is asked about: likely slips first, itself last.
func TestUnlikelyIsAskedAndNeverDecided(t *testing.T) {
	shifts := []string{"1000", "100", "10", "0.1", "0.01", "0.001"}
	rapid.Check(t, func(t *rapid.T) {
		q, d := question(t), plain(t)
		if near := maybe(t, "number"); near != nil {
			d = *near
		}
		printed := text.Number(text.Vietnamese, d)
		if q.Unit != "" && rapid.Bool().Draw(t, "with unit") {
			printed += " " + q.Unit
		}
		r := Read(printed, q)
		why, unlikely := q.Unlikely(d)
		switch {
		case doubtfulSign.MatchString(printed):
			if r.Verdict != Ask || len(r.Choices) != 2 || !slices.ContainsFunc(r.Choices, d.Equal) || r.Why.Key != "number.two_readings" {
				t.Fatalf("%q: %s %v %s", printed, r.Verdict, r.Choices, r.Why.Key)
			}
		case !unlikely:
			if r.Verdict != Value || !r.Value.Equal(d) {
				t.Fatalf("%q: %s %v %s", printed, r.Verdict, r.Value, r.Why.Key)
			}
		default:
			n := len(r.Choices) - 1
			if r.Verdict != Ask || r.Why.Key != why.Key || n < 0 || n > 2 || !r.Choices[n].Equal(d) {
				t.Fatalf("%q: %s %v %s", printed, r.Verdict, r.Choices, r.Why.Key)
			}
			for _, slip := range r.Choices[:n] {
				if why, unlikely := q.Unlikely(slip); unlikely {
					t.Errorf("%q offers %s, which is %s", printed, slip, why.Key)
				}
				if !slices.ContainsFunc(shifts, func(by string) bool { return slip.Equal(d.Mul(decimal.Must(by))) }) {
					t.Errorf("%q offers %s, which is no shift of it", printed, slip)
				}
			}
		}
	})
}

// In another unit, or with every sign turned, the same figures are as likely.
func TestLikelihoodKnowsNoUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, d := question(t), decimal.Must(rapid.StringMatching(`-?(0|[1-9][0-9]{0,6})(\.[0-9]{1,4})?`).Draw(t, "number"))
		by := decimal.Must(rapid.SampledFrom([]string{"1000000", "0.001", "7", "-1", "-0.3"}).Draw(t, "by"))
		scaled := func(d *decimal.Decimal) *decimal.Decimal {
			if d == nil {
				return nil
			}
			e := d.Mul(by)
			return &e
		}
		other := Question{Unit: q.Unit, Plan: scaled(q.Plan), LastYear: scaled(q.LastYear), Earlier: scaled(q.Earlier), Least: scaled(q.Least), Most: scaled(q.Most)}
		if by.Sign() < 0 {
			other.Least, other.Most = other.Most, other.Least
		}
		_, one := q.Unlikely(d)
		if why, two := other.Unlikely(d.Mul(by)); one != two {
			t.Fatalf("%s is unlikely: %v; times %s: %v (%s)", d, one, by, two, why.Key)
		}
	})
}

// The sentences say in words how far off a figure is, with numbers as people
// write them.
func TestUnlikelyInWords(t *testing.T) {
	for _, c := range []struct {
		q          Question
		d          string
		lang, want string
	}{
		{Question{Unit: "tỷ đồng", Plan: known("65.9"), LastYear: known("50.3")}, "65913", text.Vietnamese,
			"Số này gấp khoảng 1.000 lần kế hoạch (65,9 tỷ đồng); có thể nhầm đơn vị, nhầm dấu phân cách hoặc thừa chữ số."},
		{Question{Unit: "tỷ đồng", Plan: known("65913")}, "65.9", text.Vietnamese,
			"Số này chỉ bằng khoảng 1/1.000 kế hoạch (65.913 tỷ đồng); có thể nhầm đơn vị, nhầm dấu phân cách hoặc thiếu chữ số."},
		{Question{Unit: "%", LastYear: known("6.5")}, "36.4", text.English,
			"This is about 6 times last year's figure (6.5%); the unit, a separator or a digit may be wrong."},
		{Question{Earlier: known("1200")}, "15432", text.Vietnamese,
			"Số này gấp khoảng 13 lần số đơn vị đã báo cáo lần trước (1.200); có thể nhầm đơn vị, nhầm dấu phân cách hoặc thừa chữ số."},
		{Question{Unit: "vụ", Plan: known("10"), Most: known("5000")}, "5001", text.Vietnamese,
			"Số này cao hơn mức tối đa thường gặp của chỉ tiêu (5.000 vụ); có thể nhầm đơn vị, nhầm dấu phân cách hoặc thừa chữ số."},
	} {
		why, unlikely := c.q.Unlikely(decimal.Must(c.d))
		if got := text.Plain(c.lang, why); !unlikely || got != c.want {
			t.Errorf("%s: %v %q, want %q", c.d, unlikely, got, c.want)
		}
	}
	if why, unlikely := (Question{YesNo: true, Most: known("1")}).Unlikely(decimal.Int(5)); unlikely {
		t.Errorf("a number where none is asked for: %s", why.Key)
	}
}
