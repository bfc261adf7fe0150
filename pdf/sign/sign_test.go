package sign_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thidua/pdf"
	"thidua/pdf/sign"
	"thidua/workflow/paper"
	"thidua/workflow/signature"
)

var hanoi = time.FixedZone("", 7*3600)

// A signer has a key and a chain.
type signer struct {
	key   crypto.Signer
	chain []*x509.Certificate
}

// authority issues certificates in a test.
func authority(t testing.TB) signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return issued(t, signer{}, key, "Cơ quan chứng thực của cụm", "Cụm thi đua các tỉnh Tây Nam bộ", policy(signature.ChatPolicy, signature.ClusterPolicy))
}

func issued(t testing.TB, by signer, key crypto.Signer, name, agency string, change ...func(*x509.Certificate)) signer {
	t.Helper()
	c := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name, Organization: []string{agency}},
		NotBefore: time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2037, 1, 1, 0, 0, 0, 0, time.UTC),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
	}
	parent, with := c, key
	if by.key != nil {
		parent, with = by.chain[0], by.key
	} else {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	}
	for _, f := range change {
		f(c)
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), with)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return signer{key, append([]*x509.Certificate{c}, by.chain...)}
}

// people are so many signers, with keys on P-256 and of RSA by turns.
func people(t testing.TB, n int) []signer {
	root := authority(t)
	var list []signer
	for i := range n {
		var key crypto.Signer
		var err error
		if i%2 == 0 {
			key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		} else {
			key, err = rsa.GenerateKey(rand.Reader, 2048)
		}
		if err != nil {
			t.Fatal(err)
		}
		var own []func(*x509.Certificate)
		if i == 0 {
			own = append(own, policy(signature.ClusterPolicy))
		}
		list = append(list, issued(t, root, key, fmt.Sprintf("Nguyễn Thị Hồng Phượng %d", i), "Ủy ban nhân dân tỉnh Vĩnh Long", own...))
	}
	return list
}

// covenant is a covenant with its fields: the cluster's, a grid of twelve
// leaders and a witness on its last page, number and date.
func covenant(t testing.TB) (file []byte, names []string) {
	t.Helper()
	v := paper.Covenant{Year: 2017, ClusterName: "Cụm thi đua các tỉnh Tây Nam bộ", State: "open", At: "2017-03-28", MaxPoints: "1000",
		Letterhead: paper.Letterhead{Issuer: "CỤM THI ĐUA CÁC TỈNH TÂY NAM BỘ", Symbol: "CTĐTNB", Place: "Vĩnh Long"}}
	for i := range 3 { // enough for several pages
		name := fmt.Sprintf("Nội dung thi đua thứ %d", i+1)
		v.Contents = append(v.Contents, paper.CovenantContent{ID: fmt.Sprint(i + 1), Name: name, Points: "300"})
		v.Annex = append(v.Annex, paper.AnnexContent{Name: name, Rows: []paper.AnnexRow{{Name: "Tổng thu ngân sách", Unit: "tỷ đồng", Cells: []string{"5042.4"}}}})
	}
	v.Members = []string{"Vĩnh Long"}
	d, err := pdf.Covenant(v)
	if err != nil {
		t.Fatal(err)
	}
	fonts, err := pdf.FormFonts()
	if err != nil {
		t.Fatal(err)
	}
	fields := []sign.Field{
		{Name: "number", Tip: "Số", Page: 1, Rect: [4]float64{150, 760, 200, 776}, Text: true, Size: 13, Align: sign.Centre},
		{Name: "date", Tip: "Ngày", Page: 1, Rect: [4]float64{300, 740, 540, 756}, Text: true, Size: 13, Style: sign.Italic, Align: sign.Centre},
		{Name: "cluster", Tip: "Chứng thực của cụm", Page: 1},
	}
	names = []string{"cluster"}
	for i := range 13 {
		name := fmt.Sprintf("leader-%d", i)
		if i == 12 {
			name = "witness-1"
		}
		x, y := 90+float64(i%3)*160, 100+float64(i/3)*70
		fields = append(fields, sign.Field{Name: name, Tip: "Chữ ký của đơn vị " + name, Page: d.Pages, Rect: [4]float64{x, y, x + 150, y + 50 - float64(i%4)*8}})
		names = append(names, name)
	}
	file, err = sign.Notary{}.Prepare(d.Bytes, fields, fonts)
	if err != nil {
		t.Fatal(err)
	}
	return file, names
}

func stroke(s signer, field string, i int) signature.Stroke {
	at := time.Date(2017, 3, 28, 9, 7, i, 0, hanoi)
	st := signature.Stroke{
		Field: field, Name: s.chain[0].Subject.CommonName, Reason: "Xác nhận điện tử", Place: "Vĩnh Long", At: at, Key: s.key, Chain: s.chain,
		Box: []signature.Line{{Text: "Xác nhận điện tử", Bold: true}, {Text: s.chain[0].Subject.CommonName}, {Text: "KT. Chủ tịch - Phó Chủ tịch Ủy ban nhân dân tỉnh"},
			{Text: at.Format("02/01/2006 15:04:05 -07:00")}, {Text: "Mã: 7F3K-92QD"}},
		Red: i%5 == 1,
	}
	if field == "cluster" {
		st.Certify, st.Box = true, nil
	}
	return st
}

