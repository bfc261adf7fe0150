package workflow

import (
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// ValueWords is a value as people read it, with its unit: "5.531 tỷ đồng",
// "7,39%", "đạt", "chưa có số".
func ValueWords(lang string, k *rules.Criterion, v score.Value) string {
	if v.Kind == score.Number {
		return NumberWords(lang, k, v.Number)
	}
	return text.Plain(lang, text.Say("value."+map[score.Kind]string{
		score.Missing: "none", score.Yes: "yes", score.No: "no", score.NotApplicable: "na",
	}[v.Kind]))
}

// NumberWords is a number of a criterion as people read it, with its unit.
func NumberWords(lang string, k *rules.Criterion, d decimal.Decimal) string {
	n := text.Number(lang, d)
	switch k.Unit {
	case "", "%":
		return n + k.Unit
	case "hạng": // a place is named after its word
		return k.Unit + " " + n
	}
	return n + " " + k.Unit
}
