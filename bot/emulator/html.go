package emulator

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// htmlTags maps what Telegram's HTML knows to the entity it makes.
var htmlTags = map[string]string{
	"b": "bold", "strong": "bold",
	"i": "italic", "em": "italic",
	"u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
	"tg-spoiler": "spoiler", "span": "spoiler",
	"tg-emoji": "custom_emoji", "tg-time": "date_time",
	"a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
}

// parseHTML reads text as Telegram does with parse_mode HTML: only its own
// tags, each closed in the order it was opened. The errors are worded as
// Telegram words them, because a sender decides by them what to do next.
func parseHTML(src string) (formatted, error) {
	p := htmlParser{src: src}
	if err := p.run(); err != nil {
		return formatted{}, err
	}
	return formatted{p.out.String(), p.entities}, nil
}

type htmlParser struct {
	src      string
	pos      int
	out      strings.Builder
	units    int // UTF-16 units written so far
	open     []openTag
	entities []entity
}

type openTag struct {
	name    string
	at      int // UTF-16 offset of what it holds
	index   int // place in entities, so that outer ones come first
	attrs   map[string]string
	written int // bytes written before it
}

func (p *htmlParser) run() error {
	for p.pos < len(p.src) {
		switch p.src[p.pos] {
		case '&':
			s, n := decodeReference(p.src[p.pos:])
			p.write(s)
			p.pos += n
		case '<':
			var err error
			if strings.HasPrefix(p.src[p.pos:], "</") {
				err = p.end()
			} else {
				err = p.start()
			}
			if err != nil {
				return err
			}
		default:
			_, n := utf8.DecodeRuneInString(p.src[p.pos:])
			p.write(p.src[p.pos : p.pos+n])
			p.pos += n
		}
	}
	if n := len(p.open); n > 0 {
		return parseError("Can't find end tag corresponding to start tag %q", p.open[n-1].name)
	}
	kept := p.entities[:0]
	for _, e := range p.entities {
		if e.Length > 0 {
			kept = append(kept, e)
		}
	}
	p.entities = kept
	return nil
}

func (p *htmlParser) write(s string) {
	p.out.WriteString(s)
	p.units += utf16Len(s)
}

func (p *htmlParser) skip(stop string) string {
	from := p.pos
	for p.pos < len(p.src) && !isSpace(p.src[p.pos]) && !strings.ContainsRune(stop, rune(p.src[p.pos])) {
		p.pos++
	}
	return p.src[from:p.pos]
}

func (p *htmlParser) spaces() {
	for p.pos < len(p.src) && isSpace(p.src[p.pos]) {
		p.pos++
	}
}

