package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxUpload   = 50 << 20 // a document the bot sends
	maxPhoto    = 10 << 20 // a photo the bot sends
	maxDownload = 20 << 20 // a file the bot fetches
)

// call is one request of the bot, read but not yet judged.
type call struct {
	method string
	params map[string]any     // decoded JSON, or the text of a form field
	files  map[string]*upload // uploaded parts by name
}

type upload struct {
	name, mime string
	data       []byte
}

// apiError is an answer other than 200.
type apiError struct {
	code       int
	text       string
	retryAfter int
	migrateTo  int64
}

func (e *apiError) Error() string { return e.text }

func badRequest(format string, args ...any) *apiError {
	return &apiError{code: http.StatusBadRequest, text: "Bad Request: " + fmt.Sprintf(format, args...)}
}

func forbidden(text string) *apiError {
	return &apiError{code: http.StatusForbidden, text: "Forbidden: " + text}
}

var errTooLarge = &apiError{code: http.StatusRequestEntityTooLarge, text: "Request Entity Too Large"}

// readCall reads the four forms a request may come in.
func readCall(name string, r *http.Request) (*call, error) {
	c := &call{method: name, params: map[string]any{}, files: map[string]*upload{}}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return c, badRequest("the query cannot be read")
	}
	if err := c.addForm(query); err != nil {
		return c, err
	}
	if r.Method == http.MethodGet || r.Body == nil {
		return c, nil
	}
	kind, with, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" && err == nil {
		return c, c.addMultipart(multipart.NewReader(r.Body, with["boundary"]))
	}
	body, err := readAll(r.Body, maxUpload)
	switch {
	case err != nil:
		return c, err
	case len(body) == 0:
		return c, nil
	case kind == "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return c, badRequest("the form cannot be read")
		}
		return c, c.addForm(form)
	case kind == "application/json":
		return c, c.addJSON(body)
	}
	return c, badRequest("a body of type %q is not read", r.Header.Get("Content-Type"))
}

func readAll(r io.Reader, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, badRequest("the body broke off")
	}
	if int64(len(data)) > most {
		return nil, errTooLarge
	}
	return data, nil
}

func (c *call) add(name string, value any) error {
	if _, twice := c.params[name]; twice {
		return badRequest("parameter %q is given twice", name)
	}
	if s, ok := value.(string); ok && !utf8.ValidString(s) {
		return badRequest("strings must be encoded in UTF-8")
	}
	c.params[name] = value
	return nil
}

func (c *call) addForm(form url.Values) error {
	for name, values := range form {
		for _, v := range values {
			if err := c.add(name, v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *call) addJSON(body []byte) error {
	x, err := decodeJSON(body)
	if err != nil {
		return badRequest("can't parse the body as JSON: %v", err)
	}
	object, ok := x.(map[string]any)
	if !ok {
		return badRequest("can't parse the body as a JSON object")
	}
	for name, v := range object {
		if err := c.add(name, v); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) addMultipart(parts *multipart.Reader) error {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return badRequest("the multipart body cannot be read")
		}
		name := part.FormName()
		data, err := readAll(part, maxUpload)
		if err != nil {
			return err
		}
		if part.FileName() == "" {
			if err := c.add(name, string(data)); err != nil {
				return err
			}
			continue
		}
		if c.files[name] != nil {
			return badRequest("part %q is given twice", name)
		}
		c.files[name] = &upload{part.FileName(), part.Header.Get("Content-Type"), data}
	}
}

// decodeJSON decodes exactly one value and keeps numbers as they are written.
func decodeJSON(data []byte) (any, error) {
	if !utf8.Valid(data) {
		return nil, errors.New("not UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var x any
	if err := dec.Decode(&x); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one value")
	}
	return x, nil
}

// The accessors below are for requests that validate has let through.

func (c *call) has(name string) bool {
	_, ok := c.params[name]
	return ok
}

func (c *call) str(name string) string {
	switch x := c.params[name].(type) {
	case string:
		return x
	case json.Number:
		return x.String()
	}
	return ""
}

func (c *call) int(name string) int64 {
	n, _ := strconv.ParseInt(c.str(name), 10, 64)
	return n
}

func (c *call) bool(name string) bool {
	b, ok := c.params[name].(bool)
	return b || !ok && strings.EqualFold(c.str(name), "true")
}

// json decodes an object or list into dst, however it was sent. What was not
// sent leaves dst alone.
func (c *call) json(name string, dst any) {
	if !c.has(name) {
		return
	}
	data := []byte(c.str(name))
	if _, text := c.params[name].(string); !text {
		data, _ = json.Marshal(c.params[name])
	}
	_ = json.Unmarshal(data, dst)
}

// file is the upload a parameter stands for: its own part, or one it names.
func (c *call) file(name string) *upload {
	if part, ok := strings.CutPrefix(c.str(name), "attach://"); ok {
		return c.files[part]
	}
	return c.files[name]
}
