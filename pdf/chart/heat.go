package chart

import (
	"fmt"
	"slices"
	"strings"

	"thidua/workflow/paper"
)

// heat is what percent of its base every member reached: criteria down, members
// across. Its cells say the percent too, so nothing is told by colour alone.
type heat struct{ paper.ChartAttainment }

// Attainment draws a table of percents coloured by their class.
func Attainment(v paper.ChartAttainment) Figure { return heat{v} }

const best = "▲" // nothing is left of what should become less

const leastNames, leastColumn = 12, 1.6 // in em

// names are how wide the criteria are, and a member's column.
func (h heat) names(f Frame) (names, column float64) {
	n := float64(max(1, len(h.Members)))
	names = min(0.31*f.Span, max(leastNames*f.Em, f.Span-n*leastColumn*f.Em))
	return names, min(4.5*f.Em, (f.Span-names)/n)
}

// upright says whether the members' names stand upright because a column is too
// narrow for their words.
func (h heat) upright(f Frame, column float64) bool {
	font := Font{true, 0.78 * f.Em}
	return slices.ContainsFunc(h.Members, func(name string) bool {
		words := strings.Fields(OneLine(name))
		return len(wrapped(f, OneLine(name), font, column-0.15*f.Em, 9)) > 2 || slices.ContainsFunc(words, func(w string) bool { return f.Width(w, font) > column-0.15*f.Em })
	})
}

func (h heat) head(f Frame, column float64) float64 {
	if !h.upright(f, column) {
		return 2.2 * f.Em
	}
	longest := 0.0
	for _, m := range h.Members {
		longest = max(longest, f.Width(OneLine(m), Font{true, 0.78 * f.Em}))
	}
	return min(longest+0.6*f.Em, 9*f.Em)
}

func (h heat) Measure(f Frame) Size {
	_, column := h.names(f)
	return Size{Rows: len(h.Rows), Head: h.head(f, column), Row: 2.05 * f.Em, Least: 1.2 * f.Em, Foot: 0.2 * f.Em,
		Span: (leastNames + float64(len(h.Members))*leastColumn) * f.Em}
}

func (h heat) Draw(f Frame, from, to int, pitch float64) {
	names, column := h.names(f)
	x, head := f.X+names, h.head(f, column)
	h.heads(f, x, column, head)
	y := f.Y + head
	size, whole := h.numbers(f, column, pitch)
	numbers := f.Width("00.", Font{Size: 0.8 * f.Em})
	for _, r := range h.Rows {
		numbers = max(numbers, f.Width(fmt.Sprint(r.N, "."), Font{Size: 0.8 * f.Em}))
	}
	for _, r := range h.Rows[from:to] {
		font := Font{Size: min(0.8*f.Em, 0.8*pitch)}
		lead := 1.15 * font.Size
		f.put(f.X, y, numbers, pitch, fmt.Sprint(r.N, "."), font, right, Soft)
		lines := wrapped(f, OneLine(r.Name), font, names-numbers-0.6*f.Em, max(1, int(pitch/lead)))
		top := y + (pitch-float64(len(lines))*lead)/2
		for i, l := range lines {
			f.put(f.X+numbers+0.3*f.Em, top+float64(i)*lead, names, lead, l, font, left, Ink)
		}
		for i := range h.Members {
			var c paper.ChartCell
			if i < len(r.Cells) {
				c = r.Cells[i]
			}
			h.cell(f, c, x+float64(i)*column, y, column, pitch, size, whole)
		}
		y += pitch
	}
}

func (h heat) heads(f Frame, x, column, head float64) {
	font := Font{true, 0.78 * f.Em}
	if h.upright(f, column) {
		font.Size = min(font.Size, 0.9*column)
		for i, m := range h.Members {
			words := middle(f, OneLine(m), font, head-0.4*f.Em)
			f.TextUp(x+(float64(i)+0.5)*column+0.35*font.Size, f.Y+head-0.25*f.Em, words, font, Ink)
		}
		return
	}
	for i, m := range h.Members {
		width := column - 0.4*f.Em
		for _, w := range strings.Fields(OneLine(m)) {
			width = max(width, f.Width(w, font))
		}
		lines := nameLines(f, OneLine(m), font, width)
		top := f.Y + head - 0.15*f.Em - float64(len(lines))*0.95*f.Em
		for j, l := range lines {
			f.put(x+float64(i)*column, top+float64(j)*0.95*f.Em, column, 0.95*f.Em, l, font, centre, Ink)
		}
	}
}

