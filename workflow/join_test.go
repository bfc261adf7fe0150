package workflow_test

import (
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
)

func (h *house) invite(cluster, code string, i workflow.Invitation) error {
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		years, err := workflow.Living(tx, cluster, act.At)
		if err != nil {
			return err
		}
		return workflow.Invite(tx, act, years, code, i)
	})
}

func (h *house) join(person, code string) (i workflow.Invitation, err error) {
	err = h.act(func(tx storage.Tx, act workflow.Act) (err error) {
		p, _, err := workflow.FindPerson(tx, person)
		if err != nil {
			return err
		}
		p.ID = person
		i, err = workflow.Accept(tx, act, p, code)
		return err
	})
	return i, err
}

func TestInvitationIsForOnePersonOnce(t *testing.T) {
	h := newHouse(t)
	h.apply(yearFile)
	code := workflow.InviteCode([16]byte{1, 2, 3, 0xff})
	if len(code) != 26 || code == workflow.InviteCode([16]byte{1, 2, 3, 0xfe}) {
		t.Errorf("code %q", code)
	}
	must(t, h.invite("cum", code, workflow.Invitation{Role: workflow.Official, Member: "c", Name: "Trần Thị Mai"}))
	h.view(func(r storage.Reader) error {
		list, err := r.Scan("invitations", "", "", 0)
		if len(list) != 1 || strings.Contains(list[0].Key+string(list[0].Value), code) {
			t.Errorf("who reads the store can join: %v", list)
		}
		return err
	})
	_, err := h.join("mai", code[1:]+"0")
	wrong(t, err, "join.unknown")
	_, err = h.join("mai", "")
	wrong(t, err, "join.unknown")
	// A code is typed from paper: small letters, groups, O for 0, l for 1.
	typed := strings.ToLower(strings.NewReplacer("0", "O", "1", "l").Replace(code))
	typed = " " + typed[:5] + "-" + typed[5:11] + " " + typed[11:] + "\n"
	offer := see(h, func(r storage.Reader) (workflow.Invitation, error) { return workflow.FindInvitation(r, typed, h.now) })
	if offer.Cluster != "cum" || offer.Role != workflow.Official || offer.Member != "c" || offer.Name != "Trần Thị Mai" {
		t.Errorf("offered %+v", offer)
	}
	if _, err := h.join("mai", typed); err != nil {
		t.Errorf("typed as %q: %v", typed, err)
	}
	for _, person := range []string{"tu", "mai"} {
		_, err = h.join(person, code)
		wrong(t, err, "join.used")
	}
	mai := h.actor("mai", "cum")
	if mai.Person.Name != "Trần Thị Mai" || mai.Member(workflow.Official) != "c" || mai.Unit() != "c" || mai.Is(workflow.Leader) {
		t.Errorf("seated as %+v", mai)
	}
	if h.actor("tu", "cum").Can(workflow.MaySee) {
		t.Error("the second one is in, too")
	}
	h.sound("cum")
}

func TestInvitationLastsThirtyDays(t *testing.T) {
	h := newHouse(t)
	h.apply(yearFile)
	h.now = at("2017-03-01 03:00") // still the last of February in UTC
	must(t, h.invite("cum", "AAAA", workflow.Invitation{Role: workflow.Observer}))
	must(t, h.invite("cum", "BBBB", workflow.Invitation{Role: workflow.Observer}))
	h.now = at("2017-03-31 03:00")
	_, err := h.join("mai", "AAAA")
	must(t, err)
	h.now = at("2017-03-31 03:00:01")
	_, err = h.join("mai", "BBBB")
	wrong(t, err, "join.expired")
	if err == nil || !strings.Contains(err.Error(), "2017-03-31") {
		t.Errorf("%v: want the day as the cluster counts it", err)
	}
}

func TestWhoCanBeInvited(t *testing.T) {
	h := newHouse(t)
	h.apply(edit(t, yearFile, "deputies: [b]", "deputies: [b, c]"))
	for _, test := range []struct {
		role    workflow.Role
		member  string
		problem string
		seated  string
	}{
		{"boss", "a", "invite.role", ""},
		{"", "a", "invite.role", ""},
		{workflow.Official, "", "invite.member_needed", ""},
		{workflow.Leader, "x", "invite.member_unknown", ""},
		{workflow.Deputy, "", "invite.member_needed", ""}, // two units could be meant
		{workflow.Deputy, "a", "invite.not_office", ""},
		{workflow.Head, "b", "invite.not_office", ""},
		{workflow.Head, "", "", "a"},
		{workflow.Deputy, "c", "", "c"},
		{workflow.Leader, "a", "", "a"},
		{workflow.Admin, "", "", ""},
		{workflow.Observer, "a", "", ""}, // watches over all: belongs to none
	} {
		code := "CODE-" + string(test.role) + test.member
		err := h.invite("cum", code, workflow.Invitation{Role: test.role, Member: test.member})
		if test.problem != "" {
			wrong(t, err, test.problem)
			continue
		}
		must(t, err)
		if i := see(h, func(r storage.Reader) (workflow.Invitation, error) { return workflow.FindInvitation(r, code, h.now) }); i.Member != test.seated {
			t.Errorf("%s for %q sits for %q, want %q", test.role, test.member, i.Member, test.seated)
		}
	}
}

