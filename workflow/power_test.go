package workflow_test

import (
	"fmt"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
)

// matrix is who may do what: "own" for the unit of the seat, "others" for every
// unit but the actor's own, "all" for the cluster and all its units, "-" never.
const matrix = `
         admin  head    deputy  official  leader  witness  observer
report   -      -       -       own       -       -        -
target   -      -       -       own       -       -        -
review   -      others  others  -         -       -        others
sheet    all    all     all     own       own     -        all
sign     -      -       -       -         own     own      -
see      all    all     all     all       all     all      all
open     -      all     -       -         -       -        -
remind   -      all     all     -         -       -        -
extend   -      others  others  -         -       -        -
unlock   -      others  others  -         -       -        -
freeze   -      all     -       -         -       -        -
publish  -      all     all     -         -       -        all
exclude  -      all     -       -         -       -        -
collect  -      all     -       -         -       -        -
vote     -      all     -       -         -       -        -
ballot   -      -       -       -         own     -        -
write    -      all     -       -         -       -        -
draft    -      all     -       -         -       -        -
comment  -      -       -       own       own     own      -
number   -      all     -       -         -       -        -
scan     -      all     -       -         -       -        -
attest   -      all     all     -         -       -        -
invite   all    all     -       -         -       -        -
people   all    all     all     all       all     all      all
bind     all    all     -       -         -       -        -
operate  all    -       -       -         -       -        -
`

// seated is the unit that a person with the role belongs to in yearFile.
var seated = map[workflow.Role]string{workflow.Head: "a", workflow.Deputy: "b", workflow.Official: "c", workflow.Leader: "c", workflow.Witness: "witness-1"}

func TestEveryPowerOfEveryRole(t *testing.T) {
	h := newHouse(t)
	h.apply(edit(t, yearFile, "head: a\n", "head: a\nwitnesses: [{agency: BAN THI ĐUA - KHEN THƯỞNG TRUNG ƯƠNG}]\n"))
	rows := strings.Split(strings.Trim(matrix, "\n"), "\n")
	roles := strings.Fields(rows[0])
	if len(roles) != len(workflow.Roles) || len(rows)-1 != len(workflow.Powers) {
		t.Fatalf("the matrix has %d roles and %d powers, the program %d and %d", len(roles), len(rows)-1, len(workflow.Roles), len(workflow.Powers))
	}
	for i, role := range workflow.Roles {
		if roles[i] != string(role) {
			t.Fatalf("column %d is %s, want %s", i+1, roles[i], role)
		}
		h.seat(string(role), "cum", role, seated[role])
	}
	for i, power := range workflow.Powers {
		cells := strings.Fields(rows[i+1])
		if cells[0] != string(power) {
			t.Fatalf("row %d is %s, want %s", i+1, cells[0], power)
		}
		for j, role := range workflow.Roles {
			actor, own := h.actor(string(role), "cum"), seated[role]
			may := fmt.Sprintf("own %v, other %v, cluster %v, at all %v",
				own != "" && actor.May(power, own), actor.May(power, "d"), actor.May(power, ""), actor.Can(power))
			bound := role.Bound()
			want := map[string]string{
				"-":      "own false, other false, cluster false, at all false",
				"own":    "own true, other false, cluster false, at all true",
				"others": "own false, other true, cluster false, at all true",
				"all":    fmt.Sprintf("own %v, other true, cluster true, at all true", bound),
			}[cells[j+1]]
			if may != want {
				t.Errorf("%s may %s (%s):\n got %s\nwant %s", role, power, cells[j+1], may, want)
			}
		}
	}
}

func TestNobodyReviewsTheirOwnUnit(t *testing.T) {
	h := newHouse(t)
	h.apply(yearFile)
	h.seat("mai", "cum", workflow.Observer, "")
	h.seat("mai", "cum", workflow.Official, "c")
	h.seat("tu", "cum", workflow.Deputy, "b")
	h.seat("tu", "cum", workflow.Leader, "d")
	for _, test := range []struct {
		person, member string
		may            bool
	}{
		{"mai", "a", true}, {"mai", "c", false}, // watches over all, but sits for c
		{"tu", "a", true}, {"tu", "b", false}, {"tu", "d", false},
	} {
		if got := h.actor(test.person, "cum").May(workflow.MayReview, test.member); got != test.may {
			t.Errorf("%s reviews %s: %v, want %v", test.person, test.member, got, test.may)
		}
	}
	// The unit stays their own when its office moves away: b is no deputy then.
	h.apply(edit(t, yearFile, "deputies: [b]", "deputies: [c]"))
	h.seat("tu", "cum", workflow.Observer, "")
	if a := h.actor("tu", "cum"); a.May(workflow.MayReview, "b") || !a.May(workflow.MayReview, "c") {
		t.Error("a seat without power still makes the unit one's own")
	}
}

