package pdf

import "strings"

// A cell is one or more paragraphs; it may cover several columns.
type cell struct {
	runs  []run // a paragraph each
	align align
	span  int // 0 and 1 are one column
}

func leftCell(s string) cell          { return cell{runs: []run{plain(s)}} }
func midCell(s string) cell           { return cell{runs: []run{plain(s)}, align: centre} }
func boldCell(s string, a align) cell { return cell{runs: []run{{s, bold}}, align: a} }

// A tableRow may be shaded, and may keep the next row on its page.
type tableRow struct {
	cells []cell
	shade *rgb
	keep  bool
}

// A table fills the body's width. Its head is repeated on every page; a row is
// never split.
type table struct {
	widths []float64
	head   []string // a line break where one must be
	rows   []tableRow
	size   float64
	pad    float64 // above and below the text of a cell
	keep   float64 // what must stand on the page of its last row
}

// A setCell is a cell broken into lines.
type setCell struct {
	lines []textLine
	size  float64
	x, w  float64
	align align
}

// A setRow is a row ready to be drawn.
type setRow struct {
	cells  []setCell
	height float64
	shade  *rgb
	keep   bool
}

const (
	sidePad   = 1.0 // left and right in a cell
	tableLine = 0.2
	headMost  = 55 // the text of no head is taller than that
	headPad   = 1
)

// table draws t from y on.
func (p *press) table(t table) {
	head, rows := t.set(p.sheet)
	turns := t.turns(p.sheet, p.room())
	for i := range rows {
		if turns[i] {
			p.page(p.sheet)
		}
		if i == 0 || turns[i] {
			p.drawRow(head)
		}
		p.drawRow(rows[i])
	}
	if len(rows) == 0 {
		p.need(head.height)
		p.drawRow(head)
	}
}

func (t table) set(s sheet) (head setRow, rows []setRow) {
	for _, r := range t.rows {
		rows = append(rows, t.setRow(s, r))
	}
	return t.setHead(s), rows
}

// turns says which rows begin a page, where so much room is left on the first.
func (t table) turns(s sheet, room float64) []bool {
	head, rows := t.set(s)
	whole := s.bottom - s.top
	page := whole - head.height
	turns := make([]bool, len(rows))
	for i := range rows {
		need, last := rows[i].height, i
		for ; rows[last].keep && last+1 < len(rows); last++ {
			need += rows[last+1].height
		}
		if last == len(rows)-1 {
			need += t.keep
		}
		need = min(need, page)
		if i == 0 {
			turns[i] = head.height+need > room+0.01 && room < whole
			room -= head.height
		} else {
			turns[i] = need > room+0.01
		}
		if turns[i] {
			room = page
		}
		room -= rows[i].height
	}
	return turns
}

// leastHeight is the height of the head and of what must follow it, so that a
// heading can keep the beginning of the table on its page.
func (t table) leastHeight(s sheet) float64 {
	h := t.setHead(s).height
	for i, r := range t.rows {
		h += t.setRow(s, r).height
		if i == len(t.rows)-1 {
			return min(h+t.keep, s.bottom-s.top)
		}
		if !r.keep {
			break
		}
	}
	return min(h, (s.bottom-s.top)/2)
}

// within is t a little smaller, where that saves it from going over to another
// page, or to one more; after is how much of what follows stands under it.
func (t table) within(s sheet, room, after float64) table {
	best, least := t, 0
	for _, step := range []float64{0, 0.5, 1, 1.5} {
		smaller := t
		smaller.size, smaller.pad = t.size-step, t.pad*(1-step/4)
		counted := smaller
		counted.keep = max(t.keep, after)
		n := 1
		for _, turn := range counted.turns(s, room) {
			if turn {
				n++
			}
		}
		if step == 0 || n < least && (n == 1 || step <= 1) {
			best, least = smaller, n
		}
	}
	return best
}

func (t table) setHead(s sheet) setRow {
	head := setRow{shade: &headShade}
	x := s.left
	for i, w := range t.widths {
		c := setCell{x: x, w: w, align: centre}
		c.size = t.size
		parts := strings.Split(t.head[i], "\n")
		for _, s := range parts {
			lines, size := fit([]run{{s, bold}}, c.size, w-2*sidePad, headMost/float64(len(parts)))
			c.lines, c.size = append(c.lines, lines...), min(c.size, size)
		}
		head.cells = append(head.cells, c)
		head.height = max(head.height, c.height()+2*t.pad+headPad)
		x += w
	}
	return head
}

func (t table) setRow(s sheet, r tableRow) setRow {
	row := setRow{shade: r.shade, keep: r.keep}
	x, column := s.left, 0
	for _, c := range r.cells {
		w := 0.0
		for range max(1, c.span) {
			w += t.widths[column]
			column++
		}
		set := t.setCell(c, w, s.bottom-s.top-headMost-headPad-4*t.pad)
		set.x = x
		row.cells = append(row.cells, set)
		row.height = max(row.height, set.height()+2*t.pad)
		x += w
	}
	return row
}

// setCell breaks a cell into lines. What is too tall for a page becomes smaller,
// and ends in "…" where even the smallest size is not enough.
func (t table) setCell(c cell, w, most float64) setCell {
	set := setCell{w: w, align: c.align, size: t.size}
	inner := w - 2*sidePad
	for _, g := range c.runs {
		set.size = min(set.size, whole([]run{g}, t.size, inner))
	}
	for ; ; set.size = max(smallest, set.size-0.5) {
		set.lines = nil
		for _, g := range c.runs {
			if c.align == centre {
				set.lines = append(set.lines, balanced([]run{g}, set.size, inner)...)
			} else {
				set.lines = append(set.lines, wrap([]run{g}, set.size, inner, 0)...)
			}
		}
		if set.height() <= most {
			return set
		}
		if set.size <= smallest {
			n := max(1, int(most/leading(set.size)))
			set.lines = set.lines[:n]
			set.lines[n-1] = set.lines[n-1].shortened(set.size, inner)
			return set
		}
	}
}

func (c setCell) height() float64 { return float64(len(c.lines)) * leading(c.size) }

// drawRow draws shade, lines and texts, the texts in the middle of the height.
func (p *press) drawRow(r setRow) {
	top := p.y
	for _, c := range r.cells {
		if r.shade != nil {
			p.fill(c.x, top, c.w, r.height, *r.shade)
		}
	}
	for _, c := range r.cells {
		p.y = top + (r.height-c.height())/2
		for _, l := range c.lines {
			p.setLine(l, c.x+sidePad, c.w-2*sidePad, c.size, c.align, true)
		}
		p.frame(c.x, top, c.w, r.height, tableLine, thin)
	}
	p.y = top + r.height
}

// spread deals n columns out over as few tables as hold at most most of them,
// about equally many in each.
func spread(n, most int) (groups [][2]int) {
	tables := (n + most - 1) / most
	for i := range tables {
		groups = append(groups, [2]int{i * n / tables, (i + 1) * n / tables})
	}
	return groups
}
