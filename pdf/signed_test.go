package pdf

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/pdf/sign"
	"thidua/workflow/paper"
	"thidua/workflow/signature"
)

// fieldCovenant is a covenant opened for signing, with long names and authorities.
func fieldCovenant(members, witnesses int, seals bool) paper.Covenant {
	v := sampleCovenant(members, 3, 0)
	v.Code, v.Public, v.Seals, v.Stamps = "GU-2018-7F3K-92QD", "https://thidua.example.vn", seals, true
	v.RulesSHA256, v.TargetsSHA256 = strings.Repeat("8d0f9a2c", 8), strings.Repeat("ffeeddcc", 8)
	v.Number = ""
	for i := range v.Grid {
		s := &v.Grid[i]
		switch i % 4 {
		case 1:
			s.Agency, s.OnBehalf, s.Title, s.Name = "Sở Nông nghiệp và Môi trường", "KT. Giám đốc", "Phó Giám đốc", "Nguyễn Thị Hồng Phượng"
		case 2:
			s.Agency, s.OnBehalf, s.Title = "Ban Quản lý khu kinh tế và các khu công nghiệp tỉnh", "", "Trưởng ban"
		case 3:
			s.Name = ""
		}
	}
	v.Witnesses = nil
	for i := range witnesses {
		v.Witnesses = append(v.Witnesses, paper.Signer{Agency: "Ban Thi đua - Khen thưởng Trung ương", OnBehalf: "KT. Trưởng ban", Title: "Phó Trưởng ban", Name: fmt.Sprintf("Trần Thị Hà %d", i+1)})
	}
	return v
}

// Fields lie on no word, on no other field, and inside the page's margins.
func TestFieldsOverlapNothing(t *testing.T) {
	for _, members := range []int{1, 5, 10, 12, 40} {
		for witnesses := range 4 {
			seals := witnesses%2 == 1
			t.Run(fmt.Sprintf("%d members, %d witnesses, seals %t", members, witnesses, seals), func(t *testing.T) {
				v := fieldCovenant(members, witnesses, seals)
				var c cleaner
				p := covenant(cleaned(&c, v))
				want := members + witnesses + 4 // number, date, cluster, time stamp
				if seals {
					want += members
				}
				if len(p.fields) != want {
					t.Errorf("%d fields, want %d", len(p.fields), want)
				}
				d, err := p.finish(aboutCovenant(v), &c)
				if err != nil {
					t.Fatal(err)
				}
				pages := boxes(t, d) // without what fields say while they are empty
				for i, f := range p.fields {
					if f.Name == paper.FieldStamp {
						continue
					}
					s := p.reach[f.Page-1].sheet
					b := wordBox{f.Rect[0], s.height/pt - f.Rect[3], f.Rect[2], s.height/pt - f.Rect[1], f.Name}
					if b.x0 < s.left/pt || b.x1 > s.right/pt+0.1 || b.y0 < s.top/pt-0.1 || b.y1 > s.bottom/pt+0.1 || b.x1-b.x0 < 15 || b.y1-b.y0 < 10 {
						t.Errorf("field %s stands at %v", f.Name, b)
					}
					if !f.Text && b.y1-b.y0 < 36 {
						t.Errorf("field %s is %.0f points high", f.Name, b.y1-b.y0)
					}
					for _, w := range pages[f.Page-1] {
						if x, y := min(w.x1, b.x1)-max(w.x0, b.x0), min(w.y1, b.y1)-max(w.y0, b.y0); x > 0.6 && y > 2 {
							t.Errorf("field %s lies on %q by %.1f × %.1f pt", f.Name, w.text, x, y)
						}
					}
					for _, g := range p.fields[i+1:] {
						if g.Page == f.Page && min(g.Rect[2], f.Rect[2]) > max(g.Rect[0], f.Rect[0]) && min(g.Rect[3], f.Rect[3]) > max(g.Rect[1], f.Rect[1]) {
							t.Errorf("fields %s and %s overlap", f.Name, g.Name)
						}
					}
				}
			})
		}
	}
}