func TestPowerMovesWithTheFile(t *testing.T) {
	next := edit(t, yearFile, "year: 2017", "year: 2018", "2018-04-04", "2019-04-04", "2018-02-13", "2019-02-13", "2017-07-10", "2018-07-10",
		"head: a", "head: b", "deputies: [b]", "deputies: [c]")
	h := newHouse(t)
	h.apply(yearFile)
	for person, s := range map[string]workflow.Seat{
		"an": {Role: workflow.Head, Member: "a"}, "binh": {Role: workflow.Deputy, Member: "b"},
		"chau": {Role: workflow.Deputy, Member: "c"}, "duc": {Role: workflow.Official, Member: "d"},
	} {
		h.seat(person, "cum", s.Role, s.Member)
	}
	power := func() string {
		var list []string
		for _, id := range []string{"an", "binh", "chau", "duc"} {
			a, role := h.actor(id, "cum"), "none"
			if len(a.Seats) == 1 {
				role = string(a.Seats[0].Role)
			}
			list = append(list, id+" "+role)
		}
		return strings.Join(list, ", ")
	}
	before, after := "an head, binh deputy, chau none, duc official", "an none, binh head, chau deputy, duc official"
	h.now = at("2018-04-05 00:00")
	if got := power(); got != before {
		t.Errorf("nothing moves before the next year's file is loaded: %s", got)
	}
	h.apply(next)
	if got := power(); got != after {
		t.Errorf("after the day: %s, want %s", got, after)
	}
	h.now = at("2018-04-04 23:59:59")
	if got := power(); got != before {
		t.Errorf("on the day itself: %s, want %s", got, before)
	}
	for moment, want := range map[string]string{"2018-04-04 23:59:59": "an", "2018-04-05 00:00": "binh"} {
		holders := see(h, func(r storage.Reader) ([]workflow.Person, error) {
			return workflow.Holders(r, "cum", workflow.Head, "", at(moment))
		})
		if len(holders) != 1 || holders[0].ID != want {
			t.Errorf("head's people at %s: %v, want %s", moment, holders, want)
		}
	}
}

func TestHoldersOfAMember(t *testing.T) {
	h := newHouse(t)
	h.apply(yearFile)
	h.seat("mai", "cum", workflow.Official, "c")
	h.seat("tu", "cum", workflow.Official, "d")
	h.seat("tu", "cum", workflow.Official, "a")
	for member, want := range map[string]string{"c": "mai", "d": "tu", "b": "", "": "mai tu"} {
		list := see(h, func(r storage.Reader) ([]workflow.Person, error) {
			return workflow.Holders(r, "cum", workflow.Official, member, h.now)
		})
		var ids []string
		for _, p := range list {
			ids = append(ids, p.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("officials of %q: %s, want %s", member, got, want)
		}
	}
}

func TestHandoverWithoutADate(t *testing.T) {
	h := newHouse(t)
	file := edit(t, yearFile, "handover: 2018-04-04\n", "")
	h.apply(file)
	h.apply(edit(t, file, "year: 2017", "year: 2018", "head: a", "head: b", "deputies: [b]", "deputies: [a]"))
	for moment, year := range map[string]int{"2017-12-31 23:59:59": 2017, "2018-01-01 00:00": 2018} {
		years := see(h, func(r storage.Reader) ([]string, error) {
			list, err := workflow.Living(r, "cum", at(moment))
			return []string{fmt.Sprint(list[0].Year)}, err
		})
		if years[0] != fmt.Sprint(year) {
			t.Errorf("at %s the people of %s hold the power, want %d", moment, years[0], year)
		}
	}
}

// A unit that joins next year registers targets and signs before the power
// moves; one that has left sees nothing any more.
func TestUnitsComeAndGo(t *testing.T) {
	h := newHouse(t)
	h.apply(yearFile)
	next := edit(t, yearFile, "year: 2017", "year: 2018", "2018-04-04", "2019-04-04",
		"{id: d, name: huyện Đức, agency: ỦY BAN NHÂN DÂN HUYỆN ĐỨC}", "{id: e, name: huyện Én, agency: ỦY BAN NHÂN DÂN HUYỆN ÉN}")
	h.now = at("2018-03-01 09:00")
	c := h.apply(next)
	years := see(h, func(r storage.Reader) (y []string, err error) {
		list, err := workflow.Living(r, "cum", h.now)
		for _, c := range list {
			y = append(y, fmt.Sprint(c.Year))
		}
		return y, err
	})
	if strings.Join(years, " ") != "2017 2018" {
		t.Fatalf("living years: %v", years)
	}
	h.do(func(tx storage.Tx, act workflow.Act) error {
		living, err := workflow.Living(tx, "cum", act.At)
		if err != nil {
			return err
		}
		return workflow.Invite(tx, act, living, "CODE-E", workflow.Invitation{Role: workflow.Official, Member: "e"})
	})
	h.do(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.Accept(tx, act, workflow.Person{ID: "en"}, "CODE-E")
		return err
	})
	h.seat("duc", "cum", workflow.Official, "d")
	if !h.actor("en", "cum").May(workflow.MayTarget, "e") {
		t.Error("the official of next year's unit cannot register targets")
	}
	if !h.actor("duc", "cum").May(workflow.MayReport, "d") {
		t.Error("the official of this year's unit cannot report")
	}
	must(t, h.target(c, "CN", "e", "thu", "10", ""))
	h.now = at("2018-04-05 09:00")
	if h.actor("duc", "cum").Can(workflow.MaySee) {
		t.Error("a unit that has left the cluster still sees it")
	}
}