func TestOnePersonInSeveralClusters(t *testing.T) {
	h := newHouse(t)
	h.apply(yearFile)
	h.apply(edit(t, yearFile, "cluster: cum", "cluster: cum-2"))
	must(t, h.invite("cum", "ONE", workflow.Invitation{Role: workflow.Official, Member: "c", Name: "Mai"}))
	must(t, h.invite("cum-2", "TWO", workflow.Invitation{Role: workflow.Head}))
	must(t, h.invite("cum", "THREE", workflow.Invitation{Role: workflow.Leader, Member: "c"}))
	for _, code := range []string{"ONE", "TWO", "THREE"} {
		_, err := h.join("mai", code)
		must(t, err)
	}
	p := h.actor("mai", "cum").Person
	if strings.Join(p.Clusters, " ") != "cum cum-2" || p.Chosen != "cum" || p.Name != "Mai" {
		t.Errorf("person %+v", p)
	}
	one, two := h.actor("mai", "cum"), h.actor("mai", "cum-2")
	if !one.May(workflow.MayReport, "c") || !one.May(workflow.MaySign, "c") || one.Can(workflow.MayReview) {
		t.Errorf("in the first: %+v", one.Seats)
	}
	if two.Can(workflow.MayReport) || !two.May(workflow.MayReview, "c") || two.May(workflow.MayReview, "a") {
		t.Errorf("in the second: %+v", two.Seats)
	}
	if h.actor("mai", "no-such").Can(workflow.MaySee) {
		t.Error("power in a cluster that is not there")
	}
	h.sound("cum")
	h.sound("cum-2")
}

func TestGroup(t *testing.T) {
	h := newHouse(t)
	h.apply(yearFile)
	bound := func(chat string) string {
		t.Helper()
		g := see(h, func(r storage.Reader) (workflow.Group, error) { return workflow.FindGroup(r, chat) })
		if g.Chat != chat {
			t.Errorf("group %q, want %q", g.Chat, chat)
		}
		return g.Cluster
	}
	if got := bound("-100"); got != "" {
		t.Errorf("bound to %q", got)
	}
	h.do(func(tx storage.Tx, act workflow.Act) error {
		return workflow.BindGroup(tx, act, workflow.Group{Chat: "-100", Cluster: "cum", Title: "Cụm 1"})
	})
	h.do(func(tx storage.Tx, act workflow.Act) error { return workflow.MoveGroup(tx, act, "-100", "-200") })
	if bound("-100") != "" || bound("-200") != "cum" {
		t.Errorf("after the move: %q, %q", bound("-100"), bound("-200"))
	}
	h.do(func(tx storage.Tx, act workflow.Act) error { return workflow.MoveGroup(tx, act, "-100", "-300") })
	h.do(func(tx storage.Tx, act workflow.Act) error { return workflow.UnbindGroup(tx, act, "-200") })
	if bound("-200") != "" || bound("-300") != "" {
		t.Error("a group is bound that nobody bound")
	}
	h.sound("cum")
}

func TestApplyingAFile(t *testing.T) {
	h := newHouse(t)
	c := load(t, yearFile)
	apply := func() (old string) {
		t.Helper()
		h.do(func(tx storage.Tx, act workflow.Act) error {
			was, err := workflow.ApplyCluster(tx, act, c)
			if was != nil {
				old = was.SHA256
			}
			return err
		})
		return old
	}
	if old := apply(); old != "" {
		t.Errorf("first: over %q", old)
	}
	first := c.SHA256
	if old := apply(); old != first {
		t.Errorf("the same again: over %q", old)
	}
	c = load(t, edit(t, yearFile, "Cụm thi đua số 1", "Cụm thi đua số I"))
	if old := apply(); old != first {
		t.Errorf("changed: over %q, want %q", old, first)
	}
	log := see(h, func(r storage.Reader) ([]workflow.Change, error) { return workflow.Changes(r, "cum") })
	if len(log) != 2 || log[1].From != first || log[1].To != c.SHA256 {
		t.Errorf("log %+v", log)
	}
	h.view(func(r storage.Reader) error {
		got, err := workflow.FindCluster(r, "cum", 2017)
		if err != nil || string(got.Source) != string(c.Source) {
			t.Errorf("the file comes back as\n%s\n%v", got.Source, err)
		}
		none, err := workflow.FindCluster(r, "cum", 2016)
		if none != nil || err != nil {
			t.Errorf("a year that is not there: %v, %v", none, err)
		}
		all, err := workflow.Clusters(r)
		if len(all) != 1 {
			t.Errorf("clusters %v", all)
		}
		return err
	})
}

func TestBotName(t *testing.T) {
	h := newHouse(t)
	if got := see(h, workflow.BotName); got != "" {
		t.Errorf("name %q", got)
	}
	h.do(func(tx storage.Tx, _ workflow.Act) error { return workflow.KeepBotName(tx, "thidua_bot") })
	if got := workflow.InviteLink(see(h, workflow.BotName), "ABC"); got != "https://t.me/thidua_bot?start=ABC" {
		t.Errorf("link %q", got)
	}
}
