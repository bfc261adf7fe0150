package bot

import (
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

// asked finds the period that a command's argument names ("CN", "6T", "CN 2016",
// a period's own name); without one it is the best of those that fit.
func asked(t *dialog.Turn, args string, fit func(yearPeriod) bool) (yearPeriod, error) {
	years, err := workflow.Years(t.Tx, t.Actor.Cluster)
	if err != nil {
		return yearPeriod{}, err
	}
	now, err := current(t)
	if err != nil {
		return yearPeriod{}, err
	}
	words := strings.Fields(args)
	if n := len(words); n > 0 {
		if y, err := strconv.Atoi(words[n-1]); err == nil && y > 1900 && y < 2200 {
			words = words[:n-1]
			if now, err = clusterYear(t, y); err != nil {
				return yearPeriod{}, err
			}
		}
	}
	name := dialog.Word(strings.Join(words, " "))
	var last yearPeriod
	for _, c := range years {
		for i := range c.Periods {
			p := yearPeriod{c, &c.Periods[i]}
			switch {
			case c != now:
			case name != "" && (dialog.Word(p.period.ID) == name || dialog.Word(p.period.Name) == name):
				return p, nil
			case name == "" && fit(p):
				last = p
			}
		}
	}
	if name != "" {
		return last, text.Wrong("period.unknown", "period", strings.Join(words, " "))
	}
	if last.period == nil {
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
