package sign

import (
	"bytes"
	"fmt"

	"thidua/pdf/sign/syntax"
	"thidua/workflow/signature"
)

// Measures of a signature's box, in points.
const (
	boxLargest  = 9.5
	boxSmallest = 4.5
	boxPad      = 4.0
	boxFrame    = 1.0
	boxLeading  = 1.2 // of the size: Vietnamese capitals carry two marks
)

// Colours as they stand in a page: red is how digital signatures look, and blue
// how confirmations in package pdf do.
const (
	red  = "0.74 0.09 0.14"
	blue = "0.122 0.306 0.475"
)

// drawing is the appearance of a widget with that place: what is drawn, with
// which fonts. It is not compressed, since that could differ between releases of
// the compiler.
func drawing(rect [4]float64, content []byte, fonts syntax.Dict) syntax.Stream {
	d := syntax.Dict{
		"Type": syntax.Name("XObject"), "Subtype": syntax.Name("Form"),
		"BBox": numbers(0, 0, rect[2]-rect[0], rect[3]-rect[1]), "Resources": syntax.Dict{},
	}
	if fonts != nil {
		d["Resources"] = syntax.Dict{"Font": fonts}
	}
	return syntax.Stream{Dict: d, Data: content}
}

// box draws what a signature says into its place: as large as fits, in a frame.
// A stroke that says nothing, or a field that is not seen, is left empty.
func (p *paper) box(s signature.Stroke, w widget) (syntax.Stream, error) {
	if len(s.Box) == 0 || w.width() <= 2*boxPad || w.height() <= 2*boxPad {
		return drawing(w.rect, nil, nil), nil
	}
	plain, err := p.face("")
	if err != nil {
		return syntax.Stream{}, err
	}
	strong, err := p.face(Bold)
	if err != nil {
		return syntax.Stream{}, err
	}
	size := boxLargest
	lines := set(s.Box, plain, strong, size, w.width()-2*boxPad)
	for size > boxSmallest && float64(len(lines))*size*boxLeading > w.height()-2*boxPad {
		size -= 0.25
		lines = set(s.Box, plain, strong, size, w.width()-2*boxPad)
	}
	if most := int((w.height() - boxPad) / (size * boxLeading)); len(lines) > most {
		lines = lines[:max(most, 1)]
	}

	colour := blue
	if s.Red {
		colour = red
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "q\n%s RG\n%g w\n%s %s %s %s re\nS\n%s rg\nBT\n", colour, boxFrame,
		short(boxFrame/2), short(boxFrame/2), short(w.width()-boxFrame), short(w.height()-boxFrame), colour)
	height := float64(len(lines)) * size * boxLeading
	y := (w.height()+height)/2 - size*0.93
	for _, l := range lines {
		fmt.Fprintf(&b, "/%s %s Tf\n1 0 0 1 %s %s Tm\n%s", l.face.name, short(size), short(boxPad), short(y), l.face.show(l.text))
		y -= size * boxLeading
	}
	b.WriteString("ET\nQ\n")
	return drawing(w.rect, b.Bytes(), syntax.Dict{plain.name: plain.ref, strong.name: strong.ref}), nil
}

type setLine struct {
	text string
	face face
}

func set(box []signature.Line, plain, strong face, size, width float64) []setLine {
	var list []setLine
	for _, line := range box {
		f := plain
		if line.Bold {
			f = strong
		}
		for _, t := range f.wrap(f.known(line.Text), size, width) {
			list = append(list, setLine{t, f})
		}
	}
	return list
}

// short is a length with as many digits as a printer can tell apart.
func short(n float64) string { return string(written(nil, syntax.Number(float64(int(n*100+0.5))/100))) }
