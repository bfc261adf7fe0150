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
	if !slices.Contains(c.Signing, "paper") {
		return nil, text.Wrong("giay.not_allowed", "year", yearText(c.Year))
	}
	cov, err := covenantWith(r, c, id)
	if err != nil {
		return nil, err
	}
	var list []PenPlace
	for _, p := range cov.Ceremony.Places {
		if !p.Seal && (p.State == ceremony.Waiting || p.State == ceremony.Declined) {
			list = append(list, penPlace(c, p))
		}
	}
	if len(list) == 0 {
		return nil, text.Wrong("giay.none_open")
	}
	return list, nil
}

// PenPlaceOf is the place of a document with a field's name.
func PenPlaceOf(r storage.Reader, c *rules.Cluster, id, field string) (PenPlace, error) {
	cov, err := coveredBy(r, c, id)
	if p := cov.Ceremony.Place(field); p != nil {
		return penPlace(c, *p), err
	}
	return PenPlace{Field: field, Agency: c.Name}, err
}

func penPlace(c *rules.Cluster, p ceremony.Place) PenPlace {
	return PenPlace{Field: p.Field, Member: p.Member, Agency: placeAgency(c, p), Title: joinWords(p.Signer.OnBehalf, p.Signer.Title), Name: p.Signer.Name}
}

// coveredBy is the covenant or amendment with frozen bytes of a hash, in whatever
// state; the zero one where there is none.
func coveredBy(r storage.Reader, c *rules.Cluster, sum string) (Covenant, error) {
	list, err := Covenants(r, c)
	if err != nil {
		return Covenant{}, err
	}
	old, err := WithdrawnCovenants(r, c)
	for _, cov := range append(list, old...) {
		if cov.SHA256 == sum {
			return cov, err
		}
	}
	return Covenant{}, err
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
	cov, err := covenantWith(r, c, id)
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
	return strings.TrimRight(public, "/") + "/xm/" + code
}

// onPaper tells the ceremony that a claim was entered.
func onPaper(tx storage.Tx, act Act, c *rules.Cluster, p Claim) error {
	cov, err := covenantWith(tx, c, p.Document)
	if err != nil {
		return err
	}
	for _, field := range p.Fields {
		if err := cov.Ceremony.EnterPaper(field, ceremony.Hand{Person: p.By, Name: cov.Ceremony.Place(field).Signer.Name, At: p.At}); err != nil {
			return err
		}
	}
	return cov.save(tx, act)
}

// offPaper opens the places again that a claim held which was turned down, also
// after the deadline: else nobody could sign them once there is more time.
func offPaper(tx storage.Tx, act Act, c *rules.Cluster, p Claim) error {
	cov, err := coveredBy(tx, c, p.Document)
	if err != nil || cov.State != CovenantOpen && cov.State != CovenantExpired {
		return err
	}
	for _, field := range p.Fields {
		if place := cov.Ceremony.Place(field); place == nil || place.State != ceremony.Paper {
			continue
		}
		if err := cov.Ceremony.RejectPaper(field); err != nil {
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
		cov.Ceremony.Place(place.Field).Unstamped = ch.Stamps
		if err := cov.put(tx, act, c, ch, place.Field, nil, ch.Stamps); err != nil {
			return err
		}
		if err := cov.signed(tx, act, c, ch, place.Field, from); err != nil {
			return err
		}
		from = cov.Newest()
	}
	return nil
}
