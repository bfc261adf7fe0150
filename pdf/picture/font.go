package picture

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"thidua/workflow/text"
)

// fonts are read once and only ever read after that.
var fonts = sync.OnceValues(func() (list [2]*opentype.Font, err error) {
	for i, ttf := range [...][]byte{liberationsansregular.TTF, liberationsansbold.TTF} {
		if list[i], err = opentype.Parse(ttf); err != nil {
			return list, fmt.Errorf("picture: %w", err)
		}
	}
	return list, nil
})

// faces are what the faces of one picture are made from.
type faces struct{ regular, bold *opentype.Font }

func newFaces() (faces, error) {
	list, err := fonts()
	return faces{list[0], list[1]}, err
}

// face is a font at a size in pixels.
func face(f *opentype.Font, size float64) font.Face {
	made, _ := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72}) // it never fails
	return made
}

// width is how far s reaches, in whole pixels. It is drawn without kerning.
func width(f font.Face, s string) int {
	var sum fixed.Int26_6
	for _, r := range s {
		advance, _ := f.GlyphAdvance(r)
		sum += advance
	}
	return sum.Ceil()
}

// line is s as it can be drawn on one line.
func line(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r == '\u200d' || unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		return r
	}, text.Clean(s))), " ")
}

// shortened is s, ending in "…" where it is longer than most pixels.
func shortened(f font.Face, s string, most int) string {
	const more = "…"
	room, keep, reach := fixed.I(most-width(f, more)), 0, fixed.Int26_6(0)
	for i, r := range s {
		if reach <= room {
			keep = i
		}
		advance, _ := f.GlyphAdvance(r)
		if reach += advance; reach > fixed.I(most) {
			return strings.TrimRight(s[:keep], " ,;.-") + more
		}
	}
	return s
}
