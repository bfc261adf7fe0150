package pdf

import (
	"strings"

	"thidua/pdf/sign"
	"thidua/workflow/paper"
)

// A lookup is the foot of the signed part: how a reader checks the paper, and
// beside it the cluster's own signature over it.
type lookup struct {
	code, public string
	lines        []block
	certified    bool // a field for the cluster's signature; else only its frame
}

// Measures of the foot, in millimetres.
const (
	lookupQR    = 24
	lookupGap   = 3
	lookupSeal  = 52 // the cluster's box
	lookupAbove = 5
)

func newLookup(v paper.Covenant, certified bool) lookup {
	l := lookup{code: v.Code, public: strings.TrimRight(v.Public, "/"), certified: certified}
	if l.code == "" {
		return l
	}
	width := portrait.body() - lookupQR - lookupSeal - 2*lookupGap
	add := func(s string, f font, lines float64) {
		l.lines = append(l.lines, fitted(s, f, width, lines*leading(f.size)))
	}
	add("Mã tra cứu: "+l.code, font{bold, 10}, 1)
	if l.public != "" {
		address := strings.TrimPrefix(strings.TrimPrefix(l.link(), "https://"), "http://")
		add("Quét mã QR hoặc mở "+address+" để đối chiếu.", font{regular, 9}, 2)
	} else {
		add("Gửi mã này cho bot để đối chiếu: /xacminh "+l.code, font{regular, 9}, 2)
	}
	for _, hash := range [][2]string{{"Mã SHA-256 của quy chế:", v.RulesSHA256}, {"Mã SHA-256 của bảng chỉ tiêu:", v.TargetsSHA256}} {
		if hash[1] != "" {
			add(hash[0], font{italic, 7.5}, 1)
			add(hash[1], font{regular, 6.5}, 1)
		}
	}
	return l
}

// link is what the QR code holds: the page that says what is known of the paper,
// or the code where there is no such page.
func (l lookup) link() string {
	if l.public == "" {
		return l.code
	}
	return l.public + "/xm/" + l.code
}

// height is 0 where there is nothing to look up.
func (l lookup) height() float64 {
	if l.code == "" {
		return 0
	}
	h := 0.0
	for _, b := range l.lines {
		h += b.height()
	}
	return lookupAbove + max(lookupQR, h)
}

// lookup sets l at the foot of the page.
func (p *press) lookup(l lookup) {
	h := l.height()
	if h == 0 {
		return
	}
	p.need(h)
	p.y = p.sheet.bottom - h + lookupAbove
	h -= lookupAbove
	top := p.y
	p.line(p.sheet.left, top-2, p.sheet.right, top-2, 0.2, grey)
	p.qr(l.link(), p.sheet.left, top, lookupQR)
	x := p.sheet.left + lookupQR + lookupGap
	for _, b := range l.lines {
		p.block(b, x, p.sheet.right-lookupSeal-lookupGap-x, left)
	}

	x = p.sheet.right - lookupSeal
	title := font{bold, 9}
	p.frame(x, top, lookupSeal, h, 0.2, grey)
	p.box(x+gridPad, top+0.6, lookupSeal-2*gridPad, leading(title.size), "Xác nhận của Cụm thi đua", title, centre)
	room := top + 0.6 + leading(title.size) + 0.5
	if l.certified {
		p.place(sign.Field{Name: paper.FieldCluster, Tip: "Xác nhận của Cụm thi đua"}, x+gridPad, room, lookupSeal-2*gridPad, top+h-gridPad-room)
	} else {
		p.box(x+gridPad, room, lookupSeal-2*gridPad, top+h-gridPad-room, "(có trong bản điện tử)", font{italic, 9}, centre)
	}
	p.y = top + h
}
