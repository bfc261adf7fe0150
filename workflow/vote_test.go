package workflow_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// assembly is a house whose members all have a leader, l-a … l-d.
func assembly(t testing.TB, pairs ...string) (*house, *rules.Cluster) {
	h := newHouse(t)
	c := h.apply(edit(t, yearFile, pairs...))
	for _, m := range c.Members {
		h.seat("l-"+m.ID, c.ID, workflow.Leader, m.ID)
	}
	return h, c
}

func (h *house) openVote(c *rules.Cluster, kind workflow.VoteKind, candidates ...string) (v workflow.Vote, err error) {
	err = h.act(func(tx storage.Tx, act workflow.Act) (err error) {
		if v, err = workflow.PlanVote(tx, c, kind, "CN", candidates); err == nil {
			v, err = workflow.OpenVote(tx, act, c, v)
		}
		return err
	})
	return v, err
}

func (h *house) nextRound(c *rules.Cluster, n int) (v workflow.Vote, err error) {
	err = h.act(func(tx storage.Tx, act workflow.Act) (err error) {
		if v, err = workflow.PlanRound(tx, c, n); err == nil {
			v, err = workflow.OpenVote(tx, act, c, v)
		}
		return err
	})
	return v, err
}

func (h *house) closeVote(c *rules.Cluster, n int) (v workflow.Vote, err error) {
	err = h.act(func(tx storage.Tx, act workflow.Act) (err error) {
		v, err = workflow.CloseVote(tx, act, c, n)
		return err
	})
	return v, err
}

func (h *house) castAs(person string, c *rules.Cluster, n int, member, choice string) error {
	h.by = person
	defer func() { h.by = workflow.Operator }()
	var random [16]byte
	rand.Read(random[:])
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		return workflow.Cast(tx, act, c, n, member, choice, random)
	})
}

// hold opens a vote, casts "a:b c:*" (member:choice) and closes it.
func (h *house) hold(c *rules.Cluster, kind workflow.VoteKind, candidates, cast string) workflow.Vote {
	h.t.Helper()
	v, err := h.openVote(c, kind, strings.Fields(candidates)...)
	must(h.t, err)
	return h.poll(c, v, cast)
}

func (h *house) poll(c *rules.Cluster, v workflow.Vote, cast string) workflow.Vote {
	h.t.Helper()
	for _, one := range strings.Fields(cast) {
		member, choice, _ := strings.Cut(one, ":")
		must(h.t, h.castAs("l-"+member, c, v.N, member, choice))
	}
	v, err := h.closeVote(c, v.N)
	must(h.t, err)
	return v
}

// said is a result in short: "won a a3 b1 *0".
func said(v workflow.Vote) string {
	list := []string{v.Result.Outcome}
	if v.Result.Winner != "" {
		list = append(list, v.Result.Winner)
	}
	for _, n := range v.Result.Counts {
		list = append(list, fmt.Sprint(n.Choice, n.N))
	}
	return strings.Join(list, " ")
}

func TestWhatComesOfAVote(t *testing.T) {
	for _, x := range []struct{ votes, candidates, cast, want string }{
		{"", "", "a:b b:b c:b d:a", "won b b3 a1 c0 d0 *0"},
		{"", "", "a:b b:b c:a d:a", "none a2 b2 c0 d0 *0"},
		{"", "", "a:b b:b c:*", "won b b2 a0 c0 d0 *1"},
		{"", "", "a:b b:b c:* d:*", "none b2 a0 c0 d0 *2"}, // blank ballots are ballots
		{"", "", "a:b b:b", "invalid"},                     // 2 of 4 are less than 2/3
		{"", "", "", "invalid"},
		{"votes: {quorum: 1/2}", "", "a:b b:b", "won b b2 a0 c0 d0 *0"},
		{"votes: {quorum: 1/1}", "", "a:b b:b c:b", "invalid"},
		{"votes: {majority: 2/3}", "", "a:b b:b c:a", "none b2 a1 c0 d0 *0"}, // more than 2/3, not 2/3
		{"votes: {majority: 1/1}", "", "a:b b:b c:b d:b", "won b b4 a0 c0 d0 *0"},
		{"votes: {majority: 1/1}", "", "a:b b:b c:b d:*", "none b3 a0 c0 d0 *1"},
		{"votes: {majority: 1/4}", "", "a:b b:b c:a d:a", "none a2 b2 c0 d0 *0"}, // two cannot win
		{"votes: {majority: 1/4}", "", "a:b b:b c:a d:c", "won b b2 a1 c1 d0 *0"},
		{"", "c", "a:c b:c c:* d:c", "won c c3 *1"},
		{"", "d c", "a:c b:d c:c d:c", "won c c3 d1 *0"},
	} {
		h, c := assembly(t, "contents:\n", x.votes+"\ncontents:\n")
		v := h.hold(c, workflow.VoteLead, x.candidates, x.cast)
		if got := said(v); got != x.want {
			t.Errorf("%s %s: %s, want %s", x.votes, x.cast, got, x.want)
		}
		again := see(h, func(r storage.Reader) ([]workflow.Recount, error) { return workflow.CountAgain(r, c, 0) })
		if len(again) != 1 || again[0].Wrong != nil || again[0].Ballots != len(strings.Fields(x.cast)) {
			t.Errorf("counted again: %+v", again)
		}
		for _, lang := range []string{text.Vietnamese, text.English} {
			if s := text.Plain(lang, v.Outcome(c)) + text.Plain(lang, v.Title(c)); strings.ContainsAny(s, "{}") || strings.Contains(s, "vote.") {
				t.Errorf("not in words: %s", s)
			}
		}
		h.sound("cum")
	}
}

