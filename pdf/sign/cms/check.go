package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Why a signature is refused. Errors of this package are one of these, wrapped
// with what was seen.
var (
	ErrMalformed   = errors.New("cms: malformed")
	ErrWeak        = errors.New("cms: weak algorithm")            // SHA-1, MD5, short RSA
	ErrUnsupported = errors.New("cms: unsupported algorithm")     // strong perhaps, not known here
	ErrSigners     = errors.New("cms: not exactly one signer")    //
	ErrCertificate = errors.New("cms: not the certificate meant") // missing, or not the one that the signed attributes name
	ErrDigest      = errors.New("cms: the content is another")    // what was signed is not what is here
	ErrSignature   = errors.New("cms: wrong signature")           // the key did not make this value
	ErrUnsigned    = errors.New("cms: something is not signed")   // an unsigned part that nothing vouches for
	ErrPurpose     = errors.New("cms: not a time stamp")          // certificate or token not meant for it
)

// Signed is a sound signature: digest, signature value and what the signed
// attributes say of the certificate agree. Whether its certificate is to be
// trusted is Chain's question.
type Signed struct {
	Certificate  *x509.Certificate   // the signer's
	Certificates []*x509.Certificate // all that came along, the signer's too
	Hash         crypto.Hash
	Time         time.Time // signing-time, as claimed; zero: none, as PAdES asks
	Named        Named
	Stamp        *Stamp // zero: no time stamp
	// Exact says that the bytes are just what Sign makes: none of them could be
	// another without notice. Outside signers write differently.
	Exact bool
	bound []*x509.Certificate // as signing-certificate-v2 names them, signer first
}

// Named says how the signed attributes name the signer's certificate.
type Named string

const (
	NamedNot  Named = ""
	NamedSHA1 Named = "signing-certificate"    // by SHA-1: says little
	NamedV2   Named = "signing-certificate-v2" // by SHA-2, as PAdES asks
)

// maxSize bounds a CMS, in bytes: a signature with its chain and a time stamp
// takes 10 KB.
const maxSize = 1 << 20

// Check reads a detached SignedData and verifies it over content, which may
// come in parts. BER as smart card software writes it is taken as well as DER;
// nothing may follow but zeros, with which the hole of a PDF is filled up.
func Check(der []byte, content ...[]byte) (*Signed, error) {
	strict, err := canonical(der)
	if err != nil {
		return nil, err
	}
	m, err := parse(strict)
	if err != nil {
		return nil, err
	}
	if !m.contentType.Equal(oidData) || m.content != nil {
		return nil, fmt.Errorf("%w: it carries its own content", ErrMalformed)
	}
	digest := sum(m.hash, content...)
	s, err := m.verify(digest)
	if err != nil {
		return nil, err
	}
	if m.token != nil {
		if s.Stamp, err = Token(m.token, m.value); err != nil {
			return nil, fmt.Errorf("time stamp: %w", err)
		}
	}
	s.Exact = bytes.HasPrefix(der, strict) && ours(strict, s, digest, m.value, m.token)
	return s, nil
}

func sum(hash crypto.Hash, content ...[]byte) []byte {
	h := hash.New()
	for _, part := range content {
		h.Write(part)
	}
	return h.Sum(nil)
}

// canonical is the DER of a CMS and of it alone: zeros after it are cut off and
// BER is written as DER.
func canonical(b []byte) ([]byte, error) {
	if len(b) > maxSize {
		return nil, fmt.Errorf("%w: %d bytes", ErrMalformed, len(b))
	}
	der, rest, err := fromBER(b, 0)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimLeft(rest, "\x00")) > 0 {
		return nil, fmt.Errorf("%w: bytes after the end", ErrMalformed)
	}
	return der, nil
}

// A message is what a SignedData of one signer says.
type message struct {
	contentType  asn1.ObjectIdentifier
	content      []byte // nil: detached
	certificates []*x509.Certificate
	signer       *x509.Certificate
	hash         crypto.Hash
	signed       []byte // the signed attributes as a SET, which is what was signed
	attributes   map[string][]byte
	algorithm    algorithm
	value        []byte
	token        []byte
}

