package number

import (
	"slices"

	"thidua/workflow/decimal"
	"thidua/workflow/text"
)

var hundred = decimal.Int(100)

// resolve turns what was said into a reading. What is understood to the last
// word is a value; what leaves a doubt is asked; what contradicts the question
// is refused.
func (p *phrase) resolve() Reading {
	if len(p.amounts) == 0 {
		if p.timed {
			return refuse("number.time", "text", p.shown)
		}
		return refuse("number.not_a_number", "text", p.shown)
	}
	for _, a := range p.amounts {
		switch {
		case tooLong(a.text):
			return refuse("number.too_long", "text", p.shown)
		case len(a.values) == 0:
			return refuse("number.format", "text", excerpt(a.text))
		}
	}
	if p.broken && len(p.amounts) == 1 {
		return refuse("number.not_a_number", "text", p.shown)
	}
	a := p.amounts[0]
	parts := len(p.amounts)
	if parts > 1 {
		sum, ok := p.compound()
		if !ok || p.broken {
			return refuse("number.two", "first", a.text, "second", p.amounts[1].text)
		}
		sum.scaled, a = true, sum
	}
	p.signed = p.signed || p.minus && a.negative
	if a.negative || p.minus {
		a.values = negated(a.values)
	}
	switch {
	case p.against:
		return refuse("number.negated", "text", p.shown)
	case a.over != "":
		return p.fraction(a)
	case p.ranked && p.own.base != "hang":
		return p.wrongUnit()
	case a.unit.base == "%" && p.own.base != "%":
		return p.trade(a)
	case !a.unit.names(p.own):
		return p.wrongUnit()
	}
	return p.measured(a, parts > 1)
}

// wrongUnit refuses what counts something else than was asked for.
func (p *phrase) wrongUnit() Reading {
	if p.question.Unit == "" {
		return refuse("number.unit_bare", "text", p.shown)
	}
	return refuse("number.unit", "text", p.shown, "unit", p.question.Unit)
}

// fraction reads "hạng 7/63". Elsewhere "10/12" is ten, or a share where the
// unit is %, and the person says so.
func (p *phrase) fraction(a amount) Reading {
	of := readings(a.over)
	if len(a.values) != 1 || len(of) != 1 || a.scaled || a.values[0].Sign() < 0 || of[0].Sign() == 0 || of[0].Less(a.values[0]) || yearLike(a.over) {
		return refuse("number.fraction", "text", p.shown, "number", a.text)
	}
	switch rank := p.own.base == "hang"; {
	case p.own.base == "%":
		return p.verdict([]decimal.Decimal{a.values[0].Mul(hundred).Quo(of[0]).Round(2)}, "number.share")
	case rank && (a.values[0].Sign() == 0 || !a.values[0].IsInt()):
		return refuse("number.fraction", "text", p.shown, "number", a.text)
	case rank && a.unit.names(p.own):
		return p.verdict(a.values, "")
	case rank || a.unit.names(p.own):
		return p.verdict(a.values, "number.share")
	}
	return p.wrongUnit()
}

// trade reads a percent where the figure is none: "vượt 26,6%" and "đạt 103,46%
// kế hoạch" count from the plan, "tăng 5%" and "giảm 5%" from last year. What
// comes out is a proposal, because the percent was rounded once.
func (p *phrase) trade(a amount) Reading {
	added := p.lead != unknown && !p.upTo
	switch {
	case p.before && !p.plan, added && !p.plan && p.lead != exceed:
		return p.share(a, p.question.LastYear, added, "number.from_last", "number.from_last_unknown")
	case !p.before && (p.plan || added):
		return p.share(a, p.question.Plan, added, "number.from_plan", "number.from_plan_unknown")
	}
	return p.wrongUnit()
}

// share proposes the percent of a base, or the base with the percent added.
func (p *phrase) share(a amount, base *decimal.Decimal, added bool, key, unknown string) Reading {
	if base == nil {
		return refuse(unknown, "text", p.shown)
	}
	return p.verdict(p.shares(a.values, *base, added), key, "base", base.String())
}

