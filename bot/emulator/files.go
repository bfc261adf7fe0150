package emulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/jpeg" // photos are looked at
	_ "image/png"
	"mime"
	"net/http"
	"path"
	"strconv"
)

// file is what was uploaded by anybody. Its id is valid for the bot only.
type file struct {
	id, unique, path string
	name, mime       string
	data             []byte
	width, height    int // of a photo, else 0
}

func (s *Server) keepFile(name, kind string, data []byte) *file {
	s.fileIDs++
	sum := sha256.Sum256(data)
	n := strconv.Itoa(s.fileIDs)
	f := &file{
		id:     "file-" + n + "-" + hex.EncodeToString(sum[:12]),
		unique: hex.EncodeToString(sum[:8]),
		path:   "documents/file_" + n + path.Ext(name),
		name:   name, mime: kind, data: data,
	}
	if f.mime == "" || f.mime == "application/octet-stream" {
		f.mime = "application/octet-stream"
		if t, _, err := mime.ParseMediaType(mime.TypeByExtension(path.Ext(name))); err == nil {
			f.mime = t
		}
	}
	s.files[f.id] = f
	return f
}

func (m *message) setDocument(f *file) {
	m.file, m.Document = f, &document{f.id, f.unique, f.name, f.mime, len(f.data)}
}

// develop makes an uploaded file a photo.
func (f *file) develop() error {
	size, _, err := image.DecodeConfig(bytes.NewReader(f.data))
	if err != nil {
		return badRequest("IMAGE_PROCESS_FAILED")
	}
	w, h := size.Width, size.Height
	if w == 0 || h == 0 || w+h > 10000 || w > 20*h || h > 20*w {
		return badRequest("PHOTO_INVALID_DIMENSIONS")
	}
	f.width, f.height, f.name = w, h, ""
	return nil
}

func (m *message) setPhoto(f *file) {
	m.file, m.Photo = f, []photoSize{{f.id, f.unique, f.width, f.height, len(f.data)}}
}

func getFile(s *Server, c *call) (any, error) {
	f := s.files[c.str("file_id")]
	switch {
	case f == nil:
		return nil, badRequest("wrong file_id or the file is temporarily unavailable")
	case len(f.data) > maxDownload:
		return nil, badRequest("file is too big")
	}
	return map[string]any{"file_id": f.id, "file_unique_id": f.unique, "file_size": len(f.data), "file_path": f.path}, nil
}

func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, path string) {
	var found *file
	c := &call{method: Download, params: map[string]any{"file_path": path}}
	var n int
	s.locked(func() {
		s.busy++
		s.stats.Calls[Download]++
		n = s.stats.Calls[Download]
		for _, f := range s.files {
			if f.path == path && len(f.data) <= maxDownload {
				found = f
			}
		}
	})
	defer s.locked(func() { s.busy-- })
	fault := s.faultFor(c, n)
	switch {
	case fault.before(r.Context(), w):
		return
	case fault.Lose:
		panic(http.ErrAbortHandler)
	case found == nil:
		writeError(w, &apiError{code: http.StatusNotFound, text: "Not Found"})
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(found.data)))
	if fault.Cut {
		_, _ = w.Write(found.data[:len(found.data)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(found.data)
}
