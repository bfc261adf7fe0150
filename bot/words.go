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

// valueWords is a value as people read it, with its unit: "5.531 tỷ đồng",
// "7,39%", "đạt", "chưa có".
func valueWords(t *dialog.Turn, k *rules.Criterion, v score.Value) string {
	lang := t.Person.Language
	if v.Kind == score.Number {
		return withUnit(text.Number(lang, v.Number), k.Unit)
	}
	return text.Plain(lang, text.Say("value."+map[score.Kind]string{
		score.Missing: "none", score.Yes: "yes", score.No: "no", score.NotApplicable: "na",
	}[v.Kind]))
}

func withUnit(number, unit string) string {
	if unit == "" || unit == "%" {
		return number + unit
	}
	return number + " " + unit
}

func unitOr(k *rules.Criterion) string {
	if k.Unit == "" {
		return "–"
	}
	return k.Unit
}

// attained says what a value is against its plan or last year: "109,69% kế
// hoạch"; empty where there is nothing to compare with.
func attained(t *dialog.Turn, k *rules.Criterion, v score.Value, target workflow.Target) string {
	base, key := target.Plan, "baocao.of_plan"
	if k.Of == rules.OfLastYear {
		base, key = target.LastYear, "baocao.of_last_year"
	}
	if v.Kind != score.Number || base == nil {
		return ""
	}
	over, under := v.Number, *base
	if k.Lower {
		over, under = under, over
	}
	if under.Sign() <= 0 || over.Sign() < 0 {
		return ""
	}
	p := over.Mul(decimal.Int(100)).Quo(under)
	return text.Plain(t.Person.Language, text.Say(key, "percent", p.Round(2).String()))
}

// targetLines show plan and last year, where there are any.
func targetLines(k *rules.Criterion, target workflow.Target) []text.Notice {
	var list []text.Notice
	if target.Plan != nil {
		list = append(list, text.Say("baocao.plan", "value", target.Plan.String(), "unit", k.Unit))
	}
	if target.LastYear != nil {
		list = append(list, text.Say("baocao.last_year", "value", target.LastYear.String(), "unit", k.Unit))
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
	words := valueWords(t, k, e.Value)
	if against := attained(t, k, e.Value, target); against != "" {
		words += " · " + against
	}
	if e.Value.Kind == score.NotApplicable && e.Note != "" {
		words += " (" + e.Note + ")"
	}
	return text.Say(key, "n", itoa(place(c, fig.Period, k.ID)), "name", k.Name, "value", words)
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
		}
	}
	return strings.Join(list, ", ")
}
