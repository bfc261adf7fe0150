// Package picture draws what is looked at on a phone rather than printed. A
// picture is a pure function of a value of package paper: the same value gives
// the same bytes.
package picture

import (
	"fmt"
	"image"
	"strconv"

	"golang.org/x/image/font"

	"thidua/workflow/paper"
	"thidua/workflow/text"
)

// Measures in pixels.
const (
	margin    = 28
	narrowest = 1080 // a phone upright
	broadest  = 1600 // more only where tiles would be too narrow for a sign
	tallest   = 2400 // what is longer is sent as a smaller picture: no list of criteria then
	gap       = 2    // between tiles
	fifth     = 4    // more of it after every fifth column, so that one can count
)

// Progress draws who has reported what: members down, criteria across.
func Progress(v paper.Progress) ([]byte, error) {
	for _, r := range v.Rows {
		for _, state := range r.Cells {
			if _, known := tileOf(state); !known {
				return nil, fmt.Errorf("picture: no tile for %q", state)
			}
		}
	}
	f, err := newFaces()
	if err != nil {
		return nil, err
	}
	b := newBoard(v, f)
	c := newCanvas(b.width, b.height())
	y := b.drawTitle(c, margin)
	y = b.drawTable(c, y)
	y = b.drawLegend(c, y)
	if b.listed {
		b.drawCriteria(c, y)
	}
	return c.png()
}

// drawTitle says what is shown, of whom, and when it stood so.
func (b *board) drawTitle(c canvas, y int) int {
	most := b.width - 2*margin
	put := func(base int, s string, f font.Face, t tone) {
		c.text(margin, y+base, shortened(f, s, most), f, t.ink, false)
	}
	put(30, "TIẾN ĐỘ BÁO CÁO SỐ LIỆU", b.title, onSheet)
	subject := line(b.v.ClusterName)
	if period := line(b.v.PeriodName); period != "" {
		subject += " - " + period
	}
	put(70, subject, b.body, onSheet)
	sent, accepted, asked := 0, 0, 0
	for _, r := range b.v.Rows {
		sent, accepted, asked = sent+r.Sent, accepted+r.Accepted, asked+r.Asked
	}
	state := fmt.Sprintf("Toàn cụm: đã nộp %d/%d, đã duyệt %d/%d", sent, asked, accepted, asked)
	if by := line(b.v.ReportBy); by != "" {
		state += "  ·  Hạn nộp " + text.DateText(by)
	}
	if at := line(b.v.At); at != "" {
		state += "  ·  Lúc " + at
	}
	put(108, state, b.small, faintly)
	return y + titleHeight
}

// drawTable draws heads, names, tiles and side columns.
func (b *board) drawTable(c canvas, y int) int {
	c.fill(image.Rect(margin, y, b.width-margin, y+headHeight-4), onHead.ground)
	head := func(x, w int) image.Rectangle { return image.Rect(x, y, x+w, y+headHeight-4) }
	c.text(margin+8, baseline(head(0, 0), b.strong), memberHead, b.strong, onHead.ink, false)
	for i, k := range b.v.Criteria {
		c.middle(head(b.left(i), b.tile.X-gap), strconv.Itoa(k.N), b.number, onHead)
	}
	x := b.sidesLeft()
	for _, s := range b.sides {
		c.middle(head(x, s.width), s.head, b.strong, onHead)
		x += s.width
	}
	y += headHeight

	drawn := map[string]image.Rectangle{} // each tile is drawn once and then copied
	for _, r := range b.v.Rows {
		row := image.Rect(margin, y, b.width-margin, y+b.tile.Y)
		c.text(margin+8, baseline(row, b.body), shortened(b.body, line(r.Name), b.name-16), b.body, onSheet.ink, false)
		for i := range b.v.Criteria {
			s := state(r, i)
			to := image.Rect(b.left(i), y, b.left(i)+b.tile.X-gap, y+b.tile.Y-gap)
			if from, done := drawn[s]; done {
				c.copy(to.Min, from)
				continue
			}
			t, _ := tileOf(s)
			c.tile(to, t, b.sign)
			drawn[s] = to
		}
		x := b.sidesLeft()
		for _, s := range b.sides {
			words, t := s.cell(r)
			c.middle(image.Rect(x, y, x+s.width, y+b.tile.Y), words, b.body, t)
			x += s.width
		}
		for x := row.Min.X; x < row.Max.X; x++ {
			c.cover(x, row.Max.Y-1, onNothing.ink, 96)
		}
		y += b.tile.Y
	}
	return y
}
