package sign

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"thidua/pdf/sign/syntax"
)

// written appends a value in one way only: keys in order, strings as text where
// they are plain, else hexadecimal.
func written(b []byte, v syntax.Value) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, v)
	case syntax.Number:
		return strconv.AppendFloat(b, float64(v), 'f', -1, 64)
	case syntax.Name:
		return writtenName(b, v)
	case syntax.String:
		return writtenString(b, v.Bytes)
	case syntax.Ref:
		return fmt.Appendf(b, "%d %d R", v.Num, v.Gen)
	case syntax.Array:
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ' ')
			}
			b = written(b, e)
		}
		return append(b, ']')
	case syntax.Dict:
		b = append(b, "<<"...)
		for _, key := range v.Keys() {
			b = append(writtenName(b, key), ' ')
			b = written(b, v[key])
		}
		return append(b, ">>"...)
	case syntax.Stream:
		d := maps.Clone(v.Dict)
		d["Length"] = syntax.Number(len(v.Data))
		b = append(written(b, d), "\nstream\n"...)
		return append(append(b, v.Data...), "\nendstream"...)
	}
	panic(fmt.Sprintf("sign: a value of type %T", v)) // syntax reads no other
}

func writtenName(b []byte, n syntax.Name) []byte {
	b = append(b, '/')
	for _, c := range []byte(n) {
		if c <= ' ' || c > '~' || strings.IndexByte("()<>[]{}/%#", c) >= 0 {
			b = fmt.Appendf(b, "#%02x", c)
		} else {
			b = append(b, c)
		}
	}
	return b
}

func writtenString(b []byte, s string) []byte {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' || r == '(' || r == ')' || r == '\\' }) {
		return fmt.Appendf(b, "<%x>", s)
	}
	return append(append(append(b, '('), s...), ')')
}

// textString is s as a text string (ISO 32000-1, 7.9.2.2).
func textString(s string) syntax.String {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return syntax.String{Bytes: s}
	}
	b := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return syntax.String{Bytes: string(b)}
}

// A revision is what is appended to a file: objects, their table, a trailer.
type revision struct {
	before  int // bytes of the file so far
	out     []byte
	places  map[int]int // object number → where it stands
	next    int         // the first number that is free
	trailer syntax.Dict
}

// revise begins the next revision of p. The file's own bytes are copied.
func (p *paper) revise() *revision {
	old := p.Trailer()
	size, _ := old["Size"].(syntax.Number)
	r := &revision{before: len(p.Bytes), places: map[int]int{}, next: int(size), trailer: syntax.Dict{}}
	for _, key := range []syntax.Name{"Root", "Info", "ID"} {
		if old[key] != nil {
			r.trailer[key] = old[key]
		}
	}
	r.trailer["Prev"] = syntax.Number(p.table())
	r.out = append(make([]byte, 0, len(p.Bytes)+1<<15), p.Bytes...)
	if n := len(r.out); r.out[n-1] != '\n' {
		r.out = append(r.out, '\n')
	}
	return r
}

// table is where the newest cross-reference table stands.
func (p *paper) table() int {
	b := p.Bytes[:p.Revisions[len(p.Revisions)-1].Mark]
	words := strings.Fields(string(b[strings.LastIndex(string(b), "startxref"):]))
	at, _ := strconv.Atoi(words[1]) // syntax has read it
	return at
}

// add appends a new object.
func (r *revision) add(v syntax.Value) syntax.Ref {
	ref := syntax.Ref{Num: r.next}
	r.next++
	r.set(ref, v)
	return ref
}

// set appends an object in place of the one that was.
func (r *revision) set(ref syntax.Ref, v syntax.Value) {
	r.begin(ref)
	r.out = written(r.out, v)
	r.end()
}

func (r *revision) begin(ref syntax.Ref) {
	r.places[ref.Num] = len(r.out)
	r.out = fmt.Appendf(r.out, "%d %d obj\n", ref.Num, ref.Gen)
}

func (r *revision) end() { r.out = append(r.out, "\nendobj\n"...) }

// close appends table and trailer. The second half of /ID follows from what was
// appended.
func (r *revision) close() []byte {
	sum := sha256.Sum256(r.out[r.before:])
	second := syntax.String{Bytes: string(sum[:16])}
	first := syntax.Value(second)
	if id, ok := r.trailer["ID"].(syntax.Array); ok && len(id) == 2 {
		first = id[0]
	}
	r.trailer["ID"] = syntax.Array{first, second}
	r.trailer["Size"] = syntax.Number(r.next)
	at := len(r.out)
	r.out = append(r.out, "xref\n"...)
	numbers := slices.Sorted(maps.Keys(r.places))
	for len(numbers) > 0 {
		n := 1
		for n < len(numbers) && numbers[n] == numbers[0]+n {
			n++
		}
		r.out = fmt.Appendf(r.out, "%d %d\n", numbers[0], n)
		for _, number := range numbers[:n] {
			kind := "00000 n"
			if number == 0 {
				kind = "65535 f" // the head of the list of free objects
			}
			r.out = fmt.Appendf(r.out, "%010d %s \n", r.places[number], kind)
		}
		numbers = numbers[n:]
	}
	r.out = written(append(r.out, "trailer\n"...), r.trailer)
	return fmt.Appendf(r.out, "\nstartxref\n%d\n%%%%EOF\n", at)
}
