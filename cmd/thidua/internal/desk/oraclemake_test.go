package desk

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// A maker makes up clusters: all methods and keys, many ties, zeros and figures
// that are wanting, small numbers near their marks.
type maker struct {
	*rand.Rand
	file     strings.Builder
	criteria []made
	members  []string

	// Figures files: targets come first, for an approval is void when what it was
	// measured against changes.
	targets, verified, submitted strings.Builder
}

// made is a criterion, as far as its figures depend on it.
type made struct {
	id, kind, of string
	lower        bool
	points       int // quarters
	periods      []string
	able         bool // may be a prerequisite
}

func (m *maker) of(words ...string) string { return words[m.IntN(len(words))] }

func (m *maker) one(in int) bool { return m.IntN(in) == 0 }

// quarters is n/4.
func quarters(n int) string { return whole(over(rat(fmt.Sprint(n)), rat("4"))) }

func (m *maker) near(from, to int) string { return quarters(4*from + m.IntN(4*(to-from)+1)) }

// makeUp is cluster number n.
func makeUp(n int) *maker {
	m := &maker{Rand: rand.New(rand.NewPCG(uint64(n), 2017))}
	for i := range 1 + m.IntN(6) {
		m.members = append(m.members, fmt.Sprintf("m%d", i+1))
	}
	say := func(format string, args ...any) { fmt.Fprintf(&m.file, format+"\n", args...) }
	say("cluster: rnd-%d\nyear: 2017\nname: Cụm %d\nissuer: {name: CỤM}\nhead: m1\nmembers:", n, n)
	for _, id := range m.members {
		say("  - {id: %s, name: huyện %s, agency: UBND %s}", id, id, id)
	}
	half := m.of("", ", scored: true", ", scored: false")
	say("periods:\n  - {id: 6T, report_by: 2017-07-10%s}\n  - {id: CN, report_by: 2018-02-13, scored: true}", half)
	m.contents(say, half == ", scored: true")
	if m.one(2) {
		say("rank_by: %s", m.of("points", "percent"))
	}
	if m.one(2) {
		say("ties: [%s]", m.of("vote", "content.1, vote", "content.1", `content.2, content.1, vote`))
	}
	if m.one(4) {
		return m.withFigures()
	}
	say("awards:")
	for i := range 1 + m.IntN(3) {
		say("  - {name: Hạng %d, places: %d}", i+1, 1+m.IntN(3))
	}
	if m.one(2) {
		say("award_rules: {covenant_signed: %v, min_percent: %s, exclude: [%s]}", m.one(6), m.of("0", "50", "80.5"),
			m.of("", "{member: m1, reason: vi phạm}"))
	}
	return m.withFigures()
}

// contents are two, so that ties may name them; prerequisites may name any
// criterion of a scored period that can be met.
func (m *maker) contents(say func(string, ...any), halfScored bool) {
	var lines [2][]string
	var sums [2]int
	for i := range lines {
		for range 1 + m.IntN(4) {
			k, line := m.criterion(halfScored)
			lines[i], sums[i] = append(lines[i], line), sums[i]+k.points
			m.criteria = append(m.criteria, k)
		}
	}
	say("contents:")
	for i := range lines {
		say("  - id: \"%d\"\n    name: Nội dung %d\n    points: %s", i+1, i+1, quarters(sums[i]))
		if m.one(4) {
			say("    ceiling: %s", m.of(quarters(m.IntN(sums[i]+12)), "0", whole(over(rat(quarters(sums[i])), rat("2"))))) // also just where a cap is
		}
		var asked []string
		for _, k := range m.criteria {
			if k.able && m.one(4) {
				asked = append(asked, fmt.Sprintf("{criterion: %s, cap: %s}", k.id, m.of("0", "33.33", "50", "70", "100")))
			}
		}
		if len(asked) > 0 {
			say("    prerequisites: [%s]", strings.Join(asked, ", "))
		}
		say("    criteria:\n%s", strings.Join(lines[i], "\n"))
	}
}

