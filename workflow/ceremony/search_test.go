package ceremony

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"
)

// moments are before the deadline, past a turn and the patience for a time
// stamp, and past the deadline.
var moments = []time.Time{time.Unix(0, 0).UTC(), time.Unix(3600, 0).UTC(), time.Unix(1<<20, 0).UTC()}

func clone(c Ceremony) Ceremony {
	c.Places = slices.Clone(c.Places)
	if c.Turn != nil {
		t := *c.Turn
		c.Turn = &t
	}
	return c
}

// events are all that can happen to a ceremony at a moment; each refuses, or
// leads to another state.
func events(c Ceremony, at time.Time) map[string]func(*Ceremony) error {
	list := map[string]func(*Ceremony) error{
		"expire":   func(c *Ceremony) error { c.Expire(at); return nil },
		"lapse":    func(c *Ceremony) error { c.Lapsed(at); return nil },
		"extend":   func(c *Ceremony) error { return c.Extend(time.Time{}, at) },
		"close":    func(c *Ceremony) error { return c.Close(at) },
		"withdraw": func(c *Ceremony) error { return c.Withdraw(at) },
	}
	for _, p := range c.Places {
		f, who := p.Field, "p-"+p.Field
		list["sign "+f] = func(c *Ceremony) error { return c.Sign(f, Hand{Person: who, Way: Token, At: at}) }
		list["pend "+f] = func(c *Ceremony) error { return c.Pend(f, Hand{Person: who, Way: Chat, At: at}) }
		list["stamped "+f] = func(c *Ceremony) error { return c.Stamped(f) }
		list["failed "+f] = func(c *Ceremony) error { return c.StampFailed(f) }
		list["decline "+f] = func(c *Ceremony) error { return c.Decline(f, Hand{Person: who, At: at}, "no") }
		list["replace "+f] = func(c *Ceremony) error { return c.Replace(f, Signer{Name: "other"}, "ill", at) }
		list["take "+f] = func(c *Ceremony) error {
			return c.Take(Turn{Field: f, Person: who, Until: at.Add(30 * time.Minute)}, at)
		}
		list["back "+f] = func(c *Ceremony) error { return c.GiveBack(who, at) }
		list["enter "+f] = func(c *Ceremony) error { return c.EnterPaper(f, Hand{Person: "head", At: at}) }
		list["own "+f] = func(c *Ceremony) error { return c.ConfirmPaper(f, "head", "", at) }
		list["confirm "+f] = func(c *Ceremony) error { return c.ConfirmPaper(f, "second", "", at) }
		list["reject "+f] = func(c *Ceremony) error { return c.RejectPaper(f) }
	}
	return list
}

// sound is what holds in every state.
func sound(c Ceremony) error {
	pending := 0
	for _, p := range c.Places {
		if p.State == Pending {
			pending++
		}
		if (p.State == Signed || p.State == Pending) && !c.Reached(&p) {
			return fmt.Errorf("%s signed out of turn", p.Field)
		}
		if p.State == Signed && p.Way == Pen && (p.Confirmed == "" || p.Confirmed == p.Person) {
			return fmt.Errorf("%s signed with a pen by one person's word", p.Field)
		}
		if p.Seal && (p.State == Paper || p.State == Signed && p.Way != Token) {
			return fmt.Errorf("%s sealed without a token", p.Field)
		}
	}
	switch {
	case pending > 1:
		return fmt.Errorf("two places wait for time stamps")
	case c.State == Complete && (!c.Met() || pending > 0):
		return fmt.Errorf("complete without what it needs")
	case c.State != Open && c.Turn != nil:
		return fmt.Errorf("a turn in a ceremony that is %s", c.State)
	}
	return nil
}

func key(c Ceremony, m int) string {
	for i := range c.Places {
		if c.Places[i].State != Pending {
			c.Places[i].At = time.Time{}
		}
	}
	b, _ := json.Marshal(c)
	return fmt.Sprint(m, string(b))
}

// Every state that any order of events can reach is sound, and from each there
// is a way to the end: complete or withdrawn, and complete itself wherever the
// ceremony has not ended.
func TestEveryStateIsSoundAndHasAnExit(t *testing.T) {
	place := func(field string, s Stage) Place {
		return Place{Field: field, Member: field[7:], Stage: s, State: Waiting}
	}
	seal := Place{Field: "seal-a", Member: "a", Stage: Head, Seal: true, State: Waiting}
	head, deputy, c, d := place("leader-a", Head), place("leader-b", Deputies), place("leader-c", Members), place("leader-d", Members)
	for name, start := range map[string]Ceremony{
		"stages":   {Places: []Place{head, deputy}},
		"parallel": {Places: []Place{c, d}},
		"quorum":   {Places: []Place{c, d}, Quorum: map[string]int{"members": 1}},
		"together": {Places: []Place{head, deputy}, Together: true},
		"seal":     {Places: []Place{head, seal}},
	} {
		t.Run(name, func(t *testing.T) {
			start.State, start.Until = Open, time.Unix(1<<19, 0).UTC()
			type node struct {
				c Ceremony
				m int
			}
			seen, back := map[string]node{}, map[string][]string{}
			first := node{start, 0}
			queue := []node{first}
			seen[key(clone(start), 0)] = first
			for len(queue) > 0 {
				n := queue[0]
				queue = queue[1:]
				from := key(clone(n.c), n.m)
				if err := sound(n.c); err != nil {
					t.Fatalf("%v: %s", err, from)
				}
				visit := func(next node) {
					k := key(clone(next.c), next.m)
					back[k] = append(back[k], from)
					if _, ok := seen[k]; !ok {
						seen[k] = next
						queue = append(queue, next)
					}
				}
				if n.m+1 < len(moments) {
					visit(node{clone(n.c), n.m + 1})
				}
				for what, do := range events(n.c, moments[n.m]) {
					next := clone(n.c)
					if err := do(&next); err != nil {
						if key(clone(next), n.m) != from {
							t.Fatalf("%s was refused and changed %s", what, from)
						}
						continue
					}
					for i, p := range n.c.Places {
						if p.State == Signed && next.Places[i] != p {
							t.Fatalf("%s changed what is signed: %s", what, from)
						}
						if h := n.c.Holds(moments[n.m]); h != nil && h.Field != p.Field && next.Places[i].State == Signed && p.State != Signed {
							t.Fatalf("%s signed while the file was lent: %s", what, from)
						}
					}
					visit(node{next, n.m})
				}
			}
			reach := func(end string) map[string]bool {
				good, list := map[string]bool{}, []string{}
				for k, n := range seen {
					if n.c.State == end {
						good[k], list = true, append(list, k)
					}
				}
				for len(list) > 0 {
					k := list[0]
					list = list[1:]
					for _, b := range back[k] {
						if !good[b] {
							good[b], list = true, append(list, b)
						}
					}
				}
				return good
			}
			complete, withdrawn := reach(Complete), reach(Withdrawn)
			for k, n := range seen {
				if n.c.State != Withdrawn && !complete[k] || n.c.State != Complete && !withdrawn[k] {
					t.Fatalf("no way out of %s", k)
				}
			}
			t.Log(len(seen), "states")
		})
	}
}
