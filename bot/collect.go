package bot

import (
	"slices"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/figures"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// collectForm is the head about to enter what members sent on paper or in Excel.
type collectForm struct {
	Year   int
	Period string
	Rows   []collected
}

// collected is one figure; Over is what stood there when it was shown.
type collected struct {
	Member string
	Item   item
	Over   string
}

func (c collected) subject(k *rules.Cluster, period string) workflow.Subject {
	return workflow.Subject{Cluster: k.ID, Year: k.Year, Period: period, Member: c.Member, Criterion: c.Item.Criterion}
}

// collecting enters figures of several members from one workbook, as submitted:
// somebody else accepts them.
var collecting = dialog.Flow[collectForm]{
	Name:  "collect",
	Power: workflow.MayCollect,
	Steps: []dialog.Step[collectForm]{{Name: "preview", Ask: askCollect, Take: takeCollect}},
}

// collect reads a form of several members. There is nobody to ask about a cell,
// so whatever is not clear must be corrected in the workbook.
func (b *Bot) collect(t *dialog.Turn, r figures.Return) error {
	if r.Cluster != t.Actor.Cluster {
		return text.Wrong("bieumau.other_cluster")
	}
	c, err := clusterYear(t, r.Year)
	if err != nil {
		return err
	}
	if c.Period(r.Period) == nil {
		return text.Wrong("bieumau.other_period", "period", r.Period, "year", itoa(r.Year))
	}
	f := collectForm{Year: r.Year, Period: r.Period}
	wrong := 0
	for i, m := range r.Members {
		if c.Member(m.Member) == nil {
			continue
		}
		if slices.ContainsFunc(r.Members[i+1:], func(o figures.MemberReturn) bool { return o.Member == m.Member }) {
			return text.Wrong("bieumau.twice", "unit", c.Member(m.Member).Short)
		}
		if k, _ := c.Criterion(twice(m.Cells)); k != nil {
			return text.Wrong("bieumau.rows_twice", "name", k.Name)
		}
		for _, cell := range m.Cells {
			row, err := collectCell(t, c, r.Period, m.Member, cell)
			if p, bad := err.(*text.Problem); bad {
				wrong++
				if wrong <= 20 {
					t.Say(text.Say("bieumau.cell_wrong", "cell", cell.Address, "name", c.Member(m.Member).Short, "why", text.Plain(t.Person.Language, p.Notice)))
				}
				continue
			}
			if err != nil {
				return err
			}
			if row != nil {
				f.Rows = append(f.Rows, *row)
			}
		}
	}
	if wrong > 0 {
		t.Say(text.Say("bieumau.collect_wrong", "n", itoa(wrong)))
		return t.Flush()
	}
	if len(f.Rows) == 0 {
		t.Say(text.Say("bieumau.nothing_new"))
		return t.Flush()
	}
	return collecting.Start(t, f)
}

// collectCell is what one cell brings; nil where it brings nothing new.
func collectCell(t *dialog.Turn, c *rules.Cluster, period, member string, cell figures.FormCell) (*collected, error) {
	k := criterion(c, period, cell.Criterion)
	if k == nil || !k.Method.Kind.Reported() || cell.Text == "" && cell.Fault == "" {
		return nil, nil
	}
	s := workflow.Subject{Cluster: c.ID, Year: c.Year, Period: period, Member: member, Criterion: k.ID}
	stands, err := workflow.FindFigure(t.Tx, s)
	typed := stands.Draft
	stands.Draft = nil // the unit's own, which the form does not show
	if err != nil || asItStands(stands, cell) {
		return nil, err
	}
	target, err := workflow.FindTarget(t.Tx, c, s)
	if err != nil {
		return nil, err
	}
	earlier, err := workflow.Earlier(t.Tx, c, s)
	if err != nil {
		return nil, err
	}
	q := asking(k, target, earlier)
	it, err := readCell(k, q, cell)
	if err != nil {
		return nil, err
	}
	if it.Value == "" {
		return nil, &text.Problem{Notice: it.Because}
	}
	if e := stands.Latest(); e != nil && workflow.ValueText(e.Value) == it.entryText() {
		return nil, nil // as it stands, whatever its state
	}
	if _, _, err := workflow.MayEnter(t.Tx, t.At(), c, s, it.value()); err != nil {
		return nil, err
	}
	if typed != nil && workflow.ValueText(typed.Value) != it.entryText() {
		return nil, text.Wrong("bieumau.unit_enters", "name", k.Name)
	}
	it.settle(q, it.Value)
	if it.explain(cell.Explanation); it.wantsReason() {
		if it.Odd.Key != "" {
			return nil, &text.Problem{Notice: it.Odd}
		}
		return nil, text.Wrong("figure.na_reason", "name", k.Name)
	}
	return &collected{Member: member, Item: it}, nil
}

func askCollect(t *dialog.Turn, f *collectForm) (*dialog.Question, error) {
	c, err := clusterYear(t, f.Year)
	if err != nil || c.Period(f.Period) == nil {
		return nil, err
	}
	q := &dialog.Question{Lines: lines(text.Say("bieumau.collect", "n", itoa(len(f.Rows)), "period", c.Period(f.Period).Name))}
	for _, m := range c.Members {
		first := true
		for i := range f.Rows {
			row := &f.Rows[i]
			k := criterion(c, f.Period, row.Item.Criterion)
			if row.Member != m.ID || k == nil {
				continue
			}
			fig, err := workflow.FindFigure(t.Tx, row.subject(c, f.Period))
			if err != nil {
				return nil, err
			}
			row.Over = sign(fig.Latest())
			if first {
				q.Lines, first = append(q.Lines, text.Say("bieumau.collect_member", "unit", m.Short)), false
			}
			e := row.Item.entry()
			args := []string{"n", itoa(place(c, f.Period, k.ID)), "name", k.Name, "value", entryWords(t, k, &e, workflow.Target{})}
			if fig.Draft = nil; fig.Latest() == nil {
				q.Lines = append(q.Lines, text.Say("baocao.preview_new", args...))
				continue
			}
			old := fig.Latest()
			q.Lines = append(q.Lines, text.Say("baocao.preview_other", append(args, "old", valueWords(t, k, old.Value), "who", personName(t, old.By))...))
		}
	}
	q.Choices = [][]dialog.Choice{
		{{Value: "right", Label: text.Say("baocao.button.right", "n", itoa(len(f.Rows))), Words: []string{"dung", "dung het", "ghi", "yes", "right"}}},
		{choice("drop", "baocao.button.drop_block", "bo", "bo het", "drop")},
	}
	return q, nil
}

func takeCollect(t *dialog.Turn, f *collectForm, a dialog.Answer) error {
	c, err := clusterYear(t, f.Year)
	if err != nil {
		return err
	}
	switch a.Value {
	case "drop":
		t.Say(text.Say("bieumau.dropped"))
		return t.End()
	case "right":
	default:
		return text.Wrong("bieumau.collect_how")
	}
	told := map[string]int{}
	for _, row := range f.Rows {
		if c.Member(row.Member) == nil || criterion(c, f.Period, row.Item.Criterion) == nil {
			return text.Wrong("dialog.rules_changed")
		}
		fig, err := workflow.FindFigure(t.Tx, row.subject(c, f.Period))
		if err != nil {
			return err
		}
		if sign(fig.Latest()) != row.Over { // the unit was there meanwhile
			return text.Wrong("bieumau.collect_changed", "unit", c.Member(row.Member).Short)
		}
		e := row.Item.entry()
		err = workflow.ImportFigure(t.Tx, t.Act(), c, workflow.ImportRow{Period: f.Period, Member: row.Member, Criterion: row.Item.Criterion,
			Actual: e.Value, Given: true, Note: e.Note, Unlikely: e.Unlikely, Explained: e.Explained, Score: e.Score}, false)
		if err != nil {
			return err
		}
		told[row.Member]++
	}
	for _, m := range c.Members {
		if n := told[m.ID]; n > 0 {
			said := lines(text.Say("bieumau.tell_collected", "n", itoa(n), "period", c.Period(f.Period).Name))
			if err := tellRole(t, c, workflow.Official, m.ID, said, nil); err != nil {
				return err
			}
		}
	}
	if err := keepBoard(t.Tx, t.Event, yearPeriod{c, c.Period(f.Period)}); err != nil {
		return err
	}
	t.Say(text.Say("bieumau.collected", "n", itoa(len(f.Rows))))
	return t.End()
}
