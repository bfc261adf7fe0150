package storagetest

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/go-cmp/cmp"

	"thidua/storage"
)

// step leaves its number, and fails with err.
func step(n int, err error) storage.Step {
	return func(tx storage.Tx) error {
		return first(tx.Put("steps", fmt.Sprint(n), nil), err)
	}
}

func migrationsOnce(ctx context.Context, s storage.Store) error {
	if err := storage.Migrate(ctx, s, nil, step(1, nil)); err != nil {
		return err
	}
	clear := func(tx storage.Tx) error { return tx.Delete("steps", "1") }
	if err := s.Update(ctx, "", clear); err != nil { // a second run of step 1 would show
		return err
	}
	if err := storage.Migrate(ctx, s, nil, step(1, nil), step(2, nil), step(3, errBoom), step(4, nil)); !errors.Is(err, errBoom) {
		return fmt.Errorf("got %v from Migrate, want the error of the step", err)
	}
	return first(
		want(ctx, s, "steps", "2="),
		storage.Migrate(ctx, s, nil, step(1, nil), step(2, errBoom), step(3, nil), step(4, nil)),
		want(ctx, s, "steps", "2=", "3=", "4="),
		func() error {
			err := storage.Migrate(ctx, s, nil, step(1, errBoom))
			var newer *storage.NewerError
			if !errors.As(err, &newer) || *newer != (storage.NewerError{Data: 4, Program: 1}) {
				return fmt.Errorf("an older program got %v from Migrate, want a NewerError", err)
			}
			return nil
		}(),
	)
}

func migrationsCopy(ctx context.Context, s storage.Store) error {
	var copies []int
	migrate := func(steps ...storage.Step) error {
		return storage.Migrate(ctx, s, func() error {
			return s.View(ctx, func(r storage.Reader) error {
				version, err := storage.Version(r)
				copies = append(copies, version)
				return err
			})
		}, steps...)
	}
	err := first(
		migrate(step(1, nil)),                             // an empty store
		migrate(step(1, nil)),                             // nothing to do
		migrate(step(1, nil), step(2, nil), step(3, nil)), // one copy for two steps
	)
	if diff := cmp.Diff([]int{1}, copies); err == nil && diff != "" {
		err = fmt.Errorf("copies at versions (-want +got):\n%s", diff)
	}
	if err != nil {
		return err
	}
	err = storage.Migrate(ctx, s, func() error { return errBoom }, step(1, nil), step(2, nil), step(3, nil), step(4, nil))
	if !errors.Is(err, errBoom) {
		return fmt.Errorf("got %v from Migrate though there is no copy", err)
	}
	pending, inUse, err := storage.Pending(ctx, s, step(1, nil), step(2, nil), step(3, nil), step(4, nil))
	if err == nil && (pending != 1 || !inUse) {
		err = fmt.Errorf("got %d, %v from Pending, want 1, true", pending, inUse)
	}
	return err
}
