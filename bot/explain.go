package bot

import (
	"regexp"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// oneLine is "3: words": a criterion, then anything.
var oneLine = regexp.MustCompile(`(?s)^\s*#?([^:=]{1,200}?)\s*[:=]\s*(\S.*)$`)

// explain (/giaitrinh [kỳ] 3: …) keeps a unit's explanation of a figure that was
// sent back, or verified otherwise than the unit sees it.
func (b *Bot) explain(t *dialog.Turn, args string) error {
	talk, f, c, rest, err := b.reporting(t, args)
	if err != nil {
		return err
	}
	if agrees(rest) {
		return agree(t, talk, c, f.Period)
	}
	name, said := rest, ""
	if m := oneLine.FindStringSubmatch(rest); m != nil {
		name, said = m[1], m[2]
	}
	k := find(c, f.Period, name)
	if k == nil {
		return text.Wrong("giaitrinh.how")
	}
	fig, err := workflow.FindFigure(t.Tx, f.subject(t, c, k.ID))
	if err != nil {
		return err
	}
	if fig.Final == nil && fig.Returned == nil && fig.Accepted == nil { // before a text is asked for nothing
		return text.Wrong("figure.nothing_to_explain", "name", k.Name)
	}
	if said == "" {
		f.Why = k.ID
		return report.Go(t, talk, "explain", f)
	}
	if err := f.explain(t, c, k, said); err != nil {
		return err
	}
	return again(t, talk)
}

// again asks the open question again, or only says what was said.
func again(t *dialog.Turn, talk *dialog.Open) error {
	if talk != nil {
		return talk.Again(t)
	}
	return t.Flush()
}

func askExplain(t *dialog.Turn, f *reportForm) (*dialog.Question, error) {
	if f.Why == "" {
		return nil, nil
	}
	c, err := f.cluster(t)
	if err != nil {
		return nil, err
	}
	k := criterion(c, f.Period, f.Why)
	if k == nil {
		return nil, nil
	}
	fig, err := workflow.FindFigure(t.Tx, f.subject(t, c, k.ID))
	if err != nil {
		return nil, err
	}
	q := &dialog.Question{}
	if fig.Returned != nil {
		q.Lines = append(q.Lines, text.Say("baocao.returned", "reason", fig.Returned.Reason))
	}
	q.Lines = append(q.Lines, verifiedLines(t, k, fig)...)
	q.Lines = append(q.Lines, text.Say("giaitrinh.ask", "n", itoa(place(c, f.Period, k.ID)), "name", k.Name))
	return q, nil
}

func takeExplain(t *dialog.Turn, f *reportForm, a dialog.Answer) error {
	c, err := f.cluster(t)
	if err != nil {
		return err
	}
	k := criterion(c, f.Period, f.Why)
	f.Why = ""
	if k == nil {
		t.Say(text.Say("dialog.rules_changed"))
		return t.Go("figure")
	}
	if err := f.explain(t, c, k, a.Text); err != nil {
		return err
	}
	if k.ID == f.At {
		if err := f.skip(t, c); err != nil {
			return err
		}
	}
	return t.Go("figure")
}

func dropExplain(_ *dialog.Turn, f *reportForm) bool {
	f.At, f.Why = f.Why, ""
	return false
}

// explain keeps the explanation, and tells the reviewers where it waits for them.
func (f *reportForm) explain(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, said string) error {
	said = strings.TrimSpace(said)
	if err := reasonFits(said); err != nil {
		return err
	}
	s := f.subject(t, c, k.ID)
	fig, err := workflow.Explain(t.Tx, t.Act(), c, s, said)
	if err != nil {
		return err
	}
	n, m := itoa(place(c, f.Period, k.ID)), c.Member(s.Member)
	if !fig.Pleads() {
		t.Say(text.Say("giaitrinh.kept", "n", n, "name", k.Name))
		return nil
	}
	t.Say(text.Say("giaitrinh.sent", "n", n, "name", k.Name))
	return tellReviewers(t, c, m.ID, text.Say("giaitrinh.arrived", "unit", m.Name, "period", c.Period(f.Period).Name, "n", n, "name", k.Name, "text", said))
}

// verifiedLines say what became of a figure at review: from what to what and
// why, an approval that was taken away, an explanation and its answer.
func verifiedLines(t *dialog.Turn, k *rules.Criterion, fig workflow.Figure) []text.Notice {
	var list []text.Notice
	if self, first := fig.Reported(), fig.Verified(); first != nil && fig.Sent == nil {
		if self != nil && workflow.ValueText(self.Value) != workflow.ValueText(first.Value) {
			list = append(list, text.Say("duyet.changed_from", "from", valueWords(t, k, self.Value), "to", valueWords(t, k, first.Value), "reason", first.Note))
		}
		if fig.First != nil {
			list = append(list, text.Say("duyet.second_look", "from", valueWords(t, k, fig.First.Value), "to", valueWords(t, k, fig.Accepted.Value), "reason", fig.Accepted.Note))
		}
	}
	if e := fig.Reported(); e != nil && e.Score != "" {
		list = append(list, text.Say("duyet.score", "points", e.Score))
	}
	if v := fig.Void; v != nil {
		list = append(list, text.Say("duyet.void", "from", voidWords(v.From), "to", voidWords(v.To)))
	}
	if p := fig.Plea; p != nil {
		list = append(list, text.Say("duyet.plea", "text", p.Text))
		if p.Answered != nil {
			list = append(list, text.Say("duyet.plea_answer", "text", p.Answer))
		}
	}
	if e := fig.Latest(); e != nil && e.Late {
		list = append(list, text.Say("duyet.late"))
	}
	if fig.Final != nil {
		list = append(list, text.Say("duyet.final"))
	}
	return list
}

// voidWords are what an approval was of, in machine form, for people.
func voidWords(s string) string {
	if s == "" {
		return "–"
	}
	return strings.NewReplacer("plan ", "kế hoạch ", "last year ", "năm trước ", "none", "–", ".", ",").Replace(strings.ReplaceAll(s, ",", ";"))
}
