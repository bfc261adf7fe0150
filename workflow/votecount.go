package workflow

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// What comes of a vote.
const (
	OutcomeWon     = "won"
	OutcomeNone    = "none"    // valid, but nobody has the majority
	OutcomeInvalid = "invalid" // too few have voted; the ballots are not counted
)

// A Tally is how a vote was closed and what was announced.
type Tally struct {
	By      string      `json:"by"`
	At      time.Time   `json:"at"`
	Cast    int         `json:"cast"`             // ballots, blank ones included
	Counts  []VoteCount `json:"counts,omitempty"` // candidates, most first, then the cluster's order; blank last
	Outcome string      `json:"outcome"`
	Winner  string      `json:"winner,omitempty"`
}

// A VoteCount is how many ballots name a candidate, or are Blank.
type VoteCount struct {
	Choice string `json:"choice"`
	N      int    `json:"n"`
}

// foremost are the candidates of the next round: of those that can stand, the
// ones that share the first place, or the first and whoever comes second.
func (t Tally) foremost(can []string) []string {
	var list []string
	var last VoteCount
	for _, n := range t.Counts {
		if n.Choice == Blank || len(list) > 1 && n.N < last.N {
			break
		}
		if !slices.Contains(can, n.Choice) {
			continue
		}
		list, last = append(list, n.Choice), n
	}
	return list
}

// count opens the ballots of a vote. It is the same whatever their order, and
// fails where they do not fit the roll.
func (v Vote) count(r storage.Reader) (t Tally, err error) {
	box, err := ballots.List(r, v.key()+"/")
	if err != nil {
		return t, err
	}
	voters, err := roll.List(r, v.key()+"/")
	if err != nil {
		return t, err
	}
	found := map[string]int{}
	for _, b := range box {
		if b.Choice != Blank && !slices.Contains(v.Candidates, b.Choice) {
			return t, text.Wrong("vote.bad_ballot", "n", v.ID(), "choice", b.Choice)
		}
		found[b.Choice]++
	}
	for _, l := range voters {
		if !slices.Contains(v.Voters, l.Member) {
			return t, text.Wrong("vote.bad_roll", "n", v.ID(), "member", l.Member)
		}
	}
	if t.Cast = len(box); t.Cast != len(voters) {
		return t, text.Wrong("vote.mismatch", "n", v.ID(), "ballots", strconv.Itoa(len(box)), "roll", strconv.Itoa(len(voters)))
	}
	if !v.Quorum.Reached(t.Cast, len(v.Voters)) {
		t.Outcome = OutcomeInvalid
		return t, nil
	}
	for _, id := range v.Candidates {
		t.Counts = append(t.Counts, VoteCount{id, found[id]})
	}
	slices.SortStableFunc(t.Counts, func(a, b VoteCount) int { return cmp.Compare(b.N, a.N) })
	t.Outcome = OutcomeNone
	if first := t.Counts[0]; v.Majority.Passed(first.N, t.Cast) && (len(t.Counts) == 1 || t.Counts[1].N < first.N) {
		t.Outcome, t.Winner = OutcomeWon, first.Choice
	}
	t.Counts = append(t.Counts, VoteCount{Blank, found[Blank]})
	return t, nil
}

// CloseVote closes a vote and counts its ballots.
func CloseVote(tx storage.Tx, act Act, c *rules.Cluster, n int) (Vote, error) {
	v, err := FindVote(tx, c, n)
	if err != nil {
		return v, err
	}
	if v.Result != nil {
		return v, text.Wrong("vote.closed", "n", v.ID(), "at", localTime(c, v.Result.At))
	}
	if err := sealed(tx, c, figuresOf(v.Period)); err != nil {
		return v, err
	}
	t, err := v.count(tx)
	if err != nil {
		return v, err
	}
	t.By, t.At = act.By, act.At.UTC()
	v.Result = &t
	if err := votes.Put(tx, v); err != nil {
		return v, err
	}
	return v, Log(tx, act, c.ID, Change{What: "vote.close", Year: c.Year, Period: v.Period,
		To: fmt.Sprintf("%d %s %s, %d ballots: %v", v.N, t.Outcome, t.Winner, t.Cast, t.Counts)})
}

