package desk

import (
	"context"
	"fmt"
	"strings"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/workbook"
)

// next drafts the year after the one named: its cluster file, and the figures that
// become last year's.
func (d *Desk) next(ctx context.Context, r Request) (a Answer, err error) {
	var draft workflow.NextYear
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) error {
		heirs, err := workflow.FindSuccession(s, c)
		if err != nil {
			return err
		}
		if r.Head != "" {
			heirs.Head = r.Head
		}
		if r.Deputies != nil {
			heirs.Deputies = r.Deputies
		}
		if heirs.Next != nil {
			a.Said = append(a.Said, fmt.Sprintf("the file of %d is loaded already: applying this draft replaces it", heirs.Next.Year))
		}
		leads := "head " + heirs.Head
		if len(heirs.Deputies) > 0 {
			leads += ", deputies " + strings.Join(heirs.Deputies, ", ")
		}
		a.Out = fmt.Appendf(nil, "drafted %s %d: %s\n", c.ID, c.Year+1, leads)
		draft, err = workflow.DraftNextYear(s, c, heirs.Head, heirs.Deputies, d.now())
		return err
	})
	if err != nil {
		return Answer{}, err
	}
	name := fmt.Sprintf("%s-%d", r.Cluster, r.Year+1)
	a.Files = []File{{name + ".yaml", draft.File}}
	if len(draft.Figures.Rows) == 0 {
		a.Said = append(a.Said, "no figure is verified yet, so there is no figures file")
	} else {
		b, err := workbook.FiguresCSV(draft.Figures)
		if err != nil {
			return Answer{}, err
		}
		a.Files = append(a.Files, File{name + "-figures.csv", b})
	}
	for _, left := range draft.Left {
		a.Said = append(a.Said, "not moved on, look at it: "+left)
	}
	return a, nil
}