// parse reads a SignedData strictly: a byte that is not what RFC 5652 asks at
// its place makes it malformed.
func parse(der []byte) (*message, error) {
	info := read(der).into(tagSequence)
	if !info.oid().Equal(oidSignedData) {
		return nil, fmt.Errorf("%w: no SignedData", ErrMalformed)
	}
	explicit := info.into(tagContext0)
	data := explicit.into(tagSequence)
	if !info.done() || !explicit.done() {
		return nil, fmt.Errorf("%w: ContentInfo", ErrMalformed)
	}
	m := &message{}
	version := data.integer()
	digests := data.into(tagSet)
	encap := data.into(tagSequence)
	m.contentType = encap.oid()
	if encap.has(tagContext0) {
		wrapped := encap.into(tagContext0)
		m.content = wrapped.take(tagOctets).body
		if m.content == nil || !wrapped.done() {
			return nil, fmt.Errorf("%w: content", ErrMalformed)
		}
	}
	if !encap.done() {
		return nil, fmt.Errorf("%w: content", ErrMalformed)
	}
	var certificates *reader
	if data.has(tagContext0) {
		certificates = data.into(tagContext0)
	}
	if data.has(tagContext1) {
		return nil, fmt.Errorf("%w: lists of revoked certificates", ErrUnsigned)
	}
	signers := data.into(tagSet)
	if !data.done() {
		return nil, fmt.Errorf("%w: SignedData", ErrMalformed)
	}
	for certificates != nil && len(certificates.rest) > 0 {
		e := certificates.take(tagSequence)
		c, err := x509.ParseCertificate(e.full)
		if certificates.bad || err != nil {
			return nil, fmt.Errorf("%w: a certificate: %v", ErrMalformed, err)
		}
		if key, ok := c.PublicKey.(*rsa.PublicKey); ok && key.N.BitLen() > maxRSA {
			return nil, fmt.Errorf("%w: RSA of %d bits", ErrUnsupported, key.N.BitLen())
		}
		if !slices.ContainsFunc(m.certificates, c.Equal) {
			m.certificates = append(m.certificates, c)
		}
		if len(m.certificates) > maxCertificates {
			return nil, fmt.Errorf("%w: more than %d certificates", ErrMalformed, maxCertificates)
		}
	}
	signer := signers.into(tagSequence)
	if signers.bad || len(signers.rest) > 0 {
		return nil, ErrSigners
	}
	inner, err := m.signerInfo(signer)
	if err != nil {
		return nil, err
	}
	// RFC 5652, 5.1: 3 when the signer is named by key or the content is not data.
	want := int64(1)
	if inner == 3 || !m.contentType.Equal(oidData) {
		want = 3
	}
	if !version.IsInt64() || version.Int64() != want {
		return nil, fmt.Errorf("%w: version %v", ErrMalformed, version)
	}
	// Exactly the signer's digest algorithm.
	hash, err := digestAlgorithm(digests)
	if err != nil {
		return nil, err
	}
	if !digests.done() || hash != m.hash {
		return nil, fmt.Errorf("%w: digest algorithms", ErrMalformed)
	}
	return m, nil
}

// What bounds the work that a signature may ask for: certificates that it
// brings along, bits of an RSA key.
const (
	maxCertificates = 20
	maxRSA          = 8192
)

