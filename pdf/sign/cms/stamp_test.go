package cms_test

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
	"testing"
	"time"

	"thidua/pdf/sign/cms"
)

// An authority stamps by openssl in its own folder.
type authority struct {
	person
	dir string
}

const tsa = `[tsa]
default_tsa = a
[a]
serial = serial
default_policy = 1.2.3.4
digests = sha256, sha512
signer_digest = %s
ess_cert_id_alg = %s
`

// newAuthority is a time stamp authority whose certificate change may spoil.
func newAuthority(t *testing.T, digest, ess string, change func(*x509.Certificate)) authority {
	t.Helper()
	root := issue(t, person{}, "Gốc dấu thời gian", newKey(t, "ec"), func(c *x509.Certificate) { c.NotAfter = time.Now().AddDate(2, 0, 0) })
	p := issue(t, root, "Dấu thời gian", newKey(t, "rsa"), func(c *x509.Certificate) {
		c.NotBefore, c.NotAfter, c.KeyUsage = noon, time.Now().AddDate(1, 0, 0), x509.KeyUsageDigitalSignature
		c.ExtraExtensions = append(c.ExtraExtensions, stampUsage(true))
		if change != nil {
			change(c)
		}
	})
	a := authority{p, t.TempDir()}
	files(t, a.dir, "tsa", p)
	write(t, a.dir, "serial", []byte("01"))
	write(t, a.dir, "tsa.cnf", fmt.Appendf(nil, tsa, digest, ess))
	return a
}

// answer is what the authority answers to a request.
func (a authority) answer(t *testing.T, request []byte) []byte {
	t.Helper()
	write(t, a.dir, "tsq", request)
	openssl(t, a.dir, "ts", "-reply", "-config", "tsa.cnf", "-section", "a", "-queryfile", "tsq", "-out", "tsr",
		"-signer", "tsa.crt", "-inkey", "tsa.key", "-chain", "tsa.root")
	return readFile(t, a.dir, "tsr")
}

func TestTimeStamp(t *testing.T) {
	p := people()["ec"]
	a := newAuthority(t, "sha256", "sha256", nil)
	digest := sha256.Sum256(content)
	value, err := cms.Value(digest[:], p.key, p.chain)
	if err != nil {
		t.Fatal(err)
	}
	imprint, nonce := sha256.Sum256(value), big.NewInt(2017)
	request, err := cms.Request(imprint[:], nonce)
	if err != nil {
		t.Fatal(err)
	}
	before := time.Now().Add(-2 * time.Second)
	response := a.answer(t, request)
	token, err := cms.Response(response, imprint[:], nonce)
	if err != nil {
		t.Fatal(err)
	}
	der, err := cms.Sign(digest[:], p.key, p.chain, token)
	if err != nil {
		t.Fatal(err)
	}
	s, err := cms.Check(der, content)
	if err != nil {
		t.Fatal(err)
	}
	if s.Stamp == nil || !s.Exact || s.Stamp.Time.Before(before) || s.Stamp.Time.After(time.Now().Add(2*time.Second)) ||
		!s.Stamp.Certificate.Equal(a.chain[0]) || len(s.Stamp.Loose(nil)) > 0 {
		t.Fatalf("%+v, stamp %+v", s, s.Stamp)
	}
	if cms.Chain(s.Stamp.Certificate, s.Stamp.Certificates, a.root(), s.Stamp.Time) == nil {
		t.Error("no chain to the authority's root")
	}
	step := 1
	if testing.Short() {
		step = 31
	}
	for i := 0; i < len(der)*8; i += step {
		flipped := bytes.Clone(der)
		flipped[i/8] ^= 1 << (i % 8)
		if s, err := cms.Check(flipped, content); err == nil && s.Exact && len(s.Stamp.Loose(nil)) == 0 {
			t.Errorf("bit %d of byte %d is not missed", i%8, i/8)
		}
	}

	// Stamps of something else are none.
	other := sha256.Sum256([]byte("khác"))
	if _, err := cms.Response(response, other[:], nonce); !errors.Is(err, cms.ErrDigest) {
		t.Errorf("another imprint: %v", err)
	}
	if _, err := cms.Response(response, imprint[:], big.NewInt(1)); !errors.Is(err, cms.ErrDigest) {
		t.Errorf("another nonce: %v", err)
	}
	moved := sha256.Sum256([]byte("khác"))
	if der, err = cms.Sign(moved[:], p.key, p.chain, token); err != nil {
		t.Fatal(err)
	}
	if _, err := cms.Check(der, []byte("khác")); !errors.Is(err, cms.ErrDigest) {
		t.Errorf("a stamp of another signature: %v", err)
	}
	if _, err := cms.Token(der, value); !errors.Is(err, cms.ErrPurpose) {
		t.Errorf("a signature as a token: %v", err)
	}
	if _, err := cms.Check(token, content); !errors.Is(err, cms.ErrMalformed) {
		t.Errorf("a token as a signature: %v", err)
	}
	openssl(t, a.dir, "ts", "-verify", "-queryfile", "tsq", "-in", "tsr", "-CAfile", "tsa.root")
}

