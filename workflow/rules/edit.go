package rules

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
)

// An editor changes single values in a file that Load has taken; every other byte
// stays, comments and quotes among them.
type editor struct {
	source []byte
	lines  []int // where each begins
	pieces []piece
}

// A piece is what takes the place of some bytes.
type piece struct {
	from, to int
	with     string
}

func newEditor(source []byte) *editor {
	e := &editor{source: source, lines: []int{0}}
	for i, b := range source {
		if b == '\n' {
			e.lines = append(e.lines, i+1)
		}
	}
	return e
}

func (e *editor) replace(from, to int, with string) {
	e.pieces = append(e.pieces, piece{from, to, with})
}

// edited is the file with every piece in its place.
func (e *editor) edited() []byte {
	slices.SortStableFunc(e.pieces, func(a, b piece) int { return a.from - b.from })
	var out bytes.Buffer
	at := 0
	for _, p := range e.pieces {
		out.Write(e.source[at:p.from])
		out.WriteString(p.with)
		at = p.to
	}
	out.Write(e.source[at:])
	return out.Bytes()
}

// begin is where a node begins; columns count characters.
func (e *editor) begin(n *yaml.Node) int {
	at := e.lines[n.Line-1]
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(e.source[at:])
		at += size
	}
	return at
}

// span is where a value stands in the file, with its quotes.
func (e *editor) span(n *yaml.Node) (from, to int) {
	from = e.begin(n)
	switch n.Style {
	case yaml.SingleQuotedStyle:
		for to = from + 1; ; to++ {
			if e.source[to] != '\'' {
				continue
			}
			if to+1 == len(e.source) || e.source[to+1] != '\'' {
				return from, to + 1
			}
			to++
		}
	case yaml.DoubleQuotedStyle:
		for to = from + 1; e.source[to] != '"'; to++ {
			if e.source[to] == '\\' {
				to++
			}
		}
		return from, to + 1
	case yaml.LiteralStyle, yaml.FoldedStyle:
		to = from + bytes.IndexByte(e.source[from:], '\n') // after the sign, and a comment
	default:
		to = from
	}
	for word := range strings.FieldsSeq(n.Value) { // perhaps over several lines
		to += bytes.Index(e.source[to:], []byte(word)) + len(word)
	}
	return from, to
}

// end is where a list ends, with its bracket.
func (e *editor) end(list *yaml.Node) int {
	at := e.begin(list)
	for _, n := range list.Content {
		_, at = e.span(n)
	}
	if list.Style&yaml.FlowStyle == 0 {
		return at
	}
	for ; e.source[at] != ']'; at++ {
		if e.source[at] == '#' {
			at += bytes.IndexByte(e.source[at:], '\n')
		}
	}
	return at + 1
}

// member finds a key of a mapping and its value; nil where it has none.
func member(n *yaml.Node, name string) (key, value *yaml.Node) {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if norm.NFC.String(n.Content[i].Value) == name {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// each visits the values of a key in a list of mappings.
func each(n *yaml.Node, list, name string, visit func(*yaml.Node)) {
	_, all := member(n, list)
	if all == nil {
		return
	}
	for _, item := range all.Content {
		if _, v := member(item, name); v != nil {
			visit(v)
		}
	}
}

// word writes another word in a value's place, in its quotes.
func (e *editor) word(n *yaml.Node, with string) {
	from, to := e.span(n)
	switch n.Style {
	case yaml.SingleQuotedStyle:
		with = "'" + with + "'"
	case yaml.DoubleQuotedStyle:
		with = `"` + with + `"`
	default:
		with = bare(with)
	}
	e.replace(from, to, with)
}

// bare is an id or a number without quotes, where it may stand without.
func bare(word string) string {
	if strings.EqualFold(word, "null") {
		return `"` + word + `"`
	}
	return word
}

// words writes another list of words in a list's place: word by word where there
// are as many, and then comments between them stay.
func (e *editor) words(root *yaml.Node, name, behind string, list []string) {
	key, value := member(root, name)
	var words []string
	for _, w := range list {
		words = append(words, bare(w))
	}
	flow := "[" + strings.Join(words, ", ") + "]"
	switch {
	case key == nil && len(list) == 0:
	case key == nil:
		e.insert(root, behind, name+": "+flow)
	case value.Kind == yaml.SequenceNode && len(value.Content) == len(list):
		for i, n := range value.Content {
			e.word(n, list[i])
		}
	case value.Kind == yaml.SequenceNode && value.Style&yaml.FlowStyle == 0:
		from, to := e.begin(value), e.end(value)
		if len(list) > 0 {
			e.replace(from, to, "- "+strings.Join(words, "\n"+strings.Repeat(" ", value.Column-1)+"- "))
			return
		}
		e.replace(e.colon(key), e.colon(key), " []")
		e.replace(bytes.LastIndexByte(e.source[:from], '\n'), to, "")
	default:
		from := e.colon(key)
		to := from
		if value.Kind == yaml.SequenceNode {
			to = e.end(value)
		} else if value.Value != "" { // ~ or null
			_, to = e.span(value)
		}
		e.replace(from, to, " "+flow)
	}
}

// colon is where a key's colon ends.
func (e *editor) colon(key *yaml.Node) int {
	_, at := e.span(key)
	return at + bytes.IndexByte(e.source[at:], ':') + 1
}

// insert writes a line behind the value of a key.
func (e *editor) insert(root *yaml.Node, behind, line string) {
	key, value := member(root, behind)
	_, at := e.span(value)
	if root.Style&yaml.FlowStyle != 0 {
		e.replace(at, at, ", "+line)
		return
	}
	line = strings.Repeat(" ", key.Column-1) + line
	if n := bytes.IndexByte(e.source[at:], '\n'); n >= 0 {
		e.replace(at+n+1, at+n+1, line+"\n")
		return
	}
	e.replace(len(e.source), len(e.source), "\n"+line+"\n")
}
