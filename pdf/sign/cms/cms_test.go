package cms_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"thidua/pdf/sign/cms"
)

var noon = time.Date(2017, 3, 1, 12, 0, 0, 0, time.UTC)

// A person holds a key and a certificate with its chain up to the root.
type person struct {
	key   crypto.Signer
	chain []*x509.Certificate
}

func (p person) root() []*x509.Certificate { return p.chain[len(p.chain)-1:] }

func newKey(t testing.TB, kind string) crypto.Signer {
	t.Helper()
	var key crypto.Signer
	var err error
	if kind == "rsa" {
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	} else {
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// issue makes a certificate under issuer, or a root when that has no key.
func issue(t testing.TB, issuer person, name string, key crypto.Signer, change func(*x509.Certificate)) person {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes([]byte(name)), Subject: pkix.Name{CommonName: name},
		NotBefore: noon.AddDate(-1, 0, 0), NotAfter: noon.AddDate(2, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, SubjectKeyId: []byte(name),
	}
	parent, signer := template, key
	if issuer.key != nil {
		parent, signer = issuer.chain[0], issuer.key
	} else {
		template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
	}
	if change != nil {
		change(template)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return person{key, append([]*x509.Certificate{c}, issuer.chain...)}
}

var people = sync.OnceValue(func() map[string]person {
	t := &testing.T{}
	root := issue(t, person{}, "Cụm", newKey(t, "ec"), nil)
	return map[string]person{
		"ec":  issue(t, root, "Bà Lê Thị B", newKey(t, "ec"), nil),
		"rsa": issue(t, root, "Ông Trần Văn A", newKey(t, "rsa"), nil),
	}
})

var content = []byte("Giao ước thi đua năm 2017")

func sign(t testing.TB, p person) []byte {
	t.Helper()
	digest := sha256.Sum256(content)
	der, err := cms.Sign(digest[:], p.key, p.chain, nil)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestSignAndCheck(t *testing.T) {
	for kind, p := range people() {
		der := sign(t, p)
		if !bytes.Equal(der, sign(t, p)) {
			t.Errorf("%s: two signatures of one content differ", kind)
		}
		room, err := cms.Room(p.chain, 0)
		if err != nil || len(der) > room || len(der) < room-8 {
			t.Errorf("%s: %d bytes in room for %d (%v)", kind, len(der), room, err)
		}
		s, err := cms.Check(append(der, make([]byte, 5)...), content[:7], content[7:])
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if !s.Certificate.Equal(p.chain[0]) || !s.Exact || s.Named != cms.NamedV2 || !s.Time.IsZero() || s.Stamp != nil || len(s.Loose(nil)) > 0 {
			t.Errorf("%s: %+v", kind, s)
		}
		if _, err := cms.Check(der, content, []byte(".")); !errors.Is(err, cms.ErrDigest) {
			t.Errorf("%s, another content: %v", kind, err)
		}
		if chain := cms.Chain(s.Certificate, s.Certificates, p.root(), noon); len(chain) != 2 {
			t.Errorf("%s: chain of %d", kind, len(chain))
		}
		if cms.Chain(s.Certificate, s.Certificates, nil, noon) != nil || cms.Chain(s.Certificate, s.Certificates, p.root(), noon.AddDate(3, 0, 0)) != nil {
			t.Errorf("%s: a chain without roots or after its end", kind)
		}
	}
}

// Every bit of a signature of ours matters.
func TestEveryFlippedBitIsFound(t *testing.T) {
	for kind, p := range people() {
		der := append(sign(t, p), 0, 0)
		for i := range len(der) * 8 {
			flipped := bytes.Clone(der)
			flipped[i/8] ^= 1 << (i % 8)
			if s, err := cms.Check(flipped, content); err == nil {
				t.Errorf("%s: bit %d of byte %d is not missed (exact %v)", kind, i%8, i/8, s.Exact)
			}
		}
	}
}

func TestKeysThatDoNotFit(t *testing.T) {
	p, other := people()["ec"], people()["rsa"]
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(content)
	for name, try := range map[string]person{
		"another's key": {other.key, p.chain},
		"short RSA":     issue(t, person{}, "x", short, nil),
		"P-384":         issue(t, person{}, "x", curve, nil),
		"none":          {},
	} {
		if _, err := cms.Sign(digest[:], try.key, try.chain, nil); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// openssl is the tool, run in dir; the test is skipped where it is missing.
func openssl(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is missing")
	}
	cmd := exec.Command("openssl", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("openssl %v: %v\n%s", args, err, out)
	}
	return out
}

// files puts a person's key and certificates into dir.
func files(t *testing.T, dir, name string, p person) {
	t.Helper()
	key, err := x509.MarshalPKCS8PrivateKey(p.key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, name+".key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	write(t, dir, name+".crt", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.chain[0].Raw}))
	write(t, dir, name+".root", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.root()[0].Raw}))
}

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestOpensslAcceptsOurs(t *testing.T) {
	for kind, p := range people() {
		dir := t.TempDir()
		files(t, dir, "a", p)
		write(t, dir, "content", content)
		write(t, dir, "a.p7s", sign(t, p))
		openssl(t, dir, "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "a.p7s", "-content", "content",
			"-CAfile", "a.root", "-purpose", "any", "-attime", "1488369600", "-out", "out")
		if !bytes.Equal(readFile(t, dir, "out"), content) {
			t.Errorf("%s: another content", kind)
		}
	}
}

// Signatures of other programs, as their options have them.
func TestOpensslSigns(t *testing.T) {
	for name, c := range map[string]struct {
		kind  string
		args  []string
		named cms.Named
		fault error
	}{
		"ec":             {kind: "ec", args: []string{"-cades"}, named: cms.NamedV2},
		"rsa":            {kind: "rsa", args: []string{"-cades"}, named: cms.NamedV2},
		"rsa, PSS":       {kind: "rsa", args: []string{"-cades", "-keyopt", "rsa_padding_mode:pss"}, named: cms.NamedV2},
		"no certificate": {kind: "rsa"},
		"by key":         {kind: "ec", args: []string{"-cades", "-keyid"}, named: cms.NamedV2},
		"SHA-512":        {kind: "rsa", args: []string{"-cades", "-md", "sha512"}, named: cms.NamedV2},
		"SHA-1":          {kind: "rsa", args: []string{"-md", "sha1"}, fault: cms.ErrWeak},
		"no attributes":  {kind: "rsa", args: []string{"-noattr"}, fault: cms.ErrMalformed},
		"two signers":    {kind: "rsa", args: []string{"-signer", "b.crt", "-inkey", "b.key"}, fault: cms.ErrSigners},
		"no signer":      {kind: "rsa", args: []string{"-nocerts"}, fault: cms.ErrCertificate},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			files(t, dir, "a", people()[c.kind])
			files(t, dir, "b", people()["ec"])
			write(t, dir, "content", content)
			openssl(t, dir, append([]string{"cms", "-sign", "-binary", "-in", "content", "-outform", "DER", "-out", "a.p7s",
				"-signer", "a.crt", "-inkey", "a.key"}, c.args...)...)
			der := readFile(t, dir, "a.p7s")
			s, err := cms.Check(der, content)
			if c.fault != nil {
				if !errors.Is(err, c.fault) {
					t.Fatalf("%v, want %v", err, c.fault)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if s.Named != c.named || s.Exact || s.Time.IsZero() || !s.Certificate.Equal(people()[c.kind].chain[0]) {
				t.Errorf("%+v", s)
			}
			if _, err := cms.Check(der, content[1:]); !errors.Is(err, cms.ErrDigest) {
				t.Errorf("another content: %v", err)
			}
		})
	}
}

// opened writes the three outermost elements with open lengths, as smart card
// software does.
func opened(t *testing.T, der []byte) []byte {
	t.Helper()
	var info struct {
		Type asn1.ObjectIdentifier
		Data asn1.RawValue
	}
	var data asn1.RawValue
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		t.Fatal(err)
	}
	if _, err := asn1.Unmarshal(info.Data.Bytes, &data); err != nil {
		t.Fatal(err)
	}
	kind, err := asn1.Marshal(info.Type)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat([]byte{0x30, 0x80}, kind, []byte{0xa0, 0x80, 0x30, 0x80}, data.Bytes, make([]byte, 6))
}

func TestOpenLengths(t *testing.T) {
	ber := opened(t, sign(t, people()["rsa"]))
	s, err := cms.Check(ber, content)
	if err != nil || s.Exact {
		t.Fatalf("%+v, %v", s, err)
	}
	for n := range ber {
		if _, err := cms.Check(ber[:n], content); err == nil {
			t.Fatalf("the first %d of %d bytes are enough", n, len(ber))
		}
	}
}
