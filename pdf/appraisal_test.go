package pdf

import (
	"fmt"
	"strings"
	"testing"

	"thidua/workflow/decimal"
	"thidua/workflow/paper"
)

// sampleAppraisal has so many criteria in three contents and so many files. Its
// points add up.
func sampleAppraisal(criteria, files int) paper.Appraisal {
	v := paper.Appraisal{
		Letterhead: head, Cluster: "tay-nam-bo", ClusterName: "Cụm thi đua các tỉnh Tây Nam bộ", Year: 2017, Period: "CN", PeriodName: "năm 2017",
		Member: "vinh-long", Agency: "Ủy ban nhân dân tỉnh Vĩnh Long", RulesSHA256: strings.Repeat("0123abcd", 8), MaxPoints: "1000",
	}
	names := []struct{ name, unit string }{
		{"Tổng thu ngân sách trên địa bàn", "tỷ đồng"}, {"Tốc độ tăng trưởng tổng sản phẩm trên địa bàn (GRDP)", "%"},
		{"Tỷ lệ hộ dân cư nông thôn sử dụng nước sạch, nước hợp vệ sinh", "%"}, {"Thực hiện quy chế dân chủ ở cơ sở", ""},
		{"Số người chết do tai nạn giao thông", "người"}, {"Điểm thưởng: có mô hình mới, cách làm hay được nhân rộng trong toàn quốc", "điểm"},
	}
	rows := []paper.AppraisalRow{
		{Points: "70", Plan: "6370", Self: "6590.5", SelfPoints: "70", Verified: "6590.5", VerifiedPoints: "70", Final: "6590.5", FinalPoints: "70"},
		{Points: "40", Plan: "6.5", Self: "6.71", SelfPoints: "40", Verified: "6.17", VerifiedPoints: "37.97", Final: "6.42", FinalPoints: "39.51", Reasons: []string{
			"Cục Thống kê công bố tốc độ tăng 6,17%, thấp hơn số đơn vị báo cáo; đề nghị đơn vị giải trình.",
			"Đơn vị giải trình: số 6,71% là ước tính tháng 12 năm 2017, tính theo giá so sánh năm 2010; số chính thức công bố ngày 15 tháng 02 năm 2018 là 6,42%.",
			"Thống nhất lấy số chính thức 6,42%."}},
		{Points: "30", Plan: "95", Self: "n/a", Verified: "n/a", Final: "n/a"},
		{Points: "20", Self: "yes", SelfPoints: "20", Verified: "no", VerifiedPoints: "0", Final: "no", FinalPoints: "0", Reasons: []string{"Có 02 đơn vị cấp xã không tổ chức đối thoại định kỳ."}},
		{Points: "0", Plan: "120", Self: "none", SelfPoints: "0", Verified: "131", VerifiedPoints: "0", Final: "131", FinalPoints: "0"},
		{Points: "0", Self: "5", SelfPoints: "5", Verified: "2.5", VerifiedPoints: "2.5", Final: "2.5", FinalPoints: "2.5", Reasons: []string{"Mô hình thứ hai đã tính ở năm trước."}},
	}
	sum := func(to *string, more string) {
		if more != "" {
			d, _ := decimal.Parse(*to)
			*to = d.Add(decimal.Must(more)).String()
		}
	}
	for i, name := range contentNames {
		c := paper.AppraisalContent{Name: name, Points: []string{"600", "300", "100"}[i]}
		for n := i * criteria / 3; n < (i+1)*criteria/3; n++ {
			r := rows[n%len(rows)]
			r.N, r.Name, r.Unit = n+1, names[n%len(names)].name, names[n%len(names)].unit
			c.Rows = append(c.Rows, r)
			for _, t := range []*paper.AppraisalTotals{&c.Totals, &v.Totals} {
				sum(&t.Self, r.SelfPoints)
				sum(&t.Verified, r.VerifiedPoints)
				sum(&t.Final, r.FinalPoints)
			}
		}
		if i == 0 && criteria > 2 {
			c.Cuts, c.CutReason = paper.AppraisalTotals{Self: "-6.5", Verified: "0", Final: "0"}, "Nội dung này được tính nhiều nhất 103,5 điểm, kể cả điểm vượt chỉ tiêu."
			sum(&c.Totals.Self, "-6.5")
			sum(&v.Totals.Self, "-6.5")
		}
		v.Contents = append(v.Contents, c)
	}
	for i := range files {
		v.Evidence = append(v.Evidence, paper.AppraisalEvidence{
			N: i + 1, Criterion: names[i%len(names)].name, Kind: []string{"pdf", "jpeg", "png", "other"}[i%4], Size: []string{"812", "250881", "1363149", "20971520"}[i%4],
			Name: []string{"bao-cao-thu-ngan-sach-2017.pdf", "IMG_20180112_081530.jpg", "Công văn số 123/CTK-TH ngày 15 tháng 02 năm 2018 về công bố số liệu chính thức năm 2017 (bản ký).png", "số liệu.zip"}[i%4],
			At:   "2018-01-12T08:15:30+07:00", SHA256: fmt.Sprintf("%02x", i+1) + strings.Repeat("9f86d081884c7d65", 4)[2:],
		})
	}
	return v
}

