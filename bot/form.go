package bot

import (
	"encoding/json"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/paper"
	"thidua/workflow/text"
)

// form (/bieumau [kỳ]) sends the Excel form: of the official's unit, or of all
// units for those who may see all.
func (b *Bot) form(t *dialog.Turn, args string) error {
	var p yearPeriod
	var members []string
	if t.Actor.Can(workflow.MayReport) {
		_, f, c, rest, err := b.reporting(t, args)
		if err != nil {
			return err
		}
		if rest != "" {
			return text.Wrong("period.unknown", "period", quote(rest))
		}
		p, members = yearPeriod{c, c.Period(f.Period)}, []string{t.Actor.Member(workflow.Official)}
	} else {
		var err error
		if p, err = asked(t, args, underWay(t)); err != nil {
			return err
		}
		if !t.Actor.May(workflow.MaySheet, "") { // their own unit's alone
			members = []string{t.Actor.Unit()}
		}
	}
	made, err := workflow.FormPaper(t.Tx, p.cluster, p.period.ID, members, t.Actor.Can(workflow.MayReport), t.At())
	if err != nil {
		return err
	}
	said := text.Say("bieumau.sent", "period", p.period.Name)
	if members == nil {
		said = text.Say("bieumau.sent_all", "period", p.period.Name, "n", itoa(len(p.cluster.Members)))
	}
	d, err := formDocument(made)
	if err != nil {
		return err
	}
	return t.Send(lines(said), nil, d)
}

func formDocument(p paper.Form) (outbox.Document, error) {
	values, err := json.Marshal(p)
	name := "bieu-mau-" + p.Period + "-" + itoa(p.Year)
	if len(p.Members) == 1 {
		name = "bieu-mau-" + p.Members[0].ID + "-" + p.Period + "-" + itoa(p.Year)
	}
	return outbox.Document{Kind: "form", Name: name + ".xlsx", Values: values}, err
}
