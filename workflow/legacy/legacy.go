// Package legacy repairs Vietnamese that was written with the fonts of old
// Office files and is read as Latin-1: "Tæng s¶n phÈm" (TCVN3) or "Toång saûn
// phaåm" (VNI) for "Tổng sản phẩm".
package legacy

import (
	"strings"
	"unicode"

	"thidua/workflow/legacy/syllable"
)

// Repair gives a text's letters back and says which font's they were, TCVN3 or
// VNI. It does so only where that is clear: every word with a sign of the font
// becomes a Vietnamese syllable, and the text as it stands is no Vietnamese and
// no other language. All else comes back as it was.
//
// The text must come as the file has it: TCVN3 writes ư as the soft hyphen, and
// text.Clean takes that away.
func Repair(s string) (fixed, font string, ok bool) {
	if !latin(s) {
		return s, "", false
	}
	a, isTCVN3 := repair(s, decodeTCVN3)
	b, isVNI := repair(s, decodeVNI)
	switch {
	case isTCVN3 == isVNI:
		return s, "", false
	case isTCVN3:
		return a, "TCVN3", true
	}
	return b, "VNI", true
}

// latin says whether there are signs of Latin-1 beyond ASCII, and no letters
// beyond Latin-1: text with a ư or an ế is in Unicode already.
func latin(s string) bool {
	found := false
	for _, r := range s {
		switch {
		case r > 0xff && (unicode.IsLetter(r) || unicode.Is(unicode.M, r)), r == unicode.ReplacementChar:
			return false
		case sign(r):
			found = true
		}
	}
	return found
}

func sign(r rune) bool { return r > 0xa0 && r <= 0xff }

func repair(s string, decode func([]rune) (string, bool)) (string, bool) {
	var out strings.Builder
	e := evidence{}
	word := []rune{}
	sound := true
	flush := func() {
		if len(word) == 0 {
			return
		}
		decoded, ok := e.weigh(word, decode)
		sound = sound && ok
		out.WriteString(decoded)
		word = word[:0]
	}
	for _, r := range s {
		if sign(r) || r < 0x80 && unicode.IsLetter(r) {
			word = append(word, r)
			continue
		}
		flush()
		out.WriteRune(r)
	}
	flush()
	return out.String(), sound && e.clear()
}

// evidence counts what speaks for a text being in an old font.
type evidence struct {
	strange int // words that are none as they stand, and Vietnamese when decoded
	strong  int // those among them that no other language writes
	native  int // plain words that Vietnamese has
	foreign int // plain words that it has not
}

func (e evidence) clear() bool {
	return (e.strange >= 2 || e.strong >= 1) && e.native+e.strange >= 2*e.foreign
}

// weigh decodes one word, and says no where the font cannot have written it.
func (e *evidence) weigh(word []rune, decode func([]rune) (string, bool)) (string, bool) {
	plain := string(word)
	if !strings.ContainsFunc(plain, sign) {
		switch {
		case strings.ToUpper(plain) == plain: // an abbreviation, a number of a list
		case syllable.Valid(plain):
			e.native++
		default:
			e.foreign++
		}
		return plain, true
	}
	decoded, ok := decode(word)
	if len(word) == 1 && (ok || !unicode.IsLetter(word[0])) {
		if !ok {
			decoded = plain
		}
		return decoded, decoded == "đ" || decoded == "Đ" || !unicode.IsLetter(word[0]) || syllable.Valid(decoded)
	}
	switch {
	case !ok:
		return plain, false
	case syllable.Valid(decoded):
		if !stands(word) {
			e.strange++
			if strong(word) {
				e.strong++
			}
		}
		return decoded, true
	}
	return decoded, abbreviation(decoded)
}

// stands says whether a word is one as it is: Vietnamese, or a unit such as µm.
func stands(word []rune) bool {
	return syllable.Valid(string(word)) || string(word) == "µm"
}

// strong says whether a word has a sign inside it that no language has there: no
// letter at all, a capital behind a small letter, or a mark behind a vowel.
func strong(word []rune) bool {
	if len(word) < 3 {
		return false
	}
	for i, r := range word[1:] {
		before := word[i]
		switch {
		case !sign(r):
		case !unicode.IsLetter(r):
			if i+2 < len(word) {
				return true
			}
		case unicode.IsUpper(r) && !unicode.IsUpper(before), strings.ContainsRune("æøþðß", r),
			strings.ContainsRune("aeouyôö", unicode.ToLower(before)) && strings.ContainsRune("ùøûõåäâáàã", unicode.ToLower(r)):
			return true
		}
	}
	return false
}

// abbreviation is one such as HĐND: capitals, with Đ where the font had a sign.
func abbreviation(decoded string) bool {
	return strings.ToUpper(decoded) == decoded && strings.ContainsRune(decoded, 'Đ')
}
