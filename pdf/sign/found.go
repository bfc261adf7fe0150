package sign

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"
	"time"

	"thidua/pdf/sign/cms"
	"thidua/pdf/sign/syntax"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

// A hole is where a signature stands in the file. It covers all up to end but
// that.
type hole struct {
	at, after, end int
	der            []byte
}

// verify looks at one signature and says which revision it made.
func (h *history) verify(f *slot, roots []*x509.Certificate) (signature.Found, int) {
	found := signature.Found{Field: f.name, Kind: signature.Token, Chain: signature.ChainUnknown, Covers: signature.CoversRevision}
	revision := h.signedIn(f)
	dict, _ := f.value.(syntax.Dict)
	found.Length = h.file.Revisions[revision].End
	found.Reason = said(dict["Reason"])
	found.Signer = said(dict["Name"]) // until a certificate says it
	found.Time = dated(said(dict["M"]))
	if h.shared(revision) {
		found.Why = append(found.Why, text.Say("verify.why.shared"))
		return found, revision
	}
	in, fault := h.hole(dict, revision)
	if fault != nil {
		found.Why = append(found.Why, *fault)
		return found, revision
	}
	if found.Length = in.end; in.end == len(h.file.Bytes) {
		found.Covers = signature.CoversAll
	}
	content := [][]byte{h.file.Bytes[:in.at], h.file.Bytes[in.after:in.end]}
	if dict["SubFilter"] == syntax.Name("ETSI.RFC3161") {
		stamped(&found, in.der, content, roots)
	} else {
		h.signed(&found, dict, in.der, content, roots)
	}
	return found, revision
}

// signed checks a signature.
func (h *history) signed(found *signature.Found, dict syntax.Dict, der []byte, content [][]byte, roots []*x509.Certificate) {
	s, err := cms.Check(der, content...)
	if err != nil {
		found.Why = append(found.Why, fault(err))
		return
	}
	identify(found, s.Certificate)
	found.Kind = h.kind(found.Field, s.Certificate)
	if dict["SubFilter"] == syntax.Name("ETSI.CAdES.detached") && s.Named != cms.NamedV2 {
		found.Why = append(found.Why, text.Say("verify.why.certificate"))
		return
	}
	// What the cluster's certificates sign is written in one way only.
	if !s.Exact && marked(s.Certificate, signature.ChatPolicy, signature.ClusterPolicy) {
		found.Why = append(found.Why, text.Say("verify.why.malformed"))
		return
	}
	found.Valid = true
	if found.Time.IsZero() {
		found.Time = s.Time
	}
	at := found.Time
	if s.Stamp != nil {
		at = s.Stamp.Time
		found.Stamped = at
		if cms.Chain(s.Stamp.Certificate, s.Stamp.Certificates, roots, at) == nil || len(s.Stamp.Loose(roots)) > 0 {
			found.Why = append(found.Why, text.Say("verify.why.stamp_chain"))
		}
	}
	switch {
	case at.IsZero():
		found.Why = append(found.Why, text.Say("verify.why.time"))
	case at.Before(s.Certificate.NotBefore) || at.After(s.Certificate.NotAfter):
		found.Why = append(found.Why, text.Say("verify.why.outside"))
	case cms.Chain(s.Certificate, s.Certificates, roots, at) != nil:
		found.Chain = signature.ChainTrusted
	}
	if len(s.Loose(roots)) > 0 {
		found.Why = append(found.Why, text.Say("verify.why.loose"))
	}
}

// stamped checks a document time stamp.
func stamped(found *signature.Found, der []byte, content [][]byte, roots []*x509.Certificate) {
	found.Kind = signature.TimeStamp
	s, err := cms.Token(der, content...)
	if err != nil {
		found.Why = append(found.Why, fault(err))
		return
	}
	identify(found, s.Certificate)
	found.Valid, found.Time, found.Stamped = true, s.Time, s.Time
	if cms.Chain(s.Certificate, s.Certificates, roots, s.Time) != nil {
		found.Chain = signature.ChainTrusted
	}
	if len(s.Loose(roots)) > 0 {
		found.Why = append(found.Why, text.Say("verify.why.loose"))
	}
}

