// Package page is what anybody may look at without a login: a code, or a PDF,
// goes in and facts come out. It works without scripts and keeps nothing.
package page

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	_ "embed"
	"encoding/base64"
	"errors"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"thidua/storage"
	"thidua/workflow"
	"thidua/workflow/text"
)

// MaxFile is how many bytes a file that is checked may have.
const MaxFile = 20 << 20

// Page answers GET /xm, GET /xm/CODE and POST /xm.
type Page struct {
	Store storage.Store
	Check workflow.Checker
	Roots []*x509.Certificate // official authorities, beside the store's own
	Now   func() time.Time
	Log   *slog.Logger
	Base  string // path before /xm, where a proxy serves it under one; ""

	limit limiter
	files chan struct{} // files that are checked at the same time
}

//go:embed page.html
var html string

//go:embed page.css
var style string

var (
	frame  = template.Must(template.New("page").Parse(html))
	policy = func() string {
		sum := sha256.Sum256([]byte(style))
		return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	}()
)

// Handler is the page's routes.
func (p *Page) Handler() http.Handler {
	p.files = make(chan struct{}, 2)
	m := http.NewServeMux()
	m.HandleFunc("GET /xm", p.form)
	m.HandleFunc("GET /xm/{code}", p.code)
	m.HandleFunc("POST /xm", p.posted)
	return m
}

func (p *Page) form(w http.ResponseWriter, r *http.Request) { p.show(w, http.StatusOK, view{}) }

// code answers by code, read as people write it.
func (p *Page) code(w http.ResponseWriter, r *http.Request) {
	if !p.let(w, r) {
		return
	}
	code := r.PathValue("code")
	if len(code) > 40 {
		code = code[:40]
	}
	p.answer(r.Context(), w, func(s storage.Reader) (view, int, error) {
		v, ok, err := workflow.VerifyCode(s, code, p.Roots, p.Check)
		if err != nil || !ok {
			return view{Problem: said(text.Say("xacminh.no_code", "code", code))}, http.StatusNotFound, err
		}
		return seen(v), http.StatusOK, nil
	})
}

// posted takes a file, or leads to the page of a code.
func (p *Page) posted(w http.ResponseWriter, r *http.Request) {
	if !p.let(w, r) {
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, MaxFile+4096)
	file, code, err := parts(r)
	switch {
	case err != nil:
		p.show(w, http.StatusRequestEntityTooLarge, view{Problem: said(text.Say("xacminh.page.large"))})
	case len(file) > 0:
		select {
		case p.files <- struct{}{}:
			defer func() { <-p.files }()
		case <-r.Context().Done():
			return
		}
		p.answer(r.Context(), w, func(s storage.Reader) (view, int, error) {
			v, err := workflow.VerifyFile(s, file, p.Roots, p.Check)
			return seen(v), http.StatusOK, err
		})
	case code != "":
		http.Redirect(w, r, p.Base+"/xm/"+url.PathEscape(code), http.StatusSeeOther)
	default:
		p.show(w, http.StatusOK, view{})
	}
}

// parts are the file and the code of the form; nothing touches the disk.
func parts(r *http.Request) (file []byte, code string, err error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, "", err
	}
	for range 4 {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return file, code, nil
		}
		if err != nil {
			return nil, "", err
		}
		b, err := io.ReadAll(part)
		if err != nil {
			return nil, "", err
		}
		switch part.FormName() {
		case "file":
			file = b
		case "code":
			if code = strings.TrimSpace(string(b)); len(code) > 40 {
				code = code[:40]
			}
		}
	}
	return file, code, nil
}

// let says whether an address may ask now, and answers if not.
func (p *Page) let(w http.ResponseWriter, r *http.Request) bool {
	if p.limit.take(address(r), p.Now()) {
		return true
	}
	w.Header().Set("Retry-After", "60")
	p.show(w, http.StatusTooManyRequests, view{Problem: said(text.Say("xacminh.page.busy"))})
	return false
}

func (p *Page) answer(ctx context.Context, w http.ResponseWriter, find func(storage.Reader) (view, int, error)) {
	var v view
	var status int
	err := p.Store.View(ctx, func(s storage.Reader) (err error) {
		v, status, err = find(s)
		return err
	})
	if err != nil {
		p.Log.Error("the public page failed", "cause", err)
		v, status = view{Problem: said(text.Say("xacminh.page.failed"))}, http.StatusInternalServerError
	}
	p.show(w, status, v)
}

// A view is what stands on the page.
type view struct {
	Title, Problem, SignaturesTitle, Sum, Compare template.HTML
	CodeLabel, CodeEnglish, FileLabel             template.HTML
	FileEnglish, Check                            template.HTML
	Verdict                                       *verdict
	Why, Document, Changes                        []template.HTML
	Signatures                                    [][]template.HTML
	Style                                         template.CSS
	Base                                          string
}

type verdict struct {
	Class         string
	Text, English template.HTML
}

// said is a notice as it stands on a page; package text escapes what it is
// filled with.
func said(n text.Notice) template.HTML { return template.HTML(text.HTML(text.Vietnamese, n)) }

func english(key string) template.HTML {
	return template.HTML(text.HTML(text.English, text.Say(key)))
}

func all(notices []text.Notice) (list []template.HTML) {
	for _, n := range notices {
		list = append(list, said(n))
	}
	return list
}

// seen is a verification as it stands on the page.
func seen(v workflow.Verification) view {
	p := view{Document: all(v.DocumentLines()), Changes: all(v.RestLines()), Sum: said(text.Say("xacminh.sum", "sum", v.SHA256))}
	if key, why := v.VerdictLines(); key != "" {
		p.Verdict = &verdict{string(v.Report.Verdict), said(text.Say(key)), english(key)}
		p.Why = all(why)
	}
	for i, s := range v.Report.Signatures {
		p.Signatures = append(p.Signatures, all(workflow.SignatureLines(i+1, s)))
	}
	if v.Asked != "" {
		p.Compare = said(text.Say("xacminh.page.compare"))
	}
	return p
}

func (p *Page) show(w http.ResponseWriter, status int, v view) {
	v.Title, v.SignaturesTitle, v.Check = said(text.Say("xacminh.page.title")), said(text.Say("xacminh.page.signatures")), said(text.Say("xacminh.page.check"))
	v.CodeLabel, v.CodeEnglish = said(text.Say("xacminh.page.code")), english("xacminh.page.code")
	v.FileLabel, v.FileEnglish = said(text.Say("xacminh.page.file")), english("xacminh.page.file")
	v.Style, v.Base = template.CSS(style), p.Base
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := frame.Execute(w, v); err != nil {
		p.Log.Debug("a page did not arrive", "cause", err)
	}
}
