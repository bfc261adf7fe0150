package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"thidua/storage"
)

// fill makes a store with n rows and closes it.
func fill(t *testing.T, path string, n int) {
	t.Helper()
	db, err := Create(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(), "", func(tx storage.Tx) error {
		for i := range n {
			if err := rows.Put(tx, row{fmt.Sprintf("%04d", i), strings.Repeat("body ", 20)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestCheckAcceptsAWholeStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	fill(t, path, 500)
	if err := errors.Join(Check(path), checkInChild(path)); err != nil {
		t.Error(err)
	}
}

func TestCheckFindsAFlippedBitInAValue(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	fill(t, path, 500)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(b, []byte(`"id":"0250"`))
	flip(t, path, at+len(`"id":"0250","body":"b`))
	if err := Check(path); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), `rows "0250"`) {
		t.Errorf("Check = %v, want ErrDamaged and the record", err)
	}
	if err := checkInChild(path); err == nil {
		t.Error("a child finds nothing")
	}
}

// A page that lost its type or its number makes bbolt panic where nobody can
// catch it, so this can only be looked at from another process.
func TestCheckFindsADamagedPage(t *testing.T) {
	page := os.Getpagesize()
	path := filepath.Join(t.TempDir(), "test.db")
	fill(t, path, 500)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for at := 2 * page; at+page <= len(whole) && found < 6; at += page {
		const leaf = 2 // the flag of a page with records
		if binary.NativeEndian.Uint16(whole[at+8:]) != leaf || !bytes.Contains(whole[at:at+page], []byte("body")) {
			continue
		}
		found++
		broken := filepath.Join(t.TempDir(), "test.db")
		write(t, broken, whole)
		flip(t, broken, at+8) // no type at all
		if err := checkInChild(broken); err == nil {
			t.Errorf("page %d without a type is not noticed", at/page)
		}
		write(t, broken, whole)
		flip(t, broken, at+1) // another page's number
		if err := checkInChild(broken); err == nil {
			t.Errorf("page %d with a wrong number is not noticed", at/page)
		}
	}
	if found == 0 {
		t.Error("no page with records found to damage")
	}
}

func checkInChild(path string) error {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childRole+"=check", childPath+"="+path)
	if out, err := cmd.CombinedOutput(); err != nil {
		line, _, _ := strings.Cut(string(out), "\n")
		return fmt.Errorf("%w: %s", err, line)
	}
	return nil
}
