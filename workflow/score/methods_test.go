package score

import (
	"testing"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
)

func TestMethods(t *testing.T) {
	bonus := rules.Method{Kind: rules.Proportional, From: dec("50"), Bonus: &rules.Bonus{Per: dec("1"), Points: dec("0.5"), Max: dec("5")}}
	plain := rules.Method{Kind: rules.Proportional}
	bands := rules.Method{Kind: rules.Bands, Bands: []rules.Band{{At: dec("105"), Points: dec("60")}, {At: dec("100"), Points: dec("45.5")}, {At: dec("95"), Points: dec("10")}}}
	half := rules.Method{Kind: rules.HalfLeader}
	of5 := func(m rules.Method) rules.Criterion { return rules.Criterion{Points: dec("5"), Method: m} }
	of60 := func(m rules.Method) rules.Criterion { return rules.Criterion{Points: dec("60"), Method: m} }
	lower := func(m rules.Method) rules.Criterion {
		return rules.Criterion{Points: dec("60"), Method: m, Lower: true, Of: rules.OfLastYear}
	}
	value := func(m rules.Method) rules.Criterion {
		return rules.Criterion{Points: dec("60"), Method: m, Of: rules.OfValue}
	}
	places := of60(rules.Method{Kind: rules.Places, Places: []decimal.Decimal{dec("60"), dec("45"), dec("30")}})
	adjust := rules.Criterion{Method: rules.Method{Kind: rules.Adjust, Min: dec("-20"), Max: dec("10")}}
	days := of60(rules.Method{Kind: rules.OnTime, PerDay: dec("7"), Reports: []string{"6T", "CN"}})
	none := rules.Criterion{Method: rules.Method{Kind: rules.None}}

	for _, tt := range []struct {
		name      string
		k         rules.Criterion
		fig       Figure
		points    string
		percent   string // rounded to 2, as printed; "" for none
		state     State
		key       string
		otherBest Figure // of a second member
	}{
		{"exactly the plan", of60(bonus), fig("8", "8", ""), "60", "100", StateVerified, "reason.proportional.full", Figure{}},
		{"short, rounded once", of60(bonus), fig("7.67", "7.76", ""), "59.3", "98.84", StateVerified, "reason.proportional.short", Figure{}},
		{"half a hundredth goes up", of5(plain), fig("100.1", "1000", ""), "0.5", "10.01", StateVerified, "reason.proportional.short", Figure{}},
		{"from counts exactly", of60(bonus), fig("50", "100", ""), "30", "50", StateVerified, "reason.proportional.short", Figure{}},
		{"a hair below from", of60(bonus), fig("49.9999", "100", ""), "0", "50", StateVerified, "reason.proportional.below", Figure{}},
		{"a whole step of bonus", of60(bonus), fig("101", "100", ""), "60.5", "101", StateVerified, "reason.proportional.bonus", Figure{}},
		{"not quite two steps", of60(bonus), fig("101.99", "100", ""), "60.5", "101.99", StateVerified, "reason.proportional.bonus", Figure{}},
		{"bonus has an end", of60(bonus), fig("300", "100", ""), "65", "300", StateVerified, "reason.proportional.bonus.most", Figure{}},
		{"no bonus in the rule", of60(plain), fig("300", "100", ""), "60", "300", StateVerified, "reason.proportional.full", Figure{}},
		{"negative growth", of60(plain), fig("-1", "7", ""), "0", "-14.29", StateVerified, "reason.proportional.below", Figure{}},
		{"no plan", of60(bonus), fig("8", "", "7"), "0", "", StateVerified, "reason.no_base", Figure{}},
		{"no plan, zero done", of60(bonus), fig("0", "", ""), "0", "", StateVerified, "reason.no_base", Figure{}},
		{"zero of zero", of60(bonus), fig("0", "0", ""), "60", "100", StateVerified, "reason.proportional.full", Figure{}},
		{"something of zero", of60(bonus), fig("3", "0", ""), "0", "", StateVerified, "reason.unmeasurable", Figure{}},
		{"not reported", of60(bonus), fig("", "8", "7"), "0", "", StateMissing, "reason.missing", Figure{}},
		{"no target", of60(bonus), fig("n/a", "", ""), "0", "", StateNA, "reason.na", Figure{}},
		{"no target, not verified", of60(bonus), Figure{Value: val("n/a")}, "0", "", StateMissing, "reason.na.unverified", Figure{}},
		{"submitted counts", of60(bonus), Figure{Value: val("8"), Plan: opt("8")}, "60", "100", StateSubmitted, "reason.proportional.full", Figure{}},
		{"yes is no number", of60(bonus), fig("yes", "8", ""), "0", "", StateMissing, "reason.missing", Figure{}},

		{"fewer, half of last year", lower(bonus), fig("50", "", "100"), "65", "200", StateVerified, "reason.proportional.bonus.most", Figure{}},
		{"fewer, twice last year", lower(bonus), fig("200", "", "100"), "30", "50", StateVerified, "reason.proportional.short", Figure{}},
		{"fewer, from nothing to some", lower(plain), fig("3", "", "0"), "0", "0", StateVerified, "reason.proportional.short", Figure{}},
		{"fewer, nothing and nothing before", lower(plain), fig("0", "", "0"), "60", "100", StateVerified, "reason.proportional.full", Figure{}},
		{"nothing left with bonus", lower(bonus), fig("0", "", "100"), "65", "", StateVerified, "reason.nothing_left.bonus", Figure{}},
		{"nothing left", lower(plain), fig("0", "", "100"), "60", "", StateVerified, "reason.nothing_left", Figure{}},
		{"nothing left in bands", lower(bands), fig("0", "", "1"), "60", "", StateVerified, "reason.nothing_left", Figure{}},
		{"nothing left in half_leader", lower(half), fig("0", "", "1"), "60", "", StateVerified, "reason.nothing_left", Figure{}},
		{"nothing left elsewhere sets no e₁", lower(half), fig("80", "", "100"), "60", "125", StateVerified, "reason.half_leader.best", fig("0", "", "9")},

		{"value is its own percent", value(plain), fig("82.66", "", ""), "49.6", "82.66", StateVerified, "reason.proportional.short.value", Figure{}},
		{"bands of a value", value(bands), fig("104.99", "", ""), "45.5", "104.99", StateVerified, "reason.bands.between.value", Figure{}},
		{"below every band of a value", value(bands), fig("9", "", ""), "0", "9", StateVerified, "reason.bands.below.value", Figure{}},

		{"highest band", of60(bands), fig("210", "200", ""), "60", "105", StateVerified, "reason.bands", Figure{}},
		{"a hair under a band", of60(bands), fig("99.999999", "100", ""), "10", "100", StateVerified, "reason.bands.between", Figure{}},
		{"exactly a band", of60(bands), fig("95", "100", ""), "10", "95", StateVerified, "reason.bands.between", Figure{}},
		{"below every band", of60(bands), fig("90", "100", ""), "0", "90", StateVerified, "reason.bands.below", Figure{}},

		// The written rule's own examples: M = 5, T = 10.
		{"rule: 8 of 10", of5(half), fig("8", "10", ""), "2", "80", StateVerified, "reason.half_leader.short", fig("20", "10", "")},
		{"rule: 10 of 10", of5(half), fig("10", "10", ""), "2.5", "100", StateVerified, "reason.half_leader.on", fig("20", "10", "")},
		{"rule: 20 of 10 leads", of5(half), fig("20", "10", ""), "5", "200", StateVerified, "reason.half_leader.best", fig("10", "10", "")},
		{"rule: 15 of 10, 20 leads", of5(half), fig("15", "10", ""), "3.75", "150", StateVerified, "reason.half_leader.above", fig("20", "10", "")},
		{"the leader's criterion does not apply", of5(half), fig("15", "10", ""), "5", "150", StateVerified, "reason.half_leader.best", fig("n/a", "10", "")},
		{"the leader has no plan", of5(half), fig("15", "10", ""), "5", "150", StateVerified, "reason.half_leader.best", fig("99", "", "")},
		{"the leader is only submitted", of5(half), fig("15", "10", ""), "3.75", "150", StateVerified, "reason.half_leader.above", Figure{Value: val("20"), Plan: opt("10")}},
		{"half_leader, negative", of5(half), fig("-3", "10", ""), "0", "-30", StateVerified, "reason.half_leader.below", Figure{}},

		{"yes", of60(rules.Method{Kind: rules.Pass}), fig("yes", "", ""), "60", "", StateVerified, "reason.pass.yes", Figure{}},
		{"no", of60(rules.Method{Kind: rules.Pass}), fig("no", "", ""), "0", "", StateVerified, "reason.pass.no", Figure{}},
		{"yes, for nothing", rules.Criterion{Method: rules.Method{Kind: rules.Pass}}, fig("yes", "", ""), "0", "", StateVerified, "reason.none.yes", Figure{}},
		{"no, for nothing", rules.Criterion{Method: rules.Method{Kind: rules.Pass}}, fig("no", "", ""), "0", "", StateVerified, "reason.none.no", Figure{}},
		{"nothing, for nothing", rules.Criterion{Method: rules.Method{Kind: rules.Pass}}, Figure{}, "0", "", StateMissing, "reason.none.missing", Figure{}},
		{"a number is no yes", of60(rules.Method{Kind: rules.Pass}), fig("1", "", ""), "0", "", StateMissing, "reason.missing", Figure{}},
		{"direct needs no plan", of60(rules.Method{Kind: rules.Direct}), fig("41.25", "", ""), "41.25", "", StateVerified, "reason.direct", Figure{}},
		{"direct, half away from zero", of60(rules.Method{Kind: rules.Direct}), fig("41.255", "", ""), "41.26", "", StateVerified, "reason.direct", Figure{}},
		{"direct never exceeds M", of60(rules.Method{Kind: rules.Direct}), fig("61", "", ""), "60", "", StateVerified, "reason.direct", Figure{}},
		{"direct never goes below 0", of60(rules.Method{Kind: rules.Direct}), fig("-1", "", ""), "0", "", StateVerified, "reason.direct", Figure{}},
		{"second place", places, fig("2", "", ""), "45", "", StateVerified, "reason.places", Figure{}},
		{"beyond the places", places, fig("4", "", ""), "0", "", StateVerified, "reason.places.beyond", Figure{}},

		{"plus", adjust, fig("3.5", "", ""), "3.5", "", StateVerified, "reason.adjust.plus", Figure{}},
		{"minus, half away from zero", adjust, fig("-3.125", "", ""), "-3.13", "", StateVerified, "reason.adjust.minus", Figure{}},
		{"held at the top", adjust, fig("11", "", ""), "10", "", StateVerified, "reason.adjust.held", Figure{}},
		{"held at the bottom", adjust, fig("-21", "", ""), "-20", "", StateVerified, "reason.adjust.held", Figure{}},
		{"no adjustment", adjust, Figure{}, "0", "", StateMissing, "reason.adjust.unmarked", Figure{}},
		{"no place", places, Figure{}, "0", "", StateMissing, "reason.unmarked", Figure{}},
		{"an adjustment of 0", adjust, fig("0", "", ""), "0", "", StateVerified, "reason.adjust.none", Figure{}},

		{"on time by figure", days, fig("0", "", ""), "60", "", StateVerified, "reason.on_time", Figure{}},
		{"days late by figure", days, fig("2", "", ""), "46", "", StateVerified, "reason.on_time.late", Figure{}},
		{"points used up", days, fig("9", "", ""), "0", "", StateVerified, "reason.on_time.spent", Figure{}},
		{"never sent", days, Figure{}, "0", "", StateMissing, "reason.on_time.missing", Figure{}},
		{"on_time does not apply", days, fig("n/a", "", ""), "0", "", StateNA, "reason.na", Figure{}},

		{"not scored", none, fig("12", "10", ""), "0", "120", StateVerified, "reason.none.measured", Figure{}},
		{"not scored, no base", none, fig("12", "", ""), "0", "", StateVerified, "reason.none", Figure{}},
		{"not scored, not reported", none, Figure{}, "0", "", StateMissing, "reason.none.missing", Figure{}},
		{"not scored, no target", none, fig("n/a", "", ""), "0", "", StateNA, "reason.na.unscored", Figure{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := cluster(2, []rules.Criterion{tt.k})
			in := input(c)
			in.Figures[Key{"a", "k1.1"}] = tt.fig
			in.Figures[Key{"b", "k1.1"}] = tt.otherBest
			cell := of(t, Rank(in), "a").Cells[0]
			percent := ""
			if cell.Percent != nil {
				percent = cell.Percent.Round(2).String()
			}
			if cell.Points.String() != tt.points || percent != tt.percent || cell.State != tt.state || cell.Reason.Key != tt.key {
				t.Errorf("got %v points, %q%%, %s, %s %v\nwant %s points, %q%%, %s, %s",
					cell.Points, percent, cell.State, cell.Reason.Key, cell.Reason.Args, tt.points, tt.percent, tt.state, tt.key)
			}
			if cell.NoBase != (tt.key == "reason.no_base") {
				t.Errorf("NoBase = %v", cell.NoBase)
			}
			max := tt.k.Points
			if tt.state == StateNA {
				max = dec("0")
			}
			if !cell.Max.Equal(max) {
				t.Errorf("Max = %v, want %v", cell.Max, max)
			}
		})
	}
}

