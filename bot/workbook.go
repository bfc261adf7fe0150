package bot

import (
	"encoding/json"
	"slices"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/figures"
	"thidua/workflow/number"
	"thidua/workflow/outbox"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
	"thidua/workflow/workbook"
)

// form (/bieumau [kỳ]) sends the Excel form: of the official's unit, or of all
// units for those who may see all.
func (b *Bot) form(t *dialog.Turn, args string) error {
	var p yearPeriod
	var members []string
	if t.Actor.Can(workflow.MayReport) {
		_, f, c, rest, err := b.reporting(t, args)
		if err != nil {
			return err
		}
		if rest != "" {
			return text.Wrong("period.unknown", "period", quote(rest))
		}
		p, members = yearPeriod{c, c.Period(f.Period)}, []string{t.Actor.Member(workflow.Official)}
	} else {
		var err error
		if p, err = asked(t, args, underWay(t)); err != nil {
			return err
		}
	}
	made, err := workflow.FormPaper(t.Tx, p.cluster, p.period.ID, members, t.At())
	if err != nil {
		return err
	}
	said := text.Say("bieumau.sent", "period", p.period.Name)
	if members == nil {
		said = text.Say("bieumau.sent_all", "period", p.period.Name, "n", itoa(len(p.cluster.Members)))
	}
	d, err := formDocument(made)
	if err != nil {
		return err
	}
	return t.Send(lines(said), nil, d)
}

func formDocument(p paper.Form) (outbox.Document, error) {
	values, err := json.Marshal(p)
	name := "bieu-mau-" + p.Period + "-" + itoa(p.Year)
	if len(p.Members) == 1 {
		name = "bieu-mau-" + p.Members[0].ID + "-" + p.Period + "-" + itoa(p.Year)
	}
	return outbox.Document{Kind: "form", Name: name + ".xlsx", Values: values}, err
}

// foreignSheet is a workbook that is none of ours: its columns are shown before
// anything is read from it.
type foreignSheet struct {
	Sheet   string
	Columns []figures.Column
	Cells   []figures.FormCell
	Unknown []string          // rows that fit no criterion, as they are written
	Font    string            // of old texts, where there are any
	Fixed   map[string]string // sentences out of that font, by cell
}

// workbookCame takes a workbook: a form that comes back, or figures in whatever
// table the office keeps.
func (b *Bot) workbookCame(t *dialog.Turn, sheets []workbook.Sheet) error {
	r, ours := figures.ReadForm(sheets)
	if !t.Actor.Can(workflow.MayReport) || ours && len(r.Members) > 1 && t.Actor.Can(workflow.MayCollect) {
		if !ours {
			return text.Wrong("bieumau.not_ours")
		}
		return b.collect(t, r)
	}
	if !ours {
		return b.foreign(t, sheets)
	}
	talk, f, c, err := b.formFor(t, r)
	if err != nil {
		return err
	}
	m := slices.IndexFunc(r.Members, func(m figures.MemberReturn) bool { return m.Member == t.Actor.Member(workflow.Official) })
	if m < 0 {
		return text.Wrong("bieumau.other_unit")
	}
	if r.Rules != c.SHA256 {
		t.Say(text.Say("bieumau.old_rules"))
	}
	fixed := map[string]string{}
	for _, rep := range r.Repaired {
		fixed[rep.Address] = rep.To
	}
	if err := f.cells(t, c, r.Members[m].Cells, fixed); err != nil {
		return err
	}
	return f.after(t, talk, c)
}

// formFor is the report that a form belongs to.
func (b *Bot) formFor(t *dialog.Turn, r figures.Return) (talk *dialog.Open, f reportForm, c *rules.Cluster, err error) {
	if talk, err = b.talks.Find(t.Tx, t.Event.Chat); err != nil {
		return
	}
	if r.Cluster != t.Actor.Cluster {
		return talk, f, nil, text.Wrong("bieumau.other_cluster")
	}
	open, err := openPeriods(t)
	if err != nil {
		return
	}
	i := slices.IndexFunc(open, func(p yearPeriod) bool { return p.cluster.Year == r.Year && p.period.ID == r.Period })
	if i < 0 {
		return talk, f, nil, text.Wrong("bieumau.other_period", "period", r.Period, "year", itoa(r.Year))
	}
	f.Year, f.Period = r.Year, r.Period
	if at, running := report.Draft(talk); running && at.Year == f.Year && at.Period == f.Period {
		f = at
	}
	return talk, f, open[i].cluster, nil
}

