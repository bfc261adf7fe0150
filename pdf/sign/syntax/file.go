package syntax

import (
	"bytes"
	"fmt"
	"strings"
)

// What bounds the work that a file may ask for.
const (
	maxRevisions = 256
	maxObject    = 1 << 23 // highest object number
	maxReads     = 64      // how often a byte is read for objects, on average
)

// A File is a PDF and its revisions, oldest first.
type File struct {
	Bytes     []byte
	Revisions []Revision

	objects map[int]object // by where they stand
	spent   int            // bytes read for objects
}

// A Revision is one step in the life of a file: what was appended, up to and
// with its end of file mark.
type Revision struct {
	Start, End int // bytes of it; End is after the line end that follows %%EOF
	Mark       int // right after %%EOF
	Table      int // where its cross-reference table stands
	Trailer    Dict
	table      map[int]entry
}

type entry struct {
	at, gen int
	free    bool
}

type object struct {
	ref   Ref
	value Value
	end   int
	err   error
}

// Read reads the revisions of a file. Objects are read when asked for.
func Read(file []byte) (*File, error) {
	f := &File{Bytes: file, objects: map[int]object{}}
	if !bytes.HasPrefix(file, []byte("%PDF-1.")) {
		return nil, fmt.Errorf("%w: no PDF", ErrBroken)
	}
	last := bytes.LastIndex(file, []byte("startxref"))
	if last < 0 {
		return nil, fmt.Errorf("%w: no cross-reference table", ErrBroken)
	}
	l := &lexer{file, last}
	l.word()
	at, err := l.count()
	if err != nil {
		return nil, err
	}
	var found []Revision // newest first
	for limit := len(file); ; {
		if at >= limit || len(found) == maxRevisions {
			return nil, fmt.Errorf("%w: revisions", ErrBroken)
		}
		r, err := section(file, at)
		if err != nil {
			return nil, err
		}
		found = append(found, r)
		prev, more := r.Trailer["Prev"]
		if !more {
			break
		}
		n, ok := prev.(Number)
		if !ok || n < 0 || float64(n) != float64(int(n)) {
			return nil, fmt.Errorf("%w: Prev", ErrBroken)
		}
		limit, at = at, int(n)
	}
	for i := len(found) - 1; i >= 0; i-- {
		r := found[i]
		if n := len(f.Revisions); n > 0 {
			r.Start = f.Revisions[n-1].End
		}
		// What a revision's table names stands in that revision.
		for num, e := range r.table {
			if !e.free && (e.at < r.Start || e.at >= r.Table) {
				return nil, fmt.Errorf("%w: object %d at %d", ErrBroken, num, e.at)
			}
		}
		if r.Table < r.Start {
			return nil, fmt.Errorf("%w: revisions overlap", ErrBroken)
		}
		f.Revisions = append(f.Revisions, r)
	}
	return f, nil
}

// section reads a cross-reference table, its trailer and the end of file mark.
func section(file []byte, at int) (Revision, error) {
	r := Revision{Table: at, table: map[int]entry{}}
	l := &lexer{file, at}
	if !bytes.HasPrefix(file[at:], []byte("xref")) {
		return r, l.fault("no cross-reference table")
	}
	l.at += len("xref")
	for {
		w := l.word()
		if w == "trailer" {
			break
		}
		first, ok := digits(w)
		n, err := l.count()
		if !ok || err != nil || first+n > maxObject {
			return r, l.fault("cross-reference table")
		}
		l.skip()
		if n > (len(file)-l.at)/20 {
			return r, l.fault("cross-reference table")
		}
		for i := range n {
			line := string(file[l.at : l.at+20])
			offset, ok1 := digits(line[:10])
			gen, ok2 := digits(line[11:16])
			kind, end := line[17], line[18:]
			if !ok1 || !ok2 || line[10] != ' ' || line[16] != ' ' || kind != 'n' && kind != 'f' || strings.TrimLeft(end, " \r\n") != "" {
				return r, l.fault("cross-reference table")
			}
			if _, twice := r.table[first+i]; twice {
				return r, l.fault("object twice in a cross-reference table")
			}
			r.table[first+i] = entry{offset, gen, kind == 'f'}
			l.at += 20
		}
	}
	v, err := l.value(0)
	if err != nil {
		return r, err
	}
	var ok bool
	if r.Trailer, ok = v.(Dict); !ok {
		return r, l.fault("trailer")
	}
	for _, key := range []Name{"Encrypt", "XRefStm"} {
		if r.Trailer[key] != nil {
			return r, l.fault(string(key))
		}
	}
	if err := l.expect("startxref"); err != nil {
		return r, err
	}
	if own, err := l.count(); err != nil || own != at {
		return r, l.fault("startxref")
	}
	for l.at < len(file) && space(file[l.at]) {
		l.at++
	}
	if !bytes.HasPrefix(file[l.at:], []byte("%%EOF")) {
		return r, l.fault("no %%EOF")
	}
	r.Mark = l.at + len("%%EOF")
	r.End = r.Mark
	for _, eol := range []string{"\r\n", "\n", "\r"} {
		if bytes.HasPrefix(file[r.Mark:], []byte(eol)) {
			r.End += len(eol)
			break
		}
	}
	return r, nil
}

