package naming

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"thidua/workflow/legacy/syllable"
	"thidua/workflow/text"
)

// A form is one way of reading a name: as it is, or without its unit.
type form struct {
	words    []word
	long     [][]word // the words with abbreviations written out, each way
	loose    string   // accents kept, tones behind their vowels, no spaces
	joined   string   // no accents, no spaces
	spaced   string   // no accents
	unit     string   // in brackets behind it
	unitOff  bool     // and taken off
	accented bool
}

// A word is a run of letters and digits, or one sign that counts.
type word struct {
	bare    string // as text.Fold has it
	loose   string
	typings []typing // what it says if its letters are keystrokes
	noted   bool     // it stands in brackets: a note on the name
}

func (f form) empty() bool { return len(f.words) == 0 }

var (
	// A place in a list: "3.", "1.2.", "3)", "III.", "a)", "- ", "•".
	bullet = regexp.MustCompile(`^(?:[-–—•*+·✔️✅▪◦]+\s*|\(?\d{1,2}(?:\.\d{1,2})*[.)]\s*|\d{1,2}(?:\.\d{1,2})+\s+|\(?[IVXivx]{1,5}[.)]\s*|\(?[a-zđA-ZĐ][.)]\s*)+`)
	// What stands in brackets at the end is a unit when it is made of these words.
	bracket   = regexp.MustCompile(`^(.*\S)\s*[(\[]([^()\[\]]*)[)\]]\s*[:.;,]?\s*$`)
	unitWords = set(`% ti trieu nghin ngan chuc tram dong usd vnd do la nguoi ho xa huyen truong vu ca ha tan ta kg km m m2 m3
		giuong bac si van dan diem to chuc dang vien lao luot hoc sinh co so doanh nghiep hop tac hang bang cai chiec bo
		nam thang ngay kw kwh mw con tap the cong trinh du an nha don vi tinh dvt 1.000 1000 tr tri d lan`)
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// forms reads what was said, or a name; only what was said stands in a list of
// its own and may open with its number there.
func forms(s string, said bool) []form {
	texts := []string{s}
	if said {
		if rest := bullet.ReplaceAllString(s, ""); rest != s && rest != "" {
			texts = append(texts, rest)
		}
	}
	var found []form
	for _, s := range texts {
		f := formOf(s, said)
		if m := bracketed(s); m != nil {
			if unit, ok := unitOf(m[2]); ok {
				f.unit = unit
				off := formOf(m[1], said)
				off.unit, off.unitOff = unit, true
				found = append(found, off)
			}
		}
		found = append(found, f)
	}
	return found
}

func bracketed(s string) []string {
	if !strings.ContainsAny(s, ")]") {
		return nil
	}
	return bracket.FindStringSubmatch(s)
}

func unitOf(s string) (string, bool) {
	var unit []string
	for _, w := range words(s) {
		if !unitWords[w.bare] {
			return "", false
		}
		unit = append(unit, w.bare)
	}
	return strings.Join(unit, " "), len(unit) > 0
}

// otherUnit keeps apart what is told apart by its unit alone.
func otherUnit(a, b form) bool { return a.unit != "" && b.unit != "" && a.unit != b.unit }

func formOf(s string, said bool) form {
	f := form{words: words(s)}
	bare := make([]string, 0, len(f.words))
	var loose strings.Builder
	loose.Grow(len(s))
	for i, w := range f.words {
		if said {
			f.words[i].typings = typings(w)
		}
		bare = append(bare, w.bare)
		loose.WriteString(w.loose)
		f.accented = f.accented || w.bare != w.loose
	}
	f.loose = placed(loose.String())
	f.joined, f.spaced = strings.Join(bare, ""), strings.Join(bare, " ")
	f.long = expand(f.words)
	return f
}

// words cuts at everything but letters, digits and the signs that turn a meaning.
func words(s string) []word {
	found := make([]word, 0, strings.Count(s, " ")+strings.Count(s, "-")+1)
	depth := 0
	add := func(w string) {
		bare := fold(w)
		loose := bare
		if len(bare) != len(w) { // accents take bytes
			loose = placed(strings.ToLower(w))
		}
		if bare != "" {
			found = append(found, word{bare: oneI(bare), loose: oneI(loose), noted: depth > 0})
		}
	}
	start := -1
	for i, r := range s {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
		if inside && start < 0 {
			start = i
		}
		if inside {
			continue
		}
		if start >= 0 {
			add(s[start:i])
			start = -1
		}
		switch {
		case strings.ContainsRune("%<>≤≥", r):
			add(string(r))
		case r == '(' || r == '[':
			depth++
		case r == ')' || r == ']':
			depth = max(depth-1, 0)
		}
	}
	if start >= 0 {
		add(s[start:])
	}
	return found
}

// fold is text.Fold for one word, quick for the letters that Vietnamese has.
func fold(w string) string {
	var b strings.Builder
	b.Grow(len(w))
	for _, r := range w {
		base, _ := syllable.Split(unicode.ToLower(r))
		if base = syllable.Bare(base); base >= 0x80 {
			return strings.ReplaceAll(text.Fold(w), " ", "")
		}
		b.WriteRune(base)
	}
	return b.String()
}

// oneI writes tỷ as tỉ and quý as quí: both spellings are in use, and no words
// differ by them. A tone may stand behind, or a digit.
func oneI(w string) string {
	onset, rest, ok := strings.Cut(w, "y")
	if ok && (rest == "" || rest[0] < 'a' || rest[0] > 'z') && slices.Contains(twoSpellings, onset) {
		return onset + "i" + rest
	}
	return w
}

var twoSpellings = strings.Fields("h k l m qu s t")

// placed moves every tone behind its vowels: hoà and hòa are the same.
func placed(w string) string {
	var b, tones strings.Builder
	b.Grow(len(w) + 8)
	for _, r := range w {
		base, tone := syllable.Split(r)
		switch {
		case r >= toneMark+rune(syllable.Rising) && r <= toneMark+rune(syllable.Heavy):
			tones.WriteRune(r)
			continue
		case tones.Len() > 0 && !syllable.Vowel(base):
			b.WriteString(tones.String())
			tones.Reset()
		}
		b.WriteRune(base)
		if tone != syllable.Level {
			tones.WriteRune(toneMark + rune(tone))
		}
	}
	b.WriteString(tones.String())
	return b.String()
}

// toneMark and a tone make the sign that stands for it where it has been moved.
const toneMark = '\u0300'

func toneOf(w word) syllable.Tone {
	for _, r := range w.loose {
		if r > toneMark && r <= toneMark+rune(syllable.Heavy) {
			return syllable.Tone(r - toneMark)
		}
	}
	return syllable.Level
}