// A print copy has the pages of the covenant, each with its code, and no field.
func TestPrintCopy(t *testing.T) {
	v := samplePrintCopy()
	d := printed(t, PrintCopy, v)
	if whole := printed(t, Covenant, v.Covenant); whole.Pages != d.Pages {
		t.Errorf("%d pages, the covenant has %d", d.Pages, whole.Pages)
	}
	for i, page := range strings.Split(strings.TrimSuffix(read(t, d), "\f"), "\f") {
		for _, want := range []string{"Bản in để ký trên giấy", v.Code, v.SHA256} {
			if !strings.Contains(page, want) {
				t.Errorf("page %d does not say %q", i+1, want)
			}
		}
	}
	says(t, d, []string{penHint, "(ký trên bản điện tử)", "Số: …/GƯTĐ-CTĐTNB"}, []string{"Xác nhận điện tử Nguyễn"})
	if strings.Contains(string(d.Bytes), "/AcroForm") {
		t.Error("a print copy has fields")
	}
	keeps(t, "landscape annex", v, printCopy)
}

func TestAuditKeepsItsPages(t *testing.T) {
	for _, n := range []int{0, 1, 14, 60} {
		keeps(t, fmt.Sprint(n), sampleAudit(n), audit)
	}
	for name, s := range nasty {
		keeps(t, name, eachText(sampleAudit(3), func(string) string { return s }), audit)
		v := eachText(fieldCovenant(5, 2, true), func(string) string { return s })
		v.State = "open"
		keeps(t, name, v, covenant)
	}
	says(t, printed(t, Audit, sampleAudit(3)), []string{"PHIẾU KIỂM CHỨNG CHỮ KÝ", "số 412, lúc", "0123abcd 0123abcd", "Xác nhận điện tử", "từ chối: chỉ tiêu cao", "Bản quét trang-1.jpg"}, nil)
}

// An amendment says what changes, and names what it amends by its hash.
func TestAmendment(t *testing.T) {
	v := sampleAmendment(5)
	d := printed(t, Covenant, v)
	tool(t, d, "qpdf", "qpdf", "--check", theFile)
	says(t, d, []string{"PHỤ LỤC SỐ 01", "/PLGƯ-CTĐTNB", "Căn cứ Bản giao ước thi đua số 01/GƯTĐ-CTĐTNB ngày 04 tháng 4 năm 2018", "Đã ký kết", "1 Tỉnh Vĩnh Long Tổng thu ngân sách (tỷ đồng) 5.042,4 5.100,0",
		"2 Cả Cụm 2. Báo cáo", hexText(v.Amends.Base), "bản mở ký: " + hexText(v.Amends.Frozen)[:17], "Phụ lục này có hiệu lực"}, []string{"BẢN GIAO ƯỚC THI ĐUA", "Chủ đề"})
	for name, s := range nasty {
		keeps(t, name, eachText(sampleAmendment(3), func(string) string { return s }), covenant)
	}
}

func sampleAmendment(members int) paper.Covenant {
	v := fieldCovenant(members, 1, false)
	v.Annex = nil
	v.Amends = &paper.Amendment{No: 1, Reason: "Trung ương giao bổ sung chỉ tiêu thu ngân sách", Base: strings.Repeat("0123abcd", 8), Frozen: strings.Repeat("89ef4567", 8), Code: "GU-2018-7F3K-92QD",
		Number: "01/GƯTĐ-CTĐTNB", Date: "2018-04-04", Changes: []paper.AmendmentChange{
			{Member: "tỉnh Vĩnh Long", What: "Tổng thu ngân sách (tỷ đồng)", Old: "5.042,4", New: "5.100,0"},
			{What: "2. Báo cáo", Old: "Báo cáo chậm nhất ngày 10 tháng 7 năm 2018", New: "Báo cáo chậm nhất ngày 15 tháng 7 năm 2018"},
			{Member: "tỉnh Trà Vinh", What: "Số xã đạt chuẩn nông thôn mới (xã)", New: "12"},
		}}
	return v
}

