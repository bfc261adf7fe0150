// Package storage keeps records. It says what a unit of work may do and leaves
// the how to an engine, the way database/sql leaves it to drivers.
package storage

import (
	"context"
	"errors"
	"time"
)

var (
	// ErrNotFound is returned by Get when no record has the key.
	ErrNotFound = errors.New("not found")
	// ErrCorrupt is returned when a record's bytes do not match its checksum.
	ErrCorrupt = errors.New("record is damaged")
	// ErrFull is returned when the engine has no room left; what was stored
	// before can still be read and deleted.
	ErrFull = errors.New("store is full")
	// ErrUnknown is returned when a commit may or may not have happened; asking
	// again is safe because every event carries a key that is recognised.
	ErrUnknown = errors.New("outcome of the commit is unknown")
)

// A Store holds ordered tables of bytes.
type Store interface {
	// Update runs fn as if every unit of work ran alone, one after another. fn
	// may run more than once, so it touches nothing but tx, and no other unit of
	// work from inside; an error or a panic in it undoes all of it and reaches
	// the caller. nil means: kept, and on disk. A ctx that ends while fn waits
	// for its turn keeps fn from running. The scope (a chat, a cluster) is a
	// hint that avoids conflicts, never a lock to rely on.
	Update(ctx context.Context, scope string, fn func(Tx) error) error

	// View runs fn on one snapshot. It should be short: an engine keeps every
	// page that a snapshot can still see.
	View(ctx context.Context, fn func(Reader) error) error

	Close() error
}

// A Reader sees one snapshot. What it returns belongs to the caller.
type Reader interface {
	// Get returns ErrNotFound when no record has the key.
	Get(table, key string) ([]byte, error)

	// Scan returns the records with from ≤ key < to in byte order, at most
	// limit of them. An empty to has no upper end; limit 0 means all.
	Scan(table, from, to string, limit int) ([]Record, error)

	// Tables names the tables that hold a record, in byte order.
	Tables() ([]string, error)
}

// A Record is one key with its value.
type Record struct {
	Key   string
	Value []byte
}

// A Tx is one unit of work: all of it is kept, or none of it. Tables come into
// being with their first record; names and keys are never empty. A value that
// was given stays the caller's to change.
type Tx interface {
	Reader
	Put(table, key string, value []byte) error

	// Insert puts a record unless its key is taken, and says whether it did.
	Insert(table, key string, value []byte) (bool, error)

	// Delete removes a record; one that is not there is no error.
	Delete(table, key string) error

	// Now is the engine's clock in UTC, the only one that leases are measured
	// by. It stands still during a unit of work.
	Now() (time.Time, error)
}
