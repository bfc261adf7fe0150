package demo

import (
	"fmt"

	"thidua/bot/emulator"
	"thidua/workflow"
	"thidua/workflow/rules"
)

// A person is somebody of the cluster, at their phone.
type person struct {
	*emulator.Person
	stage  *stage
	id     int64
	name   string
	role   workflow.Role
	member string // unit; empty for administrator and observer
	lang   string
	habit  int // how they type, press and answer
	read   int // how much of the chat they have read
}

// A cast is everybody: an official and a leader for each member, the people of
// the head's and the deputies' offices, an observer, the administrator.
type cast struct {
	admin, head, observer *person
	deputies              []*person
	second                *person            // reviews the head's own unit, and publishes: a deputy, else another observer
	officials, leaders    map[string]*person // by member
	witnesses             []*person
	all                   []*person
}

var (
	families = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"}
	middles  = []string{"Thị", "Văn", "Minh", "Ngọc", "Thanh", "Hữu", "Kim"}
	givens   = []string{"An", "Bình", "Chi", "Dũng", "Hạnh", "Hòa", "Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Quang", "Sương", "Thảo", "Uyên", "Vinh", "Xuân", "Yến"}
)

// named is the name of the n-th person; the first few thousand all differ.
func named(n int) string {
	return families[n%len(families)] + " " + middles[n%len(middles)] + " " + givens[n%len(givens)]
}

// assemble gathers the people that a cluster needs.
func (s *stage) assemble(c *rules.Cluster) *cast {
	all := &cast{officials: map[string]*person{}, leaders: map[string]*person{}}
	add := func(role workflow.Role, member string) *person {
		n := len(all.all)
		p := &person{stage: s, id: int64(700_000_001 + n), name: named(n), role: role, member: member, lang: "vi", habit: n}
		p.Person = s.emulator.Person(p.id, p.name, "", "vi")
		all.all = append(all.all, p)
		s.byChat[p.id] = fmt.Sprintf("%s (%s)", p.name, title(c, role, member))
		return p
	}
	all.admin = add(workflow.Admin, "")
	all.head = add(workflow.Head, c.Head)
	for _, d := range c.Deputies {
		all.deputies = append(all.deputies, add(workflow.Deputy, d))
	}
	all.observer = add(workflow.Observer, "")
	if len(all.deputies) > 0 {
		all.second = all.deputies[0]
	} else {
		all.second = add(workflow.Observer, "")
	}
	for _, m := range c.Members {
		all.officials[m.ID] = add(workflow.Official, m.ID)
	}
	for _, m := range c.Members {
		all.leaders[m.ID] = add(workflow.Leader, m.ID)
	}
	for i := range c.Witnesses {
		all.witnesses = append(all.witnesses, add(workflow.Witness, rules.WitnessID(i+1)))
	}
	return all
}

// title is what somebody is, as the transcript says it.
func title(c *rules.Cluster, role workflow.Role, member string) string {
	words := map[workflow.Role]string{
		workflow.Admin: "quản trị", workflow.Head: "văn phòng cụm trưởng", workflow.Deputy: "văn phòng cụm phó",
		workflow.Official: "chuyên viên", workflow.Leader: "lãnh đạo", workflow.Observer: "theo dõi cụm",
		workflow.Witness: "người chứng kiến",
	}[role]
	if m := c.Member(member); m != nil {
		words += ", " + m.Short
	}
	return words
}