func TestTimeStampOfOtherKinds(t *testing.T) {
	imprint, nonce := sha256.Sum256(content), big.NewInt(1)
	request, err := cms.Request(imprint[:], nonce)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		digest, ess string
		fault       error
	}{
		"named by SHA-1":    {"sha256", "sha1", nil},
		"signed SHA-512":    {"sha512", "sha512", nil},
		"signed with SHA-1": {"sha1", "sha256", cms.ErrWeak},
	} {
		a := newAuthority(t, c.digest, c.ess, nil)
		if _, err := cms.Response(a.answer(t, request), imprint[:], nonce); !errors.Is(err, c.fault) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// What is refused, and an answer that is none.
	a := newAuthority(t, "sha256", "sha256", nil)
	bad := bytes.Replace(request, []byte{2, 1}, []byte{2, 3}, 1) // SHA-512 of 32 bytes
	if _, err := cms.Response(a.answer(t, bytes.Replace(bad, []byte{3, 4, 2, 1}, []byte{3, 4, 2, 3}, 1)), imprint[:], nonce); !errors.Is(err, cms.ErrNoStamp) {
		t.Errorf("a refusal: %v", err)
	}
	if _, err := cms.Response([]byte("<html>"), imprint[:], nonce); !errors.Is(err, cms.ErrMalformed) {
		t.Errorf("no answer: %v", err)
	}
}

// A signing key is no time stamp authority, nor is one that may do both.
func TestTimeStampByACertificateForMore(t *testing.T) {
	imprint := sha256.Sum256(content)
	for name, change := range map[string]func(*x509.Certificate){
		"not critical": func(c *x509.Certificate) { c.ExtraExtensions[0].Critical = false },
		"for anything": func(c *x509.Certificate) { c.ExtraExtensions = nil },
		"for more": func(c *x509.Certificate) {
			c.ExtraExtensions = nil
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping, x509.ExtKeyUsageEmailProtection}
		},
	} {
		p := newAuthority(t, "sha256", "sha256", change).person
		if _, err := cms.Token(selfMade(t, p, imprint[:]), content); !errors.Is(err, cms.ErrPurpose) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := newAuthority(t, "sha256", "sha256", nil).person
	if s, err := cms.Token(selfMade(t, p, imprint[:]), content); err != nil || !s.Time.Equal(noon) {
		t.Errorf("a sound one: %+v, %v", s, err)
	}
}

func stampUsage(critical bool) pkix.Extension {
	der, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err != nil {
		panic(err)
	}
	return pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: critical, Value: der}
}

// selfMade is a token at noon as no honest authority would make it: openssl
// refuses to sign with certificates that are not meant for it.
func selfMade(t *testing.T, p person, imprint []byte) []byte {
	t.Helper()
	id := func(n ...int) []byte {
		der, err := asn1.Marshal(asn1.ObjectIdentifier(n))
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	number := func(n int64) []byte { return cms.TLV(2, []byte{byte(n)}) }
	seq := func(parts ...[]byte) []byte { return cms.TLV(0x30, parts...) }
	sha := seq(id(2, 16, 840, 1, 101, 3, 4, 2, 1))
	kind := id(1, 2, 840, 113549, 1, 9, 16, 1, 4)
	info := seq(number(1), id(1, 2, 3, 4), seq(sha, cms.TLV(4, imprint)), number(7), cms.TLV(0x18, []byte("20170301120000.5Z")))
	infoSum, leafSum := sha256.Sum256(info), sha256.Sum256(p.chain[0].Raw)
	attributes := [][]byte{
		seq(id(1, 2, 840, 113549, 1, 9, 3), cms.TLV(0x31, kind)),
		seq(id(1, 2, 840, 113549, 1, 9, 4), cms.TLV(0x31, cms.TLV(4, infoSum[:]))),
		seq(id(1, 2, 840, 113549, 1, 9, 16, 2, 47), cms.TLV(0x31, seq(seq(seq(cms.TLV(4, leafSum[:])))))),
	}
	hash := sha256.Sum256(cms.SetOf(0x31, attributes...))
	value, err := p.key.Sign(nil, hash[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	serial, err := asn1.Marshal(p.chain[0].SerialNumber)
	if err != nil {
		t.Fatal(err)
	}
	return seq(id(1, 2, 840, 113549, 1, 7, 2), cms.TLV(0xa0, seq(
		number(3), cms.TLV(0x31, sha), seq(kind, cms.TLV(0xa0, cms.TLV(4, info))),
		cms.TLV(0xa0, p.chain[0].Raw),
		cms.TLV(0x31, seq(number(1), seq(p.chain[0].RawIssuer, serial), sha, cms.SetOf(0xa0, attributes...),
			seq(id(1, 2, 840, 113549, 1, 1, 1)), cms.TLV(4, value))))))
}
