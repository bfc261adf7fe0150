package sign_test

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/pdf/sign"
	"thidua/pdf/sign/cms"
	"thidua/workflow/signature"
)

const stampConfig = `[tsa]
default_tsa = a
[a]
serial = serial
default_policy = 1.2.3.4
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
`

// A stamper stamps by openssl.
type stamper struct {
	signer
	dir string
}

func newStamper(t *testing.T) stamper {
	t.Helper()
	usage, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err != nil {
		t.Fatal(err)
	}
	root := issued(t, signer{}, p256(t), "Gốc dấu thời gian", "Cơ quan dấu thời gian")
	s := stamper{issued(t, root, p256(t), "Dấu thời gian", "Cơ quan dấu thời gian", func(c *x509.Certificate) {
		c.KeyUsage = x509.KeyUsageDigitalSignature
		c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: usage}}
	}), t.TempDir()}
	s.keep(t, s.dir)
	for name, text := range map[string]string{"cnf": stampConfig, "serial": "01"} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func (s stamper) token(t *testing.T, imprint []byte) []byte {
	t.Helper()
	nonce := big.NewInt(14)
	request, err := cms.Request(imprint, nonce)
	if err == nil {
		err = os.WriteFile(filepath.Join(s.dir, "tsq"), request, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	run(t, s.dir, "openssl", "ts", "-reply", "-config", "cnf", "-section", "a", "-queryfile", "tsq", "-out", "tsr", "-signer", "leaf", "-inkey", "key", "-chain", "rest")
	response, err := os.ReadFile(filepath.Join(s.dir, "tsr"))
	if err != nil {
		t.Fatal(err)
	}
	token, err := cms.Response(response, imprint, nonce)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// A time stamp of the whole document, in a field kept for it, stands over every signature before it, and no bit of the file can change.
func TestDocumentStamp(t *testing.T) {
	n, a := sign.Notary{}, newStamper(t)
	file, names := covenant(t)
	list := people(t, 3)
	var err error
	for i, s := range list {
		if file, err = n.Sign(file, stroke(s, names[i], i)); err != nil {
			t.Fatal(err)
		}
	}
	signed, field := file, "leader-11" // any empty one
	imprint, err := n.StampImprint(signed, field)
	if err != nil {
		t.Fatal(err)
	}
	before := time.Now().Add(-2 * time.Second)
	token := a.token(t, imprint)
	stamped, err := n.Stamp(signed, field, token)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := n.Stamp(signed, field, token); err != nil || !bytes.Equal(again, stamped) {
		t.Errorf("another file the second time: %v", err)
	}
	roots := append(slices.Clone(list[0].chain[1:]), a.chain[1:]...)

	r := n.Check(stamped, roots)
	if r.Verdict != signature.Valid || len(r.Signatures) != 4 || len(keys(r)) > 0 {
		t.Fatalf("%s, %v", r.Verdict, keys(r))
	}
	at := r.Signatures[3].Time
	if at.Before(before) || at.After(time.Now().Add(2*time.Second)) {
		t.Errorf("stamped at %v", at)
	}
	for i, f := range r.Signatures {
		if i < 3 && (f.Kind == signature.TimeStamp || len(f.After) != 3-i || f.After[2-i].Key != "verify.change.stamped") ||
			i == 3 && (f.Kind != signature.TimeStamp || f.Field != field || f.Covers != signature.CoversAll || f.Signer != "Dấu thời gian") || !f.Stamped.Equal(at) {
			t.Errorf("signature %d: %+v", i, f)
		}
	}
	// Signed after it, a signature is not stamped by it.
	late, err := n.Sign(stamped, stroke(list[1], "leader-5", 9))
	if err != nil {
		t.Fatal(err)
	}
	if r := n.Check(late, roots); r.Verdict != signature.Valid || !r.Signatures[4].Stamped.IsZero() || r.Signatures[0].Stamped.IsZero() {
		t.Errorf("signed after the stamp: %+v", r)
	}
	// An authority that is not known here vouches for nothing.
	if r := n.Check(stamped, roots[:1]); r.Verdict != signature.Unknown || !r.Signatures[0].Stamped.IsZero() || !r.Signatures[3].Valid {
		t.Errorf("unknown authority: %+v", r)
	}
	// A stamp is no person's signature, and another file's is none.
	if _, err := n.Accept(signed, stamped, field, roots, year); err == nil {
		t.Error("accepted as a signature")
	}
	if _, err := n.Stamp(stamped, "leader-10", token); err == nil {
		t.Error("a stamp of another revision was put in")
	}

	flips := 1500
	if testing.Short() {
		flips = 150
	}
	chance := rand.New(rand.NewPCG(2017, 3))
	var bits []int
	for i := range flips {
		from := 0
		if i%3 > 0 { // what only the stamp covers
			from = len(signed)
		}
		bits = append(bits, (from+chance.IntN(len(stamped)-from))*8+chance.IntN(8))
	}
	flip(t, stamped, roots, bits)

	// pdfsig reads the stamp's place and certificate, and verifies no stamps;
	// openssl does.
	out := tool(t, stamped, "pdfsig", "-nocert")
	_, own, found := strings.Cut(out, "Signature Field Name: "+field+"\n")
	if strings.Count(out, "Signature is Valid") != 3 || !found || !strings.Contains(own, "Common Name: Dấu thời gian") || !strings.Contains(own, "Total document signed") {
		t.Errorf("pdfsig:\n%s", out)
	}
	tool(t, stamped, "qpdf", "--check")
	var from, to int
	if _, err := fmt.Sscanf(string(stamped[bytes.LastIndex(stamped, []byte("/ByteRange")):]), "/ByteRange [0 %d %d", &from, &to); err != nil {
		t.Fatal(err)
	}
	hole, err := hex.DecodeString(string(stamped[from+1 : to-1]))
	if err != nil || !bytes.HasPrefix(hole, token) {
		t.Fatalf("another token: %v", err)
	}
	for name, data := range map[string][]byte{"token": token, "content": slices.Concat(stamped[:from], stamped[to:])} {
		if err := os.WriteFile(filepath.Join(a.dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(t, a.dir, "openssl", "ts", "-verify", "-data", "content", "-in", "token", "-token_in", "-CAfile", "rest")
}
