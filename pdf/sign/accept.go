package sign

import (
	"bytes"
	"crypto/x509"
	"slices"
	"time"

	"thidua/pdf/sign/syntax"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

// A Refusal says why an upload is not taken.
type Refusal struct{ text.Notice }

func (r *Refusal) Error() string { return "sign: not accepted: " + r.Key }

// Unwrap makes it a mistake that is explained to whoever sent the file.
func (r *Refusal) Unwrap() error { return &text.Problem{Notice: r.Notice} }

func refuse(key string, pairs ...string) error { return &Refusal{text.Say(key, pairs...)} }

// Accept looks at a file that came back from a signer. It must be issued, byte
// for byte, and one revision more that does nothing but put one sound signature
// over the whole file into the asked field, by a certificate that does not end
// before until. An unknown chain is no reason to refuse: Found.Chain says it.
// Otherwise the error is a *Refusal.
func (n Notary) Accept(issued, upload []byte, field string, roots []*x509.Certificate, until time.Time) (signature.Found, error) {
	was, err := newHistory(issued)
	if err != nil {
		return signature.Found{}, err
	}
	if !bytes.HasPrefix(upload, issued) {
		return signature.Found{}, foreign(was, upload)
	}
	if len(upload) == len(issued) {
		return signature.Found{}, refuse("verify.refuse.nothing")
	}
	h, err := newHistory(upload)
	switch {
	case err != nil:
		return signature.Found{}, &Refusal{unreadable(err)}
	case h.trailing() > 0:
		return signature.Found{}, refuse("verify.refuse.bytes")
	case !h.continues(was):
		return signature.Found{}, refuse("verify.refuse.other")
	case len(h.steps) == len(was.steps):
		return signature.Found{}, refuse("verify.refuse.nothing")
	}
	last := h.steps[len(h.steps)-1]
	signed := 0
	for _, s := range h.steps[len(was.steps):] {
		signed += len(s.signed)
		for _, c := range s.changes {
			if c.Key != "verify.change.signed" && !c.Allowed && c.Key != "verify.change.rewritten" {
				return signature.Found{}, &Refusal{c.Notice}
			}
		}
	}
	switch {
	case len(last.signed) > 1:
		return signature.Found{}, refuse("verify.refuse.several")
	case signed == 0:
		return signature.Found{}, refuse("verify.refuse.nothing")
	case len(last.signed) == 0:
		return signature.Found{}, refuse("verify.refuse.revisions")
	case last.signed[0] != field:
		return signature.Found{}, refuse("verify.refuse.field", "field", last.signed[0])
	case len(h.steps) > len(was.steps)+1:
		return signature.Found{}, refuse("verify.refuse.revisions")
	}
	found, _ := h.verify(h.last().byName[field], roots)
	switch {
	case !found.Valid && len(found.Why) > 0:
		return found, &Refusal{found.Why[0]}
	case !found.Valid || found.Covers != signature.CoversAll:
		return found, refuse("verify.why.hole")
	case found.Kind == signature.TimeStamp:
		return found, refuse("verify.refuse.stamp")
	case marked(found.Certificate, signature.ChatPolicy, signature.ClusterPolicy):
		return found, refuse("verify.refuse.pretends")
	case h.locks(field):
		return found, refuse("verify.refuse.locks")
	case found.Certificate.NotAfter.Before(until):
		return found, refuse("verify.refuse.ends", "until", found.Certificate.NotAfter.Format(time.DateOnly))
	}
	for _, why := range found.Why {
		if slices.Contains(spoiling, why.Key) {
			return found, &Refusal{why}
		}
	}
	return found, nil
}

// spoiling are the doubts about a signature that signing again would put right;
// taken, they would stay on the paper for ever.
var spoiling = []string{"verify.why.outside", "verify.why.time", "verify.why.usage"}

// locks says whether the signature in a field forbids what is to come: others
// that sign and fill after it.
func (h *history) locks(field string) bool {
	dict, _ := h.last().byName[field].value.(syntax.Dict)
	references, err := h.last().array(dict["Reference"])
	for _, r := range references {
		if d, fault := h.last().dict(r); fault != nil || d["TransformMethod"] != syntax.Name("Identity") {
			return true
		}
	}
	return err != nil
}

// foreign says what an upload is that does not begin with what was issued.
func foreign(was *history, upload []byte) error {
	for i := len(was.file.Revisions) - 2; i >= 0; i-- {
		if bytes.HasPrefix(upload, was.file.Bytes[:was.file.Revisions[i].End]) {
			return refuse("verify.refuse.older")
		}
	}
	return refuse("verify.refuse.other")
}
