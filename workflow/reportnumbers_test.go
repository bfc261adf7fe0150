package workflow

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow/rules"
)

// No number stands in a report that the store does not give: each one that a
// sentence was handed is the store's, by source and value, and the text has no
// other but those of the cluster's file.
func traced(t *testing.T, db storage.Store, c *rules.Cluster, period string) {
	t.Helper()
	err := db.View(t.Context(), func(r storage.Reader) error {
		d, err := DraftReport(r, c, period, reportDay)
		if err != nil {
			return err
		}
		teller, err := newTeller(r, c, period)
		if err != nil {
			return err
		}
		store := teller.store()
		file := Known{}
		for _, s := range fileTexts(c) {
			file.addText(s)
		}
		for _, p := range d.Paragraphs {
			known := Known{}
			for k := range file {
				known[k] = true
			}
			for i, n := range p.Numbers {
				known.add(n.Value)
				if i > 0 { // "10/12" are given one after the other
					known.addOf(n.Value, p.Numbers[i-1].Value)
					known.addOf(p.Numbers[i-1].Value, n.Value)
				}
				if is, ok := store[n.Source]; p.Key != "covenant" && (!ok || !is.Equal(n.Value)) {
					t.Errorf("%s: %s is %s, the store says %s", p.Key, n.Source, n.Value, is)
				}
			}
			if list := known.Unexplained(p.Text()); len(list) > 0 {
				t.Errorf("%s: nothing gives %q in\n%s", p.Key, list, p.Text())
			}
			if list := d.unexplained(p, p.Text()); len(list) > 0 {
				t.Errorf("%s: the checker does not know %q in\n%s", p.Key, list, p.Text())
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryNumberOfAReportIsTraced(t *testing.T) {
	for _, a := range articles {
		db, c := a.open(t)
		for _, p := range c.Periods {
			traced(t, db, c, p.ID)
		}
	}
}

// Clusters of chance: criteria of every kind of base, total and direction, with
// figures, plans and last years that may be missing.
func TestNumbersOfRandomClusters(t *testing.T) {
	pick := func(r *rand.Rand, words ...string) string { return words[r.IntN(len(words))] }
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		criteria, rows := "", ""
		for i := range 6 {
			better, of := pick(r, "higher", "lower"), pick(r, "plan", "last_year", "value")
			met, extra := "", ""
			if of == "value" {
				met = fmt.Sprintf(", met_at: %d", 1+r.IntN(80))
			}
			if of == "value" || r.IntN(4) == 0 {
				extra += ", leaders_by: value"
			}
			report := pick(r, "", ", report: {heading: Về kinh tế}", ", report: {style: exceeds, lead: \"có {n} đơn vị như\"}", ", report: {unit: {name: nghìn, divide: 1000, decimals: 1}}",
				", report: {say: [total, change, share, leaders], style: plain}", ", report: {phrase: \"toàn Cụm có {total}\", from: 20}", ", report: {of: 99, style: reaches}")
			criteria += fmt.Sprintf("      - {id: k%d, name: Chỉ tiêu, unit: %q, better: %s, of: %s, total: %s, plan_percent: %s, leaders: %d, decimals: %d%s%s, points: 0, method: {kind: none}%s}\n",
				i, pick(r, "vụ", "%", "hạng", "tỷ đồng"), better, of, pick(r, "sum", "mean", "mean_percent", "count", "none"), pick(r, "ratio", "mean"), r.IntN(4), r.IntN(3), met, extra, report)
			for _, m := range []string{"a", "b", "c", "d"} {
				number := func() string {
					switch r.IntN(5) {
					case 0:
						return ""
					case 1:
						return fmt.Sprint(r.IntN(3000))
					}
					return fmt.Sprintf("%d.%02d", r.IntN(90), r.IntN(100))
				}
				base := func() string {
					if s := number(); s != "" && strings.Trim(s, "0.") != "" {
						return s
					}
					return ""
				}
				rows += fmt.Sprintf("CN,%s,k%d,%s,%s,%s,\n", m, i, base(), base(), number())
			}
		}
		before, after, _ := strings.Cut(tiny, "      - {id: k, points: 0, method: {kind: none}, %}\n")
		db, c := openStore(t), loadCluster(t, before+criteria+after)
		importRows(t, db, c, rows)
		traced(t, db, c, "CN")
		if t.Failed() {
			t.Fatalf("seed %d\n%s%s", seed, criteria, rows)
		}
	}
}

func TestHowWrittenNumbersAreRead(t *testing.T) {
	known := Known{"65913": true, "31.15": true, "348": true, "2": true, "1000": true, "911.43": true, "925.128": true, "911.43/1000": true, "10/12": true, "4": true, "2018": true}
	for s, want := range map[string]string{
		"đạt 65.913 tỷ đồng, tăng 31,15% (giảm 348 vụ)": "[]",
		"đạt 65913 tỷ, tăng 31.15%":                     "[]",
		"02 đơn vị, 911,43/1000 điểm":                   "[]",
		"đạt 925,128 tỷ đồng":                           "[]",
		"có 10/12 tỉnh, ngày 4/4/2018, tháng 4/2018":    "[]",
		"có 2/12 tỉnh, 10/2 tỉnh":                       "[2/12 10/2]",
		"đạt 65.914 tỷ đồng":                            "[65.914]",
		"tăng 31,1% và 31,1%":                           "[31,1]",
		"Nghị định số 91/2017/NĐ-CP":                    "[91 2017]",
		"phiên bản 1.2.3":                               "[1.2.3]",
		"không có số nào":                               "[]",
	} {
		if got := fmt.Sprint(known.Unexplained(s)); got != want {
			t.Errorf("%s: got %s, want %s", s, got, want)
		}
	}
}
