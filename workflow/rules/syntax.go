package rules

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Limits of what is read at all. A cluster of forty members and a hundred
// criteria is about 40 KiB and six levels deep.
const (
	maxSource  = 1 << 20
	maxDepth   = 20
	maxEntries = 2000 // in one list
)

// parse turns the file into nodes, or reports why it cannot be read. What YAML
// allows and a cluster file does not need (anchors, tags, several documents) is
// refused: an operator should see every value where it counts.
func (r *reader) parse(source []byte) *yaml.Node {
	if len(source) > maxSource {
		r.at(1, 1, "the file has %d bytes, at most %d are read: this is not a cluster file", len(source), maxSource)
		return nil
	}
	source = bytes.TrimPrefix(source, []byte("\ufeff"))
	if !r.characters(source) {
		return nil
	}
	docs, err := documents(source)
	switch {
	case err != nil:
		line, column := firstUnreadable(source)
		r.at(line, column, "%s", explain(err))
		return nil
	case len(docs) > 1:
		r.fault(docs[1], `a second document begins here: a file holds one cluster and one year, remove the "---"`)
		return nil
	case len(docs) == 0 || len(docs[0].Content) == 0 || isNull(docs[0].Content[0]):
		r.at(1, 1, `the file is empty: it begins with "cluster: <id>"`)
		return nil
	}
	root := docs[0].Content[0]
	if !r.plain(root, 0) {
		return nil
	}
	return root
}

// characters refuses what is not UTF-8 text. Invisible line breaks are refused
// too: with them the lines of an editor and of a fault would differ.
func (r *reader) characters(source []byte) bool {
	line, column, reported := 1, 0, 0
	for i := 0; i < len(source); {
		c, size := utf8.DecodeRune(source[i:])
		i += size
		column++
		switch {
		case c == utf8.RuneError && size == 1:
			r.at(line, column, "this byte is not UTF-8 text: save the file with the encoding UTF-8")
			return false
		case c == '\n':
			line, column = line+1, 0
		case c == '\t', c == '\r' && i < len(source) && source[i] == '\n':
		case unicode.IsControl(c), c == '\u2028', c == '\u2029', c == '\ufffe', c == '\uffff':
			if reported != line {
				r.at(line, column, "the invisible character %U may not stand in the file: remove it", c)
			}
			reported = line
		}
	}
	return reported == 0
}

// documents parses all of a source. Whatever goes wrong inside the YAML library
// is an error, never a panic.
func documents(source []byte) (docs []*yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	for d := yaml.NewDecoder(bytes.NewReader(source)); ; {
		doc := new(yaml.Node)
		if err := d.Decode(doc); errors.Is(err, io.EOF) {
			return docs, nil
		} else if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
}

// firstUnreadable finds where a source stops being YAML: the line after the
// longest beginning that can be read. (The library names the line where the
// enclosing block began, counted sometimes from 0 and sometimes from 1.)
func firstUnreadable(source []byte) (line, column int) {
	var ends []int // of each line
	for i, b := range source {
		if b == '\n' || i == len(source)-1 {
			ends = append(ends, i+1)
		}
	}
	budget := 8 * maxSource // bytes: a long file full of brackets may get a coarser line
	readable := func(lines int) bool {
		budget -= ends[lines-1]
		_, err := documents(source[:ends[lines-1]])
		return err == nil
	}
	good, bad := 0, len(ends)
	for good+1 < bad && budget > 0 {
		for good+1 < bad && budget > 0 {
			if mid := (good + bad) / 2; readable(mid) {
				good = mid
			} else {
				bad = mid
			}
		}
		// A list in brackets over several lines is unreadable until it closes.
		for n := bad + 1; n < len(ends) && budget > 0; n++ {
			if readable(n) {
				good, bad = n, len(ends)
				break
			}
		}
	}
	begin := 0
	if bad > 1 {
		begin = ends[bad-2]
	}
	text := string(source[begin:ends[bad-1]])
	return bad, 1 + len(text) - len(strings.TrimLeft(text, " "))
}

// explain says in plain words what the YAML library found.
func explain(err error) string {
	for _, e := range []struct{ part, say string }{
		{"tab character", "a tab stands where the line is indented: use spaces"},
		{"cannot start any token", "a value begins with a sign that means something in YAML (tab, @, `, %): put the value in quotes, indent with spaces"},
		{"mapping values are not allowed", "a colon stands where no key can begin: check the indentation, or put the text in quotes"},
		{"could not find expected ':'", `a key and a colon are expected here, as in "name: value"`},
		{"expected ',' or '}'", "the brace { that begins here is not closed, or a comma is missing in it"},
		{"expected ',' or ']'", "the bracket [ that begins here is not closed, or a comma is missing in it"},
		{"node content", "a bracket [ or a brace { that begins here is not closed, or a value is missing in it"},
		{"did not find expected key", "this line does not fit: check its indentation and the quotes before it"},
		{"expected '-' indicator", `this line does not fit into the list above: begin it with "- " or check its indentation`},
		{"block sequence entries", `"- " may not stand here: begin the list on a line of its own`},
		{"unexpected end of stream", "a quote that is opened here is not closed"},
		{"escape", "a backslash in double quotes begins a special sign: use single quotes"},
		{"unknown anchor", "aliases (*name) are not used in a cluster file: write the value out, or put the text in quotes"},
		{"max depth", "there are too many brackets inside one another here"},
	} {
		if strings.Contains(err.Error(), e.part) {
			return e.say
		}
	}
	return "from here on this is not YAML: check indentation, quotes, brackets and the space after each colon"
}

// plain reports anchors, aliases and tags, and remembers the nodes that cannot
// be read, so that they are no second fault elsewhere. It is false for a file that
// is too deep or too long
// to be looked at.
func (r *reader) plain(n *yaml.Node, depth int) bool {
	switch {
	case n.Kind == yaml.AliasNode:
		r.unreadable(n, "the alias *%s is not used in a cluster file: write the value out", show(n.Value))
		return true
	case n.Style&yaml.TaggedStyle != 0:
		r.unreadable(n, "the tag %s is not used in a cluster file: remove it", show(n.Tag))
		return true
	case depth > maxDepth:
		r.fault(n, "more than %d levels inside one another: nothing in a cluster file is so deep", maxDepth)
		return false
	case len(n.Content) > 2*maxEntries || n.Kind == yaml.SequenceNode && len(n.Content) > maxEntries:
		r.fault(n, "more than %d entries in one list: nothing in a cluster file is so long", maxEntries)
		return false
	case n.Anchor != "":
		r.fault(n, "the anchor &%s is not used in a cluster file: remove it", show(n.Anchor))
	}
	for _, child := range n.Content {
		if !r.plain(child, depth+1) {
			return false
		}
	}
	return true
}

func (r *reader) unreadable(n *yaml.Node, format string, args ...any) {
	r.fault(n, format, args...)
	r.skip[n] = true
}
