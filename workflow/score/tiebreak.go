package score

import "slices"

// A TieBreak is a vote (bỏ phiếu) that was held between members that shared a
// place, closed and won.
type TieBreak struct {
	Vote    string   // its id
	Members []string // between whom
	Winner  string
	Day     string // on which it was closed: 2018-04-03
	For     int    // ballots for the winner
	Cast    int    // ballots in all
}

// place sorts the rows and numbers them 1, 1, 3. Of rows that stay equal a vote
// puts its winner first; the rest keep the cluster's order and share a rank.
func (in Input) place(rows []Row) {
	before := order(in.Cluster)
	slices.SortStableFunc(rows, before)
	for first := 0; first < len(rows); {
		next := first + 1
		for next < len(rows) && before(rows[first], rows[next]) == 0 {
			next++
		}
		for next-first > 1 {
			i, by := in.decided(rows[first:next])
			if by == nil {
				break
			}
			won := rows[first+i]
			won.Rank, won.Decided = first+1, by
			copy(rows[first+1:], rows[first:first+i])
			rows[first] = won
			first++
		}
		for i := first; i < next; i++ {
			rows[i].Rank, rows[i].Shared = first+1, next-first > 1
		}
		first = next
	}
}

// decided is which of the rows that are exactly equal a vote puts first. It must
// have been held between all of them, and so says nothing once somebody else has
// come level; of several the latest counts.
func (in Input) decided(tied []Row) (int, *TieBreak) {
	for v := len(in.Votes) - 1; v >= 0; v-- {
		by := &in.Votes[v]
		if slices.ContainsFunc(tied, func(r Row) bool { return !slices.Contains(by.Members, r.Member.ID) }) {
			continue
		}
		if i := slices.IndexFunc(tied, func(r Row) bool { return r.Member.ID == by.Winner }); i >= 0 {
			return i, by
		}
	}
	return 0, nil
}
