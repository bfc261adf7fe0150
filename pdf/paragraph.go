package pdf

import (
	"strings"
	"unicode/utf8"
)

// An align says where a line stands between its edges.
type align int

const (
	left align = iota
	centre
	right
	justified
)

// Body text of Decree 30/2020/NĐ-CP, Appendix I: 13 points, justified, first
// line 1 to 1,27 cm, at least 6 points between paragraphs.
const (
	bodySize = 13
	indent   = 11
	between  = 6 * pt
)

// A paragraph is runs on lines of the body.
type paragraph struct {
	runs   []run
	size   float64
	indent float64
	align  align
	before float64 // free space above it, but not at the head of a page
	keep   float64 // how much of what follows must stand on the page of its end
}

// body is an ordinary paragraph.
func body(runs ...run) paragraph {
	return paragraph{runs: runs, size: bodySize, indent: indent, align: justified, before: between}
}

// plain is one run in the regular style.
func plain(text string) run { return run{text, regular} }

// paragraph sets lines one after another. Neither its first nor its last line
// stands alone on a page, so up to three lines stay together.
func (p *press) paragraph(g paragraph) {
	lines := wrap(g.runs, g.size, p.sheet.body(), g.indent)
	pitch := leading(g.size)
	p.space(g.before)
	for i, l := range lines {
		switch last := len(lines) - i; {
		case i == 0 && last <= 3, last == 2 && i > 1:
			p.need(min(float64(last)*pitch+g.keep, p.sheet.bottom-p.sheet.top))
		case i == 0:
			p.need(2 * pitch)
		default:
			p.need(pitch)
		}
		in := 0.0
		if i == 0 {
			in = g.indent
		}
		p.setLine(l, p.sheet.left+in, p.sheet.body()-in, g.size, g.align, i == len(lines)-1)
	}
}

// setLine puts one line between two edges and goes to the next.
func (p *press) setLine(l textLine, x, width, size float64, a align, last bool) {
	extra, free := 0.0, width-l.width
	switch a {
	case centre:
		x += free / 2
	case right:
		x += free
	case justified:
		if gaps := len(l.words) - 1; gaps > 0 && !last && free < width/5 { // a gap before a very long word is not spread
			extra = max(0, free) / float64(gaps)
		}
	}
	p.drawLine(l, x, p.y+ascent(size), size, extra)
	p.y += leading(size)
}

// height is what g takes up where it is not torn.
func (g paragraph) height(s sheet) float64 {
	return g.before + float64(len(wrap(g.runs, g.size, s.body(), g.indent)))*leading(g.size)
}

// start is how much of g stands together at its beginning.
func (g paragraph) start(s sheet) float64 {
	n := len(wrap(g.runs, g.size, s.body(), g.indent))
	if n > 3 {
		n = 2
	}
	return g.before + float64(n)*leading(g.size)
}

// heading is a title in the text. It stays on the page of what it announces:
// keep is the height of the least of it.
func (p *press) heading(text string, keep float64) {
	g := body(run{text, bold})
	g.align, g.keep = left, between+keep
	p.paragraph(g)
}

// twoLines is what a heading keeps with it when text follows.
func twoLines() float64 { return 2 * leading(bodySize) }

// A block is text that was broken to fit a box.
type block struct {
	lines []textLine
	size  float64
}

// fitted breaks text into a block of at most the given size.
func fitted(text string, f font, width, height float64) block {
	lines, size := fit([]run{{text, f.style}}, f.size, width, height)
	return block{lines, size}
}

func (b block) height() float64 { return float64(len(b.lines)) * leading(b.size) }

// block sets b between two edges and goes below it.
func (p *press) block(b block, x, width float64, a align) {
	for _, l := range b.lines {
		p.setLine(l, x, width, b.size, a, true)
	}
}

// centred sets lines in the middle of the body, balanced. What is far too long
// becomes smaller.
func (p *press) centred(text string, st style, size float64) {
	if text == "" {
		return
	}
	b := fitted(text, font{st, size}, p.sheet.body(), 60)
	p.need(b.height())
	p.block(b, p.sheet.left, p.sheet.body(), centre)
}

// box sets text into a rectangle, whatever its length, in the middle of its
// height.
func (p *press) box(x, y, w, h float64, text string, f font, a align) {
	b, back := fitted(text, f, w, h), p.y
	p.y = y + (h-b.height())/2
	p.block(b, x, w, a)
	p.y = back
}

// notes sets small remarks under a table, a paragraph each; keep is how much of
// what follows must stand on the page of the last one.
func (p *press) notes(list []string, keep float64) {
	all := remarks(list)
	for i, g := range all {
		if i == len(all)-1 {
			g.keep = keep
		}
		p.paragraph(g)
	}
}

// notesHeight is what notes take up.
func notesHeight(s sheet, list []string) (h float64) {
	for _, g := range remarks(list) {
		h += g.height(s)
	}
	return h
}

func remarks(list []string) (all []paragraph) {
	note := func(before float64, runs ...run) {
		end := &runs[len(runs)-1]
		end.text = together(end.text)
		all = append(all, paragraph{runs: runs, size: noteSize, align: justified, before: before})
	}
	const title = "Ghi chú:"
	if len(list) == 1 {
		note(3, run{title, boldItalic}, run{" " + list[0], italic})
		return all
	}
	for i, s := range list {
		if i == 0 {
			note(3, run{title, boldItalic})
			all[0].keep = leading(noteSize)
		}
		note(0.6, run{"- " + s, italic})
	}
	return all
}

// together binds the last words of a text, so that no short one stands alone on
// the last line.
func together(s string) string {
	for range 2 {
		if i := strings.LastIndex(s, " "); i > 0 && utf8.RuneCountInString(s[i:]) < 16 {
			s = s[:i] + glue + s[i+1:]
		}
	}
	return s
}

const noteSize = 11
