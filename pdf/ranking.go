package pdf

import (
	"fmt"
	"strings"

	"thidua/pdf/chart"
	"thidua/workflow/paper"
	"thidua/workflow/text"
)

const (
	rankingKind = "BXH"
	provisional = "TẠM TÍNH"
	byPercent   = "percent" // paper.Ranking.RankBy
)

// Ranking prints a ranking: the summary, a chart, and each content in detail.
func Ranking(v paper.Ranking) (Document, error) {
	c := &cleaner{}
	v = cleaned(c, v)
	return ranking(v).finish(aboutFile("Bảng xếp hạng thi đua "+v.PeriodName, v.ClusterName, v.Letterhead, v.Year), c)
}

func ranking(v paper.Ranking) *press {
	stamp, about := "", sentence(v.ClusterName+" - "+v.PeriodName)
	if v.Provisional {
		stamp = provisional
	}
	p := newPress(stamp)
	p.page(portrait)
	p.letterhead(v.Letterhead, rankingKind, stamp)
	p.title("BẢNG XẾP HẠNG THI ĐUA", about)
	p.paragraph(body(plain(rankingOpening(v))))
	p.y += 3
	notes, end := rankingNotes(v), newClosing(v.Signer, v.Recipients)
	p.table(rankingTable(v).within(portrait, p.room(), notesHeight(portrait, notes)+end.height(portrait)))
	p.notes(notes, end.height(portrait))
	p.closing(end)

	annex := 0
	begin := func(s sheet, about string) {
		p.page(s)
		p.annexTitle(fmt.Sprintf("PHỤ LỤC %d", annex), about, "Kèm theo "+reference("Bảng xếp hạng", v.Letterhead, rankingKind))
	}
	if len(v.Rows) > 0 {
		annex++
		begin(portrait, chartTitle(v))
		fig := chart.Ranking(v.RankBy, v.Contents, v.Rows)
		notes := chartNotes(fig, v.RulesSHA256)
		p.chart(fig, 12, notesHeight(portrait, notes))
		p.notes(notes, 0)
	}
	for i, a := range v.Annex {
		annex++
		for _, part := range parts(a) {
			begin(landscape, fmt.Sprintf("Nội dung %d: %s", i+1, sentence(a.Name)))
			key := annexKey(part)
			t := annexTable(part, i+1, at(v.Contents, i).Points)
			t.keep = notesHeight(landscape, key)
			p.table(t.within(landscape, p.room(), t.keep))
			p.notes(key, 0)
		}
	}
	return p
}

func rankingOpening(v paper.Ranking) string {
	state, how := "đã được thẩm định", ""
	if v.Provisional {
		state, how = "đến nay, trong đó có số liệu chưa thẩm định", " tạm tính"
	}
	return fmt.Sprintf("Căn cứ nội dung giao ước thi đua năm %d và số liệu do các đơn vị thành viên báo cáo %s, Cụm trưởng %s thông báo kết quả chấm điểm, xếp hạng%s %s như sau:",
		v.Year, state, sentence(v.ClusterName), how, sentence(v.PeriodName))
}

