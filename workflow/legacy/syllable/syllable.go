// Package syllable knows how a Vietnamese syllable is written: an onset, a rime
// and a tone. That tells a word of Vietnamese from a jumble of letters; it is no
// dictionary, and says yes to syllables that nobody uses.
package syllable

import (
	"strings"
	"unicode"
)

// A Tone is one of the six, in the order of the VNI keys.
type Tone uint8

const (
	Level    Tone = iota // ngang
	Rising               // sắc
	Falling              // huyền
	Asking               // hỏi
	Tumbling             // ngã
	Heavy                // nặng
)

// vowels are written with the six tones, in the order above.
var vowels = []string{
	"aáàảãạ", "ăắằẳẵặ", "âấầẩẫậ", "eéèẻẽẹ", "êếềểễệ", "iíìỉĩị",
	"oóòỏõọ", "ôốồổỗộ", "ơớờởỡợ", "uúùủũụ", "ưứừửữự", "yýỳỷỹỵ",
}

type split struct {
	base rune
	tone Tone
}

var splits = func() map[rune]split {
	m := map[rune]split{}
	for _, row := range vowels {
		rs := []rune(row)
		for tone, r := range rs {
			m[r] = split{rs[0], Tone(tone)}
			m[unicode.ToUpper(r)] = split{unicode.ToUpper(rs[0]), Tone(tone)}
		}
	}
	return m
}()

// Split takes the tone off a letter: ấ is â with the rising tone. The letter
// keeps its case; what is no Vietnamese vowel is itself, at the level tone.
func Split(r rune) (rune, Tone) {
	if r < 0x80 {
		return r, Level
	}
	if s, ok := splits[r]; ok {
		return s.base, s.tone
	}
	return r, Level
}

// Vowel says whether a letter without tone is a vowel, in lower case.
func Vowel(r rune) bool { return strings.ContainsRune("aăâeêioôơuưy", r) }

// Bare takes the mark off a letter in lower case that has no tone: ơ is o, đ is d.
func Bare(r rune) rune {
	switch r {
	case 'ă', 'â':
		return 'a'
	case 'ê':
		return 'e'
	case 'ô', 'ơ':
		return 'o'
	case 'ư':
		return 'u'
	case 'đ':
		return 'd'
	}
	return r
}

// The longest onsets come first: ngh before ng before n.
var onsets = strings.Fields("ngh ch gh gi kh ng nh ph qu th tr b c d đ g h k l m n p r s t v x")

var rimes = set(`
	a ac ach ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăp ăt  âc âm ân âng âp ât âu ây
	e ec em en eng eo ep et  ê êch êm ên ênh êp êt êu
	i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu
	o oc oi om on ong op ot oong ooc  ô ôc ôi ôm ôn ông ôp ôt  ơ ơi ơm ơn ơp ơt
	oa oac oach oai oam oan oang oanh oao oap oat oay  oăc oăm oăn oăng oăt  oe oem oen oeo oet
	u uc ui um un ung up ut ua uôc uôi uôm uôn uông uôt  uân uâng uât uây  uê uêch uên uênh uêt uơ
	uy uya uych uyn uynh uyp uyt uyu uyên uyêt
	ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu
	y yêm yên yêng yêt yêu`)

// Behind qu stand rimes whose first letter would be a second u.
var quRimes = set(`
	a ac ach ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăp ăt  âc ân âng ât ây
	e ec en eo et  ê êch ên ênh êt  i inh it  ôc ơ ơn ơt  y ych ynh yt yên yêt yêu`)

var bareRimes, bareQuRimes = bareOf(rimes), bareOf(quRimes)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func bareOf(words map[string]bool) map[string]bool {
	m := map[string]bool{}
	for w := range words {
		m[strings.Map(Bare, w)] = true
	}
	return m
}

// Valid says whether a word in NFC, of any case, is written like a Vietnamese
// syllable, marks and tone included: before a stop (c, ch, p, t) only the rising
// and the heavy tone are spoken.
func Valid(word string) bool {
	var plain strings.Builder
	tone := Level
	for _, r := range word {
		base, t := Split(unicode.ToLower(r))
		if t != Level {
			if tone != Level {
				return false
			}
			tone = t
		}
		plain.WriteRune(base)
	}
	s := plain.String()
	if stopped(s) && tone != Rising && tone != Heavy {
		return false
	}
	return fits(s, rimes, quRimes)
}

// ValidBare says the same of a word in lower case whose accents were left out.
func ValidBare(word string) bool { return fits(word, bareRimes, bareQuRimes) }

func stopped(s string) bool {
	return strings.HasSuffix(s, "c") || strings.HasSuffix(s, "ch") || strings.HasSuffix(s, "p") || strings.HasSuffix(s, "t")
}

func fits(s string, rimes, quRimes map[string]bool) bool {
	if rimes[s] {
		return true
	}
	for _, onset := range onsets {
		rime, ok := strings.CutPrefix(s, onset)
		if !ok {
			continue
		}
		if onset == "qu" {
			if quRimes[rime] {
				return true
			}
		} else if rimes[rime] && spelt(onset, rime) {
			return true
		}
	}
	return false
}

// spelt keeps k, gh, ngh before e, ê, i, y, and c, g, ng before the others; gì
// and giếng are written with the i of their rime.
func spelt(onset, rime string) bool {
	front := strings.ContainsRune("eêiy", []rune(rime)[0])
	switch onset {
	case "k", "gh", "ngh":
		return front
	case "c", "ng":
		return !front
	case "g":
		return !front || rime[0] == 'i'
	}
	return true
}
