package pdf

import (
	"fmt"
	"slices"
	"strings"

	"thidua/pdf/sign"
	"thidua/workflow/paper"
	"thidua/workflow/text"
)

const (
	covenantKind = "GƯTĐ"
	draft        = "DỰ THẢO" // paper.Covenant.State "draft"
)

// Covenant prints the covenant as it stands: a draft, the frozen text with
// empty boxes, or with what the leaders confirmed in them.
func Covenant(v paper.Covenant) (Document, error) {
	c := &cleaner{}
	v = cleaned(c, v)
	p := covenant(v)
	return p.prepared(p.finish(aboutCovenant(v), c))
}

func aboutCovenant(v paper.Covenant) about {
	title := fmt.Sprintf("Bản giao ước thi đua năm %d", v.Year)
	if v.Amends != nil {
		title = fmt.Sprintf("Phụ lục số %02d sửa đổi, bổ sung %s", v.Amends.No, title)
	}
	return aboutFile(title, v.ClusterName, v.Letterhead, v.Year)
}

// fieldsOf says whether a covenant is printed with fields: once it is opened for
// signing it has a code.
func fieldsOf(v paper.Covenant) bool { return v.Code != "" && v.State != "draft" }

func covenant(v paper.Covenant) *press {
	leaders, witnesses := gridLook{}, gridLook{}
	p := newPress("")
	if v.State == "draft" {
		p.stamp = draft
	}
	if fieldsOf(v) {
		p.clerk = true
		leaders = gridLook{field: leaderField, seals: v.Seals}
		witnesses = gridLook{field: witnessField}
	}
	p.covenant(v, leaders, witnesses)
	if p.clerk && v.Stamps {
		p.fields = append(p.fields, sign.Field{Name: paper.FieldStamp, Tip: "Dấu thời gian", Page: 1})
	}
	return p
}

func leaderField(_ int, s paper.Signer) string  { return paper.FieldLeader + s.Member }
func witnessField(i int, _ paper.Signer) string { return paper.FieldWitness + fmt.Sprint(i+1) }

// covenant sets the whole paper, its boxes as they are asked for.
func (p *press) covenant(v paper.Covenant, leaders, beside gridLook) {
	p.page(portrait)
	mark := p.stamp
	if mark != "" && v.Draft > 0 {
		mark = fmt.Sprintf("%s lần %d", mark, v.Draft)
	}
	p.letterhead(v.Letterhead, kindOf(v), mark)
	if v.Amends != nil {
		p.amendment(v)
	} else {
		p.agreed(v)
	}

	signers, witnesses := gridRows(portrait, v.Grid, leaders), gridRows(portrait, v.Witnesses, beside)
	end := newLookup(v, p.clerk)
	last := body(plain(capital(paperOf(v)) + " này" + closingLine(v)))
	last.keep = gridKeep(signers)
	p.paragraph(last)
	notes := covenantNotes(v)
	beforeNotes := []float64{notesHeight(portrait, notes) + end.height(), 0}
	if len(witnesses) > 0 {
		beforeNotes[0], beforeNotes[1] = 0, beforeNotes[0]
	}
	p.grid("ĐẠI DIỆN LÃNH ĐẠO CÁC ĐƠN VỊ THÀNH VIÊN", signers, beforeNotes[0])
	p.grid("ĐẠI DIỆN CƠ QUAN CHỨNG KIẾN", witnesses, beforeNotes[1])
	p.notes(notes, end.height())
	p.lookup(end)

	if len(v.Annex) > 0 {
		p.targets(v)
	}
}

// kindOf and paperOf tell a covenant from its amendment.
func kindOf(v paper.Covenant) string {
	if v.Amends != nil {
		return amendmentKind
	}
	return covenantKind
}

func paperOf(v paper.Covenant) string {
	if v.Amends != nil {
		return "phụ lục"
	}
	return "bản giao ước"
}

