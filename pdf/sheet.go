package pdf

import (
	"fmt"
	"strings"

	"thidua/workflow/paper"
)

// Sheets prints score sheets, each beginning a page.
func Sheets(v paper.Sheets) (Document, error) {
	c := &cleaner{}
	v = cleaned(c, v)
	title := "Phiếu điểm " + sentence(v.PeriodName)
	if len(v.Sheets) == 1 {
		title = "Phiếu điểm " + sheetSubject(v, v.Sheets[0])
	}
	return sheets(v).finish(aboutFile(title, v.ClusterName, v.Letterhead, v.Year), c)
}

func sheets(v paper.Sheets) *press {
	stamp := ""
	if v.Provisional {
		stamp = provisional
	}
	p := newPress(stamp)
	for _, s := range v.Sheets {
		p.scoreSheet(v, s, stamp)
	}
	if len(v.Sheets) == 0 {
		p.page(landscape)
		p.letterhead(v.Letterhead, "", stamp)
		p.title("PHIẾU ĐIỂM", sentence(v.PeriodName))
	}
	return p
}

// sheetSubject is "tỉnh Vĩnh Long - năm 2017".
func sheetSubject(v paper.Sheets, s paper.Sheet) string {
	if s.Name == "" {
		return sentence(v.PeriodName)
	}
	return sentence(capital(s.Name) + " - " + v.PeriodName)
}

func (p *press) scoreSheet(v paper.Sheets, s paper.Sheet, stamp string) {
	p.part(sentence("Phiếu điểm " + s.Name + " - " + v.PeriodName))
	p.page(landscape)
	p.letterhead(v.Letterhead, "", stamp)
	p.title("PHIẾU ĐIỂM THI ĐUA", sheetSubject(v, s))
	p.y--
	p.centred("(Kèm theo Biên bản bình xét thi đua "+sentence(v.PeriodName)+" của "+sentence(v.ClusterName)+")", italic, 12)
	p.y += 3

	key, result, signers := sheetKey(v, s), sheetResult(v, s), sheetSigners(v, s)
	closed := signersHeight(signers, landscape)
	for i := range result {
		closed += result[i].height(landscape)
	}
	t := sheetTable(s)
	t.keep = notesHeight(landscape, key) + closed // nobody signs on a page without the total
	p.table(t.within(landscape, p.room(), t.keep))
	p.notes(key, closed)
	for i, g := range result {
		if i == len(result)-1 {
			g.keep = signersHeight(signers, landscape)
		}
		p.paragraph(g)
	}
	p.signers(signers)
}

// The columns are those of the official form.
var (
	sheetHead = []string{"TT", "Nội dung tiêu chí", "Thang điểm", "Chỉ tiêu được giao", "Kết quả thực hiện", "Điểm tự chấm",
		"Giải trình", "Điểm thẩm định", "Lý do", "Tổng điểm"}
	sheetWidths     = []float64{8, 46, 13, 19, 20, 14, 32, 15, 70, 15}
	sheetWidthsMute = []float64{8, 54, 13, 19, 20, 14, 16, 15, 78, 15} // where the unit explained nothing
)

func sheetTable(s paper.Sheet) table {
	f := criteriaForm{head: sheetHead, widths: sheetWidths}
	if !some(s.Contents, func(c paper.SheetContent) bool {
		return some(c.Rows, func(r paper.SheetRow) bool { return len(r.Said) > 0 })
	}) {
		f.widths = sheetWidthsMute
	}
	for i, content := range s.Contents {
		var rows [][]cell
		for _, r := range content.Rows {
			rows = append(rows, sheetCells(r))
		}
		label := fmt.Sprintf("Cộng nội dung %d", i+1)
		if s.HasAdjust && some(content.Rows, func(r paper.SheetRow) bool { return maximum(r.Max) == "–" && r.Points != "" }) {
			label += " (chưa kể thưởng, phạt)"
		}
		var sums []tableRow
		for _, c := range content.Cuts {
			cut := formSum(nil, "Giảm trừ", "", "", "", adjusted(c.Self), "", adjusted(c.Verified), "", adjusted(c.Points))
			cut.cells[len(cut.cells)-2] = leftCell(c.Reason)
			sums = append(sums, cut)
		}
		f.content(i, content.Name, rows, append(sums, sheetSum(label, content.Points, content.Totals, points, &faint))...)
	}
	whole := []tableRow{sheetSum("TỔNG CỘNG", s.MaxPoints, s.Totals, points, &headShade)}
	if s.HasAdjust {
		whole = append([]tableRow{sheetSum("Điểm thưởng, phạt", "", s.Adjust, adjusted, &faint)}, whole...)
	}
	return f.closed(whole...)
}

