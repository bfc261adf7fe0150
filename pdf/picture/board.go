package picture

import (
	"fmt"
	"image"
	"strconv"

	"golang.org/x/image/font"

	"thidua/workflow/paper"
)

// A board is the picture of a progress measured out.
type board struct {
	v                          paper.Progress
	title, body, strong, small font.Face
	number                     font.Face // over columns
	sign, keySign              font.Face // in the table, in the legend
	width                      int
	name                       int         // width of the members' names
	tile                       image.Point // with the gap after it
	sides                      []side
	legend                     []tile
	columns                    int  // of the list of criteria
	listed                     bool // whether it has room
}

// A side column stands right of the tiles.
type side struct {
	head  string
	cell  func(paper.ProgressRow) (string, tone)
	width int
}

const (
	titleHeight = 136
	headHeight  = 44
	lineHeight  = 32 // of legend and list
	keySize     = 26 // of a tile in the legend
	longestName = 300
	memberHead  = "Đơn vị"
)

func newBoard(v paper.Progress, f faces) *board {
	b := &board{
		v:     v,
		title: face(f.bold, 34), body: face(f.regular, 23), strong: face(f.bold, 20), small: face(f.regular, 20),
		keySign: face(f.bold, 18), number: face(f.bold, 18),
	}
	b.measureSides()
	b.name = width(b.strong, memberHead)
	for _, r := range v.Rows {
		b.name = max(b.name, width(b.body, line(r.Name)))
	}
	b.name = min(b.name, longestName) + 16
	b.measureTiles(face(f.bold, 13))
	b.sign = face(f.bold, min(24, 0.68*float64(min(b.tile.X, b.tile.Y))))

	used := map[string]bool{}
	for _, r := range v.Rows {
		for i := range v.Criteria {
			used[state(r, i)] = true
		}
	}
	for _, t := range tiles {
		if used[t.state] {
			b.legend = append(b.legend, t)
		}
	}
	n := len(v.Criteria)
	switch b.columns = 3; {
	case n <= 8:
		b.columns = 1
	case n <= 30:
		b.columns = 2
	}
	b.columns = min(b.columns, b.width/500)
	b.listed = true
	b.listed = n > 0 && b.height() <= tallest
	return b
}

func (b *board) measureSides() {
	b.sides = []side{
		{head: "Đã nộp", cell: func(r paper.ProgressRow) (string, tone) { return fmt.Sprintf("%d/%d", r.Sent, r.Asked), onSheet }},
		{head: "Đã duyệt", cell: func(r paper.ProgressRow) (string, tone) { return fmt.Sprintf("%d/%d", r.Accepted, r.Asked), onSheet }},
		{head: "Hạn nộp", cell: onTime},
	}
	for i := range b.sides {
		s := &b.sides[i]
		s.width = width(b.strong, s.head)
		for _, r := range b.v.Rows {
			words, _ := s.cell(r)
			s.width = max(s.width, width(b.body, words))
		}
		s.width += 22
	}
}

// measureTiles finds the tiles' size and with it the picture's: no narrower than
// a phone, and no broader than what can be seen on one as long as a tile has
// room for its number, in digits if need be, and its sign.
func (b *board) measureTiles(digits font.Face) {
	n := len(b.v.Criteria)
	others := 2*margin + b.name + max(0, n-1)/5*fifth
	for _, s := range b.sides {
		others += s.width
	}
	least := 18
	for _, k := range b.v.Criteria {
		least = max(least, width(digits, strconv.Itoa(k.N))+3)
	}
	b.tile = image.Pt(40, 40)
	switch most := max(1, n); {
	case others+most*b.tile.X < narrowest:
		b.tile.X = min(96, (narrowest-others)/most)
	case others+most*b.tile.X > broadest:
		b.tile.X = max(least, (broadest-others)/most)
	}
	switch m := len(b.v.Rows); {
	case m <= 8:
		b.tile.Y = 52
	case m > 25:
		b.tile.Y = 32
	}
	if b.tile.X < 26 {
		b.number = digits
	}
	b.width = max(narrowest, others+n*b.tile.X)
	b.name += b.width - others - n*b.tile.X
}

func (b *board) height() int {
	h := margin + titleHeight + headHeight + len(b.v.Rows)*b.tile.Y + 20 + len(b.legendLines())*(lineHeight+4) + margin
	if b.listed {
		h += 14 + b.listLines()*lineHeight
	}
	return h
}

// left is where the i-th column of tiles begins.
func (b *board) left(i int) int { return margin + b.name + i*b.tile.X + i/5*fifth }

// sidesLeft is where the side columns begin.
func (b *board) sidesLeft() int {
	if n := len(b.v.Criteria); n > 0 {
		return b.left(n-1) + b.tile.X
	}
	return margin + b.name
}

// state is a row's state under the i-th criterion.
func state(r paper.ProgressRow, i int) string {
	if i < len(r.Cells) {
		return r.Cells[i]
	}
	return ""
}

func onTime(r paper.ProgressRow) (string, tone) {
	switch r.OnTime {
	case "on":
		return "đúng hạn", onSheet
	case "late":
		return "trễ hạn", warning
	case "open":
		return "còn hạn", faintly
	}
	return "–", faintly
}