func TestOnTimeFromDates(t *testing.T) {
	k := rules.Criterion{Points: dec("20"), Method: rules.Method{Kind: rules.OnTime, PerDay: dec("1.5"), Reports: []string{"6T", "CN"}}}
	in := input(cluster(4, []rules.Criterion{k}))
	late := map[Key]int{{"a", "6T"}: 2, {"a", "CN"}: 1, {"b", "CN"}: 0, {"c", "6T"}: 0, {"c", "CN"}: 0, {"d", "6T"}: 4, {"d", "CN"}: 4}
	in.DaysLate = func(member, period string) (int, bool) {
		days, sent := late[Key{member, period}]
		return days, sent
	}
	in.Figures[Key{"d", "k1.1"}] = fig("1", "", "") // entered by a reviewer: wins
	r := Rank(in)
	if r.Provisional {
		t.Error("dates make no ranking provisional")
	}
	for _, want := range []struct {
		member, points, actual string
		state                  State
	}{{"a", "15.5", "3", StateVerified}, {"b", "0", "", StateMissing}, {"c", "20", "0", StateVerified}, {"d", "18.5", "1", StateVerified}} {
		c := of(t, r, want.member).Cells[0]
		if c.Points.String() != want.points || c.State != want.state || c.Figure.Value.String() != want.actual {
			t.Errorf("%s: %v points for %q days, %s; want %v", want.member, c.Points, c.Figure.Value, c.State, want)
		}
		if c.State == StateVerified && !c.Figure.Verified {
			t.Errorf("%s: figure not verified", want.member)
		}
	}
	if got := of(t, r, "b").Cells[0].Reason.Args["reports"]; got != "half" {
		t.Errorf("never sent: %q, want half", got)
	}
}

