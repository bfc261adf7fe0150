package workflow_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
	"thidua/workflow/score"
)

// bring imports one row.
func (h *house) bring(c *rules.Cluster, row workflow.ImportRow, verified bool) error {
	return h.act(func(tx storage.Tx, act workflow.Act) error { return workflow.ImportFigure(tx, act, c, row, verified) })
}

// sampleRows reads the figures of the sample year.
func sampleRows(t testing.TB) []workflow.ImportRow {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(sample.Figures)).ReadAll()
	must(t, err)
	var rows []workflow.ImportRow
	for _, r := range records[1:] { // period,member,criterion,plan,last_year,actual,note
		rows = append(rows, workflow.ImportRow{
			Period: r[0], Member: r[1], Criterion: r[2], Plan: dec(r[3]), LastYear: dec(r[4]), Actual: val(r[5]), Given: r[5] != "", Note: r[6],
		})
	}
	return rows
}

func importAll(tx storage.Tx, act workflow.Act, c *rules.Cluster, rows []workflow.ImportRow, verified bool) error {
	for _, row := range rows {
		if err := workflow.ImportFigure(tx, act, c, row, verified); err != nil {
			return err
		}
	}
	return nil
}

// totals is a ranking as one line per place.
func (h *house) totals(c *rules.Cluster) string {
	h.t.Helper()
	ranking := see(h, func(r storage.Reader) (score.Ranking, error) { return workflow.Rank(r, c, "CN") })
	lines := []string{fmt.Sprint("provisional ", ranking.Provisional)}
	for _, row := range ranking.Rows {
		lines = append(lines, fmt.Sprint(row.Rank, " ", row.Member.ID, " ", row.Total))
	}
	return strings.Join(lines, "\n")
}

const sampleTotals = `
1 long-an 997.57
2 vinh-long 972.85
3 ben-tre 970.25
4 an-giang 969.5
5 kien-giang 966.87
6 dong-thap 959.9
7 tien-giang 953.5
8 hau-giang 937.88
9 bac-lieu 921.61
10 tra-vinh 895.88
11 ca-mau 882.16
12 soc-trang 795.92`

func TestRankingOfTheSampleYear(t *testing.T) {
	h := newHouse(t)
	c := h.apply(string(sample.Cluster))
	rows := sampleRows(t)
	for verified, word := range map[bool]string{true: "false", false: "true"} {
		h := newHouse(t)
		h.apply(string(sample.Cluster))
		h.do(func(tx storage.Tx, act workflow.Act) error { return importAll(tx, act, c, rows, verified) })
		if got, want := h.totals(c), "provisional "+word+sampleTotals; got != want {
			t.Errorf("verified %v: got\n%s\nwant\n%s", verified, got, want)
		}
		h.sound("tay-nam-bo")
	}
	// Targets first, figures later: rows without an actual bring the bases.
	bases := append([]workflow.ImportRow(nil), rows...)
	for i := range bases {
		bases[i].Actual, bases[i].Given = score.Value{}, false
		rows[i].Plan, rows[i].LastYear = nil, nil
	}
	h.do(func(tx storage.Tx, act workflow.Act) error { return importAll(tx, act, c, bases, true) })
	if got := h.totals(c); !strings.Contains(got, "1 an-giang 0\n1 bac-lieu 0\n") {
		t.Errorf("with targets alone:\n%s", got)
	}
	h.do(func(tx storage.Tx, act workflow.Act) error { return importAll(tx, act, c, rows, true) })
	if got, want := h.totals(c), "provisional false"+sampleTotals; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestImportReplacesWhatStood(t *testing.T) {
	row := workflow.ImportRow{Period: "CN", Member: "c", Criterion: "thu", Actual: val("70"), Given: true, Note: "bản chính thức"}
	for _, test := range []struct {
		name               string
		prepare            func(h *house, c *rules.Cluster)
		verified, declared string
	}{
		{"nothing", func(*house, *rules.Cluster) {}, "accepted 70", "sent 70"},
		{"a draft", func(h *house, c *rules.Cluster) { must(h.t, h.enter(c, "CN", "c", "thu", "1", "")) }, "accepted 70", "sent 70"},
		{"a sent figure", func(h *house, c *rules.Cluster) {
			must(h.t, h.enter(c, "CN", "c", "thu", "1", ""))
			_, err := h.submit(c, "CN", "c", false)
			must(h.t, err)
		}, "accepted 70", "sent 70"},
		{"a returned figure", func(h *house, c *rules.Cluster) {
			must(h.t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "c", Criterion: "thu", Actual: val("2"), Given: true}, false))
			must(h.t, h.giveBack(c, "CN", "c", "thu", "sai"))
		}, "accepted 70", "sent 70"},
		{"an accepted figure", func(h *house, c *rules.Cluster) {
			must(h.t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "c", Criterion: "thu", Actual: val("3"), Given: true}, true))
		}, "accepted 70", "figure.closed"},
	} {
		for _, verified := range []bool{true, false} {
			h := newHouse(t)
			c := h.apply(yearFile)
			test.prepare(h, c)
			err := h.bring(c, row, verified)
			want := test.declared
			if verified {
				want = test.verified
			}
			if want == "figure.closed" {
				wrong(t, err, want)
				continue
			}
			must(t, err)
			if got := standing(h.figure(c, "CN", "c", "thu")); got != want {
				t.Errorf("over %s, verified %v: %s, want %s", test.name, verified, got, want)
			}
		}
	}
}

