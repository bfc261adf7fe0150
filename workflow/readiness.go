package workflow

import (
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
)

// A Readiness is how far a period is from closing its books: what stands in the
// way, and what a reader of the result should know although it does not.
type Readiness struct {
	Obstacles []Obstacle
	Missing   []Obstacle // neither reported nor marked: they count 0 points
}

// An Obstacle is one thing that is open, how often, and with whom.
type Obstacle struct {
	Why     string // unverified, plea, window, unconfirmed, held, voting, stale, stamping; missing
	N       int
	Members []string  // ids, in the cluster's order
	Until   time.Time // of a window: when the last one closes
}

// FindReadiness looks through a scored period at a moment. Figures wait for
// verification; explanations for an answer; the time to explain must be over or
// the unit agree; what people verified or marked must be final, so that a second
// person stands behind each; a tie across the end of an award waits for the vote,
// and a vote, whatever it is about, for its ballots, because the minutes tell it;
// what people wrote into the report must not hold figures that have moved since;
// and a signature under the covenant that waits for its time stamp, a quarter of
// an hour at most, must be in. Figures that the operator imported as verified are
// final in this sense: the office stands behind the file, and two persons behind
// the publication.
func FindReadiness(r storage.Reader, c *rules.Cluster, period string, at time.Time) (Readiness, error) {
	ranking, err := Rank(r, c, period)
	if err != nil {
		return Readiness{}, err
	}
	found := map[string]*Obstacle{}
	add := func(why, member string, until time.Time) {
		o := found[why]
		if o == nil {
			o = &Obstacle{Why: why}
			found[why] = o
		}
		o.N++
		if member != "" && !slices.Contains(o.Members, member) {
			o.Members = append(o.Members, member)
		}
		if until.After(o.Until) {
			o.Until = until
		}
	}
	for _, m := range c.Members {
		entered, err := Figures(r, c, period, m.ID)
		if err != nil {
			return Readiness{}, err
		}
		for _, k := range c.Criteria(period) {
			f := entered[k.ID]
			switch until := f.ReplyUntil(c); {
			case f.Sent != nil || f.Returned != nil:
				add("unverified", m.ID, until)
			case f.Accepted == nil && (k.Method.Kind.Reported() || k.Method.Kind.Marked() && k.Method.Kind != rules.Adjust):
				add("missing", m.ID, until)
			case f.Accepted == nil || f.Final != nil:
			case f.Pleads():
				add("plea", m.ID, until)
			case f.replies(c, at):
				add("window", m.ID, until)
			case f.Accepted.AcceptedBy != Operator:
				add("unconfirmed", m.ID, until)
			}
		}
	}
	for _, row := range ranking.Rows {
		if row.AwardHeld {
			add("held", row.Member.ID, time.Time{})
		}
	}
	report, err := DraftReport(r, c, period, at)
	if err != nil {
		return Readiness{}, err
	}
	for _, p := range report.Paragraphs {
		if slices.ContainsFunc(report.Doubts(p), func(d Doubt) bool { return d.Stale }) {
			add("stale", "", time.Time{})
		}
	}
	list, err := Votes(r, c)
	if err != nil {
		return Readiness{}, err
	}
	for _, v := range list {
		if v.Period == period && v.Result == nil {
			add("voting", "", time.Time{})
		}
	}
	covenants, err := Covenants(r, c)
	if err != nil {
		return Readiness{}, err
	}
	for _, cov := range covenants {
		if p := cov.Ceremony.Pending(); p != nil && cov.State == CovenantOpen {
			add("stamping", p.Member, time.Time{})
		}
	}
	var ready Readiness
	for _, why := range []string{"unverified", "plea", "window", "unconfirmed", "held", "voting", "stale", "stamping"} {
		if o := found[why]; o != nil {
			ready.Obstacles = append(ready.Obstacles, *o)
		}
	}
	if o := found["missing"]; o != nil {
		ready.Missing = append(ready.Missing, *o)
	}
	return ready, nil
}

// ReplyUntil is the last moment in which the unit may explain a verified value:
// the end of the day that many days after it was verified first. Zero where the
// cluster file sets no days, or nothing is verified.
func (f Figure) ReplyUntil(c *rules.Cluster) time.Time {
	e := f.Verified()
	if e == nil || c.Review.ReplyDays == 0 {
		return time.Time{}
	}
	return rules.DateOf(e.AcceptedAt.In(c.Location())).AddDays(c.Review.ReplyDays + 1).In(c.Location()).Add(-time.Second)
}

// replies says whether the unit may still explain at a moment, and has not agreed.
func (f Figure) replies(c *rules.Cluster, at time.Time) bool {
	until := f.ReplyUntil(c)
	return f.Agreed == nil && f.Final == nil && !until.IsZero() && !at.After(until)
}
