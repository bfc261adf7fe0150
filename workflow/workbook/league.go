package workbook

import (
	"bytes"
	"encoding/csv"
	"fmt"

	"thidua/workflow/paper"
)

// LeagueCSV is a league for programs: machine numbers, a line per member.
func LeagueCSV(p paper.League) ([]byte, error) {
	lines := [][]string{{"rank", "member", "points", "max", "actual", "percent", "state"}}
	for _, r := range p.Rows {
		rank := ""
		if r.Rank > 0 {
			rank = fmt.Sprint(r.Rank)
		}
		lines = append(lines, []string{rank, r.Member, r.Points, r.Max, r.Value, r.Percent, r.State})
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(lines); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// League is a league for people: one sheet.
func League(p paper.League) ([]byte, error) {
	w := newWriter()
	s := w.sheet("Xếp hạng")
	heads, widths := []string{"Hạng", "Đơn vị", "Điểm", "Điểm tối đa"}, []float64{7, 28, 12, 12}
	if p.Criterion != "" {
		heads, widths = append(heads, "Kết quả"), append(widths, 18)
	}
	if p.Measured {
		heads, widths = append(heads, "Tỷ lệ đạt (%)"), append(widths, 13)
	}
	title := "XẾP HẠNG THEO NỘI DUNG"
	if p.Criterion != "" {
		title = "XẾP HẠNG THEO CHỈ TIÊU"
	}
	if p.Provisional {
		title += " (TẠM TÍNH)"
	}
	s.title(len(heads), title, sentence(p.Name+" - "+p.PeriodName))
	for i, name := range heads {
		s.width(i+1, widths[i])
		s.text(i+1, head, name, look{grid: true, bold: true, centre: true, shade: true})
	}
	form := formOf(leagueCells(p))
	for i, r := range p.Rows {
		row := head + 1 + i
		if r.Rank > 0 {
			s.number(1, row, fmt.Sprint(r.Rank), look{grid: true, bold: true, centre: true, form: "0"})
		} else {
			s.text(1, row, "–", look{grid: true, centre: true})
		}
		s.text(2, row, r.Name, look{grid: true})
		s.number(3, row, r.Points, look{grid: true, bold: true, form: pointsForm})
		s.number(4, row, r.Max, look{grid: true, form: pointsForm})
		if p.Criterion == "" {
			continue
		}
		if words := paper.LeagueWords(r); words != "" {
			s.text(5, row, words, look{grid: true, centre: true})
		} else {
			s.number(5, row, r.Value, look{grid: true, form: form, italic: r.State == "submitted"})
		}
		if p.Measured {
			s.number(6, row, r.Percent, look{grid: true, form: "0.00"})
		}
	}
	s.notes(head+len(p.Rows)+2, len(heads), append(p.Notes, "Điểm được tính theo bộ quy tắc có mã SHA-256 "+p.RulesSHA256+"."))
	s.setUp(2, head)
	return w.bytes("Xếp hạng "+p.Name, p.ClusterName, p.Date)
}

func leagueCells(p paper.League) (list []paper.RankingCell) {
	for _, r := range p.Rows {
		list = append(list, paper.RankingCell{Value: r.Value})
	}
	return list
}
