package demo

import (
	"regexp"
	"strings"

	"thidua/cmd/thidua/internal/desk"
	"thidua/workflow"
	"thidua/workflow/text"
)

// found is the first day: the operator loads the cluster file and invites the
// administrator.
func (s *stage) found() {
	s.note("Người vận hành máy chủ nạp tệp cụm và mời quản trị")
	s.operator(desk.Request{Op: "cluster apply", File: s.file, FileName: "cluster.yaml"})
	s.cast.admin.joins(s.invitation(s.cast.admin))
}

// invitation is a code made at the command line.
func (s *stage) invitation(p *person) string {
	a := s.operator(desk.Request{Op: "invite", Cluster: s.cluster.ID, Role: string(p.role), Member: p.member, Name: p.name})
	code, _, _ := strings.Cut(string(a.Out), "\n")
	return code
}

// joins takes a seat with a code: by the link, typed after /start, or alone.
func (p *person) joins(code string) {
	switch p.habit % 3 {
	case 0:
		p.act(func() error { p.Start(code); return nil })
	case 1:
		p.says("/start " + strings.ToLower(code))
	default:
		p.says(code)
	}
	if p.habit%2 == 0 {
		p.presses("join.yes")
	} else {
		p.says("đúng")
	}
}

// office: the administrator invites the head's office in the chat, and the head
// the deputies' and the observers.
func (s *stage) office() {
	s.cast.head.joins(s.cast.admin.invites(s.cast.head))
	for _, d := range s.cast.deputies {
		d.joins(s.cast.head.invites(d))
	}
	s.cast.observer.joins(s.cast.head.invites(s.cast.observer))
	s.cast.observer.prefersEnglish()
	if s.cast.second.role == workflow.Observer {
		s.cast.second.joins(s.cast.head.invites(s.cast.second))
	}
}

// invites makes an invitation in the chat and returns its code.
func (p *person) invites(guest *person) string {
	p.opens("cum", "cụm")
	p.presses("cum.button.invite")
	p.presses("role.choice", "role", "role."+string(guest.role))
	if m := p.stage.cluster.Member(guest.member); m != nil {
		p.named(m.Short)
	}
	p.says(guest.name)
	return codeIn.FindString(p.answer())
}

// codeIn finds an invitation's code in what the bot says.
var codeIn = regexp.MustCompile(`\b[0-9A-Z]{26}\b`)

// everybody: the officials and leaders join with codes from the command line.
func (s *stage) everybody(role workflow.Role) func() {
	return func() {
		s.note("Mã mời cho %s các đơn vị được gửi qua công văn", roleWords(role))
		for _, p := range s.cast.all {
			if p.role == role {
				p.joins(s.invitation(p))
			}
		}
	}
}

func roleWords(role workflow.Role) string {
	return strings.ToLower(text.Plain(text.Vietnamese, text.Say("role."+string(role))))
}

func (p *person) prefersEnglish() {
	p.says("/ngonngu")
	p.presses("language.en")
	p.lang = text.English
}

// bindGroup: the head brings the bot into the cluster's group.
func (s *stage) bindGroup() {
	if s.err != nil {
		return
	}
	s.group = s.emulator.Group(groupID, s.cluster.Name)
	s.byChat[groupID] = "nhóm “" + s.cluster.Name + "”"
	for _, p := range s.cast.all {
		if p.role != workflow.Admin {
			s.group.Add(p.Person)
		}
	}
	s.group.AddBot(s.cast.head.Person)
	s.settle()
	s.cast.head.saysInGroup("/cum")
}

// groupID is a supergroup's.
const groupID = -1_001_700_000_001

func (p *person) saysInGroup(line string) {
	p.act(func() error { p.SayIn(p.stage.group, line); return nil })
}
