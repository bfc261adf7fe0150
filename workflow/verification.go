package workflow

import (
	"bytes"
	"crypto/x509"
	"slices"

	"thidua/storage"
	"thidua/workflow/authority"
	"thidua/workflow/signature"
)

// A Checker finds the signatures in a file and says what they are worth:
// pdf/sign's Notary.Check.
type Checker func(file []byte, roots []*x509.Certificate) signature.Report

// A Verification is what checking a document comes to: what stands in the file,
// and what the registers say of it.
type Verification struct {
	Report   signature.Report
	SHA256   string
	Register bool   // there are registers that were asked
	Known    bool   // one of them has the document
	Facts    Facts  // what it says
	Newest   bool   // the file is the document as it stands now
	Earlier  bool   // it is what the document was before; if neither, it begins so and goes on as the register does not know it
	Asked    string // the code it was found by; empty: a file was given
}

// VerifyFile checks a file against roots and the authorities of the store, old
// ones too; r is nil where there is no store. An earlier copy of a document of the
// register is known too, by what its signatures cover.
func VerifyFile(r storage.Reader, file []byte, roots []*x509.Certificate, check Checker) (v Verification, err error) {
	v.SHA256 = hashOf(file)
	if r == nil {
		v.Report = check(file, roots)
		return v, nil
	}
	own, err := authority.Roots(r)
	if err != nil {
		return v, err
	}
	v.Register, v.Report = true, check(file, slices.Concat(roots, own))
	sums := []string{v.SHA256}
	for _, s := range slices.Backward(v.Report.Signatures) {
		if s.Length > 0 && s.Length < len(file) {
			sums = append(sums, hashOf(file[:s.Length]))
		}
	}
	v.Facts, v.Known, err = findFacts(r, func(d Document) bool {
		return d.ID != "" && (slices.Contains(sums, d.ID) || slices.Contains(sums, d.SHA256))
	})
	if err != nil || !v.Known {
		return v, err
	}
	if v.Newest = v.SHA256 == v.Facts.SHA256; !v.Newest {
		now, err := Paper(r, v.Facts.SHA256)
		if err != nil {
			return v, err
		}
		v.Earlier = v.SHA256 == v.Facts.ID || bytes.HasPrefix(now, file)
	}
	return v, nil
}

// VerifyCode is what the registers say of a code, with its file checked as it
// stands; false where no register has it.
func VerifyCode(r storage.Reader, code string, roots []*x509.Certificate, check Checker) (v Verification, ok bool, err error) {
	v.Facts, v.Known, err = FindByCode(r, code)
	if err != nil || !v.Known {
		return v, false, err
	}
	v.Register, v.Asked, v.Newest, v.SHA256 = true, v.Facts.Code, true, v.Facts.SHA256
	own, err := authority.Roots(r)
	if err != nil {
		return v, false, err
	}
	file, err := Paper(r, v.SHA256)
	if err != nil {
		return v, false, err
	}
	v.Report = check(file, slices.Concat(roots, own))
	return v, true, nil
}

// conclusion is the verdict that a reader is told, and how it looks. Signatures
// that hold are not the whole answer where the register says that the document
// counts no longer, or has grown since.
func (v Verification) conclusion() (key string, tone signature.Verdict) {
	switch {
	case v.Report.Verdict == signature.Invalid:
		return "invalid", signature.Invalid
	case v.Known && v.Newest && len(v.Report.Signatures) == 0: // the register answers for it
		if v.Facts.Gone() {
			return v.Facts.State, signature.Unknown
		}
		return "registered", signature.Valid
	case v.Report.Verdict != signature.Valid:
		return "unknown", signature.Unknown
	case v.Known && !v.Newest && !v.Earlier:
		return "other", signature.Unknown
	case v.Known && v.Facts.Gone():
		return v.Facts.State, signature.Unknown
	case v.Earlier:
		return "earlier", signature.Unknown
	case v.Known && v.Facts.State == DocumentOpen:
		return "open", signature.Valid
	}
	return "valid", signature.Valid
}
