package workflow

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"thidua/storage"
	"thidua/workflow/ceremony"
	"thidua/workflow/paper"
	"thidua/workflow/rules"
	"thidua/workflow/text"
)

// States of a covenant.
const (
	CovenantDraft     = "draft"            // targets are being registered
	CovenantOpen      = ceremony.Open      // frozen; read and signed
	CovenantExpired   = ceremony.Expired   // the time to sign is over; extended or withdrawn
	CovenantComplete  = ceremony.Complete  // every signature that it needs
	CovenantWithdrawn = ceremony.Withdrawn // void; kept to be found
)

// A Covenant (giao ước thi đua) is what all leaders sign for a year; No from 1 is
// an amendment (phụ lục) to it. Once it is open its values are frozen, and every
// later file begins with exactly the bytes that were frozen.
type Covenant struct {
	Cluster   string            `json:"cluster"`
	Year      int               `json:"year"`
	No        int               `json:"no,omitempty"`
	State     string            `json:"state"`
	Frozen    paper.Covenant    `json:"frozen,omitzero"`
	Code      string            `json:"code,omitempty"`    // mã tra cứu: "GU-2017-7F3K-92QD"
	SHA256    string            `json:"sha256,omitempty"`  // of the frozen bytes, certified by the cluster
	Current   string            `json:"current,omitempty"` // of the newest bytes; empty: a paper without fields, which is drawn
	Rules     string            `json:"rules_sha256,omitempty"`
	Targets   string            `json:"targets_sha256,omitempty"` // of the targets' listing
	Ceremony  ceremony.Ceremony `json:"ceremony,omitzero"`
	OpenedBy  string            `json:"opened_by,omitempty"`
	OpenedAt  time.Time         `json:"opened_at,omitzero"`
	EndedAt   time.Time         `json:"ended_at,omitzero"`   // complete or withdrawn
	Withdrawn string            `json:"withdrawn,omitempty"` // why
	Imprint   []byte            `json:"imprint,omitempty"`   // for which a time stamp was asked and has not come
	Stamped   bool              `json:"stamped,omitempty"`   // the complete file bears a time stamp
	Changes   []TargetChange    `json:"changes,omitempty"`   // of an amendment: they hold once it is complete

	// While the complete file lacks its time stamp: how often one was asked for,
	// and when it is asked for again.
	StampTries int       `json:"stamp_tries,omitempty"`
	StampNext  time.Time `json:"stamp_next,omitzero"`

	// Both follow from the ceremony: of the leaders, in the order in which they
	// signed, and of whoever declines now.
	Signatures []Signature `json:"signatures,omitempty"`
	Refusals   []Refusal   `json:"refusals,omitempty"`
	Final      string      `json:"final,omitempty"` // SHA-256 of the complete document's bytes
}

// A Signature is a leader's, given in the chat by identity and PIN (a consent,
// xác nhận điện tử, not a digital signature), by token, or with a pen.
type Signature struct {
	Member string    `json:"member"`
	Person string    `json:"person"`
	Name   string    `json:"name"`
	At     time.Time `json:"at"`
	Code   string    `json:"code"`
	Way    string    `json:"way,omitempty"` // ceremony.Chat …; of old ones empty: in the chat
}