func (p *phrase) shares(percents []decimal.Decimal, base decimal.Decimal, added bool) []decimal.Decimal {
	var list []decimal.Decimal
	for _, d := range percents {
		if added && p.lead == fall {
			d = hundred.Sub(d)
		} else if added {
			d = hundred.Add(d)
		}
		list = append(list, base.Mul(d).Quo(hundred).Round(6))
	}
	return list
}

// measured reads a number in the question's own unit or in another scale of it.
func (p *phrase) measured(a amount, compound bool) Reading {
	key := ""
	if a.scaled && slices.Contains(bare, p.own.base) {
		return p.wrongUnit()
	}
	if a.unit.per != p.own.per && a.unit.per != "" {
		p.strange = true
	}
	// a bare number is in the question's unit, "5 đồng" and "5 tỷ" say their own
	if (a.scaled || a.unit.base != "") && !a.unit.scale.Equal(p.own.scale) {
		a.values = times(a.values, a.unit.scale.Quo(p.own.scale))
		key = "number.converted"
	}
	plain := a.values
	switch {
	case p.upTo:
		return p.verdict(plain, "number.words")
	case p.lead == exceed || p.plan && p.own.base == "%":
		return p.beyond(a, plain, key)
	case p.lead == rise || p.lead == fall:
		return p.changed(a, plain)
	case p.signed:
		return p.verdict(append(slices.Clone(plain), negated(plain)...), "number.sign")
	}
	return p.verdict(plain, key)
}

// beyond reads "vượt 5 tỷ", and in a question for a percent "vượt 5%" and "đạt
// 103% kế hoạch", which may mean the figure itself.
func (p *phrase) beyond(a amount, plain []decimal.Decimal, key string) Reading {
	plan := p.question.Plan
	if p.own.base == "%" {
		var list []decimal.Decimal
		if plan != nil {
			list = p.shares(a.values, *plan, p.lead == exceed)
		}
		return p.verdict(append(list, plain...), "number.percent_or_plan")
	}
	if plan == nil {
		return refuse("number.from_plan_unknown", "text", p.shown)
	}
	var list []decimal.Decimal
	for _, d := range plain {
		list = append(list, plan.Add(d))
	}
	return p.verdict(list, "number.from_plan", "base", plan.String())
}

// changed reads "giảm 348 vụ": the new figure, or the change itself where the
// criterion asks for that ("giảm tỷ lệ hộ nghèo").
func (p *phrase) changed(a amount, plain []decimal.Decimal) Reading {
	var list []decimal.Decimal
	if last := p.question.LastYear; last != nil {
		for _, d := range plain {
			if p.lead == fall {
				d = negated([]decimal.Decimal{d})[0]
			}
			list = append(list, last.Add(d))
		}
	}
	list = append(list, plain...)
	if p.lead == fall && p.own.base == "%" {
		list = append(list, negated(plain)...)
	}
	return p.verdict(list, "number.change")
}

func negated(list []decimal.Decimal) []decimal.Decimal { return times(list, decimal.Int(-1)) }

// verdict is a value when one reading is left and nothing is in doubt; key names
// the doubt that is already known.
func (p *phrase) verdict(list []decimal.Decimal, key string, pairs ...string) Reading {
	list = distinct(list)
	if len(list) == 0 {
		return refuse("number.too_long", "text", p.shown)
	}
	switch {
	case key != "":
	case p.strange:
		key = "number.words"
	case p.about:
		key = "number.about"
	case len(list) > 1:
		key = "number.two_readings"
	case p.spaced:
		key = "number.spaces"
	case p.plan || p.before:
		key = "number.words"
	default:
		return Reading{Verdict: Value, Value: list[0]}
	}
	likeliest(list, p.question)
	pairs = append([]string{"text", p.shown, "unit", p.question.Unit}, pairs...)
	return Reading{Verdict: Ask, Choices: list, Why: text.Say(key, pairs...)}
}

// distinct keeps each value once, and only those that can be stored.
func distinct(list []decimal.Decimal) []decimal.Decimal {
	var out []decimal.Decimal
	for _, d := range list {
		if _, err := decimal.Parse(d.String()); err == nil && !slices.ContainsFunc(out, d.Equal) {
			out = append(out, d)
		}
	}
	return out
}
