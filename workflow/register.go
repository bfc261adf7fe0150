package workflow

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// States of a document of the register. A covenant that is open is being signed;
// one that is in force has every signature it needs.
const (
	DocumentDraft     = "draft"
	DocumentOpen      = "open"
	DocumentInForce   = "in_force"
	DocumentReplaced  = "replaced"
	DocumentWithdrawn = "withdrawn"
	DocumentExpired   = "expired"
)

// A Document is an entry of the register (sổ văn bản): a covenant, one of its
// amendments, or a paper that was published. The register keeps nothing twice:
// what it says follows from the covenants, the publications and the numbers that
// the clerk gave.
type Document struct {
	Cluster, Kind  string // Kind: covenant, amendment, or what a Press knows
	Year           int    // of the cluster file
	No             int    // of an amendment, from 1
	Period         string // of a published paper: name of the period
	Version        int    // of a published paper
	Name           string // file name
	Code           string // "GU-2017-7F3K-92QD"; none while it is a draft
	State          string
	Replaces, Next int         // versions: which one it takes the place of, and which took its place; 0 none
	Amended        []int       // of a covenant: its amendments that are in force
	ID             string      // SHA-256 of the bytes as they were issued; what the number belongs to
	SHA256         string      // of the bytes as they stand; Paper has them
	Since          time.Time   // opened for signing, or frozen
	Ended          time.Time   // complete, published, withdrawn
	Reason         string      // why it was withdrawn, or there is a version after the first
	Owed           bool        // complete, and its time stamp has not come yet
	Signed, Places int         // signatures, and places for them
	Signers        []SignedBy  // in the order in which they signed; who froze and who published
	Numbers        []Numbering // that the clerk gave; the last one is in force
	Power          Power       // what it takes to read it; empty: MaySee
}

// A SignedBy is somebody who stands behind a document.
type SignedBy struct {
	Member string // id of the unit; empty: none
	Agency string // as it is called: the unit's name, a witness's agency
	Field  string // of the file; empty: of none
	Office string // in whose name, as a sentence says it: "Chủ tịch Ủy ban nhân dân tỉnh Cà Mau"
	Name   string
	At     time.Time
	Way    string // chat, token, paper; freeze, publish
}

// series is the abbreviation of a kind of document in its number (Decree
// 30/2020/NĐ-CP, Appendix III; what it has none for, as customary); each has
// numbers of its own. Kinds that are not in it go without a number.
var series = map[string]string{
	"covenant": "GƯTĐ", "amendment": "PLGƯ", "ranking": "BXH", "report": "BC", "minutes": "BB", "nominations": "TTr",
}

// marks begins the code of a published paper; what has none is no document of
// the register.
var marks = map[string]string{"ranking": "BXH", "report": "BC", "minutes": "BB", "nominations": "TTR", "chart": "BD", "sheets": "PD"}

// Number is the number in force with the day, nil where none was given.
func (d Document) Number() *Numbering {
	if len(d.Numbers) == 0 {
		return nil
	}
	return &d.Numbers[len(d.Numbers)-1]
}

// Numbered says whether documents of the kind have numbers.
func (d Document) Numbered() bool { return series[d.Kind] != "" }

// Title is what the document is called.
func (d Document) Title() text.Notice {
	key := "vanthu.kind." + d.Kind
	if d.Version > 1 {
		key = "vanthu.version." + d.Kind
	}
	return text.Say(key, "year", yearText(d.Year), "no", fmt.Sprintf("%02d", d.No), "period", d.Period, "version", itoa(d.Version))
}

// Amendments are the numbers of the amendments in force in a sentence: "01, 02".
func (d Document) Amendments() string {
	list := make([]string, len(d.Amended))
	for i, no := range d.Amended {
		list[i] = fmt.Sprintf("%02d", no)
	}
	return strings.Join(list, ", ")
}

