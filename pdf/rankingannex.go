package pdf

import (
	"fmt"
	"strings"

	"thidua/workflow/decimal"
	"thidua/workflow/paper"
)

const (
	annexMost   = 13              // units beside each other
	notReported = "chưa báo cáo"  // a word for the first line,
	notGiven    = "không áp dụng" // the others for the second
	notMarked   = "chưa chấm"
	unverified  = "*"
	cutKey      = "Giảm trừ: phần vượt mức điểm tối đa mà nội dung được tính (mức trần, hoặc tiêu chí điều kiện chưa đạt)."
)

// parts divides a content with many units into tables of about equally many.
func parts(a paper.RankingAnnex) []paper.RankingAnnex {
	if len(a.Members) == 0 {
		return nil
	}
	cut := func(list []string, g [2]int) []string { return list[min(g[0], len(list)):min(g[1], len(list))] }
	var list []paper.RankingAnnex
	for _, g := range spread(len(a.Members), annexMost) {
		part := paper.RankingAnnex{Name: a.Name, Members: cut(a.Members, g), Totals: cut(a.Totals, g), Cuts: cut(a.Cuts, g), Adjusts: cut(a.Adjusts, g)}
		for _, r := range a.Rows {
			r.Cells = r.Cells[min(g[0], len(r.Cells)):min(g[1], len(r.Cells))]
			part.Rows = append(part.Rows, r)
		}
		list = append(list, part)
	}
	return list
}

// annexFont is the size of a table with so many units beside each other.
func annexFont(units int) float64 {
	if units <= 7 {
		return 11
	}
	return 9.5
}

// annexTable is a content in detail: criteria down, units across.
func annexTable(a paper.RankingAnnex, number int, most string) table {
	t := table{size: annexFont(len(a.Members)), pad: 0.45, head: []string{"TT", "Tiêu chí", "Điểm chuẩn"}}
	const first, mark = 8, 13
	unit := min(24, (landscape.body()-first-mark-52)/float64(len(a.Members)))
	t.widths = []float64{first, landscape.body() - first - mark - unit*float64(len(a.Members)), mark}
	for _, m := range a.Members {
		t.head, t.widths = append(t.head, m), append(t.widths, unit)
	}
	for i, r := range a.Rows {
		row := tableRow{keep: i == len(a.Rows)-1}
		row.cells = append(row.cells, midCell(fmt.Sprint(i+1)), leftCell(paper.WithUnit(r.Name, r.Unit)), midCell(maximum(r.Points)))
		places := 0
		for _, c := range r.Cells {
			places = max(places, fraction(c.Value))
		}
		for j := range a.Members {
			row.cells = append(row.cells, resultCell(at(r.Cells, j), r.Unit, places))
		}
		t.rows = append(t.rows, row)
	}
	label := fmt.Sprintf("Cộng điểm nội dung %d", number)
	if len(a.Adjusts) > 0 {
		label += " (chưa kể điểm thưởng, phạt)"
	}
	if len(a.Cuts) > 0 {
		t.rows = append(t.rows, annexSum("Giảm trừ", "", a, a.Cuts, adjusted))
		t.rows[len(t.rows)-1].keep = true
	}
	t.rows = append(t.rows, annexSum(label, decimalText(most), a, a.Totals, points))
	if len(a.Adjusts) > 0 {
		t.rows[len(t.rows)-1].keep = true
		t.rows = append(t.rows, annexSum("Điểm thưởng, phạt", "", a, a.Adjusts, adjusted))
	}
	return t
}

func annexSum(label, most string, a paper.RankingAnnex, values []string, form func(string) string) tableRow {
	name := boldCell(label, left)
	name.span = 2
	row := tableRow{shade: &faint, cells: []cell{name, boldCell(most, centre)}}
	for j := range a.Members {
		row.cells = append(row.cells, boldCell(form(at(values, j)), centre))
	}
	return row
}

// resultCell is what a unit reported and, below, its points. Not asked, not
// reported and nothing are three things.
func resultCell(c paper.RankingCell, unit string, places int) cell {
	value := ""
	switch {
	case c.State == "na" || c.Value == "n/a":
		return inWords(notGiven)
	case c.State == paper.Unmarked:
		return inWords(notMarked)
	case c.State == "missing" || c.Value == "" && c.State == "submitted":
		return inWords(notReported)
	case c.Value == "yes":
		value = "đạt"
	case c.Value == "no":
		value = "không đạt"
	case c.Points == "" || !samePoints(c, unit):
		value = aligned(c.Value, places)
	}
	p := points(c.Points)
	if c.State == "submitted" {
		if value != "" {
			value += unverified
		} else {
			p += unverified
		}
	}
	out := cell{align: centre}
	if value != "" {
		out.runs = append(out.runs, run{value, regular})
	}
	if p != "" {
		out.runs = append(out.runs, run{p, bold})
	}
	return out
}

// inWords is what stands in place of a value.
func inWords(s string) cell {
	first, rest, _ := strings.Cut(s, " ")
	return cell{runs: []run{{first, italic}, {rest, italic}}, align: centre}
}

// samePoints says whether what was reported are the points themselves.
func samePoints(c paper.RankingCell, unit string) bool {
	value, err := decimal.Parse(c.Value)
	if err != nil || unit != "điểm" {
		return false
	}
	given, err := decimal.Parse(c.Points)
	return err == nil && value.Equal(given)
}

// maximum is the points a criterion can bring; one without is only followed,
// or adds and takes away.
func maximum(points string) string {
	if d, err := decimal.Parse(points); err == nil && d.IsZero() {
		return "–"
	}
	return decimalText(points)
}

// annexKey explains the cells that a part of an annex has.
func annexKey(a paper.RankingAnnex) []string {
	has := func(is func(c paper.RankingCell) bool) bool {
		return some(a.Rows, func(r paper.RankingAnnexRow) bool { return some(r.Cells, is) })
	}
	list := []string{"Trong mỗi ô: dòng trên là kết quả thực hiện, dòng dưới (in đậm) là điểm đạt được."}
	if has(func(c paper.RankingCell) bool { return c.State == "missing" }) {
		list = append(list, "“Chưa báo cáo”: đơn vị chưa có số liệu, tính 0 điểm.")
	}
	if has(func(c paper.RankingCell) bool { return c.State == paper.Unmarked }) {
		list = append(list, "“Chưa chấm”: chưa thẩm định cho điểm, tính 0 điểm.")
	}
	if has(func(c paper.RankingCell) bool { return c.State == "na" }) {
		list = append(list, "“Không áp dụng”: đơn vị không được giao chỉ tiêu, tiêu chí không tính vào điểm tối đa của đơn vị.")
	}
	if has(func(c paper.RankingCell) bool { return c.State == "submitted" }) {
		list = append(list, "Dấu * : số liệu đã báo cáo, chưa thẩm định.")
	}
	if some(a.Rows, func(r paper.RankingAnnexRow) bool { return maximum(r.Points) == "–" }) {
		list = append(list, "Điểm chuẩn “–”: tiêu chí để theo dõi hoặc để cộng, trừ điểm.")
	}
	if len(a.Cuts) > 0 {
		list = append(list, cutKey)
	}
	return []string{strings.Join(list, " ")}
}