func samplePrintCopy() paper.PrintCopy {
	v := fieldCovenant(12, 1, false)
	v.Date = ""
	return paper.PrintCopy{Covenant: v, SHA256: v.SHA256, Code: v.Code, Link: v.Public + "/xm/" + v.Code, Fields: []string{"leader-1", "leader-2", "witness-1"}}
}

func sampleAudit(n int) paper.Audit {
	hash := strings.Repeat("0123abcd", 8)
	v := paper.Audit{
		Letterhead: head, ClusterName: "Cụm thi đua các tỉnh Tây Nam bộ", Year: 2018, Document: "Bản giao ước thi đua năm 2018", State: "đã đủ chữ ký", Complete: true,
		Code: "GU-2018-7F3K-92QD", Link: "https://thidua.example.vn/xm/GU-2018-7F3K-92QD", DocNumber: "01/GƯTĐ-CTĐTNB", DocDate: "2018-04-04",
		MadeAt: "2018-04-05T08:00:00+07:00", Zone: "Asia/Ho_Chi_Minh (UTC+07:00)", Frozen: hash, Current: hash, Rules: hash, Targets: hash,
		OpenedBy: "Nguyễn Văn Quang", OpenedAt: "2018-04-01T08:00:00+07:00", Completed: "2018-04-04T10:26:36+07:00",
		Open:   []paper.AuditPlace{{Agency: "tỉnh Cà Mau", Name: "Nguyễn Văn A4", State: "từ chối: chỉ tiêu cao"}},
		Log:    paper.AuditLog{Seq: 412, At: "2018-04-05T07:59:00+07:00", Hash: hash},
		Notes:  []string{"“Xác nhận điện tử” không phải chữ ký số chuyên dùng công vụ."},
		Signer: paper.Signer{Title: "Người lập phiếu"},
	}
	for i := range n {
		s := paper.AuditSignature{Field: "leader-" + fmt.Sprint(i), Agency: "tỉnh " + unitName(i), Title: "KT. CHỦ TỊCH – PHÓ CHỦ TỊCH", Name: "Nguyễn Thị Hồng Phượng",
			At: "2018-04-04T09:07:13+07:00", Kind: "chat", Words: "Xác nhận điện tử", Stamps: "Chưa có dấu thời gian", SHA256: hash,
			Certificate: paper.AuditCertificate{Subject: "Nguyễn Thị Hồng Phượng", Issuer: "Cụm thi đua các tỉnh Tây Nam bộ", Serial: "3f9a02c47b", From: "2018-01-01", Until: "2019-12-31",
				Chain: []string{"Cơ quan chứng thực của Cụm thi đua các tỉnh Tây Nam bộ"}, Trust: "chứng thư của Cụm"}}
		if i%3 == 2 {
			s.Words = "Ký trên bản giấy"
			s.Paper = &paper.AuditPaper{Scans: []paper.AuditScan{{Name: "trang-1.jpg", SHA256: hash}}, Day: "2018-04-03", EnteredBy: "Trần Văn Nhập", EnteredAt: "2018-04-04T08:00:00+07:00",
				ConfirmedBy: "Lê Thị Duyệt", ConfirmedAt: "2018-04-04T08:30:00+07:00"}
		}
		v.Signatures = append(v.Signatures, s)
		v.Revisions = append(v.Revisions, paper.AuditRevision{Length: 238657 + 4000*i, SHA256: hash, What: "Chữ ký của tỉnh " + unitName(i)})
	}
	return v
}

