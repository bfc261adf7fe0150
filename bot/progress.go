package bot

import (
	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/text"
)

// progress (/tiendo [kỳ]) shows who has reported and who still owes.
func (b *Bot) progress(t *dialog.Turn, args string) error {
	p, err := asked(t, args, underWay(t))
	if err != nil {
		return err
	}
	board, err := workflow.Board(t.Tx, p.cluster, p.period.ID)
	if err != nil {
		return err
	}
	said := lines(text.Say("tiendo.title", "period", p.period.Name, "by", p.period.ReportBy.String()))
	sent, accepted := 0, 0
	for i, u := range board {
		line := "tiendo.line"
		if u.Complete && u.Late > 0 {
			line = "tiendo.line_late"
		}
		said = append(said, text.Say(line, "n", itoa(i+1), "unit", u.Member.Short, "state", progressKey(u),
			"sent", itoa(u.Sent), "asked", itoa(u.Asked), "accepted", itoa(u.Accepted), "days", itoa(u.Late)))
		if u.Complete {
			sent++
		}
		if u.Asked > 0 && u.Accepted == u.Asked {
			accepted++
		}
	}
	return t.Send(append(said, text.Say("tiendo.total", "sent", itoa(sent), "accepted", itoa(accepted), "of", itoa(len(board)))), nil)
}
