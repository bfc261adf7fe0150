package dialog

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/outbox"
	"thidua/workflow/text"
)

// state is where a chat stands in a conversation.
type state struct {
	Chat    string          `json:"chat"`
	Flow    string          `json:"flow"`
	Step    string          `json:"step"`
	Past    []string        `json:"past,omitempty"` // steps to go back to
	Nonce   string          `json:"nonce"`          // of the question that is open
	Choices []option        `json:"choices,omitempty"`
	Draft   json.RawMessage `json:"draft"`
	Since   time.Time       `json:"since"`

	Cluster string `json:"cluster,omitempty"` // that the conversation is about, whichever is chosen meanwhile
	Keeps   bool   `json:"keeps,omitempty"`   // waits while another conversation is held
	Aside   *state `json:"aside,omitempty"`   // the conversation that waits for this one to end
	Resumed bool   `json:"resumed,omitempty"` // waited, and is to be asked again
}

// option is a choice as it is remembered: what it means and how it is typed.
type option struct {
	Value string   `json:"value"`
	Words []string `json:"words,omitempty"`
}

var states = storage.Table[state]{Name: "talks", Key: func(s state) string { return s.Chat }}

// push remembers the step that was left, each step once, unless it is the one
// gone to.
func push(past []string, left, to string) []string {
	if left == to {
		return past
	}
	if i := slices.Index(past, to); i >= 0 { // going back by another door
		return past[:i]
	}
	if i := slices.Index(past, left); i >= 0 {
		return past[:i+1]
	}
	return append(past, left)
}

// ask says what was said and the question, and remembers what it waits for.
func ask(t *Turn, s state, q Question) error {
	sum := sha256.Sum256([]byte(t.Event.ID + s.Flow + s.Step))
	s.Nonce, s.Since, s.Choices = hex.EncodeToString(sum[:4]), t.At(), nil
	var buttons [][]outbox.Button
	for _, row := range q.Choices {
		var line []outbox.Button
		for _, c := range row {
			line = append(line, outbox.Button{
				Label: text.Plain(t.Person.Language, c.Label),
				Data:  fmt.Sprintf("%s.%s.%s.%d", s.Flow, s.Step, s.Nonce, len(s.Choices)),
			})
			s.Choices = append(s.Choices, option{c.Value, typed(c)})
		}
		buttons = append(buttons, line)
	}
	s.Resumed = false
	if err := s.setAside(t); err != nil {
		return err
	}
	if err := states.Put(t.Tx, s); err != nil {
		return err
	}
	lines := append(t.said, q.Lines...)
	t.said = nil
	return t.Send(lines, buttons)
}

// typed is how a choice can be written instead of pressed.
func typed(c Choice) []string {
	words := []string{written(text.Plain(text.Vietnamese, c.Label)), written(text.Plain(text.English, c.Label))}
	for _, w := range c.Words {
		words = append(words, written(w))
	}
	slices.Sort(words)
	return slices.DeleteFunc(slices.Compact(words), func(w string) bool { return Word(w) == "" })
}

// written is a text as it was typed but for case and spaces.
func written(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(text.Clean(s)), " "))
}

// betweenWords are commas and full stops that belong to no number.
var betweenWords = regexp.MustCompile(`[.,]+(\D|$)`)

// Word is a text without accents, case, signs and emoji: what two ways of typing
// the same words have in common.
func Word(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '/' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r == '%' || r == ',' || r == '.' || r == '-' {
			return r
		}
		return ' '
	}, text.Fold(s))
	return strings.Trim(strings.Join(strings.Fields(betweenWords.ReplaceAllString(s, " $1")), " "), "- ")
}

// setAside lets a conversation that keeps what it has wait for this one.
func (s *state) setAside(t *Turn) error {
	old, open, err := states.Find(t.Tx, s.Chat)
	if err != nil || !open || old.Flow == s.Flow {
		return err
	}
	if s.Aside = old.Aside; old.Keeps {
		old.Aside = nil
		s.Aside = &old
	}
	if s.Aside != nil && s.Aside.Flow == s.Flow { // it begins anew
		s.Aside = nil
	}
	return nil
}

// close ends the conversation; one that waited for it is open again.
func (s state) close(t *Turn) error {
	if s.Aside == nil {
		return states.Delete(t.Tx, s)
	}
	s.Aside.Resumed = true
	return states.Put(t.Tx, *s.Aside)
}

// leave ends the conversation and says what was said.
func leave(t *Turn, s state) error {
	if err := s.close(t); err != nil {
		return err
	}
	return t.Flush()
}

// Flush sends what was said when no question follows.
func (t *Turn) Flush() error { return t.FlushWith(nil) }

// FlushWith is Flush with buttons that stand for commands.
func (t *Turn) FlushWith(buttons [][]outbox.Button) error {
	if len(t.said) == 0 {
		return nil
	}
	lines := t.said
	t.said = nil
	return t.Send(lines, buttons)
}

// choose finds the option that a typed text means: as it is written, or else
// without accents and signs where only one can be meant ("Thanh Hà" is not
// "Thạnh Hà").
func (s state) choose(answer string) (Answer, bool) {
	if value, ok := s.only(written(answer), func(w string) string { return w }); ok {
		return Answer{Value: value, Text: answer}, true
	}
	if value, ok := s.only(Word(answer), Word); ok {
		return Answer{Value: value, Text: answer}, true
	}
	return Answer{Text: answer}, false
}

// only is the value of the one option that can be typed like this.
func (s state) only(word string, form func(string) string) (value string, ok bool) {
	for _, o := range s.Choices {
		if word == "" || !slices.ContainsFunc(o.Words, func(w string) bool { return form(w) == word }) {
			continue
		}
		if ok && value != o.Value {
			return "", false
		}
		value, ok = o.Value, true
	}
	return value, ok
}

// press finds the option that a button's data means; false when the button is
// not one of the open question.
func (s state) press(data string) (Answer, bool) {
	part := strings.Split(data, ".")
	if len(part) != 4 || part[0] != s.Flow || part[1] != s.Step || part[2] != s.Nonce {
		return Answer{}, false
	}
	i, err := strconv.Atoi(part[3])
	if err != nil || i < 0 || i >= len(s.Choices) {
		return Answer{}, false
	}
	return Answer{Value: s.Choices[i].Value}, true
}