// after goes on once the cells of a workbook are taken.
func (f *reportForm) after(t *dialog.Turn, talk *dialog.Open, c *rules.Cluster) error {
	if len(f.Open)+len(f.Block) == 0 {
		t.Say(text.Say("bieumau.nothing_new"))
		f.Pasted = false
		if _, running := report.Draft(talk); !running {
			return t.Flush()
		}
	}
	return report.Go(t, talk, "settle", *f)
}

// cells takes what was filled in, cell by cell through the reader that the chat
// uses; what cannot be taken is named by its address. Unchanged cells are passed
// over.
func (f *reportForm) cells(t *dialog.Turn, c *rules.Cluster, cells []figures.FormCell, fixed map[string]string) error {
	f.Pasted = true
	wrong := 0
	for _, cell := range cells {
		k := criterion(c, f.Period, cell.Criterion)
		if k == nil || !k.Method.Kind.Reported() || cell.Text == "" && cell.Fault == "" {
			continue
		}
		err := f.cell(t, c, k, cell, fixed)
		if p, bad := err.(*text.Problem); bad {
			wrong++
			t.Say(text.Say("bieumau.cell_wrong", "cell", cell.Address, "name", k.Name, "why", text.Plain(t.Person.Language, p.Notice)))
		} else if err != nil {
			return err
		}
	}
	if wrong > 0 {
		t.Say(text.Say("bieumau.cells_wrong", "n", itoa(wrong)))
	}
	return f.work(t, c)
}

func (f *reportForm) cell(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, cell figures.FormCell, fixed map[string]string) error {
	q, err := f.question(t, c, k)
	if err != nil {
		return err
	}
	it, err := readCell(k, q, cell)
	if err != nil {
		return err
	}
	fig, err := workflow.FindFigure(t.Tx, f.subject(t, c, k.ID))
	if err != nil {
		return err
	}
	old := fig.Latest()
	if old != nil && it.Value != "" && workflow.ValueText(old.Value) == it.entryText() && (it.Score == "" || it.Score == old.Score) {
		return nil
	}
	if cell.Formula {
		t.Say(text.Say("bieumau.formula", "cell", cell.Address, "name", k.Name, "value", cell.Text))
	}
	if to, legacy := fixed[cell.ExplanationAddress]; legacy && cell.Explanation != "" {
		it.Fixed = to
		t.Say(text.Say("bieumau.font", "cell", cell.ExplanationAddress, "from", quote(cell.Explanation), "to", quote(to)))
	}
	if err := f.take(t, c, it); err != nil {
		return err
	}
	last := &f.Open[len(f.Open)-1]
	switch said := strings.TrimSpace(cell.Explanation); {
	case said == "":
	case last.wantsReason() && last.Odd.Key != "":
		last.Unlikely = said
	case last.wantsReason():
		last.Note = said
	case last.Note == "":
		last.Explained = said
	}
	return nil
}

// readCell reads one cell: a number as it is, everything else as in the chat.
func readCell(k *rules.Criterion, q number.Question, cell figures.FormCell) (item, error) {
	it := item{Criterion: k.ID, Raw: cell.Text, Where: cell.Address}
	if cell.Fault != "" {
		return it, text.Wrong("cell." + string(cell.Fault))
	}
	if cell.Number && cell.Unit == "" && !threeDecimals(cell.Text) {
		it.Value = cell.Text
	} else {
		said := cell.Text
		if cell.Unit != "" {
			said += " " + cell.Unit
		}
		read, err := reads(k, q, said)
		if err != nil {
			return it, err
		}
		read.Where = cell.Address
		it = read
	}
	if cell.Self != "" {
		r := number.Read(cell.Self, number.Question{Unit: "điểm"})
		if d, err := decimal.Parse(cell.Self); err == nil {
			r = number.Reading{Verdict: number.Value, Value: d}
		}
		if r.Verdict != number.Value || cell.SelfFault != "" {
			return it, text.Wrong("bieumau.score", "cell", cell.SelfAddress)
		}
		it.Score = r.Value.String()
	}
	return it, nil
}

