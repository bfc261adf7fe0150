package workflow

import (
	"strings"
	"unicode"

	"thidua/workflow/rules"
)

// capitalised are words of offices' names that keep a capital inside a sentence
// (Decree 30/2020/NĐ-CP, Appendix II).
var capitalised = []string{
	"ủy ban", "hội đồng", "bộ", "sở", "văn phòng", "thi đua", "khen thưởng", "trung ương", "chính phủ", "nhà nước",
	"nội vụ", "tài chính", "mặt trận", "tổ quốc", "đảng", "quốc hội", "tỉnh ủy", "thành ủy", "huyện ủy", "tây nam bộ",
}

// places are words that a place's name follows.
var places = []string{"tỉnh", "thành phố", "thị xã", "huyện", "quận"}

// officeName is an agency's name, which signatures have in capitals, as it stands
// in a sentence: "Ban Thi đua - Khen thưởng Trung ương". What is not all in
// capitals stays as it is.
func officeName(c *rules.Cluster, s string) string {
	if strings.ContainsFunc(s, unicode.IsLower) {
		return s
	}
	s = upperFirst(strings.ToLower(s))
	for _, w := range capitalised {
		s = replaceWord(s, w, upperFirst(w))
	}
	for _, m := range c.Members {
		s = replaceWord(s, strings.ToLower(m.Short), m.Short)
	}
	for _, w := range places {
		if before, after, ok := strings.Cut(s, w+" "); ok && (before == "" || strings.HasSuffix(before, " ")) {
			name, rest, _ := strings.Cut(after, " - ")
			words := strings.Fields(name)
			for i := range words {
				words[i] = upperFirst(words[i])
			}
			s = before + w + " " + strings.Join(words, " ")
			if rest != "" {
				s += " - " + rest
			}
			break
		}
	}
	return s
}

// replaceWord replaces whole words.
func replaceWord(s, old, new string) string {
	return strings.TrimSuffix(strings.TrimPrefix(strings.ReplaceAll(" "+s+" ", " "+old+" ", " "+new+" "), " "), " ")
}

// PartyName is who signs or sits under an id, as a sentence names them: a member,
// or a witness's agency; the id itself where the file knows neither.
func PartyName(c *rules.Cluster, id string) string {
	if m := c.Member(id); m != nil {
		return m.Name
	}
	if w := c.Witness(id); w != nil {
		return officeName(c, w.Agency)
	}
	return id
}
