package workflow

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thidua/storage"
	"thidua/storage/bolt"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
	"thidua/workflow/score"
)

var update = flag.Bool("update", false, "write the golden files anew")

var reportDay = time.Date(2018, 3, 20, 9, 0, 0, 0, time.UTC)

func openStore(t *testing.T) storage.Store {
	t.Helper()
	db, err := bolt.Create(filepath.Join(t.TempDir(), "data.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func loadCluster(t *testing.T, source string) *rules.Cluster {
	t.Helper()
	c, faults := rules.Load([]byte(source))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return c
}

// importRows loads lines of a figures file: period, member, criterion, plan, last
// year, actual; verified unless the note says "submitted".
func importRows(t *testing.T, db storage.Store, c *rules.Cluster, file string) {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	act := Act{By: Operator, At: reportDay, Event: "import"}
	err = db.Update(t.Context(), c.ID, func(tx storage.Tx) error {
		for _, r := range records {
			row := ImportRow{
				Period: r[0], Member: r[1], Criterion: r[2], Plan: optional(r[3]), LastYear: optional(r[4]), Given: r[5] != "",
			}
			switch r[5] {
			case "":
			case "yes", "no", "n/a":
				row.Actual.Kind = score.Kind(r[5])
			default:
				row.Actual = score.Value{Kind: score.Number, Number: decimal.Must(r[5])}
			}
			if err := ImportFigure(tx, act, c, row, r[6] != "submitted"); err != nil {
				return fmt.Errorf("%v: %w", r, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func optional(s string) *decimal.Decimal {
	if s == "" {
		return nil
	}
	d := decimal.Must(s)
	return &d
}

func reportText(t *testing.T, db storage.Store, c *rules.Cluster, period string) string {
	t.Helper()
	var out string
	err := db.View(t.Context(), func(r storage.Reader) error {
		p, err := ReportPaper(r, c, period, reportDay)
		out = ReportText(p) + "\n"
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func tayNamBo(t *testing.T) (storage.Store, *rules.Cluster) {
	db, c := openStore(t), loadCluster(t, string(sample.Cluster))
	_, rows, _ := bytes.Cut(sample.Figures, []byte("\n")) // behind the header
	importRows(t, db, c, string(rows))
	return db, c
}

func TestSampleReport(t *testing.T) {
	db, c := tayNamBo(t)
	for _, period := range []string{"CN", "6T"} {
		golden(t, "report-"+period+".txt", reportText(t, db, c, period))
	}
}

// The figures that the articles of 2018 print stand in the report as they do there.
func TestSampleReportSaysWhatTheArticlesSay(t *testing.T) {
	db, c := tayNamBo(t)
	year := reportText(t, db, c, "CN")
	for _, printed := range []string{
		"Tổng thu ngân sách trên địa bàn đạt 65.913 tỷ đồng, đạt 103,46% kế hoạch năm, tăng 31,15% so với năm trước (tăng 15.655,3 tỷ đồng); " +
			"có 10/12 đơn vị đạt và vượt kế hoạch, dẫn đầu là: An Giang (109,69%), Đồng Tháp (108,94%), Long An (107,75%).",
		"14.095 triệu USD", "106,64%", "19,8%", "11/12", "Hậu Giang (128,03%), Kiên Giang (117,5%), Vĩnh Long (116,86%)",
		"342.904 lao động", "116,73%", "Vĩnh Long (147,13%), Trà Vinh (131,82%), Bạc Liêu (126,76%)",
		"23.902 đảng viên", "110,6%", "247.615,5 tỷ đồng", "giảm 348 vụ",
		"Đồng Tháp (124,94%), Bạc Liêu (117,77%), Kiên Giang (115,16%), Cà Mau (114,12%)",
		"An Giang (129,09%), Kiên Giang (129,09%)", "Đồng Tháp (hạng 7), Long An (hạng 30), Vĩnh Long (hạng 34)",
		"1.115 cờ", "51.586 bằng",
	} {
		if !strings.Contains(year, printed) {
			t.Errorf("the report does not say %q", printed)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", path, got, want)
	}
}
