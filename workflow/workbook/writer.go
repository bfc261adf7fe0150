package workbook

import (
	"errors"
	"unicode/utf8"

	"thidua/workflow/decimal"
	"thidua/workflow/text"

	"github.com/xuri/excelize/v2"
)

// A writer makes a workbook. The first error is kept until the end.
type writer struct {
	file   *excelize.File
	sheets int
	looks  map[look]int // styles, made once each
	err    error

	formulas bool // some cell has one, with its value
}

func newWriter() *writer { return &writer{file: excelize.NewFile(), looks: map[look]int{}} }

func (w *writer) keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

// sheet adds a sheet; the first takes the place of the one that a new file has.
func (w *writer) sheet(name string) *sheet {
	if w.sheets++; w.sheets == 1 {
		w.keep(w.file.SetSheetName(w.file.GetSheetName(0), name))
	} else {
		_, err := w.file.NewSheet(name)
		w.keep(err)
	}
	return &sheet{writer: w, name: name}
}

// bytes is the finished file, dated by the day of the document.
func (w *writer) bytes(title, creator, day string) ([]byte, error) {
	props := &excelize.DocProperties{Title: title, Creator: creator, LastModifiedBy: creator, Language: "vi"}
	if day != "" {
		props.Created, props.Modified = day+"T00:00:00Z", day+"T00:00:00Z"
	}
	w.keep(w.file.SetDocProps(props))
	if w.err != nil {
		return nil, w.err
	}
	b, err := w.file.WriteToBuffer()
	if err := errors.Join(err, w.file.Close()); err != nil {
		return nil, err
	}
	if w.formulas {
		return numeric(b.Bytes())
	}
	return b.Bytes(), nil
}

// A look is how a cell looks.
type look struct {
	bold, italic, centre, grid, shade bool
	open                              bool    // may be filled in, where the sheet is locked
	size                              float64 // 0: 12
	form                              string  // of a number; "" for a text
}

// style is the number of a look in the file.
func (w *writer) style(l look) int {
	if id, made := w.looks[l]; made {
		return id
	}
	s := &excelize.Style{
		Font:      &excelize.Font{Family: "Times New Roman", Size: 12, Bold: l.bold, Italic: l.italic},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: l.form == ""},
	}
	if l.size > 0 {
		s.Font.Size = l.size
	}
	if l.centre {
		s.Alignment.Horizontal = "center"
	}
	if l.grid {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "7F7F7F", Style: 1})
		}
	}
	if l.shade {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E9EDF4"}}
	}
	if l.open {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF9E5"}}
		s.Protection, s.Alignment.WrapText = &excelize.Protection{}, true
	}
	if l.form != "" {
		s.CustomNumFmt = &l.form
	}
	id, err := w.file.NewStyle(s)
	w.keep(err)
	w.looks[l] = id
	return id
}

// A sheet is filled by column and row, both from 1.
type sheet struct {
	*writer
	name         string
	widths       []float64
	right, below int // the last column and row in use
}

// text is kept as text, whatever it begins with: a name is never a formula.
func (s *sheet) text(column, row int, v string, l look) {
	if v != "" {
		s.keep(s.file.SetCellStr(s.name, Address(column, row), v))
	}
	s.put(column, row, l)
}

// number puts a machine number into the file digit by digit; anything else, and
// what a spreadsheet program would round, is kept as text.
func (s *sheet) number(column, row int, machine string, l look) {
	if _, err := decimal.Parse(machine); err != nil || significant(machine) > digits {
		l.form = ""
		s.text(column, row, machine, l)
		return
	}
	s.keep(s.file.SetCellDefault(s.name, Address(column, row), machine))
	s.put(column, row, l)
}

// significant counts the digits that a number cannot lose.
func significant(machine string) (n int) {
	zeros := 0 // behind the last other digit
	for _, c := range machine {
		switch {
		case c == '0' && n > 0:
			zeros++
		case '1' <= c && c <= '9':
			n, zeros = n+zeros+1, 0
		}
	}
	return n
}

func (s *sheet) put(column, row int, l look) {
	s.right, s.below = max(s.right, column), max(s.below, row)
	s.keep(s.file.SetCellStyle(s.name, Address(column, row), Address(column, row), s.style(l)))
}

func (s *sheet) merge(column, row, toColumn, toRow int, l look) {
	from, to := Address(column, row), Address(toColumn, toRow)
	s.keep(s.file.MergeCell(s.name, from, to))
	s.keep(s.file.SetCellStyle(s.name, from, to, s.style(l)))
}

// width is in characters.
func (s *sheet) width(column int, n float64) {
	name, err := excelize.ColumnNumberToName(column)
	s.keep(err)
	s.keep(s.file.SetColWidth(s.name, name, name, n))
	for len(s.widths) < column {
		s.widths = append(s.widths, 9)
	}
	s.widths[column-1] = n
}

// height is in lines. Programs find it themselves, but not for joined cells.
func (s *sheet) height(row, lines int) {
	s.keep(s.file.SetRowHeight(s.name, row, 17*float64(lines)))
}

// title is what stands over a table of some columns.
func (s *sheet) title(columns int, title, about string) {
	// Joined over the columns on the first screen and page, not over all.
	columns = min(columns, 10)
	for i, line := range []string{title, about} {
		l := look{bold: true, centre: true, size: 14 - float64(i)}
		s.text(1, i+1, line, l)
		s.merge(1, i+1, columns, i+1, l)
		s.height(i+1, 1)
	}
	s.keep(s.file.SetRowHeight(s.name, 2, 34)) // a content's name may take two lines
}

// notes are sentences under a table, from a row on, over its columns.
func (s *sheet) notes(row, columns int, notes []string) {
	room := 0.0
	for i := range columns {
		room += s.widths[min(i, len(s.widths)-1)]
	}
	for _, n := range notes {
		s.text(1, row, n, look{italic: true})
		s.merge(1, row, columns, row, look{italic: true})
		s.height(row, 1+int(float64(utf8.RuneCountInString(n))*1.1/room))
		row++
	}
}

// widest is a column's width for some texts, within limits.
func widest(list []string, least, most float64) float64 {
	for _, s := range list {
		least = max(least, min(most, 2+1.1*float64(utf8.RuneCountInString(s))))
	}
	return least
}

func vietnamese(machine string) string { return text.NumberText(text.Vietnamese, machine) }
