package pdf

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/unicode/norm"

	"thidua/pdf/chart/charttest"
	"thidua/workflow/paper"
)

var update = flag.Bool("update", false, "write the golden texts anew")

// documents are one of each kind, as most clusters print them.
func documents() map[string]func() (Document, error) {
	return map[string]func() (Document, error){
		"covenant":  func() (Document, error) { return Covenant(sampleCovenant(12, 3, 12)) },
		"ranking":   func() (Document, error) { return Ranking(sampleRanking(12, 3, 17)) },
		"report":    func() (Document, error) { return Report(sampleReport(8)) },
		"appraisal": func() (Document, error) { return Appraisal(sampleAppraisal(26, 12)) },
		"sheets":    func() (Document, error) { return Sheets(sampleSheets(2, 26)) },
		"charts":    func() (Document, error) { return Charts(charttest.Sample(12, 3, 26)) },

		"minutes":     func() (Document, error) { return Minutes(sampleMinutes(12, 2)) },
		"nominations": func() (Document, error) { return Nominations(sampleNominations(2)) },
	}
}

// What is signed is named by its hash, so drawing it again must not change it,
// whatever else is drawn at the same time.
func TestSameValuesSameBytes(t *testing.T) {
	for name, print := range documents() {
		first, err := print()
		if err != nil {
			t.Fatal(name, err)
		}
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				again, err := print()
				if err != nil || !bytes.Equal(first.Bytes, again.Bytes) {
					t.Errorf("%s: other bytes the second time (%v)", name, err)
				}
			})
		}
		wg.Wait()
	}
}

func TestPrintingLeavesTheValueAlone(t *testing.T) {
	v := sampleCovenant(3, 3, 0)
	v.LegalBasis[0], v.Grid[1].Name = "Luật số 1\ufe0f\u200d", norm.NFD.String("Đỗ Mỹ Duyên")
	before := fmt.Sprintf("%+v", v)
	printed(t, Covenant, v)
	if after := fmt.Sprintf("%+v", v); after != before {
		t.Errorf("the value changed:\n%s\n%s", before, after)
	}
}

