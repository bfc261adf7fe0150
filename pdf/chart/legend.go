package chart

// A Key says in words what one colour or sign is.
type Key struct {
	Means  string
	Colour Colour
	Look   look
	Sign   string // drawn on it
}

// title says whether the key only says what the next ones are about.
func (k Key) title() bool { return k.Look == bare && k.Sign == "" }

// A look is how a key's swatch is filled.
type look int

const (
	full    look = iota
	hollow       // a frame only
	hatched      // crossed by lines
	across       // a broken line through it
	solid        // a whole one
	upright      // a line from top to bottom
	bare         // its sign alone
)

// A KeyLine is keys that stand beside each other.
type KeyLine []placedKey

type placedKey struct {
	Key
	x     float64
	lines []string
}

const (
	keySize = 0.85 // of its letters, in em
	keySide = 0.95
	keyLead = 1.15
)

// KeyLines deals keys out over lines; the names of contents are long.
func KeyLines(f Frame, keys []Key) (list []KeyLine) {
	font := Font{Size: keySize * f.Em}
	swatch, gap := (keySide+0.45)*f.Em, 1.1*f.Em
	x := f.Span + 1
	for _, k := range keys {
		swatch := swatch
		if k.title() {
			swatch, x = 0, f.Span+1
		}
		words := wrapped(f, OneLine(k.Means), font, f.Span-swatch, 3)
		w := swatch
		for _, l := range words {
			w = max(w, swatch+f.Width(l, font))
		}
		if x+w > f.Span || len(words) > 1 {
			list, x = append(list, nil), 0
		}
		last := len(list) - 1
		list[last] = append(list[last], placedKey{k, x, words})
		if x += w + gap; len(words) > 1 {
			x = f.Span + 1
		}
	}
	return list
}

// Height is how high a line of keys is.
func (l KeyLine) Height(f Frame) float64 {
	n := 1
	for _, k := range l {
		n = max(n, len(k.lines))
	}
	return (float64(n)*keyLead + 0.2) * f.Em
}

// Draw draws the keys of a line at the frame's place.
func (l KeyLine) Draw(f Frame) {
	side, lead := keySide*f.Em, keyLead*f.Em
	for _, k := range l {
		x, y := f.X+k.x, f.Y+(lead-side)/2
		if !k.title() {
			f.swatch(x, y, side, side, k.Key)
			x += side + 0.45*f.Em
		}
		for i, words := range k.lines {
			f.put(x, f.Y+float64(i)*lead, f.Span, lead, words, Font{Size: keySize * f.Em}, left, Ink)
		}
	}
}

// swatch fills a rectangle the way that its key says.
func (f Frame) swatch(x, y, w, h float64, k Key) {
	pen := 0.07 * f.Em
	switch k.Look {
	case full:
		f.Rect(x, y, w, h, k.Colour)
	case hollow:
		f.outline(x, y, w, h, pen, k.Colour)
	case hatched:
		f.Rect(x, y, w, h, White)
		step := min(h, 0.5*f.Em)
		for at := -h; at < w; at += step {
			from, to := Point{x + max(0, at), y + h + min(0, at)}, Point{x + min(w, at+h), y + max(0, at+h-w)}
			f.Line(from, to, pen*0.8, k.Colour)
		}
		f.outline(x, y, w, h, pen*0.6, k.Colour)
	case across:
		f.dashes(Point{x, y + h/2}, Point{x + w, y + h/2}, 2*pen, k.Colour)
	case solid:
		f.Line(Point{x, y + h/2}, Point{x + w, y + h/2}, 2*pen, k.Colour)
	case upright:
		f.Line(Point{x + w/2, y}, Point{x + w/2, y + h}, 2*pen, k.Colour)
	}
	if k.Sign != "" {
		ink := on(k.Colour)
		if k.Look != full {
			ink = k.Colour
		}
		f.put(x-w, y, 3*w, h, k.Sign, Font{true, 0.75 * h}, centre, ink)
	}
}

// outline is a line around a rectangle, inside it.
func (f Frame) outline(x, y, w, h, pen float64, c Colour) {
	l, t, r, b := x+pen/2, y+pen/2, x+w-pen/2, y+h-pen/2
	f.Line(Point{x, t}, Point{x + w, t}, pen, c)
	f.Line(Point{x, b}, Point{x + w, b}, pen, c)
	f.Line(Point{l, y}, Point{l, y + h}, pen, c)
	f.Line(Point{r, y}, Point{r, y + h}, pen, c)
}

// dashes is a broken line from left to right.
func (f Frame) dashes(from, to Point, pen float64, c Colour) {
	const on, off = 0.45, 0.25
	for x := from.X; x < to.X; x += (on + off) * f.Em {
		f.Line(Point{x, from.Y}, Point{min(to.X, x+on*f.Em), from.Y}, pen, c)
	}
}
