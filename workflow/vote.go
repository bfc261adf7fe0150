package workflow

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A VoteKind is what a vote decides.
type VoteKind string

const (
	VoteLead    VoteKind = "suy_ton" // the unit that is put forward as the leading one
	VoteTie     VoteKind = "tie"     // who comes first of those that share a place
	VoteHead    VoteKind = "head"    // next year's cụm trưởng
	VoteDeputy1 VoteKind = "deputy1" // next year's first cụm phó
	VoteDeputy2 VoteKind = "deputy2"
)

// VoteKinds are all kinds, in the order in which they are offered.
var VoteKinds = []VoteKind{VoteLead, VoteTie, VoteHead, VoteDeputy1, VoteDeputy2}

// Office says whether a vote fills an office of the next year.
func (k VoteKind) Office() bool { return k == VoteHead || k == VoteDeputy1 || k == VoteDeputy2 }

// A Vote (bỏ phiếu) is held among the members of a cluster year: one ballot for
// each, secret to the others. Who may vote, between whom, and what makes it valid
// is fixed when it is opened.
type Vote struct {
	Cluster string   `json:"cluster"`
	Year    int      `json:"year"`
	N       int      `json:"n"` // 1, 2, … within the year: its id
	Kind    VoteKind `json:"kind"`
	Period  string   `json:"period"` // whose minutes it belongs to; of a tie, whose ranking

	Candidates []string       `json:"candidates"`        // member ids, in the cluster's order
	Voters     []string       `json:"voters"`            // members that have a vote
	Place      int            `json:"place,omitempty"`   // of a tie: the place that is shared
	Between    []string       `json:"between,omitempty"` // of a tie: who shares it; more than Candidates in a later round
	Earlier    int            `json:"earlier,omitempty"` // the vote without a result whose next round this is
	Quorum     rules.Fraction `json:"quorum"`
	Majority   rules.Fraction `json:"majority"`

	OpenedBy string    `json:"opened_by"`
	Opened   time.Time `json:"opened"`
	Result   *Tally    `json:"result,omitempty"` // nil while it is open
}

var votes = storage.Table[Vote]{Name: "votes", Key: func(v Vote) string { return voteKey(v.Cluster, v.Year, v.N) }}

func voteKey(cluster string, year, n int) string {
	return join(yearKey(cluster, year), fmt.Sprintf("%04d", n))
}

func (v Vote) key() string { return votes.Key(v) }

// ID is how a vote is named outside the store.
func (v Vote) ID() string { return strconv.Itoa(v.N) }

// Votes are the votes of a cluster year, in the order in which they were opened.
func Votes(r storage.Reader, c *rules.Cluster) ([]Vote, error) {
	return votes.List(r, yearKey(c.ID, c.Year)+"/")
}

// FindVote returns the vote with the number; a Problem when there is none.
func FindVote(r storage.Reader, c *rules.Cluster, n int) (Vote, error) {
	v, ok, err := votes.Find(r, voteKey(c.ID, c.Year, n))
	if err == nil && !ok {
		err = text.Wrong("vote.unknown", "n", strconv.Itoa(n))
	}
	return v, err
}

// PlanVote is a vote as it would be opened now. Candidates are member ids: for a
// tie those that share a place, else any members; none means all.
func PlanVote(r storage.Reader, c *rules.Cluster, kind VoteKind, period string, candidates []string) (Vote, error) {
	if !slices.Contains(VoteKinds, kind) {
		return Vote{}, text.Wrong("dialog.choose")
	}
	if c.Period(period) == nil {
		return Vote{}, text.Wrong("period.unknown", "period", period)
	}
	v := Vote{Kind: kind, Period: period}
	if kind == VoteTie {
		ties, err := Ties(r, c, period)
		if err != nil {
			return v, err
		}
		candidates = inOrder(c, candidates)
		i := slices.IndexFunc(ties, func(t Tie) bool { return sameMembers(t.Members, candidates) })
		if i < 0 {
			return v, text.Wrong("vote.no_tie")
		}
		v.Place, v.Between = ties[i].Rank, candidates
	} else {
		all, err := Candidates(r, c, kind)
		if err != nil {
			return v, err
		}
		if len(candidates) == 0 {
			candidates = all
		}
		for _, id := range candidates {
			if !slices.Contains(all, id) {
				return v, text.Wrong("vote.no_candidate", "unit", unitName(c, id))
			}
		}
	}
	if v.Candidates = inOrder(c, candidates); len(v.Candidates) == 0 {
		return v, text.Wrong("vote.no_candidates")
	}
	return plan(r, c, v)
}

