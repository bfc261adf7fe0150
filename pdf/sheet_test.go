package pdf

import (
	"fmt"
	"strings"
	"testing"

	"thidua/workflow/decimal"
	"thidua/workflow/paper"
)

// sampleSheets are so many units' sheets with so many criteria in three
// contents. Their points add up.
func sampleSheets(units, criteria int) paper.Sheets {
	v := paper.Sheets{
		Letterhead: head, Cluster: "tay-nam-bo", ClusterName: "Cụm thi đua các tỉnh Tây Nam bộ", Year: 2017, Period: "CN", PeriodName: "năm 2017",
		RulesSHA256: strings.Repeat("0123abcd", 8), RankBy: "points", Signer: sampleRanking(1, 1, 1).Signer,
	}
	rows := []paper.SheetRow{
		{Name: "Tổng thu ngân sách trên địa bàn", Unit: "tỷ đồng", Max: "70", Plan: "6370", Result: "6590.5", State: "verified", SelfPoints: "70", VerifiedPoints: "70", Points: "70",
			Reasons: []string{"Thực hiện 6.590,5, kế hoạch 6.370: đạt 103,46%. Từ 100% trở lên được đủ 70 điểm."}},
		{Name: "Tốc độ tăng trưởng tổng sản phẩm trên địa bàn (GRDP)", Unit: "%", Max: "40", Plan: "6.5", Result: "6.42", State: "verified", SelfPoints: "40", VerifiedPoints: "37.97", Points: "39.51",
			Said:    []string{"Số 6,71% là ước tính tháng 12 năm 2017; số chính thức công bố ngày 15 tháng 02 năm 2018 là 6,42%."},
			Reasons: []string{"Thực hiện 6,42, kế hoạch 6,5: đạt 98,77%. 40 × 6,42 / 6,5 → 39,51 điểm.", "Xem lại: thống nhất lấy số chính thức 6,42%."}},
		{Name: "Tỷ lệ hộ dân cư nông thôn sử dụng nước sạch", Unit: "%", Max: "30", Result: "n/a", State: "na", Points: "0", Reasons: []string{"Không giao chỉ tiêu: không tính 30 điểm."}},
		{Name: "Thực hiện quy chế dân chủ ở cơ sở", Max: "20", Result: "yes", State: "submitted", SelfPoints: "20", Points: "20", Reasons: []string{"Đạt: 20 điểm."}},
		{Name: "Số người chết do tai nạn giao thông", Unit: "người", Max: "0", Plan: "120", State: "missing"},
		{Name: "Điểm thưởng", Unit: "điểm", Max: "0", Result: "2.5", State: "verified", VerifiedPoints: "2.5", Points: "2.5"},
	}
	for u := range units {
		s := paper.Sheet{Member: fmt.Sprint(u), Name: "tỉnh " + unitName(u), MaxPoints: "1000", Words: "Chín trăm năm mươi bảy phẩy mười một điểm", Max: "970", Percent: "98.671",
			Rank: u + 1, Of: units, HasAdjust: criteria > 5, Signer: paper.Signer{Title: "Chủ tịch", Name: fmt.Sprintf("Nguyễn Văn A%d", u+1)}}
		for i, name := range contentNames {
			c := paper.SheetContent{Name: name, Points: []string{"600", "300", "100"}[i], Totals: paper.SheetTotals{Points: "0"}}
			for n := i * criteria / 3; n < (i+1)*criteria/3; n++ {
				r := rows[n%len(rows)]
				r.N = n + 1
				c.Rows = append(c.Rows, r)
				to := &c.Totals
				if n%len(rows) == 5 {
					to = &s.Adjust
				}
				addPoints(to, paper.SheetTotals{Self: r.SelfPoints, Verified: r.VerifiedPoints, Points: r.Points})
			}
			addPoints(&s.Totals, c.Totals)
			s.Contents = append(s.Contents, c)
		}
		addPoints(&s.Totals, s.Adjust)
		v.Sheets = append(v.Sheets, s)
	}
	return v
}

func addPoints(to *paper.SheetTotals, more paper.SheetTotals) {
	sum := func(to *string, more string) {
		if more != "" {
			d, _ := decimal.Parse(*to)
			*to = d.Add(decimal.Must(more)).String()
		}
	}
	sum(&to.Self, more.Self)
	sum(&to.Verified, more.Verified)
	sum(&to.Points, more.Points)
}

