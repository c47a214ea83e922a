package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestLiveAddressesThatCannotBeSent(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	h.does("", h.withClient(), "approve", "name", "Ada Client")
	for name, c := range map[string]struct{ address, late, say string }{
		"nothing":          {"", "No.", "Enter the address of the post"},
		"a script":         {"javascript:alert(1)", "No.", "Enter the address of the post"},
		"a file":           {"file:///etc/passwd", "No.", "Enter the address of the post"},
		"this machine":     {"http://127.0.0.1:8080/", "No.", "Enter the address of the post"},
		"in another spell": {"http://0x7f.1/", "No.", "Enter the address of the post"},
		"metadata":         {"http://169.254.169.254/", "No.", "Enter the address of the post"},
		"mapped":           {"http://[::ffff:10.0.0.1]/", "No.", "Enter the address of the post"},
		"with a password":  {"https://ann:secret@ann.example/", "No.", "Enter the address of the post"},
		"another port":     {"https://ann.example:22/", "No.", "Enter the address of the post"},
		"before its day":   {livePost, "", "It was to be published between"},
		"too long":         {"https://ann.example/" + strings.Repeat("a", 5000), "No.", "Enter the address of the post"},
	} {
		h.untouched(name, func() {
			got := h.press("ann", h.mine, "live", "address", c.address, "late", c.late, "note", "The zebra.")
			if got.status != http.StatusUnprocessableEntity || !strings.Contains(text(comesBack(t, got).root), c.say) {
				t.Errorf("%s: %d, and not %q\n%s", name, got.status, c.say, got.body)
			}
			if _, kept := filled(t, got, "live"); kept.Get("address") != c.address || kept.Get("note") != "The zebra." {
				t.Errorf("%s: kept %v", name, kept)
			}
		})
	}
}

// A post that does not say that it is paid for counts for nobody, whatever
// anybody says (INV-5).
func TestNobodyWavesDisclosureThrough(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	h.does("", h.withClient(), "approve", "name", "Ada Client")
	h.clock.Pass(time.Date(2026, time.May, 29, 10, 0, 0, 0, time.UTC).Sub(h.clock.Now()))
	for _, who := range []string{"ann", "Mara", "Lena"} { // sessions end
		h.cookies[who] = h.session(h.addressOf(who))
	}
	h.web.Work.Visitor = pages{livePost: "<html><body><article><p>The soup won.</p></article></body></html>"}
	h.does("ann", h.mine, "live", "address", livePost, "note", "It says so in my profile.")
	page := h.get("ann", h.mine)
	if !formOn(t, page, "live") || !strings.Contains(page.body, "Something in the live post is not as it was agreed") {
		t.Errorf("it does not come back\n%s", page.body)
	}
	h.web.Work.Visitor = publishedPages()
	h.does("ann", h.mine, "live", "address", livePost)
	h.web.Work.Visitor = pages{livePost: "<html><body><article><p>The soup won.</p></article></body></html>"}
	got := h.press("Mara", h.desk, "verify", "reason", "I saw it in the profile.")
	if got.status != http.StatusForbidden || !strings.Contains(got.body, "nobody can approve that") {
		t.Errorf("%d\n%s", got.status, got.body)
	}
	if page := h.get("Lena", h.desk); formOn(t, page, "verify") {
		t.Error("another one may verify it")
	}
	if page := h.get("ann", h.mine); !formOn(t, page, "live") || !strings.Contains(page.body, "Nothing says plainly that this is an ad") {
		t.Errorf("its writer is not told what to put right\n%s", page.body)
	}
}
