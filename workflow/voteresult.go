package workflow

import (
	"slices"
	"strconv"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A VoteResult is a closed vote as the minutes of a review tell it.
type VoteResult struct {
	Title   string
	Opened  time.Time
	Closed  time.Time
	Members int      // that had a vote
	Voted   []string // names of the members that cast one
	Lines   []VoteLine
	Outcome string // in words
}

// A VoteLine is how many ballots name somebody; the last line is of blank ones.
type VoteLine struct {
	Name string
	N    int
}

// VoteResults are the closed votes of a period, by when they were closed.
func VoteResults(r storage.Reader, c *rules.Cluster, period string) ([]VoteResult, error) {
	list, err := Votes(r, c)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(v Vote) bool { return v.Result == nil || v.Period != period })
	slices.SortStableFunc(list, func(a, b Vote) int { return a.Result.At.Compare(b.Result.At) })
	var results []VoteResult
	for _, v := range list {
		turnout, err := FindTurnout(r, v, v.Result.At)
		if err != nil {
			return nil, err
		}
		res := VoteResult{
			Title: text.Plain(text.Vietnamese, v.Title(c)), Opened: v.Opened.In(c.Location()), Closed: v.Result.At.In(c.Location()),
			Members: len(v.Voters), Outcome: text.Plain(text.Vietnamese, v.decision(c)),
		}
		if v.Earlier != 0 {
			res.Title += " " + text.Plain(text.Vietnamese, v.Round())
		}
		for _, id := range turnout.Voted {
			res.Voted = append(res.Voted, unitName(c, id))
		}
		for _, n := range v.Result.Counts {
			name := unitName(c, n.Choice)
			if n.Choice == Blank {
				name = text.Plain(text.Vietnamese, text.Say("vote.blank"))
			}
			res.Lines = append(res.Lines, VoteLine{name, n.N})
		}
		results = append(results, res)
	}
	return results, nil
}

// VotedSince says whether a vote was closed that the minutes of a version do not
// tell.
func VotedSince(r storage.Reader, c *rules.Cluster, p Publication) (bool, error) {
	list, err := Votes(r, c)
	return slices.ContainsFunc(list, func(v Vote) bool {
		return v.Period == p.Period && v.Result != nil && v.Result.At.After(p.FrozenAt)
	}), err
}

// Round says which vote a next round belongs to.
func (v Vote) Round() text.Notice { return text.Say("vote.round", "n", strconv.Itoa(v.Earlier)) }

// decision is the outcome as the minutes put it: what was decided, where somebody
// was.
func (v Vote) decision(c *rules.Cluster) text.Notice {
	won := v.Outcome(c)
	if v.Result.Outcome != OutcomeWon {
		return won
	}
	keys := map[VoteKind]string{VoteLead: "vote.decision.suy_ton", VoteTie: "vote.decision.tie", VoteHead: "vote.decision.head",
		VoteDeputy1: "vote.decision.deputy1", VoteDeputy2: "vote.decision.deputy2"}
	unit := v.Result.Winner
	if m := c.Member(unit); m != nil {
		unit = m.Name
	}
	return text.Say(keys[v.Kind], "unit", unit, "place", strconv.Itoa(v.Place), "year", strconv.Itoa(v.Year+1),
		"n", won.Args["n"], "of", won.Args["of"])
}

// Outcome says what came of a closed vote.
func (v Vote) Outcome(c *rules.Cluster) text.Notice {
	t := v.Result
	args := []string{"unit", unitName(c, t.Winner), "of", strconv.Itoa(t.Cast), "members", strconv.Itoa(len(v.Voters)),
		"quorum", v.Quorum.String(), "majority", v.Majority.String(), "n", "0"}
	if len(t.Counts) > 0 {
		args[len(args)-1] = strconv.Itoa(t.Counts[0].N)
	}
	key := "vote.outcome." + t.Outcome
	if t.Outcome != OutcomeInvalid && v.Majority.N == v.Majority.Of {
		key += "_all"
	}
	return text.Say(key, args...)
}