func TestAppraisalSays(t *testing.T) {
	v := sampleAppraisal(26, 4)
	for _, test := range []struct {
		name   string
		change func(*paper.Appraisal)
		want   []string
		not    []string
	}{
		{"full", func(*paper.Appraisal) {}, []string{
			"Số: 03/BB-CTĐTNB", "PHỤ LỤC THẨM ĐỊNH Ủy ban nhân dân tỉnh Vĩnh Long - năm 2017",
			"(Kèm theo Biên bản thẩm định số liệu năm 2017 của Cụm thi đua các tỉnh Tây Nam bộ)",
			"1 Tổng thu ngân sách trên địa bàn (tỷ đồng) 70 6.370,0 6.590,5 70,00 6.590,5 70,00 6.590,5 70,00",
			"40 6,50 6,71 40,00 6,17 37,97 6,42 39,51 - Cục Thống kê công bố", "- Thống nhất lấy số chính thức 6,42%.",
			"không áp dụng", "20 – đạt 20,00 không đạt 0,00 không đạt 0,00 Có 02 đơn vị", "chưa có", "Giảm trừ -6,50 0,00 0,00 Nội dung này được tính nhiều nhất", "Giảm trừ: phần vượt", "Cộng nội dung 3 100", "TỔNG CỘNG 1.000",
			"Thang điểm “–”: tiêu chí", "Chỉ tiêu “–”:", "in đậm: khác điểm đơn vị tự chấm.", "MINH CHỨNG", "PDF 812 byte 08:15 12/01/2018",
			"ảnh JPEG 246 KB", "ảnh PNG 1,4 MB", "tệp khác 20,0 MB", "0186d081884c7d65 0186d081884c7d659f86d081884c7d65 9f86", // the short and the full hash
			"có mã SHA-256 " + v.RulesSHA256 + ".", "NGƯỜI THẨM ĐỊNH", "ĐẠI DIỆN ĐƠN VỊ", "(ký, ghi rõ họ tên)",
		}, []string{"TẠM TÍNH", "yes", "n/a", "none", "không có tệp nào"}},
		{"provisional", func(v *paper.Appraisal) { v.Provisional = true }, []string{"TẠM TÍNH"}, nil},
		{"no files", func(v *paper.Appraisal) { v.Evidence = nil }, []string{"Minh chứng: không có tệp nào được gửi kèm."}, []string{"MINH CHỨNG", "Tên tệp"}},
		{"nothing to explain", func(v *paper.Appraisal) {
			v.Contents = []paper.AppraisalContent{{Name: "A", Rows: v.Contents[0].Rows[:1]}}
		}, nil, []string{"Ghi chú", "in đậm"}},
		{"no hash of rules", func(v *paper.Appraisal) { v.RulesSHA256 = "" }, []string{"theo bộ quy tắc của cụm."}, []string{"có mã SHA-256"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := v
			test.change(&v)
			says(t, printed(t, Appraisal, v), test.want, test.not)
		})
	}
}

