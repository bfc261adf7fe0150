package house

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// keySize is the length of the master key in bytes.
const keySize = 32

// MasterKey reads the key that PINs depend on: given as 64
// hexadecimal digits, or kept beside the store and made on first use, readable
// by its owner alone. It is never in the store: who steals that has no PINs.
func MasterKey(given, path string) ([]byte, error) {
	if given != "" {
		return parseKey(given)
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKey(path)
	}
	if err != nil {
		return nil, err
	}
	key, err := parseKey(string(b))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return key, nil
}

func parseKey(s string) ([]byte, error) {
	key, err := hex.DecodeString(strings.TrimSpace(s))
	if err != nil || len(key) != keySize {
		return nil, fmt.Errorf("the master key is not %d hexadecimal digits", 2*keySize)
	}
	return key, nil
}

// makeKey draws a key and keeps it; when another process is faster, its key
// stands.
func makeKey(path string) ([]byte, error) {
	key := make([]byte, keySize)
	rand.Read(key) // never fails
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	_, err = fmt.Fprintln(f, hex.EncodeToString(key))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(f.Name(), path); errors.Is(err, fs.ErrExist) {
		return MasterKey("", path)
	} else if err != nil {
		return nil, err
	}
	return key, nil
}
