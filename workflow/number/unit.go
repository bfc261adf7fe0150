package number

import (
	"slices"
	"strings"

	"thidua/workflow/decimal"
)

// A unit is what a number counts: 10⁹ of "dong", 1 of "vu". The zero scale
// means that none was written.
type unit struct {
	scale decimal.Decimal
	base  string // canonical, folded: "dong", "usd", "%", "lao dong"; empty: none
	per   string // what follows a slash: "nguoi/nam"
}

var one = decimal.Int(1)

var scales = func() map[string]decimal.Decimal {
	m := map[string]decimal.Decimal{}
	for word, power := range spelled(map[int]string{
		10: "chục", 100: "trăm", 1_000: "nghìn|ngàn|k", 10_000: "vạn", 1_000_000: "triệu|tr", 1_000_000_000: "tỷ|tỉ",
	}) {
		if !doubtful[word] {
			m[word] = decimal.Int(power)
		}
	}
	return m
}()

// doubtful are scales that without accents are other words: trạm, văn, chức.
var doubtful = map[string]bool{"tram": true, "van": true, "chuc": true}

// canonical finds a unit of the reports by any of its spellings.
var canonical = spelled(map[string]string{
	"dong":        "đồng|đ|d|vnd|vnđ|₫|đồng việt nam|việt nam đồng",
	"usd":         "usd|$|us $|đô la|đô la mỹ|đôla|đô",
	"eur":         "eur|euro|€",
	"%":           "%|phần trăm",
	"‰":           "‰|phần nghìn|phần ngàn",
	"nguoi":       "người|ng",
	"lao dong":    "lao động|ld|lđ|lượt lao động|lượt người|lượt người lao động|người lao động",
	"dang vien":   "đảng viên|dv|đv",
	"tap the":     "tập thể",
	"to chuc":     "tổ chức",
	"huan chuong": "huân chương",
	"bang":        "bằng|bằng khen",
	"co":          "cờ|cờ thi đua",
	"diem":        "điểm|điểm chuẩn",
	"hang":        "hạng",
	"truong":      "trường",
	"xa":          "xã",
	"vu":          "vụ",
	"ho":          "hộ",
	"ap":          "ấp",
	"tinh":        "tỉnh",
	"huyen":       "huyện",
	"don vi":      "đơn vị",
	"ngay":        "ngày",
	"thang":       "tháng",
	"ha":          "ha|hecta|héc ta",
	"tan":         "tấn",
	"km":          "km",
})

// people are the units of which one is one person.
var people = []string{"lao dong", "dang vien"}

// counted are the units of which there are no parts.
var counted = []string{
	"nguoi", "lao dong", "dang vien", "tap the", "to chuc", "huan chuong", "bang", "co", "truong", "xa", "vu", "ho", "ap",
	"tinh", "huyen", "don vi",
}

// money are the units that are never typed but in scales of themselves.
var money = []string{"dong", "usd", "eur"}

// bare are the units that no scale goes with.
var bare = []string{"%", "‰", "hang"}

// ownUnit reads a criterion's unit: "tỷ đồng", "1.000 USD", "%", "lao động".
func ownUnit(s string) unit {
	tokens := slices.DeleteFunc(lex(clean(s)), func(t token) bool { return t.kind == sign && strings.Contains("()[]", t.text) })
	u := unit{scale: one}
	if len(tokens) > 0 && tokens[0].kind == digits {
		if v := readings(tokens[0].text); len(v) > 0 && v[0].Sign() > 0 {
			u.scale, tokens = v[0], tokens[1:]
		}
	}
	scale, n := readScale(tokens)
	if n > 0 {
		u.scale, tokens = u.scale.Mul(scale), tokens[n:]
	}
	u.base, n = readBase(tokens, "")
	if n == 0 || n < wordsAhead(tokens) { // a unit that nobody listed is its own spelling
		for n < len(tokens) && tokens[n].text != "/" {
			n++
		}
		u.base = joined(tokens[:n])
	}
	u.per, _ = readPer(tokens[n:])
	return u
}

// readScale reads "tỷ", "nghìn tỷ", "trăm triệu": scales that grow.
func readScale(tokens []token) (scale decimal.Decimal, n int) {
	scale, last := one, decimal.Decimal{}
	for n < len(tokens) && tokens[n].kind == word {
		by, ok := scales[tokens[n].lower]
		if !ok || !last.Less(by) {
			break
		}
		scale, last = scale.Mul(by), by
		n++
	}
	return scale, n
}

// readBase reads the longest unit that the tokens begin with. own is the
// question's base, which may be one that the list does not have.
func readBase(tokens []token, own string) (base string, n int) {
	if len(tokens) > 0 && tokens[0].kind == sign {
		if b, ok := canonical[tokens[0].text]; ok {
			return b, 1
		}
		return "", 0
	}
	if len(tokens) > 0 && own == "diem" && tokens[0].fold == "d" {
		return own, 1 // "70 đ" are đồng, unless points are asked for
	}
	found := ownAt(tokens, own)
	for n = min(wordsAhead(tokens), 6); n > found; n-- {
		// "cờ thi đua" is more of "cờ", but no other unit begins with the own one
		if b, ok := canonical[lowered(tokens[:n])]; ok && (found == 0 || b == own) {
			return b, n
		}
	}
	if found > 0 {
		return own, found
	}
	return "", 0
}

// ownAt says how many tokens name the question's own base, in full or by its
// initials; accents do not matter, because this is the unit that was shown.
func ownAt(tokens []token, own string) int {
	for n := min(wordsAhead(tokens), 12); n > 0 && own != ""; n-- {
		if w := joined(tokens[:n]); w == own || n == 1 && w == initials(own) {
			return n
		}
	}
	return 0
}

// readPer reads "/người/năm".
func readPer(tokens []token) (per string, n int) {
	var parts []string
	for n+1 < len(tokens) && tokens[n].text == "/" && tokens[n+1].kind == word {
		parts = append(parts, tokens[n+1].fold)
		n += 2
	}
	return strings.Join(parts, "/"), n
}

func wordsAhead(tokens []token) int {
	n := 0
	for n < len(tokens) && tokens[n].kind == word {
		n++
	}
	return n
}

func joined(tokens []token) string {
	parts := make([]string, len(tokens))
	for i, t := range tokens {
		parts[i] = t.fold
		if t.kind != word {
			parts[i] = t.text
		}
	}
	return strings.Join(parts, " ")
}

func lowered(tokens []token) string {
	parts := make([]string, len(tokens))
	for i, t := range tokens {
		parts[i] = t.lower
	}
	return strings.Join(parts, " ")
}

// initials are how an office shortens a unit of several words: "ld", "dv".
func initials(base string) string {
	words := strings.Fields(base)
	if len(words) < 2 {
		return ""
	}
	s := ""
	for _, w := range words {
		s += w[:1]
	}
	return s
}

// names says whether a written base names the question's.
func (u unit) names(own unit) bool {
	return u.base == "" || u.base == own.base || strings.HasPrefix(own.base, u.base+" ") && !slices.Contains(money, u.base) ||
		u.base == "nguoi" && slices.Contains(people, own.base)
}
