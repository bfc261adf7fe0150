package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Clean makes what somebody sent comparable and safe to keep: valid UTF-8 in
// NFC (phones send NFD), every kind of space a plain one, no control characters
// but line breaks.
func Clean(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', unicode.Is(unicode.Zs, r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && r != '\u200d': // emoji are joined by U+200D
			return -1
		}
		return r
	}, s)
}

// Fold is what two spellings of the same words have in common: no accents (old
// and new tone placement, NFD and NFC agree), no case, single spaces. "Vĩnh
// long" and "VINH LONG" fold to the same.
func Fold(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFD.String(Clean(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case r == 'đ' || r == 'Đ':
			r = 'd'
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
