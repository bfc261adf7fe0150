package bot

import (
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/outbox"
	"thidua/workflow/rules"
	"thidua/workflow/text"
	"thidua/workflow/workbook"
)

// handOver (/bangiao) says who takes over when and what is still open, and drafts
// the next year: its cluster file, and this year's figures as last year's.
func (b *Bot) handOver(t *dialog.Turn, _ string) error {
	c, err := current(t)
	if err != nil {
		return err
	}
	s, err := workflow.FindSuccession(t.Tx, c)
	if err != nil {
		return err
	}
	said := lines(text.Say("bangiao.title", "cluster", c.Name, "year", year(c), "next", itoa(c.Year+1)), handoverLine(c, s))
	if s.Next == nil && !s.Elected {
		said = append(said, text.Say("bangiao.not_elected"))
	}
	staffed, err := workflow.Staffed(t.Tx, c, s.Head)
	if err != nil {
		return err
	}
	if !staffed {
		said = append(said, text.Say("bangiao.nobody", "unit", unitIn(s.Next, c, s.Head)))
	}
	open, err := workflow.OpenWork(t.Tx, c)
	if err != nil {
		return err
	}
	if len(open) == 0 {
		said = append(said, text.Say("bangiao.nothing_open"))
	} else {
		said = append(append(said, text.Say("bangiao.open")), open...)
	}
	if s.Next != nil {
		return t.Send(append(said, text.Say("bangiao.loaded", "year", itoa(s.Next.Year))), nil)
	}
	draft, err := workflow.DraftNextYear(t.Tx, c, s.Head, s.Deputies, t.At())
	if err != nil {
		return err
	}
	name := c.ID + "-" + itoa(c.Year+1)
	files := []outbox.Document{{Kind: "file", Name: name + ".yaml", Bytes: draft.File}}
	said = append(said, text.Say("bangiao.files", "year", itoa(c.Year+1)))
	if len(draft.Figures.Rows) > 0 {
		figures, err := workbook.FiguresCSV(draft.Figures)
		if err != nil {
			return err
		}
		files = append(files, outbox.Document{Kind: "file", Name: name + "-figures.csv", Bytes: figures})
		said = append(said, text.Say("bangiao.figures", "n", itoa(len(draft.Figures.Rows)), "year", year(c)))
	}
	if len(draft.Left) > 0 {
		said = append(said, text.Say("bangiao.left", "list", strings.Join(draft.Left, ", ")))
	}
	return t.Send(said, nil, files...)
}

// handoverLine says who takes over, and whether anything stands in the way.
func handoverLine(c *rules.Cluster, s workflow.Succession) text.Notice {
	var deputies []string
	for _, id := range s.Deputies {
		deputies = append(deputies, unitIn(s.Next, c, id))
	}
	key := "bangiao.waits"
	switch {
	case s.Next != nil && len(deputies) > 0:
		key = "bangiao.moves"
	case s.Next != nil:
		key = "bangiao.moves_alone"
	case len(deputies) == 0:
		key = "bangiao.waits_alone"
	}
	return text.Say(key, "day", s.Day.String(), "next", itoa(c.Year+1), "unit", unitIn(s.Next, c, s.Head), "deputies", strings.Join(deputies, ", "))
}

// unitIn is a member as one of two years calls it.
func unitIn(next, c *rules.Cluster, id string) string {
	for _, y := range []*rules.Cluster{next, c} {
		if y == nil {
			continue
		}
		if m := y.Member(id); m != nil {
			return m.Name
		}
	}
	return id
}
