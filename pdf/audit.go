package pdf

import (
	"fmt"
	"strings"

	"thidua/workflow/paper"
	"thidua/workflow/text"
)

// Audit prints what is known of the signatures under a document.
func Audit(v paper.Audit) (Document, error) {
	c := &cleaner{}
	v = cleaned(c, v)
	return audit(v).finish(aboutFile("Phiếu kiểm chứng chữ ký: "+v.Document, v.ClusterName, v.Letterhead, v.Year), c)
}

func audit(v paper.Audit) *press {
	p := newPress("")
	p.page(portrait)
	p.letterhead(v.Letterhead, "", "")
	p.title("PHIẾU KIỂM CHỨNG CHỮ KÝ", sentence(v.Document), "của "+sentence(v.ClusterName))
	p.auditFacts(v)

	part := 0
	heading := func(title string) {
		part++
		p.heading(roman(part)+". "+title, between+twoLines())
		p.y += 2
	}
	heading("CHỮ KÝ TRÊN VĂN BẢN")
	if len(v.Signatures) == 0 {
		p.paragraph(body(plain("Chưa có chữ ký nào.")))
	} else {
		p.table(auditTable(v).within(portrait, p.room(), 0))
		p.y += 2
	}
	if len(v.Open) > 0 {
		heading("CHƯA KÝ")
		t := table{size: auditSize, pad: 0.9, head: []string{"TT", "Đơn vị", "Người ký", "Tình trạng"}, widths: []float64{9, 56, 40, 60}}
		for i, o := range v.Open {
			t.rows = append(t.rows, tableRow{cells: []cell{midCell(fmt.Sprint(i + 1)), leftCell(capital(o.Agency)), leftCell(o.Name), leftCell(o.State)}})
		}
		p.table(t)
		p.y += 2
	}
	if len(v.Signatures) > 0 {
		heading("CHỨNG THƯ VÀ MÃ CỦA TỪNG CHỮ KÝ")
		for i, s := range v.Signatures {
			p.auditSignature(i+1, s)
		}
	}
	if len(v.Revisions) > 0 {
		heading("CÁC LẦN GHI VÀO TỆP")
		t := table{size: auditSize, pad: 0.9, head: []string{"TT", "Nội dung", "Độ dài (byte)", "SHA-256 của tệp đến hết lần ghi"}, widths: []float64{9, 52, 22, 82}}
		for i, r := range v.Revisions {
			t.rows = append(t.rows, tableRow{cells: []cell{midCell(fmt.Sprint(i + 1)), leftCell(r.What), midCell(text.NumberText(text.Vietnamese, fmt.Sprint(r.Length))), leftCell(hexText(r.SHA256))}})
		}
		p.table(t)
		p.y += 2
	}
	heading("NHẬT KÝ CỦA CỤM")
	p.fact("Dòng cuối", fmt.Sprintf("số %d, lúc %s", v.Log.Seq, moment(v.Log.At)))
	p.fact("Mã SHA-256", hexText(v.Log.Hash))
	p.notes(v.Notes, signersHeight([]paper.Signer{v.Signer}, portrait))
	p.signers([]paper.Signer{{}, v.Signer})
	return p
}

const auditSize = 9.5

// auditFacts are the facts of the document, a line each.
func (p *press) auditFacts(v paper.Audit) {
	number := ""
	if v.DocNumber != "" {
		number = v.DocNumber + ", " + dated(v.DocDate)
	}
	for _, f := range [][2]string{
		{"Tình trạng", v.State}, {"Số, ngày", number}, {"Mã tra cứu", v.Code}, {"Tra cứu tại", v.Link},
		{"Mở ký", strings.Join(filled(moment(v.OpenedAt), v.OpenedBy), ", ")}, {"Hoàn thành", moment(v.Completed)},
		{"SHA-256 khi mở ký", hexText(v.Frozen)}, {"SHA-256 hiện nay", hexText(v.Current)},
		{"SHA-256 quy chế", hexText(v.Rules)}, {"SHA-256 chỉ tiêu", hexText(v.Targets)}, {"SHA-256 bản gốc được sửa đổi", hexText(v.Base)},
		{"Lập phiếu lúc", strings.Join(filled(moment(v.MadeAt), v.Zone), ", ")},
	} {
		p.fact(f[0], f[1])
	}
	p.y += 2
}

