// Package tsatest is a time-stamp authority for tests; openssl makes its stamps.
package tsatest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// An Authority answers at URL with the real time.
type Authority struct {
	URL   string
	Root  *x509.Certificate
	Asked atomic.Int32

	mu     sync.Mutex
	broken http.HandlerFunc
	dir    string
}

const config = `[tsa]
default_tsa = a
[a]
serial = serial
default_policy = 1.2.3.4
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
`

// New opens an authority for the time of a test; without openssl the test is
// skipped.
func New(t *testing.T) *Authority {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not there")
	}
	a := &Authority{dir: t.TempDir()}
	rootKey, key := newKey(t), newKey(t)
	a.Root = a.issue(t, "root", &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Gốc dấu thời gian"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign,
	}, nil, &rootKey.PublicKey, rootKey)
	usage, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err != nil {
		t.Fatal(err)
	}
	a.issue(t, "tsa", &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Dấu thời gian"}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: usage}},
	}, a.Root, &key.PublicKey, rootKey)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	a.write(t, "key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	a.write(t, "serial", []byte("01"))
	a.write(t, "cnf", []byte(config))
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	a.URL = server.URL
	return a
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (a *Authority) issue(t *testing.T, name string, c, parent *x509.Certificate, public *ecdsa.PublicKey, key *ecdsa.PrivateKey) *x509.Certificate {
	c.NotBefore, c.NotAfter = time.Now().Add(-24*time.Hour), time.Now().AddDate(1, 0, 0)
	if parent == nil {
		parent = c
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, public, key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	a.write(t, name, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return made
}

func (a *Authority) write(t *testing.T, name string, b []byte) {
	if err := os.WriteFile(filepath.Join(a.dir, name), b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Break has f answer in its place; nil mends it.
func (a *Authority) Break(f http.HandlerFunc) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.broken = f
}

// ServeHTTP answers a request; it refuses one that is not a time-stamp query.
func (a *Authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.Asked.Add(1)
	a.mu.Lock()
	f := a.broken
	a.mu.Unlock()
	if f != nil {
		f(w, r)
		return
	}
	query, err := io.ReadAll(r.Body)
	if err != nil || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/timestamp-query" {
		http.Error(w, "not a time-stamp query", http.StatusBadRequest)
		return
	}
	a.Answer(w, query)
}

// Answer stamps a query.
func (a *Authority) Answer(w http.ResponseWriter, query []byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	err := os.WriteFile(filepath.Join(a.dir, "query"), query, 0o600)
	var answer []byte
	if err == nil {
		c := exec.Command("openssl", "ts", "-reply", "-config", "cnf", "-section", "a", "-queryfile", "query", "-out", "answer", "-signer", "tsa", "-inkey", "key", "-chain", "root")
		c.Dir = a.dir
		if _, err = c.CombinedOutput(); err == nil {
			answer, err = os.ReadFile(filepath.Join(a.dir, "answer"))
		}
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	w.Write(answer)
}
