package desk

import (
	"context"
	"errors"

	"thidua/storage"
	"thidua/storage/bolt"
)

// unopened tells an operator why a store could not be opened and what to do.
func (d *Desk) unopened(ctx context.Context, err error) Answer {
	path := d.Place.Path
	newer, isNewer := errors.AsType[*storage.NewerError](err)
	switch {
	case errors.Is(err, bolt.ErrAbsent):
		return refusal("%s: there is no store; thidua cluster apply FILE.yaml makes one", path)
	case errors.Is(err, bolt.ErrForeign):
		return refusal("%s: this is not a store of thidua; it was left as it is", path)
	case errors.Is(err, bolt.ErrDamaged):
		return refusal("%s: the store is damaged; keep the file, and restore the last backup into a new one", path)
	case errors.Is(err, bolt.ErrLocked):
		return refusal("%s: the store is held by %s", path, d.Holder(ctx))
	case isNewer:
		return refusal("%s: the records are of a later release (%d, this one knows %d): run that release", path, newer.Data, newer.Program)
	}
	return refusal("%s: %v", path, cause(err))
}

// Unopened is what unopened says, for a program that opens the store itself.
func (d Desk) Unopened(ctx context.Context, err error) []string { return d.unopened(ctx, err).Faults }
