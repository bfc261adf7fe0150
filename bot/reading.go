package bot

import (
	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// A reading is a text that could not be taken as it stands.
type reading struct {
	Criterion string
	Raw       string
	Choices   []string // machine numbers
	Because   text.Notice
}

// asks puts readings to the person, plausible ones first.
func asks(k *rules.Criterion, said string, why text.Notice, choices []decimal.Decimal) *reading {
	u := &reading{Criterion: k.ID, Raw: said, Because: why}
	unlikely := func(d decimal.Decimal) bool {
		return k.Range != nil && !k.Range.Holds(d) || k.Decimals == 0 && !d.IsInt()
	}
	for _, late := range []bool{false, true} {
		for _, d := range choices {
			if unlikely(d) == late {
				u.Choices = append(u.Choices, d.String())
			}
		}
	}
	return u
}

// readingQuestion shows every reading with its unit and its percent, each as a
// button and as a letter to type.
func readingQuestion(t *dialog.Turn, k *rules.Criterion, target workflow.Target, u reading) *dialog.Question {
	asked := asking(k, target, nil)
	q := &dialog.Question{Lines: lines(text.Say("baocao.two_readings", "text", quote(u.Raw), "name", k.Name))}
	if u.Because.Key != "" {
		q.Lines = append(q.Lines, u.Because)
	}
	for i, machine := range u.Choices {
		letter := string(rune('A' + i))
		v := score.Value{Kind: score.Number, Number: decimal.Must(machine)}
		label := text.Say("baocao.reading", "letter", letter, "value", valueWords(t, k, v))
		if against := attained(t, k, v, target); against != "" {
			label = text.Say("baocao.reading_attained", "letter", letter, "value", valueWords(t, k, v), "attained", against)
		}
		line, words, how := label, []string{letter}, text.Say("baocao.choose_reading")
		if _, unlikely := asked.Unlikely(v.Number); unlikely && k.Method.Kind.Reported() {
			line = text.Say("baocao.unlikely", "label", text.Plain(t.Person.Language, label))
		}
		if len(u.Choices) == 1 {
			words, how = append(words, "dung", "dung roi", "phai", "u", "ok", "yes", "right"), text.Say("baocao.choose_only")
		}
		q.Lines = append(q.Lines, line)
		q.Choices = append(q.Choices, []dialog.Choice{{Value: machine, Label: label, Words: words}})
		if i == len(u.Choices)-1 {
			q.Lines = append(q.Lines, how)
		}
	}
	q.Choices = append(q.Choices, []dialog.Choice{choice("again", "baocao.button.retype", "nhap lai")})
	return q
}
