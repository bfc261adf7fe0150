package pdf

import (
	"fmt"
	"slices"

	"thidua/workflow/paper"
)

// targets is the covenant's annex: criteria down, units across, on landscape
// pages.
func (p *press) targets(v paper.Covenant) {
	for _, g := range spread(len(v.Members), annexMost) {
		p.page(landscape)
		p.annexTitle(annexName(v), fmt.Sprintf("Chỉ tiêu thi đua năm %d của các đơn vị thành viên", v.Year),
			"Kèm theo "+reference(annexOf(v), v.Letterhead, kindOf(v)))
		t := targetTable(v, g)
		p.table(t.within(landscape, p.room(), 0))
	}
}

func targetTable(v paper.Covenant, g [2]int) table {
	members := v.Members[g[0]:g[1]]
	const first, unit = 8, 17
	width := min(26, (landscape.body()-first-unit-50)/float64(len(members)))
	t := table{size: annexFont(len(members)), pad: 0.9, head: []string{"TT", "Chỉ tiêu", "Đơn vị tính"}}
	t.widths = []float64{first, landscape.body() - first - unit - width*float64(len(members)), unit}
	for _, m := range members {
		t.head, t.widths = append(t.head, m), append(t.widths, width)
	}
	number := 0
	for i, content := range v.Annex {
		if n := slices.IndexFunc(v.Contents, func(c paper.CovenantContent) bool { return c.Name == content.Name }); n >= 0 {
			i = n // its number in the covenant, where contents without targets count too
		}
		name := boldCell(roman(i+1)+". "+sentence(content.Name), left)
		name.span = len(t.widths)
		t.rows = append(t.rows, tableRow{cells: []cell{name}, shade: &faint, keep: len(content.Rows) > 0})
		for _, r := range content.Rows {
			number++
			t.rows = append(t.rows, tableRow{cells: targetCells(r, number, g)})
		}
	}
	return t
}

func targetCells(r paper.AnnexRow, number int, g [2]int) []cell {
	places := 0
	for _, s := range r.Cells {
		places = max(places, fraction(s))
	}
	cells := []cell{midCell(fmt.Sprint(number)), leftCell(r.Name), midCell(r.Unit)}
	for j := g[0]; j < g[1]; j++ {
		s := "–" // no target
		if target := at(r.Cells, j); target != "" {
			s = aligned(target, places)
		}
		cells = append(cells, midCell(s))
	}
	return cells
}

// annexName is not "PHỤ LỤC" where the paper itself is one.
func annexName(v paper.Covenant) string {
	if v.Amends != nil {
		return "BẢNG CHỈ TIÊU KÈM THEO"
	}
	return "PHỤ LỤC"
}

// annexOf names the paper that an annex belongs to.
func annexOf(v paper.Covenant) string {
	if v.Amends != nil {
		return "Phụ lục sửa đổi, bổ sung"
	}
	return "Bản giao ước thi đua"
}
