package desk

import (
	"log/slog"
	"strings"
	"testing"

	"thidua/cmd/thidua/internal/house"
	"thidua/workflow/rules/sample"
)

// office is a desk with the sample cluster in a new store.
func office(t *testing.T) *Desk {
	t.Helper()
	place := house.Place{Path: t.TempDir() + "/thidua.db", Clock: house.Running{}}
	db, err := place.Open(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	d := &Desk{Place: place, Store: db, Log: slog.New(slog.DiscardHandler)}
	if a := d.Do(t.Context(), Request{Op: "cluster apply", File: sample.Cluster, FileName: "c.yaml"}); len(a.Faults) > 0 {
		t.Fatal(a.Faults)
	}
	return d
}

func (d *Desk) importing(t *testing.T, file string, verified bool) Answer {
	t.Helper()
	return d.Do(t.Context(), Request{Op: "import figures", Cluster: "tay-nam-bo", Year: 2017, File: []byte(file), FileName: "f.csv", Verified: verified})
}

func (d *Desk) ranking(t *testing.T) string {
	t.Helper()
	a := d.Do(t.Context(), Request{Op: "rank", Cluster: "tay-nam-bo", Year: 2017, Period: "CN", Format: "csv"})
	if len(a.Faults) > 0 {
		t.Fatal(a.Faults)
	}
	return string(a.Out)
}

func TestImport(t *testing.T) {
	d := office(t)
	empty := d.ranking(t)
	const header = "period,member,criterion,plan,last_year,actual,note\n"
	const one = "CN,an-giang,thu-nhap,40.62,40.41,41.41,\n"

	// One bad line, and the good ones are not loaded either.
	a := d.importing(t, header+one+"CN,an-giang,thu-nhap,1,1,1,\nCN,an-giang,cchc,,,x,\n", false)
	want := "f.csv: line 3: period, member and criterion are those of line 2: remove one of the two\n" +
		`f.csv: line 4: actual: "x" is not a number: write digits, with a dot before the decimals and nothing between thousands, as in 1234.5, or yes, no, n/a`
	if got := strings.Join(a.Faults, "\n"); got != want {
		t.Error(got)
	}
	if d.ranking(t) != empty {
		t.Error("a refused file changed the ranking")
	}

	a = d.importing(t, header+one+"CN,ca-mau,thu-nhap,33.88,33.78,,\n", false)
	if got := string(a.Out); len(a.Faults) > 0 || got != "imported 2 rows of 2 members as submitted; without a figure, with plan and last year only: 1\n" {
		t.Error(got, a.Faults)
	}
	before := d.ranking(t)
	if before == empty {
		t.Error("the figures changed nothing")
	}
	if a = d.importing(t, header+one, true); len(a.Faults) > 0 {
		t.Error(a.Faults)
	}

	// What only the store knows is a fault of its row, and undoes the others.
	a = d.importing(t, header+"CN,bac-lieu,thu-nhap,44.02,43.13,44.71,\n"+one, false)
	if got := strings.Join(a.Faults, "\n"); !strings.HasPrefix(got, "f.csv: line 3: Thu nhập bình quân đầu người: this figure was accepted") {
		t.Error(got)
	}
	if d.ranking(t) != before {
		t.Error("a refused file changed the ranking")
	}
}

func TestImportSample(t *testing.T) {
	d := office(t)
	if a := d.importing(t, string(sample.Figures), true); string(a.Out) != "imported 492 rows of 12 members as verified\n" {
		t.Error(string(a.Out), a.Faults)
	}
	if got := d.ranking(t); !strings.Contains(got, "\n1,long-an,") {
		t.Error(got)
	}
}

func TestImportUnknown(t *testing.T) {
	d := office(t)
	for _, r := range []Request{
		{Op: "import figures", Cluster: "nowhere", Year: 2017, FileName: "f.csv"},
		{Op: "import figures", Cluster: "tay-nam-bo", Year: 2018, FileName: "f.csv"},
		{Op: "import figures", Cluster: "tay-nam-bo", Year: 2017, FileName: "f.csv"},
		{Op: "import figures", Cluster: "tay-nam-bo", Year: 2017, FileName: "f.xlsx", File: []byte("period,member")},
	} {
		if a := d.Do(t.Context(), r); len(a.Faults) != 1 || len(a.Out) > 0 {
			t.Errorf("%+v: %+v", r, a)
		}
	}
}
