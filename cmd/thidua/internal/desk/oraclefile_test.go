package desk

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"math/big"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// An oracle is sections 3 to 6 of docs/formats.md read a second time: from that
// text alone, in fractions of the standard library, with nothing shared with the
// program. It knows only what the arithmetic needs.
type oracle struct {
	Cluster  string
	Year     int
	Members  []struct{ ID string }
	Periods  []oPeriod
	Contents []oContent
	RankBy   string `yaml:"rank_by"`
	Ties     []string
	Awards   []struct {
		Name   string
		Places int
	}
	AwardRules struct {
		CovenantSigned bool   `yaml:"covenant_signed"`
		MinPercent     string `yaml:"min_percent"`
		Exclude        []struct{ Member string }
	} `yaml:"award_rules"`

	sha256  string
	figures map[[3]string]oFigure // by period, member, criterion
}

type oPeriod struct {
	ID     string
	Scored bool
}

type oContent struct {
	ID, Points, Ceiling string
	Prerequisites       []struct{ Criterion, Cap string }
	Criteria            []oCriterion
}

type oCriterion struct {
	ID, Points, Better, Of, Total string
	PlanPercent                   string `yaml:"plan_percent"`
	Leaders                       *int
	LeadersBy                     string `yaml:"leaders_by"`
	MetAt                         string `yaml:"met_at"`
	Periods                       []string
	Method                        struct {
		Kind, From, Min, Max string
		PerDay               string `yaml:"per_day"`
		Bonus                *struct{ Per, Points, Max string }
		Bands                []struct{ At, Points string }
		Points               []string
	}
}

type oFigure struct {
	plan, last *big.Rat // nil: none
	value      string   // "" not reported
	verified   bool
}

// consult reads a cluster file and the figures that were imported, the verified
// ones and the others.
func consult(file, verified, submitted string) (*oracle, error) {
	sum := sha256.Sum256([]byte(file))
	o := &oracle{sha256: hex.EncodeToString(sum[:]), figures: map[[3]string]oFigure{}}
	if err := yaml.Unmarshal([]byte(file), o); err != nil {
		return nil, err
	}
	for i := range o.Contents {
		for j := range o.Contents[i].Criteria {
			k := &o.Contents[i].Criteria[j]
			k.Better, k.Of = otherwise(k.Better, "higher"), otherwise(k.Of, "plan")
			k.Total, k.LeadersBy = otherwise(k.Total, "none"), otherwise(k.LeadersBy, "percent")
			if k.Of != "value" {
				k.MetAt = otherwise(k.MetAt, "100")
			}
			if k.Leaders == nil {
				three := 3
				k.Leaders = &three
			}
		}
	}
	for _, text := range []string{verified, submitted} {
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			return nil, err
		}
		for _, r := range rows[1:] {
			f := oFigure{value: r[5], verified: text == verified}
			f.plan, f.last = optional(r[3]), optional(r[4])
			o.figures[[3]string{r[0], r[1], r[2]}] = f
		}
	}
	return o, nil
}

func otherwise(s, standard string) string {
	if s == "" {
		return standard
	}
	return s
}

func optional(s string) *big.Rat {
	if s == "" {
		return nil
	}
	return rat(s)
}

func rat(s string) *big.Rat {
	if s == "" {
		return new(big.Rat)
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

// criteria are those of a period, with the contents they belong to.
func (o *oracle) criteria(period string) (list []*oCriterion, contents []int) {
	for i := range o.Contents {
		for j := range o.Contents[i].Criteria {
			if k := &o.Contents[i].Criteria[j]; k.Periods == nil || slices.Contains(k.Periods, period) {
				list, contents = append(list, k), append(contents, i)
			}
		}
	}
	return list, contents
}

// figure is what counts: a period without its own plan uses that of the last
// scored period.
func (o *oracle) figure(period, member string, k *oCriterion) oFigure {
	f := o.figures[[3]string{period, member, k.ID}]
	yearly := ""
	for _, p := range o.Periods {
		if p.Scored {
			yearly = p.ID
		}
	}
	if f.plan == nil {
		f.plan = o.figures[[3]string{yearly, member, k.ID}].plan
	}
	return f
}

// state is as section 6 calls it. Nobody submits here, so that on_time without a
// figure is a report never sent.
func (f oFigure) state() string {
	switch {
	case f.value == "" || f.value == "n/a" && !f.verified:
		return "missing"
	case f.value == "n/a":
		return "na"
	case f.verified:
		return "verified"
	}
	return "submitted"
}

// decimals is a number with at most so many decimals, half away from zero.
func decimals(r *big.Rat, places int) string {
	s := r.FloatString(places)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

func whole(r *big.Rat) string { return decimals(r, 60) }
