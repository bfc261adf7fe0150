package pdf

import (
	"strings"
	"time"

	"thidua/pdf/sign"
	"thidua/workflow/paper"
	"thidua/workflow/text"
)

// Wording of the head of an administrative page (Decree 30/2020/NĐ-CP,
// Appendix I).
const (
	nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	motto  = "Độc lập - Tự do - Hạnh phúc"
	open   = "…" // where the clerk writes the number, or somebody the day
)

// The two blocks of the head, in millimetres.
const (
	leftBlock  = 70
	rightBlock = 93
)

// number is "Số: …/GƯTĐ-CTĐTNB": the number is left open until the clerk gives
// it, and below ten it has a leading zero.
func number(h paper.Letterhead, kind string) string {
	n := h.Number
	switch {
	case n == "":
		n = open
	case len(n) == 1 && n >= "1" && n <= "9":
		n = "0" + n
	}
	return n + symbol(h, kind)
}

// symbol is what stands after the number: "/GƯTĐ-CTĐTNB".
func symbol(h paper.Letterhead, kind string) string {
	if h.Symbol != "" {
		kind += "-" + h.Symbol
	}
	return "/" + kind
}

// dated is "ngày 04 tháng 4 năm 2018", with the day left open where it is not
// known yet.
func dated(date string) string {
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return "ngày " + open + " tháng " + open + " năm " + open
	}
	return text.LongDateText(text.Vietnamese, date)
}

// letterhead sets the head of the first page: issuer on the left, nation on the
// right, number (a paper of no kind has none) and place with date under them. A mark ("DỰ THẢO") stands in a
// frame under the number.
func (p *press) letterhead(h paper.Letterhead, kind, mark string) {
	top, x := p.y, p.sheet.right-rightBlock

	p.blockLine(p.sheet.left, leftBlock, h.Parent, font{regular, 12})
	p.blockLine(p.sheet.left, leftBlock, h.Issuer, font{bold, 12})
	p.shortRule(p.sheet.left, leftBlock, 0.4*min(leftBlock-6, font{bold, 12}.width(h.Issuer)))
	leftEnd := p.y

	p.y = top
	p.blockLine(x, rightBlock, nation, font{bold, 12})
	p.blockLine(x, rightBlock, motto, font{bold, 13})
	p.shortRule(x, rightBlock, font{bold, 13}.width(motto))

	p.y = max(p.y, leftEnd) + 2
	line := p.y
	if kind != "" && p.clerk {
		f := sign.Field{Name: paper.FieldNumber, Tip: "Số", Align: sign.Right}
		p.lineField(p.sheet.left, leftBlock, "Số: ", f, "000", symbol(h, kind), font{regular, 13})
	} else if kind != "" {
		p.blockLine(p.sheet.left, leftBlock, "Số: "+number(h, kind), font{regular, 13})
	}
	if mark != "" {
		p.framed(p.sheet.left, leftBlock, mark)
	}
	leftEnd = p.y
	p.y = line
	place := h.Place
	if place == "" {
		place = strings.Repeat(open, 5)
	}
	if p.clerk {
		f := sign.Field{Name: paper.FieldDate, Tip: "Ngày, tháng, năm", Style: sign.Italic, Empty: dated("")}
		p.lineField(x, rightBlock, place+", ", f, "ngày 00 tháng 00 năm 0000", "", font{italic, 13})
	} else {
		p.blockLine(x, rightBlock, place+", "+dated(h.Date), font{italic, 13})
	}
	p.y = max(p.y, leftEnd) + 5
	p.note = h.Edition
}

// blockLine centres text in a block of the head.
func (p *press) blockLine(x, w float64, s string, f font) {
	if strings.TrimSpace(s) == "" {
		return
	}
	p.block(fitted(s, f, w, 8*leading(f.size)), x, w, centre)
}

// shortRule draws a rule of the given length in the middle of a block.
func (p *press) shortRule(x, w, length float64) {
	p.y += 1
	p.line(x+(w-length)/2, p.y, x+(w+length)/2, p.y, 0.25, black)
	p.y += 1
}

// framed puts a mark into a small frame in the middle of a block.
func (p *press) framed(x, w float64, mark string) {
	f := font{bold, 12}
	width, height := f.width(mark)+6, leading(12)+1.2
	p.y += 1.5
	p.frame(x+(w-width)/2, p.y, width, height, 0.3, black)
	p.box(x+(w-width)/2, p.y, width, height, mark, f, centre)
	p.y += height
}

// title sets the kind of paper, what it is about, a rule, and which paper this
// one takes the place of. The parts of what
// it is about stand on one line if they can.
func (p *press) title(kind string, about ...string) {
	p.centred(kind, bold, 14)
	p.y += 0.5
	if one := strings.Join(about, " "); (font{bold, 13}).width(one) <= p.sheet.body() {
		about = []string{one}
	}
	for _, part := range about {
		p.centred(part, bold, 13)
	}
	p.y += 0.5
	p.shortRule(p.sheet.left, p.sheet.body(), 0.27*p.sheet.body())
	if p.note != "" {
		p.y += 1
		p.centred("("+p.note+")", italic, 12)
	}
	p.y += 2
}

// annexTitle begins an annex: its number, what it shows, and which paper it
// belongs to.
func (p *press) annexTitle(name, about, belongs string) {
	p.centred(name, bold, 13)
	p.centred(about, bold, 13)
	p.centred("("+belongs+")", italic, 12)
	p.y += 3
}

// reference names a paper by its number and day.
func reference(name string, h paper.Letterhead, kind string) string {
	return name + " số " + number(h, kind) + " " + dated(h.Date)
}
