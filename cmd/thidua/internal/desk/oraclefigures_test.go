package desk

import (
	"fmt"
	"strings"
)

const figuresHead = "period,member,criterion,plan,last_year,actual,note\n"

// withFigures makes up what the members report; some are like the one before,
// so that places are shared.
func (m *maker) withFigures() *maker {
	for _, f := range []*strings.Builder{&m.targets, &m.verified, &m.submitted} {
		f.WriteString(figuresHead)
	}
	loose := m.one(2) // else everything is verified
	before := map[string]string{}
	for _, member := range m.members {
		same := m.one(3)
		for _, k := range m.criteria {
			for _, period := range k.periods {
				at := period + k.id
				if !same || before[at] == "" {
					before[at] = m.values(k)
				}
				row := fmt.Sprintf("%s,%s,%s,%s,\n", period, member, k.id, before[at])
				target := before[at][:strings.LastIndex(before[at], ",")]
				if target != "," {
					fmt.Fprintf(&m.targets, "%s,%s,%s,%s,,\n", period, member, k.id, target)
				}
				switch {
				case before[at] == ",,":
				case loose && m.one(4):
					m.submitted.WriteString(row)
				default:
					m.verified.WriteString(row)
				}
			}
		}
	}
	return m
}

// values are plan, last year and what was reached, as the figures file has them.
func (m *maker) values(k made) string {
	base := func(is bool) string {
		switch {
		case m.one(8):
			return ""
		case is && k.lower && m.one(6):
			return "0"
		}
		return m.of("1", "2.5", "3", "7", "10", "12.50", "1234.567")
	}
	plan, last := base(k.of == "plan"), base(k.of == "last_year")
	return plan + "," + last + "," + m.actual(k, map[string]string{"plan": plan, "last_year": last, "value": "100"}[k.of])
}

func (m *maker) actual(k made, base string) string {
	switch m.IntN(12) {
	case 0:
		return ""
	case 1:
		return "n/a"
	}
	switch k.kind {
	case "pass":
		return m.of("yes", "no")
	case "direct":
		return whole(over(times(rat(quarters(k.points)), rat(fmt.Sprint(m.IntN(1001)))), rat("1000")))
	case "places":
		return fmt.Sprint(1 + m.IntN(5))
	case "on_time":
		return fmt.Sprint(m.IntN(5))
	case "adjust":
		return m.of("0", "3.335", "-1.005", "-7", "12", "0.5")
	}
	switch {
	case k.lower && m.one(4):
		return "0"
	case base == "" || rat(base).Sign() == 0 || m.one(4):
		if !k.lower && m.one(5) {
			return m.near(-5, 0)
		}
		return m.near(0, 13)
	}
	// Near the marks: the base times a round share.
	share := m.of("0.5", "0.9", "0.99999", "1", "1", "1", "1.003", "1.05", "1.1", "1.5", "3")
	if k.of == "value" && k.kind == "none" && m.one(2) {
		return m.of("1", "3", "2.999", "90")
	}
	return whole(times(rat(base), rat(share)))
}