const factName = 38 // width of the names of facts

// fact sets a name and what it is beside it; what is not known is left out.
func (p *press) fact(name, value string) {
	if value == "" {
		return
	}
	size := auditSize + 0.5
	title := fitted(name+":", font{bold, size}, factName, 2*leading(size))
	lines := wrap([]run{plain(value)}, size, p.sheet.body()-factName-2, 0)
	h := max(title.height(), float64(len(lines))*leading(size))
	p.need(min(h, 3*leading(size)) + 0.8)
	top := p.y
	p.block(title, p.sheet.left, factName, left)
	end := p.y
	p.y = top
	for _, l := range lines {
		p.need(leading(size))
		if p.y < top { // a long value goes on over the page
			end = p.y
		}
		p.setLine(l, p.sheet.left+factName+2, p.sheet.body()-factName-2, size, left, true)
	}
	p.y = max(p.y, end) + 0.8
}

func auditTable(v paper.Audit) table {
	t := table{size: auditSize, pad: 0.9, head: []string{"TT", "Đơn vị, chức vụ", "Người ký", "Hình thức", "Thời gian ký", "Dấu thời gian"},
		widths: []float64{9, 46, 33, 25, 26, 26}}
	for i, s := range v.Signatures {
		t.rows = append(t.rows, tableRow{cells: []cell{
			midCell(fmt.Sprint(i + 1)), leftCell(strings.Join(filled(capital(s.Agency), s.Title), "; ")), leftCell(s.Name), leftCell(s.Words),
			midCell(moment(s.At)), leftCell(s.Stamps),
		}})
	}
	return t
}

// auditSignature says with what a signature was made.
func (p *press) auditSignature(n int, s paper.AuditSignature) {
	g := body(run{fmt.Sprintf("%d. %s", n, strings.Join(filled(s.Name, capital(s.Agency)), " – ")), bold})
	g.size, g.indent, g.align, g.keep = 11, 0, left, 3*leading(11)
	p.paragraph(g)
	p.y += 0.8
	c := s.Certificate
	valid := ""
	if c.From != "" {
		valid = text.DateText(c.From) + " – " + text.DateText(c.Until)
	}
	p.fact("Chứng thư", strings.Join(filled(c.Subject, c.Trust), "; "))
	chain := c.Chain // begins with the issuer
	if len(chain) == 0 {
		chain = []string{c.Issuer}
	}
	p.fact("Cấp bởi", strings.Join(chain, " ← "))
	p.fact("Số hiệu", c.Serial)
	p.fact("Hiệu lực", valid)
	if s.Paper != nil {
		p.fact("Ký trên giấy", "ngày "+text.DateText(s.Paper.Day)+"; nhập: "+strings.Join(filled(s.Paper.EnteredBy, moment(s.Paper.EnteredAt)), ", ")+
			"; xác nhận: "+strings.Join(filled(s.Paper.ConfirmedBy, moment(s.Paper.ConfirmedAt)), ", "))
		for _, scan := range s.Paper.Scans {
			p.fact("Bản quét "+scan.Name, hexText(scan.SHA256))
		}
	}
	p.fact("SHA-256 đến chữ ký", hexText(s.SHA256))
}

// hexText groups a hash by eight, as people compare it.
func hexText(s string) string {
	var parts []string
	for r := []rune(s); len(r) > 0; r = r[min(8, len(r)):] {
		parts = append(parts, string(r[:min(8, len(r))]))
	}
	return strings.Join(parts, " ")
}

// moment is "28/03/2017 09:07:13 (+07:00)" or nothing.
func moment(s string) string {
	if s == "" {
		return ""
	}
	return text.TimeText(s)
}
