package pdf

import (
	"thidua/pdf/chart"
	"thidua/workflow/paper"
)

// Charts prints charts for a meeting: landscape pages, each chart with what it
// shows above and how it is read below.
func Charts(v paper.Chart) (Document, error) {
	c := &cleaner{}
	v = cleaned(c, v)
	return charts(v).finish(aboutFile("Biểu đồ thi đua "+v.PeriodName, v.ClusterName, v.Letterhead, v.Year), c)
}

func charts(v paper.Chart) *press {
	stamp := ""
	if v.Provisional {
		stamp = provisional
	}
	p := newPress("")
	list := chart.All(v)
	for i, one := range list {
		p.page(landscape)
		p.lightHead(v.Letterhead, stamp)
		p.centred(upper(one.Title), bold, 13)
		p.centred(one.About, regular, 12)
		p.y += 3
		rules := ""
		if i == len(list)-1 {
			rules = v.RulesSHA256
		}
		notes := chartNotes(one.Figure, rules)
		size, keep := 14.0, notesHeight(landscape, notes)
		for size > 11 && !p.holds(one.Figure, size, keep) {
			size--
		}
		p.chart(one.Figure, size, keep)
		p.notes(notes, 0)
	}
	if len(list) == 0 {
		p.page(landscape)
		p.lightHead(v.Letterhead, stamp)
	}
	return p
}

// lightHead is one line above a chart: who issues it, what it is worth, and
// when; under it, which paper this one takes the place of.
func (p *press) lightHead(h paper.Letterhead, mark string) {
	y, third := p.y, p.sheet.body()/3
	p.box(p.sheet.left, y, third*1.4, 5, h.Issuer, font{bold, 11}, left)
	p.box(p.sheet.left+1.4*third, y, third*0.5, 5, mark, font{bold, 11}, centre)
	place := dated(h.Date)
	if h.Place != "" {
		place = h.Place + ", " + place
	}
	p.box(p.sheet.left+1.9*third, y, third*1.1, 5, place, font{italic, 11}, right)
	p.y = y + 6
	p.line(p.sheet.left, p.y, p.sheet.right, p.y, 0.2, grey)
	if h.Edition != "" {
		p.y += 2
		p.centred("("+h.Edition+")", italic, 11)
	}
	p.y += 4
}
