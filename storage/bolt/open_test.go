package bolt

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"thidua/storage"
)

func TestOpenRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		make func(t *testing.T, path string)
		want error
	}{
		"an absent file":     {func(*testing.T, string) {}, ErrAbsent},
		"an empty file":      {func(t *testing.T, path string) { write(t, path, nil) }, ErrForeign},
		"a short text":       {func(t *testing.T, path string) { write(t, path, []byte("xin chào")) }, ErrForeign},
		"a long text":        {func(t *testing.T, path string) { write(t, path, bytes.Repeat([]byte("xin chào "), 4096)) }, ErrForeign},
		"another's bbolt":    {foreignBolt, ErrForeign},
		"a newer format":     {func(t *testing.T, path string) { newIdentity(t, path, `{"format":2,"id":"x"}`) }, ErrForeign},
		"a cut file":         {func(t *testing.T, path string) { cut(t, path, 3) }, ErrDamaged},
		"a file of one page": {func(t *testing.T, path string) { cut(t, path, 1) }, ErrDamaged},
		"two bad meta pages": {func(t *testing.T, path string) { flip(t, path, 24+3, os.Getpagesize()+24+3) }, ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "test.db")
			test.make(t, path)
			before, _ := os.ReadFile(path)
			if db, err := Open(path, Options{}); !errors.Is(err, test.want) {
				t.Errorf("Open = %v, %v; want %v", db, err, test.want)
			}
			if err := Check(path); !errors.Is(err, test.want) {
				t.Errorf("Check = %v, want %v", err, test.want)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the refused file was changed")
			}
		})
	}
}

func TestOneBadMetaPageIsSurvived(t *testing.T) {
	for page := range 2 {
		path := filepath.Join(t.TempDir(), "test.db")
		fill(t, path, 10)
		flip(t, path, page*os.Getpagesize()+24+3)
		db, err := Open(path, Options{})
		if err != nil {
			t.Errorf("page %d: %v", page, err)
			continue
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestCreate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	db, err := Create(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	id, err := db.ID(t.Context())
	if id == "" || err != nil {
		t.Errorf("ID = %q, %v", id, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err := Create(path, Options{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Create over a store = %v, %v", db, err)
	}
	if runtime.GOOS != "windows" {
		info, err := os.Stat(path)
		if err != nil || info.Mode() != 0o600 {
			t.Errorf("mode %v, %v; want readable by the owner alone", info.Mode(), err)
		}
	}
	if names, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(names) != 1 {
		t.Errorf("left behind: %q", names)
	}

	again, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.ID(t.Context()); got != id || err != nil {
		t.Errorf("ID after opening again = %q, %v; want %q", got, err, id)
	}
	if err := errors.Join(again.Close(), again.Close()); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

func TestSecondOpenerIsTurnedAway(t *testing.T) {
	db := newStore(t, Options{})
	start := time.Now()
	if again, err := Open(db.bolt.Path(), Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("Open = %v, %v; want ErrLocked", again, err)
	}
	if waited := time.Since(start); waited > lockTimeout+time.Second {
		t.Errorf("waited %v", waited)
	}
}

func TestClock(t *testing.T) {
	hanoi := time.Date(2026, 9, 2, 8, 0, 0, 0, time.FixedZone("ICT", 7*60*60))
	db := newStore(t, Options{Clock: func() time.Time { return hanoi }})
	err := db.Update(t.Context(), "", func(tx storage.Tx) error {
		now, err := tx.Now()
		if !now.Equal(hanoi) {
			t.Errorf("Now = %v, want %v", now, hanoi)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// What befalls files.

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func foreignBolt(t *testing.T, path string) {
	b, err := bbolt.Open(path, 0o600, nil)
	if err == nil {
		err = b.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func newIdentity(t *testing.T, path, data string) {
	fill(t, path, 1)
	b, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	record, err := storage.Seal(1, []byte(data))
	if err == nil {
		err = b.Update(func(tx *bbolt.Tx) error { return tx.Bucket([]byte(about)).Put([]byte("identity"), record) })
	}
	if err := errors.Join(err, b.Close()); err != nil {
		t.Fatal(err)
	}
}

func cut(t *testing.T, path string, pages int) {
	fill(t, path, 500)
	if err := os.Truncate(path, int64(pages*os.Getpagesize())); err != nil {
		t.Fatal(err)
	}
}

// flip turns one bit at each offset of a store, which it makes if need be.
func flip(t *testing.T, path string, offsets ...int) {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		fill(t, path, 10)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range offsets {
		b[i] ^= 0x10
	}
	write(t, path, b)
}

type row struct {
	ID   string `json:"id"`
	Body string `json:"body"`
}

var rows = storage.Table[row]{Name: "rows", Key: func(r row) string { return r.ID }}
