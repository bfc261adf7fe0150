package pdf

import (
	"math"
	"strings"

	"thidua/pdf/sign"
)

// place keeps a rectangle of the page free for f, which is filled after the
// paper is finished.
func (p *press) place(f sign.Field, x, y, w, h float64) {
	point := func(mm float64) float64 { return math.Round(mm/pt*100) / 100 }
	f.Page = len(p.reach)
	f.Rect = [4]float64{point(x), point(p.sheet.height - y - h), point(x + w), point(p.sheet.height - y)}
	p.fields = append(p.fields, f)
	p.mark(x, y, x+w, y+h)
}

// prepared is a finished paper with its fields in it, so that signatures only
// fill what is there.
func (p *press) prepared(d Document, err error) (Document, error) {
	if err != nil || len(p.fields) == 0 {
		return d, err
	}
	fonts, err := FormFonts()
	if err != nil {
		return d, err
	}
	d.Bytes, err = sign.Notary{}.Prepare(d.Bytes, p.fields, fonts)
	return d, err
}

// lineField sets one line in the middle of a block: text, a field of the width
// of room, and text after it. What is filled in stands on the same base line in
// the same size, as if it had been printed.
func (p *press) lineField(x, w float64, before string, f sign.Field, room, after string, look font) {
	for look.size > smallest && look.width(before+room+after) > w {
		look.size -= 0.5
	}
	gap := look.width(room)
	before, after = clipped(before, look, (w-gap)/2), clipped(after, look, w-gap-min(look.width(before), (w-gap)/2))
	x += (w - look.width(before) - gap - look.width(after)) / 2
	base := p.y + ascent(look.size)
	p.text(x, base, before, look, 0)
	x += look.width(before)
	f.Text, f.Size = true, look.size
	height := leading(look.size)
	p.place(f, x, base+look.size*pt/4-height, gap, height)
	p.text(x+gap, base, after, look, 0)
	p.y += height
}

// clipped is s as far as it fits, for names that no cluster has.
func clipped(s string, f font, width float64) string {
	if f.size > smallest || f.width(s) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && f.width(string(runes)+"…") > width {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimSpace(string(runes)) + "…"
}
