package storage

import (
	"context"
	"fmt"
)

// A Step brings the records from one version to the next.
type Step = func(Tx) error

// A NewerError says that the data was written by a later release. An older
// program would not understand it, so it must not touch it.
type NewerError struct{ Data, Program int }

func (e *NewerError) Error() string {
	return fmt.Sprintf("the data is at version %d, this program knows versions up to %d", e.Data, e.Program)
}

const done = "done" // the one key of the table of migrations

var migrations = Table[counter]{Name: "migrations", Key: func(c counter) string { return c.Name }}

// Version is the number of steps the data has been through.
func Version(r Reader) (int, error) {
	c, _, err := migrations.Find(r, done)
	return int(c.N), err
}

// Pending says how many of the steps the data still lacks, and whether there
// is any data yet. Data that is ahead of the steps is a *NewerError.
func Pending(ctx context.Context, s Store, steps ...Step) (pending int, inUse bool, err error) {
	err = s.View(ctx, func(r Reader) error {
		version, err := versionWithin(r, len(steps))
		if err != nil {
			return err
		}
		tables, err := r.Tables()
		pending, inUse = len(steps)-version, len(tables) > 0
		return err
	})
	return pending, inUse, err
}

// Migrate brings the data up to date. Steps are only ever appended: how many
// were done is the version of the data. Each step runs in a unit of work of its
// own together with the note that it was done, so an interrupted migration goes
// on where it stopped.
//
// Before the first pending step changes data that is already in use, before is
// called once, to copy the file; its error stops everything. It may be nil.
func Migrate(ctx context.Context, s Store, before func() error, steps ...Step) error {
	pending, inUse, err := Pending(ctx, s, steps...)
	if err != nil || pending == 0 {
		return err
	}
	if inUse && before != nil {
		if err := before(); err != nil {
			return fmt.Errorf("before migrating: %w", err)
		}
	}
	for i := len(steps) - pending; i < len(steps); i++ {
		err := s.Update(ctx, "migration", func(tx Tx) error { return migrate(tx, i, steps) })
		if err != nil {
			return fmt.Errorf("migration %d: %w", i+1, err)
		}
	}
	return nil
}

// migrate does step i unless another program has done it since.
func migrate(tx Tx, i int, steps []Step) error {
	version, err := versionWithin(tx, len(steps))
	if err != nil || version > i {
		return err
	}
	if err := steps[i](tx); err != nil {
		return err
	}
	return migrations.Put(tx, counter{Name: done, N: int64(i + 1)})
}

func versionWithin(r Reader, known int) (int, error) {
	version, err := Version(r)
	if err == nil && version > known {
		err = &NewerError{Data: version, Program: known}
	}
	return version, err
}
