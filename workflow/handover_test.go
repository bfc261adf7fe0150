package workflow_test

import (
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// Whoever was elected takes over; in places without a result the present one
// stays, and nobody stands in two.
func TestWhoTakesOver(t *testing.T) {
	for _, x := range []struct{ head, first, want string }{
		{"", "", "a b"},
		{"c", "", "c b"},
		{"b", "", "b"},
		{"", "d", "a d"},
		{"b", "a", "b a"},
	} {
		h, c := assembly(t)
		for i, who := range []string{x.head, x.first} {
			if who != "" {
				kind := []workflow.VoteKind{workflow.VoteHead, workflow.VoteDeputy1}[i]
				h.hold(c, kind, "", "a:"+who+" b:"+who+" c:"+who+" d:"+who)
			}
		}
		s := see(h, func(r storage.Reader) (workflow.Succession, error) { return workflow.FindSuccession(r, c) })
		if got := strings.Join(append([]string{s.Head}, s.Deputies...), " "); got != x.want || s.Elected != (x.head != "") {
			t.Errorf("elected %q and %q: %s, %v", x.head, x.first, got, s.Elected)
		}
		draft := see(h, func(r storage.Reader) (workflow.NextYear, error) {
			return workflow.DraftNextYear(r, c, s.Head, s.Deputies, h.now)
		})
		if next, faults := rules.Load(draft.File); len(faults) > 0 || next.Head != s.Head {
			t.Errorf("%v\n%s", faults, draft.File)
		}
	}
}

func TestAnOpenVoteIsLeftBehind(t *testing.T) {
	h, c := assembly(t)
	open := func() string {
		list := see(h, func(r storage.Reader) ([]text.Notice, error) { return workflow.OpenWork(r, c) })
		return text.Lines(text.Vietnamese, list)
	}
	v, err := h.openVote(c, workflow.VoteHead, "b", "c")
	must(t, err)
	if !strings.Contains(open(), "Bỏ phiếu số 1 chưa đóng") {
		t.Error(open())
	}
	if _, err := h.closeVote(c, v.N); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(open(), "Bỏ phiếu") {
		t.Error(open())
	}
}

func TestAResultIsLeftBehindUntilItIsPublished(t *testing.T) {
	h, c := settled(t, yearFile)
	open := func() string {
		list := see(h, func(r storage.Reader) ([]text.Notice, error) { return workflow.OpenWork(r, c) })
		return text.Lines(text.Vietnamese, list)
	}
	if !strings.Contains(open(), "năm 2017 chưa công bố") {
		t.Error(open())
	}
	frozen, err := h.freeze(c, "head", "")
	must(t, err)
	if !strings.Contains(open(), "năm 2017 đã khóa sổ") {
		t.Error(open())
	}
	_, err = h.publish(c, "head2", frozen.SHA256)
	must(t, err)
	if strings.Contains(open(), "Kết quả") {
		t.Error(open())
	}
}
