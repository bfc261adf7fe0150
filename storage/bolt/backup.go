package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"go.etcd.io/bbolt"
)

// Backup writes the store as it is at this moment to w, while work goes on. The
// pages it still has to write cannot be reused meanwhile, so a slow w makes the
// file grow.
func (db *DB) Backup(ctx context.Context, w io.Writer) error {
	tx, err := db.begin(false)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	out := &stoppable{ctx: ctx, w: w}
	_, err = tx.WriteTo(out)
	if out.err != nil { // bbolt passes on no more than its text
		err = out.err
	}
	return err
}

// stoppable ends writing with its context, and remembers the error.
type stoppable struct {
	ctx context.Context
	w   io.Writer
	err error
}

func (s *stoppable) Write(b []byte) (n int, err error) {
	if err = s.ctx.Err(); err == nil {
		n, err = s.w.Write(b)
	}
	s.err = err
	return n, err
}

// BackupTo leaves a backup at path that has been checked and is on disk. An
// earlier file there is replaced in that moment, and kept if anything fails.
func (db *DB) BackupTo(ctx context.Context, path string) error {
	if there, err := os.Stat(path); err == nil {
		if live, err := os.Stat(db.bolt.Path()); err != nil || os.SameFile(there, live) {
			return fmt.Errorf("%s: the store cannot be its own backup", path)
		}
	}
	return replaceFile(path, func(draft string) error {
		f, err := os.OpenFile(draft, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		err = db.Backup(ctx, f)
		if err == nil {
			err = f.Sync()
		}
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
		return db.check(draft)
	})
}

// Restore replaces everything by what the backup at path holds, the store's ID
// included, in one transaction: others see the old records or the new ones. The
// backup is checked first. Its data may be of an older release, so whoever
// restores runs the migrations next. All of it is held in memory for the commit.
func (db *DB) Restore(ctx context.Context, path string) (err error) {
	if err := db.check(path); err != nil {
		return err
	}
	backup, err := openReadOnly(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, backup.Close()) }()
	return backup.View(func(from *bbolt.Tx) error {
		if err := belongs(from); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		to, err := db.begin(true) // the writer waits meanwhile
		if err != nil {
			return err
		}
		defer func() { _ = to.Rollback() }()
		if err := replace(ctx, to, from); err != nil {
			return err
		}
		return db.commit(to)
	})
}

func replace(ctx context.Context, to, from *bbolt.Tx) error {
	var tables [][]byte
	err := to.ForEach(func(name []byte, _ *bbolt.Bucket) error {
		tables = append(tables, own(name))
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range tables {
		if err := to.DeleteBucket(name); err != nil {
			return err
		}
	}
	return from.ForEach(func(name []byte, source *bbolt.Bucket) error {
		b, err := to.CreateBucket(name)
		if err != nil {
			return err
		}
		b.FillPercent = 0.9 // keys come in order
		return source.ForEach(func(k, v []byte) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return b.Put(k, v) // v outlives the commit: the backup stays open
		})
	})
}
