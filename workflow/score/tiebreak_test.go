package score

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"thidua/workflow/rules"

	"pgregory.net/rapid"
)

// voted is a vote between members, won by the one in capital: "aBc".
func voted(ids ...string) []TieBreak {
	var list []TieBreak
	for i, s := range ids {
		v := TieBreak{Vote: fmt.Sprint(i + 1), Winner: strings.ToLower(strings.Trim(s, "abcdefgh"))}
		v.Members = strings.Split(strings.ToLower(s), "")
		list = append(list, v)
	}
	return list
}

func TestAVoteDecidesATie(t *testing.T) {
	for _, tt := range []struct {
		points string
		votes  []TieBreak
		want   string
	}{
		{"7 7", voted("aB"), "b1 a2"},
		{"7 8", voted("Ab"), "b1 a2"},                                  // it moves nobody past a better one
		{"7 7 7", voted("aBc"), "b1 a2= c2="},                          // the rest stay equal
		{"7 7 7", voted("aBc", "aC"), "b1 c2 a3"},                      // until another vote
		{"7 7 7", voted("aB"), "a1= b1= c1="},                          // c has come level since
		{"7 7 6", voted("abC"), "a1= b1= c3"},                          // the winner is not among them any more
		{"7 7 6", voted("Abc"), "a1 b2 c3"},                            // fewer are equal than voted for
		{"7 7", voted("Ab", "aB"), "b1 a2"},                            // the later counts
		{"7 7 7 7", voted("abcD", "aBc"), "d1 b2 a3= c3="},             // down the places
		{"9 7 7 7 6", voted("bCd"), "a1 c2 b3= d3= e5"},                // 1, 2, 3, 3, 5
		{"7 7 5 5", voted("aB", "cD"), "b1 a2 d3 c4"},                  // two ties
		{"7 7 7", append(voted("Xab"), voted("abC")...), "c1 a2= b2="}, // a member that the year does not know
	} {
		in := totals(strings.Fields(tt.points)...)
		in.Votes = tt.votes
		r := Rank(in)
		if got := table(r); got != tt.want {
			t.Errorf("%s with %+v: %s, want %s", tt.points, tt.votes, got, tt.want)
		}
	}
}

func TestAVoteDecidesAnAward(t *testing.T) {
	in := totals("9", "7", "7", "6")
	in.Cluster.Awards = []rules.Award{{Name: "Cờ", Places: 2}, {Name: "Bằng khen", Places: 1}}
	if r := Rank(in); !of(t, r, "b").AwardHeld || !of(t, r, "c").AwardHeld || of(t, r, "d").Award != "" {
		t.Errorf("before the vote: %+v", r.Rows)
	}
	before, err := Rank(in).JSON()
	in.Votes = voted("bC")
	r := Rank(in)
	if of(t, r, "c").Award != "Cờ" || of(t, r, "b").Award != "Bằng khen" || of(t, r, "c").Decided.Vote != "1" || of(t, r, "b").Decided != nil {
		t.Errorf("after the vote: %+v", r.Rows)
	}
	after, err2 := r.JSON()
	if err != nil || err2 != nil || bytes.Contains(before, []byte(`"vote"`)) || bytes.Count(after, []byte(`"vote": "1"`)) != 1 {
		t.Errorf("JSON: %v %v\n%s", err, err2, after)
	}
}

// Whatever votes there are, points decide first, equal members stay together, and
// neither the order of the members nor a vote that decides nothing moves anybody.
func TestVotesMoveOnlyEqualMembers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "members")
		points := rapid.SliceOfN(rapid.SampledFrom([]string{"5", "6", "7"}), n, n).Draw(t, "points")
		ids := strings.Split("abcdef"[:n], "")
		in := totals(points...)
		for i := range rapid.IntRange(0, 4).Draw(t, "votes") {
			between := rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 2, n, rapid.ID[string]).Draw(t, "between")
			in.Votes = append(in.Votes, TieBreak{Vote: fmt.Sprint(i), Members: between, Winner: rapid.SampledFrom(between).Draw(t, "winner")})
		}
		plain := in
		plain.Votes = nil
		before, after := Rank(plain), Rank(in)
		was := map[string]Row{}
		size := map[int]int{}
		for _, r := range before.Rows {
			was[r.Member.ID] = r
			size[r.Rank]++
		}
		for i, r := range after.Rows {
			old := was[r.Member.ID]
			if i > 0 && r.Total.Cmp(after.Rows[i-1].Total) > 0 {
				t.Fatalf("a vote is above the points: %s", table(after))
			}
			if r.Rank < old.Rank || r.Rank >= old.Rank+size[old.Rank] {
				t.Fatalf("%s left its group: %s, was %s", r.Member.ID, table(after), table(before))
			}
			if r.Shared != (i > 0 && after.Rows[i-1].Rank == r.Rank || i+1 < len(after.Rows) && after.Rows[i+1].Rank == r.Rank) {
				t.Fatalf("shared is wrong: %s", table(after))
			}
		}
		now := map[string]Row{}
		for _, r := range after.Rows {
			now[r.Member.ID] = r
		}
		turned := in
		c := *in.Cluster
		c.Members = rapid.Permutation(c.Members).Draw(t, "order")
		turned.Cluster = &c
		for _, r := range Rank(turned).Rows {
			if want := now[r.Member.ID]; r.Rank != want.Rank || r.Shared != want.Shared {
				t.Fatalf("the order of the members moves %s", r.Member.ID)
			}
		}
	})
}
