package rules

import (
	"fmt"
	"slices"

	"thidua/workflow/decimal"
)

// method reads how a criterion is scored (docs/formats.md, section 5). A key
// that another method has is known here without effect, whatever its value.
// certain: the criterion's points could be read.
func (r *reader) method(o *object, k *Criterion, certain bool) Method {
	m := Method{Kind: required(o, "kind", choice(
		Proportional, Bands, HalfLeader, Pass, Direct, Places, Adjust, OnTime, None))}
	points := notNegative
	if certain {
		points = upTo(k.Points)
	}
	switch m.Kind {
	case Proportional:
		m.From = optional(o, "from", notNegative, zero)
		if b := o.child("bonus"); b != nil {
			m.Bonus = &Bonus{
				Per:    required(b, "per", positive),
				Points: required(b, "points", notNegative),
				Max:    required(b, "max", notNegative),
			}
			b.done()
		}
	case Bands:
		m.Bands = readBands(o, points)
	case Places:
		o.need("points")
		m.Places = several(o, "points", points)
		o.filled("points")
	case Adjust:
		m.Min = optional(o, "min", number, zero)
		m.Max = optional(o, "max", number, zero)
		if o.sound("min") && m.Min.Sign() > 0 {
			o.fault("min", "%s is above 0: it is the most that is taken off, as in -20", m.Min)
		}
		if o.sound("max") && m.Max.Sign() < 0 {
			o.fault("max", "%s is below 0: it is the most that is added, as in 20", m.Max)
		}
	case OnTime:
		m.PerDay = required(o, "per_day", notNegative)
		o.need("reports")
		m.Reports = several(o, "reports", distinct(r.periods.known))
		o.filled("reports")
	}
	o.ignore("from", "bonus", "bands", "points", "min", "max", "per_day", "reports")
	o.done()
	if m.Kind == Adjust && !o.has("min") && !o.has("max") && o.sound("min", "max") {
		o.fault("kind", "adjust needs min, max or both: the most that is taken off and added")
	}
	return m
}

// upTo holds points within what the criterion carries.
func upTo(most decimal.Decimal) func(string) (decimal.Decimal, error) {
	return func(s string) (decimal.Decimal, error) {
		d, err := notNegative(s)
		if err == nil && most.Less(d) {
			err = fmt.Errorf("%s is more than the %s points of the criterion", s, most)
		}
		return d, err
	}
}

// readBands reads the bands from the highest down, in whatever order they stand.
func readBands(o *object, points func(string) (decimal.Decimal, error)) []Band {
	o.need("bands")
	var list []Band
	lines := map[string]int{} // by at: 95 and 95.0 are the same band
	for _, b := range o.children("bands", "a band") {
		band := Band{
			At: required(b, "at", func(s string) (decimal.Decimal, error) {
				d, err := number(s)
				if err == nil && lines[d.String()] > 0 {
					err = fmt.Errorf("another band begins at %s: remove one", d)
				}
				lines[d.String()] = b.node.Line
				return d, err
			}),
			Points: required(b, "points", points),
		}
		b.done()
		list = append(list, band)
	}
	o.filled("bands")
	slices.SortStableFunc(list, func(a, b Band) int { return b.At.Cmp(a.At) })
	return list
}
