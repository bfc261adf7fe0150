package sign_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"thidua/pdf/sign"
	"thidua/pdf/sign/syntax"
)

// An editor writes a revision of its own, as a program that is not ours would.
type editor struct {
	t       testing.TB
	file    []byte
	view    syntax.View
	table   int
	objects map[int]syntax.Value
	next    int
	loose   []byte            // written before the table, which does not name it
	aliases map[int]int       // object number → number of the object whose place the table gives
	trailer func(syntax.Dict) // changes the trailer
	more    syntax.Dict       // stands in the signature too
}

func edit(t testing.TB, file []byte) *editor {
	t.Helper()
	f, err := syntax.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	e := &editor{t: t, file: file, view: f.At(len(f.Revisions) - 1), objects: map[int]syntax.Value{}}
	e.next = int(e.view.Trailer()["Size"].(syntax.Number))
	if _, err := fmt.Sscanf(string(file[bytes.LastIndex(file, []byte("startxref")):]), "startxref\n%d", &e.table); err != nil {
		t.Fatal(err)
	}
	return e
}

// dict is a copy of an object, which set may put back.
func (e *editor) dict(v syntax.Value) syntax.Dict {
	v, err := e.view.Resolve(v)
	if err != nil {
		e.t.Fatal(err)
	}
	d, ok := v.(syntax.Dict)
	if !ok {
		e.t.Fatalf("%T is no dictionary", v)
	}
	return maps.Clone(d)
}

func (e *editor) catalog() (syntax.Ref, syntax.Dict) {
	r := e.view.Trailer()["Root"].(syntax.Ref)
	return r, e.dict(r)
}

func (e *editor) pages() (syntax.Ref, syntax.Dict) {
	_, c := e.catalog()
	r := c["Pages"].(syntax.Ref)
	return r, e.dict(r)
}

func (e *editor) page(i int) (syntax.Ref, syntax.Dict) {
	_, tree := e.pages()
	r := tree["Kids"].(syntax.Array)[i].(syntax.Ref)
	return r, e.dict(r)
}

func (e *editor) field(name string) (syntax.Ref, syntax.Dict) {
	_, c := e.catalog()
	for _, r := range e.dict(c["AcroForm"])["Fields"].(syntax.Array).Refs() {
		if d := e.dict(r); d["T"].(syntax.String).Text() == name {
			return r, d
		}
	}
	e.t.Fatalf("no field %s", name)
	return syntax.Ref{}, nil
}

func (e *editor) set(r syntax.Ref, v syntax.Value) { e.objects[r.Num] = v }

func (e *editor) add(v syntax.Value) syntax.Ref {
	r := syntax.Ref{Num: e.next}
	e.next++
	e.set(r, v)
	return r
}

// drawing is a stream that draws.
func drawing(what string) syntax.Stream {
	return syntax.Stream{Dict: syntax.Dict{"Type": syntax.Name("XObject"), "Subtype": syntax.Name("Form"), "BBox": syntax.Array{syntax.Number(0), syntax.Number(0), syntax.Number(500), syntax.Number(500)}}, Data: []byte(what)}
}

const holeSize = 6000 // bytes

// rangeMark keeps the place of a byte range.
var rangeMark = "(" + strings.Repeat("r", 46) + ")"

// close appends what was set.
func (e *editor) close() []byte {
	out := bytes.Clone(e.file)
	var table strings.Builder
	places := map[int]int{}
	for _, num := range slices.Sorted(maps.Keys(e.objects)) {
		places[num] = len(out)
		out = fmt.Appendf(out, "%d 0 obj\n", num)
		out = append(sign.Written(out, e.objects[num]), "\nendobj\n"...)
	}
	for num, other := range e.aliases {
		places[num] = places[other]
	}
	for _, num := range slices.Sorted(maps.Keys(places)) {
		fmt.Fprintf(&table, "%d 1\n%010d 00000 n \n", num, places[num])
	}
	out = append(out, e.loose...)
	at, old := len(out), e.view.Trailer()
	out = fmt.Appendf(out, "xref\n%strailer\n", table.String())
	trailer := syntax.Dict{"Root": old["Root"], "Info": old["Info"], "Size": syntax.Number(e.next), "Prev": syntax.Number(e.table)}
	if e.trailer != nil {
		e.trailer(trailer)
	}
	out = sign.Written(out, trailer)
	return fmt.Appendf(out, "\nstartxref\n%d\n%%%%EOF\n", at)
}

// sign puts a signature of make into a field and closes the revision.
func (e *editor) sign(field, kind string, make func(content []byte) []byte) []byte {
	r, d := e.field(field)
	if e.objects[r.Num] != nil {
		d = e.objects[r.Num].(syntax.Dict)
	}
	d["AP"] = syntax.Dict{"N": e.add(drawing("0 0 1 rg 0 0 9 9 re f"))}
	v := syntax.Dict{
		"Type": syntax.Name("Sig"), "Filter": syntax.Name("Adobe.PPKLite"), "SubFilter": syntax.Name(kind), "M": syntax.String{Bytes: "D:20170329080000+07'00'"},
		"Contents": syntax.String{Bytes: "\x01" + strings.Repeat("\x00", holeSize-1)}, "ByteRange": syntax.String{Bytes: strings.Trim(rangeMark, "()")},
	}
	maps.Copy(v, e.more)
	d["V"] = e.add(v)
	e.set(r, d)
	e.file = bytes.Clone(e.file)
	return placed(e.t, e.close(), make)
}

// placed fills the hole of the newest revision.
func placed(t testing.TB, out []byte, make func(content []byte) []byte) []byte {
	t.Helper()
	from := bytes.LastIndex(out, []byte("<01000000"))
	to := from + 2*holeSize + 2
	at := bytes.LastIndex(out, []byte(rangeMark))
	if from < 0 || at < 0 {
		t.Fatal("no hole")
	}
	copy(out[at:], fmt.Sprintf("%-*s", len(rangeMark), fmt.Sprintf("[0 %d %d %d]", from, to, len(out)-to)))
	copy(out[from+1:], bytes.Repeat([]byte("0"), 2*holeSize))
	hex.Encode(out[from+1:], make(slices.Concat(out[:from], out[to:])))
	return out
}
