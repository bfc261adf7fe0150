package authority

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"io"
	"math/big"
	"time"

	"thidua/workflow/signature"
)

// How long certificates hold. A root outlives what it certified, so that a
// covenant can be checked in the archive.
const (
	rootYears = 30
	leafYears = 10
)

// steady signs without chance (RFC 6979), so that the same certificate always
// has the same bytes.
type steady struct{ *ecdsa.PrivateKey }

func (s steady) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return s.PrivateKey.Sign(nil, digest, opts)
}

// certified makes the certificate of key, under that of the root; root nil makes
// the root's own.
func certified(key *ecdsa.PrivateKey, subject pkix.Name, policy string, from time.Time, root *x509.Certificate, rootKey *ecdsa.PrivateKey) (*x509.Certificate, error) {
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return nil, err
	}
	id := sha256.Sum256(public)
	from = from.UTC().Truncate(time.Second)
	t := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(append([]byte{0x40 | id[0]&0x3f}, id[1:16]...)), // positive, 16 bytes, as unlikely to meet again as the key
		Subject:      subject,
		NotBefore:    from.Add(-time.Hour), // clocks of those who check may be behind
		NotAfter:     from.AddDate(leafYears, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		SubjectKeyId: id[:20],

		BasicConstraintsValid: true,
	}
	parent, signer := root, rootKey
	if root == nil {
		parent, signer = t, key
		t.IsCA, t.MaxPathLenZero = true, true
		t.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
		t.NotAfter = from.AddDate(rootYears, 0, 0)
	} else if t.NotAfter.After(root.NotAfter) {
		t.NotAfter = root.NotAfter
	}
	policies := []string{policy}
	if root == nil { // by these its certificates are told from those of others that claim the same
		policies = []string{signature.ChatPolicy, signature.ClusterPolicy}
	}
	for _, p := range policies {
		oid, err := x509.ParseOID(p)
		if err != nil {
			return nil, err
		}
		t.Policies = append(t.Policies, oid)
	}
	der, err := x509.CreateCertificate(nothing{}, t, parent, key.Public(), steady{signer})
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// nothing stands where chance is asked for and none is used.
type nothing struct{}

func (nothing) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

var titleOID = asn1.ObjectIdentifier{2, 5, 4, 12}

// titled is a subject with the title that its person signs as.
func titled(n pkix.Name, title string) pkix.Name {
	if title != "" {
		n.ExtraNames = append(n.ExtraNames, pkix.AttributeTypeAndValue{Type: titleOID, Value: title})
	}
	return n
}
