package number_test

import (
	"bytes"
	"encoding/csv"
	"testing"

	"thidua/workflow/decimal"
	"thidua/workflow/number"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
)

// The whole sample year, its half-year measured against the yearly plan and the year
// against the half-year, gives nobody a needless question.
func TestNothingOfTheSampleYearIsUnlikely(t *testing.T) {
	c, faults := rules.Load(sample.Cluster)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	rows, err := csv.NewReader(bytes.NewReader(sample.Figures)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	known := func(s string) *decimal.Decimal {
		if d, err := decimal.Parse(s); err == nil {
			return &d
		}
		return nil
	}
	type subject struct{ member, criterion string }
	yearly, half := map[subject]*decimal.Decimal{}, map[subject]*decimal.Decimal{}
	for _, r := range rows[1:] {
		switch s := (subject{r[1], r[2]}); r[0] {
		case "CN":
			yearly[s] = known(r[3])
		case "6T":
			half[s] = known(r[5])
		}
	}
	asked := 0
	for _, r := range rows[1:] {
		s := subject{r[1], r[2]}
		k, _ := c.Criterion(s.criterion)
		d := known(r[5])
		if k == nil || d == nil {
			continue
		}
		q := number.Question{Unit: k.Unit, Plan: known(r[3]), LastYear: known(r[4])}
		if q.Plan == nil {
			q.Plan = yearly[s]
		}
		if r[0] == "CN" {
			q.Earlier = half[s]
		}
		if k.Range != nil {
			q.Least, q.Most = &k.Range.Min, &k.Range.Max
		}
		asked++
		if why, unlikely := q.Unlikely(*d); unlikely {
			t.Errorf("%v: %s %v", r, why.Key, why.Args)
		}
	}
	if asked < 300 {
		t.Errorf("only %d figures were looked at", asked)
	}
}
