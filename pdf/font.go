package pdf

import (
	"bytes"
	"encoding/binary"
	"math"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationserifbold"
	"codeberg.org/go-fonts/liberation/liberationserifbolditalic"
	"codeberg.org/go-fonts/liberation/liberationserifitalic"
	"codeberg.org/go-fonts/liberation/liberationserifregular"
)

// family is the name under which the face is known inside a file. Liberation
// Serif has the metrics of Times New Roman, which Decree 30/2020/NĐ-CP asks for.
const family = "liberationserif"

// A style is one of the four cuts of the face.
type style int

const (
	regular style = iota
	bold
	italic
	boldItalic
)

func (s style) String() string { return [...]string{"", "B", "I", "BI"}[s] }

// A font is a style at a size in points.
type font struct {
	style style
	size  float64
}

// pt is a point in millimetres, in which everything else is measured.
const pt = 25.4 / 72

// A face is what measuring needs to know of one font file.
type face struct {
	ttf     []byte
	advance [1 << 16]uint16 // in thousandths of the size; absent where the face has no glyph
}

const absent = math.MaxUint16

// faces are read once and only ever read after that, so that any number of
// documents can be set at the same time.
var faces = sync.OnceValue(func() *[4]face {
	list := new([4]face)
	for i, ttf := range [...][]byte{
		regular:    liberationserifregular.TTF,
		bold:       liberationserifbold.TTF,
		italic:     liberationserifitalic.TTF,
		boldItalic: liberationserifbolditalic.TTF,
	} {
		list[i].ttf = ttf
		list[i].measure()
	}
	return list
})

// outlines is the font file for one document: gofpdf appends to the slice it is
// given, so no two documents may share it.
func (s style) outlines() []byte { return bytes.Clone(faces()[s].ttf) }

// hasGlyph says whether all four styles can draw r.
func hasGlyph(r rune) bool {
	if r <= 0 || r > math.MaxUint16 {
		return false
	}
	for i := range faces() {
		if faces()[i].advance[r] == absent {
			return false
		}
	}
	return true
}

// width is the length of s in millimetres.
func (f font) width(s string) float64 {
	advance := &faces()[f.style].advance
	sum := 0
	for _, r := range s {
		if r < 1<<16 && advance[r] != absent {
			sum += int(advance[r])
		}
	}
	return float64(sum) * f.size * pt / 1000
}

// leading is the distance between two base lines. Vietnamese capitals carry two
// marks (Ầ), so it is a little more than Latin text needs.
func leading(size float64) float64 { return 1.2 * size * pt }

// ascent is how far below the top of a line its base line is.
func ascent(size float64) float64 { return 0.94 * size * pt }

// measure reads the tables that say which characters the face has and how wide
// they are (OpenType: head, hhea, hmtx, cmap format 4). Widths are rounded as
// gofpdf writes them into the file, so what is measured is what is drawn.
func (f *face) measure() {
	u16 := func(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
	u32 := func(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }
	table := map[string][]byte{}
	for i := range u16(f.ttf, 4) {
		entry := f.ttf[12+16*i:]
		table[string(entry[:4])] = f.ttf[u32(entry, 8):][:u32(entry, 12)]
	}
	unitsPerEm, metrics := u16(table["head"], 18), u16(table["hhea"], 34)
	width := func(glyph int) uint16 {
		units := u16(table["hmtx"], 4*min(glyph, metrics-1))
		return uint16(math.Round(1000 / float64(unitsPerEm) * float64(units)))
	}
	for r := range f.advance {
		f.advance[r] = absent
	}
	cmap := table["cmap"]
	for i := range u16(cmap, 2) {
		sub := cmap[u32(cmap, 8+8*i):]
		if u16(sub, 0) != 4 {
			continue
		}
		n := u16(sub, 6) // twice the number of segments
		for seg := 0; seg < n; seg += 2 {
			last, first := u16(sub, 14+seg), u16(sub, 16+n+seg)
			delta, offset := u16(sub, 16+2*n+seg), u16(sub, 16+3*n+seg)
			for r := first; r <= last && r < math.MaxUint16; r++ {
				glyph := r + delta
				if offset != 0 {
					if glyph = u16(sub, 16+3*n+seg+offset+2*(r-first)); glyph != 0 {
						glyph += delta
					}
				}
				if glyph &= 0xFFFF; glyph != 0 {
					f.advance[r] = width(glyph)
				}
			}
		}
		return
	}
}
