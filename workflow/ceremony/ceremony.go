// Package ceremony is the signing of one document as a machine of states: who
// may sign when, who holds the file, and how it ends. It knows no storage, no
// bytes and no clock; each event is handed the moment at which it happens, and
// one that is refused changes nothing.
package ceremony

import (
	"slices"
	"time"

	"thidua/workflow/text"
)

// A Stage is the rank in which a place signs. A place's turn comes when every
// stage before its own has the signatures that it needs.
type Stage int

const (
	Head Stage = iota
	Deputies
	Members
	Witnesses
)

// Stages are all stages in their order.
var Stages = []Stage{Head, Deputies, Members, Witnesses}

// String is the stage as cluster files name it.
func (s Stage) String() string { return []string{"head", "deputies", "members", "witnesses"}[s] }

// States of a ceremony. From each but the last two there is a way on: expired is
// extended or withdrawn.
const (
	Open      = "open"
	Expired   = "expired"
	Complete  = "complete"
	Withdrawn = "withdrawn"
)

// States of a place.
const (
	Waiting  = "waiting"
	Declined = "declined" // with a reason; may sign after all, or be replaced
	Paper    = "paper"    // signed with a pen; a second person has to confirm it
	Pending  = "pending"  // signed; waits for its time stamp
	Signed   = "signed"
)

// Ways to sign.
const (
	Chat  = "chat"  // identity and PIN
	Token = "token" // outside, by an official certificate
	Pen   = "paper" // on the printed copy
)

// A Signer is who is to sign, as the box prints it.
type Signer struct {
	OnBehalf string `json:"on_behalf,omitempty"`
	Title    string `json:"title,omitempty"`
	Name     string `json:"name,omitempty"`
}

// A Hand is a signature as it was given: by whom, how and when.
type Hand struct {
	Person string    `json:"person,omitempty"` // who gave it; with a pen: who entered it
	Name   string    `json:"name,omitempty"`   // of whoever signed
	Way    string    `json:"way,omitempty"`
	At     time.Time `json:"at,omitzero"`
	Code   string    `json:"code,omitempty"`
}

// A Place is a field of the document that somebody signs.
type Place struct {
	Field    string `json:"field"`
	Member   string `json:"member,omitempty"` // id; of a witness its seat, "witness-1"
	Stage    Stage  `json:"stage"`
	Seal     bool   `json:"seal,omitempty"` // of the agency, by token, after its leader's signature
	Signer   Signer `json:"signer"`
	Replaced string `json:"replaced,omitempty"` // why Signer is not whom the document names

	State string `json:"state"`
	Hand
	Unstamped bool   `json:"unstamped,omitempty"` // signed without the time stamp that was asked for
	Confirmed string `json:"confirmed,omitempty"` // the second person at a signature with a pen
	Reason    string `json:"reason,omitempty"`    // why it was declined
}

// A Turn (lượt ký) is the file lent to somebody who signs it outside: until it
// ends nobody else adds to the file. One that has lapsed binds nobody. Until is on
// the cluster's clock.
type Turn struct {
	Field  string    `json:"field"`
	Person string    `json:"person"`
	Name   string    `json:"name"`
	Until  time.Time `json:"until"`
}

// A Ceremony is one document's signing.
type Ceremony struct {
	State    string         `json:"state,omitempty"`
	Together bool           `json:"together,omitempty"` // no stages: everybody at once
	Quorum   map[string]int `json:"quorum,omitempty"`   // signatures that a stage needs; without: all
	Until    time.Time      `json:"until,omitzero"`     // the first moment at which it is too late; zero: never
	Places   []Place        `json:"places,omitempty"`
	Turn     *Turn          `json:"turn,omitempty"`
}

// LeaderField and SealField are the names of a member's fields; a witness's is
// its seat.
func LeaderField(member string) string { return "leader-" + member }
func SealField(member string) string   { return "seal-" + member }

const (
	ClusterField = "cluster"
	StampField   = "time-stamp"
)

// StampPatience is how long a place waits for its time stamp before it is signed
// without.
const StampPatience = 15 * time.Minute

// Place returns the place with a field, or nil.
func (c *Ceremony) Place(field string) *Place {
	for i := range c.Places {
		if c.Places[i].Field == field {
			return &c.Places[i]
		}
	}
	return nil
}

