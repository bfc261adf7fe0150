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
	points := func(of func(paper.RankingRow) string) func(int, int, paper.RankingRow) {
		return func(at, row int, r paper.RankingRow) {
			s.number(at, row, of(r), look{grid: true, form: pointsForm})
		}
	}
	from := func(of func(paper.RankingRow) string, t total, contents ...int) func(int, int, paper.RankingRow) {
		return func(at, row int, r paper.RankingRow) {
			s.formula(at, row, totalOf(p, r.Name, t, contents...), of(r), look{grid: true, form: pointsForm})
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
			from(func(r paper.RankingRow) string { return r.Contents[i] }, pointsTotal, i)})
	}
	if p.HasAdjust {
		list = append(list, column{"Thưởng, phạt", 11, from(func(r paper.RankingRow) string { return r.Adjust }, adjustTotal, adjusting(p)...)})
	}
	list = append(list,
		column{"Tổng điểm", 12, func(at, row int, r paper.RankingRow) {
			s.formula(at, row, "SUM("+Address(3, row)+":"+Address(at-1, row)+")", r.Total, look{grid: true, bold: true, form: pointsForm})
		}},
		column{"Điểm tối đa", 12, points(func(r paper.RankingRow) string { return r.Max })},
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
