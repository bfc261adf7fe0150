package main

import (
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// fill FILE SHEET CRITERION:COLUMN=VALUE… types into a form as an official does:
// the row is the one that names the criterion. What looks like a machine number
// is typed as a number.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: fill FILE SHEET CRITERION:COLUMN=VALUE…")
	}
	file, sheet := ts.MkAbs(args[0]), args[1]
	f, err := excelize.OpenFile(file)
	ts.Check(err)
	rows, err := f.GetRows(sheet)
	ts.Check(err)
	row := map[string]int{}
	for i, r := range rows {
		if len(r) > 12 {
			row[r[12]] = i + 1
		}
	}
	for _, a := range args[2:] {
		at, value, _ := strings.Cut(a, "=")
		criterion, column, _ := strings.Cut(at, ":")
		if row[criterion] == 0 {
			ts.Fatalf("the sheet %s has no row %s", sheet, criterion)
		}
		cell := column + strconv.Itoa(row[criterion])
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			ts.Check(f.SetCellValue(sheet, cell, n))
			continue
		}
		ts.Check(f.SetCellStr(sheet, cell, value))
	}
	b, err := f.WriteToBuffer()
	ts.Check(err)
	ts.Check(os.WriteFile(file, b.Bytes(), 0o600))
}