func TestWhoMayVote(t *testing.T) {
	h, c := assembly(t)
	for person, role := range map[string]workflow.Role{"head": workflow.Head, "official": workflow.Official, "watcher": workflow.Observer} {
		h.seat(person, "cum", role, map[workflow.Role]string{workflow.Head: "a", workflow.Official: "b"}[role])
	}
	h.seat("l-a2", "cum", workflow.Leader, "a")
	h.seat("two", "cum", workflow.Leader, "c")
	h.seat("two", "cum", workflow.Leader, "d")
	wrong(t, h.castAs("l-a", c, 1, "a", "b"), "vote.unknown")
	_, err := h.openVote(c, workflow.VoteLead, "a", "b", "zz")
	wrong(t, err, "vote.no_candidate")
	v, err := h.openVote(c, workflow.VoteLead, "b", "a")
	must(t, err)
	_, err = h.openVote(c, workflow.VoteLead)
	wrong(t, err, "vote.still_open")
	wrong(t, h.castAs("head", c, v.N, "a", "b"), "vote.not_voter")
	wrong(t, h.castAs("official", c, v.N, "b", "b"), "vote.not_voter")
	wrong(t, h.castAs("watcher", c, v.N, "b", "b"), "vote.not_voter")
	wrong(t, h.castAs("stranger", c, v.N, "b", "b"), "vote.not_voter")
	wrong(t, h.castAs("l-a", c, v.N, "b", "b"), "vote.not_voter")
	wrong(t, h.castAs("l-a", c, v.N, "a", "c"), "dialog.choose") // not put up
	wrong(t, h.castAs("l-a", c, v.N, "a", ""), "dialog.choose")
	must(t, h.castAs("l-a", c, v.N, "a", "a")) // one's own unit may be voted for
	wrong(t, h.castAs("l-a", c, v.N, "a", "b"), "vote.voted")
	wrong(t, h.castAs("l-a2", c, v.N, "a", "b"), "vote.voted")
	must(t, h.castAs("two", c, v.N, "c", "a"))
	must(t, h.castAs("two", c, v.N, "d", "a"))
	wrong(t, h.castAs("two", c, v.N, "d", "b"), "vote.voted")
	turnout := see(h, func(r storage.Reader) (workflow.Turnout, error) { return workflow.FindTurnout(r, v, h.now) })
	if got := fmt.Sprint(turnout); got != "{[a c d] [b] []}" {
		t.Errorf("turnout %s", got)
	}
	v, err = h.closeVote(c, v.N)
	must(t, err)
	if got := said(v); got != "won a a3 b0 *0" {
		t.Error(got)
	}
	wrong(t, h.castAs("l-b", c, v.N, "b", "b"), "vote.closed")
	_, err = h.closeVote(c, v.N)
	wrong(t, err, "vote.closed")
}

func TestWhoHasNoLeaderIsNamed(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	h.seat("l-b", "cum", workflow.Leader, "b")
	v, err := h.openVote(c, workflow.VoteHead)
	must(t, err)
	must(t, h.castAs("l-b", c, v.N, "b", "c"))
	turnout := see(h, func(r storage.Reader) (workflow.Turnout, error) { return workflow.FindTurnout(r, v, h.now) })
	if got := fmt.Sprint(turnout); got != "{[b] [a c d] [a c d]}" {
		t.Errorf("turnout %s", got)
	}
}

