package workflow

import (
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
)

// A Person is somebody who talks to the bot. ID is how the messenger knows them
// and is also their private chat.
type Person struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Language string   `json:"language"`
	Clusters []string `json:"clusters,omitempty"` // where they have a seat
	Chosen   string   `json:"chosen,omitempty"`   // the cluster they talk about; kept until changed with /cum
	Menu     string   `json:"menu,omitempty"`     // what their command menu was made for
}

var people = storage.Table[Person]{Name: "people", Key: func(p Person) string { return p.ID }}

// FindPerson returns a person, and whether they are known.
func FindPerson(r storage.Reader, id string) (Person, bool, error) { return people.Find(r, id) }

// KeepPerson keeps what is known of a person.
func KeepPerson(tx storage.Tx, p Person) error { return people.Put(tx, p) }

// A Role is what somebody is in a cluster.
type Role string

const (
	Admin    Role = "admin"    // keeps the program running
	Head     Role = "head"     // works for the cụm trưởng
	Deputy   Role = "deputy"   // works for a cụm phó
	Official Role = "official" // chuyên viên: reports a member's figures
	Leader   Role = "leader"   // signs for a member
	Witness  Role = "witness"  // signs the covenant as a witness
	Observer Role = "observer" // the standing body that watches
)

// Roles are all roles, in the order in which they are shown.
var Roles = []Role{Admin, Head, Deputy, Official, Leader, Witness, Observer}

// Bound says whether people with the role belong to a member, or are one of the
// cluster's witnesses.
func (r Role) Bound() bool { return r != Admin && r != Observer }

// A Seat is a person's place in a cluster: one role, for one member where the
// role is bound to one; Member of a witness is rules.WitnessID.
type Seat struct {
	Cluster string    `json:"cluster"`
	Person  string    `json:"person"`
	Role    Role      `json:"role"`
	Member  string    `json:"member,omitempty"`
	Since   time.Time `json:"since"`
}

var seats = storage.Table[Seat]{Name: "seats", Key: func(s Seat) string {
	return join(s.Cluster, s.Person, string(s.Role), s.Member)
}}

// Seats returns every seat of a cluster.
func Seats(r storage.Reader, cluster string) ([]Seat, error) { return seats.List(r, cluster+"/") }

// TakeSeat gives a person a seat and makes the cluster the one they talk about.
func TakeSeat(tx storage.Tx, act Act, p Person, s Seat) error {
	s.Person, s.Since = p.ID, act.At.UTC()
	if err := seats.Put(tx, s); err != nil {
		return err
	}
	if !slices.Contains(p.Clusters, s.Cluster) {
		p.Clusters = append(p.Clusters, s.Cluster)
	}
	p.Chosen = s.Cluster
	if err := people.Put(tx, p); err != nil {
		return err
	}
	return Log(tx, act, s.Cluster, Change{What: "seat.take", Member: s.Member, To: string(s.Role)})
}

// An Actor is a person in a cluster at a moment, with the roles that are in
// force then. People of the head's and the deputies' offices have the power of
// what their unit is at that moment, and none when it is neither: the power
// moves with the date of the cluster file, not with the people.
type Actor struct {
	Person  Person
	Cluster string
	Seats   []Seat // in force
	units   []string
}

// FindActor says who a person is in a cluster at a moment.
func FindActor(r storage.Reader, p Person, cluster string, at time.Time) (Actor, error) {
	a := Actor{Person: p, Cluster: cluster}
	years, err := Living(r, cluster, at)
	if err != nil || len(years) == 0 {
		return a, err
	}
	list, err := seats.List(r, join(cluster, p.ID)+"/")
	if err != nil {
		return a, err
	}
	for _, s := range list {
		if s.Member != "" && s.Role != Witness {
			a.units = append(a.units, s.Member)
		}
		if s.Role = inForce(s, years...); s.Role != "" {
			a.Seats = append(a.Seats, s)
		}
	}
	return a, nil
}

// inForce is the role that a seat gives in the living years of its cluster. The
// offices are those of the first year; a unit counts in whichever year names it,
// so that one that joins next year can register targets and sign before.
func inForce(s Seat, years ...*rules.Cluster) Role {
	named := func(c *rules.Cluster) bool {
		if s.Role == Witness {
			return c.Witness(s.Member) != nil
		}
		return c.Member(s.Member) != nil
	}
	switch office := s.Role == Head || s.Role == Deputy; {
	case !office && (!s.Role.Bound() || slices.ContainsFunc(years, named)):
		return s.Role
	case office && years[0].Head == s.Member:
		return Head
	case office && slices.Contains(years[0].Deputies, s.Member):
		return Deputy
	}
	return ""
}

// Is says whether the actor has a role now.
func (a Actor) Is(role Role) bool {
	return slices.ContainsFunc(a.Seats, func(s Seat) bool { return s.Role == role })
}

// Member is the unit for which the actor has a role; empty when none.
func (a Actor) Member(role Role) string {
	for _, s := range a.Seats {
		if s.Role == role {
			return s.Member
		}
	}
	return ""
}

// Unit is the first unit the actor belongs to in whatever role; empty when none.
func (a Actor) Unit() string {
	if len(a.units) == 0 {
		return ""
	}
	return a.units[0]
}

// Holders returns the people who have a role in a cluster at a moment; with a
// member, only those who have it for that member.
func Holders(r storage.Reader, cluster string, role Role, member string, at time.Time) ([]Person, error) {
	list, err := Seats(r, cluster)
	if err != nil {
		return nil, err
	}
	years, err := Living(r, cluster, at)
	if err != nil || len(years) == 0 {
		return nil, err
	}
	var holders []Person
	for _, s := range list {
		if inForce(s, years...) != role || member != "" && s.Member != member {
			continue
		}
		if slices.ContainsFunc(holders, func(p Person) bool { return p.ID == s.Person }) {
			continue
		}
		p, err := people.Get(r, s.Person)
		if err != nil {
			return nil, err
		}
		holders = append(holders, p)
	}
	return holders, nil
}
