package desk

import (
	"context"

	"thidua/pdf"
	"thidua/pdf/picture"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
)

// chart draws one chart of a period as a picture, or one or all as PDF.
func (d *Desk) chart(ctx context.Context, r Request) (a Answer, err error) {
	var p paper.Chart
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) (err error) {
		p, err = workflow.ChartPaper(s, c, r.Period, workflow.ChartWish{Kind: workflow.ChartKind(r.Kind), Criterion: r.Criterion, Member: r.Member}, d.now())
		return err
	})
	if err != nil {
		return a, err
	}
	if r.Format == "png" {
		a.Out, err = picture.Chart(p)
		return a, err
	}
	doc, err := pdf.Charts(p)
	a.Out, a.Said = doc.Bytes, replaced(doc)
	return a, err
}