// The rules and the members are those of the opening, whatever is loaded since.
func TestTheRulesOfAVoteAreThoseOfItsOpening(t *testing.T) {
	h, c := assembly(t)
	v, err := h.openVote(c, workflow.VoteLead)
	must(t, err)
	c = h.apply(edit(t, yearFile, "contents:\n", "votes: {quorum: 1/9, majority: 1/9}\ncontents:\n",
		"  - {id: d, name: huyện Đức, agency: ỦY BAN NHÂN DÂN HUYỆN ĐỨC}\n", "  - {id: e, name: huyện Em, agency: ỦY BAN NHÂN DÂN HUYỆN EM}\n"))
	h.seat("l-e", "cum", workflow.Leader, "e")
	wrong(t, h.castAs("l-e", c, v.N, "e", "a"), "vote.not_voter")
	v = h.poll(c, v, "a:d b:d")
	if got := said(v); got != "invalid" {
		t.Error(got)
	}
}

func TestAnotherRound(t *testing.T) {
	h, c := assembly(t)
	next := func(n int) (workflow.Vote, error) { return h.nextRound(c, n) }
	for _, x := range []struct{ cast, want string }{
		{"a:b b:b c:a d:c", "[a b c]"}, // the first, and both seconds
		{"a:b b:b c:d d:d", "[b d]"},   // those that share the first place
		{"a:b b:b c:a d:*", "[a b]"},
	} {
		v := h.hold(c, workflow.VoteLead, "", x.cast)
		if v.Result.Outcome != workflow.OutcomeNone {
			t.Fatalf("%s: %s", x.cast, said(v))
		}
		second, err := next(v.N)
		must(t, err)
		if got := fmt.Sprint(second.Candidates); got != x.want || second.Earlier != v.N {
			t.Errorf("after %s: %s of %d, want %s", x.cast, got, second.Earlier, x.want)
		}
		_, err = next(v.N)
		wrong(t, err, "vote.no_round")
		_, err = next(second.N)
		wrong(t, err, "vote.no_round") // it is open
		h.poll(c, second, "a:b b:b c:b")
		_, err = next(second.N)
		wrong(t, err, "vote.no_round") // it has a result
	}
	invalid := h.hold(c, workflow.VoteLead, "", "a:b")
	_, err := next(invalid.N)
	wrong(t, err, "vote.no_round")
}

func TestElected(t *testing.T) {
	h, c := assembly(t)
	found := func() string {
		head, deputies, err := "", []string(nil), error(nil)
		h.view(func(r storage.Reader) error { head, deputies, err = workflow.Elected(r, c); return err })
		return fmt.Sprintf("%s %q", head, deputies)
	}
	if got := found(); got != ` []` {
		t.Error(got)
	}
	h.hold(c, workflow.VoteLead, "", "a:a b:a c:a")
	h.hold(c, workflow.VoteHead, "", "a:c b:c c:c")
	_, err := h.openVote(c, workflow.VoteDeputy2, "c", "d")
	wrong(t, err, "vote.no_candidate") // who is head is no deputy
	h.hold(c, workflow.VoteDeputy2, "", "a:d b:d c:d")
	if got := found(); got != `c ["" "d"]` {
		t.Error(got)
	}
	v := h.hold(c, workflow.VoteDeputy1, "", "a:a b:a c:a")
	if got := found(); got != `c ["a" "d"]` || !slices.Equal(v.Candidates, []string{"a", "b"}) {
		t.Errorf("%s of %v", got, v.Candidates)
	}
	h.hold(c, workflow.VoteHead, "", "a:b b:b c:*")
	h.hold(c, workflow.VoteHead, "", "a:c b:b c:*") // without a result: the one before stands
	if got := found(); got != `b ["a" "d"]` {
		t.Error(got)
	}
}

// tied is an assembly in which b, c and d have 20 points each, and a none, with
// one award for one.
func tied(t testing.TB) (*house, *rules.Cluster) {
	h, c := assembly(t, "contents:\n", "awards: [{name: Cờ thi đua, places: 1}]\ncontents:\n")
	for _, m := range []string{"b", "c", "d"} {
		must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: m, Criterion: "chuan", Actual: val("yes"), Given: true}, true))
	}
	return h, c
}

