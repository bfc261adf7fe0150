package number

import (
	"slices"
	"strings"

	"thidua/workflow/decimal"
)

// A phrase is what a text says around its numbers.
type phrase struct {
	question Question
	shown    string // the text, as sentences quote it
	own      unit   // the question's unit

	amounts []amount
	lead    role // exceed, rise, fall: the last one before the first amount
	plan    bool // the plan is spoken of
	before  bool // last year is spoken of
	ranked  bool // "hạng"
	upTo    bool
	about   bool // a guess or a bound
	minus   bool // "âm"
	against bool // a negation
	strange bool // words or signs that nobody knows
	broken  bool // a sign or letter on a number that makes no number of it
	timed   bool // a time was named
	spaced  bool // "65 913": one number, or "3 659": two
	signed  bool // "- 5" and "đạt -5": a dash or a minus; "(5)": in accounts −5
}

// An amount is one number with its own unit.
type amount struct {
	text     string // the number as typed
	values   []decimal.Decimal
	negative bool
	over     string // "10/12": the 12
	unit     unit
	scaled   bool // a scale was written
	from, to int  // its tokens
}

func parse(tokens []token, own unit) *phrase {
	p := &phrase{own: own}
	compared := false // "so với" came just before
	for i := 0; i < len(tokens); {
		if n := timeAt(tokens[i:], own); n > 0 {
			p.timed, p.before = true, p.before || compared
			i += n
			continue
		}
		t := tokens[i]
		switch {
		case t.kind == digits:
			a := p.amount(tokens, i)
			p.amounts = append(p.amounts, a)
			i = a.to
		case t.kind == word:
			r, n := roleAt(tokens[i:], own)
			p.take(r)
			p.strange = p.strange || r == link && i+n < len(tokens) && tokens[i+n].kind == digits && timeAt(tokens[i+n:], own) == 0
			if last := tokens[i+n-1]; i+n < len(tokens) && tokens[i+n].kind == digits && tokens[i+n].glued && last.kind == word && !strings.ContainsAny(last.text, "$₫€") {
				p.broken = true // "T6", "1O5"
			}
			fold := joined(tokens[i : i+n])
			compared = fold == "so" || fold == "so voi"
			i += n
		default:
			p.sign(tokens, i)
			i++
		}
	}
	return p
}

func (p *phrase) take(r role) {
	switch r {
	case unknown:
		p.strange = true
	case ratio:
		p.strange = p.strange || p.own.base != "%"
	case about:
		p.about = true
	case against:
		p.against = true
	case exceed, rise, fall:
		if len(p.amounts) == 0 {
			p.lead = r
		} else {
			p.strange = true
		}
	case growth:
		if p.own.base != "%" {
			p.lead = rise
		}
	case upTo:
		p.upTo = true
	case plan:
		p.plan = true
	case before:
		p.before = true
	case place:
		p.ranked = true
	case minus:
		p.minus = true
		p.strange = p.strange || len(p.amounts) > 0
	case deduct:
		p.signed = true
	}
}

// sign takes a sign that stands by itself.
func (p *phrase) sign(tokens []token, i int) {
	t := tokens[i].text
	next := i+1 < len(tokens) && tokens[i+1].kind == digits
	touches := next && tokens[i+1].glued
	follows := i > 0 && tokens[i-1].kind == digits && tokens[i].glued
	switch {
	case t == "-" && touches && i > 0 && (tokens[i].glued && tokens[i-1].kind == digits || tokens[i-1].text == "-" || tokens[i-1].text == "+"):
		p.broken = true // "5-7", "--5"
	case t == "-" && touches: // the amount looks back at it
	case t == "-" && next:
		p.signed = true
	case t == "+" && next && !follows:
		p.broken = p.broken || i > 0 && (tokens[i-1].text == "-" || tokens[i-1].text == "+")
	case strings.Contains(".,", t) && touches && !follows: // ",5"
		p.broken = true
	case strings.Contains(".,", t) && follows:
		p.strange = true // "65," may be half a number
	case strings.Contains(":;=()[]\"'“”‘’«»!.,\n", t):
	case strings.Contains("~≈<>≤≥±", t):
		p.about = true
	case t == "?", t == "-", t == "*", t == "•", t == "…", t == "+" && !follows:
		p.strange = true
	default:
		p.broken = true
	}
}

