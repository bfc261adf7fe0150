package desk

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"thidua/pdf"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
	"thidua/workflow/workbook"
)

// league gives a period's members by one content or one criterion.
func (d *Desk) league(ctx context.Context, r Request) (a Answer, err error) {
	var l score.League
	err = d.view(ctx, r, func(s storage.Reader, c *rules.Cluster) (err error) {
		content, k := -1, (*rules.Criterion)(nil)
		switch {
		case r.Content != "" && r.Criterion != "":
			return text.Wrong("desk.one_of")
		case c.Period(r.Period) == nil:
			return text.Wrong("period.unknown", "period", r.Period)
		case r.Criterion != "":
			k, err = criterionOf(c, r.Period, r.Criterion)
		default:
			if content = slices.IndexFunc(c.Contents, func(n rules.Content) bool { return n.ID == r.Content }); content < 0 {
				err = text.Wrong("desk.no_content", "content", r.Content)
			}
		}
		if err == nil {
			l, err = workflow.LeagueOf(s, c, r.Period, content, k)
		}
		return err
	})
	if err != nil {
		return a, err
	}
	p := workflow.LeaguePaper(l, d.now())
	switch r.Format {
	case "json":
		a.Out, err = l.JSON()
	case "table":
		a.Out = leagueTable(p)
	case "csv":
		a.Out, err = workbook.LeagueCSV(p)
	case "xlsx":
		a.Out, err = workbook.League(p)
	case "pdf":
		var doc pdf.Document
		doc, err = pdf.League(p)
		a.Out, a.Said = doc.Bytes, replaced(doc)
	}
	return a, err
}

// leagueTable is a league for a terminal, in the words of the paper.
func leagueTable(p paper.League) []byte {
	var out bytes.Buffer
	title := p.Name + " – " + p.PeriodName + " – " + p.ClusterName
	if p.Provisional {
		title += " (tạm tính)"
	}
	fmt.Fprintln(&out, title)
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	head := []string{"Xếp hạng", "Đơn vị", "Điểm", "Điểm tối đa"}
	if p.Criterion != "" {
		head = append(head, "Kết quả")
	}
	if p.Measured {
		head = append(head, "Tỷ lệ đạt")
	}
	fmt.Fprintln(w, strings.Join(head, "\t"))
	for _, r := range p.Rows {
		row := []string{"–", r.Name, number(r.Points), number(r.Max), paper.LeagueWords(r)}
		if r.Rank > 0 {
			row[0] = fmt.Sprint(r.Rank)
		}
		if row[4] == "" {
			row[4] = number(r.Value)
		}
		if r.Percent != "" {
			row = append(row, number(r.Percent)+"%")
		}
		fmt.Fprintln(w, strings.TrimRight(strings.Join(row, "\t"), "\t"))
	}
	_ = w.Flush() // a buffer takes everything
	for _, n := range p.Notes {
		fmt.Fprintln(&out, n)
	}
	return out.Bytes()
}
