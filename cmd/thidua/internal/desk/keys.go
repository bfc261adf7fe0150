package desk

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/authority"
)

// keys lists the certificates of the clusters' own authorities.
func (d *Desk) keys(ctx context.Context, r Request) (a Answer, err error) {
	list, err := d.held(ctx, r.Cluster)
	if err != nil {
		return a, err
	}
	if len(list) == 0 {
		return Answer{Said: []string{"no keys yet: they are made when the covenant is opened for signing"}}, nil
	}
	var out bytes.Buffer
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "cluster\tkind\twhose\tagency\tfrom\tto\tSHA-256\tstate")
	for _, h := range list {
		cert, err := h.X509()
		if err != nil {
			return a, err
		}
		agency := ""
		if len(cert.Subject.Organization) > 0 {
			agency = cert.Subject.Organization[0]
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", h.Cluster, h.Kind(), cert.Subject.CommonName, agency,
			day(cert.NotBefore), day(cert.NotAfter), workflow.Fingerprint(h), keyState(h, cert.NotAfter, d.now()))
	}
	err = w.Flush()
	return Answer{Out: out.Bytes()}, err
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func keyState(h authority.Held, to, now time.Time) string {
	switch {
	case !h.Retired.IsZero():
		return "retired " + day(h.Retired) + " (" + h.Why + ")"
	case to.Before(now):
		return "ended"
	}
	return "in use"
}

// exportKeys is the public side: each certificate as a PEM file.
func (d *Desk) exportKeys(ctx context.Context, r Request) (a Answer, err error) {
	list, err := d.held(ctx, r.Cluster)
	if err != nil {
		return a, err
	}
	if len(list) == 0 {
		return refusal("%s has no certificates yet", r.Cluster), nil
	}
	for _, h := range list {
		b := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: h.Certificate})
		if !r.Files {
			a.Out = append(a.Out, b...)
			continue
		}
		a.Files = append(a.Files, File{fmt.Sprintf("%s-%s-%.16s.pem", h.Cluster, h.Kind(), workflow.Fingerprint(h)), b})
	}
	return a, nil
}

func (d *Desk) held(ctx context.Context, cluster string) (list []authority.Held, err error) {
	err = d.Store.View(ctx, func(s storage.Reader) error {
		list, err = authority.All(s, cluster)
		return err
	})
	return list, err
}

// rewrap seals all keys under another master key. A process that runs with the
// old one could sign nothing afterwards, so it is not done under its feet.
func (d *Desk) rewrap(ctx context.Context, r Request) (a Answer, err error) {
	if d.Wake != nil {
		return refusal("stop thidua serve first: it runs with the old master key"), nil
	}
	keys, pins := 0, 0
	err = d.Store.Update(ctx, "", func(tx storage.Tx) error {
		keys, pins, err = workflow.RewrapKeys(tx, d.act(), r.OldKey, r.Key)
		return err
	})
	if errors.Is(err, authority.ErrMaster) {
		return refusal("the old master key is not the one that the keys are sealed with; nothing was changed"), nil
	}
	if err != nil {
		return a, err
	}
	return Answer{Said: []string{
		fmt.Sprintf("%d keys are sealed under the new master key", keys),
		fmt.Sprintf("%d PINs are forgotten, since they depend on the old one: each person sets a new PIN with the next signature", pins),
	}}, nil
}

// checkKeys says for doctor how the keys are, and whether the master key given
// opens them.
func (d *Desk) checkKeys(ctx context.Context, r Request) (a Answer, err error) {
	var list []authority.Held
	shut := ""
	err = d.Store.View(ctx, func(s storage.Reader) error {
		if list, err = authority.All(s, ""); err != nil || len(r.Key) == 0 {
			return err
		}
		shut, err = authority.Opens(s, r.Key)
		return err
	})
	if err != nil {
		return a, err
	}
	f := Finding{"signing keys", true, "none yet; they are made when the covenant is opened for signing"}
	inUse := 0
	var soon []string
	for _, h := range list {
		if !h.Retired.IsZero() {
			continue
		}
		inUse++
		cert, err := h.X509()
		if err != nil {
			return a, err
		}
		if h.Kind() != "signer" && cert.NotAfter.Before(d.now().AddDate(0, 3, 0)) {
			soon = append(soon, fmt.Sprintf("%s of %s ends on %s", h.Kind(), h.Cluster, day(cert.NotAfter)))
		}
	}
	if inUse > 0 {
		f.Said = fmt.Sprintf("%d in use, all of them open", inUse)
	}
	switch {
	case shut != "":
		f.Well, f.Said = false, "the master key does not open them: put the right one back (THIDUA_KEY, THIDUA_KEY_FILE, or the file beside the store); without it nobody can sign"
	case inUse > 0 && len(r.Key) == 0:
		f.Well, f.Said = false, fmt.Sprintf("%d in use, and no master key: put it back where it was; without it nobody can sign", inUse)
	}
	a.Out = fmt.Appendln(a.Out, f.Line())
	if !f.Well {
		a.Faults = append(a.Faults, f.What+" wants attention")
	}
	for _, s := range soon {
		a.Out = fmt.Appendln(a.Out, Finding{"certificate", true, s + "; the next signature makes another"}.Line())
	}
	return a, nil
}
