package sign_test

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thidua/pdf/sign"
	"thidua/pdf/sign/cms"
	"thidua/workflow/signature"
)

// by signs as s, as our own Sign would.
func (s signer) by(content []byte) []byte {
	digest := sha256.Sum256(content)
	der, err := cms.Sign(digest[:], s.key, s.chain, nil)
	if err != nil {
		panic(err)
	}
	return der
}

// keep writes a key and its certificates into dir as PEM.
func (s signer) keep(t *testing.T, dir string) {
	t.Helper()
	key, err := x509.MarshalPKCS8PrivateKey(s.key)
	if err != nil {
		t.Fatal(err)
	}
	var rest []byte
	for _, c := range s.chain[1:] {
		rest = append(rest, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	for name, data := range map[string][]byte{
		"key": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), "rest": rest,
		"leaf": pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.chain[0].Raw}),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// run runs a program in dir; the test is skipped where it is missing.
func run(t *testing.T, dir string, name string, args ...string) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip(name + " is not here")
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

// openssl signs content with these options of its cms command.
func (s signer) openssl(t *testing.T, options ...string) func([]byte) []byte {
	return func(content []byte) []byte {
		dir := t.TempDir()
		s.keep(t, dir)
		if err := os.WriteFile(filepath.Join(dir, "content"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, dir, "openssl", append([]string{"cms", "-sign", "-binary", "-in", "content", "-signer", "leaf", "-inkey", "key", "-certfile", "rest", "-outform", "DER", "-out", "out"}, options...)...)
		der, err := os.ReadFile(filepath.Join(dir, "out"))
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
}

// leaders is the covenant as it is downloaded by the leader of leader-5: the
// cluster and five leaders have signed.
func leaders() (issued []byte, s signed, leader signer) {
	s = whole()
	return s.revisions[6], s, s.signers[6]
}

var year = time.Date(2017, 12, 31, 0, 0, 0, 0, time.UTC)

func TestAcceptOpenssl(t *testing.T) {
	issued, s, _ := leaders()
	for name, c := range map[string]struct {
		by      int
		kind    string
		options []string
	}{
		"EC":              {6, "ETSI.CAdES.detached", []string{"-cades"}},
		"RSA":             {7, "ETSI.CAdES.detached", []string{"-cades"}},
		"RSA-PSS":         {7, "ETSI.CAdES.detached", []string{"-cades", "-keyopt", "rsa_padding_mode:pss"}},
		"PKCS #7":         {7, "adbe.pkcs7.detached", nil},
		"SHA-512 and key": {6, "adbe.pkcs7.detached", []string{"-md", "sha512"}},
	} {
		upload := edit(t, issued).sign("leader-5", c.kind, s.signers[c.by].openssl(t, c.options...))
		found, err := sign.Notary{}.Accept(issued, upload, "leader-5", s.roots(), year)
		if err != nil || found.Kind != signature.Token || found.Chain != signature.ChainTrusted || found.Signer != s.signers[c.by].chain[0].Subject.CommonName || found.Covers != signature.CoversAll {
			t.Errorf("%s: %v, %+v", name, err, found)
		}
		if r := (sign.Notary{}).Check(upload, s.roots()); r.Verdict != signature.Valid || len(r.Signatures) != 7 {
			t.Errorf("%s: %s, %v", name, r.Verdict, keys(r))
		}
		if found, err := (sign.Notary{}).Accept(issued, upload, "leader-5", nil, year); err != nil || found.Chain != signature.ChainUnknown {
			t.Errorf("%s, without roots: %v, %+v", name, err, found)
		}
	}
	upload := edit(t, issued).sign("leader-5", "adbe.pkcs7.detached", s.signers[7].openssl(t, "-md", "sha1"))
	refused(t, "SHA-1", "verify.why.weak", issued, upload)
	upload = edit(t, issued).sign("leader-5", "ETSI.CAdES.detached", s.signers[7].openssl(t))
	refused(t, "no signing-certificate", "verify.why.certificate", issued, upload)
}

// refused wants one reason, as text where it has arguments.
func refused(t *testing.T, name, want string, issued, upload []byte) {
	t.Helper()
	_, err := sign.Notary{}.Accept(issued, upload, "leader-5", whole().roots(), year)
	var r *sign.Refusal
	if !errors.As(err, &r) || r.Key != want {
		t.Errorf("%s: %v, want %s", name, err, want)
	}
}

func TestAcceptPdfsig(t *testing.T) {
	issued, s, _ := leaders()
	for _, by := range []int{7, 6} {
		dir := t.TempDir()
		s.signers[by].keep(t, dir)
		if err := os.WriteFile(filepath.Join(dir, "issued.pdf"), issued, 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, dir, "openssl", "pkcs12", "-export", "-inkey", "key", "-in", "leaf", "-certfile", "rest", "-name", "leader", "-out", "p12", "-passout", "pass:")
		run(t, dir, "certutil", "-N", "-d", ".", "--empty-password")
		run(t, dir, "pk12util", "-i", "p12", "-d", ".", "-W", "")
		run(t, dir, "certutil", "-M", "-d", ".", "-n", s.roots()[0].Subject.CommonName+" - "+s.roots()[0].Subject.Organization[0], "-t", "CT,C,C")
		pdfsig(t, dir, "-nssdir", ".", "-sign", "leader-5", "-nick", "leader", "-etsi", "issued.pdf", "signed.pdf")
		upload, err := os.ReadFile(filepath.Join(dir, "signed.pdf"))
		if err != nil {
			t.Fatal(err)
		}
		found, err := sign.Notary{}.Accept(issued, upload, "leader-5", s.roots(), year)
		if err != nil || found.Kind != signature.Token || found.Chain != signature.ChainTrusted {
			t.Errorf("%v, %+v", err, found)
		}
	}
}

// pdfsig signs. It does so twice, first to know the size, and gives up when the
// second signature is longer, as it happens with ECDSA: so try again.
func pdfsig(t *testing.T, dir string, args ...string) {
	t.Helper()
	var out []byte
	for range 20 {
		cmd := exec.Command("pdfsig", args...)
		cmd.Dir = dir
		var err error
		if out, err = cmd.CombinedOutput(); errors.Is(err, exec.ErrNotFound) {
			t.Skip("pdfsig is not here")
		}
		if err == nil {
			return
		}
		if !strings.Contains(string(out), "unable update signature") {
			break
		}
		t.Log("again")
	}
	t.Fatalf("pdfsig: %s", out)
}

func BenchmarkAccept(b *testing.B) {
	issued, s, leader := leaders()
	upload := edit(b, issued).sign("leader-5", "ETSI.CAdES.detached", leader.by)
	for b.Loop() {
		if _, err := (sign.Notary{}).Accept(issued, upload, "leader-5", s.roots(), year); err != nil {
			b.Fatal(err)
		}
	}
}
