package pdf

import (
	"bytes"
	"fmt"
	"time"

	"thidua/workflow/paper"
)

// about is what a file says of itself to programs.
type about struct {
	title, author, subject string
	day                    time.Time // the paper's own day; no clock is read
}

// aboutFile describes a paper of a cluster.
func aboutFile(title, cluster string, h paper.Letterhead, year int) about {
	return about{title: sentence(title), author: h.Issuer, subject: cluster, day: day(year, h.Date)}
}

// finish closes the document.
func (p *press) finish(a about, c *cleaner) (Document, error) {
	p.pdf.SetTitle(a.title, true)
	p.pdf.SetAuthor(a.author, true)
	p.pdf.SetSubject(a.subject, true)
	p.pdf.SetCreator("thidua", true)
	p.pdf.SetProducer("thidua", true)
	p.pdf.SetCreationDate(a.day)
	p.pdf.SetModificationDate(a.day)
	var b bytes.Buffer
	if err := p.pdf.Output(&b); err != nil {
		return Document{}, fmt.Errorf("pdf: %w", err)
	}
	file, err := revised(b.Bytes())
	return Document{Bytes: file, Pages: len(p.reach), Replaced: c.replaced}, err
}
