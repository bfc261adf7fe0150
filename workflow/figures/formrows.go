package figures

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"thidua/workflow/decimal"
	chat "thidua/workflow/number"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
	"thidua/workflow/workbook"
)

// Fits refuses a form that is not of this cluster file: its rows may mean
// something else by now.
func (r Return) Fits(c *rules.Cluster) error {
	switch {
	case r.Cluster != c.ID || r.Year != c.Year:
		return fmt.Errorf("this is a form of %s %d: it cannot be loaded for %s %d", quote(r.Cluster), r.Year, c.ID, c.Year)
	case r.Rules != c.SHA256 || c.Period(r.Period) == nil:
		return errors.New("this form was made from another cluster file than the one that is loaded now: make a new form with thidua form, and fill that in")
	}
	return nil
}

// Rows understands a form that Fits, as it would be made now. What an official
// filled in is read as in the chat; where the chat would ask, it is a fault of its
// cell. Said is what was left aside.
func (r Return) Rows(c *rules.Cluster, now paper.Form) (rows []Row, said []string, faults Faults) {
	f := formReader{cluster: c, period: r.Period}
	if len(r.Members) == 0 {
		f.fault("", "no sheet of a member is left in this form: fill in a new one")
	}
	for _, name := range r.Others {
		f.said = append(f.said, fmt.Sprintf("sheet %s: not read, since it is hidden or of no member", quote(name)))
	}
	for _, repair := range r.Repaired {
		f.fault("cell "+repair.Address, "the text is in a font of old Office files: write %s", quote(repair.To))
	}
	seen := map[string]string{}
	for _, m := range r.Members {
		known := formOf(now, m.Member)
		if known == nil {
			f.fault("sheet "+m.Sheet, "there is no member %s", quote(m.Member))
			continue
		}
		if first, twice := seen[m.Member]; twice {
			f.fault("sheet "+m.Sheet, "the sheet %s is the same member's: remove one of the two", quote(first))
			continue
		}
		seen[m.Member] = m.Sheet
		f.member(m, known)
	}
	if len(f.faults) > 0 {
		return nil, nil, f.faults
	}
	if len(f.rows) == 0 {
		f.fault("", "nothing is filled in that can be loaded")
	}
	return f.rows, f.said, f.faults
}

func formOf(p paper.Form, member string) map[string]paper.FormRow {
	for _, m := range p.Members {
		if m.ID != member {
			continue
		}
		rows := map[string]paper.FormRow{}
		for _, r := range m.Rows {
			rows[r.ID] = r
		}
		return rows
	}
	return nil
}

// A formReader takes the sheets of a form.
type formReader struct {
	cluster *rules.Cluster
	period  string
	rows    []Row
	said    []string
	faults  Faults
}

func (f *formReader) fault(where, format string, args ...any) {
	f.faults = append(f.faults, Fault{where, fmt.Sprintf(format, args...)})
}

func (f *formReader) member(m MemberReturn, known map[string]paper.FormRow) {
	seen := map[string]string{}
	for _, cell := range m.Cells {
		where := "cell " + cell.Address
		row, ok := known[cell.Criterion]
		if !ok {
			f.fault(where, "there is no criterion %s in this period: remove the row", quote(cell.Criterion))
			continue
		}
		if first, twice := seen[row.ID]; twice {
			f.fault(where, "%s stands in %s as well: remove one of the two rows", row.ID, first)
			continue
		}
		seen[row.ID] = cell.Address
		f.cell(m.Member, where, cell, row)
	}
}