// places is "b1= c1= … Cờ: –".
func (h *house) places(c *rules.Cluster) string {
	h.t.Helper()
	ranking := see(h, func(r storage.Reader) (score.Ranking, error) { return workflow.Rank(r, c, "CN") })
	var list []string
	award := "–"
	for _, row := range ranking.Rows {
		s := fmt.Sprint(row.Member.ID, row.Rank)
		if row.Shared {
			s += "="
		}
		if row.AwardHeld {
			award = "held"
		}
		if row.Award != "" {
			award = row.Member.ID
		}
		list = append(list, s)
	}
	return strings.Join(append(list, award), " ")
}

func TestATieAtTheAwardLineWaitsForItsVote(t *testing.T) {
	h, c := tied(t)
	if got := h.places(c); got != "b1= c1= d1= a4 held" {
		t.Fatal(got)
	}
	_, err := h.openVote(c, workflow.VoteTie, "b", "c") // candidates follow from the ranking
	wrong(t, err, "vote.no_tie")
	_, err = h.openVote(c, workflow.VoteTie)
	wrong(t, err, "vote.no_tie")
	ties := see(h, func(r storage.Reader) ([]workflow.Tie, error) { return workflow.Ties(r, c, "CN") })
	if got := fmt.Sprint(ties); got != "[{1 [b c d] true}]" {
		t.Error(got)
	}
	v, err := h.openVote(c, workflow.VoteTie, ties[0].Members...)
	must(t, err)
	for _, m := range []string{"a", "b", "c", "d"} {
		if got := h.places(c); got != "b1= c1= d1= a4 held" {
			t.Errorf("while the vote is open: %s", got)
		}
		must(t, h.castAs("l-"+m, c, v.N, m, map[string]string{"a": "d", "b": "b", "c": "c", "d": "d"}[m]))
	}
	v, err = h.closeVote(c, v.N)
	must(t, err)
	if v.Result.Outcome != workflow.OutcomeNone || h.places(c) != "b1= c1= d1= a4 held" {
		t.Errorf("without a majority: %s, %s", said(v), h.places(c))
	}
	second, err := h.nextRound(c, v.N)
	must(t, err)
	second = h.poll(c, second, "a:d b:d c:c d:d")
	if got := h.places(c); got != "d1 b2= c2= a4 d" {
		t.Errorf("after %s: %s", said(second), got)
	}
	p := h.rankingPaper(c, "2018-03-01 09:00")
	if notes := strings.Join(p.Notes, "\n"); !strings.Contains(notes, "Hạng 1, huyện Đức: theo kết quả bỏ phiếu ngày 05/01/2017 (3/4 phiếu).") || strings.Contains(notes, "chờ biểu quyết") {
		t.Errorf("the notes:\n%s", notes)
	}
	third := h.hold(c, workflow.VoteTie, "b c", "a:c b:c c:c d:c") // no award line there, but it may be voted on
	if got := h.places(c); got != "d1 c2 b3 a4 d" {
		t.Errorf("after %s: %s", said(third), got)
	}
	// The figures move: whoever is level now was not all voted on, and votes that
	// were won by somebody else say nothing.
	must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "a", Criterion: "chuan", Actual: val("yes"), Given: true}, true))
	if got := h.places(c); got != "a1= b1= c1= d1= held" {
		t.Errorf("a has come level: %s", got)
	}
	must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "a", Criterion: "chuan", Actual: val("no"), Given: true}, true))
	must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "d", Criterion: "chuan", Actual: val("no"), Given: true}, true))
	if got := h.places(c); got != "c1 b2 a3= d3= c" {
		t.Errorf("d has fallen back: %s", got)
	}
	h.sound("cum")
}

func TestAVoteOnATieThatIsGoneDoesNothing(t *testing.T) {
	h, c := tied(t)
	v, err := h.openVote(c, workflow.VoteTie, "b", "c", "d")
	must(t, err)
	must(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "b", Criterion: "chuan", Actual: val("no"), Given: true}, true))
	h.poll(c, v, "a:b b:b c:b")
	if got := h.places(c); got != "c1= d1= a3= b3= held" {
		t.Error(got)
	}
}

