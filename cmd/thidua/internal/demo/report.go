package demo

import (
	"regexp"
	"slices"
	"strings"

	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// A report is what an official sends for one period.
type report struct {
	period *rules.Period
	paper  sheet  // what the official has before them
	typo   string // the criterion that is typed wrongly and seen when proofreading
	way    way    // what the unit does otherwise than most; empty: nothing
}

// reports is an official who reports a period, from the first question to the
// receipt.
func (p *person) reports(r report) {
	if r.way == inExcel {
		p.byForm(r)
		return
	}
	p.opensReport(r)
	asked := p.stage.cluster.Asked(r.period.ID)
	var done []string
	for range min(3, len(asked)) { // the first ones as they are asked
		id := p.askedAbout()
		if id == "" || slices.Contains(done, id) {
			break
		}
		done = append(done, id)
		p.answers(r, id)
	}
	if r.way == withScan {
		p.proves(r)
	}
	p.block(r, slices.DeleteFunc(slices.Clone(asked), func(k *rules.Criterion) bool { return slices.Contains(done, k.ID) }))
	p.proofreads(r)
	p.submits()
}

func (p *person) opensReport(r report) {
	reminder := p.label("nhac.button.report", "period", r.period.Name)
	if p.habit%3 == 0 && p.find(func(label string) bool { return label == reminder }) != "" {
		p.pressesLabel(reminder)
	} else {
		p.opens("baocao", "báo cáo")
	}
	if p.askedAbout() == "" && !p.offered("baocao.button.submit") {
		p.named(r.period.Name)
	}
}

var codeOf = regexp.MustCompile(`\((?:mã|code): ([^)]+)\)`)

// askedAbout is the criterion of the open question; empty when none is asked.
func (p *person) askedAbout() string {
	if !p.offered("baocao.button.skip") {
		return ""
	}
	all := codeOf.FindAllStringSubmatch(p.lastQuestion(), -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

// answers answers the question about one criterion.
func (p *person) answers(r report, id string) {
	k, _ := p.stage.cluster.Criterion(id)
	row := r.paper[id]
	switch {
	case !row.Given:
		p.chooses("baocao.button.none")
	case row.Actual.Kind == score.Yes:
		p.chooses("baocao.button.yes")
	case row.Actual.Kind == score.No:
		p.chooses("baocao.button.no")
	case row.Actual.Kind == score.NotApplicable:
		p.chooses("baocao.button.na")
		p.says(reason(row))
	default:
		p.says(p.firstTry(r, k, 0))
		p.clears(p.right(r))
	}
}

// firstTry is a figure as it is typed the first time.
func (p *person) firstTry(r report, k *rules.Criterion, n int) string {
	d := r.paper[k.ID].Actual.Number
	if r.typo == k.ID {
		places, _ := d.Places()
		d = d.Add(decimal.Must("0." + strings.Repeat("0", max(places, 1)-1) + "1").Mul(decimal.Int(map[bool]int{true: 10, false: 1}[places == 0])))
	}
	if r.way == tenfold && k.ID == p.shiftable(r) {
		return comma(shifted(d))
	}
	return p.typed(k, d, n)
}

// right is what the paper says about the criterion of a question.
func (p *person) right(r report) func(string) (*rules.Criterion, decimal.Decimal, bool) {
	return func(question string) (*rules.Criterion, decimal.Decimal, bool) {
		k := about(p.stage.cluster, r.period.ID, question)
		if k == nil || r.paper[k.ID].Actual.Kind != score.Number {
			return nil, decimal.Decimal{}, false
		}
		return k, r.paper[k.ID].Actual.Number, true
	}
}

// block sends many figures in a few messages, a line each.
func (p *person) block(r report, list []*rules.Criterion) {
	var lines []string
	for n, k := range list {
		row := r.paper[k.ID]
		if !row.Given {
			continue // declared at the end
		}
		var value string
		switch row.Actual.Kind {
		case score.Yes:
			value = "đạt"
		case score.No:
			value = "không đạt"
		case score.NotApplicable:
			value = "n/a: " + reason(row)
		default:
			value = p.firstTry(r, k, n)
		}
		lines = append(lines, p.names(r.period.ID, k)+": "+value)
	}
	for part := range slices.Chunk(lines, 10) {
		p.says(strings.Join(part, "\n"))
		p.clears(p.right(r))
	}
	if p.offered("baocao.button.list") {
		p.chooses("baocao.button.list")
	}
}

// proofreads compares what is read back with the paper, and corrects.
func (p *person) proofreads(r report) {
	for range 3 {
		var wrong []string
		shown := strings.Split(p.answer(), "\n")
		for _, k := range p.stage.cluster.Asked(r.period.ID) {
			row := r.paper[k.ID]
			if row.Given && !p.shows(shown, r.period.ID, k, row) {
				wrong = append(wrong, number(p.stage.cluster, r.period.ID, k.ID)+": "+plainly(row))
			}
		}
		if wrong == nil {
			return
		}
		if len(wrong) == 1 {
			p.says("/sua " + strings.Replace(wrong[0], ": ", " = ", 1))
		} else {
			p.says(strings.Join(wrong, "\n"))
		}
		p.clears(p.right(r))
		if p.offered("baocao.button.list") {
			p.presses("baocao.button.list")
		}
	}
	p.stage.fail("%s cannot get the report right: %q", p.name, p.answer())
}

// plainly is a value as nobody can misunderstand it.
func plainly(row workflow.ImportRow) string {
	switch row.Actual.Kind {
	case score.Yes:
		return "đạt"
	case score.No:
		return "không đạt"
	case score.NotApplicable:
		return "n/a: " + reason(row)
	}
	return comma(row.Actual.Number)
}

// shows says whether a line of the read-back holds what the paper says.
func (p *person) shows(lines []string, period string, k *rules.Criterion, row workflow.ImportRow) bool {
	lead := number(p.stage.cluster, period, k.ID) + ". " + text.Clean(k.Name) + ": "
	words := ""
	switch row.Actual.Kind {
	case score.Yes:
		words = p.label("value.yes")
	case score.No:
		words = p.label("value.no")
	case score.NotApplicable:
		words = p.label("value.na")
	default:
		words = p.words(k, row.Actual.Number)
	}
	return slices.ContainsFunc(lines, func(line string) bool {
		_, rest, ok := strings.Cut(" "+line, " "+lead)
		return ok && (rest == words || strings.HasPrefix(rest, words+" "))
	})
}

// submits sends the report; what is still open is declared as having no figure.
func (p *person) submits() {
	if p.offered("baocao.button.submit") {
		p.chooses("baocao.button.submit")
		return
	}
	p.says("nộp hết")
}

// corrects answers a figure that was sent back, from the button that came with
// it.
func (p *person) corrects(r report) {
	p.presses("duyet.button.correct")
	if id := p.askedAbout(); id != "" {
		p.answers(r, id)
	}
	if p.offered("baocao.button.list") {
		p.presses("baocao.button.list")
	}
	p.proofreads(r)
	p.submits()
}
