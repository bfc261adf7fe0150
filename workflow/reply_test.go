package workflow_test

import (
	"slices"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
)

func (h *house) as(by string, fn func(tx storage.Tx, act workflow.Act) error) error {
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		act.By = by
		return fn(tx, act)
	})
}

// heard is huyện Châu's report of the year, verified by the head on 1 March with
// five days to explain, and a mark of the observer.
func heard(t *testing.T) (*house, *rules.Cluster) {
	h, c := settled(t, edit(t, yearFile, "contents:\n", "review: {reply_days: 5}\ncontents:\n"))
	h.now = at("2018-03-10 09:00") // after the days of what was imported
	must(t, h.as("head2", func(tx storage.Tx, act workflow.Act) error {
		return workflow.ReturnFigure(tx, act, c, subject(c, "CN", "c", "thu"), "thiếu")
	}))
	must(t, h.as("official", func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.Enter(tx, act, c, subject(c, "CN", "c", "thu"), workflow.Entry{Value: val("95")})
		if err == nil {
			_, err = workflow.Submit(tx, act, c, "CN", "c", false)
		}
		return err
	}))
	return h, c
}

func (h *house) pleads(c *rules.Cluster) error {
	return h.as("official", func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.Explain(tx, act, c, subject(c, "CN", "c", "thu"), "cộng thiếu một đợt")
		return err
	})
}

func (h *house) agree(c *rules.Cluster, by string) error {
	return h.as(by, func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.Agree(tx, act, c, "CN", "c")
		return err
	})
}

func (h *house) final(c *rules.Cluster, by string) error {
	return h.as(by, func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.Finalise(tx, act, c, "CN", "c")
		return err
	})
}

func (h *house) changes(c *rules.Cluster, by, value string) error {
	return h.as(by, func(tx storage.Tx, act workflow.Act) error {
		return workflow.Correct(tx, act, c, subject(c, "CN", "c", "thu"), val(value), value, "theo kho bạc")
	})
}

// What stands in the way of closing the books, from a figure that was only sent
// to one that two persons stand behind.
func TestFromSentToReady(t *testing.T) {
	h, c := heard(t)
	ready := func(want string) {
		t.Helper()
		if got := h.ready(c); got != want {
			t.Errorf("in the way: %q, want %q", got, want)
		}
		_, err := h.freeze(c, "head", "")
		if want != "" {
			wrong(t, err, "congbo.not_ready")
		}
	}
	ready("unverified 1 [c]")
	must(t, h.changes(c, "head", "94"))
	ready("window 1 [c]")
	wrong(t, h.final(c, "deputy"), "review.open_window")
	must(t, h.pleads(c))
	ready("plea 1 [c]")
	wrong(t, h.final(c, "deputy"), "review.open_plea")
	wrong(t, h.agree(c, "official"), "giaitrinh.open")
	must(t, h.changes(c, "head2", "94.5"))
	ready("window 1 [c]")
	wrong(t, h.agree(c, "deputy"), "giaitrinh.not_official")
	must(t, h.agree(c, "official"))
	wrong(t, h.agree(c, "official"), "giaitrinh.nothing_to_agree")
	ready("unconfirmed 1 [c]")
	wrong(t, h.final(c, "head2"), "review.second_person") // whose value it is
	said := func(want string) {
		t.Helper()
		annex := see(h, func(r storage.Reader) (paper.Appraisal, error) {
			return workflow.AppraisalPaper(r, c, "CN", "c", h.now)
		})
		if list := annex.Contents[0].Rows[0].Reasons; !slices.Contains(list, want) {
			t.Errorf("%q is not among %q", want, list)
		}
	}
	said("Người ghi: Anh head, Anh head2; chưa chốt")
	must(t, h.final(c, "deputy"))
	said("Người ghi: Anh head, Anh head2; người chốt: Anh deputy")
	ready("")
	h.sound("cum")
}

