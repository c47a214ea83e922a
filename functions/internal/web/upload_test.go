package web_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/png"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// shelf are the files that were uploaded, by their hash.
type shelf struct {
	mu   sync.Mutex
	kept map[string][]byte
}

func newShelf() *shelf { return &shelf{kept: map[string][]byte{}} }

// Keep stores a file.
func (s *shelf) Keep(_ context.Context, hash string, data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[hash] = data
	return nil
}

// Open returns a file.
func (s *shelf) Open(_ context.Context, hash string) (io.ReadCloser, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, ok := s.kept[hash]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

// pictureOf is a small PNG, the same every time.
func pictureOf(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// sentFile is a file as a form sends it.
type sentFile struct {
	name string
	data []byte
}

// upload sends a form with files, as a browser does.
func (h *house) upload(path, secret string, files ...sentFile) answer {
	h.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range files {
		part, err := form.CreateFormFile("file", f.name)
		h.must(err)
		_, err = part.Write(f.data)
		h.must(err)
	}
	h.must(form.Close())
	return h.serve(uploadOf(path, form.FormDataContentType(), &body), secret, "")
}

func uploadOf(path, kind string, body io.Reader) *http.Request {
	req := httptest.NewRequest(http.MethodPost, path, body)
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return req
}
