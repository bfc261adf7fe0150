package pdf

import (
	"slices"
	"strings"
)

// A column of a table whose widths follow from what stands in it. One without
// share is as wide as its longest line; the others divide what is left.
type column struct {
	head  string
	cells []cell
	share float64 // of what is left
	least float64 // millimetres that one with a share needs in the largest size
}

const (
	largest = 12 // the size tables are tried in first
	tight   = 8  // and the smallest that is tried to make columns fit
	widest  = 34 // no column without share is wider
)

// columns is a table of the given columns in the largest size in which all of
// them find room.
func columns(s sheet, list []column) table {
	t := table{size: largest, widths: make([]float64, len(list))}
	for ; ; t.size -= 0.5 {
		fixed, needed, shares := 0.0, 0.0, 0.0
		for i, c := range list {
			if c.share == 0 {
				t.widths[i] = min(widest, c.natural(t.size))
				fixed += t.widths[i]
			} else {
				t.widths[i] = c.least * t.size / largest
				needed, shares = needed+t.widths[i], shares+c.share
			}
		}
		left := s.body() - fixed - needed
		if left < 0 && t.size > tight {
			continue
		}
		for i, c := range list {
			switch {
			case left < 0: // not even in the smallest size
				t.widths[i] *= s.body() / (fixed + needed)
			case shares == 0:
				t.widths[i] *= s.body() / fixed
			default:
				t.widths[i] += left * c.share / shares
			}
		}
		break
	}
	rows := 0
	for _, c := range list {
		t.head = append(t.head, c.head)
		rows = max(rows, len(c.cells))
	}
	t.rows = make([]tableRow, rows)
	for i := range t.rows {
		for _, c := range list {
			t.rows[i].cells = append(t.rows[i].cells, c.cells[i])
		}
	}
	return t
}

// natural is the width in which neither a line of the cells is broken nor, of the
// head, a word or a line that was broken by hand.
func (c column) natural(size float64) float64 {
	w := longest(words([]run{{c.head, bold}}, size))
	if lines := strings.Split(c.head, "\n"); len(lines) > 1 {
		for _, l := range lines {
			w = max(w, font{bold, size}.width(l))
		}
	}
	for _, cell := range c.cells {
		for _, r := range cell.runs {
			w = max(w, font{r.style, size}.width(r.text))
		}
	}
	return w + 2*sidePad + 1
}

// at is the i-th of list, or nothing where the list is shorter.
func at[T any](list []T, i int) (v T) {
	if i < len(list) {
		v = list[i]
	}
	return v
}

// some says whether any of list is as asked.
func some[T any](list []T, is func(T) bool) bool { return slices.ContainsFunc(list, is) }
