package score

import (
	"strings"

	"thidua/workflow/decimal"
	"thidua/workflow/rules"
)

// Rule says in words what would give how many points for a criterion, whatever
// was reported: the method of docs/formats.md, section 5, with its numbers. What is
// only followed has none.
func Rule(c *rules.Cluster, k *rules.Criterion) []Reason {
	var list []Reason
	add := func(key string, pairs ...string) {
		r := Reason{Key: key, Args: map[string]string{"max": k.Points.String(), "of": "reason.of." + string(k.Of)}}
		for i := 0; i+1 < len(pairs); i += 2 {
			r.Args[pairs[i]] = pairs[i+1]
		}
		list = append(list, r)
	}
	m := k.Method
	switch m.Kind {
	case rules.Proportional:
		add("rule.proportional" + measuring(k))
		if m.From.Sign() > 0 {
			add("rule.proportional.from", "from", m.From.String())
		}
		if b := m.Bonus; b != nil {
			add("rule.proportional.bonus", "per", b.Per.String(), "step", b.Points.String(), "most", b.Max.String())
		}
	case rules.Bands:
		add("rule.bands" + measuring(k))
		for i, b := range m.Bands {
			key, at := "rule.bands.band", b.At
			switch {
			case rules.JustAbove(at):
				key, at = "rule.bands.over", hundred
			case at.Equal(hundred) && i > 0 && rules.JustAbove(m.Bands[i-1].At):
				key = "rule.bands.exact"
			}
			add(key, "at", at.String(), "points", b.Points.String())
		}
		add("rule.bands.rest")
	case rules.HalfLeader:
		half := k.Points.Quo(decimal.Int(2)).String()
		add("rule.half_leader"+measuring(k), "half", half)
		add("rule.half_leader.excess", "half", half)
	case rules.Pass:
		if k.Scored() {
			add("rule.pass")
		}
	case rules.Direct:
		add("rule.direct")
	case rules.Places:
		for i, points := range m.Places {
			add("rule.places.place", "place", decimal.Int(i+1).String(), "points", points.String())
		}
		add("rule.places.rest")
	case rules.Adjust:
		add("rule.adjust", "least", m.Min.String(), "most", m.Max.String())
	case rules.OnTime:
		var names []string
		for _, id := range m.Reports {
			if p := c.Period(id); p != nil {
				names = append(names, p.Name)
			}
		}
		add("rule.on_time", "per_day", m.PerDay.String(), "reports", strings.Join(names, ", "))
	}
	return list
}

// measuring is how a criterion's percent is formed, as the end of a key.
func measuring(k *rules.Criterion) string {
	switch {
	case k.Of == rules.OfValue:
		return ".value"
	case k.Lower:
		return ".lower"
	}
	return ".higher"
}
