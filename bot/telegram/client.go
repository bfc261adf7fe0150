package telegram

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// idleConns is how many connections stay open. The sender has 16 messages on
// their way; with Go's default of two, most of them would shake hands anew.
const idleConns = 32

// maxAnswer bounds what is read of one answer: a hundred updates are far below.
const maxAnswer = 64 << 20

// A client speaks HTTP and lets no token out: the address of every request holds
// it, and net/http puts addresses into errors and into the Referer of redirects.
type client struct{ http http.Client }

func newClient(t http.RoundTripper) *client {
	if t == nil {
		d := http.DefaultTransport.(*http.Transport).Clone() // with the proxy of HTTPS_PROXY
		d.MaxIdleConnsPerHost = idleConns
		t = d
	}
	return &client{http.Client{
		Transport:     t,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Do sends a request and returns an answer of the Bot API; everything else is an
// error. The body is held in memory, so that it can be sent again when the
// server closes a connection before it has read anything.
func (c *client) Do(r *http.Request) (*http.Response, error) {
	if err := hold(r); err != nil {
		return nil, err
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return nil, conceal(err)
	}
	code := resp.StatusCode
	body := bufio.NewReader(io.LimitReader(resp.Body, maxAnswer))
	if code >= http.StatusInternalServerError || code == http.StatusRequestEntityTooLarge || !beginsAsJSON(body) {
		_ = resp.Body.Close()
		return nil, &statusError{code}
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{body, resp.Body}
	return resp, nil
}

// beginsAsJSON looks at an answer itself: not every server, nor every proxy,
// names its type. An answer of the Bot API is an object, a page is not.
func beginsAsJSON(body *bufio.Reader) bool {
	for {
		c, err := body.ReadByte()
		if err != nil || !strings.ContainsRune(" \t\r\n", rune(c)) {
			return err == nil && c == '{' && body.UnreadByte() == nil
		}
	}
}

func hold(r *http.Request) error {
	if r.Body == nil || r.GetBody != nil {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	_ = r.Body.Close()
	if err != nil {
		return err
	}
	r.ContentLength = int64(len(body))
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	r.Body, err = r.GetBody()
	return err
}

// conceal is the error without the address of a request.
func conceal(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	if s := err.Error(); hide(s) != s {
		return errors.New(hide(s))
	}
	return err
}

// parseURL checks the address of a Bot API. It is printed, so it holds no secret.
func parseURL(s string) (string, error) {
	u, err := url.Parse(s)
	web := err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
	if !web || u.User != nil || strings.ContainsAny(s, "?#") || hide(s) != s {
		return "", fmt.Errorf("%q is not the address of a Bot API: write it as %s", hide(s), defaultURL)
	}
	return strings.TrimRight(s, "/"), nil
}