// Golden texts are read by another program, so they also show that letters can
// be searched and copied, in NFC, in the order in which one reads.
func TestGoldenText(t *testing.T) {
	small := map[string]Document{
		"covenant":  printed(t, Covenant, sampleCovenant(3, 3, 2)),
		"ranking":   printed(t, Ranking, sampleRanking(3, 3, 3)),
		"report":    printed(t, Report, sampleReport(1)),
		"appraisal": printed(t, Appraisal, sampleAppraisal(6, 2)),
		"sheets":    printed(t, Sheets, sampleSheets(2, 6)),
		"charts":    printed(t, Charts, charttest.Sample(3, 3, 3)),

		"minutes":     printed(t, Minutes, sampleMinutes(3, 1)),
		"nominations": printed(t, Nominations, sampleNominations(1)),
	}
	for name, d := range small {
		t.Run(name, func(t *testing.T) {
			got := read(t, d, "-raw")
			if !norm.NFC.IsNormalString(got) {
				t.Error("not NFC")
			}
			var lines []string
			for l := range strings.Lines(strings.ReplaceAll(got, "\f", "\n----\n")) {
				if l = squeezed(l); l != "" {
					lines = append(lines, l)
				}
			}
			got = strings.Join(lines, "\n") + "\n"
			path := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestStructureIsSound(t *testing.T) {
	for name, print := range documents() {
		t.Run(name, func(t *testing.T) {
			d, err := print()
			if err != nil {
				t.Fatal(err)
			}
			tool(t, d, "qpdf", "qpdf", "--check", theFile)
		})
	}
}

func TestWhatPdfinfoSays(t *testing.T) {
	d := printed(t, Ranking, sampleRanking(12, 3, 5))
	got := squeezed(tool(t, d, "poppler-utils", "pdfinfo", theFile))
	for _, want := range []string{
		"Title: Bảng xếp hạng thi đua năm 2017", "Subject: Cụm thi đua các tỉnh Tây Nam bộ", "Author: CỤM THI ĐUA CÁC TỈNH TÂY NAM BỘ",
		fmt.Sprintf("Pages: %d ", d.Pages), "Page size: 595.28 x 841.89 pts (A4)", "CreationDate: Wed Apr 4 00:00:00 2018",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
	for _, want := range []string{"/Lang (vi-VN)", "/DisplayDocTitle true", "/ID [<"} {
		if !bytes.Contains(d.Bytes, []byte(want)) {
			t.Errorf("no %q in the file", want)
		}
	}
	if bytes.Contains(d.Bytes, []byte(wholeRange)) {
		t.Error("the file has a table of characters that the standard forbids")
	}
}

func TestRankingSays(t *testing.T) {
	v := sampleRanking(12, 3, 5)
	for _, test := range []struct {
		name   string
		change func(*paper.Ranking)
		want   []string
		not    []string
	}{
		{"points", func(*paper.Ranking) {},
			[]string{"Số: 03/BXH-CTĐTNB", "Vĩnh Long, ngày 04 tháng 4 năm 2018", "1 An Giang 311,43 311,43 311,43 +5,00 990,50 1 Cờ thi đua", "-3,00",
				"được xét lần lượt theo điểm nội dung 1, nội dung 2; vẫn bằng nhau thì xếp cùng hạng cho đến khi cụm biểu quyết.",
				"Nơi nhận: - Ban Thi đua", "KT. CHỦ TỊCH", "chưa báo cáo", "không áp dụng", "5.042,45*", "65.913,00", "PHỤ LỤC 4"},
			[]string{"TẠM TÍNH", "Tỷ lệ (%)"}},
		{"provisional", func(v *paper.Ranking) { v.Provisional = true }, []string{"TẠM TÍNH", "xếp hạng tạm tính năm 2017"}, nil},
		{"percent", func(v *paper.Ranking) { v.RankBy = "percent" }, []string{"Tỷ lệ (%)", "95,711", "bằng tỷ lệ điểm", "so với điểm tối đa"}, []string{"bằng tổng điểm"}},
		{"no adjust", func(v *paper.Ranking) { v.HasAdjust = false }, nil, []string{"Thưởng, phạt", "+5,00"}},
		{"vote only", func(v *paper.Ranking) { v.Ties = []string{"vote"} }, []string{"Các đơn vị bằng tổng điểm xếp cùng hạng cho đến khi cụm biểu quyết."}, nil},
		{"open number", func(v *paper.Ranking) { v.Number, v.Date = "", "" }, []string{"Số: …/BXH-CTĐTNB", "ngày … tháng … năm …"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := v
			test.change(&v)
			says(t, printed(t, Ranking, v), test.want, test.not)
		})
	}
}

func TestCovenantSays(t *testing.T) {
	signed := sampleCovenant(5, 3, 1)
	unsigned := sampleCovenant(5, 3, 0)
	unsigned.State, unsigned.Grid[0].Name = "draft", ""
	says(t, printed(t, Covenant, signed), []string{
		"BẢN GIAO ƯỚC THI ĐUA Cụm thi đua các tỉnh Tây Nam bộ năm 2018", "Chủ đề: “Đoàn kết",
		"Căn cứ Luật Thi đua, Khen thưởng ngày 26 tháng 11 năm 2003; Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ. Hôm nay, ngày 04 tháng 4 năm 2018, tại thành phố Vĩnh Long, đại diện lãnh đạo 05 đơn vị thành viên",
		"I. THỰC HIỆN NHIỆM VỤ", "(300,5 điểm)", "IV. TỔ CHỨC THỰC HIỆN", "6 tháng đầu năm 2018 chậm nhất ngày 10 tháng 7 năm 2018",
		"Cờ thi đua của Chính phủ cho 02 đơn vị; Bằng khen", "1.000 điểm",
		"Xác nhận điện tử Lúc 09:07 04/04/2018 Mã xác nhận: CODE-0001", "Nguyễn Văn A1", "không phải chữ ký số", strings.Repeat("0123abcd", 8), "TRƯỞNG BAN",
		"PHỤ LỤC Chỉ tiêu thi đua năm 2018", "5.042,4 65.913,0 – 5.042,4",
	}, []string{"DỰ THẢO", "ký, ghi rõ họ tên"})
	says(t, printed(t, Covenant, unsigned), []string{"DỰ THẢO", "(ký, ghi rõ họ tên, đóng dấu)"}, []string{"Mã xác nhận", "SHA-256"})
}

func TestReportSays(t *testing.T) {
	v := sampleReport(2)
	says(t, printed(t, Report, v), []string{"BÁO CÁO Tổng kết công tác thi đua, khen thưởng năm 2017 của Cụm", "Số: 03/BC-CTĐTNB", "III. THỰC HIỆN CÔNG TÁC", "10/12 đơn vị hoàn thành kế hoạch. Trên đây là Báo cáo tổng kết công tác thi đua, khen thưởng năm 2017 của Cụm thi đua các tỉnh Tây Nam bộ./.", "TM. CỤM THI ĐUA"}, nil)
	v.Subject, v.Final, v.Provisional = "sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm 2017", false, true
	says(t, printed(t, Report, v), []string{"BÁO CÁO Sơ kết", "TẠM TÍNH"}, []string{"Tổng kết"})
}

// says checks what a document has and has not, as pdftotext reads it.
// A heading of the report stands on the page of what it announces, wherever the
// page ends.
func TestHeadingsStayWithTheirText(t *testing.T) {
	filler := strings.Repeat("Hai dòng chữ ", 10)
	for lines := range 60 {
		v := sampleReport(1)
		v.Opening = slices.Repeat([]string{"Một dòng."}, 20+lines%15)
		v.Opening = append(v.Opening, slices.Repeat([]string{filler}, lines/15)...)
		v.Sections = []paper.ReportSection{{Title: "Tiêu đề ở cuối trang", Paragraphs: []string{strings.Repeat("ba dòng chữ ", 17)}}}
		for page := range strings.SplitSeq(read(t, printed(t, Report, v), "-layout"), "\f") {
			if strings.HasSuffix(strings.TrimSpace(page), "TIÊU ĐỀ Ở CUỐI TRANG") {
				t.Fatalf("at %d the heading stands alone", lines)
			}
		}
	}
}

func says(t *testing.T, d Document, want, not []string) {
	t.Helper()
	got := squeezed(read(t, d, "-raw"))
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("no %q in\n%s", w, got)
		}
	}
	for _, n := range not {
		if strings.Contains(got, n) {
			t.Errorf("%q in\n%s", n, got)
		}
	}
}
