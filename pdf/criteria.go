package pdf

import "fmt"

const formSize = 10

// A criteriaForm is a table of criteria, content by content, each closed by its
// sums: the annex of an appraisal and the score sheet are such forms. Its first
// two columns are number and name.
type criteriaForm struct {
	head   []string
	widths []float64
	rows   []tableRow
}

// content adds the i-th content. A page does not end between its last row and
// its sums.
func (f *criteriaForm) content(i int, name string, rows [][]cell, sums ...tableRow) {
	title := boldCell(fmt.Sprintf("Nội dung %d: %s", i+1, sentence(name)), left)
	title.span = len(f.head)
	f.rows = append(f.rows, tableRow{cells: []cell{title}, shade: &faint, keep: true})
	for j, cells := range rows {
		f.rows = append(f.rows, tableRow{cells: cells, keep: j == len(rows)-1})
	}
	f.add(sums)
}

// add adds rows that stay together.
func (f *criteriaForm) add(rows []tableRow) {
	for i := range rows {
		rows[i].keep = i < len(rows)-1
	}
	f.rows = append(f.rows, rows...)
}

// closed is the table with the sums of all contents under it; they never stand
// alone.
func (f *criteriaForm) closed(sums ...tableRow) table {
	if n := len(f.rows); n > 0 {
		f.rows[n-1].keep = true
	}
	f.add(sums)
	return table{size: formSize, pad: 0.6, head: f.head, widths: f.widths, rows: f.rows}
}

// formSum is a row of sums: the label under number and name, then a text for
// each further column.
func formSum(shade *rgb, label string, texts ...string) tableRow {
	name := boldCell(label, left)
	name.span = 2
	row := tableRow{shade: shade, cells: []cell{name}}
	for _, s := range texts {
		row.cells = append(row.cells, boldCell(s, centre))
	}
	return row
}
