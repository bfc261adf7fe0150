package workbook

import (
	"fmt"

	"thidua/workflow/decimal"
	"thidua/workflow/paper"
)

// formSums adds up what stands above: exactly what is known, and in the sheet
// itself what the member gives itself.
func formSums(s *sheet, row int, m paper.FormMember) (next int) {
	last := row - 1
	l := look{grid: true, bold: true, shade: true, centre: true}
	line := func(name string) {
		s.keep(s.file.SetRowHeight(s.name, row, 24))
		for c := formN; c <= formTotal; c++ {
			s.put(c, row, l)
		}
		s.text(formName, row, name, l)
	}
	number := func(column int, machine string) {
		l := l
		l.form = exactly(machine).form
		s.number(column, row, machine, l)
	}
	if m.VerifiedCut+m.TotalCut != "" {
		line("Giảm trừ (mức trần, tiêu chí điều kiện chưa đạt)")
		s.keep(s.file.SetRowHeight(s.name, row, 36))
		number(formVerified, m.VerifiedCut)
		number(formTotal, m.TotalCut)
		row++
	}
	line("Cộng")
	add := func(column int, cut string, of func(paper.FormRow) string) {
		var sum decimal.Decimal
		some := false
		take := func(points string) {
			if d, err := decimal.Parse(points); err == nil {
				sum, some = sum.Add(d), true
			}
		}
		for _, r := range m.Rows {
			take(of(r))
		}
		take(cut)
		if some {
			number(column, sum.String())
		}
	}
	add(formPoints, "", func(r paper.FormRow) string { return r.Points })
	add(formVerified, m.VerifiedCut, func(r paper.FormRow) string { return r.Verified })
	add(formTotal, m.TotalCut, func(r paper.FormRow) string { return r.Total })
	at := Address(formSelf, row)
	l.form = pointsForm + ";-" + pointsForm + ";" // nothing while nothing is given
	s.put(formSelf, row, l)
	s.keep(s.file.SetCellFormula(s.name, at, fmt.Sprintf("SUM(%s:%s)", Address(formSelf, head+1), Address(formSelf, last))))
	return row + 1
}

func formSignatures(s *sheet, row int) {
	const left, right = formPlan, formSelf // the last column of the one, the first of the other
	for i, line := range []struct {
		left, right string
		look        look
	}{
		{"", "………………, ngày …… tháng …… năm ………", look{italic: true, centre: true}},
		{"NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ", look{bold: true, centre: true}},
		{"(Ký, ghi rõ họ tên)", "(Ký, ghi rõ họ tên, đóng dấu)", look{italic: true, centre: true}},
	} {
		s.across(1, row+i, left, line.left, line.look)
		s.text(right, row+i, line.right, line.look)
		s.merge(right, row+i, formTotal, row+i, line.look)
		s.height(row+i, 1)
	}
	s.put(1, row+6, look{}) // room for the names
}
