package workflow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// A Publication (bản công bố) is what a scored period's result was made known
// with: documents that are kept as bytes and never made again. The head's people
// freeze it (khoá sổ), so that what everybody looks at stands still; another
// person publishes exactly that. Versions count from 1; a later one takes the
// place of the one before, which stays.
type Publication struct {
	Cluster   string    `json:"cluster"`
	Year      int       `json:"year"`
	Period    string    `json:"period"`
	N         int       `json:"n"`
	Note      string    `json:"note,omitempty"` // why there is a version after the first
	Documents []Issued  `json:"documents"`
	SHA256    string    `json:"sha256"` // of Manifest
	Rules     string    `json:"rules"`  // SHA-256 of the cluster file
	FrozenBy  string    `json:"frozen_by"`
	FrozenAt  time.Time `json:"frozen_at"`
	Seq       int64     `json:"seq"` // the log's last line that it knew

	Published *Approval `json:"published,omitempty"` // nil: only frozen
	Chain     string    `json:"chain,omitempty"`     // hash of the log's line that records the publishing
}

// An Issued is one document of a publication.
type Issued struct {
	Kind   string `json:"kind"` // what a Press knows; "json": the ranking for other programs
	Name   string `json:"name"` // file name
	SHA256 string `json:"sha256"`
	Values string `json:"values,omitempty"` // SHA-256 of the values it was made from, which are kept too
	Power  Power  `json:"power,omitempty"`  // what it takes, for the whole cluster, to read it; empty: MaySee
}

var publications = storage.Table[Publication]{Name: "publications", Key: func(p Publication) string {
	return join(yearKey(p.Cluster, p.Year), p.Period, fmt.Sprintf("%04d", p.N))
}}

// Publications returns a period's versions, first one first; the last of them
// may be only frozen.
func Publications(r storage.Reader, c *rules.Cluster, period string) ([]Publication, error) {
	return publications.List(r, join(yearKey(c.ID, c.Year), period)+"/")
}

// Manifest lists the documents as sha256sum does, a line each. Its own SHA-256
// stands for the whole publication.
func (p Publication) Manifest() []byte {
	var b []byte
	for _, d := range p.Documents {
		b = fmt.Appendf(b, "%s  %s\n", d.SHA256, d.Name)
	}
	return b
}

// Document returns the document of a kind, or nil.
func (p Publication) Document(kind string) *Issued {
	if i := slices.IndexFunc(p.Documents, func(d Issued) bool { return d.Kind == kind }); i >= 0 {
		return &p.Documents[i]
	}
	return nil
}

// Latest returns the published version that stands, and the frozen one that
// waits for a second person; nil where there is none.
func Latest(list []Publication) (published, frozen *Publication) {
	for i := range list {
		if list[i].Published != nil {
			published = &list[i]
		} else {
			frozen = &list[i]
		}
	}
	return published, frozen
}

// Freeze closes a period's books (khoá sổ): the documents are made, dated on the
// day of act, and kept; until it is published or reopened nothing changes that
// they follow from. A version after the first says why there is one.
func Freeze(tx storage.Tx, act Act, c *rules.Cluster, period, note string, press Press) (Publication, error) {
	p := Publication{Cluster: c.ID, Year: c.Year, Period: period, N: 1, Rules: c.SHA256, FrozenBy: act.By, FrozenAt: act.At.UTC()}
	if err := permit(tx, act, c, MayFreeze, "", "congbo.not_head"); err != nil {
		return p, err
	}
	list, err := Publications(tx, c, period)
	if err != nil {
		return p, err
	}
	before, frozen := Latest(list)
	if frozen != nil {
		return p, text.Wrong("congbo.frozen_already")
	}
	if before != nil {
		p.N, p.Note = before.N+1, strings.TrimSpace(note)
		if p.Note == "" {
			return p, text.Wrong("congbo.note_needed", "n", itoa(p.N))
		}
	}
	readiness, err := FindReadiness(tx, c, period, act.At)
	if err != nil {
		return p, err
	}
	if n := len(readiness.Obstacles); n > 0 {
		return p, text.Wrong("congbo.not_ready", "n", itoa(n))
	}
	made, err := documents(tx, c, p, before)
	if err != nil {
		return p, err
	}
	for _, d := range made {
		issued, err := d.keep(tx, press)
		if err != nil {
			return p, err
		}
		p.Documents = append(p.Documents, issued)
	}
	p.SHA256 = hashOf(p.Manifest())
	if err := Log(tx, act, c.ID, Change{What: "publication.freeze", Year: c.Year, Period: period, To: p.SHA256, Reason: p.Note}); err != nil {
		return p, err
	}
	head, err := LogHead(tx, c.ID)
	if err != nil {
		return p, err
	}
	p.Seq = head.Seq
	return p, publications.Put(tx, p)
}

