package pdf

import "thidua/workflow/paper"

// signerBlocks are signers as they stand beside each other: authority, title and
// a hint above the room for the signature, the name below it.
type signerBlocks struct {
	above, below []block // by signer
	height       float64
	top          float64 // of the tallest text above
}

func newSignerBlocks(list []paper.Signer, s sheet) (b signerBlocks) {
	width := s.body()/float64(max(1, len(list))) - 4
	name := 0.0
	for _, signer := range list {
		above := block{size: bodySize}
		for _, t := range []string{signer.OnBehalf, signer.Title, signer.Agency} {
			if t != "" {
				part := fitted(upper(t), font{bold, bodySize}, width, 3*leading(bodySize))
				above.lines, above.size = append(above.lines, part.lines...), min(above.size, part.size)
			}
		}
		below := block{size: bodySize}
		if signer.Name != "" {
			below = fitted(signer.Name, font{bold, bodySize}, width, 2*leading(bodySize))
		}
		b.above, b.below = append(b.above, above), append(b.below, below)
		b.top, name = max(b.top, above.height()), max(name, below.height())
	}
	b.height = 6 + b.top + leading(12) + signatureRoom + name
	return b
}

// signersHeight is what signers take up, so that what is before can keep it.
func signersHeight(list []paper.Signer, s sheet) float64 { return newSignerBlocks(list, s).height }

// signers sets who signs, beside each other; they are never torn.
func (p *press) signers(list []paper.Signer) {
	b := newSignerBlocks(list, p.sheet)
	p.need(b.height)
	p.space(6)
	top, width := p.y, p.sheet.body()/float64(max(1, len(list)))
	for i := range list {
		p.y = top
		x, w := p.sheet.left+float64(i)*width+2, width-4
		p.block(b.above[i], x, w, centre)
		if len(b.above[i].lines) > 0 { // else nobody signs here
			p.block(fitted("(ký, ghi rõ họ tên)", font{italic, 12}, w, leading(12)), x, w, centre)
		}
		p.y = top + b.height - 6 - b.below[i].height()
		p.block(b.below[i], x, w, centre)
	}
	p.y = top + b.height - 6
}