// PlanRound is the next round, as it would be opened now, of a vote that was valid
// and had no result: between those that share the first place, or else the first
// and whoever comes second. Whoever was elected to another office since is left
// out.
func PlanRound(r storage.Reader, c *rules.Cluster, n int) (Vote, error) {
	v, err := FindVote(r, c, n)
	if err != nil {
		return v, err
	}
	list, err := Votes(r, c)
	if err != nil {
		return v, err
	}
	if v.Result == nil || v.Result.Outcome != OutcomeNone || slices.ContainsFunc(list, func(o Vote) bool { return o.Earlier == n }) {
		return v, text.Wrong("vote.no_round", "n", v.ID())
	}
	if v.Kind == VoteTie {
		ties, err := Ties(r, c, v.Period)
		if err != nil {
			return v, err
		}
		if !slices.ContainsFunc(ties, func(t Tie) bool { return sameMembers(t.Members, v.Between) }) {
			return v, text.Wrong("vote.no_tie")
		}
	}
	can := v.Candidates
	if v.Kind.Office() {
		if can, err = Candidates(r, c, v.Kind); err != nil {
			return v, err
		}
	}
	again := inOrder(c, v.Result.foremost(can))
	if len(again) < min(2, len(v.Candidates)) {
		return v, text.Wrong("vote.round_alone", "n", v.ID())
	}
	return plan(r, c, Vote{Kind: v.Kind, Period: v.Period, Place: v.Place, Between: v.Between, Earlier: n, Candidates: again})
}

// plan gives a vote its number, its voters and its rules. One of a kind is open at
// a time, and one on any office, so that nobody wins two; none while the period's
// books are closed, for its papers tell the votes.
func plan(r storage.Reader, c *rules.Cluster, v Vote) (Vote, error) {
	if err := sealed(r, c, figuresOf(v.Period)); err != nil {
		return v, err
	}
	list, err := Votes(r, c)
	if err != nil {
		return v, err
	}
	for _, o := range list {
		switch {
		case o.Result != nil:
		case o.Kind == v.Kind:
			return v, text.Wrong("vote.still_open", "n", o.ID())
		case o.Kind.Office() && v.Kind.Office():
			return v, text.Wrong("vote.office_open", "n", o.ID())
		}
	}
	v.Cluster, v.Year, v.N = c.ID, c.Year, len(list)+1
	v.Quorum, v.Majority = c.Votes.Quorum, c.Votes.Majority
	for _, m := range c.Members {
		v.Voters = append(v.Voters, m.ID)
	}
	return v, nil
}

// OpenVote opens a vote that was planned in the same unit of work.
func OpenVote(tx storage.Tx, act Act, c *rules.Cluster, v Vote) (Vote, error) {
	v.OpenedBy, v.Opened = act.By, act.At.UTC()
	if err := votes.Put(tx, v); err != nil {
		return v, err
	}
	return v, Log(tx, act, c.ID, Change{What: "vote.open", Year: c.Year, Period: v.Period,
		To: fmt.Sprintf("%d %s between %s", v.N, v.Kind, strings.Join(v.Candidates, ", "))})
}

// Candidates are the members that a vote of a kind may be about: all, without
// those that were elected to another office of the next year already.
func Candidates(r storage.Reader, c *rules.Cluster, kind VoteKind) ([]string, error) {
	won, err := elected(r, c)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, m := range c.Members {
		elsewhere := false
		for _, office := range []VoteKind{VoteHead, VoteDeputy1, VoteDeputy2} {
			elsewhere = elsewhere || kind != VoteLead && office != kind && won[office] == m.ID
		}
		if !elsewhere {
			list = append(list, m.ID)
		}
	}
	return list, nil
}

// elected is who won each office of the next year; the latest vote counts.
func elected(r storage.Reader, c *rules.Cluster) (map[VoteKind]string, error) {
	list, err := Votes(r, c)
	won := map[VoteKind]string{}
	for _, v := range list {
		if v.Result != nil && v.Result.Outcome == OutcomeWon {
			won[v.Kind] = v.Result.Winner
		}
	}
	return won, err
}

// Elected is who was voted to lead the cluster in the year after c: the head, and
// the deputies in their order; empty where there is no result.
func Elected(r storage.Reader, c *rules.Cluster) (head string, deputies []string, err error) {
	won, err := elected(r, c)
	if err != nil {
		return "", nil, err
	}
	deputies = []string{won[VoteDeputy1], won[VoteDeputy2]}
	for len(deputies) > 0 && deputies[len(deputies)-1] == "" {
		deputies = deputies[:len(deputies)-1]
	}
	return won[VoteHead], deputies, nil
}

// Title says what a vote is about.
func (v Vote) Title(c *rules.Cluster) text.Notice {
	return text.Say("vote.title."+string(v.Kind), "n", v.ID(), "year", yearText(v.Year+1), "place", strconv.Itoa(v.Place), "units", unitNames(c, v.Between))
}

// inOrder are member ids in the cluster's order, each once.
func inOrder(c *rules.Cluster, ids []string) []string {
	var list []string
	for _, m := range c.Members {
		if slices.Contains(ids, m.ID) {
			list = append(list, m.ID)
		}
	}
	return list
}

func sameMembers(a, b []string) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(id string) bool { return !slices.Contains(b, id) })
}

// unitName is a member's name in tables; its id where the year does not know it.
func unitName(c *rules.Cluster, id string) string {
	if m := c.Member(id); m != nil {
		return m.Short
	}
	return id
}

func unitNames(c *rules.Cluster, ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = unitName(c, id)
	}
	return strings.Join(names, ", ")
}
