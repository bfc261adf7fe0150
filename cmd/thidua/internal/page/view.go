package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"strconv"

	"thidua/workflow"
	"thidua/workflow/signature"
	"thidua/workflow/text"
)

//go:embed page.html
var html string

//go:embed page.css
var style string

// In the templates "say" puts a notice into the reader's language, and "word" a
// sentence of the page itself; package text escapes what they are filled with.
var (
	frames = map[string]*template.Template{text.Vietnamese: frame(text.Vietnamese), text.English: frame(text.English)}
	policy = func() string {
		sum := sha256.Sum256([]byte(style))
		return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	}()
)

func frame(lang string) *template.Template {
	return template.Must(template.New("page").Funcs(template.FuncMap{
		"say":  func(n text.Notice) template.HTML { return template.HTML(text.HTML(lang, n)) },
		"word": func(name string) template.HTML { return template.HTML(text.HTML(lang, text.Say("xacminh.page."+name))) },
	}).Parse(html))
}

// A view is what stands on the page: the form alone, a problem, or a document.
type view struct {
	Lang, Query string // of the page, and "?lang=en" or nothing
	Other       string // the form in the other language
	Base        string
	Style       template.CSS
	Problem     *problemView
	Told        *workflow.Told
	Title       text.Notice
	HasTitle    bool
	Count       text.Notice // of signatures
	Code        string      // it was asked for by; what is told of the register's copy
	More        bool        // the form stands below an answer
}

type problemView struct {
	Head string // for "word"
	Says text.Notice
}

func problem(head string, says text.Notice) view { return view{Problem: &problemView{head, says}} }

// seen is a verification as it stands on the page.
func seen(v workflow.Verification, lang string) view {
	told := v.Told(lang)
	p := view{Told: &told, Code: v.Asked, Count: text.Say("xacminh.page.signatures", "n", strconv.Itoa(len(told.Signatures)))}
	if len(told.Document) > 0 {
		p.Title, p.HasTitle = told.Document[0], true
		told.Document = told.Document[1:]
	}
	return p
}

// language is that of the reader: Vietnamese, unless English is asked for.
func language(r *http.Request) string {
	if r.URL.Query().Get("lang") == text.English {
		return text.English
	}
	return text.Vietnamese
}

// query keeps a language in an address.
func query(lang string) string {
	if lang == text.English {
		return "?lang=" + text.English
	}
	return ""
}

// Band is the colour of what is said first.
func (v view) Band() signature.Verdict {
	if v.Told != nil {
		return v.Told.Tone
	}
	return signature.Unknown
}

func (p *Page) show(w http.ResponseWriter, r *http.Request, status int, v view) {
	v.Lang, v.Style, v.Base = language(r), template.CSS(style), p.Base
	v.Query, v.More = query(v.Lang), v.Told != nil || v.Problem != nil
	other := map[string]string{text.Vietnamese: text.English, text.English: text.Vietnamese}[v.Lang]
	if v.Other = p.Base + "/xm" + query(other); v.Code != "" {
		v.Other = p.Base + "/xm/" + v.Code + query(other)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.Lang)
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := frames[v.Lang].Execute(w, v); err != nil {
		p.Log.Debug("a page did not arrive", "cause", err)
	}
}
