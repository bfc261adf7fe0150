package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"thidua/workflow/decimal"
	"thidua/workflow/paper"

	"github.com/xuri/excelize/v2"
)

// The columns of the official form. The last one is hidden: it names the
// criterion of each row and, over its header, the member of the sheet, so that
// a form is understood when it comes back with other names and another order.
const (
	formN = iota + 1
	formName
	formUnit
	formPoints
	formPlan
	formLastYear
	formActual
	formSelf
	formExplanation
	formVerified
	formReason
	formTotal
	formID
)

var formColumns = []struct {
	name  string
	width float64
}{
	{"TT", 5}, {"Nội dung tiêu chí", 36}, {"Đơn vị tính", 11}, {"Thang điểm", 8}, {"Chỉ tiêu được giao", 12}, {"Năm trước", 12},
	{"Kết quả thực hiện", 15}, {"Điểm tự chấm", 8}, {"Giải trình", 26}, {"Điểm thẩm định", 8}, {"Lý do", 20}, {"Tổng điểm", 8},
	{"Mã tiêu chí", 20},
}

// FormSheet is the hidden sheet by which a form is recognised: keys and values
// in its first two columns, FormMark the first.
const (
	FormSheet = "thidua"
	FormMark  = "thidua-form"
)

// formHow tells an official how to fill it in.
const formHow = "Chỉ điền vào các ô tô màu. Chưa có số liệu thì ghi “Chưa có”; không được giao chỉ tiêu thì ghi “Không áp dụng” và nêu lý do ở cột Giải trình. Xin giữ nguyên các dòng và các cột."

// allDecimals shows a number as it is, however many decimals it has; where it
// has none, withoutSign takes away what would stand behind it.
const (
	allDecimals  = "#,##0.###############"
	wholeNumbers = "#,##0"
)

// formWords are the values that are no numbers, as a drop-down offers them.
var formWords = map[string]string{"yes": "Đạt", "no": "Không đạt", "n/a": "Không áp dụng", "none": "Chưa có"}

// FormWord is how a form writes yes, no, n/a or none ("chưa có"); "" for a number.
func FormWord(machine string) string { return formWords[machine] }

// Form is the reporting form of a period: a printable sheet per member whose
// open cells alone can be changed. The same values give the same bytes.
func Form(p paper.Form) ([]byte, error) {
	w := newWriter()
	taken := map[string]bool{FormSheet: true, "history": true} // Excel keeps the latter for itself
	var sheets []string
	for i, m := range p.Members {
		name := memberSheet(m.Name, i, taken)
		sheets = append(sheets, name)
		formSheet(w.sheet(name), p, m)
	}
	formMarks(w.sheet(FormSheet), p, sheets)
	if len(sheets) > 0 {
		w.keep(w.file.SetSheetVisible(FormSheet, false, true))
	}
	b, err := w.bytes("Biểu báo cáo kết quả thực hiện chỉ tiêu thi đua "+p.PeriodName, p.ClusterName, p.Date)
	if err != nil {
		return nil, err
	}
	return growing(b)
}

// growing lets rows grow with what is typed into them: their heights stand in the
// file as measured, not as wanted, which excelize cannot say.
func growing(b []byte) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, f := range z.File {
		part, err := fs.ReadFile(z, f.Name)
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(f.Name, "xl/worksheets/") {
			part = bytes.ReplaceAll(part, []byte(` customHeight="true"`), nil)
		}
		w, err := to.Create(f.Name)
		if err == nil {
			_, err = w.Write(part)
		}
		if err != nil {
			return nil, err
		}
	}
	err = to.Close()
	return out.Bytes(), err
}

// memberSheet is a member's name as a sheet may have it: at most 31 units of
// UTF-16, without some signs, and no two the same.
func memberSheet(name string, i int, taken map[string]bool) string {
	cut := func(s string, most int) string {
		if units := utf16.Encode([]rune(s)); len(units) > most {
			s = strings.TrimSuffix(string(utf16.Decode(units[:most])), "\uFFFD")
		}
		return strings.TrimSpace(s)
	}
	name = strings.Join(strings.FieldsFunc(name, func(c rune) bool { return c < ' ' || strings.ContainsRune(`:\/?*[]'`, c) }), "-")
	name = cut(name, 31)
	if name == "" {
		name = fmt.Sprintf("Đơn vị %d", i+1)
	}
	try := name
	for n := 2; taken[strings.ToLower(try)]; n++ {
		more := fmt.Sprintf(" (%d)", n)
		try = cut(name, 31-len(more)) + more
	}
	taken[strings.ToLower(try)] = true
	return try
}

