package workflow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/authority"
	"thidua/workflow/ceremony"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

// AuditPaper is the audit sheet (phiếu kiểm chứng chữ ký) of a document that is or
// was open for signing, as everything stands at a moment. Where its file holds no
// signature the ceremony's word stands.
func AuditPaper(r storage.Reader, c *rules.Cluster, ch Chancery, id string, at time.Time) (paper.Audit, error) {
	d, err := FindDocument(r, c, id)
	if err != nil {
		return paper.Audit{}, err
	}
	if d.Version > 0 {
		return paper.Audit{}, text.Wrong("kiemchung.published")
	}
	file, err := Paper(r, d.SHA256)
	if err != nil {
		return paper.Audit{}, err
	}
	var report signature.Report
	if ch.Notary != nil {
		roots, err := authority.Roots(r)
		if err != nil {
			return paper.Audit{}, err
		}
		report = ch.Notary.Check(file, append(roots, ch.Roots...))
	}
	head, err := LogHead(r, c.ID)
	if err != nil {
		return paper.Audit{}, err
	}
	moment := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return at.In(c.Location()).Format(time.RFC3339)
	}
	cov, err := coveredBy(r, c, id)
	if err != nil {
		return paper.Audit{}, err
	}
	p := paper.Audit{
		Letterhead: letterhead(c), ClusterName: c.Name, Year: c.Year, Document: text.Plain(text.Vietnamese, d.Title()), No: d.No,
		State: printed("vanthu.state." + d.State), Complete: d.State != DocumentOpen, Code: d.Code,
		MadeAt: moment(at), Zone: fmt.Sprintf("%s (UTC%s)", c.Location(), at.In(c.Location()).Format("-07:00")),
		Frozen: d.ID, Current: d.SHA256, Rules: cov.Rules, Targets: cov.Targets, OpenedAt: moment(d.Since), OpenedBy: nameOf(r, cov.OpenedBy, text.Vietnamese),
		Log:    paper.AuditLog{Seq: head.Seq, At: moment(head.At), Hash: head.Hash},
		Signer: headSigner(c),
	}
	p.Date = at.In(c.Location()).Format(time.DateOnly)
	if ch.Public != "" {
		p.Link = CodeLink(ch.Public, d.Code)
	}
	if n := d.Number(); n != nil {
		p.DocNumber, p.DocDate = n.String(), n.Day.String()
	}
	if d.State == DocumentInForce {
		p.Completed = moment(d.Ended)
	}
	p.Open = openPlaces(c, cov)
	return p, auditSignatures(r, c, cov, report, file, &p)
}

