package workflow

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"thidua/storage"
	"thidua/workflow/ceremony"
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

// onPaper tells the ceremony that a claim was entered, or turned down.
func onPaper(tx storage.Tx, act Act, c *rules.Cluster, p Claim) error {
	cov, err := covenantWith(tx, c, p.Document)
	if err != nil {
		return err
	}
	for _, field := range p.Fields {
		if p.Decided == nil {
			err = cov.Ceremony.EnterPaper(field, ceremony.Hand{Person: p.By, Name: cov.Ceremony.Place(field).Signer.Name, At: p.At})
		} else {
			err = cov.Ceremony.RejectPaper(field)
		}
		if err != nil {
			return err
		}
	}
	return cov.save(tx, act)
}

// covenantWith is the covenant or amendment of a year whose frozen bytes have the
// hash.
func covenantWith(r storage.Reader, c *rules.Cluster, sum string) (Covenant, error) {
	list, err := Covenants(r, c)
	for _, cov := range list {
		if cov.SHA256 == sum && cov.State == CovenantOpen {
			return cov, err
		}
	}
	if err == nil {
		err = text.Wrong("covenant.changed", "year", yearText(c.Year))
	}
	return Covenant{}, err
}

// fillOnPaper fills the places of a claim that was confirmed, in the order of the
// document.
func fillOnPaper(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, p Claim) error {
	cov, err := covenantWith(tx, c, p.Document)
	if err != nil {
		return err
	}
	from := cov.Newest()
	for _, place := range cov.Ceremony.Places {
		if !slices.Contains(p.Fields, place.Field) {
			continue
		}
		h := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s", cov.SHA256, place.Field, strings.Join(p.hashes(), "\n")))
		if err := cov.Ceremony.ConfirmPaper(place.Field, act.By, shortCode(h[:]), act.At.UTC()); err != nil {
			return err
		}
		if err := cov.put(tx, c, ch, place.Field, nil, ch.Stamps); err != nil {
			return err
		}
		if err := cov.signed(tx, act, c, ch, place.Field, from); err != nil {
			return err
		}
		from = cov.Newest()
	}
	return nil
}
