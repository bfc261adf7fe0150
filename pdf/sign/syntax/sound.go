package syntax

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Sound says whether every byte of the file up to its last revision's end has
// one meaning: between the objects that a revision's table names, one after the
// other, stands nothing but space and comments. So no revision is left out of
// the chain of tables, no object lies within another, and a program that looks
// for objects by itself finds no others. An object beyond a trailer's /Size is a
// fault too: programs differ on whether it is there (ISO 32000-1, 7.5.5).
func (f *File) Sound() error {
	highest := 0
	for i, r := range f.Revisions {
		l := &lexer{f.Bytes, r.Start}
		entries := slices.SortedFunc(maps.Keys(r.table), func(a, b int) int { return cmp.Compare(r.table[a].at, r.table[b].at) })
		for _, num := range entries {
			highest = max(highest, num)
			e := r.table[num]
			if e.free {
				continue
			}
			if l.skip(); l.at != e.at {
				return l.fault("something between objects")
			}
			var err error
			if _, l.at, err = f.At(i).read(Ref{num, e.gen}, e.at, 0); err != nil {
				return err
			}
		}
		if l.skip(); l.at != r.Table {
			return l.fault("something before the table")
		}
		if size, ok := r.Trailer["Size"].(Number); !ok || size <= Number(highest) {
			return fmt.Errorf("%w: size of revision %d", ErrBroken, i+1)
		}
	}
	return nil
}
