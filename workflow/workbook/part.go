package workbook

import (
	"bufio"
	"encoding/xml"
	"io"
	"strings"
)

// each walks the tokens of a part.
func (b *book) each(name string, visit func(xml.Token) error) error {
	f := b.parts[strings.ToLower(name)]
	if f == nil {
		return ErrDamaged
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	m := &meter{r: bufio.NewReader(r), left: &b.left}
	p := &part{d: xml.NewDecoder(m), m: m}
	for {
		t, err := p.next()
		if e, ok := t.(xml.StartElement); ok {
			b.tokens -= len(e.Attr)
		}
		if b.tokens--; b.tokens < 0 {
			return ErrLarge
		}
		if err == io.EOF {
			return nil // at the end, the checksum was right
		}
		if err == nil {
			err = visit(t)
		}
		if err != nil {
			return err
		}
	}
}

// A part is one XML file of a workbook on its way through the decoder.
type part struct {
	d     *xml.Decoder
	m     *meter
	depth int
}

// next is the next token; io.EOF after the last.
func (p *part) next() (xml.Token, error) {
	p.m.token = 0
	t, err := p.d.Token()
	switch t.(type) {
	case xml.StartElement:
		p.depth++
	case xml.EndElement:
		p.depth--
	}
	if err == nil && p.depth > maxDepth {
		err = ErrDamaged
	}
	return t, err
}

// A meter counts the bytes that really come out of a compressed part: what its
// header says of its size may be a lie.
type meter struct {
	r     io.ByteReader
	left  *int // of the whole workbook
	token int  // bytes of the token being read
}

func (m *meter) ReadByte() (byte, error) {
	if m.token++; *m.left <= 0 || m.token > maxToken {
		return 0, ErrLarge
	}
	*m.left--
	return m.r.ReadByte()
}

// Read is for the decoder's type only; it reads by bytes.
func (m *meter) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c, err := m.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = c
	return 1, nil
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