// The totals that are read on the page are the sums of the points and cuts above
// them.
func TestAppraisalAddsUp(t *testing.T) {
	v := sampleAppraisal(26, 0)
	sums := [3]decimal.Decimal{}
	for _, c := range v.Contents {
		lines := [][]string{{c.Cuts.Self, c.Cuts.Verified, c.Cuts.Final}}
		for _, r := range c.Rows {
			lines = append(lines, []string{r.SelfPoints, r.VerifiedPoints, r.FinalPoints})
		}
		for _, line := range lines {
			for i, s := range line {
				if s != "" {
					sums[i] = sums[i].Add(decimal.Must(s))
				}
			}
		}
	}
	want := "TỔNG CỘNG 1.000"
	for _, d := range sums {
		want += " " + points(d.String())
	}
	says(t, printed(t, Appraisal, v), []string{want}, nil)
}

// Heads are on every page that has rows, every row is there once, and what ends
// a part stands with a row of it.
func TestLongAppraisal(t *testing.T) {
	step := 4
	if testing.Short() {
		step = 13
	}
	for criteria := 3; criteria <= 40; criteria += step {
		v := sampleAppraisal(criteria, criteria%13)
		d := printed(t, Appraisal, v)
		pages := strings.Split(read(t, d, "-layout"), "\f")
		if len(pages)-1 != d.Pages {
			t.Fatalf("%d criteria: read %d pages of %d", criteria, len(pages)-1, d.Pages)
		}
		for i, page := range pages[:d.Pages] {
			page = squeezed(page)
			if strings.Contains(page, "Cộng nội dung") && !strings.Contains(page, "Thang") {
				t.Errorf("%d criteria, page %d: rows without their head", criteria, i+1)
			}
			if strings.Contains(page, "TỔNG CỘNG") && !strings.Contains(page, "Cộng nội dung 3") {
				t.Errorf("%d criteria, page %d: the total alone", criteria, i+1)
			}
			if strings.Contains(page, "MINH CHỨNG") && !strings.Contains(page, "Tên tệp") {
				t.Errorf("%d criteria, page %d: a heading alone", criteria, i+1)
			}
			if strings.Contains(page, "NGƯỜI THẨM ĐỊNH") && !strings.Contains(page, "có mã SHA-256") {
				t.Errorf("%d criteria, page %d: signatures without a text", criteria, i+1)
			}
		}
		text := squeezed(read(t, d, "-raw"))
		for _, e := range v.Evidence {
			if n := strings.Count(text, e.SHA256[:32]+" "+e.SHA256[32:]); n != 1 {
				t.Errorf("%d criteria: file %d stands %d times", criteria, e.N, n)
			}
		}
	}
}

func TestAppraisalStaysOnItsPages(t *testing.T) {
	for name, s := range nasty {
		t.Run(name, func(t *testing.T) {
			keeps(t, "appraisal", eachText(sampleAppraisal(7, 3), func(string) string { return s }), appraisal)
		})
	}
	step := 1
	if testing.Short() {
		step = 7
	}
	for criteria := 0; criteria < 30; criteria += step {
		keeps(t, "appraisal", sampleAppraisal(criteria, 30-criteria), appraisal)
	}
	keeps(t, "nothing", paper.Appraisal{}, appraisal)
	many := sampleAppraisal(6, 1)
	for range 40 {
		many.Contents[0].Rows[1].Reasons = append(many.Contents[0].Rows[1].Reasons, "Đơn vị giải trình: số liệu là ước tính tháng 12, tính theo giá so sánh.")
	}
	keeps(t, "many reasons", many, appraisal)
}

func TestFileSize(t *testing.T) {
	for _, test := range [][2]string{
		{"0", "0 byte"}, {"1023", "1.023 byte"}, {"1024", "1 KB"}, {"1025", "2 KB"}, {"1022976", "999 KB"}, {"1022977", "1,0 MB"}, {"1048576", "1,0 MB"}, {"1048577", "1,1 MB"},
		{"20971520", "20,0 MB"}, {"-1", "-1"}, {"", ""}, {"9999999999999999999", "9999999999999999999"},
	} {
		if got := fileSize(test[0]); got != test[1] {
			t.Errorf("%s bytes: %q, want %q", test[0], got, test[1])
		}
	}
}

func BenchmarkAppraisal(b *testing.B) { bench(b, Appraisal, sampleAppraisal(26, 12)) }
