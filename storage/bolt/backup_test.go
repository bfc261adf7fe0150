package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"thidua/storage"
)

// pair writes two rows that a snapshot must show together.
func pair(db *DB, n int) error {
	return db.Update(context.Background(), "", func(tx storage.Tx) error {
		return errors.Join(
			rows.Put(tx, row{"left", fmt.Sprint(n)}),
			rows.Put(tx, row{fmt.Sprintf("n%d", n), "body"}),
			rows.Put(tx, row{"right", fmt.Sprint(n)}))
	})
}

func count(t *testing.T, s storage.Store) (n int) {
	t.Helper()
	err := s.View(t.Context(), func(r storage.Reader) error {
		left, err := rows.Get(r, "left")
		if err != nil {
			return err
		}
		right, err := rows.Get(r, "right")
		list, err2 := rows.List(r, "n")
		n = len(list)
		if left.Body != right.Body || left.Body != fmt.Sprint(n-1) {
			t.Errorf("left %s, right %s, %d rows: not one moment", left.Body, right.Body, n)
		}
		return errors.Join(err, err2)
	})
	if err != nil {
		t.Error(err)
	}
	return n
}

// whileWriting runs fn while pairs are written.
func whileWriting(t *testing.T, db *DB, fn func()) {
	t.Helper()
	var wg sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	started := make(chan struct{})
	wg.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			if err := pair(db, n); err != nil {
				t.Error(err)
			}
			if n == 50 {
				close(started)
			}
		}
	})
	<-started
	fn()
	stop()
	wg.Wait()
}

func TestBackupWhileWriting(t *testing.T) {
	db := newStore(t, Options{})
	path := filepath.Join(t.TempDir(), "backup.db")
	whileWriting(t, db, func() {
		for range 5 {
			if err := db.BackupTo(t.Context(), path); err != nil {
				t.Error(err)
			}
		}
	})
	backup, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer backup.Close()
	if n := count(t, backup); n < 50 || n > count(t, db) {
		t.Errorf("%d rows in the backup", n)
	}
	want, _ := db.ID(t.Context())
	if got, err := backup.ID(t.Context()); got != want || err != nil {
		t.Errorf("ID of the backup = %q, %v; want %q", got, err, want)
	}
	if names, _ := os.ReadDir(filepath.Dir(path)); len(names) != 1 {
		t.Errorf("left behind: %v", names)
	}
}

func TestBackupThatFailsKeepsTheOldOne(t *testing.T) {
	failed := errors.New("child died")
	db := newStore(t, Options{Check: func(string) error { return failed }})
	path := filepath.Join(t.TempDir(), "backup.db")
	write(t, path, []byte("yesterday"))
	if err := db.BackupTo(t.Context(), path); !errors.Is(err, failed) {
		t.Errorf("BackupTo = %v, want %v", err, failed)
	}
	if b, err := os.ReadFile(path); string(b) != "yesterday" {
		t.Errorf("the old backup is %q, %v", b, err)
	}
	if names, _ := os.ReadDir(filepath.Dir(path)); len(names) != 1 {
		t.Errorf("left behind: %v", names)
	}
	if err := db.BackupTo(t.Context(), db.bolt.Path()); err == nil {
		t.Error("the store became its own backup")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.Backup(ctx, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("Backup = %v, want context canceled", err)
	}
}

func TestRestore(t *testing.T) {
	old := newStore(t, Options{})
	for n := range 20 {
		if err := pair(old, n); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "backup.db")
	if err := old.BackupTo(t.Context(), path); err != nil {
		t.Fatal(err)
	}

	db := newStore(t, Options{})
	if err := put(db, "goes", nil); err != nil {
		t.Fatal(err)
	}
	var watch sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	watch.Go(func() { // the old or the new, never both and never neither
		for ctx.Err() == nil {
			_ = db.View(context.Background(), func(r storage.Reader) error {
				names, err := r.Tables()
				if err != nil || len(names) != 1 {
					t.Errorf("tables %q, %v during a restore", names, err)
				}
				return nil
			})
		}
	})
	if err := db.Restore(t.Context(), path); err != nil {
		t.Error(err)
	}
	stop()
	watch.Wait()

	if n := count(t, db); n != 20 {
		t.Errorf("%d rows after the restore, want 20", n)
	}
	if got := keys(t, db); got != "" {
		t.Errorf("%q outlived the restore", got)
	}
	want, _ := old.ID(t.Context())
	if got, err := db.ID(t.Context()); got != want || err != nil {
		t.Errorf("ID = %q, %v; want that of the backup, %q", got, err, want)
	}
	if err := pair(db, 20); err != nil {
		t.Error(err)
	}
}

func TestRestoreRefuses(t *testing.T) {
	db := newStore(t, Options{})
	if err := put(db, "stays", nil); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	foreign, short := filepath.Join(folder, "foreign.db"), filepath.Join(folder, "cut.db")
	foreignBolt(t, foreign)
	cut(t, short, 3)
	for path, want := range map[string]error{
		filepath.Join(folder, "absent.db"): ErrAbsent,
		foreign:                            ErrForeign,
		short:                              ErrDamaged,
	} {
		if err := db.Restore(t.Context(), path); !errors.Is(err, want) {
			t.Errorf("Restore(%s) = %v, want %v", filepath.Base(path), err, want)
		}
	}
	if got := keys(t, db); got != "stays" {
		t.Errorf("keys %q after refused restores", got)
	}
}
