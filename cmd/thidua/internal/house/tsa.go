package house

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"

	"thidua/pdf/sign"
	"thidua/pdf/sign/cms"
)

// TSA asks a time-stamp authority over HTTP (RFC 3161, section 3.4).
type TSA struct {
	url    string
	client *http.Client
}

// maxStampResponse is the most of an answer that is read. A token larger than
// sign.TokenRoom is of no use; the status around it takes little.
const maxStampResponse = sign.TokenRoom + 4<<10

// NewTSA asks at an http or https address. There is no secret in the protocol:
// an address with a password is refused, since failures name the address.
func NewTSA(address string) (*TSA, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" {
		return nil, errors.New("the address of a time-stamp authority is written as http://tsa.example.vn/tsr")
	}
	return &TSA{u.String(), &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Stamp asks once, for the token over an imprint, a SHA-256. ctx ends the wait.
func (a *TSA) Stamp(ctx context.Context, imprint []byte) ([]byte, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 64))
	if err != nil {
		return nil, err
	}
	query, err := cms.Request(imprint, nonce)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.url, bytes.NewReader(query))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/timestamp-query")
	req.Header.Set("Accept", "application/timestamp-reply")
	resp, err := a.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK { // of a redirect, too
		return nil, fmt.Errorf("%s answered %s", a.url, resp.Status)
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxStampResponse+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", a.url, err)
	case len(answer) > maxStampResponse:
		return nil, fmt.Errorf("%s: the answer is too long", a.url)
	}
	token, err := cms.Response(answer, imprint, nonce)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", a.url, err)
	case len(token) > sign.TokenRoom:
		return nil, fmt.Errorf("%s: a time stamp of %d bytes, where %d fit", a.url, len(token), sign.TokenRoom)
	}
	return token, nil
}
