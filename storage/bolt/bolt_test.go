package bolt

import (
	"path/filepath"
	"testing"

	"thidua/storage"
	"thidua/storage/storagetest"
)

func TestPromises(t *testing.T) {
	storagetest.Exercise(t, func(t *testing.T) storage.Store { return newStore(t, Options{}) })
}

// newStore creates a store that is closed at the end of the test.
func newStore(t testing.TB, o Options) *DB {
	t.Helper()
	db, err := Create(filepath.Join(t.TempDir(), "test.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
