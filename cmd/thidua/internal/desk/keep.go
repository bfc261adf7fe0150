package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow"
	"thidua/workflow/rules"
)

// who says which process holds the store.
func (d *Desk) who(context.Context, Request) (Answer, error) {
	return Answer{Out: fmt.Appendf(nil, "process %d\n", os.Getpid())}, nil
}

// backup leaves a checked copy at a path of the asker's. An earlier backup there
// is replaced; anything else is left as it is.
func (d *Desk) backup(ctx context.Context, r Request) (Answer, error) {
	switch there, err := os.Stat(r.Path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return refusal("%s cannot be written: %v", r.FileName, cause(err)), nil
	case d.isStore(there):
		return refusal("%s is the store itself: choose another name", r.FileName), nil
	case there.IsDir():
		return refusal("%s is there and is no backup: choose another name", r.FileName), nil
	default:
		switch err := d.check(r.Path); {
		case errors.Is(err, bolt.ErrForeign):
			return refusal("%s is there and is no backup: choose another name", r.FileName), nil
		case errors.Is(err, bolt.ErrLocked):
			return refusal("%s is the store of another running program: choose another name", r.FileName), nil
		}
	}
	if err := d.Store.BackupTo(ctx, r.Path); err != nil {
		d.Log.Error("backup failed", "cause", err)
		return refusal("%s cannot be written: %v", r.FileName, cause(err)), nil
	}
	info, err := os.Stat(r.Path)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Said: []string{fmt.Sprintf("backed up to %s (%d bytes, checked)", r.FileName, info.Size())}}
	if _, err := os.Stat(d.Place.Key()); err == nil {
		a.Said = append(a.Said, "the master key is not in it: keep "+d.Place.Key()+" too, or leaders have to set their PINs anew")
	}
	open := 0
	err = d.Store.View(ctx, func(s storage.Reader) (err error) { open, err = openVotes(s); return err })
	if open > 0 {
		a.Said = append(a.Said, "a vote is open: compared with a later copy, this one tells which ballots came in between; delete it, or keep it as secret as they are")
	}
	return a, err
}

// openVotes is how many votes of all clusters are open.
func openVotes(s storage.Reader) (n int, err error) {
	all, err := workflow.Clusters(s)
	if err != nil {
		return 0, err
	}
	for _, c := range all {
		list, err := workflow.Votes(s, c)
		if err != nil {
			return 0, err
		}
		for _, v := range list {
			if v.Result == nil {
				n++
			}
		}
	}
	return n, nil
}

func (d *Desk) isStore(file fs.FileInfo) bool {
	store, err := os.Stat(d.Place.Path)
	return err == nil && os.SameFile(store, file)
}

// check checks a store file, in a process of its own where there is one for it.
func (d *Desk) check(path string) error {
	if d.Place.Check != nil {
		return d.Place.Check(path)
	}
	return bolt.Check(path)
}

// cause is an error of the file system without the names of passing files.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}

// unfit says what is wrong with the file that a request brings, before a store is
// made or changed for it.
func (d *Desk) unfit(r Request) Answer {
	switch r.Op {
	case "cluster apply":
		return dryRun(r)
	case "restore":
		switch info, err := os.Stat(r.Path); {
		case errors.Is(err, fs.ErrNotExist):
			return refusal("%s: there is no such file", r.FileName)
		case err != nil:
			return refusal("%s cannot be read: %v", r.FileName, cause(err))
		case !info.Mode().IsRegular():
			return refusal("%s is not a backup; nothing was changed", r.FileName)
		case d.isStore(info):
			return refusal("%s is the store itself; nothing was changed", r.FileName)
		}
		switch err := d.check(r.Path); {
		case errors.Is(err, bolt.ErrForeign):
			return refusal("%s is not a backup; nothing was changed", r.FileName)
		case errors.Is(err, bolt.ErrLocked):
			return refusal("%s is the store of another running program: restore a backup of it; nothing was changed", r.FileName)
		case errors.Is(err, bolt.ErrDamaged):
			return refusal("%s is damaged; nothing was changed", r.FileName)
		case err != nil:
			return refusal("%s cannot be read: %v", r.FileName, cause(err))
		}
	}
	return Answer{}
}

// restore puts a backup in the place of everything, keeping what was there in a
// file beside the store.
func (d *Desk) restore(ctx context.Context, r Request) (Answer, error) {
	if a := d.unfit(r); len(a.Faults) > 0 {
		return a, nil
	}
	said := []string{"restored " + r.FileName}
	var before []*rules.Cluster
	err := d.Store.View(ctx, func(s storage.Reader) (err error) {
		before, err = workflow.Clusters(s)
		return err
	})
	if err != nil {
		return Answer{}, err
	}
	if len(before) > 0 {
		aside := d.Place.Aside("before-restore")
		if err := d.Store.BackupTo(ctx, aside); err != nil {
			return Answer{}, err
		}
		said = append(said, "what was there before is kept in "+aside)
	}
	if err := d.Store.Restore(ctx, r.Path); err != nil {
		return Answer{}, err
	}
	return Answer{Said: said}, d.Place.Migrate(ctx, d.Store)
}
