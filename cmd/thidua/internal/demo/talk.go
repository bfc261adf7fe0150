package demo

import (
	"strings"

	"thidua/bot/emulator"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// says writes to the bot and waits for the answer.
func (p *person) says(line string) {
	p.act(func() error { p.Person.Say(line); return nil })
}

// presses presses the newest button with the sentence's label.
func (p *person) presses(key string, pairs ...string) { p.pressesLabel(p.label(key, pairs...)) }

func (p *person) pressesLabel(label string) {
	p.act(func() error { _, err := p.Press(label); return err })
}

// chooses presses a button, or types what stands on it, as people do.
func (p *person) chooses(key string) {
	if p.habit%3 == 1 {
		p.says(p.label(key))
		return
	}
	p.presses(key)
}

func (p *person) act(do func() error) {
	if p.stage.err != nil {
		return
	}
	p.read = len(p.Chat())
	if err := do(); err != nil {
		p.stage.fail("%s: %w; the last message was %q", p.name, err, p.Last().Text)
		return
	}
	p.stage.settle()
}

// label is a sentence as it stands on this person's buttons.
func (p *person) label(key string, pairs ...string) string {
	return text.Plain(p.lang, text.Say(key, pairs...))
}

// answer is what the bot said since this person last did something.
func (p *person) answer() string {
	var said []string
	for _, m := range p.Chat()[min(p.read, len(p.Chat())):] {
		if m.Bot {
			said = append(said, m.Text)
		}
	}
	return strings.Join(said, "\n")
}

// buttons are those below the newest message of the bot that has any.
func (p *person) buttons() []emulator.Button {
	all := p.Chat()
	for i := len(all) - 1; i >= 0; i-- {
		if !all[i].Bot || len(all[i].Buttons) == 0 {
			continue
		}
		var list []emulator.Button
		for _, row := range all[i].Buttons {
			list = append(list, row...)
		}
		return list
	}
	return nil
}

// offered says whether the newest question has a button with this label.
func (p *person) offered(key string, pairs ...string) bool {
	return p.find(func(label string) bool { return label == p.label(key, pairs...) }) != ""
}

// find is the label of the newest question's first button that fits.
func (p *person) find(fits func(label string) bool) string {
	for _, b := range p.buttons() {
		if fits(b.Text) {
			return b.Text
		}
	}
	return ""
}

// named presses the button whose label ends in a name: "3. Bến Tre".
func (p *person) named(name string) {
	label := p.find(func(label string) bool { return label == name || strings.HasSuffix(label, ". "+name) })
	if label == "" {
		p.stage.fail("%s is not offered %q; the last message was %q", p.name, name, p.Last().Text)
		return
	}
	p.pressesLabel(label)
}

// opens calls a command, in one of the ways that people do.
func (p *person) opens(command, words string) {
	switch p.habit % 4 {
	case 1:
		p.says(words)
	case 2:
		p.says(strings.ToLower(text.Fold(words)))
	default:
		p.says("/" + command)
	}
}

// words is a number as the bot reads it back.
func (p *person) words(k *rules.Criterion, d decimal.Decimal) string {
	n := text.Number(p.lang, d)
	switch k.Unit {
	case "", "%":
		return n + k.Unit
	case "hạng":
		return k.Unit + " " + n
	}
	return n + " " + k.Unit
}

// clears answers every "which of these did you mean?" with what stands on the
// person's paper; right says what that is, for the words of a question.
func (p *person) clears(right func(question string) (*rules.Criterion, decimal.Decimal, bool)) {
	for range 200 {
		if p.stage.err != nil || !p.offered("baocao.button.retype") {
			p.confirms()
			return
		}
		question := p.doubt()
		if question == "" { // the figure is right, however unlikely: say why
			p.says("Số đã đối chiếu với ngành chủ quản.")
			continue
		}
		k, want, ok := right(question)
		if !ok {
			p.stage.fail("%s is asked about something not on paper: %q", p.name, question)
			return
		}
		words := p.words(k, want)
		label := p.find(func(label string) bool {
			_, reading, _ := strings.Cut(label, ". ")
			return reading == words || strings.HasPrefix(reading, words+" ")
		})
		switch {
		case label == "":
			p.presses("baocao.button.retype")
			p.says(comma(want))
		case p.habit%2 == 0:
			p.pressesLabel(label)
		default:
			letter, _, _ := strings.Cut(label, ".")
			p.says(strings.ToLower(letter))
		}
	}
}

// confirms says that a preview is right.
func (p *person) confirms() {
	lead := cutNumber(p.label("baocao.button.right", "n", "#"))
	if label := p.find(func(label string) bool { return strings.HasPrefix(label, lead) }); label != "" {
		if p.habit%3 == 1 {
			p.says("đúng")
			return
		}
		p.pressesLabel(label)
	}
}

// lastQuestion is the newest message of the bot that has buttons.
func (p *person) lastQuestion() string {
	all := p.Chat()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Bot && len(all[i].Buttons) > 0 {
			return all[i].Text
		}
	}
	return ""
}

// doubt is the line of the newest question that says what is not clear; lines
// about other figures may stand before it.
func (p *person) doubt() string {
	lead, _, _ := strings.Cut(p.label("baocao.two_readings", "text", "|"), "|")
	for line := range strings.SplitSeq(p.lastQuestion(), "\n") {
		if strings.HasPrefix(line, lead) {
			return line
		}
	}
	return ""
}
