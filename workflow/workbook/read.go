package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"iter"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Limits of what is read. The figures of a hundred members and a hundred
// criteria are about 1 MiB as a workbook and 6 MiB unpacked.
const (
	maxPacked   = 20 << 20 // bytes of the file: what the chat hands on
	maxUnpacked = 32 << 20 // bytes of all parts that are looked at, together; half of them by Read
	maxParts    = 5000     // in the file, looked at or not
	maxNames    = 1 << 20  // bytes of their names, and of what else the directory says of them
	maxToken    = 1 << 20  // bytes of one tag or one text
	maxDepth    = 100      // elements inside one another
	maxStrings  = 500_000  // shared texts
	maxStyles   = 70_000   // more than Excel itself allows, as the next two
	maxFormats  = 5000     // codes of numbers
	maxCode     = 1000     // bytes of one
	lastRow     = 1 << 20
	lastColumn  = 1 << 14
)

// Limits of a workbook that is read as a whole, sheets without cells not counted.
// Such a one comes from anybody, so that reading it must not take long either.
const (
	maxWhole  = maxUnpacked / 2
	maxTokens = 1_500_000 // tags, their attributes, and texts

	MaxSheets  = 200
	MaxRows    = 5000 // that hold something, over all sheets
	MaxColumns = 60
)

// What can be wrong with a whole workbook, as the operator is told.
var (
	ErrDamaged   = errors.New("the workbook cannot be read: open it in a spreadsheet program and save it again as .xlsx")
	ErrEncrypted = errors.New("the workbook has a password: save it without one")
	ErrOld       = errors.New("the workbook is of an old kind: open it in a spreadsheet program and save it as .xlsx")
	ErrMacros    = errors.New("the workbook carries macros: save it as .xlsx, which has none")
	ErrLarge     = errors.New("unpacked, the workbook is too large: keep only the sheet with the figures, without empty formatted rows")
	ErrNoSheet   = errors.New("the workbook has no sheet with cells: put the figures into its first sheet")
	ErrRows      = errors.New("the workbook has more than 200 sheets or more than 5000 rows with something in them: keep only the sheets that are wanted")
)

// Errors are all that reading a workbook ends with: whoever words them can check
// to have them all.
var Errors = []error{ErrDamaged, ErrEncrypted, ErrOld, ErrMacros, ErrLarge, ErrNoSheet, ErrRows}

// A Sheet is one sheet with cells, also one that is hidden from whoever opens the
// workbook. Rows are those that hold something.
type Sheet struct {
	Name   string
	Hidden bool
	Rows   []Row
}

// A Row is one row of a sheet that holds something. Cells has as many cells as
// were asked for, the first in column A; Beyond is the address of the first cell
// with something in it to the right of them, or "".
type Row struct {
	Number int // from 1
	Cells  []Cell
	Beyond string
}

// A Cell is what a cell shows to whoever typed it: a text as it is or, where
// Number says so, a number in machine form. Formula says that it was not typed:
// it is what a formula came to when the workbook was saved. Fault says why there
// is nothing to read and what to do; it is "" where Text holds.
type Cell struct {
	Text            string
	Number, Formula bool
	Fault           Fault
}

func (c Cell) empty() bool { return c.Text == "" && c.Fault == "" }

// Address is the name of a cell, as in D5.
func Address(column, row int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name + strconv.Itoa(row)
}

// Read reads all sheets of an XLSX file in the workbook's order, the first
// MaxColumns columns of each. An error is one of Errors. However large or small a
// file pretends to be, at most 16 MiB of it are unpacked.
func Read(b []byte) ([]Sheet, error) {
	book, err := open(b, maxWhole, maxTokens)
	if err != nil {
		return nil, err
	}
	list, err := book.sheets()
	if err != nil {
		return nil, worded(err)
	}
	list = slices.DeleteFunc(list, func(s listed) bool { return s.part == "" })
	if len(list) == 0 {
		return nil, ErrNoSheet
	}
	if len(list) > MaxSheets {
		return nil, ErrRows
	}
	sheets, rows := make([]Sheet, len(list)), 0
	for i, s := range list {
		sheets[i] = Sheet{Name: s.name, Hidden: s.hidden}
		err := book.readSheet(s.part, MaxColumns, func(r Row) error {
			if rows++; rows > MaxRows {
				return ErrRows
			}
			sheets[i].Rows = append(sheets[i].Rows, r)
			return nil
		})
		if err != nil {
			return nil, worded(err)
		}
	}
	return sheets, nil
}

// Rows reads the first sheet of an XLSX file row by row, without the empty ones.
// An error is one of Errors, ends the rows and makes those before it void. However
// large or small a file pretends to be, at most 32 MiB of it are unpacked, and
// only one row is held at a time.
func Rows(b []byte, width int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		book, err := open(b, maxUnpacked, math.MaxInt)
		if err != nil {
			yield(Row{}, err)
			return
		}
		list, err := book.sheets()
		if err == nil && list[0].part == "" {
			err = ErrNoSheet
		}
		if err == nil {
			err = book.readSheet(list[0].part, width, func(r Row) error {
				if !yield(r, nil) {
					return errStopped
				}
				return nil
			})
		}
		if err != nil && err != errStopped {
			yield(Row{}, worded(err))
		}
	}
}

var errStopped = errors.New("enough")

// worded is the error as an operator is told: only ours say something to them.
func worded(err error) error {
	for _, ours := range Errors {
		if errors.Is(err, ours) {
			return ours
		}
	}
	return ErrDamaged
}

// How files and their parts begin.
var (
	compound  = []byte("\xd0\xcf\x11\xe0") // of Office before 2007, and around what is encrypted
	encrypted = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
	entry     = []byte("PK\x01\x02") // of the directory of a zip file
)

// directory counts, before it is read, what the directory of a zip file makes its
// reader hold: what its end says of that is not to be relied on. Whatever looks
// like an entry counts; elsewhere that is hardly ever found.
func directory(b []byte) (parts, names int) {
	for {
		at := bytes.Index(b, entry)
		if at < 0 || len(b)-at < 46 {
			return parts, names
		}
		b = b[at:]
		for _, length := range [][]byte{b[28:], b[30:], b[32:]} { // name, extra, comment
			names += int(binary.LittleEndian.Uint16(length))
		}
		parts++
		b = b[len(entry):]
	}
}

// open looks at the file from outside.
func open(b []byte, unpacked, tokens int) (*book, error) {
	switch {
	case bytes.HasPrefix(b, compound) && bytes.Contains(b, encrypted):
		return nil, ErrEncrypted
	case bytes.HasPrefix(b, compound):
		return nil, ErrOld
	case len(b) > maxPacked:
		return nil, ErrLarge
	}
	if parts, names := directory(b); parts > maxParts || names > maxNames {
		return nil, ErrLarge
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, ErrDamaged
	}
	book := &book{parts: map[string]*zip.File{}, left: unpacked, tokens: tokens}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(f.Name, "/"))
		if path.Base(name) == "vbaproject.bin" {
			return nil, ErrMacros
		}
		// Programs differ in which of two they take, and in where .. leads.
		if book.parts[name] != nil || slices.Contains(strings.Split(name, "/"), "..") {
			return nil, ErrDamaged
		}
		book.parts[name] = f
	}
	return book, nil
}
