package workflow_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// yearFile is a small cluster with every kind of criterion: a leads, b is its
// deputy, c and d are members.
const yearFile = `
cluster: cum
year: 2017
name: Cụm thi đua số 1
issuer: {name: CỤM THI ĐUA SỐ 1}
members:
  - {id: a, name: huyện An, agency: ỦY BAN NHÂN DÂN HUYỆN AN}
  - {id: b, name: huyện Bình, agency: ỦY BAN NHÂN DÂN HUYỆN BÌNH}
  - {id: c, name: huyện Châu, agency: ỦY BAN NHÂN DÂN HUYỆN CHÂU}
  - {id: d, name: huyện Đức, agency: ỦY BAN NHÂN DÂN HUYỆN ĐỨC}
head: a
deputies: [b]
handover: 2018-04-04
periods:
  - {id: 6T, name: 6 tháng đầu năm 2017, report_by: 2017-07-10}
  - {id: CN, name: năm 2017, report_by: 2018-02-13, scored: true}
contents:
  - id: "1"
    name: Kinh tế
    points: 70
    criteria:
      - {id: thu, name: Thu ngân sách, unit: tỷ đồng, points: 40, method: {kind: proportional}}
      - {id: chuan, name: Đạt chuẩn, points: 20, of: value, method: {kind: pass}}
      - {id: vu, name: Số vụ, points: 10, better: lower, of: last_year, method: {kind: bands, bands: [{at: 100, points: 10}]}}
  - id: "2"
    name: Thi đua
    points: 30
    criteria:
      - {id: tham-muu, name: Tham mưu, points: 10, periods: [CN], of: value, method: {kind: direct}}
      - {id: dung-han, name: Đúng hạn, points: 10, periods: [CN], of: value, method: {kind: on_time, per_day: 1, reports: [6T, CN]}}
      - {id: hang, name: Xếp hạng, points: 10, periods: [CN], of: value, method: {kind: places, points: [10, 5]}}
      - {id: thuong, name: Thưởng, points: 0, periods: [CN], of: value, method: {kind: adjust, min: -5, max: 5}}
`

// edit is the file with each old, new pair replaced; a pair that changes nothing
// is a slip in the test.
func edit(t testing.TB, file string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(file, pairs[i]) {
			t.Fatalf("%q is not in the file", pairs[i])
		}
		file = strings.ReplaceAll(file, pairs[i], pairs[i+1])
	}
	return file
}

var saigon = func() *time.Location {
	loc, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		panic(err)
	}
	return loc
}()

// at is a moment as the people of the cluster write it: "2017-07-10 23:59:59".
func at(s string) time.Time { return in(saigon, s) }

func in(loc *time.Location, s string) time.Time {
	layout := "2006-01-02 15:04:05"
	m, err := time.ParseInLocation(layout[:len(s)], s, loc)
	if err != nil {
		panic(err)
	}
	return m
}

// A house is a store with what happened in it so far.
type house struct {
	t     testing.TB
	store storage.Store
	now   time.Time
	by    string
}