// signerInfo reads the one SignerInfo and returns its version.
func (m *message) signerInfo(r *reader) (int64, error) {
	version := r.integer()
	switch {
	case r.has(tagSequence):
		id := r.into(tagSequence)
		issuer := id.take(tagSequence).full
		serial := id.integer()
		if !id.done() || !version.IsInt64() || version.Int64() != 1 {
			return 0, fmt.Errorf("%w: signer", ErrMalformed)
		}
		m.signer = one(m.certificates, func(c *x509.Certificate) bool {
			return bytes.Equal(c.RawIssuer, issuer) && c.SerialNumber.Cmp(serial) == 0
		})
	case r.has(0x80):
		key := r.take(0x80).body
		if !version.IsInt64() || version.Int64() != 3 {
			return 0, fmt.Errorf("%w: signer", ErrMalformed)
		}
		m.signer = one(m.certificates, func(c *x509.Certificate) bool { return len(key) > 0 && bytes.Equal(c.SubjectKeyId, key) })
	default:
		return 0, fmt.Errorf("%w: signer", ErrMalformed)
	}
	var err error
	if m.hash, err = digestAlgorithm(r); err != nil {
		return 0, err
	}
	if !r.has(tagContext0) {
		return 0, fmt.Errorf("%w: no signed attributes", ErrMalformed)
	}
	attrs := r.take(tagContext0)
	m.signed = slices.Concat([]byte{tagSet}, attrs.full[1:])
	if m.attributes, err = attributeSet(attrs.body); err != nil {
		return 0, err
	}
	if m.algorithm, err = signatureAlgorithm(r, m.hash); err != nil {
		return 0, err
	}
	m.value = r.take(tagOctets).body
	if r.has(tagContext1) {
		unsigned, err := attributeSet(r.take(tagContext1).body)
		if err != nil {
			return 0, err
		}
		m.token = unsigned[oidTimeStamp.String()]
		if m.token == nil || len(unsigned) != 1 {
			return 0, fmt.Errorf("%w: unsigned attributes", ErrUnsigned)
		}
	}
	if !r.done() {
		return 0, fmt.Errorf("%w: SignerInfo", ErrMalformed)
	}
	if m.signer == nil {
		return 0, fmt.Errorf("%w: the signer's is not there", ErrCertificate)
	}
	return version.Int64(), nil
}

// one is the only certificate that is meant, or nil.
func one(list []*x509.Certificate, meant func(*x509.Certificate) bool) *x509.Certificate {
	var found *x509.Certificate
	for _, c := range list {
		if meant(c) {
			if found != nil {
				return nil
			}
			found = c
		}
	}
	return found
}

// attributeSet reads attributes of one value each, no two of one kind.
func attributeSet(body []byte) (map[string][]byte, error) {
	set := map[string][]byte{}
	r := read(body)
	for len(r.rest) > 0 {
		a := r.into(tagSequence)
		id := a.oid()
		values := a.into(tagSet)
		value := values.next()
		if !a.done() || !values.done() || set[id.String()] != nil {
			return nil, fmt.Errorf("%w: attribute %v", ErrMalformed, id)
		}
		set[id.String()] = value.full
	}
	if r.bad || len(set) == 0 {
		return nil, fmt.Errorf("%w: attributes", ErrMalformed)
	}
	return set, nil
}

// verify checks the message over content of this digest.
func (m *message) verify(digest []byte) (*Signed, error) {
	kind := read(m.attributes[oidContentType.String()])
	if !kind.oid().Equal(m.contentType) || !kind.done() {
		return nil, fmt.Errorf("%w: content-type", ErrMalformed)
	}
	named := read(m.attributes[oidMessageDigest.String()])
	said := named.take(tagOctets).body
	if !named.done() {
		return nil, fmt.Errorf("%w: message-digest", ErrMalformed)
	}
	if err := m.algorithm.verify(m.signer, m.signed, m.value); err != nil {
		return nil, err
	}
	if !bytes.Equal(said, digest) {
		return nil, ErrDigest
	}
	s := &Signed{Certificate: m.signer, Certificates: m.certificates, Hash: m.hash}
	if err := m.bind(s); err != nil {
		return nil, err
	}
	if value := m.attributes[oidSigningTime.String()]; value != nil {
		if rest, err := asn1.Unmarshal(value, &s.Time); err != nil || len(rest) > 0 {
			return nil, fmt.Errorf("%w: signing-time", ErrMalformed)
		}
	}
	return s, nil
}

// bind compares the certificates with what the signed attributes name. A
// certificate that they do not name must at least be signed by another one that
// is here, or it says nothing and is left out.
func (m *message) bind(s *Signed) error {
	if value := m.attributes[oidSigningCertV2.String()]; value != nil {
		list, err := certificateIDs(value, true)
		if err != nil {
			return err
		}
		for i, id := range list {
			c := one(m.certificates, func(c *x509.Certificate) bool { return bytes.Equal(sum(id.hash, c.Raw), id.sum) })
			if i == 0 && c != m.signer {
				return fmt.Errorf("%w: signing-certificate-v2 names another", ErrCertificate)
			}
			if c == nil {
				return fmt.Errorf("%w: one that signing-certificate-v2 names is not there", ErrCertificate)
			}
			s.bound = append(s.bound, c)
		}
		s.Named = NamedV2
		return nil
	}
	if value := m.attributes[oidSigningCert.String()]; value != nil {
		list, err := certificateIDs(value, false)
		if err != nil {
			return err
		}
		if hash := sha1.Sum(m.signer.Raw); !bytes.Equal(hash[:], list[0].sum) {
			return fmt.Errorf("%w: signing-certificate names another", ErrCertificate)
		}
		s.Named = NamedSHA1
	}
	return nil
}

