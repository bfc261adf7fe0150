package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// A tone is an ink on a ground. Whatever is drawn lies on its own ground, so a
// pixel is a tone and how much of the ink covers it: a picture needs no more
// than one byte for each, and its file stays small.
type tone byte

const (
	onSheet tone = iota
	faintly      // grey words
	warning      // words that call for somebody
	onHead
	onAccepted
	onFinal
	onSent
	onReturned
	onDraft
	onMissing
	onNone
	onNA
	onNothing
	toneCount
)

// tones can be told apart by those who do not see red and green apart: they go
// from light to dark, from orange to blue.
var tones = [toneCount]struct{ ground, ink color.RGBA }{
	onSheet:    {rgb(0xFFFFFF), rgb(0x1A1F26)},
	faintly:    {rgb(0xFFFFFF), rgb(0x5B6570)},
	warning:    {rgb(0xFFFFFF), rgb(0xA63C00)},
	onHead:     {rgb(0xE7EBF0), rgb(0x1A1F26)},
	onAccepted: {rgb(0x0072B2), rgb(0xFFFFFF)},
	onFinal:    {rgb(0x053C63), rgb(0xFFFFFF)},
	onSent:     {rgb(0xA3D3F2), rgb(0x0B2B40)},
	onReturned: {rgb(0xD55E00), rgb(0xFFFFFF)},
	onDraft:    {rgb(0xFBE7A8), rgb(0x4A3A00)},
	onMissing:  {rgb(0xFBE9E3), rgb(0x8A3B1E)},
	onNone:     {rgb(0xCDD8E0), rgb(0x1A1F26)},
	onNA:       {rgb(0xEDEFF2), rgb(0x6B7580)},
	onNothing:  {rgb(0xFFFFFF), rgb(0xC4CBD3)},
}

func rgb(v uint32) color.RGBA { return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xFF} }

// steps is how finely ink covers a pixel.
const steps = 16

// palette has every step of every tone.
func palette() color.Palette {
	list := make(color.Palette, 0, steps*int(toneCount))
	for _, t := range tones {
		for i := range steps {
			mix := func(a, b uint8) uint8 { return uint8((int(a)*(steps-1-i) + int(b)*i) / (steps - 1)) }
			list = append(list, color.RGBA{mix(t.ground.R, t.ink.R), mix(t.ground.G, t.ink.G), mix(t.ground.B, t.ink.B), 0xFF})
		}
	}
	return list
}

// A canvas is a picture being drawn.
type canvas struct{ *image.Paletted }

func newCanvas(width, height int) canvas {
	return canvas{image.NewPaletted(image.Rect(0, 0, width, height), palette())}
}

// cover lets ink of a tone cover a pixel, from 0 to 255; it never uncovers.
func (c canvas) cover(x, y int, t tone, ink uint8) {
	if !(image.Point{x, y}).In(c.Rect) {
		return
	}
	at, covered := c.PixOffset(x, y), byte(t)*steps+ink/(256/steps)
	if old := c.Pix[at]; old/steps != byte(t) || covered > old {
		c.Pix[at] = covered
	}
}

// fill is a rectangle of a tone's ground.
func (c canvas) fill(r image.Rectangle, t tone) {
	r = r.Intersect(c.Rect)
	if r.Empty() {
		return
	}
	for x := r.Min.X; x < r.Max.X; x++ {
		c.Pix[c.PixOffset(x, r.Min.Y)] = byte(t) * steps
	}
	for y := r.Min.Y + 1; y < r.Max.Y; y++ {
		c.copy(image.Pt(r.Min.X, y), image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+1))
	}
}

// frame is a line of a tone's ink around a rectangle, inside it.
func (c canvas) frame(r image.Rectangle, t tone) {
	for x := r.Min.X; x < r.Max.X; x++ {
		c.cover(x, r.Min.Y, t, 255)
		c.cover(x, r.Max.Y-1, t, 255)
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		c.cover(r.Min.X, y, t, 255)
		c.cover(r.Max.X-1, y, t, 255)
	}
}

// copy repeats a part of the picture elsewhere.
func (c canvas) copy(to image.Point, from image.Rectangle) {
	for y := range from.Dy() {
		source, target := c.PixOffset(from.Min.X, from.Min.Y+y), c.PixOffset(to.X, to.Y+y)
		copy(c.Pix[target:target+from.Dx()], c.Pix[source:source+from.Dx()])
	}
}

// text draws s with its base line at y and says where it ended.
func (c canvas) text(x, y int, s string, f font.Face, t tone) int {
	dot := fixed.P(x, y)
	for _, r := range s {
		box, mask, from, advance, _ := f.Glyph(dot, r) // a box stands where the font has no letter
		if letter, is := mask.(*image.Alpha); is {
			for v := range box.Dy() {
				for u := range box.Dx() {
					if ink := letter.AlphaAt(from.X+u, from.Y+v).A; ink >= 256/steps {
						c.cover(box.Min.X+u, box.Min.Y+v, t, ink)
					}
				}
			}
		}
		dot.X += advance
	}
	return dot.X.Ceil()
}

// A point is a place within a tile that is one unit wide and high.
type point struct{ x, y float64 }

// stroke draws lines of a pen of the given width through points of a square.
func (c canvas) stroke(square image.Rectangle, pen float64, t tone, through ...point) {
	size := float64(square.Dx())
	for y := square.Min.Y; y < square.Max.Y; y++ {
		for x := square.Min.X; x < square.Max.X; x++ {
			at := point{(float64(x-square.Min.X) + 0.5) / size, (float64(y-square.Min.Y) + 0.5) / size}
			near := math.Inf(1)
			for i := range max(1, len(through)-1) {
				near = min(near, distance(at, through[i], through[min(i+1, len(through)-1)]))
			}
			if ink := min(1, 0.5+(pen/2-near)*size); ink > 0 {
				c.cover(x, y, t, uint8(ink*255))
			}
		}
	}
}

// distance is how far p is from the line between a and b.
func distance(p, a, b point) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	along := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		along = min(1, max(0, ((p.x-a.x)*dx+(p.y-a.y)*dy)/length))
	}
	return math.Hypot(p.x-a.x-along*dx, p.y-a.y-along*dy)
}

func (c canvas) png() ([]byte, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, c); err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	return b.Bytes(), nil
}
