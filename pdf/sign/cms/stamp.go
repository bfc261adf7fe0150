package cms

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"
)

// Stamp is a sound time stamp: a token after RFC 3161, signed by a certificate
// that is meant for nothing else, over what it was compared with.
type Stamp struct {
	Time         time.Time
	Certificate  *x509.Certificate // the authority's
	Certificates []*x509.Certificate
	nonce        *big.Int // nil: none
	signed       *Signed
}

// Loose are the certificates in the token that nothing vouches for, as
// Signed.Loose.
func (s *Stamp) Loose(roots []*x509.Certificate) []*x509.Certificate { return s.signed.Loose(roots) }

// ErrNoStamp means that the authority answered and gave no time stamp.
var ErrNoStamp = errors.New("cms: the authority gave no time stamp")

// Request makes the TimeStampReq for an imprint, a SHA-256. The nonce binds the
// answer to it; the authority is asked to send its certificates along.
func Request(imprint []byte, nonce *big.Int) ([]byte, error) {
	if len(imprint) != sha256.Size || nonce == nil || nonce.Sign() < 0 {
		return nil, errors.New("cms: not an imprint and a nonce")
	}
	return tlv(tagSequence,
		integer(1),
		tlv(tagSequence, tlv(tagSequence, oid(oidSHA256), tlv(tagNull)), tlv(tagOctets, imprint)),
		bigInteger(nonce),
		tlv(tagBoolean, []byte{0xff}),
	), nil
}

// Response reads the TimeStampResp to Request and returns the token, checked:
// its signature, its purpose, the imprint and the nonce. ErrNoStamp when the
// authority refuses.
func Response(resp, imprint []byte, nonce *big.Int) ([]byte, error) {
	der, err := canonical(resp)
	if err != nil {
		return nil, err
	}
	outer := read(der).into(tagSequence)
	status := outer.into(tagSequence)
	// 0 granted, 1 granted with modifications; text and failure may follow.
	code := status.integer()
	if outer.bad || status.bad {
		return nil, fmt.Errorf("%w: TimeStampResp", ErrMalformed)
	}
	if !code.IsInt64() || code.Int64() < 0 || code.Int64() > 1 {
		return nil, fmt.Errorf("%w: status %v", ErrNoStamp, code)
	}
	token := outer.take(tagSequence).full
	if !outer.done() {
		return nil, fmt.Errorf("%w: TimeStampResp", ErrMalformed)
	}
	stamp, err := checkToken(token, func(hash crypto.Hash) []byte {
		if hash == crypto.SHA256 {
			return imprint
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if stamp.nonce == nil || stamp.nonce.Cmp(nonce) != 0 {
		return nil, fmt.Errorf("%w: the answer to another request", ErrDigest)
	}
	return bytes.Clone(token), nil
}

// Token checks a time stamp over content, which may come in parts: for a
// signature the signature value, for a document time stamp what it covers.
func Token(der []byte, content ...[]byte) (*Stamp, error) {
	strict, err := canonical(der)
	if err != nil {
		return nil, err
	}
	return checkToken(strict, func(hash crypto.Hash) []byte { return sum(hash, content...) })
}

func checkToken(der []byte, imprint func(crypto.Hash) []byte) (*Stamp, error) {
	m, err := parse(der)
	if err != nil {
		return nil, err
	}
	if !m.contentType.Equal(oidTSTInfo) || m.content == nil {
		return nil, fmt.Errorf("%w: no TSTInfo", ErrPurpose)
	}
	if m.token != nil {
		return nil, fmt.Errorf("%w: a time stamp on a time stamp", ErrUnsigned)
	}
	s, err := m.verify(sum(m.hash, m.content))
	if err != nil {
		return nil, err
	}
	if s.Named == NamedNot {
		return nil, fmt.Errorf("%w: the token names none", ErrCertificate)
	}
	if !stampsOnly(s.Certificate) {
		return nil, fmt.Errorf("%w: the certificate is not for time stamps alone", ErrPurpose)
	}
	stamp := &Stamp{Certificate: s.Certificate, Certificates: s.Certificates, signed: s}
	if err := stamp.info(m.content, imprint); err != nil {
		return nil, err
	}
	return stamp, nil
}

// info reads the TSTInfo.
func (s *Stamp) info(der []byte, imprint func(crypto.Hash) []byte) error {
	outer := read(der)
	r := outer.into(tagSequence)
	if !r.is(1) {
		return fmt.Errorf("%w: TSTInfo version", ErrMalformed)
	}
	r.oid() // the authority's policy
	wrapped := r.into(tagSequence)
	hash, err := digestAlgorithm(wrapped)
	if err != nil {
		return err
	}
	said := wrapped.take(tagOctets).body
	if !wrapped.done() {
		return fmt.Errorf("%w: message imprint", ErrMalformed)
	}
	r.integer() // its serial number
	when := r.take(tagGeneralTime)
	if s.Time, err = time.Parse("20060102150405Z", string(dropFraction(when.body))); r.bad || err != nil {
		return fmt.Errorf("%w: time of the time stamp", ErrMalformed)
	}
	if r.has(tagSequence) {
		r.next() // accuracy
	}
	if r.has(tagBoolean) {
		r.next() // ordering
	}
	if r.has(tagInteger) {
		s.nonce = r.integer()
	}
	if r.has(tagContext0) {
		r.next() // the authority's name
	}
	if !r.done() || !outer.done() {
		return fmt.Errorf("%w: TSTInfo", ErrMalformed)
	}
	if want := imprint(hash); want == nil || !bytes.Equal(said, want) {
		return ErrDigest
	}
	return nil
}

// dropFraction leaves the fraction of a second away.
func dropFraction(t []byte) []byte {
	if i := bytes.IndexByte(t, '.'); i >= 0 && len(t) > 0 && t[len(t)-1] == 'Z' {
		return append(bytes.Clone(t[:i]), 'Z')
	}
	return t
}

var oidExtKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 37}

// stampsOnly says whether a certificate's extended key usage is timeStamping,
// that alone, and critical (RFC 3161, 2.3).
func stampsOnly(c *x509.Certificate) bool {
	return slices.Equal(c.ExtKeyUsage, []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}) && len(c.UnknownExtKeyUsage) == 0 &&
		slices.ContainsFunc(c.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oidExtKeyUsage) && e.Critical })
}
