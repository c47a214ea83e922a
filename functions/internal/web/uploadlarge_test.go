package web_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"greenroom/functions/internal/web"
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

// Only the page from which a large file is sent lets a form go to another host.
func TestFormsStayHere(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	next := h.sends(sentFile{"soup.png", large(t, maxFile+5)})
	for path, want := range map[string]string{h.mine + "/large": "'self' https://bay.example.org", h.mine: "'self'", next: "'self'", "/sign-in": "'self'"} {
		got := h.get("ann", path)
		if to := sendsTo(got); got.status != http.StatusOK || to != want {
			t.Errorf("%s: %d, forms go to %s, want %s", path, got.status, to, want)
		}
	}
	h.web.Arrivals, h.web.Links = nil, nil // as on a laptop, whose forms carry everything
	if got := h.get("ann", h.mine); strings.Contains(got.body, "/large") {
		t.Error("a way is shown that is not there")
	}
	for _, got := range []answer{h.get("ann", h.mine+"/large"), h.get("ann", next), h.post("ann", "/api"+next, nil)} {
		if got.status != http.StatusNotFound {
			t.Errorf("where forms carry everything: %d", got.status)
		}
	}
}

// What no answer can carry is handed out by the host that keeps it, to whoever
// may have it. What it can carry is handed out here.
func TestALargeFileIsHandedOut(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	data := large(t, maxFile+6)
	location(t, h.post("ann", "/api"+h.sends(sentFile{"soup.png", data}), nil))
	location(t, h.upload("/api"+h.mine+"/file", h.cookies["ann"], sentFile{"small.pdf", pdfWith("")}))
	h.drafted("file", hashOf(data))
	link := h.withClient()
	for who, page := range map[string]string{"ann": h.mine, "Rita": h.desk, "": link} {
		to := location(t, h.get(who, page+"/files/"+hashOf(data)))
		if !strings.HasPrefix(to.String(), bayAddress+"/"+hashOf(data)) || to.Query().Get("name") != "soup.png" {
			t.Errorf("%q is led to %s", who, to)
		}
	}
	if got := h.get("ben", h.mine+"/files/"+hashOf(data)); got.status != http.StatusNotFound {
		t.Errorf("somebody else: %d", got.status)
	}
	if got := h.get("ann", h.mine+"/files/"+hashOf(pdfWith(""))); got.status != http.StatusOK || got.body != string(pdfWith("")) {
		t.Errorf("a small one: %d", got.status)
	}
}

// Where the other host fails it is our own fault, and the log says so without
// what people call their files.
func TestTheBayIsClosed(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	data := large(t, maxFile+7)
	next := h.sends(sentFile{"my-secret-soup.png", data})
	h.bay().broken = true
	for _, got := range []answer{h.get("ann", h.mine+"/large"), h.get("ann", next), h.post("ann", "/api"+next, nil)} {
		if got.status != http.StatusInternalServerError || strings.Contains(got.body, errBay.Error()) {
			t.Errorf("%d\n%s", got.status, got.body)
		}
	}
	h.bay().broken = false
	if location(t, h.post("ann", "/api"+next, nil)); !h.shelf.has(hashOf(data)) {
		t.Error("it is not taken afterwards")
	}
	slip := next[strings.LastIndex(next, "/")+1:]
	if log := h.log.String(); strings.Contains(log, "my-secret-soup") || strings.Contains(log, slip) || !strings.Contains(log, errBay.Error()) {
		t.Error("the log has a slip or a name, or not what failed")
	}
}

// A form that cannot carry a file says what can.
func TestATooLargeFormNamesTheWay(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	got := h.upload("/api"+h.mine+"/file", h.cookies["ann"], sentFile{"soup.png", large(t, maxFile+1)})
	page := comesBack(t, got)
	if !strings.Contains(text(page.root), "a link for files of up to 7.5 MB") || len(page.all("a", "href", h.mine+"/large")) != 1 {
		t.Errorf("%d\n%s", got.status, got.body)
	}
	sizes := []string{}
	for _, path := range []string{h.mine, h.mine + "/large"} {
		for _, field := range parse(t, h.get("ann", path)).all("input", "type", "file") {
			sizes = append(sizes, get(field, "data-most")+": "+get(field, "data-over"))
		}
	}
	if len(sizes) != 2 || !strings.HasPrefix(sizes[0], "2500000: The file is larger than 2.5 MB") || !strings.HasPrefix(sizes[1], "7500000: The file is larger than 7.5 MB") {
		t.Errorf("the script is told %q", slices.Sorted(slices.Values(sizes)))
	}
}

// Without a key no slip fits, and a key is made of a whole secret.
func TestSlipsNeedASecret(t *testing.T) {
	t.Parallel()
	const id, person, app = "01JV0000000000000000000001", "p", "a"
	if _, err := web.NewSlips([]byte("short")); err == nil {
		t.Error("a short secret is taken")
	}
	ours, err := web.NewSlips(bytes.Repeat([]byte("s"), 32))
	if err != nil {
		t.Fatal(err)
	}
	others, err := web.NewSlips(bytes.Repeat([]byte("t"), 32))
	if err != nil {
		t.Fatal(err)
	}
	slip := ours.Slip(id, person, app, 1)
	if !ours.Fits(slip, person, app, 1) || others.Fits(slip, person, app, 1) || ours.Fits(slip, person, app, 2) || ours.Fits(slip+"A", person, app, 1) {
		t.Error("a slip fits another lock, or not its own")
	}
	if none := (web.Slips{}); none.Fits(none.Slip(id, person, app, 1), person, app, 1) || ours.Fits(ours.Slip(id, "", app, 1), "", app, 1) {
		t.Error("a slip of no key, or for nobody, fits")
	}
}
