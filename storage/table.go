package storage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
)

// A Table gives the records under one name their type and their key. Records
// are JSON inside an envelope that carries the shape's version and a checksum:
// a flipped byte on disk is found when the record is read, not printed.
type Table[T any] struct {
	Name string
	Key  func(T) string
}

type envelope struct {
	V   int             `json:"v"`
	Sum uint32          `json:"sum"`
	D   json.RawMessage `json:"d"`
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum covers the version too, so that no byte of a record can change
// its meaning unseen.
func checksum(version int, data []byte) uint32 {
	return crc32.Update(crc32.Checksum(strconv.AppendInt(nil, int64(version), 10), castagnoli), castagnoli, data)
}

// Seal puts a record's JSON into its envelope, byte for byte: json.Marshal
// would compact and escape it, and the checksum would belong to other bytes.
func Seal(version int, data []byte) ([]byte, error) {
	data = bytes.TrimSpace(data)
	if !json.Valid(data) {
		return nil, errors.New("a record that is not JSON cannot be sealed")
	}
	return fmt.Appendf(nil, `{"v":%d,"sum":%d,"d":%s}`, version, checksum(version, data), data), nil
}

// Unseal returns what Seal was given, or ErrCorrupt.
func Unseal(b []byte) (version int, data []byte, err error) {
	var e envelope
	if err := json.Unmarshal(b, &e); err != nil {
		return 0, nil, fmt.Errorf("%w: %v", ErrCorrupt, err)
	}
	if checksum(e.V, e.D) != e.Sum {
		return 0, nil, fmt.Errorf("%w: checksum differs", ErrCorrupt)
	}
	return e.V, e.D, nil
}

func (t Table[T]) decode(key string, b []byte) (v T, err error) {
	_, data, err := Unseal(b)
	if err == nil {
		err = json.Unmarshal(data, &v)
	}
	if err != nil {
		err = fmt.Errorf("%s %q: %w", t.Name, key, err)
	}
	return v, err
}

func (t Table[T]) encode(v T) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return Seal(1, data)
}

// Get returns the record with the key, or ErrNotFound.
func (t Table[T]) Get(r Reader, key string) (v T, err error) {
	b, err := r.Get(t.Name, key)
	if err != nil {
		return v, fmt.Errorf("%s %q: %w", t.Name, key, err)
	}
	return t.decode(key, b)
}

// Find is Get for a record that may well be absent.
func (t Table[T]) Find(r Reader, key string) (v T, ok bool, err error) {
	v, err = t.Get(r, key)
	if errors.Is(err, ErrNotFound) {
		return v, false, nil
	}
	return v, err == nil, err
}

// List returns the records whose keys begin with prefix, in key order.
func (t Table[T]) List(r Reader, prefix string) ([]T, error) {
	return t.Range(r, prefix, PrefixEnd(prefix), 0)
}

// Range returns the records with from ≤ key < to, at most limit (0: all).
func (t Table[T]) Range(r Reader, from, to string, limit int) ([]T, error) {
	records, err := r.Scan(t.Name, from, to, limit)
	if err != nil {
		return nil, err
	}
	list := make([]T, len(records))
	for i, rec := range records {
		if list[i], err = t.decode(rec.Key, rec.Value); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Put keeps v under its key, over whatever was there.
func (t Table[T]) Put(tx Tx, v T) error {
	b, err := t.encode(v)
	if err != nil {
		return err
	}
	return tx.Put(t.Name, t.Key(v), b)
}

// Insert keeps v unless its key is taken, and says whether it did.
func (t Table[T]) Insert(tx Tx, v T) (bool, error) {
	b, err := t.encode(v)
	if err != nil {
		return false, err
	}
	return tx.Insert(t.Name, t.Key(v), b)
}

// Delete removes the record with v's key.
func (t Table[T]) Delete(tx Tx, v T) error { return tx.Delete(t.Name, t.Key(v)) }

// PrefixEnd is the first key after all keys that begin with prefix; empty when
// there is none.
func PrefixEnd(prefix string) string {
	b := []byte(prefix)
	for len(b) > 0 {
		if b[len(b)-1] < 0xff {
			b[len(b)-1]++
			return string(b)
		}
		b = b[:len(b)-1]
	}
	return ""
}

type counter struct {
	Name string `json:"name"`
	N    int64  `json:"n"`
}

var counters = Table[counter]{Name: "counters", Key: func(c counter) string { return c.Name }}

// Next counts 1, 2, 3 … under a name, without gaps.
func Next(tx Tx, name string) (int64, error) {
	c, _, err := counters.Find(tx, name)
	if err != nil {
		return 0, err
	}
	c.Name, c.N = name, c.N+1
	return c.N, counters.Put(tx, c)
}
