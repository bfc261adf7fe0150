package workbook

import (
	"fmt"

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

// FormMark stands first in the hidden sheet by which a form is recognised: keys
// and values in its first two columns.
const (
	FormMark   = "thidua-form"
	marksSheet = "thidua"
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
	taken := map[string]bool{marksSheet: true, "history": true} // Excel keeps the latter for itself
	var sheets []string
	for i, m := range p.Members {
		name := memberSheet(m.Name, i, taken)
		sheets = append(sheets, name)
		formSheet(w.sheet(name), p, m)
	}
	formMarks(w.sheet(marksSheet), p, sheets)
	if len(sheets) > 0 {
		w.keep(w.file.SetSheetVisible(marksSheet, false, true))
	}
	b, err := w.bytes("Biểu báo cáo kết quả thực hiện chỉ tiêu thi đua "+p.PeriodName, p.ClusterName, p.Date)
	if err != nil {
		return nil, err
	}
	return growing(b)
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
	formSignatures(s, formSums(s, row, m)+1)
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
