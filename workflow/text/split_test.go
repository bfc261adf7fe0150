package text

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSplit(t *testing.T) {
	var b strings.Builder
	for i := range 400 {
		fmt.Fprintf(&b, "<b>%d. Thu ngân sách & “xuất khẩu”</b>: %s\n", i, "số liệu")
	}
	long := strings.ReplaceAll(b.String(), "&", "&amp;")
	parts := Split(long)
	if len(parts) < 2 || strings.Join(parts, "\n")+"\n" != long {
		t.Errorf("%d parts do not make the whole", len(parts))
	}
	checkParts(t, parts)
	if len(parts) > 0 && shown(parts[0])+shown(strings.SplitN(parts[1], "\n", 2)[0]) < Limit {
		t.Error("the first part could have held another line")
	}
	for s, want := range map[string]int{"": 0, "a": 1, "a\nb\n": 1, strings.Repeat("đ", Limit): 1, strings.Repeat("đ", Limit+1): 2} {
		if parts := Split(s); len(parts) != want {
			t.Errorf("%d characters: %d parts, want %d", shown(s), len(parts), want)
		}
	}
}

// A line longer than a message loses its markup and nothing else.
func TestSplitOfALongLine(t *testing.T) {
	words := strings.Repeat("a < b & c “d” ", 1000)
	parts := Split("trước\n<b>" + escapeHTML(words) + "</b>\nsau")
	checkParts(t, parts)
	plain := make([]string, len(parts))
	for i, p := range parts {
		plain[i] = StripTags(p)
	}
	if got, want := strings.Join(plain, ""), "trước"+words+"sau"; strings.ReplaceAll(got, "\n", "") != want {
		t.Errorf("%d characters became %d", len(want), len(got))
	}
}

func shown(html string) int { return utf8.RuneCountInString(StripTags(html)) }

func checkParts(t *testing.T, parts []string) {
	t.Helper()
	for i, p := range parts {
		if n := shown(p); n > Limit {
			t.Errorf("part %d has %d characters", i, n)
		}
		if open := unclosed(p); open != "" {
			t.Errorf("part %d: <%s> is not closed: %q", i, open, p)
		}
	}
}

// Answers are lines whose markup closes within the line.
func FuzzSplit(f *testing.F) {
	f.Add("Thu ngân sách", uint8(3), uint8(150), true)
	f.Add("a < b & c\nd", uint8(255), uint8(30), true)
	f.Add("&amp;<b>", uint8(40), uint8(200), false)
	f.Add("\xff👨\u200d👩", uint8(200), uint8(30), true)
	f.Fuzz(func(t *testing.T, words string, times, lines uint8, bold bool) {
		if len(words)*int(times)*int(lines) > 100_000 {
			return
		}
		words = Clean(words)
		line := escapeHTML(strings.ReplaceAll(strings.Repeat(words, int(times)), "\n", " "))
		if bold {
			line = "<b>" + line + "</b>"
		}
		whole := strings.Repeat(line+"\n", int(lines))
		parts := Split(whole)
		checkParts(t, parts)
		got, want := StripTags(strings.Join(parts, "\n")), StripTags(whole)
		if strings.ReplaceAll(got, "\n", "") != strings.ReplaceAll(want, "\n", "") {
			t.Errorf("%d characters became %d", len(want), len(got))
		}
	})
}