// Reopen takes a frozen version back: the period is a draft again.
func Reopen(tx storage.Tx, act Act, c *rules.Cluster, period, reason string) (Publication, error) {
	if err := permit(tx, act, c, MayFreeze, "", "congbo.not_head"); err != nil {
		return Publication{}, err
	}
	p, err := frozenOf(tx, c, period)
	if err != nil {
		return p, err
	}
	if strings.TrimSpace(reason) == "" {
		return p, text.Wrong("review.reason_needed")
	}
	if err := publications.Delete(tx, p); err != nil {
		return p, err
	}
	return p, Log(tx, act, c.ID, Change{What: "publication.reopen", Year: c.Year, Period: period, From: p.SHA256, Reason: reason})
}

// Publish makes the frozen version with the given hash known for good. Whoever
// froze it cannot publish it.
func Publish(tx storage.Tx, act Act, c *rules.Cluster, period, sum string) (Publication, error) {
	if err := permit(tx, act, c, MayPublish, "", "congbo.not_yours"); err != nil {
		return Publication{}, err
	}
	p, err := frozenOf(tx, c, period)
	switch {
	case err != nil:
		return p, err
	case p.SHA256 != sum:
		return p, text.Wrong("congbo.changed")
	case p.FrozenBy == act.By:
		return p, text.Wrong("congbo.second_person")
	}
	p.Published = &Approval{act.By, act.At.UTC()}
	if err := Log(tx, act, c.ID, Change{What: "publication.publish", Year: c.Year, Period: period, To: p.SHA256, Reason: p.Note}); err != nil {
		return p, err
	}
	head, err := LogHead(tx, c.ID)
	if err != nil {
		return p, err
	}
	p.Chain = head.Hash
	return p, publications.Put(tx, p)
}

// frozenOf is the version that waits for a second person.
func frozenOf(r storage.Reader, c *rules.Cluster, period string) (Publication, error) {
	list, err := Publications(r, c, period)
	if err != nil {
		return Publication{}, err
	}
	_, frozen := Latest(list)
	if frozen == nil {
		return Publication{}, text.Wrong("congbo.not_frozen")
	}
	return *frozen, nil
}

// sealed refuses to change what a closed period's result follows from; reads
// says whether the period does follow from it.
func sealed(r storage.Reader, c *rules.Cluster, reads func(closed *rules.Period) bool) error {
	for i := range c.Periods {
		p := &c.Periods[i]
		if !p.Scored || !reads(p) {
			continue
		}
		list, err := Publications(r, c, p.ID)
		if err != nil {
			return err
		}
		if _, frozen := Latest(list); frozen != nil {
			return text.Wrong("congbo.sealed", "period", p.Name)
		}
	}
	return nil
}

// figuresOf reads the figures of a period.
func figuresOf(period string) func(*rules.Period) bool {
	return func(closed *rules.Period) bool { return closed.ID == period }
}

// plansOf reads the plans of a period: its own, and everybody's where they are
// the yearly ones.
func plansOf(c *rules.Cluster, period string) func(*rules.Period) bool {
	return func(closed *rules.Period) bool {
		return closed.ID == period || c.Yearly() != nil && c.Yearly().ID == period
	}
}

// daysOf reads the days on which a period was reported.
func daysOf(c *rules.Cluster, period string) func(*rules.Period) bool {
	return func(closed *rules.Period) bool {
		return closed.ID == period || slices.ContainsFunc(c.Criteria(closed.ID), func(k *rules.Criterion) bool {
			return k.Method.Kind == rules.OnTime && slices.Contains(k.Method.Reports, period)
		})
	}
}

// everything reads the cluster file and the signatures under the covenant.
func everything(*rules.Period) bool { return true }
