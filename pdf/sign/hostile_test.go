package sign_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/pdf/sign"
	"thidua/pdf/sign/syntax"
	"thidua/workflow/signature"
)

// attacks change a file in a revision of their own; what Check and Accept must
// name is the key with its arguments.
var attacks = map[string]struct {
	change func(*editor)
	want   string
}{
	"a page added": {func(e *editor) {
		r, tree := e.pages()
		page := e.add(syntax.Dict{"Type": syntax.Name("Page"), "Parent": r, "MediaBox": syntax.Array{syntax.Number(0), syntax.Number(0), syntax.Number(595), syntax.Number(842)}})
		tree["Kids"] = slices.Insert(slices.Clone(tree["Kids"].(syntax.Array)), 1, syntax.Value(page))
		tree["Count"] = tree["Count"].(syntax.Number) + 1
		e.set(r, tree)
	}, "verify.change.page_added map[n:1 page:1]"},
	"a page removed": {func(e *editor) {
		r, tree := e.pages()
		tree["Kids"] = tree["Kids"].(syntax.Array)[1:]
		e.set(r, tree)
	}, "verify.change.page_removed map[n:1]"},
	"pages in another order": {func(e *editor) {
		r, tree := e.pages()
		kids := slices.Clone(tree["Kids"].(syntax.Array))
		kids[0], kids[1] = kids[1], kids[0]
		tree["Kids"] = kids
		e.set(r, tree)
	}, "verify.change.pages_moved map[]"},
	"a page rotated": {func(e *editor) {
		r, page := e.page(0)
		page["Rotate"] = syntax.Number(180)
		e.set(r, page)
	}, "verify.change.page_rotated map[page:1]"},
	"all pages rotated": {func(e *editor) {
		r, tree := e.pages()
		tree["Rotate"] = syntax.Number(90)
		e.set(r, tree)
	}, "verify.change.page_rotated map[page:1]"},
	"another text": {func(e *editor) {
		_, page := e.page(0)
		e.set(page["Contents"].(syntax.Ref), drawing("BT ET"))
	}, "verify.change.content_changed map[page:1]"},
	"text on top": {func(e *editor) {
		r, page := e.page(1)
		page["Contents"] = syntax.Array{page["Contents"], e.add(drawing("BT ET"))}
		e.set(r, page)
	}, "verify.change.content_changed map[page:2]"},
	"another font": {func(e *editor) {
		_, page := e.page(0)
		fonts := e.dict(e.dict(page["Resources"])["Font"])
		f := e.dict(fonts[fonts.Keys()[0]])
		f["BaseFont"] = syntax.Name("Courier")
		e.set(fonts[fonts.Keys()[0]].(syntax.Ref), f)
	}, "verify.change.content_changed map[page:1]"},
	"an annotation that hides": {func(e *editor) {
		r, page := e.page(0)
		square := e.add(syntax.Dict{"Type": syntax.Name("Annot"), "Subtype": syntax.Name("Square"), "Rect": syntax.Array{syntax.Number(0), syntax.Number(0), syntax.Number(500), syntax.Number(500)}})
		old, _ := page["Annots"].(syntax.Array)
		page["Annots"] = append(slices.Clone(old), square)
		e.set(r, page)
	}, "verify.change.annotation_added map[n:1 page:1]"},
	"another's box drawn anew": {func(e *editor) {
		r, d := e.field("leader-2")
		d["AP"] = syntax.Dict{"N": e.add(drawing("1 0 0 rg"))}
		e.set(r, d)
	}, "verify.change.box_changed map[field:leader-2]"},
	"another's box drawn anew in its place": {func(e *editor) {
		_, d := e.field("leader-2")
		e.set(d["AP"].(syntax.Dict)["N"].(syntax.Ref), drawing("1 0 0 rg"))
	}, "verify.change.box_changed map[field:leader-2]"},
	"another's box moved": {func(e *editor) {
		r, d := e.field("leader-2")
		d["Rect"] = syntax.Array{syntax.Number(0), syntax.Number(0), syntax.Number(600), syntax.Number(800)}
		e.set(r, d)
	}, "verify.change.field_changed map[field:leader-2]"},
	"its own box over the page": {func(e *editor) {
		r, d := e.field("leader-5")
		d["Rect"] = syntax.Array{syntax.Number(0), syntax.Number(0), syntax.Number(600), syntax.Number(800)}
		e.set(r, d)
	}, "verify.change.field_changed map[field:leader-5]"},
	"an earlier signature removed": {func(e *editor) {
		r, d := e.field("leader-2")
		delete(d, "V")
		e.set(r, d)
	}, "verify.change.signature_removed map[field:leader-2]"},
	"an earlier signature replaced": {func(e *editor) {
		r, d := e.field("leader-2")
		_, other := e.field("leader-3")
		d["V"] = other["V"]
		e.set(r, d)
	}, "verify.change.signature_replaced map[field:leader-2]"},
	"a field removed": {func(e *editor) {
		_, c := e.catalog()
		form := e.dict(c["AcroForm"])
		fields := form["Fields"].(syntax.Array)
		form["Fields"] = fields[:len(fields)-1]
		e.set(c["AcroForm"].(syntax.Ref), form)
	}, "verify.change.field_removed map[field:witness-1]"},
	"the number typed by a program": {func(e *editor) {
		r, d := e.field("number")
		d["V"] = syntax.String{Bytes: "99"}
		e.set(r, d)
	}, "verify.change.text_changed map[field:number value:99]"},
	"fields drawn by the reader": {func(e *editor) {
		_, c := e.catalog()
		form := e.dict(c["AcroForm"])
		form["NeedAppearances"] = true
		e.set(c["AcroForm"].(syntax.Ref), form)
	}, "verify.change.document_changed map[]"},
	"an action on opening": {func(e *editor) {
		r, c := e.catalog()
		c["OpenAction"] = syntax.Dict{"S": syntax.Name("JavaScript")}
		e.set(r, c)
	}, "verify.change.document_changed map[]"},
	"layers": {func(e *editor) {
		r, c := e.catalog()
		c["OCProperties"] = syntax.Dict{}
		e.set(r, c)
	}, "verify.change.document_changed map[]"},
	"another permission": {func(e *editor) {
		r, c := e.catalog()
		delete(c, "Perms")
		e.set(r, c)
	}, "verify.change.document_changed map[]"},
}

