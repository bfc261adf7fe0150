package workflow

import (
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/score"
	"thidua/workflow/text"
)

// Evidence (minh chứng) is a file that a unit ties to a figure: a scan, a photo,
// a PDF. The bytes are kept under their SHA-256, once, however often they are
// sent.
type Evidence struct {
	Subject
	SHA256 string    `json:"sha256"`
	Name   string    `json:"name"`
	Kind   string    `json:"kind"`            // "pdf", "jpeg", "png", "other": by what the bytes are
	Size   int       `json:"size"`            // bytes
	Album  string    `json:"album,omitempty"` // sent together with others
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

var evidence = storage.Table[Evidence]{Name: "evidence", Key: func(e Evidence) string { return join(e.key(), e.SHA256) }}

// evidenceOf finds where a file was used: cluster and hash come first.
var evidenceOf = storage.Table[Evidence]{Name: "evidencefiles", Key: func(e Evidence) string { return join(e.Cluster, e.SHA256, e.key()) }}

// maxEvidence is how many files one figure may have.
const maxEvidence = 20

// KeepFile keeps a file's bytes, once, under their SHA-256.
func KeepFile(tx storage.Tx, name string, b []byte) (sum string, err error) {
	return keepPaper(tx, name, b)
}

// AddEvidence ties a kept file to a figure. again lists where the cluster has the
// same file already, this figure included: then nothing new is kept here.
func AddEvidence(tx storage.Tx, act Act, c *rules.Cluster, e Evidence) (again []Evidence, err error) {
	k, err := e.criterion(c)
	if err != nil {
		return nil, err
	}
	if err := sealed(tx, c, figuresOf(e.Period)); err != nil {
		return nil, err
	}
	f, err := FindFigure(tx, e.Subject)
	if err != nil {
		return nil, err
	}
	open, err := Unlocked(tx, c, e.Subject, act.At)
	if err != nil {
		return nil, err
	}
	if err := f.closed(k); err != nil && !open && !f.Pleads() {
		return nil, err
	}
	if k.Evidence == "none" || !k.Method.Kind.Reported() {
		return nil, text.Wrong("evidence.none", "name", k.Name)
	}
	mine, err := evidence.List(tx, e.key()+"/")
	if err != nil {
		return nil, err
	}
	if len(mine) >= maxEvidence {
		return nil, text.Wrong("evidence.many", "name", k.Name, "n", itoa(maxEvidence))
	}
	if again, err = evidenceOf.List(tx, join(c.ID, e.SHA256)+"/"); err != nil {
		return nil, err
	}
	e.By, e.At = act.By, act.At.UTC()
	kept, err := evidence.Insert(tx, e)
	if err != nil || !kept {
		return again, err
	}
	if err := evidenceOf.Put(tx, e); err != nil {
		return nil, err
	}
	return again, logSubject(tx, act, e.Subject, Change{What: "evidence.add", To: e.SHA256, Reason: e.Name})
}

// DropEvidence takes a file away from a figure that is still open; the bytes and
// the log's lines stay.
func DropEvidence(tx storage.Tx, act Act, c *rules.Cluster, e Evidence) error {
	k, err := e.criterion(c)
	if err != nil {
		return err
	}
	if err := sealed(tx, c, figuresOf(e.Period)); err != nil {
		return err
	}
	f, err := FindFigure(tx, e.Subject)
	if err != nil {
		return err
	}
	open, err := Unlocked(tx, c, e.Subject, act.At)
	if err != nil {
		return err
	}
	if err := f.closed(k); err != nil && !open {
		return err
	}
	mine, err := evidence.List(tx, e.key()+"/")
	if err != nil {
		return err
	}
	if k.Evidence == "required" && len(mine) == 1 && (f.Sent != nil || f.Accepted != nil) {
		return text.Wrong("evidence.last", "name", k.Name)
	}
	if err := reopen(tx, act, c, e.Subject, e.Name, "–"); err != nil { // under an unlocking: approved with this file
		return err
	}
	if err := evidence.Delete(tx, e); err != nil {
		return err
	}
	if err := evidenceOf.Delete(tx, e); err != nil {
		return err
	}
	return logSubject(tx, act, e.Subject, Change{What: "evidence.drop", From: e.SHA256, Reason: e.Name})
}

// EvidenceFor returns the files of one figure, by hash.
func EvidenceFor(r storage.Reader, s Subject) ([]Evidence, error) {
	return evidence.List(r, s.key()+"/")
}

// AllEvidence returns the files of a member's period by criterion.
func AllEvidence(r storage.Reader, c *rules.Cluster, period, member string) (map[string][]Evidence, error) {
	list, err := evidence.List(r, join(yearKey(c.ID, c.Year), period, member)+"/")
	by := map[string][]Evidence{}
	for _, e := range list {
		by[e.Criterion] = append(by[e.Criterion], e)
	}
	return by, err
}

// lacksEvidence says whether a figure may not be submitted without a file. What
// was not done, does not apply or is not there yet needs none.
func lacksEvidence(k *rules.Criterion, f Figure, files []Evidence) bool {
	if k.Evidence != "required" || len(files) > 0 || f.Draft == nil {
		return false
	}
	return f.Draft.Value.Kind == score.Number || f.Draft.Value.Kind == score.Yes
}
