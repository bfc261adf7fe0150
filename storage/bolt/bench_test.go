package bolt

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"go.etcd.io/bbolt"

	"thidua/storage"
)

// BenchmarkUpdate compares units that share commits with bbolt's own
// transactions, one commit each.
func BenchmarkUpdate(b *testing.B) {
	value := make([]byte, 200)
	for _, writers := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("group/writers=%d", writers), func(b *testing.B) {
			db := newStore(b, Options{})
			share(b, writers, func(key string) error {
				return db.Update(b.Context(), "", func(tx storage.Tx) error { return tx.Put("t", key, value) })
			})
		})
		b.Run(fmt.Sprintf("plain/writers=%d", writers), func(b *testing.B) {
			db := newStore(b, Options{})
			share(b, writers, func(key string) error {
				return db.bolt.Update(func(tx *bbolt.Tx) error {
					t, err := tx.CreateBucketIfNotExists([]byte("t"))
					if err != nil {
						return err
					}
					return t.Put([]byte(key), value)
				})
			})
		})
	}
}

// share divides b.N units among writers.
func share(b *testing.B, writers int, unit func(key string) error) {
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ResetTimer()
	for range writers {
		wg.Go(func() {
			for {
				n := next.Add(1)
				if n > int64(b.N) {
					return
				}
				if err := unit(fmt.Sprintf("%08d", n%10_000)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "units/s")
}

func BenchmarkOpen(b *testing.B) {
	db := newStore(b, Options{})
	if err := put(db, "k", nil); err != nil {
		b.Fatal(err)
	}
	path := db.bolt.Path()
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		db, err := Open(path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
