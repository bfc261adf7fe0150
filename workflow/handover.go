package workflow

import (
	"slices"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// A Succession is who takes over from a cluster year, and when. The power moves
// only once the next year's file is loaded.
type Succession struct {
	Day      rules.Date // at the end of it
	Next     *rules.Cluster
	Elected  bool // nothing is loaded yet; the head was voted for
	Head     string
	Deputies []string
}

// FindSuccession reads it from the next year's file or, until that is loaded, from
// what was voted; whoever was not voted for stays.
func FindSuccession(r storage.Reader, c *rules.Cluster) (Succession, error) {
	s := Succession{Day: c.Handover}
	if s.Day.IsZero() {
		s.Day = rules.Date{Year: c.Year, Month: time.December, Day: 31}
	}
	var err error
	if s.Next, err = FindCluster(r, c.ID, c.Year+1); err != nil {
		return s, err
	}
	if s.Next != nil {
		s.Head, s.Deputies = s.Next.Head, s.Next.Deputies
		return s, nil
	}
	head, deputies, err := Elected(r, c)
	s.Elected = head != ""
	s.Head, s.Deputies = heirs(c, head, deputies)
	return s, err
}

// heirs are the head and the deputies of the next year: those named and, in the
// places that nobody is named for, this year's.
func heirs(c *rules.Cluster, head string, deputies []string) (string, []string) {
	head = firstOf(head, c.Head)
	var list []string
	for i := range max(len(deputies), len(c.Deputies)) {
		id := ""
		if i < len(deputies) {
			id = deputies[i]
		}
		if id == "" && i < len(c.Deputies) && !slices.Contains(deputies, c.Deputies[i]) {
			id = c.Deputies[i]
		}
		if id != "" && id != head && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return head, list
}

// A NextYear is the draft of a cluster's next year: what cluster apply and import
// figures load.
type NextYear struct {
	File    []byte        // the cluster file
	Left    []string      // days and entries in it that were not moved on and want a look
	Figures paper.Figures // this year's verified figures as last year's results; no plans
}

// DraftNextYear drafts the year after c, led by the named members.
func DraftNextYear(r storage.Reader, c *rules.Cluster, head string, deputies []string, at time.Time) (n NextYear, err error) {
	for _, id := range append([]string{head}, deputies...) {
		if c.Member(id) == nil {
			return n, text.Wrong("invite.member_unknown", "member", id)
		}
	}
	if slices.Contains(deputies, head) || len(slices.Compact(slices.Sorted(slices.Values(deputies)))) < len(deputies) {
		return n, text.Wrong("bangiao.twice")
	}
	if n.File, n.Left, err = c.Next(head, deputies); err != nil {
		return n, err
	}
	n.Figures = paper.Figures{ClusterName: c.Name, Year: c.Year + 1, Date: at.In(c.Location()).Format(time.DateOnly)}
	for i := range c.Periods {
		period := c.Periods[i].ID
		for _, k := range c.Criteria(period) {
			for j := range c.Members {
				f, err := FindFigure(r, Subject{c.ID, c.Year, period, c.Members[j].ID, k.ID})
				if err != nil {
					return n, err
				}
				if k.Method.Kind.Reported() && f.Accepted != nil && f.Accepted.Value.Kind == score.Number &&
					checkBase(k, rules.OfLastYear, &f.Accepted.Value.Number) == nil {
					n.Figures.Rows = append(n.Figures.Rows, paper.FigureRow{Period: period, Member: f.Member, Criterion: k.ID, LastYear: f.Accepted.Value.Number.String()})
				}
			}
		}
	}
	return n, nil
}

// OpenWork says what of a year is not finished, a sentence each: what the ones who
// hand over would leave behind.
func OpenWork(r storage.Reader, c *rules.Cluster) (list []text.Notice, err error) {
	for i := range c.Periods {
		p := &c.Periods[i]
		var open []string
		for _, m := range c.Members {
			entered, err := Figures(r, c, p.ID, m.ID)
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(c.Asked(p.ID), func(k *rules.Criterion) bool { return entered[k.ID].Accepted == nil }) {
				open = append(open, m.Short)
			}
		}
		if len(open) > 0 {
			list = append(list, text.Say("bangiao.open_figures", "period", p.Name, "n", itoa(len(open)), "of", itoa(len(c.Members)), "units", strings.Join(open, ", ")))
		}
	}
	for _, p := range c.Periods {
		if !p.Scored {
			continue
		}
		versions, err := Publications(r, c, p.ID)
		if err != nil {
			return nil, err
		}
		published, frozen := Latest(versions)
		if frozen != nil {
			list = append(list, text.Say("bangiao.open_frozen", "period", p.Name))
		} else if published == nil {
			list = append(list, text.Say("bangiao.open_ranking", "period", p.Name))
		}
	}
	held, err := Votes(r, c)
	for _, v := range held {
		if v.Result == nil {
			list = append(list, text.Say("bangiao.open_vote", "n", v.ID()))
		}
	}
	return list, err
}

// Staffed says whether somebody holds the office of a member, as the head's or a
// deputy's people: only they have the power that their unit gets.
func Staffed(r storage.Reader, c *rules.Cluster, member string) (bool, error) {
	list, err := Seats(r, c.ID)
	return slices.ContainsFunc(list, func(s Seat) bool { return s.Member == member && (s.Role == Head || s.Role == Deputy) }), err
}

// concerns says whether a hand-over concerns who has a seat: the people of the
// office that goes, and everybody of the unit that comes.
func (s Succession) concerns(seat Seat, c *rules.Cluster) bool {
	goes := seat.Member == c.Head && (seat.Role == Head || seat.Role == Deputy)
	return goes || s.Next != nil && seat.Member == s.Head
}
