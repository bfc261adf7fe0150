package figures

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"thidua/workflow/rules"
	"thidua/workflow/workbook"
)

// ReadCSV reads a CSV file: UTF-8, with or without a byte order mark, lines
// ending in LF or CR LF.
func ReadCSV(c *rules.Cluster, data []byte) ([]Row, Faults) {
	if len(data) > maxSize {
		return nil, tooLarge(data)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if line, why := unreadable(data); line > 0 {
		return nil, Faults{{at(line), why}}
	}
	r := newReader(c)
	r.meant = workbook.Meant
	lines := csv.NewReader(bytes.NewReader(data))
	lines.FieldsPerRecord = -1
	width := 0
	for {
		fields, err := lines.Read()
		if err == io.EOF {
			return r.whole()
		}
		if e, ok := errors.AsType[*csv.ParseError](err); ok {
			r.fault(at(e.StartLine), "%s", misquoted(e))
			if r.index == nil || len(r.faults) > maxFaults {
				return nil, r.faults
			}
			continue
		}
		line, _ := lines.FieldPos(0)
		rec := record{where: at(line)}
		if r.index == nil {
			width = min(len(fields), maxColumns)
		}
		for _, s := range fields[:min(len(fields), maxColumns+1)] {
			rec.fields = append(rec.fields, field{where: rec.where, text: s})
		}
		if len(fields) != width && !blank(rec) {
			r.fault(rec.where, "the line has %d fields, the header has %d: decimals are written with a dot, and a note with a comma in quotation marks", len(fields), width)
			if len(r.faults) > maxFaults {
				return nil, r.faults
			}
			continue
		}
		if !r.take(rec) {
			return nil, r.faults
		}
	}
}

func at(line int) string { return fmt.Sprintf("line %d", line) }

func tooLarge(data []byte) Faults {
	return Faults{{"", fmt.Sprintf("the file has %d MiB, at most %d are read: keep only the figures", (len(data)-1)>>20+1, maxSize>>20)}}
}

// unreadable is the first line that cannot be taken apart, with why; 0 where
// every line can.
func unreadable(data []byte) (line int, why string) {
	for l := range bytes.Lines(data) {
		line++
		switch {
		case !utf8.Valid(l) || bytes.IndexByte(l, 0) >= 0:
			return line, "this is not UTF-8 text: save the file as CSV UTF-8"
		case len(l) > maxLine:
			return line, fmt.Sprintf("the line has %d bytes: a line of figures is much shorter", len(l))
		}
	}
	return 0, ""
}

func misquoted(e *csv.ParseError) string {
	if e.Err == csv.ErrBareQuote {
		return `a quotation mark stands in a field that does not begin with one: write it twice, and the field in quotation marks, as in "Đạt ""Xuất sắc"""`
	}
	return `a field in quotation marks does not end well: close it with a quotation mark before the comma, and write those inside twice`
}