func TestSheetsSay(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*paper.Sheets)
		want   []string
		not    []string
	}{
		{"one", func(*paper.Sheets) {}, []string{
			"PHIẾU ĐIỂM THI ĐUA Tỉnh An Giang - năm 2017", "(Kèm theo Biên bản bình xét thi đua năm 2017 của Cụm thi đua các tỉnh Tây Nam bộ)",
			"1 Tổng thu ngân sách trên địa bàn (tỷ đồng) 70 6.370,0 6.590,5 70,00 70,00 Thực hiện 6.590,5",
			"40 6,50 6,42 40,00 Số 6,71% là ước tính", "37,97 - Thực hiện 6,42", "- Xem lại: thống nhất", "không áp dụng", "đạt* 20,00", "chưa báo cáo",
			"Cộng nội dung 3 (chưa kể thưởng, phạt) 100", "Điểm thưởng, phạt +2,50 +2,50", "TỔNG CỘNG 1.000 130,00 110,47 132,01",
			"Tổng điểm: 132,01 điểm trên 970 điểm tối đa áp dụng cho đơn vị, bằng 98,671%. Bằng chữ: Chín trăm năm mươi bảy phẩy mười một điểm.",
			"Xếp hạng: 1/1. Kết quả: chính thức.", "có mã SHA-256 " + strings.Repeat("0123abcd", 8), "ĐẠI DIỆN ĐƠN VỊ", "CỤM TRƯỞNG", "Nguyễn Văn A1", "Nguyễn Văn Quang",
		}, []string{"TẠM TÍNH", "Giảm trừ", "đồng hạng", "Số:"}},
		{"own points for some", func(v *paper.Sheets) {
			for _, c := range v.Sheets[0].Contents {
				for i := range c.Rows {
					c.Rows[i].SelfPoints, c.Rows[i].State = "", "verified"
				}
			}
			v.Sheets[0].Contents[0].Rows[0].SelfPoints = "70"
		}, []string{"Cộng cột điểm tự chấm: chưa gồm "}, nil},
		{"own points for all", func(v *paper.Sheets) {
			for _, c := range v.Sheets[0].Contents {
				for i := range c.Rows {
					c.Rows[i].SelfPoints = "1"
				}
			}
		}, nil, []string{"chưa gồm"}},
		{"without figures", func(v *paper.Sheets) { v.Sheets[0].Missing = 2 }, []string{"Kết quả: chính thức; 2 tiêu chí chưa có số liệu, tính 0 điểm."}, nil},
		{"in words", func(v *paper.Sheets) {
			rows := v.Sheets[0].Contents[0].Rows
			rows[0].Result, rows[0].Word = "3", "trễ 3 ngày"
			rows[1].Adjust, rows[1].VerifiedPoints = true, "5"
		}, []string{"trễ", "3 ngày", "+5,00", "+39,51"}, nil},
		{"provisional", func(v *paper.Sheets) { v.Provisional = true }, []string{"TẠM TÍNH", "Kết quả: tạm tính, vì còn số liệu chưa thẩm định."}, []string{"chính thức."}},
		{"shared", func(v *paper.Sheets) { v.Sheets[0].Shared = true }, []string{"1/1 (đồng hạng)."}, nil},
		{"full", func(v *paper.Sheets) { v.Sheets[0].Max = "1000" }, []string{"132,01 điểm. Bằng chữ"}, []string{"điểm tối đa áp dụng"}},
		{"held", func(v *paper.Sheets) {
			v.Sheets[0].Contents[0].Cuts = []paper.SheetCut{{Verified: "-7.97", Points: "-9.51", Reason: "Nội dung này được tính nhiều nhất 100 điểm."}}
		}, []string{"Giảm trừ -7,97 Nội dung này được tính nhiều nhất 100 điểm. -9,51"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := sampleSheets(1, 6)
			test.change(&v)
			says(t, printed(t, Sheets, v), test.want, test.not)
		})
	}
}

// The pages of a unit are its own: counted from 1, with its name on the further ones.
func TestPagesOfASheetAreItsOwn(t *testing.T) {
	d := printed(t, Sheets, sampleSheets(2, 26))
	if d.Pages != 6 {
		t.Fatalf("%d pages", d.Pages)
	}
	for i, page := range strings.Split(read(t, d, "-raw"), "\f")[:6] {
		want := fmt.Sprintf("%d Phiếu điểm tỉnh %s - năm 2017", i%3+1, unitName(i/3))
		if got := strings.HasPrefix(squeezed(page), want); got != (i%3 > 0) {
			t.Errorf("page %d: %.60s", i+1, squeezed(page))
		}
	}
}

// Every unit's sheet begins a page, has the head on each, and is signed on a page
// with its total.
func TestEverySheetStandsAlone(t *testing.T) {
	step := 4
	if testing.Short() {
		step = 13
	}
	for criteria := 0; criteria <= 40; criteria += step {
		d := printed(t, Sheets, sampleSheets(3, criteria))
		pages := strings.Split(read(t, d, "-layout"), "\f")
		titles, totals := 0, 0
		for i, page := range pages[:d.Pages] {
			page = squeezed(page)
			if n := strings.Count(page, "PHIẾU ĐIỂM"); n > 1 {
				t.Errorf("%d criteria, page %d: %d sheets", criteria, i+1, n)
			}
			titles += strings.Count(page, "PHIẾU ĐIỂM")
			totals += strings.Count(page, "TỔNG CỘNG")
			if strings.Contains(page, "ĐẠI DIỆN") && (!strings.Contains(page, "TỔNG CỘNG") || !strings.Contains(page, "Bằng chữ:")) {
				t.Errorf("%d criteria, page %d: signatures without the total", criteria, i+1)
			}
			if strings.Contains(page, "Cộng nội dung") && !strings.Contains(page, "Thang") {
				t.Errorf("%d criteria, page %d: rows without their head", criteria, i+1)
			}
		}
		if titles != 3 || totals != 3 {
			t.Errorf("%d criteria: %d titles, %d totals", criteria, titles, totals)
		}
	}
}

func TestSheetsStayOnTheirPages(t *testing.T) {
	for name, s := range nasty {
		t.Run(name, func(t *testing.T) {
			keeps(t, "sheets", eachText(sampleSheets(1, 7), func(string) string { return s }), sheets)
		})
	}
	step := 1
	if testing.Short() {
		step = 7
	}
	for criteria := 0; criteria < 42; criteria += step {
		keeps(t, "sheets", sampleSheets(1, criteria), sheets)
	}
	keeps(t, "nothing", paper.Sheets{}, sheets)
	keeps(t, "many units", sampleSheets(40, 40), sheets)
}

func BenchmarkSheets(b *testing.B) { bench(b, Sheets, sampleSheets(1, 26)) }
