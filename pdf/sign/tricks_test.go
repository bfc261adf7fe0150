package sign_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/pdf/sign"
	"thidua/pdf/sign/syntax"
	"thidua/workflow/signature"
)

// tricks are revisions that programs read differently, or that hide what they
// do; a trusted key signs each. None is taken, and none is valid.
var tricks = map[string]func(e *editor, s signed){
	"a revision left out of the chain": func(e *editor, s signed) { e.table = edit(e.t, s.revisions[5]).table },
	"many revisions left out":          func(e *editor, s signed) { e.table = edit(e.t, s.revisions[1]).table },
	"no earlier revision":              func(e *editor, s signed) { e.trailer = func(d syntax.Dict) { delete(d, "Prev") } },
	"a revision left out, and another before it": func(e *editor, s signed) {
		e.table = edit(e.t, s.revisions[5]).table
		r, page := e.page(0)
		page["Rotate"] = syntax.Number(180)
		e.set(r, page)
		// what the left out one did is done again
		r, d := e.field("leader-4")
		e.set(r, d)
		e.file = e.close()
		e.table = edit(e.t, e.file).table
		e.objects = map[int]syntax.Value{}
	},
	"fewer pages counted": func(e *editor, s signed) {
		r, tree := e.pages()
		tree["Count"] = tree["Count"].(syntax.Number) - 1
		e.set(r, tree)
	},
	"a page below another node": func(e *editor, s signed) {
		r, page := e.page(0)
		page["Parent"] = e.add(syntax.Dict{"Type": syntax.Name("Pages"), "Kids": syntax.Array{r}, "Count": syntax.Number(1), "Rotate": syntax.Number(180)})
		e.set(r, page)
	},
	"one object under two numbers": func(e *editor, s signed) {
		_, page := e.page(0)
		e.aliases = map[int]int{page["Contents"].(syntax.Ref).Num: e.add(drawing("BT ET")).Num}
	},
	"an object that no table names": func(e *editor, s signed) {
		_, page := e.page(0)
		e.loose = append(sign.Written([]byte("\n"+ref(page["Contents"])+" obj\n"), drawing("BT ET")), "\nendobj\n"...)
	},
	"a table within a stream": func(e *editor, s signed) {
		e.loose = []byte("xref\n0 0\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n")
	},
	"objects beyond the size": func(e *editor, s signed) {
		e.trailer = func(d syntax.Dict) { d["Size"] = syntax.Number(5) }
	},
	"no size": func(e *editor, s signed) {
		e.trailer = func(d syntax.Dict) { delete(d, "Size") }
	},
	"a form that may be written anew": func(e *editor, s signed) {
		_, c := e.catalog()
		form := e.dict(c["AcroForm"])
		form["SigFlags"] = syntax.Number(0)
		e.set(c["AcroForm"].(syntax.Ref), form)
	},
	"forms of another kind": func(e *editor, s signed) {
		_, c := e.catalog()
		form := e.dict(c["AcroForm"])
		form["XFA"] = e.add(drawing("<xdp/>"))
		e.set(c["AcroForm"].(syntax.Ref), form)
	},
	"another font of the form": func(e *editor, s signed) {
		_, c := e.catalog()
		fonts := e.dict(e.dict(e.dict(c["AcroForm"])["DR"])["Font"])
		name := fonts.Keys()[0]
		f := e.dict(fonts[name])
		f["BaseFont"] = syntax.Name("Courier")
		e.set(fonts[name].(syntax.Ref), f)
	},
	"another's look chosen": func(e *editor, s signed) {
		r, d := e.field("leader-2")
		d["AS"] = syntax.Name("Off")
		e.set(r, d)
	},
	"its own box not seen": func(e *editor, s signed) {
		r, d := e.field("leader-5")
		d["F"] = syntax.Number(130)
		e.set(r, d)
	},
	"its own box acts": func(e *editor, s signed) {
		r, d := e.field("leader-5")
		d["AA"] = syntax.Dict{"E": syntax.Dict{"S": syntax.Name("JavaScript")}}
		e.set(r, d)
	},
}

func ref(v syntax.Value) string { return strings.TrimSuffix(string(sign.Written(nil, v)), " R") }

func TestTricks(t *testing.T) {
	issued, s, leader := leaders()
	for name, trick := range tricks {
		t.Run(name, func(t *testing.T) {
			e := edit(t, issued)
			trick(e, s)
			upload := e.sign("leader-5", "ETSI.CAdES.detached", leader.by)
			if r := (sign.Notary{}).Check(upload, s.roots()); r.Verdict == signature.Valid {
				t.Errorf("valid: %+v", r)
			}
			_, err := sign.Notary{}.Accept(issued, upload, "leader-5", s.roots(), year)
			var r *sign.Refusal
			if !errors.As(err, &r) {
				t.Errorf("not refused: %v", err)
			}
		})
	}
}

// Validation data may be added by anybody, and hides no other change.
func TestValidationData(t *testing.T) {
	issued, s, _ := leaders()
	e := edit(t, issued)
	r, c := e.catalog()
	meta := e.add(drawing("<x/>"))
	c["DSS"] = e.add(syntax.Dict{"Type": syntax.Name("DSS"), "Certs": syntax.Array{e.view.Trailer()["Info"], meta}})
	e.set(r, c)
	with := e.close()
	if r := (sign.Notary{}).Check(with, s.roots()); r.Verdict != signature.Valid || !slices.Equal(changed(r), []string{"verify.change.validation_data map[] true"}) {
		t.Errorf("%s, %v, %v", r.Verdict, keys(r), changed(r))
	}
	e = edit(t, with)
	e.set(e.view.Trailer()["Info"].(syntax.Ref), syntax.Dict{"Title": syntax.String{Bytes: "x"}})
	if r := (sign.Notary{}).Check(e.close(), s.roots()); r.Verdict != signature.Invalid || !slices.Contains(changed(r), "verify.change.properties_changed map[] false") {
		t.Errorf("%s, %v, %v", r.Verdict, keys(r), changed(r))
	}
}

