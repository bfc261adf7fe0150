package pdf

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"thidua/workflow/paper"
)

var head = paper.Letterhead{
	Parent: "", Issuer: "CỤM THI ĐUA CÁC TỈNH TÂY NAM BỘ", Symbol: "CTĐTNB", Place: "Vĩnh Long", Date: "2018-04-04", Number: "3",
}

var contentNames = []string{
	"Thực hiện nhiệm vụ phát triển kinh tế - xã hội, đảm bảo quốc phòng - an ninh",
	"Thực hiện chủ trương của Đảng, chính sách pháp luật của Nhà nước, xây dựng Đảng và hệ thống chính trị",
	"Thực hiện công tác thi đua, khen thưởng",
}

func unitName(i int) string {
	names := strings.Split("An Giang,Bạc Liêu,Bến Tre,Cà Mau,Đồng Tháp,Hậu Giang,Kiên Giang,Long An,Sóc Trăng,Tiền Giang,Trà Vinh,Vĩnh Long", ",")
	if i < len(names) {
		return names[i]
	}
	return fmt.Sprintf("Đơn vị %d", i+1)
}

func contentName(i int) string {
	if i < len(contentNames) {
		return contentNames[i]
	}
	return fmt.Sprintf("Nội dung bổ sung thứ %d", i+1)
}

// sampleCovenant has so many members and contents, signed by the first signed.
func sampleCovenant(members, contents, signed int) paper.Covenant {
	v := paper.Covenant{
		Letterhead: head, Year: 2018, ClusterName: "Cụm thi đua các tỉnh Tây Nam bộ", State: "open",
		Theme:      "Đoàn kết, sáng tạo, thi đua xây dựng và bảo vệ Tổ quốc",
		LegalBasis: []string{"Luật Thi đua, Khen thưởng ngày 26 tháng 11 năm 2003;", "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ"},
		At:         "2018-04-04", Where: "thành phố Vĩnh Long", MaxPoints: "1000",
		Deadlines: []paper.Deadline{{Name: "6 tháng đầu năm 2018", By: "2018-07-10"}, {Name: "năm 2018", By: "2019-02-13"}},
		Awards:    []string{"Cờ thi đua của Chính phủ", "Bằng khen của Thủ tướng Chính phủ"}, Places: []int{2, 2},
		Witnesses: []paper.Signer{{Agency: "Ban Thi đua - Khen thưởng Trung ương", Title: "Trưởng ban", Name: "Trần Thị Hà"}},
		Note:      "Các ô “Xác nhận điện tử” không phải chữ ký số.", SHA256: strings.Repeat("0123abcd", 8),
	}
	for i := range contents {
		v.Contents = append(v.Contents, paper.CovenantContent{ID: fmt.Sprint(i + 1), Name: contentName(i), Points: "300.5", Criteria: []paper.CovenantCriteria{
			{Name: "Tổng thu ngân sách trên địa bàn", Unit: "tỷ đồng", Points: "70"}, {Name: "Số người chết do tai nạn giao thông", Unit: "người", Points: "0"}}})
		row := paper.AnnexRow{Name: "Tổng thu ngân sách trên địa bàn", Unit: "tỷ đồng"}
		for j := range members {
			row.Cells = append(row.Cells, []string{"5042.4", "65913", ""}[j%3])
		}
		v.Annex = append(v.Annex, paper.AnnexContent{Name: contentName(i), Rows: []paper.AnnexRow{row}})
	}
	for i := range members {
		s := paper.Signer{Member: fmt.Sprint(i), Agency: "Ủy ban nhân dân tỉnh " + unitName(i), Title: "Chủ tịch", Name: fmt.Sprintf("Nguyễn Văn A%d", i+1)}
		if i < signed {
			s.SignedAt, s.SignedBy, s.Code = "2018-04-04T09:07:13+07:00", s.Name, fmt.Sprintf("CODE-%04d", i+1)
		}
		v.Grid = append(v.Grid, s)
		v.Members = append(v.Members, unitName(i))
	}
	return v
}

