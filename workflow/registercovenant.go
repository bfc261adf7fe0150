package workflow

import (
	"thidua/storage"
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
	d := Document{Cluster: c.ID, Kind: "covenant", Year: c.Year, Name: covenantName(c), State: DocumentDraft}
	if cov.State == CovenantDraft {
		return []Document{d}, nil
	}
	d.State, d.ID, d.SHA256, d.Since = DocumentOpen, cov.SHA256, cov.SHA256, cov.OpenedAt
	d.Code = publishedCode("GU", c.Year, cov.SHA256)
	d.Signed, d.Places = len(cov.Signatures), len(cov.Frozen.Grid)
	for _, s := range cov.Signatures {
		by := SignedBy{Member: s.Member, Name: s.Name, At: s.At, Way: "chat"}
		if s.Person == "" {
			by.Way = "paper"
		}
		if m := c.Member(s.Member); m != nil {
			by.Agency = m.Name
		}
		d.Signers = append(d.Signers, by)
		d.Ended = s.At
	}
	if cov.State == CovenantComplete {
		d.State, d.SHA256 = DocumentInForce, cov.Final
	}
	return []Document{d}, nil
}
