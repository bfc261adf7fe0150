package workflow

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/ceremony"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// signable is a covenant that could be signed, and its place.
func signable(r storage.Reader, c *rules.Cluster, no int, field string) (Covenant, *ceremony.Place, error) {
	cov, err := CovenantNo(r, c, no)
	if err != nil {
		return cov, nil, err
	}
	p := cov.Ceremony.Place(field)
	switch {
	case cov.State == CovenantDraft:
		return cov, p, text.Wrong("covenant.not_open", "year", yearText(c.Year))
	case p == nil:
		return cov, p, text.Wrong("covenant.no_box", "year", yearText(c.Year))
	case p.State == ceremony.Signed || p.State == ceremony.Pending:
		return cov, p, text.Wrong("covenant.signed_already", "year", yearText(c.Year))
	}
	return cov, p, sealed(r, c, everything)
}

// SignCovenant records a confirmation in the chat of exactly the frozen bytes
// with the given hash, and puts it into the place's field. Where a time stamp is
// fetched first, the place is pending until StampCovenant. The last signature
// completes the covenant.
func SignCovenant(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, no int, field string, p Person, sum string) (Covenant, Signature, error) {
	cov, place, err := signable(tx, c, no, field)
	switch {
	case cov.State == CovenantDraft || cov.State == CovenantOpen && cov.SHA256 != sum:
		return cov, Signature{}, text.Wrong("covenant.changed", "year", yearText(c.Year))
	case err != nil:
		return cov, Signature{}, err
	}
	h := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%s", cov.SHA256, place.Member, p.ID, act.At.UTC().Format(time.RFC3339)))
	hand := ceremony.Hand{Person: p.ID, Name: p.Name, Way: ceremony.Chat, At: act.At.UTC(), Code: shortCode(h[:])}
	sig := Signature{place.Member, p.ID, p.Name, hand.At, hand.Code, hand.Way}
	if ch.Stamps && cov.Current != "" {
		if err := cov.Ceremony.Pend(field, hand); err != nil {
			return cov, sig, err
		}
		if err := cov.ask(tx, act, c, ch, field); err != nil {
			return cov, sig, err
		}
		if err := cov.save(tx, act); err != nil {
			return cov, sig, err
		}
		return cov, sig, Log(tx, act, c.ID, Change{What: "covenant.pend", Year: c.Year, Member: place.Member, From: cov.Current, To: sig.Code})
	}
	from := cov.Newest()
	if err := cov.Ceremony.Sign(field, hand); err != nil {
		return cov, sig, err
	}
	if err := cov.put(tx, act, c, ch, field, nil, false); err != nil {
		return cov, sig, err
	}
	return cov, sig, cov.signed(tx, act, c, ch, field, from)
}

// put writes a place's signature into the file; a paper without fields has none
// to be put in.
func (cov *Covenant) put(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, field string, token []byte, unstamped bool) error {
	if cov.Current == "" {
		return nil
	}
	if ch.Notary == nil {
		return errors.New("covenant with fields, and nobody to sign them")
	}
	before, err := Paper(tx, cov.Current)
	if err != nil {
		return err
	}
	s, err := ch.stroke(tx, act, c, *cov.Ceremony.Place(field), unstamped)
	if err != nil {
		return err
	}
	s.Token = token
	after, err := ch.Notary.Sign(before, s)
	if err != nil {
		return err
	}
	return cov.grow(tx, c, before, after)
}

// signed keeps and logs a signature that was put in.
func (cov *Covenant) signed(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, field, from string) error {
	if err := cov.finish(tx, act, c, ch); err != nil {
		return err
	}
	p := cov.Ceremony.Place(field)
	to := cov.Current
	if to == "" {
		from, to = cov.SHA256, p.Code
	}
	return Log(tx, act, c.ID, Change{What: "covenant.sign", Year: c.Year, Member: p.Member, From: from, To: to})
}

// finish saves; what a complete amendment changes holds from then on, a complete
// paper without fields is drawn for good, one with fields gets its time stamp.
func (cov *Covenant) finish(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery) error {
	before := cov.State
	if err := cov.save(tx, act); err != nil || cov.State != CovenantComplete || before == CovenantComplete {
		return err
	}
	if err := cov.comeIntoForce(tx, act, c); err != nil {
		return err
	}
	if cov.Current != "" {
		if cov.Owed() {
			if err := cov.askStamp(tx, act, ch); err != nil {
				return err
			}
		}
		return cov.save(tx, act)
	}
	b, err := ch.Press.covenant(cov.Paper(c))
	if err != nil {
		return err
	}
	if cov.Final, err = keepPaper(tx, covenantName(c, cov.No), b); err != nil {
		return err
	}
	return cov.save(tx, act)
}

