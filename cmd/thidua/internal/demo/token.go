package demo

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"time"

	"thidua/pdf/sign"
	"thidua/workflow/signature"
)

// A usbToken is a leader's certificate for official duty and the program that signs
// with it, as they have it in their office: nothing of it is the bot's.
type usbToken struct {
	key   *rsa.PrivateKey
	chain []*x509.Certificate
}

// sampleAuthority stands for the official authority that certifies leaders; the
// demo's program knows its root, as an operator would set it.
func sampleAuthority(now time.Time) (usbToken, error) {
	return certificate("Tổ chức chứng thực chữ ký số mẫu", "Chạy thử", now, nil)
}

// issues is a token whose certificate names a person of an agency.
func (t usbToken) issues(name, agency string, now time.Time) (usbToken, error) {
	leaf, err := certificate(name, agency, now, &t)
	leaf.chain = append(leaf.chain, t.chain...)
	return leaf, err
}

// root is the authority's certificate, as others keep it.
func (t usbToken) root() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: t.chain[0].Raw})
}

func certificate(name, agency string, now time.Time, by *usbToken) (t usbToken, err error) {
	if t.key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		return t, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return t, err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: name, Organization: []string{agency}, Country: []string{"VN"}},
		NotBefore:    now.AddDate(-1, 0, 0), NotAfter: now.AddDate(4, 0, 0),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		BasicConstraintsValid: true,
	}
	parent, signer := template, t.key
	if by == nil {
		template.IsCA, template.KeyUsage = true, x509.KeyUsageCertSign
	} else {
		parent, signer = by.chain[0], by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, t.key.Public(), signer)
	if err != nil {
		return t, err
	}
	cert, err := x509.ParseCertificate(der)
	t.chain = []*x509.Certificate{cert}
	return t, err
}

// signs signs a file in one of its fields, as an office program does.
func (t usbToken) signs(file []byte, field string, at time.Time) ([]byte, error) {
	subject := t.chain[0].Subject
	return sign.Notary{}.Sign(file, signature.Stroke{
		Field: field, Name: subject.CommonName, At: at, Red: true, Key: t.key, Chain: t.chain,
		Box: []signature.Line{
			{Text: "Ký bởi: " + subject.CommonName, Bold: true},
			{Text: "Cơ quan: " + subject.Organization[0]},
			{Text: "Thời gian ký: " + at.Format("02/01/2006 15:04:05 -07:00")},
		},
	})
}
