package syntax_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"thidua/pdf/sign/syntax"
)

// build writes a file of these revisions: each a list of objects and what
// stands in its trailer.
func build(revisions ...[]string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	prev := ""
	for _, objects := range revisions {
		var table strings.Builder
		for _, o := range objects {
			var num int
			if _, err := fmt.Sscanf(o, "%d 0 obj", &num); err != nil {
				panic(err)
			}
			fmt.Fprintf(&table, "%d 1\n%010d 00000 n \n", num, b.Len())
			b.WriteString(o + "\n")
		}
		at := b.Len()
		fmt.Fprintf(&b, "xref\n%strailer\n<</Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n", table.String(), prev, at)
		prev = fmt.Sprintf("/Prev %d", at)
	}
	return []byte(b.String())
}

func TestReadRevisions(t *testing.T) {
	file := build(
		[]string{"1 0 obj <</A 1 /B [true null -.5 2 0 R (a\\(\\101\\\n) <414>] /C#41 /N>> endobj", "2 0 obj (một) endobj"},
		[]string{"2 0 obj <</Length 3 0 R>> stream\nabc\nendstream endobj", "3 0 obj 3 endobj"},
	)
	f, err := syntax.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Revisions) != 2 || f.Revisions[1].End != len(file) || f.Revisions[1].Start != f.Revisions[0].End {
		t.Fatalf("%+v", f.Revisions)
	}
	one, err := f.At(0).Object(syntax.Ref{Num: 1})
	if err != nil {
		t.Fatal(err)
	}
	array := one.(syntax.Dict)["B"].(syntax.Array)
	if want := (syntax.Array{true, nil, syntax.Number(-.5), syntax.Ref{Num: 2}}); !reflect.DeepEqual(array[:4], want) {
		t.Errorf("%v, want %v", array[:4], want)
	}
	if a, b := array[4].(syntax.String), array[5].(syntax.String); a.Bytes != "a(A" || b.Bytes != "A@" || string(file[b.At:b.End]) != "<414>" {
		t.Errorf("%+v, %+v", a, b)
	}
	if one.(syntax.Dict)["CA"] != syntax.Name("N") {
		t.Errorf("%v", one)
	}
	if v, err := f.At(0).Object(syntax.Ref{Num: 2}); err != nil || v.(syntax.String).Bytes != "một" {
		t.Errorf("before: %v, %v", v, err)
	}
	if v, err := f.At(1).Object(syntax.Ref{Num: 2}); err != nil || string(v.(syntax.Stream).Data) != "abc" {
		t.Errorf("after: %v, %v", v, err)
	}
	if v, err := f.At(0).Object(syntax.Ref{Num: 3}); err != nil || v != nil {
		t.Errorf("an object that is not there: %v, %v", v, err)
	}
}

func TestBroken(t *testing.T) {
	sound := string(build([]string{"1 0 obj <<>> endobj"}))
	for name, file := range map[string]string{
		"nothing":            "",
		"another format":     "PK\x03\x04",
		"no table":           "%PDF-1.7\n",
		"startxref far away": strings.Replace(sound, "startxref\n", "startxref\n99999", 1),
		"its own Prev":       strings.Replace(sound, "/Root 1 0 R", "/Prev 30", 1),
		"encrypted":          strings.Replace(sound, "/Root 1", "/Encrypt 1 0 R /Root 1", 1),
		"two roots":          strings.Replace(sound, "/Root 1", "/Root 2 0 R /Root 1", 1),
		"object elsewhere":   strings.Replace(sound, "0000000009", "0000000900", 1),
		"table too long":     strings.Replace(sound, "1 1\n", "1 9999999\n", 1),
		"no end mark":        strings.Replace(sound, "%%EOF", "", 1),
	} {
		if _, err := syntax.Read([]byte(file)); !errors.Is(err, syntax.ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, object := range map[string]string{
		"deep":        "1 0 obj " + strings.Repeat("[", 1000),
		"open string": "1 0 obj ( endobj",
		"length":      "1 0 obj <</Length 1000>> stream\n endstream endobj",
		"its length":  "1 0 obj <</Length 1 0 R>> stream\n endstream endobj",
		"key twice":   "1 0 obj <</A 1 /A 2>> endobj",
		"hex":         "1 0 obj <zz> endobj",
		"no number":   "1 0 obj 0x10 endobj",
		"reference":   "1 0 obj 1 0 R endobj",
		"not its own": "1 0 obj <<>> obj",
	} {
		f, err := syntax.Read(build([]string{object}))
		if err != nil {
			t.Fatal(err)
		}
		if v, err := f.At(0).Object(syntax.Ref{Num: 1}); !errors.Is(err, syntax.ErrBroken) || v != nil {
			t.Errorf("%s: %v, %v", name, v, err)
		}
	}
}

func TestText(t *testing.T) {
	for bytes, want := range map[string]string{
		"\xfe\xff\x00S\x1e\xd1": "Số", "\xef\xbb\xbfSố": "Số", "So 1\xe0": "So 1à",
	} {
		if got := (syntax.String{Bytes: bytes}).Text(); got != want {
			t.Errorf("%q: %q", bytes, got)
		}
	}
}
