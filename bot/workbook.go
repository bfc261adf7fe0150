package bot

import (
	"slices"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/figures"
	"thidua/workflow/number"
	"thidua/workflow/rules"
	"thidua/workflow/text"
	"thidua/workflow/workbook"
)

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
	own := r.Members[m].Member
	if slices.ContainsFunc(r.Members[m+1:], func(o figures.MemberReturn) bool { return o.Member == own }) {
		return text.Wrong("bieumau.twice", "unit", c.Member(own).Short)
	}
	if k, _ := c.Criterion(twice(r.Members[m].Cells)); k != nil {
		return text.Wrong("bieumau.rows_twice", "name", k.Name)
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

// twice is the first criterion that two rows of a sheet speak of; empty: none. A
// row that was copied is not chosen from.
func twice(cells []figures.FormCell) string {
	seen := map[string]bool{}
	for _, c := range cells {
		if c.Text == "" && c.Fault == "" {
			continue
		}
		if seen[c.Criterion] {
			return c.Criterion
		}
		seen[c.Criterion] = true
	}
	return ""
}

// formFor is the report that a form belongs to.
func (b *Bot) formFor(t *dialog.Turn, r figures.Return) (talk *dialog.Open, f reportForm, c *rules.Cluster, err error) {
	if talk, err = b.talks.Find(t.Tx, t.Event.Chat); err != nil {
		return
	}
	at, running, err := running(t, talk)
	if err != nil {
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
	if running && at.Year == f.Year && at.Period == f.Period {
		f = at
	} else if running && at.pending() {
		return talk, f, nil, text.Wrong("baocao.pending")
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
	fig, err := workflow.FindFigure(t.Tx, f.subject(t, c, k.ID))
	if err != nil || asItStands(fig, cell) {
		return err
	}
	q, err := f.question(t, c, k)
	if err != nil {
		return err
	}
	it, err := readCell(k, q, cell)
	if err != nil {
		return err
	}
	old := fig.Latest()
	news := fig.Returned != nil && cell.Explanation != "" && old != nil && cell.Explanation != old.Explained
	if old != nil && !news && it.Value != "" && workflow.ValueText(old.Value) == it.entryText() && (it.Score == "" || it.Score == old.Score) {
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
	last.explain(cell.Explanation)
	return nil
}

// asItStands says whether a cell holds what the form was filled in with: that is
// no news, and nothing to ask about.
func asItStands(fig workflow.Figure, cell figures.FormCell) bool {
	e := fig.Latest()
	if e != nil && fig.Returned != nil && cell.Explanation != "" && cell.Explanation != e.Explained {
		return false // an answer to what was sent back
	}
	return e != nil && cell.Fault == "" && cell.Number && cell.Text == workflow.ValueText(e.Value) && (cell.Self == "" || cell.Self == e.Score)
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
