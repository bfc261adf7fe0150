package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

const (
	references = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>`
	reference  = `<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`
)

// parts are the files of a minimal workbook around one sheet.
func parts(sheet string) map[string]string {
	return map[string]string{
		"_rels/.rels":     fmt.Sprintf(references, fmt.Sprintf(reference, "rId1", "officeDocument", "xl/workbook.xml")),
		"xl/workbook.xml": `<workbook xmlns:r="x"><sheets><sheet name="A" sheetId="7" r:id="rId9"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": fmt.Sprintf(references, fmt.Sprintf(reference, "rId9", "worksheet", "worksheets/sheet1.xml")+
			fmt.Sprintf(reference, "rId2", "sharedStrings", "/xl/sharedStrings.xml")+fmt.Sprintf(reference, "rId3", "styles", "styles.xml")),
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
	for _, x := range []struct {
		cell, text string
		fault      Fault
	}{
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
		{`<c r="A1"><v>1234567890123456</v></c>`, "", FaultDigits},
		{`<c r="A1"><v>1E+40</v></c>`, "", FaultDigits},
		{`<c r="A1"><v>1E-40</v></c>`, "", FaultDigits},
		{`<c r="A1"><f>B1+C1</f><v>0.30000000000000004</v></c>`, "0.3", ""},
		{`<c r="A1"><f>B1</f></c>`, "", FaultFormula},
		{`<c r="A1"><f>B1</f><v></v></c>`, "", FaultFormula},
		{`<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>`, "", FaultError},
		{`<c r="A1" t="b"><v>1</v></c>`, "", FaultBoolean},
		{`<c r="A1" t="d"><v>2017-07-10</v></c>`, "", FaultDate},
		{`<c r="A1" s="1"><v>42926</v></c>`, "", FaultDate},
		{`<c r="A1" s="3"><v>42926</v></c>`, "", FaultDate},
		{`<c r="A1" s="2"><v>0.8266</v></c>`, "", FaultPercent},
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
	want := []Row{
		{Number: 1, Cells: []Cell{{Text: "kỳ"}, {Text: "4.31343", Number: true}, {Text: "65913", Number: true}}},
		{Number: 2, Cells: []Cell{{}, {Fault: FaultDate}, {}}},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Fatal(diff)
	}
}

