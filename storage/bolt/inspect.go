package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
)

// inspect looks at a file from outside before bbolt maps it. bbolt takes an
// empty file for a new store, and dies by a signal when it reads behind the end
// of a file that was cut.
func inspect(path string) error {
	if err := inspectFile(path); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func inspectFile(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return ErrAbsent
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // read only: nothing to lose

	m, err := newestMeta(f)
	if err != nil {
		return err
	}
	info, err := f.Stat() // after the meta page: a file in use grows first, then says so
	if err != nil {
		return err
	}
	if size := info.Size(); uint64(size)/uint64(m.pageSize) < m.pages {
		return fmt.Errorf("%w: it was cut, %d pages are promised in %d bytes", ErrDamaged, m.pages, size)
	}
	return nil
}

// A meta is what a meta page promises about the file. There are two, written in
// turn; the valid one with the higher transaction counts.
type meta struct {
	pageSize    uint32
	pages       uint64
	transaction uint64
}

var errNoMeta = errors.New("no meta page")

func newestMeta(f io.ReaderAt) (meta, error) {
	first, err := readMeta(f, 0)
	if errors.Is(err, errNoMeta) || errors.Is(err, io.EOF) {
		return meta{}, ErrForeign
	}
	if err == nil {
		second, err := readMeta(f, int64(first.pageSize))
		if err == nil && second.transaction > first.transaction {
			return second, nil
		}
		return first, nil
	}
	for offset := int64(1 << 10); offset <= 1<<24; offset <<= 1 { // the page size died with the first
		if second, err := readMeta(f, offset); err == nil {
			return second, nil
		}
	}
	return meta{}, err
}

// readMeta knows bbolt's file layout: a page header of 16 bytes, then magic,
// version, page size, flags, the root (16 bytes), freelist, number of pages and
// transaction, and their FNV-1a checksum, in the byte order of the machine.
func readMeta(f io.ReaderAt, offset int64) (meta, error) {
	const head, sum, size = 16, 56, 64
	page := make([]byte, head+size)
	if _, err := f.ReadAt(page, offset); err != nil {
		return meta{}, err
	}
	b, order := page[head:], binary.NativeEndian
	if order.Uint32(b) != 0xED0CDAED || order.Uint32(b[4:]) != 2 {
		return meta{}, errNoMeta
	}
	m := meta{pageSize: order.Uint32(b[8:]), pages: order.Uint64(b[40:]), transaction: order.Uint64(b[48:])}
	h := fnv.New64a()
	h.Write(b[:sum])
	if h.Sum64() != order.Uint64(b[sum:]) || m.pageSize == 0 {
		return m, fmt.Errorf("%w: a meta page contradicts its checksum", ErrDamaged)
	}
	return m, nil
}
