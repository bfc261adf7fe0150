package bolt

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"go.etcd.io/bbolt"

	"thidua/storage"
)

// about is the bucket in which a store says what it is. No table can have its
// name, and no table lists it.
const about = "\x00store"

const format = 1

// An identity tells our stores from other files, and one store from another.
type identity struct {
	Format  int       `json:"format"`
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
}

// Create makes an empty store at path, readable by its owner alone, and opens
// it. An existing file, even an empty one, is refused (fs.ErrExist).
func Create(path string, o Options) (*DB, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600) // takes the name
	if err != nil {
		return nil, err
	}
	if err := errors.Join(f.Close(), create(path, o)); err != nil {
		return nil, errors.Join(err, os.Remove(path))
	}
	return Open(path, o)
}

// create writes the new store beside path and moves it there when it is whole,
// so that no interruption leaves half a store under the name.
func create(path string, o Options) error {
	id := identity{Format: format, ID: rand.Text(), Created: o.clock()().UTC()}
	data, err := json.Marshal(id)
	if err != nil {
		return err
	}
	record, err := storage.Seal(format, data)
	if err != nil {
		return err
	}
	return replaceFile(path, func(draft string) error {
		b, err := bbolt.Open(draft, 0o600, &bbolt.Options{NoFreelistSync: true})
		if err != nil {
			return err
		}
		err = b.Update(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucket([]byte(about))
			if err != nil {
				return err
			}
			return bucket.Put([]byte("identity"), record)
		})
		return errors.Join(err, b.Close())
	})
}

// ID names the store; it was drawn when the store was created, and a backup
// carries it along.
func (db *DB) ID(ctx context.Context) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	tx, err := db.begin(false)
	if err != nil {
		return "", err
	}
	defer func() { _ = tx.Rollback() }()
	id, err := identify(tx)
	return id.ID, err
}

func identify(tx *bbolt.Tx) (id identity, err error) {
	b := tx.Bucket([]byte(about))
	if b == nil {
		return id, ErrForeign
	}
	_, data, err := storage.Unseal(b.Get([]byte("identity")))
	if err == nil {
		err = json.Unmarshal(data, &id)
	}
	if err != nil {
		return id, fmt.Errorf("%w: its identity: %w", ErrDamaged, err)
	}
	return id, nil
}

// belongs refuses what this program did not write or cannot read.
func belongs(tx *bbolt.Tx) error {
	id, err := identify(tx)
	if err == nil && id.Format != format {
		err = fmt.Errorf("%w: its format is %d, this program reads %d", ErrForeign, id.Format, format)
	}
	return err
}

// replaceFile puts a file under path that write has written whole to a draft
// beside it. Afterwards the new file is on disk, name and all; on error
// whatever path was before is still there.
func replaceFile(path string, write func(draft string) error) error {
	folder, name := filepath.Split(path)
	if folder == "" {
		folder = "."
	}
	f, err := os.CreateTemp(folder, "."+name+".*")
	if err != nil {
		return err
	}
	draft := f.Name()
	err = errors.Join(f.Close(), write(draft))
	if err == nil {
		err = os.Rename(draft, path)
	}
	if err != nil {
		if gone := os.Remove(draft); !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
		return err
	}
	return syncFolder(folder)
}

// syncFolder puts a new name on disk. Windows does so by itself and refuses to
// be asked.
func syncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
