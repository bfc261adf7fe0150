package workflow_test

import (
	"testing"

	"thidua/storage"
	"thidua/workflow"
)

// The use cases of a review refuse one's own unit themselves, whatever the
// conversation before them thought.
func TestReviewOfOnesOwnUnitIsRefused(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	h.seat("mai", "cum", workflow.Observer, "")
	h.seat("mai", "cum", workflow.Leader, "c")
	h.seat("mai-2", "cum", workflow.Observer, "") // an id that begins like hers
	must(t, h.enter(c, "CN", "c", "thu", "5", ""))
	_, err := h.submit(c, "CN", "c", false)
	must(t, err)
	accept := func() error {
		return h.act(func(tx storage.Tx, act workflow.Act) error {
			_, err := workflow.AcceptFigures(tx, act, c, "CN", "c")
			return err
		})
	}
	h.by = "mai"
	wrong(t, accept(), "duyet.own_unit")
	wrong(t, h.giveBack(c, "CN", "c", "thu", "sai"), "duyet.own_unit")
	wrong(t, h.mark(c, "CN", "c", "tham-muu", "10", ""), "duyet.own_unit")
	if got := standing(h.figure(c, "CN", "c", "thu")) + standing(h.figure(c, "CN", "c", "tham-muu")); got != "sent 5" {
		t.Errorf("left behind: %s", got)
	}
	must(t, h.mark(c, "CN", "d", "tham-muu", "10", ""))
	h.by = "mai-2"
	must(t, h.giveBack(c, "CN", "c", "thu", "sai"))
	must(t, h.mark(c, "CN", "c", "tham-muu", "9", ""))
	_, err = h.submit(c, "CN", "c", false)
	must(t, err)
	must(t, accept())
	h.sound("cum")
}