func sheetCells(r paper.SheetRow) []cell {
	places := decimals(r.Plan, r.Result)
	plan := "–"
	if r.Plan != "" {
		plan = aligned(r.Plan, places)
	}
	result := appraisedCell(r.Result, places)
	if r.Word != "" {
		result = inWords(r.Word)
		result.runs[0].style, result.runs[1].style = regular, regular
	}
	switch r.State {
	case "missing":
		result = inWords(notReported)
	case paper.Unmarked:
		result = inWords(notMarked)
	case "na":
		result = inWords(notGiven)
	case "submitted":
		last := len(result.runs) - 1
		result.runs[last].text += unverified
	}
	earned := points
	if r.Adjust {
		earned = adjusted
	}
	verified := midCell(earned(r.VerifiedPoints))
	if r.VerifiedPoints != "" && r.SelfPoints != "" && points(r.VerifiedPoints) != points(r.SelfPoints) {
		verified = boldCell(earned(r.VerifiedPoints), centre)
	}
	return []cell{
		midCell(fmt.Sprint(r.N)), leftCell(paper.WithUnit(r.Name, r.Unit)), midCell(maximum(r.Max)), midCell(plan), result, midCell(earned(r.SelfPoints)),
		reasonsCell(r.Said), verified, reasonsCell(r.Reasons), boldCell(earned(r.Points), centre),
	}
}

func sheetSum(label, most string, sum paper.SheetTotals, form func(string) string, shade *rgb) tableRow {
	return formSum(shade, label, decimalText(most), "", "", form(sum.Self), "", form(sum.Verified), "", form(sum.Points))
}

// sheetKey explains what the table has.
func sheetKey(v paper.Sheets, s paper.Sheet) []string {
	has := func(is func(r paper.SheetRow) bool) bool {
		return some(s.Contents, func(c paper.SheetContent) bool { return some(c.Rows, is) })
	}
	var list []string
	if has(func(r paper.SheetRow) bool { return maximum(r.Max) == "–" }) {
		list = append(list, "Thang điểm “–”: tiêu chí để theo dõi hoặc để cộng, trừ điểm.")
	}
	if has(func(r paper.SheetRow) bool { return r.Plan == "" }) {
		list = append(list, "Chỉ tiêu “–”: không giao chỉ tiêu.")
	}
	list = append(list, selfKey(has(func(r paper.SheetRow) bool { return r.SelfOwn }), has(func(r paper.SheetRow) bool { return r.SelfPoints != "" && !r.SelfOwn }))...)
	own, none := 0, 0
	for _, c := range s.Contents {
		for _, r := range c.Rows {
			switch {
			case r.SelfPoints != "":
				own++
			case maximum(r.Max) != "–" && r.State != "na":
				none++
			}
		}
	}
	list = append(list, selfGaps(own, none)...)
	if has(func(r paper.SheetRow) bool { return r.State == "submitted" }) {
		list = append(list, "Dấu * : số liệu đã báo cáo, chưa thẩm định.")
	}
	if has(func(r paper.SheetRow) bool { return r.State == "na" }) {
		list = append(list, "“Không áp dụng”: không tính vào điểm tối đa của đơn vị.")
	}
	if v.RulesSHA256 != "" {
		list = append(list, "Điểm được tính theo bộ quy tắc của cụm có mã SHA-256 "+v.RulesSHA256+".")
	}
	if len(list) == 0 {
		return nil
	}
	return []string{strings.Join(list, " ")}
}

// sheetResult is the total in figures and words, the place, and whether they
// stand.
func sheetResult(v paper.Sheets, s paper.Sheet) []paragraph {
	line := func(runs ...run) paragraph {
		return paragraph{runs: runs, size: bodySize, align: left, before: between / 2}
	}
	total := points(s.Totals.Points) + " điểm"
	if s.Max != s.MaxPoints || v.RankBy == byPercent {
		total += fmt.Sprintf(" trên %s điểm tối đa áp dụng cho đơn vị, bằng %s%%", decimalText(s.Max), decimalText(s.Percent))
	}
	rank := fmt.Sprintf("%d/%d", s.Rank, s.Of)
	if s.Shared {
		rank += " (đồng hạng)"
	}
	state := "chính thức"
	if v.Provisional {
		state = "tạm tính, vì còn số liệu chưa thẩm định"
	}
	if s.Missing > 0 {
		state += fmt.Sprintf("; %d tiêu chí chưa có số liệu, tính 0 điểm", s.Missing)
	}
	return []paragraph{
		line(run{"Tổng điểm: ", bold}, plain(total+"."), run{" Bằng chữ: ", bold}, run{s.Words, italic}, plain(".")),
		line(run{"Xếp hạng: ", bold}, plain(rank+"."), run{" Kết quả: ", bold}, plain(state+".")),
	}
}

// sheetSigners are the unit's leader, the verifiers and the head.
func sheetSigners(v paper.Sheets, s paper.Sheet) []paper.Signer {
	unit, head := s.Signer, v.Signer
	unit.Agency, head.Agency = "", ""
	return []paper.Signer{
		{Title: "Đại diện đơn vị", Name: unit.Name}, {Title: "Người thẩm định"}, {OnBehalf: "TM. Cụm thi đua", Title: "Cụm trưởng", Name: head.Name},
	}
}
