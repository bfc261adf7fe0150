// Package chart lays out the cluster's charts, once for paper and for the
// phone: what it draws on is a Surface, and every measure follows from the
// width and the size of the letters. Lengths are floating point; what is
// printed is the text of an exact number.
package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"thidua/workflow/decimal"
	"thidua/workflow/text"
)

// A Surface is what a chart is drawn on. Positions are its own unit from the top
// left corner, sizes of letters too.
type Surface interface {
	Width(s string, f Font) float64
	Text(x, y float64, s string, f Font, c Colour)   // base line at y
	TextUp(x, y float64, s string, f Font, c Colour) // read upwards, base line at x, from y on
	Rect(x, y, w, h float64, c Colour)
	Line(from, to Point, width float64, c Colour)
	Polygon(corners []Point, c Colour)
}

// A Font is the surface's own face at a size.
type Font struct {
	Bold bool
	Size float64
}

// A Point is a place on a surface.
type Point struct{ X, Y float64 }

// A Frame is where on a surface a figure goes, and how big its letters are.
type Frame struct {
	Surface
	X, Y, Span float64
	Em         float64 // size of ordinary letters
}

// A Figure is a chart without its title and legend. It has rows, and may go on
// elsewhere after any of them.
type Figure interface {
	Measure(f Frame) Size
	// Draw draws the rows from, … to-1, each pitch high, with head and foot.
	Draw(f Frame, from, to int, pitch float64)
	Legend() []Key
	Notes() []string // sentences on how it is read
}

// A Size is how many rows a figure has and how high its parts are; a row is at
// best Row, and never less than Least.
type Size struct {
	Rows                   int
	Head, Row, Least, Foot float64
	Span                   float64 // least width, where there is room
}

// Pitch is how high the rows are where a figure may be so high.
func (s Size) Pitch(height float64) float64 {
	return min(s.Row, max(s.Least, (height-s.Head-s.Foot)/float64(max(1, s.Rows))))
}

// Part is how many of n rows go into a height, at least one.
func (s Size) Part(n int, pitch, height float64) int {
	return min(n, max(1, int((height-s.Head-s.Foot)/pitch+1e-6)))
}

// Height is that of n rows with head and foot.
func (s Size) Height(n int, pitch float64) float64 { return s.Head + float64(n)*pitch + s.Foot }

// OneLine is s as it can be drawn on one line.
func OneLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r == '\u200d' || unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		return r
	}, text.Clean(s))), " ")
}

// Shortened is s, ending in "…" where it is longer than most.
func Shortened(s Surface, words string, f Font, most float64) string {
	const more = "…"
	if s.Width(words, f) <= most {
		return words
	}
	room, keep := most-s.Width(more, f), 0
	for i := range words {
		if s.Width(words[:i], f) <= room {
			keep = i
		}
	}
	return strings.TrimRight(words[:keep], " ,;.-") + more
}

// middle is a member's name, without its middle where it is longer than most:
// names of one kind often differ in their last word only.
func middle(s Surface, words string, f Font, most float64) string {
	const more = "…"
	if s.Width(words, f) <= most {
		return words
	}
	list := strings.Fields(words)
	for n := min(2, len(list)-1); n > 0; n-- {
		end := more + strings.Join(list[len(list)-n:], " ")
		for head := len(list) - n - 1; head > 0; head-- {
			if short := strings.Join(list[:head], " ") + end; s.Width(short, f) <= most {
				return short
			}
		}
	}
	return Shortened(s, words, f, most)
}

// nameLines is a member's name on one line or two.
func nameLines(s Surface, words string, f Font, width float64) []string {
	list := wrapped(s, words, f, width, len(words))
	if len(list) <= 2 {
		return list
	}
	return []string{list[0], middle(s, strings.Join(list[1:], " "), f, width)}
}

// wrapped breaks words into at most so many lines; what is too much ends in "…".
// The last line does not have a single word where another can join it.
func wrapped(s Surface, words string, f Font, width float64, lines int) (list []string) {
	rest := strings.Fields(words)
	fits := func(words []string) bool { return s.Width(strings.Join(words, " "), f) <= width }
	var dealt [][]string
	for len(rest) > 0 {
		n := 1
		for n < len(rest) && fits(rest[:n+1]) {
			n++
		}
		if len(dealt)+1 >= lines {
			n = len(rest)
		}
		dealt, rest = append(dealt, rest[:n]), rest[n:]
	}
	if n := len(dealt); n > 1 && len(dealt[n-1]) < 3 {
		before, last := dealt[n-2], dealt[n-1]
		for len(before) > 3 && len(last) < 3 && fits(append(slices.Clone(before[len(before)-1:]), last...)) {
			before, last = before[:len(before)-1], append(slices.Clone(before[len(before)-1:]), last...)
		}
		dealt[n-2], dealt[n-1] = before, last
	}
	for _, line := range dealt {
		list = append(list, Shortened(s, strings.Join(line, " "), f, width))
	}
	return list
}

// length is how long a number is drawn; 0 where there is none.
func length(machine string) float64 {
	if _, err := decimal.Parse(machine); err != nil {
		return 0
	}
	f, _ := strconv.ParseFloat(machine, 64)
	return f
}

// tick is a round distance between two lines of an axis, so that there are
// about five of them.
func tick(most float64) float64 {
	if most <= 0 || math.IsInf(most, 0) {
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

// number is a number as documents print it: 65.913,5. Anything else comes back
// as it is.
func number(machine string) string { return text.NumberText(text.Vietnamese, machine) }

// points is a score with two decimals.
func points(machine string) string { return decimals(machine, 2) }

// decimals is a number with so many of them, so that those under each other can
// be compared: 94,50.
func decimals(machine string, n int) string {
	d, err := decimal.Parse(machine)
	if err != nil {
		return machine
	}
	whole, frac, _ := strings.Cut(d.Round(n).String(), ".")
	return number(whole) + "," + (frac + strings.Repeat("0", n))[:n]
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// An align says where words stand between two edges.
type align int

const (
	left align = iota
	centre
	right
)

// name sets a member's name, on two lines where one is too short for it and the
// height lets them stand apart from the neighbours'.
func (f Frame) name(x, y, w, h float64, words string, a align) {
	font := Font{Size: min(f.Em, 0.8*h)}
	if f.Width(words, font) <= w {
		f.put(x, y, w, h, words, font, a, Ink)
		return
	}
	font.Size = min(font.Size, smallName*f.Em)
	lead, list := nameLead*font.Size, []string{middle(f, words, font, w)}
	if h >= 2*lead+0.3*font.Size {
		list = nameLines(f, words, font, w)
	}
	top := y + (h-float64(len(list))*lead)/2
	for i, l := range list {
		f.put(x, top+float64(i)*lead, w, lead, l, font, a, Ink)
	}
}

const smallName, nameLead = 0.76, 1.1 // of a name that is too long, in em

// rowHigh is how high rows like to be: higher where names have two lines.
func (f Frame) rowHigh(names []string, width, ordinary float64) float64 {
	if slices.ContainsFunc(names, func(n string) bool { return f.Width(n, Font{Size: f.Em}) > width }) {
		return max(ordinary, (2*nameLead*smallName+0.5)*f.Em)
	}
	return ordinary
}

// put sets words in the middle of a height, shortened to the width.
func (f Frame) put(x, y, w, h float64, words string, font Font, a align, c Colour) {
	words = Shortened(f, words, font, w)
	switch a {
	case centre:
		x += (w - f.Width(words, font)) / 2
	case right:
		x += w - f.Width(words, font)
	}
	f.Text(x, y+h/2+0.35*font.Size, words, font, c)
}
