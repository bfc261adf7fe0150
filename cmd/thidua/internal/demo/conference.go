package demo

import (
	"slices"
	"strconv"
	"strings"

	"thidua/cmd/thidua/internal/desk"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// finals: somebody who entered none of the figures makes every unit's final.
func (s *stage) finals(p *rules.Period) {
	o := s.cast.observer
	o.opens("duyet", "duyệt")
	o.named(p.Name)
	for i := range s.cluster.Members {
		if i > 0 {
			o.presses("duyet.button.members")
		}
		o.named(s.cluster.Members[i].Short)
		if o.offered("duyet.button.final") {
			o.presses("duyet.button.final")
		}
	}
	o.chooses("duyet.button.done")
}

// prepares: before the conference the offices look at the result from all sides.
func (s *stage) prepares(p *rules.Period) {
	s.cast.head.opens("xephang", "xếp hạng")
	s.cast.head.says("/xephang " + p.ID + " sát nhau")
	s.cast.head.says("/tongket " + p.ID)
	s.rewrites(p)
	s.cast.officials[s.cluster.Members[0].ID].says("/phieu")
	s.cast.leaders[s.cluster.Members[len(s.cluster.Members)-1].ID].says("phiếu điểm")
	if k := s.weakest(p, s.cluster.Members[0].ID); k != "" {
		s.cast.officials[s.cluster.Members[0].ID].says("/giaithich " + s.cluster.Members[0].Short + " " + number(s.cluster, p.ID, k))
	}
	s.looks(s.cast.observer, "bieudo.what.ranking")
	s.keepSent(s.cast.observer, result(s.cluster, "bieu-do", "png"))
	s.looks(s.cast.head, "bieudo.what.attainment")
	s.cast.observer.says("/tiendo " + p.ID)
	s.keepSent(s.cast.observer, result(s.cluster, "tien-do", "png"))
}

// looks: somebody asks for a chart.
func (s *stage) looks(who *person, chart string) {
	who.opens("bieudo", "biểu đồ")
	who.named(who.label(chart))
}

// rewrites: the head writes the last paragraph of the report anew.
func (s *stage) rewrites(p *rules.Period) {
	h := s.cast.head
	h.says("/tongket sửa " + p.ID)
	last := ""
	for _, b := range h.buttons() {
		last = b.Text
	}
	h.says(last)
	h.says("Tập trung chỉ đạo những chỉ tiêu còn nhiều đơn vị chưa đạt; đổi mới nội dung, hình thức phong trào thi đua, bám sát nhiệm vụ khó; kịp thời khen thưởng người trực tiếp lao động, công tác.")
}

// weakest is the criterion that cost a unit most points.
func (s *stage) weakest(p *rules.Period, member string) (id string) {
	s.view(func(r storage.Reader) error {
		ranking, err := workflow.Rank(r, s.cluster, p.ID)
		for _, row := range ranking.Rows {
			if row.Member.ID != member {
				continue
			}
			most := score.Cell{}
			for _, cell := range row.Cells {
				if most.Max.Sub(most.Points).Less(cell.Max.Sub(cell.Points)) {
					most, id = cell, cell.Criterion.ID
				}
			}
		}
		return err
	})
	return id
}

// votes: at the conference the leaders vote on places that points leave open, on
// the leading unit, and on who leads the cluster next year.
func (s *stage) votes(p *rules.Period) {
	if len(s.cluster.Members) < 2 {
		return
	}
	for range s.cluster.Members {
		tied := s.held(p)
		if tied == nil {
			break
		}
		s.holds(workflow.VoteTie, tied)
	}
	first, next := s.foremost(p), s.successors()
	s.holds(workflow.VoteLead, first)
	for i, kind := range []workflow.VoteKind{workflow.VoteHead, workflow.VoteDeputy1, workflow.VoteDeputy2} {
		if i < len(next) {
			s.holds(kind, next[i:])
		}
	}
}

// held are the members of the first shared place that an award waits for.
func (s *stage) held(p *rules.Period) (units []string) {
	s.view(func(r storage.Reader) error {
		ties, err := workflow.Ties(r, s.cluster, p.ID)
		if i := slices.IndexFunc(ties, func(t workflow.Tie) bool { return t.Held }); i >= 0 {
			units = ties[i].Members
		}
		return err
	})
	return units
}

// foremost are the members by rank.
func (s *stage) foremost(p *rules.Period) (units []string) {
	s.view(func(r storage.Reader) error {
		ranking, err := workflow.Rank(r, s.cluster, p.ID)
		for _, row := range ranking.Rows {
			units = append(units, row.Member.ID)
		}
		return err
	})
	return units
}

// successors are who will lead the cluster: the deputies move up, and who comes
// after them in the file follows; as many as lead it now.
func (s *stage) successors() []string {
	list := slices.Clone(s.cluster.Deputies)
	for _, m := range s.cluster.Members {
		if m.ID != s.cluster.Head && !slices.Contains(list, m.ID) {
			list = append(list, m.ID)
		}
	}
	return list[:min(len(list), 1+len(s.cluster.Deputies))]
}

// holds holds a vote: the head opens it, every leader votes, most of them for the
// first of the candidates, and the head closes it.
func (s *stage) holds(kind workflow.VoteKind, candidates []string) {
	h := s.cast.head
	h.says("/bophieu")
	h.presses("bophieu.button.new")
	h.presses("bophieu.kind."+string(kind), "year", strconv.Itoa(s.cluster.Year+1))
	if kind == workflow.VoteTie {
		h.says("1")
	} else {
		lead := cutNumber(h.label("bophieu.button.all", "n", "#"))
		h.pressesLabel(h.find(func(label string) bool { return strings.HasPrefix(label, lead) }))
	}
	h.presses("bophieu.button.open")
	for i, m := range s.cluster.Members {
		choice := s.cluster.Member(candidates[0]).Short
		if i%6 == 4 && len(candidates) > 1 {
			choice = s.cluster.Member(candidates[1]).Short
		}
		s.cast.leaders[m.ID].votes(choice)
	}
	h.says("/bophieu")
	lead := cutNumber(h.label("bophieu.button.close", "n", "#"))
	h.pressesLabel(h.find(func(label string) bool { return strings.HasPrefix(label, lead) }))
	h.presses("bophieu.button.count")
}

// votes casts the ballot of the person's unit.
func (p *person) votes(unit string) {
	p.says("/bophieu")
	p.named(unit)
	p.named(unit)
}

// publishes: the head closes the books, somebody else looks and publishes.
func (s *stage) publishes(p *rules.Period) {
	h, other := s.cast.head, s.cast.second
	h.says("/congbo " + p.ID)
	h.chooses("congbo.button.freeze")
	h.chooses("duyet.button.done")
	other.says("/congbo " + p.ID)
	lead := cutNumber(other.label("congbo.button.publish", "n", "#", "sum", ""))
	other.pressesLabel(other.find(func(label string) bool { return strings.HasPrefix(label, lead) }))
	other.chooses("duyet.button.done")
	s.keepPublished(p)
}

// keepPublished keeps every file of what was published.
func (s *stage) keepPublished(p *rules.Period) {
	a := s.operator(desk.Request{Op: "published", Cluster: s.cluster.ID, Year: s.cluster.Year, Period: p.ID, Files: true})
	for _, f := range a.Files {
		s.folder.keep(f.Name, f.Bytes)
	}
}

// handsOver: the head asks what the hand-over takes, and gets next year's files.
func (s *stage) handsOver() {
	h := s.cast.head
	h.opens("bangiao", "bàn giao")
	for _, m := range h.Chat()[min(h.read, len(h.Chat())):] {
		if m.Bot && m.Document != nil {
			s.folder.keep(m.Document.Name, m.Document.Data)
		}
	}
}
