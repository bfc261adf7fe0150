package workflow

import (
	"strings"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

func (t *teller) percent(source string, d decimal.Decimal) string {
	return t.number(source, d.Round(2))
}

func abs(d decimal.Decimal) decimal.Decimal {
	if d.Sign() < 0 {
		return decimal.Decimal{}.Sub(d)
	}
	return d
}

// reportUnit is the unit that the report counts in, if it has one of its own and
// the number is not too small for it: "đạt hơn 0 tỷ USD" says nothing.
func reportUnit(k *rules.Criterion, d decimal.Decimal) *rules.ReportUnit {
	if u := k.Report.Unit; u != nil && (d.IsZero() || !d.Quo(u.Divide).Round(u.Decimals).IsZero()) {
		return u
	}
	return nil
}

// shownIn is a number in the unit that the report counts in, as it is printed.
func shownIn(k *rules.Criterion, d decimal.Decimal) decimal.Decimal {
	if u := reportUnit(k, d); u != nil {
		return d.Quo(u.Divide).Round(u.Decimals)
	}
	return d.Round(k.Decimals)
}

// amount is a number with the unit that the report counts in. What is rounded to
// a larger unit says so: "hơn 5,6 tỷ USD".
func (t *teller) amount(k *rules.Criterion, source string, d decimal.Decimal) string {
	shown := shownIn(k, d)
	value := t.number(source, shown)
	u := reportUnit(k, d)
	if u == nil {
		return t.inOwnUnit(k, value)
	}
	key := "report.amount"
	switch abs(shown).Cmp(abs(d.Quo(u.Divide))) {
	case -1:
		key = "report.amount.above"
	case +1:
		key = "report.amount.below"
	}
	return printed(key, "value", value, "unit", u.Name)
}

// inOwnUnit is a number with the criterion's unit. A unit that is not simply
// written behind ("%", "hạng") has a sentence of its own in the catalogs.
func (t *teller) inOwnUnit(k *rules.Criterion, value string) string {
	if k.Report.Of > 0 {
		return printed("report.amount.place", "unit", k.Unit, "value", value, "of", t.tally(k.ID+".of", k.Report.Of))
	}
	key := "report.amount." + k.Unit
	if !text.Has(key) {
		key = "report.amount"
	}
	return strings.TrimSpace(printed(key, "value", value, "unit", k.Unit))
}