func TestVoteResults(t *testing.T) {
	h, c := assembly(t)
	h.hold(c, workflow.VoteLead, "", "a:b c:b d:*")
	h.hold(c, workflow.VoteHead, "", "a:b")
	_, err := h.openVote(c, workflow.VoteDeputy1) // open: not in the minutes
	must(t, err)
	list := see(h, func(r storage.Reader) ([]workflow.VoteResult, error) { return workflow.VoteResults(r, c, "CN") })
	if len(list) != 2 {
		t.Fatalf("%d results", len(list))
	}
	if got := fmt.Sprint(list[0].Title, list[0].Members, list[0].Voted, list[0].Lines, list[0].Outcome); got !=
		"Bỏ phiếu số 1: suy tôn đơn vị dẫn đầu cụm4 [huyện An huyện Châu huyện Đức] [{huyện Bình 2} {huyện An 0} {huyện Châu 0} {huyện Đức 0} {phiếu trắng 1}]Hội nghị suy tôn huyện Bình là đơn vị dẫn đầu cụm (2/3 phiếu)" {
		t.Error(got)
	}
	if got := list[1].Outcome; got != "Không hợp lệ vì không đủ số phiếu: 1/4 đơn vị bỏ phiếu, cần ít nhất 2/3. Phiếu không được kiểm." || list[1].Lines != nil {
		t.Error(got)
	}
	if list := see(h, func(r storage.Reader) ([]workflow.VoteResult, error) { return workflow.VoteResults(r, c, "6T") }); len(list) != 0 {
		t.Errorf("of another period: %+v", list)
	}
}

// Whatever is cast by whom in whatever order: the result follows from how many
// ballots name whom, and a recount finds it again.
func TestTheResultFollowsFromTheBallotsAlone(t *testing.T) {
	h, n := newHouse(t), 0
	members := []string{"a", "b", "c", "d"}
	rapid.Check(t, func(rt *rapid.T) {
		choices := rapid.SliceOfN(rapid.SampledFrom(append(members, workflow.Blank)), 0, 4).Draw(rt, "ballots")
		var results []string
		for range 2 {
			n++
			id := fmt.Sprint("cum-", n)
			c := h.apply(edit(t, yearFile, "cluster: cum", "cluster: "+id))
			for _, m := range members {
				h.seat("l-"+m, id, workflow.Leader, m)
			}
			who := rapid.Permutation(members).Draw(rt, "who")
			var cast []string
			for i, choice := range rapid.Permutation(choices).Draw(rt, "order") {
				cast = append(cast, who[i]+":"+choice)
			}
			results = append(results, said(h.hold(c, workflow.VoteLead, "", strings.Join(cast, " "))))
			for _, again := range see(h, func(r storage.Reader) ([]workflow.Recount, error) { return workflow.CountAgain(r, c, 1) }) {
				if again.Wrong != nil || again.Ballots != len(choices) {
					rt.Fatalf("counted again: %+v", again)
				}
			}
		}
		if results[0] != results[1] {
			rt.Fatalf("%v give %s, and in another order %s", choices, results[0], results[1])
		}
	})
}

// A store that somebody has worked on is found out.
func TestRecountFindsWhatIsWrong(t *testing.T) {
	for name, change := range map[string]func(tx storage.Tx, box []storage.Record) error{
		"a ballot is gone": func(tx storage.Tx, box []storage.Record) error { return tx.Delete("ballots", box[0].Key) },
		"a ballot too many": func(tx storage.Tx, box []storage.Record) error {
			return tx.Put("ballots", box[0].Key+"0", box[0].Value)
		},
		"another choice": func(tx storage.Tx, box []storage.Record) error {
			b, err := storage.Seal(1, []byte(`{"vote":"cum/2017/0001","id":"x","choice":"c"}`))
			if err != nil {
				return err
			}
			return tx.Put("ballots", box[0].Key, b)
		},
		"no such choice": func(tx storage.Tx, box []storage.Record) error {
			b, err := storage.Seal(1, []byte(`{"vote":"cum/2017/0001","id":"x","choice":"zz"}`))
			if err != nil {
				return err
			}
			return tx.Put("ballots", box[0].Key, b)
		},
		"a name on the roll is another's": func(tx storage.Tx, box []storage.Record) error {
			b, err := storage.Seal(1, []byte(`{"vote":"cum/2017/0001","member":"zz","person":"p"}`))
			if err != nil {
				return err
			}
			return tx.Put("voteroll", "cum/2017/0001/a", b)
		},
	} {
		h, c := assembly(t)
		h.hold(c, workflow.VoteLead, "", "a:b b:b c:b d:a")
		h.do(func(tx storage.Tx, _ workflow.Act) error {
			box, err := tx.Scan("ballots", "", "", 0)
			if err != nil {
				return err
			}
			return change(tx, box)
		})
		again := see(h, func(r storage.Reader) ([]workflow.Recount, error) { return workflow.CountAgain(r, c, 0) })
		if again[0].Wrong == nil {
			t.Errorf("%s: not found", name)
		} else if p, said := errors.AsType[*text.Problem](again[0].Wrong); said {
			if got := text.Plain(text.Vietnamese, p.Notice); strings.Contains(got, "Chưa đóng") {
				t.Errorf("%s: the vote is closed, and yet: %s", name, got)
			}
		}
	}
}

