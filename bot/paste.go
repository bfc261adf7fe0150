package bot

import (
	"regexp"
	"slices"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// block puts an item into the block that waits for a "đúng", over an earlier one
// for the same criterion.
func (f *reportForm) block(it item) {
	i := slices.IndexFunc(f.Block, func(o item) bool { return o.Criterion == it.Criterion })
	if i >= 0 {
		f.Block[i] = it
		return
	}
	f.Block = append(f.Block, it)
}

// askPreview shows what a pasted block, or a workbook, would change. Nothing of
// it is stored before the person says that it is right.
func askPreview(t *dialog.Turn, f *reportForm) (*dialog.Question, error) {
	if len(f.Block) == 0 {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(f.Block, func(a, b item) int { return place(c, f.Period, a.Criterion) - place(c, f.Period, b.Criterion) })
	q := &dialog.Question{Lines: lines(text.Say("baocao.preview", "n", itoa(len(f.Block)), "period", c.Period(f.Period).Name))}
	for i := range f.Block {
		line, err := f.previewLine(t, c, &f.Block[i])
		if err != nil {
			return nil, err
		}
		q.Lines = append(q.Lines, line)
	}
	q.Lines = append(q.Lines, text.Say("baocao.preview_how"))
	q.Choices = [][]dialog.Choice{
		{{Value: "right", Label: text.Say("baocao.button.right", "n", itoa(len(f.Block))), Words: []string{"dung", "dung het", "ghi", "ok", "yes", "right"}}},
		{choice("drop", "baocao.button.drop_block", "bo", "bo het", "drop")},
	}
	if slices.ContainsFunc(f.Block, func(it item) bool { return it.Fixed != "" }) {
		q.Lines = append(q.Lines, text.Say("baocao.preview_font"))
		q.Choices = slices.Insert(q.Choices, 1, []dialog.Choice{choice("unrepaired", "baocao.button.unrepaired", "giu nguyen chu", "giu chu", "as written")})
	}
	return q, nil
}

// previewLine is one item beside what stands there, and remembers that the
// person has seen it.
func (f *reportForm) previewLine(t *dialog.Turn, c *rules.Cluster, it *item) (text.Notice, error) {
	k := criterion(c, f.Period, it.Criterion)
	if k == nil {
		return text.Say("dialog.rules_changed"), nil
	}
	fig, err := workflow.FindFigure(t.Tx, f.subject(t, c, k.ID))
	if err != nil {
		return text.Notice{}, err
	}
	target, err := workflow.FindTarget(t.Tx, c, fig.Subject)
	if err != nil {
		return text.Notice{}, err
	}
	e := it.entry()
	args := []string{"n", itoa(place(c, f.Period, k.ID)), "name", k.Name, "value", entryWords(t, k, &e, target)}
	old := fig.Latest()
	it.Over = sign(old)
	switch {
	case old == nil:
		return text.Say("baocao.preview_new", args...), nil
	case workflow.ValueText(old.Value) == workflow.ValueText(e.Value):
		return text.Say("baocao.preview_same", args...), nil
	case old.By != t.Person.ID:
		return text.Say("baocao.preview_other", append(args, "old", valueWords(t, k, old.Value), "who", personName(t, old.By))...), nil
	}
	return text.Say("baocao.preview_change", append(args, "old", valueWords(t, k, old.Value))...), nil
}

// dropLine is "bỏ 3" or "bỏ 3, 5".
var dropLine = regexp.MustCompile(`^(?:bo|xoa|drop)\s+([\d ,]+)$`)

func takePreview(t *dialog.Turn, f *reportForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	switch a.Value {
	case "right":
		for i := range f.Block {
			f.Block[i].repair()
		}
		return f.keepBlock(t, c)
	case "unrepaired":
		return f.keepBlock(t, c)
	case "drop":
		t.Say(text.Say("baocao.block_dropped", "n", itoa(len(f.Block))))
		f.Block, f.Pasted = nil, false
		return t.Go("figure")
	}
	if m := dropLine.FindStringSubmatch(text.Fold(a.Text)); m != nil {
		for _, n := range strings.FieldsFunc(m[1], func(r rune) bool { return r == ' ' || r == ',' }) {
			k := find(c, f.Period, n)
			if k == nil || !slices.ContainsFunc(f.Block, func(it item) bool { return it.Criterion == k.ID }) {
				return text.Wrong("baocao.not_in_block", "text", quote(n))
			}
			f.Block = slices.DeleteFunc(f.Block, func(it item) bool { return it.Criterion == k.ID })
		}
		if len(f.Block) == 0 {
			f.Pasted = false
		}
		return t.Go("preview")
	}
	if !several(a.Text) && !entryLine.MatchString(a.Text) {
		return text.Wrong("baocao.preview_not_understood", "text", quote(a.Text))
	}
	if err := f.takeText(t, c, a.Text); err != nil {
		return err
	}
	return t.Go("settle")
}

// keepBlock stores the whole block, or nothing where something changed since it
// was shown.
func (f *reportForm) keepBlock(t *dialog.Turn, c *rules.Cluster) error {
	var good []item
	changed := false
	for _, it := range f.Block {
		fig, _, err := workflow.MayEnter(t.Tx, t.At(), c, f.subject(t, c, it.Criterion), it.value())
		if p, wrong := err.(*text.Problem); wrong {
			t.Say(text.Say("baocao.row_refused", "why", text.Plain(t.Person.Language, p.Notice)))
			changed = true
			continue
		}
		if err != nil {
			return err
		}
		if e := fig.Latest(); e != nil && e.By != t.Person.ID && sign(e) != it.Over {
			changed = true
		}
		good = append(good, it)
	}
	if f.Block = good; changed {
		t.Say(text.Say("baocao.block_changed"))
		if len(good) == 0 {
			f.Pasted = false
		}
		return t.Go("preview")
	}
	for _, it := range f.Block {
		if _, err := workflow.Enter(t.Tx, t.Act(), c, f.subject(t, c, it.Criterion), it.entry()); err != nil {
			return err
		}
	}
	t.Say(text.Say("baocao.block_kept", "n", itoa(len(f.Block))))
	f.Block, f.Pasted = nil, false
	if err := f.toFirstOpen(t, c); err != nil {
		return err
	}
	return t.Go("figure")
}
