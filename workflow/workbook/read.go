package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Limits of what is read. The figures of a hundred members and a hundred
// criteria are about 1 MiB as a workbook and 6 MiB unpacked.
const (
	maxUnpacked = 32 << 20 // bytes of all parts that are looked at, together
	maxToken    = 1 << 20  // bytes of one tag or one text
	maxDepth    = 100      // elements inside one another
	maxStrings  = 500_000  // shared texts
	maxStyles   = 70_000   // more than Excel itself allows
	lastRow     = 1 << 20
	lastColumn  = 1 << 14
)

// What can be wrong with a whole workbook, as the operator is told.
var (
	errDamaged = errors.New("the workbook cannot be read: open it in a spreadsheet program and save it again as .xlsx")
	errMacros  = errors.New("the workbook carries macros: save it as .xlsx, which has none")
	errLarge   = errors.New("unpacked, the workbook is larger than 32 MiB: keep only the sheet with the figures, without empty formatted rows")
)

// A Row is one row of a sheet that holds something. Cells has as many cells as
// were asked for, the first in column A; Beyond is the address of the first cell
// with something in it to the right of them, or "".
type Row struct {
	Number int // from 1
	Cells  []Cell
	Beyond string
}

// A Cell is what a cell shows to whoever typed it: a text as it is, a number in
// machine form. Fault says why there is nothing to read and what to do; it is ""
// where Text holds.
type Cell struct{ Text, Fault string }

func (c Cell) empty() bool { return c == Cell{} }

// Address is the name of a cell, as in D5.
func Address(column, row int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name + strconv.Itoa(row)
}

// Rows reads the first sheet of an XLSX file row by row, without the empty ones.
// An error is one sentence for the operator, ends the rows and makes those
// before it void. However large or small a file pretends to be, at most 32 MiB of
// it are unpacked, and only one row is held at a time.
func Rows(b []byte, width int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			yield(Row{}, errDamaged)
			return
		}
		if slices.ContainsFunc(z.File, func(f *zip.File) bool { return strings.EqualFold(path.Base(f.Name), "vbaProject.bin") }) {
			yield(Row{}, errMacros)
			return
		}
		book := &book{zip: z, left: maxUnpacked}
		if err := book.rows(width, func(r Row) bool { return yield(r, nil) }); err != nil && err != errStopped {
			yield(Row{}, worded(err))
		}
	}
}

var errStopped = errors.New("enough")

// worded is the error as an operator is told: only ours say something to them.
func worded(err error) error {
	for _, ours := range []error{errLarge, errNoSheet} {
		if errors.Is(err, ours) {
			return ours
		}
	}
	return errDamaged
}

// A part is one XML file of a workbook on its way through the decoder.
type part struct {
	d     *xml.Decoder
	m     *meter
	depth int
}

// next is the next token; io.EOF after the last.
func (p *part) next() (xml.Token, error) {
	p.m.token = 0
	t, err := p.d.Token()
	switch t.(type) {
	case xml.StartElement:
		p.depth++
	case xml.EndElement:
		p.depth--
	}
	if err == nil && p.depth > maxDepth {
		err = errDamaged
	}
	return t, err
}

// A meter counts the bytes that really come out of a compressed part: what its
// header says of its size may be a lie.
type meter struct {
	r     io.ByteReader
	left  *int // of the whole workbook
	token int  // bytes of the token being read
}

func (m *meter) ReadByte() (byte, error) {
	if m.token++; *m.left <= 0 || m.token > maxToken {
		return 0, errLarge
	}
	*m.left--
	return m.r.ReadByte()
}

// Read is for the decoder's type only; it reads by bytes.
func (m *meter) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c, err := m.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = c
	return 1, nil
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
