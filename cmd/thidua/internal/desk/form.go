package desk

import (
	"context"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/figures"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/workbook"
)

// form gives the reporting form of a period, for one member or for all.
func (d *Desk) form(ctx context.Context, r Request) (a Answer, err error) {
	var members []string
	if r.Member != "" {
		members = []string{r.Member}
	}
	p, err := d.formPaper(ctx, r, members)
	if err == nil {
		a.Out, err = workbook.Form(p)
	}
	return a, err
}

func (d *Desk) formPaper(ctx context.Context, r Request, members []string) (p paper.Form, err error) {
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) error {
		p, err = workflow.FormPaper(s, c, r.Period, members, true, d.now())
		return err
	})
	return p, err
}

// readForm reads a form that was filled in; ours is false where the file is none.
func (d *Desk) readForm(ctx context.Context, r Request, c *rules.Cluster) (rows []figures.Row, said []string, faults figures.Faults, ours bool, err error) {
	if !figures.Workbook(r.FileName, r.File) {
		return nil, nil, nil, false, nil
	}
	sheets, err := workbook.Read(r.File)
	if err != nil {
		return nil, nil, nil, false, nil // the reader of figures files says what is wrong with it
	}
	form, ours := figures.ReadForm(sheets)
	if !ours {
		return nil, nil, nil, false, nil
	}
	if err := form.Fits(c); err != nil {
		return nil, nil, figures.Faults{{Message: err.Error()}}, true, nil
	}
	r.Period = form.Period
	now, err := d.formPaper(ctx, r, nil)
	if err != nil {
		return nil, nil, nil, true, err
	}
	rows, said, faults = form.Rows(c, now)
	return rows, said, faults, true, nil
}
