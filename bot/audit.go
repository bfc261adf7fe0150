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

// sendAudit sends the audit sheet of a covenant.
func (b *Bot) sendAudit(t *dialog.Turn, c *rules.Cluster, cov workflow.Covenant) error {
	d, err := workflow.FindDocument(t.Tx, c, cov.SHA256)
	if err != nil {
		return err
	}
	sheet, err := b.audit(t, c, d)
	if err != nil {
		return err
	}
	return t.Send(nil, nil, sheet)
}