type certificateID struct {
	hash crypto.Hash
	sum  []byte
}

// certificateIDs reads SigningCertificate (v2) after RFC 5035; the names of
// issuers and the policies in it are signed and add nothing to the hashes.
func certificateIDs(der []byte, v2 bool) ([]certificateID, error) {
	outer := read(der)
	all := outer.into(tagSequence)
	ids := all.into(tagSequence)
	var list []certificateID
	for len(ids.rest) > 0 {
		id := certificateID{hash: crypto.SHA256}
		r := ids.into(tagSequence)
		if v2 && r.has(tagSequence) {
			var err error
			if id.hash, err = digestAlgorithm(r); err != nil {
				return nil, err
			}
		}
		id.sum = r.take(tagOctets).body
		if r.bad {
			ids.bad = true
			break
		}
		list = append(list, id)
		if len(list) > maxCertificates {
			break
		}
	}
	if ids.bad || all.bad || !outer.done() || len(list) == 0 || len(list) > maxCertificates {
		return nil, fmt.Errorf("%w: signing-certificate", ErrMalformed)
	}
	return list, nil
}

// Loose are the certificates that came along although nothing vouches for them:
// the signed attributes do not name them, and neither they themselves nor
// another one that is here or among roots signed them. A bit in them may be any.
func (s *Signed) Loose(roots []*x509.Certificate) []*x509.Certificate {
	var list []*x509.Certificate
	issuers := slices.Concat(s.Certificates, roots)
	for _, c := range s.Certificates {
		if !slices.ContainsFunc(s.bound, c.Equal) && !slices.ContainsFunc(issuers, func(issuer *x509.Certificate) bool {
			return bytes.Equal(c.RawIssuer, issuer.RawSubject) && c.CheckSignatureFrom(issuer) == nil
		}) {
			list = append(list, c)
		}
	}
	return list
}

// Chain is the way from a certificate to one of roots over the others, as it
// held at that moment, leaf first; nil when there is none.
func Chain(leaf *x509.Certificate, others, roots []*x509.Certificate, at time.Time) []*x509.Certificate {
	options := x509.VerifyOptions{
		Roots:         x509.NewCertPool(), // never the machine's own
		Intermediates: x509.NewCertPool(),
		CurrentTime:   at,
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	}
	for _, c := range roots {
		options.Roots.AddCert(c)
	}
	for _, c := range others {
		options.Intermediates.AddCert(c)
	}
	chains, err := leaf.Verify(options)
	if err != nil {
		return nil
	}
	return chains[0]
}

// An algorithm is how a signature value is to be verified.
type algorithm struct {
	hash crypto.Hash
	pss  *rsa.PSSOptions
	ec   bool
}

func (a algorithm) verify(signer *x509.Certificate, signed, value []byte) error {
	digest := sum(a.hash, signed)
	switch key := signer.PublicKey.(type) {
	case *ecdsa.PublicKey:
		if a.ec && ecdsa.VerifyASN1(key, digest, value) {
			return nil
		}
	case *rsa.PublicKey:
		switch {
		case key.N.BitLen() < minRSA:
			return fmt.Errorf("%w: RSA of %d bits", ErrWeak, key.N.BitLen())
		case a.ec:
		case a.pss != nil && rsa.VerifyPSS(key, a.hash, digest, value, a.pss) == nil,
			a.pss == nil && rsa.VerifyPKCS1v15(key, a.hash, digest, value) == nil:
			return nil
		}
	default:
		return fmt.Errorf("%w: a key of type %T", ErrUnsupported, key)
	}
	return ErrSignature
}
