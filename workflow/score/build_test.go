package score

import (
	"fmt"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"

	"pgregory.net/rapid"
)

// cluster makes members a, b, c … and one content "1" per list of criteria, all
// reported in the period CN.
func cluster(members int, contents ...[]rules.Criterion) *rules.Cluster {
	c := &rules.Cluster{
		ID: "test", Year: 2017, SHA256: "abc", RankBy: rules.RankByPoints, Ties: []string{"vote"},
		Periods: []rules.Period{{ID: "6T", Name: "half"}, {ID: "CN", Name: "year", Scored: true}},
	}
	for i := range members {
		id := string(rune('a' + i))
		c.Members = append(c.Members, rules.Member{ID: id, Short: "Unit " + id})
	}
	for i, criteria := range contents {
		content := rules.Content{ID: fmt.Sprint(i + 1)}
		for j, k := range criteria {
			if k.ID == "" {
				k.ID = fmt.Sprintf("k%d.%d", i+1, j+1)
			}
			if k.Periods == nil {
				k.Periods = []string{"CN"}
			}
			if k.Of == "" {
				k.Of = rules.OfPlan
			}
			content.Criteria = append(content.Criteria, k)
			content.Points = content.Points.Add(k.Points)
		}
		c.Contents = append(c.Contents, content)
	}
	return c
}

func input(c *rules.Cluster) Input {
	return Input{Cluster: c, Period: "CN", Figures: map[Key]Figure{}}
}

// fig is a verified figure; value as the figures file writes it, "" for none.
func fig(value, plan, last string) Figure {
	return Figure{Value: val(value), Verified: true, Plan: opt(plan), LastYear: opt(last)}
}

func val(s string) Value {
	switch s {
	case "":
		return Value{}
	case "yes", "no", "n/a":
		return Value{Kind: Kind(s)}
	}
	return Value{Kind: Number, Number: decimal.Must(s)}
}

func opt(s string) *decimal.Decimal {
	if s == "" {
		return nil
	}
	d := decimal.Must(s)
	return &d
}

func dec(s string) decimal.Decimal { return decimal.Must(s) }

// of is a member's row.
func of(t rapid.TB, r Ranking, member string) Row {
	t.Helper()
	for _, row := range r.Rows {
		if row.Member.ID == member {
			return row
		}
	}
	t.Fatalf("no row for %s", member)
	return Row{}
}
