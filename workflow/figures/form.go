package figures

import (
	"strconv"
	"strings"

	"thidua/workflow/text"
	"thidua/workflow/workbook"
)

// A Return is a reporting form that came back (workbook.Form makes it), as it was
// filled in: nothing in it is understood yet.
type Return struct {
	Cluster string
	Year    int
	Period  string
	Rules   string // fingerprint of the cluster file that the form was made from

	Members  []MemberReturn
	Others   []string // sheets that were not read, since they are nobody's
	Repaired []Repair // explanations in a legacy font; the cells hold them as they came
}

// A MemberReturn is one member's sheet, whatever it is called by now.
type MemberReturn struct {
	Member, Sheet string
	Cells         []FormCell
}

// A FormCell is one criterion's row. An empty Text leaves what is there.
type FormCell struct {
	Criterion string
	Row       int
	Address   string // of the result: "G12", and "Cà Mau!G12" where several sheets were read

	Text            string // the result
	Fault           workbook.Fault
	Number, Formula bool
	Unit            string // as a foreign workbook states it, where the criterion has another; in a form ""

	Self, SelfAddress               string
	SelfFault                       workbook.Fault
	Explanation, ExplanationAddress string
}

// ReadForm reads a form that came back; false where these sheets are none of
// ours. It goes by what is hidden in the form, so sheets may have other names and
// rows another order.
func ReadForm(sheets []workbook.Sheet) (Return, bool) {
	r, ours := formMarks(sheets)
	if !ours {
		return r, false
	}
	type found struct {
		sheet  workbook.Sheet
		head   int // index of the header's row
		places map[string]int
		member string
	}
	var list []found
	for _, s := range sheets {
		if _, marks := formMarks([]workbook.Sheet{s}); marks {
			continue
		}
		head, places := formHead(s)
		f := found{s, head, places, ""}
		if head >= 0 {
			f.member = formMember(s.Rows[:head], places[formID])
		}
		if f.member == "" || s.Hidden {
			r.Others = append(r.Others, s.Name)
			continue
		}
		list = append(list, f)
	}
	for _, f := range list {
		prefix := ""
		if len(list) > 1 {
			prefix = f.sheet.Name + "!"
		}
		m := MemberReturn{Member: f.member, Sheet: f.sheet.Name}
		for _, row := range f.sheet.Rows[f.head+1:] {
			if cell, ok := formCell(row, f.places, prefix); ok {
				m.Cells = append(m.Cells, cell)
				r.Repaired = append(r.Repaired, repairs(cell.ExplanationAddress, cell.Explanation)...)
			}
		}
		r.Members = append(r.Members, m)
	}
	return r, true
}

// formMarks finds the sheet by which a form is recognised.
func formMarks(sheets []workbook.Sheet) (r Return, ours bool) {
	for _, s := range sheets {
		if len(s.Rows) == 0 || cellAt(s.Rows[0], 0).Text != workbook.FormMark {
			continue
		}
		for _, row := range s.Rows {
			value := cellAt(row, 1).Text
			switch cellAt(row, 0).Text {
			case "cluster":
				r.Cluster = value
			case "year":
				r.Year, _ = strconv.Atoi(value)
			case "period":
				r.Period = value
			case "rules":
				r.Rules = value
			}
		}
		return r, true
	}
	return r, false
}

// The headers by which a form's columns are found, folded.
const (
	formActual      = "ket qua thuc hien"
	formSelf        = "diem tu cham"
	formExplanation = "giai trinh"
	formID          = "ma tieu chi"
)

// formHead finds the row with the headers: its index, and where each column is.
// -1 where a sheet has none.
func formHead(s workbook.Sheet) (int, map[string]int) {
	for i, row := range s.Rows {
		places := map[string]int{}
		for at, c := range row.Cells {
			switch head := text.Fold(c.Text); head {
			case formActual, formSelf, formExplanation, formID:
				if _, twice := places[head]; !twice {
					places[head] = at
				}
			}
		}
		_, id := places[formID]
		if _, actual := places[formActual]; id && actual {
			return i, places
		}
	}
	return -1, nil
}

// formMember is whose sheet it is: that stands in the ids' column, over the
// header.
func formMember(above []workbook.Row, at int) string {
	for _, row := range above {
		if s := strings.TrimSpace(cellAt(row, at).Text); s != "" {
			return s
		}
	}
	return ""
}

func formCell(row workbook.Row, places map[string]int, prefix string) (FormCell, bool) {
	at := func(column string) (workbook.Cell, string) {
		i, ok := places[column]
		if !ok {
			return workbook.Cell{}, ""
		}
		return cellAt(row, i), prefix + workbook.Address(i+1, row.Number)
	}
	id, _ := at(formID)
	c := FormCell{Criterion: strings.TrimSpace(id.Text), Row: row.Number}
	if c.Criterion == "" {
		return c, false
	}
	var actual, self, explanation workbook.Cell
	actual, c.Address = at(formActual)
	self, c.SelfAddress = at(formSelf)
	explanation, c.ExplanationAddress = at(formExplanation)
	c.Text, c.Fault, c.Number, c.Formula = strings.TrimSpace(actual.Text), actual.Fault, actual.Number, actual.Formula
	c.Self, c.SelfFault = strings.TrimSpace(self.Text), self.Fault
	c.Explanation = strings.TrimSpace(explanation.Text)
	return c, true
}

func cellAt(row workbook.Row, i int) workbook.Cell {
	if i < len(row.Cells) {
		return row.Cells[i]
	}
	return workbook.Cell{}
}
