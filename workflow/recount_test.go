package workflow_test

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/text"
)

// recount follows the log line by line and says how far every figure is.
func recount(log []workflow.Change) map[workflow.Subject]workflow.State {
	state := map[workflow.Subject]workflow.State{}
	for _, l := range log {
		s := workflow.Subject{Cluster: l.Cluster, Year: l.Year, Period: l.Period, Member: l.Member, Criterion: l.Criterion}
		switch l.What {
		case "figure.draft":
			if state[s] == "" {
				state[s] = workflow.StateDraft
			}
		case "figure.submit", "figure.void":
			state[s] = workflow.StateSent
		case "figure.accept", "figure.correct", "figure.mark":
			state[s] = workflow.StateAccepted
		case "figure.return":
			state[s] = workflow.StateReturned
		case "figure.final":
			state[s] = workflow.StateFinal
		}
	}
	return state
}

// Whatever happens in whatever order, what progress says is what a recount of the
// log says.
func TestProgressEqualsARecountOfTheLog(t *testing.T) {
	h, n := newHouse(t), 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		h.now = at("2017-01-05 09:00")
		c := h.apply(edit(t, yearFile, "cluster: cum", fmt.Sprint("cluster: cum-", n)))
		must(t, h.unlock(c, "2017-02-20", "thu"))
		done := 0
		for i := range rapid.IntRange(5, 40).Draw(rt, "steps") {
			h.now = h.now.AddDate(0, 0, i%3)
			h.by = rapid.SampledFrom([]string{"mot", "hai"}).Draw(rt, "who")
			criterion := rapid.SampledFrom([]string{"thu", "vu", "chuan"}).Draw(rt, "criterion")
			value := rapid.SampledFrom([]string{"1", "2"}).Draw(rt, "value")
			if criterion == "chuan" {
				value = map[string]string{"1": "yes", "2": "no"}[value]
			}
			s := subject(c, "CN", "c", criterion)
			err := h.act(func(tx storage.Tx, act workflow.Act) error {
				switch rapid.IntRange(0, 8).Draw(rt, "what") {
				case 0, 1:
					_, err := workflow.Enter(tx, act, c, s, workflow.Entry{Value: val(value)})
					return err
				case 2:
					_, err := workflow.Submit(tx, act, c, "CN", "c", value == "2")
					return err
				case 3:
					_, err := workflow.AcceptFigures(tx, act, c, "CN", "c", criterion)
					return err
				case 4:
					return workflow.ReturnFigure(tx, act, c, s, "sai")
				case 5:
					return workflow.Correct(tx, act, c, s, val(value), value, "sửa")
				case 6:
					_, err := workflow.Explain(tx, act, c, s, "vì sao")
					return err
				case 7:
					plan := val(map[string]string{"1": "7", "2": "8", "yes": "7", "no": "8"}[value]).Number
					return workflow.SetTarget(tx, act, c, subject(c, "CN", "c", "thu"), &plan, nil)
				}
				_, err := workflow.Finalise(tx, act, c, "CN", "c")
				return err
			})
			if _, mistake := errors.AsType[*text.Problem](err); err != nil && !mistake {
				rt.Fatal(err)
			} else if err == nil {
				done++
			}
		}
		log := see(h, func(r storage.Reader) ([]workflow.Change, error) { return workflow.Changes(r, c.ID) })
		want := recount(log)
		counted := see(h, func(r storage.Reader) ([]workflow.Count, error) { return workflow.Counts(r, c, "CN") })
		board := see(h, func(r storage.Reader) ([]workflow.Progress, error) { return workflow.Board(r, c, "CN") })
		sent, accepted := 0, 0
		for _, n := range counted {
			got := h.figure(c, "CN", "c", n.Criterion.ID).State()
			if w := want[subject(c, "CN", "c", n.Criterion.ID)]; got != w && (w != "" || got != workflow.StateNothing) {
				rt.Errorf("%s is %s, the log says %s", n.Criterion.ID, got, w)
			}
			sent, accepted = sent+n.Sent, accepted+n.Accepted
		}
		if p := of(board, "c"); p.Sent != sent || p.Accepted != accepted || done > 0 && len(log) == 0 {
			rt.Errorf("by member %d sent, %d accepted; by criterion %d, %d", p.Sent, p.Accepted, sent, accepted)
		}
	})
}

func of(board []workflow.Progress, member string) workflow.Progress {
	for _, p := range board {
		if p.Member.ID == member {
			return p
		}
	}
	panic(fmt.Sprint("no member ", member))
}
