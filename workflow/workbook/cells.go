package workbook

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// What can be wrong with one cell, as the operator is told after its address.
const (
	faultBoolean = "TRUE and FALSE are not read: write yes or no as text"
	faultError   = "the formula has an error: correct it, or type the value"
	faultFormula = "the formula has no value stored with it: open the file in a spreadsheet program and save it again, or type the value"
	faultDate    = "a date stands here: format the cell as text and type the value again"
	faultPercent = "the cell shows a percent: format it as a number and type 82.66 for 82,66%"
	faultDigits  = "a cell keeps only 15 digits of a number: format it as text and type the number again"
)

// A stored cell is one as the file has it.
type stored struct {
	kind, value      string
	style            int
	formula, present bool // present: a value stands there, even an empty one
}

// readSheet reads the rows of a sheet. Rows and cells must come in order, as
// every spreadsheet program writes them: nothing can stand twice.
func (b *book) readSheet(name string, width int, each func(Row) bool) error {
	var row Row
	var cell stored
	var text strings.Builder
	var column int
	inText, phonetic, some := false, false, false
	return b.each(name, func(t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				n, err := position(attribute(t, "r"), row.Number, lastRow)
				if err != nil {
					return err
				}
				row, column, some = Row{Number: n, Cells: make([]Cell, width)}, 0, false
			case "c":
				at, err := columnOf(attribute(t, "r"), row.Number)
				if err != nil {
					return err
				}
				if column, err = position(at, column, lastColumn); err != nil {
					return err
				}
				cell = stored{kind: attribute(t, "t")}
				cell.style, _ = strconv.Atoi(attribute(t, "s"))
				text.Reset()
			case "f":
				cell.formula = true
			case "v":
				cell.present, inText = true, true
			case "t":
				cell.present, inText = true, !phonetic
			case "rPh":
				phonetic = true
			}
		case xml.CharData:
			if inText {
				text.Write(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "v", "t":
				inText = false
			case "rPh":
				phonetic = false
			case "c":
				cell.value = text.String()
				c, err := b.cell(cell)
				switch {
				case err != nil:
					return err
				case c.empty():
				case column <= width && row.Cells != nil:
					row.Cells[column-1], some = c, true
				case row.Beyond == "":
					row.Beyond, some = Address(column, row.Number), true
				}
			case "row":
				if some && !each(row) {
					return errStopped
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
		return 0, errDamaged
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
		return "", errDamaged
	}
	return strconv.Itoa(n), nil
}

// cell reads what is stored.
func (b *book) cell(c stored) (Cell, error) {
	if c.formula && (!c.present || c.value == "" && c.kind != "str") {
		return Cell{Fault: faultFormula}, nil
	}
	switch c.kind {
	case "s":
		i, err := strconv.Atoi(c.value)
		if err != nil || i < 0 || i >= len(b.strings) {
			return Cell{}, errDamaged
		}
		return Cell{Text: b.strings[i]}, nil
	case "str", "inlineStr":
		return Cell{Text: c.value}, nil
	case "b":
		return Cell{Fault: faultBoolean}, nil
	case "e":
		return Cell{Fault: faultError}, nil
	case "d":
		return Cell{Fault: faultDate}, nil
	case "", "n":
	default:
		return Cell{}, errDamaged
	}
	if c.value == "" {
		return Cell{}, nil
	}
	if 0 <= c.style && c.style < len(b.formats) {
		switch b.formats[c.style] {
		case formatDate:
			return Cell{Fault: faultDate}, nil
		case formatPercent:
			return Cell{Fault: faultPercent}, nil
		}
	}
	return number(c.value)
}
