package workflow_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow"
)

// raw is the log's table as somebody with the file in hand sees it.
var raw = storage.Table[workflow.Change]{Name: "log", Key: func(c workflow.Change) string { return fmt.Sprintf("%s/%012d", c.Cluster, c.Seq) }}

func TestLogShowsWhatWasDoneToIt(t *testing.T) {
	for name, tamper := range map[string]func(tx storage.Tx, list []workflow.Change) error{
		"a changed value": func(tx storage.Tx, list []workflow.Change) error {
			list[1].To = "999"
			return raw.Put(tx, list[1])
		},
		"a changed name": func(tx storage.Tx, list []workflow.Change) error {
			list[0].By = "somebody else"
			return raw.Put(tx, list[0])
		},
		"a line removed at the beginning": func(tx storage.Tx, list []workflow.Change) error { return raw.Delete(tx, list[0]) },
		"a line removed in the middle":    func(tx storage.Tx, list []workflow.Change) error { return raw.Delete(tx, list[1]) },
		"a line removed at the end":       func(tx storage.Tx, list []workflow.Change) error { return raw.Delete(tx, list[3]) },
		"two lines in each other's place": func(tx storage.Tx, list []workflow.Change) error {
			list[1].Seq, list[2].Seq = list[2].Seq, list[1].Seq
			if err := raw.Put(tx, list[1]); err != nil {
				return err
			}
			return raw.Put(tx, list[2])
		},
		"a line written over another": func(tx storage.Tx, list []workflow.Change) error {
			b, err := json.Marshal(list[2])
			if err != nil {
				return err
			}
			if b, err = storage.Seal(1, b); err != nil {
				return err
			}
			return tx.Put(raw.Name, raw.Key(list[1]), b)
		},
		"a line put in between": func(tx storage.Tx, list []workflow.Change) error {
			list[3].Seq, list[3].To = 5, "7"
			return raw.Put(tx, list[3])
		},
		"all lines removed": func(tx storage.Tx, list []workflow.Change) error {
			for _, c := range list {
				if err := raw.Delete(tx, c); err != nil {
					return err
				}
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			c := h.apply(yearFile)
			for _, v := range []string{"10", "11", "12"} {
				must(t, h.enter(c, "6T", "c", "thu", v, ""))
			}
			h.sound("cum")
			h.do(func(tx storage.Tx, _ workflow.Act) error {
				list, err := workflow.Changes(tx, "cum")
				if err != nil {
					return err
				}
				if len(list) != 4 {
					t.Fatalf("%d lines, want 4", len(list))
				}
				return tamper(tx, list)
			})
			err := h.store.View(t.Context(), func(r storage.Reader) error { return workflow.CheckLog(r, "cum") })
			if err == nil || !strings.Contains(err.Error(), "cum") {
				t.Errorf("the check says %v", err)
			}
		})
	}
}

func TestLogSaysWhoWhenWhatFromWhatToWhat(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	h.by, h.now = "mai", at("2017-07-01 08:30")
	must(t, h.enter(c, "6T", "c", "thu", "10.50", ""))
	must(t, h.enter(c, "6T", "c", "thu", "n/a", "không được giao"))
	list := see(h, func(r storage.Reader) ([]workflow.Change, error) { return workflow.Changes(r, "cum") })
	got := list[2]
	got.Prev, got.Hash = "", ""
	want := workflow.Change{
		Cluster: "cum", Seq: 3, At: at("2017-07-01 08:30").UTC(), By: "mai", Event: "event/2017-07-01T08:30:00+07:00", What: "figure.draft",
		Year: 2017, Period: "6T", Member: "c", Criterion: "thu", From: "10.5", To: "n/a", Reason: "không được giao",
	}
	if got != want {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

// What people type may be any bytes: the line that is kept must be the line that
// was hashed.
func TestLogOfBytesThatAreNoText(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	must(t, h.enter(c, "6T", "c", "thu", "n/a", "kh\xf4ng \x00 <b> \u2028 \ufffd"))
	must(t, h.enter(c, "6T", "c", "thu", "5", ""))
	h.sound("cum")
}

// A cluster whose id begins like another's shares nothing with it.
func TestClustersSeeOnlyTheirOwn(t *testing.T) {
	h := newHouse(t)
	ids := []string{"a", "a-b", "a-b-2", "0"}
	for i, id := range ids {
		c := h.apply(edit(t, yearFile, "cluster: cum", "cluster: "+id))
		h.seat("mai", id, workflow.Official, "c")
		h.seat(fmt.Sprint("head", i), id, workflow.Head, "a")
		must(t, h.target(c, "CN", "c", "thu", "100", ""))
		must(t, h.enter(c, "CN", "c", "thu", fmt.Sprint(50+i), ""))
		_, err := h.submit(c, "CN", "c", true)
		must(t, err)
	}
	h.view(func(r storage.Reader) error {
		for i, id := range ids {
			years, err := workflow.Years(r, id)
			if err != nil || len(years) != 1 || years[0].ID != id {
				t.Errorf("years of %s: %v, %v", id, years, err)
			}
			list, err := workflow.Seats(r, id)
			if err != nil || len(list) != 2 {
				t.Errorf("seats of %s: %v, %v", id, list, err)
			}
			heads, err := workflow.Holders(r, id, workflow.Head, "", h.now)
			if err != nil || len(heads) != 1 || heads[0].ID != fmt.Sprint("head", i) {
				t.Errorf("heads of %s: %v, %v", id, heads, err)
			}
			sent, err := workflow.Submissions(r, years[0], "CN", "c")
			if err != nil || len(sent) != 1 {
				t.Errorf("submissions of %s: %v, %v", id, sent, err)
			}
			lines, err := workflow.Changes(r, id)
			for _, l := range lines {
				if l.Cluster != id {
					t.Errorf("the log of %s has a line of %s", id, l.Cluster)
				}
			}
			if err == nil {
				err = workflow.CheckLog(r, id)
			}
			if err != nil {
				t.Error(err)
			}
			if got := workflow.ValueText(h.cell(years[0], "c", "thu").Figure.Value); got != fmt.Sprint(50+i) {
				t.Errorf("figure of %s: %s", id, got)
			}
		}
		p, _, err := workflow.FindPerson(r, "mai")
		if strings.Join(p.Clusters, " ") != strings.Join(ids, " ") {
			t.Errorf("mai's clusters: %v", p.Clusters)
		}
		return err
	})
	// Ids of members and periods may be like each other, too.
	c := load(t, edit(t, yearFile, "id: d,", "id: c-c,", "6T", "C", "CN", "C.N"))
	h.now = at("2017-06-01 09:00")
	h.do(func(tx storage.Tx, act workflow.Act) error { _, err := workflow.ApplyCluster(tx, act, c); return err })
	must(t, h.enter(c, "C", "c", "thu", "1", ""))
	must(t, h.enter(c, "C.N", "c-c", "thu", "2", ""))
	for key, want := range map[[2]string]int{{"C", "c"}: 1, {"C", "c-c"}: 0, {"C.N", "c"}: 0, {"C.N", "c-c"}: 1} {
		got := see(h, func(r storage.Reader) (map[string]workflow.Figure, error) {
			return workflow.Figures(r, c, key[0], key[1])
		})
		if len(got) != want {
			t.Errorf("figures of %v: %v", key, got)
		}
	}
}
