package figures

import (
	"bytes"
	"fmt"
	"strings"

	"thidua/workflow/rules"
	"thidua/workflow/workbook"
)

// Workbook says whether a file is to be read as XLSX: by what it is or, where it
// is nothing that is read at all, by what it is called.
func Workbook(name string, data []byte) bool {
	name = strings.ToLower(name)
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || strings.HasSuffix(name, ".xlsx") || strings.HasSuffix(name, ".xlsm") || strings.HasSuffix(name, ".xls")
}

// ReadXLSX reads the first sheet of a workbook. Its first row with something in
// it is the header.
func ReadXLSX(c *rules.Cluster, data []byte) ([]Row, Faults) {
	if len(data) > maxSize {
		return nil, tooLarge(data)
	}
	r := newReader(c)
	for row, err := range workbook.Rows(data, maxColumns) {
		if err != nil {
			return nil, Faults{{"", err.Error()}}
		}
		rec := record{where: fmt.Sprintf("row %d", row.Number)}
		for i, cell := range row.Cells {
			rec.fields = append(rec.fields, field{"cell " + workbook.Address(i+1, row.Number), cell.Text, cell.Fault.String()})
		}
		if row.Beyond != "" {
			r.fault("cell "+row.Beyond, "this stands to the right of the columns: remove it")
		}
		if !r.take(rec) {
			break
		}
	}
	return r.whole()
}