// One signature in two fields is none.
func TestOneSignatureInTwoFields(t *testing.T) {
	s := whole()
	e := edit(t, s.revisions[0])
	r, d := e.field("leader-6")
	d["V"] = syntax.Ref{Num: e.next + 1} // what sign adds second
	e.set(r, d)
	file := e.sign("leader-5", "ETSI.CAdES.detached", s.signers[6].by)
	if r := (sign.Notary{}).Check(file, s.roots()); r.Verdict != signature.Invalid || len(r.Signatures) != 2 || r.Signatures[0].Valid || r.Signatures[1].Valid {
		t.Errorf("%+v", r)
	}
}

// What asks for much work is answered soon.
func TestLargeTricks(t *testing.T) {
	issued, s, _ := leaders()
	const many = 300_000
	for name, change := range map[string]func(e *editor){
		"annotations": func(e *editor) {
			r, page := e.page(0)
			list := make(syntax.Array, many)
			for i := range list {
				list[i] = syntax.Ref{Num: i + 1}
			}
			page["Annots"] = list
			e.set(r, page)
			e.next = many + 10
			e.file = e.close()
			e.table = edit(e.t, e.file).table
			page["Annots"] = append(list[many/2:], list[:many/2]...)
			e.set(r, page)
		},
		"names of fields": func(e *editor) {
			_, c := e.catalog()
			form := e.dict(c["AcroForm"])
			parent := syntax.Dict{"T": syntax.String{Bytes: strings.Repeat("x", 4<<20)}}
			var kids syntax.Array
			for range 900 {
				kids = append(kids, e.add(syntax.Dict{"T": syntax.String{Bytes: "a" + ref(syntax.Ref{Num: e.next})}, "FT": syntax.Name("Tx")}))
			}
			parent["Kids"] = kids
			form["Fields"] = append(slices.Clone(form["Fields"].(syntax.Array)), e.add(parent))
			e.set(c["AcroForm"].(syntax.Ref), form)
		},
		"widths of letters": func(e *editor) {
			_, c := e.catalog()
			fonts := e.dict(e.dict(e.dict(c["AcroForm"])["DR"])["Font"])
			for _, n := range fonts.Keys() {
				cid := e.dict(fonts[n])["DescendantFonts"].(syntax.Array)[0]
				d := e.dict(cid)
				var w syntax.Array
				for range many / 10 {
					w = append(w, syntax.Number(0), syntax.Number(65535), syntax.Number(500))
				}
				d["W"] = w
				e.set(cid.(syntax.Ref), d)
			}
			e.file = e.close()
			e.table = edit(e.t, e.file).table
			e.objects = map[int]syntax.Value{}
			r, d := e.field("number")
			d["V"] = syntax.String{Bytes: "1"}
			e.set(r, d)
		},
		"a long number": func(e *editor) {
			r, d := e.field("number")
			d["V"] = syntax.String{Bytes: strings.Repeat("9", 8<<20)}
			e.set(r, d)
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := edit(t, issued)
			change(e)
			file, start := e.close(), time.Now()
			if r := (sign.Notary{}).Check(file, s.roots()); r.Verdict == signature.Valid {
				t.Error("valid")
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// What signing programs write besides the signature and that shows nothing.
func TestAcceptCustoms(t *testing.T) {
	issued, s, leader := leaders()
	for name, change := range map[string]func(e *editor){
		"properties and metadata": func(e *editor) {
			r, c := e.catalog()
			c["Metadata"] = e.add(drawing("<x/>"))
			e.set(r, c)
			e.trailer = func(d syntax.Dict) { d["Info"] = e.view.Trailer()["Info"] }
			e.set(e.view.Trailer()["Info"].(syntax.Ref), syntax.Dict{"Producer": syntax.String{Bytes: "iText"}, "ModDate": syntax.String{Bytes: "D:20170329080000+07'00'"}})
		},
		"validation data in the same revision": func(e *editor) {
			r, c := e.catalog()
			c["DSS"] = syntax.Dict{"Certs": syntax.Array{}}
			c["Extensions"] = syntax.Dict{"ESIC": syntax.Dict{"BaseVersion": syntax.Name("1.7"), "ExtensionLevel": syntax.Number(2)}}
			e.set(r, c)
		},
		"what a field looks like otherwise": func(e *editor) {
			r, d := e.field("leader-5")
			d["MK"], d["DA"], d["M"] = syntax.Dict{}, syntax.String{Bytes: "/Helv 0 Tf 0 g"}, syntax.String{Bytes: "D:20170329080000+07'00'"}
			d["DR"] = syntax.Dict{"XObject": syntax.Dict{"FRM": e.add(drawing("q Q"))}}
			e.set(r, d)
		},
		"the form again": func(e *editor) {
			_, c := e.catalog()
			e.set(c["AcroForm"].(syntax.Ref), e.dict(c["AcroForm"]))
		},
		"a comment": func(e *editor) { e.loose = []byte("%iText-5.5.13\n") },
	} {
		e := edit(t, issued)
		change(e)
		upload := e.sign("leader-5", "adbe.pkcs7.detached", leader.by)
		if _, err := (sign.Notary{}).Accept(issued, upload, "leader-5", s.roots(), year); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if r := (sign.Notary{}).Check(upload, s.roots()); r.Verdict != signature.Valid {
			t.Errorf("%s: %s, %v", name, r.Verdict, keys(r))
		}
		if !bytes.HasPrefix(upload, issued) {
			t.Error(name)
		}
	}
}
