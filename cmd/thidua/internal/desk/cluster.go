package desk

import (
	"context"
	"fmt"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
)

// applyCluster checks a cluster file and loads it; with DryRun it only says what
// would change.
func (d *Desk) applyCluster(ctx context.Context, r Request) (Answer, error) {
	c, faults := rules.Load(r.File)
	if len(faults) > 0 {
		return faulty(r.FileName, faults), nil
	}
	var old *rules.Cluster
	var err error
	if r.DryRun {
		err = d.Store.View(ctx, func(s storage.Reader) (err error) {
			old, err = workflow.FindCluster(s, c.ID, c.Year)
			return err
		})
	} else {
		act := d.act()
		err = d.Store.Update(ctx, c.ID, func(tx storage.Tx) (err error) {
			old, err = workflow.ApplyCluster(tx, act, c)
			return err
		})
	}
	if err != nil {
		return Answer{}, err
	}
	return applied(c, old, r.DryRun), nil
}

// dryRun is a dry run where there is no store yet: everything would be new.
func dryRun(r Request) Answer {
	c, faults := rules.Load(r.File)
	if len(faults) > 0 {
		return faulty(r.FileName, faults)
	}
	return applied(c, nil, true)
}

// applied says what loading a cluster file changed, or would.
func applied(c, old *rules.Cluster, dry bool) Answer {
	did := "loaded"
	if dry {
		did = "would load"
	}
	out := fmt.Sprintf("%s %s %d: %d members, %d criteria, rules %s\n", did, c.ID, c.Year, len(c.Members), criteria(c), c.SHA256[:12])
	switch {
	case old == nil:
		out += "new\n"
	case old.SHA256 == c.SHA256:
		out += "unchanged\n"
	default:
		for _, line := range rules.Diff(old, c) {
			out += "  " + line + "\n"
		}
	}
	return Answer{Out: []byte(out)}
}

func criteria(c *rules.Cluster) (n int) {
	for i := range c.Contents {
		n += len(c.Contents[i].Criteria)
	}
	return n
}

// faulty names every fault of a file, a line each: file:line:column: what.
func faulty(name string, faults rules.Faults) Answer {
	var a Answer
	for _, f := range faults {
		a.Faults = append(a.Faults, fmt.Sprintf("%s:%d:%d: %s", name, f.Line, f.Column, f.Message))
	}
	return a
}

// exportCluster prints the cluster file back, byte for byte.
func (d *Desk) exportCluster(ctx context.Context, r Request) (a Answer, err error) {
	err = d.view(ctx, r, func(_ storage.Reader, c *rules.Cluster) error {
		a.Out = c.Source
		return nil
	})
	return a, err
}
