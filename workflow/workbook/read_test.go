package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

const (
	relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>`
	relation  = `<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`
)

// parts are the files of a minimal workbook around one sheet.
func parts(sheet string) map[string]string {
	return map[string]string{
		"_rels/.rels":     fmt.Sprintf(relations, fmt.Sprintf(relation, "rId1", "officeDocument", "xl/workbook.xml")),
		"xl/workbook.xml": `<workbook xmlns:r="x"><sheets><sheet name="A" sheetId="7" r:id="rId9"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": fmt.Sprintf(relations, fmt.Sprintf(relation, "rId9", "worksheet", "worksheets/sheet1.xml")+
			fmt.Sprintf(relation, "rId2", "sharedStrings", "/xl/sharedStrings.xml")+fmt.Sprintf(relation, "rId3", "styles", "styles.xml")),
		"xl/sharedStrings.xml":     `<sst><si><t>một</t></si><si><r><t>ha</t></r><rPh><t>x</t></rPh><r><t>i</t></r></si></sst>`,
		"xl/styles.xml":            `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/><numFmt numFmtId="165" formatCode="#,##0.0\ &quot;day&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + sheet + `</sheetData></worksheet>`,
	}
}

func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(b []byte, width int) (rows []Row, err error) {
	for r, e := range Rows(b, width) {
		if e != nil {
			return nil, e
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// Each case is the inside of one cell A1.
func TestCell(t *testing.T) {
	for _, x := range []struct{ cell, text, fault string }{
		{`<c r="A1" t="s"><v>0</v></c>`, "một", ""},
		{`<c r="A1" t="s"><v>1</v></c>`, "hai", ""}, // two runs, no reading aid
		{`<c r="A1" t="inlineStr"><is><t> a </t></is></c>`, " a ", ""},
		{`<c r="A1" t="str"><f>B1</f><v>năm</v></c>`, "năm", ""},
		{`<c><v>4.31343</v></c>`, "4.31343", ""}, // where nothing is said, cells follow one another
		{`<c r="A1" t="n"><v>4.3134300000000003</v></c>`, "4.31343", ""},
		{`<c r="A1"><v>39.549999999999997</v></c>`, "39.55", ""},
		{`<c r="A1"><v>5531.0</v></c>`, "5531", ""},
		{`<c r="A1"><v>-0.10000000000000001</v></c>`, "-0.1", ""},
		{`<c r="A1"><v>1.5E-2</v></c>`, "0.015", ""},
		{`<c r="A1"><v>1.2345E+20</v></c>`, "123450000000000000000", ""},
		{`<c r="A1"><v>-0</v></c>`, "0", ""},
		{`<c r="A1"><v>123456789012345</v></c>`, "123456789012345", ""},
		{`<c r="A1"><v>1234567890123456</v></c>`, "", faultDigits},
		{`<c r="A1"><v>1E+40</v></c>`, "", faultDigits},
		{`<c r="A1"><v>1E-40</v></c>`, "", faultDigits},
		{`<c r="A1"><f>B1+C1</f><v>0.30000000000000004</v></c>`, "0.3", ""},
		{`<c r="A1"><f>B1</f></c>`, "", faultFormula},
		{`<c r="A1"><f>B1</f><v></v></c>`, "", faultFormula},
		{`<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>`, "", faultError},
		{`<c r="A1" t="b"><v>1</v></c>`, "", faultBoolean},
		{`<c r="A1" t="d"><v>2017-07-10</v></c>`, "", faultDate},
		{`<c r="A1" s="1"><v>42926</v></c>`, "", faultDate},
		{`<c r="A1" s="3"><v>42926</v></c>`, "", faultDate},
		{`<c r="A1" s="2"><v>0.8266</v></c>`, "", faultPercent},
		{`<c r="A1" s="4"><v>0.5</v></c>`, "0.5", ""}, // "day" is printed, not a day
	} {
		rows, err := read(packed(t, parts(`<row r="1">`+x.cell+`</row>`)), 1)
		if err != nil || len(rows) != 1 {
			t.Errorf("%s: %v, %v", x.cell, rows, err)
			continue
		}
		if got := rows[0].Cells[0]; got.Text != x.text || got.Fault != x.fault {
			t.Errorf("%s: %+v, want %q %q", x.cell, got, x.text, x.fault)
		}
	}
}

func TestRowsAsTheyStand(t *testing.T) {
	rows, err := read(packed(t, parts(`<row r="2"><c r="A2"/></row><row r="3" hidden="1"><c r="B3"><v>5</v></c><c r="D3"><v>6</v></c><c r="AA3"><v>7</v></c></row><row><c><v>1</v></c></row>`)), 3)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[0].Number != 3 || rows[0].Cells[1].Text != "5" || rows[0].Beyond != "D3" || rows[1].Number != 4 {
		t.Fatalf("%+v", rows)
	}
}

// What a workbook of another program shows is what is read from it.
func TestReadExcelize(t *testing.T) {
	f := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "kỳ", "B1": 4.31343, "C1": 65913, "B2": time.Date(2017, 7, 10, 0, 0, 0, 0, time.UTC)} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := read(b.Bytes(), 3)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(rows); got != `[{1 [{kỳ } {4.31343 } {65913 }] } {2 [{ } { `+faultDate+`} { }] }]` {
		t.Fatal(got)
	}
}

// A hostile or broken workbook is refused in one sentence.
func TestRefusedWorkbooks(t *testing.T) {
	with := func(name, text string) []byte {
		p := parts(`<row r="1"><c r="A1"><v>1</v></c></row>`)
		if p[name] = text; text == "" {
			delete(p, name)
		}
		return packed(t, p)
	}
	good := packed(t, parts(`<row r="1"><c r="A1"><v>1</v></c></row>`))
	if rows, err := read(good, 1); err != nil || len(rows) != 1 {
		t.Fatal("the control is refused too:", rows, err)
	}
	const sheet = "xl/worksheets/sheet1.xml"
	for name, x := range map[string]struct {
		b    []byte
		want error
	}{
		"empty":             {nil, errDamaged},
		"no zip":            {[]byte("period,member\n"), errDamaged},
		"old Excel":         {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"), errDamaged},
		"cut off":           {good[:len(good)/2], errDamaged},
		"no relations":      {with("_rels/.rels", ""), errDamaged},
		"no sheet":          {with(sheet, ""), errDamaged},
		"no sheets":         {with("xl/workbook.xml", "<workbook/>"), errNoSheet},
		"only a chart":      {with("xl/_rels/workbook.xml.rels", fmt.Sprintf(relations, fmt.Sprintf(relation, "rId9", "chartsheet", "sheet1.xml"))), errNoSheet},
		"macros":            {with("xl/vbaProject.bin", "x"), errMacros},
		"not closed":        {with(sheet, "<worksheet><sheetData>"), errDamaged},
		"twice":             {with(sheet, `<worksheet><row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row></worksheet>`), errDamaged},
		"backwards":         {with(sheet, `<worksheet><row r="2"/><row r="1"/></worksheet>`), errDamaged},
		"another row":       {with(sheet, `<worksheet><row r="2"><c r="A3"/></row></worksheet>`), errDamaged},
		"beyond the sheet":  {with(sheet, `<worksheet><row r="2000000"/></worksheet>`), errDamaged},
		"no such text":      {with(sheet, `<worksheet><row r="1"><c r="A1" t="s"><v>9</v></c></row></worksheet>`), errDamaged},
		"no number":         {with(sheet, `<worksheet><row r="1"><c r="A1"><v>NaN</v></c></row></worksheet>`), errDamaged},
		"unknown kind":      {with(sheet, `<worksheet><row r="1"><c r="A1" t="z"><v>1</v></c></row></worksheet>`), errDamaged},
		"entities":          {with(sheet, `<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><row><c t="str"><v>&a;</v></c></row></worksheet>`), errDamaged},
		"deep":              {with(sheet, strings.Repeat("<a>", 200)), errDamaged},
		"a bomb":            {with(sheet, "<worksheet>"+strings.Repeat("<x>"+strings.Repeat(" ", 900<<10)+"</x>", 40)), errLarge},
		"a bomb of text":    {with("xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat("a", 2<<20)), errLarge},
		"a bomb of strings": {with("xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si/>", maxStrings+1)+"</sst>"), errLarge},
		"a bomb of styles":  {with("xl/styles.xml", "<styleSheet><cellXfs>"+strings.Repeat("<xf/>", maxStyles+1)), errLarge},
	} {
		rows, err := read(x.b, 1)
		if err != x.want {
			t.Errorf("%s: %d rows, %v; want %v", name, len(rows), err, x.want)
		}
	}
}

// A header that lies about the size of a part makes no rows disappear in silence.
func TestLyingHeader(t *testing.T) {
	var sheet strings.Builder
	for i := 1; i <= 1000; i++ {
		fmt.Fprintf(&sheet, `<row r="%d"><c r="A%d"><v>%d</v></c></row>`, i, i, i)
	}
	b := packed(t, parts(sheet.String()))
	if rows, err := read(b, 1); err != nil || len(rows) != 1000 {
		t.Fatal(len(rows), err)
	}
	// In every entry of the directory at the end: the size unpacked.
	at := bytes.Index(b, []byte("PK\x01\x02"))
	for i := at; i >= 0 && i < len(b) && bytes.HasPrefix(b[i:], []byte("PK\x01\x02")); {
		name := int(binary.LittleEndian.Uint16(b[i+28:]))
		if string(b[i+46:i+46+name]) == "xl/worksheets/sheet1.xml" {
			binary.LittleEndian.PutUint32(b[i+24:], 700)
		}
		i += 46 + name + int(binary.LittleEndian.Uint16(b[i+30:])) + int(binary.LittleEndian.Uint16(b[i+32:]))
	}
	if rows, err := read(b, 1); err != errDamaged {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
}

func TestAddress(t *testing.T) {
	for _, x := range []struct {
		column int
		want   string
	}{{1, "A7"}, {26, "Z7"}, {27, "AA7"}, {702, "ZZ7"}, {703, "AAA7"}, {lastColumn, "XFD7"}} {
		if got := Address(x.column, 7); got != x.want {
			t.Errorf("%d: %s", x.column, got)
		}
		if n, err := columnOf(x.want, 7); err != nil || n != fmt.Sprint(x.column) {
			t.Errorf("%s: %s, %v", x.want, n, err)
		}
	}
}

func FuzzRows(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" s="1"><v>1.5E-2</v></c><c t="s"><v>0</v></c></row>`)
	f.Add(`<row><c t="inlineStr"><is><t>a</t></is></c></row>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		last := 0
		for r, err := range Rows(packed(t, parts(sheet)), 3) {
			if err != nil {
				return
			}
			if r.Number <= last || len(r.Cells) != 3 {
				t.Fatalf("row %+v after row %d", r, last)
			}
			last = r.Number
		}
	})
}
