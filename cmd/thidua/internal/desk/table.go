package desk

import (
	"bytes"
	"fmt"
	"strings"
	"text/tabwriter"

	"thidua/workflow/paper"
	"thidua/workflow/text"
)

// rankingTable is a ranking for a terminal, in the words of the paper.
func rankingTable(p paper.Ranking) []byte {
	var out bytes.Buffer
	title := "Bảng xếp hạng " + p.PeriodName + " – " + p.ClusterName
	if p.Provisional {
		title += " (tạm tính)"
	}
	fmt.Fprintln(&out, title)
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	head := []string{"Xếp hạng", "Đơn vị"}
	for _, c := range p.Contents {
		head = append(head, "Nội dung "+c.ID)
	}
	if p.HasAdjust {
		head = append(head, "Thưởng, phạt")
	}
	for _, name := range p.Earlier {
		head[0] += "\tSo với " + name
	}
	fmt.Fprintln(w, strings.Join(append(head, "Tổng điểm", "Điểm tối đa", "Tỷ lệ", "Đề nghị khen thưởng"), "\t"))
	for _, r := range p.Rows {
		row := []string{fmt.Sprint(r.Rank)}
		for _, m := range r.Moves {
			row = append(row, text.MoveText(m))
		}
		row = append(row, r.Name)
		for _, c := range r.Contents {
			row = append(row, number(c))
		}
		if p.HasAdjust {
			row = append(row, number(r.Adjust))
		}
		row = append(row, number(r.Total), number(r.Max), number(r.Percent)+"%", r.Award)
		fmt.Fprintln(w, strings.TrimRight(strings.Join(row, "\t"), "\t"))
	}
	_ = w.Flush() // a buffer takes everything
	for _, n := range p.Notes {
		fmt.Fprintln(&out, n)
	}
	return out.Bytes()
}

func number(machine string) string { return text.NumberText(text.Vietnamese, machine) }