// Documents is a cluster's register of one year, the newest first: covenant and
// amendments with what was withdrawn, and every paper that was published.
func Documents(r storage.Reader, c *rules.Cluster) ([]Document, error) {
	list, err := covenantDocuments(r, c)
	if err != nil {
		return nil, err
	}
	for i := range c.Periods {
		if !c.Periods[i].Scored {
			continue
		}
		published, err := publishedDocuments(r, c, &c.Periods[i])
		if err != nil {
			return nil, err
		}
		list = append(list, published...)
	}
	for i := range list {
		if list[i].Numbers, err = numberings.List(r, join(c.ID, list[i].ID)+"/"); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(list, func(a, b Document) int {
		if a.Since.IsZero() != b.Since.IsZero() { // a draft is the newest of all
			return map[bool]int{true: -1, false: 1}[a.Since.IsZero()]
		}
		return b.Since.Compare(a.Since)
	})
	return list, nil
}

// Register is a cluster's register of all years, the newest first.
func Register(r storage.Reader, cluster string) (list []Document, err error) {
	years, err := Years(r, cluster)
	if err != nil {
		return nil, err
	}
	for _, c := range slices.Backward(years) {
		more, err := Documents(r, c)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

// publishedDocuments are the papers of a period's published versions.
func publishedDocuments(r storage.Reader, c *rules.Cluster, period *rules.Period) (list []Document, err error) {
	versions, err := Publications(r, c, period.ID)
	if err != nil {
		return nil, err
	}
	latest, _ := Latest(versions)
	for _, p := range versions {
		if p.Published == nil {
			continue
		}
		by := []SignedBy{}
		for _, who := range []struct {
			id, way string
			at      time.Time
		}{{p.FrozenBy, "freeze", p.FrozenAt}, {p.Published.By, "publish", p.Published.At}} {
			by = append(by, SignedBy{Name: nameOf(r, who.id, text.Vietnamese), At: who.at, Way: who.way})
		}
		for _, issued := range p.Documents {
			mark := marks[issued.Kind]
			if mark == "" {
				continue
			}
			d := Document{Cluster: c.ID, Kind: issued.Kind, Year: c.Year, Period: period.Name, Version: p.N, Name: issued.Name,
				Code: publishedCode(mark, c.Year, issued.SHA256), State: DocumentInForce, ID: issued.SHA256, SHA256: issued.SHA256,
				Since: p.FrozenAt, Ended: p.Published.At, Reason: p.Note, Signers: by, Power: issued.Power}
			if p.N > 1 {
				d.Replaces = p.N - 1
			}
			if p.N != latest.N {
				d.State, d.Next = DocumentReplaced, p.N+1
			}
			list = append(list, d)
		}
	}
	return list, nil
}

// publishedCode is the code of a published paper. It follows from the bytes, so
// that whoever holds the file can compute it.
func publishedCode(mark string, year int, sum string) string {
	b, err := hex.DecodeString(sum)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s-%d-%s", mark, year, shortCode(b))
}

// Search returns the documents that a query means, in their order: every word of
// it must be found, whatever its accents, in what the document is called, its
// state, its number, its day, its code or its hash, or among those who signed.
func Search(list []Document, query string) (found []Document) {
	words := strings.Fields(text.Fold(query))
	for _, d := range list {
		hay := d.haystack()
		if !slices.ContainsFunc(words, func(w string) bool { return !hay.has(w) }) {
			found = append(found, d)
		}
	}
	return found
}

// haystack is what a document is found by: whole words, and text.
type haystack struct {
	words []string
	text  string
	code  string // without its dashes
}

func (d Document) haystack() haystack {
	list := []string{text.Plain(text.Vietnamese, d.Title()), text.Plain(text.English, d.Title()),
		printed("vanthu.state." + d.State), text.Plain(text.English, text.Say("vanthu.state."+d.State)), d.Code}
	for _, n := range d.Numbers {
		list = append(list, n.String(), itoa(n.Number), text.DateText(n.Day.String()))
	}
	for _, s := range d.Signers {
		list = append(list, s.Agency, s.Name)
	}
	all := text.Fold(strings.Join(list, " "))
	words := strings.FieldsFunc(all, func(r rune) bool { return strings.ContainsRune(" /-.,()", r) })
	return haystack{append(words, strings.Fields(all)...), all, receiptKey(d.Code)}
}

// has says whether the document has a word of a query. A number is a word of its
// own: who asks for 12 does not mean 2012.
func (h haystack) has(word string) bool {
	trimmed := strings.TrimLeft(word, "0")
	if strings.Trim(word, "0123456789") == "" && trimmed != "" {
		return slices.ContainsFunc(h.words, func(w string) bool { return strings.TrimLeft(w, "0") == trimmed })
	}
	return strings.Contains(h.text, word) || len(word) > 3 && strings.HasPrefix(h.code, receiptKey(word))
}
