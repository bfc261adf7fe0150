package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"thidua/storage/bolt"
)

// maxRequest is more than any file that an operator may load.
const maxRequest = 64 << 20

// A door is where a desk is asked through: a socket beside the store, for its
// owner alone.
func socket(store string) string { return store + ".sock" }

// short names a path through its open folder where the system allows it: a
// socket's path may have about a hundred bytes, a store's any number.
func short(path string) (name string, done func()) {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return path, func() {}
	}
	name = fmt.Sprintf("/proc/self/fd/%d/%s", dir.Fd(), filepath.Base(path))
	if _, err := os.Stat(filepath.Dir(name)); err != nil {
		dir.Close()
		return path, func() {}
	}
	return name, func() { dir.Close() }
}

// Listen opens the socket beside the store. Whoever holds the store may take
// away what a killed process left there.
func (d *Desk) Listen() (net.Listener, error) {
	path := socket(d.Place.Path)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	name, done := short(path)
	defer done()
	l, err := net.Listen("unix", name)
	if err != nil {
		return nil, err
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false) // its name was a passing one
	return l, os.Chmod(path, 0o600)
}

// Serve answers requests from the socket until ctx ends, and removes it.
func (d *Desk) Serve(ctx context.Context, l net.Listener) error {
	s := &http.Server{Handler: d, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	stop := context.AfterFunc(ctx, func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = s.Shutdown(closing)
	})
	defer stop()
	err := s.Serve(l)
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, os.Remove(socket(d.Place.Path)))
}

func (d *Desk) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	var r Request
	if err := json.NewDecoder(http.MaxBytesReader(w, q.Body, maxRequest)).Decode(&r); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(d.Do(q.Context(), r)); err != nil {
		d.Log.Warn("an answer did not arrive", "request", r.Op, "cause", err)
	}
}

// errNobody says that no process answers at the socket.
var errNobody = errors.New("nobody holds the store")

// ask puts a request to the process that holds the store; errNobody when there
// is none.
func ask(ctx context.Context, store string, r Request) (a Answer, err error) {
	body, err := json.Marshal(r)
	if err != nil {
		return a, err
	}
	name, done := short(socket(store))
	defer done()
	client := http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, "unix", name)
		if err != nil {
			err = errors.Join(errNobody, err)
		}
		return conn, err
	}}}
	defer client.CloseIdleConnections()
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://thidua/", bytes.NewReader(body))
	if err != nil {
		return a, err
	}
	answer, err := client.Do(q)
	if err != nil {
		return a, err
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("the running process refused the request: %s", bytes.TrimSpace(b))
	}
	if err == nil {
		err = json.Unmarshal(b, &a)
	}
	return a, err
}

// Holder says who holds the store, for somebody who wants to.
func (d Desk) Holder(ctx context.Context) string {
	a, err := ask(ctx, d.Place.Path, Request{Op: "who"})
	if err != nil || len(a.Out) == 0 {
		return "another process"
	}
	return string(bytes.TrimSpace(a.Out))
}

// Call does a request where the store is: in the process that holds it, or in
// this one. Whoever asks reads the faults, so nothing is logged here.
func (d Desk) Call(ctx context.Context, r Request) Answer {
	d.Log = slog.New(slog.DiscardHandler)
	for try := 0; ; try++ {
		a, err := ask(ctx, d.Place.Path, r)
		if err == nil {
			return a
		}
		if !errors.Is(err, errNobody) {
			return refusal("%s: %v", r.Op, err)
		}
		if a := d.unfit(r); len(a.Faults) > 0 { // makes no store
			return a
		}
		d.Store, err = d.Place.Open(ctx, Creates(r))
		if errors.Is(err, bolt.ErrLocked) && try < 3 { // it is starting, or just ending
			continue
		}
		if errors.Is(err, bolt.ErrAbsent) && r.DryRun {
			return dryRun(r)
		}
		if err != nil {
			return d.unopened(ctx, err)
		}
		break
	}
	a := d.Do(ctx, r)
	if err := d.Store.Close(); err != nil {
		a.Faults = append(a.Faults, fmt.Sprintf("closing the store: %v", err))
	}
	return a
}
