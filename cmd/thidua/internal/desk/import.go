package desk

import (
	"context"
	"errors"
	"fmt"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/figures"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// importFigures loads a figures file, or a form that was filled in: all its rows,
// or none and every reason why. The file is read outside the unit of work, which
// others wait for.
func (d *Desk) importFigures(ctx context.Context, r Request) (Answer, error) {
	var c *rules.Cluster
	err := d.view(ctx, r, func(_ storage.Reader, found *rules.Cluster) error {
		c = found
		return nil
	})
	if err != nil {
		return Answer{}, err
	}
	rows, said, faults, ours, err := d.readForm(ctx, r, c)
	switch {
	case err != nil:
		return Answer{}, err
	case ours:
	case figures.Workbook(r.FileName, r.File):
		rows, faults = figures.ReadXLSX(c, r.File)
	default:
		rows, faults = figures.ReadCSV(c, r.File)
	}
	if len(faults) == 0 {
		faults, err = d.load(ctx, r, c, rows)
	}
	if err != nil {
		return Answer{}, err
	}
	if len(faults) > 0 {
		return refused(r.FileName, faults), nil
	}
	a := imported(rows, r.Verified)
	a.Said = said
	return a, nil
}

// errRefused undoes a unit of work whose rows have faults.
var errRefused = errors.New("rows were refused")

// load puts the rows into the store. What only the store knows (an accepted
// figure, a frozen covenant) is told as a fault of its row.
func (d *Desk) load(ctx context.Context, r Request, c *rules.Cluster, rows []figures.Row) (faults figures.Faults, err error) {
	act := d.act()
	err = d.Store.Update(ctx, c.ID, func(tx storage.Tx) error {
		faults = nil // of an earlier run
		now, err := find(tx, r)
		if err != nil {
			return err
		}
		if now.SHA256 != c.SHA256 {
			faults = figures.Faults{{Message: "the cluster file changed while this one was read: import it again"}}
			return errRefused
		}
		for _, row := range rows {
			err := workflow.ImportFigure(tx, act, now, row.ImportRow, r.Verified)
			p, ok := errors.AsType[*text.Problem](err)
			switch {
			case ok && p.Key == "congbo.sealed": // says the same of every row
				faults = figures.Faults{{Message: text.Plain(text.English, p.Notice)}}
				return errRefused
			case ok:
				faults = append(faults, figures.Fault{Where: row.Where, Message: text.Plain(text.English, p.Notice)})
			case err != nil:
				return err
			}
		}
		if len(faults) > 0 {
			return errRefused
		}
		return nil
	})
	if errors.Is(err, errRefused) {
		err = nil
	}
	return faults, err
}

// refused names every fault of a figures file, a line each.
func refused(name string, faults figures.Faults) Answer {
	var a Answer
	for _, f := range faults {
		a.Faults = append(a.Faults, name+": "+f.String())
	}
	return a
}

// imported says what was loaded.
func imported(rows []figures.Row, verified bool) Answer {
	members := map[string]bool{}
	targets := 0
	for _, row := range rows {
		members[row.Member] = true
		if !row.Given {
			targets++
		}
	}
	as := "submitted"
	if verified {
		as = "verified"
	}
	out := fmt.Sprintf("imported %d rows of %d members as %s", len(rows), len(members), as)
	if targets > 0 {
		out += fmt.Sprintf("; without a figure, with plan and last year only: %d", targets)
	}
	return Answer{Out: []byte(out + "\n")}
}
