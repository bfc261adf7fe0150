package pdf

import "rsc.io/qr"

// qrQuiet is the free border around a QR code, in modules; four are asked for,
// and the paper around it is white anyway.
const qrQuiet = 2

// qr draws a QR code of a side, in rectangles: sharp at every size, and smaller
// than a picture. A text too long for one is left out.
func (p *press) qr(text string, x, y, side float64) {
	code, err := qr.Encode(text, qr.M)
	if err != nil || text == "" {
		return
	}
	module := side / float64(code.Size+2*qrQuiet)
	for row := range code.Size {
		for from := 0; from < code.Size; from++ {
			to := from
			for to < code.Size && code.Black(to, row) {
				to++
			}
			if to > from { // a run is one rectangle
				p.fill(x+float64(from+qrQuiet)*module, y+float64(row+qrQuiet)*module, float64(to-from)*module, module*1.02, black)
				from = to
			}
		}
	}
}
