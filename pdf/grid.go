package pdf

import (
	"slices"
	"strings"

	"thidua/pdf/sign"
	"thidua/workflow/paper"
)

const (
	gridGap  = 3.5 // between boxes
	gridPad  = 1.5 // inside a box
	gridRoom = 20  // for a signature and a seal, and what belongs there
	gridSize = 11

	fieldRoom = 21.5 // for the lines of a signature that is filled in
	sealWidth = 29   // of an agency's seal, left of its leader's signature
	sealNote  = 7.5  // size of what stands under it
)

// A gridLook is what a grid's boxes are for.
type gridLook struct {
	field func(i int, s paper.Signer) string // the field of a signer; nil: boxes without fields
	seals bool                               // each leader's box has one for the agency's seal too
	note  func(i int, s paper.Signer) string // in a box without a field; nil: a hint where no name is
}

func (l gridLook) per(n int) int {
	if n <= 2 || n == 4 || l.seals {
		return 2
	}
	return 3
}

// A signBox is one leader's place in the signature grid.
type signBox struct {
	above     []block // agency, authority, title
	below     block   // name
	confirmed confirmation
	hint      string
	field     string // its field, "" none
	seal      string
	tip       string // who signs, for programs
}

// box sets the texts of a box of the given inner width.
func (l gridLook) box(i int, s paper.Signer, width float64) signBox {
	b := signBox{tip: sentence(strings.Join(filled(s.Agency, s.OnBehalf, s.Title, s.Name), ", "))}
	switch {
	case l.field != nil:
		b.field = l.field(i, s)
		if l.seals && s.Member != "" {
			b.seal = paper.FieldSeal + s.Member
		}
	case l.note != nil:
		b.hint = l.note(i, s)
	default:
		b.confirmed = confirmed(s, width)
		if s.SignedAt == "" && s.Name == "" {
			b.hint = penHint
		}
	}
	for _, t := range []string{s.Agency, s.OnBehalf, s.Title} {
		if t != "" {
			b.above = append(b.above, fitted(upper(t), font{bold, gridSize}, width, 24))
		}
	}
	if name := signerName(s); name != "" {
		space := width
		if l.seals {
			space -= sealWidth + gridPad
		}
		b.below = fitted(name, font{bold, gridSize}, space, 20)
	}
	return b
}

// A gridRow is boxes beside each other with their parts on common lines.
type gridRow struct {
	boxes              []signBox
	width              float64 // of a box
	above, room, below float64 // heights
}

func (r gridRow) height() float64 { return 2*gridPad + r.above + r.room + r.below }

// gridRows deals signers out in rows of three, or of two where that is fairer.
func gridRows(s sheet, signers []paper.Signer, look gridLook) (rows []gridRow) {
	per, i := look.per(len(signers)), 0
	width := (s.body() - float64(per-1)*gridGap) / float64(per)
	for ; len(signers) > 0; signers = signers[min(per, len(signers)):] {
		r := gridRow{width: width}
		for _, signer := range signers[:min(per, len(signers))] {
			b := look.box(i, signer, width-2*gridPad)
			i++
			above := 0.0
			for _, t := range b.above {
				above += t.height()
			}
			r.above = max(r.above, above)
			if look.field != nil || look.note != nil {
				r.room = max(r.room, fieldRoom)
			} else if room := b.confirmed.height(); room > 0 {
				r.room = max(r.room, room+2.5)
			} else {
				r.room = max(r.room, gridRoom)
			}
			r.below = max(r.below, b.below.height())
			r.boxes = append(r.boxes, b)
		}
		rows = append(rows, r)
	}
	return rows
}

// grid sets rows under a title; a box is never torn. A row that is not full
// stands in the middle. Keep is how much of what follows must stand on the page
// of the last row.
func (p *press) grid(title string, rows []gridRow, keep float64) {
	if len(rows) == 0 {
		return
	}
	first := 2 + rows[0].height()
	if len(rows) == 1 {
		first += keep
	}
	p.paragraph(paragraph{runs: []run{{title, bold}}, size: bodySize, align: centre, before: 5, keep: first})
	p.y += 2
	for i, r := range rows {
		if i > 0 {
			p.space(gridGap)
		}
		if i < len(rows)-1 {
			p.need(r.height())
		} else {
			p.need(min(r.height()+keep, p.sheet.bottom-p.sheet.top))
		}
		n := float64(len(r.boxes))
		x := p.sheet.left + (p.sheet.body()-n*r.width-(n-1)*gridGap)/2
		for _, b := range r.boxes {
			p.signBox(b, r, x)
			x += r.width + gridGap
		}
		p.y += r.height()
	}
}

// penHint says what belongs into an empty box.
const penHint = "(ký, ghi rõ họ tên, đóng dấu)"

// filled are those of the texts that say something.
func filled(list ...string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// gridKeep is what of a grid must stand on the page of the text before it.
func gridKeep(rows []gridRow) float64 {
	if len(rows) == 0 {
		return 0
	}
	return 5 + leading(bodySize) + 2 + rows[0].height()
}

// signBox draws one box of r and leaves y where it was.
func (p *press) signBox(b signBox, r gridRow, x float64) {
	top, inner, width := p.y, x+gridPad, r.width-2*gridPad
	p.frame(x, top, r.width, r.height(), 0.2, grey)
	above := 0.0
	for _, t := range b.above {
		above += t.height()
	}
	middle := top + gridPad + r.above
	p.y += gridPad + (r.above-above)/2
	for _, t := range b.above {
		p.block(t, inner, width, centre)
	}
	if b.hint != "" {
		p.y = middle
		p.colour(grey)
		p.block(fitted(b.hint, font{italic, 10}, width, leading(10)), inner, width, centre)
		p.colour(black)
	}
	if b.field != "" {
		at, space := inner, width
		if b.seal != "" {
			p.place(sign.Field{Name: b.seal, Tip: "Dấu cơ quan: " + b.tip}, at, middle+1, sealWidth, r.room-1.7)
			p.y = middle + r.room
			p.colour(grey)
			p.block(fitted("(chữ ký số của cơ quan)", font{italic, sealNote}, sealWidth, leading(sealNote)), at, sealWidth, centre)
			p.colour(black)
			at, space = at+sealWidth+gridPad, space-sealWidth-gridPad
		}
		p.place(sign.Field{Name: b.field, Tip: b.tip}, at, middle+1, space, r.room-1.7)
		inner, width = at, space // the name stands under the signature
	}
	p.confirmation(b.confirmed, inner, middle+(r.room-b.confirmed.height())/2)
	p.y = middle + r.room + (r.below - b.below.height())
	p.block(b.below, inner, width, centre)
	p.y = top
}