// auditSignatures are the signatures that stand in the file; where there is none,
// those that the register knows.
func auditSignatures(r storage.Reader, c *rules.Cluster, cov Covenant, report signature.Report, file []byte, p *paper.Audit) error {
	moment := func(at time.Time) string { return at.In(c.Location()).Format(time.RFC3339) }
	kinds := map[string]bool{}
	unstamped := 0
	found := slices.Clone(report.Signatures)
	slices.SortStableFunc(found, func(a, b signature.Found) int { return a.Length - b.Length })
	for _, f := range found {
		s := paper.AuditSignature{Field: f.Field, Name: f.Signer, At: moment(f.Time), Kind: f.Kind, Certificate: auditCertificate(f)}
		s.Agency = c.Name
		if place := cov.Ceremony.Place(f.Field); place != nil {
			s.Agency, s.Title = placeAgency(c, *place), joinWords(place.Signer.OnBehalf, place.Signer.Title)
			claim, err := ClaimFor(r, c, cov.SHA256, f.Field)
			if err != nil {
				return err
			}
			if claim != nil && claim.Decided != nil {
				s.Kind, s.Name, s.Paper = ceremony.Pen, place.Hand.Name, auditScan(r, c, *claim)
			}
		}
		s.Words, s.Stamps = printed("kiemchung.kind."+s.Kind), printed("kiemchung.unstamped")
		if !f.Stamped.IsZero() {
			s.Stamp = moment(f.Stamped)
			s.Stamps = printed("kiemchung.stamped", "at", s.Stamp)
		} else {
			unstamped++
		}
		if n := f.Length; n > 0 && n <= len(file) {
			s.SHA256 = hashOf(file[:n])
			what := printed("kiemchung.revision.signed", "unit", s.Agency)
			if f.Field == "cluster" {
				what = printed("kiemchung.revision.opened")
			}
			p.Revisions = append(p.Revisions, paper.AuditRevision{Length: n, SHA256: s.SHA256, What: what})
		}
		if !f.Valid {
			p.Notes = append(p.Notes, printed("kiemchung.note.invalid", "unit", s.Agency))
		}
		kinds[s.Kind] = true
		p.Signatures = append(p.Signatures, s)
	}
	if len(found) == 0 {
		for _, place := range cov.Ceremony.Places {
			if place.State != ceremony.Signed {
				continue
			}
			s := paper.AuditSignature{Field: place.Field, Agency: placeAgency(c, place), Title: joinWords(place.Signer.OnBehalf, place.Signer.Title), Name: place.Hand.Name,
				At: moment(place.At), Kind: place.Way, Words: printed("kiemchung.kind." + place.Way), Stamps: printed("kiemchung.unstamped"), SHA256: cov.SHA256}
			claim, err := ClaimFor(r, c, cov.SHA256, place.Field)
			if err != nil {
				return err
			}
			if claim != nil && claim.Decided != nil {
				s.Paper = auditScan(r, c, *claim)
			}
			kinds[s.Kind] = true
			p.Signatures = append(p.Signatures, s)
		}
		slices.SortStableFunc(p.Signatures, func(a, b paper.AuditSignature) int { return strings.Compare(a.At, b.At) })
		p.Notes = append(p.Notes, printed("kiemchung.note.none_in_file"))
	}
	if last := len(p.Revisions); last == 0 || p.Revisions[last-1].Length < len(file) {
		what := printed("kiemchung.revision.filled")
		if last == 0 {
			what = printed("kiemchung.revision.now")
		}
		p.Revisions = append(p.Revisions, paper.AuditRevision{Length: len(file), SHA256: hashOf(file), What: what})
	}
	for _, kind := range []string{signature.Cluster, signature.Chat, signature.Token, ceremony.Pen, signature.Witness} {
		if kinds[kind] {
			p.Notes = append(p.Notes, printed("kiemchung.note."+kind))
		}
	}
	if unstamped > 0 {
		p.Notes = append(p.Notes, printed("kiemchung.note.unstamped", "n", itoa(unstamped)))
	}
	if cov.Owed() {
		p.Notes = append(p.Notes, printed("dautg.note.owed"))
	}
	p.Notes = append(p.Notes, printed("kiemchung.note.log"))
	return nil
}

// auditCertificate is with what a signature was made.
func auditCertificate(f signature.Found) (out paper.AuditCertificate) {
	out.Trust = printed("kiemchung.chain." + f.Chain)
	cert := f.Certificate
	if cert == nil {
		return out
	}
	out.Subject, out.Issuer, out.Serial = cert.Subject.CommonName, cert.Issuer.CommonName, strings.ToUpper(cert.SerialNumber.Text(16))
	if f.Agency != "" {
		out.Subject += ", " + f.Agency
	}
	out.From, out.Until = cert.NotBefore.UTC().Format(time.DateOnly), cert.NotAfter.UTC().Format(time.DateOnly)
	out.Chain = []string{cert.Issuer.CommonName}
	return out
}

// auditScan is what a signature with a pen rests on.
func auditScan(r storage.Reader, c *rules.Cluster, p Claim) *paper.AuditPaper {
	moment := func(at time.Time) string { return at.In(c.Location()).Format(time.RFC3339) }
	out := &paper.AuditPaper{Day: p.Day.String(), EnteredBy: nameOf(r, p.By, text.Vietnamese), EnteredAt: moment(p.At),
		ConfirmedBy: nameOf(r, p.Decided.By, text.Vietnamese), ConfirmedAt: moment(p.Decided.At)}
	for _, s := range p.Scans {
		out.Scans = append(out.Scans, paper.AuditScan{Name: s.Name, SHA256: s.SHA256})
	}
	return out
}

// openPlaces are who has not signed, and why.
func openPlaces(c *rules.Cluster, cov Covenant) (list []paper.AuditPlace) {
	for _, place := range cov.Ceremony.Places {
		open := paper.AuditPlace{Agency: placeAgency(c, place), Name: place.Signer.Name, State: printed("kiemchung.place." + place.State)}
		switch place.State {
		case ceremony.Signed:
			continue
		case ceremony.Declined:
			open.State = printed("kiemchung.place.declined", "reason", place.Reason)
		}
		list = append(list, open)
	}
	return list
}
