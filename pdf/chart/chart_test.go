package chart

import (
	"fmt"
	"math"
	"testing"
	"unicode/utf8"

	"thidua/pdf/chart/charttest"
	"thidua/workflow/paper"
)

// A witness is a surface that remembers what was written where, on what ground.
type witness struct {
	texts   []written
	grounds []box
}

type box struct {
	x0, y0, x1, y1 float64
	colour         Colour
}

type written struct {
	box
	words  string
	ground Colour
}

func (w *witness) Width(s string, f Font) float64 {
	each := 0.52
	if f.Bold {
		each = 0.57
	}
	return each * f.Size * float64(utf8.RuneCountInString(s))
}

func (w *witness) write(b box, words string) {
	if words == "" {
		return
	}
	one := written{b, words, White}
	for _, g := range w.grounds {
		if x, y := (b.x0+b.x1)/2, (b.y0+b.y1)/2; g.x0 <= x && x <= g.x1 && g.y0 <= y && y <= g.y1 {
			one.ground = g.colour
		}
	}
	w.texts = append(w.texts, one)
}

func (w *witness) Text(x, y float64, s string, f Font, c Colour) {
	w.write(box{x, y - 0.75*f.Size, x + w.Width(s, f), y + 0.1*f.Size, c}, s)
}

func (w *witness) TextUp(x, y float64, s string, f Font, c Colour) {
	w.write(box{x - 0.75*f.Size, y - w.Width(s, f), x + 0.1*f.Size, y, c}, s)
}

func (w *witness) Rect(x, y, wide, h float64, c Colour) {
	w.grounds = append(w.grounds, box{x, y, x + wide, y + h, c})
}
func (w *witness) Line(from, to Point, width float64, c Colour) {}
func (w *witness) Polygon(corners []Point, c Colour)            {}

// Whatever is drawn stays in its frame, no words lie on others, and all words
// stand out from their ground (WCAG 2 asks 4.5 to 1), as wide as a phone and as
// a page, in rows as high as they like and as low as they can be.
func TestWordsCanBeRead(t *testing.T) {
	for name, v := range charttest.Tortures() {
		for _, fig := range All(v) {
			for _, em := range []float64{24, 15} {
				f := Frame{X: 28, Y: 28, Span: 1024, Em: em}
				w := &witness{}
				f.Surface = w
				m := fig.Measure(f)
				f.Span = max(f.Span, m.Span)
				m = fig.Measure(f)
				for _, pitch := range []float64{m.Row, m.Least} {
					*w = witness{}
					f.Y = 28
					fig.Draw(f, 0, m.Rows, pitch)
					end := f.Y + m.Height(m.Rows, pitch)
					w.inside(t, name+": "+fig.Title, f, end)
					f.Y = end
					for _, l := range KeyLines(f, fig.Legend()) {
						l.Draw(f)
						f.Y += l.Height(f)
					}
					w.readable(t, name+": "+fig.Title)
				}
			}
		}
	}
}

func (w *witness) inside(t *testing.T, name string, f Frame, end float64) {
	t.Helper()
	const slack = 1
	for _, one := range w.texts {
		if one.x0 < f.X-slack || one.x1 > f.X+f.Span+slack || one.y0 < f.Y-slack || one.y1 > end+slack {
			t.Errorf("%s: %q stands at (%.0f, %.0f)–(%.0f, %.0f) of (%.0f, %.0f)–(%.0f, %.0f)", name, one.words, one.x0, one.y0, one.x1, one.y1, f.X, f.Y, f.X+f.Span, end)
		}
	}
	for _, g := range w.grounds {
		if g.x0 < f.X-slack || g.x1 > f.X+f.Span+slack || g.y0 < f.Y-slack || g.y1 > end+slack || g.x1 < g.x0 || g.y1 < g.y0 {
			t.Errorf("%s: a rectangle at (%.0f, %.0f)–(%.0f, %.0f)", name, g.x0, g.y0, g.x1, g.y1)
		}
	}
}

func (w *witness) readable(t *testing.T, name string) {
	t.Helper()
	for i, a := range w.texts {
		if c := Contrast(a.colour, a.ground); c < 4.5 {
			t.Errorf("%s: %q has contrast %.1f", name, a.words, c)
		}
		for _, b := range w.texts[i+1:] {
			if x, y := min(a.x1, b.x1)-max(a.x0, b.x0), min(a.y1, b.y1)-max(a.y0, b.y0); x > 1 && y > 1 {
				t.Errorf("%s: %q and %q overlap by %.0f × %.0f", name, a.words, b.words, x, y)
			}
		}
	}
}

