package naming

import (
	"strings"

	"thidua/workflow/legacy/syllable"
)

// A typing is what a word says if its letters are the keys of an input method
// that was switched off: toongr or tong63 for tổng.
type typing struct {
	bare string
	tone syllable.Tone
}

// typings reads a word as Telex, as VNI, and as VNI within Telex; only what
// comes out as a syllable counts. The word as it is stays a reading of its own,
// so plain words and numbers lose nothing.
func typings(w word) []typing {
	var found []typing
	for _, digits := range []bool{false, true} {
		for _, letters := range []bool{false, true} {
			if !digits && !letters {
				continue
			}
			t := typing{bare: w.bare}
			ok := true
			if digits {
				ok = t.vni()
			}
			if letters && ok {
				t.telex()
			}
			t.bare = oneI(t.bare)
			if ok && t.bare != w.bare && syllable.ValidBare(t.bare) {
				found = append(found, t)
			}
		}
	}
	return found
}

// vni takes the digits out: 1 to 5 are tones, 6 to 9 marks of letters.
func (t *typing) vni() bool {
	if t.bare[0] >= '0' && t.bare[0] <= '9' {
		return false
	}
	t.bare = strings.Map(func(r rune) rune {
		switch {
		case r >= '1' && r <= '5':
			t.tone = syllable.Tone(r - '0')
			return -1
		case r >= '0' && r <= '9':
			return -1
		}
		return r
	}, t.bare)
	return t.bare != ""
}

// telex takes the keys out. Behind a vowel no syllable has s, f, r, x, j, z, w
// or d for a letter, nor the same a, e or o twice.
func (t *typing) telex() {
	var b strings.Builder
	rest := t.bare
	if after, ok := strings.CutPrefix(rest, "dd"); ok {
		rest = "d" + after
	}
	spoken := ""
	for _, r := range rest {
		if spoken == "" && !syllable.Vowel(r) && r != 'w' {
			b.WriteRune(r)
			continue
		}
		switch {
		case strings.ContainsRune("sfrxj", r):
			t.tone = telexTones[r]
		case r == 'z':
			t.tone = syllable.Level
		case r == 'd', r == 'w' && spoken != "", strings.ContainsRune("aeo", r) && strings.ContainsRune(spoken, r):
		case r == 'w': // tw is tư
			spoken += "u"
			b.WriteByte('u')
		default:
			spoken += string(r)
			b.WriteRune(r)
		}
	}
	t.bare = b.String()
}

var telexTones = map[rune]syllable.Tone{'s': syllable.Rising, 'f': syllable.Falling, 'r': syllable.Asking, 'x': syllable.Tumbling, 'j': syllable.Heavy}

// typed says whether a word is one of a name, as it is or by its keys. Where the
// name has its accents, a tone that was typed must be the one there.
func typed(said, name word, accented bool) bool {
	if said.bare == name.bare {
		return true
	}
	for _, t := range said.typings {
		if t.bare == name.bare && (!accented || t.tone == syllable.Level || t.tone == toneOf(name)) {
			return true
		}
	}
	return false
}
