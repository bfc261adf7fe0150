package pdf

import (
	"reflect"
	"strings"
	"unicode"

	"thidua/workflow/text"
)

// missing stands where the face has no glyph, so that a reader sees that
// something is not there.
const missing = '□'

// A cleaner makes texts fit to be drawn and remembers what it could not keep.
type cleaner struct {
	replaced []rune
	seen     map[rune]bool
}

// text is s as it can be drawn: valid UTF-8 in NFC on one line, every character
// in the face. gofpdf panics above U+FFFF and on broken UTF-8, draws marks
// beside their letters in NFD, and draws nothing where a glyph lacks.
func (c *cleaner) text(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\u2028', r == '\u2029':
			return ' '
		case joins(r):
			return -1
		case hasGlyph(r):
			return r
		}
		if !c.seen[r] {
			if c.seen == nil {
				c.seen = map[rune]bool{}
			}
			c.seen[r] = true
			c.replaced = append(c.replaced, r)
		}
		return missing
	}, text.Clean(s))
}

// joins says whether r only shapes the character before it: what joins and
// colours emoji has no place of its own.
func joins(r rune) bool {
	return r == '\u200d' || unicode.Is(unicode.Variation_Selector, r) ||
		0x1F3FB <= r && r <= 0x1F3FF || unicode.Is(unicode.Cf, r)
}

// cleaned is p with every text in it cleaned. What p shares with its owner is
// copied, never written to.
func cleaned[T any](c *cleaner, p T) T {
	c.walk(reflect.ValueOf(&p).Elem())
	return p
}

func (c *cleaner) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(c.text(v.String()))
	case reflect.Struct:
		for i := range v.NumField() {
			c.walk(v.Field(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			own := reflect.New(v.Type().Elem())
			own.Elem().Set(v.Elem())
			c.walk(own.Elem())
			v.Set(own)
		}
	case reflect.Slice:
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		for i := range own.Len() {
			c.walk(own.Index(i))
		}
		v.Set(own)
	}
}

// upper is s in capitals, as far as the face has them.
func upper(s string) string {
	return strings.Map(func(r rune) rune {
		if u := unicode.ToUpper(r); hasGlyph(u) {
			return u
		}
		return r
	}, s)
}
