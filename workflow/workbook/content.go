package workbook

import (
	"fmt"
	"strings"

	"thidua/workflow/paper"
)

const (
	fixed   = 4 // columns before the members': they stand on every printed page
	abreast = 4 // members on a page at most
)

// contentSheet has criteria down and members across, each with result and
// points. Its sums are formulas over the points that are printed.
func contentSheet(s *sheet, p paper.Ranking, a paper.RankingAnnex, i int) {
	bold := look{grid: true, bold: true, centre: true, shade: true}
	for j, name := range []string{"TT", "Tiêu chí", "Đơn vị tính", "Điểm chuẩn"} {
		s.text(j+1, head, name, bold)
		s.merge(j+1, head, j+1, head+1, bold)
		s.width(j+1, []float64{5, 44, 12, 9}[j])
	}
	s.title(fixed, fmt.Sprintf("NỘI DUNG %d", i+1), sentence(a.Name))
	for j, m := range a.Members {
		at := fixed + 2*j + 1
		s.text(at, head, m, bold)
		s.merge(at, head, at+1, head, bold)
		s.text(at, head+1, "Kết quả", bold)
		s.text(at+1, head+1, "Điểm", bold)
		s.width(at, 13)
		s.width(at+1, 9)
	}
	s.height(head, 2)

	var scored, adjusts []int // rows
	unverified := false
	for n, r := range a.Rows {
		row := head + 2 + n
		s.number(1, row, fmt.Sprint(n+1), look{grid: true, centre: true, form: "0"})
		s.text(2, row, r.Name, look{grid: true})
		s.text(3, row, r.Unit, look{grid: true, centre: true})
		s.number(4, row, r.Points, look{grid: true, form: pointsForm})
		form := formOf(r.Cells)
		for j, c := range r.Cells {
			result(s, fixed+2*j+1, row, c, form)
			unverified = unverified || c.State == "submitted"
		}
		if r.Adjust {
			adjusts = append(adjusts, row)
		} else {
			scored = append(scored, row)
		}
	}
	if len(a.Cuts) > 0 {
		row := totalRow(a, pointsTotal) - 1
		contentCuts(s, row, a.Cuts)
		scored = append(scored, row)
	}
	total := fmt.Sprintf("Cộng điểm nội dung %d", i+1)
	if len(a.Adjusts) > 0 {
		total += " (chưa kể điểm thưởng, phạt)"
	}
	most := ""
	if i < len(p.Contents) {
		most = p.Contents[i].Points
	}
	contentSums(s, totalRow(a, pointsTotal), total, most, scored, a.Totals)
	if len(a.Adjusts) > 0 {
		contentSums(s, totalRow(a, adjustTotal), "Điểm thưởng, phạt", "", adjusts, a.Adjusts)
	}
	if unverified {
		s.notes(s.below+2, fixed, []string{"Số in nghiêng: đã báo cáo, chưa thẩm định."})
	}
	s.setUpRepeating(2, head+1, fixed)
	s.abreast(fixed, 2, len(a.Members), abreast)
}

// contentSums adds up the points in some rows, for every member.
func contentSums(s *sheet, row int, name, most string, rows []int, values []string) {
	empty, bold := look{grid: true, shade: true}, look{grid: true, bold: true, shade: true, form: pointsForm}
	s.text(1, row, "", empty)
	s.text(2, row, name, look{grid: true, bold: true, shade: true})
	s.text(3, row, "", empty)
	s.formula(4, row, sumOf(4, rows), most, bold)
	for j, v := range values {
		at := fixed + 2*j + 1
		s.text(at, row, "", empty)
		s.formula(at+1, row, sumOf(at+1, rows), v, bold)
	}
}

// contentCuts is what a content is held back, member by member.
func contentCuts(s *sheet, row int, cuts []string) {
	empty, bold := look{grid: true, shade: true}, look{grid: true, bold: true, shade: true, form: pointsForm}
	for i, name := range []string{"", "Giảm trừ (mức trần, tiêu chí điều kiện chưa đạt)", "", ""} {
		s.text(i+1, row, name, look{grid: true, bold: true, shade: true})
	}
	for j, v := range cuts {
		s.text(fixed+2*j+1, row, "", empty)
		s.number(fixed+2*j+2, row, v, bold)
	}
}

// A total is one of the sums under a content.
type total int

const (
	pointsTotal total = iota
	adjustTotal
)

// totalRow is where a sum stands: under the criteria and what is cut of them.
func totalRow(a paper.RankingAnnex, t total) int {
	row := head + 2 + len(a.Rows) + int(t)
	if len(a.Cuts) > 0 {
		row++
	}
	return row
}

// totalOf refers to a member's sums on the sheets of some contents; "" where one
// of them has none.
func totalOf(p paper.Ranking, member string, t total, contents ...int) string {
	var list []string
	for _, i := range contents {
		at := -1
		if i < len(p.Annex) {
			at = columnOfMember(p.Annex[i], member)
		}
		if at < 0 {
			return ""
		}
		list = append(list, fmt.Sprintf("'%s'!%s", sheetName(p, i), Address(at, totalRow(p.Annex[i], t))))
	}
	return strings.Join(list, "+")
}

// columnOfMember is where a member's points stand; -1: nowhere.
func columnOfMember(a paper.RankingAnnex, member string) int {
	for j, m := range a.Members {
		if m == member {
			return fixed + 2*j + 2
		}
	}
	return -1
}

// adjusting are the contents that add points or take them away.
func adjusting(p paper.Ranking) (list []int) {
	for i, a := range p.Annex {
		if len(a.Adjusts) > 0 {
			list = append(list, i)
		}
	}
	return list
}

// result is what a member reported, and its points. Not asked, not reported and
// nothing are three things.
func result(s *sheet, at, row int, c paper.RankingCell, form string) {
	slanted := look{grid: true, italic: c.State == "submitted"}
	points, words := c.Points, slanted
	words.centre = true
	switch slanted.form = form; {
	case c.State == "na":
		s.text(at, row, "không áp dụng", words)
		points = ""
	case c.State == "missing", c.Value == "":
		s.text(at, row, "chưa báo cáo", words)
	case c.Value == "yes":
		s.text(at, row, "đạt", words)
	case c.Value == "no":
		s.text(at, row, "không đạt", words)
	default:
		s.number(at, row, c.Value, slanted)
	}
	slanted.form = pointsForm
	s.number(at+1, row, points, slanted)
}

// formOf shows as many decimals as the row has.
func formOf(cells []paper.RankingCell) string {
	places := 0
	for _, c := range cells {
		if _, decimals, found := strings.Cut(c.Value, "."); found {
			places = max(places, len(decimals))
		}
	}
	if places == 0 {
		return "#,##0"
	}
	return "#,##0." + strings.Repeat("0", places)
}
