package ceremony

import (
	"testing"
	"time"
)

// Where agencies seal, neither the head nor the deadline ends the signing while
// a signature that is needed lacks its seal; one beyond the quorum may lack it.
func TestTheEndWaitsForSeals(t *testing.T) {
	start, late := time.Unix(0, 0), time.Unix(1<<20, 0)
	c := Ceremony{State: Open, Until: late, Quorum: map[string]int{"members": 1}}
	for _, m := range []string{"a", "b"} {
		c.Places = append(c.Places, Place{Field: LeaderField(m), Member: m, Stage: Members, State: Waiting},
			Place{Field: SealField(m), Member: m, Stage: Members, Seal: true, State: Waiting})
	}
	sign := func(field string) {
		t.Helper()
		if err := c.Sign(field, Hand{Person: "p", Way: Token, At: start}); err != nil {
			t.Fatal(err)
		}
	}
	ends := func(want string) {
		t.Helper()
		early, over := clone(c), clone(c)
		if err := early.Close(start); err == nil != (want == Complete) {
			t.Errorf("closed early: %v", err)
		}
		if over.Expire(late); over.State != want {
			t.Errorf("at the deadline %s, want %s", over.State, want)
		}
	}
	ends(Expired)
	sign("leader-a")
	ends(Expired)
	sign("leader-b")
	ends(Expired)
	sign("seal-b")
	ends(Complete)
	if c.State != Open {
		t.Errorf("%s before the last seal", c.State)
	}
	sign("seal-a")
	if c.State != Complete {
		t.Errorf("%s after the last seal", c.State)
	}
}
