package workflow

import (
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// Blank (phiếu trắng) is the choice of no candidate. It is no member's id.
const Blank = "*"

// A ballot is one choice, under an id drawn by chance: it says neither who cast
// it nor when, and ballots lie in the order of their ids.
type ballot struct {
	Vote   string `json:"vote"`
	ID     string `json:"id"`
	Choice string `json:"choice"`
}

var ballots = storage.Table[ballot]{Name: "ballots", Key: func(b ballot) string { return join(b.Vote, b.ID) }}

// A Voter is a line of the roll: who voted for which member, and when; not how.
type Voter struct {
	Vote   string    `json:"vote"`
	Member string    `json:"member"`
	Person string    `json:"person"`
	At     time.Time `json:"at"`
}

var roll = storage.Table[Voter]{Name: "voteroll", Key: func(v Voter) string { return join(v.Vote, v.Member) }}

// Cast puts a member's ballot into the box and its name on the roll, once. random
// becomes the ballot's id; it must follow from nothing that is known or stored.
// Nothing that is kept, the log's line included, joins the member and the choice.
func Cast(tx storage.Tx, act Act, c *rules.Cluster, n int, member, choice string, random [16]byte) error {
	v, err := MayCast(tx, act, c, n, member)
	if err != nil {
		return err
	}
	if choice != Blank && !slices.Contains(v.Candidates, choice) {
		return text.Wrong("dialog.choose")
	}
	if err := roll.Put(tx, Voter{v.key(), member, act.By, act.At.UTC()}); err != nil {
		return err
	}
	fresh, err := ballots.Insert(tx, ballot{v.key(), hex.EncodeToString(random[:]), choice})
	if err == nil && !fresh {
		err = errors.New("two ballots have the same id: chance is not what it should be")
	}
	if err != nil {
		return err
	}
	return Log(tx, act, c.ID, Change{What: "vote.cast", Year: c.Year, Period: v.Period, Member: member, To: v.ID()})
}

// MayCast returns the vote if the actor can cast a member's ballot in it now, or
// a Problem that says why not.
func MayCast(r storage.Reader, act Act, c *rules.Cluster, n int, member string) (Vote, error) {
	v, err := FindVote(r, c, n)
	if err != nil {
		return v, err
	}
	p, _, err := FindPerson(r, act.By)
	if err != nil {
		return v, err
	}
	actor, err := FindActor(r, p, c.ID, act.At)
	if err != nil {
		return v, err
	}
	if !slices.Contains(v.Voters, member) || !actor.May(MayBallot, member) {
		return v, text.Wrong("vote.not_voter")
	}
	if v.Result != nil {
		return v, text.Wrong("vote.closed", "n", v.ID(), "at", localTime(c, v.Result.At))
	}
	by, voted, err := roll.Find(r, join(v.key(), member))
	if err != nil || !voted {
		return v, err
	}
	p, _, err = FindPerson(r, by.Person)
	if err == nil {
		err = text.Wrong("vote.voted", "unit", c.Member(member).Name, "name", p.Name, "at", localTime(c, by.At))
	}
	return v, err
}

// Turnout is who has voted and who has not, in the cluster's order. Of these,
// Absent have no leader who has joined: nobody can vote for them.
type Turnout struct{ Voted, Missing, Absent []string }

// FindTurnout reads the roll of a vote; the ballots stay closed.
func FindTurnout(r storage.Reader, v Vote, at time.Time) (Turnout, error) {
	var t Turnout
	list, err := roll.List(r, v.key()+"/")
	if err != nil {
		return t, err
	}
	for _, m := range v.Voters {
		if slices.ContainsFunc(list, func(l Voter) bool { return l.Member == m }) {
			t.Voted = append(t.Voted, m)
			continue
		}
		t.Missing = append(t.Missing, m)
		leaders, err := Holders(r, v.Cluster, Leader, m, at)
		if err != nil {
			return t, err
		}
		if len(leaders) == 0 {
			t.Absent = append(t.Absent, m)
		}
	}
	return t, nil
}

// localTime is a moment on the cluster's clock, in machine form.
func localTime(c *rules.Cluster, at time.Time) string {
	return at.In(c.Location()).Format("2006-01-02T15:04:05")
}
