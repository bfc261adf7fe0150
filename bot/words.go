package bot

import (
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// valueWords is a value as the person reads it, with its unit.
func valueWords(t *dialog.Turn, k *rules.Criterion, v score.Value) string {
	return workflow.ValueWords(t.Person.Language, k, v)
}

// numberWords is a number of a criterion as the person reads it, with its unit.
func numberWords(t *dialog.Turn, k *rules.Criterion, d decimal.Decimal) string {
	return workflow.NumberWords(t.Person.Language, k, d)
}

// reasonFits refuses a reason that nobody would read on paper.
func reasonFits(reason string) error {
	if n := len([]rune(strings.TrimSpace(reason))); n == 0 || n > 500 {
		return text.Wrong("dialog.reason")
	}
	return nil
}

// quote shortens what a person typed for a sentence that names it.
func quote(said string) string {
	if r := []rune(said); len(r) > 100 {
		return string(r[:99]) + "…"
	}
	return said
}

func unitOr(k *rules.Criterion) string {
	if k.Unit == "" {
		return "–"
	}
	return k.Unit
}

// attained says what a value is against its plan or last year: "109,69% kế
// hoạch"; where fewer is better, by how much it is below or above, so that nobody
// takes a fall for a rise. Empty where there is nothing to compare with.
func attained(t *dialog.Turn, k *rules.Criterion, v score.Value, target workflow.Target) string {
	base, name := target.Plan, "plan"
	if k.Of == rules.OfLastYear {
		base, name = target.LastYear, "last_year"
	}
	if v.Kind != score.Number || base == nil || base.Sign() <= 0 || v.Number.Sign() < 0 {
		return ""
	}
	percent := v.Number.Mul(decimal.Int(100)).Quo(*base)
	key := "baocao.of_" + name
	if k.Lower {
		percent = percent.Sub(decimal.Int(100))
		switch percent.Sign() {
		case 0:
			return text.Plain(t.Person.Language, text.Say("baocao.equal_"+name))
		case -1:
			key, percent = "baocao.below_"+name, decimal.Int(0).Sub(percent)
		default:
			key = "baocao.above_" + name
		}
	}
	return text.Plain(t.Person.Language, text.Say(key, "percent", percent.Round(2).String()))
}

// targetLines show plan and last year, where there are any.
func targetLines(t *dialog.Turn, k *rules.Criterion, target workflow.Target) []text.Notice {
	var list []text.Notice
	if target.Plan != nil {
		list = append(list, text.Say("baocao.plan", "value", numberWords(t, k, *target.Plan)))
	}
	if target.LastYear != nil {
		list = append(list, text.Say("baocao.last_year", "value", numberWords(t, k, *target.LastYear)))
	}
	return list
}

// readBack is a figure read back: number in the list, name, value with unit, and
// what it is against its plan.
func readBack(t *dialog.Turn, c *rules.Cluster, k *rules.Criterion, fig workflow.Figure, target workflow.Target) text.Notice {
	e := fig.Latest()
	if e == nil {
		return text.Say("baocao.line_open", "n", itoa(place(c, fig.Period, k.ID)), "name", k.Name)
	}
	key := "baocao.line"
	switch {
	case fig.Draft != nil && fig.Returned != nil:
		key = "baocao.line_returned"
	case fig.Accepted != nil:
		key = "baocao.line_accepted"
	case fig.Sent != nil && fig.Draft == nil:
		key = "baocao.line_sent"
	}
	return text.Say(key, "n", itoa(place(c, fig.Period, k.ID)), "name", k.Name, "value", entryWords(t, k, e, target))
}

// entryWords is an entry with what it is against its plan, and with the sentence
// that goes with it.
func entryWords(t *dialog.Turn, k *rules.Criterion, e *workflow.Entry, target workflow.Target) string {
	words := valueWords(t, k, e.Value)
	if against := attained(t, k, e.Value, target); against != "" {
		words += " · " + against
	}
	for _, why := range []string{e.Note, e.Unlikely} {
		if why != "" {
			words += " (" + why + ")"
		}
	}
	if e.Explained != "" {
		words += " – " + text.Plain(t.Person.Language, text.Say("baocao.explained", "text", e.Explained))
	}
	return words
}

// progressKey is the sentence for how far a report is.
func progressKey(p workflow.Progress) string {
	switch {
	case p.Returned > 0:
		return "progress.returned"
	case p.Asked > 0 && p.Accepted == p.Asked:
		return "progress.accepted"
	case p.Complete:
		return "progress.complete"
	case p.Sent > 0:
		return "progress.part"
	case p.Entered > 0:
		return "progress.draft"
	}
	return "progress.nothing"
}

func names(c *rules.Cluster, ids []string) string {
	var list []string
	for _, id := range ids {
		if m := c.Member(id); m != nil {
			list = append(list, m.Short)
		} else if c.Witness(id) != nil {
			list = append(list, workflow.PartyName(c, id))
		}
	}
	return strings.Join(list, ", ")
}