func (f *formReader) cell(member, where string, cell FormCell, row paper.FormRow) {
	before := len(f.faults)
	k, _ := f.cluster.Criterion(row.ID)
	empty := cell.Text == "" && cell.Fault == ""
	switch {
	case !row.Open && !k.Method.Kind.Reported():
		if !empty && !cell.stands(row) {
			f.said = append(f.said, fmt.Sprintf("%s: not read, since %s is set at review", where, row.ID))
		}
		return
	case !row.Open:
		if !empty && !cell.stands(row) {
			f.fault(where, "%s is accepted already, with another value: leave the cell empty, or have the figure sent back first", row.ID)
		}
		return
	case cell.Fault != "":
		f.fault(where, "%s", cell.Fault)
		return
	case empty:
		if cell.Explanation != "" && cell.Explanation != row.Explanation || cell.Self != "" && cell.Self != row.Self {
			f.said = append(f.said, fmt.Sprintf("%s: there is no result, so what stands beside it was not kept", where))
		}
		return
	}
	r := Row{Where: where}
	r.Period, r.Member, r.Criterion, r.Given = f.period, member, row.ID, true
	r.Note = strings.TrimSpace(text.Clean(cell.Explanation))
	if n := utf8.RuneCountInString(r.Note); n > maxNote {
		f.fault("cell "+cell.ExplanationAddress, "the explanation has %d characters: at most %d are kept", n, maxNote)
	}
	r.Actual = f.value(where, cell, row, k, &r.Note)
	r.Score = f.self(cell)
	if len(f.faults) == before {
		f.rows = append(f.rows, r)
	}
}

// stands says whether the cell holds what the form has by itself.
func (c FormCell) stands(row paper.FormRow) bool {
	return c.Text == row.Actual || row.Actual != "" && text.Fold(c.Text) == text.Fold(workbook.FormWord(row.Actual))
}

// value reads a result.
func (f *formReader) value(where string, cell FormCell, row paper.FormRow, k *rules.Criterion, note *string) (v score.Value) {
	if cell.Number && cell.Text == row.Actual { // stands so already: there is nothing to ask
		v.Kind, v.Number = score.Number, decimal.Must(cell.Text)
		return v
	}
	q := chat.Question{Unit: k.Unit, YesNo: row.YesNo, Plan: known(row.Plan), LastYear: known(row.LastYear)}
	if k.Range != nil {
		q.Least, q.Most = &k.Range.Min, &k.Range.Max
	}
	said := chat.Read(cell.Text, q)
	why := text.Plain(text.English, said.Why)
	switch said.Verdict {
	case chat.Value:
		v.Kind, v.Number = score.Number, said.Value
	case chat.Yes:
		v.Kind = score.Yes
	case chat.No:
		v.Kind = score.No
	case chat.Missing:
	case chat.NotAvailable:
		v.Kind = score.NotApplicable
		if *note == "" {
			*note = said.Note
		}
		if *note == "" {
			f.fault(where, "%s needs its reason in the column Giải trình", quote(cell.Text))
		}
		return v
	case chat.Ask:
		f.fault(where, "%s is not clear: %s%s", quote(cell.Text), why, choices(said.Choices))
		return v
	default:
		f.fault(where, "%s cannot be read: %s", quote(cell.Text), why)
		return v
	}
	if v.Kind != score.Missing {
		if err := fits(k, v); err != nil {
			f.fault(where, "%v", err)
		}
	}
	return v
}

// choices say how each reading is written so that it is the only one: a text with
// a further zero is no thousand. A single reading has nobody here to say yes to it.
func choices(list []decimal.Decimal) string {
	switch len(list) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(" If it is %s, load that with a figures file.", list[0])
	}
	var ways []string
	for _, d := range list {
		way := d.String()
		if whole, decimals, some := strings.Cut(way, "."); some && len(decimals) == 3 {
			way = fmt.Sprintf("the text %s,%s0", whole, decimals)
		}
		ways = append(ways, way)
	}
	return " Write " + strings.Join(ways, " or ") + "."
}

// self reads the points that a member gives itself; "" where it gives none.
func (f *formReader) self(cell FormCell) string {
	where := "cell " + cell.SelfAddress
	switch {
	case cell.SelfFault != "":
		f.fault(where, "%s", cell.SelfFault)
		return ""
	case cell.Self == "":
		return ""
	}
	said := chat.Read(cell.Self, chat.Question{})
	if said.Verdict != chat.Value {
		f.fault(where, "%s is no number of points: write digits, as in 59,5", quote(cell.Self))
		return ""
	}
	return said.Value.String()
}

func known(machine string) *decimal.Decimal {
	d, err := decimal.Parse(machine)
	if err != nil {
		return nil
	}
	return &d
}
