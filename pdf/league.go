package pdf

import (
	"fmt"

	"thidua/workflow/paper"
)

// League prints a period's members by one content or one criterion: an excerpt
// on one page or more, signed by nobody.
func League(v paper.League) (Document, error) {
	c := &cleaner{}
	v = cleaned(c, v)
	return league(v).finish(aboutFile("Xếp hạng "+v.Name, v.ClusterName, v.Letterhead, v.Year), c)
}

func league(v paper.League) *press {
	stamp, title, what := "", "XẾP HẠNG THEO NỘI DUNG", "Nội dung "+v.Content+": "+sentence(v.Name)
	if v.Provisional {
		stamp = provisional
	}
	if v.Criterion != "" {
		title, what = "XẾP HẠNG THEO CHỈ TIÊU", "Chỉ tiêu: "+paper.WithUnit(sentence(v.Name), v.Unit)
	}
	p := newPress(stamp)
	p.page(portrait)
	p.letterhead(v.Letterhead, rankingKind, stamp)
	p.title(title, sentence(v.ClusterName+" - "+v.PeriodName))
	p.paragraph(body(plain(fmt.Sprintf("%s. Thang điểm: %s.", what, maximum(v.Points)))))
	p.y += 3
	notes := v.Notes
	if v.Measured {
		notes = append(notes, "Bằng điểm thì xét tỷ lệ đạt; vẫn bằng nhau thì cùng hạng.")
	} else {
		notes = append(notes, "Bằng nhau thì cùng hạng.")
	}
	notes = append(notes, "Bản này trích từ kết quả chấm điểm của kỳ, không thay Bảng xếp hạng thi đua.",
		"Điểm được tính theo bộ quy tắc có mã SHA-256 "+v.RulesSHA256)
	p.table(leagueTable(v).within(portrait, p.room(), notesHeight(portrait, notes)))
	p.notes(notes, 0)
	return p
}

func leagueTable(v paper.League) table {
	units := func(head string, cell func(r paper.LeagueRow) cell) column {
		c := column{head: head}
		for _, r := range v.Rows {
			c.cells = append(c.cells, cell(r))
		}
		return c
	}
	places := 0
	for _, r := range v.Rows {
		places = max(places, fraction(r.Value))
	}
	name := units("Đơn vị", func(r paper.LeagueRow) cell { return leftCell(r.Name) })
	name.share, name.least = 1, 40
	list := []column{
		units("Xếp hạng", func(r paper.LeagueRow) cell {
			if r.Rank == 0 {
				return midCell("–")
			}
			return boldCell(fmt.Sprint(r.Rank), centre)
		}), name,
	}
	if v.Criterion != "" {
		list = append(list, units("Kết quả", func(r paper.LeagueRow) cell {
			if words := paper.LeagueWords(r); words != "" {
				return midCell(words)
			}
			if r.State == "submitted" {
				return midCell(aligned(r.Value, places) + unverified)
			}
			return midCell(aligned(r.Value, places))
		}))
	}
	if v.Measured {
		list = append(list, units("Tỷ lệ đạt (%)", func(r paper.LeagueRow) cell { return midCell(decimalText(r.Percent)) }))
	}
	t := columns(portrait, append(list,
		units("Điểm", func(r paper.LeagueRow) cell { return boldCell(points(r.Points), centre) }),
		units("Điểm tối đa", func(r paper.LeagueRow) cell { return midCell(decimalText(r.Max)) })))
	t.pad = 1.1
	return t
}
