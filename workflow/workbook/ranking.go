package workbook

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"thidua/workflow/paper"
)

// RankingCSV is a ranking for programs: machine numbers, a line per member.
func RankingCSV(p paper.Ranking) ([]byte, error) {
	head := []string{"rank", "member", "total", "max", "percent", "adjust", "award"}
	for _, c := range p.Contents {
		head = append(head, c.ID)
	}
	lines := [][]string{head}
	for _, r := range p.Rows {
		line := []string{fmt.Sprint(r.Rank), r.Member, r.Total, r.Max, r.Percent, r.Adjust, harmless(r.Award)}
		lines = append(lines, append(line, r.Contents...))
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(lines); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// harmless keeps a spreadsheet program from taking a text for a formula.
func harmless(s string) string {
	if strings.HasPrefix(s, "'") || strings.IndexAny(s, "=+-@\t\r") == 0 {
		return "'" + s
	}
	return s
}

// Ranking is a ranking for people: one sheet with the places, and one per
// content with what every member reached. The same values give the same bytes.
func Ranking(p paper.Ranking) ([]byte, error) {
	w := newWriter()
	rankingSheet(w.sheet("Xếp hạng"), p)
	for i, a := range p.Annex {
		contentSheet(w.sheet(sheetName(p, i)), p, a, i)
	}
	return w.bytes("Bảng xếp hạng thi đua "+p.PeriodName, p.ClusterName, p.Date)
}

// sheetName is as long as a sheet's name may be.
func sheetName(p paper.Ranking, i int) string {
	if i < len(p.Contents) {
		if name := "Nội dung " + p.Contents[i].ID; utf8.RuneCountInString(name) <= 31 {
			return name
		}
	}
	return fmt.Sprintf("Nội dung thứ %d", i+1)
}

const (
	pointsForm  = "#,##0.00"
	percentForm = "0.000"
	head        = 4 // the header's row, under title, cluster and a free one
)

func rankingSheet(s *sheet, p paper.Ranking) {
	title := "BẢNG XẾP HẠNG THI ĐUA"
	if p.Provisional {
		title += " (TẠM TÍNH)"
	}
	type column struct {
		name  string
		width float64
		put   func(at, row int, r paper.RankingRow)
	}
	points := func(of func(paper.RankingRow) string, bold bool) func(int, int, paper.RankingRow) {
		return func(at, row int, r paper.RankingRow) {
			s.number(at, row, of(r), look{grid: true, bold: bold, form: pointsForm})
		}
	}
	list := []column{
		{"Hạng", 7, func(at, row int, r paper.RankingRow) {
			s.number(at, row, fmt.Sprint(r.Rank), look{grid: true, bold: true, centre: true, form: "0"})
		}},
		{"Đơn vị", widest(names(p.Rows), 16, 36), func(at, row int, r paper.RankingRow) {
			s.text(at, row, r.Name, look{grid: true})
		}},
	}
	for i, c := range p.Contents {
		list = append(list, column{fmt.Sprintf("Nội dung %d\n(%s)", i+1, vietnamese(c.Points)), 13,
			points(func(r paper.RankingRow) string { return r.Contents[i] }, false)})
	}
	if p.HasAdjust {
		list = append(list, column{"Thưởng, phạt", 11, points(func(r paper.RankingRow) string { return r.Adjust }, false)})
	}
	list = append(list,
		column{"Tổng điểm", 12, points(func(r paper.RankingRow) string { return r.Total }, true)},
		column{"Điểm tối đa", 12, points(func(r paper.RankingRow) string { return r.Max }, false)},
		column{"Tỷ lệ (%)", 11, func(at, row int, r paper.RankingRow) {
			s.number(at, row, r.Percent, look{grid: true, form: percentForm})
		}},
		column{"Đề nghị khen thưởng", 36, func(at, row int, r paper.RankingRow) {
			s.text(at, row, r.Award, look{grid: true})
		}})

	s.title(len(list), title, sentence(p.ClusterName+" - "+p.PeriodName))
	for i, c := range list {
		s.width(i+1, c.width)
		s.text(i+1, head, c.name, look{grid: true, bold: true, centre: true, shade: true})
		for j, r := range p.Rows {
			c.put(i+1, head+1+j, r)
		}
	}
	s.height(head, 2)
	var notes []string
	for i, c := range p.Contents {
		notes = append(notes, fmt.Sprintf("Nội dung %d (%s điểm): %s.", i+1, vietnamese(c.Points), sentence(c.Name)))
	}
	notes = append(notes, p.Notes...)
	if p.RulesSHA256 != "" {
		notes = append(notes, "Điểm được tính theo bộ quy tắc có mã SHA-256 "+p.RulesSHA256+".")
	}
	s.notes(head+len(p.Rows)+2, len(list), notes)
	s.setUp(2, head)
}

// contentSheet has criteria down and members across, each with result and
// points.
func contentSheet(s *sheet, p paper.Ranking, a paper.RankingAnnex, i int) {
	const first = 4 // columns before the members'
	last := first + 2*len(a.Members)
	s.title(last, fmt.Sprintf("NỘI DUNG %d", i+1), sentence(a.Name))
	bold := look{grid: true, bold: true, centre: true, shade: true}
	for j, name := range []string{"TT", "Tiêu chí", "Đơn vị tính", "Điểm chuẩn"} {
		s.text(j+1, head, name, bold)
		s.merge(j+1, head, j+1, head+1, bold)
		s.width(j+1, []float64{5, 44, 12, 9}[j])
	}
	for j, m := range a.Members {
		at := first + 2*j + 1
		s.text(at, head, m, bold)
		s.merge(at, head, at+1, head, bold)
		s.text(at, head+1, "Kết quả", bold)
		s.text(at+1, head+1, "Điểm", bold)
		s.width(at, 13)
		s.width(at+1, 9)
	}
	s.height(head, 2)

	row, unverified := head+2, false
	for n, r := range a.Rows {
		s.number(1, row, fmt.Sprint(n+1), look{grid: true, centre: true, form: "0"})
		s.text(2, row, r.Name, look{grid: true})
		s.text(3, row, r.Unit, look{grid: true, centre: true})
		s.number(4, row, r.Points, look{grid: true, form: pointsForm})
		form := formOf(r.Cells)
		for j, c := range r.Cells {
			result(s, first+2*j+1, row, c, form)
			unverified = unverified || c.State == "submitted"
		}
		row++
	}
	sums := func(name string, most string, values []string) {
		s.text(1, row, "", look{grid: true, shade: true})
		s.text(2, row, name, look{grid: true, bold: true, shade: true})
		s.text(3, row, "", look{grid: true, shade: true})
		s.number(4, row, most, look{grid: true, bold: true, shade: true, form: pointsForm})
		for j, v := range values {
			s.text(first+2*j+1, row, "", look{grid: true, shade: true})
			s.number(first+2*j+2, row, v, look{grid: true, bold: true, shade: true, form: pointsForm})
		}
		row++
	}
	total := fmt.Sprintf("Cộng điểm nội dung %d", i+1)
	if len(a.Adjusts) > 0 {
		total += " (chưa kể điểm thưởng, phạt)"
	}
	most := ""
	if i < len(p.Contents) {
		most = p.Contents[i].Points
	}
	sums(total, most, a.Totals)
	if len(a.Adjusts) > 0 {
		sums("Điểm thưởng, phạt", "", a.Adjusts)
	}
	if unverified {
		s.notes(row+1, min(last, first+8), []string{"Số in nghiêng: đã báo cáo, chưa thẩm định."})
	}
	s.setUp(2, head+1)
}

// result is what a member reported, and its points. Not asked, not reported and
// nothing are three things.
func result(s *sheet, at, row int, c paper.RankingCell, form string) {
	slanted := look{grid: true, italic: c.State == "submitted"}
	points, words := c.Points, slanted
	words.centre = true
	switch slanted.form = form; {
	case c.State == "na":
		s.text(at, row, "không áp dụng", words)
		points = ""
	case c.State == "missing", c.Value == "":
		s.text(at, row, "chưa báo cáo", words)
	case c.Value == "yes":
		s.text(at, row, "đạt", words)
	case c.Value == "no":
		s.text(at, row, "không đạt", words)
	default:
		s.number(at, row, c.Value, slanted)
	}
	slanted.form = pointsForm
	s.number(at+1, row, points, slanted)
}

// formOf shows as many decimals as the row has.
func formOf(cells []paper.RankingCell) string {
	places := 0
	for _, c := range cells {
		if _, decimals, found := strings.Cut(c.Value, "."); found {
			places = max(places, len(decimals))
		}
	}
	if places == 0 {
		return "#,##0"
	}
	return "#,##0." + strings.Repeat("0", places)
}

func names(rows []paper.RankingRow) (list []string) {
	for _, r := range rows {
		list = append(list, r.Name)
	}
	return list
}

// sentence begins with a capital.
func sentence(s string) string {
	c, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(c)) + s[size:]
}
