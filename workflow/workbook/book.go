package workbook

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

var errNoSheet = errors.New("the workbook has no sheet with cells: put the figures into its first sheet")

// A book is a workbook being read: its parts, and what cells refer to.
type book struct {
	zip     *zip.Reader
	left    int // bytes that may still be unpacked
	strings []string
	formats []format // by style number
}

// rows calls each for every row of the first sheet that holds something.
func (b *book) rows(width int, each func(Row) bool) error {
	document, _, err := b.related("", "officeDocument", "")
	if err != nil {
		return err
	}
	id, err := b.firstSheet(document)
	if err != nil {
		return err
	}
	sheet, _, err := b.related(document, "worksheet", id)
	if err != nil {
		return err
	}
	if texts, found, err := b.related(document, "sharedStrings", ""); err != nil {
		return err
	} else if found {
		if err := b.readStrings(texts); err != nil {
			return err
		}
	}
	if styles, found, err := b.related(document, "styles", ""); err != nil {
		return err
	} else if found {
		if err := b.readStyles(styles); err != nil {
			return err
		}
	}
	if sheet == "" {
		return errNoSheet
	}
	return b.readSheet(sheet, width, each)
}

// each walks the tokens of a part.
func (b *book) each(name string, visit func(xml.Token) error) error {
	for _, f := range b.zip.File {
		if !strings.EqualFold(strings.TrimPrefix(f.Name, "/"), name) {
			continue
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
	return errDamaged
}

// related finds the part that another refers to by kind, and by id where one is
// given. The whole file ("") refers to the workbook.
func (b *book) related(from, kind, id string) (target string, found bool, err error) {
	folder, base := path.Split(from)
	err = b.each(folder+"_rels/"+base+".rels", func(t xml.Token) error {
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "Relationship" || found ||
			!strings.HasSuffix(attribute(e, "Type"), "/"+kind) || id != "" && attribute(e, "Id") != id {
			return nil
		}
		found = true
		if target = attribute(e, "Target"); strings.HasPrefix(target, "/") {
			target = strings.TrimPrefix(target, "/")
		} else {
			target = path.Join(folder, target)
		}
		return nil
	})
	return target, found, err
}

// firstSheet is the id by which the workbook refers to its first sheet.
func (b *book) firstSheet(document string) (id string, err error) {
	err = b.each(document, func(t xml.Token) error {
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "sheet" && id == "" {
			id = attribute(e, "id")
		}
		return nil
	})
	if err == nil && id == "" {
		err = errNoSheet
	}
	return id, err
}

// readStrings reads the texts that cells refer to by number: all runs of a text,
// without the reading aids of East Asian scripts.
func (b *book) readStrings(name string) error {
	var text strings.Builder
	inText, phonetic := false, false
	return b.each(name, func(t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "si":
				text.Reset()
			case "t":
				inText = !phonetic
			case "rPh":
				phonetic = true
			}
		case xml.CharData:
			if inText {
				text.Write(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "si":
				if len(b.strings) == maxStrings {
					return errLarge
				}
				b.strings = append(b.strings, text.String())
			case "t":
				inText = false
			case "rPh":
				phonetic = false
			}
		}
		return nil
	})
}

// readStyles finds out what kind of number every style shows.
func (b *book) readStyles(name string) error {
	codes := map[int]string{}
	inCells := false
	return b.each(name, func(t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "numFmt":
				if len(codes) == maxStyles {
					return errLarge
				}
				if id, err := strconv.Atoi(attribute(t, "numFmtId")); err == nil {
					codes[id] = attribute(t, "formatCode")
				}
			case "cellXfs":
				inCells = true
			case "xf":
				if !inCells {
					return nil
				}
				if len(b.formats) == maxStyles {
					return errLarge
				}
				id, _ := strconv.Atoi(attribute(t, "numFmtId"))
				b.formats = append(b.formats, formatOf(id, codes[id]))
			}
		case xml.EndElement:
			if t.Name.Local == "cellXfs" {
				inCells = false
			}
		}
		return nil
	})
}
