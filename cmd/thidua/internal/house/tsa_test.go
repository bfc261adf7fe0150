package house

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"thidua/cmd/thidua/internal/tsatest"
	"thidua/pdf/sign/cms"
)

func TestATimeStampIsAskedFor(t *testing.T) {
	a := tsatest.New(t)
	tsa, err := NewTSA(a.URL)
	if err != nil {
		t.Fatal(err)
	}
	content := []byte("giao ước")
	imprint := sha256.Sum256(content)
	token, err := tsa.Stamp(t.Context(), imprint[:])
	if err != nil {
		t.Fatal(err)
	}
	stamp, err := cms.Token(token, content)
	if err != nil || time.Since(stamp.Time).Abs() > time.Minute {
		t.Fatalf("%+v, %v", stamp, err)
	}

	other := sha256.Sum256([]byte("khác"))
	elsewhere := false
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   error
	}{
		"an error":    {func(w http.ResponseWriter, r *http.Request) { http.Error(w, "", http.StatusServiceUnavailable) }, nil},
		"garbage":     {func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("<html>")) }, cms.ErrMalformed},
		"nothing":     {func(w http.ResponseWriter, r *http.Request) {}, cms.ErrMalformed},
		"without end": {func(w http.ResponseWriter, r *http.Request) { w.Write(bytes.Repeat([]byte{0x30}, 1<<20)) }, nil},
		"cut off": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			w.Write([]byte("0"))
		}, nil},
		"no answer": {func(w http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body); <-r.Context().Done() }, context.DeadlineExceeded},
		"a redirect": {func(w http.ResponseWriter, r *http.Request) {
			if elsewhere = r.URL.Path != "/"; elsewhere {
				return
			}
			http.Redirect(w, r, a.URL+"/elsewhere", http.StatusTemporaryRedirect)
		}, nil},
		"of something else": {func(w http.ResponseWriter, r *http.Request) {
			query, err := cms.Request(other[:], big.NewInt(7))
			if err != nil {
				t.Error(err)
			}
			a.Answer(w, query)
		}, cms.ErrDigest},
		"of another request": {func(w http.ResponseWriter, r *http.Request) {
			query, err := cms.Request(imprint[:], big.NewInt(7))
			if err != nil {
				t.Error(err)
			}
			a.Answer(w, query)
		}, cms.ErrDigest},
	} {
		a.Break(c.answer)
		wait := time.Minute
		if name == "no answer" {
			wait = 200 * time.Millisecond
		}
		ctx, cancel := context.WithTimeout(t.Context(), wait)
		token, err := tsa.Stamp(ctx, imprint[:])
		cancel()
		if err == nil || token != nil || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), a.URL) {
			t.Errorf("%s: %d bytes, %v", name, len(token), err)
		}
	}
	if elsewhere {
		t.Error("a redirect was followed")
	}
}

func TestTheAddressOfAnAuthority(t *testing.T) {
	for _, bad := range []string{"tsa.example.vn", "ftp://tsa.example.vn", "http://", "http://a:b@tsa.example.vn", "://", "/tsr"} {
		if _, err := NewTSA(bad); err == nil || strings.Contains(err.Error(), "a:b") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	for _, good := range []string{"http://tsa.example.vn/tsr?x=1", "https://127.0.0.1:8080"} {
		if _, err := NewTSA(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
}
