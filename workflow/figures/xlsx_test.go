package figures

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"thidua/workflow/rules/sample"
	"thidua/workflow/workbook"
)

var plain = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// sheet makes a workbook of lines: numbers as numbers, the rest as text; what
// begins with < is a cell's inside as it stands in the file.
func sheet(t testing.TB, lines [][]string) []byte {
	t.Helper()
	var rows bytes.Buffer
	for i, line := range lines {
		fmt.Fprintf(&rows, `<row r="%d">`, i+1)
		for j, s := range line {
			address := workbook.Address(j+1, i+1)
			switch {
			case s == "":
			case plain.MatchString(s):
				fmt.Fprintf(&rows, `<c r="%s"><v>%s</v></c>`, address, s)
			case strings.HasPrefix(s, "<"):
				fmt.Fprintf(&rows, `<c r="%s">%s</c>`, address, s)
			default:
				fmt.Fprintf(&rows, `<c r="%s" t="inlineStr"><is><t>`, address)
				if err := xml.EscapeText(&rows, []byte(s)); err != nil {
					t.Fatal(err)
				}
				rows.WriteString("</t></is></c>")
			}
		}
		rows.WriteString("</row>")
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	const relation = `<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/></Relationships>`
	for _, part := range [][2]string{
		{"_rels/.rels", fmt.Sprintf(relation, "officeDocument", "xl/workbook.xml")},
		{"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", fmt.Sprintf(relation, "worksheet", "worksheets/sheet1.xml")},
		{"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows.String() + "</sheetData></worksheet>"},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = w.Write([]byte(part[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The same figures are the same rows, whichever file they come in.
func TestSampleAsWorkbook(t *testing.T) {
	c := load(string(sample.Cluster))
	lines, err := csv.NewReader(bytes.NewReader(sample.Figures)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want, faults := ReadCSV(c, sample.Figures)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	got, faults := ReadXLSX(c, sheet(t, lines))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	line := func(r Row) string {
		return strings.Join([]string{r.Period, r.Member, r.Criterion, optional(r.Plan), optional(r.LastYear), value(r), r.Note}, ",")
	}
	if !slices.EqualFunc(got, want, func(a, b Row) bool { return line(a) == line(b) }) {
		t.Error("the rows differ")
	}
	if got[7].Where != "row 9" {
		t.Error(got[7].Where)
	}
}

func TestWorkbookFaults(t *testing.T) {
	_, faults := ReadXLSX(small, sheet(t, [][]string{
		{},
		columns,
		{"CN", "hue", "thu", "1", "", "1"},
		{"CN", "hue", "tang", "", "0", "1,5"},
		{},
		{"CN", "hue", "vu", "<f>A1</f>", "", "1"},
		{"CN", "hue", "vuu", "", "", "1", "", "", "x", "", "", "", "", "y"},
		{"CN", "hue", "thu", "1", "", "1"},
	}))
	want := []string{
		"cell E4: last_year: 0 is not above 0, so nothing can be measured against it: correct it, or leave it empty",
		`cell F4: actual: "1,5" is not a number: write digits, with a dot before the decimals and nothing between thousands, as in 1234.5, or yes, no, n/a`,
		"cell D6: plan: the formula has no value stored with it: open the file in a spreadsheet program and save it again, or type the value",
		"cell N7: this stands to the right of the columns: remove it",
		`cell I7: "x" stands to the right of the columns: remove it`,
		`cell C7: criterion: there is no criterion "vuu": write a criterion's id as it stands in the cluster file`,
		"row 8: period, member and criterion are those of row 3: remove one of the two",
	}
	if got := faults.Error(); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestRefusedWorkbook(t *testing.T) {
	long := [][]string{columns}
	for range 2 * maxFaults {
		long = append(long, []string{"CN", "hue", "thu", "1", "2", "3", "a note"})
	}
	for name, x := range map[string]struct {
		data []byte
		want string
	}{
		"empty":        {sheet(t, nil), "the file is empty: it begins with period,member"},
		"only columns": {sheet(t, [][]string{columns}), "the file has no rows under its header"},
		"a title":      {sheet(t, [][]string{{"SỐ LIỆU"}, columns}), "row 1: this is not the header of a figures file: put period,member"},
		"no workbook":  {[]byte(header), "the workbook cannot be read"},
		"large":        {make([]byte, maxSize+1), "the file has 21 MiB, at most 20 are read"},
		"all the same": {sheet(t, long), "row 3: period, member and criterion are those of row 2"},
	} {
		rows, faults := ReadXLSX(small, x.data)
		if rows != nil || !strings.HasPrefix(faults.Error(), x.want) {
			t.Errorf("%s: %.200s", name, faults)
		}
	}
}

func TestWorkbook(t *testing.T) {
	for _, x := range []struct {
		name, data string
		want       bool
	}{
		{"a.csv", header, false}, {"a", header, false}, {"a.csv", "PK\x03\x04", true}, {"A.XLSX", "", true}, {"a.xls", "\xd0\xcf", true},
	} {
		if got := Workbook(x.name, []byte(x.data)); got != x.want {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}