func TestReasonArithmetic(t *testing.T) {
	half := rules.Criterion{Points: dec("5"), Method: rules.Method{Kind: rules.HalfLeader}}
	bands := rules.Criterion{Points: dec("5"), Lower: true, Of: rules.OfLastYear, Method: rules.Method{Kind: rules.Bands, Bands: []rules.Band{{At: dec("100"), Points: dec("5")}}}}
	bonus := rules.Criterion{Points: dec("5"), Method: rules.Method{Kind: rules.Proportional, Bonus: &rules.Bonus{Per: dec("2"), Points: dec("0.5"), Max: dec("2")}}}
	in := input(cluster(2, []rules.Criterion{half, bands, bonus}))
	in.Figures[Key{"a", "k1.1"}] = fig("15", "10", "")
	in.Figures[Key{"b", "k1.1"}] = fig("20", "10", "")
	in.Figures[Key{"a", "k1.2"}] = fig("100.001", "", "100")
	in.Figures[Key{"a", "k1.3"}] = fig("13.1", "12", "")
	a := of(t, Rank(in), "a")
	for i, want := range []map[string]string{
		{"points": "3.75", "half": "2.5", "excess": "50", "best": "100", "leader": "Unit b", "percent": "150", "base": "10", "of": "reason.of.plan"},
		{"points": "0", "percent": "99.999", "at": "100", "of": "reason.of.last_year.lower", "over": "100", "under": "100.001"},
		{"points": "7", "percent": "109.17", "steps": "4", "bonus": "2", "most": "2", "per": "2", "step": "0.5"},
	} {
		for name, v := range want {
			if got := a.Cells[i].Reason.Args[name]; got != v {
				t.Errorf("%s: %s = %q, want %q", a.Cells[i].Reason.Key, name, got, v)
			}
		}
	}
}
