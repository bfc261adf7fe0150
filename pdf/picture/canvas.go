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

// steps is how finely ink covers a pixel: few enough that most pictures need no
// more than 256 colours, so that a pixel is one byte and the file stays small.
const steps = 16

// A canvas is a picture being drawn.
type canvas struct{ *image.RGBA }

// newCanvas is a white sheet.
func newCanvas(width, height int) canvas {
	c := canvas{image.NewRGBA(image.Rect(0, 0, width, height))}
	for i := range c.Pix {
		c.Pix[i] = 0xFF
	}
	return c
}

// cover lets ink cover a pixel, from 0 to 255.
func (c canvas) cover(x, y int, ink color.RGBA, much uint8) {
	step := int(much) / (256 / steps)
	if step == 0 || !(image.Point{x, y}).In(c.Rect) {
		return
	}
	p := c.Pix[c.PixOffset(x, y):][:3]
	for i, v := range [...]uint8{ink.R, ink.G, ink.B} {
		p[i] = uint8((int(p[i])*(steps-1-step) + int(v)*step) / (steps - 1))
	}
}

// fill is a rectangle of one colour.
func (c canvas) fill(r image.Rectangle, ground color.RGBA) {
	r = r.Intersect(c.Rect)
	if r.Empty() {
		return
	}
	for x := r.Min.X; x < r.Max.X; x++ {
		c.SetRGBA(x, r.Min.Y, ground)
	}
	for y := r.Min.Y + 1; y < r.Max.Y; y++ {
		c.copy(image.Pt(r.Min.X, y), image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+1))
	}
}

// frame is a line around a rectangle, inside it.
func (c canvas) frame(r image.Rectangle, ink color.RGBA) {
	for x := r.Min.X; x < r.Max.X; x++ {
		c.cover(x, r.Min.Y, ink, 255)
		c.cover(x, r.Max.Y-1, ink, 255)
	}
	for y := r.Min.Y + 1; y < r.Max.Y-1; y++ {
		c.cover(r.Min.X, y, ink, 255)
		c.cover(r.Max.X-1, y, ink, 255)
	}
}

// copy repeats a part of the picture elsewhere.
func (c canvas) copy(to image.Point, from image.Rectangle) {
	for y := range from.Dy() {
		source, target := c.PixOffset(from.Min.X, from.Min.Y+y), c.PixOffset(to.X, to.Y+y)
		copy(c.Pix[target:target+4*from.Dx()], c.Pix[source:source+4*from.Dx()])
	}
}

// text draws s with its base line at y, or read upwards with its base line at x.
func (c canvas) text(x, y int, s string, f font.Face, ink color.RGBA, up bool) {
	dot := fixed.P(x, y)
	if up {
		dot = fixed.Point26_6{}
	}
	for _, r := range s {
		box, mask, from, advance, _ := f.Glyph(dot, r) // a box stands where the font has no letter
		if letter, is := mask.(*image.Alpha); is {
			for v := range box.Dy() {
				for u := range box.Dx() {
					px, py := box.Min.X+u, box.Min.Y+v
					if up {
						px, py = x+py, y-px
					}
					c.cover(px, py, ink, letter.AlphaAt(from.X+u, from.Y+v).A)
				}
			}
		}
		dot.X += advance
	}
}

// A point is a place within a tile that is one unit wide and high.
type point struct{ x, y float64 }

// stroke draws lines of a pen of the given width through points of a square.
func (c canvas) stroke(square image.Rectangle, pen float64, ink color.RGBA, through ...point) {
	size := float64(square.Dx())
	for y := square.Min.Y; y < square.Max.Y; y++ {
		for x := square.Min.X; x < square.Max.X; x++ {
			at := point{(float64(x-square.Min.X) + 0.5) / size, (float64(y-square.Min.Y) + 0.5) / size}
			near := math.Inf(1)
			for i := range max(1, len(through)-1) {
				near = min(near, distance(at, through[i], through[min(i+1, len(through)-1)]))
			}
			if much := min(1, 0.5+(pen/2-near)*size); much > 0 {
				c.cover(x, y, ink, uint8(much*255))
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

// png is the picture as a file, a byte a pixel where its colours are few enough.
func (c canvas) png() ([]byte, error) {
	var b bytes.Buffer
	var picture image.Image = c
	for _, bits := range []int{8, 5, 4} {
		if few := c.paletted(bits); few != nil {
			picture = few
			break
		}
	}
	if err := png.Encode(&b, picture); err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	return b.Bytes(), nil
}

// paletted is the picture with a palette of its colours, rounded to so many bits
// of each light, in the order in which one meets them; nil where they are more
// than a byte can name.
func (c canvas) paletted(bits int) *image.Paletted {
	p, low := image.NewPaletted(c.Rect, nil), byte(1<<(8-bits)-1)
	rounded := func(v byte) byte { return v&^low | v>>bits }
	known := map[color.RGBA]uint8{}
	var last color.RGBA
	var index uint8
	for i := range p.Pix {
		at := c.Pix[4*i:][:4]
		now := color.RGBA{rounded(at[0]), rounded(at[1]), rounded(at[2]), 0xFF}
		if now != last {
			n, is := known[now]
			if !is {
				if len(known) == 256 {
					return nil
				}
				n = uint8(len(known))
				known[now], p.Palette = n, append(p.Palette, now)
			}
			last, index = now, n
		}
		p.Pix[i] = index
	}
	return p
}
