package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"strings"
	"testing"
)

const (
	sheetPart   = "xl/worksheets/sheet1.xml"
	stringsPart = "xl/sharedStrings.xml"
	stylesPart  = "xl/styles.xml"
	bookPart    = "xl/workbook.xml"
	refsPart    = "xl/_rels/workbook.xml.rels"
	typesPart   = "[Content_Types].xml"

	inData = "<worksheet><sheetData>"
)

// A hostile file is made when it is needed: none is in the repository.
type hostile struct {
	name string
	make func(testing.TB) []byte
	want error // of Read; nil: it does no harm, and what it holds is read
}

var hostiles = []hostile{
	{"noise", noise(""), ErrDamaged},
	{"noise like a zip", noise("PK\x03\x04"), ErrDamaged},
	{"noise like old Excel", noise("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ErrOld},
	{"password", noise("\xd0\xcf\x11\xe0" + strings.Repeat("\x00", 508) + string(encrypted)), ErrEncrypted},
	{"over 20 MiB", func(testing.TB) []byte { return make([]byte, maxPacked+1) }, ErrLarge},

	{"macros", with("xl/vbaProject.bin", "x"), ErrMacros},
	{"macros elsewhere", with("xl/printerSettings/vbaproject.BIN", "x"), ErrMacros},
	{"macros by type", with(typesPart, `<Types><Override PartName="/xl/theme/any.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>`), ErrMacros},
	{"macros by relation", with(refsPart, `<Relationships>`+fmt.Sprintf(reference, "r", "vbaProject", "theme.xml")+`</Relationships>`), ErrMacros},
	{"xlsm without macros", with(typesPart, `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`), ErrMacros},
	{"macro sheet", with(refsPart, `<Relationships>`+fmt.Sprintf(reference, "rId9", "xlMacrosheet", "worksheets/sheet1.xml")+`</Relationships>`), ErrMacros},

	{"header says less", lying(sheetPart, 0.5), ErrDamaged},
	{"header says more", lying(sheetPart, 1e6), ErrDamaged},
	{"header says nothing", lying(sheetPart, 0), ErrDamaged},
	{"bomb said to be small", bomb(500, sheetPart, inData, "<row/>"), ErrDamaged},

	{"100000 rows", with(sheetPart, inData+strings.Repeat("<row><c><v>1</v></c></row>", 100_000)+"</sheetData></worksheet>"), ErrRows},
	{"100000 columns", with(sheetPart, inData+"<row>"+strings.Repeat("<c><v>1</v></c>", 100_000)), ErrDamaged},
	{"column EQXD", with(sheetPart, inData+`<row r="1"><c r="EQXD1"><v>1</v></c>`), ErrDamaged},
	{"200 times one sheet", with(bookPart, `<workbook xmlns:r="r"><sheets>`+strings.Repeat(`<sheet r:id="rId9"/>`, 200)+`</sheets></workbook>`,
		sheetPart, inData+strings.Repeat("<row/>", 30_000)+"</sheetData></worksheet>"), ErrLarge},
	{"one text everywhere", with(stringsPart, `<sst><si><t>`+strings.Repeat("a", 1_000_000)+`</t></si></sst>`,
		sheetPart, inData+strings.Repeat("<row>"+strings.Repeat(`<c t="s"><v>0</v></c>`, 30)+"</row>", MaxRows)+"</sheetData></worksheet>"), nil},
	{"one format everywhere", with(stylesPart, `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="`+strings.Repeat("[h", 400_000)+`"/></numFmts><cellXfs>`+
		strings.Repeat(`<xf numFmtId="164"/>`, 60_000)+`</cellXfs></styleSheet>`), ErrLarge},
	{"deep", with(sheetPart, strings.Repeat("<a>", 1_000_000)), ErrDamaged},
	{"billion laughs", with(sheetPart, `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>`), ErrDamaged},
	{"file by entity", with(sheetPart, `<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>`), ErrDamaged},
	{"bomb of attributes", bomb(0, sheetPart, inData, "<row"+strings.Repeat(` a=""`, 150_000)+"/>"), ErrLarge},
	{"bomb of namespaces", bomb(0, sheetPart, inData, "<row"+strings.Repeat(` xmlns:a=""`, 80_000)+"/>"), ErrLarge},

	{"path upwards", with("xl/../../../etc/passwd", "x"), ErrDamaged},
	{"part twice", with("XL/worksheets/Sheet1.xml", "<worksheet/>"), ErrDamaged},
	{"6000 parts", many(6000, "", false), ErrLarge},
	{"150000 parts, said to be few", many(150_000, "", true), ErrLarge},
	{"comments in the directory", many(300, strings.Repeat("a", 65_000), false), ErrLarge},

	{"bomb of spaces", bomb(0, sheetPart, inData, " "), ErrLarge},
	{"bomb of elements", bomb(0, sheetPart, inData, "<a/>"), ErrLarge},
	{"bomb of rows", bomb(0, sheetPart, inData, "<row/>"), ErrLarge},
	{"bomb of cells", bomb(0, sheetPart, inData, "<row><c/><c/><c/><c/></row>"), ErrLarge},
	{"bomb of numbers", bomb(0, sheetPart, inData, "<row>"+strings.Repeat("<c><v>0.30000000000000004</v></c>", 90)+"</row>"), ErrLarge},
	{"bomb of inline texts", bomb(0, sheetPart, inData, "<row>"+strings.Repeat(`<c t="str"><v>`+strings.Repeat("a", 80)+`</v></c>`, 40)+"</row>"), ErrLarge},
	{"bomb of comments", bomb(0, sheetPart, inData+`<row><c t="str"><v>`, "<!---->a"), ErrLarge},
	{"bomb of short texts", bomb(0, stringsPart, "<sst>", "<si><t>a</t></si>"), ErrLarge},
	{"bomb of long texts", bomb(0, stringsPart, "<sst>", "<si><t>"+strings.Repeat("a", 60)+"</t></si>"), ErrLarge},
	{"bomb of huge texts", bomb(0, stringsPart, "<sst>", "<si><t>"+strings.Repeat("a", 1_000_000)+"</t></si>"), ErrLarge},
	{"bomb of runs", bomb(0, stringsPart, "<sst><si>", "<r><t>a</t></r>"), ErrLarge},
	{"bomb of styles", bomb(0, stylesPart, "<styleSheet><cellXfs>", "<xf/>"), ErrLarge},
	{"bomb of formats", bomb(0, stylesPart, "<styleSheet>", `<numFmt numFmtId="1" formatCode="`+strings.Repeat(`[h`, 490)+`"/>`), ErrLarge},
	{"bomb of relations", bomb(0, refsPart, "<Relationships>", "<Relationship/>"), ErrLarge},
	{"bomb of sheets", bomb(0, bookPart, `<workbook xmlns:r="r"><sheets>`, `<sheet r:id="rId9"/>`), ErrLarge},
	{"bomb of types", bomb(0, typesPart, "<Types>", "<Default/>"), ErrLarge},
	{"bomb in a picture", bomb(0, "xl/media/image1.png", "", "\x00"), nil},
}

func noise(begin string) func(testing.TB) []byte {
	return func(testing.TB) []byte {
		b := make([]byte, maxPacked)
		rand.NewChaCha8([32]byte{7}).Read(b)
		copy(b, begin)
		return b
	}
}

// with is a workbook that is right but for the parts named.
func with(changes ...string) func(testing.TB) []byte {
	return func(t testing.TB) []byte {
		p := parts(`<row r="1"><c r="A1"><v>1</v></c></row>`)
		for i := 0; i < len(changes); i += 2 {
			p[changes[i]] = changes[i+1]
		}
		return packed(t, p)
	}
}

// lying is a workbook that is right but for what it says of the size of a part.
func lying(part string, times float64) func(testing.TB) []byte {
	return func(t testing.TB) []byte {
		b := with()(t)
		for _, at := range entries(b) {
			if name := int(binary.LittleEndian.Uint16(b[at+28:])); string(b[at+46:at+46+name]) == part {
				size := float64(binary.LittleEndian.Uint32(b[at+24:]))
				binary.LittleEndian.PutUint32(b[at+24:], uint32(size*times))
			}
		}
		return b
	}
}

// entries are where the entries of a zip file's directory stand.
func entries(b []byte) (at []int) {
	for i := bytes.Index(b, entry); i >= 0 && bytes.HasPrefix(b[i:], entry); {
		at = append(at, i)
		i += 46 + int(binary.LittleEndian.Uint16(b[i+28:])) + int(binary.LittleEndian.Uint16(b[i+30:])) + int(binary.LittleEndian.Uint16(b[i+32:]))
	}
	return at
}

// many is a workbook with empty parts beside; their number in its directory is
// the true one or what two bytes can hold of it.
func many(n int, comment string, few bool) func(testing.TB) []byte {
	return func(t testing.TB) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for i := range n {
			if _, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprint("a", i), Comment: comment}); err != nil {
				t.Fatal(err)
			}
		}
		for name, text := range parts("") {
			w, err := z.Create(name)
			if err == nil {
				_, err = w.Write([]byte(text))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		file := b.Bytes()
		if few { // the end of the directory as in a file of less than 65536 parts
			end := file[len(file)-22:]
			all := entries(file)
			binary.LittleEndian.PutUint16(end[8:], uint16(len(all)))
			binary.LittleEndian.PutUint16(end[10:], uint16(len(all)))
		}
		return file
	}
}

// bomb is a workbook in which one part begins as given and then says the same
// again and again, 500 MB of it: as its header says, or says otherwise. Nobody
// gets as far as its checksum.
func bomb(said int, part, begin, again string) func(testing.TB) []byte {
	return func(t testing.TB) []byte {
		block := strings.Repeat(again, 1+(1<<20)/len(again))
		times := 500_000_000 / len(block)
		var b bytes.Buffer
		w, err := flate.NewWriter(&b, flate.BestCompression)
		squeezed := func(text string) []byte { // up to where the stream can be cut
			b.Reset()
			if err == nil {
				_, err = w.Write([]byte(text))
			}
			if err == nil {
				err = w.Flush()
			}
			return bytes.Clone(b.Bytes())
		}
		raw := squeezed(begin)
		w.Reset(&b) // what is repeated may not refer to what came before
		raw = append(raw, bytes.Repeat(squeezed(block), times)...)
		if said == 0 {
			said = len(begin) + times*len(block)
		}

		p := parts(`<row r="1"><c r="A1"><v>1</v></c></row>`)
		delete(p, part)
		var file bytes.Buffer
		z := zip.NewWriter(&file)
		put := func(h *zip.FileHeader, raw []byte) {
			out, e := z.CreateRaw(h)
			if e == nil {
				_, e = out.Write(raw)
			}
			if err == nil {
				err = e
			}
		}
		for name, text := range p {
			n := uint64(len(text))
			put(&zip.FileHeader{Name: name, CRC32: crc32.ChecksumIEEE([]byte(text)), CompressedSize64: n, UncompressedSize64: n}, []byte(text))
		}
		put(&zip.FileHeader{Name: part, Method: zip.Deflate, CompressedSize64: uint64(len(raw)), UncompressedSize64: uint64(said)}, raw)
		if err == nil {
			err = z.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		return file.Bytes()
	}
}

// Each hostile file is refused for what is wrong with it. How fast, and with how
// much memory, is measured by BenchmarkHostile.
func TestHostile(t *testing.T) {
	if sheets, err := Read(with()(t)); err != nil || len(sheets) != 1 {
		t.Fatal("the control is refused too:", err)
	}
	for _, x := range hostiles {
		if testing.Short() && strings.HasPrefix(x.name, "bomb") {
			continue
		}
		sheets, err := Read(x.make(t))
		if err != x.want {
			t.Errorf("%s: %d sheets, %v; want %v", x.name, len(sheets), err, x.want)
		}
	}
}