// A Recount is a vote counted again.
type Recount struct {
	Vote    Vote
	Ballots int         // in the box, as many as names on the roll
	Counts  []VoteCount // none while the vote is open, or where it is invalid
	Wrong   error       // why ballots, roll and what was announced do not agree; nil: they do
}

// CountAgain counts the ballots of a cluster year's votes again (n 0: of all) and
// compares with the roll and with what was announced. Of a vote that is open the
// ballots are only numbered.
func CountAgain(r storage.Reader, c *rules.Cluster, n int) ([]Recount, error) {
	list, err := Votes(r, c)
	if n != 0 {
		v, found := FindVote(r, c, n)
		list, err = []Vote{v}, found
	}
	if err != nil {
		return nil, err
	}
	again := make([]Recount, len(list))
	for i, v := range list {
		t, wrong := v.count(r)
		again[i] = Recount{Vote: v, Ballots: t.Cast, Wrong: wrong}
		if v.Result == nil || wrong != nil {
			continue
		}
		again[i].Counts = t.Counts
		if said := *v.Result; t.Outcome != said.Outcome || t.Winner != said.Winner || t.Cast != said.Cast || !slices.Equal(t.Counts, said.Counts) {
			again[i].Wrong = text.Wrong("vote.announced", "n", v.ID())
		}
	}
	return again, nil
}

// Moot says whether a tie that was voted on is gone, so that the vote decides no
// place now.
func (v Vote) Moot(r storage.Reader, c *rules.Cluster) (bool, error) {
	if v.Kind != VoteTie || v.Result == nil || v.Result.Outcome != OutcomeWon {
		return false, nil
	}
	ranking, err := Rank(r, c, v.Period)
	return !slices.ContainsFunc(ranking.Rows, func(row score.Row) bool { return row.Decided != nil && row.Decided.Vote == v.ID() }), err
}

// A Tie is a place that several members share in a period's ranking.
type Tie struct {
	Rank    int
	Members []string // in the cluster's order
	Held    bool     // it lies across the end of an award, which waits for a vote
}

// Ties are the places that are shared now, those that an award waits for first.
func Ties(r storage.Reader, c *rules.Cluster, period string) ([]Tie, error) {
	ranking, err := Rank(r, c, period)
	if err != nil {
		return nil, err
	}
	var list []Tie
	for _, row := range ranking.Rows {
		if !row.Shared {
			continue
		}
		if n := len(list); n == 0 || list[n-1].Rank != row.Rank {
			list = append(list, Tie{Rank: row.Rank})
		}
		t := &list[len(list)-1]
		t.Members, t.Held = append(t.Members, row.Member.ID), t.Held || row.AwardHeld
	}
	slices.SortStableFunc(list, func(a, b Tie) int {
		switch {
		case a.Held == b.Held:
			return 0
		case a.Held:
			return -1
		}
		return 1
	})
	return list, nil
}

// tieBreaks are the votes that decide places of a period's ranking.
func tieBreaks(r storage.Reader, c *rules.Cluster, period string) ([]score.TieBreak, error) {
	list, err := Votes(r, c)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(v Vote) bool {
		return v.Kind != VoteTie || v.Period != period || v.Result == nil || v.Result.Outcome != OutcomeWon
	})
	slices.SortStableFunc(list, func(a, b Vote) int { return a.Result.At.Compare(b.Result.At) })
	var breaks []score.TieBreak
	for _, v := range list {
		breaks = append(breaks, score.TieBreak{
			Vote: v.ID(), Members: v.Between, Winner: v.Result.Winner, Cast: v.Result.Cast, For: v.Result.Counts[0].N,
			Day: rules.DateOf(v.Result.At.In(c.Location())).String(),
		})
	}
	return breaks, nil
}