// threeDecimals says whether a number may have been typed with a sign between
// thousands that the program took for the decimal one: 65.913.
func threeDecimals(machine string) bool {
	_, decimals, _ := strings.Cut(machine, ".")
	return len(decimals) == 3
}

// foreign shows how a table of somebody's own would be read.
func (b *Bot) foreign(t *dialog.Turn, sheets []workbook.Sheet) error {
	talk, f, c, _, err := b.reporting(t, "")
	if err != nil {
		return err
	}
	m, ok := figures.Guess(sheets, c, f.Period)
	if !ok {
		return text.Wrong("bieumau.not_understood")
	}
	if len(m.Results) > 0 { // several columns may hold the results: nobody picks one here
		var names []string
		for _, col := range m.Results {
			names = append(names, col.Address+" ("+quote(col.Header)+")")
		}
		return text.Wrong("bieumau.which_column", "columns", strings.Join(names, ", "))
	}
	f.Sheet = &foreignSheet{Sheet: m.Sheet, Columns: m.Columns, Cells: m.Cells, Font: m.Legacy, Fixed: map[string]string{}}
	for _, u := range m.Unknown {
		f.Sheet.Unknown = append(f.Sheet.Unknown, u.Text)
	}
	for _, w := range m.Twice {
		if k, _ := c.Criterion(w.Criterion); k != nil {
			f.Sheet.Unknown = append(f.Sheet.Unknown, k.Name)
		}
	}
	for _, rep := range m.Repaired {
		f.Sheet.Fixed[rep.Address] = rep.To
	}
	return report.Go(t, talk, "mapping", f)
}

func askMapping(t *dialog.Turn, f *reportForm) (*dialog.Question, error) {
	if f.Sheet == nil {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("bieumau.mapping", "sheet", f.Sheet.Sheet, "period", c.Period(f.Period).Name))}
	for _, col := range f.Sheet.Columns {
		if col.Means == "" {
			continue
		}
		q.Lines = append(q.Lines, text.Say("bieumau.column", "column", col.Address, "header", quote(col.Header), "means", "bieumau.means."+col.Means))
	}
	if f.Sheet.Font != "" {
		q.Lines = append(q.Lines, text.Say("bieumau.old_font", "font", f.Sheet.Font))
	}
	q.Lines = append(q.Lines, text.Say("bieumau.rows_known", "n", itoa(len(f.Sheet.Cells))))
	for _, u := range f.Sheet.Unknown[:min(len(f.Sheet.Unknown), 15)] {
		q.Lines = append(q.Lines, text.Say("baocao.row_unknown", "text", quote(u)))
	}
	q.Choices = [][]dialog.Choice{{choice("right", "bieumau.button.read", "dung", "doc", "yes", "right"), choice("drop", "baocao.button.drop_block", "bo", "bo het", "drop")}}
	return q, nil
}

func takeMapping(t *dialog.Turn, f *reportForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	sheet := f.Sheet
	switch a.Value {
	case "drop":
		f.Sheet = nil
		t.Say(text.Say("bieumau.dropped"))
		return t.Go("settle")
	case "right":
		f.Sheet = nil
		if err := f.cells(t, c, sheet.Cells, sheet.Fixed); err != nil {
			return err
		}
		if len(f.Open)+len(f.Block) == 0 {
			t.Say(text.Say("bieumau.nothing_new"))
			f.Pasted = false
		}
		return t.Go("settle")
	}
	return text.Wrong("bieumau.mapping_how")
}

func dropMapping(_ *dialog.Turn, f *reportForm) bool {
	f.Sheet = nil
	return false
}
