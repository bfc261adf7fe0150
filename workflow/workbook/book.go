package workbook

import (
	"archive/zip"
	"encoding/xml"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A book is a workbook being read: its parts, and what cells refer to.
type book struct {
	parts   map[string]*zip.File // by name in lower case: names differ by more than case
	left    int                  // bytes that may still be unpacked
	tokens  int                  // that may still be read of them
	strings []string
	formats []format // by style number
}

// A listed sheet is one as the workbook lists it. Part is "" where it has no
// cells, only a chart.
type listed struct {
	name, part string
	hidden     bool
}

// sheets lists the sheets and reads what their cells refer to.
func (b *book) sheets() ([]listed, error) {
	if err := b.checkTypes(); err != nil {
		return nil, err
	}
	whole, err := b.relations("")
	if err != nil {
		return nil, err
	}
	document, found := find(whole, "officeDocument")
	if !found {
		return nil, ErrDamaged
	}
	relations, err := b.relations(document)
	if err != nil {
		return nil, err
	}
	list, err := b.listSheets(document, relations)
	if err != nil {
		return nil, err
	}
	if part, found := find(relations, "sharedStrings"); found {
		if err := b.readStrings(part); err != nil {
			return nil, err
		}
	}
	if part, found := find(relations, "styles"); found {
		if err := b.readStyles(part); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// checkTypes refuses macros by what the file says its parts are: a part may be
// called anything. A kind that is only named for an ending that no part has is
// nothing: several programs write such lines into every workbook.
func (b *book) checkTypes() error {
	const name = "[content_types].xml"
	if b.parts[name] == nil {
		return nil
	}
	return b.each(name, func(t xml.Token) error {
		if e, ok := t.(xml.StartElement); ok {
			kind := strings.ToLower(attribute(e, "ContentType"))
			for _, macros := range []string{"vbaproject", "macroenabled.main+xml", "macrosheet+xml"} {
				if strings.Contains(kind, macros) && !(e.Name.Local == "Default" && !b.ends("."+attribute(e, "Extension"))) {
					return ErrMacros
				}
			}
		}
		return nil
	})
}

// ends says whether a part's name has an ending.
func (b *book) ends(with string) bool {
	for name := range b.parts {
		if strings.HasSuffix(name, strings.ToLower(with)) {
			return true
		}
	}
	return false
}

// A relation is how one part refers to another.
type relation struct{ kind, id, target string }

// relations are those of a part; the whole file ("") refers to the workbook.
func (b *book) relations(from string) (all []relation, err error) {
	folder, base := path.Split(from)
	err = b.each(folder+"_rels/"+base+".rels", func(t xml.Token) error {
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "Relationship" {
			return nil
		}
		r := relation{path.Base(attribute(e, "Type")), attribute(e, "Id"), attribute(e, "Target")}
		switch r.kind {
		case "vbaProject", "xlMacrosheet", "xlIntlMacrosheet":
			return ErrMacros
		}
		if len(all) == maxParts {
			return ErrLarge
		}
		if strings.HasPrefix(r.target, "/") {
			r.target = strings.TrimPrefix(r.target, "/")
		} else {
			r.target = path.Join(folder, r.target)
		}
		all = append(all, r)
		return nil
	})
	return all, err
}

// find is the part that is referred to by kind, the first if there are several.
func find(all []relation, kind string) (target string, found bool) {
	i := slices.IndexFunc(all, func(r relation) bool { return r.kind == kind })
	if i < 0 {
		return "", false
	}
	return all[i].target, true
}

func (b *book) listSheets(document string, relations []relation) (list []listed, err error) {
	byID := map[string]relation{}
	for _, r := range relations {
		byID[r.id] = r
	}
	err = b.each(document, func(t xml.Token) error {
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "sheet" {
			return nil
		}
		r, found := byID[attribute(e, "id")]
		if !found {
			return ErrDamaged
		}
		if len(list) == maxParts {
			return ErrLarge
		}
		s := listed{name: attribute(e, "name"), hidden: strings.HasSuffix(strings.ToLower(attribute(e, "state")), "hidden")}
		if r.kind == "worksheet" {
			s.part = r.target
		}
		list = append(list, s)
		return nil
	})
	if err == nil && len(list) == 0 {
		err = ErrNoSheet
	}
	return list, err
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
					return ErrLarge
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
	codes := map[int]format{}
	inCells, own := false, 0
	return b.each(name, func(t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "numFmt":
				code := attribute(t, "formatCode")
				if own++; own > maxFormats || len(code) > maxCode {
					return ErrLarge
				}
				if id, err := strconv.Atoi(attribute(t, "numFmtId")); err == nil && code != "" {
					codes[id] = formatCode(code)
				}
			case "cellXfs":
				inCells = true
			case "xf":
				if !inCells {
					return nil
				}
				if len(b.formats) == maxStyles {
					return ErrLarge
				}
				id, _ := strconv.Atoi(attribute(t, "numFmtId"))
				f, found := codes[id]
				if !found {
					f = builtIn(id)
				}
				b.formats = append(b.formats, f)
			}
		case xml.EndElement:
			if t.Name.Local == "cellXfs" {
				inCells = false
			}
		}
		return nil
	})
}
