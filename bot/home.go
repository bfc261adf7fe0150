package bot

import (
	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// home shows who the person is and what they can do, after what was said.
func (b *Bot) home(t *dialog.Turn, said ...text.Notice) error {
	if len(t.Person.Clusters) == 0 {
		return t.Send(append(said, text.Say("join.hello")), nil)
	}
	if t.Person.Chosen == "" {
		t.Say(said...)
		return b.chooseCluster(t, "start")
	}
	c, err := current(t)
	if err != nil {
		return err
	}
	said = append(said, text.Say("home.title", "cluster", c.Name, "year", year(c)))
	said = append(said, seatLines(t.Actor, c)...)
	if len(t.Actor.Seats) == 0 {
		said = append(said, text.Say("home.no_seat"))
	}
	return t.Send(said, homeButtons(t))
}

// homeButtons are the commands of the person's role, two in a row.
func homeButtons(t *dialog.Turn) [][]outbox.Button {
	var rows [][]outbox.Button
	for _, c := range commands() {
		switch c.name {
		case "baocao", "bieumau", "tiendo", "duyet", "giaouoc", "xephang", "bieudo", "tongket", "phieu", "nhac", "cum", "trogiup":
		default:
			continue
		}
		if c.power != "" && !t.Actor.Can(c.power) {
			continue
		}
		button := commandButton(t.Person.Language, "button."+c.name, c.name)
		if n := len(rows); n > 0 && len(rows[n-1]) == 1 {
			rows[n-1] = append(rows[n-1], button)
			continue
		}
		rows = append(rows, []outbox.Button{button})
	}
	return rows
}

// seatLines say who the person is, one line a seat.
func seatLines(a workflow.Actor, c *rules.Cluster) []text.Notice {
	var list []text.Notice
	for _, s := range a.Seats {
		list = append(list, seatLine(s, c))
	}
	return list
}

func seatLine(s workflow.Seat, c *rules.Cluster) text.Notice {
	if s.Member == "" {
		return text.Say("home.seat_alone", "role", "role."+string(s.Role))
	}
	return text.Say("home.seat", "role", "role."+string(s.Role), "unit", workflow.PartyName(c, s.Member))
}

// current is the year that the person's cluster lives in now.
func current(t *dialog.Turn) (*rules.Cluster, error) {
	years, err := living(t)
	if err != nil {
		return nil, err
	}
	return years[0], nil
}

// living are the years that the person's cluster can talk about; never empty.
func living(t *dialog.Turn) ([]*rules.Cluster, error) {
	years, err := workflow.Living(t.Tx, t.Actor.Cluster, t.At())
	if err == nil && len(years) == 0 {
		err = text.Wrong("home.no_cluster")
	}
	return years, err
}

// start begins with an invitation's code, or shows the way.
func (b *Bot) start(t *dialog.Turn, code string) error {
	if code != "" {
		return b.join(t, code)
	}
	return b.home(t)
}
