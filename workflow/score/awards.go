package score

import "thidua/workflow/rules"

// award goes down the ranking and fills the awards, one after the other,
// passing over excluded members.
//
// Members that share a rank take as many places as there are of them. When all
// those places belong to one award, each gets it: no vote could change that.
// When the end of an award lies among them, or the end of all awards, none gets
// one before the vote. Whoever comes after them is not concerned: the vote
// orders the group, but moves nobody in or out of it.
func award(rows []Row, awards []rules.Award) {
	taken := 0 // places that are given or held
	for first := 0; first < len(rows); {
		var group []*Row
		next := first
		for next < len(rows) && rows[next].Rank == rows[first].Rank {
			if rows[next].Excluded == nil {
				group = append(group, &rows[next])
			}
			next++
		}
		first = next
		if len(group) == 0 {
			continue
		}
		top, bottom := awardOf(awards, taken), awardOf(awards, taken+len(group)-1)
		taken += len(group)
		for _, r := range group {
			switch {
			case top != bottom:
				r.AwardHeld = true
			case top < len(awards):
				r.Award = awards[top].Name
			}
		}
	}
}

// awardOf is the index of the award that the place (counted from 0) belongs to,
// or len(awards) below the last.
func awardOf(awards []rules.Award, place int) int {
	for i, a := range awards {
		if place < a.Places {
			return i
		}
		place -= a.Places
	}
	return len(awards)
}

// excluded says why awards pass over a member: named in the cluster file, by
// the head, no signature under the covenant, a total below 0, nothing that
// applies, or too small a percent; the first of these that holds.
func (in Input) excluded(r *Row) *Exclusion {
	id, by := r.Member.ID, in.Cluster.AwardRules
	for _, e := range by.Exclude {
		if e.Member == id {
			return &Exclusion{Why: "listed", Reason: e.Reason}
		}
	}
	if reason, ok := in.Excluded[id]; ok {
		return &Exclusion{Why: "head", Reason: reason}
	}
	if by.CovenantSigned && !in.Signed[id] {
		return &Exclusion{Why: "unsigned"}
	}
	if r.Total.Sign() < 0 {
		return &Exclusion{Why: "below_zero"}
	}
	if r.Max.IsZero() {
		return &Exclusion{Why: "no_criteria"}
	}
	if r.Percent.Less(by.MinPercent) {
		return &Exclusion{Why: "percent"}
	}
	return nil
}