// amount reads the number at i with what belongs to it.
func (p *phrase) amount(tokens []token, i int) amount {
	a := amount{text: tokens[i].text, values: readings(tokens[i].text), from: i}
	a.negative = i > 0 && tokens[i-1].text == "-" && tokens[i].glued
	p.signed = p.signed || a.negative && i > 1 || i > 0 && tokens[i-1].text == "("
	p.spaced = p.spaced || strings.Contains(a.text, " ")
	j := i + 1
	if j+1 < len(tokens) && tokens[j].text == "/" && tokens[j+1].kind == digits {
		a.over = tokens[j+1].text
		j += 2
	}
	glued := j < len(tokens) && tokens[j].glued && tokens[j].kind == word
	scale, n := readScale(tokens[j:])
	a.unit.scale, a.scaled = scale, n > 0
	base, m := readBase(tokens[j+n:], p.own.base)
	per, k := readPer(tokens[j+n+m:])
	if m == 0 && k > 0 && a.over != "" {
		k, per = 0, ""
	}
	a.unit.base, a.unit.per = base, per
	p.broken = p.broken || glued && n+m == 0 // "5O"
	// "kết quả 2017" may name the year instead of a result
	p.strange = p.strange || isYear(tokens[i]) && n+m == 0 && slices.ContainsFunc(tokens, func(t token) bool { return t.kind == word })
	a.to = j + n + m + k
	return a
}

// compound is "1 tỷ 200 triệu": scales that fall, each part below one of the
// part before, all but the last whole. "1 tỷ 200" is none, nor "1 tỷ 200 đồng":
// people who leave a scale out mean the next one down.
func (p *phrase) compound() (amount, bool) {
	sum := p.amounts[0]
	own := sum.unit.scale.Equal(p.own.scale)
	for i, a := range p.amounts {
		last := i == len(p.amounts)-1
		if a.over != "" || !a.scaled || a.negative && i > 0 || !last && a.unit.base != "" {
			return sum, false
		}
		if i == 0 {
			sum.values = times(whole(a.values), a.unit.scale)
			continue
		}
		before := p.amounts[i-1]
		if !a.unit.scale.Less(before.unit.scale) || before.to != a.from {
			return sum, false
		}
		if !last {
			a.values = whole(a.values)
		}
		sum.values = sums(sum.values, times(a.values, a.unit.scale), before.unit.scale)
		own = own || a.unit.scale.Equal(p.own.scale)
		sum.unit.base, sum.unit.per, sum.to = a.unit.base, a.unit.per, a.to
	}
	if own { // one of its scales is the question's: nothing to convert
		sum.values = times(sum.values, one.Quo(p.own.scale))
		sum.unit.scale = p.own.scale
	} else {
		sum.values = times(sum.values, one.Quo(sum.unit.scale))
	}
	return sum, len(sum.values) > 0
}

func whole(list []decimal.Decimal) []decimal.Decimal {
	return slices.DeleteFunc(slices.Clone(list), func(d decimal.Decimal) bool { return !d.IsInt() })
}

func times(list []decimal.Decimal, by decimal.Decimal) []decimal.Decimal {
	out := make([]decimal.Decimal, len(list))
	for i, d := range list {
		out[i] = d.Mul(by)
	}
	return out
}

// sums adds every small part that is below limit to every large one.
func sums(large, small []decimal.Decimal, limit decimal.Decimal) []decimal.Decimal {
	var out []decimal.Decimal
	for _, l := range large {
		for _, s := range small {
			if s.Less(limit) {
				out = append(out, l.Add(s))
			}
		}
	}
	return out
}
