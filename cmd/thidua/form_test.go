package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// fill FILE SHEET CRITERION:COLUMN=VALUE… fills in a form.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: fill FILE SHEET CRITERION:COLUMN=VALUE…")
	}
	ts.Check(fillForm(ts.MkAbs(args[0]), args[1], args[2:]...))
}

// fillForm types CRITERION:COLUMN=VALUE into a form as an official does: the row
// is the one that names the criterion. What looks like a machine number is typed
// as a number.
func fillForm(file, sheet string, cells ...string) error {
	f, err := excelize.OpenFile(file)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := f.GetRows(sheet)
	if err != nil {
		return err
	}
	row := map[string]int{}
	for i, r := range rows {
		if len(r) > 12 {
			row[r[12]] = i + 1
		}
	}
	for _, a := range cells {
		at, value, _ := strings.Cut(a, "=")
		criterion, column, _ := strings.Cut(at, ":")
		if row[criterion] == 0 {
			return fmt.Errorf("the sheet %s has no row %s", sheet, criterion)
		}
		cell := column + strconv.Itoa(row[criterion])
		var typed any = value
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			typed = n
		}
		if err := f.SetCellValue(sheet, cell, typed); err != nil {
			return err
		}
	}
	return f.Save()
}
