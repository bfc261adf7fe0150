package sign

import (
	"fmt"
	"strings"

	"thidua/pdf/sign/syntax"
)

// A face is a font of the form, as far as measuring needs it.
type face struct {
	ref     syntax.Ref
	name    syntax.Name
	advance map[rune]float64 // in thousandths of the size; what is not in it has no glyph
}

// missing is drawn for a character that the form's fonts do not have.
const missing = '□'

// face reads a font of the form. Its codes are characters: package pdf makes
// fonts so.
func (p *paper) face(style string) (face, error) {
	f := face{name: syntax.Name(family + style), advance: map[rune]float64{}}
	resources, err := p.dict(p.form["DR"])
	if err != nil {
		return f, err
	}
	fonts, err := p.dict(resources["Font"])
	if err != nil {
		return f, err
	}
	var ok bool
	if f.ref, ok = fonts[f.name].(syntax.Ref); !ok {
		return f, fmt.Errorf("%w: no font %s in the form", syntax.ErrBroken, f.name)
	}
	font, err := p.dict(f.ref)
	if err != nil {
		return f, err
	}
	below, err := p.array(font["DescendantFonts"])
	if err != nil || len(below) != 1 {
		return f, fmt.Errorf("%w: font %s", syntax.ErrBroken, f.name)
	}
	cid, err := p.dict(below[0])
	if err != nil {
		return f, err
	}
	widths, err := p.array(cid["W"])
	if err != nil {
		return f, err
	}
	return f, f.widths(widths)
}

// maxWidths bounds how many widths a font may have: a file of anybody's is
// filled again when it is checked.
const maxWidths = 1 << 17

// widths reads the two forms of /W (ISO 32000-1, 9.7.4.3): a first character
// and a list, or a range and one width.
func (f *face) widths(w syntax.Array) error {
	for n := 0; len(w) >= 2; {
		first, ok := w[0].(syntax.Number)
		if list, isList := w[1].(syntax.Array); ok && isList {
			if n += len(list); n > maxWidths {
				break
			}
			for i, v := range list {
				width, _ := v.(syntax.Number)
				f.advance[rune(first)+rune(i)] = float64(width)
			}
			w = w[2:]
			continue
		}
		last, isLast := w[1].(syntax.Number)
		if !ok || !isLast || len(w) < 3 || first < 0 || last < first || last > 1<<16 {
			break
		}
		if n += int(last-first) + 1; n > maxWidths {
			break
		}
		width, _ := w[2].(syntax.Number)
		for r := rune(first); r <= rune(last); r++ {
			f.advance[r] = float64(width)
		}
		w = w[3:]
	}
	if len(w) > 0 {
		return fmt.Errorf("%w: widths of font %s", syntax.ErrBroken, f.name)
	}
	return nil
}

// known is s with what the face lacks replaced.
func (f face) known(s string) string {
	return strings.Map(func(r rune) rune {
		if _, ok := f.advance[r]; ok && r < 1<<16 {
			return r
		}
		return missing
	}, strings.Join(strings.Fields(s), " "))
}

// width is the length of s, in points.
func (f face) width(s string, size float64) float64 {
	sum := 0.0
	for _, r := range s {
		sum += f.advance[r]
	}
	return sum * size / 1000
}

// show is the operator that draws s.
func (f face) show(s string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, "%04x", r)
	}
	return "<" + b.String() + "> Tj\n"
}

// wrap breaks s into lines of a width; a word that is longer is broken too.
func (f face) wrap(s string, size, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		longer := word
		if line != "" {
			longer = line + " " + word
		}
		if f.width(longer, size) <= width {
			line = longer
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for line = word; f.width(line, size) > width; {
			head := []rune(line)
			n := len(head) - 1
			for n > 1 && f.width(string(head[:n]), size) > width {
				n--
			}
			if n < 1 {
				break // not even one character
			}
			lines, line = append(lines, string(head[:n])), string(head[n:])
		}
	}
	return append(lines, line)
}
