package pdf

import (
	"bytes"
	"sync"
)

// formLetters are what may be written into a paper after it was made: every
// letter of Vietnamese and of other Latin alphabets, and the signs beside them.
var formLetters = sync.OnceValue(func() string {
	var b bytes.Buffer
	for _, part := range [][2]rune{{0x20, 0x7E}, {0xA1, 0x17F}, {0x1A0, 0x1B0}, {0x1EA0, 0x1EF9}, {0x2010, 0x2026}, {'₫', '₫'}, {'□', '□'}} {
		for r := part[0]; r <= part[1]; r++ {
			if hasGlyph(r) {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
})

// FormFonts is a file whose one page uses the form's fonts: regular, bold and
// italic, cut to formLetters. sign.Prepare takes them from it into the papers
// that are signed. It is made once and must not be written to.
func FormFonts() ([]byte, error) { return formFonts() }

var formFonts = sync.OnceValues(func() ([]byte, error) {
	p := newPress("")
	p.page(portrait)
	for i, s := range []style{regular, bold, italic} {
		p.text(p.sheet.left, p.sheet.top+10*float64(i), formLetters(), font{s, 1}, 0)
	}
	d, err := p.finish(about{title: "form fonts", day: day(2000)}, &cleaner{})
	return d.Bytes, err
})
