package chart

import (
	"fmt"
	"strings"

	"thidua/workflow/paper"
)

// A Titled is a figure with what stands over it.
type Titled struct {
	Title, About string
	Figure
}

// All are the charts of a value, in their order.
func All(v paper.Chart) (list []Titled) {
	period := closed(v.PeriodName)
	add := func(f Figure, title string, about ...string) {
		list = append(list, Titled{title, strings.Join(append([]string{closed(v.ClusterName)}, about...), " - "), f})
	}
	if r := v.Ranking; r != nil {
		add(Ranking(r.RankBy, r.Contents, r.Rows), RankingTitle(r.RankBy), period)
	}
	if c := v.Contents; c != nil {
		about := []string{period}
		if c.Alone && len(c.Rows) == 1 {
			about = []string{closed(c.Rows[0].Name), period}
		}
		add(Contents(*c), "Tỷ lệ điểm đạt được theo từng nội dung", about...)
	}
	if a := v.Attainment; a != nil {
		add(Attainment(*a), "Mức hoàn thành chỉ tiêu của các đơn vị (%)", period)
	}
	if g := v.Growth; g != nil {
		about := []string{period}
		if g.Of != "" {
			about = []string{closed(g.Of), period}
		}
		add(Growth(*g), "Kết quả so với năm trước", about...)
	}
	if y := v.Years; y != nil {
		name := closed(y.Name)
		if y.Unit != "" {
			name += " (" + OneLine(y.Unit) + ")"
		}
		title := "Qua các năm: " + name
		if n := len(y.Years); n > 1 {
			title = fmt.Sprintf("%s: %s – %s", name, y.Years[0], y.Years[n-1])
		}
		add(Years(*y), title, period)
	}
	return list
}

// RankingTitle says what the bars of a ranking are.
func RankingTitle(rankBy string) string {
	if rankBy == byPercent {
		return "Tỷ lệ điểm đạt được so với điểm tối đa của từng đơn vị (%)"
	}
	return "Tổng điểm các đơn vị"
}

// closed is one line without what ends a sentence.
func closed(s string) string { return strings.TrimRight(OneLine(s), " ;.,") }
