package storagetest

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/go-cmp/cmp"

	"thidua/storage"
)

func scanOrder(ctx context.Context, s storage.Store) error {
	// Đ, ỿ and the highest rune sort by their bytes; _ is no wildcard.
	err := put(ctx, s, "t", "18/z=1", "18/Đ=2", "18/a_c=3", "18/aXc=4", "18/B=5", "19/a=6", "18=7", "ỿ/a=8", "ỿ=9", "\U0010ffff=10")
	if err != nil {
		return err
	}
	return s.View(ctx, func(r storage.Reader) error {
		return first(
			wantScan(r, "t", "18/", storage.PrefixEnd("18/"), 0, "18/B=5", "18/aXc=4", "18/a_c=3", "18/z=1", "18/Đ=2"),
			wantScan(r, "t", "18/a_", storage.PrefixEnd("18/a_"), 0, "18/a_c=3"),
			wantScan(r, "t", "ỿ", storage.PrefixEnd("ỿ"), 0, "ỿ=9", "ỿ/a=8"), // ends in a byte that is not UTF-8
			wantScan(r, "t", "18/z", "18/Đ", 0, "18/z=1"),                    // from is inside, to is not
			wantScan(r, "t", "18", "", 2, "18=7", "18/B=5"),
			wantScan(r, "t", "18/z", "", 0, "18/z=1", "18/Đ=2", "19/a=6", "ỿ=9", "ỿ/a=8", "\U0010ffff=10"),
			wantScan(r, "t", "19", "18", 0),
			wantScan(r, "t", "20", "21", 0),
			wantScan(r, "nothing", "", "", 0),
		)
	})
}

func ownWrites(ctx context.Context, s storage.Store) error {
	if err := put(ctx, s, "t", "a=old", "b=old"); err != nil {
		return err
	}
	return s.Update(ctx, "", func(tx storage.Tx) error {
		return first(
			tx.Put("t", "a", []byte("new")),
			tx.Delete("t", "b"),
			tx.Put("t", "c", []byte("new")),
			wantScan(tx, "t", "", "", 0, "a=new", "c=new"),
			wantValue(tx, "a", "new"),
			wantAbsent(tx, "b"),
			tx.Put("t", "b", []byte("again")),
			tx.Delete("t", "c"),
			wantScan(tx, "t", "", "", 0, "a=new", "b=again"),
		)
	})
}

func wantValue(r storage.Reader, key, value string) error {
	if b, err := r.Get("t", key); err != nil || string(b) != value {
		return fmt.Errorf("got %[2]q, %[3]v from Get(%[1]q), want %[4]q", key, b, err, value)
	}
	return nil
}

func wantAbsent(r storage.Reader, key string) error {
	if b, err := r.Get("t", key); !errors.Is(err, storage.ErrNotFound) {
		return fmt.Errorf("got %[2]q, %[3]v from Get(%[1]q), want ErrNotFound", key, b, err)
	}
	return nil
}

func insert(ctx context.Context, s storage.Store) error {
	wantInsert := func(tx storage.Tx, value string, want bool) error {
		got, err := tx.Insert("t", "k", []byte(value))
		if err == nil && got != want {
			err = fmt.Errorf("got %[2]v from Insert(%[1]q), want %[3]v", value, got, want)
		}
		return err
	}
	return first(
		s.Update(ctx, "", func(tx storage.Tx) error { return wantInsert(tx, "1", true) }),
		s.Update(ctx, "", func(tx storage.Tx) error { return wantInsert(tx, "2", false) }),
		want(ctx, s, "t", "k=1"),
		s.Update(ctx, "", func(tx storage.Tx) error {
			return first(tx.Delete("t", "k"), wantInsert(tx, "3", true), wantInsert(tx, "4", false))
		}),
		want(ctx, s, "t", "k=3"),
	)
}

func absent(ctx context.Context, s storage.Store) error {
	check := func(r storage.Reader) error {
		return first(wantAbsent(r, "x"), wantValue(r, "empty", ""), wantValue(r, "nil", ""))
	}
	return first(
		s.View(ctx, func(r storage.Reader) error { return wantAbsent(r, "x") }),
		s.Update(ctx, "", func(tx storage.Tx) error {
			return first(tx.Put("t", "empty", []byte{}), tx.Put("t", "nil", nil), tx.Delete("t", "x"),
				tx.Delete("nothing", "x"), check(tx))
		}),
		s.View(ctx, check),
	)
}

func names(ctx context.Context, s storage.Store) error {
	for _, at := range []struct{ table, key string }{{"", "k"}, {"t", ""}} {
		for name, write := range map[string]func(storage.Tx) error{
			"Put":    func(tx storage.Tx) error { return tx.Put(at.table, at.key, nil) },
			"Insert": func(tx storage.Tx) error { _, err := tx.Insert(at.table, at.key, nil); return err },
		} {
			if s.Update(ctx, "", write) == nil {
				return fmt.Errorf("%s accepts table %q, key %q", name, at.table, at.key)
			}
		}
	}
	return nil
}

func tables(ctx context.Context, s storage.Store) error {
	wantTables := func(names ...string) error {
		return s.View(ctx, func(r storage.Reader) error {
			got, err := r.Tables()
			if diff := cmp.Diff(names, got); err == nil && diff != "" {
				err = fmt.Errorf("tables (-want +got):\n%s", diff)
			}
			return err
		})
	}
	return first(
		wantTables(),
		put(ctx, s, "b", "k="),
		put(ctx, s, "a", "k="),
		put(ctx, s, "B", "k="),
		wantTables("B", "a", "b"),
		s.Update(ctx, "", func(tx storage.Tx) error { return tx.Delete("a", "k") }),
		wantTables("B", "b"),
	)
}

func ownership(ctx context.Context, s storage.Store) error {
	given := []byte("kept")
	var got []byte
	var list []storage.Record
	read := func(r storage.Reader) (err error) {
		if got, err = r.Get("t", "k"); err == nil {
			list, err = r.Scan("t", "", "", 0)
		}
		return err
	}
	scribble := func() {
		copy(got, "????")
		for _, rec := range list {
			copy(rec.Value, "????")
		}
	}
	return first(
		s.Update(ctx, "", func(tx storage.Tx) error {
			err := first(tx.Put("t", "k", given), read(tx))
			copy(given, "!!!!") // the buffer is reused before the commit
			scribble()
			return err
		}),
		want(ctx, s, "t", "k=kept"),
		s.View(ctx, read),
		func() error { scribble(); return nil }(), // a view's bytes outlive it and can be written to
		want(ctx, s, "t", "k=kept"),
	)
}

func clock(ctx context.Context, s storage.Store) error {
	return s.Update(ctx, "", func(tx storage.Tx) error {
		a, err := tx.Now()
		if err != nil {
			return err
		}
		b, err := tx.Now()
		switch {
		case err != nil:
			return err
		case a.IsZero() || !a.Equal(b):
			return fmt.Errorf("the clock says %v, then %v", a, b)
		case a.Location().String() != "UTC":
			return fmt.Errorf("the clock is in %v", a.Location())
		}
		return nil
	})
}
