package legacy

import "unicode"

// TCVN3 has one sign for each letter. Capitals with a tone are the small letters
// of another font (.VnTimeH), so they cannot be told from these here.
var tcvn3 = pairs(
	"µ¸¶·¹ ¨»¾¼½Æ ©ÇÊÈÉË ® ÌÐÎÏÑ ªÒÕÓÔÖ ×ÝØÜÞ ßãáâä «åèæçé ¬êíëìî ïóñòô \u00adõøö÷ù úýûüþ ¡¢§£¤¥¦",
	"àáảãạ ăằắẳẵặ âầấẩẫậ đ èéẻẽẹ êềếểễệ ìíỉĩị òóỏõọ ôồốổỗộ ơờớởỡợ ùúủũụ ưừứửữự ỳýỷỹỵ ĂÂĐÊÔƠƯ")

// VNI has a sign for some letters.
var vniSigns = pairs(
	"íìæóò ôöîñ ÍÌÆÓÒ ÔÖÎÑ",
	"íìỉĩị ơưỵđ ÍÌỈĨỊ ƠƯỴĐ")

// For the others it writes a plain letter, or one of those signs, and a mark.
var vniMarks = func() map[[2]rune]rune {
	m := map[[2]rune]rune{}
	for _, row := range []struct {
		letter         rune
		marks, letters string
	}{
		{'a', "ùøûõï âáàåãä êéèúüë", "áàảãạ âấầẩẫậ ăắằẳẵặ"},
		{'e', "ùøûõï âáàåãä", "éèẻẽẹ êếềểễệ"},
		{'o', "ùøûõï âáàåãä", "óòỏõọ ôốồổỗộ"},
		{'u', "ùøûõï", "úùủũụ"},
		{'y', "ùøûõ", "ýỳỷỹ"},
		{'ô', "ùøûõï", "ớờởỡợ"},
		{'ö', "ùøûõï", "ứừửữự"},
	} {
		for mark, letter := range pairs(row.marks, row.letters) {
			upper := unicode.ToUpper(letter)
			m[[2]rune{row.letter, mark}] = letter
			m[[2]rune{unicode.ToUpper(row.letter), mark}] = upper
			m[[2]rune{unicode.ToUpper(row.letter), unicode.ToUpper(mark)}] = upper
		}
	}
	return m
}()

func pairs(from, to string) map[rune]rune {
	m := map[rune]rune{}
	letters := []rune(to)
	for i, r := range []rune(from) {
		if r != ' ' {
			m[r] = letters[i]
		}
	}
	return m
}

// decodeTCVN3 gives false where a sign is none of that encoding.
func decodeTCVN3(word []rune) (string, bool) {
	out := make([]rune, len(word))
	for i, r := range word {
		out[i] = r
		if r >= 0x80 {
			letter, ok := tcvn3[r]
			if !ok {
				return "", false
			}
			out[i] = letter
		}
	}
	return string(out), true
}

func decodeVNI(word []rune) (string, bool) {
	var out []rune
	for i := 0; i < len(word); i++ {
		r := word[i]
		if i+1 < len(word) {
			if letter, ok := vniMarks[[2]rune{r, word[i+1]}]; ok {
				out = append(out, letter)
				i++
				continue
			}
		}
		if r >= 0x80 {
			letter, ok := vniSigns[r]
			if !ok {
				return "", false
			}
			r = letter
		}
		out = append(out, r)
	}
	return string(out), true
}
