package pdf

import (
	"strings"

	"thidua/workflow/paper"
	"thidua/workflow/text"
)

const (
	signatureWidth = 82 // the right half of the page, where the authority signs
	signatureRoom  = 24 // for the signature and the seal
	recipientSize  = 11
	recipientWidth = 76
)

// A closing ends a paper: recipients on the left, the cluster's authority on
// the right.
type closing struct {
	titles     []block
	name       block
	recipients []textLine
	confirmed  confirmation
}

// newClosing sets the texts, so that what comes before can keep height on its
// page.
func newClosing(s paper.Signer, recipients []string) closing {
	c := closing{recipients: recipientLines(recipients), confirmed: confirmed(s, signatureWidth-24)}
	office := []string{s.Title + " " + s.Agency}
	if (font{bold, 13}).width(upper(office[0])) > signatureWidth {
		office = []string{s.Title, s.Agency}
	}
	for _, t := range append([]string{"TM. CỤM THI ĐUA", "CỤM TRƯỞNG", s.OnBehalf}, office...) {
		if t = strings.TrimSpace(t); t != "" {
			c.titles = append(c.titles, fitted(upper(t), font{bold, 13}, signatureWidth, 40))
		}
	}
	if name := signerName(s); name != "" {
		c.name = fitted(name, font{bold, 13}, signatureWidth, 40)
	}
	return c
}

// height is what must not be torn: the signature, and beside it as much of the
// recipients as a page holds.
func (c closing) height(s sheet) float64 {
	h := max(signatureRoom, c.confirmed.height()+2) + c.name.height()
	for _, t := range c.titles {
		h += t.height()
	}
	const before = 6
	return min(before+max(h, leading(12)+float64(len(c.recipients))*leading(recipientSize)), s.bottom-s.top)
}

// closing sets c. The signature stays in one piece; a long list of recipients
// goes on over the page.
func (p *press) closing(c closing) {
	p.need(c.height(p.sheet))
	p.space(6)
	top, x := p.y, p.sheet.right-signatureWidth
	for _, t := range c.titles {
		p.block(t, x, signatureWidth, centre)
	}
	p.confirmation(c.confirmed, x+12, p.y+1)
	p.y += max(signatureRoom, c.confirmed.height()+2)
	p.block(c.name, x, signatureWidth, centre)
	end, page := p.y, len(p.reach)

	p.y = top
	p.recipients(c.recipients)
	if len(p.reach) == page {
		p.y = max(p.y, end)
	}
}

// recipients sets who a paper goes to; a long list goes on over the page.
func (p *press) recipients(lines []textLine) {
	if len(lines) > 0 {
		p.need(leading(12) + leading(recipientSize))
		p.block(fitted("Nơi nhận:", font{boldItalic, 12}, recipientWidth, leading(12)), p.sheet.left, recipientWidth, left)
	}
	for _, l := range lines {
		p.need(leading(recipientSize))
		p.setLine(l, p.sheet.left, recipientWidth, recipientSize, left, true)
	}
}

// recipientLines are the lines of "Nơi nhận:", each recipient ending in ";" and
// the last in ".".
func recipientLines(recipients []string) []textLine {
	var list []textLine
	for i, r := range recipients {
		end := ";"
		if i == len(recipients)-1 {
			end = "."
		}
		line := "- " + strings.TrimLeft(sentence(r), "- ") + end
		list = append(list, wrap([]run{plain(line)}, recipientSize, recipientWidth, 0)...)
	}
	return list
}

// signerName is the name under a signature.
func signerName(s paper.Signer) string {
	if s.Name != "" {
		return s.Name
	}
	return s.SignedBy
}

// A confirmation is what stands where somebody confirmed in the chat. It is
// blue: red frames are what digital signatures look like, and it is none.
type confirmation struct {
	lines []block
	width float64
}

const (
	confirmPad  = 1.2
	confirmSize = 9.5
)

// confirmed is the confirmation of s, or nothing while there is none.
func confirmed(s paper.Signer, width float64) confirmation {
	c := confirmation{width: width}
	if s.SignedAt == "" {
		return c
	}
	inner := width - 2*confirmPad
	add := func(st style, label, value string) {
		if value != "" {
			c.lines = append(c.lines, fitted(label+value, font{st, confirmSize}, inner, 3*leading(confirmSize)))
		}
	}
	add(bold, "", "Xác nhận điện tử")
	if s.SignedBy != signerName(s) {
		add(regular, "Người ký: ", s.SignedBy)
	}
	add(regular, "Lúc ", text.TimeText(s.SignedAt))
	add(regular, "Mã xác nhận: ", s.Code)
	return c
}

// height is 0 while nothing was confirmed.
func (c confirmation) height() float64 {
	if len(c.lines) == 0 {
		return 0
	}
	h := 2.0 * confirmPad
	for _, l := range c.lines {
		h += l.height()
	}
	return h
}

// confirmation draws c from a corner on and leaves y where it was.
func (p *press) confirmation(c confirmation, x, y float64) {
	if len(c.lines) == 0 {
		return
	}
	back := p.y
	p.frame(x, y, c.width, c.height(), 0.35, blue)
	p.colour(blue)
	p.y = y + confirmPad
	for _, l := range c.lines {
		p.block(l, x+confirmPad, c.width-2*confirmPad, centre)
	}
	p.colour(black)
	p.y = back
}
