package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Fault is one mistake in a cluster file, where it stands, and what to do.
// Line and Column count from 1; columns are characters.
type Fault struct {
	Line, Column int
	Message      string
}

func (f Fault) String() string {
	return fmt.Sprintf("line %d, column %d: %s", f.Line, f.Column, f.Message)
}

// Faults are all the mistakes of a file in the order of its lines, each once.
// Whoever returns them as an error checks their number first: an empty list in
// an error is not nil.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = f[i].String()
	}
	return strings.Join(lines, "\n")
}

// maxFaults is where counting ends: a file with so many mistakes is no cluster file.
const maxFaults = 500

func (f Faults) sorted() Faults {
	slices.SortFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), strings.Compare(a.Message, b.Message))
	})
	return slices.Compact(f)
}
