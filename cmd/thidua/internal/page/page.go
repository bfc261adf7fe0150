// Package page is what anybody may look at without a login: a code, or a PDF,
// goes in and facts come out. It works without scripts and keeps nothing.
package page

import (
	"crypto/x509"
	"errors"
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

// Page answers GET /xm, GET /xm/CODE and POST /xm, in Vietnamese, and in English
// where the address ends in ?lang=en.
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

// Handler is the page's routes.
func (p *Page) Handler() http.Handler {
	p.files = make(chan struct{}, 2)
	m := http.NewServeMux()
	m.HandleFunc("GET /xm", p.form)
	m.HandleFunc("GET /xm/{code}", p.code)
	m.HandleFunc("POST /xm", p.posted)
	return m
}

func (p *Page) form(w http.ResponseWriter, r *http.Request) { p.show(w, r, http.StatusOK, view{}) }

// code answers by code, read as people write it.
func (p *Page) code(w http.ResponseWriter, r *http.Request) {
	if !p.let(w, r) {
		return
	}
	code := r.PathValue("code")
	if len(code) > 40 {
		code = code[:40]
	}
	p.answer(w, r, func(s storage.Reader) (view, int, error) {
		v, ok, err := workflow.VerifyCode(s, code, p.Roots, p.Check)
		if err != nil || !ok {
			return problem("not_found", text.Say("xacminh.no_code", "code", code)), http.StatusNotFound, err
		}
		return seen(v, language(r)), http.StatusOK, nil
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
		p.show(w, r, http.StatusRequestEntityTooLarge, problem("sorry", text.Say("xacminh.page.large")))
	case len(file) > 0:
		select {
		case p.files <- struct{}{}:
			defer func() { <-p.files }()
		case <-r.Context().Done():
			return
		}
		p.answer(w, r, func(s storage.Reader) (view, int, error) {
			v, err := workflow.VerifyFile(s, file, p.Roots, p.Check)
			return seen(v, language(r)), http.StatusOK, err
		})
	case code != "":
		http.Redirect(w, r, p.Base+"/xm/"+url.PathEscape(code)+query(language(r)), http.StatusSeeOther)
	default:
		p.show(w, r, http.StatusOK, view{})
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
	p.show(w, r, http.StatusTooManyRequests, problem("sorry", text.Say("xacminh.page.busy")))
	return false
}

func (p *Page) answer(w http.ResponseWriter, r *http.Request, find func(storage.Reader) (view, int, error)) {
	var v view
	var status int
	err := p.Store.View(r.Context(), func(s storage.Reader) (err error) {
		v, status, err = find(s)
		return err
	})
	if err != nil {
		p.Log.Error("the public page failed", "cause", err)
		v, status = problem("sorry", text.Say("xacminh.page.failed")), http.StatusInternalServerError
	}
	p.show(w, r, status, v)
}