// A file that is loaded again changes nothing where it says nothing new: the
// explanation waits, and its time runs on.
func TestImportOfTheSameAgain(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	hundred, ninety, operator := decimal.Int(100), decimal.Int(90), h.by
	row := workflow.ImportRow{Period: "CN", Member: "c", Criterion: "thu", Plan: &hundred, Actual: val("70"), Given: true}
	must(t, h.bring(c, row, true))
	h.by = "official"
	must(t, h.explain(c, "thu", "thiếu một đợt"))
	before := h.figure(c, "CN", "c", "thu")
	h.by, h.now = operator, h.now.Add(48*time.Hour)
	must(t, h.bring(c, row, true))
	if got := h.figure(c, "CN", "c", "thu"); !got.Pleads() || !got.Accepted.AcceptedAt.Equal(before.Accepted.AcceptedAt) {
		t.Errorf("the same again: %+v", got)
	}
	row.Plan = &ninety
	must(t, h.bring(c, row, true))
	if got := h.figure(c, "CN", "c", "thu"); got.Pleads() || got.Accepted.AcceptedAt.Equal(before.Accepted.AcceptedAt) {
		t.Errorf("another plan: %+v", got)
	}
}

// One bad row undoes the whole file.
func TestImportIsOneUnitOfWork(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	rows := []workflow.ImportRow{
		{Period: "CN", Member: "c", Criterion: "thu", Plan: dec("10"), Actual: val("9"), Given: true},
		{Period: "CN", Member: "c", Criterion: "tham-muu", Actual: val("11"), Given: true},
	}
	err := h.act(func(tx storage.Tx, act workflow.Act) error { return importAll(tx, act, c, rows, true) })
	wrong(t, err, "figure.direct")
	if got := standing(h.figure(c, "CN", "c", "thu")) + h.base("CN", "c", "thu"); got != "" {
		t.Errorf("left behind: %s", got)
	}
	h.sound("cum")
	wrong(t, h.bring(c, workflow.ImportRow{Period: "CN", Member: "c", Criterion: "no-such", Actual: val("1"), Given: true}, true), "baocao.no_such")
}

func TestOnlyAScoredPeriodHasARanking(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile)
	for period, problem := range map[string]string{"6T": "period.not_scored", "Q9": "period.unknown"} {
		err := h.store.View(t.Context(), func(r storage.Reader) error {
			_, err := workflow.Rank(r, c, period)
			return err
		})
		wrong(t, err, problem)
	}
	err := h.store.View(t.Context(), func(r storage.Reader) error {
		_, err := workflow.Summarise(r, c, "Q9")
		return err
	})
	wrong(t, err, "period.unknown")
}
