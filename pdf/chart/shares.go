package chart

import (
	"fmt"

	"thidua/workflow/paper"
)

// shares is how much of each content's points the members reached: beside each
// name a bar in a panel for each content, a few panels side by side.
type shares struct{ paper.ChartContents }

const abreast = 4 // panels side by side

// Contents draws every member's percent of each content's points, or one member
// beside the cluster's mean.
func Contents(v paper.ChartContents) Figure {
	if v.Alone && len(v.Contents) >= 3 && len(v.Rows) == 1 {
		return radar{v}
	}
	return shares{v}
}

// blocks are the rows of panels; the members stand in each of them again.
func (s shares) blocks() int { return max(1, (len(s.Contents)+abreast-1)/abreast) }

// Measure counts one row between two blocks for the next heads.
func (s shares) Measure(f Frame) Size {
	names, width := s.names(f)
	return Size{Rows: s.blocks()*(len(s.Rows)+1) - 1, Head: 1.5 * f.Em, Row: f.rowHigh(names, width, 1.7*f.Em), Least: 1.2 * f.Em, Foot: 0.3 * f.Em}
}

// names are the members', and how wide their column is.
func (s shares) names(f Frame) (list []string, width float64) {
	for _, r := range s.Rows {
		list = append(list, OneLine(r.Name))
		width = max(width, f.Width(OneLine(r.Name), Font{Size: f.Em}))
	}
	return list, min(width, 0.26*f.Span)
}

func (s shares) Draw(f Frame, from, to int, pitch float64) {
	each := len(s.Rows) + 1
	_, names := s.names(f)
	side := min(abreast, max(1, len(s.Contents)))
	panel := (f.Span - names) / float64(side)
	number := f.Width("100,00%", Font{true, 0.85 * f.Em}) + 0.3*f.Em
	x := func(i int) float64 { return f.X + names + float64(i)*panel + 0.6*f.Em }
	room := panel - 0.6*f.Em - number

	heads := func(block int, y, h float64) {
		for i := range min(side, len(s.Contents)-block*side) {
			f.put(x(i), y, panel-0.6*f.Em, h, fmt.Sprintf("Nội dung %d", block*side+i+1), Font{true, min(0.9*f.Em, 0.8*h)}, left, Ink)
		}
	}
	heads(from/each, f.Y, 1.5*f.Em)
	y := f.Y + 1.5*f.Em
	for n := from; n < to; n++ {
		block, i := n/each, n%each
		if i == each-1 {
			heads(block+1, y+pitch/8, pitch)
			y += pitch
			continue
		}
		r := s.Rows[i]
		f.name(f.X, y, names, pitch, OneLine(r.Name), right)
		for j := range min(side, len(s.Contents)-block*side) {
			k := block*side + j
			s.cell(f, at(r.Cells, k), at(s.Mean, k), x(j), y, room, number, pitch)
		}
		y += pitch
	}
}

// cell is one bar, what is left of it to 100 percent, and the cluster's mean.
func (s shares) cell(f Frame, percent, mean string, x, y, room, words, pitch float64) {
	if percent == "" {
		f.put(x, y, room+words, pitch, "không áp dụng", Font{Size: 0.75 * f.Em}, left, Soft)
		return
	}
	thick := 0.62 * pitch
	top := y + (pitch-thick)/2
	part := func(p string) float64 { return room * min(1, max(0, length(p)/100)) }
	f.Rect(x, top, room, thick, pale)
	f.Rect(x, top, part(percent), thick, strong)
	if mean != "" {
		at := x + part(mean)
		f.Rect(at-0.09*f.Em, y+0.08*pitch, 0.18*f.Em, 0.84*pitch, White)
		f.Line(Point{at, y + 0.08*pitch}, Point{at, y + 0.92*pitch}, 0.1*f.Em, ochre)
	}
	f.put(x+room+0.15*f.Em, y, words-0.15*f.Em, pitch, points(percent)+"%", Font{true, min(0.85*f.Em, 0.75*pitch)}, left, Ink)
}

func (s shares) Legend() []Key {
	list := []Key{
		{Means: "tỷ lệ điểm đạt được của nội dung", Colour: strong}, {Means: "phần chưa đạt, đến 100%", Colour: pale},
		{Means: "trung bình của cụm", Colour: ochre, Look: upright},
	}
	return append(list, contentKeys(s.ChartContents)...)
}

// contentKeys say which content has which number.
func contentKeys(v paper.ChartContents) (list []Key) {
	for i, c := range v.Contents {
		list = append(list, Key{Means: c, Colour: Ink, Look: bare, Sign: fmt.Sprint(i + 1)})
	}
	return list
}

func (s shares) Notes() []string {
	return []string{"Tỷ lệ: điểm đạt được so với điểm tối đa áp dụng cho đơn vị, không gồm điểm thưởng, phạt. Độ dài các thanh được tính từ 0."}
}
