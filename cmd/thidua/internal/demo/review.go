package demo

import (
	"slices"
	"strings"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// A review is one person going through units in /duyet.
type review struct {
	by      *person
	period  *rules.Period
	members []string
	marks   bool // set the points that reviewers give
}

// reviewers divides the units: the head's office takes all but its own, which
// goes to somebody else.
func (s *stage) reviewers(period *rules.Period, members []string, marks bool) []review {
	var own, rest []string
	for _, m := range members {
		if m == s.cluster.Head {
			own = append(own, m)
		} else {
			rest = append(rest, m)
		}
	}
	return []review{{s.cast.head, period, rest, marks}, {s.cast.second, period, own, marks}}
}

// reviews goes through the units, sends back what does not agree with the
// records, accepts the rest, and returns who got something back.
func (s *stage) reviews(list []review) (returned []string) {
	for _, r := range list {
		if len(r.members) == 0 {
			continue
		}
		r.by.opens("duyet", "duyệt")
		r.by.named(r.period.Name)
		for i, m := range r.members {
			if i > 0 {
				r.by.presses("duyet.button.members")
			}
			r.by.named(s.cluster.Member(m).Short)
			if r.by.judges(r, m) {
				returned = append(returned, m)
			}
		}
		r.by.chooses("duyet.button.done")
	}
	return returned
}

// judges compares what a unit sent with the records, and says whether something
// went back.
func (p *person) judges(r review, member string) (returned bool) {
	s := p.stage
	paper := s.papers[r.period.ID][member]
	shown := strings.Split(p.answer(), "\n")
	if id := s.questioned(r.period, member); id != "" && r.marks {
		k, _ := s.cluster.Criterion(id)
		if p.isThere(shown, r.period.ID, k) {
			p.says("trả " + number(s.cluster, r.period.ID, id) + ": Số này thay đổi nhiều so với năm trước, đề nghị đơn vị giải trình.")
			returned = true
		}
	}
	for _, k := range s.cluster.Asked(r.period.ID) {
		if row := paper[k.ID]; row.Given && !p.shows(shown, r.period.ID, k, row) && !p.isBack(shown, r.period.ID, k) && p.isThere(shown, r.period.ID, k) {
			p.says("trả " + number(s.cluster, r.period.ID, k.ID) + ": Số này chưa khớp với số liệu của ngành, đề nghị đơn vị kiểm tra lại.")
			returned = true
		}
	}
	if p.find(func(label string) bool {
		return strings.HasPrefix(label, cutNumber(p.label("duyet.button.accept", "n", "#")))
	}) != "" {
		p.says("duyệt hết")
	}
	if r.marks {
		p.marks(r, member)
	}
	return returned
}

// cutNumber is a label up to where its number stands.
func cutNumber(label string) string {
	lead, _, _ := strings.Cut(label, "#")
	return lead
}

// isThere says whether a line of the unit's list waits for the reviewer.
func (p *person) isThere(lines []string, period string, k *rules.Criterion) bool {
	lead := " " + number(p.stage.cluster, period, k.ID) + ". "
	return slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, "📨"+lead) })
}

func (p *person) isBack(lines []string, period string, k *rules.Criterion) bool {
	lead := " " + number(p.stage.cluster, period, k.ID) + ". "
	return slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, "↩️"+lead) })
}

// marks gives the points that reviewers give, as the records say.
func (p *person) marks(r review, member string) {
	s := p.stage
	paper := s.papers[r.period.ID][member]
	var lines []string
	for _, k := range s.cluster.Marked(r.period.ID) {
		row := paper[k.ID]
		if !row.Given {
			continue
		}
		lines = append(lines, p.mark(r.period.ID, k, row))
	}
	if lines == nil {
		return
	}
	p.says(strings.Join(lines, "\n"))
	p.clears(p.marked(r.period.ID, member))
}

func (p *person) mark(period string, k *rules.Criterion, row workflow.ImportRow) string {
	line := number(p.stage.cluster, period, k.ID) + ": "
	switch {
	case row.Actual.Kind == score.NotApplicable:
		return line + "n/a | " + reason(row)
	case k.Method.Kind == rules.OnTime:
		return line + comma(row.Actual.Number) + " | " + reason(row)
	case row.Note != "":
		return line + comma(row.Actual.Number) + " | " + row.Note
	}
	return line + comma(row.Actual.Number)
}

func (p *person) marked(period, member string) func(string) (*rules.Criterion, decimal.Decimal, bool) {
	return func(question string) (*rules.Criterion, decimal.Decimal, bool) {
		k := about(p.stage.cluster, period, question)
		if k == nil {
			return nil, decimal.Decimal{}, false
		}
		return k, p.stage.papers[period][member][k.ID].Actual.Number, true
	}
}

// byHand are the on_time figures that the dates of the reports do not give:
// somebody has to enter them.
func (s *stage) byHand(period *rules.Period) (members []string) {
	for _, m := range s.cluster.Members {
		for _, k := range s.cluster.Criteria(period.ID) {
			row := s.papers[period.ID][m.ID][k.ID]
			if k.Method.Kind != rules.OnTime || !row.Given {
				continue
			}
			days, sent := s.daysLate(k, period.ID, m.ID)
			if !sent || row.Actual.Kind != score.Number || !row.Actual.Number.Equal(decimal.Int(days)) {
				members = append(members, m.ID)
				break
			}
		}
	}
	return members
}

// daysLate is what the dates of a member's reports give.
func (s *stage) daysLate(k *rules.Criterion, period, member string) (days int, sent bool) {
	sent = true
	s.view(func(r storage.Reader) error {
		for _, period := range reportsOf(k, period) {
			n, was, err := workflow.DaysLate(r, s.cluster, period, member)
			if err != nil {
				return err
			}
			days, sent = days+n, sent && was
		}
		return nil
	})
	return days, sent
}

// reportsOf are the periods whose reports an on_time criterion looks at.
func reportsOf(k *rules.Criterion, period string) []string {
	if len(k.Method.Reports) == 0 {
		return []string{period}
	}
	return k.Method.Reports
}

// enterDays enters them.
func (s *stage) enterDays(period *rules.Period) {
	for _, r := range s.reviewers(period, s.byHand(period), false) {
		if len(r.members) == 0 {
			continue
		}
		s.note("Số ngày chậm không suy ra được từ ngày nộp thì ghi khi thẩm định")
		r.by.opens("duyet", "duyệt")
		r.by.named(period.Name)
		for i, m := range r.members {
			if i > 0 {
				r.by.presses("duyet.button.members")
			}
			r.by.named(s.cluster.Member(m).Short)
			for _, k := range s.cluster.Criteria(period.ID) {
				if row := s.papers[period.ID][m][k.ID]; k.Method.Kind == rules.OnTime && row.Given {
					r.by.says(r.by.mark(period.ID, k, row))
				}
			}
		}
		r.by.chooses("duyet.button.done")
	}
}
