package pdf

import (
	"github.com/jung-kurt/gofpdf"

	"thidua/pdf/chart"
)

// A sheetOf is a press as charts draw on it, in millimetres.
type sheetOf struct{ *press }

func (s sheetOf) font(f chart.Font) font {
	st := regular
	if f.Bold {
		st = bold
	}
	return font{st, f.Size / pt}
}

func (s sheetOf) Width(words string, f chart.Font) float64 { return s.font(f).width(words) }

func (s sheetOf) Text(x, y float64, words string, f chart.Font, c chart.Colour) {
	s.colour(screen(c))
	s.text(x, y, words, s.font(f), 0)
	s.colour(black)
}

func (s sheetOf) TextUp(x, y float64, words string, f chart.Font, c chart.Colour) {
	before := s.reach[len(s.reach)-1]
	s.pdf.TransformBegin()
	s.pdf.TransformRotate(90, x, y)
	s.Text(x, y, words, f, c)
	s.pdf.TransformEnd()
	s.press.font = font{} // the file forgot it with the turn
	s.reach[len(s.reach)-1] = before
	s.mark(x-0.9*f.Size, y-s.Width(words, f), x+0.22*f.Size, y)
}

func (s sheetOf) Rect(x, y, w, h float64, c chart.Colour) { s.fill(x, y, w, h, screen(c)) }

func (s sheetOf) Line(from, to chart.Point, width float64, c chart.Colour) {
	s.line(from.X, from.Y, to.X, to.Y, width, screen(c))
}

func (s sheetOf) Polygon(corners []chart.Point, c chart.Colour) {
	list := make([]gofpdf.PointType, len(corners))
	for i, at := range corners {
		list[i] = gofpdf.PointType{X: at.X, Y: at.Y}
		s.mark(at.X, at.Y, at.X, at.Y)
	}
	s.pdf.SetFillColor(int(c.R), int(c.G), int(c.B))
	s.pdf.Polygon(list, "F")
}

func screen(c chart.Colour) rgb { return rgb{int(c.R), int(c.G), int(c.B)} }

// chart draws a figure with letters of a size in points, as many rows to a page
// as stay readable, and then its legend, line by line. Keep is how much of what
// follows should stand on the same page.
func (p *press) chart(fig chart.Figure, size, keep float64) {
	frame := func() chart.Frame { return p.frameFor(size) }
	keys, legend := chart.KeyLines(frame(), fig.Legend()), p.legendHeight(fig, size)
	m := fig.Measure(frame())
	pitch := m.Pitch(p.room() - min(legend+keep, p.room()/2))
	for from := 0; from < m.Rows; {
		p.need(m.Height(1, pitch))
		n := m.Part(m.Rows-from, pitch, p.room())
		torn := n == m.Rows-from && n > 1 && m.Height(n, pitch)+legend > p.room()
		if torn {
			n = (n + 1) / 2 // so that the legend stands below some of what it explains
		}
		fig.Draw(frame(), from, from+n, pitch)
		p.y += m.Height(n, pitch)
		from += n
		if torn {
			p.page(p.sheet)
		}
	}
	p.need(min(legend, p.sheet.bottom-p.sheet.top))
	p.space(2)
	for _, l := range keys {
		p.need(l.Height(frame()))
		l.Draw(frame())
		p.y += l.Height(frame())
	}
}

// frameFor is the rest of the page for letters of a size in points.
func (p *press) frameFor(size float64) chart.Frame {
	return chart.Frame{Surface: sheetOf{p}, X: p.sheet.left, Y: p.y, Span: p.sheet.body(), Em: size * pt}
}

func (p *press) legendHeight(fig chart.Figure, size float64) float64 {
	h := 2.0
	for _, l := range chart.KeyLines(p.frameFor(size), fig.Legend()) {
		h += l.Height(p.frameFor(size))
	}
	return h
}

// holds says whether the page holds a figure at its best, its legend
// and what follows.
func (p *press) holds(fig chart.Figure, size, keep float64) bool {
	m := fig.Measure(p.frameFor(size))
	return m.Span <= p.sheet.body() && m.Height(m.Rows, m.Row)+p.legendHeight(fig, size)+keep <= p.room()
}
