package pdf

import (
	"math"
	"strconv"

	"thidua/workflow/decimal"
)

// A bar is one unit's row of the chart: a part per content, what was added or
// taken away, and the total as it is printed.
type bar struct {
	name   string
	parts  []string // machine form
	adjust string
	total  string // as printed
}

// A chart is stacked bars on an axis that begins at 0: an axis that begins at
// the lowest score would make small differences look large.
type chart struct {
	bars    []bar
	legend  []string // one per part
	adjust  bool     // some bar is adjusted
	atLeast float64  // the axis goes at least this far
}

const (
	added  = "Điểm thưởng"
	taken  = "Điểm phạt (phần bị trừ)"
	labels = 46 // width of the names
	values = 18 // room for the totals behind the longest bar
	pitch  = 9  // from bar to bar, less where there are many
)

var gold = rgb{214, 162, 54}

// shades are the colours of n parts, from dark to light.
func shades(n int) []rgb {
	dark, light := blue, rgb{176, 199, 222}
	if n <= 3 {
		light = rgb{128, 163, 199}
	}
	list := make([]rgb, n)
	for i := range list {
		t := float64(i) / float64(max(1, n-1))
		mix := func(a, b int) int { return a + int(math.Round(t*float64(b-a))) }
		list[i] = rgb{mix(dark.r, light.r), mix(dark.g, light.g), mix(dark.b, light.b)}
	}
	return list
}

// length is how long a number is drawn. Only drawing uses it; what is printed
// is never a floating point number.
func length(machine string) float64 {
	if _, err := decimal.Parse(machine); err != nil {
		return 0
	}
	f, _ := strconv.ParseFloat(machine, 64)
	return f
}

// chart draws the bars, as many to a page as stay readable, and then the
// legend.
func (p *press) chart(c chart) {
	x, width := p.sheet.left+labels+2, p.sheet.body()-labels-2-values
	most := c.atLeast
	for _, b := range c.bars {
		sum := math.Max(0, length(b.adjust))
		for _, part := range b.parts {
			sum += math.Max(0, length(part))
		}
		most = math.Max(most, sum)
	}
	step := tick(most)
	scale := width / (step * math.Max(1, math.Ceil(most/step-1e-9)))
	const axis = 7
	step0 := math.Min(pitch, math.Max(5.5, (p.room()-axis-c.legendHeight(p.sheet))/float64(max(1, len(c.bars)))))
	for rest := c.bars; len(rest) > 0; {
		p.need(axis + step0)
		n := min(len(rest), max(1, int((p.room()-axis)/step0)))
		p.axis(x, width, float64(n)*step0, step, scale)
		for _, b := range rest[:n] {
			p.bar(b, x, step0, scale)
		}
		p.y += axis
		rest = rest[n:]
	}
	p.legend(c)
}

// tick is a round distance between two lines of the axis, so that there are
// about five of them.
func tick(most float64) float64 {
	if most <= 0 {
		return 1
	}
	base := math.Pow(10, math.Floor(math.Log10(most/5)))
	for _, m := range []float64{1, 2, 2.5, 5} {
		if most/(base*m) <= 5.0001 {
			return base * m
		}
	}
	return base * 10
}

// axis draws the lines of the axis and their numbers below.
func (p *press) axis(x, width, height, step, scale float64) {
	const size = 10
	for i := 0; float64(i)*step*scale <= width+0.01; i++ {
		at := x + float64(i)*step*scale
		p.line(at, p.y-1.5, at, p.y+height+0.5, 0.15, rgb{200, 200, 200})
		number := decimalText(strconv.FormatFloat(float64(i)*step, 'f', -1, 64))
		p.box(at-9, p.y+height+1, 18, 4.5, number, font{regular, size}, centre)
	}
}

// bar draws one unit. What was taken away is cut off the end, and the place is
// left as an empty frame.
func (p *press) bar(b bar, x, step, scale float64) {
	const between = 0.25
	thick := step * 0.64
	y := p.y + (step-thick)/2
	p.box(p.sheet.left, p.y, labels, step, b.name, font{regular, 12}, right)
	at := x
	end := at
	for i, c := range shades(len(b.parts)) {
		if w := math.Max(0, length(b.parts[i])) * scale; w > 0 {
			p.fill(at, y, math.Max(w-between, w/2), thick, c) // neighbours in like colours are told apart
			at += w
		}
	}
	end = at
	switch adjust := length(b.adjust) * scale; {
	case adjust > 0:
		p.fill(at, y, adjust, thick, gold)
		end = at + adjust
	case adjust < 0:
		cut := math.Min(-adjust, at-x)
		p.fill(at-cut, y, cut, thick, rgb{255, 255, 255})
		p.frame(at-cut, y, cut, thick, 0.3, red)
	}
	behind := font{bold, 12}.width(b.total) + 1
	p.fill(end+0.5, y, math.Min(behind, p.sheet.right-end-0.5), thick, rgb{255, 255, 255}) // no line of the axis through a number
	p.box(end+1, p.y, p.sheet.right-end-1, step, b.total, font{bold, 12}, left)
	p.y += step
}

// A legendEntry says what one colour is. Names of contents are long.
type legendEntry struct {
	lines []textLine
	fill  rgb
	empty bool // a frame only
}

const (
	legendSize = 11
	legendGap  = 0.8
	legendIn   = 7 // where its texts begin
)

func (c chart) entries(s sheet) (list []legendEntry) {
	entry := func(name string, fill rgb, empty bool) {
		list = append(list, legendEntry{wrap([]run{plain(name)}, legendSize, s.body()-legendIn-1, 0), fill, empty})
	}
	for i, colour := range shades(len(c.legend)) {
		entry(c.legend[i], colour, false)
	}
	if c.adjust {
		entry(added, gold, false)
		entry(taken, red, true)
	}
	return list
}

func (c chart) legendHeight(s sheet) float64 {
	h := 2.0
	for _, e := range c.entries(s) {
		h += float64(len(e.lines))*leading(legendSize) + legendGap
	}
	return h
}

// legend says what the colours are, a line each, together if a page holds them.
func (p *press) legend(c chart) {
	p.need(math.Min(c.legendHeight(p.sheet), p.sheet.bottom-p.sheet.top))
	p.space(2)
	for _, e := range c.entries(p.sheet) {
		const side = 3.2
		p.need(leading(legendSize))
		x, y := p.sheet.left+1, p.y+(leading(legendSize)-side)/2
		if e.empty {
			p.frame(x, y, side, side, 0.3, e.fill)
		} else {
			p.fill(x, y, side, side, e.fill)
		}
		for _, l := range e.lines {
			p.need(leading(legendSize))
			p.setLine(l, p.sheet.left+legendIn, p.sheet.body()-legendIn, legendSize, left, true)
		}
		p.y += legendGap
	}
}