// RefuseCovenant records that a place is not signed, and why.
func RefuseCovenant(tx storage.Tx, act Act, c *rules.Cluster, no int, field string, p Person, reason string) (Covenant, error) {
	cov, place, err := signable(tx, c, no, field)
	switch {
	case err != nil:
		return cov, err
	case strings.TrimSpace(reason) == "":
		return cov, text.Wrong("review.reason_needed")
	}
	if err := cov.Ceremony.Decline(field, ceremony.Hand{Person: p.ID, Name: p.Name, At: act.At.UTC()}, reason); err != nil {
		return cov, err
	}
	if err := cov.save(tx, act); err != nil {
		return cov, err
	}
	return cov, Log(tx, act, c.ID, Change{What: "covenant.refuse", Year: c.Year, Member: place.Member, Reason: reason})
}

// ReplaceSigner names another signer for a place that is not signed. The frozen
// page keeps whom it names; the box says who really signs.
func ReplaceSigner(tx storage.Tx, act Act, c *rules.Cluster, no int, field string, s rules.Signer, reason string) (Covenant, error) {
	cov, place, err := signable(tx, c, no, field)
	switch {
	case err != nil:
		return cov, err
	case strings.TrimSpace(reason) == "":
		return cov, text.Wrong("review.reason_needed")
	}
	from := place.Signer
	if err := cov.Ceremony.Replace(field, ceremony.Signer{OnBehalf: s.OnBehalf, Title: s.Title, Name: s.Name}, reason, act.At); err != nil {
		return cov, err
	}
	if err := cov.save(tx, act); err != nil {
		return cov, err
	}
	return cov, Log(tx, act, c.ID, Change{What: "covenant.replace", Year: c.Year, Member: place.Member, From: signerText(from), To: signerText(place.Signer), Reason: reason})
}

func signerText(s ceremony.Signer) string { return joinWords(joinWords(s.OnBehalf, s.Title), s.Name) }

// ExtendCovenant gives more time to sign, to the end of a day; the zero day ends
// never. It also opens again what has expired.
func ExtendCovenant(tx storage.Tx, act Act, c *rules.Cluster, no int, day rules.Date) (Covenant, error) {
	cov, err := arranged(tx, c, no)
	if err != nil {
		return cov, err
	}
	from := cov.Ceremony.Until
	if err := cov.Ceremony.Extend(endOf(c, day), act.At); err != nil {
		return cov, err
	}
	if err := cov.save(tx, act); err != nil {
		return cov, err
	}
	said := ""
	if !from.IsZero() {
		said = onClock(c, from)
	}
	return cov, Log(tx, act, c.ID, Change{What: "covenant.extend", Year: c.Year, From: said, To: day.String()})
}

// endOf is the first moment after a day on the cluster's clock.
func endOf(c *rules.Cluster, day rules.Date) time.Time {
	if day.IsZero() {
		return time.Time{}
	}
	next := day.AddDays(1)
	return time.Date(next.Year, time.Month(next.Month), next.Day, 0, 0, 0, 0, c.Location())
}

// CloseCovenant ends the signing where every stage has the signatures it needs.
func CloseCovenant(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, no int) (Covenant, error) {
	cov, err := arranged(tx, c, no)
	if err != nil {
		return cov, err
	}
	if err := cov.Ceremony.Close(act.At); err != nil {
		return cov, err
	}
	if err := cov.finish(tx, act, c, ch); err != nil {
		return cov, err
	}
	return cov, Log(tx, act, c.ID, Change{What: "covenant.close", Year: c.Year, To: cov.Final})
}

// arranged is a covenant about which the head decides.
func arranged(r storage.Reader, c *rules.Cluster, no int) (Covenant, error) {
	cov, err := CovenantNo(r, c, no)
	if err != nil {
		return cov, err
	}
	if cov.State == CovenantDraft {
		return cov, text.Wrong("covenant.not_open", "year", yearText(c.Year))
	}
	return cov, sealed(r, c, everything)
}
