package text

import (
	"strings"
	"unicode/utf8"
)

// Limit is how many characters one chat message holds, with room to spare below
// Telegram's 4096 (which counts after the markup is taken away).
const Limit = 3900

// Split cuts a long answer at lines into messages of at most Limit characters.
// A single line that is longer is cut in plain text.
func Split(html string) []string {
	var parts []string
	var b strings.Builder
	size := 0
	flush := func() {
		if b.Len() > 0 {
			parts = append(parts, strings.TrimRight(b.String(), "\n"))
			b.Reset()
			size = 0
		}
	}
	for _, line := range strings.SplitAfter(html, "\n") {
		n := utf8.RuneCountInString(StripTags(line))
		if size+n > Limit {
			flush()
		}
		if n > Limit {
			for r := []rune(StripTags(line)); len(r) > 0; {
				k := min(len(r), Limit)
				parts = append(parts, escapeHTML(string(r[:k])))
				r = r[k:]
			}
			continue
		}
		b.WriteString(line)
		size += n
	}
	flush()
	return parts
}

func escapeHTML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