// agreed is what the leaders agree on.
func (p *press) agreed(v paper.Covenant) {
	p.title("BẢN GIAO ƯỚC THI ĐUA", fmt.Sprintf("%s năm %d", sentence(v.ClusterName), v.Year))
	p.theme(v.Theme)
	p.legalBasis(v.LegalBasis)
	p.paragraph(body(plain(covenantOpening(v))))
	like := criteriaTable(v.Contents...)
	for i, content := range v.Contents {
		p.covenantContent(i, content, like)
	}
	p.carriedOut(v)
}

// closingLine says from when the paper holds and what the original is: paper
// copies, or the one file that everybody signed.
func closingLine(v paper.Covenant) string {
	if v.Code == "" {
		return " có hiệu lực kể từ ngày ký, được lập thành các bản có nội dung và giá trị như nhau; mỗi đơn vị thành viên giữ 01 bản, 01 bản lưu tại đơn vị Cụm trưởng."
	}
	return fmt.Sprintf(" có hiệu lực kể từ khi đủ chữ ký, được lập dưới dạng văn bản điện tử có chữ ký của %02d đơn vị thành viên; mọi bản sao của tệp có giá trị như nhau, bản gốc lưu tại đơn vị Cụm trưởng.", len(v.Grid))
}

// theme is what the year's emulation is called for.
func (p *press) theme(theme string) {
	if theme = sentence(theme); theme != "" {
		p.centred("Chủ đề: “"+strings.Trim(theme, "“”\"")+"”", boldItalic, 13)
		p.y += 1
	}
}

// legalBasis sets a line for each basis, closed as the decree wants.
func (p *press) legalBasis(list []string) {
	for i, basis := range list {
		end := ";"
		if i == len(list)-1 {
			end = "."
		}
		if !strings.HasPrefix(text.Fold(basis), "can cu") {
			basis = "Căn cứ " + basis
		}
		p.paragraph(body(run{sentence(basis) + end, italic}))
	}
}

// opened is when and where the leaders met.
func opened(v paper.Covenant) string {
	s := "Hôm nay, " + dated(v.At)
	if v.Where != "" {
		s += ", tại " + sentence(v.Where)
	}
	return s
}

func covenantOpening(v paper.Covenant) string {
	return fmt.Sprintf("%s, đại diện lãnh đạo %02d đơn vị thành viên %s thống nhất ký kết giao ước thi đua năm %d với các nội dung sau:",
		opened(v), len(v.Grid), sentence(v.ClusterName), v.Year)
}

// covenantContent is a part of the covenant: its criteria and their points.
func (p *press) covenantContent(i int, c paper.CovenantContent, like table) {
	t := criteriaTable(c)
	t.widths, t.size = like.widths, like.size // one measure for all contents
	p.heading(fmt.Sprintf("%s. %s (%s điểm)", roman(i+1), upper(sentence(c.Name)), decimalText(c.Points)), 2+t.leastHeight(p.sheet))
	p.y += 2
	p.table(t)
	p.y += 1.5
}

func criteriaTable(contents ...paper.CovenantContent) table {
	list := []column{{head: "TT"}, {head: "Tiêu chí", share: 1, least: 80}, {head: "Đơn vị tính"}, {head: "Điểm chuẩn"}}
	for _, c := range contents {
		for i, k := range c.Criteria {
			for j, cell := range []cell{midCell(fmt.Sprint(i + 1)), leftCell(k.Name), midCell(k.Unit), midCell(maximum(k.Points))} {
				list[j].cells = append(list[j].cells, cell)
			}
		}
	}
	t := columns(portrait, list)
	t.pad = 0.8
	return t
}

// followed says whether a content has criteria without points of their own.
func followed(c paper.CovenantContent) bool {
	return some(c.Criteria, func(k paper.CovenantCriteria) bool { return maximum(k.Points) == "–" })
}