// criterion is one with its line; keys with a default are sometimes left out.
func (m *maker) criterion(halfScored bool) (k made, line string) {
	k = made{id: fmt.Sprintf("k%d", len(m.criteria)+1), points: m.IntN(81), periods: []string{"6T", "CN"},
		kind: m.of("proportional", "bands", "half_leader", "pass", "direct", "places", "adjust", "on_time", "none")}
	keys := []string{"id: " + k.id, "name: Tiêu chí " + k.id}
	key := func(format string, args ...any) { keys = append(keys, fmt.Sprintf(format, args...)) }
	k.of = m.of("plan", "plan", "last_year", "value")
	if k.of != "plan" || m.one(2) {
		key("of: %s", k.of)
	}
	measured := slices.Contains([]string{"proportional", "bands", "half_leader", "none"}, k.kind)
	switch k.lower = m.one(2); {
	case (k.kind == "proportional" || k.kind == "bands" || k.kind == "half_leader") && k.of == "value", k.kind == "direct", k.kind == "adjust":
		k.lower = false
	case k.kind == "places", k.kind == "on_time":
		k.lower = k.of == "value" || k.lower
	}
	if k.lower || m.one(3) {
		key("better: %s", map[bool]string{true: "lower", false: "higher"}[k.lower])
	}
	met := m.one(2)
	if met {
		key("met_at: %s", m.of("1", "3", "90", "100", "100.5", "110"))
	}
	if m.one(4) {
		k.periods = []string{m.of("6T", "CN")}
		key("periods: [%s]", k.periods[0])
	}
	k.able = k.kind == "pass" || measured && (k.of != "value" || met) || !measured && k.of == "value" && met
	k.able = k.able && (halfScored || slices.Contains(k.periods, "CN"))
	if m.one(3) {
		key("total: %s", m.of("sum", "mean", "mean_percent", "count", "none"))
	} else {
		key("total: %s", m.of("sum", "mean"))
	}
	for _, x := range []string{"plan_percent: mean", "plan_percent: ratio", "leaders: 0", "leaders_by: value", "leaders_by: percent"} {
		name, _, _ := strings.Cut(x, ":")
		if m.one(4) && !strings.HasPrefix(keys[len(keys)-1], name) {
			keys = append(keys, x)
		}
	}
	if !slices.Contains(keys, "leaders: 0") && m.one(2) {
		key("leaders: %d", 1+m.IntN(3))
	}
	if k.kind == "adjust" || k.kind == "none" {
		k.points = 0
	}
	key("points: %s", quarters(k.points))
	key("method: {kind: %s%s}", k.kind, m.method(k))
	return k, "      - {" + strings.Join(keys, ", ") + "}"
}

func (m *maker) method(k made) (keys string) {
	some := func() string { return quarters(m.IntN(k.points + 1)) }
	switch k.kind {
	case "proportional":
		if m.one(2) {
			keys += ", from: " + m.of("50", "99.5", "100", "104")
		}
		if m.one(2) {
			keys += fmt.Sprintf(", bonus: {per: %s, points: %s, max: %s}", m.of("1", "0.3", "7"), m.of("0.5", "0.125"), m.of("0", "2", "5.5"))
		}
	case "bands":
		keys = fmt.Sprintf(", bands: [{at: 100, points: %s}, {at: %s, points: %s}, {at: 0, points: %s}]", some(), m.of("95.5", "105", "-5"), some(), some())
	case "places":
		keys = fmt.Sprintf(", points: [%s, %s, %s]", some(), some(), some())
	case "adjust":
		keys = m.of(", min: -5", ", max: 4.5", ", min: -20, max: 3", ", min: -1.005, max: 1.005")
	case "on_time":
		keys = ", per_day: " + m.of("0", "0.5", "3", "2.345") + ", reports: " + m.of("[CN]", "[6T, CN]")
	}
	return keys
}
