package picture

import (
	"fmt"
	"image"
)

// legendLines deals the tiles of the legend out over lines.
func (b *board) legendLines() (lines [][]tile) {
	x := b.width
	for _, t := range b.legend {
		w := b.keyWidth(t)
		if x+w > b.width-margin {
			lines, x = append(lines, nil), margin
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], t)
		x += w
	}
	return lines
}

func (b *board) keyWidth(t tile) int { return keySize + 9 + width(b.small, t.means) + 24 }

// drawLegend says in words what the tiles in the table mean.
func (b *board) drawLegend(c canvas, y int) int {
	y += 20
	letters := b.keySign
	for _, l := range b.legendLines() {
		x := margin
		for _, t := range l {
			key := image.Rect(x, y+(lineHeight-keySize)/2, x+keySize, y+(lineHeight+keySize)/2)
			c.tile(key, t, letters)
			c.text(key.Max.X+9, baseline(key, b.small), t.means, b.small, onSheet.ink, false)
			x += b.keyWidth(t)
		}
		y += lineHeight + 4
	}
	return y
}

// listLines is how many lines the list of criteria has.
func (b *board) listLines() int { return (len(b.v.Criteria) + b.columns - 1) / b.columns }

// drawCriteria says which criterion has which number.
func (b *board) drawCriteria(c canvas, y int) {
	y += 14
	numbers := 0
	for _, k := range b.v.Criteria {
		numbers = max(numbers, width(b.small, fmt.Sprint(k.N, ".")))
	}
	broad := (b.width - 2*margin) / b.columns
	for i, k := range b.v.Criteria {
		x := margin + i/b.listLines()*broad
		row := image.Rect(x, y+i%b.listLines()*lineHeight, x+broad, y+(i%b.listLines()+1)*lineHeight)
		number := fmt.Sprint(k.N, ".")
		c.text(x+numbers-width(b.small, number), baseline(row, b.small), number, b.small, faintly.ink, false)
		c.text(x+numbers+8, baseline(row, b.small), shortened(b.small, line(k.Name), broad-numbers-28), b.small, onSheet.ink, false)
	}
}
