package workflow

import (
	"time"

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

// A withdrawnCovenant stays in the register: copies of it may be in people's hands.
type withdrawnCovenant struct {
	Covenant
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Reason string    `json:"reason"`
}

var withdrawn = storage.Table[withdrawnCovenant]{Name: "withdrawn", Key: func(w withdrawnCovenant) string {
	return join(yearKey(w.Cluster, w.Year), w.SHA256)
}}

// keepWithdrawn keeps a covenant for the register when it is taken back.
func keepWithdrawn(tx storage.Tx, act Act, cov Covenant, reason string) error {
	return withdrawn.Put(tx, withdrawnCovenant{cov, act.At.UTC(), act.By, reason})
}

// covenantDocuments are the covenant and its amendments, with what was withdrawn.
func covenantDocuments(r storage.Reader, c *rules.Cluster) ([]Document, error) {
	cov, err := FindCovenant(r, c)
	if err != nil {
		return nil, err
	}
	list := []Document{covenantDocument(c, cov)}
	old, err := withdrawn.List(r, yearKey(c.ID, c.Year)+"/")
	for _, w := range old {
		d := covenantDocument(c, w.Covenant)
		if d.ID == list[0].ID { // opened again just as it was: one document
			continue
		}
		d.State, d.Ended, d.Reason = DocumentWithdrawn, w.At, w.Reason
		list = append(list, d)
	}
	return list, err
}

// covenantDocument is a covenant as the register has it.
func covenantDocument(c *rules.Cluster, cov Covenant) Document {
	d := Document{Cluster: c.ID, Kind: "covenant", Year: c.Year, Name: covenantName(c), State: DocumentDraft}
	if cov.State == CovenantDraft {
		return d
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
	return d
}
