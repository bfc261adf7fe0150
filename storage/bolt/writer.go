package bolt

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"thidua/storage"
)

// maxGroup bounds how many units of work share a commit, and with it how long
// the first of them waits for the last.
const maxGroup = 1024

// A call is a unit of work on its way through the writer. The writer lends its
// transaction to one call after another; the caller's own goroutine runs the
// function, so that a panic in it, or a test's Fatal, takes its natural way.
type call struct {
	ctx   context.Context
	fn    func(storage.Tx) error
	leave <-chan struct{} // lets the caller go away while it waits; nil once it ran
	turn  chan *unit      // writer to caller: the transaction is yours
	back  chan bool       // caller to writer: here it is, and whether I wait for the answer
	done  chan error      // writer to caller: the answer
	err   error           // what fn returned
}

// Update runs fn in a transaction that it shares with the units of work which
// wait at the same moment: each sees what those before it did, one that fails is
// undone alone, and all are answered after the one commit. There is no timer;
// a unit that comes alone is committed alone. fn runs in the caller's goroutine.
//
// After a commit that failed for another reason than a full disk, what is in
// memory may differ from the file: from then on every call is refused until the
// program is started anew.
func (db *DB) Update(ctx context.Context, _ string, fn func(storage.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c := &call{
		ctx: ctx, fn: fn, leave: ctx.Done(),
		turn: make(chan *unit), back: make(chan bool), done: make(chan error, 1),
	}
	select {
	case db.calls <- c:
	case <-c.leave:
		return ctx.Err()
	case <-db.life.Done():
		return context.Cause(db.life)
	}
	for {
		select {
		case u := <-c.turn:
			c.run(u)
		case err := <-c.done:
			return err
		case <-c.leave:
			return ctx.Err()
		}
	}
}

// run does the work in the transaction lent, leaves no trace of it if it fails,
// and gives the transaction back even when fn never returns.
func (c *call) run(u *unit) {
	c.leave = nil
	returned := false
	defer func() { c.back <- returned }()
	defer func() {
		u.tx = nil
		if !returned || c.err != nil {
			u.undo()
		}
	}()
	if c.err = c.ctx.Err(); c.err == nil {
		c.err = c.fn(u)
	}
	returned = true
}

// lend gives the call its turn and says whether its caller waits for an answer.
func (c *call) lend(u *unit) bool {
	select {
	case c.turn <- u:
		return <-c.back
	case <-c.leave:
		return false
	}
}

// write is the writer: the one goroutine that commits units of work.
func (db *DB) write() {
	defer close(db.quiet)
	for {
		select {
		case c := <-db.calls:
			db.group(c)
		case <-db.life.Done():
			return
		}
	}
}

// group serves the first call and those that queue up meanwhile. If the store
// is too full for all of them together, each is tried alone: the one that asks
// too much must not take with it the one that would have made room.
func (db *DB) group(first *call) {
	members, err := db.attempt(first, db.waiting)
	if !errors.Is(err, storage.ErrFull) || len(members) == 1 {
		answer(members, err)
		return
	}
	for _, c := range members {
		answer(db.attempt(c, func() *call { return nil }))
	}
}

func (db *DB) waiting() *call {
	select {
	case c := <-db.calls:
		return c
	default:
		return nil
	}
}

func answer(members []*call, commit error) {
	for _, c := range members {
		if commit != nil { // what fn saw, and judged, never came to be
			c.err = commit
		}
		c.done <- c.err
	}
}

// attempt runs calls in one transaction and commits it if anything changed. It
// returns the calls that wait for an answer; one whose caller gave up waiting,
// or was carried away by a panic, does not.
func (db *DB) attempt(first *call, next func() *call) (members []*call, err error) {
	tx, err := db.begin(true)
	if err != nil {
		return []*call{first}, err
	}
	defer func() { _ = tx.Rollback() }() // nothing is left to roll back after a commit

	changed := false
	for c, n := first, 1; c != nil; c, n = next(), n+1 {
		u := &unit{reader: reader{tx}, clock: db.clock}
		if c.lend(u) {
			members = append(members, c)
		}
		if u.spoilt {
			return members, errors.New("a failed unit of work could not be undone; its whole group was")
		}
		changed = changed || len(u.log) > 0
		if n == maxGroup {
			break
		}
	}
	if !changed {
		return members, nil
	}
	return members, db.commit(tx)
}

// commit keeps a transaction, or tells a full disk, after which work goes on,
// from a failure that ends it.
func (db *DB) commit(tx *bbolt.Tx) error {
	id := tx.ID()
	err := tx.Commit()
	switch {
	case err == nil:
		return nil
	case full(err) && db.newest() < id:
		return fmt.Errorf("%w: %v", storage.ErrFull, err)
	}
	db.end(fmt.Errorf("a commit failed and memory may differ from the file, so the program must be restarted: %w",
		errors.Join(storage.ErrUnknown, err)))
	return context.Cause(db.life)
}

func full(err error) bool {
	return errors.Is(err, berrors.ErrMaxSizeReached) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// newest is the last transaction that readers see. A disk that turns out to be
// full only when the last page of a commit is synced leaves a transaction that
// is visible and yet not on disk.
func (db *DB) newest() (id int) {
	_ = db.bolt.View(func(tx *bbolt.Tx) error {
		id = tx.ID()
		return nil
	})
	return id
}