// Nobody holds two offices of the next year, in whatever order they are voted on.
func TestNobodyIsElectedTwice(t *testing.T) {
	h, c := assembly(t)
	head, err := h.openVote(c, workflow.VoteHead)
	must(t, err)
	for _, kind := range []workflow.VoteKind{workflow.VoteHead, workflow.VoteDeputy1, workflow.VoteDeputy2} {
		_, err := h.openVote(c, kind)
		wrong(t, err, map[bool]string{true: "vote.still_open", false: "vote.office_open"}[kind == workflow.VoteHead])
	}
	lead, err := h.openVote(c, workflow.VoteLead) // no office
	must(t, err)
	h.poll(c, lead, "a:a b:a c:a d:a")
	head = h.poll(c, head, "a:a b:a c:b d:b")
	h.hold(c, workflow.VoteDeputy1, "", "a:a b:a c:a d:a")
	next, err := h.nextRound(c, head.N)
	must(t, err)
	if got := fmt.Sprint(next.Candidates); got != "[b c d]" { // without a: b, and those that come second
		t.Errorf("the next round is between %s", got)
	}
	h.poll(c, next, "a:b b:b c:b d:b")
	who, deputies, err := "", []string(nil), error(nil)
	h.view(func(r storage.Reader) error { who, deputies, err = workflow.Elected(r, c); return err })
	if got := fmt.Sprint(who, deputies); got != "b[a]" {
		t.Errorf("elected: %s", got)
	}
}

func TestNoNextRoundWithoutTwoWhoCanStand(t *testing.T) {
	h, c := assembly(t)
	head := h.hold(c, workflow.VoteHead, "a b", "a:a b:a c:b d:b")
	h.hold(c, workflow.VoteDeputy1, "", "a:a b:a c:a d:a")
	_, err := h.nextRound(c, head.N)
	wrong(t, err, "vote.round_alone")
	one := h.hold(c, workflow.VoteDeputy2, "c", "a:c b:c c:* d:*") // one that was alone before may be voted on again
	_, err = h.nextRound(c, one.N)
	must(t, err)
}

// What the frozen papers say of votes is all there is: none is open before, none
// is opened until they are published.
func TestVotesAndThePublication(t *testing.T) {
	h, c := settled(t, yearFile)
	for _, m := range c.Members {
		h.seat("l-"+m.ID, c.ID, workflow.Leader, m.ID)
	}
	since := func(p workflow.Publication) bool {
		return see(h, func(r storage.Reader) (bool, error) { return workflow.VotedSince(r, c, p) })
	}
	lead, err := h.openVote(c, workflow.VoteLead)
	must(t, err)
	if got := h.ready(c); got != "voting 1 []" {
		t.Errorf("in the way: %s", got)
	}
	_, err = h.freeze(c, "head", "")
	wrong(t, err, "congbo.not_ready")
	lead = h.poll(c, lead, "a:b b:b c:a d:a")
	p, err := h.freeze(c, "head", "")
	must(t, err)
	_, err = h.openVote(c, workflow.VoteHead)
	wrong(t, err, "congbo.sealed")
	_, err = h.nextRound(c, lead.N)
	wrong(t, err, "congbo.sealed")
	p, err = h.publish(c, "head2", p.SHA256)
	must(t, err)
	if since(p) {
		t.Error("something is said to be voted since")
	}
	h.now = at("2018-03-02 09:00")
	second, err := h.nextRound(c, lead.N)
	must(t, err)
	if since(p) {
		t.Error("a vote that is open is no result")
	}
	h.poll(c, second, "a:b b:b c:b d:b")
	if !since(p) {
		t.Error("the result is not seen")
	}
	if found := h.recheck(c, p); len(found.Damaged) > 0 || found.Strayed {
		t.Errorf("recheck: %+v", found)
	}
	p, err = h.freeze(c, "head", "bỏ phiếu vòng hai")
	must(t, err)
	p, err = h.publish(c, "head2", p.SHA256)
	must(t, err)
	if since(p) || len(h.minutes(c).Votes) != 2 {
		t.Errorf("version 2 has %d votes, and one since: %v", len(h.minutes(c).Votes), since(p))
	}
}
