// Package storagetest is the promise that every storage engine keeps.
package storagetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"thidua/storage"
)

// A Case is one promise. Run returns how an empty store breaks it, so that a
// store which breaks it on purpose can be tried too: a promise whose breach goes
// unseen is not tested.
type Case struct {
	Name string
	Run  func(ctx context.Context, s storage.Store) error
}

// Cases are all promises.
var Cases = []Case{
	{"an error undoes the unit", errorUndoes},
	{"a panic undoes the unit and reaches the caller", panicUndoes},
	{"a failing neighbour changes nothing for the others", neighbours},
	{"scans go in byte order between bounds", scanOrder},
	{"a unit sees its own writes", ownWrites},
	{"insert keeps what is there", insert},
	{"an absent record is not an empty one", absent},
	{"a record has a table and a key", names},
	{"tables are those that hold a record", tables},
	{"no update is lost", lostUpdate},
	{"two units do not both act on what the other changes", writeSkew},
	{"two units do not both miss what the other inserts", phantom},
	{"a view is one snapshot", snapshot},
	{"bytes belong to the caller", ownership},
	{"the clock is UTC and stands still in a unit", clock},
	{"a context that has ended keeps work from running", endedContext},
	{"migrations run once and in order", migrationsOnce},
	{"migrations copy data in use first", migrationsCopy},
	{"a closed store refuses", closed},
}

// Exercise runs every promise, and random work against a model, each on an
// empty store of its own. open leaves closing to t.Cleanup; a store may be
// closed twice.
func Exercise(t *testing.T, open func(*testing.T) storage.Store) {
	for _, c := range Cases {
		t.Run(strings.ReplaceAll(c.Name, " ", "_"), func(t *testing.T) {
			if err := c.Run(t.Context(), open(t)); err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("model", func(t *testing.T) { Model(t, open(t)) })
}

var errBoom = errors.New("boom")

// put keeps key=value pairs in a table, in one unit of work.
func put(ctx context.Context, s storage.Store, table string, pairs ...string) error {
	return s.Update(ctx, table, func(tx storage.Tx) error {
		for _, p := range pairs {
			key, value, _ := strings.Cut(p, "=")
			if err := tx.Put(table, key, []byte(value)); err != nil {
				return err
			}
		}
		return nil
	})
}

// want compares a whole table with key=value pairs.
func want(ctx context.Context, s storage.Store, table string, pairs ...string) error {
	return s.View(ctx, func(r storage.Reader) error {
		return wantScan(r, table, "", "", 0, pairs...)
	})
}

func wantScan(r storage.Reader, table, from, to string, limit int, pairs ...string) error {
	records, err := r.Scan(table, from, to, limit)
	if err != nil {
		return err
	}
	var got []string
	for _, rec := range records {
		got = append(got, rec.Key+"="+string(rec.Value))
	}
	if diff := cmp.Diff(pairs, got); diff != "" {
		return fmt.Errorf("scan of %s from %q to %q, limit %d (-want +got):\n%s", table, from, to, limit, diff)
	}
	return nil
}

// first returns the first error.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
