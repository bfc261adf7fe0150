package sign_test

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/pdf/sign"
	"thidua/pdf/sign/cms"
	"thidua/pdf/sign/syntax"
	"thidua/workflow/signature"
)

// An editor writes a revision of its own, as a program that is not ours would.
type editor struct {
	t       testing.TB
	file    []byte
	view    syntax.View
	table   int
	objects map[int]syntax.Value
	next    int
	loose   []byte            // written before the table, which does not name it
	aliases map[int]int       // object number → number of the object whose place the table gives
	trailer func(syntax.Dict) // changes the trailer
}

func edit(t testing.TB, file []byte) *editor {
	t.Helper()
	f, err := syntax.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	e := &editor{t: t, file: file, view: f.At(len(f.Revisions) - 1), objects: map[int]syntax.Value{}}
	e.next = int(e.view.Trailer()["Size"].(syntax.Number))
	if _, err := fmt.Sscanf(string(file[bytes.LastIndex(file, []byte("startxref")):]), "startxref\n%d", &e.table); err != nil {
		t.Fatal(err)
	}
	return e
}

// dict is a copy of an object, which set may put back.
func (e *editor) dict(v syntax.Value) syntax.Dict {
	v, err := e.view.Resolve(v)
	if err != nil {
		e.t.Fatal(err)
	}
	d, ok := v.(syntax.Dict)
	if !ok {
		e.t.Fatalf("%T is no dictionary", v)
	}
	return maps.Clone(d)
}

func (e *editor) catalog() (syntax.Ref, syntax.Dict) {
	r := e.view.Trailer()["Root"].(syntax.Ref)
	return r, e.dict(r)
}

func (e *editor) pages() (syntax.Ref, syntax.Dict) {
	_, c := e.catalog()
	r := c["Pages"].(syntax.Ref)
	return r, e.dict(r)
}

func (e *editor) page(i int) (syntax.Ref, syntax.Dict) {
	_, tree := e.pages()
	r := tree["Kids"].(syntax.Array)[i].(syntax.Ref)
	return r, e.dict(r)
}

func (e *editor) field(name string) (syntax.Ref, syntax.Dict) {
	_, c := e.catalog()
	for _, r := range e.dict(c["AcroForm"])["Fields"].(syntax.Array).Refs() {
		if d := e.dict(r); d["T"].(syntax.String).Text() == name {
			return r, d
		}
	}
	e.t.Fatalf("no field %s", name)
	return syntax.Ref{}, nil
}

func (e *editor) set(r syntax.Ref, v syntax.Value) { e.objects[r.Num] = v }

func (e *editor) add(v syntax.Value) syntax.Ref {
	r := syntax.Ref{Num: e.next}
	e.next++
	e.set(r, v)
	return r
}

// drawing is a stream that draws.
func drawing(what string) syntax.Stream {
	return syntax.Stream{Dict: syntax.Dict{"Type": syntax.Name("XObject"), "Subtype": syntax.Name("Form"), "BBox": syntax.Array{syntax.Number(0), syntax.Number(0), syntax.Number(500), syntax.Number(500)}}, Data: []byte(what)}
}

const holeSize = 6000 // bytes

// rangeMark keeps the place of a byte range.
var rangeMark = "(" + strings.Repeat("r", 46) + ")"

// close appends what was set.
func (e *editor) close() []byte {
	out := bytes.Clone(e.file)
	var table strings.Builder
	places := map[int]int{}
	for _, num := range slices.Sorted(maps.Keys(e.objects)) {
		places[num] = len(out)
		out = fmt.Appendf(out, "%d 0 obj\n", num)
		out = append(sign.Written(out, e.objects[num]), "\nendobj\n"...)
	}
	for num, other := range e.aliases {
		places[num] = places[other]
	}
	for _, num := range slices.Sorted(maps.Keys(places)) {
		fmt.Fprintf(&table, "%d 1\n%010d 00000 n \n", num, places[num])
	}
	out = append(out, e.loose...)
	at, old := len(out), e.view.Trailer()
	out = fmt.Appendf(out, "xref\n%strailer\n", table.String())
	trailer := syntax.Dict{"Root": old["Root"], "Info": old["Info"], "Size": syntax.Number(e.next), "Prev": syntax.Number(e.table)}
	if e.trailer != nil {
		e.trailer(trailer)
	}
	out = sign.Written(out, trailer)
	return fmt.Appendf(out, "\nstartxref\n%d\n%%%%EOF\n", at)
}

// sign puts a signature of make into a field and closes the revision.
func (e *editor) sign(field, kind string, make func(content []byte) []byte) []byte {
	r, d := e.field(field)
	if e.objects[r.Num] != nil {
		d = e.objects[r.Num].(syntax.Dict)
	}
	d["AP"] = syntax.Dict{"N": e.add(drawing("0 0 1 rg 0 0 9 9 re f"))}
	d["V"] = e.add(syntax.Dict{
		"Type": syntax.Name("Sig"), "Filter": syntax.Name("Adobe.PPKLite"), "SubFilter": syntax.Name(kind), "M": syntax.String{Bytes: "D:20170329080000+07'00'"},
		"Contents": syntax.String{Bytes: "\x01" + strings.Repeat("\x00", holeSize-1)}, "ByteRange": syntax.String{Bytes: strings.Trim(rangeMark, "()")},
	})
	e.set(r, d)
	e.file = bytes.Clone(e.file)
	return placed(e.t, e.close(), make)
}

// placed fills the hole of the newest revision.
func placed(t testing.TB, out []byte, make func(content []byte) []byte) []byte {
	t.Helper()
	from := bytes.LastIndex(out, []byte("<01000000"))
	to := from + 2*holeSize + 2
	at := bytes.LastIndex(out, []byte(rangeMark))
	if from < 0 || at < 0 {
		t.Fatal("no hole")
	}
	copy(out[at:], fmt.Sprintf("%-*s", len(rangeMark), fmt.Sprintf("[0 %d %d %d]", from, to, len(out)-to)))
	copy(out[from+1:], bytes.Repeat([]byte("0"), 2*holeSize))
	hex.Encode(out[from+1:], make(slices.Concat(out[:from], out[to:])))
	return out
}

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