// numbers are how the percents stand in the cells of a table: with a decimal
// where letters of a readable size have room for it, as large as it allows.
func (h heat) numbers(f Frame, column, pitch float64) (size float64, whole bool) {
	most, room := min(f.Em, 0.7*pitch), column-cellEdge*f.Em
	if size = min(most, room/f.Width("100,0", Font{Size: 1})); size >= 0.62*f.Em {
		return size, false
	}
	return min(most, room/f.Width("100", Font{Size: 1})), true
}

const cellEdge = 0.18 // left free in a cell, in em

// cell is a class's colour and the percent; a longer number is smaller.
func (h heat) cell(f Frame, c paper.ChartCell, x, y, w, pitch, size float64, whole bool) {
	gap := min(0.08*f.Em, 0.06*w)
	k, known := key(c.Class)
	if !known {
		return
	}
	words := k.Sign
	k.Sign = ""
	f.swatch(x, y, w-gap, pitch-gap, k)
	room := w - cellEdge*f.Em
	if c.Percent != "" {
		words = decimals(c.Percent, 1)
		if whole || f.Width(words, Font{Size: size}) > 1.2*room {
			words = number(c.Whole)
		}
	}
	if wide := f.Width(words, Font{Size: size}); wide > room {
		size *= room / wide
	}
	ink := Soft
	if k.Look == full {
		ink = on(k.Colour)
	}
	f.put(x-w, y, 3*w-gap, pitch-gap, words, Font{Size: size}, centre, ink)
}

// key is what a class looks like.
func key(id string) (k Key, known bool) {
	for _, c := range slices.Concat(classes, partClasses) {
		if c.id == id {
			return Key{Means: c.means, Colour: c.colour}, true
		}
	}
	switch id {
	case "best":
		return Key{Means: "không còn phát sinh (mức tốt nhất)", Colour: classes[len(classes)-1].colour, Sign: best}, true
	case "missing":
		return Key{Means: "chưa báo cáo", Colour: Soft, Look: hatched}, true
	case "unbased":
		return Key{Means: "chưa có số kế hoạch hoặc năm trước để so", Colour: pale, Sign: "–"}, true
	case "na":
		return Key{Means: "không áp dụng (để trống)", Colour: grid, Look: hollow}, true
	}
	return k, false
}

// has says whether a cell is of one of the classes.
func (h heat) has(list ...class) bool {
	return slices.ContainsFunc(h.Rows, func(r paper.ChartAttainmentRow) bool {
		return slices.ContainsFunc(r.Cells, func(c paper.ChartCell) bool {
			return slices.ContainsFunc(list, func(one class) bool { return one.id == c.Class })
		})
	})
}

// Legend has the classes all, of the year or of a part of it as they are there,
// and of the rest what is there.
func (h heat) Legend() (list []Key) {
	part := h.has(partClasses...)
	if h.has(classes...) || !part {
		for _, c := range classes {
			list = append(list, Key{Means: c.means, Colour: c.colour})
		}
	}
	if part {
		list = append(list, Key{Means: "so với kế hoạch cả năm:", Look: bare})
		for _, c := range partClasses {
			list = append(list, Key{Means: c.means, Colour: c.colour})
		}
	}
	for _, id := range []string{"best", "missing", "unbased", "na"} {
		if k, _ := key(id); h.has(class{id: id}) {
			list = append(list, k)
		}
	}
	return list
}

func (h heat) Notes() []string {
	list := []string{"Số trong ô: kết quả so với kế hoạch (hoặc với năm trước, nếu chỉ tiêu so với năm trước), tính bằng %, đã làm tròn nhưng không làm tròn lên mức của màu khác: 99,96% ghi 99,9. Chỉ tiêu càng ít càng tốt đã được tính ngược lại: trên 100% luôn là tốt hơn mức giao."}
	if h.has(partClasses...) {
		list = append(list, "Ô màu tím: số liệu của một phần năm so với kế hoạch cả năm nên chưa nói được là nhanh hay chậm; màu càng đậm, tỷ lệ càng cao.")
	}
	return list
}
