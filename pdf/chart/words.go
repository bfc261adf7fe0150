package chart

// Words are lines of one font each, one below the other.
type Words []wordLine

type wordLine struct {
	words  string
	font   Font
	colour Colour
	after  float64 // space below
}

const wordLead = 1.25

// add breaks words into at most so many lines.
func (w Words) add(f Frame, words string, font Font, lines int, c Colour, after float64) Words {
	list := wrapped(f, OneLine(words), font, f.Span, lines)
	for i, l := range list {
		one := wordLine{l, font, c, 0}
		if i == len(list)-1 {
			one.after = after
		}
		w = append(w, one)
	}
	return w
}

// Heading is a chart's title, what it is about, and how far it can be relied on.
func Heading(f Frame, t Titled, state string) (w Words) {
	w = w.add(f, t.Title, Font{true, 1.3 * f.Em}, 2, Ink, 0.1*f.Em)
	w = w.add(f, t.About, Font{Size: 0.95 * f.Em}, 2, Ink, 0.1*f.Em)
	w = w.add(f, state, Font{true, 0.85 * f.Em}, 1, ochre, 0)
	if len(w) > 0 {
		w[len(w)-1].after = 0.7 * f.Em
	}
	return w
}

// Remarks are the sentences on how a figure is read.
func Remarks(f Frame, notes []string) (w Words) {
	for _, n := range notes {
		w = w.add(f, n, Font{Size: 0.78 * f.Em}, 6, Soft, 0.1*f.Em)
	}
	return w
}

// Height is how high the words are.
func (w Words) Height() (h float64) {
	for _, l := range w {
		h += wordLead*l.font.Size + l.after
	}
	return h
}

// Draw writes the words at the frame's place.
func (w Words) Draw(f Frame) {
	y := f.Y
	for _, l := range w {
		f.put(f.X, y, f.Span, wordLead*l.font.Size, l.words, l.font, left, l.colour)
		y += wordLead*l.font.Size + l.after
	}
}
