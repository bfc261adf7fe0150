package workflow

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// States of a covenant.
const (
	CovenantDraft    = "draft"    // targets are being registered
	CovenantOpen     = "open"     // frozen; leaders read and sign
	CovenantComplete = "complete" // every member's leader has signed
)

// A Covenant (giao ước thi đua) is what all leaders sign for a year. Once it is
// open its values and bytes are frozen: what was seen is what is signed.
type Covenant struct {
	Cluster    string         `json:"cluster"`
	Year       int            `json:"year"`
	State      string         `json:"state"`
	Frozen     paper.Covenant `json:"frozen,omitzero"`
	SHA256     string         `json:"sha256,omitempty"` // of the frozen document's bytes, which Paper holds
	OpenedBy   string         `json:"opened_by,omitempty"`
	OpenedAt   time.Time      `json:"opened_at,omitzero"`
	Signatures []Signature    `json:"signatures,omitempty"`
	Refusals   []Refusal      `json:"refusals,omitempty"`
	Final      string         `json:"final,omitempty"` // SHA-256 of the complete document's bytes
}

// A Signature is a leader's confirmation in the chat, by identity and PIN: a
// consent (xác nhận điện tử), not a digital signature.
type Signature struct {
	Member string    `json:"member"`
	Person string    `json:"person"`
	Name   string    `json:"name"`
	At     time.Time `json:"at"`
	Code   string    `json:"code"`
}

