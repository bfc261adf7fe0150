package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// setUp keeps the first columns and rows in sight, and prepares the sheet for
// A4: as wide as the page, the header on each, pages numbered.
func (s *sheet) setUp(columns, rows int) { s.setUpRepeating(columns, rows, 0) }

// setUpRepeating is setUp with columns that stand on every page, beside the
// header.
func (s *sheet) setUpRepeating(columns, rows, repeated int) {
	corner := Address(columns+1, rows+1)
	s.keep(s.file.SetPanes(s.name, &excelize.Panes{
		Freeze: true, XSplit: columns, YSplit: rows, TopLeftCell: corner, ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: corner, ActiveCell: corner, Pane: "bottomRight"}},
	}))
	s.keep(s.file.SetSheetDimension(s.name, "A1:"+Address(s.right, s.below)))
	a4, across, down, wide, fit := 9, 1, 0, "landscape", true
	s.keep(s.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &wide, FitToWidth: &across, FitToHeight: &down}))
	s.keep(s.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	edge, top, centred := 0.4, 0.6, true
	s.keep(s.file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &edge, Right: &edge, Top: &top, Bottom: &top, Horizontally: &centred}))
	s.keep(s.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&C&P/&N"}))
	titles := fmt.Sprintf("'%s'!$%d:$%d", s.name, min(head, rows), rows)
	if repeated > 0 {
		titles = fmt.Sprintf("'%s'!$A:$%s,%s", s.name, columnName(repeated), titles)
	}
	s.keep(s.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: titles}))
}

// pageWidth is how many characters go beside one another on an A4 page across,
// at full size.
const pageWidth = 110

// abreast prints groups of columns side by side, behind the repeated ones, on
// pages of their own: as many groups on each as can still be read. Fitting all
// members on one page would make the letters as small as a dot.
func (s *sheet) abreast(repeated, width, groups, most int) {
	if groups <= most {
		return
	}
	pages := (groups + most - 1) / most
	each := (groups + pages - 1) / pages
	room := 0.0
	for _, w := range s.widths[:repeated+each*width] {
		room += w
	}
	for g := each; g < groups; g += each {
		s.keep(s.file.InsertPageBreak(s.name, Address(repeated+g*width+1, 1)))
	}
	scale, order, fit := uint(min(100, 100*pageWidth/room)), "overThenDown", false
	s.keep(s.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{AdjustTo: &scale, PageOrder: &order}))
	s.keep(s.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
}
