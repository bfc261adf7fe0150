package number

import (
	"strings"
	"unicode"

	"thidua/workflow/text"
)

type kind int

const (
	word   kind = iota // letters, and the currency signs
	digits             // a number as typed: digits with signs or single spaces between them; ' stands for a space that binds
	sign               // any other sign, one at a time
)

type token struct {
	kind  kind
	text  string // as typed; of a dash "-"
	lower string // of a word: without case
	fold  string // of a word: without accents and case
	glued bool   // nothing stands between it and the token before
}

// lex cuts a text into words, numbers and signs. "65 913" is one number here;
// whether its groups are sound is decided later.
func lex(s string) []token {
	runes := []rune(s)
	var list []token
	for i := 0; i < len(runes); {
		start := i
		t := token{glued: i > 0 && !unicode.IsSpace(runes[i-1])}
		switch r := runes[i]; {
		case unicode.IsSpace(r):
			if r == '\n' {
				list = append(list, token{kind: sign, text: "\n"})
			}
			i++
			continue
		case isDigit(r):
			t.kind = digits
			i = numberEnd(runes, i, len(list) > 0 && timeWord[list[len(list)-1].lower])
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
			for i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.Is(unicode.Mn, runes[i])) {
				i++
			}
			i += power(runes, start, i)
		case strings.ContainsRune("$₫€", r):
			i++
		default:
			t.kind = sign
			i++
		}
		t.text = string(runes[start:i])
		switch t.kind {
		case word:
			t.text = powers.Replace(t.text)
			t.lower, t.fold = strings.ToLower(t.text), text.Fold(t.text)
		case sign:
			if strings.ContainsAny(t.text, "-−–—‐‑﹣") {
				t.text = "-"
			}
		}
		list = append(list, t)
	}
	return list
}

var powers = strings.NewReplacer("²", "2", "³", "3")

// power says whether a 2 or 3 after the word belongs to it: "km²", "m3".
func power(runes []rune, from, to int) int {
	if to == len(runes) || !strings.ContainsRune("23²³", runes[to]) || to+1 < len(runes) && (isDigit(runes[to+1]) || strings.ContainsRune(".,", runes[to+1])) {
		return 0
	}
	switch strings.ToLower(string(runes[from:to])) {
	case "m", "km", "dm":
		return 1
	}
	return 0
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// numberEnd is where the number that begins at i ends. After "năm", "quý" or
// "tháng" a space ends it: in "năm 2017 913 tỷ" the year is no group of thousands.
func numberEnd(runes []rune, i int, afterTime bool) int {
	for {
		for i < len(runes) && isDigit(runes[i]) {
			i++
		}
		if i+1 >= len(runes) || !isDigit(runes[i+1]) {
			return i
		}
		switch runes[i] {
		case '.', ',':
		case ' ', '\'':
			if afterTime {
				return i
			}
		default:
			return i
		}
		i++
	}
}
