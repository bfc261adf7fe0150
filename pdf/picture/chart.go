package picture

import (
	"errors"

	"golang.org/x/image/font"

	"thidua/pdf/chart"
	"thidua/workflow/paper"
)

const letters = 24 // of a chart

var errNoChart = errors.New("picture: the value holds no chart")

// Chart draws the first chart of a value, as wide as a phone unless its columns
// need more.
func Chart(v paper.Chart) ([]byte, error) {
	list := chart.All(v)
	if len(list) == 0 {
		return nil, errNoChart
	}
	fonts, err := newFaces()
	if err != nil {
		return nil, err
	}
	s := screen{fonts: fonts, made: map[chart.Font]font.Face{}}
	f := chart.Frame{Surface: s, X: margin, Y: margin, Span: narrowest - 2*margin, Em: letters}
	f.Span = max(f.Span, list[0].Measure(f).Span)
	m := list[0].Measure(f)
	state := ""
	if v.Provisional {
		state = "Tạm tính: có số liệu chưa thẩm định"
	}
	heading, keys, remarks := chart.Heading(f, list[0], state), chart.KeyLines(f, list[0].Legend()), chart.Remarks(f, list[0].Notes())
	legend := 0.0
	for _, l := range keys {
		legend += l.Height(f)
	}
	beside := heading.Height() + legend + remarks.Height() + letters
	pitch := m.Pitch(tallest - 2*margin - beside)
	height := beside + m.Height(m.Rows, pitch)
	s.canvas = newCanvas(whole(f.Span)+2*margin, whole(height)+2*margin)
	f.Surface = s

	heading.Draw(f)
	f.Y += heading.Height()
	list[0].Draw(f, 0, m.Rows, pitch)
	f.Y += m.Height(m.Rows, pitch) + letters/2
	for _, l := range keys {
		l.Draw(f)
		f.Y += l.Height(f)
	}
	f.Y += letters / 2
	remarks.Draw(f)
	return s.canvas.png()
}
