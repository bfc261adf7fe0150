package workflow

import (
	"testing"

	"thidua/storage"
	"thidua/workflow/text"
)

// A chart of nothing is refused, and left out of all of them: the articles' years
// have points and totals, some of them nothing to measure or compare.
func TestEmptyChartsAreRefused(t *testing.T) {
	refused := map[ChartKind]int{}
	for _, a := range articles {
		db, c := a.open(t)
		at := c.Period(a.period).ReportBy.In(c.Location())
		if err := db.Update(t.Context(), c.ID, func(tx storage.Tx) error {
			_, err := ApplyCluster(tx, Act{By: Operator, At: at, Event: "apply"}, c)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		err := db.View(t.Context(), func(r storage.Reader) error {
			all, err := ChartPaper(r, c, a.period, ChartWish{}, at)
			if err != nil {
				t.Errorf("%s: %v", a.file, err)
			}
			for kind, there := range map[ChartKind]bool{ChartAttainment: all.Attainment != nil, ChartYears: all.Growth != nil} {
				one, err := ChartPaper(r, c, a.period, ChartWish{Kind: kind}, at)
				switch {
				case there && err != nil:
					t.Errorf("%s, %s: %v", a.file, kind, err)
				case !there:
					refused[kind]++
					if _, is := err.(*text.Problem); !is {
						t.Errorf("%s, %s: %v, %+v", a.file, kind, err, one)
					}
				}
			}
			if all.Attainment != nil && len(all.Attainment.Rows) == 0 || all.Growth != nil && len(all.Growth.Panels) == 0 {
				t.Errorf("%s: an empty chart", a.file)
			}
			series, err := ChartCriteria(r, c, a.period)
			for i, k := range c.Criteria(a.period) {
				_, err := ChartPaper(r, c, a.period, ChartWish{Kind: ChartYears, Criterion: k.ID}, at)
				if (err == nil) != (series[i+1] != nil) {
					t.Errorf("%s, %s: %v, listed: %v", a.file, k.Name, err, series[i+1] != nil)
				}
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	if refused[ChartAttainment] == 0 || refused[ChartYears] == 0 {
		t.Errorf("refused: %v", refused)
	}
}
