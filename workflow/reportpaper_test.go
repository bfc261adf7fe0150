package workflow

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
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
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/rules/sample"
	"thidua/workflow/score"
	"thidua/workflow/text"
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

func report(t *testing.T, db storage.Store, c *rules.Cluster, period string) paper.Report {
	t.Helper()
	return draft(t, db, c, period).Paper()
}

func draft(t *testing.T, db storage.Store, c *rules.Cluster, period string) (d ReportDraft) {
	t.Helper()
	err := db.View(t.Context(), func(r storage.Reader) (err error) {
		d, err = DraftReport(r, c, period, reportDay)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func reportText(t *testing.T, db storage.Store, c *rules.Cluster, period string) string {
	t.Helper()
	return ReportText(report(t, db, c, period)) + "\n"
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
		"tổng thu ngân sách trên địa bàn đạt 65.913 tỷ đồng, đạt 103,46% kế hoạch năm, tăng 31,15% so với năm 2016 (tăng 15.655,3 tỷ đồng), " +
			"có 10/12 tỉnh thu đạt và vượt kế hoạch, một số tỉnh thu ngân sách vượt cao như: An Giang (109,69%), Đồng Tháp (108,94%), Long An (107,75%); ",
		"14.095 triệu USD", "106,64%", "19,8%", "11/12", "Hậu Giang (128,03%), Kiên Giang (117,5%), Vĩnh Long (116,86%)",
		"342.904 lao động", "116,73%", "Vĩnh Long (147,13%), Trà Vinh (131,82%), Bạc Liêu (126,76%)",
		"23.902 đảng viên", "110,6%", "247.615,5 tỷ đồng", "giảm 348 vụ",
		"Đồng Tháp (124,94%), Bạc Liêu (117,77%), Kiên Giang (115,16%), Cà Mau (114,12%)",
		"An Giang và Kiên Giang (129,09%)", "có 03 tỉnh có chỉ số cải cách hành chính cao như Đồng Tháp hạng 7/63, Long An hạng 30/63, Vĩnh Long hạng 34/63.",
		"1.115 Cờ thi đua", "51.586 Bằng khen",
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

// What stands around the sentences: members of several kinds, the theme, who
// signed, what is not verified, the ranking with a shared place, the next head.
func TestReportAroundTheSentences(t *testing.T) {
	file := strings.ReplaceAll(tiny, "points: 0, method: {kind: none}, %}", "name: Thu ngân sách, points: 10, method: {kind: proportional}}")
	file = strings.Replace(file, "points: 0\n    criteria", "points: 10\n    criteria", 1) +
		"awards:\n  - {name: Cờ thi đua, places: 1}\n  - {name: Bằng khen, places: 2}\n"
	db, c := openStore(t), loadCluster(t, file+"theme: Về đích sớm\ndeputies: [b]\n")
	has := func(said bool, sentences ...string) {
		t.Helper()
		out := reportText(t, db, c, "CN")
		for _, s := range sentences {
			if strings.Contains(out, s) != said {
				t.Errorf("said %v, %q:\n%s", !said, s, out)
			}
		}
	}
	has(true,
		"Báo cáo tổng kết công tác thi đua, khen thưởng năm 2017 – Cụm thi đua số 2",
		"Năm 2017, Cụm thi đua số 2 gồm 04 đơn vị thành viên: huyện An, huyện Bình, huyện Chí, thành phố Dân. Cụm trưởng là huyện An, Cụm phó là huyện Bình.",
		"Chủ đề thi đua năm 2017: “Về đích sớm”.",
		"1. Kinh tế\n- Các đơn vị chưa có số liệu về nội dung này.\n")
	has(false, "dẫn đầu", "đề nghị", "tạm tính", "ký kết", "năm 2018")

	importRows(t, db, c, "CN,a,k,100,,90,\nCN,b,k,100,,95,\nCN,c,k,100,,50,\nCN,d,k,100,,20,\n")
	has(true, "Qua chấm điểm, xếp hạng thi đua năm 2017, đơn vị dẫn đầu là huyện Bình với 9,5/10 điểm; hạng nhì là huyện An với 9/10 điểm; hạng ba là huyện Chí với 5/10 điểm.",
		"Căn cứ kết quả xếp hạng, 01 đơn vị xếp hạng nhất được đề nghị tặng Cờ thi đua là huyện Bình; 02 đơn vị xếp hạng nhì, ba được đề nghị tặng Bằng khen là huyện An, huyện Chí.")

	importRows(t, db, c, "CN,b,k,,,90,\nCN,d,other,,,1,submitted\n")
	has(true, "Số liệu trong báo cáo là tạm tính", "năm 2017 (tạm tính), đơn vị dẫn đầu là huyện An và huyện Bình với 9/10 điểm; hạng ba là huyện Chí với 5/10 điểm.",
		"dự kiến 01 đơn vị xếp hạng ba được đề nghị tặng Bằng khen là huyện Chí.", "chờ biểu quyết để xác định đơn vị được đề nghị khen thưởng: huyện An, huyện Bình.")
	has(false, "tặng Cờ thi đua")

	next := loadCluster(t, strings.NewReplacer("2017", "2018", "2018-02-13", "2019-02-13", "head: a", "head: c").Replace(file))
	act := Act{By: Operator, At: reportDay, Event: "test"}
	inUnit(t, db, func(tx storage.Tx) error {
		_, err := ApplyCluster(tx, act, next)
		return err
	})
	has(true, "Cụm thi đua số 2 năm 2018: Cụm trưởng là huyện Chí.")

	press := func(string, json.RawMessage) ([]byte, error) { return []byte("covenant"), nil }
	sign := func(members ...string) {
		inUnit(t, db, func(tx storage.Tx) error {
			cov, err := FindCovenant(tx, c)
			if err == nil && cov.State == CovenantDraft {
				cov, err = OpenCovenant(tx, act, c, Chancery{Press: press})
			}
			for _, m := range members {
				if err == nil {
					_, _, err = SignCovenant(tx, act, c, Chancery{Press: press}, 0, "leader-"+m, Person{ID: m, Name: m}, cov.SHA256)
				}
			}
			return err
		})
	}
	sign("a", "b")
	has(true, "Lãnh đạo 2/4 đơn vị đã ký kết giao ước thi đua năm 2017, gần nhất là ngày 20 tháng 3 năm 2018.")
	sign("c", "d")
	has(true, "Lãnh đạo 4/4 đơn vị đã ký kết giao ước thi đua năm 2017, hoàn thành ngày 20 tháng 3 năm 2018.")
}

func inUnit(t *testing.T, db storage.Store, fn func(storage.Tx) error) {
	t.Helper()
	if err := db.Update(t.Context(), "nho", fn); err != nil {
		t.Fatal(err)
	}
}

// A period is summed up (tổng kết) when the conference it goes to says so.
func TestFinalOrInterim(t *testing.T) {
	for conference, want := range map[string]map[string]bool{
		"":                     {"6T": false, "CN": true},
		"tong_ket, period: 6T": {"6T": true, "CN": true},
		"so_ket, period: CN":   {"6T": false, "CN": false},
	} {
		file := strings.ReplaceAll(tiny, "%}", sum+"}")
		if conference != "" {
			file += "conferences:\n  - {id: h, name: Hội nghị, at: 2018-04-04T08:00, kind: " + conference + "}\n"
		}
		db, c := openStore(t), loadCluster(t, file)
		for period, final := range want {
			if got := report(t, db, c, period); got.Final != final {
				t.Errorf("%s %s: final %v", conference, period, got.Final)
			}
		}
	}
}

func TestReportOfNoPeriod(t *testing.T) {
	db, c := openStore(t), loadCluster(t, strings.ReplaceAll(tiny, "%}", sum+"}"))
	err := db.View(t.Context(), func(r storage.Reader) error {
		_, err := ReportPaper(r, c, "9T", reportDay)
		return err
	})
	if p, ok := errors.AsType[*text.Problem](err); !ok || p.Key != "period.unknown" {
		t.Errorf("got %v", err)
	}
}

// The day on the letterhead is the cluster's day; it signs as on every paper.
func TestReportLetterhead(t *testing.T) {
	db, c := openStore(t), loadCluster(t, strings.ReplaceAll(tiny, "%}", sum+"}"))
	err := db.View(t.Context(), func(r storage.Reader) error {
		p, err := ReportPaper(r, c, "6T", time.Date(2017, 7, 10, 17, 0, 0, 0, time.UTC))
		if p.Date != "2017-07-11" || p.Issuer != "CỤM THI ĐUA SỐ 2" || p.Signer.Agency != "UBND HUYỆN AN" ||
			p.Year != 2017 || p.PeriodName != "6 tháng đầu năm 2017" || len(p.Recipients) != 2 || p.Provisional {
			t.Errorf("got %+v", p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestReportRankedByPercent(t *testing.T) {
	file := strings.ReplaceAll(tiny, "points: 0, method: {kind: none}, %}", "name: Thu ngân sách, points: 7, method: {kind: proportional}}")
	file = strings.Replace(file, "points: 0\n    criteria", "points: 7\n    criteria", 1) + "rank_by: percent\n"
	db, c := openStore(t), loadCluster(t, file)
	importRows(t, db, c, "CN,a,k,100,,90,\nCN,b,k,100,,100,\n")
	want := "Qua chấm điểm, xếp hạng thi đua năm 2017, đơn vị dẫn đầu là huyện Bình với 100% điểm tối đa; hạng nhì là huyện An với 90% điểm tối đa."
	if got := report(t, db, c, "CN").Sections[1].Paragraphs; len(got) != 2 || got[0] != want || got[1] != "Chỉ tiêu chưa có số liệu được tính 0 điểm: huyện Chí (01 chỉ tiêu), thành phố Dân (01 chỉ tiêu)." {
		t.Errorf("got %q", got)
	}
}