// A Refusal is a leader's no, with the reason. It does not close the covenant:
// the head withdraws it, or the leader signs after all.
type Refusal struct {
	Member string    `json:"member"`
	Person string    `json:"person"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// stored is a document that was signed or published: bytes, never drawn again.
type stored struct {
	SHA256 string `json:"sha256"`
	Name   string `json:"name"`
	Bytes  []byte `json:"bytes"`
}

var (
	covenants = storage.Table[Covenant]{Name: "covenants", Key: func(c Covenant) string { return yearKey(c.Cluster, c.Year) }}
	papers    = storage.Table[stored]{Name: "papers", Key: func(p stored) string { return p.SHA256 }}
)

// FindCovenant returns a year's covenant; a draft when nobody has opened it.
func FindCovenant(r storage.Reader, c *rules.Cluster) (Covenant, error) {
	cov, ok, err := covenants.Find(r, yearKey(c.ID, c.Year))
	if !ok {
		cov = Covenant{Cluster: c.ID, Year: c.Year, State: CovenantDraft}
	}
	return cov, err
}

// Paper returns a stored document's bytes by their SHA-256.
func Paper(r storage.Reader, sum string) ([]byte, error) {
	p, err := papers.Get(r, sum)
	return p.Bytes, err
}

func keepPaper(tx storage.Tx, name string, b []byte) (string, error) {
	s := hashOf(b)
	return s, papers.Put(tx, stored{s, name, b})
}

// A Press makes the file of a kind of document from its values (of package
// paper, as JSON): the same values always give the same bytes.
type Press func(kind string, values json.RawMessage) ([]byte, error)

func (p Press) covenant(values paper.Covenant) ([]byte, error) {
	b, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	return p("covenant", b)
}

// OpenCovenant freezes the covenant as it stands and opens it for signing.
func OpenCovenant(tx storage.Tx, act Act, c *rules.Cluster, press Press) (Covenant, error) {
	cov, err := FindCovenant(tx, c)
	if err != nil {
		return cov, err
	}
	if cov.State != CovenantDraft {
		return cov, text.Wrong("covenant.already_open", "year", yearText(c.Year))
	}
	if err := sealed(tx, c, everything); err != nil {
		return cov, err
	}
	if cov.Frozen, err = CovenantPaper(tx, c); err != nil {
		return cov, err
	}
	cov.Frozen.State = CovenantOpen
	b, err := press.covenant(cov.Frozen)
	if err != nil {
		return cov, err
	}
	if cov.SHA256, err = keepPaper(tx, covenantName(c), b); err != nil {
		return cov, err
	}
	cov.State, cov.OpenedBy, cov.OpenedAt, cov.Refusals = CovenantOpen, act.By, act.At.UTC(), nil
	if err := covenants.Put(tx, cov); err != nil {
		return cov, err
	}
	return cov, Log(tx, act, c.ID, Change{What: "covenant.open", Year: c.Year, To: cov.SHA256})
}

// WithdrawCovenant takes an open covenant back to the draft; what was signed on
// it is void. A complete one is not withdrawn.
func WithdrawCovenant(tx storage.Tx, act Act, c *rules.Cluster, reason string) (Covenant, error) {
	cov, err := FindCovenant(tx, c)
	if err != nil {
		return cov, err
	}
	if cov.State != CovenantOpen {
		return cov, text.Wrong("covenant.not_open", "year", yearText(c.Year))
	}
	if err := sealed(tx, c, everything); err != nil {
		return cov, err
	}
	if err := keepWithdrawn(tx, act, cov, reason); err != nil {
		return cov, err
	}
	if err := covenants.Put(tx, Covenant{Cluster: c.ID, Year: c.Year, State: CovenantDraft}); err != nil {
		return cov, err
	}
	return cov, Log(tx, act, c.ID, Change{What: "covenant.withdraw", Year: c.Year, From: cov.SHA256, Reason: reason})
}

// SignCovenant records a leader's confirmation of exactly the bytes with the
// given hash. The last one completes the covenant and stores its final bytes.
func SignCovenant(tx storage.Tx, act Act, c *rules.Cluster, member string, p Person, sum string, press Press) (Covenant, Signature, error) {
	cov, err := FindCovenant(tx, c)
	if err != nil {
		return cov, Signature{}, err
	}
	switch {
	case cov.State == CovenantDraft || cov.State == CovenantOpen && cov.SHA256 != sum:
		return cov, Signature{}, text.Wrong("covenant.changed", "year", yearText(c.Year))
	case cov.Signed(member) != nil:
		return cov, *cov.Signed(member), text.Wrong("covenant.signed_already", "year", yearText(c.Year))
	case !slices.Contains(cov.Waiting(), member):
		return cov, Signature{}, text.Wrong("covenant.no_box", "year", yearText(c.Year))
	}
	if err := sealed(tx, c, everything); err != nil {
		return cov, Signature{}, err
	}
	h := sha256.Sum256([]byte(fmt.Sprintf("%s\n%s\n%s\n%s", cov.SHA256, member, p.ID, act.At.UTC().Format(time.RFC3339))))
	sig := Signature{Member: member, Person: p.ID, Name: p.Name, At: act.At.UTC(), Code: shortCode(h[:])}
	cov.Signatures = append(cov.Signatures, sig)
	cov.Refusals = slices.DeleteFunc(cov.Refusals, func(r Refusal) bool { return r.Member == member })
	if len(cov.Waiting()) == 0 {
		cov.State = CovenantComplete
		b, err := press.covenant(cov.Paper(c))
		if err != nil {
			return cov, sig, err
		}
		if cov.Final, err = keepPaper(tx, covenantName(c), b); err != nil {
			return cov, sig, err
		}
	}
	if err := covenants.Put(tx, cov); err != nil {
		return cov, sig, err
	}
	return cov, sig, Log(tx, act, c.ID, Change{What: "covenant.sign", Year: c.Year, Member: member, From: cov.SHA256, To: sig.Code})
}

// RefuseCovenant records that a leader does not sign, and why.
func RefuseCovenant(tx storage.Tx, act Act, c *rules.Cluster, member string, p Person, reason string) (Covenant, error) {
	cov, err := FindCovenant(tx, c)
	if err != nil {
		return cov, err
	}
	switch {
	case cov.State != CovenantOpen:
		return cov, text.Wrong("covenant.not_open", "year", yearText(c.Year))
	case cov.Signed(member) != nil:
		return cov, text.Wrong("covenant.signed_already", "year", yearText(c.Year))
	case !slices.Contains(cov.Waiting(), member):
		return cov, text.Wrong("covenant.no_box", "year", yearText(c.Year))
	case strings.TrimSpace(reason) == "":
		return cov, text.Wrong("review.reason_needed")
	}
	cov.Refusals = slices.DeleteFunc(cov.Refusals, func(r Refusal) bool { return r.Member == member })
	cov.Refusals = append(cov.Refusals, Refusal{member, p.ID, reason, act.At.UTC()})
	if err := covenants.Put(tx, cov); err != nil {
		return cov, err
	}
	return cov, Log(tx, act, c.ID, Change{What: "covenant.refuse", Year: c.Year, Member: member, Reason: reason})
}

// Signed returns a member's signature, or nil.
func (cov Covenant) Signed(member string) *Signature {
	for i := range cov.Signatures {
		if cov.Signatures[i].Member == member {
			return &cov.Signatures[i]
		}
	}
	return nil
}

// Waiting lists the members that have a box on the frozen covenant and have not
// signed, in the order of the boxes.
func (cov Covenant) Waiting() []string {
	var list []string
	for _, box := range cov.Frozen.Grid {
		if cov.Signed(box.Member) == nil {
			list = append(list, box.Member)
		}
	}
	return list
}

func covenantName(c *rules.Cluster) string { return fmt.Sprintf("giao-uoc-%s-%d.pdf", c.ID, c.Year) }

// CovenantBytes returns the covenant as it stands: drawn while it is a draft,
// the frozen values with the signatures so far while it is open, and the stored
// bytes once it is complete. Name is a file name for it.
func CovenantBytes(r storage.Reader, c *rules.Cluster, press Press) (b []byte, name string, err error) {
	cov, err := FindCovenant(r, c)
	if err != nil {
		return nil, "", err
	}
	switch {
	case cov.State == CovenantComplete:
		b, err = Paper(r, cov.Final)
	case cov.State == CovenantOpen && len(cov.Signatures) == 0:
		b, err = Paper(r, cov.SHA256)
	case cov.State == CovenantOpen:
		b, err = press.covenant(cov.Paper(c))
	default:
		var draft paper.Covenant
		if draft, err = CovenantPaper(r, c); err == nil {
			b, err = press.covenant(draft)
		}
	}
	return b, covenantName(c), err
}
