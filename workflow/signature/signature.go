// Package signature says what a signature in a paper is: what it is made from,
// and what is found when it is checked. Only values; pdf/sign makes and reads
// them.
package signature

import (
	"crypto"
	"crypto/x509"
	"time"

	"thidua/workflow/text"
)

// A Line is a line of what a signature's box says.
type Line struct {
	Text string `json:"text"`
	Bold bool   `json:"bold,omitempty"`
}

// A Stroke is what one signature is made from. The same stroke on the same file
// gives the same bytes.
type Stroke struct {
	Field   string              // the prepared field that it fills
	Name    string              // who signs; /Name
	Reason  string              // what the signature is; /Reason, "" leaves it out
	Place   string              // where; /Location, "" leaves it out
	At      time.Time           // when, to the second, in the zone that is written; /M
	Box     []Line              // what the visible box says; none leaves it empty
	Red     bool                // frame and letters red, as digital signatures look; else blue, as confirmations do
	Certify bool                // the first signature: afterwards only fields may be filled and signed (DocMDP, P=2)
	Key     crypto.Signer       // ECDSA on P-256, or RSA of 2048 bits or more
	Chain   []*x509.Certificate // leaf first, root last
	Token   []byte              // time stamp (RFC 3161) over what Imprint returned for this stroke; nil: none
}

// A Verdict is what a file's signatures come to.
type Verdict string

const (
	Valid   Verdict = "valid"   // all hold, and their chains are trusted
	Invalid Verdict = "invalid" // one does not hold, or something changed that may not
	Unknown Verdict = "unknown" // nothing speaks against them, and a chain is not known here; or there is no signature
)

// Kinds of signature, as they are told apart in a paper of the cluster.
const (
	Chat    = "chat"    // confirmed in the chat, by a certificate of the cluster's authority
	Token   = "token"   // made outside
	Cluster = "cluster" // the cluster's own: certification, or a signature on paper that was attested
	Witness = "witness"

	TimeStamp = "time-stamp" // of the whole document, by an authority
)

// What a certificate's chain is to whoever checks.
const (
	ChainTrusted = "trusted"
	ChainUnknown = "unknown"
)

// What a signature covers.
const (
	CoversAll      = "all"      // the whole file
	CoversRevision = "revision" // the file as it was then; Found.After says what came later
)

// ChatPolicy is the certificate policy by which the cluster's own authority
// marks certificates that sign after a confirmation in the chat; ClusterPolicy
// marks the cluster's own. They count where the authority above carries them too.
const (
	ChatPolicy    = "1.3.6.1.4.1.58888.5.1"
	ClusterPolicy = "1.3.6.1.4.1.58888.5.2"
)

// A Change is something that was added to a file after a signature.
type Change struct {
	text.Notice      // "verify.change.*"
	Allowed     bool `json:"allowed"` // filling fields and signing is; what changes the pages is not
}

// A Found is a signature that stands in a file.
type Found struct {
	Field       string
	Signer      string    // the certificate's common name
	Agency      string    // the certificate's organization
	Time        time.Time // as the signer claims
	Stamped     time.Time // as a time-stamp authority says; zero: no time stamp
	Kind        string    // Chat …
	Chain       string    // ChainTrusted or ChainUnknown
	Valid       bool      // the bytes are what was signed
	Covers      string    // CoversAll or CoversRevision
	Reason      string    // /Reason
	After       []Change  // what was added after it, oldest first
	Why         []text.Notice
	Length      int // bytes of the revision that it covers
	Certificate *x509.Certificate
}

// A Report is what checking a file comes to. Signatures stand in the order in
// which they were made.
type Report struct {
	Verdict    Verdict
	Signatures []Found
	Unsigned   []Change // what was added after the last signature
	Why        []text.Notice
}
