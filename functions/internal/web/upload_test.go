package web_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/png"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
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

// pdfWith is a PDF with something in its first object.
func pdfWith(inside string) []byte {
	return []byte("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + inside + " >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n")
}

// zipOf is an archive of named parts, in pairs.
func zipOf(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		part, err := w.Create(parts[i])
		if err == nil {
			_, err = part.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wordTypes is the part of a Word document that says what its parts are.
const wordTypes = `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`

// A file is what is in it, whatever it is called.
func TestWhatCanBeUploaded(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	picture := pictureOf(t)
	word := func(more ...string) []byte {
		return zipOf(t, append([]string{"[Content_Types].xml", wordTypes, "word/document.xml", "<x/>"}, more...)...)
	}
	for _, c := range []struct {
		name string
		data []byte
		ok   bool
	}{
		{"a picture.png", picture, true},
		{"a picture that is called.exe", picture, true},
		{"a letter.pdf", pdfWith(""), true},
		{"a letter.docx", word(), true},
		{"nothing.png", nil, false},
		{"a page.png", []byte("<!doctype html><script>alert(1)</script>"), false},
		{"a drawing.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), false},
		{"a page.pdf", append([]byte("%PDF-1.7\n<script>alert(1)</script>"), pdfWith("")...), false},
		{"a script.pdf", pdfWith("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), false},
		{"a hidden script.pdf", pdfWith("/S /Java#53cript"), false},
		{"half a letter.pdf", pdfWith("")[:40], false},
		{"half a picture.png", picture[:8], false},
		{"macros.docx", word("word/vbaProject.bin", "x"), false},
		{"a zip.docx", zipOf(t, "soup.txt", "soup"), false},
		{"half a zip.docx", []byte("PK\x03\x04"), false},
		{"a program.png", []byte("MZ\x90\x00"), false},
		{"a GIF.png", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), false},
	} {
		got := h.upload("/api"+h.mine+"/file", h.cookies["ann"], sentFile{c.name, c.data})
		if kept := h.shelf.has(hashOf(c.data)); kept != c.ok {
			t.Errorf("%s is kept: %t", c.name, kept)
		}
		if c.ok {
			location(t, got)
			continue
		}
		if got.status != http.StatusUnprocessableEntity || len(comesBack(t, got).all("input", "type", "file")) != 1 {
			t.Errorf("%s: %d\n%s", c.name, got.status, got.body)
		}
	}
}

func (s *shelf) has(hash string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.kept[hash]
	return ok
}

func TestTheLargestUpload(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	big := append(pictureOf(t), make([]byte, maxFile)...)
	if !strings.Contains(h.get("ann", h.mine).body, "up to 2.5 MB") {
		t.Error("the form does not say how large a file may be")
	}
	for _, c := range []struct {
		name string
		size int
		want []int
	}{
		{"2.5 MB", maxFile, []int{http.StatusSeeOther}},
		{"a byte more", maxFile + 1, []int{http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge}},
	} {
		got := h.upload("/api"+h.mine+"/file", h.cookies["ann"], sentFile{"big.png", big[:c.size]})
		if !slices.Contains(c.want, got.status) || got.status >= 400 && !strings.Contains(got.body, "larger than 2.5 MB") {
			t.Errorf("%s: %d\n%s", c.name, got.status, got.body)
		}
	}
	path, kind := "/api"+h.mine+"/file", "multipart/form-data; boundary=x"
	huge := uploadOf(path, kind, io.LimitReader(endless{}, 1<<40))
	huge.ContentLength = 5 << 30
	if got := h.serve(huge, h.cookies["ann"], ""); got.status != http.StatusRequestEntityTooLarge || !strings.Contains(got.body, "larger than 2.5 MB") {
		t.Errorf("5 GB that say so: %d", got.status)
	}
	unsaid := uploadOf(path, kind, io.MultiReader(strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"), endless{}))
	unsaid.ContentLength = -1
	if got := h.serve(unsaid, h.cookies["ann"], ""); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "larger than 2.5 MB") {
		t.Errorf("a file without an end: %d\n%s", got.status, got.body)
	}
}

// endless is a file that never ends.
type endless struct{}

// Read fills p.
func (endless) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestUploadsThatAreNone(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	const kind = "multipart/form-data; boundary=x"
	part := func(disposition string) string {
		return "--x\r\nContent-Disposition: " + disposition + "\r\n\r\n" + string(pictureOf(t)) + "\r\n--x--\r\n"
	}
	for _, c := range []struct {
		name, kind, body string
		want             int
	}{
		{"a form without a file", "application/x-www-form-urlencoded", "file=soup", http.StatusUnsupportedMediaType},
		{"JSON", "application/json", "{}", http.StatusUnsupportedMediaType},
		{"a picture alone", "image/png", string(pictureOf(t)), http.StatusUnsupportedMediaType},
		{"no type", "", "soup", http.StatusUnsupportedMediaType},
		{"another multipart", "multipart/mixed; boundary=x", part(`form-data; name="file"; filename="a.png"`), http.StatusUnsupportedMediaType},
		{"no boundary", "multipart/form-data", part(`form-data; name="file"; filename="a.png"`), http.StatusBadRequest},
		{"no part", kind, "--x--\r\n", http.StatusUnprocessableEntity},
		{"an empty body", kind, "", http.StatusUnprocessableEntity},
		{"another field", kind, part(`form-data; name="soup"; filename="a.png"`), http.StatusUnprocessableEntity},
		{"a field without a name", kind, part("attachment"), http.StatusUnprocessableEntity},
		{"no end", kind, "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nsoup", http.StatusBadRequest},
		{"headers without an end", kind, "--x\r\n" + strings.Repeat("X-Soup: soup\r\n", 20_000), http.StatusBadRequest},
	} {
		h.untouched(c.name, func() {
			got := h.serve(uploadOf("/api"+h.mine+"/file", c.kind, strings.NewReader(c.body)), h.cookies["ann"], "")
			if got.status != c.want || !strings.Contains(got.body, "</html>") {
				t.Errorf("%s: %d, want %d\n%s", c.name, got.status, c.want, got.body)
			}
		})
	}
	packed := uploadOf("/api"+h.mine+"/file", kind, strings.NewReader(part(`form-data; name="file"; filename="a.png"`)))
	packed.Header.Set("Content-Encoding", "gzip")
	if got := h.serve(packed, h.cookies["ann"], ""); got.status != http.StatusUnsupportedMediaType {
		t.Errorf("packed: %d", got.status)
	}
	abroad := uploadOf("/api"+h.mine+"/file", kind, strings.NewReader(part(`form-data; name="file"; filename="a.png"`)))
	abroad.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := h.serve(abroad, h.cookies["ann"], ""); got.status != http.StatusForbidden {
		t.Errorf("from another site: %d", got.status)
	}
	two := []sentFile{{"first.png", pictureOf(t)}, {"second.pdf", pdfWith("")}}
	location(t, h.upload("/api"+h.mine+"/file", h.cookies["ann"], two...))
	if page := h.get("ann", h.mine); !strings.Contains(page.body, "first.png") || strings.Contains(page.body, "second.pdf") {
		t.Error("of two files the first one is not the one that is kept")
	}
	h.untouched("the same file once more", func() {
		if again := h.upload("/api"+h.mine+"/file", "", two...); again.status != http.StatusUnauthorized {
			t.Errorf("by a visitor: %d", again.status)
		}
	})
}

// What somebody uploaded is a file to save, for everybody who may have it, and
// never a page of this site.
func TestAFileIsOnlyEverADownload(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	const evil = "../..\\soup\"\r\nX-Evil: 1;<script>.png"
	location(t, h.upload("/api"+h.mine+"/file", h.cookies["ann"], sentFile{"x.png", pictureOf(t)}))
	location(t, h.upload("/api"+h.mine+"/file", h.cookies["ann"], sentFile{evil, pdfWith("")}))
	h.drafted("file", hashOf(pdfWith("")))
	link := h.withClient()
	files := "/files/" + hashOf(pdfWith(""))
	for who, path := range map[string]string{"ann": h.mine + files, "Rita": h.desk + files, "": link + files} {
		for _, method := range []string{"GET", "HEAD"} {
			got := h.send(method, path, nil, h.cookies[who], "text/html")
			want := map[string]string{"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff",
				"Content-Security-Policy": "default-src 'none'; sandbox", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store", "X-Evil": ""}
			for name, value := range want {
				if got.status != http.StatusOK || got.header.Get(name) != value {
					t.Errorf("%s %s by %q: %d, %s is %q", method, path, who, got.status, name, got.header.Get(name))
				}
			}
			kind, params, err := mime.ParseMediaType(got.header.Get("Content-Disposition"))
			if err != nil || kind != "attachment" || strings.ContainsAny(params["filename"], "/\\\"<>\r\n;") || !strings.HasSuffix(params["filename"], ".pdf") {
				t.Errorf("%s by %q: %q, %v", method, who, got.header.Get("Content-Disposition"), err)
			}
			if method == "GET" && got.body != string(pdfWith("")) {
				t.Errorf("%s by %q is another file", path, who)
			}
		}
	}
	if got := h.get("", link+"/files/"+hashOf(pictureOf(t))); got.status != http.StatusNotFound {
		t.Errorf("a file that is not of this draft, by the client: %d", got.status)
	}
}

func TestAFileOfOtherWorkIsNone(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	location(t, h.upload("/api/me/work/"+h.bens+"/1/file", h.cookies["ben"], sentFile{"bens.png", pictureOf(t)}))
	hash, none := hashOf(pictureOf(t)), strings.Repeat("0", 64)
	if got := h.get("ben", "/me/work/"+h.bens+"/1/files/"+hash); got.status != http.StatusOK {
		t.Fatalf("his own: %d", got.status)
	}
	for name, c := range map[string][3]string{
		"another's, below one's own":    {"ann", h.mine + "/files/" + hash, h.mine + "/files/" + none},
		"another's":                     {"ann", "/me/work/" + h.bens + "/1/files/" + hash, "/me/work/" + h.bens + "/1/files/" + none},
		"of one's other work":           {"ben", "/me/work/" + h.bens + "/2/files/" + hash, "/me/work/" + h.bens + "/2/files/" + none},
		"at the desk, below other work": {"Rita", h.desk + "/files/" + hash, h.desk + "/files/" + none},
		"a hash that is none":           {"ben", "/me/work/" + h.bens + "/1/files/..%2f" + hash, "/me/work/" + h.bens + "/1/files/" + none},
		"in capitals":                   {"ben", "/me/work/" + h.bens + "/1/files/" + strings.ToUpper(hash), "/me/work/" + h.bens + "/1/files/" + none},
	} {
		got, absent := h.get(c[0], c[1]), h.get(c[0], c[2])
		if got.status != http.StatusNotFound || got.body != absent.body || absent.status != http.StatusNotFound {
			t.Errorf("%s: %d, absent %d", name, got.status, absent.status)
		}
	}
	path, f := h.filledDraft("file", hash)
	h.untouched("another's file in a draft", func() {
		if got := h.post("ann", path, f); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Choose the file again") {
			t.Errorf("another's file in a draft: %d", got.status)
		}
	})
}

// patient is a visitor's line as the server holds it. It says until when it was
// told to wait.
type patient struct {
	*httptest.ResponseRecorder
	read, write time.Time
}

func (p *patient) SetReadDeadline(t time.Time) error  { p.read = t; return nil }
func (p *patient) SetWriteDeadline(t time.Time) error { p.write = t; return nil }

// A file may take its time on the way, whatever day the agency's clock is
// pinned to.
func TestAnUploadOnASlowLine(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "a picture.png")
	h.must(err)
	_, err = part.Write(pictureOf(t))
	h.must(errors.Join(err, form.Close()))
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://greenroom.example/api"+h.mine+"/file", &body)
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.AddCookie(&http.Cookie{Name: "session", Value: h.cookies["ann"]})
	began, line := time.Now(), &patient{ResponseRecorder: httptest.NewRecorder()}
	h.handler.ServeHTTP(line, req)
	if line.Code != http.StatusSeeOther || !h.shelf.has(hashOf(pictureOf(t))) {
		t.Errorf("a picture: %d", line.Code)
	}
	if line.read.Sub(began) < time.Minute || line.write.Before(line.read) {
		t.Errorf("it began at %s, may be read until %s and answered until %s", began, line.read, line.write)
	}
}

// Who puts a draft right that a check sent back, and brings a file that cannot
// be, goes on from the draft and not from nothing.
func TestARefusedFileKeepsTheDraft(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	path, f := h.filledDraft()
	f.Del("anyway")
	const bare = "Soup at midnight, and nobody said what it was."
	location(t, h.post("ann", path, changed(f, "text", bare)))
	if now := h.get("ann", h.mine); !strings.Contains(now.body, "A check failed in your last version") {
		t.Fatalf("the draft was not sent back:\n%s", now.body)
	}
	got := h.upload("/api"+h.mine+"/file", h.cookies["ann"], sentFile{"a page.png", []byte("<!doctype html>")})
	if field := comesBack(t, got).all("textarea", "id", "text"); len(field) != 1 || text(field[0]) != bare {
		t.Errorf("the form has lost the words: it has %d fields for them", len(field))
	}
}
