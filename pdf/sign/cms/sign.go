// Package cms makes and checks the signatures that stand in a PDF (ETSI EN 319
// 142-1, baseline B-B and B-T): detached CMS SignedData of one signer after RFC
// 5652, and time stamps after RFC 3161. It knows bytes, keys and certificates,
// no files, clock, chance or network: all functions are pure.
package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
)

var (
	oidData       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidTSTInfo    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}

	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningTime   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5}
	oidSigningCert   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12} // ESSCertID, SHA-1
	oidSigningCertV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidTimeStamp     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}

	oidSHA256          = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384          = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512          = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidSHA1            = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
	oidMD5             = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 5}
	oidRSA             = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidMGF1            = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8}
	oidPSS             = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidSHA256WithRSA   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidSHA384WithRSA   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}
	oidSHA512WithRSA   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}
	oidECPublicKey     = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
	oidECDSAWithSHA256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	oidECDSAWithSHA384 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}
	oidECDSAWithSHA512 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}
)

// Sign makes the DER of a detached SignedData over content whose SHA-256 is
// digest: one signer, content-type, message-digest and signing-certificate-v2
// over the whole chain (leaf first), and no signing-time, which the PDF's /M
// carries. key is ECDSA on P-256 or RSA of 2048 bits or more and belongs to
// chain[0]. token, when not nil, is a time stamp over Value and becomes
// an unsigned attribute. The same arguments give the same bytes.
func Sign(digest []byte, key crypto.Signer, chain []*x509.Certificate, token []byte) ([]byte, error) {
	value, err := Value(digest, key, chain)
	if err != nil {
		return nil, err
	}
	return assemble(digest, chain, value, token), nil
}

// Value is the signature value that Sign puts into its CMS: what a time stamp
// is asked for is the SHA-256 of it.
func Value(digest []byte, key crypto.Signer, chain []*x509.Certificate) ([]byte, error) {
	if len(digest) != sha256.Size {
		return nil, fmt.Errorf("cms: a digest of %d bytes", len(digest))
	}
	if err := fits(key, chain); err != nil {
		return nil, err
	}
	hash := sha256.Sum256(setOf(tagSet, attributes(digest, chain)...))
	// Without chance: RFC 6979 for ECDSA; PKCS #1 v1.5 needs none.
	return key.Sign(nil, hash[:], crypto.SHA256)
}

// Room is how many bytes Sign takes at most with these certificates and a token
// of up to tokenSize bytes (0: none). The hole in the PDF must be sized before
// the digest is known, and be the same when the time stamp is asked for and
// when it is put in.
func Room(chain []*x509.Certificate, tokenSize int) (int, error) {
	if len(chain) == 0 {
		return 0, errors.New("cms: no certificate")
	}
	value := 72 // SEQUENCE of two INTEGERs of 33 bytes
	if key, ok := chain[0].PublicKey.(*rsa.PublicKey); ok {
		value = key.Size()
	}
	var token []byte
	if tokenSize > 0 {
		token = make([]byte, tokenSize)
	}
	return len(assemble(make([]byte, sha256.Size), chain, make([]byte, value), token)), nil
}

// fits says whether key is one that Sign takes and belongs to chain[0].
func fits(key crypto.Signer, chain []*x509.Certificate) error {
	if key == nil || len(chain) == 0 {
		return errors.New("cms: no key or no certificate")
	}
	switch public := key.Public().(type) {
	case *ecdsa.PublicKey:
		if public.Curve != elliptic.P256() {
			return errors.New("cms: an ECDSA key that is not on P-256")
		}
		if !public.Equal(chain[0].PublicKey) {
			return errors.New("cms: the key is not the certificate's")
		}
	case *rsa.PublicKey:
		if public.N.BitLen() < minRSA {
			return fmt.Errorf("cms: an RSA key of %d bits", public.N.BitLen())
		}
		if !public.Equal(chain[0].PublicKey) {
			return errors.New("cms: the key is not the certificate's")
		}
	default:
		return fmt.Errorf("cms: a key of type %T", public)
	}
	return nil
}

// minRSA is the shortest RSA key, in bits, that is taken.
const minRSA = 2048

// attributes are the signed attributes, in no order.
func attributes(digest []byte, chain []*x509.Certificate) [][]byte {
	var ids [][]byte
	for _, c := range chain {
		// SHA-256 is the default and therefore not named.
		hash := sha256.Sum256(c.Raw)
		ids = append(ids, tlv(tagSequence, tlv(tagOctets, hash[:])))
	}
	return [][]byte{
		attribute(oidContentType, oid(oidData)),
		attribute(oidMessageDigest, tlv(tagOctets, digest)),
		attribute(oidSigningCertV2, tlv(tagSequence, tlv(tagSequence, ids...))),
	}
}

func attribute(id asn1.ObjectIdentifier, value []byte) []byte {
	return tlv(tagSequence, oid(id), tlv(tagSet, value))
}

// assemble puts a SignedData together.
func assemble(digest []byte, chain []*x509.Certificate, value, token []byte) []byte {
	leaf := chain[0]
	sha := tlv(tagSequence, oid(oidSHA256))
	algorithm := tlv(tagSequence, oid(oidECDSAWithSHA256))
	if _, ok := leaf.PublicKey.(*rsa.PublicKey); ok {
		algorithm = tlv(tagSequence, oid(oidRSA), tlv(tagNull))
	}
	signer := [][]byte{
		integer(1),
		tlv(tagSequence, leaf.RawIssuer, bigInteger(leaf.SerialNumber)),
		sha,
		setOf(tagContext0, attributes(digest, chain)...),
		algorithm,
		tlv(tagOctets, value),
	}
	if token != nil {
		signer = append(signer, setOf(tagContext1, attribute(oidTimeStamp, token)))
	}
	var certificates [][]byte
	for _, c := range chain {
		certificates = append(certificates, c.Raw)
	}
	return tlv(tagSequence, oid(oidSignedData), tlv(tagContext0, tlv(tagSequence,
		integer(1),
		tlv(tagSet, sha),
		tlv(tagSequence, oid(oidData)),
		setOf(tagContext0, certificates...),
		tlv(tagSet, tlv(tagSequence, signer...)),
	)))
}

// ours says whether der is byte for byte what Sign makes of what was read from
// it: then it holds no bit that is neither signed nor bound by a hash, but for
// what stands inside the token.
func ours(der []byte, s *Signed, digest, value, token []byte) bool {
	return len(s.bound) > 0 && bytes.Equal(der, assemble(digest, s.bound, value, token))
}