// A figure drawn in parts shows every row once.
func TestPartsAreTheWhole(t *testing.T) {
	for name, v := range charttest.Each(charttest.Sample(12, 8, 26)) {
		fig := All(v)[0]
		f := Frame{Span: 1024, Em: 24}
		count := func(parts ...int) map[string]int {
			said := map[string]int{}
			from := 0
			for _, to := range parts {
				w := &witness{}
				f.Surface = w
				fig.Draw(f, from, to, fig.Measure(f).Row)
				for _, one := range w.texts {
					said[one.words]++
				}
				from = to
			}
			return said
		}
		f.Surface = &witness{}
		rows := fig.Measure(f).Rows
		if rows < 2 {
			continue
		}
		whole, parts := count(rows), count(1, rows/2, rows)
		for words, n := range whole {
			if parts[words] < n {
				t.Errorf("%s: %q stands %d times, in parts %d times", name, words, n, parts[words])
			}
		}
	}
}

// Neighbouring classes, and what is better and worse, stay apart for those who
// do not see red (protanopia) or green (deuteranopia). Colours as they are seen
// after Viénot, Brettel and Mollon (1999); a difference of 20 in CIE L*a*b* is
// plain.
func TestColoursForEverybody(t *testing.T) {
	seen := map[string][3][3]float64{
		"all colours":  {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
		"protanopia":   {{0.11238, 0.88762, 0}, {0.11238, 0.88762, 0}, {0.00401, -0.00401, 1}},
		"deuteranopia": {{0.29275, 0.70725, 0}, {0.29275, 0.70725, 0}, {-0.02234, 0.02234, 1}},
	}
	type pair struct {
		name string
		a, b Colour
	}
	pairs := []pair{{"better and worse", strong, ochre}, {"a bar and the mean", strong, White}, {"bonus and parts", gold, shades(3)[2]}, {"met and missing", classes[3].colour, White}}
	for i := 1; i < len(classes); i++ {
		pairs = append(pairs, pair{classes[i-1].id + " and " + classes[i].id, classes[i-1].colour, classes[i].colour})
	}
	for n := 2; n <= 3; n++ {
		for i := 1; i < n; i++ {
			pairs = append(pairs, pair{fmt.Sprintf("parts %d and %d of %d", i, i+1, n), shades(n)[i-1], shades(n)[i]})
		}
	}
	for how, matrix := range seen {
		for _, p := range pairs {
			if d := apartness(matrix, p.a, p.b); d < 20 {
				t.Errorf("%s: %s differ by %.0f", how, p.name, d)
			}
		}
	}
}

// apartness is the distance of two colours in CIE L*a*b* after a matrix on
// their light.
func apartness(m [3][3]float64, a, b Colour) float64 {
	lab := func(c Colour) (out [3]float64) {
		light := [3]float64{linear(c.R), linear(c.G), linear(c.B)}
		var s [3]float64
		for i := range s {
			for j := range light {
				s[i] += m[i][j] * light[j]
			}
		}
		x, y, z := (0.4124*s[0]+0.3576*s[1]+0.1805*s[2])/0.9505, 0.2126*s[0]+0.7152*s[1]+0.0722*s[2], (0.0193*s[0]+0.1192*s[1]+0.9505*s[2])/1.089
		f := func(v float64) float64 {
			if v > 0.008856 {
				return math.Cbrt(v)
			}
			return 7.787*v + 16.0/116
		}
		return [3]float64{116*f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))}
	}
	p, q := lab(a), lab(b)
	return math.Hypot(math.Hypot(p[0]-q[0], p[1]-q[1]), p[2]-q[2])
}

// Tags are moved as little as it takes, in the order of their points.
func TestTagsStandApart(t *testing.T) {
	for _, test := range []struct{ at, want []float64 }{
		{[]float64{50}, []float64{50}},
		{[]float64{20, 80}, []float64{20, 80}},
		{[]float64{50, 50, 50}, []float64{40, 50, 60}},
		{[]float64{0, 1, 99, 100}, []float64{5, 15, 85, 95}},
		{[]float64{10, 18, 90}, []float64{9, 19, 90}},
	} {
		var list []tag
		for _, at := range test.at {
			list = append(list, tag{at: at})
		}
		apart(list, 10, 0, 100)
		for i := range list {
			if math.Abs(list[i].to-test.want[i]) > 1e-9 {
				t.Errorf("%v: tag %d goes to %g, want %v", test.at, i, list[i].to, test.want)
			}
		}
	}
}

// The values are not changed by drawing them.
func TestUnknownClassIsLeftEmpty(t *testing.T) {
	v := paper.ChartAttainment{Members: []string{"A"}, Rows: []paper.ChartAttainmentRow{{N: 1, Name: "x", Cells: []paper.ChartCell{{Percent: "50", Class: "?"}}}}}
	w := &witness{}
	Attainment(v).Draw(Frame{Surface: w, Span: 500, Em: 20}, 0, 1, 40)
	for _, one := range w.texts {
		if one.words == "50,0" {
			t.Error("a percent without a class is drawn")
		}
	}
}
