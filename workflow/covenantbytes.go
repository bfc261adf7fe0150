package workflow

import (
	"bytes"
	"encoding/json"
	"fmt"

	"thidua/storage"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// stored is a document that was signed or published: bytes, never drawn again.
// One that begins with another keeps only what follows it.
type stored struct {
	SHA256 string `json:"sha256"`
	Name   string `json:"name"`
	Bytes  []byte `json:"bytes"`
	After  string `json:"after,omitempty"` // SHA-256 of the document that it begins with
}

var papers = storage.Table[stored]{Name: "papers", Key: func(p stored) string { return p.SHA256 }}

// Paper returns a stored document's bytes by their SHA-256.
func Paper(r storage.Reader, sum string) ([]byte, error) {
	var tails [][]byte
	for sum != "" {
		p, err := papers.Get(r, sum)
		if err != nil {
			return nil, err
		}
		tails, sum = append([][]byte{p.Bytes}, tails...), p.After
	}
	return bytes.Join(tails, nil), nil
}

func keepPaper(tx storage.Tx, name string, b []byte) (string, error) {
	s := hashOf(b)
	return s, papers.Put(tx, stored{SHA256: s, Name: name, Bytes: b})
}

// grow keeps the next file of a covenant, which begins with the one so far.
func (cov *Covenant) grow(tx storage.Tx, c *rules.Cluster, before, after []byte) error {
	tail, ok := bytes.CutPrefix(after, before)
	if !ok || len(tail) == 0 {
		return fmt.Errorf("covenant %s %d/%d: the new file does not begin with the old one", cov.Cluster, cov.Year, cov.No)
	}
	sum := hashOf(after)
	if _, err := papers.Insert(tx, stored{SHA256: sum, Name: covenantName(c, cov.No), Bytes: tail, After: cov.Current}); err != nil {
		return err
	}
	cov.Current = sum
	return nil
}

func covenantName(c *rules.Cluster, no int) string {
	if no > 0 {
		return fmt.Sprintf("giao-uoc-%s-%d-phu-luc-%d.pdf", c.ID, c.Year, no)
	}
	return fmt.Sprintf("giao-uoc-%s-%d.pdf", c.ID, c.Year)
}

func (p Press) covenant(values paper.Covenant) ([]byte, error) {
	b, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	return p("covenant", b)
}

// CovenantBytes returns the covenant as it stands: drawn while it is a draft, and
// its newest file after that. Name is a file name for it. A paper without fields
// is drawn with the confirmations so far, until it is complete.
func CovenantBytes(r storage.Reader, c *rules.Cluster, ch Chancery, no int) (b []byte, name string, err error) {
	cov, err := CovenantNo(r, c, no)
	if err != nil {
		return nil, "", err
	}
	switch {
	case cov.State == CovenantDraft && no > 0:
		err = text.Wrong("covenant.not_open", "year", yearText(c.Year))
	case cov.State == CovenantDraft:
		var draft paper.Covenant
		if draft, err = CovenantPaper(r, c); err == nil {
			b, err = ch.Press.covenant(draft)
		}
	case cov.Newest() != "":
		b, err = Paper(r, cov.Newest())
	default:
		b, err = ch.Press.covenant(cov.Paper(c))
	}
	return b, covenantName(c, no), err
}

// Newest is the hash of the newest stored file; empty where the document has to
// be drawn, from Paper.
func (cov Covenant) Newest() string {
	switch {
	case cov.State == CovenantDraft:
		return ""
	case cov.Current != "":
		return cov.Current
	case cov.Final != "":
		return cov.Final
	case len(cov.Signatures) == 0:
		return cov.SHA256
	}
	return ""
}