// formMarks say what the form is about.
func formMarks(s *sheet, p paper.Form, sheets []string) {
	row := 0
	mark := func(key, value string) {
		row++
		s.text(1, row, key, look{})
		s.text(2, row, value, look{})
	}
	mark(FormMark, "1")
	mark("cluster", p.Cluster)
	mark("year", fmt.Sprint(p.Year))
	mark("period", p.Period)
	mark("rules", p.RulesSHA256)
	mark("date", p.Date)
	for i, m := range p.Members {
		mark("member", m.ID)
		s.text(3, row, sheets[i], look{})
	}
}

func formSheet(s *sheet, p paper.Form, m paper.FormMember) {
	for i, line := range []struct {
		text   string
		look   look
		height float64
	}{
		{"BIỂU BÁO CÁO KẾT QUẢ THỰC HIỆN CHỈ TIÊU THI ĐUA", look{bold: true, centre: true, size: 14}, 22},
		{fmt.Sprintf("Đơn vị: %s – Kỳ báo cáo: %s\n%s", m.Name, p.PeriodName, sentence(p.ClusterName)), look{bold: true, centre: true, size: 13}, 36},
		{formHow, look{italic: true, centre: true}, 22},
	} {
		s.across(1, i+1, formTotal, line.text, line.look)
		s.keep(s.file.SetRowHeight(s.name, i+1, line.height))
	}
	s.text(formID, 1, m.ID, look{})
	for i, c := range formColumns {
		s.width(i+1, c.width)
		s.text(i+1, head, c.name, look{grid: true, bold: true, centre: true, shade: true})
	}
	s.height(head, 3)

	row, contents := head+1, 0
	for i, r := range m.Rows {
		if i == 0 || m.Rows[i-1].Content != r.Content {
			contents++
			s.across(1, row, formTotal, fmt.Sprintf("%s. %s", roman(contents), sentence(r.Content)), look{grid: true, bold: true, shade: true})
			s.keep(s.file.SetRowHeight(s.name, row, 22))
			row++
		}
		formRow(s, row, r)
		row++
	}
	s.withoutSign(row - 1)
	formSums(s, row, m)
	formSignatures(s, row+2)
	s.keep(s.file.SetColVisible(s.name, columnName(formID), false))
	s.setUp(formName, head)
	s.keep(s.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", Scope: s.name, RefersTo: fmt.Sprintf("'%s'!$A$1:$%s$%d", s.name, columnName(formTotal), s.below),
	}))
	s.keep(s.file.ProtectSheet(s.name, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, EditObjects: true, EditScenarios: true,
	}))
}

// formRow is one criterion. What the official may fill in is open; all else can
// be read only.
func formRow(s *sheet, row int, r paper.FormRow) {
	grid, centre := look{grid: true}, look{grid: true, centre: true}
	s.number(formN, row, fmt.Sprint(r.N), look{grid: true, centre: true, form: "0"})
	s.text(formName, row, r.Name, grid)
	s.text(formUnit, row, r.Unit, centre)
	if r.Points != "0" { // otherwise reported only
		s.number(formPoints, row, r.Points, points(r.Points))
	} else {
		s.put(formPoints, row, grid)
	}
	s.number(formPlan, row, r.Plan, exactly(r.Plan))
	s.number(formLastYear, row, r.LastYear, exactly(r.LastYear))
	actual, self, explanation := exactly(r.Actual), points(r.Self), grid
	if r.Open {
		actual.open, self.open, explanation.open = true, true, true
		actual.form, self.form = allDecimals, allDecimals
		s.offer(row, r)
	}
	if word, ok := formWords[r.Actual]; ok || r.YesNo {
		actual.centre, actual.form = true, ""
		s.text(formActual, row, word, actual)
	} else {
		s.number(formActual, row, r.Actual, actual)
	}
	s.number(formSelf, row, r.Self, self)
	s.text(formExplanation, row, r.Explanation, explanation)
	s.number(formVerified, row, r.Verified, points(r.Verified))
	s.text(formReason, row, r.Reason, grid)
	s.number(formTotal, row, r.Total, points(r.Total))
	s.text(formID, row, r.ID, look{})
	s.room(row, map[int]string{formName: r.Name, formUnit: r.Unit, formExplanation: r.Explanation, formReason: r.Reason})
}

// room makes a row as high as its longest text needs.
func (s *sheet) room(row int, texts map[int]string) {
	lines := 1
	for c, t := range texts {
		lines = max(lines, linesOf(t, s.widths[c-1]))
	}
	s.keep(s.file.SetRowHeight(s.name, row, min(8+16*float64(lines), excelize.MaxRowHeight)))
}