// The days end with the fifth day after the first look, whatever comes after it.
func TestDaysToExplain(t *testing.T) {
	h, c := heard(t)
	must(t, h.changes(c, "head", "94"))
	if until := h.figure(c, "CN", "c", "thu").ReplyUntil(c); !until.Equal(at("2018-03-15 23:59:59")) {
		t.Errorf("until %s", until)
	}
	must(t, h.agree(c, "official"))
	h.now = at("2018-03-12 09:00")
	must(t, h.changes(c, "head2", "94.5")) // what was agreed to is another value now
	if h.figure(c, "CN", "c", "thu").Agreed != nil {
		t.Error("the unit has agreed to a value that it has not seen")
	}
	h.now = at("2018-03-15 23:59:59")
	wrong(t, h.final(c, "deputy"), "review.open_window")
	must(t, h.pleads(c))
	must(t, h.as("head", func(tx storage.Tx, act workflow.Act) error {
		return workflow.KeepVerified(tx, act, c, subject(c, "CN", "c", "thu"), "đã đối chiếu")
	}))
	h.now = at("2018-03-16 00:00:00")
	wrong(t, h.pleads(c), "figure.reply_closed")
	wrong(t, h.agree(c, "official"), "giaitrinh.nothing_to_agree")
	must(t, h.final(c, "deputy"))
}

// Without days an explanation is taken until the figure is final.
func TestNoDaysToExplain(t *testing.T) {
	h, c := settled(t, yearFile)
	h.now = at("2018-06-10 09:00")
	must(t, h.pleads(c))
	if got := h.ready(c); got != "plea 1 [c]" {
		t.Errorf("in the way: %q", got)
	}
}

// A mark is somebody's own entry: another person makes it final.
func TestAMarkWaitsForASecondPerson(t *testing.T) {
	h, c := settled(t, yearFile)
	must(t, h.as("observer", func(tx storage.Tx, act workflow.Act) error {
		return workflow.Mark(tx, act, c, subject(c, "CN", "d", "tham-muu"), val("9"), "9", "họp xét lại")
	}))
	if got := h.ready(c); got != "unconfirmed 1 [d]" {
		t.Errorf("in the way: %q", got)
	}
	finalise := func(by string) error {
		return h.as(by, func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.Finalise(tx, act, c, "CN", "d")
			return err
		})
	}
	wrong(t, finalise("observer"), "review.second_person")
	must(t, finalise("deputy"))
	if got := h.ready(c); got != "" {
		t.Errorf("in the way: %q", got)
	}
}

// A tie across the end of an award stops for the vote; so does an exclusion that
// makes one.
func TestATieAtAnAwardStopsTheFreeze(t *testing.T) {
	h, c := settled(t, edit(t, yearFile, "contents:\n", "awards:\n  - {name: Cờ thi đua, places: 1}\ncontents:\n"))
	if got := h.ready(c); got != "" {
		t.Fatalf("in the way: %q", got)
	}
	must(t, h.load(c, "c", "thu", "93"))
	must(t, h.load(c, "c", "hang", "4")) // as huyện Đức
	vote, err := h.openVote(c, workflow.VoteTie, "c", "d")
	must(t, err)
	if got := h.ready(c); got != "voting 1 []" {
		t.Errorf("in the way: %q", got)
	}
	_, err = h.closeVote(c, vote.N)
	must(t, err)
	exclude := func(member string) error {
		return h.as("head", func(tx storage.Tx, act workflow.Act) error {
			return workflow.Exclude(tx, act, c, "CN", member, "đang bị kiểm tra")
		})
	}
	must(t, exclude("a"))
	must(t, exclude("b"))
	if got := h.ready(c); got != "held 2 [c d]" && got != "held 2 [d c]" {
		t.Errorf("in the way: %q", got)
	}
	must(t, exclude("d"))
	if got := h.ready(c); got != "" {
		t.Errorf("in the way: %q", got)
	}
	_, err = h.freeze(c, "head", "")
	must(t, err)
	_, err = h.openVote(c, workflow.VoteTie, "c", "d")
	wrong(t, err, "congbo.sealed")
}
