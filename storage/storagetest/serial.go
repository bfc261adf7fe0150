package storagetest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"thidua/storage"
)

// together runs two units that first read and then write. Each waits between
// the two until the other has read as well, but only for a moment and only at
// its first attempt: an engine that runs units one after another, or that makes
// the second run again, must not be held up for ever.
func together(ctx context.Context, s storage.Store, unit func(tx storage.Tx, me, other string, bothRead func()) error) error {
	var wg, met sync.WaitGroup
	met.Add(2)
	both := make(chan struct{})
	go func() { met.Wait(); close(both) }()
	errs := make([]error, 2)
	for i, me := range []string{"a", "b"} {
		wg.Go(func() {
			var once sync.Once
			meet := func() {
				once.Do(func() {
					met.Done()
					select {
					case <-both:
					case <-time.After(50 * time.Millisecond):
					}
				})
			}
			errs[i] = s.Update(ctx, me, func(tx storage.Tx) error {
				return unit(tx, me, string("ba"[i]), meet)
			})
			once.Do(met.Done)
		})
	}
	wg.Wait()
	return first(errs...)
}

func lostUpdate(ctx context.Context, s storage.Store) error {
	return first(
		together(ctx, s, func(tx storage.Tx, _, _ string, bothRead func()) error {
			n, err := number(tx, "t", "n")
			bothRead()
			return first(err, tx.Put("t", "n", fmt.Append(nil, n+1)))
		}),
		want(ctx, s, "t", "n=2"),
	)
}

// writeSkew: of two people on duty each may go home if the other stays.
func writeSkew(ctx context.Context, s storage.Store) error {
	if err := put(ctx, s, "t", "a=1", "b=1"); err != nil {
		return err
	}
	err := together(ctx, s, func(tx storage.Tx, me, other string, bothRead func()) error {
		n, err := number(tx, "t", other)
		bothRead()
		if err != nil || n == 0 {
			return err
		}
		return tx.Put("t", me, []byte("0"))
	})
	if err != nil {
		return err
	}
	return s.View(ctx, func(r storage.Reader) error {
		a, err := number(r, "t", "a")
		b, err2 := number(r, "t", "b")
		if a+b != 1 {
			err = fmt.Errorf("%d on duty, want 1", a+b)
		}
		return first(err, err2)
	})
}

// phantom: whoever counts nobody may come in, and there is one chair.
func phantom(ctx context.Context, s storage.Store) error {
	err := together(ctx, s, func(tx storage.Tx, me, _ string, bothRead func()) error {
		there, err := tx.Scan("t", "", "", 0)
		bothRead()
		if err != nil || len(there) > 0 {
			return err
		}
		return tx.Put("t", me, nil)
	})
	if err != nil {
		return err
	}
	return s.View(ctx, func(r storage.Reader) error {
		there, err := r.Scan("t", "", "", 0)
		if err == nil && len(there) != 1 {
			err = fmt.Errorf("%d records, want 1", len(there))
		}
		return err
	})
}

// snapshot looks again after others have written in the middle of the view.
func snapshot(ctx context.Context, s storage.Store) error {
	if err := put(ctx, s, "t", "a=1", "b=1"); err != nil {
		return err
	}
	err := s.View(ctx, func(r storage.Reader) error {
		old := func() error {
			names, err := r.Tables()
			if err == nil && len(names) != 1 {
				err = fmt.Errorf("tables %q appeared within a view", names)
			}
			return first(err, wantScan(r, "t", "", "", 0, "a=1", "b=1"), wantValue(r, "b", "1"), wantAbsent(r, "c"))
		}
		if err := old(); err != nil {
			return err
		}
		written := make(chan error, 1)
		go func() {
			err := put(ctx, s, "t", "a=2", "b=2", "c=2")
			for i := 0; err == nil && i < 20; i++ { // so many that freed pages would be used again
				err = put(ctx, s, "more", fmt.Sprintf("%d=%0999d", i, i))
			}
			written <- err
		}()
		if err := <-written; err != nil {
			return err
		}
		return old()
	})
	return first(err, want(ctx, s, "t", "a=2", "b=2", "c=2"))
}
