package storagetest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"thidua/storage"
)

type work = func(storage.Tx) error

func keepsFailed(s storage.Store) storage.Store {
	return wrapped{Store: s, update: func(ctx context.Context, scope string, fn work) error {
		var failed error
		err := s.Update(ctx, scope, func(tx storage.Tx) error {
			failed = fn(tx)
			return nil
		})
		return errors.Join(failed, err)
	}}
}

func keepsPanicked(s storage.Store) storage.Store {
	return wrapped{Store: s, update: func(ctx context.Context, scope string, fn work) error {
		var value any
		err := s.Update(ctx, scope, func(tx storage.Tx) error {
			defer func() { value = recover() }()
			return fn(tx)
		})
		if value != nil {
			panic(value)
		}
		return err
	}}
}

func hidesPanic(s storage.Store) storage.Store {
	return wrapped{Store: s, update: func(ctx context.Context, scope string, fn work) error {
		return s.Update(ctx, scope, guarded(fn))
	}}
}

// guarded turns a panic into an error.
func guarded(fn work) work {
	return func(tx storage.Tx) (err error) {
		defer func() {
			if value := recover(); value != nil {
				err = fmt.Errorf("panic: %v", value)
			}
		}()
		return fn(tx)
	}
}

func ignoresContext(s storage.Store) storage.Store {
	return wrapped{Store: s, update: func(ctx context.Context, scope string, fn work) error {
		return s.Update(context.WithoutCancel(ctx), scope, fn)
	}}
}

// dropsNeighbours commits units in groups and lets a group fail as a whole.
func dropsNeighbours(s storage.Store) storage.Store {
	var mu sync.Mutex
	var waiting []work
	var outcome error
	var finished chan struct{}
	return wrapped{Store: s, update: func(ctx context.Context, scope string, fn work) error {
		mu.Lock()
		waiting = append(waiting, guarded(fn))
		if len(waiting) > 1 {
			end := finished
			mu.Unlock()
			<-end
			return outcome
		}
		end := make(chan struct{})
		finished = end
		mu.Unlock()

		time.Sleep(5 * time.Millisecond)
		mu.Lock()
		defer mu.Unlock()
		group := waiting
		waiting = nil
		outcome = s.Update(ctx, scope, func(tx storage.Tx) error {
			for _, fn := range group {
				if err := fn(tx); err != nil {
					return err
				}
			}
			return nil
		})
		close(end)
		return outcome
	}}
}

// What an optimistic store makes sure of before it writes. None is enough.
type isolation int

const (
	checkNothing isolation = iota // the last writer wins
	checkWrites                   // snapshot isolation
	checkReads                    // also what was read, but not what was missed
)

// optimistic runs units side by side, each on a snapshot of its own, and runs
// one again when what it relied on has changed.
func optimistic(level isolation) func(storage.Store) storage.Store {
	return func(s storage.Store) storage.Store {
		return wrapped{Store: s, update: func(ctx context.Context, scope string, fn work) error {
			for {
				o := &overlay{seen: map[string][]byte{}, written: map[string][]byte{}}
				err := s.View(ctx, func(r storage.Reader) error {
					o.Reader = r
					return fn(o)
				})
				if err != nil {
					return err
				}
				err = s.Update(ctx, scope, func(tx storage.Tx) error { return o.commit(tx, level) })
				if !errors.Is(err, errConflict) {
					return err
				}
			}
		}}
	}
}

var errConflict = errors.New("conflict")

// An overlay holds back the writes to table t.
type overlay struct {
	storage.Reader
	seen, written map[string][]byte
}

func (o *overlay) Get(table, key string) ([]byte, error) {
	b, err := o.Reader.Get(table, key)
	o.seen[key] = b
	return b, err
}

func (o *overlay) Put(table, key string, value []byte) error {
	o.written[key] = value
	return nil
}

func (o *overlay) Insert(string, string, []byte) (bool, error) { return false, errors.ErrUnsupported }
func (o *overlay) Delete(string, string) error                 { return errors.ErrUnsupported }
func (o *overlay) Now() (time.Time, error)                     { return time.Time{}, errors.ErrUnsupported }

func (o *overlay) commit(tx storage.Tx, level isolation) error {
	for key, before := range o.seen {
		_, writes := o.written[key]
		now, err := tx.Get("t", key)
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return err
		}
		changed := !bytes.Equal(before, now)
		if changed && (level == checkReads || level == checkWrites && writes) {
			return errConflict
		}
	}
	for key, value := range o.written {
		if err := tx.Put("t", key, value); err != nil {
			return err
		}
	}
	return nil
}