// A Refusal is a leader's no, with the reason. It does not close the covenant:
// the head withdraws it or names another signer, or the leader signs after all.
type Refusal struct {
	Member string    `json:"member"`
	Person string    `json:"person"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

var (
	covenants = storage.Table[Covenant]{Name: "covenants", Key: func(c Covenant) string {
		if c.No == 0 {
			return yearKey(c.Cluster, c.Year)
		}
		return join(yearKey(c.Cluster, c.Year), fmt.Sprintf("%02d", c.No))
	}}
	withdrawnCovenants = storage.Table[Covenant]{Name: "withdrawn", Key: func(c Covenant) string {
		return join(yearKey(c.Cluster, c.Year), fmt.Sprintf("%02d", c.No), c.SHA256)
	}}
)

// FindCovenant returns a year's covenant; a draft when nobody has opened it.
func FindCovenant(r storage.Reader, c *rules.Cluster) (Covenant, error) { return CovenantNo(r, c, 0) }

// CovenantNo is the covenant (0) or one of its amendments; a draft when nobody
// has opened it.
func CovenantNo(r storage.Reader, c *rules.Cluster, no int) (Covenant, error) {
	cov := Covenant{Cluster: c.ID, Year: c.Year, No: no, State: CovenantDraft}
	kept, ok, err := covenants.Find(r, covenants.Key(cov))
	if ok {
		cov = kept
		cov.old(c)
	}
	return cov, err
}

// Covenants are a year's covenant and its amendments that were opened, in order.
func Covenants(r storage.Reader, c *rules.Cluster) ([]Covenant, error) {
	list, err := covenants.List(r, yearKey(c.ID, c.Year))
	list = slices.DeleteFunc(list, func(cov Covenant) bool { return cov.State == CovenantDraft })
	for i := range list {
		list[i].old(c)
	}
	return list, err
}

// WithdrawnCovenants are those of a year that became void; their bytes stay.
func WithdrawnCovenants(r storage.Reader, c *rules.Cluster) ([]Covenant, error) {
	return withdrawnCovenants.List(r, yearKey(c.ID, c.Year)+"/")
}

// save keeps what a ceremony has come to; act is the moment it came to it.
func (cov *Covenant) save(tx storage.Tx, act Act) error {
	cov.Signatures, cov.Refusals = nil, nil
	for _, p := range cov.Ceremony.Places {
		switch {
		case p.Seal || p.Stage == ceremony.Witnesses:
		case p.State == ceremony.Signed:
			cov.Signatures = append(cov.Signatures, Signature{p.Member, p.Person, p.Name, p.At, p.Code, p.Way})
		case p.State == ceremony.Declined:
			cov.Refusals = append(cov.Refusals, Refusal{p.Member, p.Person, p.Reason, p.At})
		}
	}
	slices.SortStableFunc(cov.Signatures, func(a, b Signature) int { return a.At.Compare(b.At) })
	if cov.State = cov.Ceremony.State; cov.State == CovenantComplete {
		if cov.Current != "" {
			cov.Final = cov.Current
		}
		if cov.EndedAt.IsZero() {
			cov.EndedAt = act.At.UTC()
		}
	}
	return covenants.Put(tx, *cov)
}

// OpenCovenant freezes the covenant as it stands, certifies it, and opens it for
// signing.
func OpenCovenant(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery) (Covenant, error) {
	cov, err := FindCovenant(tx, c)
	if err != nil {
		return cov, err
	}
	if cov.State != CovenantDraft {
		return cov, text.Wrong("covenant.already_open", "year", yearText(c.Year))
	}
	if cov.Frozen, err = CovenantPaper(tx, c); err != nil {
		return cov, err
	}
	if err := agreed(tx, c, act.At, cov.Frozen); err != nil {
		return cov, err
	}
	return cov, cov.open(tx, act, c, ch, "covenant", nil)
}

// open freezes the values that cov has, as a document of the kind; values, where
// they are not nil, are what is printed in their place.
func (cov *Covenant) open(tx storage.Tx, act Act, c *rules.Cluster, ch Chancery, kind string, values any) error {
	if err := sealed(tx, c, everything); err != nil {
		return err
	}
	cov.Code, cov.Rules, cov.Targets = covenantCode(ch.Key, act, c, cov.No), cov.Frozen.RulesSHA256, cov.Frozen.TargetsSHA256
	cov.Frozen.State = CovenantOpen
	if ch.Notary != nil {
		f := &cov.Frozen
		f.Code, f.Public = cov.Code, ch.Public
		f.Ways, f.Seals, f.Stamps = c.Signing, c.Covenant.Seals, ch.Stamps
	}
	cov.Ceremony = ceremonyOf(c, cov.Frozen, ch.Notary != nil)
	if cov.No > 0 && !cov.Ceremony.Until.After(act.At) { // the day was the covenant's
		cov.Ceremony.Until = time.Time{}
	}
	if values == nil {
		values = cov.Frozen
	}
	b, err := json.Marshal(values)
	if err != nil {
		return err
	}
	if b, err = ch.Press(kind, b); err != nil {
		return err
	}
	if ch.Notary != nil {
		if b, err = ch.certify(tx, act, c, b); err != nil {
			return err
		}
	}
	if cov.SHA256, err = keepPaper(tx, covenantName(c, cov.No), b); err != nil {
		return err
	}
	if ch.Notary != nil {
		cov.Current = cov.SHA256
	}
	cov.OpenedBy, cov.OpenedAt = act.By, act.At.UTC()
	if err := cov.save(tx, act); err != nil {
		return err
	}
	return Log(tx, act, c.ID, Change{What: "covenant.open", Year: c.Year, To: cov.SHA256})
}

// covenantCode is what a document is looked up by: it cannot be guessed, and the
// same event gives the same.
func covenantCode(key []byte, act Act, c *rules.Cluster, no int) string {
	mark := "GU"
	if no > 0 {
		mark = "PL"
	}
	h := hmac.New(sha256.New, key)
	fmt.Fprintf(h, "covenant code\n%s\n%d\n%d\n%s\n%d", c.ID, c.Year, no, act.Event, act.At.Unix())
	return fmt.Sprintf("%s-%d-%s", mark, c.Year, shortCode(h.Sum(nil)))
}

// WithdrawCovenant takes an open or expired covenant back to the draft; what was
// signed on it is void, and stays to be found. A complete one is not withdrawn.
func WithdrawCovenant(tx storage.Tx, act Act, c *rules.Cluster, no int, reason string) (Covenant, error) {
	cov, err := CovenantNo(tx, c, no)
	if err != nil {
		return cov, err
	}
	if cov.State != CovenantOpen && cov.State != CovenantExpired {
		return cov, text.Wrong("covenant.not_open", "year", yearText(c.Year))
	}
	if err := sealed(tx, c, everything); err != nil {
		return cov, err
	}
	if err := cov.Ceremony.Withdraw(act.At); err != nil {
		return cov, err
	}
	void := cov
	void.State, void.EndedAt, void.Withdrawn = CovenantWithdrawn, act.At.UTC(), reason
	if err := withdrawnCovenants.Put(tx, void); err != nil {
		return cov, err
	}
	if err := covenants.Put(tx, Covenant{Cluster: c.ID, Year: c.Year, No: no, State: CovenantDraft}); err != nil {
		return cov, err
	}
	return cov, Log(tx, act, c.ID, Change{What: "covenant.withdraw", Year: c.Year, From: cov.SHA256, Reason: reason})
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
