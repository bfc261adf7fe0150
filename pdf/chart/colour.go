package chart

import "math"

// A Colour is a colour of the screen (sRGB); on paper it is the same.
type Colour struct{ R, G, B uint8 }

var (
	White = Colour{0xFF, 0xFF, 0xFF}
	Ink   = Colour{0x1A, 0x1F, 0x26} // words
	Soft  = Colour{0x5B, 0x65, 0x70} // words beside the point

	pale   = Colour{0xEC, 0xEF, 0xF3} // room that a bar could fill
	grid   = Colour{0xC8, 0xCE, 0xD6}
	gold   = Colour{0xE6, 0xB2, 0x3C}
	honour = Colour{0xFB, 0xF3, 0xDC} // rows put forward for an award
	taken  = Colour{0xB5, 0x3A, 0x00}
	area   = Colour{0xD3, 0xE6, 0xF5} // below a line
	dark   = Colour{0x05, 0x3C, 0x63}
	strong = Colour{0x00, 0x62, 0x9B}
	ochre  = Colour{0xB0, 0x4A, 0x00} // the other side of blue, for those who do not see red and green apart too
)

// A class is a percent's, with its colour.
type class struct {
	id, means string
	colour    Colour
}

// classes are what a percent of the base means, from far below to well above:
// from orange to blue, which everybody tells apart, and the steps differ in
// lightness.
var classes = []class{
	{"below80", "dưới 80%", Colour{0xA8, 0x48, 0x00}},
	{"below95", "từ 80 đến dưới 95%", Colour{0xF2, 0xA5, 0x5C}},
	{"below100", "từ 95 đến dưới 100%", Colour{0xFB, 0xE3, 0xBE}},
	{"met", "từ 100 đến dưới 110%", Colour{0xA6, 0xD2, 0xF2}},
	{"above", "từ 110% trở lên", Colour{0x0A, 0x55, 0x8E}},
}

// partClasses are what a part of the year is of the plan of all of it: one hue,
// since none of them is good or bad.
var partClasses = []class{
	{"part0", "dưới 25%", Colour{0xF3, 0xEA, 0xF7}},
	{"part25", "từ 25 đến dưới 50%", Colour{0xCD, 0xB0, 0xDC}},
	{"part50", "từ 50 đến dưới 75%", Colour{0xA0, 0x76, 0xB8}},
	{"part75", "từ 75 đến dưới 100%", Colour{0x6E, 0x3F, 0x8C}},
	{"part100", "từ 100% trở lên", Colour{0x33, 0x10, 0x4A}},
}

// shades are the colours of n parts beside each other: blue from dark to light,
// so that what differs is lightness, which everybody sees.
func shades(n int) []Colour {
	from, to := dark, Colour{0xBF, 0xDD, 0xF2}
	list := make([]Colour, n)
	for i := range list {
		t := float64(i) / float64(max(1, n-1))
		mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + t*(float64(b)-float64(a)))) }
		list[i] = Colour{mix(from.R, to.R), mix(from.G, to.G), mix(from.B, to.B)}
	}
	return list
}

// on is the ink that is read best on a ground; black or white always is read.
func on(ground Colour) Colour {
	if black := (Colour{}); Contrast(White, ground) < Contrast(black, ground) {
		return black
	}
	return White
}

// Contrast is that of WCAG 2: 4.5 and more is read easily.
func Contrast(a, b Colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func (c Colour) luminance() float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// linear is how much light a step of sRGB is.
func linear(v uint8) float64 {
	x := float64(v) / 255
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}
