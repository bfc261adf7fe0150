package syntax

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrBroken means that the bytes are no PDF that this package reads; what was
// seen where is wrapped with it.
var ErrBroken = errors.New("pdf: broken")

// maxDepth bounds how deep values nest.
const maxDepth = 64

// A lexer reads values from file at a place.
type lexer struct {
	file []byte
	at   int
}

func (l *lexer) fault(what string) error { return fmt.Errorf("%w: %s at %d", ErrBroken, what, l.at) }

func space(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// skip passes white space and comments.
func (l *lexer) skip() {
	for l.at < len(l.file) {
		switch c := l.file[l.at]; {
		case space(c):
			l.at++
		case c == '%':
			for l.at < len(l.file) && l.file[l.at] != '\n' && l.file[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// word is the next run of regular characters, empty at a delimiter.
func (l *lexer) word() string {
	l.skip()
	start := l.at
	for l.at < len(l.file) && !space(l.file[l.at]) && !delimiter(l.file[l.at]) {
		l.at++
	}
	return string(l.file[start:l.at])
}

// expect passes one word that must be there.
func (l *lexer) expect(word string) error {
	if got := l.word(); got != word {
		return l.fault("no " + word)
	}
	return nil
}

// count is a number without sign and of ten digits at most.
func (l *lexer) count() (int, error) {
	w := l.word()
	n, ok := digits(w)
	if !ok {
		return 0, l.fault("no number")
	}
	return n, nil
}

func digits(w string) (int, bool) {
	if w == "" || len(w) > 10 {
		return 0, false
	}
	n := 0
	for _, c := range []byte(w) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// value reads one value.
func (l *lexer) value(depth int) (Value, error) {
	if depth > maxDepth {
		return nil, l.fault("nested too deep")
	}
	l.skip()
	if l.at >= len(l.file) {
		return nil, l.fault("end of file")
	}
	switch l.file[l.at] {
	case '/':
		return l.name()
	case '(':
		return l.literal()
	case '[':
		return l.array(depth)
	case '<':
		if l.at+1 < len(l.file) && l.file[l.at+1] == '<' {
			return l.dict(depth)
		}
		return l.hex()
	}
	start := l.at
	switch w := l.word(); w {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	default:
		if r, ok := l.ref(w); ok {
			return r, nil
		}
		n, err := strconv.ParseFloat(w, 64)
		if err != nil || strings.Trim(w, "+-.0123456789") != "" {
			l.at = start
			return nil, l.fault("no value")
		}
		return Number(n), nil
	}
}

// ref reads the rest of "12 0 R", or goes back.
func (l *lexer) ref(first string) (Ref, bool) {
	back := l.at
	if num, ok := digits(first); ok {
		if gen, ok := digits(l.word()); ok && l.word() == "R" {
			return Ref{num, gen}, true
		}
	}
	l.at = back
	return Ref{}, false
}

func (l *lexer) name() (Value, error) {
	l.at++
	start := l.at
	for l.at < len(l.file) && !space(l.file[l.at]) && !delimiter(l.file[l.at]) {
		l.at++
	}
	raw := l.file[start:l.at]
	if bytes.IndexByte(raw, '#') < 0 {
		return Name(raw), nil
	}
	var out []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			var b [1]byte
			if _, err := hex.Decode(b[:], raw[i+1:i+3]); err != nil {
				return nil, l.fault("name")
			}
			out, i = append(out, b[0]), i+2
			continue
		}
		out = append(out, raw[i])
	}
	return Name(out), nil
}

func (l *lexer) literal() (Value, error) {
	start := l.at
	l.at++
	var out []byte
	for open := 1; l.at < len(l.file); l.at++ {
		c := l.file[l.at]
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.at++
				return String{string(out), start, l.at}, nil
			}
		case '\\':
			l.at++
			out = l.escape(out)
			continue
		}
		out = append(out, c)
	}
	return nil, l.fault("string without end")
}

// escape reads what follows a backslash and stops on its last byte.
func (l *lexer) escape(out []byte) []byte {
	if l.at >= len(l.file) {
		return out
	}
	c := l.file[l.at]
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	switch {
	case c == '\n':
		return out
	case c == '\r':
		if l.at+1 < len(l.file) && l.file[l.at+1] == '\n' {
			l.at++
		}
		return out
	case c >= '0' && c <= '7':
		n := 0
		for i := 0; i < 3 && l.at < len(l.file) && l.file[l.at] >= '0' && l.file[l.at] <= '7'; i++ {
			n = n*8 + int(l.file[l.at]-'0')
			l.at++
		}
		l.at--
		return append(out, byte(n))
	}
	return append(out, c)
}

func (l *lexer) hex() (Value, error) {
	start := l.at
	end := bytes.IndexByte(l.file[start:], '>')
	if end < 0 {
		return nil, l.fault("string without end")
	}
	l.at = start + end + 1
	var text []byte
	for _, c := range l.file[start+1 : l.at-1] {
		if !space(c) {
			text = append(text, c)
		}
	}
	if len(text)%2 == 1 {
		text = append(text, '0')
	}
	out := make([]byte, len(text)/2)
	if _, err := hex.Decode(out, text); err != nil {
		return nil, l.fault("hexadecimal string")
	}
	return String{string(out), start, l.at}, nil
}

func (l *lexer) array(depth int) (Value, error) {
	l.at++
	list := Array{}
	for {
		l.skip()
		if l.at < len(l.file) && l.file[l.at] == ']' {
			l.at++
			return list, nil
		}
		v, err := l.value(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
}

// dict reads a dictionary; a key that stands in it twice is a fault, since
// readers disagree on which of the two counts.
func (l *lexer) dict(depth int) (Value, error) {
	l.at += 2
	d := Dict{}
	for {
		l.skip()
		if l.at+1 < len(l.file) && l.file[l.at] == '>' && l.file[l.at+1] == '>' {
			l.at += 2
			return d, nil
		}
		if l.at >= len(l.file) || l.file[l.at] != '/' {
			return nil, l.fault("dictionary")
		}
		key, err := l.name()
		if err != nil {
			return nil, err
		}
		v, err := l.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, twice := d[key.(Name)]; twice {
			return nil, l.fault("key twice in a dictionary")
		}
		d[key.(Name)] = v
	}
}
