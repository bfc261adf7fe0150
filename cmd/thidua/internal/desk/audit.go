package desk

import (
	"context"
	"encoding/json"
	"strconv"

	"thidua/cmd/thidua/internal/house"
	"thidua/pdf/sign"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// audit gives the audit sheet of a covenant, or of one of its amendments, as
// everything stands now.
func (d *Desk) audit(ctx context.Context, r Request) (a Answer, err error) {
	var sheet paper.Audit
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) error {
		cov, err := workflow.CovenantNo(s, c, r.No)
		if err != nil {
			return err
		}
		if cov.State == workflow.CovenantDraft {
			return text.Wrong("covenant.not_open", "year", strconv.Itoa(c.Year))
		}
		sheet, err = workflow.AuditPaper(s, c, workflow.Chancery{Notary: sign.Notary{}}, cov.SHA256, d.now())
		return err
	})
	if err != nil {
		return a, err
	}
	values, err := json.Marshal(sheet)
	if err == nil {
		a.Out, err = house.Press("audit", values)
	}
	return a, err
}
