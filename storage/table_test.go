package storage_test

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"thidua/storage"
	"thidua/storage/bolt"
)

type member struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

var members = storage.Table[member]{Name: "members", Key: func(m member) string { return m.ID }}

func TestTable(t *testing.T) {
	s := newStore(t)
	huong, minh := member{"cluster1/a", "Chị Hương & <đội>"}, member{"cluster1/b", "Anh Minh"}
	update(t, s, func(tx storage.Tx) error {
		return errors.Join(members.Put(tx, minh), members.Put(tx, huong), members.Put(tx, member{ID: "cluster10/a"}))
	})
	update(t, s, func(tx storage.Tx) error {
		if fresh, err := members.Insert(tx, member{ID: minh.ID}); fresh || err != nil {
			t.Errorf("Insert over a record = %v, %v", fresh, err)
		}
		list, err := members.List(tx, "cluster1/")
		if diff := cmp.Diff([]member{huong, minh}, list); diff != "" || err != nil {
			t.Errorf("List: %v\n%s", err, diff)
		}
		if err := members.Delete(tx, huong); err != nil {
			return err
		}
		if m, ok, err := members.Find(tx, huong.ID); ok || err != nil {
			t.Errorf("Find after Delete = %v, %v, %v", m, ok, err)
		}
		_, err = members.Get(tx, huong.ID)
		if !errors.Is(err, storage.ErrNotFound) || !strings.Contains(err.Error(), `members "cluster1/a"`) {
			t.Errorf("Get after Delete: %v, want ErrNotFound with table and key", err)
		}
		return nil
	})
}

func TestDamagedRecordIsNotRead(t *testing.T) {
	s := newStore(t)
	update(t, s, func(tx storage.Tx) error {
		if err := members.Put(tx, member{"a", "first place"}); err != nil {
			return err
		}
		b, err := tx.Get(members.Name, "a")
		if err != nil {
			return err
		}
		return tx.Put(members.Name, "a", []byte(strings.Replace(string(b), "first", "fifth", 1)))
	})
	err := s.View(t.Context(), func(r storage.Reader) error {
		_, one := members.Get(r, "a")
		_, _, found := members.Find(r, "a")
		_, all := members.List(r, "")
		for _, err := range []error{one, found, all} {
			if !errors.Is(err, storage.ErrCorrupt) {
				t.Errorf("got %v, want ErrCorrupt", err)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestNextCountsWithoutGaps(t *testing.T) {
	s := newStore(t)
	for want := int64(1); want <= 3; want++ {
		update(t, s, func(tx storage.Tx) error {
			got, err := storage.Next(tx, "minutes")
			if got != want {
				t.Errorf("Next = %d, want %d", got, want)
			}
			return err
		})
		_ = s.Update(t.Context(), "", func(tx storage.Tx) error { // a number that was never given out
			_, err := storage.Next(tx, "minutes")
			return errors.Join(err, errors.New("dropped"))
		})
	}
}

// Whatever bit of a sealed record flips: it is noticed, or it changes nothing.
func TestSeal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		version := rapid.IntRange(0, 1000).Draw(t, "version")
		data, err := json.MarshalIndent(rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "data"), "", " ")
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := storage.Seal(version, data)
		if err != nil {
			t.Fatal(err)
		}
		v, d, err := storage.Unseal(sealed)
		if v != version || string(d) != string(data) || err != nil {
			t.Fatalf("Unseal = %d, %s, %v; want %d, %s", v, d, err, version, data)
		}
		sealed[rapid.IntRange(0, len(sealed)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		v, d, err = storage.Unseal(sealed)
		if err == nil && (v != version || string(d) != string(data)) {
			t.Fatalf("%s reads as %d, %s", sealed, v, d)
		}
		if err != nil && !errors.Is(err, storage.ErrCorrupt) {
			t.Fatalf("Unseal = %v, want ErrCorrupt", err)
		}
	})
	if b, err := storage.Seal(1, []byte("{")); err == nil {
		t.Errorf("what is not JSON was sealed: %s", b)
	}
}

func TestPrefixEnd(t *testing.T) {
	bytes := rapid.Custom(func(t *rapid.T) string {
		return string(rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 'a', 0xfe, 0xff}), 0, 4).Draw(t, "bytes"))
	})
	rapid.Check(t, func(t *rapid.T) {
		prefix, key := bytes.Draw(t, "prefix"), bytes.Draw(t, "key")
		end := storage.PrefixEnd(prefix)
		within := key >= prefix && (end == "" || key < end)
		if within != strings.HasPrefix(key, prefix) {
			t.Fatalf("PrefixEnd(%q) = %q: %q within: %v", prefix, end, key, within)
		}
	})
}

func newStore(t *testing.T) storage.Store {
	t.Helper()
	db, err := bolt.Create(filepath.Join(t.TempDir(), "test.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func update(t *testing.T, s storage.Store, fn func(storage.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), "", fn); err != nil {
		t.Error(err)
	}
}
