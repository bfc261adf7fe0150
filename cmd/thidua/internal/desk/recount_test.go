package desk

import (
	"fmt"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/rules"
)

func TestRecount(t *testing.T) {
	d := office(t)
	recount := func(n int) Answer {
		return d.Do(t.Context(), Request{Op: "recount", Cluster: "tay-nam-bo", Year: 2017, Vote: n})
	}
	if a := recount(0); string(a.Out) != "no votes in 2017\n" || len(a.Faults) > 0 {
		t.Errorf("%s %q", a.Out, a.Faults)
	}
	if a := recount(1); len(a.Faults) != 1 {
		t.Errorf("a vote that is not there: %s", a.Out)
	}
	ids := byte(0)
	do := func(by string, fn func(storage.Tx, workflow.Act, *rules.Cluster) error) {
		t.Helper()
		err := d.Store.Update(t.Context(), "", func(tx storage.Tx) error {
			c, err := workflow.FindCluster(tx, "tay-nam-bo", 2017)
			if err != nil {
				return err
			}
			return fn(tx, workflow.Act{By: by, At: d.now()}, c)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	hold := func(n int, close bool, votes ...string) {
		t.Helper()
		do("head", func(tx storage.Tx, act workflow.Act, c *rules.Cluster) error {
			kind := workflow.VoteLead
			if !close {
				kind = workflow.VoteHead
			}
			v, err := workflow.PlanVote(tx, c, kind, "CN", nil)
			if err == nil {
				_, err = workflow.OpenVote(tx, act, c, v)
			}
			return err
		})
		for i, choice := range votes {
			do("", func(tx storage.Tx, act workflow.Act, c *rules.Cluster) error {
				m := c.Members[i].ID
				act.By = "l-" + m
				if err := workflow.TakeSeat(tx, act, workflow.Person{ID: act.By, Name: m}, workflow.Seat{Cluster: c.ID, Role: workflow.Leader, Member: m}); err != nil {
					return err
				}
				ids++
				return workflow.Cast(tx, act, c, n, m, choice, [16]byte{ids})
			})
		}
		if close {
			do("head", func(tx storage.Tx, act workflow.Act, c *rules.Cluster) error {
				_, err := workflow.CloseVote(tx, act, c, n)
				return err
			})
		}
	}
	long, blank := "long-an", workflow.Blank
	hold(1, true, long, long, long, long, long, blank, "ca-mau", blank)
	hold(2, true, long, long)
	hold(3, false, long)
	a := recount(0)
	lines := strings.Split(strings.TrimSpace(string(a.Out)), "\n")
	if len(a.Faults) > 0 || len(lines) != 3 || !strings.HasPrefix(lines[0], "vote 1 (suy_ton, CN): 8 ballots, 8 on the roll of 12; long-an 5, ") ||
		!strings.HasSuffix(lines[0], "blank 2; won by long-an, as announced") ||
		lines[1] != "vote 2 (suy_ton, CN): 2 ballots, 2 on the roll of 12; invalid, not counted" ||
		lines[2] != "vote 3 (head, CN): 1 ballots, 1 on the roll of 12; open, not counted" {
		t.Errorf("%s %q", a.Out, a.Faults)
	}
	if strings.Contains(lines[2], long) {
		t.Errorf("an open vote is counted: %s", lines[2])
	}
	if a := d.Do(t.Context(), Request{Op: "backup", Path: t.TempDir() + "/copy", FileName: "copy"}); len(a.Said) == 0 || !strings.HasPrefix(a.Said[len(a.Said)-1], "a vote is open") {
		t.Errorf("a backup while a vote is open: %q %q", a.Said, a.Faults)
	}
	if a := recount(2); strings.Count(string(a.Out), "\n") != 1 {
		t.Errorf("one vote: %s", a.Out)
	}
	do("", func(tx storage.Tx, _ workflow.Act, _ *rules.Cluster) error {
		b, err := storage.Seal(1, fmt.Appendf(nil, `{"vote":"tay-nam-bo/2017/0001","id":"%032x","choice":"ca-mau"}`, 1))
		if err != nil {
			return err
		}
		box, err := tx.Scan("ballots", "tay-nam-bo/2017/0001/", "", 1)
		if err != nil {
			return err
		}
		return tx.Put("ballots", box[0].Key, b)
	})
	if a := recount(0); len(a.Faults) != 1 || !strings.Contains(a.Faults[0], "Vote 1") || strings.Contains(string(a.Out), "vote 1 ") || !strings.Contains(string(a.Out), "vote 2 ") {
		t.Errorf("after a change: %s %q", a.Out, a.Faults)
	}
}
