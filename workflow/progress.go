package workflow

import (
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/score"
)

// Progress is how far one member is with one period. It is counted from the
// records each time, never kept.
type Progress struct {
	Member   *rules.Member
	Asked    int // criteria that the official is asked for
	Entered  int // with a value in any state, "chưa có" included
	Sent     int // submitted or accepted
	Accepted int
	Returned int  // sent back and not submitted again
	NoData   int  // submitted as "chưa có"
	Complete bool // everything asked was submitted once
	Late     int  // days, when Complete
	Marks    int  // criteria to be marked at review
	Marked   int

	ReturnedAt time.Time // when the first of the returned ones was sent back
}

// Owes says whether the member still has something to send for the period.
func (p Progress) Owes() bool { return p.Asked > 0 && (!p.Complete || p.Returned > 0) }

// FindProgress counts how far a member is.
func FindProgress(r storage.Reader, c *rules.Cluster, period string, m *rules.Member) (Progress, error) {
	p := Progress{Member: m}
	entered, err := Figures(r, c, period, m.ID)
	if err != nil {
		return p, err
	}
	for _, k := range c.Asked(period) {
		f := entered[k.ID]
		p.Asked++
		if f.Latest() != nil {
			p.Entered++
		}
		if f.Returned != nil {
			if p.Returned++; p.Returned == 1 || f.Returned.At.Before(p.ReturnedAt) {
				p.ReturnedAt = f.Returned.At
			}
		}
		if f.Accepted != nil {
			p.Accepted++
		}
		counts := f.Sent
		if counts == nil {
			counts = f.Accepted
		}
		if counts != nil {
			p.Sent++
			if counts.Value.Kind == score.Missing {
				p.NoData++
			}
		}
	}
	for _, k := range c.Marked(period) {
		p.Marks++
		if entered[k.ID].Accepted != nil {
			p.Marked++
		}
	}
	p.Late, p.Complete, err = DaysLate(r, c, period, m.ID)
	// Figures that an operator imported are no submission, but nothing is owed
	// where every one of them is there.
	p.Complete = p.Complete || p.Asked > 0 && p.Sent == p.Asked
	return p, err
}

// Board is the progress of every member, in the cluster's order.
func Board(r storage.Reader, c *rules.Cluster, period string) ([]Progress, error) {
	var board []Progress
	for i := range c.Members {
		p, err := FindProgress(r, c, period, &c.Members[i])
		if err != nil {
			return nil, err
		}
		board = append(board, p)
	}
	return board, nil
}

// A Count is how far the members are with one criterion.
type Count struct {
	Criterion                 *rules.Criterion
	Asked, Sent, Accepted     int      // members
	Missing, Returned, Drafts []string // member ids, in the cluster's order
}

// Counts are the criteria that officials are asked for, counted over the members.
func Counts(r storage.Reader, c *rules.Cluster, period string) ([]Count, error) {
	asked := c.Asked(period)
	counts := make([]Count, len(asked))
	for i := range c.Members {
		entered, err := Figures(r, c, period, c.Members[i].ID)
		if err != nil {
			return nil, err
		}
		for j, k := range asked {
			n, f := &counts[j], entered[k.ID]
			n.Criterion = k
			n.Asked++
			switch f.State() {
			case StateReturned:
				n.Returned = append(n.Returned, c.Members[i].ID)
			case StateDraft:
				n.Drafts = append(n.Drafts, c.Members[i].ID)
			case StateNothing:
				n.Missing = append(n.Missing, c.Members[i].ID)
			default:
				n.Sent++
				if f.Accepted != nil {
					n.Accepted++
				}
			}
		}
	}
	return counts, nil
}

// A State is how far one figure is on its way.
type State string

const (
	StateNothing  State = "missing"  // nothing entered
	StateDraft    State = "draft"    // entered, not submitted
	StateReturned State = "returned" // sent back, not submitted again
	StateSent     State = "sent"
	StateAccepted State = "accepted"
	StateFinal    State = "final"
)

// State is how far a figure is. A draft over a submitted value leaves it
// submitted: what was sent counts until the correction is.
func (f Figure) State() State {
	switch {
	case f.Final != nil:
		return StateFinal
	case f.Accepted != nil:
		return StateAccepted
	case f.Sent != nil:
		return StateSent
	case f.Returned != nil:
		return StateReturned
	case f.Draft != nil:
		return StateDraft
	}
	return StateNothing
}