// What is done to a file is named by Check, with a signature over it by a
// trusted key or without one, and refused by Accept.
func TestAttacks(t *testing.T) {
	issued, s, leader := leaders()
	for name, a := range attacks {
		t.Run(name, func(t *testing.T) {
			e := edit(t, issued)
			a.change(e)
			r := sign.Notary{}.Check(e.close(), s.roots())
			if r.Verdict != signature.Invalid || !slices.Contains(keys(r), "verify.why.changed") || !slices.Contains(changed(r), a.want+" false") {
				t.Errorf("unsigned: %s, %v, %v", r.Verdict, keys(r), changed(r))
			}
			for i, f := range r.Signatures {
				if f.Field != "leader-3" && !strings.Contains(name, "earlier") && (!f.Valid || len(f.After) == 0) {
					t.Errorf("signature %d does not name it: %+v", i, f)
				}
			}

			e = edit(t, issued)
			a.change(e)
			upload := e.sign("leader-5", "ETSI.CAdES.detached", leader.by)
			r = sign.Notary{}.Check(upload, s.roots())
			after := r.Signatures[0].After
			if r.Verdict != signature.Invalid || !slices.ContainsFunc(after, func(c signature.Change) bool { return c.Key == strings.Fields(a.want)[0] && !c.Allowed }) {
				t.Errorf("signed: %s, %v, %v", r.Verdict, keys(r), after)
			}
			refused(t, name, strings.Fields(a.want)[0], issued, upload)
		})
	}
}

// Content that an earlier revision hid and a later one shows (shadow attack):
// the change that shows it is found, the hiding needs none.
func TestHiddenContent(t *testing.T) {
	issued, s, leader := leaders()
	e := edit(t, issued)
	hidden := e.add(drawing("BT (khác) Tj ET"))
	first := e.sign("leader-5", "ETSI.CAdES.detached", leader.by)
	if _, err := (sign.Notary{}).Accept(issued, first, "leader-5", s.roots(), year); err != nil {
		t.Fatalf("an object that nothing shows: %v", err)
	}
	e = edit(t, first)
	r, page := e.page(0)
	page["Contents"] = hidden
	e.set(r, page)
	if r := (sign.Notary{}).Check(e.close(), s.roots()); r.Verdict != signature.Invalid || !slices.Contains(changed(r), "verify.change.content_changed map[page:1] false") {
		t.Errorf("%s, %v", r.Verdict, changed(r))
	}
}

