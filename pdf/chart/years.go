package chart

import (
	"slices"
	"strings"

	"thidua/workflow/paper"
)

// years is one figure of every member over the years, a line each, with names
// and values beside the ends.
type years struct{ paper.ChartYears }

// Years draws a figure of every member over the years.
func Years(v paper.ChartYears) Figure { return years{v} }

func (y years) Measure(f Frame) Size {
	n := float64(len(y.Lines))
	row := max(14, 1.35*n+2) * f.Em
	return Size{Rows: 1, Row: row, Least: min(row, max(8, 0.7*n+2)*f.Em), Foot: 0.2 * f.Em}
}

// A tag is what stands beside the end of a line.
type tag struct {
	words  string
	at, to float64 // of its point; where it goes
	line   int
}

func (y years) Draw(f Frame, from, to int, pitch float64) {
	n := len(y.ChartYears.Years)
	if n == 0 {
		return
	}
	span := y.scale()
	top, floor := f.Y+1.8*f.Em, f.Y+pitch-0.7*f.Em
	height := func(v string) float64 { return floor - (floor-top)*span.share(length(v)) }
	gap := min(1.25*f.Em, (floor-top+f.Em)/float64(max(1, len(y.Lines))))
	font := Font{Size: min(0.85*f.Em, 0.82*gap)}

	before, after := y.tags(0, height), y.tags(n-1, height)
	apart(before, gap, top-0.5*f.Em, floor+0.5*f.Em)
	apart(after, gap, top-0.5*f.Em, floor+0.5*f.Em)
	wide := func(list []tag, most float64) (w float64) {
		for _, t := range list {
			w = max(w, f.Width(t.words, Font{true, font.Size}))
		}
		return min(w, most)
	}
	lead := 1.4 * f.Em
	l, r := wide(before, 0.25*f.Span), wide(after, 0.45*f.Span)
	x := func(i int) float64 {
		begin, end := f.X+l+lead, f.X+f.Span-r-lead
		return begin + (end-begin)*float64(i)/float64(max(1, n-1))
	}
	for i, label := range y.ChartYears.Years {
		f.Line(Point{x(i), top - 0.4*f.Em}, Point{x(i), floor + 0.4*f.Em}, 0.05*f.Em, grid)
		f.put(x(i)-2.5*f.Em, f.Y, 5*f.Em, 1.2*f.Em, label, Font{true, 0.85 * f.Em}, centre, Ink)
	}
	asked := y.asked()
	for _, strong := range []bool{false, true} { // the one that is asked about above the others
		for _, line := range y.Lines {
			if line.Strong == strong {
				c, pen, broken := y.look(line, asked)
				f.through(line.Values, func(i int) Point { return Point{x(i), height(line.Values[i])} }, pen*f.Em, c, broken)
			}
		}
	}
	write := func(list []tag, edge, from, to, w float64, a align) {
		for _, t := range list {
			line := y.Lines[t.line]
			c, _, _ := y.look(line, asked)
			f.Line(Point{from, t.at}, Point{to, t.to}, 0.05*f.Em, grid)
			f.put(edge, t.to-gap/2, w, gap, t.words, Font{line.Strong, font.Size}, a, c)
		}
	}
	if n > 1 {
		write(before, f.X, x(0)-0.35*f.Em, f.X+l+0.2*f.Em, l, right)
	}
	write(after, f.X+f.Span-r, x(n-1)+0.35*f.Em, f.X+f.Span-r-0.2*f.Em, r, left)
}

// scale is from the least to the largest value: the values stand beside the
// ends, and lines that all begin at 0 would lie on each other.
func (y years) scale() scale {
	var s scale
	first := true
	for _, l := range y.Lines {
		for _, v := range l.Values {
			if v == "" {
				continue
			}
			if first {
				s, first = scale{length(v), length(v)}, false
			}
			s.least, s.most = min(s.least, length(v)), max(s.most, length(v))
		}
	}
	if s.least == s.most { // in the middle
		return scale{s.least - 1, s.most + 1}
	}
	return s
}

// asked says whether the chart is about one member.
func (y years) asked() bool {
	return slices.ContainsFunc(y.Lines, func(l paper.ChartLine) bool { return l.Strong })
}

// look is how a member's line is drawn; beside the one that is asked about the
// others stand back.
func (y years) look(l paper.ChartLine, asked bool) (c Colour, pen float64, broken bool) {
	c, broken = trend(l.Trend)
	switch {
	case l.Strong:
		return c, 0.2, broken
	case asked:
		return Soft, 0.07, broken
	}
	return c, 0.1, broken
}

// tags are the words beside the points of a year, with the name at the last one.
func (y years) tags(year int, height func(string) float64) (list []tag) {
	for i, l := range y.Lines {
		v := at(l.Values, year)
		if v == "" {
			continue
		}
		words := number(v)
		if year == len(y.ChartYears.Years)-1 {
			words += "  " + OneLine(l.Name) // a long name is shortened, never a value
		}
		list = append(list, tag{words, height(v), height(v), i})
	}
	return list
}

// apart moves tags so that none lies on another, as little as that takes, and
// all stay between top and bottom: those that touch stand around their middle.
func apart(list []tag, gap, top, bottom float64) {
	slices.SortStableFunc(list, func(a, b tag) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return +1
		}
		return 0
	})
	type group struct {
		first, n int
		sum      float64 // of where its tags would have the first one
		begin    float64
	}
	var groups []group
	place := func(g *group) {
		g.begin = min(max(g.sum/float64(g.n), top+gap/2), bottom-gap/2-float64(g.n-1)*gap)
	}
	for i, t := range list {
		g := group{first: i, n: 1, sum: t.at}
		place(&g)
		for len(groups) > 0 {
			before := groups[len(groups)-1]
			if before.begin+float64(before.n)*gap <= g.begin {
				break
			}
			g.sum = before.sum + g.sum - float64(before.n*g.n)*gap
			g.first, g.n = before.first, before.n+g.n
			place(&g)
			groups = groups[:len(groups)-1]
		}
		groups = append(groups, g)
	}
	for _, g := range groups {
		for k := range g.n {
			list[g.first+k].to = g.begin + float64(k)*gap
		}
	}
}

func (y years) Legend() []Key {
	if y.asked() {
		return trendKeys("các đơn vị khác")
	}
	return trendKeys("không đổi, hoặc không có số năm trước")
}

func (y years) Notes() []string {
	list := []string{"Thang đo đi từ giá trị nhỏ nhất đến lớn nhất, không bắt đầu từ 0; số liệu ghi ở hai đầu."}
	last := len(y.ChartYears.Years) - 1
	var missing []string
	for _, l := range y.Lines {
		if at(l.Values, last) == "" {
			missing = append(missing, OneLine(l.Name))
		}
	}
	if len(missing) > 0 && last >= 0 {
		list = append(list, "Chưa có số liệu năm "+y.ChartYears.Years[last]+": "+strings.Join(missing, ", ")+".")
	}
	return list
}
