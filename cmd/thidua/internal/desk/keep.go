package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"thidua/storage/bolt"
)

// who says which process holds the store.
func (d *Desk) who(context.Context, Request) (Answer, error) {
	return Answer{Out: fmt.Appendf(nil, "process %d\n", os.Getpid())}, nil
}

// backup leaves a checked copy at a path of the asker's.
func (d *Desk) backup(ctx context.Context, r Request) (Answer, error) {
	if err := d.Store.BackupTo(ctx, r.Path); err != nil {
		return Answer{}, err
	}
	info, err := os.Stat(r.Path)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Said: []string{
		fmt.Sprintf("backed up to %s (%d bytes, checked)", r.FileName, info.Size()),
		"the master key is not in it: keep " + d.Place.Key() + " too, or PINs and open invitations are lost",
	}}, nil
}

// restore puts a backup in the place of everything, keeping what was there in a
// file beside the store.
func (d *Desk) restore(ctx context.Context, r Request) (Answer, error) {
	aside := d.Place.Aside("before-restore")
	switch _, err := os.Stat(r.Path); {
	case errors.Is(err, fs.ErrNotExist):
		return refusal("%s: there is no such file", r.FileName), nil
	case err != nil:
		return Answer{}, err
	}
	if err := d.Store.BackupTo(ctx, aside); err != nil {
		return Answer{}, err
	}
	switch err := d.Store.Restore(ctx, r.Path); {
	case errors.Is(err, bolt.ErrForeign):
		return refusal("%s is not a store of this program; nothing was changed", r.FileName), nil
	case errors.Is(err, bolt.ErrDamaged):
		return refusal("%s is damaged; nothing was changed", r.FileName), nil
	case err != nil:
		return Answer{}, err
	}
	if err := d.Place.Migrate(ctx, d.Store); err != nil {
		return Answer{}, err
	}
	return Answer{Said: []string{"restored " + r.FileName, "what was there before is kept in " + aside}}, nil
}
