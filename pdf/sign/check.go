package sign

import (
	"crypto/x509"
	"errors"
	"strconv"

	"thidua/pdf/sign/cms"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

// Text fields that are kept for the clerk.
const (
	numberField = "number"
	dateField   = "date"
)

// Check says of each signature in file who made it, whether it holds, whether
// its certificate leads to one of roots, and what was added after it. The
// verdict is valid only when every byte of the file is accounted for: signed,
// or just what Fill writes. What is no paper of ours, broken or without
// signature is unknown, with the reason; nothing makes it panic or take long.
func (Notary) Check(file []byte, roots []*x509.Certificate) signature.Report {
	h, err := newHistory(file)
	if err != nil {
		return signature.Report{Verdict: signature.Unknown, Why: []text.Notice{unreadable(err)}}
	}
	report := signature.Report{Verdict: signature.Valid}
	covered := 0 // revisions under the last signature
	for _, f := range h.signatures() {
		found, revision := h.verify(f, roots)
		for _, s := range h.steps[revision+1:] {
			found.After = append(found.After, s.changes...)
		}
		covered = max(covered, revision+1)
		report.Signatures = append(report.Signatures, found)
	}
	if len(report.Signatures) == 0 {
		return signature.Report{Verdict: signature.Unknown, Why: []text.Notice{text.Say("verify.why.no_signatures")}}
	}
	vouch(report.Signatures)
	for _, s := range h.steps[covered:] {
		report.Unsigned = append(report.Unsigned, s.changes...)
	}
	if n := h.trailing(); n > 0 {
		more := signature.Change{Notice: text.Say("verify.change.bytes_added", "n", strconv.Itoa(n))}
		report.Unsigned = append(report.Unsigned, more)
		for i := range report.Signatures {
			report.Signatures[i].After = append(report.Signatures[i].After, more)
		}
	}
	conclude(&report)
	return report
}

// vouch notes which signatures a trusted time stamp of the document stands over:
// they were there by then.
func vouch(list []signature.Found) {
	for i, s := range list {
		if s.Kind != signature.TimeStamp || !s.Valid || s.Chain != signature.ChainTrusted {
			continue
		}
		for j := range list[:i] {
			if f := &list[j]; f.Valid && f.Stamped.IsZero() {
				f.Stamped = s.Time
			}
		}
	}
}

// conclude draws the verdict: what is invalid outweighs what is not known.
func conclude(r *signature.Report) {
	worse := func(v signature.Verdict, why text.Notice) {
		if r.Verdict != signature.Invalid {
			r.Verdict = v
		}
		r.Why = append(r.Why, why)
	}
	for _, f := range r.Signatures {
		switch {
		case !f.Valid:
			worse(signature.Invalid, text.Say("verify.why.signature", "field", f.Field, "name", f.Signer))
		case f.Chain != signature.ChainTrusted:
			worse(signature.Unknown, text.Say("verify.why.chain", "field", f.Field, "name", f.Signer))
		case len(f.Why) > 0:
			worse(signature.Unknown, text.Say("verify.why.doubt", "field", f.Field, "name", f.Signer))
		}
	}
	changes := r.Unsigned
	if len(r.Signatures) > 0 {
		changes = r.Signatures[0].After
	}
	for _, c := range changes {
		if !c.Allowed {
			worse(signature.Invalid, text.Say("verify.why.changed"))
			break
		}
	}
}

// unreadable says in plain words why a file cannot be looked at.
func unreadable(err error) text.Notice {
	switch {
	case errors.Is(err, errSize), errors.Is(err, errTooMuch):
		return text.Say("verify.why.too_large")
	}
	return text.Say("verify.why.broken")
}

// fault is the sentence for what cms found.
func fault(err error) text.Notice {
	switch {
	case errors.Is(err, cms.ErrWeak):
		return text.Say("verify.why.weak")
	case errors.Is(err, cms.ErrUnsupported):
		return text.Say("verify.why.unsupported")
	case errors.Is(err, cms.ErrSigners):
		return text.Say("verify.why.signers")
	case errors.Is(err, cms.ErrCertificate):
		return text.Say("verify.why.certificate")
	case errors.Is(err, cms.ErrDigest):
		return text.Say("verify.why.digest")
	case errors.Is(err, cms.ErrSignature):
		return text.Say("verify.why.value")
	case errors.Is(err, cms.ErrUnsigned):
		return text.Say("verify.why.unsigned")
	case errors.Is(err, cms.ErrPurpose):
		return text.Say("verify.why.purpose")
	}
	return text.Say("verify.why.malformed")
}
