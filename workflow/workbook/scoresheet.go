package workbook

import (
	"fmt"
	"strings"

	"thidua/workflow/paper"
)

// The columns of the official score sheet (phiếu điểm).
const (
	sheetN = iota + 1
	sheetCriterion
	sheetMax
	sheetPlan
	sheetResult
	sheetSelf
	sheetSaid
	sheetVerified
	sheetReason
	sheetPoints
)

var sheetColumns = []struct {
	name  string
	width float64
}{
	{"TT", 5}, {"Nội dung tiêu chí", 34}, {"Thang điểm", 8}, {"Chỉ tiêu được giao", 12}, {"Kết quả thực hiện", 13},
	{"Điểm tự chấm", 9}, {"Giải trình", 24}, {"Điểm thẩm định", 9}, {"Lý do", 44}, {"Tổng điểm", 9},
}

// Sheets are the score sheets of a period, a printable sheet for each member. Sums
// are formulas over the points that are shown. The same values give the same bytes.
func Sheets(p paper.Sheets) ([]byte, error) {
	w := newWriter()
	taken := map[string]bool{"history": true} // Excel keeps it for itself
	for i, s := range p.Sheets {
		scoreSheet(w.sheet(memberSheet(sentence(s.Name), i, taken)), p, s)
	}
	return w.bytes("Phiếu điểm thi đua "+p.PeriodName, p.ClusterName, p.Date)
}

func scoreSheet(s *sheet, p paper.Sheets, v paper.Sheet) {
	for i, c := range sheetColumns {
		s.width(i+1, c.width)
		s.text(i+1, head, c.name, look{grid: true, bold: true, centre: true, shade: true})
	}
	title := "PHIẾU ĐIỂM THI ĐUA"
	if p.Provisional {
		title += " (TẠM TÍNH)"
	}
	s.title(sheetPoints, title, sentence(v.Name)+" - "+p.PeriodName+"\n"+sentence(p.ClusterName))
	s.height(head, 3)

	row := head + 1
	var sums, adjusts []int // rows
	for i, content := range v.Contents {
		s.across(sheetN, row, sheetPoints, fmt.Sprintf("%s. %s", roman(i+1), sentence(content.Name)), look{grid: true, bold: true, shade: true})
		row++
		var scored []int
		for _, r := range content.Rows {
			scoreRow(s, row, r)
			if r.Adjust {
				adjusts = append(adjusts, row)
			} else {
				scored = append(scored, row)
			}
			row++
		}
		for _, c := range content.Cuts {
			sheetSums(s, row, "Giảm trừ", "", paper.SheetTotals{Self: c.Self, Verified: c.Verified, Points: c.Points}, nil)
			s.text(sheetReason, row, c.Reason, look{grid: true, italic: true})
			scored = append(scored, row)
			row++
		}
		sheetSums(s, row, fmt.Sprintf("Cộng %s", roman(i+1)), content.Points, content.Totals, scored)
		sums = append(sums, row)
		row++
	}
	if v.HasAdjust {
		sheetSums(s, row, "Điểm thưởng, phạt", "", v.Adjust, adjusts)
		sums = append(sums, row)
		row++
	}
	sheetSums(s, row, "Tổng điểm", v.MaxPoints, v.Totals, sums)
	s.setUp(sheetCriterion, head)
}

// scoreRow is one criterion.
func scoreRow(s *sheet, row int, r paper.SheetRow) {
	grid := look{grid: true}
	s.number(sheetN, row, fmt.Sprint(r.N), look{grid: true, centre: true, form: "0"})
	name := paper.WithUnit(r.Name, r.Unit)
	s.text(sheetCriterion, row, name, grid)
	if r.Max != "0" { // otherwise reported only, or added to nothing
		s.number(sheetMax, row, r.Max, points(r.Max))
	} else {
		s.put(sheetMax, row, grid)
	}
	s.number(sheetPlan, row, r.Plan, exactly(r.Plan))
	result := exactly(r.Result)
	result.italic = r.State == "submitted"
	if word := sheetWord(r); word != "" {
		result.form, result.centre = "", true
		s.text(sheetResult, row, word, result)
	} else {
		s.number(sheetResult, row, r.Result, result)
	}
	earned := look{grid: true, form: pointsForm}
	s.number(sheetSelf, row, r.SelfPoints, earned)
	said, reasons := strings.Join(r.Said, "\n"), strings.Join(r.Reasons, "\n")
	s.text(sheetSaid, row, said, grid)
	s.number(sheetVerified, row, r.VerifiedPoints, earned)
	s.text(sheetReason, row, reasons, grid)
	s.number(sheetPoints, row, r.Points, earned)
	s.room(row, map[int]string{sheetCriterion: name, sheetSaid: said, sheetReason: reasons})
}

// sheetWord is a result that is no number; "" for one that is.
func sheetWord(r paper.SheetRow) string {
	switch {
	case r.State == "missing":
		return "Chưa báo cáo"
	case r.State == "unmarked":
		return "Chưa chấm"
	case r.State == "na":
		return formWords["n/a"]
	case r.Word != "":
		return r.Word
	}
	return formWords[r.Result]
}

// sheetSums is a line of sums over some rows, or of numbers where there are none.
func sheetSums(s *sheet, row int, name, most string, t paper.SheetTotals, rows []int) {
	l := look{grid: true, bold: true, shade: true}
	for c := sheetN; c <= sheetPoints; c++ {
		s.put(c, row, l)
	}
	s.height(row, 1)
	s.text(sheetCriterion, row, name, l)
	l.form = pointsForm
	for _, c := range []struct {
		column int
		value  string
	}{{sheetMax, most}, {sheetSelf, t.Self}, {sheetVerified, t.Verified}, {sheetPoints, t.Points}} {
		s.formula(c.column, row, sumOf(c.column, rows), c.value, l)
	}
}
