package chart

import (
	"fmt"
	"math"

	"thidua/workflow/paper"
)

// radar is one member's percent of each content beside the cluster's mean.
type radar struct{ paper.ChartContents }

func (r radar) Measure(f Frame) Size {
	side := min(f.Span, 23*f.Em)
	return Size{Rows: 1, Row: side, Least: min(side, 12*f.Em)}
}

func (r radar) Draw(f Frame, from, to int, pitch float64) {
	n := len(r.Contents)
	down := 0.0 // how far the lowest corner is below the middle
	for i := range n {
		down = max(down, -math.Cos(2*math.Pi*float64(i)/float64(n)))
	}
	radius := (pitch - 5*f.Em) / (1 + down)
	middle := Point{f.X + f.Span/2, f.Y + 2.6*f.Em + radius}
	corner := func(i int, percent float64) Point {
		turn := 2*math.Pi*float64(i)/float64(n) - math.Pi/2
		far := radius * min(1, max(0, percent/100))
		return Point{middle.X + far*math.Cos(turn), middle.Y + far*math.Sin(turn)}
	}
	round := func(value func(i int) float64) (list []Point) {
		for i := range n {
			list = append(list, corner(i, value(i)))
		}
		return list
	}
	line := func(list []Point, pen float64, c Colour) {
		for i := range list {
			f.Line(list[i], list[(i+1)%n], pen, c)
		}
	}
	own := func(i int) float64 { return length(at(r.Rows[0].Cells, i)) }
	f.Polygon(round(own), area)
	for ring := 100; ring > 0; ring -= 25 {
		line(round(func(int) float64 { return float64(ring) }), 0.04*f.Em, grid)
	}
	for i := range n {
		f.Line(middle, corner(i, 100), 0.04*f.Em, grid)
	}
	line(round(own), 0.14*f.Em, strong)
	mean := round(func(i int) float64 { return length(at(r.Mean, i)) })
	for i := range mean {
		f.dotted(mean[i], mean[(i+1)%n], 0.12*f.Em, ochre)
	}
	for i := range n {
		r.label(f, i, n, corner(i, 100), middle)
	}
}

// label is a content's number with both percents, outside its corner.
func (r radar) label(f Frame, i, n int, at0, middle Point) {
	head := fmt.Sprintf("Nội dung %d: ", i+1)
	own, mean := at(r.Rows[0].Cells, i), at(r.Mean, i)
	value := "không áp dụng"
	if own != "" {
		value = points(own) + "%"
	}
	below := "cụm: " + points(mean) + "%"
	w := max(f.Width(head, Font{Size: 0.9 * f.Em})+f.Width(value, Font{true, 0.9 * f.Em}), f.Width(below, Font{Size: 0.8 * f.Em}))
	dx, dy := at0.X-middle.X, at0.Y-middle.Y
	x := at0.X - w/2
	switch {
	case dx > 0.01*f.Em:
		x = at0.X + 0.5*f.Em
	case dx < -0.01*f.Em:
		x = at0.X - 0.5*f.Em - w
	}
	x = min(max(f.X, x), f.X+f.Span-w)
	y := at0.Y - 1.1*f.Em
	switch {
	case math.Abs(dx) <= 0.01*f.Em && dy < 0:
		y = at0.Y - 2.4*f.Em
	case math.Abs(dx) <= 0.01*f.Em:
		y = at0.Y + 0.2*f.Em
	}
	f.put(x, y, w, 1.2*f.Em, head, Font{Size: 0.9 * f.Em}, left, Ink)
	f.put(x+f.Width(head, Font{Size: 0.9 * f.Em}), y, w, 1.2*f.Em, value, Font{true, 0.9 * f.Em}, left, strong)
	if mean != "" {
		f.put(x, y+1.1*f.Em, w, 1.1*f.Em, below, Font{Size: 0.8 * f.Em}, left, ochre)
	}
}

// dotted is a broken line in any direction.
func (f Frame) dotted(from, to Point, pen float64, c Colour) {
	long := math.Hypot(to.X-from.X, to.Y-from.Y)
	const on, off = 0.5, 0.3
	at := func(far float64) Point {
		return Point{from.X + (to.X-from.X)*far/long, from.Y + (to.Y-from.Y)*far/long}
	}
	for far := 0.0; far < long; far += (on + off) * f.Em {
		f.Line(at(far), at(min(long, far+on*f.Em)), pen, c)
	}
}

func (r radar) Legend() []Key {
	list := []Key{{Means: OneLine(r.Rows[0].Name), Colour: strong, Look: solid}, {Means: "trung bình của cụm", Colour: ochre, Look: across}}
	return append(list, contentKeys(r.ChartContents)...)
}

func (r radar) Notes() []string {
	return []string{"Tâm là 0%, vòng ngoài là 100% điểm tối đa áp dụng cho đơn vị, không gồm điểm thưởng, phạt."}
}
