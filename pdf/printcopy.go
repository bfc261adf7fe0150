package pdf

import (
	"slices"

	"thidua/workflow/paper"
)

// Measures of the foot of a print copy, in the lower margin.
const (
	copyQR  = 14
	copyTop = 2.5 // below the body
)

// PrintCopy prints a covenant that is open for signing to be signed with a pen:
// the same pages, without fields, and on the foot of each what a scan is known
// by.
func PrintCopy(v paper.PrintCopy) (Document, error) {
	c := &cleaner{}
	v = cleaned(c, v)
	a := aboutCovenant(v.Covenant)
	a.title += " (bản in để ký)"
	return printCopy(v).finish(a, c)
}

func printCopy(v paper.PrintCopy) *press {
	p := newPress("")
	p.foot = func() { p.copyFoot(v) }
	boxes := func(field func(int, paper.Signer) string) gridLook {
		return gridLook{seals: v.Covenant.Seals && v.Covenant.Code != "", note: func(i int, s paper.Signer) string {
			if len(v.Fields) == 0 || slices.Contains(v.Fields, field(i, s)) {
				return penHint
			}
			return "(ký trên bản điện tử)"
		}}
	}
	witnesses := boxes(witnessField)
	witnesses.seals = false
	p.covenant(v.Covenant, boxes(leaderField), witnesses)
	return p
}

func (p *press) copyFoot(v paper.PrintCopy) {
	link := v.Link
	if link == "" {
		link = v.Code
	}
	y := p.sheet.bottom + copyTop
	p.qr(link, p.sheet.right-copyQR, y, copyQR)
	width := p.sheet.body() - copyQR - 3
	p.y = y + 1
	for _, l := range []struct {
		text string
		font font
	}{{"Bản in để ký trên giấy", font{bold, 9}}, {"Mã tra cứu: " + v.Code, font{regular, 9}}, {v.SHA256, font{regular, 6.5}}} {
		p.block(fitted(l.text, l.font, width, leading(l.font.size)), p.sheet.left, width, left)
	}
}
