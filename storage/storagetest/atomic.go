package storagetest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"thidua/storage"
)

// spoil changes a record, removes one and adds two.
func spoil(tx storage.Tx) error {
	_, err := tx.Insert("t", "d", []byte("new"))
	return first(err, tx.Put("t", "a", []byte("new")), tx.Delete("t", "b"), tx.Put("t", "c", []byte("new")),
		tx.Put("t", "a", []byte("newer")), tx.Put("other", "k", []byte("new")))
}

func errorUndoes(ctx context.Context, s storage.Store) error {
	if err := put(ctx, s, "t", "a=1", "b=2"); err != nil {
		return err
	}
	err := s.Update(ctx, "", func(tx storage.Tx) error {
		return errors.Join(spoil(tx), errBoom)
	})
	if !errors.Is(err, errBoom) {
		return fmt.Errorf("got %v from Update, want the error of the unit", err)
	}
	return first(want(ctx, s, "t", "a=1", "b=2"), want(ctx, s, "other"))
}

func panicUndoes(ctx context.Context, s storage.Store) error {
	if err := put(ctx, s, "t", "a=1", "b=2"); err != nil {
		return err
	}
	got := caught(func() {
		_ = s.Update(ctx, "", func(tx storage.Tx) error {
			if err := spoil(tx); err != nil {
				return err
			}
			panic(errBoom)
		})
	})
	if got != errBoom {
		return fmt.Errorf("the caller of Update sees panic %v, want %v", got, errBoom)
	}
	return first(
		want(ctx, s, "t", "a=1", "b=2"),
		want(ctx, s, "other"),
		put(ctx, s, "t", "c=3"), // the store goes on
		want(ctx, s, "t", "a=1", "b=2", "c=3"),
	)
}

func caught(fn func()) (value any) {
	defer func() { value = recover() }()
	fn()
	return nil
}

// neighbours lets many units run at once on the same records; of three, one is
// kept, one fails and one panics.
func neighbours(ctx context.Context, s storage.Store) error {
	const units = 60
	var wg sync.WaitGroup
	errs := make([]error, units)
	for i := range units {
		wg.Go(func() {
			defer func() { _ = recover() }()
			errs[i] = s.Update(ctx, fmt.Sprint(i), func(tx storage.Tx) error {
				if err := first(mark(tx, i), tx.Put("last", "k", fmt.Append(nil, i))); err != nil {
					return err
				}
				switch i % 3 {
				case 1:
					return errBoom
				case 2:
					panic(errBoom)
				}
				return nil
			})
		})
	}
	wg.Wait()

	var kept []string
	for i := range units {
		switch i % 3 {
		case 0:
			if errs[i] != nil {
				return fmt.Errorf("a unit beside failing ones: %w", errs[i])
			}
			kept = append(kept, fmt.Sprintf("%02d=", i))
		case 1:
			if !errors.Is(errs[i], errBoom) {
				return fmt.Errorf("a failing unit: %v, want its own error", errs[i])
			}
		}
	}
	return first(want(ctx, s, "t", kept...), s.View(ctx, func(r storage.Reader) error {
		count, err := r.Get("count", "k")
		if err == nil && string(count) != fmt.Sprint(len(kept)) {
			err = fmt.Errorf("%s units counted, %d kept", count, len(kept))
		}
		return err
	}))
}

// mark leaves a record of unit i and counts it.
func mark(tx storage.Tx, i int) error {
	n, err := number(tx, "count", "k")
	return first(err,
		tx.Put("t", fmt.Sprintf("%02d", i), nil),
		tx.Put("count", "k", fmt.Append(nil, n+1)))
}

// number reads a number; one that was never written is zero.
func number(r storage.Reader, table, key string) (n int, err error) {
	b, err := r.Get(table, key)
	if errors.Is(err, storage.ErrNotFound) {
		return 0, nil
	}
	if err == nil {
		_, err = fmt.Sscan(string(b), &n)
	}
	return n, err
}

func endedContext(ctx context.Context, s storage.Store) error {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	ran := false
	up := s.Update(ctx, "", func(storage.Tx) error { ran = true; return nil })
	view := s.View(ctx, func(storage.Reader) error { ran = true; return nil })
	if ran || !errors.Is(up, context.Canceled) || !errors.Is(view, context.Canceled) {
		return fmt.Errorf("ran: %v; Update = %v, View = %v; want context canceled", ran, up, view)
	}
	return nil
}

func closed(ctx context.Context, s storage.Store) error {
	if err := first(put(ctx, s, "t", "k=v"), s.Close()); err != nil {
		return err
	}
	if put(ctx, s, "t", "k=w") == nil {
		return errors.New("a closed store took a record")
	}
	if s.View(ctx, func(storage.Reader) error { return nil }) == nil {
		return errors.New("a closed store was read")
	}
	return nil
}
