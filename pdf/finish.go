package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strconv"
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
	file, err := catalogued(b.Bytes())
	return Document{Bytes: file, Pages: len(p.reach), Replaced: c.replaced}, err
}

// catalogued adds what gofpdf has no call for: the language, so that a screen
// reader speaks Vietnamese; the title in the window's bar; and an /ID made from
// the content. The catalogue is the last object before the cross-reference
// table, so only the table itself moves.
func catalogued(file []byte) ([]byte, error) {
	catalog, table, trailer := []byte("/Type /Catalog\n"), []byte("startxref\n"), []byte("trailer\n<<\n")
	at, tableAt, trailerAt := bytes.LastIndex(file, catalog), bytes.LastIndex(file, table), bytes.LastIndex(file, trailer)
	if at < 0 || trailerAt < at || tableAt < trailerAt {
		return nil, fmt.Errorf("pdf: the finished file has no catalogue where one was expected")
	}
	entries := "/Lang (vi-VN)\n/ViewerPreferences <</DisplayDocTitle true>>\n"
	number, rest, _ := bytes.Cut(file[tableAt+len(table):], []byte("\n"))
	offset, err := strconv.Atoi(string(number))
	if err != nil {
		return nil, fmt.Errorf("pdf: the finished file does not say where its table is: %w", err)
	}
	id := sha256.Sum256(file)
	var out bytes.Buffer
	out.Grow(len(file) + 256)
	out.Write(file[:at+len(catalog)])
	out.WriteString(entries)
	out.Write(file[at+len(catalog) : trailerAt+len(trailer)])
	fmt.Fprintf(&out, "/ID [<%x> <%x>]\n", id[:16], id[:16])
	out.Write(file[trailerAt+len(trailer) : tableAt+len(table)])
	fmt.Fprintf(&out, "%d\n", offset+len(entries))
	out.Write(rest)
	return out.Bytes(), nil
}
