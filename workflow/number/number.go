// Package number reads numbers the way people type them: "65.913 tỷ",
// "39.55 triệu đồng", "1 tỷ 200 triệu", "vượt 26,6%". The reports it has to
// cope with do not agree on what a dot is, so one rule stands above all others:
// a text with two readings is asked about, and never decided (domain notes,
// "How numbers are written").
package number

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"thidua/workflow/decimal"
	"thidua/workflow/text"
)

// A Question is what somebody was asked when they typed.
type Question struct {
	Unit     string           // the criterion's: "tỷ đồng", "triệu USD", "%", "lao động"; empty: a bare number
	YesNo    bool             // done or not done, no number
	Plan     *decimal.Decimal // what "vượt 26,6%" counts from; nil: not known
	LastYear *decimal.Decimal // what "giảm 5%" counts from; nil: not known

	Least, Most *decimal.Decimal // what is plausible for the criterion; nil: no bound
	Earlier     *decimal.Decimal // the member's own last report; nil: none
}

// A Verdict says what became of a text.
type Verdict string

const (
	Value        Verdict = "value"   // exactly one reading, and a likely one
	Ask          Verdict = "ask"     // readings that the person has to choose from
	Yes          Verdict = "yes"     // done
	No           Verdict = "no"      // not done
	Missing      Verdict = "missing" // declared: none to report yet
	NotAvailable Verdict = "na"      // declared: does not apply
	Refuse       Verdict = "refuse"  // no reading at all
)

// A Reading is what a text says. Zero, missing and not available are three
// things, so a bare "không" to a question for a number is none of them.
type Reading struct {
	Verdict Verdict
	Value   decimal.Decimal   // of Value, in the question's unit
	Choices []decimal.Decimal // of Ask: distinct, the likeliest first; one alone wants a yes
	Why     text.Notice       // of Ask, NotAvailable and Refuse: number.* in the catalogs
	Note    string            // of NotAvailable: the reason that came with it
}

// maxText is longer than any answer with one figure in it, in letters; what has
// more than maxBytes is not even looked at.
const (
	maxText  = 200
	maxBytes = 40 * maxText
)

// Read says what s means as the answer to q. It never fails and never guesses:
// what has two readings is asked about, and so is what is Unlikely.
func Read(said string, q Question) Reading {
	if len(said) > maxBytes {
		return refuse("number.too_long", "text", excerpt(said[:maxText]))
	}
	s, shown := clean(said), excerpt(said)
	switch {
	case s == "":
		return refuse("number.empty")
	case utf8.RuneCountInString(s) > maxText:
		return refuse("number.too_long", "text", shown)
	}
	if r, ok := declared(s, q); ok {
		return r
	}
	tokens := lex(s)
	if q.YesNo {
		return refuse("number.yes_no", "text", shown)
	}
	if !slices.ContainsFunc(tokens, func(t token) bool { return t.kind == digits }) {
		return refuse("number.not_a_number", "text", shown)
	}
	p := parse(tokens, ownUnit(q.Unit))
	p.question, p.shown = q, shown
	return q.doubted(p.resolve())
}

// clean brings what phones and Office put into one form. A tab or a line break
// separates two cells and must never join their digits, so it stays visible;
// a space that binds digits becomes an apostrophe, which does the same.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\v', r == '\f', r == '\u2028', r == '\u2029':
			return '\n'
		case r >= '\uff01' && r <= '\uff5e': // full-width forms of ASCII
			return r - 0xff01 + '!'
		}
		return r
	}, s)
	s = bound.ReplaceAllString(s, "$1'$2")
	return strings.TrimSpace(text.Clean(s))
}

// bound finds the spaces that programs put between groups of digits so that no
// line breaks there: no-break, figure, thin, narrow no-break.
var bound = regexp.MustCompile(`([0-9])[\x{00a0}\x{2007}\x{2009}\x{202f}]([0-9])`)

// excerpt is a text as a sentence about it quotes it.
func excerpt(s string) string {
	s = strings.Join(strings.Fields(text.Clean(s)), " ")
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

func refuse(key string, pairs ...string) Reading {
	return Reading{Verdict: Refuse, Why: text.Say(key, pairs...)}
}