func newHouse(t testing.TB) *house {
	t.Helper()
	db, err := bolt.Create(filepath.Join(t.TempDir(), "thidua.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return &house{t: t, store: db, now: at("2017-01-05 09:00"), by: workflow.Operator}
}

// act is one unit of work of the current person at the current time.
func (h *house) act(fn func(tx storage.Tx, act workflow.Act) error) error {
	return h.store.Update(h.t.Context(), "cum", func(tx storage.Tx) error {
		return fn(tx, workflow.Act{By: h.by, At: h.now, Event: "event/" + h.now.Format(time.RFC3339)})
	})
}

func (h *house) do(fn func(tx storage.Tx, act workflow.Act) error) {
	h.t.Helper()
	if err := h.act(fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) view(fn func(r storage.Reader) error) {
	h.t.Helper()
	if err := h.store.View(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// see returns what fn finds in the store.
func see[T any](h *house, fn func(r storage.Reader) (T, error)) (v T) {
	h.t.Helper()
	h.view(func(r storage.Reader) (err error) { v, err = fn(r); return err })
	return v
}

func load(t testing.TB, file string) *rules.Cluster {
	t.Helper()
	c, faults := rules.Load([]byte(file))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return c
}

func (h *house) apply(file string) *rules.Cluster {
	h.t.Helper()
	c := load(h.t, file)
	h.do(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.ApplyCluster(tx, act, c)
		return err
	})
	return c
}

// seat gives a person, made when they are new, a seat now.
func (h *house) seat(id, cluster string, role workflow.Role, member string) {
	h.t.Helper()
	h.do(func(tx storage.Tx, act workflow.Act) error {
		p, _, err := workflow.FindPerson(tx, id)
		if err != nil {
			return err
		}
		p.ID, p.Name = id, "Anh "+id
		return workflow.TakeSeat(tx, act, p, workflow.Seat{Cluster: cluster, Role: role, Member: member})
	})
}

func (h *house) actor(id, cluster string) workflow.Actor {
	h.t.Helper()
	return see(h, func(r storage.Reader) (workflow.Actor, error) {
		p, _, err := workflow.FindPerson(r, id)
		if err != nil {
			return workflow.Actor{}, err
		}
		return workflow.FindActor(r, p, cluster, h.now)
	})
}

// val is a value as a figures file writes it; "" is declared as none.
func val(s string) score.Value {
	switch s {
	case "":
		return score.Value{}
	case "yes", "no", "n/a":
		return score.Value{Kind: score.Kind(s)}
	}
	return score.Value{Kind: score.Number, Number: decimal.Must(s)}
}

// dec is a number that may be wanting.
func dec(s string) *decimal.Decimal {
	if s == "" {
		return nil
	}
	d := decimal.Must(s)
	return &d
}

func subject(c *rules.Cluster, period, member, criterion string) workflow.Subject {
	return workflow.Subject{Cluster: c.ID, Year: c.Year, Period: period, Member: member, Criterion: criterion}
}

func (h *house) enter(c *rules.Cluster, period, member, criterion, value, note string) error {
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.Enter(tx, act, c, subject(c, period, member, criterion), workflow.Entry{Value: val(value), Raw: value, Note: note})
		return err
	})
}

func (h *house) submit(c *rules.Cluster, period, member string, declare bool) (s workflow.Submission, err error) {
	err = h.act(func(tx storage.Tx, act workflow.Act) (err error) {
		s, err = workflow.Submit(tx, act, c, period, member, declare)
		return err
	})
	return s, err
}

func (h *house) accept(c *rules.Cluster, period, member string, criteria ...string) int {
	h.t.Helper()
	n := 0
	h.do(func(tx storage.Tx, act workflow.Act) (err error) {
		if act.By == workflow.Operator || act.By == "official" { // nobody accepts what they entered themselves
			act.By = "reviewer"
		}
		n, err = workflow.AcceptFigures(tx, act, c, period, member, criteria...)
		return err
	})
	return n
}

func (h *house) giveBack(c *rules.Cluster, period, member, criterion, reason string) error {
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		return workflow.ReturnFigure(tx, act, c, subject(c, period, member, criterion), reason)
	})
}

func (h *house) mark(c *rules.Cluster, period, member, criterion, value, reason string) error {
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		return workflow.Mark(tx, act, c, subject(c, period, member, criterion), val(value), value, reason)
	})
}

func (h *house) target(c *rules.Cluster, period, member, criterion, plan, last string) error {
	return h.act(func(tx storage.Tx, act workflow.Act) error {
		return workflow.SetTarget(tx, act, c, subject(c, period, member, criterion), dec(plan), dec(last))
	})
}

func (h *house) figure(c *rules.Cluster, period, member, criterion string) workflow.Figure {
	h.t.Helper()
	return see(h, func(r storage.Reader) (workflow.Figure, error) {
		return workflow.FindFigure(r, subject(c, period, member, criterion))
	})
}

func (h *house) progress(c *rules.Cluster, period, member string) workflow.Progress {
	h.t.Helper()
	return see(h, func(r storage.Reader) (workflow.Progress, error) {
		return workflow.FindProgress(r, c, period, c.Member(member))
	})
}

// cell is a member's result for one criterion of the year's ranking.
func (h *house) cell(c *rules.Cluster, member, criterion string) score.Cell {
	h.t.Helper()
	ranking := see(h, func(r storage.Reader) (score.Ranking, error) { return workflow.Rank(r, c, "CN") })
	for _, row := range ranking.Rows {
		for _, cell := range row.Cells {
			if row.Member.ID == member && cell.Criterion.ID == criterion {
				return cell
			}
		}
	}
	h.t.Fatalf("no cell for %s %s", member, criterion)
	return score.Cell{}
}

// sound says that the log of the cluster adds up.
func (h *house) sound(cluster string) {
	h.t.Helper()
	h.view(func(r storage.Reader) error { return workflow.CheckLog(r, cluster) })
}

// must stops the test on an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wrong demands the Problem with the key.
func wrong(t testing.TB, err error, key string) {
	t.Helper()
	if p, ok := errors.AsType[*text.Problem](err); !ok || p.Key != key {
		t.Errorf("got %v, want the problem %s", err, key)
	}
}

// problem is the key of a Problem; empty for any other error, and none.
func problem(err error) string {
	if p, ok := errors.AsType[*text.Problem](err); ok {
		return p.Key
	}
	return ""
}
