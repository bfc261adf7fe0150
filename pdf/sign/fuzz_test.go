package sign_test

import (
	"testing"

	"thidua/pdf/sign"
	"thidua/workflow/signature"
)

// Whatever is sent is answered: never a panic, never valid unless it is what was
// signed, and then with a signature.
func FuzzCheck(f *testing.F) {
	s := whole()
	prepared, issued := s.revisions[0], s.revisions[1]
	from := len(prepared) // fonts and pages stay; the fuzzer has what was appended
	f.Add(issued[from:])
	e := edit(f, prepared)
	r, page := e.page(0)
	page["Rotate"] = page["MediaBox"]
	e.set(r, page)
	f.Add(e.close()[from:])
	f.Add([]byte("1 0 obj <<>> endobj xref\n0 1\n0000000000 65535 f \ntrailer <</Prev 0>> startxref\n0\n%%EOF"))
	f.Fuzz(func(t *testing.T, tail []byte) {
		file := append(prepared[:from:from], tail...)
		report := sign.Notary{}.Check(file, s.roots())
		if report.Verdict == signature.Valid && string(file) != string(issued) {
			t.Error("valid")
		}
		if report.Verdict != signature.Valid && len(report.Why) == 0 {
			t.Errorf("%s without a reason", report.Verdict)
		}
		_, _ = sign.Notary{}.Accept(prepared, file, "leader-1", s.roots(), year)
		sign.Notary{}.Check(tail, s.roots())
	})
}
