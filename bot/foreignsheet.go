package bot

import (
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow/figures"
	"thidua/workflow/text"
	"thidua/workflow/workbook"
)

// foreignSheet is a workbook that is none of ours: its columns are shown before
// anything is read from it.
type foreignSheet struct {
	Sheet   string
	Columns []figures.Column
	Cells   []figures.FormCell
	Unknown []string          // rows that fit no criterion, as they are written
	Marked  []string          // criteria that are set at review
	Twice   []string          // criteria that several rows speak of
	Font    string            // of old texts, where there are any
	Fixed   map[string]string // sentences out of that font, by cell
}

// mostRows is how many rows a table of somebody's own may have: every one of them
// is held against every criterion, inside a unit of work.
const mostRows = 600

// foreign shows how a table of somebody's own would be read.
func (b *Bot) foreign(t *dialog.Turn, sheets []workbook.Sheet) error {
	rows := 0
	for _, s := range sheets {
		if rows += len(s.Rows); rows > mostRows {
			return text.Wrong("bieumau.rows")
		}
	}
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
		if k, _ := c.Criterion(u.Marked); k != nil {
			f.Sheet.Marked = append(f.Sheet.Marked, k.Name)
		} else {
			f.Sheet.Unknown = append(f.Sheet.Unknown, quote(u.Text))
		}
	}
	for _, w := range m.Twice {
		if k, _ := c.Criterion(w.Criterion); k != nil {
			f.Sheet.Twice = append(f.Sheet.Twice, k.Name)
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
	for _, rows := range []struct {
		key  string
		said []string
	}{{"bieumau.row_unknown", f.Sheet.Unknown}, {"bieumau.row_marked", f.Sheet.Marked}, {"bieumau.row_twice", f.Sheet.Twice}} {
		for _, said := range rows.said[:min(len(rows.said), 15)] {
			q.Lines = append(q.Lines, text.Say(rows.key, "text", quote(said)))
		}
	}
	q.Lines = append(q.Lines, text.Say("bieumau.rows_known", "n", itoa(len(f.Sheet.Cells))))
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
