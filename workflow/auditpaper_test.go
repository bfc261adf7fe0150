package workflow_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/paper"
	"thidua/workflow/signature"
)

// certified is a certificate of somebody, made for the test.
func certified(t *testing.T, name string) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), append(make([]byte, 31), 7))
	must(t, err)
	c := &x509.Certificate{SerialNumber: big.NewInt(0xABCDEF), Subject: pkix.Name{CommonName: name}, Issuer: pkix.Name{CommonName: "Cụm"},
		NotBefore: at("2017-01-01 00:00"), NotAfter: at("2027-01-01 00:00")}
	der, err := x509.CreateCertificate(nil, c, &x509.Certificate{Subject: pkix.Name{CommonName: "Cụm thi đua số 1"}}, key.Public(), key)
	must(t, err)
	made, err := x509.ParseCertificate(der)
	must(t, err)
	return made
}

// finding is a notary that always finds the same.
type finding struct {
	workflow.Notary
	report signature.Report
}

func (f finding) Check([]byte, []*x509.Certificate) signature.Report { return f.report }

func TestTheAuditSheet(t *testing.T) {
	h := newHouse(t)
	c := h.apply(yearFile + "signing: [chat, paper]\n")
	h.now = at("2017-03-20 09:00")
	for id, role := range map[string]workflow.Role{"910001": workflow.Head, "910002": workflow.Deputy, "910003": workflow.Leader} {
		h.seat(id, "cum", role, map[workflow.Role]string{workflow.Head: "a", workflow.Deputy: "b", workflow.Leader: "c"}[role])
	}
	h.by = "910001"
	cov := h.open(c)
	file := see(h, func(r storage.Reader) ([]byte, error) { return workflow.Paper(r, cov.SHA256) })
	h.now = at("2017-03-27 10:00")
	h.do(func(tx storage.Tx, act workflow.Act) error {
		sum, err := workflow.KeepFile(tx, "quet.pdf", []byte("%PDF a scan"))
		if err == nil {
			_, err = workflow.EnterPaperSignature(tx, act, c, workflow.Claim{Document: cov.SHA256, Fields: []string{"leader-d"}, Day: c.Periods[0].ReportBy.AddDays(-108),
				Scans: []workflow.Scan{{SHA256: sum, Name: "quet.pdf", Kind: "pdf", Size: 11}}})
		}
		return err
	})
	wrong(t, h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.ConfirmPaperSignature(tx, act, c, chancery, 1)
		return err
	}), "giay.second_person")
	h.by = "910003"
	wrong(t, h.act(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.ConfirmPaperSignature(tx, act, c, chancery, 1)
		return err
	}), "giay.not_yours")
	h.by = "910002"
	h.do(func(tx storage.Tx, act workflow.Act) error {
		_, err := workflow.ConfirmPaperSignature(tx, act, c, chancery, 1)
		return err
	})

	sheet := func(report signature.Report) (p paper.Audit) {
		t.Helper()
		return see(h, func(r storage.Reader) (paper.Audit, error) {
			return workflow.AuditPaper(r, c, workflow.Chancery{Notary: finding{report: report}, Public: "https://cum.vn/"}, cov.SHA256, h.now)
		})
	}
	head := see(h, func(r storage.Reader) (workflow.Change, error) { return workflow.LogHead(r, "cum") })
	p := sheet(signature.Report{Signatures: []signature.Found{
		{Field: "leader-d", Signer: "Cụm thi đua số 1", Kind: signature.Cluster, Chain: signature.ChainTrusted, Valid: true, Time: h.now, Length: 30, Certificate: certified(t, "Cụm thi đua số 1")},
		{Field: "cluster", Signer: "Cụm thi đua số 1", Kind: signature.Cluster, Chain: signature.ChainTrusted, Valid: true, Time: h.now.Add(-time.Hour), Stamped: h.now, Length: 20, Certificate: certified(t, "Cụm thi đua số 1")},
	}})
	if p.Log != (paper.AuditLog{Seq: head.Seq, At: "2017-03-27T10:00:00+07:00", Hash: head.Hash}) {
		t.Errorf("the log stands at %+v, want line %d %s", p.Log, head.Seq, head.Hash)
	}
	if len(p.Signatures) != 2 || p.Signatures[0].Field != "cluster" || p.Signatures[0].Stamp == "" || p.Signatures[1].Kind != "paper" || p.Signatures[1].Stamp != "" || p.Signatures[1].Words != "Ký trên bản giấy" {
		t.Errorf("signatures %+v", p.Signatures)
	}
	if s := p.Signatures[1]; s.Paper == nil || s.Paper.Day != "2017-03-24" || s.Paper.ConfirmedBy != "Anh 910002" || len(s.Paper.Scans) != 1 || s.Certificate.Issuer != "Cụm thi đua số 1" || s.Certificate.Serial != "ABCDEF" {
		t.Errorf("on paper: %+v %+v", s.Paper, s.Certificate)
	}
	if p.Frozen != cov.SHA256 || p.Rules != c.SHA256 || p.State != "đang lấy chữ ký" || !strings.HasPrefix(p.Link, "https://cum.vn/xm/GU-2017-") || len(p.Open) != 3 {
		t.Errorf("the sheet says %+v", p)
	}
	if n := len(p.Revisions); n != 3 || p.Revisions[0].Length != 20 || p.Revisions[2].Length != len(file) {
		t.Errorf("revisions %+v", p.Revisions)
	}
	if !slices.ContainsFunc(p.Notes, func(s string) bool { return strings.HasPrefix(s, "1 chữ ký không có dấu thời gian") }) {
		t.Errorf("notes %q", p.Notes)
	}
	b, err := json.Marshal(p)
	must(t, err)
	for _, id := range []string{`"910001"`, `"910002"`, `"910003"`} {
		if strings.Contains(string(b), id) {
			t.Errorf("%s of the messenger is on the sheet", id)
		}
	}

	// Without a signature in the file the register's word stands, and it says so.
	p = sheet(signature.Report{})
	if len(p.Signatures) != 1 || p.Signatures[0].Agency != "huyện Đức" || p.Signatures[0].Kind != "paper" || !strings.Contains(p.Notes[0], "không chứa chữ ký số") {
		t.Errorf("without: %+v %q", p.Signatures, p.Notes)
	}
	h.sound("cum")
}
