package bot

import (
	"slices"
	"strconv"
	"strings"

	"thidua/bot/dialog"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A yearPeriod is a period of one of the years that a cluster lives in.
type yearPeriod struct {
	cluster *rules.Cluster
	period  *rules.Period
}

func (p yearPeriod) value() string { return year(p.cluster) + "/" + p.period.ID }

// choice is a button for the period; n is its number in the list.
func (p yearPeriod) choice(n string) dialog.Choice {
	return dialog.Choice{Value: p.value(), Label: text.Say("period.choice", "n", n, "period", p.period.Name), Words: []string{n, p.period.ID, p.period.Name}}
}

// pickPeriod finds the period that an answer means.
func pickPeriod(list []yearPeriod, a dialog.Answer) (yearPeriod, error) {
	for _, p := range list {
		if a.Value == p.value() {
			return p, nil
		}
	}
	return yearPeriod{}, text.Wrong("period.choose")
}

// clusterYear is a year of the person's cluster.
func clusterYear(t *dialog.Turn, year int) (*rules.Cluster, error) {
	c, err := workflow.FindCluster(t.Tx, t.Actor.Cluster, year)
	if err == nil && c == nil {
		err = text.Wrong("home.no_cluster")
	}
	return c, err
}

// clusterNow is the year that a cluster lives in now.
func clusterNow(t *dialog.Turn, id string) (*rules.Cluster, error) {
	years, err := workflow.Living(t.Tx, id, t.At())
	if err != nil {
		return nil, err
	}
	if len(years) == 0 {
		return nil, text.Wrong("home.no_cluster")
	}
	return years[0], nil
}

func year(c *rules.Cluster) string { return strconv.Itoa(c.Year) }

// everyPeriod are the periods of all years of a cluster, those that can be
// talked about first.
func everyPeriod(t *dialog.Turn, cluster string) ([]yearPeriod, error) {
	years, err := workflow.Living(t.Tx, cluster, t.At())
	if err != nil {
		return nil, err
	}
	all, err := workflow.Years(t.Tx, cluster)
	if err != nil {
		return nil, err
	}
	for _, c := range slices.Backward(all) { // the past, latest first
		if !slices.ContainsFunc(years, func(y *rules.Cluster) bool { return y.Year == c.Year }) {
			years = append(years, c)
		}
	}
	return periods(years), nil
}

func periods(years []*rules.Cluster) []yearPeriod {
	var list []yearPeriod
	for _, c := range years {
		for i := range c.Periods {
			list = append(list, yearPeriod{c, &c.Periods[i]})
		}
	}
	return list
}

// named finds the period that an argument begins with: "CN", "CN 2017",
// "2017/CN" as buttons have it, or the period's own name. rest is what follows.
func named(list []yearPeriod, args string) (p yearPeriod, rest string, ok bool) {
	words := strings.Fields(args)
	for n := len(words); n > 0; n-- {
		said := dialog.Word(strings.Join(words[:n], " "))
		for _, p := range list {
			id, name := dialog.Word(p.period.ID), dialog.Word(p.period.Name)
			switch said {
			case id, name, id + " " + year(p.cluster), name + " " + year(p.cluster), dialog.Word(p.value()):
				return p, strings.Join(words[n:], " "), true
			}
		}
	}
	return yearPeriod{}, args, false
}

// asked finds the period that a command's argument names; without one it is the
// last of those that fit, in the year named or in this one.
func asked(t *dialog.Turn, args string, fit func(yearPeriod) bool) (yearPeriod, error) {
	all, err := everyPeriod(t, t.Actor.Cluster)
	if err != nil {
		return yearPeriod{}, err
	}
	if p, rest, ok := named(all, args); ok && rest == "" {
		return p, nil
	}
	now := args
	if args == "" {
		c, err := current(t)
		if err != nil {
			return yearPeriod{}, err
		}
		now = year(c)
	}
	var last yearPeriod
	known := false
	for _, p := range all {
		if year(p.cluster) != now {
			continue
		}
		known = true
		if fit(p) {
			last = p
		}
	}
	switch {
	case !known && args != "":
		return last, text.Wrong("period.unknown", "period", quote(args))
	case last.period == nil:
		return last, text.Wrong("period.none")
	}
	return last, nil
}

// underWay fits the periods that somebody has reported on, and the first one.
func underWay(t *dialog.Turn) func(yearPeriod) bool {
	return func(p yearPeriod) bool {
		if p.period == &p.cluster.Periods[0] {
			return true
		}
		for _, m := range p.cluster.Members {
			entered, err := workflow.Figures(t.Tx, p.cluster, p.period.ID, m.ID)
			if err == nil && len(entered) > 0 {
				return true
			}
		}
		return false
	}
}
