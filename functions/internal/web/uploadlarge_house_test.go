package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"greenroom/functions/internal/web"
)

// largest is the most that a file may have which comes another way, in bytes.
const largest = 3 * maxFile

// bay is where large files arrive: a host that is not ours.
type bay struct {
	mu      sync.Mutex
	address string
	here    map[string]sentFile
	broken  bool
}

const bayAddress = "https://bay.example.org/uploads"

var errBay = errors.New("the bay is closed")

// Form is a form that says where the file goes and what leads back.
func (b *bay) Form(_ context.Context, key, next string, most int) (web.ArrivalForm, error) {
	if b.broken {
		return web.ArrivalForm{}, errBay
	}
	return web.ArrivalForm{Address: b.address, Fields: []web.ArrivalField{{Name: "key", Value: key},
		{Name: "most", Value: fmt.Sprint(most)}, {Name: "success_action_redirect", Value: next}}}, nil
}

// Arrived opens a file.
func (b *bay) Arrived(_ context.Context, key string) (string, io.ReadCloser, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f, ok := b.here[key]
	switch {
	case b.broken:
		return "", nil, errBay
	case !ok:
		return "", nil, fs.ErrNotExist
	}
	return f.name, io.NopCloser(bytes.NewReader(f.data)), nil
}

// Forget removes a file.
func (b *bay) Forget(_ context.Context, key string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broken {
		return errBay
	}
	delete(b.here, key)
	return nil
}

// Link is an address that says what it leads to.
func (b *bay) Link(_ context.Context, hash, name string) (string, error) {
	if b.broken {
		return "", errBay
	}
	return bayAddress + "/" + hash + "?" + url.Values{"name": {name}}.Encode(), nil
}

// ServeHTTP takes a file from a browser and leads it back, as S3 does.
func (b *bay) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	sent, about, err := r.FormFile("file")
	if err != nil {
		http.Error(w, "MalformedPOSTRequest", http.StatusBadRequest)
		return
	}
	data, err := io.ReadAll(sent)
	if err != nil {
		http.Error(w, "IncompleteBody", http.StatusBadRequest)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.here[r.FormValue("key")] = sentFile{about.Filename, data}
	http.Redirect(w, r, r.FormValue("success_action_redirect")+"?bucket=uploads&etag=1", http.StatusSeeOther)
}

func (b *bay) waiting() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.here)
}

// takesLarge has the house take files that no form carries.
func (h *house) takesLarge() {
	h.t.Helper()
	slips, err := web.NewSlips(bytes.Repeat([]byte("s"), 32))
	h.must(err)
	b := &bay{address: bayAddress, here: map[string]sentFile{}}
	h.web.Arrivals, h.web.Links, h.web.Slips, h.web.Work.MaxFile = b, b, slips, largest
}

func (h *house) bay() *bay { return h.web.Arrivals.(*bay) }

// brings has a file arrive that somebody sent for their work, and returns its
// slip.
func (h *house) brings(app, person string, f sentFile) string {
	slip := h.web.Slips.Slip(h.web.IDs.New(), person, app, 1)
	h.bay().mu.Lock()
	defer h.bay().mu.Unlock()
	h.bay().here["arriving/"+slip] = f
	return slip
}

// sends goes the way of a browser: it sends a file with the form of ann's page
// for large ones, and returns where it is led then.
func (h *workHouse) sends(f sentFile) (next string) {
	h.t.Helper()
	address, fields := "", url.Values{}
	for _, form := range parse(h.t, h.get("ann", h.mine+"/large")).all("form", "method", "post") {
		if get(form, "enctype") == "multipart/form-data" {
			address = get(form, "action")
			for _, field := range (document{form}).all("input", "type", "hidden") {
				fields.Set(get(field, "name"), get(field, "value"))
			}
		}
	}
	next, ours := strings.CutPrefix(fields.Get("success_action_redirect"), h.web.Origin)
	if address != bayAddress || !ours || fields.Get("most") != fmt.Sprint(largest) {
		h.t.Fatalf("the form goes to %q with %v", address, fields)
	}
	h.bay().mu.Lock()
	defer h.bay().mu.Unlock()
	h.bay().here[fields.Get("key")] = f
	return next
}

// sendsTo is where forms of a page may go, as its policy has it.
func sendsTo(a answer) string {
	for _, rule := range strings.Split(a.header.Get("Content-Security-Policy"), "; ") {
		if to, ok := strings.CutPrefix(rule, "form-action "); ok {
			return to
		}
	}
	return ""
}

// gone wants the page that says that nothing waits, with the way to the draft.
func (h *workHouse) gone(doing, path string) {
	h.t.Helper()
	got := h.get("ann", path)
	if got.status != http.StatusGone || len(parse(h.t, got).all("a", "href", h.mine+"#send")) != 1 {
		h.t.Errorf("%s: %d\n%s", doing, got.status, got.body)
	}
}
