package workbook

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"thidua/workflow/paper"
)

// figureColumns are the columns of the figures file, with their widths.
var figureColumns = []struct {
	name  string
	width float64
	of    func(paper.FigureRow) string
}{
	{"period", 9, func(r paper.FigureRow) string { return r.Period }},
	{"member", 18, func(r paper.FigureRow) string { return r.Member }},
	{"criterion", 26, func(r paper.FigureRow) string { return r.Criterion }},
	{"plan", 16, func(r paper.FigureRow) string { return r.Plan }},
	{"last_year", 16, func(r paper.FigureRow) string { return r.LastYear }},
	{"actual", 16, func(r paper.FigureRow) string { return r.Actual }},
	{"note", 44, func(r paper.FigureRow) string { return r.Note }},
}

const (
	firstNumber = 4 // the columns of plan, last_year, actual
	lastNumber  = 6
)

// FiguresCSV is the figures file as CSV; reading it gives the same values again.
func FiguresCSV(p paper.Figures) ([]byte, error) {
	var head []string
	for _, c := range figureColumns {
		head = append(head, c.name)
	}
	lines := [][]string{head}
	for _, r := range p.Rows {
		lines = append(lines, []string{r.Period, r.Member, r.Criterion, r.Plan, r.LastYear, r.Actual, harmless(r.Note)})
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(lines); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Meant is a text of a CSV that was kept from being taken for a formula, as it was
// meant; any other text as it is.
func Meant(s string) string {
	if rest, quoted := strings.CutPrefix(s, "'"); quoted && harmless(rest) != rest {
		return rest
	}
	return s
}

// Figures is the figures file as a workbook: the header in the first row, numbers
// as numbers, ids and notes as texts. The same values give the same bytes.
func Figures(p paper.Figures) ([]byte, error) {
	w := newWriter()
	s := w.sheet("Số liệu")
	for i, c := range figureColumns {
		s.width(i+1, c.width)
		s.text(i+1, 1, c.name, look{grid: true, bold: true, centre: true, shade: true})
		for j, r := range p.Rows {
			if i+1 < firstNumber || i+1 > lastNumber {
				s.text(i+1, j+2, c.of(r), look{grid: true})
			} else {
				s.number(i+1, j+2, c.of(r), exactly(c.of(r)))
			}
		}
	}
	s.setUp(3, 1)
	return w.bytes("Số liệu thi đua "+strconv.Itoa(p.Year), p.ClusterName, p.Date)
}
