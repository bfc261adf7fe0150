package workbook

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"strings"

	"thidua/workflow/decimal"
)

// formula puts a formula into a cell, with the machine number that it gives: who
// only reads the file sees the exact value, and who changes a cell a new one.
func (s *sheet) formula(column, row int, formula, machine string, l look) {
	s.number(column, row, machine, l)
	if _, err := decimal.Parse(machine); err != nil || formula == "" || significant(machine) > digits {
		return
	}
	s.keep(s.file.SetCellFormula(s.name, Address(column, row), formula))
	s.formulas = true
}

// sumOf adds up a column's cells in some rows, ascending; "" for none.
func sumOf(column int, rows []int) string {
	var ranges []string
	for i := 0; i < len(rows); {
		j := i
		for j+1 < len(rows) && rows[j+1] == rows[j]+1 {
			j++
		}
		from, to := Address(column, rows[i]), Address(column, rows[j])
		if from != to {
			from += ":" + to
		}
		ranges = append(ranges, from)
		i = j + 1
	}
	if len(ranges) == 0 {
		return ""
	}
	return "SUM(" + strings.Join(ranges, ",") + ")"
}

// numeric makes the values that stand with formulas numbers: excelize calls each
// of them a text.
func numeric(b []byte) ([]byte, error) { return patched(b, ` t="str"><f>`, `><f>`) }

// patched replaces what excelize cannot say in every sheet of a workbook.
func patched(b []byte, from, to string) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		part, err := fs.ReadFile(z, f.Name)
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(f.Name, "xl/worksheets/") {
			part = bytes.ReplaceAll(part, []byte(from), []byte(to))
		}
		p, err := w.Create(f.Name)
		if err == nil {
			_, err = p.Write(part)
		}
		if err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return out.Bytes(), err
}
