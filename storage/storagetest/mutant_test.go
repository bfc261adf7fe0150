package storagetest_test

import (
	"context"
	"path/filepath"
	"testing"

	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/storage/storagetest"
)

// mutants break one promise each, on purpose.
var mutants = []struct {
	name, caught string // caught: the case that must see it
	wrap         func(storage.Store) storage.Store
}{
	{"keeps what failed", "an error undoes the unit", keepsFailed},
	{"keeps what panicked", "a panic undoes the unit and reaches the caller", keepsPanicked},
	{"hides a panic", "a panic undoes the unit and reaches the caller", hidesPanic},
	{"drops the neighbours", "a failing neighbour changes nothing for the others", dropsNeighbours},
	{"includes the upper end", "scans go in byte order between bounds", onScan(upperEnd)},
	{"ignores the limit", "scans go in byte order between bounds", onScan(noLimit)},
	{"scans backwards", "scans go in byte order between bounds", onScan(backwards)},
	{"hides own writes", "a unit sees its own writes", hidesOwnWrites},
	{"inserts over", "insert keeps what is there", onTx(func(tx storage.Tx) storage.Tx { return insertsOver{tx} })},
	{"takes empty for absent", "an absent record is not an empty one", onTx(func(tx storage.Tx) storage.Tx { return emptyIsAbsent{tx} })},
	{"drops records without a key", "a record has a table and a key", onTx(func(tx storage.Tx) storage.Tx { return keyless{tx} })},
	{"never forgets a table", "tables are those that hold a record", onView(func(r storage.Reader) storage.Reader { return ghostTable{r} })},
	{"checks nothing", "no update is lost", optimistic(checkNothing)},
	{"checks what it writes", "two units do not both act on what the other changes", optimistic(checkWrites)},
	{"checks what it reads by key", "two units do not both miss what the other inserts", optimistic(checkReads)},
	{"reads what is newest", "a view is one snapshot", readsNewest},
	{"hands out what it keeps", "bytes belong to the caller", handsOut},
	{"lets the clock run", "the clock is UTC and stands still in a unit", onTx(func(tx storage.Tx) storage.Tx { return running{tx} })},
	{"has a local clock", "the clock is UTC and stands still in a unit", onTx(func(tx storage.Tx) storage.Tx { return local{tx} })},
	{"ignores the context", "a context that has ended keeps work from running", ignoresContext},
	{"forgets migrations", "migrations run once and in order", onTx(func(tx storage.Tx) storage.Tx { return forgetful{tx} })},
	{"shows no tables", "migrations copy data in use first", onView(func(r storage.Reader) storage.Reader { return tableless{r} })},
	{"stays open", "a closed store refuses", func(s storage.Store) storage.Store { return open{s} }},
}

func TestMutantsAreCaught(t *testing.T) {
	cases := map[string]storagetest.Case{}
	unseen := map[string]bool{}
	for _, c := range storagetest.Cases {
		cases[c.Name], unseen[c.Name] = c, true
	}
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			c, ok := cases[m.caught]
			if !ok {
				t.Fatalf("there is no case %q", m.caught)
			}
			delete(unseen, c.Name)
			if err := c.Run(t.Context(), newStore(t)); err != nil {
				t.Errorf("an honest store fails: %v", err)
			}
			err := c.Run(t.Context(), m.wrap(newStore(t)))
			if err == nil {
				t.Errorf("%q does not see it", c.Name)
			}
			t.Log(err)
		})
	}
	for name := range unseen {
		t.Errorf("no mutant proves that %q can fail", name)
	}
}

func newStore(t *testing.T) storage.Store {
	db, err := bolt.Create(filepath.Join(t.TempDir(), "test.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// A wrapped store passes its units of work and its views through functions.
type wrapped struct {
	storage.Store
	update func(ctx context.Context, scope string, fn func(storage.Tx) error) error
	view   func(ctx context.Context, fn func(storage.Reader) error) error
}

func (w wrapped) Update(ctx context.Context, scope string, fn func(storage.Tx) error) error {
	if w.update == nil {
		return w.Store.Update(ctx, scope, fn)
	}
	return w.update(ctx, scope, fn)
}

func (w wrapped) View(ctx context.Context, fn func(storage.Reader) error) error {
	if w.view == nil {
		return w.Store.View(ctx, fn)
	}
	return w.view(ctx, fn)
}

func onTx(wrap func(storage.Tx) storage.Tx) func(storage.Store) storage.Store {
	return func(s storage.Store) storage.Store {
		return wrapped{Store: s, update: func(ctx context.Context, scope string, fn func(storage.Tx) error) error {
			return s.Update(ctx, scope, func(tx storage.Tx) error { return fn(wrap(tx)) })
		}}
	}
}

func onView(wrap func(storage.Reader) storage.Reader) func(storage.Store) storage.Store {
	return func(s storage.Store) storage.Store {
		return wrapped{Store: s, view: func(ctx context.Context, fn func(storage.Reader) error) error {
			return s.View(ctx, func(r storage.Reader) error { return fn(wrap(r)) })
		}}
	}
}