func (p *htmlParser) start() error {
	begin := p.pos
	p.pos++
	name := strings.ToLower(p.skip(">"))
	if p.pos == len(p.src) {
		return parseError("Unclosed start tag at byte offset %d", begin)
	}
	if htmlTags[name] == "" {
		return parseError("Unsupported start tag %q at byte offset %d", name, begin)
	}
	attrs, err := p.attributes(name, begin)
	if err != nil {
		return err
	}
	if name == "span" && attrs["class"] != "tg-spoiler" {
		return parseError("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	if name == "tg-emoji" {
		if _, err := strconv.ParseInt(attrs["emoji-id"], 10, 64); err != nil {
			return parseError("Invalid custom emoji identifier specified in tag \"tg-emoji\" at byte offset %d", begin)
		}
	}
	p.open = append(p.open, openTag{name, p.units, len(p.entities), attrs, p.out.Len()})
	p.entities = append(p.entities, entity{Type: htmlTags[name]})
	return nil
}

func (p *htmlParser) attributes(tag string, begin int) (map[string]string, error) {
	attrs := map[string]string{}
	for {
		p.spaces()
		if p.pos == len(p.src) {
			return nil, parseError("Unclosed start tag at byte offset %d", begin)
		}
		if p.src[p.pos] == '>' {
			p.pos++
			return attrs, nil
		}
		name := strings.ToLower(p.skip("=>/\"'"))
		if name == "" {
			return nil, parseError("Empty attribute name in the tag %q at byte offset %d", tag, begin)
		}
		p.spaces()
		if p.pos < len(p.src) && p.src[p.pos] != '=' {
			attrs[name] = ""
			continue
		}
		p.pos++
		p.spaces()
		if p.pos >= len(p.src) {
			return nil, parseError("Unclosed start tag at byte offset %d", begin)
		}
		if q := p.src[p.pos]; q == '"' || q == '\'' {
			n := strings.IndexByte(p.src[p.pos+1:], q)
			if n < 0 {
				return nil, parseError("Unclosed start tag at byte offset %d", begin)
			}
			attrs[name] = decodeReferences(p.src[p.pos+1 : p.pos+1+n])
			p.pos += n + 2
			continue
		}
		at := p.pos
		for p.pos < len(p.src) && isToken(p.src[p.pos]) {
			p.pos++
		}
		if at == p.pos || p.pos < len(p.src) && !isSpace(p.src[p.pos]) && p.src[p.pos] != '>' {
			return nil, parseError("Unexpected end of name token at byte offset %d", at)
		}
		attrs[name] = p.src[at:p.pos]
	}
}

func (p *htmlParser) end() error {
	begin := p.pos
	if len(p.open) == 0 {
		return parseError("Unexpected end tag at byte offset %d", begin)
	}
	p.pos += 2
	name := strings.ToLower(p.skip(">"))
	p.spaces()
	if p.pos == len(p.src) || p.src[p.pos] != '>' {
		return parseError("Unclosed end tag at byte offset %d", begin)
	}
	p.pos++
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return parseError("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	e := &p.entities[tag.index]
	e.Offset, e.Length = tag.at, p.units-tag.at
	p.finish(e, tag)
	return nil
}

// finish gives the entity what its tag's attributes say.
func (p *htmlParser) finish(e *entity, tag openTag) {
	switch tag.name {
	case "a":
		e.URL = tag.attrs["href"]
		if e.URL == "" {
			e.URL = p.out.String()[tag.written:]
		}
		if !strings.Contains(e.URL, ".") && !strings.Contains(e.URL, "://") {
			e.Length = 0 // Telegram drops a link that leads nowhere
		}
	case "blockquote":
		if _, ok := tag.attrs["expandable"]; ok {
			e.Type = "expandable_blockquote"
		}
	case "tg-emoji":
		e.EmojiID = tag.attrs["emoji-id"]
	case "tg-time":
		e.UnixTime, _ = strconv.ParseInt(tag.attrs["unix"], 10, 64)
		e.Format = tag.attrs["format"]
	case "code":
		lang, ok := strings.CutPrefix(tag.attrs["class"], "language-")
		if n := len(p.open); ok && n > 0 && p.open[n-1].name == "pre" {
			p.entities[p.open[n-1].index].Language = lang
			e.Length = 0
		}
	}
}

func parseError(format string, args ...any) error { return fmt.Errorf(format, args...) }

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0 }

func isToken(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == '-'
}

// decodeReference decodes one of the references Telegram knows; any other
// ampersand stands for itself.
func decodeReference(s string) (string, int) {
	for ref, c := range map[string]string{"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": `"`} {
		if strings.HasPrefix(s, ref) {
			return c, len(ref)
		}
	}
	if strings.HasPrefix(s, "&#") {
		if n := strings.IndexByte(s[:min(len(s), 12)], ';'); n > 0 {
			digits, base := s[2:n], 10
			if strings.HasPrefix(digits, "x") {
				digits, base = digits[1:], 16
			}
			v, err := strconv.ParseUint(digits, base, 32)
			if err == nil && v > 0 && v < 0x10ffff && utf8.ValidRune(rune(v)) {
				return string(rune(v)), n + 1
			}
		}
	}
	return "&", 1
}

func decodeReferences(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		if s[0] == '&' {
			c, n := decodeReference(s)
			b.WriteString(c)
			s = s[n:]
			continue
		}
		b.WriteByte(s[0])
		s = s[1:]
	}
	return b.String()
}
