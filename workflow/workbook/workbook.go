// Package workbook reads and writes Excel workbooks (XLSX): what officials send
// in, and the ranking as they would have laid it out themselves. Numbers are
// exact in both directions.
package workbook