// tool runs a program over a file; the test is skipped where it is missing.
func tool(t *testing.T, file []byte, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip(name + " is not here")
	}
	in := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(in, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, append(args, in)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestFourteenSignatures(t *testing.T) {
	start, names := covenant(t)
	list := people(t, len(names))
	signed := func(look func(file []byte, n int)) []byte {
		file := start
		for i, name := range names {
			var err error
			before := file
			if file, err = (sign.Notary{}).Sign(file, stroke(list[i], name, i)); err != nil {
				t.Fatal(name, err)
			}
			if !bytes.HasPrefix(file, before) {
				t.Fatal(name, "changed what was there")
			}
			if i > 0 && len(file)-len(before) > 9<<10 {
				t.Errorf("%s: %d bytes", name, len(file)-len(before))
			}
			look(file, i+1)
		}
		return file
	}
	first := signed(func([]byte, int) {})
	if len(first) > 1<<20 {
		t.Errorf("%d bytes", len(first))
	}
	if again := signed(func([]byte, int) {}); !bytes.Equal(first, again) {
		t.Error("other bytes the second time")
	}
	filled, err := sign.Notary{}.Fill(first, map[string]string{"number": "12", "date": "Vĩnh Long, ngày 28 tháng 3 năm 2017"})
	if err != nil {
		t.Fatal(err)
	}
	if path := os.Getenv("THIDUA_TEST_KEEP"); path != "" {
		if err := os.WriteFile(path, filled, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("pdfsig", func(t *testing.T) {
		signed(func(file []byte, n int) {
			if out := tool(t, file, "pdfsig", "-nocert"); strings.Count(out, "Signature is Valid") != n {
				t.Errorf("after %d:\n%s", n, out)
			}
		})
		out := tool(t, filled, "pdfsig", "-nocert")
		if strings.Count(out, "Signature is Valid") != len(names) || strings.Count(out, "ETSI.CAdES.detached") != len(names) {
			t.Errorf("with number and date:\n%s", out)
		}
	})
	t.Run("qpdf", func(t *testing.T) {
		signed(func(file []byte, n int) { tool(t, file, "qpdf", "--check") })
		tool(t, start, "qpdf", "--check")
		tool(t, filled, "qpdf", "--check")
	})
	t.Run("pdfcpu", func(t *testing.T) { tool(t, filled, "pdfcpu", "validate") })
	t.Run("pdftotext", func(t *testing.T) {
		in := filepath.Join(t.TempDir(), "paper.pdf")
		if err := os.WriteFile(in, filled, 0o600); err != nil {
			t.Fatal(err)
		}
		path, err := exec.LookPath("pdftotext")
		if err != nil {
			t.Skip("pdftotext is not here")
		}
		out, err := exec.Command(path, in, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Vĩnh Long, ngày 28 tháng 3 năm 2017", "Nguyễn Thị Hồng Phượng 7", "Mã: 7F3K-92QD"} {
			if !strings.Contains(string(out), want) {
				t.Errorf("%q is not in the text", want)
			}
		}
	})
}

func TestWhatCannotBeSigned(t *testing.T) {
	file, _ := covenant(t)
	list := people(t, 2)
	n := sign.Notary{}
	signed, err := n.Sign(file, stroke(list[0], "leader-3", 1))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file []byte
		s    signature.Stroke
		want error
	}{
		"no field":       {file, stroke(list[1], "leader-99", 1), sign.ErrNoField},
		"a line of text": {file, stroke(list[1], "number", 1), sign.ErrNoField},
		"filled":         {signed, stroke(list[1], "leader-3", 1), sign.ErrFilled},
		"certify later":  {signed, stroke(list[1], "cluster", 1), sign.ErrOrder},
	} {
		if _, err := n.Sign(c.file, c.s); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := n.Sign(append(bytes.Clone(file), "more"...), stroke(list[1], "leader-4", 1)); err == nil {
		t.Error("signed behind bytes that belong to nothing")
	}
	other := stroke(list[1], "leader-4", 1)
	other.Key = list[0].key
	if _, err := n.Sign(file, other); err == nil {
		t.Error("signed with a key that is not the certificate's")
	}
	if _, err := n.Fill(file, map[string]string{"leader-4": "x"}); !errors.Is(err, sign.ErrNoField) {
		t.Errorf("text into a signature: %v", err)
	}
	late := stroke(list[1], "leader-4", 1)
	late.Token = []byte{0x30, 0}
	if _, err := n.Sign(file, late); err == nil {
		t.Error("took a time stamp that is none")
	}
}

func BenchmarkSign(b *testing.B) {
	file, _ := covenant(b)
	for i, s := range people(b, 2) {
		b.Run([]string{"P-256", "RSA"}[i], func(b *testing.B) {
			for b.Loop() {
				if _, err := (sign.Notary{}).Sign(file, stroke(s, "leader-1", 1)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkPrepare(b *testing.B) {
	for b.Loop() {
		covenant(b)
	}
}
