// Package syntax reads a PDF as its bytes are, revision by revision: objects,
// cross-reference tables, trailers (ISO 32000-1, 7.2–7.5). It is strict and
// bounded, since it reads what anybody sends, and made to compare revisions,
// not to draw: one kind of file is read, that of tables, which ours are.
package syntax

import (
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// A Value is one of nil (null), bool, Number, Name, String, Array, Dict, Ref,
// Stream.
type Value any

type (
	Number float64
	Name   string // without its slash, #xx decoded
	Array  []Value
	Dict   map[Name]Value
	Ref    struct{ Num, Gen int }
)

// A String knows where it stands in the file, delimiters included; the hole of
// a signature is found by it.
type String struct {
	Bytes   string
	At, End int
}

// A Stream's Data is as it stands in the file, filters not undone.
type Stream struct {
	Dict Dict
	Data []byte
}

// Text is a text string in UTF-8 (ISO 32000-1, 7.9.2.2). Letters of
// PDFDocEncoding beyond ASCII are read as Latin-1.
func (s String) Text() string {
	b := []byte(s.Bytes)
	switch {
	case len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff:
		var units []uint16
		for i := 2; i+1 < len(b); i += 2 {
			units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
		}
		return string(utf16.Decode(units))
	case len(b) >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf && utf8.Valid(b[3:]):
		return string(b[3:])
	}
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

// Refs are the references in an array, other elements left out.
func (a Array) Refs() []Ref {
	var refs []Ref
	for _, v := range a {
		if r, ok := v.(Ref); ok {
			refs = append(refs, r)
		}
	}
	return refs
}

// Keys are a dictionary's keys in order.
func (d Dict) Keys() []Name {
	keys := make([]Name, 0, len(d))
	for k := range d {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
