package bolt

import (
	"bytes"
	"errors"
	"time"

	"go.etcd.io/bbolt"

	"thidua/storage"
)

var (
	errOver = errors.New("the unit of work is over")
	errName = errors.New("a record needs a table and a key")
)

// reader reads within a transaction. What it hands out is copied: bbolt's own
// bytes lie in the mapped file and die with the transaction.
type reader struct{ tx *bbolt.Tx }

// bucket returns nil for a table that has never held a record.
func (r *reader) bucket(table string) (*bbolt.Bucket, error) {
	if r.tx == nil {
		return nil, errOver
	}
	if table == "" || table == about {
		return nil, nil
	}
	return r.tx.Bucket([]byte(table)), nil
}

func (r *reader) Get(table, key string) ([]byte, error) {
	b, err := r.bucket(table)
	if err != nil {
		return nil, err
	}
	if b != nil {
		if v := b.Get([]byte(key)); v != nil {
			return own(v), nil
		}
	}
	return nil, storage.ErrNotFound
}

func (r *reader) Scan(table, from, to string, limit int) ([]storage.Record, error) {
	b, err := r.bucket(table)
	if b == nil {
		return nil, err
	}
	var list []storage.Record
	c := b.Cursor()
	for k, v := c.Seek([]byte(from)); k != nil; k, v = c.Next() {
		if to != "" && string(k) >= to || limit > 0 && len(list) == limit {
			break
		}
		list = append(list, storage.Record{Key: string(k), Value: own(v)})
	}
	return list, nil
}

func (r *reader) Tables() ([]string, error) {
	if r.tx == nil {
		return nil, errOver
	}
	var names []string
	err := r.tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
		if first, _ := b.Cursor().First(); first != nil && string(name) != about {
			names = append(names, string(name))
		}
		return nil
	})
	return names, err
}

// A unit is one unit of work within the transaction of its group. It remembers
// what it changed so that it can be undone without the others.
type unit struct {
	reader
	clock  func() time.Time
	now    time.Time
	log    []change
	spoilt bool // undoing failed: the transaction must not be committed
}

// A change is what a key held before: nil for nothing. The bytes may lie in the
// mapped file, which does not move before the commit.
type change struct {
	bucket *bbolt.Bucket
	key    []byte
	old    []byte
}

func (u *unit) Put(table, key string, value []byte) error {
	_, err := u.put(table, key, value, true)
	return err
}

func (u *unit) Insert(table, key string, value []byte) (bool, error) {
	return u.put(table, key, value, false)
}

func (u *unit) put(table, key string, value []byte, over bool) (bool, error) {
	if u.tx == nil {
		return false, errOver
	}
	if table == "" || table == about || key == "" {
		return false, errName
	}
	b, err := u.tx.CreateBucketIfNotExists([]byte(table))
	if err != nil {
		return false, err
	}
	old := b.Get([]byte(key))
	if old != nil && !over {
		return false, nil
	}
	if err := b.Put([]byte(key), own(value)); err != nil { // bbolt keeps the slice until the commit
		return false, err
	}
	u.log = append(u.log, change{b, []byte(key), old})
	return true, nil
}

func (u *unit) Delete(table, key string) error {
	b, err := u.bucket(table)
	if b == nil {
		return err
	}
	old := b.Get([]byte(key))
	if old == nil {
		return nil
	}
	if err := b.Delete([]byte(key)); err != nil {
		return err
	}
	u.log = append(u.log, change{b, []byte(key), old})
	return nil
}

func (u *unit) Now() (time.Time, error) {
	if u.tx == nil {
		return time.Time{}, errOver
	}
	if u.now.IsZero() {
		u.now = u.clock().UTC()
	}
	return u.now, nil
}

// undo takes the changes back, the last one first.
func (u *unit) undo() {
	u.spoilt = true // also when bbolt panics
	for i := len(u.log) - 1; i >= 0; i-- {
		c := u.log[i]
		var err error
		if c.old == nil {
			err = c.bucket.Delete(c.key)
		} else {
			err = c.bucket.Put(c.key, c.old)
		}
		if err != nil {
			return
		}
	}
	u.log, u.spoilt = nil, false
}

// own copies bytes; no bytes become empty bytes, because nil means absent.
func own(b []byte) []byte {
	if len(b) == 0 {
		return []byte{}
	}
	return bytes.Clone(b)
}
