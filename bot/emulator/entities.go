package emulator

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// formatted is text as a person sees it, with its entities.
type formatted struct {
	text     string
	entities []entity
}

// entity is a MessageEntity; offset and length count UTF-16 units.
type entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	User     *user  `json:"user,omitempty"`
	Language string `json:"language,omitempty"`
	EmojiID  string `json:"custom_emoji_id,omitempty"`
	UnixTime int64  `json:"unix_time,omitempty"`
	Format   string `json:"date_time_format,omitempty"`
}

func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// trim drops white space around the text, as Telegram does, and moves the
// entities along.
func (f formatted) trim() formatted {
	left := strings.TrimLeftFunc(f.text, unicode.IsSpace)
	cut := utf16Len(f.text) - utf16Len(left)
	text := strings.TrimRightFunc(left, unicode.IsSpace)
	end := utf16Len(text)
	var kept []entity
	for _, e := range f.entities {
		from, to := max(e.Offset-cut, 0), min(e.Offset-cut+e.Length, end)
		if to > from {
			e.Offset, e.Length = from, to-from
			kept = append(kept, e)
		}
	}
	return formatted{text, kept}
}

// plain is text without markup; commands are marked as Telegram marks them.
func plain(text string) formatted {
	return formatted{text, commandEntities(text)}
}

func commandEntities(text string) []entity {
	var out []entity
	at := 0 // UTF-16 offset
	prev := ' '
	for i, r := range text {
		if r == '/' && !unicode.IsLetter(prev) && !unicode.IsDigit(prev) && prev != '_' && prev != '/' && prev != '<' && prev != '>' {
			if n := commandLen(text[i:]); n > 0 {
				out = append(out, entity{Type: "bot_command", Offset: at, Length: n})
			}
		}
		at += utf16.RuneLen(r)
		prev = r
	}
	return out
}

// commandLen is the length in bytes (all ASCII) of the command at the start of
// s, "/name" or "/name@bot", or 0.
func commandLen(s string) int {
	word := func(from, most int) int {
		n := from
		for n < len(s) && n-from < most && (s[n] == '_' || isToken(s[n]) && s[n] != '.' && s[n] != '-') {
			n++
		}
		return n
	}
	n := word(1, 64)
	if n == 1 {
		return 0
	}
	if n < len(s) && s[n] == '@' {
		if m := word(n+1, 32); m-n-1 >= 3 {
			n = m
		}
	}
	if r, _ := utf8.DecodeRuneInString(s[n:]); n < len(s) && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '/' || r == '<' || r == '>') {
		return 0
	}
	return n
}

var escapeHTML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace

// utf16Cut is the part of s that an entity covers.
func utf16Cut(s string, offset, length int) string {
	units := utf16.Encode([]rune(s))
	from := min(max(offset, 0), len(units))
	return string(utf16.Decode(units[from:min(from+max(length, 0), len(units))]))
}
