package score

import (
	"bytes"
	"encoding/json"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
)

// The structures below are section 6 of docs/formats.md, key for key: numbers
// as strings without trailing zeros, keys that do not apply left out.

type rankingJSON struct {
	Cluster     string    `json:"cluster"`
	Year        int       `json:"year"`
	Period      string    `json:"period"`
	Provisional bool      `json:"provisional"`
	RulesSHA256 string    `json:"rules_sha256"`
	Members     []rowJSON `json:"members"`
}

type rowJSON struct {
	Rank     int         `json:"rank"`
	Member   string      `json:"member"`
	Total    string      `json:"total"`
	Max      string      `json:"max"`
	Percent  string      `json:"percent"` // 3 decimals
	Adjust   string      `json:"adjust"`
	Award    string      `json:"award,omitempty"`
	Vote     string      `json:"vote,omitempty"` // that decided the place
	Moved    []movedJSON `json:"moved,omitempty"`
	Contents ordered     `json:"contents"`
	Cuts     []cutJSON   `json:"cuts,omitempty"`
	Criteria []cellJSON  `json:"criteria"`
}

// movedJSON is the member's rank in an earlier ranking.
type movedJSON struct {
	Period string `json:"period"`
	Year   int    `json:"year"`
	Rank   int    `json:"rank"`
}

type cutJSON struct {
	Content      string `json:"content"`
	Points       string `json:"points"`
	Prerequisite string `json:"prerequisite,omitempty"`
}

type cellJSON struct {
	ID       string `json:"id"`
	Points   string `json:"points"`
	Max      string `json:"max"`
	Actual   string `json:"actual,omitempty"`
	Plan     string `json:"plan,omitempty"`
	LastYear string `json:"last_year,omitempty"`
	Percent  string `json:"percent,omitempty"` // 2 decimals
	State    State  `json:"state"`
}

type summaryJSON struct {
	Cluster  string          `json:"cluster"`
	Year     int             `json:"year"`
	Period   string          `json:"period"`
	Members  int             `json:"members"`
	Criteria []aggregateJSON `json:"criteria"`
}

type aggregateJSON struct {
	ID            string        `json:"id"`
	Total         string        `json:"total,omitempty"`
	PlanTotal     string        `json:"plan_total,omitempty"`
	PlanPercent   string        `json:"plan_percent,omitempty"`
	LastTotal     string        `json:"last_total,omitempty"`
	Change        string        `json:"change,omitempty"`
	GrowthPercent string        `json:"growth_percent,omitempty"`
	Met           *metJSON      `json:"met,omitempty"`
	Missing       []string      `json:"missing"`
	Leaders       *[]leaderJSON `json:"leaders,omitempty"`
}

type metJSON struct {
	N  int `json:"n"`
	Of int `json:"of"`
}

type leaderJSON struct {
	Member  string `json:"member"`
	Percent string `json:"percent,omitempty"`
	Value   string `json:"value,omitempty"`
}

// ordered is an object whose keys keep the cluster's order.
type ordered []struct{ key, value string }

func (o ordered) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, pair := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(pair.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(pair.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// JSON is the ranking for other programs.
func (r Ranking) JSON() ([]byte, error) {
	out := rankingJSON{r.Cluster.ID, r.Cluster.Year, r.Period, r.Provisional, r.Cluster.SHA256, []rowJSON{}}
	for _, row := range r.Rows {
		j := rowJSON{
			Rank: row.Rank, Member: row.Member.ID,
			Total: row.Total.String(), Max: row.Max.String(), Percent: row.Percent.Round(3).String(),
			Adjust: row.Adjust.String(), Award: row.Award, Criteria: []cellJSON{},
		}
		if row.Decided != nil {
			j.Vote = row.Decided.Vote
		}
		for _, e := range r.Earlier {
			if rank := e.Ranks[row.Member.ID]; rank > 0 {
				j.Moved = append(j.Moved, movedJSON{e.Period, e.Year, rank})
			}
		}
		for i, points := range row.Contents {
			j.Contents = append(j.Contents, struct{ key, value string }{r.Cluster.Contents[i].ID, points.String()})
		}
		for _, c := range row.Cuts {
			cut := cutJSON{Content: r.Cluster.Contents[c.Content].ID, Points: c.Points.String()}
			if c.Prerequisite != nil {
				cut.Prerequisite = c.Prerequisite.ID
			}
			j.Cuts = append(j.Cuts, cut)
		}
		for _, c := range row.Cells {
			j.Criteria = append(j.Criteria, c.json())
		}
		out.Members = append(out.Members, j)
	}
	return encode(out)
}

func (c Cell) json() cellJSON {
	j := cellJSON{
		ID: c.Criterion.ID, Points: c.Points.String(), Max: c.Max.String(),
		Plan: machine(c.Figure.Plan), LastYear: machine(c.Figure.LastYear), State: c.State,
	}
	if c.State == StateVerified || c.State == StateSubmitted {
		j.Actual = c.Figure.Value.String()
	}
	if c.Percent != nil {
		j.Percent = c.Percent.Round(2).String()
	}
	return j
}

// JSON is the summary for other programs.
func (s Summary) JSON() ([]byte, error) {
	out := summaryJSON{s.Cluster.ID, s.Cluster.Year, s.Period, len(s.Cluster.Members), []aggregateJSON{}}
	for _, exact := range s.Criteria {
		a := exact.Printed()
		j := aggregateJSON{
			ID: a.Criterion.ID, Total: machine(a.Total), PlanTotal: machine(a.PlanTotal),
			PlanPercent: machine(a.PlanPercent), LastTotal: machine(a.LastTotal),
			Change: machine(a.Change), GrowthPercent: machine(a.GrowthPercent), Missing: ids(a.Missing),
		}
		if a.Met != nil {
			j.Met = &metJSON{a.Met.N, a.Met.Of}
		}
		if a.Leaders != nil {
			j.Leaders = &[]leaderJSON{}
			for _, l := range a.Leaders {
				*j.Leaders = append(*j.Leaders, leaderJSON{l.Member.ID, machine(l.Percent), machine(l.Value)})
			}
		}
		out.Criteria = append(out.Criteria, j)
	}
	return encode(out)
}

// String is the value as the figures file writes it; "" when there is none.
func (v Value) String() string {
	if v.Kind == Number {
		return v.Number.String()
	}
	return string(v.Kind)
}

func ids(members []*rules.Member) []string {
	list := make([]string, len(members))
	for i, m := range members {
		list[i] = m.ID
	}
	return list
}

func machine(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(v)
	return b.Bytes(), err
}