// leads is the leader's place whose seal p is.
func (c *Ceremony) leads(p *Place) *Place { return c.Place(LeaderField(p.Member)) }

// Count says how many places of a stage are signed, how many it has, and how
// many signatures it needs. Seals do not count.
func (c *Ceremony) Count(s Stage) (signed, of, need int) {
	for _, p := range c.Places {
		if p.Stage == s && !p.Seal {
			of++
			if p.State == Signed {
				signed++
			}
		}
	}
	need = of
	if q, ok := c.Quorum[s.String()]; ok {
		need = min(q, of)
	}
	return signed, of, need
}

// Met says whether every stage has the signatures that it needs, and as many of
// them have their seals where agencies seal: then the document may end without
// the rest.
func (c *Ceremony) Met() bool {
	return !slices.ContainsFunc(Stages, func(s Stage) bool {
		_, _, need := c.Count(s)
		for i := range c.Places {
			p := &c.Places[i]
			if seal := c.Place(SealField(p.Member)); p.Stage == s && !p.Seal && p.State == Signed && (seal == nil || seal.State == Signed) {
				need--
			}
		}
		return need > 0
	})
}

func (c *Ceremony) metBefore(s Stage) bool {
	return !slices.ContainsFunc(Stages, func(x Stage) bool {
		signed, _, need := c.Count(x)
		return x < s && signed < need
	})
}

// Reached says whether the order lets a place sign.
func (c *Ceremony) Reached(p *Place) bool {
	if p.Seal {
		leader := c.leads(p)
		return leader == nil || leader.State == Signed
	}
	return c.Together || c.metBefore(p.Stage)
}

// Next lists the places whose turn it is and that have not signed, in the order
// of the document.
func (c *Ceremony) Next() (list []Place) {
	if c.State != Open {
		return nil
	}
	for _, p := range c.Places {
		if (p.State == Waiting || p.State == Declined) && c.Reached(&p) {
			list = append(list, p)
		}
	}
	return list
}

// Pending is the place that waits for its time stamp, or nil: one at a time.
func (c *Ceremony) Pending() *Place {
	for i := range c.Places {
		if c.Places[i].State == Pending {
			return &c.Places[i]
		}
	}
	return nil
}

// Holds is the turn in force at a moment, or nil.
func (c *Ceremony) Holds(at time.Time) *Turn {
	if c.Turn != nil && at.Before(c.Turn.Until) {
		return c.Turn
	}
	return nil
}

// over says whether the time to sign is over.
func (c *Ceremony) over(at time.Time) bool { return !c.Until.IsZero() && !at.Before(c.Until) }

// settle completes the ceremony once every place is signed.
func (c *Ceremony) settle() {
	if !slices.ContainsFunc(c.Places, func(p Place) bool { return p.State != Signed }) {
		c.State, c.Turn = Complete, nil
	}
}

// open refuses what an ended ceremony no longer takes.
func (c *Ceremony) open(at time.Time) error {
	switch {
	case c.State == Complete:
		return text.Wrong("ceremony.complete")
	case c.State == Withdrawn:
		return text.Wrong("ceremony.withdrawn")
	case c.State != Open || c.over(at):
		return text.Wrong("ceremony.expired")
	}
	return nil
}

// free refuses while the file is somebody else's: lent, or about to grow by a
// signature that waits for its time stamp.
func (c *Ceremony) free(person string, at time.Time) error {
	if p := c.Pending(); p != nil {
		return text.Wrong("ceremony.pending", "name", p.Hand.Name)
	}
	if t := c.Holds(at); t != nil && t.Person != person {
		return text.Wrong("ceremony.turn_held", "name", t.Name, "until", t.Until.Format("2006-01-02T15:04:05"))
	}
	return nil
}

// unsigned is the place of a field that nobody has signed yet.
func (c *Ceremony) unsigned(field string) (*Place, error) {
	p := c.Place(field)
	switch {
	case p == nil:
		return nil, text.Wrong("ceremony.no_place")
	case p.State == Signed || p.State == Pending:
		return nil, text.Wrong("ceremony.signed_already", "name", p.Hand.Name)
	case p.State == Paper:
		return nil, text.Wrong("ceremony.on_paper")
	}
	return p, nil
}
