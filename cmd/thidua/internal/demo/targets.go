package demo

import (
	"fmt"
	"slices"
	"strings"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// targetPeriods are the periods for which a unit has targets or last year's
// figures on paper, the year's own first.
func (s *stage) targetPeriods(member string) []*rules.Period {
	var list []*rules.Period
	for i := range s.cluster.Periods {
		p := &s.cluster.Periods[i]
		if len(s.papers[p.ID][member].targets(s.cluster, p.ID)) == 0 {
			continue
		}
		if p == s.cluster.Yearly() {
			list = slices.Insert(list, 0, p)
		} else {
			list = append(list, p)
		}
	}
	return list
}

// registers is an official who enters the unit's targets in /giaouoc.
func (p *person) registers() {
	s := p.stage
	periods := s.targetPeriods(p.member)
	if len(periods) == 0 {
		return
	}
	p.opens("giaouoc", "giao ước")
	p.chooses("giaouoc.button.targets")
	for i, period := range periods {
		if i > 0 {
			p.presses("chitieu.button.period")
		}
		p.named(period.Name)
		p.targetsOf(period)
	}
	p.chooses("chitieu.button.done")
}

// targetsOf types a period's targets, many to a message, and proofreads them.
func (p *person) targetsOf(period *rules.Period) {
	s := p.stage
	paper := s.papers[period.ID][p.member]
	list := paper.targets(s.cluster, period.ID)
	right := func(question string) (*rules.Criterion, decimal.Decimal, bool) {
		k := about(s.cluster, period.ID, question)
		if k == nil {
			return nil, decimal.Decimal{}, false
		}
		row := paper[k.ID]
		for n := range list {
			if row.LastYear != nil && strings.Contains(question, "“"+p.typed(k, *row.LastYear, n)+"”") {
				if row.Plan == nil || !strings.Contains(question, "“"+p.typed(k, *row.Plan, n)+"”") {
					return k, *row.LastYear, true
				}
			}
		}
		if row.Plan == nil {
			return k, *row.LastYear, true
		}
		return k, *row.Plan, true
	}
	for start := 0; start < len(list); start += 12 {
		var lines []string
		for n, k := range list[start:min(start+12, len(list))] {
			row := paper[k.ID]
			lines = append(lines, fmt.Sprintf("%s: %s | %s", p.names(period.ID, k), p.typedOr(k, row.Plan, start+n), p.typedOr(k, row.LastYear, start+n)))
		}
		p.says(strings.Join(lines, "\n"))
		p.clears(right)
	}
	if p.offered("baocao.button.list") {
		p.presses("baocao.button.list")
	}
	for range 3 {
		var wrong []string
		shown := p.answer()
		for _, k := range list {
			row := paper[k.ID]
			line := p.label("chitieu.line", "n", number(s.cluster, period.ID, k.ID), "name", k.Name, "plan", p.wordsOr(k, s.planOf(period, p.member, k.ID)), "last", p.wordsOr(k, row.LastYear))
			if !strings.Contains(shown, line) {
				wrong = append(wrong, fmt.Sprintf("%s: %s | %s", number(s.cluster, period.ID, k.ID), commaOr(row.Plan), commaOr(row.LastYear)))
			}
		}
		if wrong == nil {
			return
		}
		p.says(strings.Join(wrong, "\n"))
		p.clears(right)
	}
	s.fail("%s cannot get the targets right: %q", p.name, p.answer())
}

// planOf is what a unit's figures are measured against in a period: a period
// without its own plan uses the yearly one.
func (s *stage) planOf(period *rules.Period, member, criterion string) *decimal.Decimal {
	if own := s.papers[period.ID][member][criterion].Plan; own != nil {
		return own
	}
	return s.papers[s.cluster.Yearly().ID][member][criterion].Plan
}

// names is how this person writes which criterion a line is about.
func (p *person) names(period string, k *rules.Criterion) string {
	switch p.habit % 5 {
	case 1:
		return k.ID
	case 2:
		if !strings.ContainsAny(k.Name, ":=") {
			return strings.ToLower(text.Fold(k.Name))
		}
	case 3:
		if !strings.ContainsAny(k.Name, ":=") {
			return k.Name
		}
	}
	return number(p.stage.cluster, period, k.ID)
}

func (p *person) typedOr(k *rules.Criterion, d *decimal.Decimal, n int) string {
	if d == nil {
		return "-"
	}
	return p.typed(k, *d, n)
}

func (p *person) wordsOr(k *rules.Criterion, d *decimal.Decimal) string {
	if d == nil {
		return "–"
	}
	return p.words(k, *d)
}

func commaOr(d *decimal.Decimal) string {
	if d == nil {
		return "-"
	}
	return comma(*d)
}
