package bolt

import (
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"thidua/storage"
)

// Check reads a whole store that nobody writes to, every page and the checksum
// of every record, and reports what it finds as ErrDamaged. All records are
// expected in the envelope of storage.Seal.
//
// A damaged page can make bbolt panic in a goroutine of its own, and a disk that
// fails to deliver a page kills by a signal; neither can be caught here. So a
// program that must go on living runs Check in a child process and takes the
// child's death for a bad answer.
func Check(path string) (err error) {
	if err := inspect(path); err != nil {
		return err
	}
	b, err := openReadOnly(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	err = b.View(func(tx *bbolt.Tx) error {
		if err := checkPages(tx); err != nil {
			return err
		}
		if err := belongs(tx); err != nil {
			return err
		}
		return checkRecords(tx)
	})
	return located(path, err)
}

func openReadOnly(path string) (*bbolt.DB, error) {
	b, err := bbolt.Open(path, 0o600, &bbolt.Options{
		ReadOnly:     true,
		Timeout:      lockTimeout,
		FreelistType: bbolt.FreelistMapType,
		MmapFlags:    mapFlags,
	})
	return b, located(path, err)
}

// checkPages reports the first fault and how many followed; it must drain the
// channel, because the walk goes on behind it.
func checkPages(tx *bbolt.Tx) error {
	var first error
	n := 0
	for err := range tx.Check() {
		if n++; n == 1 {
			first = err
		}
	}
	if n > 0 {
		return fmt.Errorf("%w: %v (%d faults in all)", ErrDamaged, first, n)
	}
	return nil
}

func checkRecords(tx *bbolt.Tx) error {
	return tx.ForEach(func(table []byte, b *bbolt.Bucket) error {
		return b.ForEach(func(k, v []byte) error {
			if _, _, err := storage.Unseal(v); err != nil {
				return fmt.Errorf("%w: %s %q: %w", ErrDamaged, table, k, err)
			}
			return nil
		})
	})
}
