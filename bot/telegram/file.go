package telegram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"thidua/workflow/intake"
)

var _ intake.Source = (*API)(nil)

// Fetch implements intake.Source: it asks where a file is and reads it. A place
// is good for an hour, so it is asked for each time.
func (a *API) Fetch(ctx context.Context, f intake.File) ([]byte, error) {
	var at struct {
		Path string `json:"file_path"`
		Size int    `json:"file_size"`
	}
	_, err := a.call(ctx, "getFile", struct {
		ID string `json:"file_id"`
	}{f.ID}, &at, callTime)
	switch {
	case err != nil && says(err, "file is too big"):
		return nil, fmt.Errorf("%w: %w", intake.ErrTooLarge, err)
	case err != nil && says(err, "invalid file_id"):
		return nil, fmt.Errorf("%w: %w", intake.ErrGone, err)
	case err != nil:
		return nil, err
	case at.Path == "":
		return nil, errors.New("getFile: the file has no place yet")
	}
	data, err := a.download(ctx, at.Path)
	if err == nil && len(data) < at.Size { // a proxy in between may end an answer early and call it whole
		err = fmt.Errorf("%d bytes of %d", len(data), at.Size)
	}
	if err != nil {
		return nil, fmt.Errorf("download: %w", err)
	}
	return data, nil
}

// download reads a file up to the limit, whatever size the answer announces.
func (a *API) download(ctx context.Context, path string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, a.place((&url.URL{Path: path}).EscapedPath()), nil)
	if err != nil {
		return nil, conceal(err)
	}
	resp, err := a.client.http.Do(r)
	if err != nil {
		return nil, conceal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, &statusError{resp.StatusCode}
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, intake.MaxFile+1))
	switch {
	case err != nil:
		return nil, conceal(err)
	case len(data) > intake.MaxFile:
		return nil, intake.ErrTooLarge
	}
	return data, nil
}
