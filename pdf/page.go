// Package pdf prints the cluster's papers as Decree 30/2020/NĐ-CP, Appendix I,
// wants administrative pages to look. A document is a pure function of a value
// of package paper: the same value gives the same bytes.
package pdf

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/jung-kurt/gofpdf"

	"thidua/pdf/sign"
)

// A Document is a finished paper.
type Document struct {
	Bytes    []byte
	Pages    int
	Replaced []rune // characters the face lacks, printed as "□", in order of appearance
}

// A sheet is A4 one way or the other, with the margins of the decree: 20 mm
// above and below, 30 mm on the left, 15 mm on the right.
type sheet struct {
	orientation              string
	width, height            float64
	left, right, top, bottom float64 // edges of the body
}

var (
	portrait  = sheet{"P", 210, 297, 30, 210 - 15, 20, 297 - 20}
	landscape = sheet{"L", 297, 210, 30, 297 - 15, 20, 210 - 20}
)

func (s sheet) body() float64 { return s.right - s.left }

// A rgb is a colour.
type rgb struct{ r, g, b int }

var (
	black     = rgb{0, 0, 0}
	grey      = rgb{110, 110, 110}
	thin      = rgb{60, 60, 60}    // lines of tables
	headShade = rgb{231, 235, 240} // heads of tables
	faint     = rgb{243, 245, 248} // section rows
	honour    = rgb{250, 246, 231} // rows put forward for an award
	stampGrey = rgb{238, 238, 238} // words behind the text
	blue      = rgb{31, 78, 121}
)

// A press draws one document. Positions are millimetres from the top left
// corner; y is where the next thing goes.
type press struct {
	pdf     *gofpdf.Fpdf
	sheet   sheet
	y       float64
	stamp   string // light words behind the text of every page
	note    string // what stands under the title
	ready   [4]bool
	running string // title of the part that has begun, at the head of its further pages
	first   int    // pages before that part
	font    font
	ink     rgb
	reach   []extent // per page, how far the drawing went
	fields  []sign.Field
	clerk   bool   // number and day are fields
	foot    func() // drawn into the lower margin of every page
}

// An extent is the rectangle that holds everything drawn on a page.
type extent struct {
	sheet                    sheet
	left, top, right, bottom float64
}

func newPress(stamp string) *press {
	f := gofpdf.New("P", "mm", "A4", "")
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	f.SetCellMargin(0)
	f.SetCatalogSort(true)
	return &press{pdf: f, stamp: stamp}
}

// part begins a part whose pages are counted for themselves; from the second on
// they are headed by its title.
func (p *press) part(title string) { p.running, p.first = title, len(p.reach) }

// page begins a page; from the second on its number stands in the middle of
// the top margin.
func (p *press) page(s sheet) {
	p.sheet, p.y, p.font = s, s.top, font{}
	p.pdf.AddPageFormat(s.orientation, gofpdf.SizeType{Wd: portrait.width, Ht: portrait.height})
	p.reach = append(p.reach, extent{s, math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)})
	p.pdf.SetLineWidth(0.2)
	if p.stamp != "" {
		p.stampPage()
	}
	if p.foot != nil {
		before := p.reach[len(p.reach)-1]
		p.foot()
		p.reach[len(p.reach)-1], p.y = before, s.top
	}
	if n := len(p.reach) - p.first; n > 1 {
		number := strconv.Itoa(n)
		f := font{regular, 13}
		p.text((s.left+s.right-f.width(number))/2, s.top-6, number, f, 0)
		if p.running != "" {
			side := s.body()/2 - 10
			p.box(s.right-side, s.top-11, side, 6, p.running, font{italic, 10}, right)
		}
	}
}

// need begins a page of the same kind when less than h is left on this one.
func (p *press) need(h float64) {
	if p.y+h > p.sheet.bottom+0.01 && p.y > p.sheet.top {
		p.page(p.sheet)
	}
}

// room is what is left on the page.
func (p *press) room() float64 { return p.sheet.bottom - p.y }

// space leaves h free, but not at the head of a page.
func (p *press) space(h float64) {
	if p.y > p.sheet.top {
		p.y += h
	}
}

// text draws s with its base line at y, its spaces widened by extra each. The
// font goes into the file with the first text in its style.
func (p *press) text(x, y float64, s string, f font, extra float64) {
	if s == "" {
		return
	}
	if !p.ready[f.style] {
		p.pdf.AddUTF8FontFromBytes(family, f.style.String(), f.style.outlines())
		p.ready[f.style] = true
	}
	if p.font != f {
		p.pdf.SetFont(family, f.style.String(), f.size)
		p.font = f
	}
	w := f.width(s)
	if extra == 0 {
		p.pdf.Text(x, y, s)
	} else {
		w += extra * float64(strings.Count(s, " "))
		p.pdf.SetXY(x, y-0.3*f.size*pt) // where CellFormat puts the base line of a cell without height
		p.pdf.CellFormat(w, 0, s, "", 0, "J", false, 0, "")
	}
	p.mark(x, y-0.9*f.size*pt, x+w, y+0.22*f.size*pt)
}

// colour is the colour of the texts that follow.
func (p *press) colour(c rgb) {
	if c != p.ink {
		p.pdf.SetTextColor(c.r, c.g, c.b)
		p.ink = c
	}
}

func (p *press) line(x0, y0, x1, y1, width float64, c rgb) {
	p.pdf.SetLineWidth(width)
	p.pdf.SetDrawColor(c.r, c.g, c.b)
	p.pdf.Line(x0, y0, x1, y1)
	p.mark(x0, y0, x1, y1)
}

func (p *press) frame(x, y, w, h, width float64, c rgb) {
	p.pdf.SetLineWidth(width)
	p.pdf.SetDrawColor(c.r, c.g, c.b)
	p.pdf.Rect(x, y, w, h, "D")
	p.mark(x, y, x+w, y+h)
}

func (p *press) fill(x, y, w, h float64, c rgb) {
	p.pdf.SetFillColor(c.r, c.g, c.b)
	p.pdf.Rect(x, y, w, h, "F")
	p.mark(x, y, x+w, y+h)
}

func (p *press) mark(left, top, right, bottom float64) {
	e := &p.reach[len(p.reach)-1]
	e.left, e.top = min(e.left, left), min(e.top, top)
	e.right, e.bottom = max(e.right, right), max(e.bottom, bottom)
}

// stampPage writes the stamp across the page, behind everything else.
func (p *press) stampPage() {
	f := font{bold, 100}
	f.size = min(f.size, f.size*0.62*p.sheet.width/f.width(p.stamp))
	x, y := p.sheet.width/2, p.sheet.height/2
	w, h := f.width(p.stamp), f.size*pt
	half := (w + h) / 2 * math.Sqrt2 / 2 // of what the turned words cover
	p.colour(stampGrey)
	before := p.reach[len(p.reach)-1]
	p.pdf.TransformBegin()
	p.pdf.TransformRotate(45, x, y)
	p.text(x-w/2, y+0.35*h, p.stamp, f, 0)
	p.pdf.TransformEnd()
	p.reach[len(p.reach)-1] = before
	p.mark(x-half, y-half, x+half, y+half)
	p.colour(black)
	p.font = font{}
}

// day is the first of the given days that is one, else the first day of year.
func day(year int, days ...string) time.Time {
	for _, d := range days {
		if t, err := time.Parse(time.DateOnly, d); err == nil {
			return t
		}
	}
	if year < 1 || year > 9999 {
		year = 2000
	}
	return time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC)
}
