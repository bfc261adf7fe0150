// Package bolt is the storage engine for one process and one machine: all
// records in a single file, kept by bbolt.
//
// Units of work run one after another on a single transaction that those
// waiting at the same moment share, and with it its one fsync; see Update.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"thidua/storage"
)

var (
	// ErrAbsent is returned by Open when there is no file.
	ErrAbsent = errors.New("there is no store")
	// ErrForeign is returned for a file that is empty or not a store of ours.
	ErrForeign = errors.New("not a store of this program")
	// ErrDamaged is returned for a store that was cut short or whose pages or
	// records contradict their checksums.
	ErrDamaged = errors.New("store is damaged")
	// ErrLocked is returned when another process has the store open.
	ErrLocked = errors.New("store is in use by another process")
	// ErrClosed is returned for work that comes after Close.
	ErrClosed = errors.New("store is closed")
)

// Options may be left at their zero value.
type Options struct {
	// Clock is what Tx.Now answers; time.Now when nil.
	Clock func() time.Time

	// MaxSize in bytes stops the file from growing (storage.ErrFull) while the
	// disk still has room for a backup. 0 means no limit.
	MaxSize int

	// Check examines a file before it is trusted as a backup or restored from.
	// A damaged file can bring the process down (see Check), so a program that
	// others depend on gives a function here that runs Check in a child
	// process. Check itself when nil.
	Check func(path string) error

	openFile func(string, int, os.FileMode) (*os.File, error) // lets a test break the file
}

// DB is a store in one file. It implements storage.Store.
type DB struct {
	bolt  *bbolt.DB
	clock func() time.Time
	check func(path string) error

	calls chan *call      // units of work that wait for their turn
	life  context.Context // ends with the reason why no work is taken any more
	end   context.CancelCauseFunc
	quiet chan struct{} // closed when the writer has stopped
}

var _ storage.Store = (*DB)(nil)

const lockTimeout = 2 * time.Second // bbolt would wait for ever

// Open opens the store at path. It never creates one: a path with a typing
// error in it must not look like a cluster without records.
func Open(path string, o Options) (*DB, error) {
	if err := inspect(path); err != nil {
		return nil, err
	}
	b, err := open(path, o)
	if err != nil {
		return nil, err
	}
	if err := b.View(belongs); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), b.Close())
	}
	db := &DB{
		bolt: b, clock: o.clock(), check: o.Check,
		calls: make(chan *call), quiet: make(chan struct{}),
	}
	if db.check == nil {
		db.check = Check
	}
	db.life, db.end = context.WithCancelCause(context.Background())
	go db.write()
	return db, nil
}

// open opens the file for writing. Without a stored freelist a commit writes
// less and a long snapshot cannot make the file explode; the price is that
// opening walks every page. Mapping far more than the file holds avoids moving
// the map while readers look at it; it costs addresses, not memory.
func open(path string, o Options) (*bbolt.DB, error) {
	options := &bbolt.Options{
		Timeout:         lockTimeout,
		NoFreelistSync:  true,
		FreelistType:    bbolt.FreelistMapType,
		InitialMmapSize: mapAhead(),
		MmapFlags:       mapFlags,
		MaxSize:         o.MaxSize,
		OpenFile:        o.openFile,
	}
	b, err := bbolt.Open(path, 0o600, options)
	if errors.Is(err, syscall.ENOMEM) { // addresses are rationed here
		options.InitialMmapSize = 0
		b, err = bbolt.Open(path, 0o600, options)
	}
	return b, located(path, err)
}

func located(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, berrors.ErrTimeout):
		err = ErrLocked
	case errors.Is(err, fs.ErrNotExist):
		err = ErrAbsent
	}
	return fmt.Errorf("%s: %w", path, err)
}

// Close lets the unit of work that runs finish, turns away those that wait, and
// releases the file. It waits for readers.
func (db *DB) Close() error {
	db.end(ErrClosed)
	<-db.quiet
	return db.bolt.Close()
}

// View runs fn on the state after the last commit.
func (db *DB) View(ctx context.Context, fn func(storage.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	tx, err := db.begin(false)
	if err != nil {
		return err
	}
	r := &reader{tx}
	defer func() {
		r.tx = nil
		_ = tx.Rollback()
	}()
	return fn(r)
}

func (db *DB) begin(writable bool) (*bbolt.Tx, error) {
	if db.life.Err() != nil {
		return nil, context.Cause(db.life)
	}
	tx, err := db.bolt.Begin(writable)
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		err = ErrClosed
	}
	return tx, err
}

func (o Options) clock() func() time.Time {
	if o.Clock == nil {
		return time.Now
	}
	return o.Clock
}
