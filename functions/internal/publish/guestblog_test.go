package publish_test

import (
	"slices"
	"strings"
	"testing"
	"time"
)

const guestPage = "blog/what-i-asked-for/index.html"

func TestAGuestPostComesIntoTheBlog(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	p.released(guestForm())
	p.must()
	for name, in := range map[string][]string{
		guestPage:                     {"It began with a Zwirbelnuss.", "Ann Quill", "/people/ann-quill/", "Guest writer", "What I asked for: &#34;a&#34; lamp &amp; &lt;more&gt;", "BlogPosting"},
		"people/ann-quill/index.html": {"<em>Vellichor</em>", "https://ann.example/me", "/blog/what-i-asked-for/"},
		"people/index.html":           {"Ann Quill"},
		"index.html":                  {"/blog/what-i-asked-for/"},
		"blog/index.html":             {"/blog/what-i-asked-for/"},
		"blog/feed.xml":               {"Zwirbelnuss", "Ann Quill"},
		"blog/atom.xml":               {"Zwirbelnuss"},
		"blog/feed.json":              {"Zwirbelnuss"},
		"people/ann-quill/feed.xml":   {"Zwirbelnuss"},
		"sitemap.xml":                 {"/blog/what-i-asked-for/", "/people/ann-quill/"},
	} {
		text := p.page(name)
		for _, words := range in {
			if !strings.Contains(text, words) {
				t.Errorf("%s does not have %q", name, words)
			}
		}
	}
	if found := onSite(t, p.dir, "zwirbelnuss"); !slices.ContainsFunc(found, func(name string) bool { return strings.HasPrefix(name, "search/") }) {
		t.Errorf("the search does not know it: %v", found)
	}
	if found := onSite(t, p.dir, "canary", "An Account"); len(found) > 0 {
		t.Errorf("an account is in %v", found)
	}
	p.sound()
	if result := p.must(); len(result.Written) > 0 {
		t.Errorf("published again, it writes %v", result.Written)
	}
}

func TestAWithdrawnGuestPostKeepsItsAddress(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	sub := p.released(guestForm())
	p.must()
	p.clock.Pass(48 * time.Hour)
	p.sub(p.guests.Withdraw(t.Context(), guestWriter(), sub.ID))
	p.must()
	page := p.page(guestPage)
	for _, in := range []string{"Its writer took it back.", "14 May 2026", "noindex", "Ann Quill"} {
		if !strings.Contains(page, in) {
			t.Errorf("its page does not say %q", in)
		}
	}
	if found := onSite(t, p.dir, canaries()...); len(found) > 0 {
		t.Errorf("its words are still in %v", found)
	}
	for _, name := range []string{"blog/index.html", "index.html", "blog/feed.xml", "blog/atom.xml", "blog/feed.json", "sitemap.xml", "people/ann-quill/index.html"} {
		if strings.Contains(p.page(name), "/blog/what-i-asked-for/") {
			t.Errorf("%s still names it", name)
		}
	}
	p.sound()
}

func TestACorrectedGuestPostSaysSo(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	sub := p.released(guestForm())
	p.must()
	p.clock.Pass(48 * time.Hour)
	f := guestForm()
	f.Body = "It began with a lamp."
	sub = p.sub(p.guests.Resubmit(t.Context(), guestWriter(), at(sub), f))
	sub = p.sub(p.guests.Approve(t.Context(), blogEditor(), at(sub)))
	if result := p.must(); len(result.Written) > 0 {
		t.Errorf("before it is released it writes %v", result.Written)
	}
	p.sub(p.guests.Correct(t.Context(), blogEditor(), at(sub), "It was a lamp."))
	p.must()
	if page := p.page(guestPage); !strings.Contains(page, "It was a lamp.") || !strings.Contains(page, "14 May 2026") || !strings.Contains(page, "It began with a lamp.") {
		t.Error("its page does not say so")
	}
	if feed := p.page("blog/atom.xml"); !strings.Contains(feed, "<updated>2026-05-14T09:00:00Z</updated>") || !strings.Contains(feed, "It was a lamp.") {
		t.Error("the feed does not say so")
	}
	if found := onSite(t, p.dir, "Zwirbelnuss"); len(found) > 0 {
		t.Errorf("the old words are in %v", found)
	}
	p.sound()
}
