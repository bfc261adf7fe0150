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
	return report(v).finish(aboutFile("Báo cáo "+v.Subject, v.ClusterName, v.Letterhead, v.Year), c)
}

func report(v paper.Report) *press {
	stamp := ""
	if v.Provisional {
		stamp = provisional
	}
	p := newPress(stamp)
	p.page(portrait)
	p.letterhead(v.Letterhead, reportKind, stamp)
	p.title("BÁO CÁO", capital(v.Subject), "của "+sentence(v.ClusterName))
	p.paragraphs(v.Opening, 0)
	for i, s := range v.Sections {
		keep := 0.0
		if len(s.Paragraphs) > 0 {
			keep = body(plain(s.Paragraphs[0])).start(p.sheet)
		}
		p.heading(fmt.Sprintf("%s. %s", roman(i+1), upper(sentence(s.Title))), keep)
		p.paragraphs(s.Paragraphs, 0)
	}
	end := newClosing(v.Signer, v.Recipients)
	p.paragraphs([]string{fmt.Sprintf("Trên đây là Báo cáo %s của %s./.", v.Subject, sentence(v.ClusterName))}, end.height(portrait))
	p.closing(end)
	return p
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
