package rules

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"thidua/workflow/text"
)

// A Covenant says how the covenant is worded and how it is signed.
type Covenant struct {
	Clauses     []Clause // in order; none: last year's covenant, or the usual ones, are the start
	Seals       bool     // a box for each agency's seal, put there by token
	Order       Order
	Quorum      Quorum
	SignBy      Date // signing ends with this day; zero: it does not expire
	TurnMinutes int  // how long one person alone may sign by token
}

// A Clause (điều khoản) is one item of how the covenant is carried out. Text may
// have Placeholders; a line break in it begins a new paragraph.
type Clause struct {
	ID            string // its number in the file
	Heading, Text string
}

// Order says whether stages of signers wait for each other.
type Order string

const (
	InStages Order = "stages" // head, deputies, members, witnesses
	Together Order = "together"
)

// A Quorum is how many of a stage must sign for it to be done; 0: all of them.
type Quorum struct{ Deputies, Members, Witnesses int }

// Placeholders are what the words in braces in a clause stand for.
var Placeholders = []string{
	"nam",         // the year: 2017
	"cum",         // the cluster's name
	"cum_truong",  // the head's name as in a sentence
	"cum_pho",     // the deputies'
	"so_don_vi",   // how many members there are, two digits
	"chu_de",      // the theme
	"diem",        // what all criteria carry together
	"bao_cao",     // the periods with their last days
	"khen_thuong", // the awards with their places
	"phu_luc",     // "tại Phụ lục kèm theo", where there are targets
}

var braces = regexp.MustCompile(`\{([^{}]*)\}`)

// MaxClause is the most characters of a clause's text: a message holds it.
const MaxClause = 3000

const maxClauses = 40

// covenant reads the key "covenant"; what is absent has its default.
func (r *reader) covenant(o *object, c *Cluster) Covenant {
	v := Covenant{Order: InStages, TurnMinutes: 30}
	if o == nil {
		return v
	}
	for i, k := range o.children("clauses", "a clause") {
		v.Clauses = append(v.Clauses, Clause{
			ID:      fmt.Sprint(i + 1),
			Heading: required(k, "heading", heading),
			Text:    required(k, "text", ClauseText),
		})
		k.done()
	}
	if o.filled("clauses"); len(v.Clauses) > maxClauses {
		o.fault("clauses", "there are more than %d: join some", maxClauses)
	}
	v.Seals = optional(o, "seals", flag, false)
	if v.Seals && !slices.Contains(c.Signing, "token") {
		o.fault("seals", `a seal is put there by token: add "token" to signing`)
	}
	v.Order = optional(o, "order", choice(InStages, Together), InStages)
	if q := o.child("quorum"); q != nil {
		v.Quorum = c.quorum(q)
	}
	v.SignBy = optional(o, "sign_by", day, Date{})
	v.TurnMinutes = optional(o, "turn_minutes", whole(5, 1440), v.TurnMinutes)
	o.done()
	return v
}

// quorum asks for no more signatures than a stage has boxes.
func (c *Cluster) quorum(o *object) Quorum {
	of := func(key string, all int) int {
		n := optional(o, key, whole(0, 1000), 0)
		if n > all {
			o.fault(key, "%d are asked for, but there are only %d of them", n, all)
		}
		return n
	}
	q := Quorum{
		Deputies:  of("deputies", len(c.Deputies)),
		Members:   of("members", len(c.Members)-len(c.Deputies)-1),
		Witnesses: of("witnesses", len(c.Witnesses)),
	}
	o.done()
	return q
}

// heading is what a clause is called, on a line of its own.
func heading(s string) (string, error) {
	s, err := name(s)
	switch {
	case err != nil:
	case utf8.RuneCountInString(s) > 120:
		err = fmt.Errorf("%s is longer than 120 characters: shorten it", quote(s))
	case strings.ContainsAny(s, "{}"):
		err = fmt.Errorf("%s has braces in it: placeholders stand in the text", quote(s))
	}
	return s, err
}

// ClauseText cleans the text of a clause and says what is wrong with it: it is
// empty, too long, or has a placeholder that nobody knows.
func ClauseText(s string) (string, error) {
	var list []string
	for line := range strings.SplitSeq(s, "\n") {
		if strings.IndexFunc(line, func(c rune) bool { return unicode.IsControl(c) && c != '\t' && c != '\r' }) >= 0 {
			return "", fmt.Errorf("%s has a control character in it: remove it", quote(line))
		}
		if line = strings.TrimSpace(text.Clean(line)); line != "" {
			list = append(list, line)
		}
	}
	s = strings.Join(list, "\n")
	switch n := utf8.RuneCountInString(s); {
	case n == 0:
		return "", errors.New("the text is empty: write it between the quotes")
	case n > MaxClause:
		return "", fmt.Errorf("%s is longer than %d characters: shorten it", quote(s), MaxClause)
	}
	if bad := UnknownPlaceholder(s); bad != "" {
		if near := nearest(strings.Trim(bad, "{}"), Placeholders); near != "" {
			return "", fmt.Errorf("the placeholder %s is unknown: did you mean {%s}?", bad, near)
		}
		return "", fmt.Errorf("the placeholder %s is unknown: known are {%s}", bad, strings.Join(Placeholders, "}, {"))
	}
	return s, nil
}

// UnknownPlaceholder is the first thing in braces, or brace alone, that stands for
// nothing; empty where there is none.
func UnknownPlaceholder(s string) string {
	for _, found := range braces.FindAllStringSubmatch(s, -1) {
		if !slices.Contains(Placeholders, found[1]) {
			return found[0]
		}
	}
	if rest := braces.ReplaceAllString(s, ""); strings.ContainsAny(rest, "{}") {
		return string(rest[strings.IndexAny(rest, "{}")])
	}
	return ""
}

// FillClause puts the values in place of the placeholders.
func FillClause(s string, value func(placeholder string) string) string {
	return braces.ReplaceAllStringFunc(s, func(found string) string { return value(strings.Trim(found, "{}")) })
}
