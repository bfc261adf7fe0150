package bot

import (
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// receipt (/bienlai CODE) says again what was submitted under a code, however
// long ago, and what has changed since.
func (b *Bot) receipt(t *dialog.Turn, code string) error {
	if code == "" {
		return text.Wrong("bienlai.how")
	}
	s, err := workflow.FindReceipt(t.Tx, t.Actor.Cluster, code)
	if err != nil {
		return err
	}
	if !t.Actor.May(workflow.MaySheet, s.Member) {
		return text.Wrong("bienlai.unknown", "code", code)
	}
	c, err := workflow.FindCluster(t.Tx, s.Cluster, s.Year)
	if err != nil {
		return err
	}
	if c == nil || c.Period(s.Period) == nil || c.Member(s.Member) == nil {
		return text.Wrong("dialog.rules_changed")
	}
	entered, err := workflow.Figures(t.Tx, c, s.Period, s.Member)
	if err != nil {
		return err
	}
	said := lines(text.Say("bienlai.title", "receipt", s.Receipt, "unit", c.Member(s.Member).Name, "period", c.Period(s.Period).Name, "year", year(c)),
		text.Say("bienlai.sent", "at", local(c, s.At), "who", personName(t, s.By), "n", itoa(s.Figures)))
	for _, line := range s.Content {
		id, value, _ := strings.Cut(line, "=")
		k, _ := c.Criterion(id)
		if k == nil {
			continue
		}
		words := valueWords(t, k, contentValue(value))
		n := itoa(place(c, s.Period, id))
		fig := entered[id]
		if !t.Actor.May(workflow.MayReport, s.Member) { // a draft is the unit's own
			fig.Draft = nil
		}
		now := fig.Latest()
		if now == nil || workflow.ValueText(now.Value) == workflow.ValueText(contentValue(value)) {
			said = append(said, text.Say("bienlai.line", "n", n, "name", k.Name, "value", words))
			continue
		}
		said = append(said, text.Say("bienlai.line_changed", "n", n, "name", k.Name, "value", words, "now", valueWords(t, k, now.Value)))
	}
	return t.Send(append(said, text.Say("bienlai.hash", "hash", s.Hash())), nil)
}

// contentValue is a value as a receipt holds it.
func contentValue(s string) score.Value {
	switch s {
	case "", "none":
		return score.Value{}
	case string(score.Yes), string(score.No), string(score.NotApplicable):
		return score.Value{Kind: score.Kind(s)}
	}
	d, err := decimal.Parse(s)
	if err != nil {
		return score.Value{}
	}
	return score.Value{Kind: score.Number, Number: d}
}
