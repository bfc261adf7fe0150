package workbook

import (
	"slices"
	"testing"

	"thidua/workflow/decimal"
)

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

// Whatever the parts of a file say, what is read of it keeps the promises.
func FuzzRead(f *testing.F) {
	p := parts(`<row r="1"><c r="A1" s="1"><v>1.5E-2</v></c><c t="s"><v>0</v></c></row>`)
	f.Add(p[sheetPart], p[stringsPart], p[stylesPart], p[bookPart], p[refsPart])
	f.Add(`<sheetData><row r="2"><c r="BI2" t="str"><f>A1</f><v>x</v></c></row></sheetData>`, `<sst><si><r><t>a</t></r><r><t>b</t></r></si></sst>`,
		`<cellXfs><xf numFmtId="9"/></cellXfs>`, `<sheets><sheet name="A" state="hidden" r:id="rId9"/></sheets>`, p[refsPart])
	f.Fuzz(func(t *testing.T, sheet, texts, styles, book, refs string) {
		sheets, err := Read(with(sheetPart, sheet, stringsPart, texts, stylesPart, styles, bookPart, book, refsPart, refs)(t))
		if err != nil {
			if sheets != nil || !slices.Contains(Errors, err) {
				t.Fatal(sheets, err)
			}
			return
		}
		keepsPromises(t, sheets)
	})
}

// The file itself may be broken too.
func FuzzReadFile(f *testing.F) {
	f.Add(with()(f))
	f.Add(lying(sheetPart, 0.5)(f))
	f.Add(many(3, "x", false)(f))
	f.Fuzz(func(t *testing.T, b []byte) {
		sheets, err := Read(b)
		if err != nil {
			if sheets != nil || !slices.Contains(Errors, err) {
				t.Fatal(sheets, err)
			}
			return
		}
		keepsPromises(t, sheets)
	})
}

func keepsPromises(t *testing.T, sheets []Sheet) {
	t.Helper()
	if len(sheets) == 0 || len(sheets) > MaxSheets {
		t.Fatal(len(sheets), "sheets")
	}
	rows := 0
	for _, s := range sheets {
		last := 0
		for _, r := range s.Rows {
			some := r.Beyond != ""
			for _, c := range r.Cells {
				some = some || !c.empty()
				if c.Fault != "" && (c.Text != "" || c.Number || !slices.Contains(Faults, c.Fault)) {
					t.Fatalf("%+v", c)
				}
				if _, err := decimal.Parse(c.Text); c.Number && err != nil {
					t.Fatalf("%+v: %v", c, err)
				}
			}
			if r.Number <= last || len(r.Cells) != MaxColumns || !some {
				t.Fatalf("row %+v after row %d", r, last)
			}
			last = r.Number
		}
		rows += len(s.Rows)
	}
	if rows > MaxRows {
		t.Fatal(rows, "rows")
	}
}
