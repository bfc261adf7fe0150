package pdf

import (
	"fmt"
	"strings"

	"thidua/workflow/paper"
)

const nominationsKind = "TTr"

// Nominations prints the proposal of those put forward for awards, with the list
// of them.
func Nominations(v paper.Nominations) (Document, error) {
	c := &cleaner{}
	v = cleaned(c, v)
	return nominations(v).finish(aboutFile("Tờ trình "+nominationsSubject(v), v.ClusterName, v.Letterhead, v.Year), c)
}

func nominationsSubject(v paper.Nominations) string {
	return "đề nghị khen thưởng thành tích thi đua " + sentence(v.PeriodName)
}

func nominations(v paper.Nominations) *press {
	stamp := stampOf(v.Provisional, v.Draft)
	p := newPress(stamp)
	p.page(portrait)
	p.letterhead(v.Letterhead, nominationsKind, stamp)
	p.title("TỜ TRÌNH", "Về việc "+nominationsSubject(v))
	to := strings.Join(v.To, "; ")
	p.centred("Kính gửi: "+orDots(sentence(to)), regular, bodySize)
	p.y += 3

	p.legalBasis(append(append([]string(nil), v.LegalBasis...), reviewed(v)))
	p.paragraph(body(plain(proposal(v))))
	for i, n := range v.Nominations {
		p.paragraph(body(run{fmt.Sprintf("%d. %s: ", i+1, sentence(n.Award)), bold}, plain(proposed(n))))
	}
	end := newClosing(v.Signer, v.Recipients)
	annex, belongs := "DANH SÁCH", "Đề nghị khen thưởng thành tích thi đua "+sentence(v.PeriodName)
	last := body(plain("(Có danh sách kèm theo.) Kính đề nghị quý cơ quan xem xét, quyết định./."))
	if !somebody(v) {
		annex, belongs = "PHỤ LỤC", "Kết quả xét khen thưởng thành tích thi đua "+sentence(v.PeriodName)
		last = body(plain("Kính báo cáo quý cơ quan./."))
	}
	last.keep = end.height(portrait)
	p.paragraph(last)
	p.closing(end)

	p.page(portrait)
	p.annexTitle(annex, belongs, "Kèm theo "+reference("Tờ trình", v.Letterhead, nominationsKind)+" của "+sentence(v.ClusterName))
	p.nominated(v)
	return p
}

// reviewed is the review as a basis of the proposal.
func reviewed(v paper.Nominations) string {
	s := "Căn cứ kết quả bình xét thi đua " + sentence(v.PeriodName) + " của " + sentence(v.ClusterName)
	if v.Reviewed != "" {
		s += " tại Hội nghị " + dated(v.Reviewed)
	}
	return s
}

// somebody says whether anybody is put forward.
func somebody(v paper.Nominations) bool {
	return some(v.Nominations, func(n paper.Nomination) bool { return len(n.Units) > 0 })
}

func proposal(v paper.Nominations) string {
	if !somebody(v) {
		s := fmt.Sprintf("%s kính báo cáo kết quả xét khen thưởng thành tích thi đua %s", sentence(v.ClusterName), sentence(v.PeriodName))
		if v.Provisional {
			s += " (theo kết quả tạm tính)"
		}
		return s + ": chưa có đơn vị nào được đề nghị."
	}
	s := fmt.Sprintf("%s kính trình cấp có thẩm quyền xem xét, khen thưởng các đơn vị đạt thành tích xuất sắc, dẫn đầu phong trào thi đua %s", sentence(v.ClusterName), sentence(v.PeriodName))
	if v.Provisional {
		s += " (theo kết quả tạm tính)"
	}
	return s + ", gồm:"
}

// proposed is who is put forward for an award, in a sentence. The list names
// those that are too many for one.
func proposed(n paper.Nomination) string {
	if len(n.Units) == 0 {
		return nobody(n)
	}
	said := fmt.Sprintf("%02d đơn vị", len(n.Units))
	const most = 6
	if len(n.Units) <= most {
		said += ", gồm " + unitNames(n.Units)
	}
	if n.Held > 0 {
		said += "; " + strings.TrimSuffix(awaited(n), ".")
	}
	return said + "."
}

func unitNames(units []paper.NominatedUnit) string {
	var names []string
	for _, u := range units {
		names = append(names, sentence(u.Name))
	}
	return strings.Join(names, ", ")
}

// nominated is the list: a table for each award, the conditions, and those who
// were passed over.
func (p *press) nominated(v paper.Nominations) {
	part := 0
	heading := func(title string, keep float64) {
		part++
		p.heading(roman(part)+". "+title, keep)
	}
	for _, n := range v.Nominations {
		title := fmt.Sprintf("%s (%02d đơn vị)", upper(sentence(n.Award)), n.Places)
		if len(n.Units) == 0 {
			heading(title, between+twoLines())
			p.paragraph(body(plain(capital(nobody(n)))))
			continue
		}
		t := nominatedTable(n, v.RankBy)
		heading(title, 2+t.leastHeight(p.sheet))
		p.y += 2
		p.table(t)
		p.y++
		for _, s := range unfilled(n) {
			p.paragraph(body(plain(s)))
		}
	}
	if len(v.Conditions) > 0 {
		heading("ĐIỀU KIỆN XÉT", between+twoLines())
		for _, s := range v.Conditions {
			p.paragraph(body(plain("- " + sentence(s) + ".")))
		}
	}
	if len(v.Passed) > 0 {
		t := passedTable(v.Passed)
		heading("ĐƠN VỊ KHÔNG ĐƯỢC ĐỀ NGHỊ", 2+t.leastHeight(p.sheet))
		p.y += 2
		p.table(t)
	}
	if v.RulesSHA256 != "" {
		p.notes([]string{"Điểm được tính theo bộ quy tắc của cụm có mã SHA-256 " + v.RulesSHA256 + "."}, 0)
	}
}

func nominatedTable(n paper.Nomination, by string) table {
	list := []column{{head: "TT"}, {head: "Đơn vị", share: 2, least: 34}, {head: "Xếp hạng"}, {head: "Điểm\n(bằng số)"}}
	if by == byPercent {
		list = append(list, column{head: "Tỷ lệ (%)"})
	}
	list = append(list, column{head: "Điểm (bằng chữ)", share: 3, least: 50})
	for i, u := range n.Units {
		cells := []cell{midCell(fmt.Sprint(i + 1)), leftCell(capital(u.Name)), midCell(fmt.Sprint(u.Rank)), boldCell(points(u.Total), centre)}
		if by == byPercent {
			cells = append(cells, boldCell(decimalText(u.Percent), centre))
		}
		for j, c := range append(cells, cell{runs: []run{{u.Words, italic}}}) {
			list[j].cells = append(list[j].cells, c)
		}
	}
	t := columns(portrait, list)
	t.pad = 1.1
	return t
}

func passedTable(units []paper.PassedUnit) table {
	list := []column{{head: "TT"}, {head: "Đơn vị", share: 2, least: 34}, {head: "Xếp hạng"}, {head: "Điểm"}, {head: "Lý do", share: 3, least: 50}}
	for i, u := range units {
		for j, c := range []cell{midCell(fmt.Sprint(i + 1)), leftCell(capital(u.Name)), midCell(fmt.Sprint(u.Rank)), midCell(points(u.Total)), leftCell(u.Reason)} {
			list[j].cells = append(list[j].cells, c)
		}
	}
	t := columns(portrait, list)
	t.pad = 1.1
	return t
}
