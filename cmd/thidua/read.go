package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"thidua/workflow/decimal"
	"thidua/workflow/number"
	"thidua/workflow/text"
)

// doneOrNot is the unit of a criterion that asks for no number.
const doneOrNot = "yes/no"

type readCommand struct {
	Unit  string `env:"THIDUA_UNIT" required:"" placeholder:"UNIT" help:"The criterion's unit, as the cluster file has it: 'tỷ đồng', '%', 'lao động'; empty for a bare number, yes/no for done or not done."`
	Plan  string `env:"THIDUA_PLAN" placeholder:"NUMBER" help:"The plan, as 65913.5: 'vượt 26,6%' counts from it, and a figure far from it is asked about."`
	Last  string `env:"THIDUA_LAST" placeholder:"NUMBER" help:"Last year's result: 'giảm 5%' counts from it, and a figure near to it is not far."`
	Range string `env:"THIDUA_RANGE" placeholder:"MIN,MAX" help:"The criterion's plausible range, as 100,200000; a figure outside is asked about."`
}

func (*readCommand) Help() string {
	return `Each line of standard input is read as an answer in the chat would be, and becomes one line of JSON. It needs no store and changes nothing.

  echo '65.913 tỷ' | thidua read --unit 'tỷ đồng' --plan 63709

verdict is value, ask (with choices, the likeliest first), missing, na (with note, the reason given), yes, no or refuse; why says in Vietnamese what is in doubt. A number below zero is given as --plan=-5.`
}

func (c *readCommand) Run() error {
	signal.Reset(os.Interrupt, syscall.SIGTERM) // nothing to save: Ctrl-C ends it while it waits for a line
	q, err := c.question()
	if err != nil {
		return err
	}
	return answer(os.Stdin, os.Stdout, q)
}

func (c *readCommand) question() (number.Question, error) {
	if c.Unit == doneOrNot {
		return number.Question{YesNo: true}, nil
	}
	q := number.Question{Unit: text.Clean(c.Unit)}
	least, most, ranged := strings.Cut(c.Range, ",")
	if c.Range != "" && !ranged {
		return q, usageError(fmt.Sprintf("--range %q is no range: write two numbers with a comma between, as 100,200000", c.Range))
	}
	for _, n := range []struct {
		flag, said string
		to         **decimal.Decimal
	}{{"--plan", c.Plan, &q.Plan}, {"--last", c.Last, &q.LastYear}, {"--range", least, &q.Least}, {"--range", most, &q.Most}} {
		if n.said == "" && (n.flag != "--range" || !ranged) {
			continue
		}
		d, err := decimal.Parse(n.said)
		if err != nil {
			return q, usageError(fmt.Sprintf("%s: %q is not a number: write it with digits and a dot before the decimals, as 65913.5", n.flag, n.said))
		}
		*n.to = &d
	}
	if ranged && q.Most.Less(*q.Least) {
		return q, usageError(fmt.Sprintf("--range %s: the first number is the smaller one", c.Range))
	}
	return q, nil
}

// A reading is the JSON that a line becomes; docs/formats.md, section 1.
type reading struct {
	Input   string            `json:"input"`
	Verdict number.Verdict    `json:"verdict"`
	Value   *decimal.Decimal  `json:"value,omitempty"`
	Choices []decimal.Decimal `json:"choices,omitempty"`
	Why     string            `json:"why,omitempty"`
	Note    string            `json:"note,omitempty"`
}

// answer reads line after line, and says what it read before it waits for more.
func answer(in io.Reader, out io.Writer, q number.Question) error {
	lines, w := bufio.NewReader(in), json.NewEncoder(out)
	w.SetEscapeHTML(false)
	for {
		line, err := nextLine(lines)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("standard input cannot be read: %w", err)
		}
		r := number.Read(line, q)
		said := reading{Input: line, Verdict: r.Verdict, Choices: r.Choices, Note: r.Note}
		if r.Verdict == number.Value {
			said.Value = &r.Value
		}
		if r.Why.Key != "" && r.Note == "" { // with a reason given, nothing is asked
			said.Why = text.Plain(text.Vietnamese, r.Why)
		}
		if err := w.Encode(said); err != nil {
			return err
		}
	}
}

// maxLine is how much of a line is kept, in bytes: far more than any answer has,
// so that what is longer is refused as too long.
const maxLine = 1 << 20

// nextLine is the next line without its end, or io.EOF.
func nextLine(r *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, more, err := r.ReadLine()
		line = append(line, part[:min(len(part), maxLine-len(line))]...)
		switch {
		case err != nil && len(line) > 0 && errors.Is(err, io.EOF):
			return string(line), nil
		case err != nil:
			return "", err
		case !more:
			return string(line), nil
		}
	}
}
