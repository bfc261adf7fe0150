package pdf

import (
	"fmt"

	"thidua/workflow/paper"
)

const reportKind = "BC"

// Report prints the summary report of a period.
func Report(v paper.Report) (Document, error) {
	c := &cleaner{}
	v = cleaned(c, v)
	stamp, about := "", "Sơ kết"
	if v.Provisional {
		stamp = provisional
	}
	if v.Final {
		about = "Tổng kết"
	}
	about = sentence(fmt.Sprintf("%s công tác thi đua, khen thưởng %s", about, sentence(v.PeriodName)))
	p := newPress(stamp)
	p.page(portrait)
	p.letterhead(v.Letterhead, reportKind, stamp)
	p.title("BÁO CÁO", sentence(about+" của "+sentence(v.ClusterName)))
	p.paragraphs(v.Opening, 0)
	for i, s := range v.Sections {
		keep := 0.0
		if len(s.Paragraphs) > 0 {
			keep = between + twoLines()
		}
		p.heading(fmt.Sprintf("%s. %s", roman(i+1), upper(sentence(s.Title))), keep)
		p.paragraphs(s.Paragraphs, 0)
	}
	end := newClosing(v.Signer, v.Recipients)
	p.paragraphs(v.Closing, end.height(portrait))
	p.closing(end)
	return p.finish(aboutFile("Báo cáo "+about, v.ClusterName, v.Letterhead, v.Year), c)
}

// paragraphs sets ordinary paragraphs; keep is how much of what follows must
// stand on the page of the last one.
func (p *press) paragraphs(list []string, keep float64) {
	for i, s := range list {
		g := body(plain(s))
		if i == len(list)-1 {
			g.keep = keep
		}
		p.paragraph(g)
	}
}
