package house

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow"
)

// A Place is where a store is kept.
type Place struct {
	Path  string                  // of the file
	Clock Clock                   // what the records are dated by
	Check func(path string) error // see bolt.Options
}

// ParseStore reads the setting THIDUA_STORE: "bolt:" and a path; empty is
// bolt:thidua.db.
func ParseStore(setting string) (path string, err error) {
	if setting == "" {
		return "thidua.db", nil
	}
	if strings.HasPrefix(setting, "postgres:") || strings.HasPrefix(setting, "postgresql:") {
		return "", errors.New("PostgreSQL is not supported yet: use bolt:FILE")
	}
	path, ok := strings.CutPrefix(setting, "bolt:")
	if !ok || path == "" {
		return "", fmt.Errorf("the store %q is not understood: write bolt: and a path, as in bolt:thidua.db", setting)
	}
	return path, nil
}

// Key is where the master key of a store is kept when it is not given.
func (p Place) Key() string { return p.Path + ".key" }

// Open opens the store and brings its records up to date. An absent one is
// refused, or made when create says so; data of a later release is refused; a
// copy is kept beside before the first migration touches anything.
func (p Place) Open(ctx context.Context, create bool) (*bolt.DB, error) {
	o := bolt.Options{Clock: p.Clock.Now, Check: p.Check}
	db, err := bolt.Open(p.Path, o)
	if errors.Is(err, bolt.ErrAbsent) && create {
		db, err = bolt.Create(p.Path, o)
		if errors.Is(err, fs.ErrExist) { // somebody was faster
			db, err = bolt.Open(p.Path, o)
		}
	}
	if err != nil {
		return nil, err
	}
	if err := p.Migrate(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// Migrate brings the records up to date.
func (p Place) Migrate(ctx context.Context, db *bolt.DB) error {
	return storage.Migrate(ctx, db, func() error { return db.BackupTo(ctx, p.Aside("before-migration")) }, workflow.Migrations...)
}

// Aside names a copy beside the store.
func (p Place) Aside(why string) string {
	return p.Path + "." + why + "-" + p.Clock.Now().UTC().Format("20060102T150405Z")
}
