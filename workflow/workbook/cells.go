package workbook

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// A stored cell is one as the file has it.
type stored struct {
	kind, value      string
	style            int
	formula, present bool // present: a value stands there, even an empty one
}

// readSheet reads the rows of a sheet that hold something, until each returns an
// error. Rows and cells must come in order, as every spreadsheet program writes
// them: nothing can stand twice.
func (b *book) readSheet(name string, width int, each func(Row) error) error {
	var row Row
	var cell stored
	var text strings.Builder
	var column int
	inData, inRow, inText, phonetic := false, false, false, false
	return b.each(name, func(t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			switch name := t.Name.Local; {
			case name == "sheetData":
				inData = true
			case !inData: // buttons and pictures stand at rows too
			case name == "row":
				n, err := position(attribute(t, "r"), row.Number, lastRow)
				if err != nil || inRow {
					return ErrDamaged
				}
				row, column, inRow = Row{Number: n}, 0, true
			case name == "c":
				at, err := columnOf(attribute(t, "r"), row.Number)
				if err != nil || !inRow {
					return ErrDamaged
				}
				if column, err = position(at, column, lastColumn); err != nil {
					return err
				}
				cell = stored{kind: attribute(t, "t")}
				cell.style, _ = strconv.Atoi(attribute(t, "s"))
				text.Reset()
			case name == "f":
				cell.formula = true
			case name == "v":
				cell.present, inText = true, true
			case name == "t":
				cell.present, inText = true, !phonetic
			case name == "rPh":
				phonetic = true
			}
		case xml.CharData:
			if inText {
				text.Write(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "sheetData":
				inData = false
			case "v", "t":
				inText = false
			case "rPh":
				phonetic = false
			case "c":
				if !inRow {
					return nil
				}
				cell.value = text.String()
				c, err := b.cell(cell)
				if err != nil || c.empty() {
					return err
				}
				c.Formula = cell.formula
				if row.Cells == nil {
					row.Cells = make([]Cell, width)
				}
				if column <= width {
					row.Cells[column-1] = c
				} else if row.Beyond == "" {
					row.Beyond = Address(column, row.Number)
				}
			case "row":
				if inRow = false; row.Cells != nil {
					full := row
					row.Cells = nil
					return each(full)
				}
			}
		}
		return nil
	})
}

// position is where a row or cell stands: where it says, or else after the one
// before it.
func position(says string, before, last int) (int, error) {
	n := before + 1
	if says != "" {
		var err error
		if n, err = strconv.Atoi(says); err != nil {
			return 0, err
		}
	}
	if n <= before || n > last {
		return 0, ErrDamaged
	}
	return n, nil
}

// columnOf is the column of an address such as D5 as a number, "" when there is
// none; the row must be the one it stands in.
func columnOf(address string, row int) (string, error) {
	if address == "" {
		return "", nil
	}
	n, i := 0, 0
	for ; i < len(address) && i < 3 && 'A' <= address[i] && address[i] <= 'Z'; i++ {
		n = n*26 + int(address[i]-'A') + 1
	}
	if i == 0 || address[i:] != strconv.Itoa(row) {
		return "", ErrDamaged
	}
	return strconv.Itoa(n), nil
}

// cell reads what is stored.
func (b *book) cell(c stored) (Cell, error) {
	if c.formula && (!c.present || c.value == "" && c.kind != "str") {
		return Cell{Fault: FaultFormula}, nil
	}
	switch c.kind {
	case "s":
		i, err := strconv.Atoi(c.value)
		if err != nil || i < 0 || i >= len(b.strings) {
			return Cell{}, ErrDamaged
		}
		return Cell{Text: b.strings[i]}, nil
	case "str", "inlineStr":
		return Cell{Text: c.value}, nil
	case "b":
		return Cell{Fault: FaultBoolean}, nil
	case "e":
		return Cell{Fault: FaultError}, nil
	case "d":
		return Cell{Fault: FaultDate}, nil
	case "", "n":
	default:
		return Cell{}, ErrDamaged
	}
	if c.value == "" {
		return Cell{}, nil
	}
	if 0 <= c.style && c.style < len(b.formats) {
		switch b.formats[c.style] {
		case formatDate:
			return Cell{Fault: FaultDate}, nil
		case formatPercent:
			return Cell{Fault: FaultPercent}, nil
		}
	}
	return number(c.value)
}
