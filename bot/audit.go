package bot

import (
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
)

// audit is the audit sheet of a document as everything stands now.
func (b *Bot) audit(t *dialog.Turn, c *rules.Cluster, d workflow.Document) (outbox.Document, error) {
	values, err := workflow.AuditPaper(t.Tx, c, b.Chancery, d.ID, t.At())
	if err != nil {
		return outbox.Document{}, err
	}
	return drawn("audit", "phieu-kiem-chung-"+strings.ToLower(d.Code)+".pdf", values)
}