// A View is the file as it was after one revision.
type View struct {
	file *File
	last int
}

// At is the file after revision i.
func (f *File) At(i int) View { return View{f, i} }

// Trailer is the newest trailer.
func (v View) Trailer() Dict { return v.file.Revisions[v.last].Trailer }

// Where is where an object stands in the file, and in which revision, or false
// when there is none.
func (v View) Where(r Ref) (at, revision int, ok bool) {
	for i := v.last; i >= 0; i-- {
		if e, known := v.file.Revisions[i].table[r.Num]; known {
			return e.at, i, !e.free && e.gen == r.Gen
		}
	}
	return 0, 0, false
}

// Object is an object's value: null when there is none. A reference to a
// reference is a fault.
func (v View) Object(r Ref) (Value, error) {
	at, _, ok := v.Where(r)
	if !ok {
		return nil, nil
	}
	value, _, err := v.read(r, at, 0)
	return value, err
}

// Resolve follows a value if it is a reference.
func (v View) Resolve(value Value) (Value, error) {
	if r, ok := value.(Ref); ok {
		return v.Object(r)
	}
	return value, nil
}

// read reads the object r at that place, and says where it ends; depth counts
// lengths that stand in objects of their own. Those may be another in each
// revision, so that such a stream is read again each time.
func (v View) read(r Ref, at, depth int) (value Value, end int, err error) {
	f := v.file
	if o, known := f.objects[at]; known && o.ref == r {
		return o.value, o.end, o.err
	}
	if f.spent > maxReads*len(f.Bytes) {
		return nil, 0, fmt.Errorf("%w: objects within objects", ErrBroken)
	}
	l := &lexer{f.Bytes, at}
	value, err = v.head(l, r)
	own := true
	if err == nil {
		if d, ok := value.(Dict); ok && bytes.HasPrefix(f.Bytes[l.at:], []byte("stream")) {
			var n Number
			if n, own = d["Length"].(Number); !own {
				n, err = v.length(d["Length"], depth)
			}
			if err == nil {
				value, err = stream(l, d, n)
			}
		}
	}
	if err == nil {
		err = l.expect("endobj")
	}
	if err != nil {
		value = nil
	}
	f.spent += l.at - at
	if own {
		f.objects[at] = object{r, value, l.at, err}
	}
	return value, l.at, err
}

// head reads an object up to the end of its value.
func (v View) head(l *lexer, r Ref) (Value, error) {
	num, err := l.count()
	if err != nil || num != r.Num {
		return nil, l.fault("no object " + fmt.Sprint(r.Num))
	}
	if gen, err := l.count(); err != nil || gen != r.Gen {
		return nil, l.fault("object")
	}
	if err := l.expect("obj"); err != nil {
		return nil, err
	}
	value, err := l.value(0)
	if err != nil {
		return nil, err
	}
	if _, ok := value.(Ref); ok {
		return nil, l.fault("reference to a reference")
	}
	l.skip()
	return value, nil
}

func (v View) length(value Value, depth int) (Number, error) {
	r, ok := value.(Ref)
	at, _, there := v.Where(r)
	if !ok || !there || depth > 0 {
		return 0, fmt.Errorf("%w: length of a stream", ErrBroken)
	}
	length, _, err := v.read(r, at, depth+1)
	if err != nil {
		return 0, err
	}
	n, ok := length.(Number)
	if !ok {
		return 0, fmt.Errorf("%w: length of a stream", ErrBroken)
	}
	return n, nil
}

// stream reads n bytes of a stream.
func stream(l *lexer, d Dict, n Number) (Value, error) {
	l.at += len("stream")
	switch {
	case bytes.HasPrefix(l.file[l.at:], []byte("\r\n")):
		l.at += 2
	case bytes.HasPrefix(l.file[l.at:], []byte("\n")):
		l.at++
	default:
		return nil, l.fault("stream")
	}
	if n < 0 || float64(n) != float64(int(n)) || int(n) > len(l.file)-l.at {
		return nil, l.fault("length of a stream")
	}
	data := l.file[l.at : l.at+int(n)]
	l.at += int(n)
	if err := l.expect("endstream"); err != nil {
		return nil, err
	}
	return Stream{d, data}, nil
}