// identify says whose certificate it is.
func identify(found *signature.Found, c *x509.Certificate) {
	found.Certificate, found.Signer = c, c.Subject.CommonName
	if len(c.Subject.Organization) > 0 {
		found.Agency = c.Subject.Organization[0]
	}
}

// kind is what kind of signature stands in a field.
func (h *history) kind(name string, c *x509.Certificate) string {
	switch {
	case name == "cluster" || marked(c, signature.ClusterPolicy):
		return signature.Cluster
	case strings.HasPrefix(name, "witness-"):
		return signature.Witness
	case marked(c, signature.ChatPolicy):
		return signature.Chat
	}
	return signature.Token
}

// marked says whether a certificate carries one of these policies.
func marked(c *x509.Certificate, policies ...string) bool {
	return slices.ContainsFunc(c.PolicyIdentifiers, func(id asn1.ObjectIdentifier) bool { return slices.Contains(policies, id.String()) })
}

// signedIn is the revision in which a field got its signature.
func (h *history) signedIn(f *slot) int {
	return slices.IndexFunc(h.states, func(s *state) bool { was := s.byName[f.name]; return was != nil && was.signed() })
}

// shared says whether more than one field got a signature in a revision: it can
// only be the same one.
func (h *history) shared(revision int) bool {
	n := 0
	for _, f := range h.states[revision].fields {
		if f.signed() && (revision == 0 || h.states[revision-1].byName[f.name] == nil || !h.states[revision-1].byName[f.name].signed()) {
			n++
		}
	}
	return n > 1
}

// hole reads /ByteRange and /Contents: what is left out must be the one and
// nothing else, and what is covered must be all up to the end of the revision.
func (h *history) hole(dict syntax.Dict, revision int) (in hole, why *text.Notice) {
	refuse := func(key string) (hole, *text.Notice) { n := text.Say(key); return hole{}, &n }
	switch dict["SubFilter"] {
	case syntax.Name("ETSI.CAdES.detached"), syntax.Name("adbe.pkcs7.detached"), syntax.Name("ETSI.RFC3161"):
	case syntax.Name("adbe.pkcs7.sha1"), syntax.Name("adbe.x509.rsa_sha1"):
		return refuse("verify.why.weak")
	default:
		return refuse("verify.why.unsupported")
	}
	r := h.file.Revisions[revision]
	contents, ok := dict["Contents"].(syntax.String)
	ranges, ok2 := dict["ByteRange"].(syntax.Array)
	if !ok || !ok2 || len(ranges) != 4 || contents.At < r.Start || contents.End > r.End {
		return refuse("verify.why.hole")
	}
	in = hole{at: contents.At, after: contents.End, end: r.End}
	if end := ranges[3]; end == syntax.Number(r.Mark-in.after) {
		in.end = r.Mark // a line end may follow
	}
	for i, n := range []int{0, in.at, in.after, in.end - in.after} {
		if ranges[i] != syntax.Number(n) {
			return refuse("verify.why.hole")
		}
	}
	hex := h.file.Bytes[in.at+1 : in.after-1]
	if h.file.Bytes[in.at] != '<' || len(hex) != 2*len(contents.Bytes) || mixed(hex) {
		return refuse("verify.why.hole")
	}
	in.der = []byte(contents.Bytes)
	return in, nil
}

// mixed says whether letters of both cases stand in hexadecimal: a flipped bit
// may change a letter's case.
func mixed(hex []byte) bool {
	return bytes.ContainsAny(hex, "abcdef") && bytes.ContainsAny(hex, "ABCDEF")
}

// said is a text string's text.
func said(v syntax.Value) string {
	s, _ := v.(syntax.String)
	return s.Text()
}

// dated reads a date (ISO 32000-1, 7.9.4); zero: it is none.
func dated(s string) time.Time {
	for _, layout := range []string{"D:20060102150405-07'00'", "D:20060102150405-07'00", "D:20060102150405Z", "D:20060102150405Z00'00'", "D:20060102150405"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}
