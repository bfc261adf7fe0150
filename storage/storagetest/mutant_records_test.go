package storagetest_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"thidua/storage"
)

type scanFunc func(r storage.Reader, table, from, to string, limit int) ([]storage.Record, error)

type scanning struct {
	storage.Reader
	scan scanFunc
}

func (s scanning) Scan(table, from, to string, limit int) ([]storage.Record, error) {
	return s.scan(s.Reader, table, from, to, limit)
}

func onScan(scan scanFunc) func(storage.Store) storage.Store {
	return onView(func(r storage.Reader) storage.Reader { return scanning{r, scan} })
}

func upperEnd(r storage.Reader, table, from, to string, limit int) ([]storage.Record, error) {
	if to != "" {
		to += "\x00"
	}
	return r.Scan(table, from, to, limit)
}

func noLimit(r storage.Reader, table, from, to string, _ int) ([]storage.Record, error) {
	return r.Scan(table, from, to, 0)
}

func backwards(r storage.Reader, table, from, to string, limit int) ([]storage.Record, error) {
	list, err := r.Scan(table, from, to, limit)
	slices.Reverse(list)
	return list, err
}

type insertsOver struct{ storage.Tx }

func (tx insertsOver) Insert(table, key string, value []byte) (bool, error) {
	fresh, err := tx.Tx.Insert(table, key, value)
	if err == nil && !fresh {
		err = tx.Put(table, key, value)
	}
	return fresh, err
}

type emptyIsAbsent struct{ storage.Tx }

func (tx emptyIsAbsent) Get(table, key string) ([]byte, error) {
	b, err := tx.Tx.Get(table, key)
	if err == nil && len(b) == 0 {
		err = storage.ErrNotFound
	}
	return b, err
}

type keyless struct{ storage.Tx }

func (tx keyless) Put(table, key string, value []byte) error {
	if key == "" {
		return nil
	}
	return tx.Tx.Put(table, key, value)
}

type ghostTable struct{ storage.Reader }

func (r ghostTable) Tables() ([]string, error) {
	names, err := r.Reader.Tables()
	if slices.Contains(names, "b") && !slices.Contains(names, "a") {
		names = append(names, "a")
	}
	return names, err
}

type tableless struct{ storage.Reader }

func (tableless) Tables() ([]string, error) { return nil, nil }

type running struct{ storage.Tx }

func (running) Now() (time.Time, error) {
	time.Sleep(time.Millisecond)
	return time.Now().UTC(), nil
}

type local struct{ storage.Tx }

func (tx local) Now() (time.Time, error) {
	now, err := tx.Tx.Now()
	return now.In(time.FixedZone("ICT", 7*60*60)), err
}

type forgetful struct{ storage.Tx }

func (tx forgetful) Put(table, key string, value []byte) error {
	if table == "migrations" {
		return nil
	}
	return tx.Tx.Put(table, key, value)
}

type open struct{ storage.Store }

func (open) Close() error { return nil }

// hidesOwnWrites reads the last commit instead of the unit's own state.
func hidesOwnWrites(s storage.Store) storage.Store {
	return onTx(func(tx storage.Tx) storage.Tx {
		return struct {
			storage.Reader
			writing
		}{newest{s}, tx}
	})(s)
}

// writing is what a Tx adds to a Reader.
type writing interface {
	Put(table, key string, value []byte) error
	Insert(table, key string, value []byte) (bool, error)
	Delete(table, key string) error
	Now() (time.Time, error)
}

// newest takes a new snapshot for every question.
type newest struct{ s storage.Store }

func (n newest) Get(table, key string) (b []byte, err error) {
	err = n.s.View(context.Background(), func(r storage.Reader) (err error) {
		b, err = r.Get(table, key)
		return err
	})
	return b, err
}

func (n newest) Scan(table, from, to string, limit int) (list []storage.Record, err error) {
	err = n.s.View(context.Background(), func(r storage.Reader) (err error) {
		list, err = r.Scan(table, from, to, limit)
		return err
	})
	return list, err
}

func (n newest) Tables() (names []string, err error) {
	err = n.s.View(context.Background(), func(r storage.Reader) (err error) {
		names, err = r.Tables()
		return err
	})
	return names, err
}

func readsNewest(s storage.Store) storage.Store {
	return onView(func(storage.Reader) storage.Reader { return newest{s} })(s)
}

// handsOut answers a scan from a cache that the callers can write to.
func handsOut(s storage.Store) storage.Store {
	cache := map[string][]storage.Record{}
	return onScan(func(r storage.Reader, table, from, to string, limit int) ([]storage.Record, error) {
		question := fmt.Sprint(table, from, to, limit)
		if list, ok := cache[question]; ok {
			return list, nil
		}
		list, err := r.Scan(table, from, to, limit)
		cache[question] = list
		return list, err
	})(s)
}
