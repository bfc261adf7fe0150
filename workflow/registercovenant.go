package workflow

import (
	"slices"
	"strings"

	"thidua/storage"
	"thidua/workflow/ceremony"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// FindDocument is the document of a year's register with an ID.
func FindDocument(r storage.Reader, c *rules.Cluster, id string) (Document, error) {
	list, err := Documents(r, c)
	for _, d := range list {
		if d.ID == id && id != "" {
			return d, err
		}
	}
	if err == nil {
		err = text.Wrong("vanthu.gone")
	}
	return Document{}, err
}

// covenantDocuments are the covenant and its amendments, with what was withdrawn.
func covenantDocuments(r storage.Reader, c *rules.Cluster) ([]Document, error) {
	cov, err := FindCovenant(r, c)
	if err != nil {
		return nil, err
	}
	opened, err := Covenants(r, c)
	if err != nil {
		return nil, err
	}
	old, err := WithdrawnCovenants(r, c)
	if err != nil {
		return nil, err
	}
	if cov.State == CovenantDraft {
		opened = append([]Covenant{cov}, opened...)
	}
	amended, err := Amended(r, c)
	if err != nil {
		return nil, err
	}
	var list []Document
	for _, cov := range append(opened, old...) {
		d := covenantDocument(c, cov)
		if d.Kind == "covenant" && d.State == DocumentInForce {
			d.Amended = amended
		}
		if d.ID == "" || !slices.ContainsFunc(list, func(o Document) bool { return o.ID == d.ID }) { // opened again just as it was: one document
			list = append(list, d)
		}
	}
	return list, nil
}

// covenantDocument is a covenant or an amendment as the register has it.
func covenantDocument(c *rules.Cluster, cov Covenant) Document {
	d := Document{Cluster: c.ID, Kind: "covenant", Year: c.Year, No: cov.No, Name: covenantName(c, cov.No), State: DocumentDraft}
	if cov.No > 0 {
		d.Kind = "amendment"
	}
	if cov.State == CovenantDraft {
		return d
	}
	d.State = map[string]string{CovenantOpen: DocumentOpen, CovenantExpired: DocumentExpired, CovenantComplete: DocumentInForce, CovenantWithdrawn: DocumentWithdrawn}[cov.State]
	d.ID, d.SHA256, d.Code, d.Since, d.Ended, d.Reason = cov.SHA256, cov.SHA256, cov.Code, cov.OpenedAt, cov.EndedAt, cov.Withdrawn
	d.Owed = cov.Owed()
	if newest := cov.Newest(); newest != "" {
		d.SHA256 = newest
	}
	if d.Code == "" { // opened before documents had codes
		d.Code = publishedCode("GU", c.Year, cov.SHA256)
	}
	if d.State == DocumentExpired {
		d.Ended = cov.Ceremony.Until
	}
	for _, p := range cov.Ceremony.Places {
		d.Places++
		if p.State != ceremony.Signed {
			continue
		}
		d.Signed++
		d.Signers = append(d.Signers, SignedBy{Member: p.Member, Agency: placeAgency(c, p), Field: p.Field, Office: placeOffice(c, p), Name: p.Hand.Name, At: p.At, Way: p.Way})
		if cov.EndedAt.IsZero() && d.State == DocumentInForce && p.At.After(d.Ended) { // completed before that was kept
			d.Ended = p.At
		}
	}
	slices.SortStableFunc(d.Signers, func(a, b SignedBy) int { return a.At.Compare(b.At) })
	return d
}

// placeAgency is what a place's unit, or witness, is called.
func placeAgency(c *rules.Cluster, p ceremony.Place) string {
	if m := c.Member(p.Member); m != nil {
		return m.Name
	}
	for i, w := range c.Witnesses {
		if rules.WitnessID(i+1) == p.Member {
			return officeName(c, w.Agency)
		}
	}
	return p.Member
}

// placeOffice is in whose name a place is signed; of a seal the agency alone.
func placeOffice(c *rules.Cluster, p ceremony.Place) string {
	agency := placeAgency(c, p)
	if m := c.Member(p.Member); m != nil && m.Agency != "" {
		agency = officeName(c, m.Agency)
	}
	if p.Seal || p.Signer.Title == "" {
		return agency
	}
	title := replaceWord(upperFirst(strings.ToLower(p.Signer.Title)), "chủ tịch", "Chủ tịch")
	if kind, _, _ := strings.Cut(agency, " "); kind != "" { // "Trưởng ban", "Ban Thi đua": one of them
		title = strings.TrimSuffix(title, " "+strings.ToLower(kind))
	}
	return joinWords(title, agency)
}
