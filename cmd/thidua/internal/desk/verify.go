package desk

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"fmt"

	"thidua/pdf/sign"
	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

// verify checks the signatures of a file against the roots that came along and
// those of the store, and says what the register knows of it.
func (d *Desk) verify(ctx context.Context, r Request) (a Answer, err error) {
	err = d.Store.View(ctx, func(s storage.Reader) error {
		a, err = verified(s, r)
		return err
	})
	return a, err
}

// VerifyAlone is verify where there is no store.
func VerifyAlone(r Request) (Answer, error) { return verified(nil, r) }

func verified(s storage.Reader, r Request) (a Answer, err error) {
	var roots []*x509.Certificate
	for _, der := range r.Roots {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return a, err
		}
		roots = append(roots, c)
	}
	v, err := workflow.VerifyFile(s, r.File, roots, sign.Notary{}.Check)
	if err != nil {
		return a, err
	}
	if r.Format == "json" {
		a.Out, err = json.MarshalIndent(v.Said(), "", " ")
		a.Out = append(a.Out, '\n')
	} else {
		var b bytes.Buffer
		for _, line := range v.Told(text.Vietnamese).Lines() {
			fmt.Fprintln(&b, text.Plain(text.Vietnamese, line))
		}
		a.Out = b.Bytes()
	}
	if v.Report.Verdict == signature.Invalid {
		a.Faults = []string{r.FileName + ": invalid"}
	}
	return a, err
}
