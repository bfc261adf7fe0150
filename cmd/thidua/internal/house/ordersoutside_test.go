package house

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"sync"
	"time"

	"thidua/pdf/sign"
	"thidua/workflow/signature"
)

// An outside is what is not ours: an official authority, a leader's token under
// it, and a time-stamp authority. One RSA key serves all three.
type outside struct {
	key               *rsa.PrivateKey
	root, leader, tsa *x509.Certificate
}

var officialToken = sync.OnceValue(func() outside {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	make := func(n int64, name string, parent *x509.Certificate, change func(*x509.Certificate)) *x509.Certificate {
		c := &x509.Certificate{
			SerialNumber: big.NewInt(n), Subject: pkix.Name{CommonName: name}, SubjectKeyId: []byte(name),
			NotBefore: time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC),
			KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		}
		change(c)
		if parent == nil {
			parent = c
		}
		der, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), key)
		if err != nil {
			panic(err)
		}
		made, err := x509.ParseCertificate(der)
		if err != nil {
			panic(err)
		}
		return made
	}
	root := make(1, "Ban Cơ yếu", nil, func(c *x509.Certificate) {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	})
	stamps, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err != nil {
		panic(err)
	}
	return outside{key, root,
		make(2, "Ông Token", root, func(*x509.Certificate) {}),
		make(3, "Dấu thời gian", root, func(c *x509.Certificate) {
			c.KeyUsage = x509.KeyUsageDigitalSignature
			c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: stamps}}
		})}
})

// sign is what a leader's program makes of a file.
func (o outside) sign(file []byte, field string, at time.Time) ([]byte, error) {
	return sign.Notary{}.Sign(file, signature.Stroke{Field: field, Name: "Ông Token", At: at, Box: []signature.Line{{Text: "Ký số"}}, Red: true, Key: o.key, Chain: []*x509.Certificate{o.leader, o.root}})
}

// stamp is a time stamp (RFC 3161) over an imprint.
func (o outside) stamp(imprint []byte, at time.Time) []byte {
	tlv := func(tag byte, parts ...[]byte) []byte {
		b, err := asn1.Marshal(asn1.RawValue{Class: int(tag >> 6), Tag: int(tag & 0x1f), IsCompound: tag&0x20 != 0, Bytes: bytes.Join(parts, nil)})
		if err != nil {
			panic(err)
		}
		return b
	}
	seq := func(parts ...[]byte) []byte { return tlv(0x30, parts...) }
	id := func(n ...int) []byte {
		b, err := asn1.Marshal(asn1.ObjectIdentifier(n))
		if err != nil {
			panic(err)
		}
		return b
	}
	number := func(n byte) []byte { return tlv(2, []byte{n}) }
	sha, kind := seq(id(2, 16, 840, 1, 101, 3, 4, 2, 1)), id(1, 2, 840, 113549, 1, 9, 16, 1, 4)
	info := seq(number(1), id(1, 2, 3, 4), seq(sha, tlv(4, imprint)), number(7), tlv(0x18, []byte(at.UTC().Format("20060102150405Z"))))
	said, mine := sha256.Sum256(info), sha256.Sum256(o.tsa.Raw)
	attributes := [][]byte{
		seq(id(1, 2, 840, 113549, 1, 9, 3), tlv(0x31, kind)),
		seq(id(1, 2, 840, 113549, 1, 9, 4), tlv(0x31, tlv(4, said[:]))),
		seq(id(1, 2, 840, 113549, 1, 9, 16, 2, 47), tlv(0x31, seq(seq(seq(tlv(4, mine[:])))))),
	}
	slices.SortFunc(attributes, bytes.Compare)
	hash := sha256.Sum256(tlv(0x31, attributes...))
	value, err := o.key.Sign(nil, hash[:], crypto.SHA256)
	if err != nil {
		panic(err)
	}
	return seq(id(1, 2, 840, 113549, 1, 7, 2), tlv(0xa0, seq(
		number(3), tlv(0x31, sha), seq(kind, tlv(0xa0, tlv(4, info))), tlv(0xa0, o.tsa.Raw),
		tlv(0x31, seq(number(1), seq(o.tsa.RawIssuer, number(3)), sha, tlv(0xa0, attributes...), seq(id(1, 2, 840, 113549, 1, 1, 1)), tlv(4, value))))))
}