// Every field takes a signature, and the whole stays small and sound.
func TestCovenantIsSigned(t *testing.T) {
	v := fieldCovenant(12, 1, false)
	d := signed(t, v)
	if len(d.Bytes) >= 1<<20 {
		t.Errorf("%d bytes", len(d.Bytes))
	}
	tool(t, d, "qpdf", "qpdf", "--check", theFile)
	says(t, d, []string{"Số: /GƯTĐ-CTĐTNB", "01 ngày 04 tháng 4 năm 2018", "Mã tra cứu: GU-2018-7F3K-92QD", "Xác nhận của Cụm thi đua", v.RulesSHA256, v.TargetsSHA256}, []string{"ghi rõ họ tên"})
}

// signed is v with a signature in each field, and number and date.
func signed(t *testing.T, v paper.Covenant) Document {
	t.Helper()
	d := printed(t, Covenant, v)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Người ký"}, NotBefore: day(2017), NotAfter: day(2030), KeyUsage: x509.KeyUsageDigitalSignature}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	own, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	stroke := func(field string, signer paper.Signer, certify bool) {
		st := signature.Stroke{Field: field, Name: signer.Name, Certify: certify, Key: key, Chain: []*x509.Certificate{own},
			At: time.Date(2018, 4, 4, 9, 7, 13, 0, time.FixedZone("", 7*3600))}
		st.Box = []signature.Line{{Text: "Xác nhận điện tử", Bold: true}, {Text: signer.Name}, {Text: strings.Join(filled(signer.OnBehalf, signer.Title), " – ")},
			{Text: "04/04/2018 09:07:13 +07:00"}, {Text: "Mã: 7F3K-92QD"}, {Text: "Chưa có dấu thời gian"}}
		st.Red = strings.HasPrefix(field, paper.FieldSeal)
		if certify || st.Red {
			st.Box = slices.Delete(st.Box, 2, 3)
		}
		if d.Bytes, err = (sign.Notary{}).Sign(d.Bytes, st); err != nil {
			t.Fatal(field, err)
		}
	}
	stroke(paper.FieldCluster, paper.Signer{Name: v.ClusterName}, true)
	for i, s := range v.Grid {
		if s.Name == "" {
			s.Name = "Nguyễn Thị Hồng Phượng"
		}
		stroke(leaderField(i, s), s, false)
		if v.Seals {
			stroke(paper.FieldSeal+s.Member, paper.Signer{Name: s.Agency}, false)
		}
	}
	for i, s := range v.Witnesses {
		stroke(witnessField(i, s), s, false)
	}
	if d.Bytes, err = (sign.Notary{}).Fill(d.Bytes, map[string]string{paper.FieldNumber: "01", paper.FieldDate: "ngày 04 tháng 4 năm 2018"}); err != nil {
		t.Fatal(err)
	}
	return d
}

// Every paper around a covenant is drawn by another program without complaint.
// With LOOK set to a folder they stay there, with their pages, for eyes.
func TestLook(t *testing.T) {
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("pdftoppm is not here")
	}
	dir, dots := os.Getenv("LOOK"), "70"
	if dir == "" {
		dir, dots = t.TempDir(), "20"
	}
	for _, m := range []struct {
		name string
		d    Document
	}{
		{"open12", printed(t, Covenant, fieldCovenant(12, 1, false))},
		{"signed12", signed(t, fieldCovenant(12, 1, false))},
		{"signed5seals", signed(t, fieldCovenant(5, 2, true))},
		{"amendment", signed(t, sampleAmendment(12))},
		{"printcopy", printed(t, PrintCopy, samplePrintCopy())},
		{"audit", printed(t, Audit, sampleAudit(12))},
		{"signed40", signed(t, fieldCovenant(40, 3, false))},
	} {
		f := filepath.Join(dir, m.name+".pdf")
		if err := os.WriteFile(f, m.d.Bytes, 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("pdftoppm", "-r", dots, "-png", f, filepath.Join(dir, m.name)).CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %v %s", m.name, err, out)
		}
	}
}