// rankingTable is the summary: a row per unit, a column per content.
func rankingTable(v paper.Ranking) table {
	units := func(head string, cell func(i int, r paper.RankingRow) cell) column {
		c := column{head: head}
		for i, r := range v.Rows {
			c.cells = append(c.cells, cell(i, r))
		}
		return c
	}
	name := units("Đơn vị", func(_ int, r paper.RankingRow) cell { return leftCell(r.Name) })
	list := []column{
		units("TT", func(i int, _ paper.RankingRow) cell { return midCell(fmt.Sprint(i + 1)) }), name,
	}
	for i, content := range v.Contents {
		list = append(list, units(contentLabel(v, i)+"\n("+decimalText(content.Points)+")",
			func(_ int, r paper.RankingRow) cell { return midCell(points(at(r.Contents, i))) }))
	}
	if v.HasAdjust {
		list = append(list, units("Thưởng, phạt", func(_ int, r paper.RankingRow) cell { return midCell(adjusted(r.Adjust)) }))
	}
	if v.RankBy == byPercent {
		list = append(list,
			units("Tổng điểm", func(_ int, r paper.RankingRow) cell { return midCell(points(r.Total)) }),
			units("Điểm tối đa", func(_ int, r paper.RankingRow) cell { return midCell(decimalText(r.Max)) }),
			units("Tỷ lệ (%)", func(_ int, r paper.RankingRow) cell { return boldCell(decimalText(r.Percent), centre) }))
	} else {
		list = append(list, units("Tổng điểm", func(_ int, r paper.RankingRow) cell { return boldCell(points(r.Total), centre) }))
	}
	list = append(list, units("Xếp hạng", func(_ int, r paper.RankingRow) cell { return boldCell(fmt.Sprint(r.Rank), centre) }))
	for i, name := range v.Earlier {
		list = append(list, units("So với\n"+name, func(_ int, r paper.RankingRow) cell { return midCell(text.MoveText(at(r.Moves, i))) }))
	}
	if some(v.Rows, func(r paper.RankingRow) bool { return r.Award != "" }) {
		award := units("Đề nghị khen thưởng", func(_ int, r paper.RankingRow) cell { return midCell(r.Award) })
		award.share, award.least = 1, min(42, max(26, 0.6*award.natural(largest))) // two lines
		list = append(list, award)
	}
	t := columns(portrait, list)
	t.pad = 1.1
	for i, r := range v.Rows {
		if r.Award != "" {
			t.rows[i].shade = &honour
		}
	}
	return t
}

// rankingNotes says what a reader must know before quoting the table.
func rankingNotes(v paper.Ranking) []string {
	var notes []string
	for i, content := range v.Contents {
		notes = append(notes, fmt.Sprintf("%s (%s điểm): %s.", contentLabel(v, i), decimalText(content.Points), sentence(content.Name)))
	}
	notes = append(notes, v.Notes...)
	if s := tieChain(v); s != "" {
		notes = append(notes, s)
	}
	return notes
}

// contentLabel names a content where its full name has no room.
func contentLabel(v paper.Ranking, i int) string {
	if len(v.Contents) > 4 {
		return fmt.Sprintf("ND %d", i+1)
	}
	return fmt.Sprintf("Nội dung %d", i+1)
}

// tieChain says how equal units are told apart.
func tieChain(v paper.Ranking) string {
	measure := "tổng điểm"
	if v.RankBy == byPercent {
		measure = "tỷ lệ điểm"
	}
	var steps []string
	last := "vẫn bằng nhau thì xếp cùng hạng"
	for _, tie := range v.Ties {
		if tie == "vote" {
			last = "vẫn bằng nhau thì xếp cùng hạng cho đến khi cụm biểu quyết"
			continue
		}
		for i, content := range v.Contents {
			if tie == "content."+content.ID {
				steps = append(steps, fmt.Sprintf("nội dung %d", i+1))
			}
		}
	}
	if len(steps) == 0 {
		if len(v.Ties) == 0 {
			return ""
		}
		return fmt.Sprintf("Các đơn vị bằng %s %s.", measure, strings.TrimPrefix(last, "vẫn bằng nhau thì "))
	}
	return fmt.Sprintf("Các đơn vị bằng %s được xét lần lượt theo điểm %s; %s.", measure, strings.Join(steps, ", "), last)
}

func chartTitle(v paper.Ranking) string {
	title := []rune(chart.RankingTitle(v.RankBy))
	return "Biểu đồ " + strings.ToLower(string(title[0])) + string(title[1:]) + ", " + sentence(v.PeriodName)
}

// chartNotes say how a chart is read, and by which rules it was reckoned.
func chartNotes(fig chart.Figure, rules string) []string {
	notes := fig.Notes()
	if rules != "" {
		notes = append(notes, "Điểm được tính theo bộ quy tắc có mã SHA-256 "+rules)
	}
	return notes
}
