package demo

import (
	"slices"
	"time"

	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// A scene is something that people do at a moment of the year.
type scene struct {
	at time.Time
	do func()
}

// An agenda is the year, as the dates of the cluster file and the figures file
// give it.
type agenda struct {
	s      *stage
	scenes []scene
}

func (a *agenda) add(at time.Time, do func()) { a.scenes = append(a.scenes, scene{at, do}) }

// moment is a time of day, days after a date.
func (s *stage) moment(d rules.Date, days, hour, minute int) time.Time {
	day := d.AddDays(days)
	return time.Date(day.Year, day.Month, day.Day, hour, minute, 0, 0, s.cluster.Location())
}

// plan lays out the year.
func (s *stage) plan() []scene {
	a := &agenda{s: s}
	start := s.start()
	a.add(s.moment(start, 0, 8, 0), s.found)
	a.add(s.moment(start, 0, 9, 0), s.office)
	a.add(s.moment(start, 2, 8, 15), s.everybody(workflow.Official))
	a.add(s.moment(start, 3, 8, 30), s.everybody(workflow.Leader))
	if len(s.cast.witnesses) > 0 {
		a.add(s.moment(start, 3, 15, 0), s.everybody(workflow.Witness))
	}
	for i, m := range s.cluster.Members {
		a.add(s.moment(start, 5+i%6, 9, 5*i%60), s.cast.officials[m.ID].registers)
	}
	a.signing(s.moment(start, 15, 8, 30))
	a.add(s.moment(start, 19, 14, 0), s.bindGroup)
	for i := range s.cluster.Periods {
		a.period(&s.cluster.Periods[i])
	}
	slices.SortStableFunc(a.scenes, func(x, y scene) int { return x.at.Compare(y.at) })
	a.conference(a.scenes[len(a.scenes)-1].at)
	return a.scenes
}

// conference: after everything was reviewed the offices look at the result; at
// the last conference the leaders vote, the result is published and read out.
func (a *agenda) conference(end time.Time) {
	s, p := a.s, a.s.cluster.Yearly()
	a.add(s.at(end, 1, 9), func() { s.prepares(p) })
	day := s.at(end, 2, 8)
	if last := s.at(s.lastConference(), 0, 8); last.After(day) {
		day = last
	}
	a.add(day.Add(30*time.Minute), func() { s.votes(p) })
	a.add(day.Add(2*time.Hour), func() { s.publishes(p) })
	a.add(day.Add(150*time.Minute), s.announce)
	a.add(day.Add(3*time.Hour), s.handsOver)
}

// start is the first day: three weeks before the covenant is signed, or early
// enough before the first report is due.
func (s *stage) start() rules.Date {
	first := s.cluster.Periods[0].ReportBy
	for _, p := range s.cluster.Periods {
		if p.ReportBy.DaysSince(first) < 0 {
			first = p.ReportBy
		}
	}
	first = first.AddDays(-21)
	for _, c := range s.cluster.Conferences {
		if day := rules.DateOf(c.At.In(s.cluster.Location())); c.Kind == rules.KyKet && day.DaysSince(first) < 0 {
			first = day
		}
	}
	return first.AddDays(-21)
}

func (s *stage) lastConference() (at time.Time) {
	for _, c := range s.cluster.Conferences {
		if c.At.After(at) {
			at = c.At
		}
	}
	return at
}

// at is an hour on a day after another moment.
func (s *stage) at(t time.Time, days, hour int) time.Time {
	return s.moment(rules.DateOf(t.In(s.cluster.Location())), days, hour, 0)
}

// period: every unit reports before it is due, or as late as the figures file
// says; then the reports are reviewed.
func (a *agenda) period(p *rules.Period) {
	s := a.s
	last := s.moment(p.ReportBy, 0, 17, 0)
	slip, ways := s.slip(p), s.ways(p)
	anything, late := false, false
	for i, m := range s.cluster.Members {
		paper := s.papers[p.ID][m.ID]
		anything = anything || paper.given()
		if !paper.toReport(s.cluster) {
			continue
		}
		days, byHand := s.lateness(p, m.ID)
		if byHand {
			a.add(s.moment(p.ReportBy, 0, 16, i%60), func() { s.onPaper(p, m.ID) })
			continue
		}
		at := s.moment(p.ReportBy, -(i % 6), 8+i%8, 7*i%60)
		if days > 0 {
			late = true
			at = s.moment(p.ReportBy, days, 8+i%8, 7*i%60)
		}
		if at.After(last) {
			last = at
		}
		r := report{period: p, paper: paper, way: ways[m.ID]}
		switch {
		case m.ID == slip.member:
			r.paper = slip.paper
		case i == 1:
			r.typo = typoIn(s.cluster, p.ID, paper)
		}
		official := s.cast.officials[m.ID]
		a.add(at, func() { official.reports(r) })
		if p.Scored && i == shown(s.cluster) {
			a.add(at.Add(time.Hour), func() { official.scoresItself(p) })
		}
	}
	if !anything {
		return
	}
	if late {
		a.add(s.moment(p.ReportBy, 1, 8, 45), func() { s.chase(p) })
	}
	a.review(p, slip, last)
}

// review: a day after the last report the reviewers go through everything; what
// went back is corrected the next day and reviewed again.
func (a *agenda) review(p *rules.Period, slip slip, last time.Time) {
	s := a.s
	var all []string
	for _, m := range s.cluster.Members {
		all = append(all, m.ID)
	}
	var returned []string
	a.add(s.at(last, 1, 9), func() { returned = s.reviews(s.reviewers(p, all, true)) })
	a.add(s.at(last, 2, 10), func() {
		for _, m := range returned {
			if s.questioned(p, m) != "" {
				s.cast.officials[m].explains()
				continue
			}
			s.cast.officials[m].corrects(report{period: p, paper: s.papers[p.ID][m]})
		}
	})
	a.add(s.at(last, 3, 9), func() {
		if len(returned) > 0 && len(s.reviews(s.reviewers(p, returned, false))) > 0 {
			s.fail("a corrected figure went back again: %v", returned)
		}
		s.enterDays(p)
	})
	a.add(s.at(last, 4, 9), func() { s.half(p) })
	if p.Scored {
		a.add(s.at(last, 4, 15), func() { s.finals(p); s.takesAnnex(p) })
	}
}

// lateness is by how many days a unit is late with a period: what the figures
// file says of the first on_time criterion falls on the last of its reports.
// byHand says that the file knows no days at all: then the unit's figures come
// on paper, which is no submission.
func (s *stage) lateness(p *rules.Period, member string) (days int, byHand bool) {
	for _, content := range s.cluster.Contents {
		for i := range content.Criteria {
			k := &content.Criteria[i]
			if k.Method.Kind != rules.OnTime {
				continue
			}
			for _, scored := range k.Periods {
				if s.lastReport(reportsOf(k, scored), member) != p.ID {
					continue
				}
				row := s.papers[scored][member][k.ID]
				if !row.Given {
					return 0, true
				}
				if n := row.Actual.Number; row.Actual.Kind == score.Number && n.Sign() > 0 && !decimal.Int(60).Less(n) {
					days = whole(n)
				}
				return days, false
			}
		}
	}
	return 0, false
}

func whole(d decimal.Decimal) (n int) {
	for decimal.Int(n).Less(d) {
		n++
	}
	return n
}

// lastReport is the latest of some periods for which a unit has figures.
func (s *stage) lastReport(periods []string, member string) (last string) {
	for _, id := range periods {
		p := s.cluster.Period(id)
		if p == nil || !s.papers[id][member].toReport(s.cluster) {
			continue
		}
		if last == "" || p.ReportBy.DaysSince(s.cluster.Period(last).ReportBy) > 0 {
			last = id
		}
	}
	return last
}

// A slip is a wrong figure that a unit sends in good faith: the plan in place of
// the result.
type slip struct {
	member string
	paper  sheet
}

func (s *stage) slip(p *rules.Period) slip {
	if !p.Scored {
		return slip{}
	}
	for i := range s.cluster.Members {
		m := s.cluster.Members[(i+3)%len(s.cluster.Members)].ID
		paper := s.papers[p.ID][m]
		for _, k := range s.cluster.Asked(p.ID) {
			row := paper[k.ID]
			if row.Actual.Kind != score.Number || row.Plan == nil || row.Plan.Equal(row.Actual.Number) || row.Plan.Sign() <= 0 {
				continue
			}
			wrong := sheet{}
			for id, r := range paper {
				wrong[id] = r
			}
			row.Actual.Number = *row.Plan
			wrong[k.ID] = row
			return slip{m, wrong}
		}
	}
	return slip{}
}

// typoIn is the criterion that is typed wrongly and seen at proofreading.
func typoIn(c *rules.Cluster, period string, paper sheet) string {
	for _, k := range slices.Backward(c.Asked(period)) {
		if paper[k.ID].Actual.Kind == score.Number {
			return k.ID
		}
	}
	return ""
}
