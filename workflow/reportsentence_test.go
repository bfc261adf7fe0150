package workflow

import (
	"strings"
	"testing"

	"thidua/storage"
	"thidua/workflow/decimal"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// tiny is a cluster of four with one criterion, given as %.
const tiny = `
cluster: nho
year: 2017
name: Cụm thi đua số 2
issuer: {name: CỤM THI ĐUA SỐ 2}
members:
  - {id: a, name: huyện An, short: An, agency: UBND HUYỆN AN}
  - {id: b, name: huyện Bình, short: Bình, agency: UBND HUYỆN BÌNH}
  - {id: c, name: huyện Chí, short: Chí, agency: UBND HUYỆN CHÍ}
  - {id: d, name: thành phố Dân, short: Dân, agency: UBND THÀNH PHỐ DÂN}
head: a
periods:
  - {id: 6T, name: 6 tháng đầu năm 2017, report_by: 2017-07-10}
  - {id: CN, name: năm 2017, report_by: 2018-02-13, scored: true}
contents:
  - id: "1"
    name: Kinh tế
    points: 0
    criteria:
      - {id: k, points: 0, method: {kind: none}, %}
      - {id: other, name: Việc khác, of: value, total: sum, points: 0, method: {kind: none}}
`

const (
	sum   = `name: Thu ngân sách, unit: tỷ đồng, total: sum, decimals: 1`
	fewer = `name: Số vụ, unit: vụ, total: sum, decimals: 0, better: lower, of: last_year`
	rate  = `name: Tỷ lệ, unit: "%", total: mean, decimals: 2`
)

func TestSentences(t *testing.T) {
	for _, test := range []struct {
		name, criterion, period string
		rows                    string // member plan last actual
		want                    string
	}{
		{"sum", sum, "CN", "a 100 80 110, b 200 160 190, c 50 40 60, d 1000 900 1000.55",
			"Thu ngân sách đạt 1.360,6 tỷ đồng, đạt 100,78% kế hoạch năm, tăng 15,3% so với năm 2016 (tăng 180,6 tỷ đồng), có 3/4 đơn vị đạt và vượt kế hoạch, dẫn đầu là Chí (120%), An (110%), Dân (100,06%)."},
		{"fell", sum + ", leaders: 0", "CN", "a 100 80 60, b 100 80 80",
			"Thu ngân sách đạt 140 tỷ đồng, đạt 70% kế hoạch năm, giảm 12,5% so với năm 2016 (giảm 20 tỷ đồng), chưa có đơn vị nào trong 02 đơn vị đạt và vượt kế hoạch, chưa có số liệu của Chí, Dân."},
		{"everybody", sum + ", leaders: 1", "CN", "a 100 - 100, b 100 - 101, c 100 - 101, d 100 - 100.1",
			"Thu ngân sách đạt 402,1 tỷ đồng, đạt 100,53% kế hoạch năm, 4/4 đơn vị đều đạt và vượt kế hoạch, dẫn đầu là Bình và Chí (101%)."},
		{"one member", sum, "CN", "b 100 80 120",
			"Thu ngân sách đạt 120 tỷ đồng, đạt 120% kế hoạch năm, tăng 50% so với năm 2016 (tăng 40 tỷ đồng), có 1/1 đơn vị đạt và vượt kế hoạch, dẫn đầu là Bình (120%), chưa có số liệu của An, Chí, Dân."},
		{"bases of some", sum + ", leaders: 0", "CN", "a 100 80 100, b - 20 40, c - - 7, d n/a - n/a",
			"Thu ngân sách đạt 147 tỷ đồng, đạt 100% kế hoạch năm (tính trên 01 đơn vị có kế hoạch), tăng 40% so với năm 2016 (tăng 40 tỷ đồng, tính trên 02 đơn vị có số liệu năm 2016), có 1/1 đơn vị đạt và vượt kế hoạch."},
		{"no base", sum, "CN", "a - - 5, b - - 5, c - - 5, d - - 5", "Thu ngân sách đạt 20 tỷ đồng."},
		{"as last year", sum + ", leaders: 0", "CN", "a - 30 20, b - 30 40, c - 1 1, d - 1 1", "Thu ngân sách đạt 62 tỷ đồng, bằng năm 2016."},
		{"about last year", sum + ", leaders: 0", "CN", "a - 30 30.01, b - 1 1, c - 1 1, d - 1 1", "Thu ngân sách đạt 33 tỷ đồng, tương đương năm 2016."},
		{"too little for a percent", sum + ", leaders: 0", "CN", "a - 300000 300001, b - 1 1, c - 1 1, d - 1 1",
			"Thu ngân sách đạt 300.004 tỷ đồng, tăng 1 tỷ đồng so với năm 2016."},
		{"from nothing", fewer + ", leaders: 0", "CN", "a - 0 3, b - 0 0, c - 0 0, d - 0 0",
			"Số vụ là 3 vụ, tăng 3 vụ so với năm 2016, có 3/4 đơn vị giữ bằng hoặc giảm so với năm 2016."},
		{"half of the year's plan", sum, "6T", "a 100 40 110, b 200 90 60, c 50 20 25, d 100 40 40",
			"Thu ngân sách đạt 235 tỷ đồng, đạt 52,22% kế hoạch năm, tăng 23,68% so với cùng kỳ năm 2016 (tăng 45 tỷ đồng), có 1/4 đơn vị đạt và vượt kế hoạch năm, dẫn đầu là An (110%)."},
		{"nobody at half-time", sum, "6T", "a 100 - 50, b 200 - 60, c 50 - 25, d 100 - 40", "Thu ngân sách đạt 175 tỷ đồng, đạt 38,89% kế hoạch năm."},
		{"a plan of its own", sum, "6T own", "a 50 - 50, b 100 - 60, c 25 - 25, d 50 - 40",
			"Thu ngân sách đạt 175 tỷ đồng, đạt 77,78% kế hoạch, có 2/4 đơn vị đạt và vượt kế hoạch."},
		{"fewer", fewer, "CN", "a - 10 8, b - 10 12, c - 4 0, d - 10 10",
			"Số vụ là 30 vụ, giảm 11,76% so với năm 2016 (giảm 4 vụ), có 3/4 đơn vị giữ bằng hoặc giảm so với năm 2016, giảm nhiều nhất là Chí (không còn), An (20%)."},
		{"fewer than planned", `name: Số vụ, unit: vụ, total: sum, better: lower, met_at: 100.01`, "CN", "a 10 - 8, b 10 - 10, c 10 - 9, d 10 - 13",
			"Số vụ là 40 vụ, bằng 100% kế hoạch năm, có 2/4 đơn vị thấp hơn mức kế hoạch, thấp hơn kế hoạch nhiều nhất là An (20%), Chí (10%)."},
		{"more than last year", `name: Hợp tác xã, unit: hợp tác xã, total: sum, of: last_year, met_at: 100.01`, "CN", "a - 10 12, b - 10 10, c - 10 11, d - 10 9",
			"Hợp tác xã đạt 42 hợp tác xã, tăng 5% so với năm 2016 (tăng 2 hợp tác xã), có 2/4 đơn vị tăng so với năm 2016, tăng cao nhất là An (20%), Chí (10%)."},
		{"rate", rate + ", leaders: 0", "CN", "a 7 7 7.5, b 7 7 7, c 7 7 6.555, d 7 7 7",
			"Tỷ lệ bình quân của Cụm đạt 7,01%, bằng 100,2% kế hoạch năm, tăng 0,01 điểm phần trăm so với năm 2016, có 3/4 đơn vị đạt và vượt kế hoạch."},
		{"mean of percents", sum + ", plan_percent: mean, leaders: 0", "6T", "a 100 - 50, b 1000 - 600, c 100 - 50, d 100 - 50",
			"Thu ngân sách đạt 750 tỷ đồng, bình quân đạt 52,5% kế hoạch năm."},
		{"percents only", `name: Giảm nghèo, total: mean_percent, leaders: 1`, "CN", "a 2 - 3, b 2 - 2, c 2 - 2, d 2 - 1",
			"Giảm nghèo bình quân đạt 100% kế hoạch năm, có 3/4 đơn vị đạt và vượt kế hoạch, dẫn đầu là An (150%)."},
		{"count", `name: Xã đạt chuẩn, unit: xã, total: count, met_at: 90, leaders: 2`, "CN", "a 10 - 12, b 10 - 9, c 10 - 8, d 10 - 11",
			"Xã đạt chuẩn có 3/4 đơn vị đạt từ 90% kế hoạch trở lên, dẫn đầu là An (120%), Dân (110%)."},
		{"count without plans", `name: Xã đạt chuẩn, unit: xã, total: count`, "CN", "a - - 12", "Xã đạt chuẩn chưa có kế hoạch để so sánh, chưa có số liệu của Bình, Chí, Dân."},
		{"third place shared", sum, "CN", "a 100 - 105, b 100 - 120, c 100 - 110, d 100 - 105",
			"Thu ngân sách đạt 440 tỷ đồng, đạt 110% kế hoạch năm, 4/4 đơn vị đều đạt và vượt kế hoạch, dẫn đầu là Bình (120%), Chí (110%), An và Dân (105%)."},
		{"by value", `name: Chỉ số, unit: hạng, total: none, of: value, better: lower, leaders: 2, leaders_by: value, met_at: 20, decimals: 0`, "CN", "a - - 7, b - - 34, c - - 20, d - - 63",
			"Chỉ số có 2/4 đơn vị ở mức từ hạng 20 trở xuống, dẫn đầu là An (hạng 7), Chí (hạng 20)."},
		{"value reached", `name: Bảo hiểm, unit: "%", total: mean, of: value, met_at: 81, leaders: 1, leaders_by: value`, "CN", "a - - 86.97, b - - 81, c - - 80, d - - 80",
			"Bảo hiểm bình quân của Cụm đạt 81,99%, có 2/4 đơn vị đạt từ 81% trở lên, dẫn đầu là An (86,97%)."},
		{"printed alike", sum, "CN", "a 3000 - 3001, b 3000 - 3001.1, c 100 - 90, d 100 - 90", "Thu ngân sách đạt 6.182,1 tỷ đồng, đạt 99,71% kế hoạch năm, có 2/4 đơn vị đạt và vượt kế hoạch, dẫn đầu là Bình (100,04%), An (100,03%)."},
		{"printed alike, exact not", sum, "CN", "a 30000 - 30001, b 30000 - 30001.1, c 100 - 90, d 100 - 90", "Thu ngân sách đạt 60.182,1 tỷ đồng, đạt 99,97% kế hoạch năm, có 2/4 đơn vị đạt và vượt kế hoạch, dẫn đầu là Bình và An (100%)."},
		{"a fall", `name: Tốc độ tăng trưởng, unit: "%", total: mean, of: value, report: {phrase: tăng trưởng kinh tế}`, "CN", "a - - -2, b - - -3, c - - -3, d - - -2", "Tăng trưởng kinh tế giảm 2,5%."},
		{"a fall in a phrase", `name: Tốc độ tăng trưởng, unit: "%", total: mean, of: value, report: {phrase: "toàn Cụm tăng {total}"}`, "CN", "a - - -2, b - - -3, c - - -3, d - - -2", "Tốc độ tăng trưởng giảm 2,5%."},
		{"less than nothing", `name: Cán cân thương mại, unit: triệu USD, total: mean, of: value, report: {phrase: cán cân thương mại}`, "CN", "a - - -2, b - - -3, c - - -3, d - - -2", "Cán cân thương mại là -2,5 triệu USD."},
		{"too little for the unit", `name: Xuất khẩu, unit: triệu USD, total: sum, of: value, report: {phrase: xuất khẩu, unit: {name: tỷ USD, divide: 1000, decimals: 1}}`, "CN", "a - - 20, b - - 1, c - - 1, d - - 1", "Xuất khẩu đạt 23 triệu USD."},
		{"nothing in the unit", `name: Xuất khẩu, unit: triệu USD, total: sum, of: value, report: {phrase: xuất khẩu, unit: {name: tỷ USD, divide: 1000, decimals: 1}}`, "CN", "a - - 0, b - - 0, c - - 0, d - - 0", "Xuất khẩu đạt 0 tỷ USD."},
		{"a phrase for all", sum + ", report: {phrase: tổng thu 4 địa phương}", "CN", "a - - 20, b - - 1, c - - 1", "Tổng thu 4 địa phương đạt 22 tỷ đồng (tính trên 03 đơn vị có số liệu), chưa có số liệu của Dân."},
		{"above a value", `name: Bảo hiểm, unit: "%", total: mean, of: value, met_at: 81, met_over: true, leaders: 0`, "CN", "a - - 86, b - - 81, c - - 80, d - - 80",
			"Bảo hiểm bình quân của Cụm đạt 81,75%, có 1/4 đơn vị đạt trên 81%."},
		// The values of the country and the province are the test's own: the articles only say "cao hơn bình quân cả nước", "cao hơn kết quả chung toàn tỉnh".
		{"above the country", `name: Tăng trưởng GRDP, unit: "%", total: mean, of: value, report: {phrase: bình quân GRDP toàn Cụm, compare: {name: bình quân cả nước, value: 6.21}}`, "CN", "a - - 6.5, b - - 6.5, c - - 6.5, d - - 7.22",
			"Bình quân GRDP toàn Cụm đạt 6,68%, cao hơn bình quân cả nước (6,21%)."},
		{"below the province", `name: Bảo hiểm, unit: "%", total: mean, of: value, report: {phrase: bảo hiểm toàn Cụm, compare: {name: kết quả chung toàn tỉnh, value: 81.2}}`, "CN", "a - - 80, b - - 80, c - - 80, d - - 80",
			"Bảo hiểm toàn Cụm đạt 80%, thấp hơn kết quả chung toàn tỉnh (81,2%)."},
		{"nothing formed", `name: Điểm, total: none, of: value`, "CN", "a - - 5", ""},
		{"no figures", sum, "CN", "", "Thu ngân sách: các đơn vị chưa có số liệu."},
		{"plans and no figures", sum, "CN", "a 100 80 -", "Thu ngân sách: các đơn vị chưa có số liệu."},
		{"asked of nobody", sum, "CN", "a - - n/a, b - - n/a, c - - n/a, d - - n/a", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := loadCluster(t, strings.ReplaceAll(tiny, "%}", test.criterion+"}"))
			db := openStore(t)
			period, own, _ := strings.Cut(test.period, " ")
			rows := ""
			for _, m := range []string{"a", "b", "c", "d"} {
				rows += period + "," + m + ",other,,,1,\n"
			}
			for _, row := range strings.FieldsFunc(test.rows, func(r rune) bool { return r == ',' }) {
				f := strings.Fields(row) // member plan last actual
				for i := range f {
					if f[i] == "-" {
						f[i] = ""
					}
				}
				if f[1] == "n/a" {
					f[1] = ""
				}
				plan := f[1]
				if own == "" && period != "CN" { // the plan is the year's
					rows += "CN," + f[0] + ",k," + plan + ",,,\n"
					plan = ""
				}
				rows += period + "," + f[0] + ",k," + plan + "," + f[2] + "," + f[3] + ",\n"
			}
			importRows(t, db, c, rows)
			got := ""
			for _, s := range report(t, db, c, period).Sections[0].Paragraphs {
				if !strings.HasPrefix(s, "Việc khác") {
					got = s
				}
			}
			if got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestPass(t *testing.T) {
	file := strings.ReplaceAll(tiny, "%}", "name: Phổ cập}")
	file = strings.Replace(file, "points: 0, method: {kind: none}, name: Phổ cập", "points: 10, of: value, total: count, method: {kind: pass}, name: Phổ cập", 1)
	c := loadCluster(t, strings.Replace(file, "points: 0\n    criteria", "points: 10\n    criteria", 1))
	for rows, want := range map[string]string{
		"a yes b yes c yes d yes": "Phổ cập có 4/4 đơn vị đều đạt.",
		"a yes b no c n/a":        "Phổ cập có 1/2 đơn vị đạt, chưa có số liệu của Dân.",
		"a no b no c no d no":     "Phổ cập chưa có đơn vị nào trong 04 đơn vị đạt.",
	} {
		db := openStore(t)
		file, f := "CN,d,other,,,1,\n", strings.Fields(rows)
		for i := 0; i < len(f); i += 2 {
			file += "CN," + f[i] + ",k,,," + f[i+1] + ",\n"
		}
		importRows(t, db, c, file)
		if got := report(t, db, c, "CN").Sections[0].Paragraphs[0]; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Changing one figure of the sample year changes the clause of its criterion, of
// those that stand in its paragraph, and no other paragraph on the contents.
func TestOneFactOneSentence(t *testing.T) {
	db, c := tayNamBo(t)
	before := draft(t, db, c, "CN")
	for _, k := range c.Criteria("CN") {
		if k.Method.Kind == rules.Pass || !k.Method.Kind.Reported() {
			continue
		}
		old := figureOf(t, db, c, k.ID)
		better := old.Mul(decimal.Int(2)).Add(decimal.Int(3))
		if k.Lower {
			better = decimal.Int(1)
		}
		importRows(t, db, c, "CN,tra-vinh,"+k.ID+",,,"+better.String()+",\n")
		after := draft(t, db, c, "CN")
		changed := 0
		for i, p := range after.Paragraphs {
			was := before.Paragraphs[i]
			if p.Key != was.Key {
				t.Fatalf("%s: paragraph %s became %s", k.ID, was.Key, p.Key)
			}
			if p.Text() == was.Text() || !strings.Contains(p.Key, "/") {
				continue
			}
			clauses, were := strings.Split(p.Text(), "; "), strings.Split(was.Text(), "; ")
			for j, said := range clauses {
				if j >= len(were) || said == were[j] {
					continue
				}
				if own := ownClause(after, k.ID); !strings.Contains(said, own) && !strings.Contains(said, "cả 3 mặt") {
					t.Errorf("%s: changed %q", k.ID, said)
				}
				if !strings.Contains(said, "cả 3 mặt") {
					changed++
				}
			}
		}
		if changed != 1 {
			t.Errorf("%s: %d clauses changed", k.ID, changed)
		}
		importRows(t, db, c, "CN,tra-vinh,"+k.ID+",,,"+old.String()+",\n")
	}
}

// ownClause is a number that only the criterion's clause of the report has.
func ownClause(d ReportDraft, criterion string) string {
	for _, p := range d.Paragraphs {
		for _, n := range p.Numbers {
			if strings.HasPrefix(n.Source, criterion+".") || strings.HasPrefix(n.Source, criterion+"/") {
				return text.Number(text.Vietnamese, n.Value)
			}
		}
	}
	return "?"
}

func figureOf(t *testing.T, db storage.Store, c *rules.Cluster, criterion string) (d decimal.Decimal) {
	t.Helper()
	err := db.View(t.Context(), func(r storage.Reader) error {
		f, err := FindFigure(r, Subject{c.ID, c.Year, "CN", "tra-vinh", criterion})
		d = f.Accepted.Value.Number
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}