// linesOf is how many lines a text takes in a column that many characters wide:
// words are kept whole, as far as they fit.
func linesOf(s string, width float64) (lines int) {
	most := max(1, int(width*1.2)) // digits, which widths are counted in, are wider than letters
	for line := range strings.SplitSeq(s, "\n") {
		lines++
		used := 0
		for word := range strings.FieldsSeq(line) {
			n := utf8.RuneCountInString(word)
			if used > 0 && used+1+n > most {
				lines++
				used = 0
			} else if used > 0 {
				used++
			}
			used += n
			for ; used > most; used -= most {
				lines++
			}
		}
	}
	return lines
}

// offer helps with a result and forbids nothing: whatever is typed is read, and
// asked about where it is not clear.
func (s *sheet) offer(row int, r paper.FormRow) {
	v := excelize.NewDataValidation(true)
	v.SetSqref(Address(formActual, row))
	how := "Ghi số, hoặc “chưa có”, “không áp dụng”."
	if r.YesNo {
		s.keep(v.SetDropList([]string{formWords["yes"], formWords["no"], formWords["n/a"], formWords["none"]}))
		how = "Chọn trong danh sách."
	}
	if r.Unit != "" {
		how = "Đơn vị tính: " + shorten(r.Unit, 100) + ". " + how
	}
	v.SetInput("Kết quả thực hiện", how)
	s.keep(s.file.AddDataValidation(s.name, v))
}

// withoutSign shows the numbers of the form that have no decimals without their
// lone decimal sign.
func (s *sheet) withoutSign(below int) {
	form := wholeNumbers
	id, err := s.file.NewConditionalStyle(&excelize.Style{CustomNumFmt: &form})
	s.keep(err)
	from := Address(formActual, head+1)
	s.keep(s.file.SetConditionalFormat(s.name, from+":"+Address(formSelf, below), []excelize.ConditionalFormatOptions{
		{Type: "formula", Criteria: fmt.Sprintf("AND(ISNUMBER(%s),%s=INT(%s))", from, from, from), Format: &id},
	}))
}

// formSums adds up what stands above: exactly what is known, and in the sheet
// itself what the member gives itself.
func formSums(s *sheet, row int, m paper.FormMember) {
	l := look{grid: true, bold: true, shade: true, centre: true}
	s.keep(s.file.SetRowHeight(s.name, row, 24))
	for c := formN; c <= formTotal; c++ {
		s.put(c, row, l)
	}
	s.text(formName, row, "Cộng", l)
	add := func(column int, of func(paper.FormRow) string) {
		var sum decimal.Decimal
		some := false
		for _, r := range m.Rows {
			if d, err := decimal.Parse(of(r)); err == nil {
				sum, some = sum.Add(d), true
			}
		}
		if some {
			l.form = exactly(sum.String()).form
			s.number(column, row, sum.String(), l)
		}
	}
	add(formPoints, func(r paper.FormRow) string { return r.Points })
	add(formVerified, func(r paper.FormRow) string { return r.Verified })
	add(formTotal, func(r paper.FormRow) string { return r.Total })
	at := Address(formSelf, row)
	l.form = pointsForm + ";-" + pointsForm + ";" // nothing while nothing is given
	s.put(formSelf, row, l)
	s.keep(s.file.SetCellFormula(s.name, at, fmt.Sprintf("SUM(%s:%s)", Address(formSelf, head+1), Address(formSelf, row-1))))
}

func formSignatures(s *sheet, row int) {
	const left, right = formPlan, formSelf // the last column of the one, the first of the other
	for i, line := range []struct {
		left, right string
		look        look
	}{
		{"", "………………, ngày …… tháng …… năm ………", look{italic: true, centre: true}},
		{"NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ", look{bold: true, centre: true}},
		{"(Ký, ghi rõ họ tên)", "(Ký, ghi rõ họ tên, đóng dấu)", look{italic: true, centre: true}},
	} {
		s.across(1, row+i, left, line.left, line.look)
		s.text(right, row+i, line.right, line.look)
		s.merge(right, row+i, formTotal, row+i, line.look)
		s.height(row+i, 1)
	}
	s.put(1, row+6, look{}) // room for the names
}

// across is a text over the columns 1 to last.
func (s *sheet) across(first, row, last int, text string, l look) {
	s.text(first, row, text, l)
	s.merge(first, row, last, row, l)
}

// exactly shows a number with the decimals that it has.
func exactly(machine string) look {
	l := look{grid: true, form: wholeNumbers}
	if _, decimals, some := strings.Cut(machine, "."); some {
		l.form += "." + strings.Repeat("0", min(len(decimals), digits))
	}
	return l
}

func points(machine string) look {
	l := exactly(machine)
	l.centre = true
	return l
}

func columnName(n int) string { return strings.TrimSuffix(Address(n, 1), "1") }

func roman(n int) string {
	s := ""
	for _, d := range []struct {
		n int
		s string
	}{{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.n; n -= d.n {
			s += d.s
		}
	}
	return s
}

func shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