// carriedOut says how the covenant is carried out: targets, dates, scores,
// awards.
func (p *press) carriedOut(v paper.Covenant) {
	p.heading(roman(len(v.Contents)+1)+". TỔ CHỨC THỰC HIỆN", between+twoLines())
	n := 0
	item := func(title, rest string) {
		n++
		if title != "" {
			title += ": "
		}
		p.paragraph(body(run{fmt.Sprintf("%d. %s", n, title), bold}, plain(rest)))
	}
	if len(v.Clauses) > 0 {
		for _, c := range v.Clauses {
			for i, said := range strings.Split(c.Text, "\n") {
				if i == 0 {
					item(sentence(c.Heading), said)
				} else {
					p.paragraph(body(plain(said)))
				}
			}
		}
		return
	}
	item("Thực hiện", "Các đơn vị thành viên cụ thể hóa giao ước thành kế hoạch của đơn vị, phát động và tổ chức các phong trào thi đua thiết thực, hiệu quả; phấn đấu hoàn thành và hoàn thành vượt mức các chỉ tiêu đã đăng ký"+annexed(v)+".")
	if len(v.Deadlines) > 0 {
		item("Báo cáo", "Các đơn vị báo cáo kết quả "+deadlines(v.Deadlines)+".")
	}
	most := ""
	if v.MaxPoints != "" {
		most = "Tổng điểm chuẩn là " + decimalText(v.MaxPoints) + " điểm. "
	}
	if some(v.Contents, followed) {
		most += "Tiêu chí có điểm chuẩn “–” để theo dõi hoặc để cộng, trừ điểm. "
	}
	item("Chấm điểm", most+"Số liệu do các đơn vị báo cáo được thẩm định trước khi chấm điểm, xếp hạng; không đơn vị nào tự thẩm định số liệu của mình.")
	if len(v.Awards) > 0 {
		item("Khen thưởng", "Căn cứ kết quả xếp hạng, Cụm đề nghị xét tặng "+awards(v)+".")
	}
}

func annexed(v paper.Covenant) string {
	if len(v.Annex) == 0 {
		return ""
	}
	return " tại Phụ lục kèm theo"
}

// deadlines is "6 tháng đầu năm 2017 chậm nhất ngày 10 tháng 7 năm 2017; …".
func deadlines(list []paper.Deadline) string {
	var parts []string
	for _, d := range list {
		parts = append(parts, sentence(d.Name)+" chậm nhất "+dated(d.By))
	}
	return strings.Join(parts, "; ")
}

// awards is "Cờ thi đua của Chính phủ cho 02 đơn vị; …".
func awards(v paper.Covenant) string {
	var parts []string
	for i, name := range v.Awards {
		s := sentence(name)
		if n := at(v.Places, i); n > 0 {
			s += fmt.Sprintf(" cho %02d đơn vị", n)
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "; ")
}

// covenantNotes say what the confirmations are and of which text.
func covenantNotes(v paper.Covenant) []string {
	if v.Code != "" && v.State != "draft" {
		return kindNotes(v.Ways)
	}
	note := v.Note
	if v.SHA256 != "" && some(v.Grid, func(s paper.Signer) bool { return s.SignedAt != "" }) {
		note = strings.TrimSpace(note + " Mã SHA-256 của văn bản được xác nhận: " + v.SHA256)
	}
	if note == "" {
		return nil
	}
	return []string{note}
}

// kindNotes say what each kind of signature is (Law on E-Transactions
// 20/2023/QH15; Decree 30/2020/NĐ-CP, Article 5), for the ways that the cluster
// allows.
func kindNotes(ways []string) (list []string) {
	for _, k := range []struct{ way, note string }{
		{"chat", "“Xác nhận điện tử”: người ký đồng ý bằng tài khoản và mã PIN của mình, ghi lại bằng chứng thư do Cụm cấp; có giá trị theo thỏa thuận trong Cụm, không phải chữ ký số chuyên dùng công vụ theo Luật Giao dịch điện tử số 20/2023/QH15."},
		{"token", "“Ký số”: chữ ký số bằng chứng thư số của người ký; được người có thẩm quyền và cơ quan ký số thì văn bản có giá trị như bản gốc văn bản giấy (Điều 5 Nghị định số 30/2020/NĐ-CP)."},
		{"paper", "“Ký trên bản giấy”: người ký đã ký bản in; bản quét được hai người của đơn vị Cụm trưởng đối chiếu và Cụm xác nhận vào ô của người ký."},
	} {
		if len(ways) == 0 || slices.Contains(ways, k.way) {
			list = append(list, k.note)
		}
	}
	return list
}
