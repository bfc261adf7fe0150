package cms_test

import (
	"bytes"
	"testing"

	"thidua/pdf/sign/cms"
)

// Whatever stands where a signature should is answered with an error, or it is
// the signature.
func FuzzCheck(f *testing.F) {
	p := people()["ec"]
	der := sign(f, p)
	f.Add(der)
	f.Add([]byte{0x30, 0x80, 0, 0})
	f.Add(bytes.Repeat([]byte{0x30, 0x80}, 100))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := cms.Check(data, content); err == nil && s.Exact && !bytes.Equal(bytes.TrimRight(data, "\x00"), bytes.TrimRight(der, "\x00")) && s.Certificate.Equal(p.chain[0]) {
			t.Error("another signature that is exact")
		}
		_, _ = cms.Token(data, content)
		_, _ = cms.Response(data, content, p.chain[0].SerialNumber)
	})
}
