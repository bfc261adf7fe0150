package emulator

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// Transport reaches the server without a network: every request is answered in
// the goroutine that makes it. Whatever the host of the URL, it ends up here,
// and under testing/synctest long polls wait in the test's own time. A cut
// connection is io.ErrUnexpectedEOF.
func (s *Server) Transport() http.RoundTripper { return inProcess{s} }

type inProcess struct{ s *Server }

func (t inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	body := r.Body
	if body == nil {
		body = http.NoBody
	}
	defer body.Close()
	in := r.Clone(r.Context())
	in.Body = body
	rec := &recorder{header: http.Header{}, code: http.StatusOK}
	whole := rec.serve(t.s, in)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	length, content := int64(rec.body.Len()), io.Reader(&rec.body)
	switch {
	case !whole && length == 0:
		return nil, io.ErrUnexpectedEOF
	case !whole:
		length, content = -1, io.MultiReader(content, cut{})
	}
	return &http.Response{
		Status:     fmt.Sprintf("%d %s", rec.code, http.StatusText(rec.code)),
		StatusCode: rec.code,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        rec.header,
		Body:          io.NopCloser(content),
		ContentLength: length,
		Request:       r,
	}, nil
}

// cut is where a body breaks off.
type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

type recorder struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header         { return w.header }
func (w *recorder) WriteHeader(code int)        { w.code = code }
func (w *recorder) Write(p []byte) (int, error) { return w.body.Write(p) }

// serve says whether the answer came to its end.
func (w *recorder) serve(h http.Handler, r *http.Request) (whole bool) {
	defer func() {
		if p := recover(); p != nil && p != http.ErrAbortHandler {
			panic(p)
		}
	}()
	h.ServeHTTP(w, r)
	return true
}
