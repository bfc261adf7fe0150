package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// An edit puts other bytes in a place of a finished file.
type edit struct {
	at, old int
	new     string
}

// revised is a file of gofpdf with what gofpdf has no call for: the language,
// so that a screen reader speaks Vietnamese; the title in the window's bar; the
// font's real name; an /ID made from the content; and a table from glyphs to
// characters as the standard wants it, for search and copying.
func revised(file []byte) ([]byte, error) {
	var edits []edit
	swap := func(old, new string) {
		for at := 0; ; at += len(old) {
			next := bytes.Index(file[at:], []byte(old))
			if next < 0 {
				return
			}
			at += next
			edits = append(edits, edit{at, len(old), new})
		}
	}
	swap("%PDF-1.3\n", "%PDF-1.7\n")
	swap("/Type /Catalog\n", "/Type /Catalog\n/Lang (vi-VN)\n/ViewerPreferences <</DisplayDocTitle true>>\n")
	swap("/Names <<\n/EmbeddedFiles << /Names [\n  \n] >>\n>>\n", "")
	swap(fmt.Sprintf("<</Length %d>>\nstream\n%s", len(toUnicode(wholeRange)), toUnicode(wholeRange)),
		fmt.Sprintf("<</Length %d>>\nstream\n%s", len(toUnicode(ranges())), toUnicode(ranges())))
	for s, name := range fontNames {
		for _, key := range []string{"/BaseFont /", "/FontName /"} {
			for _, end := range []string{"\n", " "} {
				swap(key+"utf8"+family+style(s).String()+end, key+name+end)
			}
		}
	}
	slices.SortFunc(edits, func(a, b edit) int { return a.at - b.at })
	return rewritten(file, edits)
}

// fontNames carry the tag that says that a font is cut to what the file uses.
var fontNames = [...]string{
	regular:    "THIDUA+LiberationSerif",
	bold:       "THIDUB+LiberationSerif-Bold",
	italic:     "THIDUC+LiberationSerif-Italic",
	boldItalic: "THIDUD+LiberationSerif-BoldItalic",
}

// wholeRange is how gofpdf writes that a glyph's number is its character; the
// standard forbids a range that goes on over a change of the first byte.
const wholeRange = "1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\n"

// ranges say the same for the characters that the face has.
var ranges = sync.OnceValue(func() string {
	var lines []string
	for high := range 256 {
		for low := range 256 {
			if hasGlyph(rune(high<<8 | low)) {
				lines = append(lines, fmt.Sprintf("<%02X00> <%02XFF> <%02X00>\n", high, high, high))
				break
			}
		}
	}
	var b strings.Builder
	for part := range slices.Chunk(lines, 100) { // no more than that are allowed at a time
		fmt.Fprintf(&b, "%d beginbfrange\n%sendbfrange\n", len(part), strings.Join(part, ""))
	}
	return b.String()
})

// toUnicode is the table from glyphs to characters around its ranges.
func toUnicode(ranges string) string {
	return "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n" +
		"<</Registry (Adobe)\n/Ordering (UCS)\n/Supplement 0\n>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n" + ranges +
		"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
}

var errShape = errors.New("pdf: the finished file is not in the shape that was expected")

// rewritten is file with edits, in order of place, and with a cross-reference
// table that knows how far they moved everything.
func rewritten(file []byte, edits []edit) ([]byte, error) {
	const tableMark, trailerMark, entry = "\nxref\n0 ", "trailer\n<<\n", 20
	table, trailer := bytes.LastIndex(file, []byte(tableMark)), bytes.LastIndex(file, []byte(trailerMark))
	if table < 0 || trailer < table || len(edits) == 0 || edits[len(edits)-1].at > table {
		return nil, errShape
	}
	table++ // its line break belongs to what is before
	moved := func(at int) int {
		to := at
		for _, e := range edits {
			if e.at < at {
				to += len(e.new) - e.old
			}
		}
		return to
	}

	var out bytes.Buffer
	out.Grow(len(file) + 4096)
	from := 0
	for _, e := range edits {
		out.Write(file[from:e.at])
		out.WriteString(e.new)
		from = e.at + e.old
	}
	out.Write(file[from:table])
	id := sha256.Sum256(out.Bytes())

	head := bytes.IndexByte(file[table+len(tableMark)-1:], '\n') + table + len(tableMark)
	out.Write(file[table:head])
	for at := head; at < trailer; at += entry {
		offset, err := strconv.Atoi(string(file[at : at+10]))
		if err != nil || at+entry > trailer {
			return nil, errShape
		}
		fmt.Fprintf(&out, "%010d%s", moved(offset), file[at+10:at+entry])
	}
	end := bytes.LastIndex(file, []byte("startxref\n"))
	if end < trailer {
		return nil, errShape
	}
	fmt.Fprintf(&out, "%s/ID [<%x> <%x>]\n%s", trailerMark, id[:16], id[:16], file[trailer+len(trailerMark):end])
	fmt.Fprintf(&out, "startxref\n%d\n%%%%EOF\n", moved(table))
	return out.Bytes(), nil
}
