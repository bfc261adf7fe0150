package sign_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"slices"
	"testing"
	"time"

	"thidua/pdf/sign"
	"thidua/pdf/sign/syntax"
	"thidua/workflow/signature"
)

func p256(t testing.TB) *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// policy puts policies into a certificate.
func policy(list ...string) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		for _, s := range list {
			oid, err := x509.ParseOID(s)
			if err != nil {
				panic(err)
			}
			c.Policies = append(c.Policies, oid)
		}
	}
}

// What a signature calls itself counts only under a cluster's authority that is
// trusted here.
func TestKind(t *testing.T) {
	prepared := whole().revisions[0]
	cluster := authority(t)
	official := issued(t, signer{}, p256(t), "Cơ quan khác", "Cơ quan khác")
	chat, own := policy(signature.ChatPolicy), policy(signature.ClusterPolicy)
	for _, c := range []struct {
		field   string
		by      signer
		policy  func(*x509.Certificate)
		trusted bool
		kind    string
		sure    bool
	}{
		{"leader-1", cluster, chat, true, signature.Chat, true},
		{"leader-1", cluster, own, true, signature.Cluster, true},
		{"cluster", cluster, own, true, signature.Cluster, true},
		{"witness-1", cluster, chat, true, signature.Witness, true},
		{"witness-1", official, nil, true, signature.Witness, true},
		{"leader-1", official, nil, true, signature.Token, true},
		{"leader-1", official, nil, false, signature.Token, true},
		{"leader-1", official, chat, true, signature.Token, false},
		{"leader-1", official, own, true, signature.Token, false},
		{"witness-1", official, chat, true, signature.Witness, false},
		{"cluster", official, nil, true, signature.Token, false},
		{"cluster", cluster, chat, true, signature.Token, false},
		{"leader-1", cluster, chat, false, signature.Chat, false},
		{"cluster", official, nil, false, signature.Cluster, false},
		{"leader-1", official, own, false, signature.Cluster, false},
	} {
		var list []func(*x509.Certificate)
		if c.policy != nil {
			list = append(list, c.policy)
		}
		p := issued(t, c.by, p256(t), "Trần Văn Bình", "Tỉnh An Giang", list...)
		file, err := sign.Notary{}.Sign(prepared, stroke(p, c.field, 1))
		if err != nil {
			t.Fatal(err)
		}
		var roots []*x509.Certificate
		if c.trusted {
			roots = c.by.chain
		}
		r := sign.Notary{}.Check(file, roots)
		want := signature.Unknown
		if c.trusted && c.sure {
			want = signature.Valid
		}
		f := r.Signatures[0]
		if !f.Valid || f.Kind != c.kind || slices.Contains(keys(r), "verify.why.kind") == c.sure || r.Verdict != want {
			t.Errorf("%+v: %s, kind %s, %v", c, r.Verdict, f.Kind, keys(r))
		}
	}
}

// What a signature from outside must not be.
func TestRefusedCertificates(t *testing.T) {
	issuedFile, s, _ := leaders()
	root := authority(t)
	for name, c := range map[string]struct {
		change func(*x509.Certificate)
		want   string
	}{
		"confirmed in the chat, it says": {policy(signature.ChatPolicy), "verify.refuse.pretends"},
		"the cluster's, it says":         {policy(signature.ClusterPolicy), "verify.refuse.pretends"},
		"an authority": {func(c *x509.Certificate) {
			c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageDigitalSignature
		}, "verify.why.usage"},
		"for encryption":   {func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }, "verify.why.usage"},
		"a server":         {func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} }, "verify.why.usage"},
		"not yet in force": {func(c *x509.Certificate) { c.NotBefore = time.Date(2017, 6, 1, 0, 0, 0, 0, time.UTC) }, "verify.why.outside"},
		"over":             {func(c *x509.Certificate) { c.NotAfter = time.Date(2017, 3, 1, 0, 0, 0, 0, time.UTC) }, "verify.refuse.ends"},
		"a person's": {func(c *x509.Certificate) {
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageEmailProtection}
		}, ""},
		"no usages": {func(c *x509.Certificate) { c.KeyUsage = 0 }, ""},
	} {
		p := issued(t, root, p256(t), "Trần Văn Bình", "Tỉnh An Giang", c.change)
		for _, kind := range []string{"adbe.pkcs7.detached", "ETSI.CAdES.detached"} {
			upload := edit(t, issuedFile).sign("leader-5", kind, p.by)
			if c.want != "" {
				refused(t, name, c.want, issuedFile, upload)
			} else if _, err := (sign.Notary{}).Accept(issuedFile, upload, "leader-5", s.roots(), year); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// A signature that forbids others to sign after it would end the covenant.
func TestRefusedLock(t *testing.T) {
	issued, _, leader := leaders()
	for _, method := range []syntax.Name{"DocMDP", "FieldMDP"} {
		e := edit(t, issued)
		e.more = syntax.Dict{"Reference": syntax.Array{syntax.Dict{"Type": syntax.Name("SigRef"), "TransformMethod": method, "TransformParams": syntax.Dict{"P": syntax.Number(1)}}}}
		refused(t, string(method), "verify.refuse.locks", issued, e.sign("leader-5", "ETSI.CAdES.detached", leader.by))
	}
	e := edit(t, issued)
	e.more = syntax.Dict{"M": nil}
	refused(t, "no time", "verify.why.time", issued, e.sign("leader-5", "ETSI.CAdES.detached", leader.by))
	e = edit(t, edit(t, issued).sign("leader-5", "ETSI.CAdES.detached", leader.by))
	r, c := e.catalog()
	c["DSS"] = syntax.Dict{"Certs": syntax.Array{}}
	e.set(r, c)
	refused(t, "validation data after it", "verify.refuse.revisions", issued, e.close())
}
