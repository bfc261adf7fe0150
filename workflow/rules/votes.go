package rules

import (
	"fmt"
	"strconv"
	"strings"
)

// Voting says when a vote (bỏ phiếu) of the cluster is valid and when it is won.
type Voting struct {
	Quorum   Fraction // of the members: at least so many must have voted
	Majority Fraction // of the ballots cast, blank ones included: the winner has more
}

// A Fraction is an exact share n/m, above 0 and at most 1.
type Fraction struct {
	N  int `json:"n"`
	Of int `json:"of"`
}

func (f Fraction) String() string { return fmt.Sprintf("%d/%d", f.N, f.Of) }

// Reached says whether n of all is at least the share.
func (f Fraction) Reached(n, all int) bool { return all > 0 && n*f.Of >= f.N*all }

// Passed says whether n of all is more than the share; of the whole (1/1) that is
// all of them.
func (f Fraction) Passed(n, all int) bool {
	return all > 0 && (n*f.Of > f.N*all || f.N == f.Of && n == all)
}

// votes reads quorum and majority; 2/3 and 1/2 where a key is absent.
func (r *reader) votes(o *object) Voting {
	v := Voting{Quorum: Fraction{2, 3}, Majority: Fraction{1, 2}}
	if o == nil {
		return v
	}
	v.Quorum = optional(o, "quorum", share, v.Quorum)
	v.Majority = optional(o, "majority", share, v.Majority)
	o.done()
	return v
}

// share is a fraction of whole numbers of at most four digits.
func share(s string) (Fraction, error) {
	n, of, ok := strings.Cut(s, "/")
	n, of = strings.TrimSpace(n), strings.TrimSpace(of)
	if !ok || !isDigits(n) || !isDigits(of) || len(n) > 4 || len(of) > 4 {
		return Fraction{}, fmt.Errorf("%s is not a fraction: write two whole numbers, as in 2/3", quote(s))
	}
	var f Fraction
	f.N, _ = strconv.Atoi(n) // at most four digits
	f.Of, _ = strconv.Atoi(of)
	if f.N == 0 || f.N > f.Of {
		return Fraction{}, fmt.Errorf("%s is not above 0 and at most 1", quote(s))
	}
	return f, nil
}