func TestRefusals(t *testing.T) {
	issued, s, leader := leaders()
	good := edit(t, issued).sign("leader-5", "ETSI.CAdES.detached", leader.by)
	if _, err := (sign.Notary{}).Accept(issued, good, "leader-5", s.roots(), year); err != nil {
		t.Fatal(err)
	}
	older := edit(t, s.revisions[4]).sign("leader-5", "ETSI.CAdES.detached", leader.by)
	refused(t, "older revision", "verify.refuse.older", issued, older)
	refused(t, "a revision cut off", "verify.refuse.older", issued, s.revisions[5])
	refused(t, "another file", "verify.refuse.other", issued, append([]byte("%PDF-1.7\n"), good...))
	refused(t, "nothing signed", "verify.refuse.nothing", issued, issued)
	refused(t, "bytes after", "verify.refuse.bytes", issued, append(bytes.Clone(good), "thêm"...))
	refused(t, "bytes after, no revision", "verify.refuse.bytes", issued, append(bytes.Clone(issued), "thêm"...))
	other := edit(t, issued).sign("leader-6", "ETSI.CAdES.detached", leader.by)
	refused(t, "another person's field", "verify.refuse.field", issued, other)
	two := edit(t, good).sign("leader-6", "ETSI.CAdES.detached", leader.by)
	refused(t, "two signatures, one after the other", "verify.refuse.field", issued, two)
	e := edit(t, issued)
	r, d := e.field("leader-6")
	d["V"] = e.add(syntax.Dict{"Type": syntax.Name("Sig")})
	e.set(r, d)
	refused(t, "two signatures at once", "verify.refuse.several", issued, e.sign("leader-5", "ETSI.CAdES.detached", leader.by))
	twice := edit(t, edit(t, issued).close()).sign("leader-5", "ETSI.CAdES.detached", leader.by)
	refused(t, "two revisions", "verify.refuse.revisions", issued, twice)
	refused(t, "no kind of signature", "verify.why.unsupported", issued, edit(t, issued).sign("leader-5", "x", leader.by))
	refused(t, "SHA-1 by its kind", "verify.why.weak", issued, edit(t, issued).sign("leader-5", "adbe.pkcs7.sha1", leader.by))
	refused(t, "not signed", "verify.why.malformed", issued, edit(t, issued).sign("leader-5", "ETSI.CAdES.detached", func([]byte) []byte { return nil }))
	refused(t, "another content", "verify.why.digest", issued, edit(t, issued).sign("leader-5", "ETSI.CAdES.detached", func([]byte) []byte { return leader.by([]byte("khác")) }))
	refused(t, "two signers", "verify.why.signers", issued, edit(t, issued).sign("leader-5", "adbe.pkcs7.detached", twoSigners(t, s)))

	// The hole must be the signature and nothing else.
	end := len(issued)
	holes := map[string]func([]byte) []byte{
		"hole of the wrong size": func(b []byte) []byte { return bytes.Replace(b, []byte("/ByteRange [0 "), []byte("/ByteRange [1 "), 1) },
		"letters of both cases": func(b []byte) []byte {
			i := bytes.LastIndexAny(b[:bytes.Index(b, []byte("0000000000"))], "abcdef")
			b[i] -= 'a' - 'A'
			return b
		},
		"a space in it":          func(b []byte) []byte { return bytes.Replace(b, []byte("0000000000>"), []byte("00000000 0>"), 1) },
		"spaces in it":           func(b []byte) []byte { return bytes.Replace(b, []byte("0000000000>"), []byte("00000000  >"), 1) },
		"something in its zeros": func(b []byte) []byte { return bytes.Replace(b, []byte("0000000000>"), []byte("0000000012>"), 1) },
	}
	for name, change := range holes {
		upload := append(bytes.Clone(good[:end]), change(bytes.Clone(good[end:]))...)
		want := "verify.why.hole"
		if name == "something in its zeros" {
			want = "verify.why.malformed"
		}
		refused(t, name, want, issued, upload)
	}

	_, err := sign.Notary{}.Accept(issued, good, "leader-5", s.roots(), time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC))
	var refusal *sign.Refusal
	if !errors.As(err, &refusal) || refusal.Key != "verify.refuse.ends" || refusal.Args["until"] != "2037-01-01" {
		t.Errorf("certificate that ends early: %v", err)
	}
}

func twoSigners(t *testing.T, s signed) func([]byte) []byte {
	dir := t.TempDir()
	s.signers[8].keep(t, dir)
	return s.signers[7].openssl(t, "-signer", filepath.Join(dir, "leaf"), "-inkey", filepath.Join(dir, "key"))
}

// A page put in by another program, which writes all of the file anew.
func TestPageAddedByQpdf(t *testing.T) {
	s := whole()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.pdf"), s.file(), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "qpdf", "--empty", "--pages", "a.pdf", "1", "a.pdf", "--", "b.pdf")
	run(t, dir, "qpdf", "--object-streams=disable", "a.pdf", "--pages", "a.pdf", "1", "a.pdf", "--", "c.pdf")
	for _, name := range []string{"b.pdf", "c.pdf"} {
		file, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if r := (sign.Notary{}).Check(file, s.roots()); r.Verdict == signature.Valid || len(r.Why) == 0 {
			t.Errorf("%s: %s", name, r.Verdict)
		}
	}
}

// pdfcpu reads a covenant once no field is empty.
func TestPdfcpu(t *testing.T) {
	path, err := exec.LookPath("pdfcpu")
	if err != nil {
		t.Skip("pdfcpu is not here")
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, whole().file(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, "signatures", "validate", "--all", file).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "14 signatures present") || strings.Contains(string(out), "invalid") {
		t.Errorf("%v\n%s", err, out)
	}
}
