package workbook

import (
	"fmt"

	"thidua/workflow/decimal"
	"thidua/workflow/paper"
)

// formSums adds up what stands above: exactly what is known, and in the sheet
// itself what the member gives itself.
func formSums(s *sheet, row int, m paper.FormMember) {
	l := look{grid: true, bold: true, shade: true, centre: true}
	s.keep(s.file.SetRowHeight(s.name, row, 24))
	for c := formN; c <= formTotal; c++ {
		s.put(c, row, l)
	}
	s.text(formName, row, "Cộng", l)
	add := func(column int, of func(paper.FormRow) string) {
		var sum decimal.Decimal
		some := false
		for _, r := range m.Rows {
			if d, err := decimal.Parse(of(r)); err == nil {
				sum, some = sum.Add(d), true
			}
		}
		if some {
			l.form = exactly(sum.String()).form
			s.number(column, row, sum.String(), l)
		}
	}
	add(formPoints, func(r paper.FormRow) string { return r.Points })
	add(formVerified, func(r paper.FormRow) string { return r.Verified })
	add(formTotal, func(r paper.FormRow) string { return r.Total })
	at := Address(formSelf, row)
	l.form = pointsForm + ";-" + pointsForm + ";" // nothing while nothing is given
	s.put(formSelf, row, l)
	s.keep(s.file.SetCellFormula(s.name, at, fmt.Sprintf("SUM(%s:%s)", Address(formSelf, head+1), Address(formSelf, row-1))))
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
