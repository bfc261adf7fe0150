package desk

import (
	"context"
	"time"

	"thidua/pdf"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/workbook"
)

// sheets gives the score sheets of a period, one member's or everybody's.
func (d *Desk) sheets(ctx context.Context, r Request) (Answer, error) {
	print := pdf.Sheets
	if r.Format == "xlsx" {
		print = func(p paper.Sheets) (doc pdf.Document, err error) {
			doc.Bytes, err = workbook.Sheets(p)
			return doc, err
		}
	}
	return printed(ctx, d, r, print, func(s storage.Reader, c *rules.Cluster, period string, at time.Time) (paper.Sheets, error) {
		return workflow.SheetsPaper(s, c, period, r.Member, at)
	})
}

// minutes gives the minutes of a period's review.
func (d *Desk) minutes(ctx context.Context, r Request) (Answer, error) {
	return printed(ctx, d, r, pdf.Minutes, workflow.MinutesPaper)
}

// nominations gives the proposal and the list of those put forward for awards.
func (d *Desk) nominations(ctx context.Context, r Request) (Answer, error) {
	return printed(ctx, d, r, pdf.Nominations, workflow.NominationsPaper)
}

// printed is a paper of a period as PDF.
func printed[T any](ctx context.Context, d *Desk, r Request, print func(T) (pdf.Document, error),
	values func(storage.Reader, *rules.Cluster, string, time.Time) (T, error)) (a Answer, err error) {
	var v T
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) (err error) {
		v, err = values(s, c, r.Period, d.now())
		return err
	})
	if err != nil {
		return a, err
	}
	doc, err := print(v)
	return Answer{Out: doc.Bytes, Said: replaced(doc)}, err
}
