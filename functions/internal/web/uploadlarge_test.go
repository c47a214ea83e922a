package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// large is a picture that no form carries, unlike any other of another size.
func large(t testing.TB, size int) []byte {
	t.Helper()
	return append(pictureOf(t), make([]byte, size-len(pictureOf(t)))...)
}

// A file that no form carries goes straight to where files are kept. Its page
// shows it, a button takes it, and it is a file like any other.
func TestALargeFile(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	data := large(t, maxFile+1)
	work := parse(t, h.get("ann", h.mine))
	if links := work.all("a", "href", h.mine+"/large"); len(links) != 1 || text(links[0]) != "A file of more than 2.5 MB" {
		t.Fatalf("the way is not shown: %v", links)
	}
	var next string
	h.untouched("sending and looking", func() {
		next = h.sends(sentFile{"../Soup (final).PNG", data})
		for range 5 {
			got := h.get("ann", next+"?bucket=uploads&key=x&etag=y")
			for _, want := range []string{"Soup (final).PNG", "2.4 MB", "a picture (PNG)", "not sent in yet"} {
				if got.status != http.StatusOK || !strings.Contains(got.body, want) {
					t.Fatalf("what has arrived: %d, not %q\n%s", got.status, want, got.body)
				}
			}
			if got.header.Get("Referrer-Policy") != "same-origin" {
				t.Error("the slip is told to other hosts")
			}
		}
	})
	if h.shelf.has(hashOf(data)) || h.bay().waiting() != 1 {
		t.Error("looking took the file")
	}
	slip := next[strings.LastIndex(next, "/")+1:]
	path, form := filled(t, h.get("ann", next), "large/"+slip)
	to := location(t, h.post("ann", path, form))
	if to.Path != h.mine || to.Query().Get("file") != hashOf(data) || h.bay().waiting() != 0 {
		t.Errorf("taken: led to %s, %d files wait", to, h.bay().waiting())
	}
	page := h.get("ann", to.RequestURI())
	if _, draft := filled(t, page, "draft"); draft.Get("file") != hashOf(data) || !strings.Contains(page.body, "chosen below") {
		t.Errorf("the draft goes with %q", draft.Get("file"))
	}
	h.drafted("file", hashOf(data))
	if got := h.get("Rita", h.desk); !strings.Contains(got.body, "Soup (final).PNG") {
		t.Error("its reader does not see the file")
	}
}

// Who presses twice has one file, and reads where it is.
func TestALargeFileTwice(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	data := large(t, maxFile+2)
	next := h.sends(sentFile{"soup.png", data})
	location(t, h.post("ann", "/api"+next, nil))
	h.untouched("the second time", func() {
		if to := location(t, h.post("ann", "/api"+next, nil)); to.Path != next {
			t.Errorf("led to %s", to)
		}
		h.gone("after it was taken", next)
	})
	location(t, h.post("ann", "/api"+h.sends(sentFile{"again.png", data}), nil))
	if files := parse(t, h.get("ann", h.mine)).all("input", "value", hashOf(data)); len(files) != 1 {
		t.Errorf("the same file, sent twice, stands there %d times", len(files))
	}
	h.gone("never sent", h.mine+"/large/"+h.web.Slips.Slip(h.web.IDs.New(), h.now().Person, h.app, 1))
}

// A slip is for the person and the work that it was made for. Any other is the
// same as none.
func TestALargeFileIsNobodyElses(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	ann, ben := h.now().Person, h.work(h.bens).Person
	data := large(t, maxFile+3)
	anns, bens := h.brings(h.app, ann, sentFile{"anns.png", data}), h.brings(h.bens, ben, sentFile{"bens.png", data})
	id, proof, _ := strings.Cut(anns, ".")
	none := "/me/work/" + h.app + "/1/large/" + id + ".none"
	for name, c := range map[string][2]string{
		"ann's, by ben":                 {"ben", h.mine + "/large/" + anns},
		"ann's, by ben for his work":    {"ben", "/me/work/" + h.bens + "/1/large/" + anns},
		"ben's, by ann":                 {"ann", h.mine + "/large/" + bens},
		"ben's, for his other work":     {"ben", "/me/work/" + h.bens + "/2/large/" + bens},
		"without its proof":             {"ann", h.mine + "/large/" + id},
		"with another's proof":          {"ann", h.mine + "/large/" + h.web.IDs.New() + "." + proof},
		"a path":                        {"ann", h.mine + "/large/..%2Ffiles%2F" + hashOf(data)},
		"ann's, by who reads her draft": {"Rita", h.mine + "/large/" + anns},
		"a page of the desk's":          {"Rita", h.desk + "/large/" + anns},
	} {
		h.untouched(name, func() {
			got, posted, absent := h.get(c[0], c[1]), h.post(c[0], "/api"+c[1], nil), h.get("ann", none)
			if got.status != http.StatusNotFound || posted.status != http.StatusNotFound || absent.status != http.StatusNotFound {
				t.Errorf("%s: %d, %d, absent %d", name, got.status, posted.status, absent.status)
			}
		})
	}
	abroad := h.send("POST", "/api"+h.mine+"/large/"+anns, nil, "", "")
	if abroad.status != http.StatusUnauthorized || h.bay().waiting() != 2 || h.shelf.has(hashOf(data)) {
		t.Errorf("by a visitor: %d, %d files wait", abroad.status, h.bay().waiting())
	}
}

// What is refused is refused in the same words as what a form carries.
func TestALargeFileThatIsRefused(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	for _, c := range []struct {
		name string
		data []byte
		say  string
	}{
		{"a page.png", append([]byte("<!doctype html><script>alert(1)</script>"), make([]byte, maxFile)...), "This file is none of them, whatever it is called"},
		{"a script.pdf", pdfWith(strings.Repeat(" ", maxFile) + "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "a PDF without scripts"},
		{"nothing.png", nil, "this one is empty"},
		{"a byte more.png", large(t, largest+1), "larger than 7.5 MB. Send a link to it"},
	} {
		next := h.sends(sentFile{c.name, c.data})
		h.untouched(c.name, func() {
			for n, got := range []answer{h.get("ann", next), h.get("ann", next), h.post("ann", "/api"+next, nil)} {
				if got.status != http.StatusUnprocessableEntity || !strings.Contains(text(comesBack(t, got).root), c.say) {
					t.Errorf("%s, %d: %d\n%s", c.name, n, got.status, got.body)
				}
			}
			h.gone(c.name, next)
		})
	}
	next := h.sends(sentFile{"soup.png", large(t, maxFile+4)})
	h.drafted()
	h.untouched("no draft is due", func() {
		for _, got := range []answer{h.get("ann", h.mine+"/large"), h.get("ann", next), h.post("ann", "/api"+next, nil)} {
			if got.status != http.StatusConflict || !strings.Contains(got.body, "Files are taken with a draft") {
				t.Errorf("no draft is due: %d\n%s", got.status, got.body)
			}
		}
	})
	if h.bay().waiting() != 1 {
		t.Error("what may be taken later is forgotten")
	}
}