// A whole workbook comes in its order, with what is hidden and what was not typed.
func TestRead(t *testing.T) {
	p := parts(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>C1*2</f><v>0.10000000000000001</v></c></row>`)
	p["xl/workbook.xml"] = `<workbook xmlns:r="x"><sheets><sheet name="Tháng 9" r:id="rId8"/><sheet name="Biểu đồ" r:id="rId7"/><sheet name="A" state="veryHidden" r:id="rId9"/></sheets></workbook>`
	p["xl/_rels/workbook.xml.rels"] = fmt.Sprintf(references, fmt.Sprintf(reference, "rId9", "worksheet", "worksheets/sheet1.xml")+
		fmt.Sprintf(reference, "rId8", "worksheet", "worksheets/sheet2.xml")+fmt.Sprintf(reference, "rId7", "chartsheet", "chartsheets/sheet1.xml")+
		fmt.Sprintf(reference, "rId2", "sharedStrings", "sharedStrings.xml"))
	p["xl/worksheets/sheet2.xml"] = `<worksheet><sheetData><row r="4"><c r="BH4" t="str"><f>A1</f><v>x</v></c><c r="BI4"><v>1</v></c><c r="BJ4"><f>A1</f></c></row></sheetData>` +
		`<controls><anchor><row>9</row><c/></anchor></controls></worksheet>`
	sheets, err := Read(packed(t, p))
	if err != nil {
		t.Fatal(err)
	}
	row := func(n int, beyond string, cells map[int]Cell) Row {
		r := Row{Number: n, Cells: make([]Cell, MaxColumns), Beyond: beyond}
		for i, c := range cells {
			r.Cells[i] = c
		}
		return r
	}
	want := []Sheet{
		{Name: "Tháng 9", Rows: []Row{row(4, "BI4", map[int]Cell{59: {Text: "x", Formula: true}})}},
		{Name: "A", Hidden: true, Rows: []Row{row(1, "", map[int]Cell{0: {Text: "một"}, 1: {Text: "0.1", Number: true, Formula: true}})}},
	}
	if diff := cmp.Diff(want, sheets); diff != "" {
		t.Fatal(diff)
	}
}

// Just as many rows and sheets as may be are read, one more is told.
func TestReadLimits(t *testing.T) {
	with := func(sheets, rows int) []byte {
		p := parts("")
		var list, refs, cells strings.Builder
		for i := range rows {
			fmt.Fprintf(&cells, `<row r="%d"><c><v>1</v></c></row><row/>`, 2*i+1)
		}
		for i := range sheets {
			fmt.Fprintf(&list, `<sheet name="%d" r:id="s%d"/>`, i, i)
			fmt.Fprintf(&refs, reference, fmt.Sprint("s", i), "worksheet", fmt.Sprintf("s%d.xml", i))
			p[fmt.Sprintf("xl/s%d.xml", i)] = `<worksheet><sheetData>` + cells.String() + `</sheetData></worksheet>`
		}
		p["xl/workbook.xml"] = `<workbook xmlns:r="x"><sheets>` + list.String() + `</sheets></workbook>`
		p["xl/_rels/workbook.xml.rels"] = fmt.Sprintf(references, refs.String())
		return packed(t, p)
	}
	for _, x := range []struct {
		sheets, rows int
		want         error
	}{{MaxSheets, MaxRows / MaxSheets, nil}, {MaxSheets + 1, 1, ErrRows}, {1, MaxRows, nil}, {1, MaxRows + 1, ErrRows}, {2, MaxRows/2 + 1, ErrRows}} {
		sheets, err := Read(with(x.sheets, x.rows))
		if err != x.want || err == nil && (len(sheets) != x.sheets || len(sheets[x.sheets-1].Rows) != x.rows) {
			t.Errorf("%d × %d: %d sheets, %v", x.sheets, x.rows, len(sheets), err)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, f := range Faults {
		if f.String() == string(f) || f.String() == "" {
			t.Errorf("%s has no sentence", string(f))
		}
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
		"empty":             {nil, ErrDamaged},
		"no zip":            {[]byte("period,member\n"), ErrDamaged},
		"old Excel":         {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"), ErrOld},
		"cut off":           {good[:len(good)/2], ErrDamaged},
		"no relations":      {with("_rels/.rels", ""), ErrDamaged},
		"no sheet":          {with(sheet, ""), ErrDamaged},
		"no sheets":         {with("xl/workbook.xml", "<workbook/>"), ErrNoSheet},
		"only a chart":      {with("xl/_rels/workbook.xml.rels", fmt.Sprintf(references, fmt.Sprintf(reference, "rId9", "chartsheet", "sheet1.xml"))), ErrNoSheet},
		"macros":            {with("xl/vbaProject.bin", "x"), ErrMacros},
		"not closed":        {with(sheet, "<worksheet><sheetData>"), ErrDamaged},
		"twice":             {with(sheet, `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row></sheetData></worksheet>`), ErrDamaged},
		"backwards":         {with(sheet, `<worksheet><sheetData><row r="2"/><row r="1"/></sheetData></worksheet>`), ErrDamaged},
		"another row":       {with(sheet, `<worksheet><sheetData><row r="2"><c r="A3"/></row></sheetData></worksheet>`), ErrDamaged},
		"beyond the sheet":  {with(sheet, `<worksheet><sheetData><row r="2000000"/></sheetData></worksheet>`), ErrDamaged},
		"no such text":      {with(sheet, `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>9</v></c></row></sheetData></worksheet>`), ErrDamaged},
		"no number":         {with(sheet, `<worksheet><sheetData><row r="1"><c r="A1"><v>NaN</v></c></row></sheetData></worksheet>`), ErrDamaged},
		"unknown kind":      {with(sheet, `<worksheet><sheetData><row r="1"><c r="A1" t="z"><v>1</v></c></row></sheetData></worksheet>`), ErrDamaged},
		"entities":          {with(sheet, `<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>`), ErrDamaged},
		"deep":              {with(sheet, strings.Repeat("<a>", 200)), ErrDamaged},
		"a bomb":            {with(sheet, "<worksheet>"+strings.Repeat("<x>"+strings.Repeat(" ", 900<<10)+"</x>", 40)), ErrLarge},
		"a bomb of text":    {with("xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat("a", 2<<20)), ErrLarge},
		"a bomb of strings": {with("xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si/>", maxStrings+1)+"</sst>"), ErrLarge},
		"a bomb of styles":  {with("xl/styles.xml", "<styleSheet><cellXfs>"+strings.Repeat("<xf/>", maxStyles+1)), ErrLarge},
	} {
		if testing.Short() && strings.HasPrefix(name, "a bomb") {
			continue
		}
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
	if rows, err := read(b, 1); err != ErrDamaged {
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

// A line about an ending that no part has carries no macros.
func TestADeclaredKindWithoutAPart(t *testing.T) {
	f := excelize.NewFile()
	if err := f.SetCellValue("Sheet1", "A1", "7"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "saved.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]string{"saved as it is": "", "named for bin": `<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>`} {
		if sheets, err := Read(withType(t, b, change, "")); err != nil || len(sheets) != 1 {
			t.Errorf("%s: %d sheets, %v", name, len(sheets), err)
		}
	}
	if _, err := Read(withType(t, b, `<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>`, "xl/any.BIN")); err != ErrMacros {
		t.Errorf("with such a part: %v", err)
	}
}

// withType copies a workbook with a line more about its kinds, and a part more.
func withType(t *testing.T, b []byte, line, part string) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	put := func(name string, data []byte) {
		w, err := to.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range from.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "[Content_Types].xml" {
			data = bytes.Replace(data, []byte("</Types>"), []byte(line+"</Types>"), 1)
		}
		put(f.Name, data)
	}
	if part != "" {
		put(part, []byte("x"))
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
