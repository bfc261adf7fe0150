package workflow

import (
	"slices"

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
	covs, err := Covenants(r, c)
	if err != nil {
		return nil, err
	}
	if len(covs) == 0 || covs[0].No > 0 {
		covs = append([]Covenant{{Cluster: c.ID, Year: c.Year, State: CovenantDraft}}, covs...)
	}
	void, err := WithdrawnCovenants(r, c)
	if err != nil {
		return nil, err
	}
	var list []Document
	for _, cov := range append(covs, void...) {
		d := covenantDocument(c, cov)
		if d.ID != "" && slices.ContainsFunc(list, func(x Document) bool { return x.ID == d.ID }) {
			continue // opened again just as it was: one document
		}
		list = append(list, d)
	}
	return list, nil
}

func covenantDocument(c *rules.Cluster, cov Covenant) Document {
	d := Document{Cluster: c.ID, Kind: "covenant", Year: c.Year, No: cov.No, Name: covenantName(c), State: DocumentDraft}
	if cov.No > 0 {
		d.Kind = "amendment"
	}
	if cov.State == CovenantDraft {
		return d
	}
	d.State = map[string]string{CovenantOpen: DocumentOpen, CovenantExpired: DocumentExpired, CovenantComplete: DocumentInForce, CovenantWithdrawn: DocumentWithdrawn}[cov.State]
	d.Code, d.ID, d.SHA256, d.Since, d.Ended, d.Reason = cov.Code, cov.SHA256, cov.SHA256, cov.OpenedAt, cov.EndedAt, cov.Withdrawn
	if d.Code == "" { // from before there were codes
		d.Code = publishedCode("GU", c.Year, cov.SHA256)
	}
	if cov.Current != "" {
		d.SHA256 = cov.Current
	} else if cov.Final != "" {
		d.SHA256 = cov.Final
	}
	for _, p := range cov.Ceremony.Places {
		if p.Seal {
			continue
		}
		if d.Places++; p.State != ceremony.Signed {
			continue
		}
		by := SignedBy{Member: p.Member, Name: p.Name, At: p.At, Way: p.Way}
		if m := c.Member(p.Member); m != nil {
			by.Agency = m.Name
		} else if w := c.Witness(p.Member); w != nil {
			by.Agency = w.Agency
		}
		d.Signers = append(d.Signers, by)
	}
	d.Signed = len(d.Signers)
	slices.SortStableFunc(d.Signers, func(a, b SignedBy) int { return a.At.Compare(b.At) })
	if d.Ended.IsZero() && d.Signed > 0 {
		d.Ended = d.Signers[d.Signed-1].At
	}
	return d
}
