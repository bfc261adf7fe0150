package bot

import (
	"fmt"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/text"
)

// summary (/tongket [kỳ]) sends the cluster's summary report as text and as PDF.
func (b *Bot) summary(t *dialog.Turn, args string) error {
	p, err := asked(t, args, underWay(t))
	if err != nil {
		return err
	}
	values, err := workflow.ReportPaper(t.Tx, p.cluster, p.period.ID, t.At())
	if err != nil {
		return err
	}
	paper, err := drawn("report", fmt.Sprintf("bao-cao-%s-%d.pdf", p.period.ID, p.cluster.Year), values)
	if err != nil {
		return err
	}
	return t.Send(lines(text.Say("tongket.text", "text", workflow.ReportText(values))), nil, paper)
}