// sampleRanking has so many members, contents, and criteria in each of them.
func sampleRanking(members, contents, criteria int) paper.Ranking {
	v := paper.Ranking{
		Letterhead: head, Cluster: "tay-nam-bo", Year: 2017, Period: "CN", ClusterName: "Cụm thi đua các tỉnh Tây Nam bộ", PeriodName: "năm 2017",
		RulesSHA256: strings.Repeat("0123abcd", 8), RankBy: "points", HasAdjust: true, Ties: []string{"content.1", "content.2", "vote"},
		Notes:      []string{"Bạc Liêu: 1 tiêu chí chưa báo cáo, tính 0 điểm."},
		Signer:     paper.Signer{Agency: "ỦY BAN NHÂN DÂN TỈNH VĨNH LONG", OnBehalf: "KT. CHỦ TỊCH", Title: "PHÓ CHỦ TỊCH", Name: "Nguyễn Văn Quang"},
		Recipients: []string{"Ban Thi đua - Khen thưởng Trung ương (báo cáo);", "12 đơn vị thành viên", "Lưu: VT."},
	}
	for i := range contents {
		v.Contents = append(v.Contents, paper.RankingContent{ID: fmt.Sprint(i + 1), Name: contentName(i), Points: "1000"})
		annex := paper.RankingAnnex{Name: contentName(i)}
		for j := range members {
			annex.Members, annex.Totals = append(annex.Members, unitName(j)), append(annex.Totals, "957.11")
			if i == 0 {
				annex.Cuts = append(annex.Cuts, []string{"0", "-30.25"}[j%2])
			}
		}
		for k := range criteria {
			row := paper.RankingAnnexRow{Name: fmt.Sprintf("Tiêu chí số %d về thu ngân sách trên địa bàn", k+1), Unit: "tỷ đồng", Points: "70"}
			for j := range members {
				row.Cells = append(row.Cells, []paper.RankingCell{
					{Value: "65913", Points: "70", State: "verified"}, {State: "missing", Points: "0"}, {Value: "n/a", State: "na"},
					{Value: "5042.45", Points: "57.11", State: "submitted"}, {Value: "yes", Points: "70", State: "verified"},
				}[(j+k)%5])
			}
			annex.Rows = append(annex.Rows, row)
		}
		v.Annex = append(v.Annex, annex)
	}
	for i := range members {
		row := paper.RankingRow{Rank: i + 1, Member: fmt.Sprint(i), Name: unitName(i), Adjust: []string{"5", "0", "-3"}[i%3], Total: fmt.Sprintf("%d.5", 990-i), Max: "1000", Percent: "95.711"}
		for range contents {
			row.Contents = append(row.Contents, "311.43")
		}
		if i < 2 {
			row.Award = "Cờ thi đua của Chính phủ"
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

func sampleReport(paragraphs int) paper.Report {
	v := paper.Report{
		Letterhead: head, Year: 2017, ClusterName: "Cụm thi đua các tỉnh Tây Nam bộ", PeriodName: "năm 2017", Subject: "tổng kết công tác thi đua, khen thưởng năm 2017", Final: true,
		Opening: []string{"Thực hiện giao ước thi đua năm 2017, các đơn vị thành viên đạt kết quả như sau:"},
		Signer:  sampleRanking(1, 1, 1).Signer, Recipients: []string{"12 đơn vị thành viên", "Lưu: VT"},
	}
	for i := range contentNames {
		s := paper.ReportSection{Title: contentName(i)}
		for range paragraphs {
			s.Paragraphs = append(s.Paragraphs, "Tổng thu ngân sách trên địa bàn: 65.913 tỷ đồng, đạt 103,46% kế hoạch; 10/12 đơn vị hoàn thành kế hoạch.")
		}
		v.Sections = append(v.Sections, s)
	}
	return v
}

// printed is a document, or the end of the test.
func printed[T any](t testing.TB, print func(T) (Document, error), v T) Document {
	t.Helper()
	d, err := print(v)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// read is what pdftotext reads in a document.
func read(t *testing.T, d Document, options ...string) string {
	t.Helper()
	return tool(t, d, "poppler-utils", "pdftotext", append(options, theFile, "-")...)
}

// theFile stands for the document among a program's arguments.
const theFile = "FILE.pdf"

// tool gives a document to a program that does not share our mistakes.
func tool(t *testing.T, d Document, pack, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed (package %s)", name, pack)
	}
	path := filepath.Join(t.TempDir(), theFile)
	if err := os.WriteFile(path, d.Bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.Dir = filepath.Dir(path)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// squeezed is s with single spaces, so that versions of a tool agree.
func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }
