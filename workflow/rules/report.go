package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"thidua/workflow/decimal"
)

// A Report says what the cluster's summary report tells beside its criteria
// (docs/formats.md, section 3).
type Report struct {
	Movements     []string // phong trào of the year, by name
	Commendations []Commendations
	Improved      []Improvement
}

// Commendations are criteria that are told together: Text, their sum in Unit
// where there is one, and each of them.
type Commendations struct {
	Text, Unit string
	Criteria   []string
}

// An Improvement names the members that bettered last year in every one of the
// criteria.
type Improvement struct {
	Text     string
	Criteria []string
}

// A Telling is how the report tells of one criterion. The zero value tells it
// from the criterion's name alone.
type Telling struct {
	Heading string           // opens a paragraph; the criteria after it go on in it
	Phrase  string           // instead of the name; {total} puts the cluster's figure into it
	Say     []string         // which of the Clauses; empty: all that apply
	Met     string           // what those did who met it: "thu đạt và vượt kế hoạch"
	Lead    string           // before the leaders; {n} is how many
	Style   string           // how a leader stands there; empty: StyleBrackets
	From    *decimal.Decimal // leaders are named from this percent or value on
	Of      int              // a place is one of so many: hạng 7/63
	Unit    *ReportUnit
	Compare *Comparison
}

// A Comparison is what the cluster's figure of the year is set against: "bình
// quân cả nước", with its value in the criterion's unit.
type Comparison struct {
	Name  string
	Value decimal.Decimal
}

// A ReportUnit is what the report counts in: the criterion's own unit divided.
type ReportUnit struct {
	Name     string
	Divide   decimal.Decimal
	Decimals int // printed at most
}

// Clauses of a sentence, in the order in which they are said.
const (
	SayTotal   = "total"   // the cluster's figure
	SayPlan    = "plan"    // its percent of the plan
	SayGrowth  = "growth"  // against last year, as a percent
	SayChange  = "change"  // the same as an amount
	SayMet     = "met"     // how many members met it
	SayShare   = "share"   // the same as a percent of them
	SayLeaders = "leaders" // who did best
)

// Styles of a leader: An Giang (109,69%), huyện Châu Thành vượt 26,6%, thành phố
// Rạch Giá đạt 86,97%, Hậu Giang 12,3%.
const (
	StyleBrackets = "brackets"
	StyleExceeds  = "exceeds"
	StyleReaches  = "reaches"
	StylePlain    = "plain"
)

// Says says whether a clause is wanted.
func (t *Telling) Says(clause string) bool {
	if len(t.Say) == 0 {
		return clause != SayShare
	}
	return slices.Contains(t.Say, clause)
}

func (r *reader) telling(o *object) (t Telling) {
	if o == nil {
		return t
	}
	t = Telling{
		Heading: optional(o, "heading", sentence, ""),
		Phrase:  optional(o, "phrase", slotted("total"), ""),
		Say:     several(o, "say", distinct(choice(SayTotal, SayPlan, SayGrowth, SayChange, SayMet, SayShare, SayLeaders))),
		Met:     optional(o, "met", slotted("at", "max", "last"), ""),
		Lead:    optional(o, "lead", slotted("n"), ""),
		Style:   optional(o, "style", choice(StyleBrackets, StyleExceeds, StyleReaches, StylePlain), ""),
		Of:      optional(o, "of", whole(1, 10000), 0),
	}
	o.filled("say")
	if from := optional(o, "from", number, zero); o.has("from") {
		t.From = &from
	}
	if u := o.child("unit"); u != nil {
		t.Unit = &ReportUnit{
			Name:     required(u, "name", name),
			Divide:   required(u, "divide", positive),
			Decimals: optional(u, "decimals", whole(0, 10), 2),
		}
		u.done()
	}
	if c := o.child("compare"); c != nil {
		t.Compare = &Comparison{Name: required(c, "name", name), Value: required(c, "value", number)}
		c.done()
	}
	o.done()
	return t
}

var slotPattern = regexp.MustCompile(`\{[^{}]*\}`)

// slotted is a sentence in which the report fills in what stands between braces.
func slotted(known ...string) func(string) (string, error) {
	return func(s string) (string, error) {
		s, err := name(s)
		for _, slot := range slotPattern.FindAllString(s, -1) {
			if !slices.Contains(known, strings.Trim(slot, "{}")) {
				err = fmt.Errorf("%s is filled in by nothing here: known is {%s}", quote(slot), strings.Join(known, "}, {"))
			}
		}
		if err == nil && strings.ContainsAny(slotPattern.ReplaceAllString(s, ""), "{}") {
			err = fmt.Errorf("%s has a brace without its other half", quote(s))
		}
		return s, err
	}
}

// report reads what stands beside the criteria; they are known by then.
func (r *reader) report(o *object, c *Cluster) (p Report) {
	if o == nil {
		return p
	}
	p.Movements = several(o, "movements", distinct(name))
	told := distinct(r.criteria.known) // a criterion is summed up once
	for _, g := range o.children("commendations", "a list of commendations") {
		one := Commendations{
			Text: required(g, "text", name),
			Unit: optional(g, "unit", sentence, ""),
		}
		g.need("criteria")
		one.Criteria = several(g, "criteria", told)
		g.filled("criteria")
		for i, id := range one.Criteria {
			if k, _ := c.Criterion(id); g.sound("criteria") && k != nil && k.Total != TotalSum {
				g.faultAt("criteria", i, `%s has no sum to tell: give the criterion "total: sum"`, quote(id))
			}
		}
		g.done()
		p.Commendations = append(p.Commendations, one)
	}
	for _, g := range o.children("improved", "what improved") {
		one := Improvement{Text: required(g, "text", name)}
		g.need("criteria")
		one.Criteria = several(g, "criteria", distinct(r.criteria.known))
		g.filled("criteria")
		for i, id := range one.Criteria {
			if k, _ := c.Criterion(id); g.sound("criteria") && k != nil && k.Method.Kind == Pass {
				g.faultAt("criteria", i, "%s is done or not, and compares with no last year", quote(id))
			}
		}
		g.done()
		p.Improved = append(p.Improved, one)
	}
	o.done()
	return p
}
