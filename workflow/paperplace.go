package workflow

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"thidua/storage"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A PenPlace is a place of a document that can be signed with a pen.
type PenPlace struct {
	Field       string // "leader-ca-mau"
	Member      string // id; empty: a witness
	Agency      string // as it is called
	Title, Name string // as the box has them
}

// PenPlaces are the places of a document that wait for a pen: those that have no
// signature and no claim that waits. A Problem where the cluster does not sign on
// paper, or nothing is open.
func PenPlaces(r storage.Reader, c *rules.Cluster, id string) ([]PenPlace, error) {
	cov, err := FindCovenant(r, c)
	switch {
	case err != nil:
		return nil, err
	case !slices.Contains(c.Signing, "paper"):
		return nil, text.Wrong("giay.not_allowed", "year", yearText(c.Year))
	case cov.State != CovenantOpen || cov.SHA256 != id:
		return nil, text.Wrong("covenant.not_open", "year", yearText(c.Year))
	}
	var list []PenPlace
	for _, m := range cov.Waiting() {
		p := PenPlaceOf(c, "leader-"+m)
		claim, err := ClaimFor(r, c, id, p.Field)
		if err != nil {
			return nil, err
		}
		if claim == nil {
			list = append(list, p)
		}
	}
	if len(list) == 0 {
		return nil, text.Wrong("giay.none_open")
	}
	return list, nil
}

// PenPlaceOf is the place with a field's name.
func PenPlaceOf(c *rules.Cluster, field string) PenPlace {
	p := PenPlace{Field: field, Agency: field}
	if m := c.Member(strings.TrimPrefix(field, "leader-")); m != nil {
		s := signerOf(m)
		p.Member, p.Agency, p.Title, p.Name = m.ID, m.Name, strings.TrimSpace(s.OnBehalf+" "+s.Title), s.Name
	}
	return p
}

// PrintCopy is the covenant made to be signed with a pen; public is the base of
// the public page, or empty.
func PrintCopy(r storage.Reader, c *rules.Cluster, id, public string) (paper.PrintCopy, error) {
	places, err := PenPlaces(r, c, id)
	if err != nil {
		return paper.PrintCopy{}, err
	}
	d, err := FindDocument(r, c, id)
	if err != nil {
		return paper.PrintCopy{}, err
	}
	cov, err := FindCovenant(r, c)
	p := paper.PrintCopy{Covenant: cov.Frozen, SHA256: id, Code: d.Code, Link: CodeLink(public, d.Code)}
	for _, place := range places {
		p.Fields = append(p.Fields, place.Field)
	}
	return p, err
}

// CodeLink is what a QR holds: the public page with the code, or the code alone.
func CodeLink(public, code string) string {
	if public == "" {
		return code
	}
	return strings.TrimRight(public, "/") + "/" + code
}

// fillOnPaper fills the places of a claim that was confirmed.
func fillOnPaper(tx storage.Tx, act Act, c *rules.Cluster, p Claim) error {
	cov, err := FindCovenant(tx, c)
	if err != nil {
		return err
	}
	if cov.State != CovenantOpen || cov.SHA256 != p.Document {
		return text.Wrong("covenant.changed", "year", yearText(c.Year))
	}
	for _, field := range p.Fields {
		place := PenPlaceOf(c, field)
		if !slices.Contains(cov.Waiting(), place.Member) {
			return text.Wrong("giay.taken", "unit", place.Agency)
		}
		h := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s", cov.SHA256, field, strings.Join(p.hashes(), "\n")))
		cov.Signatures = append(cov.Signatures, Signature{Member: place.Member, Name: place.Name, At: act.At.UTC(), Code: shortCode(h[:])})
	}
	return covenants.Put(tx, cov)
}
