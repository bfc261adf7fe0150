package chart

import (
	"fmt"

	"thidua/workflow/paper"
)

// growth is a small chart for each criterion, as many side by side as stay
// readable, each from 0: what grew by a tenth looks so.
type growth struct{ paper.ChartGrowth }

// Growth draws figures against last year.
func Growth(v paper.ChartGrowth) Figure { return growth{v} }

const panelWidth = 9.6 // at least, in em

// abreast is how many panels stand side by side, about equally many in each row.
func (g growth) abreast(f Frame) int {
	most := min(6, max(1, int(f.Span/(panelWidth*f.Em))))
	rows := max(1, (len(g.Panels)+most-1)/most)
	return max(1, (len(g.Panels)+rows-1)/rows)
}

func (g growth) Measure(f Frame) Size {
	n := g.abreast(f)
	return Size{Rows: (len(g.Panels) + n - 1) / n, Row: 7.4 * f.Em, Least: 6.1 * f.Em, Foot: 0.1 * f.Em}
}

func (g growth) Draw(f Frame, from, to int, pitch float64) {
	n := g.abreast(f)
	w := f.Span / float64(n)
	for i := from * n; i < min(to*n, len(g.Panels)); i++ {
		one := f
		one.X, one.Y, one.Span = f.X+float64(i%n)*w, f.Y+float64(i/n-from)*pitch, w-0.9*f.Em
		if n == 1 {
			one.Span = min(one.Span, 24*f.Em)
		}
		g.panel(one, g.Panels[i], pitch-0.7*f.Em)
	}
}

// panel is one criterion: its name, the values at both ends, the line between
// them, and the growth.
func (g growth) panel(f Frame, p paper.ChartPanel, height float64) {
	name, small := Font{true, 0.72 * f.Em}, Font{Size: 0.72 * f.Em}
	title := fmt.Sprintf("%d. %s", p.N, OneLine(p.Name))
	if p.Unit != "" {
		title += " (" + OneLine(p.Unit) + ")"
	}
	lead := 0.88 * f.Em
	for i, l := range wrapped(f, title, name, f.Span, 2) {
		f.put(f.X, f.Y+float64(i)*lead, f.Span, lead, l, name, left, Ink)
	}
	n := len(p.Values)
	if n == 0 {
		return
	}
	y := f.Y + 2*lead + 0.1*f.Em
	c, broken := trend(p.Trend)
	if n > 1 {
		f.put(f.X, y, 0.5*f.Span, f.Em, shownValue(p.Values[0]), small, left, Soft)
	}
	f.put(f.X+0.5*f.Span, y, 0.5*f.Span, f.Em, shownValue(p.Values[n-1]), Font{true, small.Size}, right, Ink)

	foot := f.Y + height - f.Em
	top, floor := y+1.25*f.Em, foot-0.15*f.Em
	span := scaleOf(p.Values)
	place := func(i int) Point {
		return Point{f.X + 0.32*f.Em + (f.Span-0.64*f.Em)*float64(i)/float64(max(1, n-1)), floor - (floor-top)*span.share(length(p.Values[i]))}
	}
	zero := floor - (floor-top)*span.share(0)
	for i := 1; i < n; i++ {
		if p.Values[i] != "" && p.Values[i-1] != "" {
			a, b := place(i-1), place(i)
			f.Polygon([]Point{a, b, {b.X, zero}, {a.X, zero}}, map[bool]Colour{true: honour, false: area}[broken])
		}
	}
	f.Line(Point{f.X, zero}, Point{f.X + f.Span, zero}, 0.05*f.Em, grid)
	f.through(p.Values, place, 0.14*f.Em, c, broken)
	if n > 1 {
		f.put(f.X, foot, 0.3*f.Span, f.Em, p.Years[0], Font{Size: 0.68 * f.Em}, left, Soft)
	}
	f.put(f.X+0.7*f.Span, foot, 0.3*f.Span, f.Em, p.Years[n-1], Font{Size: 0.68 * f.Em}, right, Soft)
	if p.Change != "" {
		unit := "%"
		if p.Unit == "%" {
			unit = " điểm %"
		}
		f.put(f.X, foot, f.Span, f.Em, signed(p.Change)+unit, Font{true, 0.76 * f.Em}, centre, c)
	}
}

// through draws a line through values and a dot at each; where a value is
// wanting the line is broken off.
func (f Frame) through(values []string, place func(i int) Point, pen float64, c Colour, broken bool) {
	for i := range values {
		if i > 0 && values[i] != "" && values[i-1] != "" {
			if broken {
				f.dotted(place(i-1), place(i), pen, c)
			} else {
				f.Line(place(i-1), place(i), pen, c)
			}
		}
	}
	for i, v := range values {
		if v != "" {
			f.dot(place(i), 1.5*pen, c, broken)
		}
	}
}

// dot is a small square on its corner, hollow or not.
func (f Frame) dot(at Point, size float64, c Colour, hollow bool) {
	turned := func(r float64) []Point {
		return []Point{{at.X, at.Y - r}, {at.X + r, at.Y}, {at.X, at.Y + r}, {at.X - r, at.Y}}
	}
	f.Polygon(turned(1.4*size), c)
	if hollow {
		f.Polygon(turned(0.7*size), White)
	}
}

// trend is how a line looks: what became worse is broken as well.
func trend(t string) (c Colour, broken bool) {
	switch t {
	case "better":
		return strong, false
	case "worse":
		return ochre, true
	}
	return Soft, false
}

// trendKeys say what the looks of lines are; of the grey ones, what they are here.
func trendKeys(grey string) []Key {
	return []Key{
		{Means: "tốt hơn năm trước", Colour: strong, Look: solid},
		{Means: "kém hơn năm trước", Colour: ochre, Look: across},
		{Means: grey, Colour: Soft, Look: solid},
	}
}

func (g growth) Legend() []Key { return trendKeys("không đổi") }

func (g growth) Notes() []string {
	list := []string{"Mỗi đường bắt đầu từ năm đầu (bên trái) đến năm nay (bên phải), chiều cao tính từ 0; số ở giữa là mức tăng, giảm so với năm trước."}
	for _, p := range g.Panels {
		if p.Lower {
			return append(list, "Chỉ tiêu càng ít càng tốt (như tai nạn, vi phạm): giảm là tốt hơn.")
		}
	}
	return list
}

// shownValue is a value for a narrow place.
func shownValue(machine string) string {
	if machine == "" {
		return "–"
	}
	return number(machine)
}

// signed is a number with its sign.
func signed(machine string) string {
	if length(machine) > 0 {
		return "+" + number(machine)
	}
	return number(machine)
}

// A scale is from where to where values go, 0 among them.
type scale struct{ least, most float64 }

func scaleOf(values []string) (s scale) {
	for _, v := range values {
		s.least, s.most = min(s.least, length(v)), max(s.most, length(v))
	}
	return s
}

// share is how far up a value stands, from 0 to 1.
func (s scale) share(v float64) float64 {
	if s.most <= s.least {
		return 0
	}
	return (v - s.least) / (s.most - s.least)
}
