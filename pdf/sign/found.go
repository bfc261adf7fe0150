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
	found.Kind, _ = kind(found.Field, s.Certificate, nil)
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
	var chain []*x509.Certificate
	switch {
	case at.IsZero():
		found.Why = append(found.Why, text.Say("verify.why.time"))
	case at.Before(s.Certificate.NotBefore) || at.After(s.Certificate.NotAfter):
		found.Why = append(found.Why, text.Say("verify.why.outside"))
	default:
		if chain = cms.Chain(s.Certificate, s.Certificates, roots, at); chain != nil {
			found.Chain = signature.ChainTrusted
		}
	}
	var sure bool
	if found.Kind, sure = kind(found.Field, s.Certificate, chain); !sure {
		found.Why = append(found.Why, text.Say("verify.why.kind"))
	}
	if !signs(s.Certificate) {
		found.Why = append(found.Why, text.Say("verify.why.usage"))
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

// kind is what kind of signature stands in a field. What claims to be the
// cluster's, or confirmed in the chat, surely is only when an authority of a
// cluster stands above it: chain leads to one that is trusted. On an unknown
// chain the claim stands, and is not sure; under another authority it is none.
func kind(field string, leaf *x509.Certificate, chain []*x509.Certificate) (kind string, sure bool) {
	holds := func(policy string) bool {
		return marked(leaf, policy) && !slices.ContainsFunc(chain, func(c *x509.Certificate) bool { return !marked(c, policy) })
	}
	cluster, chat := holds(signature.ClusterPolicy), holds(signature.ChatPolicy)
	claims := field == "cluster" || marked(leaf, signature.ClusterPolicy, signature.ChatPolicy)
	switch {
	case cluster, field == "cluster" && chain == nil:
		return signature.Cluster, chain != nil
	case strings.HasPrefix(field, "witness-"):
		return signature.Witness, !claims || chat && chain != nil
	case chat && field != "cluster":
		return signature.Chat, chain != nil
	}
	return signature.Token, !claims
}

// signs says whether a certificate is meant to sign documents: not an
// authority's, and not kept for servers, time stamps or lists of revoked ones.
// What it does not say is no obstacle.
func signs(c *x509.Certificate) bool {
	other := []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageTimeStamping, x509.ExtKeyUsageOCSPSigning}
	kept := len(c.ExtKeyUsage) > 0 && len(c.UnknownExtKeyUsage) == 0 &&
		!slices.ContainsFunc(c.ExtKeyUsage, func(u x509.ExtKeyUsage) bool { return !slices.Contains(other, u) })
	return !c.IsCA && !kept && (c.KeyUsage == 0 || c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) != 0)
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
	if h.file.Bytes[in.at] != '<' || !plain(hex) {
		return refuse("verify.why.hole")
	}
	in.der = []byte(contents.Bytes)
	return in, nil
}

// plain says whether hexadecimal is whole bytes, nothing between its digits and
// its letters of one case: a flipped bit makes a space of a zero, and an A of an
// a, which says the same.
func plain(hex []byte) bool {
	// What is no digit at all, the reader refuses.
	return len(hex)%2 == 0 && !bytes.ContainsAny(hex, " \t\r\n\f\x00") &&
		(!bytes.ContainsAny(hex, "abcdef") || !bytes.ContainsAny(hex, "ABCDEF"))
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
