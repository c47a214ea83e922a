package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

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
