package picture

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"thidua/pdf/chart"
)

// A screen is a canvas as charts draw on it, in pixels. Without a canvas it only
// measures.
type screen struct {
	canvas canvas
	fonts  faces
	made   map[chart.Font]font.Face
}

func (s screen) face(f chart.Font) font.Face {
	made, is := s.made[f]
	if !is {
		made = face(s.fonts.regular, f.Size)
		if f.Bold {
			made = face(s.fonts.bold, f.Size)
		}
		s.made[f] = made
	}
	return made
}

func (s screen) Width(words string, f chart.Font) float64 {
	var sum fixed.Int26_6
	of := s.face(f)
	for _, r := range words {
		advance, _ := of.GlyphAdvance(r)
		sum += advance
	}
	return float64(sum) / 64
}

func (s screen) Text(x, y float64, words string, f chart.Font, c chart.Colour) {
	s.canvas.text(whole(x), whole(y), words, s.face(f), solid(c), false)
}

func (s screen) TextUp(x, y float64, words string, f chart.Font, c chart.Colour) {
	s.canvas.text(whole(x), whole(y), words, s.face(f), solid(c), true)
}

// Rect has whole pixels, so that its edges are sharp.
func (s screen) Rect(x, y, w, h float64, c chart.Colour) {
	s.canvas.fill(image.Rect(whole(x), whole(y), whole(x+w), whole(y+h)), solid(c))
}

// Line is sharp too where it is level or upright, and never too thin to be seen.
func (s screen) Line(from, to chart.Point, width float64, c chart.Colour) {
	half := max(1, width) / 2
	switch {
	case from.X == to.X:
		x := whole(from.X - half)
		s.canvas.fill(image.Rect(x, whole(from.Y), x+max(1, whole(2*half)), whole(to.Y)), solid(c))
		return
	case from.Y == to.Y:
		y := whole(from.Y - half)
		s.canvas.fill(image.Rect(whole(from.X), y, whole(to.X), y+max(1, whole(2*half))), solid(c))
		return
	}
	long := math.Hypot(to.X-from.X, to.Y-from.Y)
	dx, dy := half*(from.Y-to.Y)/long, half*(to.X-from.X)/long
	s.Polygon([]chart.Point{{X: from.X + dx, Y: from.Y + dy}, {X: to.X + dx, Y: to.Y + dy}, {X: to.X - dx, Y: to.Y - dy}, {X: from.X - dx, Y: from.Y - dy}}, c)
}

func (s screen) Polygon(corners []chart.Point, c chart.Colour) {
	box := image.Rectangle{}
	for _, at := range corners {
		x, y := int(math.Floor(at.X)), int(math.Floor(at.Y))
		box = box.Union(image.Rect(x, y, x+2, y+2))
	}
	if box = box.Intersect(s.canvas.Rect); box.Empty() {
		return
	}
	shape := vector.NewRasterizer(box.Dx(), box.Dy())
	for i, at := range corners {
		x, y := float32(at.X-float64(box.Min.X)), float32(at.Y-float64(box.Min.Y))
		if i == 0 {
			shape.MoveTo(x, y)
			continue
		}
		shape.LineTo(x, y)
	}
	shape.ClosePath()
	mask := image.NewAlpha(image.Rect(0, 0, box.Dx(), box.Dy()))
	shape.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	for y := range box.Dy() {
		for x := range box.Dx() {
			s.canvas.cover(box.Min.X+x, box.Min.Y+y, solid(c), mask.AlphaAt(x, y).A)
		}
	}
}

func whole(x float64) int { return int(math.Floor(x + 0.5)) }

func solid(c chart.Colour) color.RGBA { return color.RGBA{c.R, c.G, c.B, 0xFF} }
