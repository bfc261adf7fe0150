package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"thidua/storage"
)

func put(db *DB, key string, value []byte) error {
	return db.Update(context.Background(), "", func(tx storage.Tx) error { return tx.Put("t", key, value) })
}

// occupy holds the writer until release is called.
func occupy(db *DB) (release func()) {
	running, end := make(chan struct{}), make(chan struct{})
	go func() {
		var once sync.Once // a full group is run again
		_ = db.Update(context.Background(), "", func(storage.Tx) error {
			once.Do(func() { close(running) })
			<-end
			return nil
		})
	}()
	<-running
	return func() { close(end) }
}

// queue starts n units of work that wait for their turn.
func queue(n int, unit func(i int)) (wait func()) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { unit(i) })
	}
	time.Sleep(20 * time.Millisecond) // nothing tells that they wait
	return wg.Wait
}

func TestWaitingUnitsShareACommit(t *testing.T) {
	db := newStore(t, Options{})
	before := db.newest()
	release := occupy(db)
	wait := queue(100, func(i int) {
		if err := put(db, fmt.Sprint(i), nil); err != nil {
			t.Error(err)
		}
	})
	release()
	wait()
	if commits := db.newest() - before; commits > 5 {
		t.Errorf("%d commits for 100 units that waited together", commits)
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	db := newStore(t, Options{})
	release := occupy(db)
	ctx, cancel := context.WithCancel(t.Context())
	ran := false
	wait := queue(1, func(int) {
		err := db.Update(ctx, "", func(storage.Tx) error { ran = true; return nil })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Update = %v, want context canceled", err)
		}
	})
	cancel()
	wait() // before the writer is free
	release()
	if err := put(db, "k", nil); err != nil || ran {
		t.Errorf("ran: %v; afterwards: %v", ran, err)
	}
}

func TestAUnitThatRunsIsFinished(t *testing.T) {
	db := newStore(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	err := db.Update(ctx, "", func(tx storage.Tx) error {
		cancel()
		return tx.Put("t", "k", nil)
	})
	if err != nil {
		t.Errorf("Update = %v", err)
	}
}

func TestCloseTurnsAwayWhoWaits(t *testing.T) {
	db := newStore(t, Options{})
	release := occupy(db)
	errs := make([]error, 10)
	wait := queue(len(errs), func(i int) { errs[i] = put(db, "k", nil) })
	closed := make(chan error, 1)
	go func() { closed <- db.Close() }()
	<-db.life.Done()
	release()
	wait()
	if err := <-closed; err != nil {
		t.Error(err)
	}
	for _, err := range errs {
		if !errors.Is(err, ErrClosed) && err != nil { // one may still have had its turn
			t.Errorf("Update = %v, want ErrClosed", err)
		}
	}
}

func TestPanicKeepsItsStack(t *testing.T) {
	db := newStore(t, Options{})
	defer func() {
		if stack := string(debug.Stack()); recover() == nil || !strings.Contains(stack, "stumble") {
			t.Errorf("the stack does not show where it was:\n%s", stack)
		}
	}()
	_ = db.Update(t.Context(), "", stumble)
}

func stumble(storage.Tx) error { panic("stumbled") }

func TestGoexitLeavesTheStoreUsable(t *testing.T) {
	db := newStore(t, Options{})
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_ = db.Update(t.Context(), "", func(tx storage.Tx) error {
			if err := tx.Put("t", "half", nil); err != nil {
				t.Error(err)
			}
			runtime.Goexit() // as t.Fatal does
			return nil
		})
	}()
	<-gone
	if err := put(db, "k", nil); err != nil {
		t.Error(err)
	}
	if got := keys(t, db); got != "k" {
		t.Errorf("keys %q, want k alone", got)
	}
}

func TestNothingIsDoneAfterTheUnit(t *testing.T) {
	db := newStore(t, Options{})
	var kept storage.Tx
	if err := db.Update(t.Context(), "", func(tx storage.Tx) error { kept = tx; return nil }); err != nil {
		t.Fatal(err)
	}
	_, get := kept.Get("t", "k")
	_, scan := kept.Scan("t", "", "", 0)
	_, now := kept.Now()
	for _, err := range []error{get, scan, now, kept.Put("t", "k", nil), kept.Delete("t", "k")} {
		if !errors.Is(err, errOver) {
			t.Errorf("got %v after the unit, want %v", err, errOver)
		}
	}
}

func TestFullStore(t *testing.T) {
	db := newStore(t, Options{MaxSize: 256 << 10})
	if err := put(db, "small", []byte("small")); err != nil {
		t.Fatal(err)
	}
	if err := put(db, "room", make([]byte, 50<<10)); err != nil {
		t.Fatal(err)
	}
	big := make([]byte, 300<<10)
	if err := put(db, "big", big); !errors.Is(err, storage.ErrFull) {
		t.Fatalf("Update = %v, want ErrFull", err)
	}

	// The one that asks too much fails alone.
	errs := make([]error, 9)
	release := occupy(db)
	wait := queue(len(errs), func(i int) {
		switch i {
		case 0:
			errs[i] = put(db, "big", big)
		case 1:
			errs[i] = db.Update(context.Background(), "", func(tx storage.Tx) error { return tx.Delete("t", "room") })
		default:
			errs[i] = put(db, fmt.Sprint(i), nil)
		}
	})
	release()
	wait()
	for i, err := range errs {
		if (i == 0) != errors.Is(err, storage.ErrFull) || i > 0 && err != nil {
			t.Errorf("unit %d: %v", i, err)
		}
	}
	if got := keys(t, db); got != "2 3 4 5 6 7 8 small" {
		t.Errorf("keys %q", got)
	}
}

// A file that can no longer be written to stands for a disk that fails.
func TestFailedCommitStopsTheStore(t *testing.T) {
	var file *os.File
	db, err := Create(t.TempDir()+"/test.db", Options{openFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
		f, err := os.OpenFile(name, flag, mode)
		file = f
		return f, err
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := put(db, "k", nil); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if err := put(db, "lost", nil); !errors.Is(err, storage.ErrUnknown) {
		t.Errorf("the commit that fails: %v, want ErrUnknown", err)
	}
	if err := put(db, "later", nil); !errors.Is(err, storage.ErrUnknown) || !strings.Contains(err.Error(), "restarted") {
		t.Errorf("a later one: %v, want the reason and the advice", err)
	}
	if err := db.View(t.Context(), func(storage.Reader) error { return nil }); !errors.Is(err, storage.ErrUnknown) {
		t.Errorf("a view: %v, want the reason", err)
	}
	_ = db.Close() // the file is closed already
}

func keys(t *testing.T, db *DB) string {
	t.Helper()
	var list []string
	err := db.View(t.Context(), func(r storage.Reader) error {
		records, err := r.Scan("t", "", "", 0)
		for _, rec := range records {
			list = append(list, rec.Key)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	return strings.Join(list, " ")
}
