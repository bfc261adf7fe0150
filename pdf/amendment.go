package pdf

import (
	"fmt"

	"thidua/workflow/paper"
)

const amendmentKind = "PLGƯ"

// amendment sets what a covenant's amendment says in place of the covenant's
// contents.
func (p *press) amendment(v paper.Covenant) {
	a := v.Amends
	p.title(fmt.Sprintf("PHỤ LỤC SỐ %02d", a.No), "Sửa đổi, bổ sung "+amended(v), "của "+sentence(v.ClusterName))
	base := "Bản giao ước thi đua năm " + fmt.Sprint(v.Year)
	if a.Number != "" {
		base = "Bản giao ước thi đua số " + a.Number + " " + dated(a.Date)
	}
	p.legalBasis(append(append([]string(nil), v.LegalBasis...), base+" của "+sentence(v.ClusterName)))
	p.paragraph(body(plain(opened(v) + fmt.Sprintf(", đại diện lãnh đạo %02d đơn vị thành viên %s thống nhất sửa đổi, bổ sung %s như sau:",
		len(v.Grid), sentence(v.ClusterName), amended(v)))))

	t := columns(portrait, changeColumns(a.Changes))
	t.pad = 0.9
	p.heading("I. NỘI DUNG SỬA ĐỔI, BỔ SUNG", 2+t.leastHeight(p.sheet))
	p.y += 2
	p.table(t)
	p.y += 1.5
	if a.Reason != "" {
		p.paragraph(body(run{"Lý do: ", bold}, plain(sentence(a.Reason)+".")))
	}
	p.heading("II. TỔ CHỨC THỰC HIỆN", between+twoLines())
	p.paragraph(body(plain("Phụ lục này là bộ phận không tách rời của Bản giao ước; những nội dung không được sửa đổi, bổ sung giữ nguyên giá trị.")))
	if a.Base != "" {
		line := "Bản giao ước được sửa đổi, bổ sung có mã SHA-256 " + hexText(a.Base)
		if a.Frozen != "" {
			line += " (bản mở ký: " + hexText(a.Frozen) + ")"
		}
		if a.Code != "" {
			line += ", mã tra cứu " + a.Code
		}
		p.paragraph(body(plain(line + ".")))
	}
}

// amended names what is amended in running text.
func amended(v paper.Covenant) string {
	return fmt.Sprintf("Bản giao ước thi đua năm %d", v.Year)
}

func changeColumns(changes []paper.AmendmentChange) []column {
	list := []column{{head: "TT"}, {head: "Đơn vị"}, {head: "Nội dung", share: 2, least: 45}, {head: "Đã ký kết", share: 1, least: 28}, {head: "Sửa đổi, bổ sung thành", share: 1, least: 28}}
	shown := func(s string) cell {
		if s == "" {
			return midCell("–")
		}
		return leftCell(s)
	}
	for i, c := range changes {
		member := "Cả Cụm"
		if c.Member != "" {
			member = capital(c.Member)
		}
		for j, cell := range []cell{midCell(fmt.Sprint(i + 1)), leftCell(member), leftCell(c.What), shown(c.Old), shown(c.New)} {
			list[j].cells = append(list[j].cells, cell)
		}
	}
	return list
}
