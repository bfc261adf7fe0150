package storagetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"thidua/storage"
)

// Model runs random units of work, some of them failing, and compares what the
// store holds with a map after each.
func Model(t *testing.T, s storage.Store) {
	ctx := t.Context()
	rapid.Check(t, func(t *rapid.T) {
		if err := empty(ctx, s); err != nil {
			t.Fatal(err)
		}
		kept := map[string]string{}
		for range rapid.IntRange(1, 8).Draw(t, "units") {
			work := maps.Clone(kept)
			ops := rapid.SliceOfN(rapid.Custom(drawOp), 0, 8).Draw(t, "ops")
			end := rapid.SampledFrom([]string{"kept", "kept", "error", "panic"}).Draw(t, "end")
			var err error
			caught(func() {
				err = s.Update(ctx, "model", func(tx storage.Tx) error {
					work = maps.Clone(kept) // the unit may run again
					for _, o := range ops {
						if err := o.apply(tx, work); err != nil {
							return err
						}
					}
					switch end {
					case "error":
						return errBoom
					case "panic":
						panic(errBoom)
					}
					return nil
				})
			})
			switch {
			case end == "kept":
				kept = work
			case errors.Is(err, errBoom):
				err = nil
			}
			if err := first(err, want(ctx, s, "t", pairs(kept, "", "", 0)...)); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// An op is one call on a Tx, and what the model says it does.
type op struct {
	Name, Key, To, Value string
	Limit                int
}

func drawOp(t *rapid.T) op {
	key := rapid.StringOfN(rapid.RuneFrom([]rune("abĐ/")), 1, 2, -1)
	return op{
		Name:  rapid.SampledFrom([]string{"put", "insert", "delete", "get", "scan"}).Draw(t, "op"),
		Key:   key.Draw(t, "key"),
		To:    key.Draw(t, "to"),
		Value: rapid.StringN(0, 3, -1).Draw(t, "value"),
		Limit: rapid.IntRange(0, 3).Draw(t, "limit"),
	}
}

func (o op) apply(tx storage.Tx, m map[string]string) error {
	old, taken := m[o.Key]
	switch o.Name {
	case "put":
		m[o.Key] = o.Value
		return tx.Put("t", o.Key, []byte(o.Value))
	case "insert":
		if !taken {
			m[o.Key] = o.Value
		}
		inserted, err := tx.Insert("t", o.Key, []byte(o.Value))
		if err == nil && inserted == taken {
			err = fmt.Errorf("got %[2]v from Insert(%[1]q)", o.Key, inserted)
		}
		return err
	case "delete":
		delete(m, o.Key)
		return tx.Delete("t", o.Key)
	case "get":
		if taken {
			return wantValue(tx, o.Key, old)
		}
		return wantAbsent(tx, o.Key)
	default:
		return wantScan(tx, "t", o.Key, o.To, o.Limit, pairs(m, o.Key, o.To, o.Limit)...)
	}
}

func pairs(m map[string]string, from, to string, limit int) (list []string) {
	for _, k := range slices.Sorted(maps.Keys(m)) {
		if k >= from && (to == "" || k < to) && (limit == 0 || len(list) < limit) {
			list = append(list, k+"="+m[k])
		}
	}
	return list
}

func empty(ctx context.Context, s storage.Store) error {
	return s.Update(ctx, "model", func(tx storage.Tx) error {
		records, err := tx.Scan("t", "", "", 0)
		for _, rec := range records {
			err = first(err, tx.Delete("t", rec.Key))
		}
		return err
	})
}
